# zeal: 60 - imports collections
"""Counter, ChainMap, defaultdict, OrderedDict and deque as users meet them: odd arguments, arithmetic, missing keys, refusals."""
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque
from lib.attempts import attempt


c = Counter("aab", c=0, d=-1)
print(c, c["zz"], sorted(c.elements()), c.most_common(1), c.most_common(), c.most_common(0), c.total(), +c, -c, c + Counter(a=1, d=5), c - Counter(a=5), c & Counter(a=1, b=9), c | Counter(a=9), Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), Counter(a=1) < Counter(a=1), c != Counter())
c.update("a", b=2)
c.subtract({"a": 10}, z=1)
c += Counter(q=1)
print(c, Counter({"a": "x"}) if False else "", Counter(None), Counter(a="text"), Counter([("a", 1)]))
del c["not there"]
for action in (lambda: Counter(5), lambda: Counter("a", "b"), lambda: Counter.fromkeys("a"), lambda: c + 5, lambda: c < 5, lambda: Counter([[]]), lambda: Counter(a="x") + Counter(a=1), lambda: c.most_common("a"), lambda: Counter(a=1) & [1], lambda: hash(c)):
    attempt(action)

m = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(m, m["a"], m["b"], len(m), list(m), dict(m), m.parents, m.new_child({"z": 0})["z"], m.new_child(q=5), "b" in m, m.get("zz", 9), m == {"a": 1, "b": 3}, m | {"n": 1}, {"n": 1} | m, m.maps, bool(ChainMap()), ChainMap().maps)
m["b"] = 9
m.pop("a")
print(m, m["a"])
for action in (lambda: m["none"], lambda: m.pop("none"), lambda: ChainMap({}).popitem(), lambda: m.__delitem__("zz"), lambda: ChainMap(5)["a"], lambda: m | 5, lambda: ChainMap({"x": 1}, {}).fromkeys("ab", 0)):
    attempt(action)

d = defaultdict(list, a=[1])
d["b"].append(2)
print(d, d["c"], d.get("zz"), "zz" in d, d.setdefault("q", 5), defaultdict(None, {1: 2}), d | {"x": 1}, {"x": 1} | d, d.copy().default_factory, len(d))
for action in (lambda: defaultdict()["a"], lambda: defaultdict(5), lambda: defaultdict(lambda: 1 // 0)["k"], lambda: defaultdict(lambda a: 1)["k"], lambda: defaultdict(int).__missing__("k"), lambda: defaultdict(None).__missing__("k"), lambda: d | 5):
    attempt(action)
d.default_factory = None
attempt(lambda: d["new"])
recursive = defaultdict(list)
recursive["me"] = recursive
print(recursive)

o = OrderedDict(a=1, b=2, c=3)
o.move_to_end("a")
o.move_to_end("c", last=False)
print(o, o.popitem(), o.popitem(last=False), o, o == {"b": 2}, OrderedDict([(1, 2), (3, 4)]) == OrderedDict([(3, 4), (1, 2)]), OrderedDict([(1, 2), (3, 4)]) == {3: 4, 1: 2}, list(reversed(OrderedDict(x=1, y=2).items())), OrderedDict(), o | {"z": 1}, OrderedDict.fromkeys("ab"))
for action in (lambda: o.move_to_end("zz"), lambda: OrderedDict().popitem(), lambda: o.pop("zz"), lambda: o.pop("zz", 5), lambda: OrderedDict({}, {}), lambda: o["zz"], lambda: o.setdefault("n", 1)):
    attempt(action)

q = deque([1, 2, 3], maxlen=3)
q.append(4)
q.appendleft(0)
q.rotate(1)
print(q, q.maxlen, deque("ab") + deque("c"), deque([1]) * 3, deque([1, 2], 1), q[0], q[-1], q.index(0), q.count(2), 2 in q, deque("ab") < deque("b"), deque([1]) == [1], q.copy(), reversed(deque("ab")).__next__(), deque([1], maxlen=None), deque([1], 0))
q.insert(1, "x") if len(q) < 3 else None
q.extendleft("xyz")
q.reverse()
print(q)
for action in (lambda: q.insert(0, 1), lambda: deque().pop(), lambda: deque().popleft(), lambda: q[5], lambda: q["a"], lambda: q[0:1], lambda: q.remove("none"), lambda: q.index("none"), lambda: q.index("z", 5), lambda: deque(5), lambda: deque([], -1), lambda: deque([], "a"), lambda: deque([], 1, 2), lambda: setattr(q, "maxlen", 5), lambda: deque("a") + "b", lambda: deque("a") * "b", lambda: q.rotate("a"), lambda: hash(q), lambda: deque("a") < "b", lambda: q.__setitem__(9, 1), lambda: q.__delitem__(9), lambda: deque("ab").__iadd__("cd"), lambda: deque("abc", 2).__imul__(2)):
    attempt(action)


class Users(UserDict):
    def __missing__(self, key): return f"missing {key}"
    def __setitem__(self, key, value): super().__setitem__(key.upper(), value)


users = Users({"a": 1}, b=2)
users.update(c=3)
print(users, users["zz"], users.get("zz"), "A" in users, users | {"d": 4}, type(users.copy()).__name__, users == {"A": 1, "B": 2, "C": 3}, users.pop("A"), len(users))
row, text = UserList([3, 1, 2]), UserString("abc")
row.sort()
print(row, row + [4], [0] + row, row[1:], type(row[1:]).__name__, row == [1, 2, 3], row < [2], row * 2, text + "d", "z" + text, text[1], text == "abc", text.upper(), type(text.upper()).__name__, "b" in text, text % () , hash(text) == hash("abc"), int(UserString("5")), list(map(str, text)))

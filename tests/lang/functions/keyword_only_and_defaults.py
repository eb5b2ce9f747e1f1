# zeal: 4 - many safepoints
"""Parameters of every kind together: binding order, defaults that change, keyword names that clash, ** with odd keys, messages in full."""
from lib.attempts import attempt


def every(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


attempt(every, 1, d=4)
attempt(every, 1, 2, 3, 4, 5, d=6)
attempt(every, 1, d=4, a=10, b=20)
attempt(every, 1, c=30, d=4)
attempt(every, 1, 2, 3, c=4, d=5)
attempt(every, d=4)
attempt(every, 1)
attempt(every)
attempt(every, a=1, d=2)
attempt(lambda: every(*[1], *[2, 3], d=4, **{"e": 6}, **{"f": 7}))
attempt(lambda: every(1, **{"d": 1}, **{"d": 2}))
attempt(lambda: every(1, d=1, **{"d": 2}))
attempt(lambda: every(1, **{5: 1}))
attempt(lambda: every(1, d=2, **{"with space": 1, "": 2}))
attempt(lambda: every(1, **5))
attempt(lambda: every(*5))
attempt(lambda: every(1, d=2, **[("a", 1)]))


def positional(a, b, /): return a, b
def keyword(*, x, y=1): return x, y
def plain(a, b): return a, b
def defaults(a, b=1, c=2): return a, b, c
def only_args(*args): return args
def only_kw(**kw): return kw
def nothing(): return "nothing"
def self_name(self, *, cls=None, **function): return self, cls, function


for function, arguments, keywords in (
    (positional, (1,), {"b": 2}), (positional, (), {"a": 1, "b": 2}), (positional, (1, 2, 3), {}), (positional, (1,), {}), (positional, (), {}), (positional, (1,), {"c": 2}),
    (keyword, (1,), {}), (keyword, (), {}), (keyword, (), {"y": 2}), (keyword, (), {"x": 1, "z": 2}), (keyword, (1, 2), {"x": 3}), (keyword, (1,), {"x": 3, "y": 4}),
    (plain, (1,), {}), (plain, (), {}), (plain, (1, 2, 3), {}), (plain, (1,), {"a": 2}), (plain, (1, 2), {"a": 3}), (plain, (), {"b": 1}), (plain, (1,), {"c": 2}), (plain, (1, 2, 3), {"c": 4}),
    (defaults, (), {}), (defaults, (1, 2, 3, 4), {}), (defaults, (), {"c": 1}), (defaults, (1,), {"d": 2}), (defaults, (1, 2, 3, 4, 5), {"a": 1}),
    (only_args, (), {"a": 1}), (only_args, (1, 2), {}), (only_kw, (1,), {}), (only_kw, (), {"self": 1, "kw": 2}), (nothing, (1,), {}), (nothing, (), {"a": 1}), (nothing, (1, 2), {"a": 1}), (self_name, (1,), {"self": 2}), (self_name, (1,), {"cls": 2, "function": 3}), (self_name, (), {"self": 5}),
):
    attempt(function, *arguments, **keywords) if "function" not in keywords and "action" not in keywords else print(function(*arguments, **keywords))


class Methods:
    def instance(self, a): return a
    @classmethod
    def klass(cls, a): return a
    @staticmethod
    def static(a): return a
    def no_self(): return "never"
    def __call__(self, a): return a
    def __init__(self, a=1): pass
    def __getitem__(self, a, b): return a
    def __len__(self, extra): return 1
    def __add__(self): return 1


instance = Methods()
for action in (lambda: instance.instance(), lambda: instance.instance(1, 2), lambda: Methods.instance(), lambda: Methods.instance(1), lambda: instance.klass(), lambda: Methods.klass(1, 2), lambda: instance.static(), lambda: instance.static(1, 2), lambda: instance.no_self(), lambda: Methods.no_self(), lambda: instance(), lambda: instance(1, 2), lambda: Methods(1, 2), lambda: Methods(b=1), lambda: instance[1], lambda: len(instance), lambda: instance + 1, lambda: instance.instance(self=1), lambda: instance.instance(b=1), lambda: (lambda x: x)(), lambda: (lambda x, y=1: x)(1, 2, 3), lambda: [f for f in [lambda q: q]][0]()):
    attempt(action)


def mutable(item, into=[]):
    into.append(item)
    return into


print(mutable(1), mutable(2), mutable.__defaults__)
mutable.__defaults__ = ("replaced",)
attempt(mutable, 1)
mutable.__defaults__ = None
attempt(mutable, 1)
mutable.__defaults__ = ([], [])
attempt(mutable)
keyword.__kwdefaults__ = {"x": "now", "y": "default"}
print(keyword(), keyword.__kwdefaults__)
keyword.__kwdefaults__ = None
attempt(keyword, x=1)
keyword.__kwdefaults__ = {"z": 1}
attempt(keyword, x=1)
for name, value in (("__defaults__", 5), ("__defaults__", [1]), ("__kwdefaults__", 5), ("__kwdefaults__", ()), ("__name__", 5), ("__qualname__", None), ("__code__", None)):
    attempt(setattr, plain, name, value)
plain.__name__ = "renamed"
plain.__qualname__ = "Some.where"
attempt(plain)
print(plain.__name__, repr(plain).split(" at ")[0])


def long_names(first_long_name, second_long_name, *, third_long_name, fourth_long_name): pass
def one_missing(a, *, b): pass
def three(a, b, c): pass


attempt(long_names)
attempt(long_names, 1)
attempt(long_names, 1, 2)
attempt(long_names, 1, 2, third_long_name=3)
attempt(one_missing, 1)
attempt(three)
attempt(three, 1)
attempt(three, c=1)
attempt(three, 1, 2, 3, 4)
attempt(long_names, 1, 2, 3, third_long_name=1, fourth_long_name=2)
attempt(long_names, 1, 2, 3, 4, 5)

# zeal: 20 - imports operator
"""The operator module: functions, in-place forms, getters with dots and several items, length hints, refusals."""
import operator as op
from lib.attempts import attempt


for name, arguments in (("add", (1, 2)), ("concat", ("a", "b")), ("concat", (1, 2)), ("concat", ([1], (2,))), ("contains", ([1], 1)), ("countOf", ([1, 1.0, True], 1)), ("indexOf", ("abc", "c")), ("indexOf", ("abc", "z")), ("delitem", ({}, 1)), ("getitem", ([1, 2], slice(0, 1))), ("setitem", ((), 0, 1)), ("truth", ([],)), ("not_", (0,)), ("is_", (None, None)), ("is_not", (1, None)), ("is_none", (None,)), ("is_not_none", (None,)), ("index", (True,)), ("index", (1.5,)), ("inv", (5,)), ("invert", ("a",)), ("lshift", (1, 3)), ("matmul", (1, 2)), ("mod", ("%s!", "x")), ("pos", (-1,)), ("neg", ("a",)), ("pow", (2, -1)), ("truediv", (1, 0)), ("floordiv", (7, 2)), ("xor", (5, 1)), ("abs", (-2,)), ("lt", (1, "a")), ("eq", (1, 1.0)), ("length_hint", ([1, 2],)), ("length_hint", (5,)), ("length_hint", (5, 7)), ("length_hint", (iter("abc"), 9)), ("length_hint", ([], "a")), ("call", (max, 1, 5)), ("call", (5,)), ("add", (1,)), ("iadd", (1, 2)), ("iconcat", ([1], "ab")), ("iconcat", (1, 2)), ("ior", ({1}, {2})), ("imul", ([1], 2)), ("ipow", (2, 3)), ("imatmul", (1, 2)), ("ilshift", (1, "a"))):
    print(name, end=" ")
    attempt(getattr(op, name), *arguments)

items = [1]
print(op.iadd(items, (2,)) is items, items, op.imul(items, 2) is items, items)


class Deep:
    def __init__(self): self.a = self; self.n = 5
    def f(self, *args, **kw): return args, kw


deep = Deep()
print(op.attrgetter("n")(deep), op.attrgetter("a.a.n", "n")(deep), op.itemgetter(1)("abc"), op.itemgetter(0, -1, slice(1))([1, 2, 3]), op.itemgetter("k")({"k": 1}), op.methodcaller("f", 1, k=2)(deep), op.methodcaller("upper")("a"))
print(op.attrgetter("a.n"), op.itemgetter(1, "x"), op.methodcaller("f", 1, k=[2]), op.itemgetter([1]), repr(op.attrgetter("x", "y.z")))
for action in (lambda: op.attrgetter(), lambda: op.attrgetter(5), lambda: op.attrgetter("a", 5), lambda: op.attrgetter("zz")(deep), lambda: op.attrgetter("n.zz")(deep), lambda: op.attrgetter("a..n")(deep), lambda: op.attrgetter("n")(), lambda: op.attrgetter("n")(deep, deep), lambda: op.attrgetter("n")(obj=deep), lambda: op.itemgetter(), lambda: op.itemgetter(0)([]), lambda: op.itemgetter(0, 5)([1])):
    attempt(action)


class Missing:
    def __getitem__(self, key): return ("got", key)
    def __getattr__(self, name): return ("attr", name)


print(op.itemgetter(1, ..., "a")(Missing()), op.attrgetter("q.__class__.__name__", "z")(Missing()), sorted([(1, "b"), (0, "c")], key=op.itemgetter(1)), list(map(op.attrgetter("real"), [1, 2.5, 1j])))
print(op.itemgetter(1) == op.itemgetter(1), callable(op.attrgetter("a")), op.__add__ is op.add, op.add.__module__, sum(map(op.mul, [1, 2], [3, 4])))
print(op.itemgetter(1, 2).__reduce__()[1], op.attrgetter("a", "b").__reduce__()[1], op.methodcaller("f", 1).__reduce__()[1], op.methodcaller("f", k=1).__reduce__()[0])

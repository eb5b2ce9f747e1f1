"""__new__ and __init__ of subclasses of builtins: which arguments each takes, results of other kinds, errors, immutables."""
def attempt(action):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)


class New:
    def __new__(cls, *args, **kw):
        print("new", args, kw, end="; ")
        return super().__new__(cls)
    def __init__(self, *args, **kw): print("init", args, kw, end="; ")


class OnlyNew:
    def __new__(cls, x): return super().__new__(cls)
class OnlyInit:
    def __init__(self, x): self.x = x
class Neither: pass
class NewPasses:
    def __new__(cls, x): return super().__new__(cls, x)
class InitPasses:
    def __init__(self, x): super().__init__(x)
class BothPass:
    def __new__(cls, x): return super().__new__(cls, x)
    def __init__(self, x): super().__init__(x)
class Other:
    def __new__(cls, x): return x
    def __init__(self, x): print("init of", type(self).__name__, end="; ")
class Returns:
    def __init__(self): return 5
class Static:
    __new__ = lambda cls: object.__new__(cls)
class NoneNew: __new__ = None
class NoneInit: __init__ = None
class Classm:
    @classmethod
    def __new__(cls, *args): return len(args), args[0] is cls


for action in (lambda: type(New(1, a=2)).__name__, lambda: type(OnlyNew(1)).__name__, lambda: OnlyNew(), lambda: OnlyNew(1, 2), lambda: OnlyInit(1).x, lambda: OnlyInit(), lambda: Neither(1), lambda: Neither(a=1), lambda: NewPasses(1), lambda: InitPasses(1), lambda: BothPass(1), lambda: Other(5), lambda: type(Other(Other.__new__(Other, object.__new__(Other)))).__name__, lambda: Returns(), lambda: type(Static()).__name__, lambda: NoneNew(), lambda: NoneInit(), lambda: Classm(1), lambda: object(1), lambda: object.__new__(), lambda: object.__new__(5), lambda: object.__new__(int), lambda: object.__new__(Neither, 1), lambda: object.__new__(OnlyInit, 1).__class__.__name__, lambda: object.__init__(Neither(), 1), lambda: object.__init__(OnlyNew(1), 1), lambda: int.__new__(), lambda: int.__new__(str), lambda: int.__new__(bool, 1), lambda: int.__new__(5), lambda: bool.__new__(int), lambda: str.__new__(int), lambda: dict.__new__(list), lambda: list.__new__(list, 1, 2, 3), lambda: tuple.__new__(tuple, 1), lambda: dict.__new__(dict, 1, 2, a=3), lambda: type.__new__(type), lambda: type.__new__(int, "a", (), {}), lambda: [].__init__("ab"), lambda: (5).__init__(1, 2), lambda: (1,).__init__(), lambda: "s".__init__("x", y=1), lambda: None.__class__(), lambda: None.__class__(1), lambda: type(...)() is ..., lambda: type(NotImplemented)(), lambda: type(NotImplemented)(1)):
    attempt(action)


class Celsius(float):
    def __new__(cls, value, unit="C"):
        self = super().__new__(cls, value)
        self.unit = unit
        return self
class Pair(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
class Upper(str):
    def __new__(cls, value, *rest): return super().__new__(cls, value.upper())
    def __init__(self, value, *rest): self.rest = rest
class Bag(list):
    def __init__(self, *items): super().__init__(items)
class InitOnly(int):
    def __init__(self, a, b): pass
class NewOnly(list):
    def __new__(cls, a, b): return super().__new__(cls)
class Kw(dict):
    def __init__(self, x, **kw): super().__init__(kw, x=x)
class Frozen(frozenset):
    def __new__(cls, *items): return super().__new__(cls, items)
class Bytes(bytes): pass
class Plain(int): pass


c = Celsius("1.5", unit="K")
for action in (lambda: (c, c.unit, c + 1, type(c + 1).__name__), lambda: Celsius(), lambda: Celsius(1, 2, 3), lambda: (Pair(1, 2), Pair(1, 2) == (1, 2), type(Pair(1, 2)[:]).__name__, type(Pair(1, 2) + ()).__name__), lambda: Pair((1, 2)), lambda: (Upper("ab", 1, 2), Upper("ab", 1).rest), lambda: Bag(1, 2, 3), lambda: InitOnly(1, 2), lambda: InitOnly(1), lambda: NewOnly(1, 2), lambda: NewOnly([1]), lambda: Kw(1, y=2), lambda: Kw(x=1, y=2), lambda: sorted(Frozen(1, 2, 1)), lambda: Bytes("é", "utf8"), lambda: Plain("7", base=8), lambda: Plain(x=1), lambda: list(a=1), lambda: type("L", (list,), {})(a=1), lambda: type("T", (tuple,), {})(a=1), lambda: type("F", (float,), {})(x=1), lambda: type("S", (set,), {})(a=1), lambda: type("Z", (frozenset,), {})(a=1), lambda: type("R", (reversed,), {})([1], a=1), lambda: type("E", (enumerate,), {"x": 1})("ab", start=5).x, lambda: next(type("Z", (zip,), {})([1], [2])), lambda: list(type("M", (map,), {})(str, [1])), lambda: bool.__subclasses__(), lambda: type("P", (property,), {"q": 1})(len).q, lambda: type("C", (classmethod,), {})(len).__func__ is len, lambda: type("S", (staticmethod,), {})(len)("abc"), lambda: type("X", (complex,), {})(1, 2), lambda: type("B", (bytearray,), {})(b"ab"), lambda: type("O", (super,), {})(int, 5).real, lambda: type("N", (type(print),), {}), lambda: type("Mod", (type(__builtins__),), {})("name").__name__):
    attempt(action)

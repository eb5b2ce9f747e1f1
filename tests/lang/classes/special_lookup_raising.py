"""Special methods whose descriptors raise: an AttributeError counts as a missing method where an object can do without it."""
import operator, math, sys
class Raising:
    def __init__(self, error): self.error = error
    def __get__(self, instance, owner): raise self.error
names = "__len__ __iter__ __call__ __add__ __radd__ __iadd__ __bool__ __getitem__ __setitem__ __delitem__ __contains__ __index__ __int__ __str__ __repr__ __format__ __enter__ __exit__ __aenter__ __aexit__ __eq__ __ne__ __lt__ __gt__ __le__ __ge__ __next__ __float__ __complex__ __reversed__ __neg__ __pow__ __rpow__ __ipow__ __divmod__ __rdivmod__ __hash__ __await__ __aiter__ __anext__ __abs__ __round__ __trunc__ __floor__ __ceil__ __bytes__ __dir__ __sizeof__ __length_hint__ __fspath__ __instancecheck__ __subclasscheck__ __get__ __set__ __delete__ __buffer__ __missing__ __reduce_ex__ __copy__ __deepcopy__ __invert__ __pos__".split()
def acts(b, k):
    import copy, os
    async def aw(): await b
    async def af():
        async for x in b: pass
    async def an():
        class A:
            def __aiter__(self): return b
        async for x in A(): pass
    async def wi():
        async with b: pass
    def run(c):
        try: c.send(None)
        finally: c.close()
    def iadd():
        x = b; x += 1; return x
    def ipow():
        x = b; x **= 1; return x
    def wit():
        with b: pass
    def fr():
        for x in b: pass
    def nx():
        class A:
            def __iter__(self): return b
        for x in A(): pass
    def getdes():
        class A: x = b
        return A.x is b
    def getdes2():
        class A: x = b
        return A().x is b
    def setdes():
        class A: x = b
        a = A(); a.x = 1; return a.__dict__
    def deldes():
        class A: x = b
        a = A(); a.__dict__["x"] = 2; del a.x; return a.__dict__
    def unp():
        a, c = b
    def setitem(): b[0] = 1
    def delitem(): del b[0]
    def setat(): b.zz = 1
    def delat(): del b.zz
    yield from {"len": lambda: len(b), "iter": lambda: iter(b), "call": lambda: b(), "add": lambda: b + 1, "radd": lambda: 1 + b, "iadd": iadd, "ipow": ipow, "pow": lambda: b ** 1, "pow3": lambda: pow(b, 1, 1), "rpow": lambda: 1 ** b, "rpow3": lambda: pow(1, b, 1), "divmod": lambda: divmod(b, 1), "rdivmod": lambda: divmod(1, b), "bool": lambda: bool(b), "not": lambda: not b, "item": lambda: b[0], "slice": lambda: b[0:1], "setitem": setitem, "delitem": delitem, "in": lambda: 1 in b, "notin": lambda: 1 not in b, "index": lambda: [1][b], "opindex": lambda: operator.index(b), "int": lambda: int(b), "str": lambda: str(b), "repr": lambda: repr(b), "format": lambda: f"{b}", "format2": lambda: format(b, "x"), "with": wit, "eq": lambda: b == 1, "ne": lambda: b != 1, "eqr": lambda: 1 == b, "lt": lambda: b < 1, "gt": lambda: 1 < b, "le": lambda: b <= 1, "ge": lambda: b >= 1, "next": lambda: next(b), "float": lambda: float(b), "complex": lambda: complex(b), "reversed": lambda: reversed(b), "neg": lambda: -b, "pos": lambda: +b, "inv": lambda: ~b, "hash": lambda: hash(b), "await": lambda: run(aw()), "afor": lambda: run(af()), "anext": lambda: run(an()), "awith": lambda: run(wi()), "abs": lambda: abs(b), "round": lambda: round(b), "trunc": lambda: math.trunc(b), "floor": lambda: math.floor(b), "ceil": lambda: math.ceil(b), "bytes": lambda: bytes(b), "bytes%": lambda: b"%b" % b, "dir": lambda: dir(b), "sizeof": lambda: sys.getsizeof(b), "fspath": lambda: os.fspath(b), "isinst": lambda: isinstance(1, b), "issub": lambda: issubclass(int, b), "for": fr, "fornext": nx, "getdes": getdes, "getdes2": getdes2, "setdes": setdes, "deldes": deldes, "unpack": unp, "setattr": setat, "delattr": delat, "getattr": lambda: b.zz, "memoryview": lambda: bytes(memoryview(b)), "list": lambda: list(b), "copy": lambda: copy.copy(b), "deepcopy": lambda: copy.deepcopy(b), "sorted": lambda: [b, b].sort(), "max": lambda: max(b, 1), "contains": lambda: operator.contains(b, 1), "countof": lambda: operator.countOf(b, 1), "aiter": lambda: aiter(b), "banext": lambda: anext(b), "yieldfrom": lambda: next((lambda: (yield from b))()), "star": lambda: [*b], "starstar": lambda: {**b}, "print": lambda: "%s %r" % (b, 1), "set": lambda: {b}, "dictmissing": lambda: b["x"]}.items()
import re
def show(x): return re.sub(r" at 0x[0-9a-f]+|0x[0-9a-f]+", "", object.__repr__(x) if not isinstance(x, (int, str, bool, list, type(None))) else str(x))[:70]
for error in (AttributeError("hidden"), ValueError("hidden"), TypeError("hid")):
  for base in (object,):
    kind = type("Kind", (base,), {n: Raising(error) for n in names})
    b = kind()
    for n, a in acts(b, kind):
        try: r = show(a())
        except Exception as e: r = type(e).__name__ + " " + str(e)
        print(type(error).__name__, n, r)

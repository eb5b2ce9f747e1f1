# __slots__ of classes derived from module
from types import ModuleType
class Mo(ModuleType):
    __slots__ = ("q",)
m = Mo("x")
m.q = 3
m.free = 4
print(m.q, m.free, "q" in m.__dict__, m.__dict__["free"], m.__name__)
del m.q
try: m.q
except AttributeError as e: print(type(e).__name__)
class Sub(Mo):
    __slots__ = ("r",)
class Free(Mo): pass
for kind in (Sub, Free):
    s = kind("y"); s.q = 1; s.r = 2; s.other = 3
    print(kind.__name__, s.q, s.r, sorted(k for k in s.__dict__ if k[0] != "_"))
    try: s.missing
    except AttributeError as e: print(e)
class Empty(ModuleType): __slots__ = ()
e = Empty("e"); e.anything = 1
print(e.anything, e.__dict__["anything"])

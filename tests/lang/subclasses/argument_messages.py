from lib.attempts import attempt
import types, weakref
class A: pass
a = A()
attempt(types.CellType, 1, 2)
attempt(lambda: b"abc".__buffer__())
attempt(weakref.ref, a, callback=None)
attempt(lambda: setattr(list[int], "__args__", 1))
attempt(lambda: setattr(list[int], "__origin__", 1))
attempt(lambda: setattr(int | str, "__args__", 1))

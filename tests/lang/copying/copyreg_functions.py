# zeal: 4 - imports copyreg
"""copyreg and object.__reduce_ex__: what each protocol answers for each kind of class, slot names, extension codes, refusals."""
import copyreg
from lib.attempts import attempt


class Plain:
    pass


class Slots:
    __slots__ = ("a", "__private", "__dict__")


class SlotsOnly:
    __slots__ = ("x",)


class Derived(SlotsOnly):
    __slots__ = ("y", "__weakref__")


class Text(str):
    pass


class List(list):
    pass


class Dict(dict):
    pass


class Getstate:
    def __getstate__(self): return "mine"


class Args:
    def __new__(cls, *args): return super().__new__(cls)
    def __getnewargs__(self): return (1, 2)


plain = Plain()
plain.field = 1
slots = Slots()
slots.a, slots.d = 1, 2
slots._Slots__private = 3
derived = Derived()
derived.x, derived.y = 1, 2


def show(value):
    for protocol in (0, 1, 2, 4):
        try:
            answer = value.__reduce_ex__(protocol)
            parts = [getattr(part, "__name__", part) for part in answer]
            parts[1] = tuple(getattr(part, "__name__", part) for part in parts[1])
            parts[3:] = [None if part is None else list(part) for part in parts[3:]]
            print(protocol, parts)
        except Exception as error:
            print(protocol, type(error).__name__, error)


show(plain)
show(Plain())
show(slots)
show(derived)
show(SlotsOnly())
show(Text("abc"))
show(List([1, 2]))
show(Dict(a=1))
show(Getstate())
show(Args())
show(type("Int", (int,), {})(5))
show(object())
print(copyreg._slotnames(Slots), copyreg._slotnames(Derived), copyreg._slotnames(Plain), Slots.__slotnames__)
print(derived.__getstate__(), slots.__getstate__(), Plain().__getstate__(), plain.__getstate__(), SlotsOnly().__getstate__(), Text("a").__getstate__())
attempt(object().__reduce_ex__)
attempt(object().__reduce_ex__, "a")
attempt(object().__reduce__, 1)
attempt(lambda: plain.__reduce__()[0].__name__)
attempt(copyreg.constructor, 5)
attempt(copyreg.add_extension, "module", "name", 0)
attempt(copyreg.add_extension, "module", "name", 2**31)
copyreg.add_extension("module", "name", 240)
copyreg.add_extension("module", "name", 240)
attempt(copyreg.add_extension, "module", "name", 241)
attempt(copyreg.add_extension, "other", "name", 240)
attempt(copyreg.remove_extension, "module", "name", 241)
copyreg.remove_extension("module", "name", 240)
attempt(copyreg.remove_extension, "module", "name", 240)
print(copyreg.__newobj__(Plain).__class__.__name__, copyreg.__newobj_ex__(Text, ("q",), {}), copyreg._reconstructor(Text, str, "r"), type(copyreg._reconstructor(Plain, object, None)).__name__)
attempt(copyreg.__newobj__)
attempt(lambda: type("Bad", (), {"__getnewargs__": lambda self: [1]})().__reduce_ex__(2))
attempt(lambda: type("Bad", (), {"__getnewargs_ex__": lambda self: 5})().__reduce_ex__(2))
attempt(lambda: type("Bad", (), {"__getnewargs_ex__": lambda self: (1, 2, 3)})().__reduce_ex__(2))
attempt(lambda: type("Bad", (), {"__getnewargs_ex__": lambda self: ([], {})})().__reduce_ex__(2))
attempt(lambda: type("Bad", (), {"__getnewargs_ex__": lambda self: ((), [])})().__reduce_ex__(2))

"""Small builtins: callable, id, hash, any, all, bin and friends, globals, help's absence, input's refusals, repr and ascii of odd objects."""
import builtins
import sys
from lib.attempts import attempt


class Callable:
    __call__ = None


class Getattr:
    def __getattr__(self, name): return lambda: "found"


class Truth:
    def __init__(self, value): self.value = value
    def __bool__(self):
        print(f"asked {self.value}", end=" ")
        return self.value


print([callable(value) for value in (len, int, lambda: 1, Callable(), Callable, Getattr(), 5, None, type("C", (), {"__call__": lambda s: 1})(), print.__call__, staticmethod(1), classmethod(len), property())])
instance = type("I", (), {})()
instance.__call__ = lambda: 1
print(callable(instance), any([]), all([]), any([0, "", None]), all([1, "a", [0]]), any(Truth(value) for value in (False, True, True)), all([Truth(True), Truth(False), Truth(True)]))
for action in (lambda: any(5), lambda: all(), lambda: any([], []), lambda: any([Getattr().__class__, 1 // 0]), lambda: callable(), lambda: id(), lambda: hash(), lambda: len(), lambda: len(1, 2), lambda: len(object=[]), lambda: repr(), lambda: chr("a"), lambda: chr(1.5), lambda: chr(2**70), lambda: ord(5), lambda: ord([1]), lambda: bin("1"), lambda: hex(1.5), lambda: oct(), lambda: abs([]), lambda: globals(1), lambda: iter(), lambda: input(1, 2), lambda: format(1, 2), lambda: isinstance(1), lambda: isinstance(1, "int"), lambda: issubclass(1, int), lambda: issubclass(int, 1), lambda: isinstance(1, (int, 5)), lambda: isinstance("a", (int, 5)), lambda: isinstance(1, ((), (str, (int,)))), lambda: divmod(1), lambda: round(), lambda: sum(), lambda: exec(), lambda: memoryview(), lambda: bool(1, 2), lambda: bool(x=1), lambda: object(1), lambda: str(1, 2, 3, 4), lambda: str(5, encoding="x"), lambda: list(1, 2), lambda: complex("a"), lambda: slice(), lambda: super(), lambda: property(1, 2, 3, 4, 5), lambda: NotImplemented(), lambda: Ellipsis(1), lambda: type(None)(1), lambda: bool(NotImplemented), lambda: not NotImplemented):
    attempt(action)


class Repr:
    def __init__(self, answer): self.answer = answer
    def __repr__(self):
        if isinstance(self.answer, Exception): raise self.answer
        return self.answer


class Str(str):
    pass


for answer in ("plain", "é\n\ud800", Str("sub"), ValueError("inside")):
    for function in (repr, ascii, str, lambda value: f"{value!r}", lambda value: f"{value}", lambda value: "%r" % value, lambda value: [value].__repr__(), format):
        try:
            print(ascii(function(Repr(answer))), end="; ")
        except Exception as error:
            print(type(error).__name__, error, end="; ")
    print()
print(type(repr(Repr(Str("sub")))).__name__, type(str(Repr(Str("sub")))).__name__, type(str(Str("x"))).__name__, type(Str("x").__str__()).__name__, type(f"{Str('x')}").__name__, type("".join([Str("x")])).__name__, type(format(Str("x"))).__name__, type(Str("x")[:]).__name__, type("%s" % Str("x")).__name__)
print(id(None) == id(None), id([]) != 0, hash("a") == hash("a"), hash(True), builtins.len is len, sys.modules["builtins"] is builtins, __builtins__ is builtins, builtins.__name__, builtins.__debug__, len(builtins.__doc__) > 5)
builtins.custom_name = "visible everywhere"
print(custom_name, "custom_name" in globals())
del builtins.custom_name
attempt(lambda: custom_name)
len = lambda value: "shadowed"
print(len([]), builtins.len([1]))
del len
print(len([1, 2]))
attempt(lambda: __build_class__(5, "name"))
attempt(lambda: __build_class__(lambda: None, 5))
attempt(lambda: __build_class__(lambda: None, "Built").__name__)
attempt(lambda: __build_class__(len, "Built"))
sys.breakpointhook = lambda *a, **k: ("hook", a, k)
print(breakpoint(1, key=2))
sys.breakpointhook = 5
attempt(breakpoint)
del sys.breakpointhook
attempt(breakpoint)
sys.breakpointhook = sys.__breakpointhook__
attempt(input)


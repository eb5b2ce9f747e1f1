# zeal: 8 - many safepoints
"""object itself: every method called directly, on odd receivers, with wrong arguments; what plain objects can and cannot do."""
from lib.attempts import attempt


class Plain:
    pass


class Slotted:
    __slots__ = ("x",)


plain, slotted, bare = Plain(), Slotted(), object()
print(sorted(name for name in dir(object)), object.__base__, object.__bases__, object.__mro__, object.__module__, object.__dict__["__class__"].__class__.__name__, object.__flags__ & 1 << 10 != 0, object.__basicsize__ > 0, object.__itemsize__, object.__dictoffset__, object.__weakrefoffset__, object.__text_signature__)
for action in (lambda: object(1), lambda: object(a=1), lambda: object.__new__(), lambda: object.__new__(5), lambda: object.__new__(int), lambda: object.__new__(Plain, 1), lambda: object.__new__(Plain).__class__, lambda: object.__init__(plain), lambda: object.__init__(plain, 1), lambda: object.__init__(), lambda: Plain(1), lambda: Plain(a=1), lambda: plain.__init__(1), lambda: object.__eq__(plain, plain), lambda: object.__eq__(plain, 5), lambda: object.__ne__(plain, 5), lambda: object.__ne__(plain, plain), lambda: object.__eq__(1, 1.0), lambda: object.__eq__(1, 1), lambda: object.__lt__(plain, plain), lambda: object.__eq__(plain), lambda: plain < plain, lambda: plain + plain, lambda: plain(), lambda: plain[0], lambda: len(plain), lambda: iter(plain), lambda: plain.x, lambda: bare.x, lambda: setattr(bare, "x", 1), lambda: setattr(slotted, "y", 1), lambda: slotted.x, lambda: delattr(slotted, "x"), lambda: delattr(plain, "x"), lambda: object.__getattribute__(plain, "nothing"), lambda: object.__getattribute__(plain, 5), lambda: object.__getattribute__(plain), lambda: object.__setattr__(plain, "a", 1) or plain.a, lambda: object.__setattr__(int, "a", 1), lambda: object.__setattr__(Plain, "a", 1), lambda: object.__setattr__(plain, 5, 1), lambda: object.__delattr__(plain, "a"), lambda: object.__delattr__(plain, "a"), lambda: object.__delattr__(Plain, "a"), lambda: object.__repr__(5).split(" at ")[0], lambda: object.__str__(5), lambda: object.__repr__(Plain).split(" at ")[0], lambda: object.__str__(plain).split(" at ")[0], lambda: object.__hash__(plain) == hash(plain), lambda: object.__format__(plain, "x"), lambda: object.__dir__(plain)[:0], lambda: type(object.__dir__(5)).__name__, lambda: object.__sizeof__(plain) > 0, lambda: object.__reduce__(plain)[0].__name__, lambda: object.__reduce_ex__(plain, 4)[0].__name__, lambda: object.__getstate__(plain), lambda: object.__subclasshook__(), lambda: object.__subclasshook__(int), lambda: object.__init_subclass__(), lambda: object.__init_subclass__(a=1), lambda: object.__init_subclass__(1), lambda: setattr(object, "x", 1), lambda: delattr(object, "__eq__"), lambda: object[int], lambda: object | int, lambda: object < object, lambda: type("Sub", (object, object), {}), lambda: object.__class__, lambda: setattr(plain, "__class__", Slotted), lambda: setattr(plain, "__class__", int), lambda: setattr(plain, "__class__", 5), lambda: setattr(bare, "__class__", Plain), lambda: setattr(5, "__class__", bool), lambda: delattr(plain, "__class__"), lambda: setattr(plain, "__dict__", {"z": 1}) or plain.z, lambda: setattr(plain, "__dict__", []), lambda: delattr(plain, "__dict__") or vars(plain), lambda: setattr(plain, "__weakref__", 1), lambda: plain.__weakref__, lambda: plain.__doc__, lambda: plain.__module__, lambda: bare.__dict__, lambda: slotted.__dict__, lambda: setattr(plain, "__doc__", "mine") or plain.__doc__, lambda: plain.__eq__.__self__ is plain, lambda: object.__eq__.__name__, lambda: object().__eq__.__name__, lambda: object.__new__.__self__, lambda: plain == plain and not plain != plain, lambda: bool(bare), lambda: hash(bare) == hash(bare), lambda: bare in [bare], lambda: bare == object()):
    attempt(action)


class NewOnly:
    def __new__(cls, *arguments): return super().__new__(cls)


class InitOnly:
    def __init__(self, *arguments): pass


class Both:
    def __new__(cls, *arguments): return super().__new__(cls)
    def __init__(self, *arguments): super().__init__()


class PassesNew:
    def __new__(cls, *arguments): return super().__new__(cls, *arguments)


class PassesInit:
    def __init__(self, *arguments): super().__init__(*arguments)


class PassesBoth:
    def __new__(cls, *arguments): return super().__new__(cls, *arguments)
    def __init__(self, *arguments): super().__init__(*arguments)


for kind in (NewOnly, InitOnly, Both, PassesNew, PassesInit, PassesBoth):
    attempt(lambda: type(kind(1)).__name__)
    attempt(lambda: type(kind()).__name__)
    attempt(lambda: type(object.__new__(kind, 1)).__name__)
    attempt(lambda: object.__init__(object.__new__(kind), 1))


class Returns:
    def __new__(cls, answer): return answer
    def __init__(self, *arguments): print("init", end=" ")


class InitReturns:
    def __init__(self, answer): self.answer = answer
    def __new__(cls, answer): return super().__new__(cls)
    def __bool__(self): return True


print(Returns(5), Returns(None), type(Returns(object.__new__(Returns))).__name__)
attempt(lambda: type("Bad", (), {"__init__": lambda self: 5})())
attempt(lambda: type("Bad", (), {"__init__": None})())
attempt(lambda: type("Bad", (), {"__new__": None})())
attempt(lambda: type("Bad", (), {"__new__": lambda: 1})())
print(Plain() == Plain(), Plain() != Plain(), Plain().__eq__(5), Plain().__ne__(5), {Plain: 1}[Plain], Plain().__hash__() == 0, InitReturns(5).answer)

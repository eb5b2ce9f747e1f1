# zeal: 8 - many safepoints
"""Methods of builtin types as objects: slot wrappers, method descriptors, class methods, getset and member descriptors, bound forms."""
import types
from lib.attempts import attempt


class Slots:
    __slots__ = ("x",)


samples = {
    "wrapper_descriptor": int.__add__, "method-wrapper": (1).__add__, "method_descriptor": str.upper, "bound builtin": "a".upper, "classmethod_descriptor": dict.__dict__["fromkeys"], "bound classmethod": dict.fromkeys, "getset": type.__dict__["__mro__"], "member": Slots.x, "builtin function": len, "type slot": type.__call__, "new": int.__new__,
}
for name, sample in samples.items():
    print(name, type(sample).__name__, getattr(sample, "__name__", "-"), getattr(sample, "__qualname__", "-"), getattr(getattr(sample, "__objclass__", None), "__name__", "-"), getattr(sample, "__self__", "-") if not isinstance(getattr(sample, "__self__", "-"), types.ModuleType) else "module", getattr(sample, "__module__", "-"), callable(sample), getattr(sample, "__text_signature__", "-"), repr(sample).split(" at 0x")[0])
for action in (lambda: str.upper(), lambda: str.upper(5), lambda: str.upper("a", 1), lambda: str.upper("a", k=1), lambda: int.__add__(1), lambda: int.__add__("a", 1), lambda: int.__add__(), lambda: int.__add__(1, 2, 3), lambda: int.__add__(1, x=2), lambda: (1).__add__(), lambda: (1).__add__("a"), lambda: dict.__dict__["fromkeys"].__get__(None, dict)("a"), lambda: dict.__dict__["fromkeys"].__get__({}, None)("a"), lambda: dict.__dict__["fromkeys"].__get__(None, None), lambda: str.upper.__get__("a")(), lambda: str.upper.__get__("a", str)(), lambda: str.upper.__get__(None, str) is str.upper, lambda: str.upper.__get__(5), lambda: str.upper.__get__(), lambda: str.upper.__get__(None), lambda: str.upper.__get__(None, None), lambda: type.__dict__["__mro__"].__get__(int), lambda: type.__dict__["__mro__"].__get__(5), lambda: type.__dict__["__mro__"].__set__(int, 5), lambda: Slots.x.__get__(Slots()), lambda: Slots.x.__get__(5), lambda: Slots.x.__set__(5, 1), lambda: Slots.x.__delete__(Slots()), lambda: Slots.x.__get__(None, Slots) is Slots.x, lambda: len.__get__(5), lambda: len.__self__.__name__, lambda: setattr(str.upper, "x", 1), lambda: setattr(len, "__doc__", 1), lambda: str.upper.nothing, lambda: type(str.upper)(), lambda: type(len)(), lambda: type(int.__add__)(), lambda: "a".upper.__self__, lambda: "a".upper.__call__(), lambda: str.upper.__call__("b"), lambda: "a".upper == "a".upper, lambda: [].append == [].append, lambda: (lambda l: l.append == l.append)([]), lambda: (1).__add__ == (1).__add__, lambda: (1).__add__ == (2).__add__, lambda: hash("a".upper) == hash("a".upper), lambda: str.upper is str.upper, lambda: {str.upper: 1}[str.upper], lambda: str.upper < str.lower, lambda: int.__add__ is int.__add__, lambda: type("S", (str,), {}).upper is str.upper, lambda: type("S", (str,), {})("q").upper(), lambda: int.__new__.__name__, lambda: int.__new__(), lambda: int.__new__(5), lambda: int.__new__(str), lambda: list.__init__([1], "ab"), lambda: list.__init__(5), lambda: list.__getitem__([1], 0), lambda: list.__len__(()), lambda: object.__init__.__objclass__, lambda: bool.__repr__(True), lambda: int.__repr__(True), lambda: dict.__contains__({1: 2}, 1), lambda: dict.get({1: 2}, 1), lambda: float.__round__(1.5), lambda: type.__repr__(int), lambda: type.__repr__(5), lambda: type.mro(int), lambda: type.mro(5), lambda: str.join(",", "ab"), lambda: str.join(5, "ab"), lambda: str.maketrans("a", "b"), lambda: str().maketrans("a", "b"), lambda: bytes.fromhex("00"), lambda: int.from_bytes.__self__, lambda: float.fromhex.__name__, lambda: dict.fromkeys.__self__):
    attempt(action)


class Derived(int):
    def __add__(self, other): return ("derived", int.__add__(self, other))


print(Derived(1) + 2, int.__add__(Derived(1), 2), Derived.__add__.__class__.__name__, Derived.__sub__ is int.__sub__, super(Derived, Derived(5)).__add__(1), Derived.__dict__.keys() >= {"__add__"}, int.__dict__["__add__"].__get__(5)(6))
for value in (len, str.upper, "a".upper, int.__add__, (1).__add__, type.__dict__["__mro__"], Slots.x):
    print(isinstance(value, (types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType, types.MethodWrapperType, types.GetSetDescriptorType, types.MemberDescriptorType)), [hasattr(value, name) for name in ("__get__", "__set__", "__delete__", "__call__", "__doc__")])

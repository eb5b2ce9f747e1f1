"""Special methods are looked up on the type: instance attributes, __getattr__ and descriptors that are (not) asked."""
from lib.attempts import attempt


class Empty:
    def __getattr__(self, name):
        asked.append(name)
        raise AttributeError(name)


class Raising:
    def __init__(self, error): self.error = error
    def __get__(self, instance, owner): raise self.error


class Returns:
    def __init__(self, value): self.value = value
    def __get__(self, instance, owner):
        asked.append((type(instance).__name__, owner.__name__))
        return self.value


asked = []
empty = Empty()
for name, action in {
    "len": lambda: len(empty), "iter": lambda: iter(empty), "call": lambda: empty(), "add": lambda: empty + 1, "eq": lambda: empty == 1,
    "contains": lambda: 1 in empty, "getitem": lambda: empty[0], "setitem": lambda: empty.__class__.__setitem__, "bool": lambda: bool(empty),
    "int": lambda: int(empty), "float": lambda: float(empty), "index": lambda: [1][empty], "with": lambda: exec("with empty: pass", globals()),
    "await": lambda: empty.__class__.__await__, "reversed": lambda: reversed(empty), "format": lambda: f"{empty:x}", "bytes": lambda: bytes(empty),
    "round": lambda: round(empty), "divmod": lambda: divmod(empty, 1), "abs": lambda: abs(empty), "neg": lambda: -empty, "next": lambda: next(empty),
    "complex": lambda: complex(empty), "hex": lambda: hex(empty), "del": lambda: exec("del empty[0]", globals()), "iadd": lambda: exec("empty += 1", globals()), "matmul": lambda: empty @ 1, "pow": lambda: pow(empty, 2, 3), "star": lambda: [*empty], "double star": lambda: dict(**empty), "unpack": lambda: exec("a, b = empty", globals()), "dir": lambda: len(dir(empty)) > 0, "hash": lambda: hash(empty) == hash(empty), "set name": lambda: None,
}.items():
    asked.clear()
    try:
        result = action()
        print(name, result, asked)
    except Exception as error:
        print(name, type(error).__name__, error, asked)

for name in ("__len__", "__iter__", "__call__", "__add__", "__bool__", "__getitem__", "__enter__", "__str__", "__eq__", "__hash__", "__contains__", "__index__"):
    setattr(empty, name, lambda *arguments: "instance attribute")
asked.clear()
for action in (lambda: len(empty), lambda: empty(), lambda: empty + 1, lambda: bool(empty), lambda: empty[0], lambda: str(empty)[:15], lambda: empty == 2, lambda: empty.__len__(), lambda: empty.__eq__(1)):
    attempt(action)

for error in (ValueError("seen"), TypeError("type")):
    kind = type("Kind", (), {name: Raising(error) for name in ("__len__", "__iter__", "__call__", "__add__", "__radd__", "__bool__", "__getitem__", "__contains__", "__index__", "__str__", "__format__", "__enter__", "__exit__", "__eq__", "__next__", "__float__", "__reversed__", "__neg__")})
    broken = kind()
    for action in (lambda: len(broken), lambda: iter(broken), lambda: broken(), lambda: broken + 1, lambda: 1 + broken, lambda: bool(broken), lambda: broken[0], lambda: 1 in broken, lambda: [1][broken], lambda: str(broken), lambda: f"{broken}", lambda: exec("with broken: pass", globals()), lambda: broken == 1, lambda: next(broken), lambda: float(broken), lambda: reversed(broken), lambda: -broken):
        attempt(action)

asked.clear()
kind = type("Made", (), {"__len__": Returns(lambda: 3), "__call__": Returns(lambda *a: ("called", a)), "__iter__": Returns(lambda: iter("ab")), "__eq__": Returns(lambda other: "equal"), "__getitem__": Returns(lambda key: key), "__enter__": Returns(lambda: "entered"), "__exit__": Returns(lambda *a: None)})
made = kind()
print(len(made), made(1), list(made), made == 1, made[5], asked)
asked.clear()
with made as value:
    print(value, asked)

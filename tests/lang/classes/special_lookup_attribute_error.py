from lib.attempts import attempt
class Raising:
    def __init__(self, error): self.error = error
    def __get__(self, instance, owner): raise self.error
kind = type("Kind", (), {name: Raising(AttributeError("hidden")) for name in ("__len__", "__iter__", "__call__", "__add__", "__radd__", "__bool__", "__getitem__", "__contains__", "__index__", "__str__", "__format__", "__enter__", "__exit__", "__eq__", "__next__", "__float__", "__reversed__", "__neg__")})
broken = kind()
for name, action in {"len": lambda: len(broken), "iter": lambda: iter(broken), "call": lambda: broken(), "add": lambda: broken + 1, "radd": lambda: 1 + broken, "bool": lambda: bool(broken), "item": lambda: broken[0], "in": lambda: 1 in broken, "index": lambda: [1][broken], "str": lambda: str(broken), "format": lambda: f"{broken}", "with": lambda: exec("with broken: pass", globals()), "eq": lambda: broken == 1, "next": lambda: next(broken), "float": lambda: float(broken), "reversed": lambda: reversed(broken), "neg": lambda: -broken}.items():
    print(name, end=" ")
    attempt(action)

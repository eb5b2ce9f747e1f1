"""Functions as objects: code, closure, name, doc, dict, module, builtins; what may be set and what is refused."""
from lib.attempts import attempt


def make():
    free = 1

    def inner(a, b=2, *args, c=3, **kw):
        "Doc."
        return free, a, b
    return inner


def other(a): return "other", a


f = make()
print(f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__dict__, f.__closure__[0].cell_contents, f.__type_params__, f.__annotations__, f.__builtins__["len"] is len, f.__globals__ is globals())
c = f.__code__
print(c.co_name, c.co_qualname, c.co_varnames, c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_freevars, c.co_cellvars, c.co_nlocals, c.co_flags & 0x1F, c.co_consts[:1])
f.note = [1]
print(f.note, f.__dict__, vars(f))
for name, value in (("__name__", 5), ("__qualname__", None), ("__code__", 5), ("__code__", other.__code__), ("__closure__", None), ("__globals__", {}), ("__dict__", 5), ("__dict__", {"a": 1}), ("__doc__", 5), ("__module__", None), ("__name__", "renamed"), ("__qualname__", "Q.renamed"), ("__builtins__", {}), ("__type_params__", 5), ("__type_params__", (1,)), ("__annotations__", 5), ("__annotations__", {"x": 1})):
    attempt(setattr, f, name, value)
for name in ("__name__", "__code__", "__closure__", "__doc__", "__module__", "__dict__", "__qualname__", "note", "__annotations__", "__type_params__", "__globals__", "__defaults__"):
    attempt(delattr, f, name)
print(repr(f).split(" at ")[0], f.__name__, f.__doc__, f.__module__, f.__annotations__)
g = lambda a: ("g", a)
g.__code__ = other.__code__
print(g(1), g.__name__, repr(g).split(" at ")[0])
g.__code__ = (lambda: "no arguments").__code__
print(g())
cell = f.__closure__[0]
cell.cell_contents = "changed"
print(f(1, 2))
del cell.cell_contents
attempt(f, 1, 2)
attempt(lambda: cell.cell_contents)
print(repr(cell).split(" at ")[0], repr(cell).endswith("empty>"))
Cell, Function = type(cell), type(f)
print(Cell(1) == Cell(1), Cell(1) < Cell(2), Cell() < Cell(0), Cell() == Cell(), Cell(1) == 1)
attempt(Function)
attempt(Function, 5, {})
attempt(Function, c, {})
attempt(Function, c, {}, "n", None, ())
attempt(Function, c, {}, "n", None, (1,))
attempt(Function, c, {}, "n", 5, (Cell(1),))
attempt(Function, c, {}, 5, None, (Cell(1),))
attempt(Function, other.__code__, {}, None, None, (Cell(1),))
attempt(Function, other.__code__, 5)
made = Function(c, {"__name__": "elsewhere"}, "made", ("dflt",), (Cell("cell"),), {"c": 1})
print(made("a", "b"), made.__name__, made.__module__, made.__kwdefaults__, made.__qualname__)
m = f.__get__([1], list)
print(type(m).__name__, m.__self__, m.__func__ is f, m.__name__, m.__doc__, m == f.__get__([1], list), f.__get__(None, list) is f)
attempt(setattr, m, "x", 1)
attempt(lambda: f.__get__(None, None))
attempt(lambda: f.__get__(None))
attempt(lambda: type("F", (Function,), {}))
attempt(lambda: type(m)(f))
attempt(lambda: type(m)(5, 1))
attempt(lambda: type(m)(f, None))
attempt(lambda: hash(m) == hash(f.__get__(m.__self__)))
attempt(lambda: type(m)(len, "abc")())
print(make().__code__ is make().__code__, make() == make(), make.__code__.co_consts[1].co_name if hasattr(make.__code__.co_consts[1], "co_name") else "")

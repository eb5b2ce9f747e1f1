"""Code objects: names, cells, flags, positions of arguments, nested constants, comparison, replace; nothing about instructions."""
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


def outer(a, /, b, *rest, c=1, **others):
    """doc"""
    local = a
    def inner():
        nonlocal local
        local += b
        return undefined_global.attribute
    return inner


async def coroutine(): pass
async def async_generator(): yield
def generator(): yield


code = outer.__code__
inner = outer(1, 2).__code__
print(code.co_name, code.co_qualname, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals, code.co_varnames, code.co_cellvars, code.co_freevars, code.co_firstlineno)
print(inner.co_name, inner.co_qualname, inner.co_varnames, inner.co_cellvars, inner.co_freevars, inner in code.co_consts)
for function in (outer, outer(1, 2), coroutine, async_generator, generator, lambda *a: a, lambda **k: k, lambda: 0):
    flags = function.__code__.co_flags
    print(function.__code__.co_name, [name for bit, name in ((1, "optimized"), (2, "newlocals"), (4, "varargs"), (8, "varkeywords"), (16, "nested"), (32, "generator"), (128, "coroutine"), (256, "iterable"), (512, "async generator"), (0x4000000, "docstring"), (0x8000000, "method")) if flags & bit])


class Holder:
    x = 1
    def method(self): return __class__
    lambda_ = lambda self: 1


print(Holder.method.__code__.co_qualname, Holder.method.__code__.co_freevars, Holder.lambda_.__code__.co_qualname, Holder.method.__code__.co_flags & 0x8000000 != 0)
module = compile("x = 1\ndef f(): pass\nclass C: pass\n[y for y in z]", "file name", "exec")
print(module.co_name, module.co_qualname, module.co_filename, module.co_firstlineno, module.co_names, module.co_varnames, module.co_flags & 3, [constant.co_name for constant in module.co_consts if hasattr(constant, "co_name")])


def make(value): return lambda: value


print(make(1).__code__ is make(2).__code__, compile("a + 1", "f", "eval") == compile("a + 1", "f", "eval"), compile("a + 1", "f", "eval") == compile("a + 1", "g", "eval"), compile("1", "f", "eval") == compile("1.0", "f", "eval"), compile("0.0", "", "eval") == compile("-0.0", "", "eval"), compile("True", "", "eval") == compile("1", "", "eval"))
print(hash(compile("a", "f", "eval")) == hash(compile("a", "f", "eval")), compile("a", "f", "eval") != 5, len({compile("a", "f", "eval"), compile("a", "f", "eval")}))
attempt(lambda: code < code)
replaced = code.replace(co_name="renamed", co_filename="elsewhere", co_firstlineno=100)
print(replaced.co_name, replaced.co_filename, replaced.co_firstlineno, replaced == code, code.replace() == code, replaced.co_qualname)
attempt(code.replace, co_name=5)
attempt(code.replace, nothing=5)
attempt(code.replace, 5)
attempt(code.replace, co_argcount=-1)
attempt(code.replace, co_varnames=[])
attempt(code.replace, co_consts=5)
attempt(setattr, code, "new", "x")
attempt(type(code))
attempt(lambda: type("Code", (type(code),), {}))


def target(x, y=2): return (x, y)


def other(p, q): return (q, p)


target.__code__ = other.__code__
print(target(1), target.__name__, target.__code__.co_name)
attempt(setattr, target, "__code__", outer(1, 2).__code__)
attempt(setattr, target, "__code__", 5)
attempt(delattr, target, "__code__")
lines = [(line, start is not None) for start, end, line in target.__code__.co_lines()]
print(sorted({line - target.__code__.co_firstlineno for line, _ in lines if line is not None}))
positions = list(compile("value = (first +\n    second)", "p", "exec").co_positions())
print(all(len(position) == 4 for position in positions), {(1, 2, 8, 11)} & set(positions), {(1, 1, 9, 14)} <= set(positions), {(2, 2, 4, 10)} <= set(positions))
print(eval(code.replace(co_name="x").co_consts[0] and "code.co_consts[0]"), type(code.co_code).__name__, type(code.co_linetable).__name__, code.co_stacksize > 0, code._varname_from_oparg(0))

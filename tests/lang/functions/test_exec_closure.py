"""exec and eval of code with free variables."""
import types


def outer():
    n, m = 1, 2

    def inner():
        print("inner", n, m)
        return n + m

    return inner


inner = outer()
code = inner.__code__
for arguments in [
    "code",
    "code, {}, {}, closure=()",
    "code, closure=inner.__closure__[:1]",
    "code, closure=list(inner.__closure__)",
    "code, closure=(1, 2)",
    "'1', closure=inner.__closure__",
    "compile('1', 'c', 'exec'), closure=inner.__closure__",
    "code, closure=inner.__closure__",
    "code, {'print': print}, closure=(types.CellType(5), types.CellType(6))",
]:
    try:
        print(eval(f"exec({arguments})"))
    except Exception as error:
        print(arguments, type(error).__name__, error)
try:
    eval(code)
except TypeError as error:
    print(error)

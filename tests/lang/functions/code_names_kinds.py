"""co_names: globals, attributes and names of namespaces, not variables of the code or of those around it."""
import types


def outer(a, b):
    x = a

    def reads():
        return x + unknown + a.attribute

    def writes():
        nonlocal x
        x = b
        del x

    def late():
        try:
            return y
        except NameError as error:
            return error

    y = 1
    del y
    class Inner:
        inside = x
        __private = 1
        def method(self):
            return self.__private, __class__, [b for c in "a"]
    return reads, writes, late, Inner


for function in outer(1, 2)[:3]:
    print(function.__name__, function.__code__.co_names, function.__code__.co_varnames, function.__code__.co_freevars, function.__code__.co_cellvars)
print(outer.__code__.co_names)
for constant in outer.__code__.co_consts:
    if isinstance(constant, types.CodeType) and constant.co_name == "Inner":
        print([name for name in constant.co_names if name in ("a", "x", "inside", "_Inner__private", "b")], constant.co_freevars)
        print([inner.co_names for inner in constant.co_consts if isinstance(inner, types.CodeType) and inner.co_name == "method"])
reads, writes, late, inner = outer(3, 4)
print(repr(late()), late().name if hasattr(late(), "name") else "")
for again in range(2):
    try:
        print(writes(), inner.inside)
    except NameError as error:
        print(type(error).__name__, error)
try:
    reads()
except NameError as error:
    print(type(error).__name__, error, error.name)


def unbound():
    print(later)
    later = 1


try:
    unbound()
except UnboundLocalError as error:
    print(error, error.name)


def remade(x):
    def inner():
        return x, later
    return inner


made = remade(5)
code = made.__code__
copy = types.CodeType(code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_nlocals, code.co_stacksize, code.co_flags, code.co_code, code.co_consts, code.co_names, code.co_varnames, code.co_filename, code.co_name, code.co_qualname, code.co_firstlineno, code.co_linetable, code.co_exceptiontable, code.co_freevars, code.co_cellvars)
later = 6
print(copy == code, types.FunctionType(copy, globals(), "made", None, made.__closure__)())
print(types.FunctionType(code.replace(co_names=("again",)), globals(), "made", None, made.__closure__)())

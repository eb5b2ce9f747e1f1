def documented(a, b: int = 1, *args: "rest", c=2, **kwargs) -> str:
    "The docstring."
    return "result"


print(documented.__name__, documented.__qualname__, documented.__module__, documented.__doc__)
print(documented.__defaults__, documented.__kwdefaults__)
print(documented.__code__.co_argcount, documented.__code__.co_kwonlyargcount, documented.__code__.co_posonlyargcount)
print(documented.__code__.co_varnames, documented.__code__.co_name, documented.__code__.co_firstlineno)
print(documented.__annotations__)
documented.tag = 5
print(documented.tag)
del documented.tag
print(hasattr(documented, "tag"))
documented.__name__ = "renamed"
documented.__doc__ = None
print(documented.__name__, documented.__qualname__, documented.__doc__)
print(documented.__globals__ is globals())
try:
    documented.__name__ = 1
except TypeError as error:
    print(error)
try:
    documented.__code__ = 1
except TypeError as error:
    print(error)


def other():
    return "other"


def target():
    return "target"


target.__code__ = other.__code__
print(target(), target.__name__)

print((lambda: 0).__name__, (lambda: 0).__qualname__)


def outer():
    def inner():
        pass

    class Local:
        def method(self):
            pass

    return inner, Local


inner, Local = outer()
print(inner.__qualname__, Local.__qualname__, Local.method.__qualname__, Local.__name__)
print(repr(inner).startswith("<function outer.<locals>.inner at 0x"), repr(len), type(inner), type(len))
print(callable(inner), callable(Local), callable(Local()), callable(1))


class Methods:
    def method(self):
        return self


m = Methods()
bound = m.method
print(bound() is m, bound.__self__ is m, bound.__func__ is Methods.method, bound.__name__, type(bound))
print(m.method == m.method, m.method is m.method, hash(m.method) == hash(m.method), m.method == Methods().method)
try:
    bound.tag = 1
except AttributeError as error:
    print(error)


# Decorators: applied from the inside out, evaluated from the top down.
def mark(text):
    print("make", text)

    def decorate(function):
        print("apply", text)
        return lambda *args: (text, function(*args))

    return decorate


@mark("outer")
@mark("inner")
def decorated(x):
    return x


print(decorated(1))


@str
class Named:
    pass


print(Named)

registry = {}


@lambda f: registry.setdefault(f.__name__, f)
def registered():
    return "yes"


print(registry["registered"]())


def returns_nothing():
    1


print(returns_nothing())


def early(n):
    if n:
        return
    return n


print(early(0), early(1))
print((lambda *a, **k: (a, k))(1, x=2), (lambda x, y=2: x + y)(1))
print([f(3) for f in [lambda x: x, lambda x: x * x, (lambda n: lambda x: x + n)(10)]])


# Scopes through exec and eval.
space = {"x": 1}
exec("y = x + 1\ndef f(): return y * 10", space)
print(space["y"], space["f"](), eval("x + y", space), eval("z", {"z": 3}))


def local_names(a):
    b = 2
    return sorted(locals().items())


print(local_names(1), eval("[a for a in range(3)]"))

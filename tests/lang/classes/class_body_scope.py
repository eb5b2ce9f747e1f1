"""Class bodies: names, comprehensions, mangling, __class__, __qualname__, conditional definitions, what becomes of the namespace."""
import sys

x = "global"


class C:
    print(__name__, __qualname__, sorted(locals()), __module__)
    y = x
    x = "class"
    z = x
    later = lambda: x
    inside = [i for i in [x]]
    across = [x for i in "a"]
    condition = [i for i in "ab" if x == "global"]
    nested = [[x, i] for i in [x]]
    lazy = list(i + x for i in x)[:1]
    locals()["through"] = 5

    class Inner:
        seen = x

        def f(self): return x

        class Deep: name = __qualname__

    if z:
        def chosen(self): return "if"
    else:
        def chosen(self): return "else"
    for n in range(2):
        exec(f"loop{n} = n")
    try:
        raise KeyError
    except KeyError as e:
        caught = 1
    with_default = (lambda a=x: a)()
    del y
    __private = 1
    def get(self): return self.__private, self._C__private, __class__.__name__
    def names(self, __arg=2, *__args, **__kw): return sorted(locals())
    import sys as __sys
    here = sys._getframe().f_code.co_name, sys._getframe().f_back.f_code.co_name


print(C.z, C.later(), C.inside, C.across, C.condition, C.nested, C.lazy, C.through, C.Inner.seen, C.Inner().f(), C.Inner.Deep.name)
print(C().chosen(), C.loop0, C.loop1, C.n, hasattr(C, "e"), C.with_default, hasattr(C, "y"), C().get(), C().names(), C._C__sys is sys, C.here)
print([k for k in vars(C) if not k.startswith("__")], C.__firstlineno__, C.__static_attributes__)


class __Under:
    __a = 1
    def f(self): return __Under, self.__b
    def __mangled(self): pass
    __dunder__ = 2
    def g(self): self.__c, self.d, self.e.f = 1, 2, 3


class ___: __a = 1
class _Lead: __a = 1
print(sorted(k for k in vars(__Under) if "Under" in k), [k for k in vars(___) if k.endswith("a")], [k for k in vars(_Lead) if k.endswith("a")], __Under.__static_attributes__ == ("__c", "d") or sorted(__Under.__static_attributes__))
try:
    __Under().f()
except NameError as error:
    print(error)


class Q:
    __qualname__ = "Renamed.Q"
    __doc__ = "set"
    __module__ = "mod"
    def f(self): pass


print(Q.__qualname__, Q.__name__, Q.__module__, Q.__doc__, Q.f.__qualname__, "__qualname__" in vars(Q))
for body in ("__qualname__ = 5", "__slots__ = 5", "return 1", "yield 1", "await x", "nonlocal q", "break", "super()", "__class__", "__class__ = 5", "[(yield) for i in x]", "del __module__", "__name__ = 'n'", "__dict__ = 5", "__bases__ = ()", "__mro__ = ()", "__new__ = 5", "__classcell__ = 1\n def f(self): __class__", "del __qualname__"):
    try:
        exec(f"class T:\n {body}\nprint({body!r}, T.__name__)")
    except Exception as error:
        print(repr(body), type(error).__name__, error)

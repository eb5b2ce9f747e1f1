"""Private names: which are mangled in a class, and which are not."""
def g(*a, **k): return k
class A:
    def f(self): return g(__x=1, **g(__y=2)), g(*(), __z=1), g("a", __w=1, __v__=2)
    class B(metaclass=type("M", (type,), {"__new__": lambda c, n, b, d, **k: print(k) or type.__new__(c, n, b, d), "__init__": lambda s, *a, **k: None}), __q=1): pass
    try:
        class C(__q=1): pass
    except TypeError as e: print(e)
    @staticmethod
    def h(__p=1, *, __k=2): return __p, __k
print(A().f(), A.h.__code__.co_varnames, A.h.__kwdefaults__)
class P:
    def __init__(self): self.__dict__["__x"] = 1; self.__dict__["_P__x"] = 2
    def m(self):
        match self:
            case P(__x=v): print("kw", v)
        import sys as __s
        global __g
        __g = 1
        def __f(): pass
        try: 1/0
        except Exception as __e: pass
        for __i in (): pass
        with open("/dev/null") as __w: pass
        match [1, {"a": 1, "b": 2}]:
            case [__a, {"a": 1, **__r}] as __b: pass
        match [1, 2]:
            case [1, *__rest]: pass
        __t: int = 1
        (__walrus := 1)
        [__c for __c in ()]
        lambda __l: __l
        def gen[__T](x: __T) -> __T: pass
        type __A[__U] = __U
        print(sorted(k for k in locals() if "__" in k), gen.__type_params__, __A, __A.__type_params__, gen.__name__, __f.__name__, __f.__qualname__)
        del __t
        from os import path as __path, sep
        class __K: __z = 1
        print(__K.__name__, __K.__qualname__, [k for k in vars(__K) if "z" in k])
        return f"{__walrus=}"
print(P().m(), [g for g in globals() if "__g" in g])

# _abc, and abstract classes
import _abc


def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))


class Meta(type):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        _abc._abc_init(cls)
        return cls
    def register(cls, subclass): return _abc._abc_register(cls, subclass)
    def __instancecheck__(cls, instance): return _abc._abc_instancecheck(cls, instance)
    def __subclasscheck__(cls, subclass): return _abc._abc_subclasscheck(cls, subclass)


def abstract(f):
    f.__isabstractmethod__ = True
    return f


class A(metaclass=Meta):
    @abstract
    def f(self): pass
    @abstract
    def g(self): pass


class B(A):
    def f(self): pass


class C(B):
    def g(self): pass


print(sorted(A.__abstractmethods__), sorted(B.__abstractmethods__), sorted(C.__abstractmethods__))
t(lambda: A()); t(lambda: B()); t(lambda: type(C()).__name__); t(lambda: type.__abstractmethods__); t(lambda: int.__abstractmethods__); t(lambda: object.__new__(A))
class D: pass
class E(D): pass
print(issubclass(D, A), isinstance(D(), A)); token = _abc.get_cache_token(); print(A.register(D) is D, _abc.get_cache_token() != token); print(issubclass(D, A), issubclass(E, A), isinstance(E(), A), isinstance(1, A), issubclass(D, B))
t(lambda: A.register(1)); t(lambda: C.register(A)); t(lambda: _abc._abc_subclasscheck(A, 1)); t(lambda: issubclass(1, A)); print(A.register(D) is D)
class Hook(metaclass=Meta):
    @classmethod
    def __subclasshook__(cls, c):
        return True if hasattr(c, "spam") else NotImplemented if c is not str else False
class Spam: spam = 1
print(issubclass(Spam, Hook), isinstance(Spam(), Hook), issubclass(str, Hook), issubclass(int, Hook))
class BadHook(metaclass=Meta):
    @classmethod
    def __subclasshook__(cls, c): return 5
t(lambda: issubclass(int, BadHook))
registry, cache, negative, version = _abc._get_dump(A); print({r().__name__ for r in registry}, type(version).__name__); _abc._reset_registry(A); _abc._reset_caches(A); print(issubclass(D, A), [len(s) for s in _abc._get_dump(A)[:3]])
class Lie:
    @property
    def __class__(self): return C
print(isinstance(Lie(), A)); C.__abstractmethods__ = frozenset(["x"]); t(lambda: C()); del C.__abstractmethods__; t(lambda: type(C()).__name__); t(lambda: C.__abstractmethods__)
class Seq(metaclass=Meta): __abc_tpflags__ = 1 << 5
class Mine(Seq):
    def __len__(self): return 2
    def __getitem__(self, i): return [][9] if i >= len(self) else i
class Other:
    def __len__(self): return 1
    def __getitem__(self, i): return [][9] if i >= len(self) else i
Seq.register(Other)
def shape(x):
    match x:
        case [a]: return ("one", a)
        case [a, b]: return ("two", a, b)
    return None
print(shape(Mine()), shape(Other()), shape("ab"))
for i in range(300): A.register(type("T", (), {}))
print(len(_abc._get_dump(A)[0]) <= 300, object.__subclasshook__(int))

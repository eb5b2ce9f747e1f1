"""__call__: looked up on the type, metaclass calls, callables that are not functions, bound forms, errors."""
def attempt(action):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)


class C:
    def __call__(self, *args, **kw): return "called", args, kw
class OnInstance:
    def __init__(self): self.__call__ = lambda: "never"
class Static:
    __call__ = staticmethod(lambda *args: ("static", len(args)))
class Cls:
    __call__ = classmethod(lambda cls, *args: (cls.__name__, args))
class Nested:
    __call__ = C()
class NoneCall: __call__ = None
class Prop:
    @property
    def __call__(self): return lambda *a: ("from property", a)
class Meta(type):
    def __call__(cls, *args, **kw):
        if args and args[0] == "skip": return "skipped"
        made = super().__call__(*args, **kw)
        made.after = True
        return made
class Made(metaclass=Meta):
    def __init__(self, x=0): self.x = x
class Descriptor:
    def __get__(self, obj, owner): return lambda *a: ("descriptor", obj is not None, a)
class UsesDescriptor: __call__ = Descriptor()


c = C()
for action in (lambda: c(), lambda: c(1, *[2], k=3, **{"m": 4}), lambda: C.__call__(c, 5), lambda: c.__call__(6), lambda: OnInstance()(), lambda: OnInstance().__call__(), lambda: Static()(1), lambda: Cls()(1, 2), lambda: Nested()(7), lambda: NoneCall()(), lambda: Prop()(8), lambda: Made("skip"), lambda: (Made(5).x, Made(5).after), lambda: UsesDescriptor()(9), lambda: Made.__call__(3).x, lambda: type.__call__(Made, 4).x, lambda: hasattr(type.__call__(Made, 4), "after"), lambda: type.__call__(type, 5), lambda: type.__call__(5), lambda: object()(), lambda: (5)(), lambda: "s"(), lambda: None(), lambda: [](), lambda: (1, 2)(3), lambda: {}(), lambda: NotImplemented(), lambda: ...()):
    attempt(action)
print([callable(x) for x in (c, C, len, OnInstance(), NoneCall(), 5, lambda: 0, Prop(), [].append, type, Static())])
C.__call__ = lambda self: "replaced"
print(c())
del C.__call__
attempt(c)
print(callable(c))
c.__call__ = len
attempt(lambda: c("abc"))


class Chain:
    def __init__(self, depth=0): self.depth = depth
    def __call__(self): return Chain(self.depth + 1)
    def __getitem__(self, i): return self.__class__(i)
    def __getattr__(self, name): return lambda *a: (name, a, self.depth)


print(Chain()()()[10]().anything(1), Chain()[5].x(*"ab"))
class Deep:
    def __call__(self, n): return self(n - 1) + 1 if n else 0
print(Deep()(50))
bound = C.__init_subclass__
class M2(type):
    def __new__(m, name, bases, ns): return super().__new__(m, name, bases, ns)
    def __init__(cls, *args): cls.initialised = len(args)
    def __getattr__(cls, name): return f"meta {name}"
X = M2("X", (), {})
print(X.initialised, X.anything, M2.__call__(M2, "Y", (), {"z": 1}).z)
attempt(lambda: X().anything)
attempt(lambda: sorted([3, 1], key=C))
attempt(lambda: list(map(5, [1])))
attempt(lambda: list(filter(5, [1])))
attempt(lambda: sorted([3, 1, 2], key=Deep()))
attempt(lambda: max([1, 2], key=[].append))
attempt(lambda: list(map(Made, [1]))[0].after)

# What constructors do with arguments that are not theirs: those that leave them to __init__, those that count or keep them.
import collections
import contextvars
import functools
import io
import threading
import types


def show(made):
    try:
        result = made()
    except Exception as error:
        print(type(error).__name__, error)
        return
    # Where only an address is shown, the type is enough.
    has_text = not isinstance(result, (property, classmethod, staticmethod))
    print(type(result).__name__, result if has_text else "")


class A:
    pass


class B:
    def __init__(self, *a, **k):
        self.a = a, k


class C:
    def __new__(cls, *a, **k):
        return object.__new__(cls)


class D:
    def __new__(cls, *a, **k):
        return object.__new__(cls, *a, **k)


class E(Exception):
    def __init__(self, x, *, y=1):
        self.y = y


class L(list):
    def __init__(self, *a, **k):
        super().__init__(a)


class S(set):
    def __new__(cls, *a, k=1):
        return super().__new__(cls, *a, k=k)

    def __init__(self, *a, k=1):
        super().__init__(a)


for made in (
    lambda: object(1),
    lambda: object(x=1),
    lambda: A(1),
    lambda: A(x=1),
    lambda: B(1, x=2).a,
    lambda: C(1, 2) and 1,
    lambda: D(1),
    lambda: D() and 2,
    lambda: object.__new__(),
    lambda: object.__new__(1),
    lambda: object.__new__(int),
    lambda: object.__new__(A, 1),
    lambda: object.__new__(B, 1).__class__.__name__,
    lambda: object.__new__(C, 1),
    lambda: list.__new__(list, 1, 2, k=3),
    lambda: list.__new__(L, 1),
    lambda: list.__new__(),
    lambda: list.__new__(set),
    lambda: list.__new__(3),
    lambda: set.__new__(set, [1]),
    lambda: S(1, 2, k=3),
    lambda: dict.__new__(dict, 1, 2, 3),
    lambda: dict.__new__(),
    lambda: list(1, 2),
    lambda: list(a=1),
    lambda: set(a=1),
    lambda: dict(1, 2),
    lambda: collections.deque.__new__(collections.deque, 5),
    lambda: collections.deque(1),
    lambda: collections.defaultdict.__new__(collections.defaultdict, 1),
    lambda: collections.defaultdict(1),
    lambda: collections.OrderedDict.__new__(collections.OrderedDict, 9),
    lambda: property.__new__(property, 1, 2, 3, 4, 5, 6),
    lambda: classmethod.__new__(classmethod),
    lambda: classmethod(),
    lambda: staticmethod(1, 2),
    lambda: types.SimpleNamespace.__new__(types.SimpleNamespace, 1, a=2),
    lambda: types.ModuleType.__new__(types.ModuleType, 1),
    lambda: types.ModuleType(),
    lambda: BaseException.__new__(ValueError, 1, 2).args,
    lambda: BaseException.__new__(ValueError, 1, a=2).args,
    lambda: ValueError(1, a=2),
    lambda: E(1, y=3).args,
    lambda: E(1).args,
    lambda: BaseException.__new__(),
    lambda: BaseException.__new__(3),
    lambda: BaseException.__new__(int),
    lambda: OSError(2, "x"),
    lambda: OSError(2),
    lambda: OSError(2, "x", "f", None, "g", "h").args,
    lambda: FileNotFoundError(13, "y"),
    lambda: OSError(),
    lambda: OSError(a=1),
    lambda: ExceptionGroup("a"),
    lambda: ExceptionGroup("a", []),
    lambda: ExceptionGroup("a", [ValueError(1)]),
    lambda: type.__new__(type),
    lambda: type.__new__(type, "a", (), {}),
    lambda: type(1, 2),
    lambda: contextvars.Context(1),
    lambda: contextvars.Token(),
    lambda: io.StringIO.__new__(io.StringIO, 1, 2, 3) and 1,
    lambda: io.BytesIO.__new__(io.BytesIO, 1) and 1,
    lambda: threading.local(1),
    lambda: functools.partial.__new__(functools.partial),
    lambda: bytearray.__new__(bytearray, 5),
    lambda: StopIteration.__new__(StopIteration, 1, 2).args,
    lambda: KeyError(1, k=2),
    lambda: SystemExit(1, 2).args,
    lambda: ImportError(name="x"),
    lambda: ImportError(1, foo="x"),
    lambda: object.__new__(A, x=1),
    lambda: object.__new__(A) and 1,
):
    show(made)

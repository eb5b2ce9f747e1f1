"""Which metaclass a class gets: derived ones win, conflicts, callables, __mro_entries__, bases that are refused."""
from lib.attempts import attempt


class M(type): pass
class N(type): pass
class MN(M, N): pass
class A(metaclass=M): pass
class B(metaclass=N): pass
class C(metaclass=MN): pass
class Plain: pass


def make(*bases, **kw):
    class Made(*bases, **kw): pass
    return type(Made).__name__, [b.__name__ for b in Made.__bases__]


attempt(make, A)
attempt(make, A, B)
attempt(make, A, B, metaclass=MN)
attempt(make, A, C)
attempt(make, A, B, C)
attempt(make, A, metaclass=type)
attempt(make, A, metaclass=N)
attempt(make, C, metaclass=M)
attempt(make, Plain, metaclass=M)
attempt(make, metaclass=lambda *a: type(*a))
attempt(make, A, metaclass=lambda *a: M(*a))
attempt(make, metaclass=5)
attempt(make, metaclass=None)
attempt(make, metaclass=object)
attempt(make, A, A)
attempt(make, object, A)
attempt(make, A, Plain, A)
attempt(make, int, str)
attempt(make, int, list)
attempt(make, bool)
attempt(make, type(None))
attempt(make, type(...))
attempt(make, type(lambda: 0))
attempt(make, slice)
attempt(make, range)
attempt(make, memoryview)
attempt(make, 5)
attempt(make, "x")
attempt(make, None)
attempt(make, len)
attempt(make, int, object)
attempt(make, Exception, OSError)
attempt(make, OSError, Exception)
attempt(make, Exception, dict)
attempt(make, KeyError, OSError)
attempt(make, type, object)


class Entry:
    def __init__(self, *entries): self.entries = entries
    def __mro_entries__(self, bases):
        print("entries of", len(bases))
        return self.entries


attempt(make, Entry(A, Plain))
attempt(make, Entry())
attempt(make, Entry(A), Entry(C))
attempt(make, Entry(A), B)
attempt(make, Entry(5))
attempt(lambda: type("X", (Entry(A),), {}))
class Odd:
    def __mro_entries__(self, bases): return [A]
attempt(make, Odd())
X = Entry(A)
class O(X, Plain): pass
print(O.__bases__ == (A, Plain), O.__orig_bases__ == (X, Plain), hasattr(A, "__orig_bases__"))
for args in ((), (1,), ("a",), ("a", (), {}, 1), ("a", 5, {}), ("a", (), 5), (5, (), {}), ("a\0b", (), {}), ("a", (int, str), {}), ("a", (), {1: 2}), ("", (), {}), ("a", (), {"__qualname__": 5}), ("a", (), {"__slots__": "x", "x": 1}), ("a", (), {"__classcell__": 5})):
    attempt(lambda: type(*args).__name__)

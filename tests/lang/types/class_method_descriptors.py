"""Class methods of builtin types called by their descriptors."""
from lib.attempts import attempt
fk = dict.__dict__["fromkeys"]
fb = int.__dict__["from_bytes"]
fh = bytes.__dict__["fromhex"]
class D(dict): pass
class F:
    def __new__(cls): return {}
for d, own in ((fk, dict), (fb, int), (fh, bytes), (float.__dict__["fromhex"], float), (object.__dict__["__init_subclass__"], object), (object.__dict__["__subclasshook__"], object)):
    print(type(d), repr(d), d.__name__, d.__qualname__, d.__objclass__)
    for a in ((), (own,), (F,), (5,), (type,), (own, b"ab"), (own, own)):
        try: print(d(*a) if d.__name__ not in ("__init_subclass__", "__subclasshook__") else type(d(*a)))
        except Exception as e: print(a, type(e).__name__, e)
    for a in ((None,), (None, own), (None, F), (own(), ), (own(), own), (own(), None), (F(), None), (5, None), (5,), (None, None), ()):
        try: print(d.__get__(*a).__self__)
        except Exception as e: print(type(e).__name__, e)
attempt(fk, D, "ab")
attempt(lambda: type(fk(D, "ab")))
attempt(fk, D, "ab", 1)
attempt(fk, D, "ab", 1, 2)
attempt(fk, D, "ab", x=1)

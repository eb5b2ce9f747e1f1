"""Who asks an iterable for its length before iterating over it, and who does not."""
class Hinted:
    def __init__(self, hint): self.hint = hint
    def __iter__(self): return iter((1, 2))

    def __length_hint__(self):
        print("asked", end=" ")
        return self.hint


class Sized:
    def __iter__(self):
        print("iter", end=" ")
        return iter((1, 2))

    def __len__(self):
        print("len", end=" ")
        return 2


class Derived(list):
    __iter__, __len__ = Sized.__iter__, Sized.__len__


def attempt(name, action):
    try:
        print(name, end=" ")
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


for hint in (1 << 70, True, 1.5):
    attempt(repr(hint), lambda: list(Hinted(hint)))
for source in (Hinted(2), Sized(), Derived()):
    print(type(source).__name__)
    for function in (list, tuple, bytes, bytearray, set, sorted, dict.fromkeys, [].extend, bytearray().extend):
        attempt(function.__name__, lambda: function(source))
    attempt("list display", lambda: [0, *source])
    attempt("tuple display", lambda: (*source,))
    attempt("set display", lambda: {*source})
    attempt("only argument", lambda: max(*source))
    attempt("second argument", lambda: max(0, *source))
    attempt("slice", lambda: [0].__setitem__(slice(0, 0), source))
    attempt("join", lambda: "".join(source))
    attempt("unpacked", lambda: (lambda: [(a, b) for a, *b in [source]])())

# zeal-args: 20
# Special methods, attributes and super() while a class and its bases change: nobody finds an older one than was there when it began.
from lib.crew import rounds, together

N = rounds(1500)


class Root:
    level = 0

    def __len__(self):
        return 0

    def number(self):
        return 0


class Middle(Root):
    pass


class Leaf(Middle):
    def number(self):
        return super().number()


told = [0]


def constant(value):
    return lambda self: value


def change():
    """Gives the root, and now and then the class between, methods that answer ever higher numbers."""
    for value in range(1, N + 1):
        owner = Middle if value % 3 == 0 else Root
        other = Root if owner is Middle else Middle
        for name, method in (("__len__", constant(value)), ("number", constant(value)), ("level", value)):
            setattr(owner, name, method)
        if owner is Root:
            for name in ("__len__", "number", "level"):
                if name in vars(Middle):
                    delattr(Middle, name)
        told[0] = value
    told[0] = -1


def watch(ask):
    """The number of answers that were older than what had been told before the question, or newer than could be."""
    leaf, wrong, asked = Leaf(), 0, 0
    while (before := told[0]) >= 0:
        answer = ask(leaf)
        after = told[0]
        asked += 1
        # The class between is taken away after the root has its own: for a moment the root's shows, which may be one step ahead.
        wrong += answer < before or (after >= 0 and answer > after + 1)
    return wrong, ask(leaf) == N


results = together(
    change,
    lambda: watch(len),
    lambda: watch(lambda leaf: leaf.number()),
    lambda: watch(lambda leaf: getattr(leaf, "level")),
)
print(results[1:])


# A special method that comes and goes: a call finds it or says that there is none, and what comes last is what is found.
class Changing:
    pass


def toggle():
    for value in range(N):
        Changing.__call__ = constant(value)
        Changing.__bool__ = lambda self: False
        Changing.__len__ = Changing.__getitem__ = Changing.__next__ = lambda self, *key: 1
        del Changing.__call__
        del Changing.__bool__
        del Changing.__len__, Changing.__getitem__, Changing.__next__
    Changing.__call__ = constant("last")
    told[0] = 0


OTHERS = [
    (len, ["object of type 'Changing' has no len()"]),
    (lambda thing: thing[0], ["'Changing' object is not subscriptable"]),
    (next, ["'Changing' object is not an iterator"]),
]


def call():
    thing, seen = Changing(), -1
    while told[0] < 0:
        try:
            answer = thing()
        except TypeError as error:
            assert str(error) == "'Changing' object is not callable", error
        else:
            if answer == "last":
                break
            assert answer >= seen, (answer, seen)
            seen = answer
        assert bool(thing) in (False, True)
        for action, refusals in OTHERS:
            try:
                assert action(thing) == 1
            except TypeError as error:
                assert str(error) in refusals, error
    return thing()


told[0] = -1
print(together(toggle, call, call)[1:])

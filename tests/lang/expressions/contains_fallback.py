"""in: __contains__, then __iter__, then __getitem__; truth of answers, identity first, errors."""
from lib.attempts import attempt

log = []


class Contains:
    def __init__(self, answer):
        self.answer = answer

    def __contains__(self, item):
        log.append(item)
        return self.answer

    def __iter__(self):
        log.append("never")


class Iterates:
    def __iter__(self):
        for i in range(5):
            log.append(i)
            yield i


class Items:
    def __getitem__(self, i):
        log.append(i)
        if i > 3:
            raise IndexError
        return i * 10


class Refuses(Iterates):
    __contains__ = None


class Neither:
    pass


class NoIter(Items):
    __iter__ = iter = 5


class Odd:
    def __eq__(self, other):
        log.append(f"eq {other}")
        return other == 3


def tried(item, container):
    log.clear()
    for negate in (False, True):
        try:
            result = item not in container if negate else item in container
        except Exception as error:
            result = f"{type(error).__name__} {error}"
        print("not in" if negate else "in", result, log)


for answer in (1, 0, "yes", "", [], None):
    tried("item", Contains(answer))
tried(1, Contains(type("B", (), {"__bool__": lambda self: 1 / 0})()))
tried(2, Iterates())
tried(9, Iterates())
tried(20, Items())
tried(25, Items())
tried(1, Refuses())
tried(1, Neither())
tried(1, 5)
tried(1, None)
tried(1, NoIter())
tried(Odd(), [1, 2, 3, 4])
tried(Odd(), (1, 2))
tried(Odd(), Iterates())
tried(Odd(), range(5))
tried(Odd(), {1: 2}.values())
tried(Odd(), iter([1, 3, 4]))
for item, container in ((1, "a"), ("", "abc"), ("bc", "abc"), (98, b"abc"), (b"bc", b"abc"), (300, b"abc"), ("a", b"abc"), (None, b"a"), (1.0, range(3)), (1.5, range(3)), ("1", range(3)), (True, range(2)),
                        (2**70, range(2**71)), ([], {}), ([], set()), ({1}, {frozenset({1})}), (1, {1: 0}.keys()), ((1, 0), {1: 0}.items()), ([1, 0], {1: 0}.items()), (1, {1: 0}.items()), (b"a", bytearray(b"ab")), (97, memoryview(b"a"))):
    attempt(lambda: (item in container, item not in container))
it = iter(range(6))
print(3 in it, list(it), 3 in it)

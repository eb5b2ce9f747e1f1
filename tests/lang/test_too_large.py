"""What no machine can hold is refused before any of it is made."""
import sys


def attempt(what):
    try:
        return what()
    except (MemoryError, OverflowError) as error:
        return type(error).__name__


class Hints:
    def __init__(self, hint): self.hint, self.left = hint, 2
    def __iter__(self): return self
    def __length_hint__(self): return self.hint

    def __next__(self):
        if not self.left: raise StopIteration
        self.left -= 1
        return self.left


for hint in (0, 1, 2 ** 20, sys.maxsize - 3, sys.maxsize):
    print(hint, attempt(lambda: list(Hints(hint))), attempt(lambda: [1, 2, 3, 4].extend(Hints(hint))), attempt(lambda: [1, *Hints(hint)]))
items = [1, 2, 3, 4]
items.extend(Hints(sys.maxsize))
items += Hints(sys.maxsize)
print(items)
huge = range(2 ** 60)
print(attempt(lambda: list(huge)), attempt(lambda: [].extend(huge)), attempt(lambda: sorted(huge)), attempt(lambda: [*huge]))
text, raw = "ab" * 2 ** 20, b"ab" * 2 ** 20
print(attempt(lambda: text.replace("a", "b" * 2 ** 28)), attempt(lambda: raw.replace(b"a", b"b" * 2 ** 28)), attempt(lambda: text.replace("", "b" * 2 ** 28)))
print(len(text.replace("a", "b" * 2 ** 10, 2)), text.replace("a", "ccc", 1)[:5], ("a" * 9).replace("a", "bb") == "b" * 18)
for width in (2 ** 60, 2 ** 62):
    print(attempt(lambda: "a".ljust(width)), attempt(lambda: "a".rjust(width)), attempt(lambda: "a".center(width)), attempt(lambda: "a".zfill(width)))
print(attempt(lambda: "a".ljust(2 ** 63)), attempt(lambda: b"a".ljust(2 ** 62)), attempt(lambda: [0] * 2 ** 60), attempt(lambda: (0,) * 2 ** 60), attempt(lambda: bytearray(2 ** 60)))

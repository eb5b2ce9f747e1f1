# Items at the edges of their types, and values that are converted.
import array
import warnings

warnings.simplefilter("ignore")


class Index:
    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number


class Float:
    def __float__(self):
        return 2.5


numbers = [edge + step for bits in (7, 8, 15, 16, 31, 32, 60, 63, 64) for edge in (2**bits, -(2**bits)) for step in (-1, 0)]
values = sorted(set(numbers)) + [True, 1.5, -0.0, float("inf"), 1e300, 16777217, 2**1023, 2**1025, None, "a", "\U0001f600", "ab", b"a", Index(5), Index(-129), Float()]


def tried(function, *args):
    try:
        return ascii(function(*args))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for code in array.typecodes:
    items = array.array(code, "abcd" if code in "uw" else [1, 2, 3, 4])
    for number, value in enumerate(values):
        print(code, number, tried(items.__setitem__, -1, value), tried(items.__getitem__, 3), items.tobytes()[-items.itemsize :].hex())
        print(tried(items.count, value), tried(items.append, value), len(items))
    for index in (0, -1, 2**40, -(2**40), 2**70, True, Index(1), 1.0, None):
        print(code, tried(items.__getitem__, index), tried(items.__setitem__, index, items[0]), tried(items.__delitem__, index))
    print(tried(items.__setitem__, len(items), items[0]), tried(items.__setitem__, -len(items) - 1, None), tried(array.array(code).__getitem__, 0))


class Shrinking:
    def __init__(self, items):
        self.items = items

    def __float__(self):
        del self.items[:]
        return 1.0


items = array.array("d", [1, 2])
print(tried(items.__setitem__, 1, Shrinking(items)), items)

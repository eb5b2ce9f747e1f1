# zeal: 50 - each collection looks at every frame of the recursion
"""`__iter__` written in Python, called by loops, unpacking, comprehensions, `yield from` and `in`: results, errors, tracebacks, tracing, recursion."""
import sys
import traceback


class Tree:
    def __init__(self, left, value, right):
        self.left = left
        self.value = value
        self.right = right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def tree(values):
    if not values:
        return None
    half = len(values) // 2
    return Tree(tree(values[:half]), values[half], tree(values[half + 1:]))


print(list(tree(range(20))), sum(tree(range(200))), [x * 2 for x in tree(range(5))], 7 in tree(range(9)))
first, *rest = tree(range(4))
print(first, rest, *tree(range(3)), {**dict.fromkeys(tree(range(3)))})


class Returns:
    def __init__(self, result): self.result = result
    def __iter__(self): return self.result


class Raises:
    def __iter__(self): raise LookupError("no items")


class Iterator:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n


class Sets:
    __iter__ = None


class Static:
    @staticmethod
    def __iter__(): return iter("ab")


class Arguments:
    def __iter__(self, more): return iter(())


def loop(source):
    for x in source:
        print("item", x)


def delegate(source):
    yield from source


def comprehend(source):
    return [x for x in source]


def unpack(source):
    a, b = source
    return a, b


def expand(source):
    return (lambda *args: args)(*source)


def contains(source):
    return 1 in source


for source in (Returns(5), Returns([1]), Returns(iter((1, 2))), Returns((x for x in (3, 4))), Raises(), Iterator(2), Sets(), Static(), Arguments(), 5):
    for use in (loop, lambda s: list(delegate(s)), comprehend, unpack, expand, contains):
        try:
            print(type(source).__name__, use.__name__, use(source))
        except Exception as error:
            lines = [f"{entry.name}:{entry.lineno}" for entry in traceback.extract_tb(error.__traceback__)]
            print(type(source).__name__, use.__name__, type(error).__name__, error, lines)


def traced(function, *args):
    events = []
    def trace(frame, event, arg):
        events.append(f"{event} {frame.f_code.co_name}{frame.f_lineno - frame.f_code.co_firstlineno}")
        return trace
    sys.settrace(trace)
    try:
        function(*args)
    except Exception as error:
        events.append(type(error).__name__)
    finally:
        sys.settrace(None)
    print(events)


traced(loop, Returns(iter(())))
traced(loop, Raises())
traced(lambda: list(delegate(tree(range(2)))))


# As deep as calls may be, and no deeper.
class Nested:
    def __init__(self, depth): self.depth = depth
    def __iter__(self):
        for x in Nested(self.depth + 1):
            return x


try:
    for x in Nested(0):
        pass
except RecursionError as error:
    print(error)


# A class that changes while it is iterated over.
class Changes:
    def __iter__(self):
        Changes.__iter__ = lambda self: iter("new")
        return iter("old")


print([*Changes()], [*Changes()])
for x in Changes():
    print(x)

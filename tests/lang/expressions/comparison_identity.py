"""is, is not, in chains with ==, constants and singletons; each middle operand is evaluated once."""
log = []


def n(value):
    log.append(value)
    return value


def shown(source):
    log.clear()
    try:
        result = eval(source)
    except Exception as error:
        result = f"{type(error).__name__} {error}"
    print(source, "=", result, log)


x = y = [1]
z = [1]
for source in ("n(1) < n(2) < n(3)", "n(1) < n(0) < n(3)", "n(1) < n(2) > n(1) != n(5)", "n(1) == n(1) in [1]", "n(1) in [1] == [1]", "n(1) is n(1) is not n(None)", "x is y == z", "x is z", "not n(1) == n(2)", "n(1) < n(2) == True",
               "(n(1) < n(2)) == True", "n(1) < n('a') < n(2)", "n('a') in n('abc') in n(['abc'])", "n(3) > n(2) > n(1) > n(0) > n(-1)", "n(1) not in n([2]) not in n([[3]])", "1 < n(2) if n(0) else n(3) < 2",
               "n(None) is None is n(None)", "[] is []", "() == [] == ()", "... is Ellipsis", "NotImplemented is NotImplemented", "n(1) < n(2) and n(3) < n(1) or n(4) == n(4)", "n(0) < (w := n(5)) < n(9)", "[w for w in [3] if 1 < w < 5]", "-n(1) < n(0) ** 2 <= +n(0)"):
    shown(source)


def chain(a, b, c):
    if a < b < c:
        return "rising"
    while a > b > c:
        return "falling"
    assert not (a < b > c) or a != c, "peak"
    return "mixed" if a == b != c or a != b == c else "other"


for args in ((1, 2, 3), (3, 2, 1), (1, 1, 2), (2, 1, 1), (1, 5, 2), (1, 1, 1), (1, 5, 1)):
    try:
        print(args, chain(*args))
    except AssertionError as error:
        print(args, "assert", error)


class Vec:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        return Vec([a < b for a, b in zip(self.v, other.v)])

    def __bool__(self):
        log.append(self.v)
        return any(self.v)

    def __repr__(self):
        return f"Vec{self.v}"


shown("Vec([1, 2]) < Vec([2, 1]) < Vec([9, 9])")
shown("Vec([1, 2]) < Vec([0, 1]) < Vec([9, 9])")
for left in ([1, 2], (1, 2), "ab", b"ab", {1, 2}, {1: 2}, 1, 1.0, None):
    print([type(left).__name__] + [type(right).__name__ for right in ([1, 2], (1, 2), "ab", b"ab", {1, 2}, {1: 2}, 1, 1.0, None, frozenset((1, 2)), bytearray(b"ab"), True) if left == right])
print((1, 2) < (1, 2, 0), [1, "a"] < [2, 5], [] < [[]], {1} < {1, 2} > {2}, {1} <= {1}, {1} < {2} or {2} < {1}, "a" < "b" < "ba", b"a" < bytearray(b"b"), (1, "x") == (1.0, "x"))

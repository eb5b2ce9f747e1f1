# Chained comparisons evaluate each operand once and stop at the first false one.
log = []


def v(x):
    log.append(x)
    return x


def check(f):
    log.clear()
    print(f(), log)


check(lambda: v(1) < v(2) < v(3))
check(lambda: v(1) < v(0) < v(3))
check(lambda: v(1) < v(2) > v(0) != v(5) is not None)
check(lambda: not v(1) < v(2))
check(lambda: v(1) in [v(1)] == True)
check(lambda: v(1) == v(1) in [v(1)])
check(lambda: (v(1) < v(2)) < v(3))


class Odd:
    def __init__(self, name, result):
        self.name, self.result = name, result

    def __lt__(self, other):
        log.append(f"{self.name}<{getattr(other, 'name', other)}")
        return self.result

    def __bool__(self):
        log.append(f"bool {self.name}")
        return bool(self.result)

    def __repr__(self):
        return f"Odd({self.name})"


check(lambda: Odd("a", Odd("r", 0)) < Odd("b", 1) < Odd("c", 1))
check(lambda: Odd("a", Odd("r", 1)) < Odd("b", []) < Odd("c", 1))
check(lambda: Odd("a", 1) < Odd("b", "last") < Odd("c", 1))


class Weird:
    def __contains__(self, item):
        return "yes"

    def __eq__(self, other):
        return NotImplemented

    __hash__ = None


check(lambda: (1 in Weird(), 1 not in Weird(), Weird() == Weird(), Weird() != 1))
for expression in ["1 < 'a'", "None < 1", "[] >= {}", "1 < 2 < 'x'", "1j < 2", "1 in 5", "object() > 1"]:
    try:
        print(expression, eval(expression))
    except TypeError as error:
        print(expression, error)
nan = float("nan")
print(nan < nan, nan == nan, nan != nan, nan in [nan], (nan,) == (nan,), not nan < 1 < nan)
print(1 < 2.0 < 10**30 < float("inf"), -0.0 == 0, True == 1 == 1.0 == 1 + 0j)

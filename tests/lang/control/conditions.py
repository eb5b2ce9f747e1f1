log = []


def note(value):
    log.append(value)
    return value


def taken():
    got, log[:] = log[:], []
    return got


# and, or, not: values, not truth; the right side only when needed.
print(note(0) or note("b"), taken())
print(note("a") or note("b"), taken())
print(note(0) and note("b"), taken())
print(note("a") and note("b"), taken())
print(note([]) or note(()) or note({}) or note("end"), taken())
print(note(1) and note(2) and note(0) and note(3), taken())
print((note(0) or note(1)) and (note(2) or note(3)), taken())
print(not note(0), not not note(5), not [], not [0], taken())
print(note(0) and note(1) or note(2), note(1) and note(0) or note(2), taken())

# Chained comparison: each operand once, stops at the first false.
print(note(1) < note(2) < note(3), taken())
print(note(3) < note(2) < note(1), taken())
print(note(1) < note(3) > note(2) != note(5), taken())
print(1 == 1 == 1, 1 == 1 == 2, 1 < 2 == 2, (1 < 2) == True, 1 < (2 == 2))
print(1 in [1] == True, 0 < 1 in [1] in [[1]], "a" < "b" < "c" not in "abd")
print(note(5) is note(5) is not note(None) in note([None]), taken())
x = None
print(x is None is True, x is not None is not False)


class Odd:
    "Comparison that gives no bool."

    def __init__(self, name):
        self.name = name

    def __lt__(self, other):
        return self.name + other.name if other.name != "z" else ""

    def __repr__(self):
        return self.name


a, b, z = Odd("a"), Odd("b"), Odd("z")
print(repr(a < b), repr(a < z), repr(a < b < a), repr(a < z < b))
print(not a < b, not a < z)

# Conditional expressions.
for n in range(-1, 2):
    print("negative" if n < 0 else "zero" if n == 0 else "positive", end=" ")
print()
print((note("t") if note(True) else note("f")), (note("t") if note(False) else note("f")), taken())


def classify(n):
    if n < 0:
        return "negative"
    elif n == 0:
        return "zero"
    elif n < 10 and n % 2 == 0:
        return "small even"
    elif n < 10 or n == 11:
        return "small odd or eleven"
    else:
        return "large"


print([classify(n) for n in (-5, 0, 4, 7, 11, 12)])


class Truth:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        log.append("bool")
        return self.value


class Length:
    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length


yes, no = Truth(True), Truth(False)
print("y" if yes else "n", "y" if no else "n", taken())
print((yes and no) is no, (no or yes) is yes, (no and yes) is no, taken())
if yes and not no:
    print("both", taken())
while no:
    pass
print([bool(value) for value in (Length(0), Length(2), 0.0, -0.0, 0.1, "", " ", None, ..., 0j, range(0), range(1), {}, {0})])


def failing(action):
    try:
        action()
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)


failing(lambda: bool(Truth(1)))
failing(lambda: not Truth(None))
failing(lambda: bool(Length(-1)))
failing(lambda: 1 if Length("x") else 2)
failing(lambda: 1 < "a")
failing(lambda: [] < ())
failing(lambda: None > None)
failing(lambda: 1 < 2 < "3")
failing(lambda: 1 in 1)
failing(lambda: {} <= {})

# Identity and equality of constants and of values never equal to themselves.
nan = float("nan")
print(nan == nan, nan is nan, nan in [nan], [nan] == [nan], 1 == 1.0 == True, 0 == False, "" == b"")
print(() is (), None is None, ... is Ellipsis, NotImplemented is NotImplemented)

# Constant conditions.
if 0:
    print("never")
if "":
    print("never")
elif 1:
    print("always")
while 1:
    break
print(1 if [] else 2, 1 or 0 / 0, 0 and 1 / 0)
assert 1, 1 / 0
try:
    assert note(0), note("message")
except AssertionError as error:
    print(repr(error), taken())
try:
    assert []
except AssertionError as error:
    print(repr(error), error.args)
try:
    assert not 1, (1, 2)
except AssertionError as error:
    print(repr(error), error.args)

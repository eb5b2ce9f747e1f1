# zeal: 2 - many safepoints
"""and, or, not and conditional expressions: values kept, evaluation once, nested jumps, in every statement, with walrus and await."""
from lib.attempts import attempt

asked = []


class Truth:
    def __init__(self, name, value): self.name, self.value = name, value
    def __bool__(self):
        asked.append(self.name)
        if isinstance(self.value, Exception): raise self.value
        return self.value
    def __repr__(self): return self.name


T, F = Truth("T", True), Truth("F", False)
E = Truth("E", ValueError("no truth"))


def show(source):
    asked.clear()
    try:
        result = eval(source)
    except Exception as error:
        result = f"{type(error).__name__} {error}"
    print(source, "->", result, asked)


for source in ("T and F", "F and T", "T or F", "F or T", "not T", "not F", "not not T", "T and F or T", "F and T or F", "(T or F) and T", "T or F and E", "F or T and F", "not T or F", "not (T or F)", "T if F else F", "T if T else E", "E and T", "E or T", "not E", "T if E else F", "T and T and T", "F or F or F", "T and (F or T)", "[x for x in (T, F) if x]", "[x for x in (T, F) if not x]", "[x for x in (T, F) if x and T]", "T and 1", "0 or F", "1 and T", "() or [] or T", "T if T and F else F", "(T if F else F) if T else E", "T if (F or T) else F", "not F and T", "T == T and F", "bool(T)", "all([T, F, E])", "any([F, T, E])", "T and F if T else E", "(lambda: T and F)()", "T is T and T", "F in [F] and T", "1 < 2 and T", "1 < 2 < 3 or E", "not 1 < 2 or F", "(x := T) and x", "[T and F, T or F]", "{T and 1: F or 2}", "f'{T and F}'", "print(T and F)", "min([1], default=T) and F", "(T, F)[0] and (T, F)[1]", "T or (yield_ := 5)", "None or F or 0", "not None", "1 if 0 else 2 if 0 else 3", "(1 if 1 else 2) if 0 else 3", "T and [] or T", "not []", "not (F and E)", "(F and E) or T", "(T or E) and F", "T and not F", "not T and E", "not (not F or E) or T"):
    show(source)


def statements():
    results = []
    if T and not F: results.append("if")
    if F or (T and F): results.append("never")
    elif T: results.append("elif")
    while F or not T: results.append("never")
    else: results.append("while else")
    assert T or E
    for item in T and [1] or [2]: results.append(item)
    with_default = F or "default"
    results.append(with_default)
    del results[0 if F else -1]
    return results if T and True else None


asked.clear()
print(statements(), asked)


def loop():
    count = 0
    while (count := count + 1) < 5 and T:
        if count == 2 or count == 3 and F: continue
        if count == 4 and not F: break
    else:
        return "else"
    return count


asked.clear()
print(loop(), asked)


def returns(a, b):
    return a and b or not a and not b


print([returns(a, b) for a in (0, 1) for b in (0, 1)])


async def asynchronous():
    async def value(v): return v
    return (await value(0)) or (await value(5)) and (await value(7)), (1 if await value(0) else 2)


try:
    asynchronous().send(None)
except StopIteration as stop:
    print(stop.value)


class BadBool:
    def __init__(self, answer): self.answer = answer
    def __bool__(self): return self.answer


class BadLen:
    def __init__(self, answer): self.answer = answer
    def __len__(self): return self.answer


for answer in (1, 0, None, "yes", 2.5, True, [], -1, 2**70, -2**70, 5):
    for kind in (BadBool, BadLen):
        try:
            print(kind.__name__, answer, bool(kind(answer)), end="; ")
        except Exception as error:
            print(kind.__name__, answer, type(error).__name__, error, end="; ")
print()
x = 5
print(x if x > 3 else -x, (x > 3) * "yes", [None, "y"][x > 3], x and x - 5 and "never" or "fallback", 1 < x < 10 and "in", not x == 5, not (x == 5), x in (1, 5) or "out", x is not None and x)
constants = [0 and 1, 1 and 2, 0 or 3, 4 or 5, not 0, not "a", 1 if 0 else 2, "" or 0 or None, () and 1, True and False, None and undefined_name, 1 or undefined_name, 5 if True else undefined_name]
print(constants)

"""while: else, break and continue through try, with and finally; conditions with __bool__ and __len__."""
from lib.attempts import attempt


class Truth:
    def __init__(self, *answers):
        self.answers = list(answers)

    def __bool__(self):
        return self.answers.pop(0)


class Sized:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        self.n -= 1
        return self.n


class Manager:
    def __enter__(self):
        print("enter", end=" ")

    def __exit__(self, *details):
        print("exit", details[0] and details[0].__name__, end=" ")
        return True


def count(condition):
    n = 0
    while condition:
        n += 1
    else:
        return n, "else"


def exits(kind):
    n = 0
    while n < 5:
        n += 1
        try:
            with Manager():
                if n == 2:
                    if kind == "break":
                        break
                    if kind == "continue":
                        continue
                    if kind == "raise":
                        raise KeyError(n)
                    if kind == "return":
                        return "early", n
        finally:
            print("finally", n, end=" ")
        if n == 3:
            break
    else:
        print("else", end=" ")
    return n


def nested():
    seen = []
    outer = 3
    while outer:
        outer -= 1
        inner = 3
        while inner:
            inner -= 1
            if inner == outer:
                continue
            if inner + outer == 1:
                break
            seen.append((outer, inner))
        else:
            seen.append("else")
    return seen


attempt(lambda: count(Truth(True, True, False)))
attempt(lambda: count(Truth(True, 1)))
attempt(lambda: count(Truth(True, None)))
attempt(lambda: count(Truth()))
attempt(lambda: count(Sized(4)))
attempt(lambda: count(type("L", (), {"__len__": lambda self: -1})()))
attempt(lambda: count(type("L", (), {"__len__": lambda self: "a"})()))
attempt(lambda: count(type("L", (), {"__len__": lambda self: 1 << 100})()))
attempt(lambda: count(type("B", (), {"__bool__": None})()))
attempt(lambda: count([]))
for kind in ("break", "continue", "raise", "return", "none"):
    print(kind, exits(kind))
print(nested())
while False:
    print("unreachable")
else:
    print("constant false")
while True:
    if (n := globals().get("n", 0) + 1) > 3:
        break
else:
    print("unreachable")
print(n)
while (line := next(source := globals().get("source", iter("ab")), None)) is not None:
    print(line)

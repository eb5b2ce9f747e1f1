"""finally with return, break and continue: what they override (PEP 765 warns, the behaviour is as it was)."""
import sys


def returns(first):
    try:
        if first == "raise":
            raise KeyError("lost")
        if first == "return":
            return "try"
    finally:
        return "finally " + first


def mutable():
    x = [1]
    try:
        return x
    finally:
        x.append(2)
        x = "rebound"


def breaks(kind):
    for i in range(3):
        try:
            if kind == "raise":
                1 / 0
            if kind == "return":
                return "lost"
            if kind == "continue":
                continue
        finally:
            break
    return "after", i, sys.exception()


def continues(kind):
    seen = []
    for i in range(3):
        try:
            if kind == "raise":
                [][i]
            if kind == "return":
                return "lost"
            if kind == "break":
                break
        finally:
            seen.append((i, sys.exception().__class__.__name__))
            continue
    return seen


def nested():
    try:
        try:
            try:
                raise ValueError("one")
            finally:
                raise TypeError("two")
        finally:
            try:
                raise KeyError("three")
            except KeyError as error:
                three = error
    except TypeError as error:
        return repr(error), repr(error.__context__), repr(three.__context__)


def replaced():
    try:
        try:
            return "value"
        finally:
            raise OSError("instead")
    except OSError as error:
        return error, error.__context__


def generator():
    try:
        yield 1
        yield 2
    finally:
        return "swallowed"


def chain():
    for i in range(2):
        try:
            return "first"
        finally:
            try:
                return "second"
            finally:
                if i == 0:
                    continue
    return "fell out"


for kind in ("raise", "return", "none"):
    print(returns(kind), end="; ")
print(mutable())
for kind in ("raise", "return", "continue", "none"):
    print(breaks(kind), end="; ")
print()
for kind in ("raise", "return", "break", "none"):
    print(continues(kind))
print(nested())
print(replaced())
g = generator()
next(g)
try:
    g.throw(KeyError("gone"))
except StopIteration as stop:
    print("stop", stop.value)
g = generator()
next(g)
print("close", g.close())
print(chain())

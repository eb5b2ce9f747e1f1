"""Augmented assignment: each part of a target is evaluated once, what __iadd__ and its fallbacks return is stored."""
log = []


def note(tag, value):
    log.append(tag)
    return value


class Cell:
    def __init__(self, value):
        object.__setattr__(self, "value", value)

    def __getattribute__(self, name):
        log.append("get " + name)
        return object.__getattribute__(self, name)

    def __setattr__(self, name, value):
        log.append("set " + name)
        object.__setattr__(self, name, value)


class Row(list):
    def __getitem__(self, key):
        log.append(f"item {key}")
        return super().__getitem__(key)

    def __setitem__(self, key, value):
        log.append(f"store {key}")
        super().__setitem__(key, value)


class Number:
    def __init__(self, name):
        self.name = name

    def __iadd__(self, other):
        log.append("iadd")
        return NotImplemented if other is None else self

    def __add__(self, other):
        log.append("add")
        return NotImplemented if other is None else Number(self.name + "+")

    def __radd__(self, other):
        log.append("radd")
        return f"radd {other}"

    def __isub__(self, other):
        return None

    __imul__ = None


def taken():
    got = ", ".join(log)
    log.clear()
    return got


cell = Cell(1)
note("object", cell).value += note("operand", 2)
print(taken(), "=", object.__getattribute__(cell, "value"))
row = Row([1, 2, 3])
note("row", row)[note("index", 1)] *= note("operand", 5)
print(taken(), "=", list(row))
row[note("slice", slice(0, 2))] += note("operand", [7])
print(taken(), "=", list(row))
row[0:1] += [8, 9]
print(taken(), "=", list(row))
n = same = Number("n")
n += 1
print(taken(), n is same)
try:
    n += None
except TypeError as error:
    print(taken(), "|", error)
other = 5
other += n
print(taken(), "=", other)
n -= 1
print(n)
n = same
try:
    n *= 2
except TypeError as error:
    print(error, n is same)
try:
    n @= 2
except TypeError as error:
    print(error)
try:
    n //= 2
except TypeError as error:
    print(error)
try:
    row[10] += note("never", 1)
except IndexError as error:
    print(taken(), "|", error)
try:
    cell.absent += note("never", 1)
except AttributeError as error:
    print(taken(), "|", error)
try:
    unbound += note("never", 1)
except NameError as error:
    print(repr(taken()), error)

# Special methods whose results are of strict subclasses: warned of as deprecated, wherever they are asked.
import math
import operator
import warnings


class B(int):
    pass


class FB(float):
    pass


class CB(complex):
    pass


class X:
    def __init__(self, number, real, both):
        self.number, self.real, self.both = number, real, both

    def __int__(self):
        return self.number

    def __index__(self):
        return self.number

    def __float__(self):
        return self.real

    def __complex__(self):
        return self.both


class Index(int):
    def __index__(self):
        return True


class Int(int):
    def __int__(self):
        return True


uses = [
    int, operator.index, float, complex, math.sqrt, math.floor, bin, range, bytes, chr,
    lambda v: [0] * v, lambda v: "%d" % v, lambda v: "%x" % v, lambda v: "%f" % v, lambda v: "%c" % v, lambda v: b"%c" % v,
    lambda v: round(2.5, v), lambda v: [1, 2, 3, 4, 5][v], lambda v: [1, 2, 3][:v], lambda v: (5).to_bytes(v, "big"), lambda v: int("11", v),
]
for value in X(B(4), FB(2.5), CB(1j)), X(True, 1, 1), X(3, 2.0, 2j), Index(7), Int(7):
    for number, use in enumerate(uses):
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            try:
                result = use(value)
                print(number, ascii(result), type(result).__name__, [(str(w.message), w.category.__name__) for w in seen])
            except Exception as error:
                print(number, type(error).__name__, error, len(seen))
with warnings.catch_warnings():
    warnings.simplefilter("error")
    for use in uses[:4]:
        try:
            print(use(X(B(4), FB(2.5), CB(1j))))
        except DeprecationWarning as warning:
            print("raised", warning)

# What is no text has no base.
for text in memoryview(b"100"), bytearray(b"100"), b"100", "100":
    for arguments in ((text,), (text, 2)):
        try:
            print(int(*arguments))
        except TypeError as error:
            print(error)


class Plain:
    pass


class Named:
    pass


Named.__module__ = "some.module"
for form in "%c", b"%c":
    for value in Plain(), Named(), 1.5, None, [], operator.attrgetter("x"):
        try:
            print(form % value)
        except TypeError as error:
            print(error)

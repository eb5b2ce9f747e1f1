# Globals of a class derived from dict answer for names that they lack.
from types import FunctionType


class Answers(dict):
    def __missing__(self, key):
        if key == "absent":
            raise KeyError(key)
        return f"<{key}>"


def f():
    return known, unknown


def g():
    return absent


namespace = Answers(known=1)
print(FunctionType(f.__code__, namespace)())
print(FunctionType(f.__code__, namespace)())
try:
    FunctionType(g.__code__, namespace)()
except NameError as error:
    print(error)
print(sorted(key for key in namespace if key[0] != "_"))

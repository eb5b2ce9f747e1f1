# exit: 1
# zeal: 200 - showing a traceback imports much of the library
# What was perhaps meant.
import sys


class Thing:
    def __init__(self):
        self.colour = 1
        self._private = 2
        self.blech = 3

    def method(self):
        return blech

    def own(self):
        return self.privat


def show(function):
    try:
        function()
    except Exception as e:
        sys.excepthook(type(e), e, e.__traceback__)


some_name = 1


def attribute():
    Thing().color


def private():
    Thing()._privat


def hidden():
    Thing().privat


def name():
    some_nam


def builtin():
    prnt("x")


def local():
    value = 1
    return valeu


def method():
    Thing().method()


def own():
    Thing().own()


def far():
    Thing().completely_different


def unhelpful():
    class Odd:
        def __dir__(self):
            raise RuntimeError
    Odd().x


for function in (attribute, private, hidden, name, builtin, local, method, own, far, unhelpful):
    show(function)
sys.excepthook(1, 2, 3)
raise NameError("no name", name="xyz")

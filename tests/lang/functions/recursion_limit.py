# zeal: 4 - many safepoints
# zeal-args: 150
# Running out of recursion is an exception, whatever recurses, and the program goes on after it.
import sys

print(sys.getrecursionlimit())
if len(sys.argv) > 1:
    sys.setrecursionlimit(int(sys.argv[1]))


def attempt(name, action):
    try:
        action()
    except RecursionError as error:
        print(name, type(error).__name__, str(error).startswith("maximum recursion depth exceeded"))
    else:
        print(name, "no error")


def forever(n):
    return forever(n + 1)


class Repr:
    def __repr__(self):
        return repr(self) + "x"


class Str:
    def __str__(self):
        return str(self)


class Equal:
    def __eq__(self, other):
        return self == other


class Less:
    def __lt__(self, other):
        return self < other


class Getattr:
    def __getattr__(self, name):
        return getattr(self, name + "x")


class Getattribute:
    def __getattribute__(self, name):
        return self.name


class Setattr:
    def __setattr__(self, name, value):
        self.name = value


class Call:
    def __call__(self):
        return self()


class Add:
    def __add__(self, other):
        return self + other


class Item:
    def __getitem__(self, key):
        return self[key]


class Iter:
    def __iter__(self):
        return iter(self)


class Hash:
    def __hash__(self):
        return hash(self)


class Bool:
    def __bool__(self):
        return not self


class Init:
    def __init__(self):
        Init()


class Property:
    @property
    def value(self):
        return self.value


class Contains:
    def __contains__(self, item):
        return item in self


class Length:
    def __len__(self):
        return len(self)


def through_sort(n):
    return sorted([1, 2], key=lambda item: through_sort(n + 1))


def through_map(n):
    return list(map(through_map, [n + 1]))


def through_closure():
    def inner():
        return inner()
    return inner()


def through_default(n, **kwargs):
    return through_default(n, **kwargs)


def through_handler(n):
    try:
        return through_handler(n + 1)
    finally:
        n += 1


attempt("function", lambda: forever(0))
attempt("__repr__", lambda: repr(Repr()))
attempt("__str__", lambda: str(Str()))
attempt("__eq__", lambda: Equal() == 1)
attempt("__lt__", lambda: Less() < 1)
attempt("__getattr__", lambda: Getattr().a)
attempt("__getattribute__", lambda: Getattribute().a)
attempt("__setattr__", lambda: setattr(Setattr(), "a", 1))
attempt("__call__", lambda: Call()())
attempt("__add__", lambda: Add() + 1)
attempt("__getitem__", lambda: Item()[0])
attempt("__iter__", lambda: iter(Iter()))
attempt("__hash__", lambda: hash(Hash()))
attempt("__bool__", lambda: bool(Bool()))
attempt("__init__", lambda: Init())
attempt("property", lambda: Property().value)
attempt("__contains__", lambda: 1 in Contains())
attempt("__len__", lambda: len(Length()))
attempt("sort", lambda: through_sort(0))
attempt("map", lambda: through_map(0))
attempt("closure", lambda: through_closure())
attempt("keywords", lambda: through_default(0, a=1))
attempt("finally", lambda: through_handler(0))
attempt("eval", lambda: eval("forever(0)"))

old = sys.getrecursionlimit()
sys.setrecursionlimit(150)
print(sys.getrecursionlimit())


def deepest(n=0):
    try:
        return deepest(n + 1)
    except RecursionError:
        return n


low = deepest()
sys.setrecursionlimit(old)
high = deepest()
print(100 < low < 150, old - 50 < high < old)
try:
    sys.setrecursionlimit(0)
except ValueError as error:
    print(error)
attempt("again", lambda: forever(0))

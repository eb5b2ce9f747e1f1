class Manager:
    def __init__(self, name, swallow=False, fail=None):
        self.name = name
        self.swallow = swallow
        self.fail = fail

    def __enter__(self):
        print("enter", self.name)
        if self.fail == "enter":
            raise ValueError("enter " + self.name)
        return self.name

    def __exit__(self, kind, value, traceback):
        print("exit", self.name, kind and kind.__name__, value, traceback is not None)
        if self.fail == "exit":
            raise KeyError("exit " + self.name)
        return self.swallow


with Manager("a") as name:
    print("in", name)
with Manager("a") as a, Manager("b") as b:
    print(a, b)
with (Manager("p"), Manager("q") as q,):
    print(q)
with Manager("tuple") as (t, *rest):
    print(t, rest)
box = {}
with Manager("item") as box["key"]:
    pass
print(box)


def attempt(action):
    try:
        print("result", action())
    except Exception as error:
        print("raised", repr(error), "context", repr(error.__context__))


def swallows():
    with Manager("s", swallow=True):
        raise ValueError("gone")
    return "after"


def passes():
    with Manager("p"):
        raise ValueError("kept")


def fails_in_enter():
    with Manager("outer"), Manager("inner", fail="enter"):
        print("never")


def fails_in_exit():
    with Manager("e", fail="exit"):
        return 1


def fails_in_exit_after_error():
    with Manager("e", fail="exit"):
        raise ValueError("first")


def returns():
    with Manager("r"):
        return "returned"


def returns_from_loop():
    for i in range(5):
        with Manager(i):
            if i == 0:
                continue
            if i == 2:
                break
    else:
        return "else"
    return i


def inner_swallows():
    with Manager("outer") as outer:
        with Manager("inner", swallow=True):
            raise TypeError(outer)
        return "went on"


for action in (swallows, passes, fails_in_enter, fails_in_exit, fails_in_exit_after_error, returns, returns_from_loop, inner_swallows):
    print("--", action.__name__)
    attempt(action)


# Whatever __exit__ gives counts by its truth.
class Truth(Manager):
    def __exit__(self, *args):
        return [1]


with Truth("t"):
    1 / 0
print("swallowed")


class NoEnter:
    def __exit__(self, *args):
        pass


class NoExit:
    def __enter__(self):
        pass


def use(manager):
    with manager:
        print("in")


attempt(lambda: use(NoEnter()))
attempt(lambda: use(NoExit()))
attempt(lambda: use(1))

# Methods are looked up on the class, and __exit__ before __enter__ is called.
m = Manager("instance")
m.__enter__ = lambda: print("wrong")
with m:
    pass


class Changes(Manager):
    def __enter__(self):
        Changes.__exit__ = lambda self, *args: print("new exit")
        return super().__enter__()


with Changes("changes"):
    pass

# The exception being handled inside, and nothing after.
import sys
try:
    raise ValueError("handled")
except ValueError:
    with Manager("m"):
        print(sys.exc_info()[0].__name__)
print(sys.exc_info()[0])

# An instance's dict and its attributes are two views of one thing, whoever changes which.
# zeal-args: 40
from lib.crew import THREADS, each, rounds, together

N = rounds(1500)


class Box:
    shared = "class"

    def method(self):
        return "class"


# Attributes and items set by all, to an object whose dict comes into being meanwhile: none lost, in either view.
def fill(box):
    def by_number(number):
        for i in range(8):
            name = "a%d_%d" % (number, i)
            if (i + number) % 2:
                setattr(box, name, i)
            else:
                box.__dict__[name] = i
            if getattr(box, name) != i or box.__dict__[name] != i:
                return "lost"
        return "kept"

    return by_number


def all_there():
    for _ in range(N // 10):
        box = Box()
        if each(fill(box)) != ["kept"] * THREADS:
            return "lost"
        names = {"a%d_%d" % (number, i): i for number in range(THREADS) for i in range(8)}
        if box.__dict__ != names or len(box.__dict__) != len(names) or list(vars(box)) != list(box.__dict__):
            return "wrong dict"
        if any(getattr(box, name) != value for name, value in names.items()):
            return "wrong attributes"
    return "all there"


print(all_there())


# Predicted attributes are bound while another thread asks for the dict.
class Predicted:
    def __init__(self):
        self.one = 1
        self.two = 2


def late_binding():
    for _ in range(N):
        one = Predicted.__new__(Predicted)

        def bind():
            one.__init__()
            return one.one, one.two

        def look():
            seen = one.__dict__
            return [seen.get("one"), seen.get("two"), getattr(one, "one", None), getattr(one, "two", None)]

        bound, looked = together(bind, look)
        if bound != (1, 2) or one.__dict__ != {"one": 1, "two": 2} or len(one.__dict__) != 2:
            return "lost", bound, one.__dict__
        if not set(looked) <= {None, 1, 2} or (looked[1] and looked[2] is None):
            return "wrong", looked
    return "bound"


print(late_binding())


# What one view has shown the other shows, too; methods are hidden from the moment an item of their name is there.
def appears():
    for _ in range(N):
        box = Box()
        shown = box.__dict__

        def write():
            shown["method"] = lambda: "own"
            shown["value"] = 1

        def by_item():
            for _ in range(20):
                if "value" in shown:
                    return box.value == 1 and box.method() == "own" and shown["value"] == 1
                if "method" in shown and box.method() != "own":
                    return False
            return True

        def by_attribute():
            for _ in range(20):
                if hasattr(box, "value"):
                    return shown["value"] == 1 and box.method() == "own"
                if box.method() == "own" and "method" not in shown:
                    return False
            return True

        if together(write, by_item, by_attribute)[1:] != [True, True]:
            return "torn"
    return "whole"


print(appears())


# Deletions and new attributes in both views; each thread's own names are what it left them.
box = Box()
box.fixed = "fixed"
everything = box.__dict__


def disturb(number):
    for i in range(N):
        name = "n%d_%d" % (number, i % 5)
        if i % 2:
            setattr(box, name, i)
            if everything.pop(name) != i or hasattr(box, name):
                return "wrong"
        else:
            everything[name] = i
            if getattr(box, name) != i:
                return "wrong"
            delattr(box, name)
            if name in everything:
                return "wrong"
        if box.fixed != "fixed" or everything["fixed"] != "fixed":
            return "lost"
    return "right"


print(each(disturb), everything)


# Dicts are exchanged under readers and writers.
def exchange():
    target = Predicted()

    def swap():
        for i in range(N):
            target.__dict__ = {"one": i, "two": i}
            vars(target)["one"] += 1

    def read():
        for _ in range(N):
            one, two = target.one, vars(target)["two"]
            if not isinstance(one, int) or not isinstance(two, int):
                return "wrong"
            target.two = two
        return "numbers"

    return together(swap, read, read)[1:]


print(exchange())


# Copies of the state, as copying and pickling make them.
def states():
    source = Predicted()
    for _ in range(N // 2):
        copy = Predicted.__new__(Predicted)
        copy.__dict__.update(source.__dict__)
        copy.three = 3
        if list(copy.__dict__.items()) != [("one", 1), ("two", 2), ("three", 3)] or copy.two != 2:
            return "wrong"
        del copy.one
        copy.one = 4
        if list(vars(copy)) != ["two", "three", "one"] or copy.one != 4:
            return "wrong order"
    return "copied"


print(each(lambda number: states()))

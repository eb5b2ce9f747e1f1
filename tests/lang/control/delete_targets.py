"""del on every kind of target: what is called, in which order, and what happens when one of them fails."""
log = []


class Traced:
    def __init__(self, name):
        object.__setattr__(self, "name", name)

    def __delattr__(self, name):
        log.append(f"{self.name}.{name}")
        if name == "bad":
            raise AttributeError("kept")
        object.__delattr__(self, name)

    def __delitem__(self, key):
        log.append(f"{self.name}[{key!r}]")


class Descriptor:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        return "got"

    def __delete__(self, instance):
        log.append(f"__delete__ {self.name}")


class ReadOnly:
    def __set__(self, instance, value):
        pass


class Host:
    gone = Descriptor()
    fixed = ReadOnly()
    only = property(lambda self: 1)
    plain = 1


def attempt(action, *arguments):
    try:
        print("returned", action(*arguments), log)
    except Exception as error:
        print(type(error).__name__, error, log)
    log.clear()


def each(a, b):
    del a.x, (b[0], [a[1], b[2]]), a["k"], b[1:2], a[1:2, ::3], b[...]


def stops(a, b):
    del a[0], b.bad, a[1]


def host(name):
    delattr(Host(), name)


def unbound():
    x = y = 1
    del x, y
    return locals(), "x" in dir()


def twice():
    x = 1
    del x, x


def cell():
    x = 1

    def read():
        return x
    print(read())
    del x
    read()


a, b = Traced("a"), Traced("b")
object.__setattr__(a, "x", 1)
attempt(each, a, b)
attempt(stops, a, b)
for name in ("gone", "fixed", "only", "plain", "missing"):
    attempt(host, name)
attempt(unbound)
attempt(twice)
attempt(cell)
for value, key in (([1, 2], 5), ([1, 2], "a"), ((1, 2), 0), ("ab", 0), ({1: 2}, 3), ({1: 2}, []), ({1}, 1), (5, 0), (range(3), 0), (None, 1)):
    attempt(lambda: value.__class__ and exec("del value[key]", {"value": value, "key": key}))
attempt(lambda: exec("del undefined"))
attempt(lambda: exec("del len"))
attempt(lambda: exec("global g\ng = 1\ndel g\nprint('g' in globals())", {}))

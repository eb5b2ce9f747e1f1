def attempt(action):
    try:
        print(action())
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)


class Plain:
    def method(self):
        return "method"


a = Plain()
# __dict__ is live both ways.
d = a.__dict__
d["x"] = 1
print(a.x, vars(a) is d)
a.y = 2
print(d)
a.__dict__ = {"z": 3}
print(a.z, hasattr(a, "x"))
attempt(lambda: setattr(a, "__dict__", 5))
d = {}
a.__dict__ = d
a.k = "v"
print(d)


o = Plain()
for i in range(100):
    setattr(o, "a%d" % i, i)
del o.a0
o.a0 = "again"
print(len(o.__dict__), list(o.__dict__)[:3], list(o.__dict__)[-1])


class Own:
    x = 1


o = Own()
o.x = "own"
o.__dict__["y"] = 2
print(o.x, o.y, sorted(vars(o)), dir(o)[-2:])
del o.__dict__["x"]
print(o.x)


def function():
    pass


function.tag = 5
print(function.__dict__)


class C:
    a = 1

    @staticmethod
    def s(): pass


print(type(C.__dict__).__name__, [n for n in C.__dict__ if not n.startswith("__")], type(C.__dict__["s"]).__name__)
try:
    C.__dict__["b"] = 1
except TypeError as error:
    print(error)

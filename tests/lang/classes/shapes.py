# zeal: 20 - many safepoints
# Objects that begin alike and part ways, under code that has cached each of them.
class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def total(self):
        return self.x + self.y


def read_y(points):
    return [p.y for p in points]


def write_z(points, value):
    for p in points:
        p.z = value


points = [Point(i, i * 2) for i in range(5)]
print(read_y(points))
reverse = []
for i in range(3):
    p = Point.__new__(Point)
    p.y = i * 100
    p.x = i
    reverse.append(p)
print(read_y(points + reverse), [p.total() for p in points + reverse])
write_z(points + reverse, "z")
print([(p.x, p.y, p.z) for p in (points[0], reverse[0])])
del points[0].y
try:
    read_y(points)
except AttributeError as error:
    print(error)
points[0].y = "new"
print(read_y(points))

# A class attribute that appears over an instance's, and a data descriptor that takes its place.
Point.y = "class"
print(read_y(points[:2]))
del points[1].y
print(read_y(points[:2]))


class Always:
    def __get__(self, instance, owner):
        return "descriptor"

    def __set__(self, instance, value):
        raise AttributeError("read-only")


Point.y = Always()
print(read_y(points[:2]))
try:
    points[0].y = 1
except AttributeError as error:
    print(error)
del Point.y
print(points[0].y, points[2].y)


# Methods found through the same site on many classes.
def make(i):
    class C:
        def m(self):
            return i

    return C()


objects = [make(i) for i in range(12)]
print([o.m() for o in objects], [o.m() for o in reversed(objects)])


# Attributes of modules, classes, functions and instances through one site.
import sys


def function():
    pass


function.name = "function"


class Class:
    name = "class"


instance = Class()
instance.name = "instance"
sys.name = "module"
print([o.name for o in (function, Class, instance, sys)] * 2)
del sys.name


# Globals and builtins that change under cached code.
def uses():
    return len("abc")


print(uses(), end=" ")
len = lambda text: "shadowed " + text
print(uses(), end=" ")
del len
print(uses())


def reads():
    return value


for value in range(3):
    print(reads(), end=" ")
del value
try:
    reads()
except NameError as error:
    print(error)
value = "back"
print(reads())

# Thousands of attribute names on one object, objects used as dictionaries.
big = Class()
for i in range(2000):
    setattr(big, "n" + str(i), i)
print(sum([getattr(big, "n" + str(i)) for i in range(2000)]))
for i in range(0, 2000, 3):
    delattr(big, "n" + str(i))
print(sum([hasattr(big, "n" + str(i)) for i in range(2000)]), hasattr(big, "n3"), big.n4)


# Instances made in different orders of branches.
class Branches:
    def __init__(self, flags):
        if flags & 1:
            self.a = 1
        if flags & 2:
            self.b = 2
        if flags & 4:
            self.c = 3
        self.last = flags


print([[getattr(o, name, None) for name in ("a", "b", "c", "last")] for o in [Branches(f) for f in range(8)]])

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


# A class changes under a warm site: the instances have more attributes than the class expects at first.
class Many:
    def __init__(self):
        for name in "abcdefgh":
            setattr(self, name, name)


class Data:
    def __get__(self, instance, owner=None):
        return "got"

    def __set__(self, instance, value):
        print("descriptor sets", value)


def read_a(o):
    return o.a


def write_a(o):
    o.a = "written"


def warm(class_):
    o = class_()
    for _ in range(20):
        read_a(o)
        write_a(o)
    return o


many = warm(Many)
Many.a = Data()
print(read_a(many), write_a(many), many.__dict__["a"])


class Hooked(Many):
    pass


del Many.a
hooked = warm(Hooked)
Many.__getattribute__ = lambda self, name: "hooked"
Hooked.__setattr__ = lambda self, name, value: print("hook sets", name, value)
print(read_a(hooked), write_a(hooked))


# An attribute of a class becomes a descriptor under a warm site: its class gets __get__, other bases, or it gets another class.
class Base:
    pass


class First(Base):
    pass


class Second(Base):
    pass


class Third(Base):
    pass


class Gets:
    def __get__(self, instance, owner=None):
        return type(self).__name__ + " got"


class GetsToo(Base, Gets):
    pass


class Owner:
    first = First()
    second = Second()
    third = Third()


owner = Owner()


def read_all():
    values = owner.first, owner.second, owner.third, Owner.first
    return [value if isinstance(value, str) else type(value).__name__ for value in values]


for _ in range(20):
    read_all()
First.__get__ = Gets.__get__
print(read_all())
Owner.__dict__["second"].__class__ = GetsToo
print(read_all())
Third.__bases__ = (Gets,)
print(read_all())

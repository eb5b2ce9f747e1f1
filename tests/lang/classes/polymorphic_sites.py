# zeal: 200 - a collection at each of some hundred thousand safepoints
import gc
import weakref


# One site, many classes: more than a table for all sites has places for two of.
def make(number):
    class Many:
        constant = number

        def __init__(self):
            self.first = number
            if number % 2:
                self.second = -number

        def method(self):
            return (number, self.first)

        @property
        def computed(self):
            return number * 2

    return Many


classes = [make(number) for number in range(300)]
objects = [many() for many in classes]


def read(o):
    return o.first, o.constant, o.method(), o.computed


def write(o, value):
    o.first = value


for _ in range(3):
    for number, o in enumerate(objects):
        assert read(o) == (number, number, (number, number), number * 2), number
for _ in range(3):
    for number, o in enumerate(objects):
        write(o, ("w", number))
assert all(read(o)[0] == ("w", number) for number, o in enumerate(objects))
print("many classes")

# A site that sees two, the second much more often, or none but the second from some time on.
pair = objects[0], objects[1]
counts = [0, 0]
for i in range(3000):
    o = pair[i % 7 != 0]
    counts[read(o)[1]] += 1
print(counts)
print({read(pair[1])[1] for _ in range(3000)})

# What changes on one of the classes is seen at once, wherever it is remembered.
for number in (0, 1, 150, 299):
    classes[number].method = lambda self, number=number: ("new", number)
    classes[number].constant = "new"
    classes[number].computed = "plain"
    print([read(o)[1:] for o in objects if o.constant == "new" and o is objects[number]])
    del classes[number].constant
    try:
        read(objects[number])
    except AttributeError as error:
        print(str(error).replace("make.<locals>.", ""))
    classes[number].constant = number
objects[5].constant = "own"
objects[6].method = lambda: "own method"
print(read(objects[5])[1], read(objects[6])[2])

# Special methods that come and go.
class Adds:
    def __add__(self, other):
        return "added"


class AddsToo(Adds):
    pass


def add(o):
    try:
        return o + 1
    except TypeError:
        return "no"


seen = []
for _ in range(3):
    seen.append([add(o) for o in (Adds(), AddsToo(), objects[0])])
    AddsToo.__add__ = lambda self, other: "added too"
    seen.append([add(o) for o in (Adds(), AddsToo(), objects[0])])
    del AddsToo.__add__
    former = Adds.__add__
    del Adds.__add__
    seen.append([add(o) for o in (Adds(), AddsToo(), objects[0])])
    Adds.__add__ = former
print(*seen, sep="\n")

# What is remembered keeps nothing alive: neither a method that its class has no more, nor a class.
def forgets():
    class Short:
        def method(self):
            return "short"

        def __add__(self, other):
            return "short"

    o = Short()
    dropped = weakref.ref(Short.method), weakref.ref(Short.__add__)
    whole = weakref.ref(Short)
    for other in (o, objects[7], o, objects[8], o):
        other.method()
        add(other)
    gc.collect()
    add(o), o.method()
    del Short.method, Short.__add__
    gc.collect()
    print([ref() for ref in dropped], whole() is Short)
    return whole


whole = forgets()
gc.collect()
print(whole())

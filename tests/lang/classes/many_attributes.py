# Attributes beyond the inline ones: sites that remember their places notice every change.


class Many:
    def __init__(self, count):
        for i in range(count):
            setattr(self, f"a{i}", i)


def load(thing):
    try:
        return thing.a0, thing.a7, thing.a20, thing.a29
    except AttributeError as error:
        return str(error)


for i in range(3):
    print(load(Many(30)), load(Many(21)), load(Many(5)))
thing = Many(30)
for i in range(3):
    print(load(thing))
thing.a20 = "new"
print(load(thing))
for i in range(40):
    setattr(thing, f"b{i}", i)
print(load(thing))
thing.a29 = "newer"
print(load(thing))
del thing.a20
print(load(thing))
thing.a20 = "again"
print(load(thing))
thing = Many(30)
print(load(thing))
thing.__dict__["a7"] = "dict"
print(load(thing), len(thing.__dict__))
thing.__dict__ = {"a0": 1, "a7": 2, "a20": 3, "a29": 4}
print(load(thing))
thing = Many(30)
print(load(thing))
Many.a20 = property(lambda self: "property")
print(load(thing), load(Many.__new__(Many)))
del Many.a20
print(load(thing))
Many.a20 = "class"
print(load(thing))
Many.__getattribute__ = lambda self, name: name
print(load(thing))
del Many.__getattribute__
print(load(thing))


class Other(Many):
    pass


print(load(Other(30)))
thing.__class__ = Other
print(load(thing))
thing.a7 = 70
print(load(thing))

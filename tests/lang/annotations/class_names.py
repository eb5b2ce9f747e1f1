# What annotations, bounds and aliases in a class body name: the class's own names, then those of modules, not of functions, where the class binds them.
x = "module"


def outer():
    x = "function"

    class Bound:
        type Alias = x
        first = Alias.__value__

        def method[T: x](self, argument: x): ...

        bound = method.__type_params__[0].__bound__
        annotation = method.__annotations__["argument"]
        x = "class"

    class Plain:
        type Alias = x

        def method[T: x](self, argument: x): ...

    class Declared:
        global x
        type Alias = x

    Declared.x = "attribute"
    return Bound, Plain, Declared


Bound, Plain, Declared = outer()
print(Bound.first, Bound.bound, Bound.annotation, Bound.Alias.__value__)
print(Plain.Alias.__value__, Plain.method.__type_params__[0].__bound__, Plain.method.__annotations__)
print(Declared.Alias.__value__)

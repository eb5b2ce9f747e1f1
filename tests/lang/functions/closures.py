def counter(start=0):
    count = start

    def increase(by=1):
        nonlocal count
        count += by
        return count

    def value():
        return count

    return increase, value


first, read_first = counter()
second, read_second = counter(10)
print(first(), first(5), second(), read_first(), read_second())

# One cell per call, shared by all closures of the call; loops share the cell, default arguments do not.
makers = []
for i in range(3):
    makers.append(lambda: i)
print([f() for f in makers])
makers = [lambda i=i: i for i in range(3)]
print([f() for f in makers])


def loop_cells():
    functions = []
    for i in range(3):
        def f():
            return i
        functions.append(f)
    return [f() for f in functions]


print(loop_cells())
print([f() for f in [lambda: j for j in range(3)]])


# Three levels, with a level that only passes the name through.
def outer(a):
    b = a * 2

    def middle(c):
        def inner(d):
            nonlocal b
            b += d
            return a, b, c, d

        return inner

    return middle, lambda: b


middle, read = outer(1)
print(middle(3)(4), middle(5)(6), read())


# Cells before they are bound and after they are deleted.
def unbound():
    def read():
        return later

    try:
        read()
    except NameError as error:
        print(type(error).__name__, error)
    later = 1
    print(read())
    del later
    try:
        read()
    except NameError as error:
        print(type(error).__name__, error)
    try:
        later
    except UnboundLocalError as error:
        print(type(error).__name__, error)


unbound()


# Parameters of every kind captured.
def captures(a, /, b, *args, c, **kwargs):
    def show():
        return a, b, args, c, kwargs

    a += 1
    args += (99,)
    return show


print(captures(1, 2, 3, c=4, d=5)())

# Global and nonlocal do not meet.
name = "global"


def scopes():
    name = "local"

    def uses_global():
        global name
        return name

    def uses_nonlocal():
        nonlocal name
        name = "changed"

    uses_nonlocal()
    return uses_global(), name


print(scopes(), name)


def sets_global():
    global fresh
    fresh = "made"


try:
    fresh
except NameError as error:
    print(error)
sets_global()
print(fresh)
del fresh
print("fresh" in globals())


# A class body that binds a name looks for it in the module first; methods see the function's.
x = "module"


def class_scope():
    x = "function"

    class C:
        y = x
        x = "class"
        z = x

        def method(self):
            return x

    return C.y, C.x, C.z, C().method()


print(class_scope())

# What the function object tells.
print(first.__closure__[0].cell_contents, first.__code__.co_freevars, counter.__code__.co_cellvars, counter.__closure__)
print(len(captures(1, 2, c=3).__closure__))


# Recursion through a cell, mutual recursion.
def parity(n):
    def even(n):
        return n == 0 or odd(n - 1)

    def odd(n):
        return n != 0 and even(n - 1)

    return even(n), odd(n)


print(parity(10), parity(7))


def compose(*functions):
    def composed(value):
        for function in functions:
            value = function(value)
        return value

    return composed


print(compose(lambda x: x + 1, str, len)(998), compose()(5))


# A comprehension's variable is its own, and it captures.
def comprehension(n):
    x = "kept"
    functions = [lambda: x for x in range(n)]
    return [f() for f in functions], x


print(comprehension(3))


# Assignment expressions bind in the function.
def walrus(items):
    found = [y for item in items if (y := item * 2) > 2]
    return found, y


print(walrus([1, 2, 3]))

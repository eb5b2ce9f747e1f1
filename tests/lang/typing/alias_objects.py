# zeal: 40 - its methods import typing
"""type aliases as objects: lazy values, recursion, subscription, attributes, unions, defaults, equality, what they refuse."""
def attempt(action, *args, **kw):
    try:
        print(action(*args, **kw))
    except Exception as e:
        print(type(e).__name__, e)


count = 0


def counted(value):
    global count
    count += 1
    return value


type Simple = counted(int)
type Recursive = list[Recursive] | None
type Pair[A, B = int] = tuple[A, B]
type Star[*Ts] = tuple[*Ts]
type Fn[**P, R] = dict[P, R]
type Later = not_defined
type Fails = 1 / 0
Alias = type(Simple)
print(count, Simple.__value__, Simple.__value__, count, Recursive.__value__, repr(Recursive), Simple.evaluate_value(1), count)
print(Pair.__value__, Pair.__type_params__, Pair.__parameters__, Pair[int], Pair[int, str], Pair[int].__args__, Pair[int].__origin__ is Pair, Pair[int].__value__, Pair[int].__name__, type(Pair[int]).__name__)
print(Star[int, str], Star[()], Star[int].__args__, Star.__parameters__, Fn.__parameters__, Fn[[int], str], Fn[..., int])
for action in (lambda: Simple[int], lambda: Later.__value__, lambda: Fails.__value__, lambda: Pair[()], lambda: Simple(), lambda: Simple(1), lambda: isinstance(1, Simple), lambda: issubclass(int, Simple), lambda: Simple | int, lambda: int | Simple, lambda: Simple | None, lambda: Simple | Simple, lambda: Simple | 5, lambda: Simple | "x", lambda: "x" | Simple, lambda: Pair[int] | None, lambda: Simple == Simple, lambda: hash(Simple) == hash(Simple), lambda: Simple < Simple, lambda: type("C", (Simple,), {}), lambda: type("C", (Pair[int],), {}), lambda: setattr(Simple, "__value__", 1), lambda: setattr(Simple, "x", 1), lambda: setattr(Simple, "__name__", "n"), lambda: setattr(Simple, "__module__", "m"), lambda: delattr(Simple, "__name__"), lambda: Simple.__doc__ is Alias.__doc__, lambda: Simple.nothing, lambda: len(Pair), lambda: list(Pair), lambda: [*Star], lambda: next(iter(Star[int])), lambda: bool(Simple), lambda: Simple.__module__, lambda: Simple.__reduce__(), lambda: Alias("X", int), lambda: Alias("X", int).__value__, lambda: Alias("X", int).__module__, lambda: Alias("X", int, type_params=Pair.__type_params__).__parameters__, lambda: Alias("X", int, type_params=[]), lambda: Alias("X", int, type_params=(1,)), lambda: Alias(5, int), lambda: Alias("X"), lambda: Alias(), lambda: Alias("X", 1, 2), lambda: Alias(name="X", value=5).__value__, lambda: Alias("X", 1, bad=2), lambda: Alias("X", None).evaluate_value, lambda: Alias("X", 7).evaluate_value(1), lambda: Alias("X", list).evaluate_value(4), lambda: Simple.evaluate_value(2), lambda: Simple.evaluate_value(), lambda: type("S", (Alias,), {})):
    attempt(action)
not_defined = "defined now"
print(Later.__value__)


class C:
    x = "class attribute"
    type InClass = x
    type Generic[T] = (x, T)
    type __Private = 5


def local(y):
    type Local = (y, z)
    z = "bound later"
    first = Local.__value__
    z = "changed"
    return first, Local.__value__, Local.__module__


print(C.InClass.__value__, C.Generic.__value__[0], C._C__Private.__name__, local("y"))
for i in range(2):
    type InLoop = i
print(InLoop.__value__, InLoop.__type_params__, InLoop.__parameters__)
C.x = "replaced"
print(C.InClass.__value__)
del C.x
attempt(lambda: C.Generic.__value__)
type type = type
print(type.__value__ is type, type.__name__)

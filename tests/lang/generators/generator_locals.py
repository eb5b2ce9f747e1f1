"""Names in generators and generator expressions: closures, late binding, frames' locals, class scopes, arguments, recursion."""
from lib.attempts import attempt


def counter(n):
    total = 0
    for number in range(n):
        total += yield (number, total)


generator = counter(3)
print(next(generator), generator.gi_frame.f_locals, generator.send(10), sorted(generator.gi_frame.f_locals.items()))
print(generator.send(1), generator.gi_suspended, generator.gi_running, generator.gi_yieldfrom)
attempt(generator.send, 0)
print(generator.gi_frame, generator.gi_suspended)

late = [lambda: n for n in range(3)]
print([function() for function in late], [function() for function in (lambda: n for n in range(3))], [f(m) for m in range(3) for f in [lambda x, m=m: x + m]])
functions = (lambda: n for n in range(3))
kept = list(functions)
print([function() for function in kept])
x = "module"


class Scope:
    x = "class"
    items = [1, 2]
    names = list(x for _ in range(1))
    first = list(item for item in items)
    nested = [x for x in items] + [len(items)]
    try:
        second = list(item for _ in [1] for item in items)
    except NameError as error:
        second = str(error)


print(Scope.names, Scope.first, Scope.nested, Scope.second)


def lazy():
    value = 1
    expression = (value + n for n in (value, value + 1))
    value = 100
    return list(expression)


print(lazy())
source = [1, 2, 3]
expression = (item for item in source if item in limit)
source = []
limit = {1, 3}
print(list(expression))
attempt(lambda: (item for item in 5))
attempt(lambda: list(item for item in [1] for other in 5))
attempt(lambda: (1 // 0 for item in undefined_name))
attempt(lambda: next(1 // 0 for item in [1]))


def walk(tree):
    if isinstance(tree, list):
        for branch in tree:
            yield from walk(branch)
    else:
        yield tree


print(list(walk([1, [2, [3, []], 4], [[5]]])))


def outer():
    shared = 0
    def step():
        nonlocal shared
        while shared < 3:
            shared += 1
            yield shared
    first, second = step(), step()
    return [next(first), next(second), next(first), list(second), list(first), shared]


print(outer())


def arguments(a, /, b=2, *rest, c, **others):
    yield a, b, rest, c, others
    a, b = b, a
    yield a, b


print(list(arguments(1, 5, 6, c=7, d=8)))
attempt(arguments, 1)
attempt(arguments)


def deleted():
    value = 1
    yield value
    del value
    try:
        value
    except UnboundLocalError as error:
        yield str(error)


print(list(deleted()))


def default_iterator(items=iter([1, 2, 3])):
    yield next(items)


print(list(default_iterator()), list(default_iterator()))
attempt(lambda: list(default_iterator()) + list(default_iterator()))
walrus = [last := n for n in range(3)] + [last]
print(walrus, sum(y := n for n in range(3)), y, any((found := n) > 1 for n in range(5)), found)

# zeal: 8 - many safepoints
"""locals() in every kind of scope (PEP 667): fresh dicts in functions, the namespace itself elsewhere, comprehensions, exec, closures."""
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


def function(a, b=2):
    first = locals()
    c = 3
    second = locals()
    first["a"] = "changed"
    second["new"] = 1
    return a, first is second, sorted(first), sorted(second), "new" in locals()


print(function(1))


def closure():
    free = 1
    cell = 2
    def inner():
        own = free
        return sorted(locals().items())
    def reads(): return cell
    names = sorted(locals())
    del cell
    return inner(), names, sorted(locals())


print(closure())


def comprehension(items):
    outer = 1
    return [sorted(locals()) for item in items], list(sorted(locals()) for item in items), {key: sorted(locals()) for key in items}


print(comprehension([5]))


class Body:
    x = 1
    namespace = locals()
    namespace["made"] = "by locals"
    same = locals() is namespace


print(Body.made, Body.same, locals() is globals(), vars() is locals())


def executes():
    x = 1
    exec("x = 2; y = 3; print(sorted(locals()))")
    try:
        y
    except NameError as error:
        print(error)
    space = locals()
    exec("x = 5; z = 6", globals(), space)
    print(x, space["x"], space["z"], "z" in locals())
    print(eval("x + 1"), eval("[x for _ in [1]]"), eval("locals()") == {"x": 1, "space": space} or sorted(eval("locals()")))
    exec("def nested(): return x")
    attempt(lambda: eval("nested()"))


executes()


def loops():
    seen = []
    for index in range(2):
        seen.append(sorted(locals()))
    with_walrus = [walrus := 5]
    return seen, sorted(locals())


print(loops())


def generator():
    x = 1
    yield sorted(locals())
    y = 2
    yield sorted(locals())


print(list(generator()))


async def coroutine(argument):
    return sorted(locals())


try:
    coroutine(1).send(None)
except StopIteration as stop:
    print(stop.value)
print((lambda p, *q, r=1, **s: sorted(locals().items(), key=str))(1, 2, t=3))


def exception_name():
    try:
        raise ValueError
    except ValueError as caught:
        inside = sorted(locals())
    return inside, sorted(locals())


print(exception_name())


def generic[T](argument: T):
    return sorted(locals())


class Generic[T]:
    names = sorted(name for name in locals() if not name.startswith("__"))


print(generic(1), Generic.names)


def star():
    def inner(*args, **kwargs):
        return locals()
    return inner(1, k=2)


print(star())
exec("x = 10\nprint(locals() is globals(), 'x' in locals())", {"print": print})
exec("print(locals() is globals(), sorted(locals()))", {"print": print, "locals": locals, "globals": globals}, {"own": 1, "sorted": sorted})
attempt(locals, 1)

# del x; gc.collect() frees x: wherever x was held, nothing keeps it that should not.
import gc
import _weakref


class Thing:
    def __init__(self, name="thing"):
        self.name = name


def gone(ref, what):
    gc.collect()
    print(what, "freed" if ref() is None else "KEPT")


# A module's global.
x = Thing()
r = _weakref.ref(x)
print("alive", r() is x)
del x
gone(r, "global")

# A rebound global.
x = Thing()
r = _weakref.ref(x)
x = None
gone(r, "rebound global")


def local():
    x = Thing()
    r = _weakref.ref(x)
    del x
    gone(r, "deleted local")
    x = Thing()
    r = _weakref.ref(x)
    x = 1
    gone(r, "rebound local")


local()


def returned_from():
    x = Thing()
    return _weakref.ref(x)


gone(returned_from(), "local of a function that returned")


def temporaries():
    r = _weakref.ref(Thing())
    gone(r, "temporary")
    r = [_weakref.ref(Thing()), Thing().name, len([Thing()])][0]
    gone(r, "temporary in a display")
    r = _weakref.ref((lambda: Thing())())
    gone(r, "temporary from a call")


temporaries()


def closure():
    x = Thing()
    r = _weakref.ref(x)

    def inner():
        return x

    assert inner() is x
    del inner
    gc.collect()
    print("cell", r() is x)
    del x
    gone(r, "cell")


closure()


def closure_dropped():
    def make():
        x = Thing()

        def inner():
            return x

        return inner, _weakref.ref(x)

    inner, r = make()
    print("closure", inner() is r())
    del inner
    gone(r, "dropped closure")


closure_dropped()


def exceptions():
    def fail():
        x = Thing()
        raise ValueError(_weakref.ref(x))

    try:
        fail()
    except ValueError as e:
        r = e.args[0]
        gc.collect()
        print("held by the traceback", r() is not None)
    gone(r, "local of a frame in a handled traceback")

    x = Thing()
    r = _weakref.ref(x)
    try:
        try:
            raise KeyError(x)
        except KeyError as first:
            raise ValueError from first
    except ValueError as second:
        del x
        gc.collect()
        print("held by the cause", r() is not None)
    gone(r, "argument of a cause")


exceptions()


def cycles():
    x = Thing()
    x.self = x
    r = _weakref.ref(x)
    del x
    gone(r, "cycle of one")
    x, y = Thing(), Thing()
    x.other, y.other = y, x
    r, s = _weakref.ref(x), _weakref.ref(y)
    del x, y
    gone(r, "cycle of two")
    print(s() is None)
    items = []
    items.append(items)
    items.append(Thing())
    r = _weakref.ref(items[1])
    del items
    gone(r, "list in itself")
    table = {}
    table["self"] = table
    table["x"] = Thing()
    r = _weakref.ref(table["x"])
    del table
    gone(r, "dict in itself")


cycles()


def containers():
    for make in (lambda x: [x], lambda x: (x,), lambda x: {1: x}, lambda x: {x: 1}, lambda x: {x}, lambda x: frozenset([x])):
        x = Thing()
        r = _weakref.ref(x)
        holder = make(x)
        del x
        gc.collect()
        print(type(holder).__name__, r() is not None, end=" ")
        del holder
        gone(r, "container")
    items = [Thing(), Thing(), Thing()]
    refs = [_weakref.ref(item) for item in items]
    del items[1]
    gone(refs[1], "deleted item")
    items[0] = None
    gone(refs[0], "overwritten item")
    items.pop()
    gone(refs[2], "popped item")
    table = {"a": Thing(), "b": Thing()}
    refs = [_weakref.ref(value) for value in table.values()]
    table.pop("a")
    gone(refs[0], "popped value")
    table.clear()
    gone(refs[1], "cleared dict")


containers()


def attributes():
    holder = Thing()
    holder.x = Thing()
    r = _weakref.ref(holder.x)
    del holder.x
    gone(r, "deleted attribute")
    holder.x = Thing()
    r = _weakref.ref(holder.x)
    holder.x = 3
    gone(r, "overwritten attribute")
    for i in range(40):
        setattr(holder, "a%d" % i, Thing())
    r = _weakref.ref(holder.a39)
    del holder.a39
    gone(r, "attribute of an object with many")


attributes()


def loops():
    for x in [Thing() for _ in range(3)]:
        pass
    r = _weakref.ref(x)
    del x
    gone(r, "loop variable")
    r = [_weakref.ref(x) for x in [Thing(), Thing()]]
    gone(r[0], "item of a comprehension")
    gone(r[1], "last item of a comprehension")
    it = iter([Thing(), Thing()])
    r = _weakref.ref(next(it))
    next(it)
    del it
    gone(r, "item of an iterator that is gone")


loops()


def calls():
    def take(*args, **kwargs):
        return [_weakref.ref(x) for x in args] + [_weakref.ref(x) for x in kwargs.values()]

    for r in take(Thing(), Thing(), key=Thing()):
        gone(r, "argument")
    for r in take(*[Thing(), Thing()], **{"key": Thing()}):
        gone(r, "starred argument")
    r = sorted([Thing("b"), Thing("a")], key=lambda x: x.name)
    refs = [_weakref.ref(x) for x in r]
    del r
    gone(refs[0], "sorted with a key")
    gone(refs[1], "sorted with a key")
    refs = list(map(lambda x: _weakref.ref(x), [Thing(), Thing()]))
    gone(refs[1], "argument of a native callback")


calls()


def classes():
    class C:
        def method(self):
            return self

    c = C()
    assert c.method() is c
    r, s = _weakref.ref(C), _weakref.ref(c)
    bound = c.method
    del c
    gc.collect()
    print("bound method", s() is not None)
    del bound
    gone(s, "bound method's object")
    del C
    gone(r, "class")

    class D:
        pass

    class E(D):
        pass

    r = _weakref.ref(E)
    del E
    gone(r, "subclass")
    print(D.__subclasses__())
    for i in range(20):
        D()
    r = _weakref.ref(D)
    del D
    gone(r, "class that was called")


classes()


def code():
    namespace = {}
    exec("def f(): return 1", namespace)
    f = namespace.pop("f")
    assert f() == 1
    r, s = _weakref.ref(f), _weakref.ref(f.__code__)
    namespace.clear()
    del f
    gone(r, "function")
    gone(s, "code")


code()


def generators():
    def count(x):
        yield x
        yield 2

    g = count(Thing())
    r, s = _weakref.ref(g), _weakref.ref(next(g))
    gc.collect()
    print("held by a suspended generator", s() is not None)
    next(g)
    del g
    gone(r, "generator")
    gone(s, "argument of a generator")
    g = count(Thing())
    for x in g:
        break
    r = _weakref.ref(x)
    del x, g
    gone(r, "yielded by a generator that was left")

    def closing(x):
        try:
            yield x
        finally:
            print("closed")

    g = closing(Thing())
    s = _weakref.ref(next(g))
    del g
    gc.collect()
    gone(s, "argument of a generator that was closed")
    g = closing(Thing())
    for x in g:
        pass
    del x
    r = _weakref.ref(g)
    del g
    gone(r, "generator that has ended")

    def cycle():
        me = yield
        yield me

    g = cycle()
    next(g)
    g.send(g)
    r = _weakref.ref(g)
    del g
    gone(r, "generator that holds itself")

    async def coroutine(x):
        return x

    c = coroutine(Thing())
    try:
        c.send(None)
    except StopIteration as e:
        r = _weakref.ref(e.value)
    del c
    gone(r, "result of a coroutine")


generators()

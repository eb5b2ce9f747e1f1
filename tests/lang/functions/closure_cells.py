"""Cells: shared, rebound, emptied, replaced; closures over loop names, class cells, exec'd ones, comparison and contents through functions."""
import types
from lib.attempts import attempt


def counter():
    count = 0
    def up():
        nonlocal count
        count += 1
        return count
    def down():
        nonlocal count
        count -= 1
        return count
    def peek(): return count
    return up, down, peek


up, down, peek = counter()
print(up(), up(), down(), peek(), up.__closure__[0] is down.__closure__[0], [cell.cell_contents for cell in peek.__closure__], up.__code__.co_freevars)
other = counter()[2]
print(other(), other.__closure__[0] == peek.__closure__[0], other.__closure__[0] < peek.__closure__[0])
peek.__closure__[0].cell_contents = "replaced"
print(peek())
attempt(up)
del peek.__closure__[0].cell_contents
attempt(peek)
attempt(lambda: peek.__closure__[0].cell_contents)
peek.__closure__[0].cell_contents = 10
print(up(), peek())
attempt(setattr, peek, "__closure__", ())
made = types.FunctionType(peek.__code__, globals(), "made", None, (types.CellType("by hand"),))
print(made(), made.__name__)
for closure in (None, (), (1,), (types.CellType(), types.CellType()), [types.CellType(5)], types.CellType(5)):
    attempt(lambda: types.FunctionType(peek.__code__, {}, "x", None, closure))
attempt(lambda: types.FunctionType(attempt.__code__, {}, "x", None, (types.CellType(5),)))


def loop():
    late, early, cells = [], [], []
    for n in range(3):
        late.append(lambda: n)
        early.append(lambda n=n: n)
        def own(n):
            return lambda: n
        cells.append(own(n))
    return [f() for f in late], [f() for f in early], [f() for f in cells], late[0].__closure__[0] is late[1].__closure__[0], cells[0].__closure__[0] is cells[1].__closure__[0]


print(loop())


def parameter(value, *args, key, **kw):
    def reads(): return value, args, key, kw
    before = reads()
    value, args, key, kw = 1, 2, 3, 4
    return before, reads()


print(parameter("a", "b", key="c", d="e"))


def deleted():
    x = 1
    def reads(): return x
    del x
    try:
        reads()
    except NameError as error:
        text = str(error)
    x = 2
    return text, reads()


print(deleted())


def several():
    a = b = c = 0
    def inner():
        def innermost(): return a, c
        return innermost, b
    return inner


print(several().__code__.co_freevars, several()()[0].__code__.co_freevars, several()()[0]())


class Uses:
    def method(self): return __class__
    def no_class(self): return 5
    def with_super(self): return super().__repr__
    value = [lambda: __class__]
    @staticmethod
    def static(): return __class__
    @classmethod
    def klass(cls): return __class__ is cls
    def nested(self):
        return (lambda: __class__)(), [__class__ for _ in range(1)][0]


print(Uses().method() is Uses, Uses.method.__closure__[0].cell_contents is Uses, Uses.no_class.__closure__, Uses.with_super.__code__.co_freevars, Uses.value[0]() is Uses, Uses.static() is Uses, Uses.klass(), Uses().nested())
Uses.method.__closure__[0].cell_contents = "changed"
print(Uses().method(), Uses.static())
attempt(lambda: Uses().with_super())


def recursive():
    def fact(n): return 1 if n < 2 else n * fact(n - 1)
    return fact


print(recursive()(5), recursive().__closure__[0].cell_contents(4))


def generator_closure():
    total = 0
    def add():
        nonlocal total
        for n in range(3):
            total += n
            yield total
    return list(add()), total


print(generator_closure())


def comprehension_closure():
    x = 5
    functions = [lambda: x + y for y in range(2)]
    x = 10
    return [f() for f in functions], functions[0].__code__.co_freevars


print(comprehension_closure())


def exec_sees():
    hidden = 1
    try:
        exec("def f(): return hidden\nprint(f())")
    except NameError as error:
        print(error)
    exec("print(hidden)")
    exec("print(h)", {}, {"h": hidden})


exec_sees()


def handler_closure():
    try:
        raise ValueError("v")
    except ValueError as error:
        def reads(): return error
        kept = repr(reads())
    try:
        reads()
    except NameError as unbound:
        return kept, str(unbound)


print(handler_closure())


def conditional(flag):
    if flag:
        x = 1
    def reads(): return x
    return reads


print(conditional(True)())
attempt(conditional(False))


def annotations_closure():
    kind = int
    def annotated(a: kind) -> kind: ...
    kind = str
    return annotated.__annotations__, annotated.__annotate__.__code__.co_freevars


print(annotations_closure())
print(repr(types.CellType(5)).split(" at ")[0], repr(types.CellType(5)).split(": ")[1].split(" ")[0], repr(types.CellType()).split(": ")[1])

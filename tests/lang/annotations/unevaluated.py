"""Annotations that are never evaluated, evaluated once, cached or fail; conditional ones; simple and other targets; __annotate__ of each scope."""
log = []


def n(v):
    log.append(v)
    return v


class Box: pass


box, items = Box(), [0]
box.x: n("attribute") = 1
items[n(0)]: n("item") = 5
(paren): n("paren") = 3
plain: n("plain") = n("value")
only: n("only")
print(log, box.x, items, paren)


def local():
    x: n("local") = n("local value")
    y: undefined_name
    items[0]: also_undefined = 6
    (z): never = 1
    box.q: never
    try:
        y
    except UnboundLocalError as e:
        print(e)
    return x, z, local.__annotations__, sorted(locals())


log.clear()
print(local(), log)
print(__annotate__(1) if "__annotate__" in globals() else None, log)
log.clear()


class C:
    a: n("a")
    b: n("b") = 1
    if log: c: n("c")
    else: d: n("d") = 2
    for i in range(2): e: n(f"e{i}")
    box.y: n("not kept") = 1
    (f): n("not kept either") = 2
    _C__g = 1
    __h: n("mangled")
    def method(self, __p: n("p"), *, k: n("k") = 1) -> n("r"): pass


print(log)
print(C.__annotations__, log)
log.clear()
print(C.__annotations__ is C.__annotations__, C.__annotate__(1), log, "__annotations__" in vars(C), sorted(k for k in vars(C) if "annot" in k))
log.clear()
print(C.method.__annotations__, C.method.__annotations__, log)


class Sub(C): pass
class Empty: pass


print(Sub.__annotations__, Sub.__annotate__, Empty.__annotations__, "__annotations__" in vars(Empty))
Sub.__annotations__["new"] = int
print(Sub.__annotations__, "new" in C.__annotations__)
del Sub.__annotations__
print(Sub.__annotations__)


def late(x: later): return x


for attempt in range(2):
    try:
        print(late.__annotations__)
    except NameError as e:
        print(e, e.name)
        later = int
later = str
print(late.__annotations__, late.__annotate__(1))
late.__annotate__ = lambda format: {"format": format}
print(late.__annotations__)
late.__annotate__ = lambda: 1
for action in (lambda: late.__annotations__, lambda: setattr(C, "__annotations__", 5), lambda: C.__annotations__, lambda: setattr(C, "__annotate__", 5), lambda: setattr(C, "__annotate__", None), lambda: C.__annotations__, lambda: setattr(int, "__annotations__", {}), lambda: int.__annotations__, lambda: int.__annotate__, lambda: (lambda: 0).__annotations__, lambda: C().__annotations__, lambda: local.__annotate__, lambda: len.__annotations__, lambda: type(box).__annotations__, lambda: type.__annotations__, lambda: C.method.__annotate__(5), lambda: C.method.__annotate__("1"), lambda: C.method.__annotate__(), lambda: C.method.__annotate__(1, 2), lambda: C.method.__annotate__(format=1), lambda: C.method.__annotate__(True), lambda: C.method.__annotate__(0), lambda: C.method.__annotate__(1.0)):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
def raises(x: 1 / 0): pass
try:
    raises.__annotations__
except ZeroDivisionError as e:
    print(e.__traceback__.tb_next.tb_frame.f_code.co_name, e.__traceback__.tb_next.tb_frame.f_code.co_qualname)
def nested(x: (lambda: [i for i in (plain, y_)])): return x
y_ = "y"
print(nested.__annotations__["x"]())

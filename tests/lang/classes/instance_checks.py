"""isinstance and issubclass: tuples, unions, hooks of metaclasses, __class__ that lies, recursion, errors."""
log = []


def attempt(action):
    log.clear()
    try:
        print(action(), *log)
    except Exception as e:
        print(type(e).__name__, e, *log)


class Meta(type):
    def __instancecheck__(cls, x):
        log.append(f"instance of {cls.__name__}?")
        return cls.answer
    def __subclasscheck__(cls, c):
        log.append(f"{getattr(c, '__name__', c)} below {cls.__name__}?")
        return cls.answer


class Yes(metaclass=Meta): answer = "yes"
class No(metaclass=Meta): answer = 0
class Raises(metaclass=Meta): answer = property(lambda s: 1)
class Plain: pass
class Sub(Plain): pass
class Liar: __class__ = Plain
class Broken:
    @property
    def __class__(self): raise LookupError("class")
class NotClass:
    @property
    def __class__(self): return 5
class Bases:
    def __init__(self, *bases): self.__bases__ = bases
class Fake:
    @property
    def __bases__(self): return (Plain,)


for action in (lambda: isinstance(1, Yes), lambda: isinstance(1, No), lambda: isinstance(Yes(), Yes), lambda: isinstance(No(), No), lambda: issubclass(int, Yes), lambda: issubclass(No, No), lambda: isinstance(1, (No, str, Yes)), lambda: isinstance(1, (int, Yes)), lambda: isinstance(1, ((No, (str,)), (int,))), lambda: isinstance(1, ()), lambda: isinstance(1, (No,) * 3), lambda: isinstance(1, int | str), lambda: isinstance(None, int | None), lambda: isinstance(None, (int, None)), lambda: isinstance(1, No | Yes), lambda: isinstance(1, int | list[int]), lambda: isinstance([], list[int]), lambda: isinstance(1, 5), lambda: isinstance(1, (int, 5)), lambda: isinstance(1, (str, 5)), lambda: isinstance(1, "int"), lambda: isinstance(1, [int]), lambda: isinstance(1, None), lambda: isinstance(1), lambda: issubclass(1, int), lambda: issubclass(int, 5), lambda: issubclass(int, (5, int)), lambda: issubclass(int, (int, 5)), lambda: issubclass(int, ()), lambda: issubclass("int", int), lambda: issubclass(bool, int | str), lambda: issubclass(int, list[int]), lambda: issubclass(list[int], list), lambda: isinstance(Liar(), Plain), lambda: isinstance(Liar(), Liar), lambda: isinstance(Broken(), Plain), lambda: isinstance(Broken(), Broken), lambda: isinstance(NotClass(), Plain), lambda: issubclass(Fake(), Plain), lambda: issubclass(Bases(Plain), Plain), lambda: issubclass(Bases(Sub), Plain), lambda: issubclass(Bases(int), Plain), lambda: issubclass(Bases(), Plain), lambda: isinstance(Sub(), Bases(Plain)), lambda: issubclass(Sub, Bases(Plain)), lambda: issubclass(True.__class__, (str, (bytes, (int,)))), lambda: isinstance(Plain, type), lambda: isinstance(Yes, Meta), lambda: isinstance(type, type), lambda: isinstance(object, type), lambda: issubclass(type, object), lambda: isinstance(lambda: 0, type(attempt)), lambda: type.__instancecheck__(No, No()), lambda: type.__subclasscheck__(No, No), lambda: type.__instancecheck__(5, 1), lambda: int.__instancecheck__(True), lambda: int.__subclasscheck__(5), lambda: isinstance(1, Raises)):
    attempt(action)
deep = int
for _ in range(200): deep = (deep,)
attempt(lambda: (isinstance(1, deep), issubclass(bool, deep)))
Plain.__instancecheck__ = lambda self, x: "not asked of the class's own instances"
attempt(lambda: isinstance(1, Plain))
attempt(lambda: isinstance(1, Plain()))
Plain.__subclasscheck__ = lambda self, x: []
attempt(lambda: issubclass(1, Plain()))
class Caught(Exception, metaclass=Meta): answer = True
try:
    raise KeyError("by real bases only")
except Caught:
    print("wrong")
except KeyError as e:
    log.clear()
    print(e, log)
match 5:
    case Yes(): print("matched by hook", log)

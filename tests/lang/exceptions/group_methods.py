"""ExceptionGroup: construction, split, subgroup and derive, subclasses, what is copied, messages of refusals."""
from lib.attempts import attempt


def shape(e):
    return e if not isinstance(e, BaseException) else f"{type(e).__name__}[{e.message}: {', '.join(map(str, map(shape, e.exceptions)))}]" if isinstance(e, BaseExceptionGroup) else repr(e)


G, B = ExceptionGroup, BaseExceptionGroup
for args in ((), ("m",), ("m", []), ("m", ()), ("m", 5), ("m", "ab"), ("m", [1]), ("m", [ValueError]), (5, [ValueError()]), ("m", [KeyboardInterrupt()]), ("m", (ValueError(),)), ("m", [ValueError()], 1), ("m", {ValueError(): 1}), ("m", iter([ValueError()])), ("m", [ValueError(), 5]), ("m", None)):
    attempt(G, *args)
attempt(lambda: repr(B("m", [ValueError()])))
attempt(lambda: repr(B("m", [KeyboardInterrupt()])))
attempt(lambda: G(message="m", exceptions=[ValueError()]))
g = G("top", [ValueError(1), G("in", [KeyError(2), TypeError(3)]), G("deep", [G("er", [ValueError(4)])])])
g.__notes__ = ["note"]
g.__cause__ = OSError("cause")
g.__context__ = OSError("context")
print(str(g), repr(g), g.args[0], g.message, len(g.exceptions), type(g.exceptions).__name__)
for condition in (ValueError, KeyError, (KeyError, TypeError), G, Exception, OSError, lambda e: isinstance(e, G) and e.message == "in", lambda e: str(e) == "4", lambda e: True, lambda e: False, lambda e: not isinstance(e, G)):
    print(*map(shape, g.split(condition)), "|", shape(g.subgroup(condition)))
part = g.subgroup(KeyError)
print(part.__notes__, part.__notes__ is g.__notes__, repr(part.__cause__), repr(part.__context__), part.__traceback__, g.subgroup(Exception) is g, g.split(Exception)[0] is g)
for bad in (5, "x", (ValueError, 5), (), None, int, [ValueError], ((ValueError,),)):
    attempt(g.split, bad)
attempt(g.subgroup)
attempt(g.split, lambda e: 1 / 0)
attempt(g.split, lambda: True)
attempt(lambda: shape(g.derive([KeyError("new")])))
attempt(lambda: shape(B("b", [KeyboardInterrupt()]).derive([KeyError("new")])))
attempt(g.derive, [])
attempt(g.derive, 5)


class Mine(ExceptionGroup):
    def __new__(cls, message, errors, code=0):
        self = super().__new__(cls, message, errors)
        self.code = code
        return self

    def derive(self, errors):
        return Mine(self.message, errors, self.code + 1)


class Lost(ExceptionGroup): pass
class Wrong(ExceptionGroup):
    def derive(self, errors): return "not a group"


m = Mine("mine", [ValueError(1), Mine("inner", [KeyError(2)], 10)], 5)
match, rest = m.split(ValueError)
print(shape(match), match.code, shape(rest), rest.code, rest.exceptions[0].code)
print(*map(shape, Lost("lost", [ValueError(1), KeyError(2)]).split(KeyError)))
attempt(Wrong("w", [ValueError(1), KeyError(2)]).split, KeyError)
attempt(Wrong("w", [ValueError(1), KeyError(2)]).subgroup, KeyError)
attempt(lambda: setattr(g, "message", "x"))
attempt(lambda: setattr(g, "exceptions", ()))
g.args = ("changed",)
print(g, g.message, repr(g))
class Base(BaseExceptionGroup): pass
class AlsoException(BaseExceptionGroup, ValueError): pass
print(type(Base("b", [ValueError()])).__name__, type(B("b", [ValueError()])).__name__, G[int], G.__mro__[1:3])
attempt(AlsoException, "m", [KeyboardInterrupt()])
errors = [ValueError(1)]
g = G("list", errors)
errors.append(5)
print(g.exceptions, repr(g))

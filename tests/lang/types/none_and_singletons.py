# zeal: 8 - many safepoints
"""None, Ellipsis, NotImplemented, True and False: attributes, comparison, hashing, conversion, assignment refused, subclasses refused."""
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)

singles = (None, ..., NotImplemented, True, False)
for value in singles:
    print(repr(value), str(value), type(value).__name__, type(value)() is value if value is not True else type(value)(1) is value, value is eval(repr(value)), hash(value) == hash(value), value == value, value != value, value in (value,), [value].index(value), {value: 1}[value], value.__class__ is type(value), value.__reduce_ex__(2) if isinstance(value.__reduce_ex__(2), str) else value.__reduce_ex__(2)[1], value.__doc__ is not None)
for action in (lambda: None(), lambda: None + 1, lambda: -None, lambda: None < None, lambda: None[0], lambda: None.x, lambda: len(None), lambda: iter(None), lambda: int(None), lambda: float(None), lambda: str(None), lambda: bool(None), lambda: [1][None], lambda: {None: 1}[None], lambda: "%s %r" % (None, None), lambda: f"{None:>6}", lambda: f"{None!s:>6}", lambda: "a" + None, lambda: None.__bool__(), lambda: None.__eq__(None), lambda: None.__eq__(1), lambda: None.__ne__(1), lambda: None.__hash__() == hash(None), lambda: setattr(None, "x", 1), lambda: delattr(None, "__doc__"), lambda: None.__init__(1, 2), lambda: None | int, lambda: None | None, lambda: bool(NotImplemented), lambda: NotImplemented or 1, lambda: NotImplemented == NotImplemented, lambda: NotImplemented is NotImplemented, lambda: sorted([None, 1]), lambda: max(None, None), lambda: sum([None]), lambda: ... + 1, lambda: ....__class__, lambda: ...[0], lambda: [1, 2][...], lambda: Ellipsis is ..., lambda: type(...)(1), lambda: type(None)(1), lambda: type("N", (type(None),), {}), lambda: type("E", (type(...),), {}), lambda: type("B", (bool,), {})):
    attempt(action)
print(True + True, True * 3, -True, ~True & 3, True / 2, True // 1, True ** 2, True << 1, True & 5, True | 2, True ^ False, True and 5, not True, True == 1, True is 1 if False else "", True < 2, True in [1], {True: "a", 1: "b"}, str(True), int(True), float(False), complex(True), hex(True), f"{True:d} {True} {True:5}|{True!r:>6}", "%d %s" % (True, True), True.bit_length(), True.to_bytes(), True.real, type(True.real).__name__, type(True & False).__name__, type(True & 1).__name__, type(True + 0).__name__, type(~True).__name__, True.__and__(1), True.__or__(False), True.__xor__("a"), True.__rand__(False), bool.__and__(True, 5), isinstance(True, int), issubclass(bool, int), bool.__mro__)
print(bool(), bool([]), bool(""), bool(0.0), bool(-0.0), bool("0"), bool([0]), bool(float("nan")), bool(0j), bool(b""), bool(range(0)), bool(None), bool(...), bool(lambda: 0), bool.__new__(bool, "x"), bool("False"))
for action in (lambda: bool.__new__(int), lambda: bool.__new__(bool, 1, 2), lambda: bool(1, 2), lambda: bool(wrong=1), lambda: True(), lambda: True.x, lambda: setattr(True, "x", 1), lambda: True[0], lambda: int.__new__(bool, 1), lambda: object.__new__(bool), lambda: object.__new__(type(None)), lambda: True < None, lambda: True + None, lambda: True @ 1):
    attempt(action)
for source in ("None = 1", "True = 1", "False += 1", "... = 1", "Ellipsis = 1", "NotImplemented = 1", "del None", "del True", "for None in x: pass", "def None(): pass", "def f(None): pass", "f(None=1)", "f(True=1)", "class True: pass", "import None", "import a as None", "from a import None", "from a import b as True", "lambda None: 1", "x.None", "x.None = 1", "None.x = 1", "[None for None in x]", "None := 1", "(None := 1)", "with a as None: pass", "try: pass\nexcept A as None: pass", "global None", "nonlocal True", "match x:\n  case None: pass", "match x:\n  case {'a': None}: pass", "match x:\n  case [*None]: pass", "match x:\n  case A(None=1): pass", "type None = int", "def f[None](): pass", "None: int", "None: int = 1", "__debug__: int", "(None, x) = 1, 2", "x = None = 1", "@None\ndef f(): pass", "async def None(): pass", "f(a=1, None=2)", "print(*None)", "None()"):
    try:
        compile(source, "s", "exec")
        print(repr(source), "accepted")
    except SyntaxError as error:
        print(repr(source), error.msg)

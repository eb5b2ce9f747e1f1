"""except* and ExceptionGroup: what is raised after partial handling, tracebacks and contexts of parts, derived groups, nested re-raise."""


def tree(error, depth=0):
    print("  " * depth + type(error).__name__, str(error), "cause", type(error.__cause__).__name__, "context", type(error.__context__).__name__, "notes", getattr(error, "__notes__", None))
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            tree(part, depth + 1)


def run(action):
    try:
        action()
        print("no error")
    except BaseException as error:
        tree(error)


def make():
    group = ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("n", [ValueError(3), KeyError(4)])])
    group.add_note("noted")
    return group


def partial():
    try:
        raise make()
    except* ValueError as part:
        print("handling", part.exceptions, part.__notes__)


def again():
    try:
        raise make()
    except* ValueError as part:
        raise
    except* KeyError:
        pass


def raises_new():
    try:
        raise make()
    except* ValueError:
        raise OSError("new")
    except* TypeError as part:
        raise LookupError("other") from part


def raises_part():
    try:
        raise make()
    except* ValueError as part:
        raise part
    except* Exception as rest:
        raise rest.exceptions[0]


def bare():
    try:
        raise KeyError("bare")
    except* KeyError as part:
        print(type(part).__name__, repr(part.message), part.exceptions)
        raise


def nested():
    try:
        try:
            raise make()
        except* TypeError:
            1 // 0
    except* ZeroDivisionError as part:
        print("outer got", part.exceptions, type(part.exceptions[0].__context__).__name__)


def all_handled():
    try:
        raise make()
    except* (ValueError, TypeError):
        pass
    except* LookupError:
        pass
    else:
        print("else")
    finally:
        print("finally")


def wrong_type():
    try:
        raise make()
    except* 5:
        pass


def group_type():
    try:
        raise make()
    except* ExceptionGroup:
        pass


def mixed_type():
    try:
        raise make()
    except* (ValueError, BaseExceptionGroup):
        pass


def unmatched_wrong():
    try:
        pass
    except* 5:
        pass
    print("never evaluated")


def loops():
    for number in range(3):
        try:
            raise ExceptionGroup("loop", [ValueError(number)])
        except* ValueError as part:
            if number == 0: result = "continue stays in a loop of its own"
            for inner in range(2):
                if inner: continue
                break
    print(result, number)
    try:
        part
    except UnboundLocalError as error:
        print(error)


for action in (partial, again, raises_new, raises_part, bare, nested, all_handled, wrong_type, group_type, mixed_type, unmatched_wrong, loops):
    print("--", action.__name__)
    run(action)


class Coded(ExceptionGroup):
    def __new__(cls, message, errors, code):
        made = super().__new__(cls, message, errors)
        made.code = code
        return made
    def derive(self, errors): return Coded(self.message, errors, self.code)


try:
    try:
        raise Coded("coded", [ValueError(1), KeyError(2)], 7)
    except* KeyError as part:
        print(type(part).__name__, part.code, part.exceptions)
except Coded as rest:
    print(type(rest).__name__, rest.code, rest.exceptions)


class BadDerive(ExceptionGroup):
    def derive(self, errors): return 5


try:
    BadDerive("bad", [ValueError(1), KeyError(2)]).split(ValueError)
except TypeError as error:
    print("TypeError", error)
for source in ("try:\n  pass\nexcept* A:\n  pass\nexcept B:\n  pass", "try:\n  pass\nexcept*:\n  pass", "def f():\n  try:\n    pass\n  except* A:\n    return", "for x in y:\n  try:\n    pass\n  except* A:\n    break", "for x in y:\n  try:\n    pass\n  except* A:\n    continue", "try:\n  pass\nexcept* A, B:\n  pass", "try:\n  pass\nexcept* A, B as c:\n  pass", "try:\n  pass\nexcept *(A, B) as c:\n  pass"):
    try:
        compile(source, "s", "exec")
        print("accepted")
    except SyntaxError as error:
        print(error.msg, error.lineno)

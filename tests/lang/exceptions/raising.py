import sys


def attempt(action):
    try:
        action()
    except BaseException as error:
        print(type(error).__name__, error.args, str(error))


def raises(value):
    raise value


class Own(Exception):
    pass


class Refuses(Exception):
    def __init__(self, a):
        super().__init__(a, "more")
        self.a = a


class NotException:
    pass


attempt(lambda: raises(ValueError))
attempt(lambda: raises(ValueError("a")))
attempt(lambda: raises(ValueError("a", 2)))
attempt(lambda: raises(Own))
attempt(lambda: raises(Own(1, 2, 3)))
attempt(lambda: raises(Refuses("x")))
attempt(lambda: raises(Refuses))
attempt(lambda: raises(1))
attempt(lambda: raises(None))
attempt(lambda: raises("text"))
attempt(lambda: raises(NotException))
attempt(lambda: raises(NotException()))
attempt(lambda: raises(KeyError("key")))
attempt(lambda: raises(KeyError()))
attempt(lambda: raises(StopIteration(5)))
attempt(lambda: raises(SystemExit(2)))
attempt(lambda: raises(OSError(2, "No such thing")))
attempt(lambda: raises(OSError("plain")))


def bare_raise():
    raise


attempt(bare_raise)


# raise from, __cause__, __context__, __suppress_context__.
def describe(error):
    print(repr(error), "cause", repr(error.__cause__), "context", repr(error.__context__), error.__suppress_context__)


def chain(how):
    try:
        try:
            raise ValueError("first")
        except ValueError as error:
            if how == "context":
                raise TypeError("second")
            if how == "from":
                raise TypeError("second") from error
            if how == "from none":
                raise TypeError("second") from None
            if how == "from class":
                raise TypeError("second") from KeyError
            if how == "from wrong":
                raise TypeError("second") from 5
            if how == "again":
                raise
            if how == "itself":
                raise error
            if how == "itself from":
                raise error from KeyError("k")
    except Exception as error:
        describe(error)


for how in ("context", "from", "from none", "from class", "from wrong", "again", "itself", "itself from"):
    chain(how)


def deep():
    try:
        try:
            try:
                raise ValueError(1)
            except ValueError:
                raise TypeError(2)
        except TypeError:
            raise KeyError(3)
    except KeyError as error:
        while error is not None:
            print(repr(error), end=" <- ")
            error = error.__context__
        print()


deep()


# The exception being handled is per level, and restored.
def handled():
    print(sys.exc_info()[0], sys.exception())
    try:
        raise ValueError("outer")
    except ValueError:
        print(repr(sys.exception()))
        try:
            raise KeyError("inner")
        except KeyError:
            print(repr(sys.exception()))
        print(repr(sys.exception()))
        inside()
        print(repr(sys.exception()))
    print(sys.exception())


def inside():
    print("inside", repr(sys.exception()))
    try:
        raise TypeError("in function")
    except TypeError as error:
        describe(error)
    try:
        raise
    except ValueError as error:
        print("raised again", repr(error))


handled()


# An exception object lives on, with its traceback; a traceback names frames from the outside in.
def keep():
    try:
        level_one()
    except ValueError as error:
        return error


def level_one():
    level_two()


def level_two():
    raise ValueError("deep")


def frames(traceback):
    names = []
    while traceback is not None:
        names.append((traceback.tb_frame.f_code.co_name, traceback.tb_lineno))
        traceback = traceback.tb_next
    return names


kept = keep()
print(frames(kept.__traceback__))
try:
    raise kept
except ValueError as again:
    print(again is kept, [name for name, _ in frames(again.__traceback__)])
print(kept.with_traceback(None) is kept, kept.__traceback__)
try:
    kept.__traceback__ = 5
except TypeError as error:
    print(error)
try:
    kept.__cause__ = 5
except TypeError as error:
    print(error)
error = ValueError("a")
error.__cause__ = KeyError("b")
describe(error)
error.extra = 1
error.args = (7, 8)
print(error.extra, error.args, repr(error))
error.add_note("a note")
print(error.__notes__)

# Hierarchy.
for pair in ((KeyError, LookupError), (ZeroDivisionError, ArithmeticError), (ModuleNotFoundError, ImportError), (RecursionError, RuntimeError),
             (UnboundLocalError, NameError), (SystemExit, Exception), (KeyboardInterrupt, BaseException), (Own, Exception), (IOError, OSError)):
    print(pair[0].__name__, pair[1].__name__, issubclass(*pair))
print(Own.__mro__)


class Derived(Own, KeyError):
    def __str__(self):
        return "derived"


try:
    raise Derived("x")
except LookupError as error:
    print(error, repr(error), error.args)

# Errors of the language itself.
attempt(lambda: undefined_name)
attempt(lambda: 1 / 0)
attempt(lambda: 1 % 0)
attempt(lambda: 1.0 // 0)
attempt(lambda: [][0])
attempt(lambda: {}["missing"])
attempt(lambda: "a" + 1)
attempt(lambda: 1 + "a")
attempt(lambda: int("x"))
attempt(lambda: (1).missing)
attempt(lambda: [1, 2][5:]["x"])
attempt(lambda: (1, 2)[1.0])
attempt(lambda: None[0])
attempt(lambda: 5())
attempt(lambda: len(5))
attempt(lambda: -"a")
attempt(lambda: {}.pop("k"))
attempt(lambda: next(iter([])))

# `__new__` of the exception classes: which makes which, and what `OSError`'s does with its arguments.
import copy
import pickle


def show(f):
    try:
        print(f())
    except BaseException as error:
        print(type(error).__name__, error)


def parts(error):
    return type(error), error.args, error.errno, error.strerror, error.filename, error.filename2, str(error)


show(lambda: parts(OSError.__new__(OSError, 13, "x", "f")))
show(lambda: parts(OSError.__new__(FileNotFoundError, 2, "x")))
show(lambda: parts(OSError.__new__(OSError, "one")))
show(lambda: OSError.__new__(OSError, 13, a=1))
show(lambda: OSError.__new__(1))
show(lambda: OSError(13, "x", a=2))


class OwnInit(OSError):
    def __init__(self, *args):
        pass


class OwnNew(OSError):
    def __new__(cls, *args):
        return super().__new__(cls, *args)


class Both(OSError):
    def __new__(cls, *args):
        return super().__new__(cls, *args)

    def __init__(self, *args):
        super().__init__(1, "other")


class Passing(OSError):
    def __init__(self, number, text):
        super().__init__(number, text, "file")


class Keywords(FileNotFoundError):
    def __init__(self, *args, k=1):
        self.k = k
        super().__init__(*args)


class Plain(FileNotFoundError):
    pass


for kind in (OwnInit, OwnNew, Both, Plain):
    show(lambda: parts(kind(13, "x", "f")))
show(lambda: parts(Passing(13, "x")))
show(lambda: parts(Keywords(2, "x", k=3)))
show(lambda: Plain(2, "x", k=3))


def again(error, *args, **keywords):
    error.__init__(*args, **keywords)
    return parts(error)


show(lambda: again(OSError(13, "x", "f"), 1, "b"))
show(lambda: again(OSError(), 1, "b"))
show(lambda: again(OSError(2, "x"), k=1))
show(lambda: again(Passing(2, "x"), 5, "y"))
show(lambda: (lambda error: (error.characters_written, error.args, error.filename))(BlockingIOError(11, "x", 5)))

for error in (
    OSError(13, "x", "f"),
    OSError(13, "x", "f", None, "g"),
    Plain(2, "x"),
    Keywords(2, "x", "y"),
    BlockingIOError(11, "x", 5),
):
    show(lambda: parts(pickle.loads(pickle.dumps(error))))
    show(lambda: parts(copy.copy(error)))

classes = [
    BaseException, Exception, OSError, ConnectionError, FileNotFoundError, ConnectionResetError, ValueError, KeyError,
    StopIteration, SystemExit, ImportError, ModuleNotFoundError, SyntaxError, IndentationError, UnicodeError,
    UnicodeDecodeError, NameError, UnboundLocalError, AttributeError, BaseExceptionGroup, ExceptionGroup, MemoryError,
    KeyboardInterrupt, Warning,
]
for base in classes:
    for derived in classes:
        if issubclass(derived, base) and base is not derived:
            print(base.__name__, derived.__name__, end=" ")
            show(lambda: type(base.__new__(derived)).__name__)

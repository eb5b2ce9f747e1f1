# zeal-args: 60
"""Exceptions shared between threads: fields, notes, chaining."""

from lib.crew import THREADS, each, rounds

N = rounds(1500)

# Fields of one exception: each read gives what some thread stored into that field.
error = OSError(1, "text", "file")


def fields(number):
    for i in range(N):
        error.errno = ("errno", number)
        error.strerror = ("strerror", number)
        error.filename = ("filename", number)
        for name in ("errno", "strerror", "filename"):
            if getattr(error, name)[0] != name:
                return "wrong"
        str(error)
        repr(error)
    return "right"


print(each(fields))

# The first field is set by all at once: none is lost.
for _ in range(20):
    fresh = AttributeError("m")
    fresh.__init__("m")

    def first(number):
        setattr(fresh, "name" if number % 2 else "obj", number % 2)

    each(first)
    if (fresh.name, fresh.obj) != (1, 0):
        print("lost")
print("kept")

# Notes, causes and tracebacks of one exception that all raise.
shared = ValueError("shared")


def raising(number):
    for i in range(N // 4):
        try:
            raise shared from KeyError(number)
        except ValueError as caught:
            if caught is not shared or not isinstance(caught.__cause__, KeyError):
                return "wrong"
        shared.__traceback__ = None
        shared.args = (number, i)
        if len(shared.args) != 2:
            return "wrong"
    return "right"


print(each(raising))
counted = ValueError()
counted.add_note("first")
each(lambda number: [counted.add_note(str(i)) for i in range(N // 10)])
print(len(counted.__notes__) == THREADS * (N // 10) + 1)

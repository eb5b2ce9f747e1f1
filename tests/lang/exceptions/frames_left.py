"""Where the frames of a traceback stand after an exception has left them: at what raised, not at the code that passed it on."""


def shown(function):
    try:
        function()
    except Exception as error:
        entry = error.__traceback__.tb_next
        places = []
        while entry:
            frame = entry.tb_frame
            places.append((frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, entry.tb_lineno - frame.f_code.co_firstlineno))
            entry = entry.tb_next
        print(function.__name__, type(error).__name__, places)


class Manager:
    def __init__(self, fails=False): self.fails = fails
    def __enter__(self): return self
    def __exit__(self, *details):
        if self.fails:
            1 / 0


def plain():
    x = 1
    1 / 0
    y = 2


def in_with():
    with Manager():
        x = 1
        1 / 0
        y = 2


def in_exit():
    with Manager(True):
        x = 1
        y = 2


def in_exit_after():
    with Manager(True):
        raise KeyError
        y = 2


def no_match():
    try:
        x = 1
        1 / 0
    except KeyError:
        y = 2
    except ValueError as e:
        z = 3


def in_except():
    try:
        1 / 0
    except ZeroDivisionError:
        x = 1
        [][1]
        y = 2


def in_named_except():
    try:
        1 / 0
    except ZeroDivisionError as error:
        x = 1
        [][1]
        y = 2


def in_finally():
    try:
        x = 1
        1 / 0
    finally:
        y = 2
        z = 3


def raised_in_finally():
    try:
        x = 1
        1 / 0
    finally:
        y = 2
        [][1]
        z = 3


def in_inner():
    def inner():
        with Manager():
            x = 1
            plain()
    try:
        inner()
    finally:
        x = 1


def generator():
    def numbers():
        try:
            yield 1
            [][1]
        except KeyError:
            yield 2
    for x in numbers():
        y = x


for function in (plain, in_with, in_exit, in_exit_after, no_match, in_except, in_named_except, in_finally, raised_in_finally, in_inner, generator):
    shown(function)

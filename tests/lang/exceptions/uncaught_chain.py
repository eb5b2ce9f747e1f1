# exit: 1
# zeal: 200 - showing a traceback imports much of the library
class Own(Exception):
    def __str__(self):
        return "own text\nof two lines"


def first():
    {}["missing"]


def second():
    try:
        first()
    except KeyError as error:
        raise Own(1) from error


def third():
    try:
        second()
    finally:
        [].pop()


try:
    third()
except IndexError:
    raise RuntimeError

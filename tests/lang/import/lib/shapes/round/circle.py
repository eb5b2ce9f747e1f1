from ..names import text
from . import public


def area(r):
    return 3 * r * r


def too_far():
    from ..... import nothing

# A module runs once, however many threads import it, and nobody sees it half made.
import sys

from lib.crew import each

sys.setrecursionlimit(1000)


def load(number):
    import lib.slow
    return lib.slow.last


print(each(load))
import lib.slow
print(lib.slow.runs)


def load_from(number):
    from lib.slow_too import last
    return last


print(each(load_from))


def either(number):
    if number % 2:
        import lib.left as module
    else:
        import lib.right as module
    return module.name


print(sorted(each(either)))

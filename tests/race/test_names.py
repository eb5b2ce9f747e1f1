# zeal-args: 40
# Globals, cells and builtins: each load, store and delete is one step.
from lib.crew import THREADS, each, rounds, together

N = rounds(2000)
value = (0, 0)


def write_global():
    global value
    for i in range(N):
        value = (i, i)


def read_global():
    for _ in range(N):
        a, b = value
        if a != b:
            return "torn"
    return "whole"


print(together(write_global, read_global, read_global)[1:])


def come_and_go():
    global visitor
    for i in range(N):
        visitor = "here"
        del visitor


def meet():
    for _ in range(N):
        try:
            if visitor != "here":
                return "wrong"
        except NameError:
            pass
    return "right"


print(together(come_and_go, meet, meet)[1:])


def shadow():
    space = globals()
    for i in range(N):
        space["len"] = lambda items: -1
        del space["len"]


def measure():
    return set([len("abc") for _ in range(N)]) <= {3, -1}


print(together(shadow, measure, measure)[1:], len("abc"))


def cells():
    value = [0, 0]

    def write():
        nonlocal value
        for i in range(N):
            value = [i, i]

    def read():
        for _ in range(N):
            a, b = value
            if a != b:
                return "torn"
        return "whole"

    return together(write, read, read)[1:]


print(cells())
space = {}
each(lambda number: [exec("g%d_%d = %d" % (number, i % 50, i), space) for i in range(N // 10)])
print(all([space["g%d_%d" % (number, i % 50)] % 50 == i % 50 for number in range(THREADS) for i in range(min(N // 10, 50))]))

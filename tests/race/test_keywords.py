"""A call spreads a dict that another thread changes: what it passes are the items of some moment."""
from lib.crew import each, rounds

N = rounds(5000)
names = {"a": 1, "b": 2, "c": 3}


def take(**keywords):
    return keywords


def work(number):
    wrong = []
    for _ in range(N):
        if number == 0:
            del names["a"]
            names["a"] = 1
        else:
            passed = take(x=0, **names)
            if passed not in ({"x": 0, "a": 1, "b": 2, "c": 3}, {"x": 0, "b": 2, "c": 3}):
                wrong.append(passed)
    return wrong


print(each(work))

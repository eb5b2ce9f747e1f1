"""When `**` finds that keywords are no strings, or there twice: after what stands behind has been evaluated, or before."""


def g():
    print("evaluated", end=" ")
    return {}


def f(**keywords):
    return keywords


class Text(str):
    pass


CALLS = """
f(**{1: 2}, **g())
f(**{1: 2})
f(a=1, **{1: 2}, **g())
f(**{'a': 1}, **{'a': 2}, **g())
f(**{1: 1}, **{1: 2}, **g())
f(**{None: 1}, **{None: 2})
f(a=1, **{'a': 2}, **g())
f(**{Text('a'): 1}, **g())
f(**{'a': 1}, **5)
f(**{1: 1}, **5)
dict(**{1: 2}, **g())
dict(**{(1, 2): 1})
print(**{1: 2}, **g())
int(**{1: 2})
[].sort(**{1: 2})
f.__call__(**{1: 2})
"""
for call in CALLS.split("\n")[1:-1]:
    try:
        print(call, "->", eval(call))
    except TypeError as error:
        print(call, "->", error)

"""settrace: the lines of comprehensions over several lines: what is left out, what is kept, the end."""
import sys
def traced(f, *args):
    events, base = [], f.__code__.co_firstlineno
    def local(frame, event, arg):
        if frame.f_code is f.__code__:
            events.append(f"{event[:1]}{frame.f_lineno - base}")
        return local
    sys.settrace(local)
    try:
        f(*args)
    except Exception as e:
        events.append(repr(e))
    finally:
        sys.settrace(None)
    print(f.__name__, " ".join(events))
def all(*fs):
    for f in fs: traced(f)
def c1():
    a = [i
         for i in (1, 2)]
    return 0
def c2():
    a = [
        i
        for i in (1, 2)
    ]
    return 0
def c3():
    a = [i
         for i in [1, 2]
         if i]
    b = 1
def c4():
    a = [i for i in (1, 2) if i > 1]
    b = 1
def c5():
    a = {i:
         i
         for i in (1, 2)
         if i > 1
         if i < 5}
    b = 1
def c6():
    a = {(i, j)
         for i in (1, 2)
         for j in (1, 2)
         if i > j}
    b = 1
def c7():
    return [i
         for i in (1, 2)
         if i > 1]
def c8():
    len([i
         for i in (1, 2)
         if i > 1])
def c9():
    a = [len(
          (i,))
         for i in (1, 2)
         if i > 1 or
            i < 5]
    b = 1
def c10():
    x = [
        i for
        i
        in
        (1, 2)
        if
        i
        ]
    y = 1
def c11():
    x = [i for i in (1, 2)]; y = 1
    z = [i
         for i in ()]
    z = [i
         for i in ()
         if i]
def c12():
    x = [lambda:
          i
         for i in (1, 2)
         if i == 2]
    y = 1
def c13():
    try:
        x = [i
         for i in (1, 0)
         if 1 / i]
    except ZeroDivisionError:
        pass
def c14():
    x = [j
         for i in (1, 2)
         for j in [i
                   ]
         if j]
    y = 1
all(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14)

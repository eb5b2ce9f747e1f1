"""settrace: loops, comprehensions and generators on one line: the line is told once more for each round."""
import sys
def traced(f, *args):
    events, base = [], f.__code__.co_firstlineno
    def local(frame, event, arg):
        if frame.f_code.co_filename == __file__ and frame.f_code.co_name != 'traced':
            n = frame.f_code.co_name
            events.append(f"{'' if n == f.__name__ else n[:4]}{event[:1]}{frame.f_lineno - base}")
        return local
    sys.settrace(local)
    try:
        f(*args)
    except Exception as e:
        events.append(repr(e))
    finally:
        sys.settrace(None)
    print(f.__name__, " ".join(events))
def g1():
    a = list(i for i in (1, 2, 3))
def g2():
    a = list(i
       for i in (1, 2, 3)
       if i > 1)
def g3():
    a = list(i for i in (1, 2, 3) if i > 1)
def g4():
    a = list((i, j) for i in (1, 2) for j in (1, 2) if i > j)
def g5():
    a = list((i, j)
       for i in (1, 2)
       for j in (1, 2)
       if i > j)
def g6():
    for i in (1, 2, 3): pass
    for i in (1, 2, 3): x = i
    x = [i for i in (1, 2, 3)]
    x = [i for i in (1, 2, 3) if i > 1]
    x = [(i, j) for i in (1, 2, 3) for j in (1, 2) if i > 1]
    x = [i for i in ()]
def g7():
    def gen():
        for i in (1, 2, 3): yield i
    for x in gen(): pass
def g9():
    def gen():
        while True:
            yield 1
            return
    for x in gen():
        x
for f in (g1, g2, g3, g4, g5, g6, g7, g9): traced(f)

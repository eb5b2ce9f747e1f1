# yield from: values, send, throw, close, results; chains; non-generators.
def inner():
    try:
        a = yield 1
        print('inner got', a)
        b = yield 2
        print('inner got', b)
    except KeyError as e:
        print('inner caught', repr(e))
        yield 'k'
    finally:
        print('inner finally')
    return 'result'

def outer():
    r = yield from inner()
    print('outer got', r)
    yield r

g = outer()
print(next(g), g.send('x'))
print(g.gi_yieldfrom.__name__)
print(g.throw(KeyError('k')))
print(next(g))
print(list(g))

g = outer(); next(g); g.close()
g = outer(); next(g)
try:
    g.throw(ZeroDivisionError('z'))
except ZeroDivisionError as e:
    tb = e.__traceback__
    names = []
    while tb:
        names.append((tb.tb_frame.f_code.co_name, tb.tb_lineno)); tb = tb.tb_next
    print(names)

def over(iterable):
    r = yield from iterable
    print('r =', r)

print(list(over([1, 2, 3])), list(over('ab')), list(over(range(2))))
class Iter:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration('done')
        return self.n
    def send(self, v):
        print('send', v); return self.__next__()
    def throw(self, e):
        print('throw', repr(e)); return 'thrown'
    def close(self):
        print('close')
g = over(Iter()); print(next(g), g.send('s'), g.throw(ValueError('v')), list(g))
g = over(Iter()); next(g); g.close()
g = over([1, 2]); next(g)
try: g.send(5)
except AttributeError as e: print(e)
g = over([1, 2]); next(g)
try: g.throw(KeyError(1))
except KeyError as e: print(repr(e))
try: list(over(5))
except TypeError as e: print(e)

def chain(n):
    if n: yield from chain(n - 1)
    yield n
print(list(chain(5)))
def deep(n):
    if n == 0:
        got = yield 'bottom'
        return got
    return (yield from deep(n - 1))
g = deep(200); print(next(g))
try: g.send('up')
except StopIteration as e: print(e.value)
def fails():
    yield 1
    raise ValueError('inner')
def guarded():
    try:
        yield from fails()
    except ValueError as e:
        yield repr(e)
    return 3
def top():
    x = yield from guarded()
    yield x
print(list(top()))
def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)
print(list(tree(3)))
def selfref():
    yield from me
me = selfref()
try: next(me)
except ValueError as e: print(e)
def closes_inner_raises():
    try: yield
    finally: raise OSError('in close')
def o2():
    try:
        yield from closes_inner_raises()
    except OSError as e:
        print('o2', e); raise
g = o2(); next(g)
try: g.close()
except OSError as e: print('top', e)

# The exception being handled, in generators and around them.
import sys
def g():
    print('a', sys.exception())
    try:
        raise KeyError(1)
    except KeyError:
        print('b', repr(sys.exception()))
        yield 1
        print('c', repr(sys.exception()))
        yield 2
    print('d', repr(sys.exception()))
    yield 3
try:
    raise ValueError('outer')
except ValueError:
    it = g()
    print(next(it), repr(sys.exception()))
print(sys.exception())
print(next(it), sys.exception())
try:
    raise OSError('x')
except OSError:
    print(next(it), repr(sys.exception()))

def reraises():
    try:
        yield 1
    except ValueError:
        yield 2
        raise
it = reraises(); next(it)
try:
    raise ValueError('thrown')
except ValueError as e:
    print(it.throw(e), repr(sys.exception()))
print(sys.exception())
try:
    next(it)
except ValueError as e:
    print('reraised', repr(e))

def ctx():
    try:
        1/0
    except ZeroDivisionError:
        yield
it = ctx(); next(it)
try: it.throw(KeyError('k'))
except KeyError as e: print(repr(e.__context__))

def withs():
    class M:
        def __enter__(self): print('enter'); return self
        def __exit__(self, *a): print('exit', a[0]); return a[0] is ValueError
    with M() as m:
        yield 1
    yield 2
    with M():
        with M():
            yield 3
        yield 4
    yield 5
it = withs(); print(next(it), it.throw(ValueError), next(it), next(it), next(it))
it = withs(); next(it); it.close()
def fin():
    try:
        try:
            yield 1
        finally:
            print('f1')
            yield 'in finally'
            print('f2')
    except KeyError as e:
        print('caught', e)
        yield 'handled'
it = fin(); next(it); print(it.throw(KeyError('z')), next(it), list(it))
def loop():
    for i in range(3):
        try:
            if i == 1: continue
            yield i
        finally:
            yield ('fin', i)
print(list(loop()))
def ret():
    try:
        return 'a'
    finally:
        yield 'before return'
it = ret(); print(next(it))
try: next(it)
except StopIteration as e: print(e.value)
def nested():
    try:
        raise KeyError('n')
    except KeyError:
        try:
            yield from inner_n()
        except OSError as e:
            print('ctx', repr(e.__context__))
def inner_n():
    print('in', repr(sys.exception()))
    yield 1
    raise OSError('o')
print(list(nested()))
def g2():
    try: yield
    except KeyError: print('in g2', repr(sys.exception()))
    yield
it = g2(); next(it)
try: raise RuntimeError('r')
except RuntimeError:
    it.throw(KeyError('q'))
    print(repr(sys.exception()))

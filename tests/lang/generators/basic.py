# Generators: iteration, send, throw, close, return values, attributes.
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1
    return 'end'

print(list(count(4)), sum(count(10)), [x * 2 for x in count(3)])
for x in count(3):
    print(x, end=' ')
print()
g = count(2)
print(next(g), next(g), next(g, 'default'), next(g, 'again'))
g = count(1)
next(g)
try:
    next(g)
except StopIteration as e:
    print('stop', e.value, e.args)

def echo():
    received = []
    while True:
        try:
            x = yield len(received)
            received.append(x)
            if x == 'stop':
                return received
        except ValueError as e:
            received.append(repr(e))
        finally:
            received.append('f')

g = echo()
try:
    g.send(1)
except TypeError as e:
    print(e)
print(next(g), g.send('a'), g.throw(ValueError('x')), g.send('b'))
try:
    g.send('stop')
except StopIteration as e:
    print(e.value)
print(list(g))

def closing():
    try:
        yield 1
        yield 2
    finally:
        print('closed')

g = closing(); next(g); print(g.close()); print(g.close())
g = closing(); print(g.close())

def ignores():
    try:
        yield 1
    except GeneratorExit:
        pass
    yield 2

g = ignores(); next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)

def returns_on_close():
    try:
        yield
    except GeneratorExit:
        return 42

g = returns_on_close(); next(g); print(g.close())

def again():
    yield next(me)

me = again()
try:
    next(me)
except ValueError as e:
    print(e)

def stops():
    yield 1
    raise StopIteration(5)

try:
    list(stops())
except RuntimeError as e:
    print(e, repr(e.__cause__), e.__context__ is e.__cause__, e.__suppress_context__)

g = count(3)
print(g.gi_running, g.gi_suspended, g.gi_frame.f_lineno, g.gi_code.co_name, g.__name__, g.__qualname__, g.gi_yieldfrom)
next(g)
print(g.gi_suspended, g.gi_frame.f_locals, g.gi_frame is g.gi_frame)
list(g)
print(g.gi_frame, g.gi_suspended)
g.__name__ = 'other'
print(g.__name__, type(g).__name__, iter(g) is g)
try:
    g.__name__ = 1
except TypeError as e:
    print(e)

for bad in (1, 'x', int):
    try:
        count(1).throw(bad)
    except TypeError as e:
        print(e)
try:
    count(1).throw(KeyError, 'k')
except KeyError as e:
    print(repr(e), e.__traceback__.tb_next.tb_lineno)

print((lambda: (yield 7))().__next__())
print(list((lambda: [(yield 1), (yield 2)])()))

def nothing():
    return
    yield

print(list(nothing()))
def sends():
    x = yield
    y = yield x
    print('got', x, y, sep=',')
s = sends(); next(s); print(s.send(10))
try: s.send(20)
except StopIteration: print('done')
def args(a, b=2, *c, d=4, **e):
    yield a, b, c, d, e
print(next(args(1)), next(args(1, 3, 5, d=6, f=7)))
def cells(n):
    def inner():
        nonlocal n
        n += 1
        return n
    yield inner()
    yield inner()
    yield n
print(list(cells(5)))
def inexpr():
    return_ = [1, (yield 'a'), 3, {'k': (yield 'b')}]
    yield return_
it = inexpr(); print(next(it), it.send('A'), it.send('B'))

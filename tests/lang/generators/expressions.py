# Generator expressions.
print(list(x for x in range(4)), sum(x * x for x in range(5) if x % 2), ''.join(c for c in 'abc'))
print(list((x, y) for x in range(3) for y in range(x)), list(y for x in [[1, 2], [3]] for y in x if y != 2))
try:
    (x for x in 5)
except TypeError as e:
    print(e)
n = 3
g = (n * i for i in range(3))
n = 10
print(list(g), g.__name__, g.__qualname__, g.gi_code.co_varnames, g.gi_code.co_argcount)
def f():
    a = [1, 2, 3]
    k = 2
    return (x * k + y for x in a for y in (10, k)), (lambda: k)
g, _ = f()
print(list(g), g.__qualname__)
class C:
    base = 5
    items = list(x for x in range(base))
print(C.items)
def walrus():
    any((last := i) > 2 for i in range(5))
    return last
print(walrus())
total = 0
print(sum((total := total + v) for v in [1, 2, 3]), total)
print(dict((k, v) for k, v in zip('ab', (1, 2))), set(x % 2 for x in range(5)), tuple(x for x in 'xy'))
print(list([y for y in range(x)] for x in range(3)), [list(z + x for z in range(2)) for x in (1, 2)])
print(next(x for x in range(10) if x > 6), max((len(w), w) for w in ['a', 'bbb', 'cc']))
g = (print('lazy') or x for x in [1])
print('made'); print(list(g))
print(list((lambda: x)() for x in range(3)), [h() for h in list((lambda: x) for x in range(3))])
def gen_of_gen():
    return list(sum(x for x in range(y)) for y in range(5))
print(gen_of_gen())
a, b = (x for x in (1, 2)); print(a, b)
print(*(x for x in 'spread'))
def early():
    for x in (i for i in range(10)):
        if x == 3: return x
print(early())
g = (1/x for x in (1, 0))
print(next(g))
try: next(g)
except ZeroDivisionError as e: print(e)
print(list(g))

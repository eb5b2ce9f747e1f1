"""tuple: construction, searching with bounds, concatenation, comparison, identity rules, hashing by value, refusals."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)


class Sub(tuple):
    pass


t = (1, 2, 1.0)
table("""
tuple(), tuple([]), tuple('ab'), tuple({1: 2}), tuple(iter([1]))
tuple(t) is t, tuple(Sub(t)) is t, t[:] is t, t * 1 is t, t + () is t, () is (), type(Sub(t)[:]).__name__, type(Sub(t) * 1).__name__
tuple(5)
tuple([], [])
tuple(iterable=[])
t.index(1), t.index(1, 1), t.index(2, -2), t.index(1, -100, 100), t.count(1), t.count('a'), t.index(1, True)
t.index(9)
t.index(2, 2)
t.index()
t.index(1, 'a')
t.index(1, None)
t.count()
t[0], t[-1], t[True], t[1:], t[::-1], t[5:], t[-100:2]
t[3]
t[-4]
t['a']
t[1.0]
t[None]
t[2**70]
t[::0]
t + (3,), () + (), (1,) * 3, 2 * (1, 2), (1,) * 0, (1,) * -1, (0,) * True
t + [3]
t * 2.0
t * t
(1,) * 2**70
t.append(1)
hash((1, 2)) == hash((1.0, 2.0)), hash(()) == hash(tuple()), hash((1, (2, 3))) == hash((1, (2, 3)))
hash(([],))
{(): 1, (1,): 2}[(1.0,)]
(1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, 'a') < (2, 3), (1, 2) == (1, 2.0), (1, 2) == [1, 2], (1,) != (1,)
(1, 'a') < (1, 3)
(1,) < [2]
(1, 2) <= (1, 2), (2,) >= (1, 9), (lambda n: (n,) == (n,))(float('nan'))
2 in t, 1j in t, 'a' in t, () in ((),), 2 in Sub(t)
len(()), bool(()), bool((0,)), str((1,)), repr(()), repr((1, (2,), [])), repr(Sub((1,)))
t.__getnewargs__(), Sub(t).__getnewargs__() == (t,), type(Sub(t).__getnewargs__()[0]).__name__
tuple.__new__(Sub, [1]), type(tuple.__new__(Sub)).__name__
tuple.__new__(int)
tuple.__new__(list)
tuple.__init__((1,))
tuple.__init__((1,), 2)
sorted([(2, 'a'), (1, 'b'), (1, 'a')]), max((1, 2), (1, 3)), min(((), (0,))), sum(((1,), (2,)), ())
(x := 5, x), (*'ab', *()), *[1],
1, 2 == 1, 2
(lambda *a: a)(*t) == t
type(t).__iter__(t).__class__.__name__, iter(t).__length_hint__(), iter(t).__reduce__()[1:]
(lambda i: (next(i), i.__setstate__(0), list(i)))(iter(t))
(lambda i: (i.__setstate__(99), list(i)))(iter(t))
""")
t2 = ([], "b")
try:
    t2[0] += [1]
except TypeError as error:
    print(t2, error)
try:
    t2[1] = 5
except TypeError as error:
    print(t2, error)
try:
    del t2[0]
except TypeError as error:
    print(error)
recursive = ([],)
recursive[0].append(recursive)
print(recursive, recursive[0])

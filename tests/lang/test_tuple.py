# tuple
def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))

t(lambda: tuple())
t(lambda: tuple("abc"))
t(lambda: tuple([1, 2]))
t(lambda: tuple(range(3)))
t(lambda: tuple({1: 2}))
t(lambda: tuple(1))
t(lambda: tuple(1, 2))
t(lambda: tuple(a=1))
t(lambda: (1,))
t(lambda: ())
t(lambda: (1, (2, (3,)), "x", [4]))
l = []
r = (1, l)
l.append(r)
print(r)
x = (10, 20, 30, 40)
for i in (0, 3, -1, -4, 4, -5, "a", 1.5, 10**30):
    t(lambda: x[i])
for s in (slice(1, 3), slice(None), slice(None, None, -1), slice(0, 4, 2), slice(9, 1), slice(-3, -1)):
    print(s, x[s])
t(lambda: x[::0])
print(x[:] is x)
def store():
    x[0] = 1
t(store)
def delete():
    del x[0]
t(delete)
t(lambda: (1,) + (2, 3))
t(lambda: (1,) + [2])
t(lambda: (1,) + 1)
t(lambda: (1, 2) * 2)
t(lambda: 2 * (1, 2))
t(lambda: (1,) * -1)
t(lambda: (1,) * 1.5)
t(lambda: (1, 2) < (1, 3))
t(lambda: (1, 2) < (1,))
t(lambda: (1, 2) == (1, 2))
t(lambda: (1, 2) == [1, 2])
t(lambda: (1, 2) < [1, 2])
t(lambda: (1, "a") < (1, 2))
t(lambda: 2 in (1, 2))
t(lambda: len((1, 2)))
t(lambda: hash(()) == hash(()))
t(lambda: hash((1, 2, 3)))
t(lambda: hash((1, (2, 3.5), None is None)))
t(lambda: hash(([],)))
t(lambda: (1, 2, 1).count(1))
t(lambda: (1, 2, 1).index(1, 1))
t(lambda: (1, 2, 1).index(9))
t(lambda: (1, 2, 1).index(2, 0, 1))
t(lambda: (1, 2, 1).index(2, -2))
t(lambda: (1,).__getnewargs__())
t(lambda: list(reversed((1, 2, 3))))
t(lambda: [x for x in (1, 2, 3)])
print(type(iter(())).__name__, iter((1, 2)).__length_hint__())
a, b = (1, 2)
def unpack():
    a, b = (1, 2, 3)
t(unpack)
def unpack():
    a, b, c = (1, 2)
t(unpack)
d = {(1, 2): "x"}
print(d[(1, 2)], (1, 2) in d, (2, 1) in d)

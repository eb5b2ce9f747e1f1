"""slice: indices for every sign, attributes, comparison, hashing, text, and slices as keys."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)

table("""
slice(5), slice(1, 2), slice(1, 2, 3), slice(None), slice('a', [], {})
slice()
slice(1, 2, 3, 4)
slice(stop=3)
slice(1, 2).start, slice(1, 2).stop, slice(1, 2).step, slice(5).start
setattr(slice(1), 'start', 2)
slice(1, 5).indices(3), slice(None, None, -1).indices(5), slice(-2, None).indices(5), slice(10, -10, -2).indices(5)
slice(-100, 100).indices(5), slice(100, -100, -1).indices(5), slice(3, 1).indices(5), slice(None).indices(0), slice(None, None, -3).indices(0)
slice(10**30).indices(5), slice(-10**30, 10**30, 10**30).indices(5), slice(None).indices(10**30), slice(-1, None, -10**30).indices(10**20)
slice(1, 2, 0).indices(5)
slice('a').indices(5)
slice(1.5).indices(5)
slice(1).indices(-1)
slice(1).indices('a')
slice(1).indices()
slice(True, False).indices(3)
slice(1, 2) == slice(1, 2), slice(1, 2) == slice(1, 2, None), slice(1) == slice(0, 1), slice(1) == (None, 1, None), slice(1) != slice(2)
slice(1) < slice(2), slice(1, 2) <= slice(1, 2), slice(1, 3) > slice(1, 2)
slice(1) < slice(1, 2)
slice(1, 2) < (1, 2)
hash(slice(1, 2)) == hash(slice(1, 2, None)), hash(slice(1)) == hash(slice(2))
hash(slice([]))
{slice(1, 2): 'a'}[slice(1, 2)], {slice(1): 1} == {slice(1): 1}
{1: 2}[1:2]
repr(slice(slice(1), 2.5)), str(slice(1)), f'{slice(1)}'
f'{slice(1):>5}'
iter(slice(1))
len(slice(1))
bool(slice(0))
slice(1).__reduce__()[1]
type('S', (slice,), {})
slice[int, str]
(lambda: [10, 20, 30][slice(1, None)])(), 'abc'[slice(None, None, -1)], b'abc'[slice(0, 2)], (1, 2, 3)[slice(-1)], range(9)[slice(1, 8, 3)]
[1][slice('a')]
'abc'[slice(None, None, 0)]
""")


class Shows:
    def __getitem__(self, key): return key
    def __setitem__(self, key, value): print("set", key, value)
    def __delitem__(self, key): print("del", key)


shows = Shows()
print(shows[1:2], shows[:], shows[::], shows[1:], shows[:1, ::2], shows[...,], shows[1, 2:3, None], shows[()], shows[*[1, 2], 3:4], sep=" | ")
print(shows["a":"b":"c"], shows[lambda: 1:2].stop, shows[{1: 2}:[3]], shows[(x := 5):x].start)
shows[1:2] = 3
shows[::, 1] = 4
del shows[5:]
shows[1:2], rest = "ab"
print(rest)


class Bound:
    def __init__(self, value): self.value = value
    def __index__(self):
        print("asked", self.value, end=" ")
        if self.value is None: raise LookupError("none")
        return self.value


print([1, 2, 3, 4][Bound(1):Bound(3)], "abcdef"[Bound(0):Bound(5):Bound(2)])
print(slice(Bound(1), Bound(2)).indices(Bound(7)))
try:
    [1, 2][Bound(0):Bound(None)]
except LookupError as error:
    print("LookupError", error)

"""Slices of lists: every sign of step and bound, assignment of other lengths, of itself, of iterators, deletion."""
base = list(range(7))
bounds = (None, -9, -3, 0, 2, 5, 9)
print([[base[a:b:s] for a in bounds] for b in (None, 4, -2) for s in (1, 2, -1, -3)])


def changed(source):
    x = list(range(7))
    try:
        exec(source, {"x": x})
        print(source, "->", x)
    except Exception as e:
        print(source, "|", type(e).__name__, e, x)


for source in ("x[1:3] = 'abcd'", "x[1:3] = []", "x[5:2] = 'in'", "x[9:] = 'end'", "x[-99:2] = x", "x[:] = x[::-1]", "x[::2] = x[:4]", "x[::-2] = 'abcd'", "x[::2] = 'ab'", "x[1:1] = x", "x[2:4] = (i for i in 'gen')", "x[2:4] = {1: 2, 3: 4}", "x[::2] = iter('abcd')", "x[::2] = 5", "x[1:2] = 5", "x[1:2] = None", "x[::0] = []", "x[6:0:-2] = 'abc'", "x[0:6:-1] = []", "x[0:6:-1] = 'a'", "x[3:3:2] = []", "x[::9] = ['one']", "x[1:2], x[0:0] = 'pq', 'rs'", "del x[:]", "del x[1:3]", "del x[3:1]", "del x[::2]", "del x[::-3]", "del x[5:0:-2]", "del x[-2:]", "del x[9:]", "del x[::0]", "x[True:] = 'a'", "x += x[1:2]", "x[1:] *= 2", "x[2:4] += 'zz'", "x[:2] = x[2:4] = 'same'", "x[0:2] = (x.clear() or i for i in 'ab')", "x.insert(-1, 'i')", "x.insert(99, 'i')", "x.insert(-99, 'i')", "x.extend(x)", "x.pop(-7)", "x.pop(7)", "x.pop('a')", "x.remove(9)", "x.index(3, 4)", "x.sort(key=lambda v: x.append(1))", "x.sort(key=lambda v: -v)", "x.sort(reverse='yes')", "x.sort(None)", "x[[1]] = 2", "x[1, 2] = 3", "x[1:2:3:4] if 0 else None"):
    changed(source) if ":4]" not in source or "x[:4]" in source else None

"""__index__ in subscripts, slices, range, repetition and friends: once each, in order, with its errors."""
log = []


class I:
    def __init__(self, value):
        self.value = value

    def __index__(self):
        log.append(self.value)
        return self.value


def shown(source):
    log.clear()
    try:
        result = eval(source)
    except Exception as error:
        result = f"{type(error).__name__} {error}"
    print(source, "=", result, log)


class Sub(int):
    def __index__(self):
        log.append("never asked")
        return 0


a, s, b, t, r = list(range(6)), "abcdef", b"abcdef", tuple(range(6)), range(6)
for source in ("a[I(1)]", "s[I(-1)]", "b[I(2)]", "t[I(9)]", "r[I(2)]", "a[I(1):I(4)]", "s[I(1):I(5):I(2)]", "t[::I(-1)]", "b[I(-100):I(100)]", "r[I(1)::I(2)]", "a[::I(0)]", "s[::0]", "r[::0]",
               "a[I('x')]", "a[I(1.0)]", "a[I(True)]", "a[I(None)]", "a[I(2**70)]", "s[I(2**70):]", "s[:I(-2**70)]", "a[1.0]", "a['x']", "a[None]", "a[1, 2]", "s['x']", "s[1.5:]", "t[:'x']", "r[:[]]", "b[{}]", "r['x']",
               "a[Sub(2)]", "s[Sub(1):Sub(3)]", "range(I(1), I(5), I(2))", "range(I(1.5))", "range(1.5)", "range(I(1), I(2), I(0))", "[0] * I(3)", "I(2) * 'ab'", "b'x' * I(-1)", "(1,) * I(2**70)",
               "hex(I(255))", "oct(I(8))", "bin(I(5))", "chr(I(65))", "bytes(I(3))", "bytearray(I(2))", "int(I(7))", "float(I(7))", "complex(I(7))", "round(1.2345, I(2))", "'%d' % I(5)", "'%c' % I(65)", "'%x' % I(255)",
               "int('z', I(36))", "'abcabc'.find('c', I(3))", "'abc'.center(I(7), '-')", "a.index(3, I(1), I(5))", "'aXbXc'.split('X', I(1))", "slice(I(1), I(2)).indices(I(5))", "slice(1, 2).indices(-1)", "slice('a', 2).indices(3)",
               "slice(None, None, 0).indices(3)", "slice(None, None, -2).indices(9)", "pow(I(2), 3)", "I(5) in range(9)", "a[slice(I(1), I(3))]", "(5).to_bytes(I(2))", "bytes([I(1), I(2)])", "bytes([I(256)])", "1 << I(3)"):
    shown(source)
x = list(range(8))
x[I(1):I(3)] = "ab"
x[I(-1)] = "last"
del x[I(4)::I(2)]
print(x, log)
for action in ("x[::2] = [1]", "x[0:2:1] = [1, 2, 3]", "x[::0] = []", "x[I(1):2] = 5", "x[I(9)] = 1", "del x[I(9)]", "x[5:2] = ['in']", "x['a'] = 1", "x[::-1] = 'abcdefgh'[:len(x)]", "del x[::I(-1)]"):
    try:
        exec(action)
        print(action, x)
    except Exception as error:
        print(action, "|", type(error).__name__, error)

# zeal: 4 - many safepoints
"""bytearray: contents, editing, lending, errors."""


def show(code, **names):
    try:
        result = eval(code, names)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(code, "->", result)


def change(code, start=b"hello world"):
    b = bytearray(start)
    try:
        exec(code, {"b": b})
    except Exception as error:
        print(code, "->", f"{type(error).__name__}: {error}", b)
    else:
        print(code, "->", b)


class Index:
    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number


class Sub(bytearray):
    pass


for code in [
    "bytearray()", "bytearray(3)", "bytearray(b'ab')", "bytearray('é', 'utf-8')", "bytearray([1, 2, 255])",
    "bytearray(range(3))", "bytearray(bytearray(b'x'))", "bytearray(Index(2))", "bytearray('a')", "bytearray(-1)",
    "bytearray(1.5)", "bytearray([256])", "bytearray(['a'])", "bytearray(10**30)", "bytearray(b'a', 'ascii')",
    "bytearray(b'a', errors='x')", "bytearray(encoding='x')", "bytearray(1, 2, 3, 4)", "bytearray(source=b'q')",
    "Sub(b'ab')", "Sub.fromhex('00ff')", "type(Sub(b'a') + b'b')", "type(Sub(b'ab')[1:])", "bytearray(object())",
]:
    show(code, Index=Index, Sub=Sub)

b = bytearray(b"abcabc")
for code in [
    "b[0]", "b[-1]", "b[6]", "b['a']", "b[1:4]", "b[::-2]", "b[10:]", "97 in b", "b'ca' in b", "bytearray(b'cab') in b", "300 in b",
    "'a' in b", "b.find(b'c')", "b.rfind(99)", "b.find('a')", "b.index(b'zz')", "b.count(bytearray(b'bc'))", "b.startswith((b'x', bytearray(b'ab')))",
    "b.endswith('c')", "b.replace(b'b', b'--', 1)", "b.split(b'c')", "b.rsplit(bytearray(b'c'), 1)", "b.partition(b'b')", "b.rpartition(b'z')",
    "b.upper()", "b.title()", "b.center(10, b'*')", "b.center(10, bytearray(b'**'))", "b.zfill(8)", "b.strip(b'a')", "b.translate(None, b'b')",
    "b.translate(bytes.maketrans(b'a', b'z'))", "b.join([b'1', bytearray(b'2')])", "b.join(['x'])", "b.hex(':')", "b.decode()", "b.removeprefix(b'ab')",
    "b.isalpha()", "b.expandtabs()", "b.splitlines()", "b + b'x'", "b'x' + b", "b + 'x'", "b * 2", "2 * b", "b * -1", "b * 'a'", "b == b'abcabc'",
    "b'abcabc' == b", "b < b'abd'", "b != 'abcabc'", "b < 'a'", "hash(b)", "len(b)", "list(b)", "repr(b)", "str(b)", "bool(b), bool(bytearray())",
    "bytearray(b'%d %b') % (1, b'x')", "bytearray(b'%s') % bytearray(b'x')", "b'%c' % bytearray(b'a')", "b'%c' % bytearray(b'ab')",
    "int(bytearray(b'12'))", "float(bytearray(b'1.5'))", "str(bytearray(b'ab'), 'ascii')", "bytes(bytearray(b'ab'))", "int.from_bytes(bytearray(b'ab'))",
    "b.__reduce_ex__(2)", "b.__reduce_ex__(3)", "b.__reduce__()", "bytearray.fromhex(b'0aFF')", "bytearray.fromhex('0')", "b.copy() == b, b.copy() is b",
    "bytearray.maketrans(b'a', b'b')[97]", "bytearray(b'\"\\'\\n\\x00')", "iter(b).__length_hint__()", "type(iter(b)).__name__",
    "bytearray.__hash__", "b.__alloc__() > len(b)",
]:
    show(code, b=b)

for code in [
    "b[0] = 65", "b[0] = 256", "b[0] = 'a'", "b[100] = 1", "b['a'] = 1", "b[0:5] = b'HE'", "b[0:0] = b'>>>'", "b[5:] = b''", "b[2:4] = [1, 2, 3]",
    "b[1:3] = 5", "b[1:3] = 'xy'", "b[1:3] = object()", "b[::2] = b'123456'", "b[::2] = b'12345'", "b[::2] = b''", "b[:] = b", "b[2:4] = b",
    "b[10:2:-2] = b'1234'", "del b[0]", "del b[100]", "del b[2:5]", "del b[::3]", "del b[::-3]", "del b[:]", "b.append(33)", "b.append(256)",
    "b.append('a')", "b.extend(b'!!')", "b.extend([1, 2])", "b.extend('a')", "b.extend(5)", "b.extend([300])", "b.extend(b)", "b += b'x'", "b += [1]",
    "b *= 2", "b *= 0", "b *= 'a'", "b.insert(0, 1)", "b.insert(-1, 1)", "b.insert(100, 1)", "b.insert('a', 1)", "b.insert(0, 256)", "b.pop()", "b.pop(0)",
    "b.pop(-3)", "b.pop(50)", "b.remove(108)", "b.remove(1)", "b.remove(256)", "b.reverse()", "b.clear()", "b.resize(3)", "b.resize(14)", "b.resize(-1)",
    "b.clear(); b.pop()", "b.__init__(b'new')", "b.__init__()",
]:
    change(code)

# A queue: bytes go in behind and out in front.
queue, taken = bytearray(), bytearray()
for n in range(2000):
    queue += bytes([n % 251]) * (n % 7)
    taken += queue[: n % 5]
    del queue[: n % 5]
print(len(queue), len(taken), bytes(taken + queue) == b"".join(bytes([n % 251]) * (n % 7) for n in range(2000)))

# Growing and shrinking.
big = bytearray()
for n in range(10000):
    big.append(n & 255)
print(len(big), big[9999], sum(big))
del big[10:]
print(big, big.__alloc__() < 2000)


class Evil:
    """Changes the bytearray while it is being asked for a number."""

    def __init__(self, target):
        self.target = target

    def __index__(self):
        self.target.clear()
        return 1


for code in ["b[0] = e", "b.insert(0, e)", "b[e]", "b.pop(e)", "b.find(e)", "b.remove(e)", "b[e:]"]:
    b = bytearray(b"abc")
    try:
        exec(code, {"b": b, "e": Evil(b)})
        print(code, b)
    except Exception as error:
        print(code, type(error).__name__, b)

it = iter(bytearray(b"ab"))
print(next(it), next(it), next(it, None), next(it, None))
b = bytearray(b"abc")
for byte in b:
    if len(b) < 6:
        b.append(byte + 1)
print(b)

"""array: items of every type code, editing, conversions, refusals."""
import array
from array import array as A


def show(code):
    try:
        result = eval(code)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(code, "->", result)


for code in "bBhHiIlLqQfdw":
    for value in ["10**30", "-10**30", "'a'", "1.5", "-1", "127", "128", "255", "256", "32768", "70000", "2**31", "2**32", "2**63", "2**64", "-2**63-1", "None", "'ab'", "b'a'"]:
        show(f"A('{code}', [{value}])")
for code in [
    "array.typecodes", "array.ArrayType", "A()", "A('z')", "A(5)", "A('ii')", "A('i', 5)", "A('i', 'a')", "A('w', 'abc')", "A('i', b'abcd')", "A('i', b'abc')", "A('i', bytearray(8))", "A('i', A('d', [1, 2]))", "A('d', A('i', [1]))",
    "A('i', A('w', 'ab'))", "A('w', A('i', [1]))", "A('i', (1, 2))", "A('i', range(3))", "A('i', x=5)", "A('i') + A('d')", "A('i') + [1]", "A('i', [1]) * 2", "2 * A('i', [1])", "A('i') * 'a'", "A('i', [1, 2, 3])[::2]",
    "A('i', [1, 2, 3])[::-1]", "A('i', [1])[5]", "A('i', [1])['a']", "A('i', [1, 2]) == A('d', [1, 2])", "A('i', [1]) < A('i', [2])", "A('i', [1]) < A('i', [1, 2])", "A('i') == []", "A('i', [1]).index(2)", "A('i', [1]).remove(2)", "A('i').pop()",
    "A('i', [1]).pop(5)", "A('i', [1]).insert('a', 1)", "A('i', [1]).tolist()", "A('i').fromlist(5)", "A('i').fromlist([1, 'a'])", "A('i').frombytes(b'abc')", "A('i').frombytes('abc')", "A('i').fromunicode('a')", "A('i').tounicode()",
    "A('w', 'ab').tounicode()", "A('w').fromunicode(5)", "A('i', [1]).buffer_info()[1]", "A('i', [1]).itemsize", "A('i', [1]).typecode", "A('i', [1]).__reduce_ex__(2)", "A('i', [1]).__reduce_ex__(3)[1]", "A('w', 'a').__reduce_ex__(3)[1]",
    "A('d', [1.5]).__reduce_ex__(3)[1]", "array._array_reconstructor(A, 'i', 0, b'')", "array._array_reconstructor(A, 'i', 99, b'')", "array._array_reconstructor(A, 'z', 0, b'')", "array._array_reconstructor(A, 'i', 4, 5)",
    "array._array_reconstructor(5, 'i', 4, b'')", "array._array_reconstructor(int, 'i', 4, b'')", "array._array_reconstructor(A, 'i', 9, b'\\0\\0\\0\\1')", "array._array_reconstructor(A, 'd', 17, b'?\\xf8' + bytes(6))", "array._array_reconstructor(A, 'h', 4, b'\\1\\0')",
    "memoryview(A('d', [1])).format", "memoryview(A('w', 'a')).format", "memoryview(A('h', [1, 2]))[1]", "A('i').extend([1, 'a'])", "A('i').extend(5)", "A('i').extend(A('d', [1]))", "repr(A('i'))", "repr(A('w', 'a'))", "hash(A('i'))", "1 in A('i', [1])",
    "'a' in A('i', [1])", "A('i', [1, 2, 1]).count(1)", "A('i', [1, 2, 1]).index(1, 1)", "A('i', [1, 2, 1]).index(1, -1)", "type(iter(A('i'))).__name__", "iter(A('i', [1])).__reduce__()[1:]", "A('i', [1]).fromfile(5, 1)", "A[int]", "A('f', [1e300])",
    "A('i', [1]).__copy__()", "A('i', [1]).__deepcopy__(None)", "bytes(A('h', [1, 2]))", "b'' + A('b', [65])", "A('i', [1]).tobytes()",
]:
    show(code)


def change(code, lent=False):
    a = A("i", [1, 2, 3, 4, 5])
    view = memoryview(a) if lent else None
    try:
        exec(code, {"a": a, "A": A})
    except Exception as error:
        print(code, lent, "->", f"{type(error).__name__}: {error}", a)
    else:
        print(code, lent, "->", a)


for code in [
    "a.append(1)", "a.append('a')", "a.pop()", "a.pop(0)", "a.extend([])", "a.extend([1])", "a.extend(a)", "a.frombytes(b'')", "a.frombytes(b'abcd')", "a.fromlist([1])", "a.insert(0, 9)", "a.insert(-1, 9)", "a.insert(100, 9)", "del a[0]", "del a[9]", "del a[1:3]",
    "del a[::2]", "del a[::-2]", "a.clear()", "a *= 1", "a *= 2", "a *= 0", "a += A('i', [7])", "a += [7]", "a += A('h', [7])", "a.remove(3)", "a.byteswap()", "a.reverse()", "a[0] = 9", "a[9] = 9", "a[0] = 'a'", "a[1:3] = A('i', [7])", "a[1:3] = [7]", "a[1:3] = A('h', [7])",
    "a[::2] = A('i', [7, 8, 9])", "a[::2] = A('i', [7])", "a[::2] = A('i')", "a[1:1] = a",
]:
    change(code)
    if code[:5] in ("a.app", "a.pop", "a.ext", "a.rev", "a[0] ", "a *= ", "a[1:3", "del a"):
        change(code, True)


class File:
    def __init__(self, data):
        self.data = data

    def read(self, count):
        data, self.data = self.data[:count], self.data[count:]
        return data

    def write(self, data):
        self.data += data


a = A("h")
file = File(b"abcdefg")
a.fromfile(file, 2)
print(a)
for count in (1, 1, -1):
    try:
        a.fromfile(file, count)
    except Exception as error:
        print(type(error).__name__, error)
print(a)
a.tofile(file)
print(file.data)


class Sub(A):
    pass


s = Sub("i", [1, 2])
s.x = 5
print(s, type(s + s), type(s[:1]), s.__reduce_ex__(4)[2])
it = iter(A("i", [1, 2]))
print(next(it), list(it), next(it, None))

"""_struct: formats, values, refusals."""
import _struct as struct


def show(code):
    try:
        result = eval(code)
    except Exception as error:
        result = f"{type(error).__module__}.{type(error).__name__}: {error}"
    print(code, "->", result)


for code in "bBhHiIlLqQnNP?":
    for order in ("", "<", ">"):
        if order and code in "nNP":
            continue
        for value in ("0", "-1", "1", "127", "128", "255", "256", "10**30", "-10**30", "'a'", "1.5", "True"):
            show(f"struct.pack('{order}{code}', {value})")
        show(f"struct.unpack('{order}{code}', bytes(range(200, 200 + struct.calcsize('{order}{code}'))))")
for code in "efd":
    for order in ("", "<", ">"):
        for value in ("0.0", "-0.0", "1.5", "1e300", "65519", "65520", "float('inf')", "float('nan')", "'a'", "10**400", "5e-324", "0.1"):
            show(f"struct.pack('{order}{code}', {value})")
for code in [
    "struct.pack('F', 1j)", "struct.pack('<D', 1 + 2j)", "struct.pack('>F', 1.5)", "struct.pack('D', 'a')", "struct.unpack('<F', bytes(8))", "struct.unpack('>D', struct.pack('>D', 3 - 4j))", "struct.calcsize('bF')", "struct.calcsize('bD')",
    "struct.pack('s', 'a')", "struct.pack('p', 'a')", "struct.pack('3s', b'abcd')", "struct.pack('3s', bytearray(b'a'))", "struct.pack('3p', b'abcd')", "struct.pack('0p', b'abcd')", "struct.pack('c', b'ab')", "struct.pack('c', 'a')",
    "struct.pack('300p', b'a' * 299)[:3]", "struct.pack('i')", "struct.pack(1)", "struct.pack('z', 1)", "struct.pack('3')", "struct.pack('3 i', 1, 2, 3)", "struct.pack('i i', 1, 2)", "struct.pack('bi', 1, 2)",
    "struct.pack('b0i', 1)", "struct.calcsize('b0q')", "struct.calcsize('bq')", "struct.calcsize('<bq')", "struct.calcsize('99999999999999999999i')", "struct.calcsize('9223372036854775807i')", "struct.calcsize(b'i')",
    "struct.unpack('i', b'abc')", "struct.unpack_from('i', b'abc')", "struct.unpack_from('i', b'abcdef', 1)", "struct.unpack_from('i', b'abcdef', 3)", "struct.unpack_from('i', b'abcdef', -3)", "struct.unpack_from('i', b'abcdef', -5)",
    "struct.unpack_from('i', b'abcdef', -30)", "struct.unpack_from('i', b'abcdef', 30)", "struct.unpack_from('h', buffer=b'abcdef', offset=2)", "struct.pack_into('i', bytearray(3), 0, 1)", "struct.pack_into('i', bytearray(8), -2, 1)",
    "struct.pack_into('i', bytearray(8), -20, 1)", "struct.pack_into('i', bytearray(8), 6, 1)", "struct.pack_into('i', b'abcdefg', 0, 1)", "struct.pack_into('i', bytearray(8))", "struct.pack_into('i')", "struct.pack_into('i', bytearray(8), 0)",
    "struct.pack_into('i', bytearray(8), 0, 1, 2)", "struct.pack_into('i', bytearray(8), 'a', 1)", "struct.iter_unpack('i', b'abc')", "struct.iter_unpack('', b'abc')", "list(struct.iter_unpack('b', b'abc'))", "struct.Struct('i').format",
    "struct.Struct(b'<i').format", "struct.Struct('i')", "struct.Struct()", "struct.Struct(1)", "struct.Struct('i').size", "struct.Struct('i').pack('a')", "struct.Struct('i').pack()", "struct.Struct('i').unpack(b'')",
    "struct.Struct('>hb').unpack_from(b'abcde', 1)", "struct.Struct('h').pack_into(bytearray(1), 0, 1)", "list(struct.Struct('2s').iter_unpack(b'abcd'))", "struct.unpack('?', b'\\x02')", "struct.unpack('3p', b'\\x09ab')", "struct.unpack('c s 0s', b'ab')",
    "struct.error.__mro__", "struct.iter_unpack('i', b'abcd').__length_hint__()", "type(struct.iter_unpack('i', b'abcd'))", "struct.pack('x')", "struct.pack('ii', 1)", "struct.pack('=n', 1)", "struct.pack('@ii', 1, 2)", "struct.pack('i@i', 1, 2)",
    "struct.pack('!hI', 1, 2)", "struct.pack('=bq', 1, 2)", "struct.unpack('3x2b', b'abcde')", "struct.pack('2b', *range(2))",
]:
    show(code)
room = bytearray(10)
struct.pack_into("<hi", room, 2, -2, 7)
print(room)
view = memoryview(room)
struct.pack_into("b", view, -1, 5)
print(room)

# An offset's `__index__` may write to the bytes that are held meanwhile, whether or not other threads run.
import threading  # noqa: E402


def places():
    array = bytearray(range(8))

    class Writes:
        def __init__(self, at):
            self.at = at

        def __index__(self):
            array[self.at % 8] += 100
            try:
                array.append(1)
            except BufferError as error:
                print(error)
            return self.at

    for source in [array, memoryview(array)]:
        for at in [0, 3, -2, 6, 7, -1]:
            try:
                print(struct.unpack_from(">BB", source, Writes(at)))
            except (struct.error, ValueError) as error:
                print(error)
            array[:] = bytes(range(8))
    del source
    iterator = struct.iter_unpack(">H", memoryview(array)[2:])
    print(next(iterator), array.startswith((b"", b"x")), array.startswith((b"x", b"\2\3"), 2), array.endswith(b"\5\6", 3, 7), array.endswith(b"\0", 1, 1))
    array[:] = b"abcdefgh"
    print(list(iterator), array.startswith(b"", 9), array.startswith(b"", 8), array.startswith((b"abcdefghi", memoryview(b"abc"))), array.endswith(array))
    array.append(105)
    print(array)


places()
stop = threading.Event()
other = threading.Thread(target=stop.wait)
other.start()
places()
stop.set()
other.join()

"""Classes derived from bytes."""


def error(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
    except Exception as raised:
        print(type(raised).__name__, raised)
    else:
        print("no error:", result)


class B(bytes):
    pass


class Empty(bytes):
    __slots__ = ()


for data in [b"", b"a", b"abc", bytes(range(200))]:
    for cls in (B, Empty):
        b = cls(data)
        print(type(b).__name__, len(b), repr(b)[:20], b == data, data == b, hash(b) == hash(data), bool(b))
        print({data: 1}[b], {b: 2}[data], b in {data}, b in data, data in b, b is data, bytes(b) == data, type(bytes(b)).__name__)
        for result in (b + b"", b"" + b, b * 1, b[:], b[0:], b.strip(), b.lower(), b.replace(b"q", b"r"), b.ljust(0), b.zfill(0),
                       b.removeprefix(b"q"), b.translate(None), b.expandtabs(), b.partition(b"\xff")[0], b"".join([b]), b.title(),
                       b.center(0), b.split(b"\xff")[0], b.rpartition(b"\xff")[2]):
            print(type(result).__name__, result == data, end=" ")
        print(b < data + b"a", b <= data, b != data, list(b)[:3], b.hex()[:6])

b = B(b"xyz")
b.a = b.b = b.c = b.d = 1
print(b.__dict__, b)
del b.a
print(b.__dict__, b.d, b[0], b[-1:], b.decode(), b"%s" % b, b"%b" % B(b"q"))
error(setattr, Empty(), "a", 1)
print(int(B(b"12")), float(B(b"1.5")), int.from_bytes(B(b"\x01\x02")), b"a,b".split(B(b",")), b"abc".find(B(b"c")), eval(B(b"1+2")))
print(B("é", "utf-8"), B(3), B([1, 2]), B(), type(B.fromhex("ab")).__name__, B.fromhex("ab"))
error(B, "é")
error(B, [300])
error(B, -1)


class New(bytes):
    def __new__(cls, *items):
        return super().__new__(cls, items)

    def __repr__(self):
        return "New" + bytes.__repr__(self)

    def __bytes__(self):
        return b"override"


print(New(65, 66), [New(65)], bytes(New(65)), B(New(65)), type(B(New(65))).__name__)
error(bytes.__new__)
error(bytes.__new__, str)
error(object.__new__, B)
error(lambda: type("C", (bytes,), {"__slots__": ["a"]}))
error(lambda: type("C", (bytes, str), {}))


class B2(B):
    pass


b.__class__ = B2
print(type(b).__name__, b, b.__dict__)
import _weakref

error(_weakref.ref, B())

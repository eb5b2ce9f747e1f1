# zeal: 8 - many safepoints
"""codecs: incremental coders in pieces, their states, stream readers and writers, lookups, handlers of one's own."""
import codecs
import io
from lib.attempts import attempt

decoder = codecs.getincrementaldecoder("utf-8")()
for piece in (b"\xe2", b"\x82", b"\xac\xc3", b"\xa9"):
    print(repr(decoder.decode(piece)), decoder.getstate(), end=" ")
print(repr(decoder.decode(b"", final=True)))
decoder.decode(b"\xe2\x82")
attempt(decoder.decode, b"", True)
decoder.reset()
print(decoder.getstate(), decoder.decode(b"ok"))
decoder.setstate((b"\xc3", 0))
print(decoder.decode(b"\xa9"))
decoder = codecs.getincrementaldecoder("utf-16")("replace")
print([decoder.decode(bytes([byte])) for byte in b"\xff\xfea\0\0\xd8b\0"])
encoder = codecs.getincrementalencoder("utf-16-le")("strict")
print(encoder.encode("a"), encoder.encode("é", final=True), encoder.getstate())
encoder = codecs.getincrementalencoder("utf-8-sig")()
print(encoder.encode("a"), encoder.encode("b"), encoder.getstate())
encoder.reset()
print(encoder.encode("c"))
print(list(codecs.iterencode(["a", "", "é"], "utf-8")), list(codecs.iterdecode([b"\xc3", b"\xa9x"], "utf-8")))
attempt(lambda: list(codecs.iterdecode([b"\xc3"], "utf-8")))

reader = codecs.getreader("utf-8")(io.BytesIO("zeile\nüber\r\nende".encode()))
print(repr(reader.readline()), repr(reader.read(2)), reader.readlines(), repr(reader.read()))
reader.seek(0)
print(list(reader))
raw = io.BytesIO()
writer = codecs.getwriter("latin-1")(raw, errors="replace")
writer.write("é€")
writer.writelines(["a", "b"])
print(raw.getvalue())
attempt(codecs.getwriter("ascii")(io.BytesIO()).write, "é")
print(codecs.EncodedFile(io.BytesIO(b"\xe9"), "utf-8", "latin-1").read())

info = codecs.lookup("UTF8")
print(info.name, isinstance(info, tuple), len(info), info.encode("é"), info.decode(b"\xc3\xa9"))
attempt(codecs.lookup, "no such codec")
attempt(codecs.lookup, 5)
print(codecs.encode("abc", "rot13"), codecs.encode(b"ab", "hex"), codecs.decode(b"6162", "hex"), codecs.decode("nop", "rot_13"), codecs.encode(b"a", "base64"))
attempt(codecs.decode, b"zz", "hex")
attempt(codecs.encode, "a", "hex")
attempt(codecs.encode, 5, "utf-8")
attempt(codecs.decode, "a", "utf-8")


def dots(error):
    print("  handler:", type(error).__name__, error.start, error.end, error.reason, ascii(error.object))
    return "..", error.end


codecs.register_error("test.dots", dots)
print("aé€b".encode("ascii", "test.dots"), b"a\xff\xfeb".decode("utf-8", "test.dots"))
for name, answer in (("none", None), ("short", ("a",)), ("types", (5, 1)), ("far", ("x", 99)), ("back", ("y", -1)), ("bytes", (b"z", 2)), ("long", ("a", 1, 2))):
    codecs.register_error("test." + name, lambda error, answer=answer: answer)
    attempt("aéb".encode, "ascii", "test." + name)
    attempt(b"a\xffb".decode, "ascii", "test." + name)
attempt(codecs.register_error, "x", 5)
attempt(codecs.lookup_error, "nothing")
attempt(codecs.strict_errors, UnicodeEncodeError("ascii", "é", 0, 1, "why"))
print(codecs.ignore_errors(UnicodeDecodeError("ascii", b"\xff\xff", 0, 2, "why")), codecs.replace_errors(UnicodeEncodeError("ascii", "éé", 0, 2, "why")))
attempt(codecs.ignore_errors, ValueError())


def search(name):
    if name == "test_codec":
        return codecs.CodecInfo(lambda text, errors="strict": (text.upper().encode(), len(text)), lambda data, errors="strict": (bytes(data).decode().lower(), len(data)), name=name)


codecs.register(search)
print("abc".encode("test-codec"), b"ABC".decode("Test Codec"))
codecs.unregister(search)
attempt("abc".encode, "test_codec")

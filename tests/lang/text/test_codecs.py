# zeal: 4 - many safepoints
# The native codecs and error handlers, every pair of them.
import _codecs


def show(function, *args):
    try:
        return ascii(function(*args))
    except UnicodeError as error:
        return "%s %s" % (type(error).__name__, ascii(str(error)))
    except Exception as error:
        return "%s %s" % (type(error).__name__, ascii(str(error)))


def text_handler(error):
    return ("?!", error.end)


def bytes_handler(error):
    if isinstance(error, UnicodeEncodeError):
        return (b"AB", error.end)
    return ("\u20ac", error.start + 1)


_codecs.register_error("test.text", text_handler)
_codecs.register_error("test.bytes", bytes_handler)
HANDLERS = [None, "strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace",
            "surrogateescape", "surrogatepass", "test.text", "test.bytes", "test.none"]
TEXTS = ["", "a\xe9b", "\u20ac12", "\U0001f600x", "\ud800", "a\ud800\udc00b", "\udc80\udcff\ud900", "+-~\\/a",
         "\x00\t\n\r\x7f\x80\xff\u0100", "\ufeff", "a+\u20ac-b", "\u20aca"]
for name in ("utf_8 utf_7 utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be ascii latin_1 unicode_escape "
             "raw_unicode_escape").split():
    encode = getattr(_codecs, name + "_encode")
    for text in TEXTS:
        for handler in HANDLERS:
            print(name, ascii(text), handler, show(encode, text, handler))
DATA = [b"", b"a", b"\xc3\xa9", b"\xe2\x82\xac", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"x\xed\xa0", b"\xff\x80", b"\xe2\x82",
        b"\xf0\x9f\x98x", b"\xf4\x90\x80\x80", b"+AGE-", b"+2D3eAA-", b"+A", b"+A-", b"+2AA/", b"+-+", b"\xff\xfea\x00",
        b"\xfe\xff\x00a", b"\x00\xd8", b"\x00\xd8a\x00", b"\x00\xdc\x00", b"\xd8\x00\x00\x00", b"\xff\xfe\x00\x00a\x00\x00\x00",
        b"\\x41\\u1234\\U0001f600\\N{SPACE}\\n\\\n", b"\\x4", b"\\u12", b"\\U00110000", b"\\N{", b"\\N{x}", b"\\", b"\\101"]
for name in ("utf_8 utf_7 utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be unicode_escape "
             "raw_unicode_escape").split():
    decode = getattr(_codecs, name + "_decode")
    for data in DATA:
        for handler in HANDLERS:
            print(name, data, handler, show(decode, data, handler, True), show(decode, data, handler, False))
for data in DATA:
    print(data, show(_codecs.utf_16_ex_decode, data, None, 0), show(_codecs.utf_32_ex_decode, data, None, 1, True))
    print(show(_codecs.ascii_decode, data, "replace"), show(_codecs.latin_1_decode, data), show(_codecs.escape_encode, data))
    print(show(_codecs.escape_decode, data), show(_codecs.escape_decode, data, "replace"))

# tables
MAPS = [None, {97: 65, 98: b"xyz", 99: None, 0x20ac: 200, 63: 63}, _codecs.charmap_build("\x00\u20aca\ufffe?+Y")]
for text in TEXTS + ["abc?", "abd"]:
    for handler in HANDLERS:
        for number, table in enumerate(MAPS):
            print(ascii(text), handler, number, show(_codecs.charmap_encode, text, handler, table))
for table in ["abc" * 20, {97: "xx", 98: 66, 99: 0x110000, 100: "\ufffe", 101: None, 102: 1.5}, [5] * 98]:
    for data in [b"a", b"b", b"c", b"d", b"e", b"f", b"\xff"]:
        for handler in HANDLERS[:4]:
            print(data, handler, show(_codecs.charmap_decode, data, handler, table))
print(_codecs.charmap_build("ab"), type(MAPS[2]).__name__)

# handlers called with exceptions
ERRORS = [UnicodeEncodeError("ascii", "a\u20ac\ud800\udc80", 1, 4, "r"), UnicodeEncodeError("utf-8", "\ud800x", 0, 1, "r"),
          UnicodeDecodeError("utf-8", b"a\xed\xa0\x80b", 1, 2, "r"), UnicodeDecodeError("utf-16", b"\x00\xd8", 0, 2, "r"),
          UnicodeTranslateError("abc", 0, 2, "r"), UnicodeDecodeError("ascii", b"", 0, 9, "r"),
          UnicodeEncodeError("ascii", "", -1, 9, "r"), ValueError("x"), 5]
for name in HANDLERS[1:9]:
    for error in ERRORS:
        print(name, ascii(error), show(_codecs.lookup_error(name), error))

# exceptions
for make in [lambda: UnicodeEncodeError(), lambda: UnicodeEncodeError(1, 2, 3, 4, 5), lambda: UnicodeEncodeError("a", 2, 3, 4, 5),
             lambda: UnicodeEncodeError("a", "b", "x", 4, 5), lambda: UnicodeDecodeError("a", "b", 1, 4, "r"),
             lambda: UnicodeTranslateError("a", 1, 4, "r", 5)]:
    print(show(make))
error = UnicodeEncodeError("e", "a\u1234\U00012345", 0, 1, "why")
for start, end in [(0, 1), (-5, 1), (0, 9), (2, 2), (3, 1), (1, 2), (2, 3)]:
    error.start, error.end = start, end
    print(ascii(str(error)), error.start, error.end, error.reason, ascii(error.object), error.encoding, error.__dict__)


def change(name, *value):
    setattr(error, name, *value) if value else delattr(error, name)


print(show(change, "start", "x"), show(change, "start"), show(change, "object"), error.object, repr(str(error)))

# str and bytes
for call in [lambda: "a\ud800".encode("utf-8", "test.text"), lambda: b"a\xff".decode("UTF8", "test.bytes"),
             lambda: b"ab".decode("latin1", 5), lambda: "a".encode(5), lambda: "a".encode("a\0b"), lambda: str(b"\xff", "ascii", "ignore"),
             lambda: bytes("\xe9", "utf-16"), lambda: b"\x00\x00\x01\xd8".decode("utf_32", "replace"), lambda: b"a".decode("utf-8", "none"),
             lambda: b"\xff".decode("utf-8", "none"), lambda: "\xe9".encode("us-ascii", "xmlcharrefreplace")]:
    print(show(call))

# the registry


def search(name):
    if name == "my_codec":
        return (lambda text, errors="strict": (b"<" + text.encode("ascii") + b">", len(text)),
                lambda data, errors="strict": ("[" + str(data, "ascii") + "]", len(data)), None, None)
    if name == "bad":
        return 5
    if name == "odd":
        return (lambda text, errors="strict": ("no bytes", 1), lambda data, errors="strict": (b"no text", 1), None, None)


_codecs.register(search)
for call in [lambda: "x".encode("My Codec"), lambda: b"x".decode("MY--CODEC"), lambda: _codecs.lookup("bad"), lambda: "x".encode("odd"),
             lambda: b"x".decode("odd"), lambda: _codecs.encode("x", "odd"), lambda: _codecs.decode(b"x", "my-codec", "strict"),
             lambda: _codecs.unregister(search), lambda: "x".encode("my_codec"), lambda: _codecs.register(5),
             lambda: _codecs.register_error("x", 5), lambda: _codecs._unregister_error("strict"), lambda: _codecs._unregister_error("nope"),
             lambda: _codecs._unregister_error("test.text"), lambda: _codecs.lookup_error("test.text"), lambda: _codecs.readbuffer_encode("\u20ac"),
             lambda: _codecs.readbuffer_encode(b"ab")]:
    print(show(call))

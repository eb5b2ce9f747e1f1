"""repr and ascii of text, bytes and containers: quotes, escapes, unprintable characters, recursion, subclasses."""
for text in ("", "a", "'", '"', "'\"", "\\", "\\'", "\n\r\t", "\x00\x01\x1f\x7f", "\x80\x85\x9f\xa0\xad", "é", "\u0100\u0378", "\u2028\u2029\u200b", "\ud800\udfff", "\ufeff\ufffe\uffff", "\U0001f600\U000e0001\U0010ffff", "a'b\"c\\d\ne", "\u3000 ", "\u0301", "\x1b[0m", "{}%s", "日本", "\u202e", "a" * 3):
    r = repr(text)
    print(r.encode("unicode_escape").decode() if any(0xD800 <= ord(c) <= 0xDFFF for c in r) else r, ascii(text), eval(r) == text, eval(ascii(text)) == text, text.isprintable(), len(r))
for data in (b"", b"'", b'"', b"'\"", b"\\\n\r\t\x00\x7f\xff az~", bytearray(b"it's"), bytearray(), bytes(range(0, 256, 15))):
    print(repr(data), str(data) == repr(data), ascii(data))
l = [1]
l.append(l)
d = {1: None}
d[1] = d
t = ([],)
t[0].append(t)
s = type("S", (list,), {})([1])
s.append(s)
print(l, d, t, s, [d, l], repr({"k": l}))
class R:
    def __repr__(self): return f"R<{items}>"
items = [R(), "x"]
try:
    repr(items)
except RecursionError:
    print("recursion")
class Named:
    def __repr__(self): return "\n'é\ud800"
print(ascii(Named()), ascii([Named()]), f"{[Named()]!a}")
print([set(), frozenset(), {1}, frozenset({2}), {None}, type("MySet", (set,), {})({1}), type("MyF", (frozenset,), {})(), (), (1,), (1, 2), [()], {}, {1: 2}, {(): []}, {}.keys(), {1: 2}.values(), {1: 2}.items(), range(3), range(1, 2), range(0, 9, 3), slice(1), slice(1, 2, 3), ..., NotImplemented, None, True, 1.0, 1e100, 1e-7, -0.0, 1j, 1 + 0j, -1j, complex(-0.0, -0.0), float("inf"), complex("nan+infj"), int, list[int], int | None, type(None), type(...), len, str.upper, property, print.__name__])
class I(int): pass
class F(float): pass
class S(str): pass
class L(list): pass
class D(dict): pass
class T(tuple): pass
class B(bytes): pass
class BA(bytearray): pass
print([I(5), F(1.5), S("s"), L([1]), D(a=1), T((1,)), T(), B(b"x"), BA(b"y")], str(S("q")), str(I(7)), str(BA(b"z")))
for value in (5, [1], "a", None, int, KeyError("k"), KeyError("a", 1), ValueError([1]), OSError(2, "x"), StopIteration(), type("E", (Exception,), {"__repr__": lambda s: "custom"})("z")):
    print(str(value), repr(value), format(value), "%s %r" % (value, value), sep=" | ")
print(str(b"a", "ascii"), str(b"\xe9", "latin-1"), str(object=5), str(), repr(str(b"x")), str(bytearray(b"q"), encoding="utf-8", errors="strict"))
for args in ((5, "utf8"), ("a", "utf8"), (b"\xff", "utf8"), (b"\xff", "utf8", "replace"), (b"a", "no such codec"), (b"a", 5), (b"a", "ascii", 5), (b"a", "a\0b"), (1, 2, 3, 4)):
    try:
        print(ascii(str(*args)))
    except Exception as e:
        print(type(e).__name__, e)

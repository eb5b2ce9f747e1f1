# _json: strings, the scanner, the encoder (malformed text is refused by a class of the library, and tested there)
import _json


def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))


for s in ("", "abc", 'a"b\\c', "\n\r\t\b\f\x00\x1f\x7f", "é", "日本", "😀x", "\ud800", "a" * 50 + '"'):
    t(lambda: _json.encode_basestring(s)); t(lambda: _json.encode_basestring_ascii(s))
t(lambda: _json.encode_basestring(1)); t(lambda: _json.encode_basestring_ascii(b"a"))
for s in ('"abc"', '"a\\"b"', '"\\u00e9\\n\\/"', '"\\ud83d\\ude00x"', '"\\ud83d"', '"日本"', '""rest'):
    t(lambda: _json.scanstring(s, 1))
t(lambda: _json.scanstring('"a\nb"', 1, False)); t(lambda: _json.scanstring(1, 1)); t(lambda: _json.scanstring("a", 9));


class Context:
    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = {"NaN": 0.5, "Infinity": 1.5, "-Infinity": -1.5}.__getitem__


scan = _json.make_scanner(Context())
for s in ("1", "-0", "1.5", "1e3", "-1.25E-2", "01", "1.", "123456789012345678901234567890", "true", "false", "null", "NaN", "-Infinity", "Infinity", "[]", "[1, 2 ,[3]]", "{}", '{"a": 1, "b" : [true, null], "a": 2}', ' {"a":{"b":{}}}', '"x"', '[1.0, "é", {"k": -1}]'):
    t(lambda: scan(s, 0)); t(lambda: scan(" " + s, 1))
for s in ("", "x", "tru", "-", "+1", "nul"):
    try: scan(s, 0)
    except StopIteration as e: print("stop", e.value)
t(lambda: scan("1", -1)); t(lambda: scan(1, 0)); t(lambda: scan("1")); t(lambda: scan(string="[1]", idx=0)); print(scan.strict, scan.parse_int)
class Hooked(Context):
    object_hook = staticmethod(lambda d: ("object", sorted(d)))
    parse_float = staticmethod(lambda s: "f" + s)
    parse_int = staticmethod(lambda s: "i" + s)
t(lambda: _json.make_scanner(Hooked())('{"a": {"b": 1.5}, "c": 2}', 0))
class Pairs(Context): object_pairs_hook = staticmethod(lambda p: p)
t(lambda: _json.make_scanner(Pairs())('{"a": {"b": 1.5}, "a": 2}', 0)); t(lambda: _json.make_scanner(Pairs())('{}', 0)); t(lambda: _json.make_scanner(1))
keys = scan('[{"key": 1}, {"key": 2}]', 0)[0]; print(list(keys[0])[0] is list(keys[1])[0])


def default(o):
    if isinstance(o, set): return sorted(o)
    raise TypeError("no " + type(o).__name__)


def enc(o, indent=None, sort=False, skip=False, nan=True, markers=None, encoder=_json.encode_basestring_ascii):
    return "".join(_json.make_encoder(markers, default, encoder, indent, ": ", ", " if indent is None else ",", sort, skip, nan)(o, 0))


t(lambda: enc([1, 2.5, "é", None, True, False, [], {}, (1,), {2, 3}])); t(lambda: enc({"b": 1, "a": {"c": [1, {"d": 2}]}}, sort=True)); t(lambda: enc({1: 2, 2.5: 3, None: 4, True: 5})); t(lambda: enc({(1,): 2})); t(lambda: enc({(1,): 2, "a": 1}, skip=True)); t(lambda: enc([1, {"a": [2, []], "b": {}}], indent="  ")); t(lambda: enc([], indent=" ")); t(lambda: enc([float("nan"), float("inf"), -float("inf")])); t(lambda: enc(float("nan"), nan=False)); t(lambda: enc([1e20, 1e-7, 10**30, -5])); t(lambda: enc("日", encoder=_json.encode_basestring)); t(lambda: enc(["a"], encoder=lambda s: "<" + s + ">")); t(lambda: enc(["a"], encoder=lambda s: 1))
def notes(f):
    try: f()
    except Exception as e: print(type(e).__name__, e, e.__notes__)
notes(lambda: enc([1, {"k": [object()]}]))
a = []; a.append(a); t(lambda: enc(a, markers={})); d = {}; d["d"] = d; t(lambda: enc(d, markers={})); m = {}; enc([[1]], markers=m); print(m)
class I(int):
    def __repr__(self): return "I!"
class F(float):
    def __repr__(self): return "F!"
t(lambda: enc([I(3), F(2.5), {I(4): 1, F(1.5): 2}]))

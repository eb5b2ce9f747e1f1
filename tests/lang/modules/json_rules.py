# zeal: 200 - imports json
"""json: every option of dumps and loads, hooks, keys, numbers at their edges, subclasses, errors with their places."""
import enum
import json
from lib.attempts import attempt


class Int(int):
    def __repr__(self): return "not used"


class Colour(enum.IntEnum):
    RED = 1


class Custom:
    pass


values = [None, True, 1, -0, 2**70, 1.0, 1e16, 1e-7, -0.0, 0.1, "", "é\U0001f600\ud800\x00\x1f\x7f\u2028\"\\/", [], {}, (1, [2]), {"a": {"b": []}}, {1: 2, 1.5: 3, None: 4, True: 5, "s": 6}, Int(5), Colour.RED, {Colour.RED: 1}, {Int(7): 1}, float("inf"), [float("nan"), float("-inf")]]
for value in values:
    attempt(json.dumps, value)
print(ascii(json.dumps("é\U0001f600\ud800", ensure_ascii=False)))
print(json.dumps({"b": 1, "a": [1, {"c": []}]}, indent=2, sort_keys=True))
print(json.dumps([1, [], {}, [2]], indent="--"), json.dumps([1], indent=0), json.dumps([1, {"a": 2}], separators=(",", ":")), json.dumps({"a": 1}, separators=(" , ", " = ")), json.dumps([1, 2], indent=1, separators=("|", ":")))
print(json.dumps(Custom(), default=lambda value: "by default"), json.dumps([{1, 2}], default=sorted), json.dumps({(1, 2): 3, "k": 1}, skipkeys=True))
loop = []
loop.append(loop)
cycle = {}
cycle["me"] = cycle
for action in (lambda: json.dumps(Custom), lambda: json.dumps({(1,): 1}), lambda: json.dumps(loop), lambda: json.dumps(cycle), lambda: json.dumps(float("nan"), allow_nan=False), lambda: json.dumps([1, {"a": {1, 2}}]), lambda: json.dumps({1: 1, "a": 2}, sort_keys=True), lambda: json.dumps(1j), lambda: json.dumps(b"a"), lambda: json.dumps(object(), default=lambda value: value), lambda: json.dumps("a", indent=object()) if False else None, lambda: json.dumps([1], separators=5), lambda: json.dumps({b"a": 1})):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0], getattr(error, "__notes__", [])[:2])
for text in ('null', ' [1 , 2.5,\t"a"\n] ', '{"a": 1, "a": 2}', '1e5', '-0', '-0.0', '1E400', 'NaN', '[Infinity, -Infinity]', '"\\u00e9\\ud83d\\ude00\\ud800"', '123456789012345678901234567890', '{}', '"\\/\\b"', 'true', b'"\xc3\xa9"', bytearray(b'[1]'), '"é"'.encode("utf-16"), '[]'.encode("utf-32-le")):
    attempt(lambda: ascii(json.loads(text)))
for text in ('', ' ', '[', '[1', '[1,', '[1,]', '[1 2]', '{', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":1,}', '{a:1}', "{'a':1}", '"', '"a', '"\\u12"', '"\\ud8', '"a\nb"', '01', '1.', '.5', '+1', '-', '1e', 'nul', 'True', '1 2', '[1]]', '\ufeff1', '"\t"', '{"a" 1}', '{1: 2}', '[,1]', 'Inf', '\n\n  x'):
    try:
        print(repr(text), json.loads(text))
    except json.JSONDecodeError as error:
        print(repr(text), error.msg, error.pos, error.lineno, error.colno)
for action in (lambda: json.loads(5), lambda: json.loads(None), lambda: json.loads(b"\xff"), lambda: json.loads('"\t\n"', strict=False), lambda: json.loads("[1.5, 2]", parse_float=str, parse_int=float), lambda: json.loads('[NaN]', parse_constant=lambda name: name), lambda: json.loads('{"a": {"b": 1}}', object_hook=lambda d: sorted(d.items())), lambda: json.loads('{"a": 1, "a": 2}', object_pairs_hook=list), lambda: json.loads("1" * 5000), lambda: json.JSONDecoder().raw_decode("[1] rest"), lambda: json.JSONDecoder().raw_decode(" 1"), lambda: list(json.JSONEncoder(indent=1).iterencode([1, 2])), lambda: list(json.JSONEncoder().iterencode({"a": [1]})), lambda: json.loads("[]", wrong=1), lambda: json.dumps(1, wrong=1)):
    attempt(action)


class Encoder(json.JSONEncoder):
    def default(self, value):
        if isinstance(value, Custom): return {"custom": True}
        return super().default(value)


print(json.dumps([Custom()], cls=Encoder), json.loads("1", cls=json.JSONDecoder))
attempt(json.dumps, {1, 2}, cls=Encoder)


class Dict(dict):
    def items(self): return [("from items", 1)]


class List(list):
    def __iter__(self): return iter(["from iter"])


print(json.dumps(Dict(a=1)), json.dumps(List([1])), json.dumps(Dict(a=1), indent=0), json.dumps(List([1]), indent=0))

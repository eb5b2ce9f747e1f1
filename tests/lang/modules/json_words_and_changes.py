# What JSON's reader and writer do in words, with keys they have seen, and with containers that change meanwhile.
import json

# What ends the plain part of a string, at every place of a word and behind one.
for marked in '"\\\x00\x1f\x7f\x80\xff\u0105\ud800\U0001f600 ~':
    for before in range(20):
        text = "a" * before + marked + "b" * 9
        for ascii_only in (True, False):
            shown = json.dumps(text, ensure_ascii=ascii_only)
            assert json.loads(shown) == text, (text, shown)
    print(ascii(json.dumps(text)), ascii(json.dumps(text, ensure_ascii=False)))
for text in ('"abc\n"', '"abcdefgh\x1f"', '"' + "a" * 17 + "\x00", '"abc', '"' + "a" * 30, '"\\', '"abcdefg\\', '"\\u12', '"\u0105\\u12x4"'):
    for strict in (True, False):
        try:
            print(ascii(json.loads(text, strict=strict)))
        except json.JSONDecodeError as error:
            print(ascii(str(error)))

# Equal keys are one object, however they are written.
for wide in ("", "\u0105", "\U0001f600"):
    written = ",".join('{"a%d":1,"\\u0061%d":"%s"}' % (number % 150, number % 150, wide) for number in range(600))
    keys = {}
    for each in json.loads("[" + written + "]"):
        for key in each:
            keys.setdefault(key, set()).add(id(key))
    print(len(keys), max(map(len, keys.values())))
print(json.loads('{"": 1, "a": {"": 2, "a": 3, "\\u0061": 4}, "\u0105": 5, "\\u0105": 6, "ab": 7, "a\\u0062": 8}'))
print(json.loads('{"a": 1, "b": {"a": 2}}', object_pairs_hook=list), json.loads('{}', object_pairs_hook=tuple))
print(json.loads('{"a": {}}', object_hook=lambda found: sorted(found)))

# Numbers.
for text in ("0", "-0", "-1", "123456789012345678", "-12345678901234567", "999999999999999999", "-999999999999999999", "1234567890123456789",
             "-0.0", "1e5", "1E+5", "1.5e-3", "1." + "3" * 60, "1e400", "-1e400", "1.", "01", "-", "1e", "+1", "--1", ".5", "1.e5", "0x1"):
    try:
        value = json.loads(text)
        print(text, repr(value), type(value).__name__, json.dumps(value))
    except json.JSONDecodeError as error:
        print(text, error)
for value in (0, -1, 9, 10, -10, 2**59, -(2**59), 2**60, -(2**60), 2**63 - 1, -(2**63), 2**64, 1e16, 1e-5, -0.0, 1.5, 1e22, True):
    print(json.dumps(value), json.dumps({value: value}), json.dumps([value, [value]], indent=1).replace("\n", "|"))

# What is written changes while it is written.
items = [object()] * 10
print(json.dumps(items, default=lambda found: items.pop() and None))
items = [object()]
print(json.dumps(items, default=lambda found: len(items) < 5 and items.append(object())))
mapping = {number: object() for number in range(5)}
print(json.dumps(mapping, default=lambda found: mapping.update({0: 1, 4: 2})))
print(json.dumps((1, [], (), {}, {"a": []}, [[]])), json.dumps([(), {}], indent=2).replace("\n", "|"))
print(json.dumps({1: 1, (1,): 2, None: 3, 1.5: 4, True: 5}, skipkeys=True), json.dumps({(1,): 1}, skipkeys=True, indent=1))


class Dict(dict):
    def items(self):
        return [("b", 1), ("a", 2)]


print(json.dumps(Dict(x=1)), json.dumps(Dict(x=1), sort_keys=True), json.dumps(Dict()), json.dumps({"b": 1, "a": 2}, sort_keys=True))
loop = []
loop.append({"a": [loop]})
same = [1]
print(json.dumps([same, same, {"a": same}]))
for value in (loop, loop[0], {"a": loop}):
    try:
        json.dumps(value)
    except ValueError as error:
        print(error, error.__notes__)
try:
    json.dumps([1, {"a": (2, {3})}])
except TypeError as error:
    print(error, error.__notes__)

# What is being written is among the markers when something is called.
from _json import make_encoder, encode_basestring


def writing(value, default=None, encoder=encode_basestring, sort_keys=False):
    markers = {}

    def seen(found):
        print(sorted(map(str, markers.values())), end=" ")
        return default and default(found)

    try:
        print(make_encoder(markers, seen, encoder, None, ":", ",", sort_keys, False, True)(value, 0), len(markers))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error, getattr(error, "__notes__", None))


class Shown:
    def __repr__(self):
        return "shown"


writing([1, [2], {"a": [Shown()]}, Shown()])
writing((1, {"a": {}, "b": Shown()}), lambda found: [1, [2]])
writing({"a": [[[]]]}, encoder=lambda text: "<" + text + ">")
writing(Shown(), lambda found: found)
writing({"b": [], "a": (Shown(),)}, sort_keys=True)
again = [[]]
again.append(again)
writing(again)
writing([[], again])

# zeal: 200 - imports pickle
"""pickle: every protocol over builtin values, sharing, recursion, classes, functions, and slots; bytes that are the same each time."""
import pickle
from lib.attempts import attempt


class Plain:
    attribute = "class"
    def __init__(self, value): self.value = value
    def __eq__(self, other): return type(self) is type(other) and self.value == other.value
    def method(self): return "method"
    class Nested: pass


class Slots:
    __slots__ = ("a", "b")


class ListSub(list):
    pass


class Keyword:
    def __new__(cls, *, key): return super().__new__(cls)
    def __getnewargs_ex__(self): return (), {"key": 1}


values = [None, True, 0, -1, 255, 256, 65536, -2**31, 2**31, 2**70, -2**2100, 1.5, -0.0, float("inf"), "", "é€\U0001f600", "\ud800", "a\nb\\", b"", b"\x00\xff", bytearray(b"ab"), (), (1,), (1, 2, 3), (1, 2, 3, 4), [], [1, [2]], {}, {"a": {1: 2}}, {1}, frozenset([1]), ..., NotImplemented, type(None), int, len, range(1, 9, 2), slice(1, 2), 1 + 2j, Plain(5), Plain, Plain.Nested, Plain.method, Plain(1).method, ListSub([1]), OSError(2, "text"), KeyError("k"), [].append.__self__, str.upper, {}.get, memoryview]
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    wrong = []
    for value in values:
        try:
            back = pickle.loads(pickle.dumps(value, protocol))
            same = back == value if not isinstance(value, BaseException) else (type(back), back.args) == (type(value), value.args)
            if not same and not callable(value):
                wrong.append(value)
        except Exception as error:
            wrong.append((value if not callable(value) else value.__name__, type(error).__name__, str(error)))
    print(protocol, wrong)
for value in (None, 5, "a", (1, 2), [1, "x"], {"k": b"v"}, 2**70, 1.5, frozenset(), len, bytearray(b"q")):
    print([pickle.dumps(value, protocol) for protocol in (0, 2, 5)])
slots = Slots()
slots.a = slots
for protocol in (0, 1):
    attempt(pickle.dumps, slots, protocol)
back = pickle.loads(pickle.dumps(slots, 2))
print(back.a is back, hasattr(back, "b"))
loop = []
loop.append(loop)
back = pickle.loads(pickle.dumps(loop))
print(back[0] is back)
pair = ([], {})
pair[0].append(pair)
pair[1]["t"] = pair
back = pickle.loads(pickle.dumps(pair))
print(back[0][0] is back, back[1]["t"] is back)
shared = "shared text"
back = pickle.loads(pickle.dumps([[1]] * 2 + [shared, shared]))
print(back[0] is back[1], back[2] is back[3])
for protocol in (0, 2, 4):
    attempt(lambda: type(pickle.loads(pickle.dumps(Keyword(key=5), protocol))).__name__)
for value in (lambda: 1, (number for number in []), open(__file__).__class__, type("Lost", (), {}), type("Lost", (), {})(), iter([1, 2]), iter({1: 2}), zip([1]), property(), __import__("sys"), print.__self__):
    try:
        print(type(pickle.loads(pickle.dumps(value))).__name__)
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0], getattr(error, "__notes__", "no notes"))

"""Truth: __bool__, __len__, their errors, and how often and, or, not, if, while and comprehensions ask."""
log = []


class Truth:
    def __init__(self, name, answer):
        self.name, self.answer = name, answer

    def __bool__(self):
        log.append(self.name)
        return self.answer

    def __repr__(self):
        return self.name


T, F, G = Truth("T", True), Truth("F", False), Truth("G", False)


def shown(source):
    log.clear()
    try:
        result = eval(source)
    except Exception as error:
        result = f"{type(error).__name__} {error}"
    print(source, "=", result, log)


for source in ("T and F", "F and T", "T or F", "F or T", "F or G", "T and T and F and T", "F or G or T", "not T", "not F", "not not T", "T and F or T", "F and T or G",
               "not (T and F)", "not (F or T)", "1 if T else 2", "1 if not F else 2", "1 if T and F else 2", "1 if F or T else 2", "1 if not (T and F) or G else 2", "(T and F) and T", "T and (F or T)",
               "[x for x in (T, F) if x]", "[x for x in (T, F) if not x]", "[x for x in (T, F) if x if x]", "bool(T)", "all([T, F, T])", "any([F, T, F])", "(T if F else F) or G", "T is not F and F", "F and 1 / 0", "T or 1 / 0",
               "list(filter(None, [T, F, 0, 1, '', 'a']))", "[T, F].count(True)", "True == T", "not T == F", "T < 1 or 5"):
    shown(source)


def statement(a, b):
    log.clear()
    n = 0
    if a and not b:
        n += 1
    elif b or a:
        n += 2
    while a and n < 3:
        n += 1
    assert a or b, "neither"
    print(n, log)


statement(T, F)
statement(T, T)
try:
    statement(F, G)
except AssertionError as error:
    print(error, log)
for members in ({"__bool__": lambda s: 1}, {"__bool__": lambda s: "x"}, {"__len__": lambda s: 0}, {"__len__": lambda s: 3}, {"__len__": lambda s: -1}, {"__len__": lambda s: 2**70}, {"__len__": lambda s: 1.0},
                {"__len__": lambda s: True}, {"__bool__": lambda s: False, "__len__": lambda s: 5}, {"__bool__": lambda s: 1 / 0}, {"__len__": None}, {}):
    value = type("V", (), members)()
    shown("bool(value)")
    shown("not value")
    shown("'if' if value else 'else'")
    shown("len(value)")
print([bool(x) for x in (0, 0.0, -0.0, 0j, "", b"", (), [], {}, set(), frozenset(), range(0), None, NotImplemented.__class__, ..., float("nan"), "0", [0], bytearray(), memoryview(b""))])
try:
    bool(NotImplemented)
except TypeError as error:
    print(error)

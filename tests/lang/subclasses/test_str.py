"""Classes derived from str."""


def error(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
    except Exception as raised:
        print(type(raised).__name__, raised)
    else:
        print("no error:", result)


class S(str):
    pass


class Empty(str):
    __slots__ = ()


class Slotted(str):
    __slots__ = ("one", "two")


for text in ["", "a", "abc", "é", "äöü" * 5, "日本" * 9, "\U0001f600x", "x" * 1000]:
    for cls in (S, Empty, Slotted):
        s = cls(text)
        print(type(s).__name__, len(s), repr(s)[:20], str(s) == text, type(str(s)).__name__, s == text, text == s, hash(s) == hash(text))
        print({text: 1}[s], {s: 2}[text], s in {text}, text in {s}, s in text, text in s, bool(s), s is text)
        for result in (s + "", "" + s, s * 1, s[:], s[0:], s.strip(), s.lower(), s.upper(), s.replace("q", "r"), s.ljust(0), s.zfill(0),
                       s.removeprefix("q"), s.removesuffix("q"), s.translate({}), s.expandtabs(), s.center(0), s.casefold(), s.title(),
                       s.capitalize(), s.swapcase(), s.partition("q")[0], s.rpartition("q")[2], "".join([s]), s.format(), s % (), f"{s}",
                       "%s" % s, "{}".format(s), format(s), s.__str__(), s.splitlines()[0] if s else "", s.split("q")[0], s.rsplit("q")[0]):
            print(type(result).__name__, result == text, end=" ")
        print()
        print(s < text + "a", s <= text, s > "", s != text, s.encode() == text.encode(), [type(c).__name__ for c in s[:2]], s.isalpha())

s = S("abc")
s.a = s.b = s.c = s.d = s.e = 1
s.f = 2
print(s.__dict__, s.f)
del s.b
s.b = 5
print(s.__dict__)
error(getattr, s, "zz")
t = Slotted("xyz")
t.one = 1
print(t.one, t)
error(getattr, t, "two")
error(setattr, t, "three", 3)
error(getattr, t, "__dict__")
del t.one
error(getattr, t, "one")


class Both(S):
    __slots__ = ("extra",)


b = Both("long text that is longer than a word")
b.extra = [1]
b.other = 2
print(b, b.extra, b.__dict__, b.other)

print(getattr("x", S("upper"))(), hasattr(s, S("a")), isinstance(s, str), type(s) is str)


class Holder:
    pass


h = Holder()
setattr(h, S("name"), 1)
print(h.name, h.__dict__, getattr(h, S("name")), vars(h)[S("name")])
delattr(h, S("name"))
print(h.__dict__)
print(int(S("12")), float(S("1.5")), complex(S("1j")), bytes(S("é"), S("utf-8")), ord(S("a")), S("a,b").split(S(",")), "-".join(S("abc")))
print("a" in S("abc"), S("b") in "abc", "abc".find(S("c")), "abc".replace(S("a"), S("b")), "abc".startswith(S("a")), "abc".startswith((S("x"), S("a"))))
print({S("k"): 1}["k"], dict(**{S("key"): 1}), "%(k)s" % {"k": S("v")}, "{k}".format(k=S("v")), "{0:>5}".format(S("v")), f"{S('v'):>5}")
print(eval(S("1+1")), sorted([S("b"), "a", S("c")]), max("a", S("b")), type(max("a", S("b"))).__name__, S("a") + S("b"), type(S("a") + S("b")).__name__)
exec(S("zzz = 5"))
print(zzz, S(b"abc", "ascii"), S(), S(5), S(object=3), type(type(S("Name"), (), {}).__name__).__name__)
error(S, b"abc", "nope-codec")
error(S, "a", "ascii")
error(lambda: S("a") + 1)
error(lambda: 1 + S("a"))
error(lambda: S("a")["x"])
print(S("a%s") % S("b"), S("{}").format(1), S("abc")[1], S("abc")[-1:], S("abc").index("c"), list(S("ab")), tuple(reversed(S("ab"))))


class Shown(str):
    def __repr__(self):
        return "shown"


class Texted(str):
    def __str__(self):
        return "text"


class Formatted(str):
    def __format__(self, spec):
        return f"<{spec}>"


print(repr(Shown("a")), str(Shown("a")), f"{Shown('a')}", [Shown("a")], "%s %r" % (Shown("a"), Shown("a")), "".join([Shown("a")]))
print(repr(Texted("a")), str(Texted("a")), f"{Texted('a')}", f"{Texted('a'):4}|", "%s %r" % (Texted("a"), Texted("a")), "".join([Texted("b")]))
print(str(Formatted("a")), f"{Formatted('a')}", "{:x}".format(Formatted("a")), format(Formatted("a"), "q"))


class Back(str):
    def __str__(self):
        return self


print(type(str(Back("x"))).__name__, str(Back("x")), f"{Back('x')}", type(f"{Back('x')}").__name__)


class Odd(str):
    def __eq__(self, other):
        print("eq", str(self), other)
        return True

    def __hash__(self):
        return hash("other")

    def __len__(self):
        return 77

    def __getitem__(self, key):
        return ("item", key)

    def __contains__(self, item):
        return True

    def __iter__(self):
        return iter([1, 2])

    def __add__(self, other):
        return "add"

    def __radd__(self, other):
        return "radd"

    def __mod__(self, other):
        return "mod"

    def __rmod__(self, other):
        return "rmod"

    def __mul__(self, other):
        return "mul"


odd = Odd("odd")
print(odd == "x", "x" == odd, hash(odd) == hash("other"), len(odd), odd[5], 5 in odd, list(odd), odd + 1, "a" + odd, odd % 1, "%s" % odd, odd * 2)
d = {"other": 1}
print(d[odd], d.get(odd), odd in d)
d[odd] = 2
print(d, odd in {"other"}, ["q"].index(odd))


class New(str):
    def __new__(cls, text, **keywords):
        self = super().__new__(cls, text.upper())
        self.keywords = keywords
        return self


new = New("abc", x=1)
print(new, new.keywords, type(new).__name__, type(new.lower()).__name__)
error(str.__new__)
error(str.__new__, 1)
error(str.__new__, int)
error(object.__new__, S)
error(setattr, s, "__class__", str)
error(setattr, s, "__class__", Slotted)


class S2(S):
    pass


s.__class__ = S2
print(type(s).__name__, s, s.__dict__)
e = Empty("e")


class Empty2(str):
    __slots__ = ()


e.__class__ = Empty2
print(type(e).__name__, e)
match S("abc"):
    case "abc":
        print("value")
match S("abc"):
    case str(x):
        print(type(x).__name__, x)
match S("abc"):
    case [*_]:
        print("sequence")
    case _:
        print("no sequence")
import _weakref

r = _weakref.ref(s)
print(r() is s)
error(_weakref.ref, Empty("x"))
error(lambda: "a".join([S("a"), 1]))
error(lambda: type("B", (str, int), {}))
error(lambda: type("B", (str,), {"__slots__": ["__weakref__", "__weakref__"]}))

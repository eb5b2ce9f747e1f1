"""The % operator on str and bytes: every conversion, flags, widths by *, mappings, wrong counts and wrong types."""
def shown(template, args):
    try:
        print(ascii(template), "%", ascii(args) if "object at" not in repr(args) else "object", "=", ascii(template % args))
    except Exception as e:
        print(ascii(template), "|", type(e).__name__, e)


class Text:
    def __str__(self): return "str"
    def __repr__(self): return "repr\xe9"
    def __bytes__(self): return b"bytes"
    def __index__(self): return 65
    def __float__(self): return 1.5


class D(dict):
    def __missing__(self, key): return f"<{key}>"


t = Text()
for template, args in (("%s %r %a", (t, t, t)), ("%d %x %c", (t, t, t)), ("%f", t), ("%s", (1, 2)), ("%s", [1, 2]), ("%s", ()), ("%s", ((),)), ("%s%s", (1,)), ("%s", {"a": 1}), ("%(a)s %(b)r", {"a": 1, "b": "x"}), ("%(a)s", {}), ("%(a)s", D()), ("%(a)s", (1,)), ("%(a)s", 5), ("%(a)s %s", {"a": 1}), ("%(a(b)c)s", {"a(b)c": 1}), ("%(a", {"a": 1}), ("%()s", {"": 5}), ("%(a)d %(a)5.1f %(a)x", {"a": 255}), ("%%", ()), ("%%", (1,)), ("%5%|%-5%|", ()), ("%", ()), ("%", (1,)), ("abc%", (1,)), ("%z", (1,)), ("%é", (1,)), ("%5", (1,)), ("%.", (1,)), ("%l", (1,)), ("%ld %hd %Ld %lld", (1, 2, 3, 4)), ("%*d|%-*d|%.*f|%*.*f", (5, 1, 5, 1, 2, 1.5, 8, 2, 1.5)), ("%*d", (-5, 1)), ("%.*f", (-1, 1.5)), ("%*d", ("x", 1)), ("%.*d", (1.5, 1)), ("%*d", (1,)), ("%c%c", ("a", 98)), ("%c", ("ab",)), ("%c", ("",)), ("%c", (-1,)), ("%c", (1114112,)), ("%c", (1.5,)), ("%c", (b"a",)), ("%5c|%-5c|", ("a", "b")), ("%d", ("5",)), ("%d", (5.9,)), ("%d", (-5.9,)), ("%x", (5.9,)), ("%d", (None,)), ("%x", ("a",)), ("%f", ("a",)), ("%e %E %g %G", (12345.678,) * 4), ("%f %F", (float("inf"), float("nan"))), ("%+d % d %05d %-5d| %+05d %#x %#o %#X", (5,) * 8), ("%010.3f|%-10.3f|%+.0f|%#.0f|%.10g", (3.14159,) * 5), ("%.3d|%8.3d|%-8.3d|%08.3d", (5,) * 4), ("%.3s|%5.1s|%-5s|%05s", ("abcdef",) * 4), ("%.3x|%#.3x|%#10x|%#010x", (10,) * 4), ("%i %u", (5, 5)), ("%d" * 3, (1, 2)), ("%d", (1, 2)), ("no fields", ()), ("no fields", (1,)), ("no fields", 5), ("no fields", {"a": 1}), ("no fields", []), ("%s", None), ("%s %s", None), ("%s", b"x"), ("%d", True), ("%s", (True,)), ("%s", 10**20), ("%x", -255), ("%o", -8), ("%#o", 0), ("%x", 2**70), ("%e", 10**20), ("%f", 10**400), ("%99999999999d", 1), ("%s", type), ("%.0e %.0g %g %g", (15000.0, 15000.0, 1e-5, 1e16))):
    shown(template, args)
for template, args in ((b"%s %b %a %r", (b"x", t, "\xe9", t)), (b"%s", "text"), (b"%b", 5), (b"%b", (bytearray(b"y"),)), (b"%d %x %c %c", (5, 255, 65, b"B")), (b"%c", (256,)), (b"%c", (b"ab",)), (b"%c", ("a",)), (b"%(k)s %(k)a", {b"k": b"v"}), (b"%(k)s", {"k": b"v"}), (b"%5.1f|%-5d|%05d", (1.25, 3, 4)), (b"%.2b|%5b|", (b"abc", b"x")), (b"%%", ()), (b"%z", (1,)), (b"%s", ()), (b"%s", (b"a", b"b")), (b"%d", ("5",)), (b"%d", (1.9,)), (b"%*d", (4, 2)), (bytearray(b"%d"), (5,)), (b"%i%u", (1, 2)), (b"%f", ("x",)), (b"%", (1,))):
    shown(template, args)
class Left(str):
    def __mod__(self, other): return "Left.mod"
class Right:
    def __rmod__(self, other): return f"rmod {other}"
class RightStr(str):
    def __rmod__(self, other): return "RightStr.rmod"
print(Left("%s") % 5, "%s" % RightStr("x"))
# How wide and how precise: which limit is passed, and for whom.
for form in ("%*d", "%.*d", "%(a).*d", "%(a)*d"):
    for text in (form, form.encode()):
        key = "a" if isinstance(text, str) else b"a"
        try: print(text % ({key: 2**70} if "a" in form else (2**70, 1)))
        except (OverflowError, TypeError) as e: print(type(e).__name__, e)
class Failing:
    def __float__(self): raise KeyError("no")
for form in ("%f", b"%f"):
    for value in (2**2000, Failing(), "x"):
        try: print(form % value)
        except (OverflowError, TypeError, KeyError) as e: print(type(e).__name__, e, e.__context__)

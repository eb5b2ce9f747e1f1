"""int from and to text: bases, signs, underscores, whitespace, other digits, bytes; the messages for what is no number."""
def shown(*args, kind=int, **kw):
    try:
        print(ascii(args)[1:-1].rstrip(","), kw or "", "=", kind(*args, **kw))
    except Exception as e:
        print(ascii(args)[1:-1].rstrip(","), kw or "", "|", type(e).__name__, ascii(str(e)))


for text in ("5", " 5 ", "\t\n5\r\x0b\x0c", "+5", "-5", "- 5", "+-5", "--5", "", " ", "+", "5_0", "_5", "5_", "5__0", "0_5", "00", "007", "0x5", "0b1", "5.0", "5e1", "5j", "\u0665", "\uff15\u0664", "\u2165", "\xb2", "5\x00", "\x005", "\xa05\u2003", "5L", "five", "\ud800", "1" * 50, "\U0001d7d5", "\u0665_\u0664", b"5", b" -5 ", b"5_0", b"\xff", b"", bytearray(b"7"), "5 5", "\u200b5", "0o17", "0b", "1,000", "\u22125"):
    shown(text)
for text, base in (("ff", 16), ("0xff", 16), ("0xff", 0), ("0XFF", 0), ("0b11", 0), ("0b11", 2), ("0b11", 16), ("0o17", 0), ("0o17", 8), ("17", 0), ("017", 0), ("0", 0), ("00", 0), ("0_0", 0), ("0_1", 0), ("-0xff", 0), ("0x_f", 0), ("0x_f", 16), ("0x", 16), ("x", 16), ("zz", 36), ("ZZ", 36), ("z", 35), ("2", 2), ("8", 8), ("1", 1), ("1", -1), ("1", 37), ("1", 99), ("1", "2"), ("1", 2.0), ("1", None), (5, 10), (5.5, 10), (b"ff", 16), (bytearray(b"11"), 2), ("", 0), ("", 16), ("_", 16), ("1 ", 2), (" 1_0 ", 2), ("\u0661\u0660", 2), ("\u0665", 4), ("0xg", 0), ("0b2", 0), ("1" * 20, 7), (None, 10)):
    shown(text, base)
shown()
shown("5", base=10)
shown(base=10)
shown(x="5")
shown("1", base=2**70)
for value in (1.9, -1.9, 1e20, float("nan"), float("inf"), 1j, None, [], True, "1.5", type("I", (), {"__int__": lambda s: 7})(), type("I", (), {"__index__": lambda s: 8})(), type("I", (), {"__trunc__": lambda s: 9})(), type("I", (), {"__int__": lambda s: "x"})(), type("I", (), {"__int__": lambda s: 1.5})(), type("I", (), {"__int__": lambda s: True})(), type("I", (), {"__int__": lambda s: 1, "__index__": lambda s: 2})(), type("S", (str,), {})("12"), type("S", (str,), {"__int__": lambda s: 3})("12")):
    try:
        print(type(value).__name__, int(value))
    except Exception as e:
        print(type(value).__name__, "|", type(e).__name__, e)
for text in ("1.5", " -1.5e3 ", "1_0.5_0", "1__0.5", "._5", "1._5", "1_.5", "1e1_0", "1e_1", ".5", "5.", ".", "e5", "1e", "inf", "-Infinity", "+iNf", "nan", "-nan", "infinit", "nan(5)", "0x1p3", "1,5", "\u0661.\u0665", "", " ", "1.5 2", "1\x00", "1e400", "1e-400", "--1", b"1.5", b"\xff", bytearray(b"2"), None, [], "1.5f", "1d5", "in f"):
    shown(text, kind=float)
for args in (("1+2j",), ("1+2J",), (" 1j ",), ("j",), ("-j",), ("+1-j",), ("1 + 2j",), ("(1+2j)",), (" ( 1+2j ) ",), ("((1))",), ("1+2",), ("2j+1",), ("1e5j",), ("nanj",), ("inf-infj",), ("",), ("1_0+1_0j",), ("1",), ("1", 2), (1, "2"), (1, 2), (1.5, 2j), (1j, 1j), (None,), ([],), (b"1",), (1, None)):
    shown(*args, kind=complex)
print(hex(-255), oct(8), bin(-5), hex(True), (255).__format__("#_b"), (10**20).__str__(), repr(-0), ascii(5), str(True), "%d %i %u %x %X %o %#x %#o %+d % d %05d %-5d| %.3d %5.3d" % (5, 5, 5, 255, 255, 8, 255, 8, 5, 5, 5, 5, 5, 5))

# zeal: 2000 - goes through every code point
# unicodedata: every code point by a checksum, and the functions' refusals
import unicodedata
from unicodedata import ucd_3_2_0


def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))


def fold(h, text):
    for c in text:
        h = (h * 31 + ord(c)) % 1000000007
    return h


print(unicodedata.unidata_version, ucd_3_2_0.unidata_version, type(ucd_3_2_0).__name__)
points = [p for p in range(0x3400)] + list(range(0x9FF0, 0xAC20)) + list(range(0xD790, 0xE010)) + list(range(0xF8F0, 0x12600)) + list(range(0x1D000, 0x1F000)) + list(range(0x1F000, 0x1FC00)) + list(range(0x2F800, 0x2FA20)) + list(range(0xE0000, 0xE0200)) + [0x10FFFF, 0x20000, 0x323AF, 0x323B0]
for ucd in (unicodedata, ucd_3_2_0):
    for name in ("category", "bidirectional", "combining", "mirrored", "east_asian_width", "decomposition"):
        f, h = getattr(ucd, name), 0
        for p in points:
            h = fold(h, str(f(chr(p))))
        print(name, h)
    for name in ("decimal", "digit", "numeric", "name"):
        f, h = getattr(ucd, name), 0
        for p in points:
            h = fold(h, str(f(chr(p), None)))
        print(name, h)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        h = 0
        for p in points:
            h = fold(h, ucd.normalize(form, chr(p)))
        print(form, h)
t(lambda: unicodedata.normalize("NFC", "e\u0301a\u0327\u0301\u1100\u1161\u11a8")); t(lambda: unicodedata.normalize("NFD", "\u1e69\uac01")); t(lambda: unicodedata.normalize("NFKC", "\ufb01\u2460")); t(lambda: unicodedata.normalize("NFC", "a\u0315\u0300\u05ae\u0301b")); t(lambda: unicodedata.normalize("NFC", "")); t(lambda: unicodedata.normalize("x", "a")); t(lambda: unicodedata.normalize("NFC", 1)); t(lambda: unicodedata.is_normalized("NFC", "\u00e9")); t(lambda: unicodedata.is_normalized("NFD", "\u00e9")); t(lambda: unicodedata.is_normalized("NFC", "e\u0301"))
t(lambda: unicodedata.normalize("NFC", "\u0958")); t(lambda: unicodedata.normalize("NFC", "\u2126")); t(lambda: unicodedata.normalize("NFD", "a" * 20 + "\u0301\u0327" * 10)); t(lambda: unicodedata.normalize("NFC", "\ud800\u0301"))
t(lambda: unicodedata.lookup("LATIN SMALL LETTER A")); t(lambda: unicodedata.lookup("latin small letter ghA")); t(lambda: unicodedata.lookup("GREEK SMALL LETTER ALPHA")); t(lambda: unicodedata.lookup("CJK UNIFIED IDEOGRAPH-4E00")); t(lambda: unicodedata.lookup("HANGUL SYLLABLE GAG")); t(lambda: unicodedata.lookup("LATIN SMALL LETTER I WITH DOT ABOVE AND ACUTE")); t(lambda: unicodedata.lookup("NULL")); t(lambda: unicodedata.lookup("nope")); t(lambda: unicodedata.lookup("x" * 300)); t(lambda: unicodedata.lookup(1)); t(lambda: ucd_3_2_0.lookup("LATIN CAPITAL LETTER SHARP S"))
t(lambda: unicodedata.name("\x00")); t(lambda: unicodedata.name("\x00", "d")); t(lambda: unicodedata.name("ab")); t(lambda: unicodedata.name(1)); t(lambda: unicodedata.decimal("a")); t(lambda: unicodedata.decimal("\u0665")); t(lambda: unicodedata.digit("\u00b2")); t(lambda: unicodedata.digit("x")); t(lambda: unicodedata.numeric("\u00bd")); t(lambda: unicodedata.numeric("x")); t(lambda: unicodedata.category(1)); t(lambda: unicodedata.category("ab")); t(lambda: unicodedata.category("")); t(lambda: unicodedata.decomposition("\u00bd")); t(lambda: ucd_3_2_0.name("\u1e9e")); t(lambda: ucd_3_2_0.category("\u1e9e")); t(lambda: unicodedata.UCD())

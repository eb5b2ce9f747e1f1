"""Text as code points: surrogates, combining marks, normal forms, names, case mapping, comparison, hashing, identifiers."""
import unicodedata
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)

é, decomposed = "\u00e9", "e\u0301"
table(r"""
len('\U0001f600'), len('\ud83d\ude00'), '\ud83d\ude00' == '\U0001f600', len('e\u0301'), '\U0001f600'[0] == '\U0001f600', list('a\u0301')
é == decomposed, unicodedata.normalize('NFC', decomposed) == é, unicodedata.normalize('NFD', é) == decomposed, é < decomposed
unicodedata.normalize('NFKC', '\ufb01\u00b2\u2460'), unicodedata.normalize('NFKD', '\u1e9b\u0323'), unicodedata.is_normalized('NFC', decomposed)
unicodedata.normalize('XYZ', 'a')
unicodedata.name('a'), unicodedata.name('\U0001f600'), unicodedata.name('\uac00'), unicodedata.name('\u4e00'), unicodedata.name('\x00', 'none')
unicodedata.name('\x00')
unicodedata.name('ab')
unicodedata.lookup('GREEK SMALL LETTER ALPHA'), unicodedata.lookup('greek small letter alpha'), unicodedata.lookup('HANGUL SYLLABLE GAG'), unicodedata.lookup('CJK UNIFIED IDEOGRAPH-4E01')
unicodedata.lookup('NO SUCH')
'\N{BULLET}', '\N{LATIN SMALL LETTER E WITH ACUTE}', '\N{keycap digit one}' if False else ''
[unicodedata.category(c) for c in 'aA1 _-\n\u0301\ud800\ue000\u0378']
[unicodedata.digit(c, None) for c in '1\u0661\u00b2\u00bda'], [unicodedata.numeric(c, None) for c in '1\u00bd\u2167\u4e09a'], [unicodedata.decimal(c, None) for c in '1\u00b2']
unicodedata.digit('a')
[unicodedata.bidirectional(c) for c in 'a\u05d0 1'], [unicodedata.combining(c) for c in 'a\u0301\u0328'], [unicodedata.east_asian_width(c) for c in 'a\uff21\u4e00\u0391'], unicodedata.mirrored('('), unicodedata.decomposition('é')
int('\u0661\u0662'), float('\u0661.\u0665'), int('\uff11'), '\u0661'.isdigit(), '\u2167'.isnumeric(), '\u00b2'.isdecimal()
int('\u00b2')
[c.upper() for c in 'ßŉǰﬃ\u0390'], [c.lower() for c in 'İẞΣ'], [c.title() for c in 'ǆßﬃ'], [c.casefold() for c in 'ßẞſΣς']
'ΌΣΟΣ'.lower(), 'ΑΣ.'.lower(), 'ΑΣΒ'.lower(), 'Σ'.lower(), 'ΑΣ\u0301'.lower(), 'a\u0345'.upper(), 'ΣΣ'.swapcase(), 'ΑΣ ΑΣ'.title()
'\u1e9e'.lower(), '\u00df'.upper().lower(), 'İ'.lower().upper(), len('İ'.lower()), 'ŉ'.title(), '\u01c5'.swapcase(), '\u01c5'.isupper(), '\u01c5'.islower()
'é'.isalpha(), '\u0301'.isalpha(), '\u0301'.isprintable(), '\u200b'.isprintable(), '\u00ad'.isprintable(), ' '.isprintable(), '\u2003'.isprintable(), '\ud800'.isprintable(), '\U000e0001'.isprintable()
ascii('é\U0001f600\ud800'), repr('\ud800é\x7f\x80\xa0\xad\u200b\u2028\ufeff')
sorted(['é', 'e', 'f', decomposed, 'E', '\U0001f600', '\uffff', '\ud800'])
hash('é') == hash('\u00e9'), {é: 1}.get(decomposed), {'a\ud800': 1}['a\ud800'], 'é' is not decomposed
'\u00aa'.isidentifier(), 'x\u0301'.isidentifier(), '\u0301x'.isidentifier(), '℘'.isidentifier(), '\u2118x'.isidentifier(), 'x\u00b7'.isidentifier(), 'a\u200d'.isidentifier(), '\U0001d4d0'.isidentifier(), '\u2460'.isidentifier()
unicodedata.ucd_3_2_0.unidata_version, unicodedata.ucd_3_2_0.category('\u0221'), unicodedata.category('\u0221')
chr(0x110000)
chr(-1)
chr(0xd800) + chr(0xdc00), ord('\udfff'), chr(True), ord(b'a'), ord(bytearray(b'\xff'))
ord('ab')
ord('')
ord(b'ab')
ord(5)
""")
ﬁ = "ligature"
print(fi, sorted(name for name in globals() if name == "fi"), 𝓍 if (x := "script x") else "")
class Names:
    ª = 1
    µ = 2
print(Names.a, Names.μ, [name for name in vars(Names) if not name.startswith("__")])
print(getattr(Names, "ª", "getattr does not normalize"))
def function(ſ): return s
try:
    print(function(ſ=5))
except NameError as error:
    print("NameError", error)

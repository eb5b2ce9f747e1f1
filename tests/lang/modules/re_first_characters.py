# Patterns whose first or next character is looked for before they are tried: prefixes, alternatives and repeats behind the
# beginnings and ends of groups; and sets over the first 256 characters, which are compiled as a bitmap.
import re
import zlib


def show(pattern, *texts, flags=0):
    compiled = re.compile(pattern, flags)
    for text in texts:
        matches = [(found.regs, found.lastindex) for found in compiled.finditer(text)]
        full = compiled.fullmatch(text)
        print(ascii(pattern), ascii(text), matches, full and full.regs, compiled.sub("<>" if isinstance(text, str) else b"<>", text))


# A prefix, of which the pattern begins with all, with some, or with none.
show("Python|Perl", "PPPerl", "PythoPython", "P", "PPPPPPPPy")
show("(Python|Perl)", "PPPerl", "PythonPerl")
show("Python", "PythoPythonPython", "Pytho")
show("(Python)\\1", "PythonPythonPython")
show("ab(c|d)?", "abab", "abcabdab")
show("aab", "aaaaab", "aabaab")
show("жук", "жжук жук", "жу", "latin")
show("жук|жир", "жжир жук", "\U0001f600жук")
show("\U0001f600+x", "\U0001f600\U0001f600x", "x")
show(b"ab|ac", b"aacab", b"")

# Alternatives, by what they begin with behind marks.
show(r'(^|[^\\])"(x)', '"x', ' "x', '\\"x', ' ""x"x')
show("((a)|(b)|(ab))+?c", "abc", "ababc", "c")
show(r"(\bfoo|\Bfoo|foo$)", "foo", "xfoo", "foo foo")
show("(?:()|a)*b", "aab", "b")
show("((?:a|(b))|c)+", "abcab", "cba", "x")
show("(?:(?=a)|b)(a|c)", "a", "bc", "bb")

# Greedy repeats that give back up to what follows.
show("x*(xy)", "xxxxy", "xy", "xxx")
show("a*([ab])b", "aaab", "ab", "b", "aaa")
show("(.*)([0-9]+)", "abc123", "1", "abc")
show("(a*)(?:(b)|(a))", "aaa", "aab", "a", "")
show("[^,]*(,|;)", "a;b,c", ";;", "abc")
show("a{2,4}(a)", "aaaaaa", "aa", "aaa")
show(".*(Python)", "PythonPython", "x" * 40 + "Python" + "y" * 40)

# Lazy ones that go on up to it.
show("x*?(y)", "xxy", "y", "xx")
show("a{1,3}?([b-d])", "aab", "aaaab", "b")
show("(.*?)(\\d)", "ab1c2", "1", "ab")
show("a+?$", "aaa", "aab", "a\n")
show(".{2}?(a)", "xxa", "aaa", "xa")
show("a??(b)", "ab", "b", "a")
show("a{0,2}?(b)", "aaab", "b")

# A match that must not be empty, or must be whole, behind the same.
show("a*?", "aa", "")
show("(a*?)(b??)", "ab", "")
show("|a", "aa")
show("(|a)+", "aa", "")

# Marks of attempts that have failed are gone.
show("(?:(a)|b)*?c", "abbc", "bac")
show("(a)?b|c", "ac", "ab", "aac")
show("(?:(a)x|(b)y|a)(?:z)", "az", "bz", "axz", "byaz")
print(re.match("(a)|(b)|c", "c").groups(), re.search("(a)x|b", "aab").groups(), re.search("(a)(?!b)|b", "ab").lastindex)

# Sets.
latin = "".join(map(chr, range(256)))
others = "\u0100\u0101\u0130\u0131\u017f\u01c5\u03b1\u0391\u1e9e\u212a\u212b\u4e2d\uff21\U00010400\U00010428"
sets = [
    "[a]", "[^a]", "[a-c]", "[^a-c]", "[K]", "[k]", "[^k]", "[\xb5]", "[\xe0-\xef]", "[\xc0-\xcf]", "[\xdf]", "[\xff]", "[I]", "[i]",
    "[A-Za-z]", "[\\w]", "[^\\w]", "[\\W]", "[\\d]", "[\\D]", "[\\s]", "[\\S]", "[\\s\\S]", "[^\\s\\S]", "[a\\d]", "[^a\\d]", "[\\Wa]",
    "[\\x00-\\x40]", "[\\x3f-\\x80]", "[\\x40-\\x7f]", "[\\x00-\\xff]", "[\\x80-\\u0200]", "[^\\x80-\\u0200]", "[\u0100-\u0200a-z]",
    "[aeiou\\u0100\\u0300\\u0500]", "[^aeiou\\u0100\\u0300\\u0500]", "[acegikmoqsuwy\\xe0\\xe2\\u4e2d]", ".", "\\w", "\\W", "\\d", "\\s",
    "k", "\xe5", "s", "[s-t]", "[\u017f]",
]
for number, pattern in enumerate(sets[::2]):
    compiled = re.compile(pattern, (0, re.I, re.I | re.A)[number % 3])
    for text in (latin, latin + others):
        found = "".join(compiled.findall(text))
        print(ascii(pattern), len(found), zlib.crc32(found.encode("utf-8", "surrogatepass")))
# As the first thing of a pattern, and behind another.
for pattern in sets[::8]:
    assert re.findall(pattern, latin) == re.findall("(?:" + pattern + ")(?=)", latin)
for pattern in sets[::5]:
    if pattern.isascii() and "\\u" not in pattern:
        data = bytes(range(256))
        print(pattern, [len(re.findall(pattern.encode(), data, flags)) for flags in (0, re.L | re.I)])

# A character that must come soon, after some that may be nearly anything.
show('(^|[^\\\\])"', '"', 'a"', '\\"', 'ab\\"c""', "abc", 'x\ny"')
show("..x", "abx", "x", "xx", "xxx", "aaxbbxccx", "\n\nx")
show("[^a]b", "ab", "bb", "xab", "xb", "aaaabcb")
show("(?:a|bc|[^d]ef|)g", "g", "ag", "bcg", "xefg", "defg", "dg")
show("\\W\\bk", " k", "k", "kk", "-k k", flags=re.A)
show("[^x]ж", "xж", "жж", "aжbж", "latin")
show("[^x]\U0001f600", "x\U0001f600", "\U0001f600\U0001f600", "ж")
show(b".\\n", b"\n\n", b"a\n\nb\n")
show(".....y", "1234y", "12345y", "123456y", "yyyyyy", "y" * 11)
show(".........y", "123456789y", "y" * 10, "y" * 9)
print(re.compile("[^x]y").search("ayby", 1), re.compile("[^x]y").search("ayby", 1, 3), re.compile("[^x]y").match("xyzy"))
print([found.span() for found in re.finditer("(?:|.)a", "aaabaca")], re.split("(?<!x)[^q]a", "xaaaqaya"), re.sub("[^b]a|b", "-", "abaaba"))

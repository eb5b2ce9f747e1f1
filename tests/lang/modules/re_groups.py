# zeal: 200 - imports re
"""re: groups of every kind, matches' methods, substitution templates, splitting, empty matches, flags, scanning from positions."""
import re
from lib.attempts import attempt


m = re.match(r"(?P<first>\w+)-(\d+)?(?P<last>x)?", "abc-12")
print(m, m.group(), m.group(1, 2), m["first"], m[2], m.groups(), m.groups("none"), m.groupdict(), m.groupdict(0), m.span(), m.span("last"), m.start(2), m.end(1), m.lastindex, m.lastgroup, m.re.groups, m.re.groupindex, m.pos, m.endpos, m.string, m.regs, m.expand(r"\1:\g<first>:\g<0>"))
for action in (lambda: m.group(9), lambda: m["zz"], lambda: m.group("zz"), lambda: m.start("q"), lambda: m.expand(r"\9"), lambda: m.expand(r"\g<zz>"), lambda: m.group(1.5), lambda: m[-1], lambda: m.expand(5)):
    attempt(action)
print(re.findall("a", "banana"), re.findall("(a)(n)?", "banana"), re.findall("", "ab"), re.findall("x*", "axb"), [x.span() for x in re.finditer("a*", "baac")], re.findall(b"a", b"aa"), re.findall("(?:ab)+", "ababxab"))
print(re.split(",", "a,b,,c"), re.split("(,)", "a,b"), re.split("x*", "axbc"), re.split("(x)|(y)", "axbyc"), re.split(",", "a,b,c", maxsplit=1), re.split(r"\b", "ab cd"), re.split("", "ab"))
print(re.sub("a", "b", "aaa", count=2), re.sub("(a)(b)?", r"[\1\2]", "abac"), re.sub("x*", "-", "abxd"), re.sub("", "-", "ab"), re.sub("(?P<n>a)", r"\g<n>\g<1>0\n\\", "a"), re.subn("a", "", "banana"), re.sub("a", lambda m: m.group().upper() + str(m.start()), "banana"), re.sub("(.)", r"\g<0>\g<0>", "ab"), re.sub("a", r"\x" if False else "\\\\", "a"))
for template in (r"\2", r"\g<2>", r"\g<zz>", r"\g<", r"\g<1", r"\q", r"\g<-1>", r"\x41", r"\g<1a>"):
    attempt(re.sub, "(a)", template, "a")
print(re.match("a", "A", re.I), re.match("é", "É", re.I), re.match("(?i:a)b", "Ab"), re.match("(?i)a", "A"), re.match(".", "\n"), re.match(".", "\n", re.S), re.findall("^a", "a\na", re.M), re.findall("a$", "a\na\n"), re.findall(r"a\Z", "a\na"), re.findall(r"a\z", "a\na"), re.match("a b # comment", "ab", re.X), re.match(r"\w", "é", re.A), re.findall(r"\d", "1٢"), re.findall(r"\d", "1٢", re.A))
print(re.match("(?=ab)a", "ab"), re.match("a(?!b)", "ab"), re.search("(?<=a)b", "ab"), re.search("(?<!a)b", "ab"), re.match("(a)?b(?(1)c|d)", "abc"), re.match("(a)?b(?(1)c|d)", "bd"), re.match(r"(a)\1", "aa"), re.match("(?P<q>a)(?P=q)", "aa"), re.match("a*+a", "aa"), re.match("(?>a*)b", "aab"), re.match("a++b", "aab"), re.match("a{2,3}?", "aaa"), re.match("a{,2}", "aaa"), re.match("a{x}", "a{x}"))
p = re.compile("b", re.I)
print(p, p.match("ab", 1), p.search("abB", 2), p.fullmatch("ab", 1), p.findall("bBb", 1, 2), p.search("abc", 0, 1), p.flags, p.pattern, p == re.compile("b", re.I), hash(p) == hash(re.compile("b", re.I)), p.match("b", -5), p.match("b", 99), re.compile(p) is p)
p = re.compile("^b")
print(p.search("ab", 1), re.compile("^b", re.M).search("a\nb", 2), re.compile(r"\bb").search("ab", 1), re.compile("(?<=a)b").search("ab", 1), re.compile("b$").search("bc", 0, 1))
for pattern in ("(", ")", "[", "[b-a]", "*", "a**", "a{2,1}", "(?P<1>a)", "(?P<a>b)(?P<a>c)", "(?P=zz)", r"\1", "(?(1)a|b)", "(?<=a*)b", "(?z)", "a(?i)b", "(?P", "(?P<", "(?P<>a)", "\\", r"\q", r"\x1", r"\u12", r"\N{none}", "[a", "(?#", "(?i", "(?-i)", "(?ii-i:a)", "(?au:a)", "(?L)a", r"[\d-z]", "[[:alpha:]]", "(?(zz)a)", "(?(1)a|b|c)(x)", "a{99999999999999}", "(?:a", "a|*", "+"):
    attempt(re.compile, pattern)
for action in (lambda: re.compile(5), lambda: re.match("a", b"a"), lambda: re.match(b"a", "a"), lambda: re.sub("a", b"b", "a"), lambda: re.compile("a", "i"), lambda: re.compile(p, re.I), lambda: re.compile(b"a", re.U), lambda: re.compile("a", re.L), lambda: re.compile("a", re.A | re.U), lambda: re.sub("a", 5, "a"), lambda: re.split(1, "a"), lambda: p.match(), lambda: p.match("a", "b"), lambda: re.sub("a", lambda m: 5, "a")):
    attempt(action)
print(re.escape("a.b*c-d é\n#"), re.escape(b"a b"), re.I | re.M, repr(re.A), re.RegexFlag(0), re.I.value, re.compile("a", re.I | re.X).flags == re.I | re.X | re.U, re.compile("(?sx)a"), re.NOFLAG)
text = "aaaa"
match = re.search("a", text)
print(match.re.sub("b", match.string), re.fullmatch("a|ab", "ab"), re.match("a|ab", "ab"), re.fullmatch("(a|ab)(c|bcd)?", "abcd"), re.search("(a|b)*", "abc").groups(), re.search("((a)|b)*", "ab").groups(), re.findall("(?:(a)|b)", "ab"))

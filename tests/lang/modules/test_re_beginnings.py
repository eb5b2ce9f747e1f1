# zeal: 300 - compiling so many patterns runs much Python code
"""Searches skip to where a match can begin: patterns whose beginnings are known, half known, empty or unknown."""
import re

TEXT = "xx --Ab12 été Ab ab\n\n9c\u0130k\u212a end. (a)(b) aab \U0001f600b"
PATTERNS = [
    "a|b|1", "(?:a|b)+c?", "(a|)b", "(?i:k)", "(?i)E", "(?i)[k-l]", r"\d+", r"\D+?b", r"[^\w\s]+", ".b", r"\bab", "^9", "(?m)^9", "(?s).$",
    r"(?=a)ab", r"(?!a)b", r"(?<=a)b", r"(?<!a)b", "a*b", "a*?b", "a{0}b", "(?:a{0,2})+b", "(?:a{2})b", "(a)?b", "(a)|b", "()b", "(?>a+)b",
    "(?>|a)b", "a++b", "a*+b", "(?:ab)*+c", "(?:ab)++", r"(a)\1b", r"(x)?(?(1)x|-)", "(?:)", "", "$", r"\Z", r"\A", "(?:|a)", "é", "[é-ü]t", "\u212a",
    "(?i)\u212a", "\U0001f600", "[\U0001f600-\U0001f700]b", "(?:x|\U0001f600)b?", "(?a)\\w+", "(?a:\\W)b", "[^\x00-\xff]", "(?:[^a]|a)b", "end[.]|\\(", "(((a)))b",
    "(?:(?:(?:c|9)))+", "(?s:.)(?-s:.)$",
]
for pattern in PATTERNS:
    found = [match.span() for match in re.finditer(pattern, TEXT)]
    print(ascii(pattern), found[:6], len(found), ascii(re.sub(pattern, "<>", TEXT, count=3)), len(re.split(pattern, TEXT)))
for pattern in b"a|b", b"(?i)[k]", b"[^a]b", b"\xe9|b", rb"(?L)\w", rb"(?Li)E":
    print(pattern, [match.span() for match in re.finditer(pattern, b"xAb\xe9 aKkb e")])
compiled = re.compile("b|c")
print([compiled.search("abcabc", start, end) and compiled.search("abcabc", start, end).span() for start, end in [(0, 6), (2, 6), (3, 4), (3, 5), (9, 12), (0, 0)]])

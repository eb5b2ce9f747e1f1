"""Writes corpus.jsonl: what CPython 3.14 says about snippets that are refused, or nearly.

usage: cpython314 tests/diagnose/generate.py                       the committed corpus
       cpython314 tests/diagnose/generate.py mutations OUT SEED COUNT [DIRECTORY...]
       cpython314 tests/diagnose/generate.py files OUT DIRECTORY...

The second form writes COUNT mutations, of the valid programs below or of statements of the files in directories; the third
takes whole files. TYPHON_CORPUS=OUT cargo test --test diagnose then compares with that instead.

One record a line: [mode, source, error, warnings]. `mode` is exec, eval, single or bytes (then `source` spells bytes as Latin-1).
`error` is null or [type, message, line, offset, end line, end offset]; warnings are [line, message]. The snippets are made
here: from the lists below, by combining constructs, and by dropping, doubling and swapping tokens of valid programs.
"""

import ast
import io
import itertools
import json
import pathlib
import random
import sys
import tokenize
import warnings

assert sys.version_info[:2] == (3, 14), "CPython 3.14 only"

EXPRESSIONS = """
x|x.y|x[0]|x[1:2]|*x|(x)|(x, y)|[x, y]|{x, y}|{x: y}|{}|f()|f(x)(y)|lambda: x|x if y else z|x + y|-x|not x|x and y|x < y
x in y|1|1.5|2j|'s'|b's'|f's'|f'{x}'|t'{x}'|True|None|...|(x for x in y)|[x for x in y]|{x for x in y}|{x: y for x in y}
(x := 1)|(yield)|(await x)|__debug__|x.__debug__|()|[]|(x, 1)|[x, f()]|(*x, *y)|x, y|*x, *y|x,|'a' 'b'|x @ y|~x|(x)(y)|x ** y
"""
CONTEXTS = """
{} = 1|x = {} = 1|{} += 1|{}: int|{}: int = 1|del {}|for {} in y: pass|[x for {} in y]|with x as {}: pass|with (x as {}): pass
({} := 1)|import x as {}|from x import y as {}|f({}=1)|try: pass;\\nexcept x as {}: pass|match x:\\n case 1 as {}: pass
match x:\\n case {}: pass|def f({}): pass|lambda {}: 1|global {}|{} {}|({} {})|if {}: pass|if {} = 1: pass|x = ({} = 1)
assert {} = 1|return {}|raise {} from {}|{} = {} = {}|async for {} in y: pass|class C({}): pass|f({} for x in y)|f({}, x for x in y)
[{} for x in y]|{{{}: 1}}|{{1: {}}}|{{{}}}|x[{}]|@{}\\ndef f(): pass|print {}|{} if x|x if {} else|type X = {}|type {} = int
def f() -> {}: pass|def f(a: {}): pass|def f[{}](): pass|class C[{}]: pass|yield {}|await {}|f(*{})|f(**{})|*{} = x|while {}:: pass
"""






VALID = [
    "def f(a, b=1, /, *c, d: int = 2, **e) -> int:\n    return a + b\n",
    "for x, (y, *z) in w:\n    if x < y <= z:\n        continue\n    else:\n        break\n",
    "with a as b, c as (d, e):\n    pass\n",
    "with (a as b, c):\n    pass\n",
    "try:\n    x()\nexcept (A, B) as e:\n    raise C from e\nelse:\n    y = 1\nfinally:\n    z\n",
    "try:\n    x\nexcept* A as e:\n    pass\n",
    "class A(B, metaclass=C, **d):\n    x: int = 1\n    def f(self): return self.x\n",
    "x = [a if b else c for d, e in f if g if h for i in j]\n",
    "y = {a: b, **c, 'd': [1, 2.5, 3j], e: (f,)}\n",
    "match x:\n    case [1, 2, *rest] if rest: pass\n    case {'k': v, **kw}: pass\n    case A(b, c=d) | None: pass\n    case _: pass\n",
    "lambda a, *b, c=1, **d: (a, b, c)\n",
    "print(f'{a!r:>{w}} {b=} {c:x}')\n",
    "from . import a as b, c\nfrom .d import (e, f as g,)\nimport h.i as j, k\n",
    "del a.b, c[0], (d, e)\n",
    "global a\na, b = c = d\na += 1\na: int\n",
    "assert a, b\nraise\n",
    "async def f():\n    async with a as b: await c\n    async for d in e: yield d\n    return [x async for x in y]\n",
    "@a.b(c)\n@d\nclass E[T: int, *Ts, **P]: pass\n",
    "type X[T = int] = list[T]\n",
    "while (n := f(x)) > 1: n -= 1\nelse: pass\n",
    "x[1:2, ::3, ...] = y[a, *b] = not c and d or -e ** ~f\n",
    "a = b if c else lambda: d\nf(*a, b, c=d, **e)\n",
    "x = (yield)\n",
    "if a: b\nelif c: d\nelse: e\n",
    "s = 'a' \"b\" r'\\c' b'd'[0]\n",
    "f(a for a in b)\nx = 1 < 2 == 3 != 4 is not 5 not in 6\n",
    "t = a @ b // c % d << e >> f & g | h ^ i\n",
    "def g():\n    x = 1\n    def h():\n        nonlocal x\n        x = 2\n    return h\n",
]

EVALS = r"""
x = 1|x; y|x y|if x: pass||  x|x\n |x \n\t|x\n|x\n\n|x\ny|(x|x)|'a|lambda|yield x|await x|x := 1|(x := 1)|*x|*x, y|pass|return|f(a=1, b)|1 +
[x for x in y z]|del x|\n|# c|x # c|f'{a b}'|  |\tx|x\\\n|print x|not|1()|x is 1|x if y|f(**k, *a)|None = 1
""".strip("\n").replace("\n", "|").split("|")

SINGLES = r"""
x = 1\ny = 2|x; y|if x: pass|if x:\n  y|if x:\n  y\n|if x:\n  y\n\n|if x:\n  y\nz|if x:\n  y\n\nz|if x: pass\nelse: pass|if x:|if x:\n|def f():\n  return 1
def f():\n  if x:\n    y|class C:\n  x = 1\n\n  y = 2\n|x\n# c|x # c\n# d\n|x\n\n\n|\nx|# c\nx|\n\n|@x\ndef f(): pass|x\ny\nz|for x in y:\n  z\n  w\n|(x\n|x +|'a
try: pass|try: pass\nexcept: pass|try:\n  pass\nexcept x:\n  y|while x:\n    y\n  z|return|x y|import x; y|x;|;|if x: pass; y|x = (1,\n2)|match x:\n case 1: pass|async def f(): await x
""".strip("\n").replace("\n", "|").split("|")

ENCODINGS = [
    b"\xef\xbb\xbfx = 1 2", b"\xef\xbb\xbf# coding: latin-1\nx", b"\xef\xbb\xbf# coding: utf-8\nx y", b"\xef\xbb\xbf# coding: utf8\nx y",
    b"x = '\xe4'", b"# coding: latin-1\nx = '\xe4' y", b"# coding: iso-8859-1\nx = '\xe4'; y z", b"# coding: ascii\nx = '\xe4'",
    b"# coding: utf-8\nx = '\xe4'", b"# coding: utf-8\nx = '\xc3\xa4' y", b"# coding: klingon\nx", b"#!/usr/bin/x\n# coding: klingon\nx",
    b"x\n# coding: klingon\ny z", b"\n# coding: klingon\ny z", b"\n\n# coding: klingon\ny z", b"# -*- coding: cp1252 -*-\nx = '\x80' y",
    b"# vim: set fileencoding=cp1252 :\nx = '\x80'", b"# coding: cp1252\nx = '\x81'", b"# coding: koi8-r\nx = '\xc1' y", b"# coding: utf-16\nx",
    b"# coding: big5\nx = '\xa4\xa4' y", b"# coding: shift_jis\nx = '\x82\xa0' y", b"# coding: gbk\nx = '\xc4\xe3' y", b"# coding: euc-jp\nx = '\xa4\xa2' y",
    b"# coding: iso-8859-15\nx = '\xa4'", b"# coding: utf-8-sig\nx y", b"# coding: UTF8\nx y", b"# coding: Latin_1\nx = '\xe4' y", b"# coding: l1\nx = '\xe4' y",
    b"# coding: us-ascii\nx y", b"# coding: rot13\nk", b"# coding: hex\nx", b"# coding: base64\nx", b"#coding=utf-8\nx y", b"# codingutf-8\nx = '\xe4'", b"# coding:\nx = '\xe4'",
    b"x = 1\ny = '\xe4\xb8'\n", b"x = 1\ny = '\xff\xfe'\n", b"\xff\xfex", b"x\x00y", b"x = '\xed\xa0\x80'", b"\xc0\x80", b"'''\n\n\xe4'''", b"# \xe4", b"# coding: cp437\nx = '\x80' y",
    b"# coding: mac-roman\nx = '\x80' y", b"# coding: cp1251\nx = '\xc0' y", b"# coding: iso8859-2\nx = '\xb1' y", b"# coding: undefined\nx", b"# coding: idna\nx", b"# coding: mbcs\nx",
    b"# coding: utf-7\nx y", b"# coding: utf-32\nx", b"# coding: unicode_escape\nx", b"# coding: raw_unicode_escape\nx y", b"# coding: punycode\nx", b"# coding: johab\nx y", b"x = 1 # coding: klingon\ny z",
    b"if x: # coding: klingon\n y z", b"\x0c# coding: klingon\nx", b"  # coding: klingon\nx", b"'# coding: klingon'\nx y", b"# coding: utf-8\r\nx y\r\n", b"# coding: utf-8\rx y\r", b"\xe4 = 1", b"x.\xe4", b"", b"\n", b"\xef\xbb\xbf", b"\xef\xbb", b"\xef\xbb\xbf\xef\xbb\xbfx",
]

LIMITS = [
    "(" * 200 + ")" * 200, "(" * 201 + ")" * 201, "[" * 201, "{" * 201, "f(" * 201, "x = " + "[" * 200 + "]" * 200, "(" * 150 + "[" * 60,
    "".join(" " * i + "if x:\n" for i in range(100)) + " " * 100 + "pass\n", "".join(" " * i + "if x:\n" for i in range(99)) + " " * 99 + "pass\n",
    "".join(" " * i + "while x:\n" for i in range(20)) + " " * 20 + "pass\n", "".join(" " * i + "while x:\n" for i in range(21)) + " " * 21 + "pass\n",
    "".join(" " * i + "for x in y:\n" for i in range(21)) + " " * 21 + "pass\n", "".join(" " * i + "with x:\n" for i in range(21)) + " " * 21 + "pass\n",
    "".join(" " * i + "try:\n" for i in range(21)) + " " * 21 + "pass\n" + "".join(" " * i + "finally: pass\n" for i in reversed(range(21))),
    "".join(" " * i + "try:\n" for i in range(21)) + " " * 21 + "pass\n" + "".join(" " * i + "except x: pass\n" for i in reversed(range(21))),
    "".join(" " * i + "try:\n" for i in range(20)) + " " * 20 + "pass\n" + "".join(" " * i + "except x: pass\n" for i in reversed(range(20))),
    "".join(" " * i + "if x:\n" for i in range(21)) + " " * 21 + "pass\n",
    "def f():\n" + "".join(" " * i + "while x:\n" for i in range(1, 22)) + " " * 22 + "pass\n",
    "".join(" " * i + "while x:\n" for i in range(10)) + " " * 10 + "def f():\n" + "".join(" " * i + "while x:\n" for i in range(11, 25)) + " " * 25 + "pass\n",
    "f'" + "{f'" * 10 + "}'" * 10, "x = " + "9" * 4300, "x = " + "9" * 4301, "x = -" + "9" * 4400 + " + 1", "x = 0x" + "f" * 5000, "f(" + "9" * 4301 + ", a b)",
    "x" + " + x" * 500, "x" + ".x" * 500, "not " * 100 + "x", "lambda: " * 50 + "x", "[" + "x for x in y " * 3 + "for z in w]", "x = " + "(" * 100 + "1" + ")" * 99,
]


def lines(items):
    """Items whose \\n stand for newlines."""
    for item in items:
        yield item
        spelled = item.replace("\\n", "\n")
        if spelled != item:
            yield spelled


def unescaped(item):
    return item.encode("latin-1", "backslashreplace").decode("unicode_escape")


def combined():
    expressions = EXPRESSIONS.strip("\n").replace("\n", "|").split("|")
    contexts = [unescaped(context) for context in CONTEXTS.strip("\n").replace("\n", "|").split("|")]
    rng = random.Random(314)
    for context in contexts:
        for expression in rng.sample(expressions, 16):
            yield context.replace("{}", expression).replace("{{", "{").replace("}}", "}")


def mutated(count, seed=2718, programs=VALID):
    rng = random.Random(seed)
    words = ["(", ")", "[", "]", "{", "}", ":", ",", "=", "==", ".", "*", "**", "x", "1", "'s'", "in", "if", "else", "for", "not", "def", "\n", "@", ":=", "->", "lambda", "as", "async", "await", "yield", "from", "import", "class", "print", "None", "+", "f'{", "'", ";", "|", "case"]
    for _ in range(count):
        source = rng.choice(programs)
        tokens = []
        starts = [0]
        for line in source.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        try:
            for token in tokenize.generate_tokens(io.StringIO(source).readline):
                begin = starts[token.start[0] - 1] + token.start[1]
                end = starts[token.end[0] - 1] + token.end[1]
                if begin < end and token.string.strip():
                    tokens.append((begin, end))
        except (tokenize.TokenError, SyntaxError, IndexError):
            continue
        if not tokens:
            continue
        first = rng.choice(tokens)
        kind = rng.randrange(6)
        text = source[first[0]:first[1]]
        if kind == 0:
            source = source[:first[0]] + source[first[1]:]
        elif kind == 1:
            source = source[:first[1]] + " " + text + source[first[1]:]
        elif kind == 2:
            second = rng.choice(tokens)
            (a, b), (c, d) = sorted([first, second])
            if b > c:
                continue
            source = source[:a] + source[c:d] + source[b:c] + source[a:b] + source[d:]
        elif kind == 3:
            source = source[:first[0]] + rng.choice(words) + source[first[1]:]
        elif kind == 4:
            source = source[:first[0]] + rng.choice(words) + " " + source[first[0]:]
        else:
            source = source[:first[0]]
        yield source


def scratched(count, seed, programs):
    """Programs with characters, lines and indentation changed."""
    rng = random.Random(seed)
    characters = "()[]{}:,;=.*@'\"\\#\n\t \f xf0_1e+-!$?<>|~`é\u20ac\u00a0%&^/"
    for _ in range(count):
        source = rng.choice(programs)
        for _ in range(rng.choice([1, 1, 2])):
            at = rng.randrange(len(source) + 1)
            kind = rng.randrange(5)
            if kind == 0:
                source = source[:at] + source[at + rng.choice([1, 1, 3]):]
            elif kind == 1:
                source = source[:at] + rng.choice(characters) + source[at:]
            elif kind == 2:
                source = source[:at] + rng.choice(characters) + source[at + 1:]
            else:
                lines = source.split("\n")
                line = rng.randrange(len(lines))
                text = lines[line]
                change = rng.randrange(6)
                if change == 0:
                    lines[line] = rng.choice([" ", "\t", "    ", "\f", "\\\n"]) + text
                elif change == 1:
                    lines[line] = text[1:]
                elif change == 2:
                    lines[line] = text.lstrip()
                elif change == 3:
                    lines[line] = text + rng.choice(["\\", ":", ",", " x", "(", "'", "#", ";", " \\ "])
                elif change == 4:
                    del lines[line]
                else:
                    lines[line] = text.replace("    ", "\t", 1)
                source = "\n".join(lines)
        yield source


def files(directories):
    for directory in directories:
        yield from sorted(path for path in pathlib.Path(directory).rglob("*.py") if path.is_file())


def statements(directories):
    """Short top-level statements of the files in directories."""
    found = []
    for path in files(directories):
        try:
            source = path.read_text(encoding="utf-8")
            lines = source.splitlines(keepends=True)
            for node in ast.parse(source).body:
                text = "".join(lines[node.lineno - 1:node.end_lineno])
                if len(text) < 1500:
                    found.append(text)
        except (SyntaxError, UnicodeDecodeError, ValueError, RecursionError, MemoryError):
            continue
    return found


def outcome(source, mode):
    """What CPython says: error and warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compile(source, "<corpus>", "exec" if mode == "bytes" else mode, dont_inherit=True)
            error = None
        except SyntaxError as e:
            error = [type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset]
        except Exception as e:
            error = [type(e).__name__, str(e), None, None, None, None]
    noted = [[warning.lineno, str(warning.message)] for warning in caught if warning.category is SyntaxWarning]
    return error, noted


def listed(name):
    """A snippet a line; \\n in one stands for a newline, \\xhh, \\uhhhh for characters where the whole file is meant so."""
    path = pathlib.Path(__file__).with_name("snippets") / f"{name}.txt"
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def records():
    for item in itertools.chain(listed("tokens"), *(lines(listed(name)) for name in ["strings", "fstrings", "grammar", "meaning"]), combined(), mutated(1200), LIMITS):
        yield "exec", item
    for item in map(unescaped, listed("layout")):
        yield "exec", item
    for item in map(unescaped, EVALS):
        yield "eval", item
    for item in map(unescaped, SINGLES + EVALS):
        yield "single", item
    for item in ENCODINGS:
        yield "bytes", item


def main(arguments):
    out, wanted = pathlib.Path(__file__).with_name("corpus.jsonl"), records()
    if arguments[:1] == ["mutations"]:
        out, seed, count = pathlib.Path(arguments[1]), int(arguments[2]), int(arguments[3])
        programs = statements(arguments[4:]) if arguments[4:] else VALID
        made = itertools.chain(mutated(count // 2, seed, programs), scratched(count // 2, seed, programs))
        wanted = (("exec", source) for source in made)
    elif arguments[:1] == ["files"]:
        out = pathlib.Path(arguments[1])
        wanted = (("bytes", path.read_bytes()) for path in files(arguments[2:]))
    seen = set()
    with open(out, "w", encoding="ascii") as lines:
        for mode, source in wanted:
            if (mode, source) in seen:
                continue
            seen.add((mode, source))
            error, noted = outcome(source, mode)
            shown = source.decode("latin-1") if isinstance(source, bytes) else source
            lines.write(json.dumps([mode, shown, error, noted]) + "\n")
    print(len(seen), "snippets")


if __name__ == "__main__":
    main(sys.argv[1:])

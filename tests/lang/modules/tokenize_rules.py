# zeal: 200 - imports tokenize
"""tokenize: exact types, positions, encodings, untokenize, f-strings and t-strings in parts, errors."""
import io
import tokenize
from lib.attempts import attempt


def show(source):
    print(repr(source))
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            print("  ", tokenize.tok_name[token.exact_type], repr(token.string), token.start, token.end)
    except (tokenize.TokenError, SyntaxError) as error:
        print("  ", type(error).__name__, error.args[0], error.args[1][:3] if len(error.args) > 1 else "")


for source in ("", "x", "x = 1\n", "if a:\n  b\n\n  # c\nd", "f'a{b!r:>{c}}d{{e}}'", "t'{x=}'", "rb'\\x' u'y' Rf'{z}'", "'''a\nb'''", "f'''{\na\n}'''", "a \\\n b", "(a,\n b)", "1_000 0x1F 1e5 1j .5 5.", "-> := ... ** //= >>= != @= ~ <", "é = ﬁ", "def f[T](): ...", "match x:\n\tcase 1: pass", "lambda: await_", "@a\nclass B: pass", "x # comment", "\n\n", "#only", "a;b", "x if y else z", "async def f(): await g", "a.b[c]{d}", "'a' 'b'", "x\ty"):
    show(source)
for source in ("'abc", "'''abc", "(a", "f'}'", "1__0", "0x", "$", "?", "!"):
    show(source)
data = b"# coding: latin-1\nx = '\xe9'\n"
tokens = list(tokenize.tokenize(io.BytesIO(data).readline))
print(tokens[0].string, tokens[-4].string, tokenize.untokenize(tokens) == data, tokens[3])
print(tokenize.detect_encoding(io.BytesIO(b"\xef\xbb\xbfx").readline), tokenize.detect_encoding(io.BytesIO(b"\n# vim: fileencoding=utf_8\n").readline), tokenize.detect_encoding(io.BytesIO(b"").readline), tokenize.detect_encoding(io.BytesIO(b"x\ny").readline))
attempt(tokenize.detect_encoding, io.BytesIO(b"# coding: nothing\n").readline)
attempt(tokenize.detect_encoding, io.BytesIO(b"\xff\n").readline)
attempt(tokenize.detect_encoding, io.BytesIO(b"\xef\xbb\xbf# coding: latin-1\n").readline)
for source in ("x  =  1 # c\n", "if a:\n   b\nc\n", "f'{a!r:{b}} {{}}'\n", "(a,\n  b)\n", "a \\\n+ b\n", "'''m\nn'''\n", "\tx\n" if False else "x\n"):
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    print(repr(source), tokenize.untokenize(tokens) == source, repr(tokenize.untokenize(token[:2] for token in tokens)))
attempt(tokenize.untokenize, [(tokenize.NAME, "a", (2, 0), (2, 1), ""), (tokenize.NAME, "b", (1, 0), (1, 1), "")])
attempt(lambda: list(tokenize.tokenize(lambda: "x")))
attempt(lambda: list(tokenize.generate_tokens(5)))


def stops(lines=iter(["a = 1\n", "b"])):
    return next(lines)


print([token.string for token in tokenize.generate_tokens(stops)])

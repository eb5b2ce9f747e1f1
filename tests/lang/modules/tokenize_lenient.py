# zeal: 40 - many sources
"""What module tokenize shows that only the parser refuses: brackets that fit no other, numbers that end in letters, odd names."""
import io, tokenize
srcs = ["a)", "(]", "[}", "}", "f'{a)}'", "f'{a", "if a:\n        b\n\tc", "1a", "1_a", "0b2", "1e5x", "0777", "\x00", "a\\", "if a:\n    b\n  c", "1e", "'\n'", "é€", "x\n\x00", "x\ny\x00z\n", "(\n", "a = (1,\n\\", "x\n  f'''{a", "x\n\n'''abc\n", "f'{a:{b", "f'{a]}'", "f'{(a}'", "f'{a}}'", "t'{a)'", "0_7", "00", "0o8", "0b12", "0xg", "1.5x", "1jx", "1_", "1__0", "1.e+x", "€", "a€", "x = 09", "(1a]", "{)]", "if a:\n\tb\n        c\n", "\t a\n b", "'abc", "é\\", "x\n\ty\\", "1if 2else 3", "$", "?", "a ! b", "\x0c x", "a\u200bb", "\u3000"]
for source in srcs:
    out = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline): out.append(token.string)
        print(ascii(source), [ascii(o) for o in out])
    except (tokenize.TokenError, SyntaxError) as error:
        print(ascii(source), [ascii(o) for o in out], type(error).__name__, ascii(error.args[0]), ascii(error.args[1]))
for source in [s for s in srcs if chr(0) not in s]:
    try:
        print(ascii(source), [ascii(token.string) for token in tokenize.tokenize(io.BytesIO(source.encode()).readline)])
    except (tokenize.TokenError, SyntaxError) as error:
        print(ascii(source), type(error).__name__, ascii(error.args[0]), ascii(error.args[1]))
for line in (b"x", 5):
    try:
        list(tokenize.generate_tokens(iter((line, "", "")).__next__))
    except TypeError as error:
        print(error)

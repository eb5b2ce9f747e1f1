# The tokens of _tokenize, with and without comments and empty lines; errors.
import _tokenize
SRC = '''# -*- comment
import os  # c

def f(a, *b):
    """doc
    string"""
    # inner
    if a:

        return [1,  # x
            2.5j, 0x1f]
# outdented
    x = f"a{b!r:>{w}}c{{d" + t'{x}' if a != b else not ...
    y = 'é' \\
        'z'; z: int = 3
class C: pass
lambda x: (yield)
'''
def run(src, extra):
    lines = iter(src.splitlines(True))
    out = []
    try:
        for t in _tokenize.TokenizerIter(lambda: next(lines, ""), extra_tokens=extra):
            out.append(t)
            print(tuple(t))
    except Exception as e:
        print(type(e).__name__, getattr(e, "msg", e), e.lineno)
for extra in (True, False):
    run(SRC, extra)
for s in ["", "x", "if 1:\n  x", "(", "'abc", "'''abc", "if 1:\n  x\n y\n", "a\n\n\nb", "\n\n# c\n", "x = 1 # c", "(\n# c\n\n1)\n", "$", "1_", "a\\b", "f'{", "  x", "if 1:\n\tx\n        y\n", "x  \n  # c\ny", "\\\u20ac", "if 1:\n    x\n  \u20ac"]:
    print(repr(s)); run(s, True)

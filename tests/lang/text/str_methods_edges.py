"""str methods that split, search, replace and strip, with odd bounds; their messages."""
def shown(source):
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as e:
        print(source, "|", type(e).__name__, e)


for source in ("' a  b '.split()", "' a  b '.split(' ')", "'a,b,,c'.split(',', 2)", "'a,b,,c'.rsplit(',', 1)", "''.split()", "''.split(',')", "'abc'.split('abc')", "'aXXbXc'.split('XX')", "' a b c '.split(None, 1)", "' a b c '.rsplit(None, 1)", "'a\\u2003b\\x1cc\\x85d'.split()", "'a'.split('')", "'a'.split(1)", "'a'.split(',', 'x')", "'a,b'.split(sep=',', maxsplit=0)", "'a'.split(',', -5)",
               "'a\\nb\\r\\nc\\rd\\x0be\\x1cf\\u2028g'.splitlines()", "'a\\nb\\n'.splitlines(True)", "'\\n\\n'.splitlines()", "''.splitlines()", "'a'.splitlines(keepends='x')", "'abcabc'.partition('b')", "'abcabc'.rpartition('b')", "'abc'.partition('x')", "'abc'.rpartition('x')", "'a'.partition('')", "'a'.partition(1)",
               "'abcabc'.find('c', -3)", "'abcabc'.find('', 6)", "'abcabc'.find('', 7)", "'abc'.find('a', None, None)", "'abc'.rfind('')", "'abc'.index('x')", "'abc'.rindex('x')", "'aaaa'.count('aa')", "'abc'.count('')", "'abc'.count('', 5)", "'abc'.find('b', 'x')", "'abc'.find(1)", "'abc'.find('a', 1, 2, 3)", "'abc'.startswith(('x', 'a'))", "'abc'.startswith('b', 1)", "'abc'.startswith('', 4)", "'abc'.startswith('', 3)", "'abc'.endswith('', -9, -9)", "'abc'.startswith(1)", "'abc'.startswith(('a', 1))", "'abc'.startswith((1, 'a'))", "'abc'.startswith(['a'])", "'abc'.endswith(())",
               "'aXbX'.replace('X', '')", "'abc'.replace('', '-')", "'abc'.replace('', '-', 2)", "''.replace('', 'x')", "''.replace('', 'x', 0)", "'aaa'.replace('a', 'b', 2)", "'aaa'.replace('a', 'b', count=1)", "'a'.replace('a', 1)", "'abc'.removeprefix('ab')", "'abc'.removesuffix('x')", "'abc'.removeprefix(1)", "'xxaxx'.strip('x')", "' \\t\\u2003a\\x1f'.strip()", "'abcba'.lstrip('ba')", "'a'.strip(1)", "'a'.strip(None)"):
    shown(source)

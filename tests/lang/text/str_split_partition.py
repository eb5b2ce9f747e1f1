"""str.split, rsplit, splitlines, partition and their like: separators, limits, every line boundary, subclasses, refusals."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)


class Text(str):
    pass


table(r"""
'a b  c'.split(), ' a b '.split(), ''.split(), '   '.split(), 'a b c'.split(None, 1), ' a  b  c '.split(None, 1), ' a '.split(None, 0), ' a b '.split(maxsplit=0)
' a  b  c '.rsplit(None, 1), ' a '.rsplit(None, 0), 'a b c'.rsplit(maxsplit=1), 'a b'.rsplit(None, -5)
'a,b,,c'.split(','), ','.split(','), ''.split(','), 'a,b,c'.split(',', 1), 'a,b,c'.rsplit(',', 1), 'a,b'.split(',', 0), 'a,b'.split(sep=',', maxsplit=-1)
'abcabc'.split('bc'), 'aaaa'.split('aa'), 'aaa'.rsplit('aa'), 'aaa'.split('aa'), 'abc'.split('abcd'), 'abc'.split('abc')
'a\u2003b\xa0c\x1cd\x85e\u3000f'.split()
'a\u200bb\u2060c'.split()
'a'.split('')
'a'.rsplit('')
'a'.split(5)
'a'.split(b',')
'a'.split(',', 'x')
'a'.split(',', 1.0)
'a'.split(',', 1, 2)
'a'.split(sep=None, max=1)
'a,b'.split(',', True), 'a,b,c'.split(',', 2**62)
'a,b'.split(',', 2**70)
'a\nb\r\nc\rd'.splitlines(), 'a\nb\r\nc\r'.splitlines(True), ''.splitlines(), '\n'.splitlines(), '\n\n'.splitlines(), 'a\n\rb'.splitlines()
'a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i\x1fj'.splitlines()
'a\nb'.splitlines(keepends=1), 'a\nb'.splitlines(0), 'a\nb'.splitlines([])
'a'.splitlines(1, 2)
'a\nb'.splitlines('x')
b'a\x0bb\nc\rd\x85'.splitlines(), b'a\r\n\n'.splitlines(True)
'a-b-c'.partition('-'), 'a-b-c'.rpartition('-'), 'abc'.partition('-'), 'abc'.rpartition('-'), ''.partition('x'), 'aXXb'.partition('XX'), '-'.partition('-')
'a'.partition('')
'a'.rpartition('')
'a'.partition(5)
'a'.partition()
'a'.partition(sep='a')
'aaa'.partition('aa'), 'aaa'.rpartition('aa')
type(Text('a b').split()[0]).__name__, type(Text('a').partition('-')[0]).__name__, type(Text('a').splitlines()[0]).__name__, type(Text('a').split(',')[0]).__name__
'a b'.partition(Text(' ')), 'a b'.split(Text(' '))
b'a b\tc'.split(), b'a,b'.split(b','), b'a,b'.rsplit(b',', 1), b'ab'.partition(b''[:0] or b'b'), bytearray(b'a b').split(), b'a,b'.split(bytearray(b',')), b'a,b'.split(memoryview(b','))
b'a'.split('a')
b'a'.split(b'')
b'a'.partition(b'')
b'a\xa0b'.split(), b' \x1c a'.split()
[type(part).__name__ for part in bytearray(b'a-b').partition(b'-')], bytearray(b'x').partition(b'-')
''.join('\u0130\u0131'.split('\u0131')), '\U0001f600a\U0001f600'.split('\U0001f600'), 'é,ü'.partition(',')
'x'.join('a' * 3), 'ab'.join(''), ''.join([]), '-'.join({'a': 1}), '-'.join('a')
'1<>2<>3'.split('<>', 1), '1<>2<>3'.rsplit('<>', 1), '<><>'.split('<>'), '<><>'.rsplit('<>', 1)
""")
original = Text("whole")
print(original.partition("-")[0] == "whole", original.split(",") == ["whole"], "abc".partition("-")[0] is "abc" if False else True)

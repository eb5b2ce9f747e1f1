"""bytes and bytearray: searching, replacing, stripping, joining, centring and case, with every kind of argument."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)

view = memoryview(b"b")
table(r"""
b'abcabc'.find(b'c'), b'abcabc'.rfind(b'c'), b'abc'.find(98), b'abc'.find(b''), b'abc'.rfind(b''), b'abc'.find(view), b'abc'.find(bytearray(b'c')), b'abc'.find(b'', 4), b'abc'.rfind(97, 1)
b'abc'.find(256)
b'abc'.find(-1)
b'abc'.find('a')
b'abc'.find(None)
b'abc'.index(b'x')
b'abc'.rindex(120)
b'aaa'.count(b'aa'), b'abc'.count(b''), b'abc'.count(97), b'aXb'.count(b'X', 1, 2), bytearray(b'aa').count(97, 1)
b'abc'.count(300)
97 in b'abc', b'bc' in b'abc', b'' in b'', view in b'abc', 0 in b'\0', True in b'\x01'
256 in b'abc'
'a' in b'abc'
None in b'abc'
b'aaa'.replace(b'a', b'bb', 2), b'abc'.replace(b'', b'-'), b'abc'.replace(b'b', bytearray(b'X')), bytearray(b'abc').replace(view, b''), b''.replace(b'', b'x'), b'aaa'.replace(b'aa', b'b', -1)
b'a'.replace('a', b'b')
b'a'.replace(b'a', 5)
b'a'.replace(b'a')
b'abc'.startswith(b'a'), b'abc'.startswith((b'x', view, b'a')), b'abc'.endswith(bytearray(b'c')), b'abc'.startswith(()), b'abc'.startswith(b'', 4)
b'abc'.startswith('a')
b'abc'.startswith(97)
b'abc'.startswith((b'x', 'a'))
b'abc'.removeprefix(b'a'), bytearray(b'abc').removesuffix(view), b'abc'.removesuffix(b'bc'), type(bytearray(b'abc').removeprefix(b'z')).__name__
b'abc'.removeprefix('a')
b' a\t'.strip(), b'xxaxx'.strip(b'x'), b'abcba'.lstrip(b'ab'), b'abc'.rstrip(view), b'a'.strip(None), b'\x0ba\x1c'.strip(), bytearray(b' a ').strip()
b'a'.strip('a')
b'a'.strip(97)
b','.join([b'a', bytearray(b'b'), memoryview(b'c')]), b''.join([]), bytearray(b'-').join([b'a', b'b']), b'ab'.join((b'x',))
b','.join([b'a', 'b'])
b','.join([1])
b','.join(b'ab')
b','.join(5)
b'abc'.center(6), b'abc'.center(7, b'*'), b'ab'.ljust(4, bytearray(b'-')), b'ab'.rjust(4), b'-42'.zfill(6), bytearray(b'+1').zfill(4)
b'a'.center(5, 'x')
b'a'.center(5, b'xy')
b'a'.ljust(5, 120)
b'a\tb'.expandtabs(4), bytearray(b'\t').expandtabs(2), b'a\r\tb'.expandtabs(tabsize=2)
b'aBc1'.upper(), b'aBc\xe9'.lower(), b'aBc'.swapcase(), b'hello world'.title(), b'hELLO'.capitalize(), b"they're".title(), b'\xe9a'.title()
b'abc'.isalpha(), b'a1'.isalnum(), b'12'.isdigit(), b' \t'.isspace(), b'Ab'.istitle(), b'AB1'.isupper(), b'ab'.islower(), b''.isascii(), b'\x80'.isascii(), b''.isalpha(), b'\xe9'.isalpha(), b'1'.isupper(), b'A A'.istitle()
b'abc'.translate(None, b'b'), b'abc'.translate(bytes(range(256)), b'a'), b'abc'.translate(bytes.maketrans(b'ab', b'xy')), bytearray(b'abc').translate(None, delete=b'c')
b'abc'.translate(b'short')
b'abc'.translate()
b'abc'.translate(None, 'b')
bytes.maketrans(b'a', b'xy')
bytes.maketrans(b'a', 'x')
b'\x00\xff'.hex(), b'abcdef'.hex('-'), b'abcdef'.hex(':', 2), b'abcdef'.hex(':', -4), b'abcde'.hex(b'_', 3), b''.hex('-'), b'ab'.hex('-', 0), b'abc'.hex(sep='.', bytes_per_sep=-2)
b'ab'.hex('')
b'ab'.hex('--')
b'ab'.hex('é')
b'ab'.hex(5)
bytes.fromhex('0aFf'), bytes.fromhex(' 0a ff\n'), bytearray.fromhex('00'), bytes.fromhex(''), bytes.fromhex(b'41 42')
bytes.fromhex('0')
bytes.fromhex('0 a')
bytes.fromhex('0g')
bytes.fromhex('a\xe9')
bytes.fromhex(5)
b'%d %s %a %r %c %x %b' % (5, b's', 'é', [1], 65, 255, b'b')
b'%s' % 'text'
b'%c' % 256
b'%c' % b'ab'
b'%d' % 'a'
b'%(a)b %(b)d' % {b'a': b'x', b'b': 2}
b'%z' % 1
b'%s %s' % b'a'
b'abc' < bytearray(b'abd'), b'abc' == bytearray(b'abc'), b'abc' == 'abc', b'a' < b'ab', memoryview(b'a') == b'a'
b'a' < 'a'
b'a' + 'b'
b'ab' * 2, 0 * b'ab', b'ab' * -1, 2 * bytearray(b'x')
b'a' * 'b'
b'a' * 2.0
b'a' + memoryview(b'b'), bytearray(b'a') + b'b', type(b'a' + bytearray(b'b')).__name__, type(bytearray(b'a') + b'b').__name__
""")

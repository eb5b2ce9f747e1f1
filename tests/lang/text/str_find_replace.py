"""str.find, index, count, replace, startswith, removeprefix and expandtabs: empty needles, bounds, overlaps, kinds of text."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)

table(r"""
'abcabc'.find('c'), 'abcabc'.rfind('c'), 'abc'.find(''), 'abc'.rfind(''), ''.find(''), 'abc'.find('', 3), 'abc'.find('', 4), 'abc'.rfind('', 0, 2), 'abc'.rfind('', 4)
'abcabc'.find('c', -2), 'abcabc'.find('a', -100, 100), 'abcabc'.find('a', 2, 1), 'abcabc'.find('a', None, None), 'abcabc'.find('b', 2**70), 'abcabc'.rfind('b', -2**70, 2**70)
'abc'.index('d')
'abc'.rindex('', 5)
'abc'.index('c', 0, 2)
'abc'.find(5)
'abc'.find(b'a')
'abc'.find('a', 'b')
'abc'.find('a', 1.5)
'abc'.find()
'abc'.find('a', 1, 2, 3)
'abc'.find(sub='a')
'aaaa'.count('aa'), 'abc'.count(''), ''.count(''), 'abc'.count('', 1), 'abc'.count('', 3), 'abc'.count('', 4), 'abc'.count('', 1, 2), 'aXbX'.count('X', 2), 'é€\U0001f600'.count('€')
'abc'.count(None)
'é'.find('\U0001f600'), '\U0001f600é'.find('é'), 'a\U0001f600'.rfind('\U0001f600'), '€' in 'a€', 'aé' in 'xaéy', '' in '', '\0' in 'a\0'
5 in 'abc'
None in 'abc'
'aaa'.replace('a', 'b', 2), 'abc'.replace('', '-'), 'abc'.replace('', '-', 2), ''.replace('', 'x'), ''.replace('', 'x', 0), ''.replace('a', 'x'), 'aaa'.replace('aa', 'b'), 'abc'.replace('b', ''), 'abc'.replace('abc', '')
'abc'.replace('a', 'b', count=1), 'aaa'.replace('a', 'b', -1), 'aaa'.replace('a', 'b', True), 'aaa'.replace('a', 'é', 1), 'aéa'.replace('é', '\U0001f600'), '\U0001f600'.replace('\U0001f600', 'a').isascii()
'a'.replace('a')
'a'.replace('a', 5)
'a'.replace(5, 'a')
'a'.replace('a', 'b', 'c')
'a'.replace('a', 'b', 1, 2)
'abc'.startswith('a'), 'abc'.startswith(''), 'abc'.startswith('', 3), 'abc'.startswith('', 4), 'abc'.startswith(('x', 'a')), 'abc'.startswith(()), 'abc'.startswith('b', 1), 'abc'.startswith('bc', 1, 2), 'abc'.endswith('c', 0, -1), 'abc'.endswith(('b', 'bc'))
'abc'.startswith(['a'])
'abc'.startswith(5)
'abc'.startswith(('x', 5))
'abc'.startswith(('a', 5))
'abc'.endswith(b'c')
'abc'.endswith()
'abc'.endswith('c', 'x')
'abc'.removeprefix('a'), 'abc'.removeprefix(''), 'abc'.removeprefix('abcd'), 'abc'.removesuffix('bc'), 'abc'.removesuffix(''), 'aaa'.removeprefix('a'), ''.removesuffix('a')
'abc'.removeprefix(('a',))
'abc'.removesuffix(5)
'a\tb'.expandtabs(), 'a\tb'.expandtabs(4), '\t\t'.expandtabs(3), 'a\n\tb'.expandtabs(4), 'a\r\tb'.expandtabs(2), 'a\tb'.expandtabs(0), 'a\tb'.expandtabs(-5), 'a\tb'.expandtabs(1), '\t'.expandtabs(True), 'é\tb'.expandtabs(tabsize=3), 'abcd\t'.expandtabs(4)
'a\t'.expandtabs('x')
'a\t'.expandtabs(1.5)
'abc'.center(7), 'abc'.center(6), 'ab'.center(5), 'abc'.center(2), 'abc'.center(6, '*'), 'abc'.ljust(5, '\U0001f600'), 'é'.rjust(3, '-'), ''.center(3, 'x')
'a'.center('x')
'a'.center(5, '')
'a'.center(5, 'ab')
'a'.ljust(5, 5)
'a'.rjust(5, b' ')
'42'.zfill(5), '-42'.zfill(5), '+42'.zfill(6), ''.zfill(3), '-'.zfill(3), '--1'.zfill(5), 'a'.zfill(-1), '-42'.zfill(3), '\u0661'.zfill(3)
'a'.zfill('x')
' \t a \n'.strip(), 'xxaxx'.strip('x'), 'abcba'.strip('ab'), 'abcba'.lstrip('ab'), 'abcba'.rstrip('ab'), 'aaa'.strip('a'), 'a'.strip(''), ' a '.strip(None), '\u2003a\x1f'.strip(), 'é\U0001f600é'.strip('é')
'a'.strip(5)
'a'.strip('a', 'b')
'a'.lstrip(b'a')
""")

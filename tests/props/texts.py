"""Random properties of str and bytes, and str's methods over all of Unicode: one digest per family, the same under every correct Python.

    texts.py [seed [rounds [family]]]

With a family named, prints each of its cases instead of digests.
"""

from draw import attempt, main

ALPHABETS = [
    'ab', 'abc \t\n', 'xyz,;', '0123456789', 'aAbB_-.', ' \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85', '\xe9\xe8\xdf\xb5\xff', '\u0130\u0131\u017f\u01c5\u03a3\u03c3\u03c2\u1e9e\ufb03',
    '\u4e00\u3042\uac00\u0627\u05d0', '\U0001f600\U00010400\U0001d7ce', '\ud800\udfff', '\x00\x7f\x80', '\u2028\u2029\u00a0\u2003', '\u0660\u00b2\u2460\u096e\u3007',
]


def text(source, most=12):
    letters = ''.join([source.choice(ALPHABETS) for _ in range(1 + source.below(3))])
    return ''.join([source.choice(letters) for _ in range(source.below(most + 1))])


def data(source, most=12):
    letters = source.choice([b'ab', b'abc \t\n', b'xyz,;', b'0123456789', b'aAbB\x00\xff', bytes(range(256)), b' \t\r\n\x0b\x0c'])
    return bytes([source.choice(letters) for _ in range(source.below(most + 1))])


def bound(source):
    return source.choice([None, None, source.below(20) - 8, source.below(5), 10**9, -(10**9), 2**70, -(2**70)])


def unicode_tables(source, emit):
    """Every code point, once: the seed does not matter."""
    if unicode_tables.done:
        return
    unicode_tables.done = True
    for first in range(0, 0x110000, 64):
        row = []
        for point in range(first, first + 64):
            c = chr(point)
            flags = (c.isalpha(), c.isdigit(), c.isdecimal(), c.isnumeric(), c.isalnum(), c.islower(), c.isupper(), c.istitle(), c.isspace(), c.isprintable(),
                     c.isidentifier(), ('a' + c).isidentifier(), c.isascii())
            row.append(sum([flag << n for n, flag in enumerate(flags)]))
            row.append((c.upper(), c.lower(), c.title(), c.casefold(), c.swapcase(), c.capitalize(), ('a' + c).title(), ('A' + c).swapcase(), ('A' + c).lower()))
            row.append(ascii(repr(c)))
            row.append((len((c + 'x').split()), len(('x' + c + 'x').splitlines()), ascii(c.strip())))
            if c.isdecimal():
                row.append((int(c), float(c)))
        emit(first, ascii(row))


unicode_tables.done = False


def str_search(source, emit):
    a = text(source, 30)
    b = a[source.below(len(a) + 1):][: source.below(4)] if source.below(2) else text(source, 3)
    start, stop = bound(source), bound(source)
    for name in ('find', 'rfind', 'index', 'rindex', 'count', 'startswith', 'endswith'):
        emit(name, ascii(a), ascii(b), start, stop, attempt(getattr(a, name), b, start, stop), attempt(getattr(a, name), b))
    emit('in', ascii(a), ascii(b), b in a)
    pair = (b, text(source, 2))
    emit('affix', ascii(a), ascii(pair), a.startswith(pair), a.endswith(pair))
    emit('order', ascii(a), ascii(b), a < b, a <= b, a == b, a > b)


def str_parts(source, emit):
    a = text(source, 30)
    b = source.choice([None, text(source, 2), a[:1], ','])
    limit = source.choice([-1, 0, 1, 2, 99])
    for name in ('split', 'rsplit'):
        emit(name, ascii(a), ascii(b), limit, ascii(attempt(getattr(a, name), b, limit)))
    for name in ('partition', 'rpartition'):
        emit(name, ascii(a), ascii(b), ascii(attempt(getattr(a, name), b)))
    for name in ('strip', 'lstrip', 'rstrip'):
        emit(name, ascii(a), ascii(b), ascii(attempt(getattr(a, name), b)))
    for name in ('removeprefix', 'removesuffix'):
        emit(name, ascii(a), ascii(b), ascii(attempt(getattr(a, name), b)))
    emit('lines', ascii(a), ascii(a.splitlines()), ascii(a.splitlines(True)))
    c = text(source, 3)
    emit('replace', ascii(a), ascii(b), ascii(c), limit, ascii(attempt(a.replace, b or '', c, limit)), ascii(a.replace(b or 'a', c)))
    emit('join', ascii(c.join(a.split(b or ' '))))
    emit('words', ascii(a.title()), ascii(a.capitalize()), ascii(a.swapcase()), ascii(a.upper()), ascii(a.lower()), ascii(a.casefold()))
    emit('is', a.istitle(), a.isupper(), a.islower(), a.isspace(), a.isalnum(), a.isidentifier(), a.isprintable(), a.isascii(), a.isdecimal(), a.isnumeric())


def str_layout(source, emit):
    a, width, fill = text(source, 10), source.below(30) - 3, source.choice([' ', '*', '\xe9', '\u4e00', '\U0001f600', 'ab', ''])
    for name in ('center', 'ljust', 'rjust'):
        emit(name, ascii(a), width, ascii(fill), ascii(attempt(getattr(a, name), width, fill)))
    emit('zfill', ascii(a), width, ascii(a.zfill(width)), ascii(('-' + a).zfill(width)))
    emit('tabs', ascii(a), width, ascii((a + '\t' + a).expandtabs(width)))
    emit('repr', ascii(a), ascii(repr(a)), a * (width % 5) == ''.join([a] * (width % 5)))
    table = str.maketrans('ab\xe9', 'xy\u4e00', ' ,')
    table[ord('c')] = source.choice([None, 'long', 0x1f600, 'q'])
    emit('translate', ascii(a), ascii(a.translate(table)))
    spec = source.choice(['', '<', '>', '^', '*<', '\u4e00^', '=']) + source.choice(['', '5', '12', '0']) + source.choice(['', '.3', '.0']) + source.choice(['', 's', 'd'])
    emit('format', ascii(a), ascii(spec), ascii(attempt(format, a, spec)))


def str_percent(source, emit):
    flags = ''.join([source.choice(['', '', '-', '+', ' ', '#', '0']) for _ in range(2)])
    spec = '%' + flags + source.choice(['', '', '5', '12', '*']) + source.choice(['', '', '.0', '.3', '.*']) + source.choice('diouxXeEfFgGcrsa%q')
    value = source.choice([source.int, source.float, lambda: text(source, 5), lambda: None, lambda: bool(source.below(2))])()
    args = (source.below(9),) * spec.count('*') + (value,)
    emit('percent', spec, ascii(args), ascii(attempt(lambda: ('<' + spec + '>') % args)))
    byte_spec = spec.encode()
    byte_args = args[:-1] + (data(source, 5) if isinstance(value, str) else value,)
    emit('percent', spec, ascii(byte_args), ascii(attempt(lambda: (b'<' + byte_spec + b'>') % byte_args)))
    emit('mapping', ascii(attempt(lambda: ('%(a)' + spec[1:]) % {'a': value})))


def str_fields(source, emit):
    pieces = ['{}', '{0}', '{1}', '{a}', '{a!r}', '{!s}', '{:>6}', '{a:{1}}', '{{', '}}', '{', '}', 'x', '{0.real}', '{b[0]}', '{b[k]}', '{!x}', '{:}', '{a.b}', '{ }', '\xe9']
    form = ''.join([source.choice(pieces) for _ in range(1 + source.below(4))])
    emit('format', ascii(form), ascii(attempt(lambda: form.format(3, 7, a='q', b={'k': 'v', 0: 'z'}))))
    emit('format', ascii(form), ascii(attempt(lambda: form.format_map({'a': 1, 'b': [5], '0': 2}))))


def codecs(source, emit):
    a = text(source)
    for encoding in ('utf-8', 'ascii', 'latin-1', 'utf-16', 'utf-16-le', 'utf-32', 'utf-32-be', 'utf-7', 'cp1252', 'unicode_escape', 'raw_unicode_escape'):
        errors = source.choice(['strict', 'ignore', 'replace', 'backslashreplace', 'xmlcharrefreplace', 'namereplace', 'surrogatepass', 'surrogateescape', 'nope'])
        emit(encoding, errors, ascii(a), attempt(a.encode, encoding, errors))
    b = data(source, 16)
    for encoding in ('utf-8', 'ascii', 'latin-1', 'utf-16', 'utf-16-be', 'utf-32-le', 'utf-7', 'cp1252', 'unicode_escape', 'raw_unicode_escape'):
        errors = source.choice(['strict', 'ignore', 'replace', 'backslashreplace', 'surrogatepass', 'surrogateescape', 'nope'])
        emit(encoding, errors, b, ascii(attempt(b.decode, encoding, errors)))


def bytes_methods(source, emit):
    a = data(source, 30)
    b = a[source.below(len(a) + 1):][: source.below(4)] if source.below(2) else data(source, 3)
    start, stop = bound(source), bound(source)
    for name in ('find', 'rfind', 'index', 'rindex', 'count', 'startswith', 'endswith'):
        emit(name, a, b, start, stop, attempt(getattr(a, name), b, start, stop))
    byte = source.below(300) - 20
    for name in ('find', 'rindex', 'count'):
        emit(name, a, byte, attempt(getattr(a, name), byte))
    emit('in', a, b, b in a, attempt(lambda: byte in a))
    limit = source.choice([-1, 0, 1, 2, 99])
    separator = source.choice([None, b])
    for name in ('split', 'rsplit'):
        emit(name, a, separator, limit, attempt(getattr(a, name), separator, limit))
    for name in ('partition', 'rpartition', 'strip', 'lstrip', 'rstrip', 'removeprefix', 'removesuffix'):
        emit(name, a, b, attempt(getattr(a, name), b))
    emit('replace', a, b, limit, a.replace(b, b'--', limit))
    emit('lines', a, a.splitlines(), a.splitlines(True))
    for name in ('title', 'capitalize', 'swapcase', 'upper', 'lower', 'istitle', 'isupper', 'islower', 'isspace', 'isalnum', 'isalpha', 'isdigit', 'isascii'):
        emit(name, a, getattr(a, name)())
    width, fill = source.below(30) - 3, source.choice([b' ', b'*', b'ab', b''])
    for name in ('center', 'ljust', 'rjust'):
        emit(name, a, width, attempt(getattr(a, name), width, fill))
    emit('zfill', a, a.zfill(width), (a + b'\t' + b).expandtabs(width), a * (width % 4))
    emit('hex', a.hex(), attempt(a.hex, '-', width % 5), attempt(bytes.fromhex, a.hex(' ')) if a else '', attempt(bytes.fromhex, a.decode('latin-1')))
    emit('order', a < b, a <= b, a == b, repr(a), b.join([a, b, a]), a.translate(bytes(range(255, -1, -1)), b))
    emit('hash', hash(a), hash(b))


def bytearray_changes(source, emit):
    a = bytearray(data(source, 20))
    for _ in range(8):
        name = source.choice(['append', 'insert', 'pop', 'remove', 'extend', 'reverse', '+=', '*=', '[]=', '[:]=', 'del', 'resize', 'clear'])
        one, b, n = source.below(280) - 10, data(source, 4), source.below(30) - 12
        part = slice(bound(source), bound(source), source.choice([None, None, None, 1, 2, -1, -3]))

        def run():
            nonlocal a
            if name in ('append', 'remove'):
                return getattr(a, name)(one)
            if name == 'insert':
                return a.insert(n, one)
            if name == 'pop':
                return a.pop(n) if n % 2 else a.pop()
            if name == 'extend':
                return a.extend(b if n % 2 else list(b) + [one])
            if name in ('reverse', 'clear'):
                return getattr(a, name)() if n % 3 == 0 else None
            if name == '+=':
                a += b
            elif name == '*=':
                a *= n % 3
            elif name == '[]=':
                a[n] = one
            elif name == '[:]=':
                a[part] = b
            elif name == 'del':
                del a[part]
            else:
                a.resize(n)
                # What it grows by is not said to be anything.
                a[:] = a[:0] if n > 0 else a
            return a

        emit(name, one, b, n, part, attempt(run), a, len(a))
    emit('view', attempt(lambda: memoryview(a)[part].tolist()), attempt(lambda: memoryview(a)[n]), memoryview(a) == bytes(a))


def hashes(source, emit):
    a, b = text(source, 40), data(source, 40)
    emit('hash', ascii(a), hash(a), hash(b), hash((a, b)), hash(frozenset([a, b, 1])))


main([unicode_tables, str_search, str_parts, str_layout, str_percent, str_fields, codecs, bytes_methods, bytearray_changes, hashes])

"""format of str, None, containers and classes of one's own; str.format's fields, conversions, nesting, and refusals."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)


class Point:
    x, y = 1, 2
    def __format__(self, spec): return f"<{spec}>"
    def __str__(self): return "str"
    def __repr__(self): return "repr"


class Bad:
    def __format__(self, spec): return 5


class Raises:
    def __format__(self, spec): raise ValueError("format")
    def __getattr__(self, name): raise LookupError(name)


p, bad, raises = Point(), Bad(), Raises()
table(r"""
format('abc', '5'), format('abc', '>5'), format('abc', '^6'), format('abc', '.2'), format('abc', '5.1'), format('abc', '*<5s'), format('abc', '05'), format('abc', '<05')
format('abc', '=5')
format('abc', '+')
format('abc', ' ')
format('abc', '#')
format('abc', ',')
format('abc', '_')
format('abc', 'd')
format('abc', 'z')
format('abc', '.')
format('é\U0001f600', '^6'), format('', '3'), format('abc', '0'), format('abc', '<0')
format(None), format(None, '')
format(None, '5')
format([1], '>5')
format(object, 'x')
format(b'a', 's')
format((), '')
format(p), format(p, 'anything: {} '), '{:a}{!r}{!s:5}|{!r:>6}'.format(p, p, p, p), f'{p:{1}{2}}'
format(bad)
format(raises)
format(5, 5)
format()
format(5, None)
'{} {}'.format(1, 2), '{1} {0} {1}'.format(1, 2), '{a} {0}'.format(1, a=2), '{{}}'.format(), '{0!a}'.format('é'), '{}'.format('{}')
'{} {0}'.format(1)
'{0} {}'.format(1)
'{} {}'.format(1)
'{a}'.format()
'{'.format()
'}'.format()
'{0'.format(1)
'{0!}'.format(1)
'{0!x}'.format(1)
'{0!rr}'.format(1)
'{0!r:}'.format(1), '{0:}'.format(1), '{:{}}'.format('a', 5), '{:{}.{}}'.format('abcdef', 5, 2), '{:{w}}'.format('a', w=3)
'{:{:{}}}'.format(1, 2, 3)
'{0.x} {0.y}'.format(p), '{0[0]} {0[1]}'.format([5, 6]), '{0[a]}'.format({'a': 1}), '{0[a b]}'.format({'a b': 2}), '{0[-1]}'.format({'-1': 3})
'{0[-1]}'.format([1])
'{0[5]}'.format([1])
'{0.none}'.format(p)
'{0.}'.format(p)
'{0[]}'.format([])
'{0[1}'.format([])
'{0[1]x}'.format([1, 2])
'{0.x.real:>4}|{0.x.__class__.__name__}'.format(p)
'{0.a}'.format(raises)
'{:}'.format(raises)
'{-1}'.format(5)
'{ 0}'.format(5)
'{0 }'.format(5)
'{99999999999999999999}'.format(1)
'{a.b[c]}'.format(a=type('A', (), {'b': {'c': 'deep'}}))
'{0!r:^10}|{0!s:.1}'.format('ab')
'{:%Y}'.format(5)
'{:,}{:_}'.format(1000, 1000)
'%s'.format(5), ''.format(1, 2), 'none'.format(a=1)
'{a}'.format_map({'a': 1}), '{a[0]}'.format_map({'a': 'xy'})
'{}'.format_map({'': 1}), '{0}'.format_map({'0': 1})
'{b}'.format_map({'a': 1})
'{b}'.format_map(type('M', (dict,), {'__missing__': lambda self, key: key * 2})())
'{a}'.format_map([1])
'{a}'.format_map()
str.format()
str.format(5)
object.__format__(5, ''), object.__format__(p, '')
object.__format__(5, 'd')
str.__format__('a', '3'), int.__format__(5, '3'), float.__format__(5.0, '.3'), bool.__format__(True, '')
int.__format__(True, '')
""")

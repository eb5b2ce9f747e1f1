"""The % operator with mappings and objects: which methods are asked, in which order, and every refusal."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)


class Log:
    def __str__(self):
        print("str", end=" ")
        return "S"
    def __repr__(self):
        print("repr", end=" ")
        return "R\u00e9"
    def __int__(self):
        print("int", end=" ")
        return 7
    def __float__(self):
        print("float", end=" ")
        return 1.5
    def __index__(self):
        print("index", end=" ")
        return 65


class Mapping:
    def __getitem__(self, key): return f"<{key}>"


class IntOnly:
    def __int__(self): return 7


class Tuple(tuple):
    pass


class Dict(dict):
    def __missing__(self, key): return key.upper()


log = Log()
table(r"""
'%s %r %a' % (log, log, log)
'%d %i %u' % (log, log, log)
'%x %o %X' % (log, log, log)
'%f %g %e' % (log, log, log)
'%c' % log
'%d' % IntOnly()
'%x' % IntOnly()
'%f' % IntOnly()
'%d' % 3.99, '%d' % -3.99, '%i' % True, '%d' % 1e22
'%d' % float('nan')
'%d' % float('inf')
'%d' % '5'
'%d' % 1j
'%x' % 1.5
'%c' % 'ab'
'%c' % 1114112
'%c' % -1
'%c' % 1.0
'%f' % 'a'
'%(a)s %(b)05d' % {'a': 1, 'b': 2}, '%(a)s' % {'a': {}}, '%(a(b)c)s' % {'a(b)c': 1}, '%()s' % {'': 2}, '%(a)s %%' % {'a': 1}
'%(a)s' % {}
'%(a)s' % 5
'%(a)s' % 'str'
'%(a)s' % [1]
'%(a)s' % (1,)
'%(a)s %(zz)s' % Mapping(), '%(low)s' % Dict()
'%(a)s %s' % {'a': 1}
'%s' % {'a': 1}, '%s' % [1, 2], '%s' % (), '%s' % None
'%s' % ((),), '%s' % ([],), '%s %s' % Tuple((1, 2)), '%s' % Tuple((1,)), 'no fields' % {}, 'no fields' % [], 'no fields' % ()
'no fields' % (1,)
'no fields' % 5
'%s %s' % 5
'%s' % (1, 2)
'%(a' % {}
'%' % ()
'%5' % 1
'%z' % 1
'%é' % 1
'%.' % 1
'%*d|%-*d|%.*f|%*.*f' % (5, 1, 5, 2, 2, 3.14159, 8, 3, 2.5)
'%*d' % ('a', 1)
'%*d' % (1,)
'%*d' % (-5, 3)
'%.*f' % (-2, 3.14159)
'%(a)*d' % {'a': 1}
'%*d' % (2**70, 1)
'%99999999999999999999d' % 1
'%+d % d %05d %-5d| %#x %#o %#X %+x % x' % (1, 2, 3, 4, 255, 8, 255, 10, 11)
'%+05d|%-05d|% 05d|%+-5d|%0-5d|%- d' % (1, 2, 3, 4, 5, 6)
'%.3d|%8.3d|%-8.3d|%08.3d|%.0d|%+.3d|%#.3x' % (5, 5, 5, 5, 0, 5, 5)
'%.2s|%5.1s|%-5s|%05s|%.0s|%.10s' % ('abc', 'abc', 'ab', 'ab', 'abc', 'a')
'%.2r|%.3a|%5r' % ('abc', 'é', 'a')
'%5.1f|%-8.2e|%+g|%#g|%#.0f|%010.3f|%G|%E|%F' % (3.14159, 12345.678, 0.0001, 1.0, 2.0, -3.14159, 1e-10, 1e10, float('inf'))
'%ld %hd %Lf' % (1, 2, 3.0)
'%5c|%-5c|%.0c' % ('a', 98, 'c')
'%%|%5%' % ()
'%s' % '\U0001f600', '%c' % '\U0001f600', '%c' % 0x1f600, '%r' % '\ud800' == "'\\ud800'"
'%i' % 2**70
'%x' % -255, '%#o' % -8, '%o' % 2**70, '%X' % (2**70 - 1)
'%s' * 2 % (1, 2)
str.__mod__('%s', 5), '%s'.__rmod__('x'), str.__rmod__('5', '%s')
""")

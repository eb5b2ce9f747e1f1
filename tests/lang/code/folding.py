"""Constant folding and peepholes must not be seen: identities, errors kept for run time, sizes, signs, order, assert and __debug__."""
def attempt(source):
    try:
        code = compile(source, "<s>", "eval")
        print(source, "=", repr(eval(code))[:60])
    except Exception as e:
        print(source, "|", type(e).__name__, e)


for source in ("1 / 0", "1 // 0", "1 % 0", "0 ** -1", "0.0 ** -1", "2 ** 0.5", "(-8) ** (1 / 3) == (-8) ** (1 / 3)", "1 << -1", "1 >> -1", "1 << 3", "-1 >> 1", "~0", "-0.0", "0.0 * -1", "- (0.0)", "0.0 + -0.0", "-0.0 + -0.0", "1e308 * 10", "1e308 * 10 - 1e308 * 10", "'a' * 3", "3 * 'a'", "'a' * -1", "(1,) * 2", "'abc'[1]", "'abc'[5]", "(1, 2)[-1]", "(1, 2)[2]", "'abc'[0:2]", "'abc'['x']", "'a' + 'b' 'c'", "'a' + 1", "b'a' + b'b'", "'%s' % 5", "'%s %s' % (1,)", "'%d' % 'x'", "'%s' % (1, 2)", "'%r %a' % ('é', 'é')", "'%5s|%-5s|%05d' % ('a', 'b', 5)", "'%(a)s' % {'a': 1}", "'%s' '%s' % (1, 2)", "'%%'  % ()", "'%' % ()", "not 1", "not ()", "not 'a'", "1 and 2", "0 or 3", "() or []", "None or 0", "1 if 0 else 2", "1 if 'x' else 1 / 0", "0 and 1 / 0", "1 or 1 / 0", "1 < 2 < 3", "1 < 2 > 3", "'a' in 'abc'", "1 in (1, 2)", "1 in [1, 2]", "1 in {1, 2}", "[] in ([], 1)", "[] in {1, 2}", "1 is 1", "() is ()", "(1, 2) is (1, 2)", "'a' is 'a'", "1 == 1.0", "True + True", "True * 'a'", "-True", "~True", "+True", "-'a'", "+'a'", "~1.5", "-(1 + 2j)", "-1j", "0j - 1j", "-(0j)", "1 + 2j", "1 - 2j", "-1 - 2j", "(1 + 2j) * 1j", "2 ** 200", "2 ** 1000000 > 0", "len('a' * 10000)", "1_0 + 0x1", "-2 ** 63", "-9223372036854775808", "9223372036854775807 + 1", "[1, 2][0]", "{1: 2}[1]", "[1, 2] is [1, 2]", "[*(1, 2)]", "{*(1, 2)} == {1, 2}", "(*(1, 2), 3)", "...", "__debug__", "not __debug__", "f'{1}'", "f'{1}{2!r:>3}'", "f'a' 'b'", "f''", "'' f'' ''", "((1, 2), (3, (4, 5)))", "((), ((),))", "[i for i in (1, 2)]", "[i for i in [1, 2]]", "5 .__class__", "{(1, 2): 3}[1, 2]", "frozenset is frozenset", "None is None is not 1", "1 + (2 if 1 else 3) * -1", "(1 if () else 2,)", "-(-5)", "not not 1", "~~5", "2 * 3.0 ** -1", "7 // -2", "7 % -2", "-7 // 2", "-7 % 2", "7.5 // -2", "-7.5 % 2", "0.1 + 0.2", "1 / 3", "10 ** 22 / 1", "2 ** -1", "divmod(-7, 2)"):
    attempt(source)


def constants(f): return [c for c in f.__code__.co_consts if not hasattr(c, "co_name")]


def same():
    a = (1, 2, "x")
    b = (1, 2, "x")
    c = 1000000
    d = 1000000
    return a is b, c is d, "ab" "c" is "abc", 1.5 is 1.5


def signs():
    return 0.0, -0.0, 0, False, 0j, -0j, 1, True, 1.0, "", b"", (0.0,), (-0.0,), (0,), (False,)


def dead():
    if 0:
        undefined_name
        yield_ = 1
    while 0: undefined_name
    if __debug__: x = "debug"
    else: x = undefined_name
    return x, "yield_" in locals()
    unreachable = 1


def dead_yield():
    return 1
    yield


def dead_local():
    if False: x = 1
    try:
        x
    except UnboundLocalError as e:
        return str(e)


def asserts(x):
    assert x, "message"
    assert (x, "tuple")[0], f"{1 / 0 if not x else x}"
    return "fine"


print(same(), signs(), [str(x) for x in signs()], dead(), list(dead_yield()), dead_local(), asserts(1), sep="\n")
try:
    asserts(0)
except AssertionError as e:
    print(repr(e))
for source in ("assert 0", "assert 0, 5", "assert 0, (1, 2)", "assert 0, None", "assert 0, KeyError(1)", "assert (), []", "AssertionError = 5\nassert 0, 'kept builtin'", "assert x", "assert 1, x", "assert not 1, 'm'", "assert 1 and 0"):
    try:
        exec(source, {})
        print(source, "passed")
    except Exception as e:
        print(repr(source), repr(e), e.args)
for optimize in (0, 1, 2):
    scope = {}
    exec(compile("'doc'\ndef f():\n 'f doc'\n assert 0\n return __debug__\nclass C: 'c doc'\ntry: r = f()\nexcept AssertionError: r = 'asserted'", "<s>", "exec", optimize=optimize), scope)
    print(optimize, scope["r"], scope["__doc__"] if "__doc__" in scope else None, scope["f"].__doc__, scope["C"].__doc__)

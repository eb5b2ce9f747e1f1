"""Augmented assignment to what cannot be stored: the operation happens, the store fails; and what the grammar refuses."""


def attempt(source, **names):
    try:
        exec(source, names)
    except SyntaxError as error:
        print(f"{source!r}: {error.msg} at {error.offset}")
    except Exception as error:
        print(f"{source!r}: {type(error).__name__} {error}", {k: v for k, v in names.items() if k != "__builtins__"})
    else:
        print(f"{source!r}: fine", {k: v for k, v in names.items() if k != "__builtins__"})


attempt("t[0] += [2]", t=([1], 3))
attempt("t[0] += 'x'", t=([1], 3))
attempt("t[1] += 1", t=([1], 3))
attempt("t += (4,)", t=([1], 3))
attempt("s[0] += 'x'", s="abc")
attempt("b[0] += 1", b=b"abc")
attempt("b[0] += 1", b=bytearray(b"abc"))
attempt("b[0] += 200", b=bytearray(b"abc"))
attempt("f += {1}", f=frozenset())
attempt("f |= {1}", f=frozenset())
attempt("f |= [1]", f={0})
attempt("d |= [(1, 2), (3, 4)]", d={1: 0})
attempt("d |= 5", d={1: 0})
attempt("d |= [1]", d={1: 0})
attempt("x.real += 1", x=1)
attempt("l += 5", l=[1])
attempt("l += 'ab'", l=[1])
attempt("l *= 'a'", l=[1])
attempt("l *= -1", l=[1])
attempt("l -= [1]", l=[1])
attempt("s &= {1, 2}; s ^= {2, 3}; s -= {3}", s={1})
attempt("a @= b", a=1, b=2)
attempt("a **= b", a="x", b=2)
attempt("a >>= b", a=1.5, b=2)
attempt("a <<= -1", a=1)
attempt("a %= 0", a=1)
attempt("a %= 5", a="none")
attempt("a %= 5", a="%03d")
for source in (
    "a, b += 1", "(a, b) += 1", "[a] += 1", "() += 1", "*a += 1", "f() += 1", "1 += 1", "'x' += 1", "a + b += 1", "-a += 1",
    "None += 1", "True -= 1", "... += 1", "a if b else c += 1", "(a := 1) += 1", "lambda: a += 1", "a and b += 1", "a < b += 1",
    "{1} += 1", "{} += 1", "[x for x in y] += 1", "(x for x in y) += 1", "(yield) += 1", "f'{a}' += 1", "__debug__ += 1",
    "a.__debug__ += 1", "a += b += 1", "a += b = 1", "a = b += 1", "a += *b", "(a) += 1", "((a.b)) += 1", "a += 1,", "a += yield",
    "a: int += 1", "t'{a}' += 1", "not a += 1", "a[*b] += 1", "a[b:c, d] += 1",
):
    try:
        compile(source, "<source>", "exec")
    except SyntaxError as error:
        print(f"{source!r}: {error.msg} at {error.offset}-{error.end_offset}")
    else:
        print(f"{source!r}: accepted")

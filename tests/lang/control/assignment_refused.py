"""Targets the grammar refuses, in assignments, loops, with statements, comprehensions and del, with the columns."""


def check(*sources):
    for source in sources:
        try:
            compile(source, "<source>", "exec")
        except SyntaxError as error:
            print(f"{source!r}: {error.msg} at {error.lineno}:{error.offset}-{error.end_offset}")
        else:
            print(f"{source!r}: accepted")


check("1 = x", "None = x", "True = x", "... = x", "'a' = x", "b'a' = x", "f'{a}' = x", "t'{a}' = x", "f() = x", "a.b() = x",
      "a + b = x", "-a = x", "not a = x", "a < b = x", "a and b = x", "a if b else c = x", "lambda: 1 = x", "{} = x", "{1} = x",
      "{1: 2} = x", "[a, 1] = x", "(a, f()) = x", "[x for x in y] = x", "{x for x in y} = x", "{x: x for x in y} = x",
      "(x for x in y) = x", "(yield) = x", "yield = x", "(a := 1) = x", "await a = x", "a = 1 = b", "a = b = f() = c",
      "*a = x", "*a, *b = x", "[*a, *b] = x", "*a, (*b, c) = x", "(*a) = x", "*(a, b), c = x", "**a = x", "a, **b = x",
      "a[1:2] = x", "a.b[c](d).e = x", "(a) = (b) = x", "((a, b), [c]) = x", "() = x", "[] = x", "a = *b", "a = *b,", "a = *b, *c",
      "a = yield b", "a = b = yield", "x = (*a)", "print(a = 1 + 2)", "print(a.b = 1)", "print(True = 1)", "print((a) = 1)",
      "__debug__ = 1", "a.__debug__ = 1", "(__debug__, a) = 1", "a: int = 1 = 2", "a, b: int", "[a]: int", "(a): int = 1",
      "(a, b): int = 1", "f(): int", "a[1]: int", "1: int", "None: int")
check("for 1 in x: pass", "for f() in x: pass", "for a, 1 in x: pass", "for (a, b) in x: pass", "for *a in x: pass", "for *a, in x: pass",
      "for a.b in x: pass", "for a[0], *c in x: pass", "for None in x: pass", "for a in *b, c: pass", "for a in *b: pass",
      "for (a := 1) in x: pass", "for a if b else c in x: pass", "for a in b in c: pass", "for __debug__ in x: pass")
check("with a as 1: pass", "with a as f(): pass", "with a as (b, c): pass", "with a as b, c as d.e: pass", "with a as *b: pass",
      "with (a as b, c as 1): pass", "with a as b.c[0]: pass", "with (a as (b, [c])): pass", "with a as None: pass",
      "with a as __debug__: pass", "with (): pass", "with (a, b): pass", "with a, : pass", "with (a,): pass")
check("[x for 1 in y]", "[x for f() in y]", "[x for a, b in y]", "[x for *a in y]", "[x for a.b in y]", "[x for a[0] in y]",
      "[x for None in y]", "[*x for x in y]", "{**x for x in y}", "[x, y for x in z]", "[x for x in *y]", "[x for x in y, z]")
check("del 1", "del f()", "del a + b", "del (a, f())", "del *a", "del *a, b", "del (*a, b)", "del None", "del (a), [b, c]", "del ()", "del []",
      "del a[1:2], b.c", "del (yield)", "del a if b else c", "del __debug__", "del a.__debug__", "del {}", "del (a := 1)", "del", "del a,",
      "del -a", "del 'a'", "del a = 1", "del lambda: a", "del [x for x in y]", "del a.b(), c")

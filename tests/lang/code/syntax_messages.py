"""Messages of the parser for statements that are incomplete or misplaced, with line and column."""
for source in ("if x\n pass", "if x:\npass", "if x:\n  a\n b", "  x", "x\n  y", "if x:\n\ta\n        b", "for x in y\n pass", "while x\n pass", "def f()\n pass", "def f:\n pass", "class C\n pass", "class C(:\n pass", "else: pass", "if x: pass\nelif: pass", "if x: pass\nelse\n pass", "try:\n pass", "with x as y\n pass", "x = ", "x = = 1", "x == ", "x ++", "x++ + 1", "++x", "x =+ 1", "x = 1 2", "x y", "print x", "print 'a'", "exec 'a'", "print x, y", "raise x, y", "raise x from", "return", "def f(): return return", "a = b = ", "(", ")", "[1, 2", "(1, 2]", "{1: 2", "{1: }", "{1: 2, 3}", "{1, 2: 3}", "{: 1}", "{1:2:3}", "{**x: 1}", "{**x, 1}", "{*x: 1}", "[1 2]", "[1,, 2]", "(1,, 2)", "f(1 2)", "f(a b)", "[x for x in]", "[x for in y]", "[for x in y]", "[x if y for x in z]", "[x for x in y else z]", "[x for x in a, b]", "x if y", "x if y else", "x else y", "lambda", "lambda x", "lambda x: ", "lambda (x): 1", "x..y", "x.1", "x.", ".x", "x[", "x[]", "x[1:2:3:4]", "x[:]", "x[,]"):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "accepted")
    except SyntaxError as e:
        print(repr(source), "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
    except Exception as e:
        print(repr(source), "|", type(e).__name__, e)

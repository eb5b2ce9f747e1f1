"""Messages of the parser for wrong characters, numbers, indentation, missing commas and misspelt words, with line and column."""
for source in ("x\xa0= 1", "“x”", "x‐y", "1_", "0x", "1e", "1abc", "0777", "1.2.3", "'\\x'", "b'é'", "if True:\n  x = 1\n    y = 2", "if True:\nx = 1", "def f():\nreturn 1", "class C:\nx = 1", "while True:\n", "for x in y:\n", "with a:\n", "try:\n", "try: pass\nexcept:\n", "def f():\n", "class C:\n", "if x:\n", "if x: pass\nelse:\n", "match x:\n case 1:\n", "(x for x in y) for", "x = (1 +\n2", "x = [1,\n2\ny = 3", "d = {'a': 1\n'b': 2}", "foo(a, b\nbar()", "iff x: pass", "esle: pass", "whille x: pass", "fro x import y", "imoprt x", "clas C: pass", "dfe f(): pass", "for x in range(5) print(x)", "retrun x", "x = nto y", "print(x y)", "a and and b", "a or", "not", "a not b", "a is is b", "a in", "in a", "is b", "*", "*x", "**x", "x = *y", "x = **y", "f(*)", "f(**)", "print(*x", "[*]", "{**}", "x = yield = 1", "with (a as b, c as d: pass", "with (a, b) as c: pass", "with a as b.c, : pass", "x = 1;; y", ";", "x;", ": x", ", x", "x,", "= 1", "x = (yield)", "a: b = yield", "def f(a, *): pass", "def f(*, **k): pass"):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "accepted")
    except SyntaxError as e:
        print(repr(source), "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
    except Exception as e:
        print(repr(source), "|", type(e).__name__, e)

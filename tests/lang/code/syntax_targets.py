"""Messages of the parser for wrong targets, operators and words in wrong places, with line and column."""
for source in ("1 = x", "x + 1 = y", "f() = 1", "'a", "'''a", "\"a'", "a'", "f'{'", "x = 'a\n'", "$x", "x $", "x?", "!x", "x ! y", "x !== y", "x <> y", "x === y", "x && y", "x || y", "x ?: y", "x => y", "x -> y", "x := 1", "a, b := 1", "import a.b as", "from a import", "from a import b c", "import a b", "del", "del x y", "global", "global x, ", "nonlocal 1", "pass x", "break", "continue", "for x in y: pass\nelse: break", "def f():\n class C: break", "while x:\n def f(): continue", "yield", "await x", "async x", "async def f() pass", "async if x: pass", "@x", "@x y\ndef f(): pass", "class C: return 1", "return 1", "def f(x, x): pass", "def f(x=1, y): pass", "None = 1", "True: 1", "def None(): pass", "class True: pass", "x.None", "x.True = 1", "f(None=1)", "import None", "for None in x: pass", "with x as None: pass", "def f(None): pass", "lambda None: 1", "except: pass", "finally: pass", "case 1: pass", "match x:\n pass", "match x\n case 1: pass", "type X", "x: int: str", "x: int = 1 = 2", "\\", "\\x", "x = \\", "x \\ y", "\x00", "x\x00", "é = 1; print(é)"):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "accepted")
    except SyntaxError as e:
        print(repr(source), "|", type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
    except Exception as e:
        print(repr(source), "|", type(e).__name__, e)

"""The mode of the interactive prompt: which expressions are displayed, in which blocks, with which hook; nothing for None and statements."""
import builtins
import sys
from lib.attempts import attempt


def run(source, **space):
    space.setdefault("__name__", "prompt")
    try:
        exec(compile(source, "<prompt>", "single"), space)
    except SyntaxError as error:
        print("SyntaxError", error.msg, error.lineno, error.offset)
    except Exception as error:
        print(type(error).__name__, error)
    return space


for source in ("1 + 1", "None", "1; 2", "1; None; 3", "x = 5", "x = 5; x", "(x := 6)", "if 1: 7", "if 1:\n    8\n    None\n", "for n in range(2): n", "while 1:\n    9\n    break\n", "def f(): 10\n", "def f(): 10\nf()\n", "class C:\n    11\n", "lambda: 1 if 0 else 2" if False else "[n for n in 'ab']", "try: 12\nfinally: 13\n", "try:\n    1 // 0\nexcept ZeroDivisionError as error: error\n", "with open('/dev/null'): 14\n", "match 15:\n    case n: n\n", "...", "NotImplemented", "1,", "*[1, 2], 3", "1 if 0 else 2", "print('printed')", "del x", "pass", "import sys", "global g; g = 1; g", "assert True; 16", "raise ValueError('raised')", "undefined", "# only a comment", "", "\n", "1\n", "1\n\n\n", "1 # comment", "1;", "1\n2", "x = 1\ny = 2", "if 1:\n  2\n3", "1; def f(): pass", "async def f(): 1\n", "type A = int", "a: int = 17; a", "a: int", "17 == 17.0", "f'{18}'" if False else "'%d' % 18", "b'bytes'", "1j", "yield 1", "return 1", "await x", "break", "x +", "(1,", "@d\ndef f(): pass\n"):
    print(repr(source), end=" -> ")
    sys.stdout.flush()
    run(source, d=lambda f: f)
    print()
shown = []
sys.displayhook = shown.append
run("1; 'a' + 'b'; None; [2]\n")
run("if 1:\n    3\n    if 1:\n        4\n")
run("for n in range(3): n * 10\n")
run("def f():\n    return 5\n")
run("x = y = 6")
run("(lambda: 7)()")
run("1 < 2 < 3")
sys.displayhook = sys.__displayhook__
print(shown)


def failing(value): raise LookupError(f"hook {value}")


sys.displayhook = failing
run("1")
run("None")
sys.displayhook = sys.__displayhook__
run("5")
print(builtins._)
run("_ + 1")
run("None")
print(builtins._)
run("_", _="own")
print(builtins._)
del builtins._
run("_")


class Repr:
    def __repr__(self): return "line one\nline two"


class Fails:
    def __repr__(self): raise ValueError("repr fails")


run("r", r=Repr())
run("r", r=Fails())
print(hasattr(builtins, "_"))
run("r", r="\ud800 é")
code = compile("1; x", "<p>", "single")
print(code.co_name, code.co_filename, code.co_names, code.co_flags & 0x40 != 0)
attempt(eval, code, {"x": 2})
attempt(eval, compile("3", "<p>", "single"))

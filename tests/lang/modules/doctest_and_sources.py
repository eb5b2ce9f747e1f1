# zeal: 3000 - imports doctest
"""doctest with every option, inspect's sources and linecache, codeop and code: running text as an interactive user would."""
import code
import codeop
import contextlib
import doctest
import inspect
import io
import linecache
import re
from lib.attempts import attempt


def documented():
    """
    >>> 1 + 1
    2
    >>> print("a\\nb")
    a
    b
    >>> for n in range(2):
    ...     n
    0
    1
    >>> 1 // 0
    Traceback (most recent call last):
        ...
    ZeroDivisionError: integer division or modulo by zero
    >>> print(list(range(20)))  # doctest: +ELLIPSIS
    [0, 1, ..., 19]
    >>> print("a   b")  # doctest: +NORMALIZE_WHITESPACE
    a b
    >>> 1 + 1  # doctest: +SKIP
    3
    >>> print("x\\n\\ny")
    x
    <BLANKLINE>
    y
    >>> raise ValueError("text")  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ValueError: other
    """


def failing():
    """
    >>> 1 + 1
    3
    >>> print("actual")
    expected
    >>> undefined
    5
    >>> x = 5
    >>> x
    """


def run(function, flags=0):
    out = io.StringIO()
    runner = doctest.DocTestRunner(verbose=False, optionflags=flags)
    for test in doctest.DocTestFinder().find(function, globs={}):
        runner.run(test, out=out.write)
    text = re.sub(r'File ".*?", line \d+', "File", out.getvalue())
    print(runner.summarize(verbose=False) if False else (runner.tries, runner.failures), "\n".join(line for line in text.splitlines() if set(line.strip()) - set("^~")))


run(documented)
run(failing)
run(failing, doctest.REPORT_UDIFF | doctest.FAIL_FAST)
parser = doctest.DocTestParser()
print([(e.source, e.want, e.lineno, e.indent, e.options) for e in parser.get_examples(">>> a\n1\n  >>> b  # doctest: +ELLIPSIS\n  2\n")], doctest.script_from_examples("text\n>>> x = 1\n>>> x\n1\n"))
for text in (">>>a\n", ">>> a\n ... b\n", "   >>> a\n b\n", ">>> x # doctest: +WRONG\n"):
    attempt(lambda: len(parser.get_examples(text)))
checker = doctest.OutputChecker()
print(checker.check_output("1\n", "1\n", 0), checker.check_output("True\n", "1\n", 0), checker.check_output("1\n", "True\n", doctest.DONT_ACCEPT_TRUE_FOR_1), checker.check_output("a...c\n", "abc\n", doctest.ELLIPSIS))


class Sourced:
    """class doc"""

    def method(self,
               a=1):
        # a comment
        return (lambda x:
                x + a)

    @property
    def prop(self): return 5


def decorated(function): return function


@decorated
def one(): return 1


# a comment above
def commented(): pass


print(inspect.getsource(Sourced.method), inspect.getsource(one), inspect.getsource(Sourced().method(2)), inspect.getsource(Sourced.prop.fget), inspect.getcomments(commented), inspect.getsourcelines(one)[1] == one.__code__.co_firstlineno, inspect.getsource(Sourced).count("\n"), inspect.getdoc(Sourced), inspect.getfile(one) == __file__, inspect.getmodule(one).__name__, inspect.getsourcefile(Sourced) == __file__)
for value in (len, int, 5, exec):
    attempt(lambda: inspect.getsource(value))
space = {}
exec(compile("def made(): return 1\nclass Made: pass", "<made up>", "exec"), space)
attempt(lambda: inspect.getsource(space["made"]))
linecache.cache["<made up>"] = (20, None, ["def made(): return 1\n", "class Made: pass\n"], "<made up>")
attempt(lambda: inspect.getsource(space["made"]))
print(linecache.getline("<made up>", 2), repr(linecache.getline("<made up>", 9)), linecache.getlines("/no/such/file"), linecache.checkcache(), repr(linecache.getline(__file__, 1))[:8])
frame = inspect.currentframe()
print(frame.f_code.co_name, inspect.getframeinfo(frame).function, inspect.stack()[0].function, inspect.getframeinfo(frame, context=1).code_context[0].strip()[:6], inspect.isframe(frame), inspect.getargvalues(frame).args)
print(inspect.getattr_static(Sourced(), "prop").__class__.__name__, inspect.getgeneratorstate(n for n in []), inspect.getclosurevars(Sourced().method(1)).nonlocals, inspect.getmro(bool), inspect.isclass(Sourced), inspect.isdatadescriptor(Sourced.prop), inspect.ismethoddescriptor(str.upper), inspect.isawaitable(5), inspect.formatannotation(int), inspect.indentsize("\t  a"), inspect.iscode(one.__code__), inspect.isabstract(Sourced), inspect.getclasstree([int, bool])[1][0][0] if False else "")

for source in ("x", "x =", "if 1:", "if 1:\n  x", "if 1:\n  x\n", "'''a", "(", ")", "def f():\n", "@d", "a b", "", "# c", "x \\", "for", "class C:\n  pass\n\n", "1 +", "f'{", "try:\n  x\n", "try:\n  x\nexcept: pass\n"):
    try:
        print(repr(source), type(codeop.compile_command(source)).__name__, end="; ")
    except SyntaxError as error:
        print(repr(source), "SyntaxError", error.msg, end="; ")
print()
console = code.InteractiveConsole({"x": 5})
out, errors = io.StringIO(), io.StringIO()
with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
    answers = [console.push(line) for line in ("x + 1", "if x:", "  print('in')", "", "undefined", "1 // 0", "y = (", "7)", "y", "a b", "def f():", "  return y", "", "f()", "_")]
print(answers, out.getvalue(), [line for line in errors.getvalue().splitlines() if not line.startswith(" ") and line], sep="\n")
interpreter = code.InteractiveInterpreter()
with contextlib.redirect_stderr(io.StringIO()) as errors:
    print(interpreter.runsource("z = 1"), interpreter.runsource("if 1:"), interpreter.runsource("a b"), interpreter.locals["z"])
attempt(interpreter.runcode, compile("raise SystemExit(3)", "s", "exec")) if False else None

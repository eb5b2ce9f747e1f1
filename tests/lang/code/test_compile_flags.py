# compile(): modes, flags, optimisation, what is inherited.
ONLY_AST, TYPE_COMMENTS, TOP_LEVEL_AWAIT, INCOMPLETE, DONT_IMPLY_DEDENT = 0x400, 0x1000, 0x2000, 0x4000, 0x200


def show(source, mode="exec", flags=0, **kwargs):
    try:
        code = compile(source, "<shown>", mode, flags, **kwargs)
        print(repr(source), mode, hex(code.co_flags))
        return code
    except (SyntaxError, ValueError, TypeError) as error:
        print(repr(source), mode, type(error).__name__, getattr(error, "msg", error))


SOURCE = '"""doc"""\ndef f():\n    "inner"\n    assert False, "asserted"\n    return __debug__\nclass C:\n    "of class"\n'
for level in (-1, 0, 1, 2):
    namespace = {}
    exec(compile(SOURCE, "x", "exec", optimize=level), namespace)
    try:
        print(level, namespace.get("__doc__"), namespace["f"].__doc__, namespace["C"].__doc__, namespace["f"]())
    except AssertionError as error:
        print(level, "AssertionError", error)
show("1", optimize=3)
show("1", optimize=-2)
show("1", "exec", 0x8000000)
show("1", "nope")
show("1", "func_type")
show("1", "nope", ONLY_AST)
for name, flag in [("nested_scopes", 0x10), ("generators", 0), ("division", 0x20000), ("absolute_import", 0x40000),
                   ("with_statement", 0x80000), ("print_function", 0x100000), ("unicode_literals", 0x200000),
                   ("generator_stop", 0x800000), ("annotations", 0x1000000)]:
    show(f"from __future__ import {name}")
    show("1", "exec", flag)
from_flag = compile("def f(x: 1 + 1): pass", "x", "exec", 0x1000000)
exec(from_flag)
print(f.__annotations__)
exec(compile("def g(x: 1 + 1): exec('def h(y: 2 + 2): pass', globals())\ng(1)", "x", "exec", 0x1000000))
print(g.__annotations__, h.__annotations__)
exec(compile(
    "a = compile('1', 'x', 'eval').co_flags, compile('1', 'x', 'eval', dont_inherit=True).co_flags", "x", "exec", 0x1000000))
print([hex(flags) for flags in a])

# Await outside of functions.
show("await x")
show("await x", "exec", TOP_LEVEL_AWAIT)
show("await x", "eval", TOP_LEVEL_AWAIT)
show("x", "exec", TOP_LEVEL_AWAIT)
show("async for i in x: pass", "exec", TOP_LEVEL_AWAIT)
show("async with x: pass", "single", TOP_LEVEL_AWAIT)
show("[i async for i in x]", "eval", TOP_LEVEL_AWAIT)
show("[await i for i in x]", "eval", TOP_LEVEL_AWAIT)
show("(i async for i in x)", "eval", TOP_LEVEL_AWAIT)
show("def f(): await x", "exec", TOP_LEVEL_AWAIT)
show("lambda: await x", "exec", TOP_LEVEL_AWAIT)
show("class C: await x", "exec", TOP_LEVEL_AWAIT)
show("yield 1", "exec", TOP_LEVEL_AWAIT)


class Step:
    def __await__(self):
        return (yield "asked")


coroutine = eval(compile("y = await x", "x", "exec", TOP_LEVEL_AWAIT), namespace := {"x": Step()})
print(coroutine.send(None))
try:
    coroutine.send("answer")
except StopIteration as stop:
    print(stop.value, namespace["y"])

# Input that may go on.
for source in ["a = (", "a = (\n", "if 1:\n", "if 1:\n  pass", "if 1:\n  pass\n", "'''abc", "x = 'abc", "a = 1 +", "",
               "@x\n", "[a,\n1 2", "try:\n pass\n", "if 1:\n  pass\nelse:\n  pass", "f'''{", "x y", "f'''abc"]:
    for mode in ("single", "exec"):
        try:
            compile(source, "x", mode, INCOMPLETE | DONT_IMPLY_DEDENT)
            print(repr(source), mode, "whole")
        except SyntaxError as error:
            print(repr(source), mode, type(error).__name__, error.args[0])
print(issubclass(_IncompleteInputError, SyntaxError))
import ast

tree = ast.parse("(int, str) -> bool", mode="func_type")
print(ast.dump(compile(tree, "", "func_type", ast.PyCF_OPTIMIZED_AST)))

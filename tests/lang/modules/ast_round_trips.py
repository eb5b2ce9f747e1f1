# zeal: 400 - imports ast
"""ast: unparse of every construct and back, literal_eval, dump with options, visitors, transformers, positions, refusals."""
import ast
from lib.attempts import attempt

sources = ["a = b = c", "a, *b = c", "a: int = 5", "(a): int", "a.b: int", "x += 1", "del a, b[0]", "assert a, 'b'", "raise a from b", "global a, b", "import a.b as c, d", "from . import x", "from ..a import (b as c)", "pass", "a if b else c", "lambda a, /, b=1, *c, d=2, **e: 0", "lambda: (yield)", "[a for b in c if d if e for f in g]", "{a: b for c in d}", "{**a, b: c}", "{a, *b}", "(a,)", "()", "[]", "a[b:c:d, e]", "a[b, *c]", "a[()]", "a(*b, c=d, **e)", "(await a)", "not a", "-(-a)", "(-a) ** -b", "a ** b ** c", "(a ** b) ** c", "a - (b - c)", "(a, b) + c", "a < b <= c", "a and b or c", "(a or b) and c", "not (a and b)", "a @ b // c % d", "a << b | c ^ d & e", "(yield a)", "x = yield from b", "a := b" if False else "(a := b)", "f'{a}b{c!r:>{d}}'", "f'{a=}'", "f\"{'q'}\"", "f'{{}}'", "t'{a}b'", "'a' b" if False else "'a\\n\\'\"'", "b'\\x00'", "1e100", "1j", "-1", "1e1000", "...", "None", "a.b.c()", "(1).real", "1.0.real", "if a:\n    b\nelif c:\n    d\nelse:\n    e", "for a, b in c:\n    continue\nelse:\n    break" if False else "for a, b in c:\n    continue", "while a:\n    break\nelse:\n    b", "with a as b, c:\n    d", "try:\n    a\nexcept b as c:\n    d\nexcept:\n    e\nelse:\n    f\nfinally:\n    g", "try:\n    a\nexcept* b:\n    c", "async def f():\n    async for a in b:\n        await c\n    async with d as e:\n        pass\n    [g async for g in h]", "@a\n@b.c(d)\nclass C(e, f=g):\n    x = 1", "class C[T: int = str, *Ts, **P](A):\n    pass", "def f[T](a: b, /, *, c: d = e) -> g:\n    'doc'\n    return a", "type A[T] = B", "match a:\n    case 1 | 'b' | None:\n        pass\n    case [x, *_, {'k': v, **r}] if y:\n        pass\n    case C(a, b=c) as d:\n        pass\n    case -1 + 2j:\n        pass\n    case a.b:\n        pass\n    case _:\n        pass", "def f():\n    return\n    yield\n    nonlocal_ = 1", "x = *a, b", "for x in *a, b:\n    pass", "return_ = (yield)" , "print(a for b in c)", "a[lambda: b]", "(lambda: a)()", "[*a]", "{'a': {'b': [1]}}", "not a in b", "a is not b", "(a if b else c) if d else e", "a if (b if c else d) else e", "x = (a, (b := c))", "except_ = 'é\U0001f600'", "f'{x:%Y-%m}'", "f'{lambda_}{\"\"\"a\"\"\"}'"]
wrong = 0
for source in sources:
    tree = ast.parse(source)
    text = ast.unparse(tree)
    again = ast.parse(text)
    if ast.dump(tree) != ast.dump(again) or not ast.compare(tree, again):
        wrong += 1
        print("differs", source, text)
    if text != source:
        print(repr(source), "->", repr(text))
print("wrong", wrong)
for text in ("[1, (2, 'a'), {3: None}, {4}, True, ...]", "-1", "+1.5", "1 + 2j", "-1 - 2j", "set()", "b'a' b'b'", " 1", "[", "a", "f()", "1 + 1", "-'a'", "1j + 1", "{**{}}", "f'a'", "__import__('os')", "(1, *[2])", "'a' + 'b'", "not True", "1 if 2 else 3", "lambda: 1", "", "1;2", "\n1", "{1: 2, **a}", "-True", "1_000", "0x1f", "--1", "dict()"):
    attempt(lambda: ast.literal_eval(text))
attempt(ast.literal_eval, ast.parse("[1]", mode="eval"))
attempt(ast.literal_eval, 5)
print(ast.dump(ast.parse("x = f(1, *a)")), ast.dump(ast.parse("x", mode="eval"), annotate_fields=False), ast.dump(ast.parse("x"), include_attributes=True), ast.dump(ast.parse("a\nb"), indent=2), ast.dump(ast.parse("def f(): pass"), show_empty=True), sep="\n")


class Names(ast.NodeVisitor):
    def __init__(self): self.seen = []
    def visit_Name(self, node): self.seen.append((node.id, type(node.ctx).__name__))
    def visit_Call(self, node):
        self.seen.append("call")
        self.generic_visit(node)
    def visit_Constant(self, node): self.seen.append(node.value)


names = Names()
names.visit(ast.parse("a = f(b, 1, c='x')\ndel a"))
print(names.seen)


class Rewrite(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        if isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant):
            return ast.copy_location(ast.Constant(node.left.value + node.right.value), node)
        return node
    def visit_Assert(self, node): return None
    def visit_Pass(self, node): return [ast.Expr(ast.Name("one", ast.Load())), ast.Expr(ast.Name("two", ast.Load()))]


tree = ast.fix_missing_locations(Rewrite().visit(ast.parse("x = 1 + 2 + y + (3 + 4)\nassert x\nif a:\n    pass")))
print(ast.unparse(tree))
space = {"y": 10, "a": 0}
exec(compile(tree, "t", "exec"), space)
print(space["x"])
node = ast.parse("first = (second +\n   third)").body[0]
print((node.lineno, node.col_offset, node.end_lineno, node.end_col_offset), ast.get_source_segment("first = (second +\n   third)", node.value), [type(n).__name__ for n in ast.walk(node)][:4], list(ast.iter_fields(node))[0][0], [type(n).__name__ for n in ast.iter_child_nodes(node)])
print(ast.get_docstring(ast.parse("'doc'")), ast.get_docstring(ast.parse("def f():\n    '''a\n      b'''").body[0]), ast.get_docstring(ast.parse("x")))
attempt(ast.get_docstring, ast.parse("x").body[0])
attempt(ast.parse, "x =")
attempt(ast.parse, "x", mode="wrong")
attempt(ast.unparse, 5)
for tree in (ast.Module([5], []), ast.Expression(5), ast.Module([ast.Expr(ast.Name("x", ast.Store()))], []), ast.Module([ast.Assign([], ast.Constant(1))], []), ast.Expression(ast.Constant(object)), ast.Expression(ast.Name("None", ast.Load())), ast.Expression(ast.Dict([None, None], [ast.Constant(1)])), ast.Expression(ast.Compare(ast.Constant(1), [], [])), ast.Expression(ast.BoolOp(ast.And(), [ast.Constant(1)])), ast.Module([ast.Delete([])], []), ast.Module([ast.Try([ast.Pass()], [], [], [])], []), ast.Module([ast.If(ast.Constant(1), [], [])], []), ast.Expression(ast.Name("x")), ast.Expression(ast.Name(5, ast.Load())), ast.Module([ast.Import([])], []), ast.Expression(ast.JoinedStr([ast.Constant(5)]))):
    try:
        compile(ast.fix_missing_locations(tree), "t", "eval" if isinstance(tree, ast.Expression) else "exec")
        print("accepted", type(tree).__name__)
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])

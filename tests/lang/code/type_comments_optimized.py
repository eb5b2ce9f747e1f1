# zeal: 40 - imports ast
"""Type comments survive the optimising of a tree."""
import ast
src = '''
def f(a,  # type: int
      b):
    # type: (...) -> None
    x = 1 + 2  # type: int
    for i in (1, 2):  # type: int
        pass
    with a as b:  # type: str
        pass
    if __debug__:
        y = "a" "b"  # type: str
    z = not (1 in [1])  # type: bool
async def g():
    # type: () -> int
    async for x in y:  # type: int
        pass
# type: ignore
w = 3 * 4  # type: int
if 1: q = 5 + 5 # type: bytes
'''
for flags in (ast.PyCF_ONLY_AST | ast.PyCF_TYPE_COMMENTS, ast.PyCF_OPTIMIZED_AST | ast.PyCF_TYPE_COMMENTS):
    for opt in (-1, 2):
        tree = compile(src, "<s>", "exec", flags, optimize=opt)
        print([(type(n).__name__, n.lineno, n.type_comment) for n in ast.walk(tree) if getattr(n, "type_comment", None)], [(t.lineno, t.tag) for t in tree.type_ignores])
        print(ast.dump(tree)[:300])
tree = ast.parse(src, type_comments=True, optimize=1)
print([n.type_comment for n in ast.walk(tree) if getattr(n, "type_comment", None)])
t = ast.parse(src, type_comments=True)
for flags in (ast.PyCF_OPTIMIZED_AST, ast.PyCF_OPTIMIZED_AST | ast.PyCF_TYPE_COMMENTS):
    tree = compile(t, "<s>", "exec", flags)
    print([(type(n).__name__, n.lineno, n.type_comment) for n in ast.walk(tree) if getattr(n, "type_comment", None)], [(t.lineno, t.tag) for t in tree.type_ignores])
f = compile("(int, *str) -> bool", "", "func_type", ast.PyCF_ONLY_AST)
print(ast.dump(f))

# zeal: 3 - many safepoints
# Nodes of the abstract syntax tree: classes, construction, copies, repr; trees out of sources and code out of trees.
import _ast

ONLY_AST, OPTIMIZED = _ast.PyCF_ONLY_AST, _ast.PyCF_OPTIMIZED_AST


def dump(node):
    if isinstance(node, _ast.AST):
        fields = [f"{name}={dump(getattr(node, name, '?'))}" for name in node._fields]
        places = [str(getattr(node, name, None)) for name in node._attributes]
        return f"{type(node).__name__}({', '.join(fields)})" + (f"@{':'.join(places)}" if places else "")
    if isinstance(node, list):
        return "[" + ", ".join(map(dump, node)) + "]"
    return repr(node)


for name in sorted(n for n in dir(_ast) if n[0] != "_" and isinstance(getattr(_ast, n), type)):
    cls = getattr(_ast, name)
    print(name, cls.__base__.__name__, cls._fields, cls._attributes, cls.__module__, cls.__match_args__ == cls._fields)
    print("  ", cls.__doc__, getattr(cls, "_field_types", None))

print(dump(compile("f(x for x in y)[1:2, ::3] if not a else -b ** c", "s", "eval", ONLY_AST)))
print(dump(compile("@d\nasync def f[T: int](a, /, b=1, *c: int, d=2, **e) -> r:\n    'doc'\n    await x;\n", "s", "exec", ONLY_AST)))
print(dump(compile("if a:\n pass\nelif b:\n pass\nelse:\n pass\n", "s", "exec", ONLY_AST)))
print(dump(compile("'a' f'{x!r:>{w}}b{{' 'c' + f'{y = }' + u'z'", "s", "eval", ONLY_AST)))
print(dump(compile("t'a{ x }b{y!s:{z}}'", "s", "eval", ONLY_AST)))
print(dump(compile("match x:\n case {'k': [A(1, b=-2), *_], **r} | None as n if g: pass\n", "s", "exec", ONLY_AST)))
print(dump(compile("ä = 'ö' + é", "s", "single", ONLY_AST)))
print(dump(compile("(int, *str, **bool) -> list[int]", "s", "func_type", ONLY_AST)))
print(dump(compile("__debug__", "s", "eval", ONLY_AST)), dump(compile("__debug__", "s", "eval", OPTIMIZED)),
      dump(compile("__debug__", "s", "eval", OPTIMIZED, optimize=1)))
print(dump(compile("'doc'\ndef f():\n 'doc'\nclass C:\n 'doc'\n x = 1", "s", "exec", OPTIMIZED, optimize=2)))


def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: _ast.Name("a", _ast.Load(), 3))
attempt(lambda: _ast.Name("a", id="b"))
attempt(lambda: _ast.Name("a"))
attempt(lambda: _ast.AST(1))
attempt(lambda: _ast.Name("a").lineno)
attempt(lambda: (_ast.Name("a").end_lineno, _ast.Name("a", lineno=3).lineno, _ast.Constant(1).kind))
attempt(lambda: _ast.arguments())
attempt(lambda: _ast.Module([]))
attempt(lambda: _ast.Name("x").__reduce_ex__(4))
attempt(lambda: _ast.Name("x").__replace__(id="y"))
attempt(lambda: _ast.Name("x").__replace__(idd="y"))
attempt(lambda: _ast.Load() == _ast.Load())
attempt(lambda: isinstance(_ast.Add(), _ast.operator))


class Mine(_ast.Name):
    _fields = ("id", "ctx", "more")


attempt(lambda: vars(Mine("a", more=3)))
cycle = _ast.List([])
cycle.elts.append(cycle)
attempt(lambda: cycle)

# Code out of trees.
tree = compile("def f(x, *, y=2):\n    return [x * i + y for i in range(3)], f'{x:>{y}}|', (lambda: x)()\nr = f(4)", "s", "exec", ONLY_AST)
exec(compile(tree, "s", "exec"), namespace := {})
print(namespace["r"])
for source, mode in [("1 + 2", "eval"), ("x = [i for i in y]", "exec")]:
    tree = compile(source, "s", mode, ONLY_AST)
    print(compile(tree, "s", mode) == compile(source, "s", mode))
print(dump(compile(tree, "s", "exec", ONLY_AST)) == dump(tree))


def expr(node):
    for child in [node]:
        child.lineno = child.col_offset = 1
    return _ast.Expression(node)


def statement(node):
    node.lineno = node.col_offset = 1
    return _ast.Module([node], [])


place = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 0}
x, stored, none = _ast.Name("x", _ast.Load(), **place), _ast.Name("x", _ast.Store(), **place), _ast.Constant(None, **place)
for tree, mode in [
    (_ast.Module([_ast.Pass()], []), "exec"),
    (_ast.Module([3], []), "exec"),
    (_ast.Module(3, []), "exec"),
    (_ast.Module([], []), "eval"),
    (_ast.Expression(_ast.Constant([], **place)), "eval"),
    (_ast.Expression(_ast.Constant((1, {2}), **place)), "eval"),
    (_ast.Expression(stored), "eval"),
    (_ast.Expression(_ast.Name("None", _ast.Load(), **place)), "eval"),
    (_ast.Expression(_ast.Name(3, _ast.Load(), **place)), "eval"),
    (_ast.Expression(_ast.BoolOp(_ast.And(), [x], **place)), "eval"),
    (_ast.Expression(_ast.Dict([x], [], **place)), "eval"),
    (_ast.Expression(_ast.Compare(x, [_ast.Is()], [], **place)), "eval"),
    (_ast.Expression(_ast.ListComp(x, [], **place)), "eval"),
    (_ast.Expression(_ast.Name("x", _ast.Load(), lineno=2, col_offset=3, end_lineno=1, end_col_offset=1)), "eval"),
    (_ast.Expression(_ast.Name("x", _ast.Load(), lineno=1, col_offset=3, end_lineno=1, end_col_offset=1)), "eval"),
    (_ast.Expression(_ast.Name("x", _ast.Load(), lineno="1", col_offset=3)), "eval"),
    (_ast.Module([_ast.Delete([], **place)], []), "exec"),
    (_ast.Module([_ast.Assign([x], none, **place)], []), "exec"),
    (_ast.Module([_ast.If(x, [], [], **place)], []), "exec"),
    (_ast.Module([_ast.Raise(None, x, **place)], []), "exec"),
    (_ast.Module([_ast.Try([_ast.Pass(**place)], [], [], [], **place)], []), "exec"),
    (_ast.Module([_ast.ImportFrom("a", [_ast.alias("b", **place)], -1, **place)], []), "exec"),
    (_ast.Module([None], []), "exec"),
    (_ast.Module([_ast.AnnAssign(_ast.Attribute(x, "a", _ast.Store(), **place), x, None, 1, **place)], []), "exec"),
]:
    attempt(lambda: compile(tree, "s", mode))
for value in (-5, 1 << 70, (1, (2, "x")), frozenset({3}), 2.5, 3 + 4j, b"b", "s\ud800", ..., None, True):
    print(ascii(eval(compile(_ast.Expression(_ast.Constant(value, **place)), "s", "eval"))))

# A starred annotation is for *args alone, also where a tree says otherwise.
at = dict(lineno=1, col_offset=0, end_lineno=1, end_col_offset=1)
starred = _ast.Starred(_ast.Name("y", _ast.Load(), **at), _ast.Load(), **at)
for source, holder in [
    ("x: y", lambda tree: tree.body[0]),
    ("def f(a: y): pass", lambda tree: tree.body[0].args.args[0]),
    ("def f(*a: y): pass", lambda tree: tree.body[0].args.vararg),
]:
    tree = compile(source, "s", "exec", ONLY_AST)
    holder(tree).annotation = starred
    try:
        compile(tree, "s", "exec")
        print("fine")
    except SyntaxError as error:
        print(error.msg)

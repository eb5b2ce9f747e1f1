# zeal: 10 - shows some hundred symbols
# Symbol tables: every kind of scope, every flag, names of the machinery, inlined comprehensions, lines, errors; the layer of module symtable.
import _symtable
import symtable

FLAGS = [name for name in dir(_symtable) if name == "USE" or name.startswith("DEF_") and name != "DEF_BOUND"]
PLACES = ["LOCAL", "GLOBAL_EXPLICIT", "GLOBAL_IMPLICIT", "FREE", "CELL"]
KINDS = {getattr(_symtable, name): name for name in dir(_symtable) if name.startswith("TYPE_")}
print({name: value for name, value in sorted(vars(_symtable).items()) if type(value) is int})


def words(flags):
    place = flags >> _symtable.SCOPE_OFF & _symtable.SCOPE_MASK
    uses = [name for name in FLAGS if flags & getattr(_symtable, name)]
    return " ".join([name for name in PLACES if getattr(_symtable, name) == place] + uses)


def show(entry, depth=0):
    indent = "  " * depth
    nested = " nested" if entry.nested else ""
    print(f"{indent}{KINDS[entry.type]} {entry.name}, line {entry.lineno}{nested}", *entry.varnames)
    # What is only passed on comes in no certain order.
    passed = sorted(name for name, flags in entry.symbols.items() if not flags & ~_symtable.DEF_FREE_CLASS & 0xFFF)
    for name in [name for name in entry.symbols if name not in passed] + passed:
        print(f"{indent}  - {name}: {words(entry.symbols[name])}")
    for child in entry.children:
        show(child, depth + 1)


def check(title, source, mode="exec"):
    print("##", title)
    show(_symtable.symtable(source.replace("\n    ", "\n"), "f", mode))


check("functions and lambdas", """
    import a.b, c as d
    from e import f as g
    from h import *
    @decorator(
        1)
    def i(p, /, q=r, *s, t=u, **v):
        global w
        w = x
        def j():
            nonlocal p
            p += q
            del y
            return i
        return lambda z, *, k=lambda: z: (z, s, super)
    """)
check("classes", """
    def outer(free, local):
        class C(base, metaclass=meta):
            free
            local = 1
            global declared
            declared = 2
            def __f(self, __p):
                self.__attribute = __p
                return super().method(free, local, __class__, __classdict__)
            class Inner:
                nonlocal free
                free = local
                [__class__ for _ in free]
    """)
check("comprehensions", """
    def f(k, xs, cell):
        local = 1
        [x + k + local for x in xs if (y := x)]
        {z: w for z in xs for w in z}
        {(lambda: (x, cell)) for x in [x for x in xs]}
        (g := h for h in xs)
        return [[k for k in ()] for (j, xs[0]) in xs]
    [a for a in b]
    [(lambda: c, d := c) for c in e]
    ((i := j for j in a) for a in d)
    class C:
        k = 1
        [k + l for l in k]
    """)
check("annotations", """
    def f(a: A, /, b: B, *c: C, d: D, **e: E) -> F:
        x: X
        self.y: [Y for Z in Y] = 1
        (z): lambda: Z = 2
    class C:
        a: A
        while b:
            b: B = 1
        def f(self: C): pass
    m: M
    """)
check("annotations as text", """
    from __future__ import annotations
    def f(a: [A for A in B]):
        x: X = y
    m: M
    """)
check("type parameters", """
    def f[T: (A, B) = C, *Ts = D, **P = E](a: T, b=1, *, c=2) -> T: T
    class C[__T](Base[__T], m=__x):
        def g[U](self): return U, __T
        type V[W: __T] = [U for U in W]
        class D[X: [Y for Y in Z]]: pass
    def h(x):
        class I:
            x = 1
            type J = [x + K for K in [x]]
            def k(self, l: [self for m in x]): pass
    type A = B
    type R[S] = lambda: (R, S)
    """)
check("statements", """
    for a in b: c
    async def f():
        async with d as e: await g
        return [h async for h in i], (await j for j in k)
    match l:
        case {"m": n, **o} | C(p, q=r) as s: pass
        case [t, *u] if v: pass
    try: w
    except X as y: pass
    else: x[z] = f"{aa:{bb}}", t"{cc}"
    dd: ee
    ff = gg = hh
    gg += {ii: (jj := kk), **ll}
    del mm.nn, oo
    """)
check("expression", "[x for x in (lambda y: z)]", "eval")
check("interactive", "x = (y for y in x)\n", "single")

print("## errors")
for source in [
    "def f(:", "nonlocal x", "def f():\n  nonlocal x", "def f(x): global x", "def f():\n  x\n  global x",
    "def f():\n  x = 1\n  nonlocal x", "def f(a, a): pass", "def f[T, T](): pass", "def f():\n  from a import *",
    "x: (yield)", "class C: [x := 1 for y in z]", "[x := 1 for x in y]", "[x for y in (x := z)]", "await x",
    "def f():\n  [x async for x in y]", "[(yield) for x in y]", "__debug__ = 1", "def f[__classdict__](): pass",
    "x\nfrom __future__ import division", "from __future__ import nothing", "type A[T: (x := 1)] = T",
]:
    try:
        print(_symtable.symtable(source, "f", "exec"))
    except SyntaxError as error:
        print(repr(source), type(error).__name__, error.msg, error.filename, error.lineno, error.offset, error.end_offset)
# Errors of code are none of names.
for source in ["return", "yield", "break", "f(a=1, a=2)", "*a = 1", "1 is 1"]:
    print(_symtable.symtable(source, "f", "exec").children)
for arguments in [("", "f", "x"), (1, "f", "exec"), ("", 1, "exec"), ("", "f", 1), ("", "a\0b", "exec"), ("x = 1", "f", "eval")]:
    try:
        print(_symtable.symtable(*arguments))
    except (TypeError, ValueError, SyntaxError) as error:
        print(type(error).__name__, error)

print("## entries")
entry = _symtable.symtable(b"# -*- coding: latin-1 -*-\nclass \xe4: pass", b"f", "exec")
print(repr(entry) == f"<symtable entry top({entry.id}), line 0>", entry.children[0].name, entry.id > 0)
print(type(entry.nested), type(entry).__name__, _symtable.symtable(bytearray(b"x"), "f", "exec").symbols)
for change in [lambda: setattr(entry, "name", 1), lambda: delattr(entry, "type"), type(entry)]:
    try:
        change()
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)

print("## module symtable")
top = symtable.symtable("def f(a):\n  b = a\n  def g(): return b\n  class C:\n    def m(self): pass\n", "file", "exec")
f = [child for child in top.get_children() if child.get_name() == "f"][0]
print(top, f, f.get_type(), f.get_lineno(), f.is_nested(), f.is_optimized(), f.has_children())
print(f.get_parameters(), f.get_locals(), f.get_frees(), f.get_globals(), list(f.get_identifiers()))
print([repr(symbol) for symbol in f.get_symbols()], f.lookup("b").is_referenced(), f.lookup("g").get_namespace())

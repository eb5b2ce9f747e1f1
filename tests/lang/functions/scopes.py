"""global and nonlocal: every corner, class bodies between functions, exec, and the messages for wrong declarations."""
from lib.attempts import attempt

x = "global"


def reads():
    def inner():
        return x
    x = "enclosing"

    class C:
        y = x
        x = "class"
        z = x
        method = lambda self: x
        both = [x for _ in "a"], [i for i in x]
    return inner(), C.y, C.z, C().method(), C.both


def writes():
    x = 1

    def middle():
        nonlocal x
        x += 1

        class C:
            nonlocal x
            x = "by class"
            there = "x" in locals()

        def deepest():
            nonlocal x
            old, x = x, "deepest"
            return old
        return deepest(), C.there, hasattr(C, "x")
    return middle(), x


def globally():
    global x, fresh
    old, x, fresh = x, "changed", "made"

    def inner():
        x = "local"

        def innermost():
            global x
            return x
        return innermost(), x
    try:
        return old, inner()
    finally:
        x = old


def unbound():
    def inner():
        return later
    try:
        inner()
    except NameError as error:
        print(type(error).__name__, error)
    later = 1
    return inner()


def conditional(flag):
    if flag:
        local = 1
    return local


def deleted():
    value = 1

    def inner():
        return value
    del value
    return inner()


def class_global():
    x = "function"

    class C:
        global x
        y = x
        x = "set by class body"
    return C.y, "x" in vars(C), x


attempt(reads)
attempt(writes)
attempt(globally)
print(x, fresh)
attempt(unbound)
attempt(conditional, True)
attempt(conditional, False)
attempt(deleted)
attempt(class_global)
print(x)
attempt(lambda: exec("x = 'exec'; print(x, 'x' in locals())") or x)
attempt(lambda: exec("def f(): return q\nq = 1\nprint(f())", {}))
attempt(lambda: exec("def f(): return q\nq = 1\nprint(f())", {}, {}))
attempt(lambda: exec("class C:\n q = 2\n def f(): return q\nq = 1\nprint(C.f())", {}))
attempt(lambda: eval("[x for _ in 'a']", {}, {"x": "locals"}))
attempt(lambda: exec("q = 1\nprint([q for _ in 'a'], (lambda: q)())", {}, {}))
for source in ("nonlocal x", "def f(): nonlocal x", "def f():\n x = 1\n global x", "def f():\n print(x)\n global x", "def f():\n x = 1\n def g():\n  x = 2\n  nonlocal x", "def f():\n def g():\n  print(x)\n  nonlocal x\n x = 1", "def f(x): global x", "def f(x):\n def g(x): nonlocal x", "def f():\n global x\n nonlocal x", "def f():\n nonlocal x\n global x", "def f():\n global x\n def g(): nonlocal x", "def f(x):\n def g():\n  global x\n  def h(): nonlocal x", "class C:\n nonlocal x", "class C:\n x = 1\n def f(): nonlocal x", "class C: nonlocal __class__", "class C:\n def f(self):\n  nonlocal __class__", "def f():\n x: int\n global x", "def f():\n global x\n x: int", "def f():\n import x\n global x", "def f():\n for x in y: pass\n global x", "def f():\n def x(): pass\n global x", "def f():\n class x: pass\n nonlocal x", "x = 1\nglobal x", "global x\nx = 1", "def f():\n with y as x: pass\n global x", "def f():\n del x\n global x", "def f():\n try: pass\n except E as x: pass\n global x", "def f():\n [x for x in y]\n global x", "def f():\n (x := 1)\n global x", "def f():\n match y:\n  case x: pass\n global x", "global x, x", "def f():\n global x\n [x := 1 for i in y]", "def f[T]():\n nonlocal T", "def f():\n class C[T]:\n  nonlocal T", "global", "global 1", "global x.y", "nonlocal x, y,"):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "accepted")
    except SyntaxError as error:
        print(repr(source), "|", error.msg, error.lineno, error.offset)

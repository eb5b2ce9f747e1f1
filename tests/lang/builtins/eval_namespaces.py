"""eval and exec: which names they see and bind, __builtins__ of every kind, locals that are mappings, refusals."""
from lib.attempts import attempt

x = "global"


def inner():
    x = "local"
    print(eval("x"), eval("x", {"x": "given"}), eval("x", {}, {"x": "third"}), eval("x", globals()))
    exec("x = 'changed'; y = 1")
    print(x, "y" in locals())
    space = {}
    exec("x = 'changed'; y = 1", space)
    print(sorted(name for name in space if name != "__builtins__"), "__builtins__" in space)


inner()
attempt(eval, "len([1])", {"__builtins__": {}})
attempt(eval, "len([1])", {"__builtins__": {"len": lambda value: "mine"}})
attempt(eval, "1 + 1", {"__builtins__": None})
attempt(exec, "import sys", {"__builtins__": {}})
attempt(exec, "class A: pass", {"__builtins__": {}})
attempt(exec, "def f(): return abs(-1)\nprint(f())", {"__builtins__": {"print": print}})


class Mapping:
    def __init__(self): self.log = []
    def __getitem__(self, name):
        self.log.append(("get", name))
        if name == "boom": raise ValueError("boom")
        if name == "answer": return 42
        raise KeyError(name)
    def __setitem__(self, name, value): self.log.append(("set", name, value))
    def __delitem__(self, name):
        self.log.append(("del", name))
        raise KeyError(name)


space = Mapping()
exec("a = answer\nb = abs(answer)\nb = answer", {}, space)
print(space.log)
attempt(exec, "del gone", {}, Mapping())
attempt(exec, "boom", {}, Mapping())
attempt(exec, "missing", {}, Mapping())
attempt(exec, "global g; g = 1; print(g)", {}, Mapping())
attempt(eval, "[answer for _ in [1]]", {}, Mapping())
attempt(exec, "def f(): return answer\nf()", {}, {"answer": 1})
attempt(exec, "class C:\n    got = answer\nprint(C.got)", {}, {"answer": 1})
attempt(exec, "class C:\n    def m(self): return answer\nC().m()", {}, {"answer": 1})
attempt(exec, "x", [])
attempt(exec, "x", Mapping())
attempt(eval)
attempt(eval, 5)
attempt(eval, None)
attempt(eval, "")
attempt(eval, "x = 1")
attempt(eval, "  1 + 1  ")
attempt(eval, "\t1\n")
attempt(eval, b"'bytes'")
attempt(eval, bytearray(b"3"))
attempt(eval, memoryview(b"4"))
attempt(eval, "1\0")
attempt(eval, compile("x = 5", "<s>", "exec"))
attempt(exec, compile("5", "<s>", "eval"))
attempt(eval, "a + b", globals={"a": 1}, locals={"b": 2})
attempt(exec, "print(a + b)", globals={"a": 1}, locals={"b": 2})
attempt(exec, "yield 1")
attempt(exec, "return 1")
attempt(eval, "(yield)")
attempt(eval, "await x")
print(eval("lambda: x")(), eval("(lambda x: x + 1)(1)"), eval("[x for x in 'ab']"), eval("(q := 5) + q", {}), sep=" ")

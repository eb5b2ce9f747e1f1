"""What interpreter-raised exceptions carry: name, obj, name_from, value, key, and arguments of every builtin operation's error."""
import sys


def show(action, *names):
    try:
        action()
        print("nothing raised")
    except BaseException as error:
        print(type(error).__name__, error.msg if isinstance(error, SyntaxError) else error.args, {name: getattr(error, name, "none") if not callable(getattr(error, name, None)) else "callable" for name in names})


class Kind:
    def __repr__(self): return "Kind()"


kind = Kind()
show(lambda: kind.missing, "name", "obj")
show(lambda: Kind.missing, "name", "obj")
show(lambda: sys.missing, "name")
show(lambda: setattr(5, "x", 1), "name", "obj")
show(lambda: super(Kind, kind).zz, "name")
show(lambda: object.__getattribute__(kind, "q"), "name", "obj")
show(lambda: undefined, "name")
show(lambda: exec("del undefined"), "name")
show(lambda: eval("x", {}), "name")


def unbound():
    print(later)
    later = 1


def free():
    def inner(): return cell
    result = inner()
    cell = 1


show(unbound, "name")
show(free, "name")
show(lambda: exec("import no_such_module"), "name", "path", "name_from")
show(lambda: exec("from sys import no_such_name"), "name", "name_from")
show(lambda: exec("import sys.nothing"), "name", "path")
show(lambda: exec("from no.such import thing"), "name")
show(lambda: {}["key"])
show(lambda: {}[1, 2])
show(lambda: {1}.remove((1, 2)))
show(lambda: [].pop())
show(lambda: [][3])
show(lambda: ()[3])
show(lambda: ""[3])
show(lambda: [].remove(5))
show(lambda: {}.popitem())
show(lambda: set().pop())
show(lambda: [].index(2))
show(lambda: next(iter([])), "value")
show(lambda: (lambda: (yield))().send(1))
show(lambda: exec("raise"))
show(lambda: exec("raise 5"))
show(lambda: exec("raise ValueError from 5"))
show(lambda: exec("assert 0"))
show(lambda: exec("assert 0, 'message'"))
show(lambda: exec("assert 0, (1, 2)"))
show(lambda: "é".encode("ascii"), "encoding", "start", "end", "reason", "object")
show(lambda: b"\xff".decode(), "encoding", "start", "end", "reason", "object")
show(lambda: open("/no/such/file"), "errno", "filename", "strerror", "filename2")
show(lambda: open(""), "errno", "filename")
show(lambda: open("a\0b"))
show(lambda: compile("x =", "name", "exec"), "filename", "lineno", "offset", "end_lineno", "end_offset", "msg")
show(lambda: compile(" x", "name", "exec"), "lineno", "offset", "msg")
show(lambda: compile("if 1:\nx", "name", "exec"), "lineno", "msg")
show(lambda: compile("if 1:\n\tx\n        y", "name", "exec"), "msg")
show(lambda: int("z"))
show(lambda: 1 // 0)
show(lambda: 2.0 ** 10000)
show(lambda: [1] < ["a"])
show(lambda: len(5))
show(lambda: 5())
show(lambda: (lambda a: a)())
show(lambda: sys.exit(), "code")
show(lambda: sys.exit("text"), "code")
show(lambda: sys.exit((1, 2)), "code")
show(lambda: exec("a, b = 1, 2, 3"))
show(lambda: exec("a, *b, c = [1]"))
show(lambda: exec("def f(): return f()\nf()") if False else None)
show(lambda: "abc".index("z"))
show(lambda: bytes([300]))
show(lambda: chr(-1))
show(lambda: memoryview(b"")[0])
show(lambda: type("A", (), {"__slots__": "x"})().x, "name")
show(lambda: property().__get__(kind), "name", "obj")
show(lambda: setattr(type("A", (), {"p": property(lambda s: 1)})(), "p", 1), "name")

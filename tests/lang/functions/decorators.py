"""Decorators: any expression, order of evaluation and application, on functions, classes, methods and generators; what is bound."""
def attempt(action, *args, **kw):
    try:
        print(action(*args, **kw))
    except Exception as error:
        print(type(error).__name__, error)

log = []


def d(tag):
    log.append(f"made {tag}")

    def apply(target):
        log.append(f"{tag}({getattr(target, '__name__', target)})")
        return target
    return apply


@d("a")
@d("b")
@d("c")
def function(x=log.append("default")): pass


@d("class")
class Class(log.append("bases") or object, metaclass=log.append("metaclass") or type):
    log.append("body")

    @d("method")
    def method(self): pass

    @staticmethod
    @d("static")
    def static(): return "static"

    @classmethod
    @d("classmethod")
    def made(cls): return cls.__name__

    @property
    @d("property")
    def prop(self): return "prop"

    @prop.setter
    def prop(self, value): log.append(f"set {value}")


print(*log, sep="; ")
log.clear()
c = Class()
c.prop = 5
print(c.static(), c.made(), c.prop, log)
table = {"k": [d("item")]}


class NS:
    deco = staticmethod(d("attribute"))


log.clear()


@table["k"][0]
@NS.deco
@(lambda f: [f.__name__])
@(d("x") if log is not None else None)
@(w := d("walrus"))
def listed(): pass


print(listed, log, w is not None)


@str
def text(): pass


@len
@list
@dict.fromkeys
@"a{}b".format
@type
class Kind: pass


print(text.startswith("<function text at"), Kind)


@print
@str.upper
@(lambda f: f.__name__)
async def shout(): pass


print(shout)


@(yielded := lambda f: list(f()))
def gen():
    yield 1
    yield 2


print(gen)
for bad in (5, None, "text", lambda: 0, lambda a, b: 0):
    def use():
        @bad
        def f(): pass
    attempt(use)


def unbound():
    try:
        @d("raises")
        @(lambda f: 1 / 0)
        def target(): pass
    except ZeroDivisionError:
        return "target" in locals(), log.pop()


def previous():
    @(lambda f: (f.__name__, target))
    def target(): pass
    return target


def property_like():
    x = "old"

    @(lambda f: x + f())
    def x(): return " new"
    return x


attempt(unbound)
attempt(previous)
attempt(property_like)


@d("one"
   "line")
def lines(): pass


print(lines.__code__.co_firstlineno - unbound.__code__.co_firstlineno, d.__code__.co_firstlineno)
for source in ("@a\nx = 1", "@a", "@\ndef f(): pass", "@a b\ndef f(): pass", "@a,b\ndef f(): pass", "@*a\ndef f(): pass", "@a def f(): pass", "@a\n\n\ndef f(): pass", "@a\n# c\n@b\nclass C: pass", "@yield\ndef f(): pass", "@lambda f: f\ndef f(): pass", "@a if b else c\ndef f(): pass", "@a\nif b: pass", "@x = 1\ndef f(): pass", "@a;\ndef f(): pass", "@[a][0]\ndef f(): pass", "@1 + 2\ndef f(): pass", "@await a\ndef f(): pass"):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "accepted")
    except SyntaxError as error:
        print(repr(source), "|", error.msg, error.lineno, error.offset)

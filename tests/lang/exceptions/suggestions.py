# zeal: 600 - showing a traceback imports much of the library
"""Suggestions for misspelt names, attributes, imports and keywords, as traceback prints them."""
import traceback


def show(action):
    try:
        action()
    except Exception as error:
        print(traceback.format_exception_only(error)[-1], end="")


class Thing:
    blech, _private, somethingverylong = 1, 2, 3
    def __init__(self): self.instance_field = 5
    def method(self): return instance_field
    def call(self): return metod()


class Slots:
    __slots__ = ("alpha", "beta")


class Dir:
    def __dir__(self): return ["proposed", 5]


class NoDir:
    def __dir__(self): raise ValueError


thing = Thing()
variable = 1
for attribute in ("blach", "bloch", "private", "somethingverylon", "zzz", "instance_feild", "Method", "x", "blech_", "__clas__"):
    show(lambda: getattr(thing, attribute))
show(lambda: Slots().alhpa)
show(lambda: Dir().propsed)
show(lambda: NoDir().anything)
show(lambda: "".uper)
show(lambda: [].add)
show(lambda: (1).bit_lenght)
show(lambda: Thing.bleck)
show(lambda: None.append)
show(lambda: varable)
show(lambda: prnt)
show(lambda: lenn(x))
show(lambda: a)
show(thing.method)
show(thing.call)
show(lambda: exec("import traceback; traceback.format_exceptio"))
show(lambda: exec("import no_such_module_here"))
show(lambda: exec("from . import x"))
show(lambda: exec("sys.exit"))
show(lambda: exec("matematics"))


def local_names():
    wonderful_local = 1
    return wonderful_locl


def keywords(first_name, *, last_name): ...


def deleted():
    gone = 1
    del gone
    return gone


show(local_names)
show(deleted)
show(lambda: keywords(frist_name=1, last_name=2))
show(lambda: keywords(1, lst_name=2))
show(lambda: "a".split(maxsplt=1))
show(lambda: int("5", bse=3))
error = NameError("message of one's own", name="varable")
show(lambda: (_ for _ in ()).throw(error))
error = AttributeError("own", name="blach", obj=thing)
show(lambda: (_ for _ in ()).throw(error))
error = AttributeError("own", name=5, obj=thing)
show(lambda: (_ for _ in ()).throw(error))

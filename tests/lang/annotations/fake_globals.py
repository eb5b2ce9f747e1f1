# Globals of a class derived from dict: names they lack are asked of __missing__, as annotationlib does.
import types


class Fake(dict):
    def __missing__(self, key):
        if key == "absent":
            raise KeyError(key)
        return f"<{key}>"


def f(a: unknown, b: Deep.er if 0 else other):
    return unknown


annotate = types.FunctionType(f.__annotate__.__code__, Fake(known=1))
print(annotate(2))
print(types.FunctionType(f.__code__, Fake())(1, 2))
g = types.FunctionType((lambda: absent).__code__, Fake(__builtins__={"absent": "builtin"}))
print(g())
try:
    f.__annotate__(3)
except NotImplementedError:
    print("refused")
try:
    f.__annotate__(1)
except NameError as e:
    print(e)


class C:
    x: missing_name


fake = types.FunctionType(C.__annotate__.__code__, Fake(), closure=C.__annotate__.__closure__)
print(fake(2))


# Asked once for each use, and before the builtins.
class Telling(Fake):
    def __missing__(self, key):
        print("asked for", key)
        return super().__missing__(key)


telling = types.FunctionType((lambda: (len, first, known)).__code__, Telling(known=1))
print(telling())
print(telling())
telling.__globals__["len"] = "present"
print(telling())
absent = types.FunctionType((lambda: absent).__code__, Telling(__builtins__={"absent": "builtin"}))
print(absent())
print(absent())

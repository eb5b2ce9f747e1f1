def call(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except TypeError as error:
        print(error)


def none():
    return "none"


def one(a):
    return a


def two(a, b):
    return a, b


def three(a, b, c):
    return a, b, c


def defaults(a, b=2, c=3):
    return a, b, c


def slash(a, b, /):
    return a, b


def slash_default(a, b=1, /, c=2):
    return a, b, c


def keyword(*, x, y, z=3):
    return x, y, z


def both(a, *, x):
    return a, x


def star(a, *args):
    return a, args


def rest(a, /, **kwargs):
    return a, kwargs


call(none, 1)
call(none, 1, 2)
call(none, x=1)
call(one)
call(one, 1, 2)
call(one, 1, 2, 3)
call(one, b=1)
call(one, 1, a=1)
call(one, 1, b=1)
call(two)
call(two, 1)
call(two, b=1)
call(two, 1, 2, 3)
call(two, 1, a=2)
call(two, 1, 2, c=3)
call(three)
call(three, 1)
call(three, c=1)
call(defaults)
call(defaults, 1, 2, 3, 4)
call(defaults, b=1)
call(defaults, 1, 2, b=3)
call(slash)
call(slash, 1)
call(slash, a=1, b=2)
call(slash, 1, b=2)
call(slash_default, a=1)
call(slash_default, 1, b=2)
call(slash_default, 1, 2, 3, 4)
call(keyword)
call(keyword, x=1)
call(keyword, y=1)
call(keyword, 1, 2)
call(keyword, x=1, y=2, w=3)
call(keyword, 1, x=2, y=3)
call(both)
call(both, 1)
call(both, x=1)
call(both, 1, 2)
call(both, 1, 2, x=3)
call(star)
call(star, a=1)
call(star, 1, a=1)
call(star, b=1)
call(rest)
call(rest, a=1)
call(rest, 1, a=2)


# Spread arguments that are none.
def attempt(text, action):
    try:
        print(text, action())
    except TypeError as error:
        print(text, error)


attempt("star int", lambda: one(*1))
attempt("star none", lambda: one(*None))
attempt("mapping int", lambda: one(**1))
attempt("mapping keys", lambda: one(**{1: 2}))
attempt("twice", lambda: two(1, **{"a": 2}))
attempt("twice in kwargs", lambda: rest(1, b=1, **{"b": 2}))
attempt("twice in mappings", lambda: rest(1, **{"b": 1}, **{"b": 2}))
attempt("not callable", lambda: 1())
attempt("not callable", lambda: "text"(1))
attempt("not callable", lambda: None(1, a=2))
attempt("not callable", lambda: [](*[]))


class Plain:
    def method(self, a):
        return a

    @classmethod
    def of_class(cls, a):
        return a

    @staticmethod
    def static(a):
        return a


class Initialised:
    def __init__(self, a, *, k):
        pass


attempt("method", lambda: Plain().method())
attempt("method", lambda: Plain().method(1, 2))
attempt("method", lambda: Plain.method())
attempt("method", lambda: Plain().method(b=2))
attempt("class method", lambda: Plain.of_class())
attempt("class method", lambda: Plain.of_class(1, 2))
attempt("static", lambda: Plain.static())
attempt("no init", lambda: Plain(1))
attempt("no init", lambda: Plain(a=1))
attempt("init", lambda: Initialised())
attempt("init", lambda: Initialised(1))
attempt("init", lambda: Initialised(1, 2, k=3))
attempt("instance", lambda: Plain()())
attempt("lambda", lambda: (lambda a: a)())
attempt("nested name", lambda: [lambda x: x][0](1, 2))

# Methods written natively.
attempt("native", lambda: len())
attempt("native", lambda: len(1, 2))
attempt("native", lambda: len(obj=[]))
attempt("native", lambda: [].append())
attempt("native", lambda: [].append(1, 2))
attempt("native", lambda: [].append(object=1))
attempt("native", lambda: {}.get())
attempt("native", lambda: "".upper(1))
attempt("native", lambda: isinstance(1))
attempt("native", lambda: list.append(1, 2))
attempt("native", lambda: list.append())
attempt("native", lambda: str.upper(1))

# zeal: 20 - formats many tracebacks
"""Chains of contexts that lead back to themselves: raising on top of them ends, cuts what would make a new circle, and printing them ends."""
import io
import traceback


class A(Exception): pass
class B(Exception): pass
class C(Exception): pass
class D(Exception): pass
class E(Exception): pass


def chain(error, most=8):
    names = []
    while error is not None and len(names) < most:
        names.append(type(error).__name__)
        error = error.__context__
    return " ".join(names)


def own():
    try:
        raise A(1)
    except A as a:
        a.__context__ = a
        raise B(2)


def of_two():
    try:
        raise A
    except A as a:
        try:
            raise B
        except B as b:
            a.__context__ = b
            raise C


def at_head():
    try:
        raise A
    except A as a:
        try:
            raise B
        except B as b:
            try:
                raise C
            except C as c:
                a.__context__ = c
                raise c


def longer(first):
    def circle():
        try:
            raise A
        except A as a:
            try:
                raise B
            except B as b:
                try:
                    raise C
                except C as c:
                    a.__context__ = c
                    try:
                        raise D
                    except D as d:
                        raise first(a, b, c, d)
    return circle


def again():
    # The new exception is in the chain already: there it is cut.
    a, b = A(), B()
    try:
        raise a
    except A:
        try:
            raise b
        except B:
            raise a


for function in (own, of_two, at_head, again, *(longer(pick) for pick in (lambda a, b, c, d: E(), lambda a, b, c, d: a, lambda a, b, c, d: b,
                                                                         lambda a, b, c, d: c, lambda a, b, c, d: d))):
    try:
        function()
    except Exception as error:
        print(function.__name__, chain(error))
        text = io.StringIO()
        traceback.print_exception(error, file=text)
        print(text.getvalue().count("During handling"), len(text.getvalue()) < 10_000)

for length in range(1, 12):
    for back in range(length):
        errors = [Exception(i) for i in range(length)]
        for one, other in zip(errors, errors[1:]):
            one.__context__ = other
        errors[-1].__context__ = errors[back]
        try:
            try:
                raise errors[0]
            except Exception:
                raise KeyError
        except KeyError as error:
            print(length, back, [c.args[0] for c in (error.__context__, error.__context__.__context__)])

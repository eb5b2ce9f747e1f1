# zeal: 400 - imports annotationlib
"""annotationlib.ForwardRef and get_annotations: evaluation with every source of names, formats, equality, refusals."""
import annotationlib
from annotationlib import ForwardRef, Format, get_annotations
from lib.attempts import attempt


class Owner:
    inner = int
    def method(self, a: missing_one, b: list[missing_two] = 5, *, c: "quoted", d: int | missing_three) -> missing_one.attribute: ...
    attribute: missing_one
    other: inner


hints = get_annotations(Owner.method, format=Format.FORWARDREF)
for name, value in hints.items():
    print(name, type(value).__name__, ascii(str(value)).split(" owner=")[0].replace("__main__", "M")[:60])
print(get_annotations(Owner.method, format=Format.STRING), get_annotations(Owner, format=Format.STRING))
attempt(get_annotations, Owner.method)
attempt(get_annotations, Owner, format=Format.VALUE)
print(get_annotations(Owner, format=Format.FORWARDREF)["other"])
missing_one = type("One", (), {"attribute": "made"})
print(hints["a"].evaluate().__name__, hints["return"].evaluate() if isinstance(hints["return"], ForwardRef) else hints["return"])
reference = ForwardRef("x + y", is_argument=False)
print(reference, reference.__forward_arg__, reference.evaluate(globals={"x": 1}, locals={"y": 2}), reference == ForwardRef("x + y"), reference != 5, hash(reference) == hash(ForwardRef("x + y", is_argument=False)))
attempt(reference.evaluate)
attempt(reference.evaluate, globals={"x": 1}, locals={})
attempt(reference.evaluate, format=Format.STRING)
attempt(lambda: reference.evaluate(format=Format.FORWARDREF) is reference)
attempt(ForwardRef, 5)
attempt(ForwardRef, "a b")
attempt(ForwardRef("1 // 0").evaluate)
attempt(lambda: ForwardRef("int")())
attempt(lambda: type("Sub", (ForwardRef,), {}))
attempt(lambda: isinstance(5, reference))
print(ForwardRef("inner", owner=Owner).evaluate(), ForwardRef("len", module="builtins").evaluate() is len, ForwardRef("T").evaluate(type_params=(lambda T: (T,))(type("T", (), {"__name__": "T"}))).__name__, ForwardRef("a") | None, None | ForwardRef("a"))


def function(x: int, y: "str", z: undefined = 5, **kw: [undefined]) -> None: ...


print(get_annotations(function, format=Format.STRING), annotationlib.call_annotate_function(function.__annotate__, Format.STRING), list(annotationlib.call_annotate_function(function.__annotate__, Format.FORWARDREF)))
for number in (0, 1, 2, 3, 4, 5, "a", None):
    try:
        print(number, list(function.__annotate__(number)))
    except Exception as error:
        print(number, type(error).__name__, error)
print(Format.VALUE, Format(3), [format.name for format in Format], annotationlib.type_repr(int), annotationlib.type_repr(Owner), annotationlib.type_repr(len), annotationlib.type_repr(...), annotationlib.type_repr("text"), annotationlib.type_repr(list[int]), annotationlib.annotations_to_string({"a": int, "b": "c", "d": None}))


class Odd:
    __annotations__ = {"written": "by hand", "evaluates": "1 + 1"}


def fake(format, /):
    if format > 2: raise NotImplementedError(format)
    return {"format": format}


class Annotate:
    pass


Annotate.__annotate__ = fake
print(get_annotations(Odd), get_annotations(Annotate), Annotate.__annotations__, get_annotations(Annotate, format=Format.STRING), get_annotations(Annotate, format=Format.FORWARDREF))
attempt(get_annotations, Odd, eval_str=True)
attempt(get_annotations, 5)
attempt(get_annotations, Odd, eval_str=True, format=Format.STRING)
attempt(get_annotations, function, eval_str=True)
print(get_annotations(lambda: 0), get_annotations(type("E", (), {})), get_annotations(Owner(), format=Format.STRING) if False else "", function.__annotate__.__name__, function.__annotate__.__qualname__)
function.__annotations__ = {"replaced": int}
print(function.__annotations__, function.__annotate__, get_annotations(function), get_annotations(function, format=Format.STRING))
function.__annotate__ = lambda format: {"again": format}
print(function.__annotations__)
attempt(setattr, function, "__annotate__", 5)
attempt(setattr, function, "__annotations__", 5)
attempt(setattr, function, "__annotations__", None)
function.__annotate__ = lambda format: 5
attempt(lambda: function.__annotations__)
for source in ("a.b[c](d, *e, f=g)", "[z for z in q]", "x if y else z", "-a ** b @ c", "not a and b or c", "a < b", "f'{x}'", "{a: b, **c}", "a[b:c, ...]", "(a, *b)", "await_", "a is not b", "1 + 2j", "'s' 't'", "a[*b]", "x.y.z", "{a, b}", "~a | b", "a[b][c]"):
    space = {}
    exec(f"def f(p: {source}): ...", space)
    try:
        print(source, "->", get_annotations(space["f"], format=Format.STRING)["p"])
    except Exception as error:
        print(source, type(error).__name__, error)

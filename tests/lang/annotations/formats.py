# zeal: 12 - imports annotationlib
"""annotationlib: each format of functions, classes and modules with names that are missing; ForwardRef and its evaluation."""
import annotationlib
from annotationlib import Format, ForwardRef, get_annotations


def text(value):
    return " ".join(word for word in str(value).replace(", owner=<", " <").split(" ") if "0x" not in word)


def attempt(action, *args, **kw):
    try:
        print(text(action(*args, **kw)))
    except Exception as e:
        print(type(e).__name__, e)


def f(a: int, b: missing, c: "text", d: list[missing], e: missing.attr, g: missing | None, h: missing[int], *args: (1, 2), **kw: -missing) -> print(1) if 0 else f: pass


class C:
    x: int
    y: missing
    z: list[C]
    w: [missing, C]


class D(C): v: str


for thing in (f, C, D):
    for format in Format:
        attempt(get_annotations, thing, format=format)
print(get_annotations(f, format=Format.FORWARDREF)["b"].__forward_arg__, list(Format), Format.VALUE.value)
attempt(get_annotations, 5)
attempt(get_annotations, f, format=9)
attempt(get_annotations, f, format=Format.STRING, eval_str=True)
attempt(get_annotations, lambda: 0)
attempt(get_annotations, int)
attempt(get_annotations, annotationlib.__class__)
attempt(get_annotations, type("T", (), {"__annotations__": {"a": "int"}}), eval_str=True)
attempt(get_annotations, type("T", (), {"__annotations__": {"a": "nothing"}}), eval_str=True)
attempt(get_annotations, type("T", (), {"__annotations__": {"a": "x"}}), eval_str=True, locals={"x": 5})
attempt(get_annotations, type("T", (), {"__annotations__": [1]}))
r = get_annotations(C, format=Format.FORWARDREF)["y"]
print(type(r).__name__, r.__forward_is_class__, r.__owner__ is C, r == ForwardRef("missing", is_class=True, owner=C))
attempt(r.evaluate)
attempt(r.evaluate, format=Format.FORWARDREF)
attempt(r.evaluate, format=Format.STRING)
attempt(r.evaluate, globals={"missing": "found"})
attempt(r.evaluate, locals={"missing": "local"})
missing = float
attempt(r.evaluate)
print(C.__annotations__)
attempt(lambda: ForwardRef("1 + 1").evaluate())
attempt(lambda: ForwardRef("x y"))
attempt(lambda: ForwardRef(5))
attempt(lambda: ForwardRef("*tuple[int]").evaluate())
attempt(lambda: ForwardRef("int") | None)
attempt(lambda: None | ForwardRef("int"))
attempt(lambda: hash(ForwardRef("a")) == hash(ForwardRef("a")))
attempt(lambda: ForwardRef("a", module="m"))
attempt(annotationlib.call_annotate_function, lambda format, /: {"f": format}, Format.VALUE)
attempt(annotationlib.call_evaluate_function, lambda format, /: undefined_here, Format.FORWARDREF)
attempt(annotationlib.annotations_to_string, {"a": int, "b": "s", "c": list[int], "d": None, "e": ..., "f": f})
attempt(annotationlib.type_repr, C)
attempt(annotationlib.get_annotate_from_class_namespace, {"__annotate__": 5})

# zeal: 600 - imports inspect
"""inspect.signature of Python functions, methods, classes, partials and wrapped ones; binding; parameters; refusals."""
import functools
import inspect
from inspect import Parameter, Signature
from lib.attempts import attempt


def every(a, /, b: int, c=3, *args: str, d, e=5, **kwargs) -> bool: ...


class Class:
    def __init__(self, x, y=1): ...
    def method(self, a, *, b): ...
    @classmethod
    def klass(cls, a): ...
    @staticmethod
    def static(a): ...
    def __call__(self, z): ...


class New:
    def __new__(cls, p, q=2): ...


class Meta(type):
    def __call__(cls, m): ...


class Text:
    __text_signature__ = "(self, a, b=1)"


def wrapper(*args): ...


wrapper.__wrapped__ = every
signed = lambda: 0
signed.__signature__ = Signature([Parameter("made", Parameter.KEYWORD_ONLY)])
for function in (every, Class, Class.method, Class(1).method, Class.klass, Class.static, Class(1), New, Meta("M", (), {}), wrapper, signed, lambda *a, k=1: 0, functools.partial(every, 1, d=2), functools.partial(every, b=1), functools.partialmethod(Class.method, 5), object, type("E", (), {})):
    try:
        print(inspect.signature(function))
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])
for function in (5, "a", None):
    attempt(inspect.signature, function)
print(inspect.signature(wrapper, follow_wrapped=False), inspect.signature(every).return_annotation, [(p.name, p.kind.name, p.default is p.empty) for p in inspect.signature(every).parameters.values()])
signature = inspect.signature(every)
for arguments, keywords in (((1, 2), {"d": 4}), ((1, 2, 3, 4, 5), {"d": 6, "z": 7}), ((1,), {"b": 2, "d": 3}), ((1, 2), {}), ((), {"a": 1}), ((1, 2), {"a": 1, "d": 2}), ((1, 2), {"b": 3, "d": 1})):
    try:
        bound = signature.bind(*arguments, **keywords)
        print(bound.args, bound.kwargs, dict(bound.arguments))
        bound.apply_defaults()
        print(bound)
    except TypeError as error:
        print("TypeError", error)
print(signature.bind_partial(1), signature.bind_partial(), signature == inspect.signature(every), hash(signature) == hash(inspect.signature(every)))
print(signature.replace(parameters=[], return_annotation=Signature.empty), Parameter("x", Parameter.POSITIONAL_ONLY, default=1, annotation=int), Parameter("x", Parameter.VAR_KEYWORD).replace(name="y"))
attempt(Parameter, "1x", Parameter.KEYWORD_ONLY)
attempt(Parameter, "for", Parameter.KEYWORD_ONLY)
attempt(Parameter, "x", 9)
attempt(Parameter, 5, Parameter.KEYWORD_ONLY)
attempt(Parameter, "x", Parameter.VAR_POSITIONAL, default=1)
P = Parameter
attempt(Signature, [P("x", P.KEYWORD_ONLY), P("y", P.POSITIONAL_ONLY)])
attempt(Signature, [P("x", P.KEYWORD_ONLY), P("x", P.KEYWORD_ONLY)])
attempt(Signature, [P("x", P.POSITIONAL_ONLY, default=1), P("y", P.POSITIONAL_ONLY)])
print(inspect.getfullargspec(every))
print(inspect.getcallargs(lambda a, b=2, *c: 0, 1, 5, 6), inspect.unwrap(wrapper).__name__, inspect.isfunction(every), inspect.ismethod(Class(1).method), inspect.isroutine(len), inspect.isgeneratorfunction(every), inspect.iscoroutinefunction(every))
print(inspect.getdoc(Class), inspect.cleandoc("  a\n    b\n  c"), inspect.getmembers(Class(1), inspect.ismethod)[0][0], inspect.classify_class_attrs(Class)[0].kind != "")

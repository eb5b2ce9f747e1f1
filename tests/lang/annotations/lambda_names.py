"""Qualified names of lambdas in annotations: those of what is around."""
def f(p: lambda x: x): ...
class C:
    a: lambda: 1
    def m(self, q: [lambda: 2]): ...
print(f.__annotations__["p"].__qualname__, C.__annotations__["a"].__qualname__, C.m.__annotations__["q"][0].__qualname__)
def g():
    def inner(p: (lambda: 3)): ...
    return inner
print(g().__annotations__["p"].__qualname__)
type Alias = lambda: 4
print(Alias.__value__.__qualname__)

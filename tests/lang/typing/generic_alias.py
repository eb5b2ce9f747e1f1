# list[int] and its like; int | str.
a=list[int]; print(a, repr(dict[str,list[int]]), a.__origin__, a.__args__, a.__parameters__, type(a), a==list[int], hash(a)==hash(list[int]))
print(a(), a((1,2)), a.append, list[int,], tuple[int,...], tuple[()], list[[int,str]], isinstance(a, type))
class C(list[int]): pass
print(C.__bases__, C.__orig_bases__, C.__mro__)
try: isinstance([], list[int])
except TypeError as e: print(e)
try: issubclass(list, list[int])
except TypeError as e: print(e)
print(list[int].__class__, a.__unpacked__, [*a])
print((*list[int],)[0] == a, next(iter(a)).__unpacked__, *tuple[int,str])
print(int|str, type(int|str), (int|str).__args__, int|None, None|int, int|str|int, (int|str)==(str|int), hash(int|str)==hash(str|int), list[int]|None)
print(isinstance(1, int|str), isinstance(1, str|None), issubclass(int, int|str), isinstance(None, int|None))
try: int|1
except TypeError as e: print(e)
try: 1|int
except TypeError as e: print(e)
try: isinstance(1, list[int]|int)
except TypeError as e: print(e)
print(isinstance(1, int|list[int]))
try: issubclass(list, int|list[int])
except TypeError as e: print(e)
print((int|str).__parameters__, (int|str).__origin__, (int|str).__module__, type(int|str).__module__, type(int|str).__name__)
try: list[int][str]
except TypeError as e: print(e)
print(list['int'], list[...], 'int'|a if 0 else '', list[int].__doc__ == list.__doc__)
try: 'int'|int
except TypeError as e: print(e)
try: int[str]
except TypeError as e: print(e)
class D:
    def __class_getitem__(cls, k): return (cls, k)
print(D[1])
print(list[int].__reduce__())
def f(x: int | None = None) -> list[int] | dict[str, int]: ...
print(f.__annotations__)
print({int|str: 1}[str|int], (int|str).__or__(float), None|list[int], type(None)|int, (int|str)[()] if 0 else 1)
print(int|type(None), bool|int, int|bool, (int|(str|float)))
try: (int|str)[int]
except TypeError as e: print(e)
try: (int|str)()
except TypeError as e: print(e)
a2=list[int]
try: a2.x=1
except AttributeError as e: print(e)


# What a starred alias is made of by pickling and copying, and its iterator.
import copy, pickle
[starred] = tuple[int, ...]
for of in tuple[starred], tuple[str, starred], starred, (*tuple[starred],)[0]:
    for other in [pickle.loads(pickle.dumps(of, protocol)) for protocol in range(6)] + [copy.copy(of), copy.deepcopy(of)]:
        assert (other, other.__args__, other.__unpacked__) == (of, of.__args__, of.__unpacked__), other
    print(of, of.__reduce__()[0])
once = iter(list[int])
print(type(once).__name__, once.__reduce__(), next(once), next(once, None), once.__reduce__(), iter(once) is once)


# Lists among arguments.
from typing import TypeVar
T, U = TypeVar("T"), TypeVar("U")
type X[**P, R] = tuple[P, R]
print(X[[T, [U], int], U][str, float], X[(T, U), T][str, float], X[[T, U], T].__parameters__)


class Clearing:
    def __repr__(self):
        arguments.clear()
        return "x"


arguments = [Clearing(), 1]
import types
try:
    print(types.GenericAlias(int, arguments))
except IndexError as error:
    print(error)
print(sorted(set(dir(list[int])) - set(dir(list))))
for name in "__copy__", "__deepcopy__", "__bases__":
    print(name in dir(list[int]), hasattr(list[int], name))

"""Starred expressions wherever the grammar takes them: displays, calls, subscripts, return, yield, for, annotations."""
from lib.attempts import attempt


class Key:
    def __getitem__(self, key):
        return key

    def __class_getitem__(cls, key):
        return key


def returns(*a):
    return *a, 0, *a


def yields(a):
    yield *a, 1
    got = yield (*a,)
    print("got", got)


def annotated(*args: *tuple[int, str]):
    pass


a, d, k = [1, 2], {"x": 1, "y": 2}, Key()
print([*a, *"bc", *{}, *range(2)], (*a, *a), {*a, 3, *(1, 3)} == {1, 2, 3}, (*a,))
print({**d, "x": 5, **{"z": 1}}, {"x": 0, **d}, {**{}})
print(k[*a], k[*a, 1:2], k[0, *a, ...], k[*a,], k[*()], Key[*a])
print(returns(1, 2), list(yields("a")))
print([x for x in (*a, *a)], [*(x for x in a)], [*[*[*a]]])
for x in *a, 9, *"z":
    print(x, end=" ")
print()
print(annotated.__annotations__)
print(max(*a, *[7], 3), dict(**d, **{"w": 3}), print(*a, *a, sep="-", **{"end": "!\n"}))
x = *a, *d
print(x)
*x, y = *a, *a
print(x, y)
attempt(lambda: [*5])
attempt(lambda: (*None,))
attempt(lambda: {*[[]]})
attempt(lambda: {**5})
attempt(lambda: {**[(1, 2)]})
attempt(lambda: {**{1: 2}, **None})
attempt(lambda: k[*5])
attempt(lambda: print(*5))
attempt(lambda: print(**5))
attempt(lambda: print(*a, **{1: 2}))
attempt(lambda: dict(**d, **{"x": 3}))
attempt(lambda: dict(x=1, **d))
attempt(lambda: returns(*a, *5))
attempt(lambda: returns(*a, **{"q": 1}))


class Mapping:
    def keys(self):
        print("keys", end=" ")
        return iter(["p", "q"])

    def __getitem__(self, key):
        print("item", key, end=" ")
        if key == "q" and self.fails:
            raise KeyError("q is gone")
        return key * 2

    fails = False


m = Mapping()
attempt(lambda: {**m})
attempt(lambda: dict(**m))
m.fails = True
attempt(lambda: {"before": 1, **m})
attempt(lambda: dict(**m))
m.keys = None
attempt(lambda: {**type("NoKeys", (), {"__getitem__": None})()})
attempt(lambda: {**type("BadKeys", (), {"keys": lambda self: 5, "__getitem__": None})()})

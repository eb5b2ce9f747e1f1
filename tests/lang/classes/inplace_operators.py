"""In-place operators: each method, its fallbacks, what is stored, inherited and removed ones."""
NAMES = ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and", "xor", "or")
SIGNS = ("+", "-", "*", "@", "/", "//", "%", "**", "<<", ">>", "&", "^", "|")


def method(name, answer):
    def call(self, *args):
        log.append(name)
        return answer
    return call


log = []
All = type("All", (), {f"__{p}{n}__": method(p + n, p + n) for n in NAMES for p in ("", "i", "r")})
NotI = type("NotI", (), {f"__{p}{n}__": method(p + n, NotImplemented if p == "i" else p + n) for n in NAMES for p in ("", "i")})
Only = type("Only", (), {f"__{n}__": method(n, n) for n in NAMES})
Reflected = type("Reflected", (), {f"__r{n}__": method("r" + n, "r" + n) for n in NAMES})
Nothing = type("Nothing", (), {})
Refuses = type("Refuses", (All,), {f"__i{n}__": method("i" + n, NotImplemented) for n in NAMES} | {f"__{n}__": method(n, NotImplemented) for n in NAMES})
for kind in (All, NotI, Only, Nothing, Refuses):
    for other in (5, Reflected()):
        row = []
        for sign in SIGNS:
            scope = {"x": kind(), "y": other}
            log.clear()
            try:
                exec(f"x {sign}= y", scope)
                row.append(f"{sign}= {scope['x']} {'>'.join(log)}")
            except TypeError as e:
                row.append(f"{sign}= {e}")
        print(kind.__name__, type(other).__name__, *row, sep="\n   ")


class List:
    def __init__(self): self.items = []
    def __iadd__(self, other):
        self.items.append(other)
        return self
    def __ior__(self, other): self.items.append(("or", other))


l = same = List()
l += 1
l += 2
print(l is same, l.items)
holder = {"k": l}
holder["k"] += 3
print(holder["k"] is l, l.items)
l |= 4
print(l, same.items)


class Pow:
    def __ipow__(self, other, modulo="no modulo"): return other, modulo
    def __pow__(self, other, modulo=None): return "pow", other, modulo
    def __rpow__(self, other, modulo="none"): return "rpow", other, modulo


p = Pow()
p **= 2
print(p, pow(Pow(), 2), pow(Pow(), 2, 3), 2 ** Pow(), pow(2, Pow()))
try:
    print(pow(2, Pow(), 5))
except TypeError as e:
    print(e)
x = [1]
y = x
x += x
x *= 2
print(x, x is y)
s = t = {1, 2}
s |= {3}; s &= {2, 3}; s ^= {3, 4}; s -= {4}
print(s, s is t)
f = g = frozenset({1})
f |= {2}
print(sorted(f), g, f is g)
b = c = bytearray(b"ab")
b += b"c"; b *= 2
print(b, b is c)

# Precedence, associativity and order of evaluation.
log = []


def n(value):
    log.append(value)
    return value


def shown(value):
    print(value, log)
    log.clear()


shown(n(1) + n(2) * n(3))
shown((n(1) + n(2)) * n(3))
shown(n(2) ** n(3) ** n(2))
shown(-n(2) ** n(2))
shown(n(2) ** -n(1))
shown(n(10) - n(3) - n(2))
shown(n(100) // n(7) % n(4))
shown(n(1) << n(2) + n(1))
shown(n(6) & n(3) | n(8) ^ n(1))
shown(not n(1) == n(2))
shown(n(1) if n(0) else n(2) if n(3) else n(4))
shown([n(1), n(2)][n(0)])
shown({n("k"): n("v"), n("l"): n("w")})
shown((n(3), n(1), n(2)))
shown({n(1), n(2)})
shown(n([1, 2, 3])[n(0):n(2):n(1)])
shown(n(max)(n(1), *n([5]), **n({})))
shown(n("a") + n("b") + n("c"))
shown(n(1) < n(2) == n(2))
shown(f"{n(1)} {n(2)!r:>{n(4)}}")
shown(n(True) and n(False) or n("x"))
shown((lambda a=n("default"): a)())
shown([a for a in n([1, 2]) if n(a)])
shown(n({"a": {"b": [0, "deep"]}})["a"]["b"][1])


class Trace:
    def __init__(self, name):
        object.__setattr__(self, "name", name)

    def __getattr__(self, name):
        log.append("get " + self.name + "." + name)
        return Trace(self.name + "." + name)

    def __setattr__(self, name, value):
        log.append("set " + self.name + "." + name)

    def __getitem__(self, key):
        log.append("item " + self.name)
        return Trace(self.name + "[]")

    def __setitem__(self, key, value):
        log.append("setitem " + self.name)

    def __call__(self, *args):
        log.append("call " + self.name)
        return Trace(self.name + "()")

    def __iadd__(self, other):
        log.append("iadd " + self.name)
        return self


t = Trace("t")
t.a.b(n(1)).c[n(2)].d = n(3)
shown("store")
t.x.y += n(5)
shown("augmented")
t[n(0)][n(1)] += n(2)
shown("items")
t.a, t.b = n(1), n(2)
shown("targets")
t.p = t.q = n(9)
shown("chain")
for t.loop in [1, 2]:
    pass
shown("for")
with_order = {n(i): n(i * 10) for i in range(2)}
shown(with_order)
print(2 ** -1 ** 2, -1 ** 2, 2 * -3, 5 - -3, ~-1, - - 1, not not 1, 1 - 1 - 1, 2 ** 2 ** 3, 7 // 2 * 2, 7 % 4 * 2, 1 | 2 & 3, 1 < 2 in [2], not 1 in [2])
print(1 if 0 else 2 if 0 else 3, (lambda: 1 if 0 else 2)(), 1 or 2 and 3, not 0 or 1, 3 & 1 == 1, 3 and 2 > 1)

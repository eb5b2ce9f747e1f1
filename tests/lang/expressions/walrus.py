# Assignment expressions: scope, order, targets.
print((a := 3) + a, a)
print([y := 1, y ** 2, (y := y + 5), y])
if (n := len("hello")) > 3:
    print(n)
print([last := i for i in range(4)], last)
print(any((found := x) > 2 for x in [1, 2, 3, 4]), found)


def outer():
    total = 0
    partial = [total := total + v for v in range(5)]
    return total, partial


def nested():
    return [[(j := i * k) for k in range(2)] for i in range(3)], j


def lambdas():
    f = lambda: (x := 7, x)
    return f(), "x" in locals()


print(outer(), nested(), lambdas())
print({(k := "a"): (v := 1), k + "b": v + 1})
print((lambda q=(p := 2): q + p)())
x = [1, 2, 3]
x[(i := 1)] = (i := 2)
print(x, i)
while (i := i - 1) >= 0:
    print(i, end=" ")
print()
print(f"{(z := 5)} {z}", f"{z:=5}")


def unbound():
    if False and (u := 1):
        pass
    try:
        return u
    except UnboundLocalError as error:
        return str(error)


print(unbound())


class C:
    a = (b := 3) + 1


print(C.a, C.b)

def assign(a, b, o):
    a, b = b, a + b
    a, b = 1, a
    x = y = o.v = a
    first, *middle, (o.last, o[0]) = b
    a += 1
    o.count -= a
    o[a, 1:b] *= 2
    del x, o.v, o[0], (y,)
    z: int = a
    print(a + (a := b), a)
    return x

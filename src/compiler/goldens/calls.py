def calls(f, o, a, k):
    f()
    o.method(a, 1)
    x = o.method(a, key=2)
    f(a, *k, b=1, **k, c=2)
    return o.first(a).second[x].third(f(a), -1)

def folded(x):
    a = 2 ** 10 + 1 - -3, "ab" * 2 + "c", not 0, (1, (2.0, -0.0)), 1 + 2j, 7 // -2, 7 % -2
    if 0:
        never()
    elif not __debug__:
        never()
    while 1:
        if x in [1, 2, 3]: return [1, 2, 3]
        if x not in {"a", "b"}: return {1, 2, 3}
        assert x, "message"
        return x[1:2], x[::a], 1 and x, x or 0

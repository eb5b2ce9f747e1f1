# A name that any function declares global is so for the code given to exec too.
one, two = {}, {}
exec("""if 1:
    def f():
        y = 1
        def g():
            global y
            return y
        def h():
            return y + 1
        return g, h
    y = 9
    z = 3
    g, h = f()
    a = g()
    b = h()
    class C:
        global w
        w = 1
    v = [y for _ in (1,)]
    del y
""", one, two)
one.pop("__builtins__")
print(sorted(one.items()), sorted(k for k in two), two["a"], two["b"], two["v"])

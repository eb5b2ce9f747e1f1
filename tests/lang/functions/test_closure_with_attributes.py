# A closure that has attributes of its own
def outer(a, b):
    def inner(c):
        return a, b, c
    inner.tag = a
    return inner


f = outer(1, 2)
print(f(3), f.tag)
f.other = 4
print(f(5), f.__dict__)

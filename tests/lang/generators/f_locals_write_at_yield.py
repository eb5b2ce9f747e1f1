def counter():
    total = 0
    total += yield
    yield total
    other = total + (yield) + total
    yield other
generator = counter()
next(generator)
generator.gi_frame.f_locals["total"] = 100
print(generator.send(1))
next(generator)
generator.gi_frame.f_locals["total"] = 1000
print(generator.send(1))

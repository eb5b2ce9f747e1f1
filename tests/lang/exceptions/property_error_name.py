class A:
    p = property(doc="x")
    q = property(lambda self: 1)
for action in (lambda: A().p, lambda: setattr(A(), "q", 1), lambda: delattr(A(), "q")):
    try:
        action()
    except AttributeError as error:
        print(error, error.name, type(error.obj).__name__)

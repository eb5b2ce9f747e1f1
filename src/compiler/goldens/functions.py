def positional(a, b=1, /, c=(2, 3), *rest, d, e=len, **more):
    """Docstring
    indented."""
    return a

def recursive(n):
    if n < 2:
        return n
    return recursive(n - 1) + recursive(n - 2)

@decorator
@make.decorator(1)
def decorated(): pass

square = lambda x, y=2: x ** y

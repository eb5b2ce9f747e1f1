# exit: 1
def outer(n):
    inner(n, key=None)


def inner(n, key):
    if n:
        outer(n - 1)
    else:
        raise ValueError("what went wrong")


print("before")
outer(1)
print("never")

# exit: 1
# zeal: 200 - showing a traceback imports much of the library
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

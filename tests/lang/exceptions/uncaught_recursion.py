# exit: 1
# err: RecursionError: maximum recursion depth exceeded
# err: [Previous line repeated
# zeal: 400 - showing a traceback imports much of the library
def forever(n):
    return forever(n + 1)


print("before")
forever(0)

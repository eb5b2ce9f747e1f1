# exit: 1
# err: RecursionError: maximum recursion depth exceeded
# err: [Previous line repeated
def forever(n):
    return forever(n + 1)


print("before")
forever(0)

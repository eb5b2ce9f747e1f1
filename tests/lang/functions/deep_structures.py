# modes: normal - a collection at every safepoint walks the whole structure every time
# What is nested deeper than any stack is printed, compared and hashed, or refused by an exception.
def survives(name, action):
    "For what one interpreter can do and the other may refuse."
    try:
        action()
    except RecursionError:
        pass
    print(name, "survived")


def nested_list():
    items = []
    for _ in range(100_000):
        items = [items]
    return items


def nested_tuple():
    items = ()
    for _ in range(100_000):
        items = (items,)
    return items


survives("repr of a list", lambda: repr(nested_list()))
survives("repr of a tuple", lambda: repr(nested_tuple()))
survives("equal lists", lambda: nested_list() == nested_list())
survives("hash of a tuple", lambda: hash(nested_tuple()))

counter = 0

def outer(captured):
    own = 1
    def inner():
        nonlocal own
        global counter
        own += captured
        counter = own
        del own
        return own
    return inner, [lambda: i for i in captured], captured

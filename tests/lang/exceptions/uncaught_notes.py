# exit: 1
# zeal: 200 - showing a traceback imports much of the library
def fail():
    error = TypeError("with notes")
    error.add_note("the first note")
    error.add_note("the second\nof two lines")
    raise error from None


class Nested:
    def __init__(self):
        [fail() for _ in range(1)]


(lambda: Nested())()

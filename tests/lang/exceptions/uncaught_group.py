# exit: 1
# zeal: 200 - showing a traceback imports much of the library
# Exception groups, printed as a tree: width and depth are limited.
def raising(e):
    try:
        raise e
    except BaseException as caught:
        return caught


def chained():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            raise KeyError("while handling")
    except KeyError as e:
        return e


def noted(e, *notes):
    for note in notes:
        e.add_note(note)
    return e


deep = ValueError("deepest")
for level in range(13):
    deep = ExceptionGroup(f"level {level}", [deep])

wide = ExceptionGroup("wide", [raising(TypeError(i)) for i in range(20)])
cause = raising(OSError(2, "cause"))
group = ExceptionGroup(
    "all",
    [
        raising(ValueError("one\ntwo lines")),
        chained(),
        ExceptionGroup("inner", [raising(IndexError(1)), noted(raising(KeyError("k")), "a note", "and\nmore")]),
        wide,
        deep,
        noted(SyntaxError("bad", ("file.py", 3, 5, "  x = = 1\n", 3, 8)), "noted"),
    ],
)


def outer():
    try:
        raise cause
    except OSError as e:
        raise group from e


outer()

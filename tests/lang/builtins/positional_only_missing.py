def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)
attempt(sum, iterable=[1])
attempt(eval, source="1")
attempt("a".replace, old="a", new="b")

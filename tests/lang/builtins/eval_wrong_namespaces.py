def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)
attempt(eval, "x", 5)
attempt(eval, "x", {}, 5)

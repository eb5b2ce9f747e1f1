def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)
attempt(enumerate, [], begin=1)
attempt(enumerate, start=1)

def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)
attempt(lambda: ascii(type("\ud800", (), {}).__name__))

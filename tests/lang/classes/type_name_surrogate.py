"""A class cannot have a name that UTF-8 cannot spell."""
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)
attempt(lambda: ascii(type("\ud800", (), {}).__name__))

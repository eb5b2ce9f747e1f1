"""What many scripts show of a call. Each folder's `lib` leads here."""


def attempt(action, *arguments, **keywords):
    """Prints what a call returns or raises."""
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)

"""Interpolations of None where text is wanted."""
from string.templatelib import Interpolation
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)
attempt(Interpolation, 1, "x", None, None)
attempt(Interpolation, 1, None)

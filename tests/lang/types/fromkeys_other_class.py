"""Class methods of builtin types are for their subclasses."""
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)
class Factory:
    def __new__(cls): return {}
attempt(lambda: dict.__dict__["fromkeys"].__get__(None, Factory)("xy"))

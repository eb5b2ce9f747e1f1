"""Class methods of builtin types are for their subclasses."""
from lib.attempts import attempt
class Factory:
    def __new__(cls): return {}
attempt(lambda: dict.__dict__["fromkeys"].__get__(None, Factory)("xy"))

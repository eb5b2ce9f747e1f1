__all__ = ("one", "_private", "sub")
one, two, _private, sub = 1, 2, 3, "attribute"

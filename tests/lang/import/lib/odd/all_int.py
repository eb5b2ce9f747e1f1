__all__ = 5
x = 1

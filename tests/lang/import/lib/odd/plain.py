_hidden = 1
shown = 2
__dunder__ = 3

import sys


class Replacement:
    attribute = "replaced"
    __all__ = ["attribute"]


sys.modules[__name__] = Replacement()

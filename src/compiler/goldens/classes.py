class Base(object, metaclass=Meta, *others, flag=True):
    """Doc."""
    size: int = 1
    if size:
        other: str

    def __init__(self, x: size) -> None:
        super().__init__()
        self.x = self.__private = x

def local():
    free = 1
    class Local(Base):
        free = free
        def get(self): return free
    return Local

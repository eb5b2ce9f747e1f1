from lib.attempts import attempt
class Slots: __slots__ = ("x",)
attempt(lambda: Slots.x.__set__(Slots()))
attempt(lambda: Slots.x.__get__())
attempt(lambda: Slots.x.__delete__())
attempt(lambda: property().__set__(1))
attempt(setattr, str.upper, "__name__", "x")
attempt(setattr, int.__add__, "__objclass__", "x")

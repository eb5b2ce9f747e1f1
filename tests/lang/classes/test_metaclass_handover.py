# type.__new__ leaves a class to the most derived metaclass of its bases
class M(type):
    def __new__(cls, name, bases, namespace, **keywords):
        print("M.__new__", cls.__name__, name, keywords)
        return super().__new__(cls, name, bases, namespace)
    def __init__(self, *args, **keywords): pass
class M2(M): pass
class Base2(metaclass=M2): pass
print(type(M("T", (Base2,), {})).__name__)
print(type(M("T", (Base2,), {}, key=1)).__name__)
class Plain(type): pass
class Plain2(Plain): pass
class OfPlain2(metaclass=Plain2): pass
print(type(Plain("T", (OfPlain2,), {})).__name__, type(type("T", (OfPlain2,), {})).__name__)
class Taker:
    def __init_subclass__(cls, **keywords): print("hook", cls.__name__, keywords)
class Both(Taker, metaclass=Plain2): pass
print(type(type.__new__(type, "T", (Both,), {}, key=2)).__name__)
try: type("T", (OfPlain2, Base2), {})
except TypeError as e: print(e)

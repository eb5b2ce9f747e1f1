"""Binary operators: the reflected method, the subclass's right to go first, NotImplemented on both sides."""
from lib.attempts import attempt
log = []


def make(name, base=object, **answers):
    def method(which):
        def call(self, other):
            log.append(f"{name}.{which}")
            return answers.get(which, NotImplemented)
        return call
    return type(name, (base,), {f"__{which}__": method(which) for which in answers})


def tried(a, b):
    log.clear()
    try:
        result = a - b
    except TypeError as error:
        result = error
    print(*log, "->", result)


Both = make("Both", sub=NotImplemented, rsub="Both.rsub")
Left = make("Left", sub="left")
Right = make("Right", rsub="right")
Derived = make("Derived", Both, rsub="derived")
Same = type("Same", (Both,), {})
Only = make("Only", Both, sub="only")
Wide = make("Wide", int, rsub="wide", sub=NotImplemented)
for a, b in ((Left(), Right()), (Right(), Left()), (Both(), Both()), (Both(), Right()), (Both(), Derived()), (Both(), Same()), (Derived(), Both()),
             (Derived(), Derived()), (Same(), Both()), (Both(), Only()), (Only(), Both()), (5, Right()), (5, Wide(3)), (Wide(3), 5), (Wide(3), Wide(2)),
             (5, Left()), (5.5, Wide(1)), ([], Right()), ("s", Right()), (Right(), 5), (None, Right())):
    tried(a, b)
del Right.__rsub__
tried(5, Right())
Right.__rsub__ = None
tried(5, Right())
tried(Right(), 5)
r = Right()
r.__rsub__ = lambda other: "instance"
tried(5, r)
attempt(lambda: Left().__sub__(1))
attempt(lambda: (5).__sub__("x"))
attempt(lambda: (5).__rsub__(7))
attempt(lambda: (5).__rsub__(7.0))
attempt(lambda: int.__sub__("x", 1))
for source in ("[] + ()", "1 + 'a'", "'a' + 1", "b'a' + 'a'", "{} + {}", "() * ()", "'a' * 'b'", "2.0 * 'a'", "[1] * 1.5", "1 @ 2", "1 << 1.0", "-'a'", "~1.5", "+[]",
               "divmod('a', 1)", "divmod(1, None)", "pow('a', 2)", "pow(2, 'a', 3)", "pow(2.0, 2, 3)", "pow(2, -1, 4)", "pow(2, 3, 0)", "None ** 2", "{1} - [1]", "{1} | [2]", "abs('a')", "round('a')", "1 and 2 + None"):
    try:
        print(eval(source))
    except Exception as error:
        print(source, "|", type(error).__name__, error)

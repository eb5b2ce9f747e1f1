"""Rich comparison: reflection, subclass priority, fallbacks of == and !=, truth of results, errors of ordering."""
log = []
NAMES = ("lt", "le", "eq", "ne", "gt", "ge")


def make(name, base=object, *which, answer=NotImplemented):
    def method(w):
        def call(self, other):
            log.append(f"{name}.{w}")
            return answer
        return call
    return type(name, (base,), {f"__{w}__": method(w) for w in which})


def compare(a, b):
    for sign in ("<", "<=", "==", "!=", ">", ">="):
        log.clear()
        try:
            result = eval(f"a {sign} b")
        except TypeError as error:
            result = error
        print(sign, *log, "->", result)
    print()


All = make("All", object, *NAMES)
Derived = make("Derived", All, *NAMES, answer="derived")
Plain = type("Plain", (All,), {})
OnlyEq = make("OnlyEq", object, "eq", answer="equal")
OnlyLt = make("OnlyLt", object, "lt", answer=0)
compare(All(), All())
compare(All(), Derived())
compare(Derived(), All())
compare(All(), Plain())
compare(OnlyEq(), All())
compare(OnlyLt(), OnlyLt())
compare(OnlyLt(), 5)
compare(5, OnlyLt())
compare(1, "a")
compare(None, ())


class Falsy:
    def __bool__(self):
        log.append("bool")
        return False


class Answers:
    def __eq__(self, other):
        return Falsy()


a = Answers()
log.clear()
print(type(a == 1).__name__, a != 1, [a].index(a), log)
log.clear()
print(a in [1, 2], [1].count(a), a in (a,), log)
try:
    [1].index(a)
except ValueError as error:
    print(error)


class Fails:
    def __eq__(self, other):
        raise LookupError("eq")


for action in (lambda: Fails() != 1, lambda: [Fails()] == [1], lambda: 1 in [Fails()], lambda: {1: Fails()} == {1: 2}, lambda: (1, Fails()) < (1, 2)):
    try:
        print(action())
    except LookupError as error:
        print("LookupError", error)
nan = float("nan")
print(nan == nan, nan in [nan], [nan] == [nan], (nan,) < (nan,), [nan].count(nan), {nan: 1} == {nan: 1}, [nan].index(nan))

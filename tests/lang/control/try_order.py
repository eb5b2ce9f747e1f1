"""try: which parts run in what order, handlers' expressions, names unbound after handlers, else not guarded."""
log = []


def note(tag, value=None):
    log.append(tag)
    return value


def attempt(action, *args):
    try:
        print("returned", action(*args), *log)
    except BaseException as error:
        print(repr(error), *log)
    log.clear()


def parts(where):
    try:
        note("try")
        if where == "try":
            raise KeyError("try")
    except note("first", ValueError):
        note("handler 1")
    except note("second", (KeyError, IndexError)) as error:
        note(f"handler 2 {error}")
        if where == "handler":
            raise
    else:
        note("else")
        if where == "else":
            raise KeyError("else")
    finally:
        note("finally")
    return where


def lookup(error, *kinds):
    try:
        raise error
    except kinds[0]:
        return "first"
    except kinds[1]:
        return "second"
    except:
        return "bare"


def unbound():
    error = "before"
    try:
        raise KeyError
    except KeyError as error:
        pass
    return error


def deleted():
    try:
        raise KeyError
    except KeyError as error:
        del error
    try:
        error
    except UnboundLocalError as other:
        return str(other)


def rebound():
    try:
        raise KeyError
    except KeyError as error:
        error = "mine"
        kept = error
    return kept, "error" in locals()


class Meta(type):
    def __subclasscheck__(cls, other):
        log.append("subclasscheck")
        return True

    def __instancecheck__(cls, other):
        log.append("instancecheck")
        return True


class Claims(Exception, metaclass=Meta):
    pass


for where in ("none", "try", "else"):
    attempt(parts, where)
attempt(lookup, KeyError(), ValueError, LookupError)
attempt(lookup, KeyError(), (), (ValueError, (OSError, LookupError)) and (LookupError,))
attempt(lookup, KeyError(), ((LookupError,),), ValueError)
attempt(lookup, KeyError(), 5, KeyError)
attempt(lookup, KeyError(), (ValueError, "x"), KeyError)
attempt(lookup, KeyError(), (KeyError, "x"), KeyError)
attempt(lookup, KeyError(), ("x", KeyError), KeyError)
attempt(lookup, KeyError(), int, KeyError)
attempt(lookup, KeyError(), KeyError(), KeyError)
attempt(lookup, KeyError(), Claims, KeyError)
attempt(lookup, SystemExit(3), Exception, OSError)
attempt(unbound)
attempt(deleted)
attempt(rebound)
try:
    raise KeyError("module")
except KeyError as caught:
    pass
print("caught" in globals())

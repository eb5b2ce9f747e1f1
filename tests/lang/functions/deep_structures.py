# modes: normal - a collection at every safepoint walks the whole structure every time
# What is nested deeper than any stack is printed, compared and hashed, or refused by an exception.
from types import CellType, GenericAlias


def survives(name, action):
    "For what one interpreter can do and the other may refuse."
    try:
        action()
    except RecursionError:
        pass
    print(name, "survived")


def nested_list():
    items = []
    for _ in range(100_000):
        items = [items]
    return items


def nested_tuple():
    items = ()
    for _ in range(100_000):
        items = (items,)
    return items


survives("repr of a list", lambda: repr(nested_list()))
survives("repr of a tuple", lambda: repr(nested_tuple()))
survives("equal lists", lambda: nested_list() == nested_list())
survives("hash of a tuple", lambda: hash(nested_tuple()))


def cell_of_itself():
    cell = CellType()
    cell.cell_contents = cell
    return cell


def nested_alias():
    alias = list
    for _ in range(100_000):
        alias = GenericAlias(alias, int)
    return alias


def wrapped(kind):
    function = wrapped
    for _ in range(100_000):
        function = kind(function)
    return function


survives("equal cells", lambda: cell_of_itself() == cell_of_itself())
survives("names of an alias", lambda: dir(nested_alias()))
# CPython 3.14 crashes here.
survives("an abstract property", lambda: wrapped(property).__isabstractmethod__)
survives("annotations of a static method", lambda: wrapped(staticmethod).__annotations__)

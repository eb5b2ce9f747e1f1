"""Sequential models of dict, list, set and deque for `history.py`, and what threads do to the real ones.

Models are written over tuples, not over the types that are to be tested.
"""
from _collections import OrderedDict, deque


def exactly(after):
    """A model whose operations have one outcome: `after(state, name, args)` answers the new state and the result."""
    def step(state, name, args, result):
        new, wanted = after(state, name, args)
        return (new,) if wanted == result and type(wanted) is type(result) else ()
    return step


# --- dict and OrderedDict: pairs in order -------------------------------------------------------------------------

def dict_after(state, name, args):
    keys = [key for key, _ in state]
    key = args[0] if args else None
    at = keys.index(key) if key in keys else -1
    value = state[at][1] if at >= 0 else None
    without = state[:at] + state[at + 1:] if at >= 0 else state
    if name == "set":
        return put(state, *args), None
    if name == "update" or name == "|=":
        for pair in args[0]:
            state = put(state, *pair)
        return state, None
    if name == "get":
        return state, value
    if name == "[]":
        return state, value if at >= 0 else "KeyError"
    if name == "in":
        return state, at >= 0
    if name == "del":
        return without, None if at >= 0 else "KeyError"
    if name == "pop":
        return without, value if at >= 0 else args[1]
    if name == "setdefault":
        return (state, value) if at >= 0 else (state + (args,), args[1])
    if name == "popitem":
        return (state[:-1], state[-1]) if state else (state, "KeyError")
    if name == "pop first":
        return (state[1:], state[0]) if state else (state, "KeyError")
    if name == "to end":
        return (without + (state[at],), None) if at >= 0 else (state, "KeyError")
    if name == "to front":
        return ((state[at],) + without, None) if at >= 0 else (state, "KeyError")
    if name == "len":
        return state, len(state)
    if name == "copy":
        return state, state
    if name == "keys":
        return state, tuple(keys)
    if name == "==":
        return state, sorted(state) == sorted(args[0])
    assert name == "clear", name
    return (), None


def put(state, key, value):
    for at, (known, _) in enumerate(state):
        if known == key:
            return state[:at] + ((key, value),) + state[at + 1:]
    return state + ((key, value),)


def set_item(target, key, value):
    target[key] = value


def delete_item(target, key):
    del target[key]


def or_in_place(target, other):
    target |= other


DICT = {
    "set": set_item,
    "del": delete_item,
    "get": lambda target, key: target.get(key),
    "[]": lambda target, key: target[key],
    "in": lambda target, key: key in target,
    "pop": lambda target, key, default: target.pop(key, default),
    "setdefault": lambda target, key, value: target.setdefault(key, value),
    "popitem": lambda target: target.popitem(),
    "update": lambda target, pairs: target.update(dict(pairs)),
    "|=": lambda target, pairs: or_in_place(target, dict(pairs)),
    "len": len,
    "copy": lambda target: tuple(target.copy().items()),
    "keys": lambda target: tuple(target),
    "==": lambda target, pairs: target == dict(pairs),
    "clear": lambda target: target.clear(),
}
# A dict's single items are read without its lock, so beside operations that set several each may be seen set or not yet.
KEYS = {name: DICT[name] for name in DICT if name not in ("update", "|=")}
DICT = {name: DICT[name] for name in DICT if name not in ("get", "[]", "in", "len")}
# A conversion goes item by item where the class is not dict itself.
ORDERED = {name: KEYS[name] for name in KEYS if name != "keys"} | {
    "pop first": lambda target: target.popitem(last=False),
    "to end": lambda target, key: target.move_to_end(key),
    "to front": lambda target, key: target.move_to_end(key, last=False),
}


def dict_arguments(name, draw, value):
    key = draw(3)
    if name in ("set", "setdefault"):
        return key, value
    if name == "pop":
        return key, -1
    if name in ("update", "|=", "=="):
        return (((key, value), ((key + 1) % 3, value + 1)),)
    return (key,) if name in ("del", "get", "[]", "in", "to end", "to front") else ()


# --- list and deque: items in order -------------------------------------------------------------------------------

def sequence_after(state, name, args):
    value = args[0] if args else None
    if name == "append":
        return state + args, None
    if name == "append left":
        return args + state, None
    if name == "extend" or name == "+=":
        return state + value, None
    if name == "extend left":
        return value[::-1] + state, None
    if name == "pop":
        return (state[:-1], state[-1]) if state else (state, "IndexError")
    if name == "pop left":
        return (state[1:], state[0]) if state else (state, "IndexError")
    if name == "insert":
        return state[:1] + args + state[1:], None
    if name in ("[]", "set", "del") and not -len(state) <= value < len(state):
        return state, "IndexError"
    if name == "[]":
        return state, state[value]
    if name in ("set", "del"):
        at = value % len(state)
        return state[:at] + args[1:] + state[at + 1:], None
    if name == "[:2]":
        return state, state[:2]
    if name == "[:1]=":
        return value + state[1:], None
    if name == "rotate":
        return state[-1:] + state[:-1], None
    if name == "reverse":
        return state[::-1], None
    if name == "len":
        return state, len(state)
    if name in ("copy", "+"):
        return state, state + value if value else state
    if name == "*=":
        return state * value, None
    assert name == "clear", name
    return (), None


def assign_start(target, items):
    target[:1] = list(items)


def add_in_place(target, items):
    target += list(items)


def repeat_in_place(target, times):
    target *= times


LIST = {
    "append": lambda target, value: target.append(value),
    "pop": lambda target: target.pop(),
    "pop left": lambda target: target.pop(0),
    "insert": lambda target, value: target.insert(1, value),
    "extend": lambda target, items: target.extend(list(items)),
    "+=": add_in_place,
    "[]": lambda target, index: target[index],
    "set": set_item,
    "del": delete_item,
    "[:2]": lambda target: tuple(target[:2]),
    "[:1]=": assign_start,
    "reverse": lambda target: target.reverse(),
    "len": len,
    "copy": lambda target: tuple(target.copy()),
    "+": lambda target, items: tuple(target + list(items)),
    "*=": repeat_in_place,
    "clear": lambda target: target.clear(),
}
# A list's single items are read without its lock, so beside operations that move items each may be seen moved or not yet.
ITEMS = {name: LIST[name] for name in ("append", "pop", "[]", "set", "len", "clear")}
LIST.pop("[]")
DEQUE = {"[]": ITEMS["[]"]} | {name: LIST[name] for name in ("append", "pop", "set", "del", "insert", "len", "copy", "reverse", "clear")} | {
    "append left": lambda target, value: target.appendleft(value),
    "pop left": lambda target: target.popleft(),
    "rotate": lambda target: target.rotate(1),
}


def sequence_arguments(name, draw, value):
    if name in ("append", "append left", "insert"):
        return (value,)
    if name in ("extend", "+=", "[:1]=", "+", "extend left"):
        return ((value, value + 1),)
    if name == "*=":
        return (draw(2),)
    if name == "set":
        return draw(3) - 1, value
    return (draw(3) - 1,) if name in ("[]", "del") else ()


# --- set: sorted items, and `pop` may answer any of them ------------------------------------------------------------

def set_step(state, name, args, result):
    value = args[0] if args else None
    if name == "pop" and state:
        return (tuple([item for item in state if item != result]),) if result in state else ()
    new, wanted = set_after(state, name, value)
    return (new,) if wanted == result and type(wanted) is type(result) else ()


def set_after(state, name, value):
    one = value if type(value) is tuple else (value,)
    union = tuple(sorted(state + tuple([item for item in one if item not in state]))) if value is not None else state
    rest = tuple([item for item in state if item not in one])
    both = tuple([item for item in state if item in one])
    if name in ("add", "|="):
        return union, None
    if name == "|":
        return state, union
    if name in ("discard", "-="):
        return rest, None
    if name == "-":
        return state, rest
    if name == "&=":
        return both, None
    if name == "^=":
        return tuple(sorted(rest + tuple([item for item in one if item not in state]))), None
    if name == "remove":
        return rest, None if value in state else "KeyError"
    if name == "pop":
        return state, "KeyError"
    if name == "in":
        return state, value in state
    if name == "<=":
        return state, both == state
    if name == "disjoint":
        return state, not both
    if name == "len":
        return state, len(state)
    if name == "copy":
        return state, state
    assert name == "clear", name
    return (), None


def and_in_place(target, items):
    target &= set(items)


def subtract_in_place(target, items):
    target -= set(items)


def xor_in_place(target, items):
    target ^= set(items)


SET = {
    "add": lambda target, item: target.add(item),
    "discard": lambda target, item: target.discard(item),
    "remove": lambda target, item: target.remove(item),
    "pop": lambda target: target.pop(),
    "in": lambda target, item: item in target,
    "len": len,
    "|=": lambda target, items: or_in_place(target, set(items)),
    "&=": and_in_place,
    "-=": subtract_in_place,
    "^=": xor_in_place,
    "|": lambda target, items: tuple(sorted(target | set(items))),
    "-": lambda target, items: tuple(sorted(target - set(items))),
    "<=": lambda target, items: target <= set(items),
    "disjoint": lambda target, items: target.isdisjoint(set(items)),
    "copy": lambda target: tuple(sorted(target.copy())),
    "clear": lambda target: target.clear(),
}


def set_arguments(name, draw, value):
    item = draw(4)
    if name in ("add", "discard", "remove", "in"):
        return (item,)
    return () if name in ("pop", "len", "copy", "clear") else ((item, (item + 1) % 4),)


# --- two objects: the one an operation works on is its first argument, the other its operand ------------------------------

def two(after):
    """A model of two objects from that of one, whose operations that take another of the kind get its state."""
    def step(state, name, args, result):
        which, *rest = args
        one, other = state[which], state[1 - which]
        new, wanted = after(one, name, tuple(rest) if rest or name in ALONE else (other,))
        if wanted != result or type(wanted) is not type(result):
            return ()
        return ((new, other) if which == 0 else (other, new),)
    return step


ALONE = ("pop", "clear", "copy", "len", *[f"cut {number}" for number in range(5)])


def of_two(single, double):
    """Operations on a pair: those of one object, and those whose operand is the other."""
    def alone(operation):
        return lambda pair, which, *args: operation(pair[which], *args)

    def both(operation):
        return lambda pair, which: operation(pair[which], pair[1 - which])

    return {name: alone(operation) for name, operation in single.items()} | {name: both(operation) for name, operation in double.items()}


def assign_all(target, other):
    target[:] = other


def extend_in_place(target, other):
    target += other


def plain_and(target, items):
    target &= items


def plain_subtract(target, items):
    target -= items


def plain_xor(target, items):
    target ^= items


def two_dicts_after(state, name, args):
    if name == "|":
        return state, dict_after(state, "update", args)[0]
    return dict_after(state, name, args)


def two_lists_after(state, name, args):
    if name.startswith("cut"):
        return state[:2], None
    return (args[0], None) if name == "[:]=" else sequence_after(state, name, args)


def two_sets_after(state, name, args):
    value = args[0] if args else None
    if name == "==":
        return state, state == value
    if name == ">=":
        return state, all([item in state for item in value])
    if name == "&":
        return state, set_after(state, "&=", value)[0]
    return set_after(state, name, value)


TWO_DICTS = of_two({name: DICT[name] for name in ("set", "del", "copy", "clear")}, {
    "update": lambda one, other: one.update(other),
    "|=": or_in_place,
    "|": lambda one, other: tuple((one | other).items()),
    "==": lambda one, other: one == other,
})
def cut(target):
    del target[2:]


# Cut often, as they add each other to themselves.
TWO_LISTS = of_two({name: LIST[name] for name in ("append", "pop", "copy", "clear")} | {f"cut {number}": cut for number in range(5)}, {
    "extend": lambda one, other: one.extend(other),
    "+=": extend_in_place,
    "[:]=": assign_all,
    "+": lambda one, other: tuple(one + other),
})
TWO_SETS = of_two({name: SET[name] for name in ("add", "discard", "copy", "clear")}, {
    "|=": or_in_place,
    "&=": plain_and,
    "-=": plain_subtract,
    "^=": plain_xor,
    "|": lambda one, other: tuple(sorted(one | other)),
    "&": lambda one, other: tuple(sorted(one & other)),
    "-": lambda one, other: tuple(sorted(one - other)),
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one.issuperset(other),
    "==": lambda one, other: one == other,
    "disjoint": lambda one, other: one.isdisjoint(other),
})


def two_arguments(arguments, operations):
    """The arguments for operations on pairs."""
    def chosen(name, draw, value):
        which = draw(2)
        return (which, *arguments(name, draw, value)) if name in operations else (which,)
    return chosen


# --- all --------------------------------------------------------------------------------------------------------------

# Name, how to make one, its operations, their arguments, the model.
TYPES = [
    ("dict", dict, DICT, dict_arguments, exactly(dict_after)),
    ("keys of a dict", dict, KEYS, dict_arguments, exactly(dict_after)),
    ("list", list, LIST, sequence_arguments, exactly(sequence_after)),
    ("items of a list", list, ITEMS, sequence_arguments, exactly(sequence_after)),
    ("set", set, SET, set_arguments, set_step),
    ("deque", deque, DEQUE, sequence_arguments, exactly(sequence_after)),
    ("OrderedDict", OrderedDict, ORDERED, dict_arguments, exactly(dict_after)),
    ("two dicts", lambda: ({}, {}), TWO_DICTS, two_arguments(dict_arguments, ("set", "del")), two(two_dicts_after)),
    ("two lists", lambda: ([], []), TWO_LISTS, two_arguments(sequence_arguments, ("append",)), two(two_lists_after)),
    ("two sets", lambda: (set(), set()), TWO_SETS, two_arguments(set_arguments, ("add", "discard")), two(two_sets_after)),
]

"""Iterators over dicts and sets that have seen a change go on refusing."""
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)
mapping = {1: 1}
iterator = iter(mapping)
mapping[2] = 2
attempt(next, iterator)
del mapping[2]
attempt(next, iterator)
items = {1, 2}
iterator = iter(items)
items.add(3)
attempt(next, iterator)
items.discard(3)
attempt(next, iterator)

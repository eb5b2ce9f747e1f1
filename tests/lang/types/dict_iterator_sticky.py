"""Iterators over dicts and sets that have seen a change go on refusing."""
from lib.attempts import attempt
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

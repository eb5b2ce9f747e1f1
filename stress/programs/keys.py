"""Keys with Python's __hash__ and __eq__ in dicts and sets that all threads change; lookups find what must be there."""
from lib.crew import arguments, check, ok, together

THREADS = 3


class Key:
    def __init__(self, value):
        self.value = value

    def __hash__(self):
        # Few values, so that keys collide.
        return self.value % 5

    def __eq__(self, other):
        # Allocates, so that a collection may come in between.
        return isinstance(other, Key) and [self.value] == [other.value]


def work(number, random, size, table, members, always):
    hits = 0
    for step in range(size * 2):
        value = random.below(30)
        way = random.below(6)
        if way == 0:
            table[Key(value)] = ("v", value)
        elif way == 1:
            got = table.pop(Key(value), None)
            check(got is None or got == ("v", value), "popped", value, got)
        elif way == 2:
            members.add(Key(value))
        elif way == 3:
            members.discard(Key(value))
        elif way == 4:
            got = table.setdefault(Key(value), ("v", value))
            check(got == ("v", value), "setdefault", value, got)
        else:
            got = table.get(Key(value))
            check(got is None or got == ("v", value), "got", value, got)
        fixed = random.below(len(always))
        check(always[Key(1000 + fixed)] == fixed, "lost key", fixed)
        hits += Key(value) in members
    return hits


seed, size = arguments()
always = {}
for i in range(8):
    always[Key(1000 + i)] = i
table, members = {}, set()
results = together(THREADS, work, size, table, members, always)
for key, value in table.items():
    check(value == ("v", key.value), "at the end", key.value, value)
check(len(set([key.value for key in members])) == len(members), "equal keys in one set")
check(len(set([key.value for key in table])) == len(table), "equal keys in one dict")
ok("hits", *results, "left", len(table), len(members))

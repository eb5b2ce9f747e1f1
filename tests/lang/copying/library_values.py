# zeal: 500 - imports much of the library
"""Copies and pickles of values of the library: deques, counters, named tuples, enums, data classes, partials, patterns, counts."""
import array
import collections
import copy
import dataclasses
import datetime
import enum
import fractions
import functools
import itertools
import operator
import pickle
import random
import re
import uuid


class Colour(enum.Enum):
    RED = 1


class Bits(enum.Flag):
    A = 1
    B = 2


@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    a: int
    b: list


Named = collections.namedtuple("Named", "x y")
count = itertools.count(5, 2)
next(count)
cycle_source = itertools.islice("abcdef", 1, 5)
values = [
    collections.deque([1, 2], 5), collections.Counter("aab"), collections.OrderedDict(a=1), collections.defaultdict(list, a=[1]),
    collections.ChainMap({"a": 1}, {"b": 2}), collections.UserDict(a=1), collections.UserList([1]), collections.UserString("u"),
    Named(1, [2]), Colour.RED, Bits.A | Bits.B, Frozen(1, [2]), functools.partial(int, "11", base=2), re.compile("a+", re.I),
    array.array("i", [1, 2]), array.array("u" if False else "w", "né"), fractions.Fraction(3, 4), datetime.timedelta(1, 2, 3),
    datetime.date(2020, 2, 29), datetime.datetime(2020, 1, 2, 3, 4, 5, 6, datetime.timezone.utc), uuid.UUID(int=5),
    operator.itemgetter(1, "a"), operator.attrgetter("a.b"), operator.methodcaller("f", 1, k=2), count, random.Random(5),
]
for value in values:
    for how, twin in (("copy", copy.copy), ("deepcopy", copy.deepcopy), ("pickle", lambda value: pickle.loads(pickle.dumps(value)))):
        try:
            made = twin(value)
            same = made == value or repr(made) == repr(value)
            if isinstance(value, random.Random):
                same = made.getstate() == value.getstate()
            print(how, type(made).__name__, made is value, same, end="; ")
        except Exception as error:
            print(how, type(error).__name__, error, end="; ")
    print()
dq = copy.copy(collections.deque("abc", 3))
dq.append("d")
print(dq, copy.deepcopy(collections.defaultdict(int)).default_factory, pickle.loads(pickle.dumps(functools.partial(max, key=len)))("a", "bbb"))
twin = copy.deepcopy(values[3])
twin["a"].append(2)
print(values[3], twin, copy.copy(values[11]).b is values[11].b, copy.replace(values[8], x=9), copy.replace(values[11], a=7))
print(pickle.loads(pickle.dumps(Colour.RED)) is Colour.RED, copy.deepcopy({Colour.RED: 1}), pickle.dumps(Named(1, 2), 0) == pickle.dumps(Named(1, 2), 0))
generator = random.Random(7)
twin = copy.copy(generator)
print(generator.random() == twin.random(), pickle.loads(pickle.dumps(generator)).random() == twin.random())

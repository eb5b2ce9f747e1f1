"""Tokens move between dicts, lists and sets that all threads share: at the end each is somewhere, once."""
from lib.crew import arguments, check, ok, together

THREADS = 3


def take(place, random):
    try:
        if isinstance(place, dict):
            return place.popitem()[0]
        if isinstance(place, list):
            return place.pop(0) if random.below(4) == 0 else place.pop()
        return place.pop()
    except (KeyError, IndexError):
        return None


def put(place, token, random):
    if isinstance(place, dict):
        place[token] = token
    elif isinstance(place, set):
        place.add(token)
    elif random.below(4) == 0:
        place.insert(0, token)
    elif random.below(2):
        place.append(token)
    else:
        place.extend([token])


def look(place, random):
    """Whole-container reads beside the writers."""
    way = random.below(5)
    if isinstance(place, dict):
        if way == 0:
            for key, value in place.copy().items():
                check(key == value, "wrong pair", key, value)
        elif way == 1:
            try:
                for key in place:
                    check(type(key) is tuple, "no token", key)
            except RuntimeError:
                pass
        elif way == 2:
            check(len(list(place)) >= 0)
        else:
            key = (random.below(THREADS), random.below(10))
            check(place.get(key, key) == key, "wrong value", key)
    elif isinstance(place, list):
        if way == 0:
            check(type(place[:]) is list and -1 not in place[:3])
        elif way == 1:
            for item in place:
                check(type(item) is tuple, "no token", item)
        elif way == 2:
            check(type(sorted(place)) is list)
        elif way == 3:
            place.reverse()
        else:
            check(((-1, -1) in place) is False, "made up token")
    else:
        if way < 2:
            check(type(place | {1}) is set)
        else:
            check((-1, -1) not in place, "made up token")


def work(number, random, size, places):
    moved = 0
    for _ in range(size * 3):
        source, target = random.pick(places), random.pick(places)
        token = take(source, random)
        if token is not None:
            put(target, token, random)
            moved += 1
        look(random.pick(places), random)
    return moved


seed, size = arguments()
places = [{}, {}, [], [], set(), set()]
tokens = [(number, i) for number in range(THREADS) for i in range(10)]
for index, token in enumerate(tokens):
    place = places[index % len(places)]
    if isinstance(place, dict):
        place[token] = token
    elif isinstance(place, list):
        place.append(token)
    else:
        place.add(token)
results = together(THREADS, work, size, places)
found = [token for place in places for token in place]
check(sorted(found) == tokens, "tokens lost or doubled", len(found), len(tokens))
ok("moved", *results)

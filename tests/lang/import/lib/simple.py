"""A module."""
print("simple runs as", __name__)
value = 1
_hidden = 2
counter = [0]


def count():
    counter[0] += 1
    return counter[0]

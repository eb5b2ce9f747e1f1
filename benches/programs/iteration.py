"""enumerate, zip, map, filter, reversed, iterators written in Python."""


class Count:
    def __init__(self, stop):
        self.n = 0
        self.stop = stop

    def __iter__(self):
        return self

    def __next__(self):
        if self.n >= self.stop:
            raise StopIteration
        self.n += 1
        return self.n


def double(x):
    return x + x


def run(n):
    total = 0
    items = list(range(5_000))
    for _ in range(n):
        for i, x in enumerate(items):
            total += i - x
        for a, b in zip(items, reversed(items)):
            total += a * b
        for x in map(double, items):
            total += x
        for x in Count(4_000):
            total += x
        a, b, *rest = items
        total += sum(items) + max(items) + len(list(filter(None, items)))
    return total


if __name__ == "__main__":
    from lib.measure import main
    main(run)

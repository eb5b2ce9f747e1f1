"""Building lists, indexing, slicing, in-place changes."""


def sieve(limit):
    flags = [True] * limit
    primes = []
    for i in range(2, limit):
        if flags[i]:
            primes.append(i)
            for j in range(i * i, limit, i):
                flags[j] = False
    return primes


def run(n):
    for _ in range(n):
        primes = sieve(15_000)
        items = []
        for i in range(20_000):
            items.append(i)
        total = 0
        for i in range(len(items)):
            total += items[i]
        items = items[::2] + primes
        while len(items) > 10:
            items.pop()
    return total


if __name__ == "__main__":
    from lib.measure import main
    main(run)

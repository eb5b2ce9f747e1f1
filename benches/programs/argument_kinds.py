"""Defaults, keywords, *args, **kwargs, spreading."""


def defaults(a, b=2, c=3, *, d=4):
    return a + b + c + d


def collects(a, *args, **kwargs):
    return a + len(args) + len(kwargs)


def run(n):
    total = 0
    pair = (1, 2)
    names = {"c": 5, "d": 6}
    for _ in range(n):
        for i in range(4_000):
            total += defaults(i)
            total += defaults(i, 3, d=7)
            total += defaults(i, c=1, b=2)
            total += collects(i, 1, 2, k=3)
            total += defaults(*pair)
            total += defaults(i, **names)
    return total


if __name__ == "__main__":
    from lib.measure import main
    main(run)

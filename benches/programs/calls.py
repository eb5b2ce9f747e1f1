"""Calls with positional arguments, through several levels, in a loop."""


def leaf(a, b, c):
    return a + b - c


def middle(a, b):
    return leaf(a, b, 1) + leaf(b, a, 2)


def run(n):
    total = 0
    for _ in range(n):
        for i in range(10_000):
            total += middle(i, 3)
    return total


if __name__ == "__main__":
    from lib.measure import main
    main(run)

"""try without and with an exception, across calls, with finally."""


def risky(i):
    if i % 4 == 0:
        raise ValueError(i)
    return i


def guarded(i):
    try:
        return risky(i)
    finally:
        i += 1


def run(n):
    caught = 0
    for _ in range(n):
        for i in range(8_000):
            try:
                guarded(i)
            except ValueError as error:
                caught += error.args[0] & 1
        for i in range(10_000):
            try:
                caught += i
            except KeyError:
                pass
    return caught


if __name__ == "__main__":
    from lib.measure import main
    main(run)

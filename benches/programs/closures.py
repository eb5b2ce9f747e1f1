"""Making closures and calling them, reading and writing their cells."""


def counter():
    count = 0

    def increase(by):
        nonlocal count
        count += by
        return count

    return increase


def adder(n):
    return lambda x: x + n


def run(n):
    for _ in range(n):
        increase = counter()
        total = 0
        for i in range(10_000):
            total += increase(i)
        for i in range(3_000):
            total += adder(i)(1)
    return total


if __name__ == "__main__":
    from lib.measure import main
    main(run)

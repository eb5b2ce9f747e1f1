"""Making many small objects, most of them dropped at once."""


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, factor):
        return Vector(self.x * factor, self.y * factor)


def run(n):
    for _ in range(n):
        total = Vector(0, 0)
        step = Vector(1, 2)
        for i in range(10_000):
            total = total + step * i
    return total.x


if __name__ == "__main__":
    from lib.measure import main
    main(run)

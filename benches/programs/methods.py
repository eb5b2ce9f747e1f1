"""Method calls on instances of a small class hierarchy, with super."""


class Shape:
    def __init__(self, size):
        self.size = size

    def area(self):
        return self.size

    def scaled(self, factor):
        return self.area() * factor


class Square(Shape):
    def area(self):
        return self.size * self.size


class Bordered(Square):
    def area(self):
        return super().area() + 1


def run(n):
    shapes = [Shape(2), Square(3), Bordered(4)]
    total = 0
    for _ in range(n):
        for _ in range(4_000):
            for shape in shapes:
                total += shape.scaled(2)
    return total


if __name__ == "__main__":
    from lib.measure import main
    main(run)

"""Operators, comparison, indexing and length written in Python."""


class Fraction:
    def __init__(self, a, b):
        self.a = a
        self.b = b

    def __add__(self, other):
        return Fraction(self.a * other.b + other.a * self.b, self.b * other.b % 1_000_003 + 1)

    def __lt__(self, other):
        return self.a * other.b < other.a * self.b

    def __eq__(self, other):
        return self.a == other.a

    def __getitem__(self, index):
        return self.a if index == 0 else self.b

    def __len__(self):
        return 2

    def __bool__(self):
        return self.a != 0


def run(n):
    for _ in range(n):
        total = Fraction(1, 2)
        one = Fraction(1, 3)
        count = 0
        for i in range(4_000):
            total = total + one
            total.a %= 1_000_003
            if one < total and total:
                count += total[0] + total[1] + len(total)
            if total == one:
                count += 1
    return count


if __name__ == "__main__":
    from lib.measure import main
    main(run)

"""Dicts with string, int and tuple keys: counting, updating, walking."""


def run(n):
    words = ("the quick brown fox jumps over the lazy dog and runs away from the angry bear " * 60).split()
    for _ in range(n):
        counts = {}
        for word in words:
            counts[word] = counts.get(word, 0) + 1
        table = {}
        for i in range(5_000):
            table[i * 7] = i
        total = 0
        for key, value in table.items():
            total += key - value
        for i in range(0, 5_000, 3):
            del table[i * 7]
        grid = {}
        for x in range(40):
            for y in range(40):
                grid[x, y] = x ^ y
        for word in words:
            if word in counts and (1, 2) in grid:
                total += counts[word]
    return total


if __name__ == "__main__":
    from lib.measure import main
    main(run)

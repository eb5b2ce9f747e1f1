"""List, dict and set comprehensions, nested and filtered."""


def run(n):
    for _ in range(n):
        squares = [x * x for x in range(8_000)]
        even = [x for x in squares if x % 2 == 0]
        pairs = [(x, y) for x in range(60) for y in range(60)]
        table = {x: y for x, y in pairs}
        seen = {x % 97 for x in squares}
        matrix = [[i * j for j in range(50)] for i in range(50)]
    return len(even), len(table), len(seen), len(matrix)


if __name__ == "__main__":
    from lib.measure import main
    main(run)

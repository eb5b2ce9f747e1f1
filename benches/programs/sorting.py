"""Sorting ints, strings and tuples, with keys and without."""


def run(n):
    x = 12345
    numbers = []
    for _ in range(6_000):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        numbers.append(x)
    words = [str(number) for number in numbers]
    pairs = [(number % 100, number) for number in numbers]
    for _ in range(n):
        sorted(numbers)
        sorted(words)
        sorted(pairs)
        sorted(numbers, key=lambda number: number % 1000)
        sorted(words, key=len, reverse=True)
    return numbers[0]


if __name__ == "__main__":
    from lib.measure import main
    main(run)

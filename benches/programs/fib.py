"""Recursive calls of a global function."""


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def run(n):
    for _ in range(n):
        fib(23)


if __name__ == "__main__":
    from lib.measure import main
    main(run)

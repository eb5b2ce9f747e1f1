"""Arithmetic far beyond 64 bits."""


def run(n):
    for _ in range(n):
        product = 1
        for i in range(1, 400):
            product *= i
        a, b = 0, 1
        for _ in range(2_000):
            a, b = b, a + b
        text = str(product)
        value = pow(3, 1_000, product) + product // (b + 1)
    return value, text


if __name__ == "__main__":
    from lib.measure import main
    main(run)

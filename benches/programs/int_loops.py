"""Int arithmetic on locals: small, 64-bit and remainder-heavy."""


def collatz(limit):
    longest = 0
    for start in range(1, limit):
        n = start
        steps = 0
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        if steps > longest:
            longest = steps
    return longest


def xorshift(rounds):
    x = 88172645463325252
    for _ in range(rounds):
        x ^= (x << 13) & 0xFFFFFFFFFFFFFFFF
        x ^= x >> 7
        x ^= (x << 17) & 0xFFFFFFFFFFFFFFFF
    return x


def run(n):
    for _ in range(n):
        collatz(800)
        xorshift(5_000)
        total = 0
        for i in range(40_000):
            total += i & 0xFF
    return total


if __name__ == "__main__":
    from lib.measure import main
    main(run)

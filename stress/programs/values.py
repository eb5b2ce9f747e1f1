"""Strings, big ints, floats, tuples, bytes and slices by the thousand: what goes in one way comes out another."""
from lib.crew import arguments, check, ok, together

THREADS = 3


def work(number, random, size):
    checked = 0
    kept = []
    for step in range(size * 2):
        n = random.below(1_000_000)
        big = n ** (2 + random.below(8)) + step
        check(int(str(big)) == big and int(hex(big), 16) == big, "int", n)
        check((big << 67) >> 67 == big and -(-big) == big and big * 3 - big - big == big, "arithmetic", n)
        q, r = divmod(big, n + 1)
        check(q * (n + 1) + r == big, "divmod", n)
        x = n / 7
        check(float(repr(x)) == x and f"{x:.3f}" == "%.3f" % x, "float", n)
        text = "é%d€" % n + "x" * random.below(50)
        check(text.encode().decode() == text and text[::-1][::-1] == text, "text", n)
        check("-".join(text) == "".join([c + "-" for c in text])[:-1] and len(text.split("x")[0]) == len(str(n)) + 2, "join", n)
        pair = (n, text, [big, (x,)])
        kept.append(pair)
        if len(kept) > 10:
            del kept[:random.below(8)]
        for a, b, (c, (d,)) in kept:
            check(b.startswith("é%d€" % a) and d == a / 7 and c >= 0, "kept", a)
        check({text: n}[text[:3] + text[3:]] == n, "key", n)
        checked += 1
    return checked


seed, size = arguments()
ok("checked", *together(THREADS, work, size))

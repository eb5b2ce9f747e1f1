def floats(n):
    total = 0.0
    for i in range(n):
        total += i * 0.5
        if i == 7 or not total > 3:
            continue
        if total > 1e6: break
    else:
        total = -total
    return total

def conditions(n, low, high):
    while low < n <= high and n is not None:
        n -= 1
    while True:
        if n in (1, 2):
            break
        n = step(n)
    while lambda: n:
        pass

def nested(rows):
    for row in rows:
        for x, (y, *z) in row:
            use(x, y, z)

"""Float arithmetic on locals in nested loops."""


def row(y, width, limit):
    count = 0
    ci = 2.0 * y / width - 1.0
    for x in range(width):
        cr = 2.0 * x / width - 1.5
        zr = zi = 0.0
        i = 0
        while i < limit:
            zr2 = zr * zr
            zi2 = zi * zi
            if zr2 + zi2 > 4.0:
                break
            zi = 2.0 * zr * zi + ci
            zr = zr2 - zi2 + cr
            i += 1
        count += i
    return count


def run(n):
    total = 0
    for _ in range(n):
        for y in range(0, 60, 4):
            total += row(y, 60, 50)
    return total


if __name__ == "__main__":
    from lib.measure import main
    main(run)

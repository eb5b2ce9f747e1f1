"""f-strings, % and str.format over ints, floats and strings."""


def run(n):
    size = 0
    for _ in range(n):
        for i in range(2_500):
            size += len(f"{i} of {n}: {i * 1.5:.2f} {i:>6}")
            size += len("%d %s %.3f" % (i, "text", i / 3))
            size += len("{} {:x} {name}".format(i, i, name="n"))
            size += len(repr(i / 7)) + len(str(i))
    return size


if __name__ == "__main__":
    from lib.measure import main
    main(run)

name, n, x, items = "world", 42, 3.14159, [1, 2]


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, error)


print(f"hello {name}", f"{n}", f"{n!r:>5}|", f"{name!r}", f"{name!s:>8}|", f"{name!a}", f"{'é'!a}")
print(f"{n:5}|{n:<5}|{n:^5}|{n:>5}|{n:05}|{n:+}|{n: }|{n:x}|{n:#x}|{n:b}|{n:#o}|{n:c}|{n:,}|{n:_}|{n:e}|{n:.2f}|{n:%}")
print(f"{x:.2f}|{x:8.3f}|{x:<8.1f}|{x:+.0f}|{x:e}|{x:.3e}|{x:g}|{x:.3g}|{x:%}|{x:.1%}|{x:08.2f}|{-x:08.2f}|{x:*^12.2f}|{x!r}")
print(f"{name:10}|{name:>10}|{name:^10}|{name:*^11}|{name:.3}|{name:>6.2}|{name:s}|{'':5}|")
print(f"{1234567:,} {1234567.891:,.2f} {1234567:_} {0xFFFFFFFF:_x} {-1234:,} {1e10:,} {10**20:,} {1_000:>10,}")
print(f"{n + 1} {n if n else 0} {items[0]} {items} {len(items)} {'nested ' + name} {(lambda a: a * 2)(4)} { {1: 2}[1] }")
width, precision = 10, 3
print(f"{x:{width}.{precision}f}|{name:{'>'}{width}}|{n:{'0'}>{width}}|{x:{width}}|")
print(f"{{}} {{{n}}} {{literal}} {n}{{", f"", f"{''}", f"a" "b" f"{n}" "c", rf"\n{n}\t", f"\n{n}\t".strip())
print(f"{name=} {n = } {x=:.2f} {items=!s} {n+1=}")
print(f"""multi
{name}
line {n}""")
print(f"{f'{f"{n}"}'}", f"{'a' 'b'}", f'{"quotes"}', f"{n:{'>' + str(6)}}|")
print(f"{True} {None} {()} {1.0} {-0.0} {1e100} {2**70} {b'x'} {...} {range(2)}")
print(f"{True:d} {True:5}| {False:>6}|{1:d}{1.5:n}")


class Own:
    def __format__(self, spec):
        return "[" + spec + "]"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"


o = Own()
print(f"{o} {o:abc} {o!s} {o!r:>6} {o!s:.2} {o:{n}}", format(o), format(o, "x"), "{:q} {!r}".format(o, o))
attempt(lambda: f"{missing}")
attempt(lambda: f"{n:q}")
attempt(lambda: f"{name:d}")
attempt(lambda: f"{x:d}")
attempt(lambda: f"{items:5}")
attempt(lambda: f"{None:>5}")
attempt(lambda: f"{1/0}")
attempt(lambda: f"{n:.2d}")
attempt(lambda: f"{name:,}")
attempt(lambda: f"{n:{'a'}{'b'}}")


class Bad:
    def __format__(self, spec):
        return 5


attempt(lambda: f"{Bad()}")

# str.format, % and their errors.
print("{} {} {}".format(1, "a", 2.5), "{1} {0} {1}".format("a", "b"), "{a} {b[0]} {c.real}".format(a=1, b=[2], c=3), "{:>{}}|".format("x", 5), "{{}}".format())
print("{0[key]} {0[0]}".format({"key": "v", 0: "zero"}), "{!r} {!s}".format("a", "b"), "{:d} {:.3f} {:x}".format(5, 1.5, 255))
attempt(lambda: "{} {}".format(1))
attempt(lambda: "{a}".format())
attempt(lambda: "{".format())
attempt(lambda: "}".format())
attempt(lambda: "{0} {}".format(1, 2))
attempt(lambda: "{0.missing}".format(1))
print("%s %r %d %i %5d|%-5d|%05d %+d %x %X %o %c %c %%" % ("a", "b", 1, 2, 3, 4, 5, 6, 255, 255, 8, "c", 100))
print("%.2f %8.3f|%-8.1f|%e %g %s" % (1.234, 2.5, 3.75, 12345.678, 0.0001, None), "%s" % (1,), "%s" % [1, 2], "%(a)s %(b)05d" % {"a": 1, "b": 2}, "%*d|%.*f" % (5, 1, 2, 3.14159))
attempt(lambda: "%d" % "a")
attempt(lambda: "%s %s" % 1)
attempt(lambda: "%s" % (1, 2))
attempt(lambda: "%q" % 1)
attempt(lambda: "%(a)s" % 1)
attempt(lambda: "%(a)s" % {})
attempt(lambda: "abc" % 1)
attempt(lambda: "%c" % "ab")
attempt(lambda: "%d" % 1.9)
attempt(lambda: "%x" % 1.5)
print(str(1.0), repr(0.1), str(1e22), str(1e21), repr(1e-7), str(123456789012345678), format(2**64, ","), format(1.5, "10.2f"), format("a", "<3") + "|", format(5))

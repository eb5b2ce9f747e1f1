"""Writes data.bin and names.txt: the Unicode character database as the module's Rust code reads it.

usage: cpython3.14 generate.py NameAliases.txt NamedSequences.txt

The properties are asked of CPython 3.14's own unicodedata (Unicode 16.0 and 3.2.0); aliases and sequences, which cannot be listed there, are
read from the two files of the Unicode Character Database (any later version: what CPython does not know is left out).

data.bin, all little-endian: a directory of (offset, bytes) pairs of u32 in the order of `SECTIONS`, then the sections.
"""
import pathlib
import struct
import sys
import unicodedata

here = pathlib.Path(__file__).parent
LIMIT = 0x110000
SHIFT = 7
old = unicodedata.ucd_3_2_0

SECTIONS = []


def section(data):
    SECTIONS.append(data)


def names_table(names):
    return b"".join(name.encode().ljust(4, b"\0") for name in names)


def properties(ucd, categories, bidis, widths, numbers):
    records, blocks, index, by_point = {}, {}, [], []
    for point in range(LIMIT):
        c = chr(point)
        numeric = ucd.numeric(c, None)
        record = (
            categories.setdefault(ucd.category(c), len(categories)),
            ucd.combining(c),
            bidis.setdefault(ucd.bidirectional(c), len(bidis)),
            widths.setdefault(ucd.east_asian_width(c), len(widths)) << 1 | ucd.mirrored(c),
            ucd.decimal(c, 255),
            ucd.digit(c, 255),
            0xFFFF if numeric is None else numbers.setdefault(numeric, len(numbers)),
        )
        by_point.append(records.setdefault(record, len(records)))
    for start in range(0, LIMIT, 1 << SHIFT):
        block = tuple(by_point[start : start + (1 << SHIFT)])
        index.append(blocks.setdefault(block, len(blocks)))
    section(b"".join(struct.pack("<6BH", *record) for record in records))
    section(b"".join(struct.pack("<H", number) for number in index))
    section(b"".join(struct.pack("<H", number) for block in blocks for number in block))


def mapping(entries):
    "Sorted (point, offset of its points, their number), and the points."
    keys, values = [], []
    for point, points in sorted(entries.items()):
        keys.append(struct.pack("<II", point, len(values) << 8 | len(points)))
        values += points
    section(b"".join(keys))
    section(struct.pack(f"<{len(values)}I", *values))


def is_hangul(point):
    return 0xAC00 <= point < 0xD7A4


categories, bidis, widths, numbers = {}, {}, {}, {}
properties(unicodedata, categories, bidis, widths, numbers)
properties(old, categories, bidis, widths, numbers)
section(names_table(categories))
section(names_table(bidis))
section(names_table(widths))
section(b"".join(struct.pack("<d", number) for number in numbers))

# The decomposition as it is listed: a tag's number, then the points. Hangul is decomposed by arithmetic.
tags, listed = {"": 0}, {}
for point in range(LIMIT):
    text = unicodedata.decomposition(chr(point))
    if text and not is_hangul(point):
        parts = text.split()
        tag = parts.pop(0) if parts[0].startswith("<") else ""
        listed[point] = [tags.setdefault(tag, len(tags))] + [int(part, 16) for part in parts]
mapping(listed)
section("\n".join(tags).encode())

# The whole decompositions, and what of them is otherwise in 3.2.0.
for form in ("NFD", "NFKD"):
    new, exceptions = {}, {}
    for point in range(LIMIT):
        if is_hangul(point) or 0xD800 <= point < 0xE000:
            continue
        whole = unicodedata.normalize(form, chr(point))
        if whole != chr(point):
            new[point] = [ord(c) for c in whole]
        if old.category(chr(point)) != "Cn" and old.normalize(form, chr(point)) != whole:
            exceptions[point] = [ord(c) for c in old.normalize(form, chr(point))]
    mapping(new)
    mapping(exceptions)

# First, second, composed; the top bit of the last says that 3.2.0 composes them too.
pairs = []
for point, (tag, *points) in listed.items():
    if tag == 0 and len(points) == 2:
        text = "".join(map(chr, points))
        if unicodedata.normalize("NFC", text) == chr(point):
            known = old.normalize("NFC", text) == chr(point)
            pairs.append((*points, point | known << 31))
section(b"".join(struct.pack("<III", *pair) for pair in sorted(pairs)))

directory, offset = b"", 8 * len(SECTIONS)
for data in SECTIONS:
    directory += struct.pack("<II", offset, len(data))
    offset += len(data) + -len(data) % 4
padded = b"".join(data + bytes(-len(data) % 4) for data in SECTIONS)
(here / "data.bin").write_bytes(directory + padded)

lines = set()
for path in sys.argv[1:]:
    for line in pathlib.Path(path).read_text().splitlines():
        fields = line.split("#")[0].split(";")
        if len(fields) < 2:
            continue
        # Aliases are (point, name, kind), sequences (name, points).
        name, points = (fields[1], fields[0]) if len(fields) == 3 else (fields[0], fields[1])
        try:
            found = unicodedata.lookup(name.strip())
        except KeyError:
            continue
        if found == "".join(chr(int(point, 16)) for point in points.split()):
            lines.add(f"{name.strip()};{points.strip()}")
(here / "names.txt").write_text("\n".join(sorted(lines)) + "\n")
print(len(directory + padded), "bytes,", len(lines), "names,", len(SECTIONS), "sections")

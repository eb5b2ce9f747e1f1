# zeal: 800 - imports zipfile
"""zipfile, gzip, bz2-free: archives in memory, entries' attributes, appending, text in them, damaged ones and their errors."""
import gzip
import io
import zipfile
import zlib
def attempt(action, *arguments, **keywords):
    try:
        print(str(action(*arguments, **keywords)).split(" at 0x")[0])
    except Exception as error:
        print(type(error).__name__, error)


memory = io.BytesIO()
with zipfile.ZipFile(memory, "w") as archive:
    info = zipfile.ZipInfo("first.txt", (2020, 1, 2, 3, 4, 6))
    info.external_attr = 0o644 << 16
    info.comment = b"entry comment"
    archive.writestr(info, "first text")
    archive.writestr(zipfile.ZipInfo("folder/é.bin", (1980, 1, 1, 0, 0, 0)), b"\0" * 100, zipfile.ZIP_DEFLATED)
    archive.writestr(zipfile.ZipInfo("empty/", (1980, 1, 1, 0, 0, 0)), b"")
    archive.comment = b"archive comment"
    with archive.open(zipfile.ZipInfo("streamed", (1999, 12, 31, 23, 59, 58)), "w") as part:
        print(part.write(b"part one "), part.write(b"part two"), part.writable(), part.readable())
        attempt(archive.writestr, "x", "y")
print(len(memory.getvalue()) > 300, zipfile.is_zipfile(memory), zipfile.is_zipfile(io.BytesIO(b"no")))
with zipfile.ZipFile(memory) as archive:
    print(archive.namelist(), archive.comment, archive.testzip(), archive.mode)
    for entry in archive.infolist():
        print(entry.filename, entry.date_time, entry.compress_type, entry.file_size, entry.compress_size, hex(entry.CRC), entry.comment, entry.is_dir(), hex(entry.external_attr))
    print(archive.read("first.txt"), archive.getinfo("folder/é.bin"), len(archive.read("folder/é.bin")))
    with archive.open("streamed") as part:
        print(part.read(4), part.peek(3)[:3], part.readline(), part.read(), part.tell(), part.seek(5), part.read(3), part.seekable(), part.name)
    with archive.open("first.txt") as part, io.TextIOWrapper(part, encoding="ascii") as text:
        print(text.read())
    for action in (lambda: archive.read("none"), lambda: archive.getinfo("none"), lambda: archive.open("first.txt", "rw"), lambda: archive.writestr("x", "y"), lambda: archive.open(5), lambda: archive.setpassword("text"), lambda: archive.extract("none"), lambda: archive.read("empty/"), lambda: setattr(archive, "comment", "text")):
        attempt(action)
attempt(archive.read, "first.txt")
print(archive.fp)
with zipfile.ZipFile(memory, "a") as archive:
    archive.writestr(zipfile.ZipInfo("first.txt", (1980, 1, 1, 0, 0, 0)), "second version")
    print(archive.namelist().count("first.txt"), archive.read("first.txt"))
path = zipfile.Path(zipfile.ZipFile(memory))
print(sorted(child.name for child in path.iterdir()), (path / "first.txt").read_text(), (path / "folder").is_dir(), path.joinpath("folder", "é.bin").exists(), (path / "none").exists(), (path / "first.txt").suffix, [p.name for p in path.glob("*.txt")][:1])
data = bytearray(memory.getvalue())
at = data.index(b"first text")
data[at] ^= 1
attempt(lambda: zipfile.ZipFile(io.BytesIO(data)).read(zipfile.ZipFile(io.BytesIO(data)).infolist()[0]))
print(zipfile.ZipFile(io.BytesIO(data)).testzip())
for action in (lambda: zipfile.ZipFile(io.BytesIO(b"")), lambda: zipfile.ZipFile(io.BytesIO(b"PK junk")), lambda: zipfile.ZipFile(io.BytesIO(memory.getvalue()[:-30])), lambda: zipfile.ZipFile(io.BytesIO(), "q"), lambda: zipfile.ZipFile(5), lambda: zipfile.ZipFile("/no/such.zip"), lambda: zipfile.ZipFile(io.BytesIO(), "w", compression=77), lambda: zipfile.ZipInfo("x", (1979, 1, 1, 0, 0, 0)), lambda: zipfile.ZipInfo("a\0b").filename, lambda: zipfile.ZipInfo("x", (1980, 13, 1, 0, 0, 0)).FileHeader()[:4], lambda: zipfile.ZipFile(io.BytesIO(), "w").writestr(5, "x"), lambda: zipfile.ZipFile(io.BytesIO(), "w").writestr("x", 5)):
    attempt(action)
print(zipfile.ZipInfo("n", (2000, 1, 1, 0, 0, 0)), zipfile.ZipFile(io.BytesIO(), "w").namelist())

packed = gzip.compress(b"hello " * 10, mtime=0)
print(packed[:4], gzip.decompress(packed), gzip.decompress(packed * 2)[-7:], len(gzip.compress(b"", mtime=0)), gzip.decompress(b""))
for bad in (b"no", packed[:-1], packed[:5], packed[:-8] + b"\0" * 8, packed + b"junk", b"\x1f\x8b\x07" + packed[3:], packed[:-4] + b"\0\0\0\0", packed[:20] + b"\xff" * 5 + packed[25:]):
    attempt(gzip.decompress, bad)
raw = io.BytesIO()
with gzip.GzipFile("name.txt", "wb", 9, raw, mtime=0) as file:
    print(file.write(b"line one\nline two\n"), file.mode, file.name, file.tell(), file.readable(), file.seekable())
    attempt(file.read)
    attempt(file.write, "text")
    attempt(file.seek, 5)
with gzip.GzipFile(fileobj=io.BytesIO(raw.getvalue())) as file:
    print(file.readline(), file.peek(4)[:4], file.read(), file.tell(), file.seek(0), file.read(4), file.mtime, list(file), file.read())
    attempt(file.write, b"x")
with gzip.open(io.BytesIO(raw.getvalue()), "rt", encoding="ascii") as file:
    print(file.readlines())
for action in (lambda: gzip.open(io.BytesIO(), "rx"), lambda: gzip.open(5), lambda: gzip.GzipFile(), lambda: gzip.open(io.BytesIO(), "rb", encoding="x"), lambda: gzip.open("/no/such.gz"), lambda: gzip.compress("text"), lambda: gzip.compress(b"x", 99), lambda: gzip.GzipFile("x", "q"), lambda: gzip.GzipFile("x", "rU")):
    attempt(action)
d = zlib.decompressobj(31)
print(d.decompress(packed[:20]), d.decompress(packed[20:] + b"rest"), d.unused_data, d.eof, zlib.crc32(b"abc"), zlib.adler32(b"abc"))

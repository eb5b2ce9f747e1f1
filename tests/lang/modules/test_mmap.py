"""mmap: files and memory, reading, writing, searching, lending, refusals."""
import mmap
import posix

path = "/tmp/typhon-mmap-%d" % posix.getpid()
fd = posix.open(path, posix.O_RDWR | posix.O_CREAT, 0o600)
posix.write(fd, b"abcde" * 1000)
m = mmap.mmap(fd, 0)


def show(code):
    try:
        result = eval(code)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(code, "->", result)


for code in [
    "m", "len(m)", "m[0]", "m[5000]", "m[-1]", "m['a']", "m[0:3]", "m[::2000]", "m[4:0:-2]", "m.find(b'e')", "m.find(b'z')", "m.find(b'a', 10)", "m.find(b'a', 1, 3)", "m.rfind(b'a')", "m.rfind(b'a', 0, 10)", "m.read(3)", "m.tell()", "len(m.read())", "m.read_byte()",
    "m.readline()", "m.seek(0)", "m.seek(0, 5)", "m.seek(-1)", "m.seek(10000)", "m.seek(-5, 2)", "m.seek(2, 1)", "m.seek(0)", "m.seekable()", "m.size()", "m.write(b'abc')", "m.write('a')", "m.write_byte(300)", "m.write_byte(1)", "m[:6]", "m.move(0, 10, 5)", "m[:6]",
    "m.move(0, 6000, 5)", "m.resize(6000)", "len(m)", "m.flush()", "m.flush(1)", "m.madvise(mmap.MADV_NORMAL)", "m.closed", "memoryview(m).format", "m.__setitem__(0, 300)", "m.__setitem__(0, b'a')", "m.__setitem__(0, 65)", "m.__setitem__(slice(0, 2), b'xy')",
    "m.__setitem__(slice(0, 6, 2), b'123')", "m.__setitem__(slice(0, 2), b'xyz')", "m.__setitem__(9999, 1)", "m.__delitem__(0)", "m[:6]", "b'1' in m", "97 in m", "m + b''", "bytes(m[-3:])", "mmap.mmap(-1, 0)", "mmap.mmap(-1, 10)", "mmap.mmap(-1, -1)", "mmap.mmap(fd, 100000)",
    "mmap.mmap(fd, 10, offset=5)", "mmap.mmap(fd, 10, access=9)", "mmap.mmap(fd, 10, access=1, prot=1)", "mmap.mmap(fd, 0, offset=8192)", "mmap.mmap(99, 10)", "mmap.mmap(fd, 0, access=mmap.ACCESS_READ).write(b'a')", "mmap.mmap(fd, 0, access=mmap.ACCESS_READ).resize(4)",
    "mmap.mmap(fd, 0, access=mmap.ACCESS_READ).__setitem__(0, 1)", "memoryview(mmap.mmap(fd, 0, access=mmap.ACCESS_READ)).readonly", "mmap.mmap(fd, 0, access=mmap.ACCESS_COPY).resize(4)", "mmap.mmap(-1, 20).resize(40)", "mmap.mmap(-1, 20, flags=mmap.MAP_PRIVATE)[:3]",
    "mmap.mmap(fd, 0, prot=mmap.PROT_READ)", "mmap.mmap(fd, 5, trackfd=False).size()", "mmap.mmap(fd, 5, trackfd=False).resize(4)", "mmap.error", "mmap.ALLOCATIONGRANULARITY == mmap.PAGESIZE",
]:
    show(code)
view = memoryview(m)
view[0:3] = b"QQQ"
show("m.close()")
show("m.resize(10)")
view.release()
print(m[:4])
m.flush()
posix.lseek(fd, 0, 0)
print(posix.read(fd, 4))
with mmap.mmap(fd, 0, access=mmap.ACCESS_COPY) as copy:
    copy[0:3] = b"zzz"
    print(copy[:4], m[:4])
for code in ["copy[0]", "m.close()", "m.close()", "m[0]", "m", "len(m)", "m.closed", "m.read()", "m.write(b'a')", "m.find(b'a')", "memoryview(m)", "b'a' in m", "97 in m", "b'ab' in m"]:
    show(code)
posix.close(fd)
posix.unlink(path)

# Who goes through a map gets bytes of length 1, who names an item a number.
with mmap.mmap(-1, 4) as through:
    through[:] = b"abcd"
    print(list(through), list(reversed(through)), through[0], b"c" in through, 99 in through)

    class Numbers(mmap.mmap):
        def __getitem__(self, index):
            return super().__getitem__(index) * 2

    with Numbers(-1, 2) as numbers:
        numbers[0] = 3
        print(list(numbers))

    class Plain(mmap.mmap):
        pass

    with Plain(-1, 2) as plain:
        plain[1] = 65
        print(list(plain), tuple(reversed(plain)))

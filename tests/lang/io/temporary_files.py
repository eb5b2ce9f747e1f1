# zeal: 400 - imports tempfile
"""Files in a temporary folder: modes, positions, buffering, newline translation, errors with their numbers, os functions around them."""
import io
import os
import tempfile


def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, str(error).replace(folder, "FOLDER"))


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file.txt")
    with open(path, "x") as file:
        print(file.write("first\nsecond\n"), file.mode, file.name == path, file.encoding.lower(), file.readable(), file.writable(), file.closed, type(file).__name__, type(file.buffer).__name__, type(file.buffer.raw).__name__)
    print(file.closed)
    attempt(open, path, "x")
    attempt(file.read)
    attempt(file.write, "x")
    attempt(lambda: iter(file).__next__())
    attempt(file.__enter__)
    with open(path, "a+") as file:
        print(file.tell(), repr(file.read()), file.write("third"), file.seek(0), file.readline(), file.tell(), repr(file.read(3)), file.readlines(), repr(file.read()))
    with open(path, "r+") as file:
        print(file.read(2), file.write("XX"), file.seek(0), repr(file.read()), file.truncate(5), file.seek(0), repr(file.read()))
    with open(path, "w+", newline="\r\n") as file:
        print(file.write("a\nb\n"), file.seek(0), repr(file.read()), file.newlines)
    with open(path, "rb") as file:
        print(file.read(), file.mode, type(file).__name__, file.seek(-2, 2), file.read(), file.seek(0), file.read1(2), file.readline(), file.peek()[:0])
    with open(path, "rb", buffering=0) as file:
        print(type(file).__name__, file.read(3), file.readall(), file.read(), file.tell(), file.mode)
    with open(path, "wb") as file:
        print(file.write(b"ab"), file.write(bytearray(b"cd")), file.write(memoryview(b"efgh")[::1]), file.tell(), os.path.getsize(path), file.flush(), os.path.getsize(path))
    with open(path, "r+b") as file:
        print(file.read(2), file.write(b"ZZ"), file.tell(), file.seek(0), file.read(), file.readinto(bytearray(2)))
    for arguments in (("none",), (path, "q"), (path, "rw"), (path, "r", -1), (path, "rb", 1), (path, "r", 0), (path, "rbt"), (path, ""), (path, "r", -1, "none"), (path, "rb", -1, "ascii"), (path, "rb", -1, None, "strict"), (path, "rb", -1, None, None, "\n"), (path, "r", -1, None, None, "x"), (5.5,), ("a\0b",), (-1,), (folder,), (path, "U"), (path, 5), (None,), (path + "/x",), (path, "r", -1, None, None, None, False), (path, "r+x")):
        try:
            with open(*arguments) as file:
                print("opened", arguments[1:], type(file).__name__)
        except Exception as error:
            print(type(error).__name__, str(error).replace(folder, "FOLDER"))
    with open(path, "w") as file:
        for action in (file.read, file.readline, lambda: file.seek(-1), lambda: file.seek(1, 1), lambda: file.write(b"a"), lambda: file.write(5), lambda: file.writelines("ab"), lambda: file.writelines([1]), lambda: file.truncate("a"), lambda: file.fileno() > 2, file.isatty, lambda: next(file), lambda: print("x", file=file)):
            attempt(action)
    print(repr(open(path).read()) if False else os.path.getsize(path))
    with open(path, "w", encoding="utf-16") as file:
        file.write("é")
    with open(path, encoding="utf-16") as file:
        print(file.read(), os.path.getsize(path))
    with open(path, encoding="utf-8") as file:
        attempt(file.read)
    with open(path, encoding="utf-8", errors="replace") as file:
        print(ascii(file.read()))
    with open(path, "w", encoding="ascii", errors="backslashreplace") as file:
        file.write("é\u20ac")
    with open(path) as file:
        print(file.read())
    lines = os.path.join(folder, "lines")
    with open(lines, "w") as file:
        file.writelines(f"{number}\n" for number in range(5))
    with open(lines) as file:
        print(next(file), file.readline(), [line.strip() for line in file], file.readlines(), sep="|")
    with open(lines) as file:
        print(file.readlines(3), file.read(1), sum(1 for _ in file))
    descriptor = os.open(lines, os.O_RDONLY)
    print(os.read(descriptor, 4), os.lseek(descriptor, 0, os.SEEK_SET))
    with open(descriptor, closefd=False) as file:
        print(file.name == descriptor, repr(file.readline()))
    os.close(descriptor)
    attempt(os.read, descriptor, 1)
    opened = open("relative", "w", opener=lambda name, flags: os.open(os.path.join(folder, name), flags, 0o600))
    opened.close()
    attempt(open, "x", opener=lambda name, flags: -1)
    attempt(open, "x", opener=lambda name, flags: "text")
    attempt(open, "x", opener=5)
    print(sorted(os.listdir(folder)), os.stat(os.path.join(folder, "relative")).st_mode & 0o777 == 0o600, os.path.exists(path), os.path.isdir(folder))
    os.rename(os.path.join(folder, "relative"), os.path.join(folder, "renamed"))
    os.mkdir(os.path.join(folder, "sub"))
    with os.scandir(folder) as entries:
        print(sorted((entry.name, entry.is_dir(), entry.is_file(), entry.stat().st_size) for entry in entries))
    for action in (lambda: os.mkdir(os.path.join(folder, "sub")), lambda: os.remove(os.path.join(folder, "none")), lambda: os.rmdir(folder), lambda: os.remove(os.path.join(folder, "sub")), lambda: os.rename(path + "q", path), lambda: os.listdir(path), lambda: os.stat(5.5), lambda: os.mkdir("a\0"), lambda: os.makedirs(os.path.join(folder, "a", "b", "c")), lambda: os.makedirs(os.path.join(folder, "a", "b")), lambda: os.makedirs(os.path.join(folder, "a", "b"), exist_ok=True), lambda: os.removedirs(os.path.join(folder, "a", "b", "c")), lambda: os.link(path, os.path.join(folder, "hard")), lambda: os.symlink("target", os.path.join(folder, "soft")), lambda: os.readlink(os.path.join(folder, "soft")), lambda: os.readlink(path), lambda: os.path.islink(os.path.join(folder, "soft")), lambda: os.path.exists(os.path.join(folder, "soft")), lambda: os.path.samefile(path, os.path.join(folder, "hard")), lambda: os.truncate(path, 3), lambda: os.path.getsize(path), lambda: [names for _, _, names in os.walk(os.path.join(folder, "sub"))], lambda: os.access(path, os.R_OK)):
        attempt(action)
    with tempfile.TemporaryFile("w+") as file:
        print(file.write("temp"), file.seek(0), file.read())
    with tempfile.SpooledTemporaryFile(max_size=4) as file:
        print(file.write(b"abc"), file._rolled, file.write(b"def"), file._rolled, file.seek(0), file.read())
print(os.path.exists(folder))

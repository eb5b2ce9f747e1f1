# zeal: 4 - imports codecs
"""Sources in encodings that only Python's codecs know: those of the library, those that a program registers, and what they raise."""
import ast
import codecs
import os
import subprocess
import sys
import tempfile


def search(name):
    if name == "doubled":
        return codecs.CodecInfo(encode=None, decode=lambda source, errors="strict": (bytes(source).decode().replace("1", "2"), len(source)), name=name)
    if name == "broken":
        raise KeyError("no table")
    if name == "typed":
        raise TypeError("no such thing")


codecs.register(search)
for source in (b"# coding: cp437\nx='\xa2'", b"# coding: cp856\nx='\xff\xa2'", b"# coding: cp856\nx='\x9c\xff\xa0'", b"# coding: utf-7\nx='+AOQ-'",
               b"# coding: doubled\nx=1", b"# coding: rot13\nk=1", b"# coding: idna\nx=1", b"\xef\xbb\xbf# coding: cp437\nx=1",
               "# coding: cp437\nx='\xa2'", b"# coding: mac_roman\nx='\xa2'", b"# coding: broken\nx=1", b"# coding: typed\nx=1",
               b"# coding: unicode_escape\nx='\\u1234'", b"# coding: nonsense\nx=1", b"# coding: unicode_escape\nx='\\ud800'"):
    try:
        namespace = {}
        exec(compile(source, "f.py", "exec"), namespace)
        print(ascii(namespace.get("x")))
    except Exception as error:
        print(type(error).__name__, error, getattr(error, "lineno", None), getattr(error, "offset", None), ascii(getattr(error, "text", None)))

print(ast.dump(ast.parse(b"# coding: cp437\nx = '\xa2'")))
print(eval(b"# coding: cp437\n'\xa2'").encode())
try:
    compile(b"# coding: cp437\n'\xa2\xa2' + f(4, x for x in y)", "f.py", "exec")
except SyntaxError as error:
    print(error, error.text.encode(), error.offset, error.end_offset)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "in_cp437.py")
    with open(path, "wb") as file:
        file.write(b"# -*- coding: cp437 -*-\nx = '\xa2'\ndef f():\n    raise ValueError(x + '\xa2')\nif __name__ == '__main__': print(ascii(x)); f()\n")
    done = subprocess.run([sys.executable, "-X", "utf8", path], capture_output=True, text=True, encoding="utf-8")
    print(done.returncode, done.stdout, done.stderr.replace(folder, ""))
    sys.path.insert(0, folder)
    import in_cp437
    print(ascii(in_cp437.x))
    for again in range(2):
        done = subprocess.run([sys.executable, "-c", "import in_cp437; print(ascii(in_cp437.x))"], capture_output=True, text=True, cwd=folder)
        print(done.returncode, done.stdout, done.stderr)

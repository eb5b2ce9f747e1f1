"""Sources that are not in the encoding they should be in: compiled, imported, run."""
import os
import subprocess
import sys
import tempfile


def show(action, *arguments):
    try:
        action(*arguments)
    except SyntaxError as error:
        print(error.msg.replace(folder, "FOLDER"), os.path.basename(error.filename or ""), error.lineno, error.offset, repr(error.text))


with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "undecodable.py")
    with open(path, "wb") as file:
        file.write(b"# one\nprint('\xf6')\n")
    with open(path, "rb") as file:
        source = file.read()
    show(compile, source, "name", "exec")
    show(compile, source, path, "exec")
    show(exec, b"\xf6")
    show(eval, b"'\xe4'")
    show(compile, b"# coding: ascii\nx = '\xe4'", "name", "exec")
    show(compile, b"# coding: klingon\nx = 1", "name", "exec")
    show(compile, b"\xef\xbb\xbf# coding: latin-1\n", "name", "exec")
    sys.path.insert(0, folder)
    show(__import__, "undecodable")
    done = subprocess.run([sys.executable, path], capture_output=True)
    print(done.returncode, done.stderr.decode("utf-8", "backslashreplace").replace(folder, "FOLDER"))
    done = subprocess.run([sys.executable, "-"], input=source, capture_output=True)
    print(done.returncode, done.stderr.decode("utf-8", "backslashreplace").replace(folder, "FOLDER"))

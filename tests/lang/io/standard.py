# The standard streams, print and input.
import sys
import _io

print(sys.stdin.name, sys.stdout.name, sys.stderr.name, sys.stdin.mode, sys.stdout.mode, sys.stderr.mode, sys.__stdout__ is sys.stdout)
print(sys.stdout.encoding, sys.stderr.errors, type(sys.stdout), sys.stdout.fileno())
print("a", 1, None, sep="-", end="!\n", flush=True)
print()
s = _io.StringIO()
print("to", "memory", file=s)
print(s.getvalue())
old, sys.stdout = sys.stdout, s
print("redirected")
sys.stdout = None
print("nowhere")
sys.stdout = old
print(s.getvalue())
sys.stdin = _io.StringIO("first\nsecond")
print(repr(input()), repr(input("prompt> ")))
for call in [input, lambda: print(sep=5), lambda: print(end=b""), lambda: print(file=5)]:
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)


class Odd:
    def __init__(self):
        self.pieces = []

    def write(self, text):
        self.pieces.append(text)

    def flush(self):
        self.pieces.append("FLUSH")


odd = Odd()
print("x", "y", file=odd, flush=True)
print(odd.pieces)
sys.stdout.write("euro \u20ac\n")
sys.stdout.buffer.flush()
print(sys.stdout.write(""), sys.stdout.writelines(["p\n", "q\n"]))
del sys.stdin
try:
    input()
except RuntimeError as error:
    print(error)

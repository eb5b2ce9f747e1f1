"""print: separators, ends, files, flushing, str called in order, errors in the middle and wrong arguments."""
import io
import sys
from lib.attempts import attempt

print()
print(1, "a", None, sep="-", end="!\n")
print("a", "b", sep=None, end=None)
print("x", sep="unused")
print(*[], sep=",")
print(*"abc", sep="\n", end="")
print()
attempt(print, 1, sep=5)
attempt(print, 1, end=b"")
attempt(print, 1, wrong=2)
attempt(print, 1, file=5)
attempt(print, 1, file=object())


class Log:
    def __init__(self): self.calls = []
    def write(self, text): self.calls.append(text)
    def flush(self): self.calls.append("FLUSH")


log = Log()
print("a", 1, file=log)
print("b", file=log, flush=True)
print(end="", file=log)
print("", "", file=log)
print(log.calls)


class Truth:
    def __bool__(self):
        sys.stdout.write("asked ")
        return False


print("flush", flush=Truth())


class Loud:
    def __init__(self, name): self.name = name
    def __str__(self):
        log.calls.append(f"str {self.name}")
        return self.name
    def __repr__(self): return "repr"


log = Log()
print(Loud("p"), Loud("q"), file=log)
print(log.calls)


class Bad:
    def __str__(self): raise ValueError("no text")


class NotText:
    def __str__(self): return 5


log = Log()
attempt(print, "first", Bad(), "last", file=log)
print(log.calls)
attempt(print, NotText())


class Fails(Log):
    def write(self, text):
        if text == "boom": raise OSError("full")
        super().write(text)


log = Fails()
attempt(print, "ok", "boom", "never", file=log)
print(log.calls)
kept = sys.stdout
sys.stdout = io.StringIO()
print("hidden")
text, sys.stdout = sys.stdout.getvalue(), kept
print(repr(text))
sys.stdout = None
print("nowhere")
sys.stdout = kept
del sys.stdout
try:
    print("lost")
except RuntimeError as error:
    sys.stdout = kept
    print("RuntimeError", error)
print("file is None means standard output", file=None)


class Sub(str):
    def __str__(self): return "str of subclass"


print(Sub("raw"), f"{Sub('raw')}", "%s" % Sub("raw"), Sub("raw") + "", sep="|")

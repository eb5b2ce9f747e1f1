# A writer that dies and cannot flush says so: what it held is lost.
import _io
import gc
import sys


class Full(_io._RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        return None


def hook(args):
    name = type(args.object).__name__
    print(args.exc_type.__name__, *args.exc_value.args[1:], args.err_msg.split("<")[0].strip(), name)


sys.unraisablehook = hook
writer = _io.BufferedWriter(Full(), 8)
print(writer.write(b"held"))
del writer
gc.collect()

pair = _io.BufferedRWPair(_io.BytesIO(), Full(), 8)
print(pair.write(b"held"))
del pair
gc.collect()

text = _io.TextIOWrapper(_io.BufferedWriter(Full(), 8), "ascii")
print(text.write("held"))
del text
gc.collect()
print("end")

# Streams that become garbage: their classes with them, unclosed files, layers.
import _io
import gc

PATH = "lang-io-deaths"


def make(base, *args):
    class Local(base):
        pass

    return Local(*args)


for i in range(20):
    make(_io.StringIO, "x" * 1000).read()
    make(_io.BytesIO, b"x" * 1000).read()
    make(_io.TextIOWrapper, _io.BytesIO(), "utf-8").write("x")
    make(_io.BufferedReader, _io.BytesIO(b"abc")).read(1)
    if i % 5 == 4:
        gc.collect()
gc.collect()


class Loud(_io.BytesIO):
    def close(self):
        if not self.closed:
            print("closed", self.getvalue())
        super().close()


Loud(b"loud")
gc.collect()


def write():
    open(PATH, "w").write("unclosed text")


write()
gc.collect()
gc.collect()
print(open(PATH).read())
s = _io.StringIO()
print(s.seek(2**62), s.tell(), s.seek(0), _io.BytesIO().seek(2**62))
for stream in (_io.StringIO(), _io.BytesIO()):
    state = stream.__getstate__()
    stream.close()
    try:
        stream.__setstate__(state)
    except ValueError as error:
        print(type(error).__name__)

# What dies together is finalized owners first, however old: a wrapper can still use what it wraps.
import _io
import gc
import sys

log = []


class Part:
    def __init__(self, name, *parts):
        self.name, self.parts, self.alive = name, list(parts), True

    def __del__(self):
        log.append((self.name, [part.alive for part in self.parts]))
        self.alive = False


def collected():
    gc.collect()
    result = log[:]
    log.clear()
    return result


# The parts are older than the whole, or younger.
x = Part("outer", Part("middle", Part("inner")))
del x
print(collected())
x = Part("first")
x.parts.append(Part("second"))
x.parts[0].parts.append(Part("third"))
del x
print(collected())
x = Part("shared")
x = {"left": [Part("left", x)], "right": (Part("right", x),)}
del x
print(sorted(collected()[:2]), collected())


# Streams over streams of one's own.
class Raw(_io._RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        log.append(bytes(data))
        return len(data)

    def close(self):
        if not self.closed:
            log.append("closed")
        super().close()


text = _io.TextIOWrapper(_io.BufferedWriter(Raw()), "ascii")
text.write("held")
del text
print(collected())


# At the end, too.
class Last(Part):
    def __del__(self):
        super().__del__()
        print(log.pop())


end = Last("end", Last("its part"))
end.parts[0].parts.append(Last("its younger part"))

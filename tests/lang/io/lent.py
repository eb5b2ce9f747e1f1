"""Bytes that are lent: garbage views, streams that are initialised again, slices; and separators of `hex`."""
import functools
import gc
import io
import mmap
import operator
import os
import sys
import threading
import time
import warnings
import weakref


class Liar(str):
    def __len__(self):
        return 1


class LiarBytes(bytes):
    def __len__(self):
        return 1


def show(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


for source in [b"ab", bytearray(b"ab"), memoryview(b"ab")]:
    for separator in [Liar("-"), LiarBytes(b"+"), "", "--", b"", b"++", "\xff", "\u0100", 5]:
        show(source.hex, separator)


# Views that are garbage hold nothing back.
b = io.BytesIO(b"hello")
print(bytes(b.getbuffer()))
b.write(b"HELLO, world")
print(b.getvalue(), b.getbuffer()[1:3].tobytes())
b.truncate(3)
b.getbuffer()
b.close()
held = io.BytesIO(b"held")
view = held.getbuffer()
show(held.write, b"x")
show(held.truncate, 0)
show(held.close)
show(held.writelines, [b"x"])
view.release()
print(held.write(b"x"), held.getvalue())
m = mmap.mmap(-1, 4096)
memoryview(m)[0]
m.close()
print(m.closed)
array = bytearray(b"ab")
for change in [
    lambda: array.append(99), lambda: array.extend(b"de"), lambda: array.insert(0, 64), lambda: array.pop(), lambda: array.remove(64), lambda: array.resize(8),
    lambda: array.clear(), lambda: array.extend(memoryview(b"abc")), lambda: operator_iadd(array), lambda: array.__iadd__(b"e"), lambda: list(map(array.append, b"fg")),
]:
    def operator_iadd(array):
        array += b"d"

    memoryview(array)[:1].tobytes()
    # Calls as deep as those that follow, so that nothing left below them on the native stack looks like a view.
    list(map(abs, [1, 2])), bytearray(b"a").extend(memoryview(b"b"))
    change()
    print(array)
view = memoryview(array)
for change in [lambda: array.append(1), lambda: array.pop(), lambda: array.extend(b""), lambda: array.extend(b"a"), lambda: array.pop(99), lambda: array.append("a")]:
    show(change)
del view
array.append(33)
print(array)

# Arguments that give back what was lent, while the call runs. (What is stored last may look alive to collections meanwhile: `last`.)
def giving_back(*items):
    global view
    view = None
    yield from items


class GivesBack:
    def __index__(self):
        global view
        view = None
        return 1


array = bytearray(b"abc")
for change in [
    lambda: array.extend(giving_back(65, 66)), lambda: array.append(GivesBack()), lambda: array.insert(GivesBack(), 64), lambda: array.pop(GivesBack()),
    lambda: array.remove(GivesBack()), lambda: array.resize(GivesBack()), lambda: array.__imul__(GivesBack()),
]:
    view, last = memoryview(array), None
    show(change)
    print(array)
stream = io.BytesIO()
for change in [stream.writelines, lambda lines: stream.writelines(lines)]:
    view, last = stream.getbuffer(), None
    show(change, giving_back(b"1", b"2"))
view, last = stream.getbuffer(), None
show(stream.truncate, GivesBack())
print(stream.getvalue())

# A released view that lives on, made of one that is garbage.
with memoryview(array)[1:] as view:
    print(view.tobytes())
array.append(34)
print(array, str(view)[:20])
for code in ["view.obj", "view[0]", "memoryview(view)", "view.toreadonly()", "view == view", "array.__release_buffer__(view)"]:
    show(eval, code)

# In-place operators, which leave other operands what they are.


def extended():
    global array
    memoryview(array)[:1].tobytes()
    array += b"+"
    memoryview(array)[:1].tobytes()
    array *= 2
    return array


class Reflects:
    def __rmul__(self, other):
        return "reflected"


class Derived(bytearray):
    pass


array = bytearray(b"ab")
show(extended)
array = Derived(b"cd")
show(extended)
view = memoryview(array)
print(array.__imul__(1) is array, operator.imul(array, Reflects()), operator.iadd(array, b"") is array)
for change in [
    extended, lambda: operator.iadd(array, b"x"), lambda: operator.imul(array, 3), lambda: operator.iadd(array, 5), lambda: operator.imul(array, "x"),
    lambda: operator.imul(array, 1.5), lambda: array.__iadd__(b"x"),
]:
    show(change)
view.release()
show(extended)


# The slots as methods, called by native code, and behind a weak proxy.
class Own(bytearray):
    def __iadd__(self, other):
        return super().__iadd__(other)


def behind_proxy():
    proxy = weakref.proxy(array)
    proxy += b"p"
    return array


def lend():
    # On a stack that is gone: native frames under which a call waits may still hold what the same thread has dropped.
    thread = threading.Thread(target=lambda: memoryview(array)[:1].tobytes())
    thread.start()
    thread.join()
    # Its stack goes a moment after its end was told.
    time.sleep(0.01)


def extended_after_lending():
    global array
    lend()
    array += b"+"
    lend()
    array *= 2
    return array


array = Own(b"e")
for change in [
    lambda: list(map(array.__iadd__, [b"1", b"2"])), lambda: functools.reduce(bytearray.__iadd__, [array, b"3", b"4"]), lambda: list(map(operator.iadd, [array], [b"5"])),
    lambda: functools.reduce(operator.imul, [array, 2]), extended_after_lending, behind_proxy,
]:
    lend()
    show(change)
    view = memoryview(array)
    show(change)
    view.release()

# A stream that is initialised again lets go what it had: it closes when it dies.
path = sys.argv[0]
raw = io.FileIO(path)
buffered = io.BufferedReader(raw)
other = io.BytesIO(b"other")
buffered.__init__(other)
print(raw.closed, buffered.read())
text = io.TextIOWrapper(io.BufferedReader(io.FileIO(path)))
first = text.buffer
text.__init__(io.BytesIO(b"second"))
print(first.closed, text.read())
first.close()


def again():
    raw = io.FileIO(path)
    buffered = io.BufferedReader(raw)
    buffered.__init__(io.BytesIO())
    return raw.fileno()


warnings.simplefilter("ignore")
number = again()
gc.collect()
show(os.fstat, number)

# Slices of every kind are copied.
array = bytearray(range(12))
view = memoryview(array)
view[::2] = b"abcdef"
print(array)
view[::-1] = bytes(range(12))
print(array, view[10:2:-3].tobytes(), view[::-1].tobytes())
view[2:6] = view[4:8]
print(array)
wide = view.cast("i")
wide[::2] = memoryview(bytes(8)).cast("i")
print(array, wide[::-1].tolist(), view.cast("B", (3, 4)).tobytes("F"))

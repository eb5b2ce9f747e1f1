"""PickleBuffer: in and beside a pickle, what it lends, and that it is released."""
import array
import pickle

from lib.attempts import attempt

buffers = []
data = pickle.dumps([pickle.PickleBuffer(b"read only"), pickle.PickleBuffer(bytearray(b"writable"))], 5, buffer_callback=buffers.append)
print([bytes(part) for part in pickle.loads(data, buffers=buffers)], [bytes(buffer) for buffer in buffers])
print(pickle.loads(pickle.dumps([pickle.PickleBuffer(b"a"), pickle.PickleBuffer(bytearray(b"b"))], 5)))
attempt(pickle.dumps, pickle.PickleBuffer(b"a"), 4)
numbers = array.array("i", [1, 2])
buffer = pickle.PickleBuffer(numbers)
view = memoryview(buffer)
print(view.format, view.itemsize, view.obj is numbers, buffer.raw().format, len(buffer.raw()), buffer.raw().readonly)
view.release()
attempt(numbers.append, 3)
buffer.release()
buffer.release()
numbers.append(3)
print(numbers, pickle.PickleBuffer, hash(buffer) == hash(buffer), buffer == buffer)
attempt(memoryview, buffer)
attempt(buffer.raw)
attempt(pickle.PickleBuffer(memoryview(b"abc")[::2]).raw)
print(bytes(pickle.PickleBuffer(memoryview(b"abc")[::2])))
for arguments in ((5,), ("a",)):
    attempt(pickle.PickleBuffer, *arguments)

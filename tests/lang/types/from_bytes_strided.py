print(int.from_bytes(memoryview(b"ab")[::-1]), bytes(memoryview(b"ab")[::-1]), bytearray(memoryview(b"abc")[::-2]))

class Data(bytes):
    def __bytes__(self): return b"\1\0"
print(int.from_bytes(Data(b"abc")))

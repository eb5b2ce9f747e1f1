"""Nothing is decoded without asking for a codec."""
print(repr(b"".decode("none")), repr(str(b"", "none")), repr(bytearray().decode("none", "none")))

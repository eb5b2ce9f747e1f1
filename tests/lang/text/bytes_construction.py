"""bytes and bytearray made from everything, compared, added, repeated; messages."""
def shown(source):
    try:
        print(source, "=", repr(eval(source)))
    except Exception as e:
        print(source, "|", type(e).__name__, e)


for source in ("bytes()", "bytes(3)", "bytes(-1)", "bytes(2**70)", "bytes([1, 255])", "bytes([256])", "bytes([-1])", "bytes(['a'])", "bytes([1.5])", "bytes('a')", "bytes('é', 'utf8')", "bytes('é', 'ascii')", "bytes('é', 'ascii', 'replace')", "bytes(b'a', 'utf8')", "bytes(encoding='utf8')", "bytes(5, 'utf8')", "bytes(None)", "bytes(1.5)", "bytes(x for x in (1, 2))", "bytes({1: 2})", "bytes(memoryview(b'ab'))", "bytes(range(3))", "bytes('a', 5)", "bytearray(2)", "bytearray('a', 'ascii')", "bytearray([300])", "bytearray(b'a') == b'a'", "b'a' == 'a'", "b'a' < 'a'", "b'a' < bytearray(b'b')", "b'a' + 'a'", "b'a' + bytearray(b'b')", "bytearray(b'a') + b'b'", "b'ab' * 2", "2 * bytearray(b'x')", "b'a' * 'x'"):
    shown(source)

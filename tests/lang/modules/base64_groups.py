# Base 64 and hexadecimal digits, which are read and written in groups.
import base64
import binascii


def tried(function, *args, **named):
    try:
        return function(*args, **named)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


for length in range(14):
    data = bytes((number * 89 + 250) & 255 for number in range(length))
    shown = base64.b64encode(data)
    print(shown, binascii.b2a_base64(data), binascii.hexlify(data), data.hex())
    assert base64.b64decode(shown) == data == binascii.unhexlify(binascii.hexlify(data)) == base64.b16decode(base64.b16encode(data))
    assert base64.b64decode(shown, validate=True) == data == base64.urlsafe_b64decode(base64.urlsafe_b64encode(data))
    print(binascii.hexlify(data, "-"), binascii.hexlify(data, b":", 3), binascii.hexlify(data, bytes_per_sep=2), tried(binascii.hexlify, data, None))
for text in (
    "QUJD", "QUJDREVG", "QUJD\nREVG\n", "QU JD", "QUJ", "QU", "Q", "QUI=", "QQ==", "QQ=", "QQ=Q", "QQ==QUJD", "QUI=QUJD", "QUJD=", "QUJD====", "=QUJD",
    "QUJDREVG=QUJD", "QUJDRE=VG", "QUJDRE==VG==", "QU\xc4JD", "QUJD!REVG", "Q!U!J!D!", "QUJDR", "QUJDREV", "QUJDREVGSElKS0xN-_", "", "=", "==", "A===", "AA===", "AAA==",
    "QUJD\x00REVGQUJD", "QUJDQ=Q=", "QUJDQ=QUJD",
):
    print(ascii(text), tried(binascii.a2b_base64, text), tried(binascii.a2b_base64, text, strict_mode=True), tried(binascii.a2b_base64, text.encode("latin-1")))
for text in ("", "0", "00", "aF", "Af09", "0g", "g0", "0 ", "00zz00", "\xe9\xe9", "zz0"):
    print(ascii(text), tried(binascii.unhexlify, text), tried(binascii.a2b_hex, text.encode("latin-1")))

"""binascii: every function and its refusals."""
import binascii


def show(code):
    try:
        result = eval(code)
    except Exception as error:
        result = f"{type(error).__module__}.{type(error).__name__}: {error}"
    print(code, "->", result)


for code in [
    "binascii.a2b_uu(b'')", "binascii.a2b_uu(b'x')", "binascii.a2b_uu(b'!~')", "binascii.b2a_uu(b'x' * 46)", "binascii.b2a_uu(b'')", "binascii.b2a_uu(b'The quick brown fox')", "binascii.b2a_uu(b'\\0\\0', backtick=True)",
    "binascii.a2b_uu(binascii.b2a_uu(b'The quick brown fox'))", "binascii.a2b_uu(b'#0V%T x')", "binascii.a2b_uu('\\xe9')", "binascii.a2b_uu(5)", "binascii.b2a_uu('a')", "binascii.b2a_base64(b'')", "binascii.b2a_base64(b'a')", "binascii.b2a_base64(b'ab', newline=False)",
    "binascii.b2a_base64(bytes(range(20)))", "binascii.a2b_base64('YWI=')", "binascii.a2b_base64(b' Y W\\nI=x')", "binascii.a2b_base64(b'=')", "binascii.a2b_base64(b'a')", "binascii.a2b_base64(b'ab')", "binascii.a2b_base64(b'abc')", "binascii.a2b_base64(b'abcde')",
    "binascii.a2b_base64(b'=', strict_mode=True)", "binascii.a2b_base64(b'ab==c', strict_mode=True)", "binascii.a2b_base64(b'ab=c', strict_mode=True)", "binascii.a2b_base64(b'abc=d', strict_mode=True)", "binascii.a2b_base64(b'abcd=', strict_mode=True)",
    "binascii.a2b_base64(b'ab\\n==', strict_mode=True)", "binascii.a2b_base64(b'ab=\\n=', strict_mode=True)", "binascii.a2b_base64(b'a===', strict_mode=True)", "binascii.a2b_base64(b'====', strict_mode=True)", "binascii.a2b_base64(b'abcd', strict_mode=True)",
    "binascii.unhexlify('a')", "binascii.unhexlify('zz')", "binascii.unhexlify('00fF')", "binascii.unhexlify('\\xe9')", "binascii.unhexlify(5)", "binascii.hexlify(b'ab', ':')", "binascii.hexlify(b'abc', '-', 2)", "binascii.b2a_hex(b'abc', '-', -2)", "binascii.hexlify('a')",
    "binascii.crc32(b'a', 'x')", "binascii.crc32(b'hello')", "binascii.crc32(b'a', -1)", "binascii.crc32(b'a', 2**40)", "binascii.crc_hqx(b'a')", "binascii.crc_hqx(b'abc', -1)", "binascii.crc_hqx(b'hello', 0)", "binascii.Error.__mro__", "binascii.Incomplete.__mro__",
    "binascii.a2b_qp(b'=41=\\n=4g==x_')", "binascii.a2b_qp('a_b=', header=True)", "binascii.a2b_qp(b'a=\\r\\nb')", "binascii.b2a_qp(b'a=b\\tc \\n.\\n_\\xff', header=True)", "binascii.b2a_qp(b'x' * 100)", "binascii.b2a_qp(b'a \\r\\nb\\t', quotetabs=True)", "binascii.b2a_qp(b'a\\nb', istext=False)",
    "binascii.b2a_qp(b'a b', header=True)", "binascii.b2a_qp(b'\\x00\\x7f.')", "binascii.b2a_qp('a')",
]:
    show(code)

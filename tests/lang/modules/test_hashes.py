"""_md5, _sha1, _sha2, _sha3, _blake2: digests, attributes, refusals."""
import _blake2
import _md5
import _sha1
import _sha2
import _sha3


def show(code):
    try:
        result = eval(code)
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(code, "->", result)


DATA = [b"", b"abc", bytes(range(256)) * 20]
for make in (_md5.md5, _sha1.sha1, _sha2.sha224, _sha2.sha256, _sha2.sha384, _sha2.sha512, _sha3.sha3_224, _sha3.sha3_256, _sha3.sha3_384, _sha3.sha3_512, _blake2.blake2b, _blake2.blake2s):
    for data in DATA:
        h = make(data)
        parts = make()
        for start in range(0, len(data), 1000):
            parts.update(memoryview(data)[start:start + 1000])
        other = h.copy()
        other.update(b"x")
        print(make.__name__, h.hexdigest(), parts.digest() == h.digest(), other.digest() == make(data + b"x").digest(), h.name, h.digest_size, h.block_size, type(h).__name__)
for make in (_sha3.shake_128, _sha3.shake_256):
    for data in DATA:
        print(make(data).hexdigest(20), make(data).digest(length=3), make(data).digest(0), make(data).digest_size)
for code in [
    "_md5.md5('a')", "_md5.md5(5)", "_md5.md5(data=b'a').hexdigest()", "_md5.md5(string=b'a').hexdigest()", "_md5.md5(b'a', string=b'a')", "_md5.md5(bytearray(b'a')).hexdigest()", "_sha2.sha256(b'a', usedforsecurity=False).hexdigest()",
    "_md5.md5().update('a')", "_sha3.shake_128(b'a').digest()", "_sha3.shake_128(b'a').digest(-1)", "_sha3.shake_128(b'a').hexdigest(length=2)", "_sha3.sha3_256()._capacity_bits", "_sha3.sha3_256()._rate_bits", "_sha3.shake_128()._suffix",
    "_sha3.sha3_256()._suffix", "_sha3.sha3_256('a')", "_blake2.blake2b(digest_size=0)", "_blake2.blake2b(digest_size=65)", "_blake2.blake2b(key=b'x' * 65)", "_blake2.blake2b(salt=b'x' * 17)", "_blake2.blake2b(person=b'x' * 17)",
    "_blake2.blake2b(fanout=256)", "_blake2.blake2b(depth=0)", "_blake2.blake2b(leaf_size=2**32)", "_blake2.blake2b(leaf_size=-1)", "_blake2.blake2b(node_offset=-1)", "_blake2.blake2s(node_offset=2**48)", "_blake2.blake2b(node_depth=256)",
    "_blake2.blake2b(inner_size=65)", "_blake2.blake2b.SALT_SIZE, _blake2.blake2b.PERSON_SIZE, _blake2.blake2b.MAX_KEY_SIZE, _blake2.blake2b.MAX_DIGEST_SIZE", "_blake2.blake2s.SALT_SIZE, _blake2.blake2s.MAX_DIGEST_SIZE, _blake2.BLAKE2S_MAX_KEY_SIZE",
    "_blake2.blake2b(b'abc', digest_size=20, key=b'k', salt=b's', person=b'p').hexdigest()", "_blake2.blake2s(b'abc', digest_size=20, key=b'k' * 32, salt=b's' * 8, person=b'p').hexdigest()",
    "_blake2.blake2b(b'abc', fanout=2, depth=2, leaf_size=4096, node_offset=1, node_depth=0, inner_size=64, last_node=True).hexdigest()", "_blake2.blake2s(b'abc', fanout=0, depth=255, leaf_size=7, node_offset=2**47, node_depth=3, inner_size=32).hexdigest()",
    "_blake2.blake2b(string=b'a', data=b'b')", "_blake2.blake2b(b'a', 5)",
]:
    show(code)

//! SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", with the reduced rounds that CPython uses).

fn round(v: &mut [u64; 4]) {
    v[0] = v[0].wrapping_add(v[1]);
    v[1] = v[1].rotate_left(13) ^ v[0];
    v[0] = v[0].rotate_left(32);
    v[2] = v[2].wrapping_add(v[3]);
    v[3] = v[3].rotate_left(16) ^ v[2];
    v[0] = v[0].wrapping_add(v[3]);
    v[3] = v[3].rotate_left(21) ^ v[0];
    v[2] = v[2].wrapping_add(v[1]);
    v[1] = v[1].rotate_left(17) ^ v[2];
    v[2] = v[2].rotate_left(32);
}

/// The 64-bit hash of bytes under a 128-bit key.
pub fn siphash13(key: [u64; 2], data: &[u8]) -> u64 {
    let mut v = [
        key[0] ^ 0x736f_6d65_7073_6575,
        key[1] ^ 0x646f_7261_6e64_6f6d,
        key[0] ^ 0x6c79_6765_6e65_7261,
        key[1] ^ 0x7465_6462_7974_6573,
    ];
    let (chunks, tail) = data.as_chunks::<8>();
    for &chunk in chunks {
        let word = u64::from_le_bytes(chunk);
        v[3] ^= word;
        round(&mut v);
        v[0] ^= word;
    }
    let mut last = [0; 8];
    last[..tail.len()].copy_from_slice(tail);
    let word = u64::from_le_bytes(last) | (data.len() as u64) << 56;
    v[3] ^= word;
    round(&mut v);
    v[0] ^= word;
    v[2] ^= 0xff;
    round(&mut v);
    round(&mut v);
    round(&mut v);
    v[0] ^ v[1] ^ v[2] ^ v[3]
}

/// Hash of a source file for a hash-based `.pyc` (PEP 552; `_imp.source_hash`): keyed with the magic number.
pub fn source_hash(key: u64, source: &[u8]) -> [u8; 8] {
    siphash13([key, 0], source).to_le_bytes()
}

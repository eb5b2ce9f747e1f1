//! Hexadecimal, base 64 and uuencode, and checksums. Pure functions; what they refuse and how they say it is CPython's.

/// Why text was refused.
pub(super) struct Malformed(pub(super) String);

fn refuse<T>(text: &str) -> Result<T, Malformed> {
    Err(Malformed(text.into()))
}

pub(super) fn from_hex(text: &[u8]) -> Result<Vec<u8>, Malformed> {
    if !text.len().is_multiple_of(2) {
        return refuse("Odd-length string");
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let bytes = text.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?));
    bytes.collect::<Option<_>>().ok_or_else(|| Malformed("Non-hexadecimal digit found".into()))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Values of the alphabet's characters; 64 for all others.
const VALUES: [u8; 256] = {
    let mut values = [64; 256];
    let mut index = 0;
    while index < 64 {
        values[ALPHABET[index] as usize] = index as u8;
        index += 1;
    }
    values
};

pub(super) fn to_base64(bytes: &[u8], newline: bool) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4 + 1);
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - group.len()));
        for index in 0..4 {
            let filled = index <= group.len();
            text.push(if filled { ALPHABET[(bits >> (18 - 6 * index) & 63) as usize] } else { b'=' });
        }
    }
    if newline {
        text.push(b'\n');
    }
    text
}

/// Why so many characters stand for no bytes.
fn one_too_many(bytes: &[u8]) -> Malformed {
    let count = bytes.len() / 3 * 4 + 1;
    Malformed(format!(
        "Invalid base64-encoded string: number of data characters ({count}) cannot be 1 more than a multiple of 4"
    ))
}

pub(super) fn from_base64(text: &[u8], strict: bool) -> Result<Vec<u8>, Malformed> {
    let mut bytes = Vec::with_capacity(text.len().div_ceil(4) * 3);
    // Characters of the present group, its bits, padding characters since the last one.
    let (mut filled, mut bits, mut pads) = (0, 0u8, 0);
    for (index, &byte) in text.iter().enumerate() {
        if byte == b'=' {
            pads += 1;
            if strict {
                match filled {
                    0 if index == 0 => return refuse("Leading padding not allowed"),
                    0 => return refuse("Excess padding not allowed"),
                    1 => return Err(one_too_many(&bytes)),
                    _ if filled + pads > 4 => return refuse("Excess padding not allowed"),
                    _ => {}
                }
            }
            continue;
        }
        let value = VALUES[usize::from(byte)];
        if value >= 64 {
            if strict {
                return refuse("Only base64 data is allowed");
            }
            continue;
        }
        if strict && pads > 0 {
            let complete = filled + pads >= 4;
            return refuse(if complete {
                "Excess data after padding"
            } else {
                "Discontinuous padding not allowed"
            });
        }
        pads = 0;
        match filled {
            0 => bits = value,
            1 => {
                bytes.push(bits << 2 | value >> 4);
                bits = value & 0x0f;
            }
            2 => {
                bytes.push(bits << 4 | value >> 2);
                bits = value & 0x03;
            }
            _ => bytes.push(bits << 6 | value),
        }
        filled = (filled + 1) % 4;
    }
    match filled {
        0 => Ok(bytes),
        1 => Err(one_too_many(&bytes)),
        _ if filled + pads >= 4 => Ok(bytes),
        _ => refuse("Incorrect padding"),
    }
}

pub(super) fn to_uu(bytes: &[u8], backtick: bool) -> Result<Vec<u8>, Malformed> {
    if bytes.len() > 45 {
        return refuse("At most 45 bytes at once");
    }
    let character = |value: u8| if value == 0 && backtick { b'`' } else { value + b' ' };
    let mut text = vec![character(bytes.len() as u8)];
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - group.len()));
        text.extend((0..4).map(|index| character((bits >> (18 - 6 * index) & 63) as u8)));
    }
    text.push(b'\n');
    Ok(text)
}

pub(super) fn from_uu(text: &[u8]) -> Result<Vec<u8>, Malformed> {
    let Some((&first, mut rest)) = text.split_first() else { return refuse("Missing length byte") };
    let len = usize::from(first.wrapping_sub(b' ') & 63);
    let mut bytes = Vec::with_capacity(len);
    let (mut bits, mut count) = (0u32, 0);
    while bytes.len() < len {
        // What is missing at the end counts as eaten spaces.
        let value = match rest.first() {
            None | Some(b'\n' | b'\r') => 0,
            Some(b' '..=b'`') => (rest[0] - b' ') & 63,
            Some(_) => return refuse("Illegal char"),
        };
        rest = rest.get(1..).unwrap_or(&[]);
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    if rest.iter().any(|byte| !matches!(byte, b' ' | b'`' | b'\n' | b'\r')) {
        return refuse("Trailing garbage");
    }
    Ok(bytes)
}

/// CRC with the polynomial of CCITT, most significant bit first.
pub(super) fn crc_hqx(bytes: &[u8], start: u16) -> u16 {
    bytes.iter().fold(start, |crc, &byte| {
        (0..8).fold(
            crc ^ u16::from(byte) << 8,
            |crc, _| {
                if crc & 0x8000 != 0 { crc << 1 ^ 0x1021 } else { crc << 1 }
            },
        )
    })
}

pub(super) fn adler32(bytes: &[u8], start: u32) -> u32 {
    const MODULUS: u32 = 65521;
    let (mut a, mut b) = (start & 0xffff, start >> 16);
    // As many bytes as can be summed before the sums have to be reduced.
    for chunk in bytes.chunks(5552) {
        for &byte in chunk {
            a += u32::from(byte);
            b += a;
        }
        a %= MODULUS;
        b %= MODULUS;
    }
    b << 16 | a
}

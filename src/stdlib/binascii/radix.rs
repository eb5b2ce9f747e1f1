//! Hexadecimal, base 64 and uuencode, and checksums. Pure functions; what they refuse and how they say it is CPython's.

/// Why text was refused.
pub(super) struct Malformed(pub(super) String);

fn refuse<T>(text: &str) -> Result<T, Malformed> {
    Err(Malformed(text.into()))
}

/// Values of hexadecimal digits; 255 for all other characters.
const DIGITS: [u8; 256] = {
    let mut values = [255; 256];
    let mut digit = 0;
    while digit < 16 {
        values[b"0123456789abcdef"[digit] as usize] = digit as u8;
        values[b"0123456789ABCDEF"[digit] as usize] = digit as u8;
        digit += 1;
    }
    values
};

pub(super) fn from_hex(text: &[u8]) -> Result<Vec<u8>, Malformed> {
    let (pairs, []) = text.as_chunks::<2>() else { return refuse("Odd-length string") };
    // What is no digit has high bits, which are looked at in the end.
    let mut all = 0;
    let byte = |&[high, low]: &[u8; 2]| {
        let (high, low) = (DIGITS[usize::from(high)], DIGITS[usize::from(low)]);
        all |= high | low;
        high << 4 | low
    };
    let bytes = pairs.iter().map(byte).collect();
    if all < 16 { Ok(bytes) } else { refuse("Non-hexadecimal digit found") }
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

fn group_of(bits: u32) -> [u8; 4] {
    [18, 12, 6, 0].map(|shift| ALPHABET[(bits >> shift & 63) as usize])
}

pub(super) fn to_base64(bytes: &[u8], newline: bool) -> Vec<u8> {
    let (groups, rest) = bytes.as_chunks::<3>();
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4 + 1);
    text.resize(groups.len() * 4, 0);
    for (to, &[first, second, third]) in text.as_chunks_mut::<4>().0.iter_mut().zip(groups) {
        *to = group_of(u32::from(first) << 16 | u32::from(second) << 8 | u32::from(third));
    }
    match *rest {
        [first] => {
            let [one, two, ..] = group_of(u32::from(first) << 16);
            text.extend_from_slice(&[one, two, b'=', b'=']);
        }
        [first, second] => {
            let [one, two, three, _] = group_of(u32::from(first) << 16 | u32::from(second) << 8);
            text.extend_from_slice(&[one, two, three, b'=']);
        }
        _ => {}
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
    let mut next = 0;
    loop {
        // Whole groups, as long as there is nothing else.
        if filled == 0 && pads == 0 {
            for &[first, second, third, fourth] in text[next..].as_chunks::<4>().0 {
                let [first, second, third, fourth] =
                    [first, second, third, fourth].map(|byte| VALUES[usize::from(byte)]);
                if first | second | third | fourth >= 64 {
                    break;
                }
                bytes.extend_from_slice(&[
                    first << 2 | second >> 4,
                    second << 4 | third >> 2,
                    third << 6 | fourth,
                ]);
                next += 4;
            }
        }
        let Some(&byte) = text.get(next) else { break };
        let index = next;
        next += 1;
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

//! Bytes treated as text in ASCII: splitting, stripping, case, hexadecimal. Pure functions on slices.

use memchr::memmem;

/// White space as `bytes.split` sees it.
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Parts between runs of white space, at most `most` cuts, from the start.
pub(crate) fn split_spaces(bytes: &[u8], most: usize) -> Vec<&[u8]> {
    let (mut parts, mut rest) = (Vec::new(), bytes);
    loop {
        let skipped = rest.iter().take_while(|byte| is_space(**byte)).count();
        rest = &rest[skipped..];
        if rest.is_empty() {
            return parts;
        }
        if parts.len() == most {
            parts.push(rest);
            return parts;
        }
        let len = rest.iter().take_while(|byte| !is_space(**byte)).count();
        parts.push(&rest[..len]);
        rest = &rest[len..];
    }
}

/// As [`split_spaces`], from the end.
pub(crate) fn rsplit_spaces(bytes: &[u8], most: usize) -> Vec<&[u8]> {
    let (mut parts, mut rest) = (Vec::new(), bytes);
    loop {
        let kept = rest.len() - rest.iter().rev().take_while(|byte| is_space(**byte)).count();
        rest = &rest[..kept];
        if rest.is_empty() {
            break;
        }
        if parts.len() == most {
            parts.push(rest);
            break;
        }
        let start = rest.len() - rest.iter().rev().take_while(|byte| !is_space(**byte)).count();
        parts.push(&rest[start..]);
        rest = &rest[..start];
    }
    parts.reverse();
    parts
}

/// Parts between occurrences of a separator that is not empty.
pub(crate) fn split_at<'a>(bytes: &'a [u8], separator: &[u8], most: usize) -> Vec<&'a [u8]> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for at in memmem::find_iter(bytes, separator).take(most) {
        parts.push(&bytes[from..at]);
        from = at + separator.len();
    }
    parts.push(&bytes[from..]);
    parts
}

/// As [`split_at`], from the end.
pub(crate) fn rsplit_at<'a>(bytes: &'a [u8], separator: &[u8], most: usize) -> Vec<&'a [u8]> {
    let (mut parts, mut end) = (Vec::new(), bytes.len());
    while parts.len() < most
        && let Some(at) = memmem::rfind(&bytes[..end], separator)
    {
        parts.push(&bytes[at + separator.len()..end]);
        end = at;
    }
    parts.push(&bytes[..end]);
    parts.reverse();
    parts
}

/// Lines, broken at `\n`, `\r` and `\r\n`.
pub(crate) fn split_lines(bytes: &[u8], keep_ends: bool) -> Vec<&[u8]> {
    let (mut lines, mut start) = (Vec::new(), 0);
    while start < bytes.len() {
        let Some(found) = memchr::memchr2(b'\n', b'\r', &bytes[start..]) else {
            lines.push(&bytes[start..]);
            break;
        };
        let end = start + found;
        let next = if bytes[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 };
        lines.push(&bytes[start..if keep_ends { next } else { end }]);
        start = next;
    }
    lines
}

/// Non-overlapping places of `needle`; an empty one occurs everywhere.
pub(crate) fn count(bytes: &[u8], needle: &[u8]) -> usize {
    if needle.is_empty() { bytes.len() + 1 } else { memmem::find_iter(bytes, needle).count() }
}

/// `bytes` with at most `most` occurrences of `old` replaced.
pub(crate) fn replace(bytes: &[u8], old: &[u8], new: &[u8], most: usize) -> Vec<u8> {
    let mut result = Vec::with_capacity(bytes.len());
    if old.is_empty() {
        for (index, &byte) in bytes.iter().enumerate() {
            if index < most {
                result.extend_from_slice(new);
            }
            result.push(byte);
        }
        if bytes.len() < most {
            result.extend_from_slice(new);
        }
        return result;
    }
    let mut from = 0;
    for at in memmem::find_iter(bytes, old).take(most) {
        result.extend_from_slice(&bytes[from..at]);
        result.extend_from_slice(new);
        from = at + old.len();
    }
    result.extend_from_slice(&bytes[from..]);
    result
}

/// Words begin in upper case and go on in lower case.
pub(crate) fn title(bytes: &[u8]) -> Vec<u8> {
    let mut in_word = false;
    let each = bytes.iter().map(|&byte| {
        let mapped = if in_word { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
        in_word = byte.is_ascii_alphabetic();
        mapped
    });
    each.collect()
}

/// Whether words begin in upper case and go on in lower case.
pub(crate) fn is_title(bytes: &[u8]) -> bool {
    let (mut found, mut in_word) = (false, false);
    for byte in bytes {
        if byte.is_ascii_uppercase() == in_word && byte.is_ascii_alphabetic() {
            return false;
        }
        in_word = byte.is_ascii_alphabetic();
        found |= in_word;
    }
    found
}

/// Tabs as spaces up to the next multiple of `size`.
pub(crate) fn expand_tabs(bytes: &[u8], size: usize) -> Vec<u8> {
    let (mut result, mut column) = (Vec::with_capacity(bytes.len()), 0);
    for &byte in bytes {
        if byte == b'\t' {
            let spaces = if size == 0 { 0 } else { size - column % size };
            result.resize(result.len() + spaces, b' ');
            column += spaces;
        } else {
            result.push(byte);
            column = if matches!(byte, b'\n' | b'\r') { 0 } else { column + 1 };
        }
    }
    result
}

/// Hexadecimal digits, with a separator every `group` bytes, counted from the end or, where negative, from the start.
pub(crate) fn hex(bytes: &[u8], separator: Option<u8>, group: i64) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    let Some(separator) = separator else {
        // Written in place, without asking for room at every byte.
        let mut result = vec![0; bytes.len() * 2];
        for (pair, &byte) in result.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
            *pair = digits(byte);
        }
        return result;
    };
    let mut result = Vec::with_capacity(bytes.len() * 3);
    let size = group.unsigned_abs() as usize;
    for (index, &byte) in bytes.iter().enumerate() {
        if index > 0 && size > 0 {
            let at = if group < 0 { index } else { bytes.len() - index };
            if at % size == 0 {
                result.push(separator);
            }
        }
        result.extend_from_slice(&digits(byte));
    }
    result
}

/// Why hexadecimal text was refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum BadHex {
    NotADigit(usize),
    OddCount,
}

/// The bytes of hexadecimal text; white space may stand between them.
pub(crate) fn from_hex(text: &[u8]) -> Result<Vec<u8>, BadHex> {
    let digit = |at: usize| match text.get(at) {
        None => Err(BadHex::OddCount),
        Some(&byte) => (byte as char).to_digit(16).map(|digit| digit as u8).ok_or(BadHex::NotADigit(at)),
    };
    // An odd number of digits is only told apart from another character where all are digits.
    if text.len() % 2 == 1 && !text.is_empty() && text.iter().all(u8::is_ascii_hexdigit) {
        return Err(BadHex::OddCount);
    }
    let (mut bytes, mut at) = (Vec::with_capacity(text.len() / 2), 0);
    while at < text.len() {
        if is_space(text[at]) {
            at += 1;
            continue;
        }
        bytes.push(digit(at)? << 4 | digit(at + 1)?);
        at += 2;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits() {
        assert_eq!(split_spaces(b"  a b  c ", usize::MAX), [b"a", b"b", b"c"]);
        assert_eq!(split_spaces(b"  a b  c ", 1), [&b"a"[..], b"b  c "]);
        assert_eq!(rsplit_spaces(b"  a b  c ", 1), [&b"  a b"[..], b"c"]);
        assert_eq!(split_at(b"a,b,,c", b",", 2), [&b"a"[..], b"b", b",c"]);
        assert_eq!(rsplit_at(b"a,b,,c", b",", 2), [&b"a,b"[..], b"", b"c"]);
        assert_eq!(split_lines(b"a\r\nb\rc\n", true), [&b"a\r\n"[..], b"b\r", b"c\n"]);
    }

    #[test]
    fn replaces_and_counts() {
        assert_eq!(replace(b"abab", b"b", b"xy", 1), b"axyab");
        assert_eq!(replace(b"ab", b"", b"-", usize::MAX), b"-a-b-");
        assert_eq!(replace(b"ab", b"", b"-", 1), b"-ab");
        assert_eq!(count(b"aaa", b"aa"), 1);
        assert_eq!(count(b"aaa", b""), 4);
    }

    #[test]
    fn hexadecimal_both_ways() {
        assert_eq!(hex(b"abcdef", Some(b':'), 4), b"6162:63646566");
        assert_eq!(hex(b"abcdef", Some(b':'), -4), b"61626364:6566");
        assert_eq!(from_hex(b"41 42"), Ok(b"AB".to_vec()));
        assert_eq!(from_hex(b"4 1"), Err(BadHex::NotADigit(1)));
        assert_eq!(from_hex(b"414"), Err(BadHex::OddCount));
    }

    #[test]
    fn titles() {
        assert_eq!(title(b"hello wORLD x2y"), b"Hello World X2Y");
        assert!(is_title(b"Hello World") && !is_title(b"HeLlo") && !is_title(b"12") && !is_title(b"hello"));
    }
}

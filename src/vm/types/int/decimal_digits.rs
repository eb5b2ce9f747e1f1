//! Decimal digits of all scripts (Unicode 16, general category Nd), and the text of numbers as ASCII.

use crate::types::str_::unicode::is_space;

/// The zeros; each begins a run of ten digits.
#[rustfmt::skip]
const ZEROS: [u32; 76] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090,
    0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50,
    0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0,
    0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50,
    0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// The value of a decimal digit of any script.
pub(crate) fn decimal_value(point: u32) -> Option<u8> {
    let after = ZEROS.partition_point(|&zero| zero <= point);
    let distance = point - ZEROS.get(after.checked_sub(1)?)?;
    (distance < 10).then_some(distance as u8)
}

/// The text of a number in ASCII, as `int()` and `float()` read it: digits of other scripts become ASCII digits, spaces beyond ASCII
/// become a space, anything else beyond ASCII a question mark.
pub(crate) fn to_ascii(points: impl Iterator<Item = u32>) -> Vec<u8> {
    let ascii = |point: u32| match u8::try_from(point) {
        Ok(byte) if byte < 127 => byte,
        _ if is_space(point) => b' ',
        _ => decimal_value(point).map_or(b'?', |digit| b'0' + digit),
    };
    points.map(ascii).collect()
}

/// Text without the white space of C's `isspace` around it.
pub(crate) fn strip(text: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let start = text.iter().position(|byte| !is_space(byte)).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !is_space(byte)).map_or(start, |last| last + 1);
    &text[start..end]
}

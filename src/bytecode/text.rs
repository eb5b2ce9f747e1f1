//! Python text as plain data: WTF-8, that is UTF-8 in which a lone surrogate (`"\ud800"`) has its three-byte form.
//!
//! Python strings may hold two adjacent surrogates (`"\\ud83d\\ude00"` is two code points), so unlike in strict WTF-8
//! such a pair is not joined: what reads a `Text` decodes it by code points, never as UTF-8.

use std::fmt;
use std::sync::Arc;

/// Immutable Python text: a sequence of code points 0..=0x10FFFF, surrogates included.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Text(Arc<[u8]>);

impl Text {
    /// Text of the given code points; `None` where one is above 0x10FFFF.
    pub fn from_code_points(points: impl IntoIterator<Item = u32>) -> Option<Text> {
        let mut bytes = Vec::new();
        for point in points {
            Text::push_code_point(&mut bytes, point)?;
        }
        Some(Text(bytes.into()))
    }

    /// Appends one code point in its generalised UTF-8 form; `None` (and nothing appended) above 0x10FFFF.
    pub fn push_code_point(bytes: &mut Vec<u8>, point: u32) -> Option<()> {
        match point {
            0..=0x7f => bytes.push(point as u8),
            0x80..=0x7ff => bytes.extend([0xc0 | (point >> 6) as u8, 0x80 | (point & 0x3f) as u8]),
            0x800..=0xffff => bytes.extend([
                0xe0 | (point >> 12) as u8,
                0x80 | (point >> 6 & 0x3f) as u8,
                0x80 | (point & 0x3f) as u8,
            ]),
            0x1_0000..=0x10_ffff => bytes.extend([
                0xf0 | (point >> 18) as u8,
                0x80 | (point >> 12 & 0x3f) as u8,
                0x80 | (point >> 6 & 0x3f) as u8,
                0x80 | (point & 0x3f) as u8,
            ]),
            _ => return None,
        }
        Some(())
    }

    /// The text whose generalised UTF-8 bytes these are; `None` unless they are well formed.
    pub fn from_bytes(bytes: &[u8]) -> Option<Text> {
        if std::str::from_utf8(bytes).is_ok() {
            return Some(Text(bytes.into()));
        }
        let text = Text(bytes.into());
        let points: Vec<u32> = text.checked_points().collect::<Option<_>>()?;
        (Text::from_code_points(points)?.0 == text.0).then_some(text)
    }

    /// As [`Text::from_bytes`], for bytes known to be well formed; of others it would show wrong code points.
    pub(crate) fn from_own_bytes(bytes: &[u8]) -> Text {
        debug_assert!(Text::from_bytes(bytes).is_some());
        Text(bytes.into())
    }

    /// The generalised UTF-8 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text as `str`; `None` where it holds a surrogate.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// For messages: surrogates are shown as U+FFFD.
    pub fn to_string_lossy(&self) -> String {
        self.code_points().map(|point| char::from_u32(point).unwrap_or('\u{fffd}')).collect()
    }

    /// The code points in order.
    pub fn code_points(&self) -> impl Iterator<Item = u32> + '_ {
        self.checked_points().map_while(|point| point)
    }

    fn checked_points(&self) -> impl Iterator<Item = Option<u32>> + '_ {
        let mut rest = &self.0[..];
        std::iter::from_fn(move || {
            let (&first, _) = rest.split_first()?;
            let (length, start) = match first {
                0..=0x7f => (1, u32::from(first)),
                0xc2..=0xdf => (2, u32::from(first & 0x1f)),
                0xe0..=0xef => (3, u32::from(first & 0x0f)),
                0xf0..=0xf4 => (4, u32::from(first & 0x07)),
                _ => (usize::MAX, 0),
            };
            let Some((sequence, after)) = rest.split_at_checked(length) else {
                rest = &[];
                return Some(None);
            };
            rest = after;
            let tail = sequence[1..].iter().try_fold(start, |point, byte| {
                (byte & 0xc0 == 0x80).then_some(point << 6 | u32::from(byte & 0x3f))
            });
            Some(tail)
        })
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text(text.as_bytes().into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text(text.into_bytes().into())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.to_string_lossy())
    }
}

//! Finding strings in strings: a byte searcher (`memchr`'s two-way with vector prefilter) over the raw units of the text, the needle
//! widened to the text's units; matches that do not begin at a unit are passed over.

use std::borrow::Cow;

use memchr::memmem;

use crate::types::str_::Units;

const fn width(units: Units<'_>) -> usize {
    match units {
        Units::One(_) => 1,
        Units::Two(_) => 2,
        Units::Four(_) => 4,
    }
}

/// The needle in units of `wanted` bytes; `None` where it is wider, so that it cannot occur.
fn widened(needle: Units<'_>, wanted: usize) -> Option<Cow<'_, [u8]>> {
    match wanted.cmp(&width(needle)) {
        std::cmp::Ordering::Less => None,
        std::cmp::Ordering::Equal => Some(Cow::Borrowed(needle.raw())),
        std::cmp::Ordering::Greater => {
            let bytes = needle.points().flat_map(|point| point.to_ne_bytes().into_iter().take(wanted));
            Some(Cow::Owned(bytes.collect()))
        }
    }
}

/// The first place of `needle` in `text`.
pub(super) fn find(text: Units<'_>, needle: Units<'_>) -> Option<usize> {
    match (text, needle) {
        (Units::One(text), Units::One(&[unit])) => memchr::memchr(unit, text),
        // In a short text without the tables of a search.
        (Units::One(text), Units::One(needle)) => memmem::find(text, needle),
        _ => occurrences(text, needle, true).next(),
    }
}

/// How often `needle` occurs in `text` without overlapping.
pub(super) fn count(text: Units<'_>, needle: Units<'_>) -> usize {
    if let (Units::One(text), Units::One(&[unit])) = (text, needle) {
        return memchr::memchr_iter(unit, text).count();
    }
    occurrences(text, needle, false).count()
}

/// The last place of `needle` in `text`.
pub(super) fn rfind(text: Units<'_>, needle: Units<'_>) -> Option<usize> {
    if let (Units::One(text), Units::One(needle)) = (text, needle) {
        return memmem::rfind(text, needle);
    }
    let width = width(text);
    let needle = widened(needle, width)?;
    let mut bytes = text.raw();
    let finder = memmem::FinderRev::new(&needle);
    loop {
        let at = finder.rfind(bytes)?;
        if at.is_multiple_of(width) {
            return Some(at / width);
        }
        bytes = &bytes[..at + needle.len() - 1];
    }
}

/// The places of `needle` in `text`, ascending: not overlapping ones, or, with `first_only`, only the first. An empty needle occurs
/// before each unit and at the end.
pub(super) fn occurrences<'a>(text: Units<'a>, needle: Units<'a>, first_only: bool) -> Occurrences<'a> {
    let width = width(text);
    let needle = widened(needle, width);
    let step = needle.as_ref().map_or(0, |needle| needle.len());
    let finder = needle.map(|needle| match needle {
        Cow::Borrowed(&[unit]) => Finder::Byte(unit),
        Cow::Borrowed(needle) if first_only => Finder::Bytes(memmem::Finder::new(needle)),
        needle => Finder::Bytes(memmem::Finder::new(&needle).into_owned()),
    });
    Occurrences { bytes: text.raw(), width, finder, step, from: 0, done: false }
}

/// What looks for the needle.
#[expect(clippy::large_enum_variant, reason = "there is one at a time, on the stack")]
enum Finder<'a> {
    Byte(u8),
    Bytes(memmem::Finder<'a>),
}

impl Finder<'_> {
    #[inline]
    fn find(&self, bytes: &[u8]) -> Option<usize> {
        match self {
            Finder::Byte(byte) => memchr::memchr(*byte, bytes),
            Finder::Bytes(finder) => finder.find(bytes),
        }
    }
}

/// See [`occurrences`].
pub(super) struct Occurrences<'a> {
    bytes: &'a [u8],
    width: usize,
    finder: Option<Finder<'a>>,
    /// Bytes of the needle.
    step: usize,
    from: usize,
    done: bool,
}

impl Iterator for Occurrences<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let finder = self.finder.as_ref()?;
        if self.done {
            return None;
        }
        if self.step == 0 {
            let at = self.from;
            self.from += self.width;
            self.done = self.from > self.bytes.len();
            return Some(at / self.width);
        }
        let mut from = self.from;
        loop {
            let Some(found) = self.bytes.get(from..).and_then(|rest| finder.find(rest)) else {
                self.done = true;
                return None;
            };
            let at = from + found;
            if at.is_multiple_of(self.width) {
                self.from = at + self.step;
                return Some(at / self.width);
            }
            from = at + 1;
        }
    }
}

/// Whether `needle` stands in `text` at a place where it fits.
pub(super) fn is_at(text: Units<'_>, needle: Units<'_>, at: usize) -> bool {
    let part = text.part(at, at + needle.len());
    match (part, needle) {
        (Units::One(a), Units::One(b)) => a == b,
        (Units::Two(a), Units::Two(b)) => a == b,
        (Units::Four(a), Units::Four(b)) => a == b,
        (a, b) => a.points().eq(b.points()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_in_every_width() {
        let wide: Vec<u16> = "xäβγxβγ".encode_utf16().collect();
        let needle: Vec<u16> = "βγ".encode_utf16().collect();
        assert_eq!(find(Units::Two(&wide), Units::Two(&needle)), Some(2));
        assert_eq!(rfind(Units::Two(&wide), Units::Two(&needle)), Some(5));
        assert_eq!(find(Units::Two(&wide), Units::One(b"x")), Some(0));
        assert_eq!(rfind(Units::Two(&wide), Units::One(b"x")), Some(4));
        assert_eq!(find(Units::One(b"abc"), Units::Two(&needle)), None);
        assert_eq!(occurrences(Units::One(b"aaaa"), Units::One(b"aa"), false).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(occurrences(Units::One(b"ab"), Units::One(b""), false).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(rfind(Units::One(b"ab"), Units::One(b"")), Some(2));
    }

    #[test]
    fn passes_over_matches_between_units() {
        // 0x6161 0x0061: the bytes 61 61 61 00 hold "61 00" at unit 1 and "61 61" at an odd place.
        let text = [0x6161u16, 0x0061, 0x6161];
        assert_eq!(find(Units::Two(&text), Units::One(b"a")), Some(1));
        let text = [0x0100u16, 0x0001, 0x0100];
        assert_eq!(find(Units::Two(&text), Units::One(b"\x01")), Some(1));
        assert_eq!(rfind(Units::Two(&text), Units::One(b"\x01")), Some(1));
        let four = [0x1_0000u32, 0x100, 1];
        assert_eq!(find(Units::Four(&four), Units::One(b"\x01")), Some(2));
    }
}

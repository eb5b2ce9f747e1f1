//! The tables of `data.bin`: the sections in the order `generate.py` writes them.

static DATA: &[u8] = include_bytes!("data.bin");

/// Which version of the database.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// 16.0.0.
    New,
    /// 3.2.0.
    Old,
}

impl Version {
    pub(super) fn number(self) -> &'static str {
        match self {
            Version::New => "16.0.0",
            Version::Old => "3.2.0",
        }
    }
}

/// Numbers of the sections.
mod section {
    /// Records, block index and blocks of 16.0.0; those of 3.2.0 follow.
    pub(super) const PROPERTIES: usize = 0;
    pub(super) const OLD_PROPERTIES: usize = 3;
    pub(super) const CATEGORIES: usize = 6;
    pub(super) const BIDIRECTIONAL: usize = 7;
    pub(super) const WIDTHS: usize = 8;
    pub(super) const NUMBERS: usize = 9;
    /// Keys and points; the tags' names follow.
    pub(super) const LISTED: usize = 10;
    pub(super) const TAGS: usize = 12;
    /// Keys and points of whole decompositions, those that are otherwise in 3.2.0, and the same by compatibility.
    pub(super) const CANONICAL: usize = 13;
    pub(super) const COMPATIBLE: usize = 17;
    pub(super) const PAIRS: usize = 21;
}

const BLOCK_SHIFT: u32 = 7;
const RECORD_BYTES: usize = 8;

fn word(data: &[u8], index: usize) -> u32 {
    let bytes: [u8; 4] = data[index * 4..index * 4 + 4].try_into().unwrap_or_default();
    u32::from_le_bytes(bytes)
}

fn half(data: &[u8], index: usize) -> u16 {
    u16::from_le_bytes([data[index * 2], data[index * 2 + 1]])
}

fn section(number: usize) -> &'static [u8] {
    let (start, len) = (word(DATA, number * 2) as usize, word(DATA, number * 2 + 1) as usize);
    &DATA[start..start + len]
}

/// A name of at most four letters.
fn short_name(number: usize, index: u8) -> &'static str {
    let names = section(number);
    let bytes = &names[usize::from(index) * 4..usize::from(index) * 4 + 4];
    std::str::from_utf8(bytes).unwrap_or_default().trim_end_matches('\0')
}

/// The properties of a character.
#[derive(Clone, Copy)]
pub(super) struct Record(&'static [u8]);

/// The record of a code point.
pub(super) fn record(version: Version, point: u32) -> Record {
    let first = if version == Version::New { section::PROPERTIES } else { section::OLD_PROPERTIES };
    let block = half(section(first + 1), (point >> BLOCK_SHIFT) as usize) as usize;
    let within = (point & ((1 << BLOCK_SHIFT) - 1)) as usize;
    let number = half(section(first + 2), (block << BLOCK_SHIFT) + within) as usize;
    Record(&section(first)[number * RECORD_BYTES..(number + 1) * RECORD_BYTES])
}

impl Record {
    pub(super) fn category(self) -> &'static str {
        short_name(section::CATEGORIES, self.0[0])
    }
    pub(super) fn combining(self) -> u8 {
        self.0[1]
    }
    pub(super) fn bidirectional(self) -> &'static str {
        short_name(section::BIDIRECTIONAL, self.0[2])
    }
    pub(super) fn east_asian_width(self) -> &'static str {
        short_name(section::WIDTHS, self.0[3] >> 1)
    }
    pub(super) fn mirrored(self) -> bool {
        self.0[3] & 1 != 0
    }
    pub(super) fn decimal(self) -> Option<u8> {
        Some(self.0[4]).filter(|&digit| digit != 255)
    }
    pub(super) fn digit(self) -> Option<u8> {
        Some(self.0[5]).filter(|&digit| digit != 255)
    }
    pub(super) fn numeric(self) -> Option<f64> {
        let number = half(self.0, 3);
        if number == 0xffff {
            return None;
        }
        let numbers = section(section::NUMBERS);
        let bytes = numbers.get(usize::from(number) * 8..usize::from(number) * 8 + 8)?;
        Some(f64::from_le_bytes(bytes.try_into().ok()?))
    }
}

/// Whether a version knows a character.
pub(super) fn is_assigned(version: Version, point: u32) -> bool {
    version == Version::New || record(version, point).category() != "Cn"
}

/// The points that a mapping (keys, points) has for one.
fn mapped(first: usize, point: u32) -> Option<Points> {
    let keys = section(first);
    let (mut low, mut high) = (0, keys.len() / 8);
    while low < high {
        let middle = usize::midpoint(low, high);
        match word(keys, middle * 2).cmp(&point) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => {
                let place = word(keys, middle * 2 + 1);
                let (start, count) = ((place >> 8) as usize, (place & 255) as usize);
                return Some(Points(&section(first + 1)[start * 4..(start + count) * 4]));
            }
        }
    }
    None
}

/// A run of code points.
#[derive(Clone, Copy)]
pub(super) struct Points(&'static [u8]);

impl Points {
    pub(super) fn iter(self) -> impl Iterator<Item = u32> {
        (0..self.0.len() / 4).map(move |index| word(self.0, index))
    }
}

/// A character's decomposition as it is listed: a tag and the points in hexadecimal.
pub(super) fn listed_decomposition(point: u32) -> String {
    let Some(points) = mapped(section::LISTED, point) else { return String::new() };
    let tags = std::str::from_utf8(section(section::TAGS)).unwrap_or_default();
    let mut parts = points.iter();
    let tag = parts.next().and_then(|number| tags.split('\n').nth(number as usize)).unwrap_or_default();
    let mut text = tag.to_string();
    for part in parts {
        if !text.is_empty() {
            text.push(' ');
        }
        text += &format!("{part:04X}");
    }
    text
}

/// The whole decomposition of a character, Hangul excepted.
pub(super) fn decomposed(version: Version, compatible: bool, point: u32) -> Option<Points> {
    let first = if compatible { section::COMPATIBLE } else { section::CANONICAL };
    if version == Version::Old {
        if let Some(points) = mapped(first + 2, point) {
            return Some(points);
        }
        if !is_assigned(version, point) {
            return None;
        }
    }
    mapped(first, point)
}

/// What two characters are composed to, Hangul excepted.
pub(super) fn composed(version: Version, one: u32, other: u32) -> Option<u32> {
    const OLD_BIT: u32 = 1 << 31;
    let pairs = section(section::PAIRS);
    let (mut low, mut high) = (0, pairs.len() / 12);
    while low < high {
        let middle = usize::midpoint(low, high);
        let pair = (word(pairs, middle * 3), word(pairs, middle * 3 + 1));
        match pair.cmp(&(one, other)) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => {
                let found = word(pairs, middle * 3 + 2);
                let known = version == Version::New || found & OLD_BIT != 0;
                return known.then_some(found & !OLD_BIT);
            }
        }
    }
    None
}

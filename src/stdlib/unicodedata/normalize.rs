//! Normalization (Unicode Standard Annex 15): decompose, order marks, compose.

use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::types::str_::Str;

use super::data::{self, Version};

/// A normal form.
#[derive(Clone, Copy)]
pub(super) struct Form {
    compatible: bool,
    composes: bool,
}

impl Form {
    pub(super) fn named(name: &str) -> Option<Form> {
        let (compatible, composes) = match name {
            "NFC" => (false, true),
            "NFD" => (false, false),
            "NFKC" => (true, true),
            "NFKD" => (true, false),
            _ => return None,
        };
        Some(Form { compatible, composes })
    }
}

// Hangul syllables are composed of letters by arithmetic.
const SYLLABLE: u32 = 0xac00;
const LEADING: u32 = 0x1100;
const VOWEL: u32 = 0x1161;
const TRAILING: u32 = 0x11a7;
const LEADINGS: u32 = 19;
const VOWELS: u32 = 21;
const TRAILINGS: u32 = 28;
const SYLLABLES: u32 = LEADINGS * VOWELS * TRAILINGS;

/// The letters of a Hangul syllable.
pub(super) fn hangul_letters(point: u32) -> Option<impl Iterator<Item = u32>> {
    let syllable = point.wrapping_sub(SYLLABLE);
    let (leading, vowel) = (syllable / (VOWELS * TRAILINGS), syllable % (VOWELS * TRAILINGS) / TRAILINGS);
    let trailing = Some(TRAILING + syllable % TRAILINGS).filter(|&trailing| trailing != TRAILING);
    (syllable < SYLLABLES)
        .then(|| [LEADING + (leading % LEADINGS), VOWEL + vowel].into_iter().chain(trailing))
}

fn decompose(version: Version, form: Form, point: u32, points: &mut Vec<u32>) {
    if let Some(letters) = hangul_letters(point) {
        points.extend(letters);
        return;
    }
    match data::decomposed(version, form.compatible, point) {
        Some(parts) => points.extend(parts.iter()),
        None => points.push(point),
    }
}

/// Sorts each run of marks by combining class, equal ones as they stand.
fn order(version: Version, points: &mut [u32]) {
    let class = |point: u32| if point < 0x300 { 0 } else { data::record(version, point).combining() };
    let mut start = 0;
    while start < points.len() {
        if class(points[start]) == 0 {
            start += 1;
            continue;
        }
        let end = (start..points.len()).find(|&at| class(points[at]) == 0).unwrap_or(points.len());
        points[start..end].sort_by_key(|&point| class(point));
        start = end;
    }
}

fn pair(version: Version, one: u32, other: u32) -> Option<u32> {
    let (leading, vowel) = (one.wrapping_sub(LEADING), other.wrapping_sub(VOWEL));
    if leading < LEADINGS && vowel < VOWELS {
        return Some(SYLLABLE + (leading * VOWELS + vowel) * TRAILINGS);
    }
    let (syllable, trailing) = (one.wrapping_sub(SYLLABLE), other.wrapping_sub(TRAILING));
    if syllable < SYLLABLES && syllable.is_multiple_of(TRAILINGS) && (1..TRAILINGS).contains(&trailing) {
        return Some(one + trailing);
    }
    data::composed(version, one, other)
}

fn compose(version: Version, points: &[u32]) -> Vec<u32> {
    let mut result: Vec<u32> = Vec::with_capacity(points.len());
    // The last character that marks may be composed with, and the class of the last mark behind it that was not.
    let mut starter = None;
    let mut last_class = 0;
    for &point in points {
        let class = data::record(version, point).combining();
        if let Some(at) = starter {
            let adjacent = result.len() == at + 1;
            let reachable = adjacent || (class != 0 && last_class < class);
            if reachable && let Some(composed) = pair(version, result[at], point) {
                result[at] = composed;
                continue;
            }
        }
        if class == 0 {
            starter = Some(result.len());
            last_class = 0;
        } else {
            last_class = class;
        }
        result.push(point);
    }
    result
}

/// The normal form of a text; `None` where the text is that already.
pub(super) fn normalize(cx: &Cx, version: Version, form: Form, text: Obj<Str>) -> R<Option<Vec<u32>>> {
    if text.is_ascii() {
        return Ok(None);
    }
    let original: Vec<u32> = text.units().points().collect();
    // Composed forms leave Latin-1 as it is, but for compatibility.
    if form.composes && !form.compatible && text.width() == 1 {
        return Ok(None);
    }
    let mut points = Vec::with_capacity(original.len());
    for chunk in original.chunks(1 << 14) {
        for &point in chunk {
            decompose(version, form, point, &mut points);
        }
        cx.poll()?;
    }
    order(version, &mut points);
    if form.composes {
        points = compose(version, &points);
    }
    Ok((points != original).then_some(points))
}

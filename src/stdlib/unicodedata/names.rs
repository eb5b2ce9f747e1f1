//! Names of characters, their aliases, and named sequences.

static NAMES: &str = include_str!("names.txt");

/// A character's name.
pub(super) fn of(point: u32) -> Option<String> {
    char::from_u32(point).and_then(unicode_names2::name).map(|name| name.to_string())
}

/// The character of a name or alias, or the characters of a named sequence.
pub(super) fn lookup(name: &str) -> Option<Vec<u32>> {
    if !name.is_ascii() {
        return None;
    }
    if let Some(found) = unicode_names2::character(name) {
        return Some(vec![found as u32]);
    }
    let line = NAMES
        .lines()
        .find(|line| line.split_once(';').is_some_and(|(known, _)| known.eq_ignore_ascii_case(name)))?;
    let (_, points) = line.split_once(';')?;
    points.split(' ').map(|point| u32::from_str_radix(point, 16).ok()).collect()
}

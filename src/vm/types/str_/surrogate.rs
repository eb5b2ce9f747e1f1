//! Lone surrogates in Rust text, which has none: each is spelled as two code points that no text has side by side, a noncharacter and one for
//! private use. So messages and representations can be put together as Rust text; a str made of it has the surrogates again.

use std::str::Chars;

/// Begins the spelling of a surrogate.
const MARK: char = '\u{10ffff}';
const FIRST_SURROGATE: u32 = 0xd800;
const SURROGATES: u32 = 0x800;
/// Stands, behind the mark, for the first surrogate.
const FIRST_STAND_IN: u32 = 0x10_f000;

/// Adds the spelling of a surrogate.
pub(super) fn push(text: &mut String, surrogate: u32) {
    let stand_in = char::from_u32(FIRST_STAND_IN + surrogate.wrapping_sub(FIRST_SURROGATE));
    text.push(MARK);
    text.push(stand_in.unwrap_or(MARK));
}

/// The code points of Rust text, surrogates in the place of their spellings.
pub(super) fn points(text: &str) -> impl Iterator<Item = u32> {
    let mut rest = text.chars();
    std::iter::from_fn(move || {
        let next = rest.next()?;
        match stand_in(&rest).filter(|_| next == MARK) {
            Some(surrogate) => {
                rest.next();
                Some(surrogate)
            }
            None => Some(next.into()),
        }
    })
}

/// The surrogate that the next character stands for.
fn stand_in(rest: &Chars<'_>) -> Option<u32> {
    let next = u32::from(rest.clone().next()?);
    next.checked_sub(FIRST_STAND_IN).filter(|&index| index < SURROGATES).map(|index| index + FIRST_SURROGATE)
}

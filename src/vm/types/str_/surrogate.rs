//! Lone surrogates in Rust text, which has none: each is spelled as a mark and a code point that stands for it. So messages and representations can be
//! put together as Rust text; a str made of it has the surrogates again.
//!
//! The mark is a noncharacter and four code points for private use that each process draws: no text that a program reads or makes has it, as
//! nothing shows it to programs. (A fixed spelling, as it once was, changed the text that happened to contain it.)

use std::str::Chars;
use std::sync::OnceLock;

use typhon_os::time::{monotonic_nanos, realtime_nanos};

/// Begins the mark.
const FIRST_OF_MARK: char = '\u{10ffff}';
/// Code points of the mark behind the first.
const DRAWN: usize = 4;
const FIRST_PRIVATE: u32 = 0x10_0000;
const FIRST_SURROGATE: u32 = 0xd800;
const SURROGATES: u32 = 0x800;

/// What this process has drawn.
fn drawn() -> [char; DRAWN] {
    static MARK: OnceLock<[char; DRAWN]> = OnceLock::new();
    *MARK.get_or_init(|| {
        let place = std::ptr::from_ref(&MARK).addr() as u64;
        let mut state =
            monotonic_nanos() ^ realtime_nanos().cast_unsigned().rotate_left(32) ^ place.rotate_left(17);
        std::array::from_fn(|_| {
            // SplitMix64 (Steele, Lea and Flood 2014).
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = (state ^ state >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
            char::from_u32(FIRST_PRIVATE + (mixed >> 48) as u32 % 0xfff0).unwrap_or(FIRST_OF_MARK)
        })
    })
}

/// Adds the spelling of a surrogate.
pub(super) fn push(text: &mut String, surrogate: u32) {
    text.push(FIRST_OF_MARK);
    text.extend(drawn());
    let stand_in = char::from_u32(FIRST_PRIVATE + surrogate.wrapping_sub(FIRST_SURROGATE));
    text.push(stand_in.unwrap_or(FIRST_OF_MARK));
}

/// The code points of Rust text, surrogates in the place of their spellings.
pub(super) fn points(text: &str) -> impl Iterator<Item = u32> {
    let mut rest = text.chars();
    std::iter::from_fn(move || {
        let next = rest.next()?;
        if next == FIRST_OF_MARK
            && let Some((surrogate, behind)) = spelled(rest.clone())
        {
            rest = behind;
            return Some(surrogate);
        }
        Some(next.into())
    })
}

/// The surrogate that is spelled behind the first code point of the mark, and what follows.
fn spelled(mut rest: Chars<'_>) -> Option<(u32, Chars<'_>)> {
    for part in drawn() {
        if rest.next()? != part {
            return None;
        }
    }
    let index = u32::from(rest.next()?).checked_sub(FIRST_PRIVATE).filter(|&index| index < SURROGATES)?;
    Some((FIRST_SURROGATE + index, rest))
}

//! Characters as patterns see them: categories and case, by ASCII, Unicode, or the locale (whose characters beyond ASCII have neither:
//! the runtime's locale is UTF-8).

use typhon_vm::types::str_::unicode;

use super::opcodes::category;

fn is_ascii_word(point: u32) -> bool {
    point == '_' as u32 || u8::try_from(point).is_ok_and(|byte| byte.is_ascii_alphanumeric())
}

fn is_ascii_space(point: u32) -> bool {
    matches!(point, 9..=13 | 32)
}

fn is_ascii_digit(point: u32) -> bool {
    point.wrapping_sub('0' as u32) < 10
}

pub(super) fn is_unicode_word(point: u32) -> bool {
    if point < 128 { is_ascii_word(point) } else { unicode::is_alphanumeric(point) }
}

pub(super) fn is_word(point: u32, by_unicode: bool) -> bool {
    if by_unicode { is_unicode_word(point) } else { is_ascii_word(point) }
}

/// Whether a character is of a category. Unknown categories have no characters.
pub(super) fn is_in_category(number: u32, point: u32) -> bool {
    match number {
        category::DIGIT => is_ascii_digit(point),
        category::NOT_DIGIT => !is_ascii_digit(point),
        category::SPACE => is_ascii_space(point),
        category::NOT_SPACE => !is_ascii_space(point),
        category::WORD | category::LOC_WORD => is_ascii_word(point),
        category::NOT_WORD | category::LOC_NOT_WORD => !is_ascii_word(point),
        category::LINEBREAK => point == '\n' as u32,
        category::NOT_LINEBREAK => point != '\n' as u32,
        category::UNI_DIGIT => unicode::is_decimal(point),
        category::UNI_NOT_DIGIT => !unicode::is_decimal(point),
        category::UNI_SPACE => unicode::is_space(point),
        category::UNI_NOT_SPACE => !unicode::is_space(point),
        category::UNI_WORD => is_unicode_word(point),
        category::UNI_NOT_WORD => !is_unicode_word(point),
        category::UNI_LINEBREAK => unicode::is_line_break(point),
        category::UNI_NOT_LINEBREAK => !unicode::is_line_break(point),
        _ => false,
    }
}

pub(super) fn lower_ascii(point: u32) -> u32 {
    if point.wrapping_sub('A' as u32) < 26 { point + 32 } else { point }
}

pub(super) fn upper_ascii(point: u32) -> u32 {
    if point.wrapping_sub('a' as u32) < 26 { point - 32 } else { point }
}

/// The simple lower case mapping: the first character of the full one, which only one character (U+0130) has longer.
pub(super) fn lower_unicode(point: u32) -> u32 {
    if point < 128 {
        return lower_ascii(point);
    }
    unicode::to_lower(point).as_slice().first().copied().unwrap_or(point)
}

/// The simple upper case mapping; where the full one has several characters there is none.
pub(super) fn upper_unicode(point: u32) -> u32 {
    if point < 128 {
        return upper_ascii(point);
    }
    match unicode::to_upper(point).as_slice() {
        &[upper] => upper,
        _ => simple_upper(point),
    }
}

/// Characters whose full upper case mapping has several characters and whose simple one is another character.
fn simple_upper(point: u32) -> u32 {
    match point {
        0x1f80..=0x1f87 | 0x1f90..=0x1f97 | 0x1fa0..=0x1fa7 => point + 8,
        0x1fb3 | 0x1fc3 | 0x1ff3 => point + 9,
        _ => point,
    }
}

/// How characters are folded before they are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fold {
    None,
    Ascii,
    Unicode,
    /// A character stands for both its cases.
    Locale,
}

impl Fold {
    pub(super) fn lower(self, point: u32) -> u32 {
        match self {
            Fold::None => point,
            Fold::Ascii | Fold::Locale => lower_ascii(point),
            Fold::Unicode => lower_unicode(point),
        }
    }
}

/// Whether a character is a letter of the pattern's in either case.
pub(super) fn is_either_case(point: u32, wanted: u32) -> bool {
    point == wanted || lower_ascii(point) == wanted || upper_ascii(point) == wanted
}

//! Properties of code points as CPython 3.14 sees them: Unicode 16, plus Python's own notions (white space, printable, digit).
//!
//! Data: general categories and case mappings from crates that hold exactly Unicode 16. What other sources (the standard library, `unicode-ident`) know
//! of newer versions is cut to characters assigned in 16. Each function agrees with CPython for every code point (`tests.rs`).

use unicode_general_category::{GeneralCategory, get_general_category};

/// The general category; surrogates have their own.
pub fn category(point: u32) -> GeneralCategory {
    match char::from_u32(point) {
        Some(character) => get_general_category(character),
        None => GeneralCategory::Surrogate,
    }
}

/// `str.isalpha`: letters.
pub fn is_alphabetic(point: u32) -> bool {
    use GeneralCategory::*;
    if point < 128 {
        return (point as u8).is_ascii_alphabetic();
    }
    matches!(
        category(point),
        UppercaseLetter | LowercaseLetter | TitlecaseLetter | ModifierLetter | OtherLetter
    )
}

/// `str.isdecimal`: digits of positional systems.
pub fn is_decimal(point: u32) -> bool {
    if point < 128 {
        return (point as u8).is_ascii_digit();
    }
    category(point) == GeneralCategory::DecimalNumber
}

/// Digits that are no decimals: superscripts, circled ones and the like (Numeric_Type=Digit).
const OTHER_DIGITS: &[(u32, u32)] = &[
    (0xb2, 0xb3),
    (0xb9, 0xb9),
    (0x1369, 0x1371),
    (0x19da, 0x19da),
    (0x2070, 0x2070),
    (0x2074, 0x2079),
    (0x2080, 0x2089),
    (0x2460, 0x2468),
    (0x2474, 0x247c),
    (0x2488, 0x2490),
    (0x24ea, 0x24ea),
    (0x24f5, 0x24fd),
    (0x24ff, 0x24ff),
    (0x2776, 0x277e),
    (0x2780, 0x2788),
    (0x278a, 0x2792),
    (0x10a40, 0x10a43),
    (0x10e60, 0x10e68),
    (0x11052, 0x1105a),
    (0x1f100, 0x1f10a),
];

/// `str.isdigit`.
pub fn is_digit(point: u32) -> bool {
    is_decimal(point)
        || point >= 0xb2 && OTHER_DIGITS.iter().any(|&(first, last)| (first..=last).contains(&point))
}

/// Ideographs with a numeric value, ascending; every other numeric character has a number category.
const NUMERIC_IDEOGRAPHS: &[u32] = &[
    0x3405, 0x3483, 0x382a, 0x3b4d, 0x4e00, 0x4e03, 0x4e07, 0x4e09, 0x4e24, 0x4e5d, 0x4e8c, 0x4e94, 0x4e96,
    0x4eac, 0x4ebf, 0x4ec0, 0x4edf, 0x4ee8, 0x4f0d, 0x4f70, 0x4fe9, 0x5006, 0x5104, 0x5146, 0x5169, 0x516b,
    0x516d, 0x5341, 0x5343, 0x5344, 0x5345, 0x534c, 0x53c1, 0x53c2, 0x53c3, 0x53c4, 0x56db, 0x58f1, 0x58f9,
    0x5e7a, 0x5efe, 0x5eff, 0x5f0c, 0x5f0d, 0x5f0e, 0x5f10, 0x62d0, 0x62fe, 0x634c, 0x67d2, 0x6d1e, 0x6f06,
    0x7396, 0x767e, 0x7695, 0x79ed, 0x8086, 0x842c, 0x8cae, 0x8cb3, 0x8d30, 0x920e, 0x94a9, 0x9621, 0x9646,
    0x964c, 0x9678, 0x96f6, 0xf96b, 0xf973, 0xf978, 0xf9b2, 0xf9d1, 0xf9d3, 0xf9fd, 0x20001, 0x20064,
    0x200e2, 0x20121, 0x2092a, 0x20983, 0x2098c, 0x2099c, 0x20aea, 0x20afd, 0x20b19, 0x22390, 0x22998,
    0x23b1b, 0x2626d, 0x2f890,
];

/// `str.isnumeric`.
pub fn is_numeric(point: u32) -> bool {
    use GeneralCategory::*;
    if point < 128 {
        return (point as u8).is_ascii_digit();
    }
    matches!(category(point), DecimalNumber | LetterNumber | OtherNumber)
        || NUMERIC_IDEOGRAPHS.binary_search(&point).is_ok()
}

/// `str.isalnum`.
pub fn is_alphanumeric(point: u32) -> bool {
    is_alphabetic(point) || is_numeric(point) || is_digit(point)
}

/// `str.isspace`: white space by category or bidirectional class.
#[inline]
pub fn is_space(point: u32) -> bool {
    matches!(
        point,
        0x9..=0xd | 0x1c..=0x20 | 0x85 | 0xa0 | 0x1680 | 0x2000..=0x200a | 0x2028 | 0x2029 | 0x202f | 0x205f | 0x3000
    )
}

/// Ends of lines for `str.splitlines`.
#[inline]
pub fn is_line_break(point: u32) -> bool {
    matches!(point, 0xa..=0xd | 0x1c..=0x1e | 0x85 | 0x2028 | 0x2029)
}

/// `str.isprintable`: what `repr` shows as it is.
pub fn is_printable(point: u32) -> bool {
    use GeneralCategory::*;
    if point < 127 {
        return point >= 32;
    }
    !matches!(
        category(point),
        Control
            | Format
            | Surrogate
            | PrivateUse
            | Unassigned
            | LineSeparator
            | ParagraphSeparator
            | SpaceSeparator
    )
}

/// The derived property Lowercase.
pub fn is_lower(point: u32) -> bool {
    if point < 128 {
        return (point as u8).is_ascii_lowercase();
    }
    let category = category(point);
    category == GeneralCategory::LowercaseLetter
        || category != GeneralCategory::Unassigned && char::from_u32(point).is_some_and(char::is_lowercase)
}

/// The derived property Uppercase.
pub fn is_upper(point: u32) -> bool {
    if point < 128 {
        return (point as u8).is_ascii_uppercase();
    }
    let category = category(point);
    category == GeneralCategory::UppercaseLetter
        || category != GeneralCategory::Unassigned && char::from_u32(point).is_some_and(char::is_uppercase)
}

/// Titlecase letters.
pub fn is_title(point: u32) -> bool {
    point >= 128 && category(point) == GeneralCategory::TitlecaseLetter
}

/// The derived property Cased.
pub fn is_cased(point: u32) -> bool {
    is_lower(point) || is_upper(point) || is_title(point)
}

/// The derived property Case_Ignorable: marks, formats, modifiers, and punctuation within words.
pub fn is_case_ignorable(point: u32) -> bool {
    use GeneralCategory::*;
    matches!(
        point,
        0x27 | 0x2e
            | 0x3a
            | 0xb7
            | 0x387
            | 0x55f
            | 0x5f4
            | 0x2018
            | 0x2019
            | 0x2024
            | 0x2027
            | 0xfe13
            | 0xfe52
            | 0xfe55
            | 0xff07
            | 0xff0e
            | 0xff1a
    ) || matches!(category(point), NonspacingMark | EnclosingMark | Format | ModifierLetter | ModifierSymbol)
}

/// `str.isidentifier`, first character.
pub fn is_identifier_start(point: u32) -> bool {
    if point < 128 {
        return point == u32::from(b'_') || (point as u8).is_ascii_alphabetic();
    }
    category(point) != GeneralCategory::Unassigned
        && char::from_u32(point).is_some_and(unicode_ident::is_xid_start)
}

/// `str.isidentifier`, later characters.
pub fn is_identifier_continue(point: u32) -> bool {
    if point < 128 {
        return point == u32::from(b'_') || (point as u8).is_ascii_alphanumeric();
    }
    category(point) != GeneralCategory::Unassigned
        && char::from_u32(point).is_some_and(unicode_ident::is_xid_continue)
}

/// One to three code points that another one maps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mapped {
    points: [u32; 3],
    len: usize,
}

impl Mapped {
    const fn one(point: u32) -> Mapped {
        Mapped { points: [point, 0, 0], len: 1 }
    }

    /// From a table's row, in which zeros fill up and none means "itself".
    fn row(point: u32, row: &[u32]) -> Mapped {
        let mut points = [0; 3];
        let mut len = 0;
        for &mapped in row.iter().take_while(|&&mapped| mapped != 0) {
            points[len] = mapped;
            len += 1;
        }
        if len == 0 { Mapped::one(point) } else { Mapped { points, len } }
    }

    pub fn as_slice(&self) -> &[u32] {
        &self.points[..self.len]
    }
}

/// Full lower-case mapping without context.
pub fn to_lower(point: u32) -> Mapped {
    if point < 128 {
        return Mapped::one((point as u8).to_ascii_lowercase().into());
    }
    char::from_u32(point)
        .map_or(Mapped::one(point), |c| Mapped::row(point, &unicode_case_mapping::to_lowercase(c)))
}

/// Full upper-case mapping.
pub fn to_upper(point: u32) -> Mapped {
    if point < 128 {
        return Mapped::one((point as u8).to_ascii_uppercase().into());
    }
    char::from_u32(point)
        .map_or(Mapped::one(point), |c| Mapped::row(point, &unicode_case_mapping::to_uppercase(c)))
}

/// Full title-case mapping.
pub fn to_title(point: u32) -> Mapped {
    if point < 128 {
        return Mapped::one((point as u8).to_ascii_uppercase().into());
    }
    char::from_u32(point)
        .map_or(Mapped::one(point), |c| Mapped::row(point, &unicode_case_mapping::to_titlecase(c)))
}

/// Full case folding, pushed onto `points`. Folding is lower case of upper case but for Cherokee, whose upper case is older
/// than its lower case, and for two letters.
pub fn push_folded(point: u32, points: &mut Vec<u32>) {
    match point {
        0..=127 => points.push((point as u8).to_ascii_lowercase().into()),
        0x131 => points.push(point),
        0x1e9e => points.extend([0x73, 0x73]),
        0x13a0..=0x13ff | 0xab70..=0xabbf => points.extend(to_upper(point).as_slice()),
        _ => {
            for &upper in to_upper(point).as_slice() {
                points.extend(to_lower(upper).as_slice());
            }
        }
    }
}

#[cfg(test)]
mod tests;

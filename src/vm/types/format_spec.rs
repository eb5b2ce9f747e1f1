//! The format mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`, shared by str, int, float and
//! complex; padding of text, and putting together a number from sign, prefix, digits and fraction.
//!
//! What the parts mean for a type, and which combinations it refuses, is the type's business.

use compact_str::CompactString;

use crate::context::{Cx, R, Raised};
use crate::object::Obj;
use crate::types::int::decimal_digits::decimal_value;
use crate::types::str_::{self, Builder, Str, Units};
use crate::value::Value;

/// Where the content stands in its width.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Left,
    Right,
    Center,
    /// Padding between sign and digits.
    AfterSign,
}

/// Which signs a number shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    Minus,
    Plus,
    Space,
}

/// Separators between groups of digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grouping {
    None,
    Comma,
    Underscore,
}

impl Grouping {
    const fn separator(self) -> Option<char> {
        match self {
            Grouping::None => None,
            Grouping::Comma => Some(','),
            Grouping::Underscore => Some('_'),
        }
    }
}

/// A parsed specification.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spec {
    /// Code point.
    pub fill: u32,
    pub align: Align,
    pub sign: Sign,
    /// Whether a sign option stood in the text (`-` changes nothing but is refused by some types).
    pub sign_given: bool,
    /// `z`: negative zero becomes positive.
    pub no_negative_zero: bool,
    /// `#`.
    pub alternate: bool,
    pub width: Option<usize>,
    pub grouping: Grouping,
    pub precision: Option<usize>,
    pub fraction_grouping: Grouping,
    /// Code point of the presentation type.
    pub kind: Option<u32>,
}

/// What a type assumes where the specification is silent.
#[derive(Clone, Copy)]
pub struct Defaults {
    pub align: Align,
    /// The type's default presentation type, for checks and messages only; 0 for none.
    pub kind: u8,
}

impl Defaults {
    pub const TEXT: Defaults = Defaults { align: Align::Left, kind: b's' };
    pub const INT: Defaults = Defaults { align: Align::Right, kind: b'd' };
    pub const FLOAT: Defaults = Defaults { align: Align::Right, kind: 0 };
}

struct Cursor<'a> {
    text: Units<'a>,
    at: usize,
}

impl Cursor<'_> {
    fn look(&self, at: usize) -> Option<u32> {
        (at < self.text.len()).then(|| self.text.at(at))
    }

    fn peek(&self) -> Option<u32> {
        self.look(self.at)
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted.into());
        self.at += usize::from(found);
        found
    }

    /// A decimal number of any script's digits; `None` where there is no digit, an error where it exceeds a machine word.
    fn number(&mut self, cx: &Cx) -> R<Option<usize>> {
        let mut number = None;
        while let Some(digit) = self.peek().and_then(decimal_value) {
            let longer =
                number.unwrap_or(0usize).checked_mul(10).and_then(|tens| tens.checked_add(digit.into()));
            match longer.filter(|&longer| longer <= isize::MAX as usize) {
                Some(longer) => number = Some(longer),
                None => return Err(cx.value_error("Too many decimal digits in format string")),
            }
            self.at += 1;
        }
        Ok(number)
    }

    /// `,` or `_`; an error where both stand here.
    fn grouping(&mut self, cx: &Cx) -> R<Grouping> {
        let (comma, underscore) = (self.take(','), self.take('_'));
        if underscore && (comma || self.peek() == Some(','.into())) {
            return Err(cx.value_error("Cannot specify both ',' and '_'."));
        }
        Ok(match (comma, underscore) {
            (true, _) => Grouping::Comma,
            (_, true) => Grouping::Underscore,
            _ => Grouping::None,
        })
    }
}

fn align_of(point: u32) -> Option<Align> {
    match char::from_u32(point)? {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}

/// Gives the formatted value's class name, for messages.
pub type ClassName<'a> = &'a dyn Fn() -> String;

/// Parses a specification. Errors: `ValueError` with CPython's texts.
pub fn parse(cx: &Cx, text: Units<'_>, class_name: ClassName<'_>, defaults: Defaults) -> R<Spec> {
    let mut cursor = Cursor { text, at: 0 };
    let mut spec = Spec {
        fill: ' '.into(),
        align: defaults.align,
        sign: Sign::Minus,
        sign_given: false,
        no_negative_zero: false,
        alternate: false,
        width: None,
        grouping: Grouping::None,
        precision: None,
        fraction_grouping: Grouping::None,
        kind: None,
    };
    let (mut fill_given, mut align_given) = (false, false);
    if let Some(align) = cursor.look(1).and_then(align_of) {
        (spec.fill, spec.align, fill_given, align_given) = (text.at(0), align, true, true);
        cursor.at = 2;
    } else if let Some(align) = cursor.look(0).and_then(align_of) {
        (spec.align, align_given) = (align, true);
        cursor.at = 1;
    }
    for (sign, meaning) in [('+', Sign::Plus), ('-', Sign::Minus), (' ', Sign::Space)] {
        if !spec.sign_given && cursor.take(sign) {
            (spec.sign, spec.sign_given) = (meaning, true);
        }
    }
    spec.no_negative_zero = cursor.take('z');
    spec.alternate = cursor.take('#');
    if !fill_given && cursor.take('0') {
        spec.fill = '0'.into();
        if !align_given && defaults.align == Align::Right {
            spec.align = Align::AfterSign;
        }
    }
    spec.width = cursor.number(cx)?;
    spec.grouping = cursor.grouping(cx)?;
    if cursor.take('.') {
        spec.precision = cursor.number(cx)?;
        spec.fraction_grouping = cursor.grouping(cx)?;
        if spec.precision.is_none() && spec.fraction_grouping == Grouping::None {
            return Err(cx.value_error("Format specifier missing precision"));
        }
    }
    match text.len() - cursor.at {
        0 => {}
        1 => spec.kind = cursor.peek(),
        _ => {
            let (shown, class) = (text.to_string_lossy(), class_name());
            return Err(
                cx.value_error(&format!("Invalid format specifier '{shown}' for object of type '{class}'"))
            );
        }
    }
    // Four bytes for each code point of a padding; of a text the precision only cuts.
    let digits = spec.precision.filter(|_| !matches!(spec.kind, None | Some(0x73))).unwrap_or(0);
    cx.check_room(spec.width.unwrap_or(0).saturating_add(digits).saturating_mul(4))?;
    check_grouping(cx, &spec, defaults)?;
    Ok(spec)
}

fn check_grouping(cx: &Cx, spec: &Spec, defaults: Defaults) -> R<()> {
    let kind = spec.kind.unwrap_or(defaults.kind.into());
    let letter = u8::try_from(kind).unwrap_or(b'?');
    let allowed = match letter {
        b'd' | b'e' | b'f' | b'g' | b'E' | b'G' | b'%' | b'F' | 0 => true,
        b'b' | b'o' | b'x' | b'X' => spec.grouping == Grouping::Underscore,
        _ => false,
    };
    let refused = match (spec.grouping.separator(), spec.fraction_grouping.separator()) {
        (Some(separator), _) if !allowed => separator,
        (_, Some(separator)) if letter == b'n' => separator,
        _ => return Ok(()),
    };
    Err(cx.value_error(&format!("Cannot specify '{refused}' with {}.", quoted_kind(kind))))
}

/// A presentation type as messages show it.
fn quoted_kind(kind: u32) -> String {
    match char::from_u32(kind) {
        Some(letter @ '!'..='\x7f') => format!("'{letter}'"),
        _ => format!("'\\x{kind:x}'"),
    }
}

/// `ValueError` for a presentation type that the class does not have.
#[cold]
pub fn unknown_kind(cx: &Cx, kind: u32, class_name: ClassName<'_>) -> Raised {
    cx.value_error(&format!(
        "Unknown format code {} for object of type '{}'",
        quoted_kind(kind),
        class_name()
    ))
}

/// Widest result that is tried.
const MAX_WIDTH: usize = 1 << 32;

/// Paddings before and after a content of `len` code points.
fn paddings(cx: &Cx, spec: &Spec, len: usize) -> R<(usize, usize)> {
    let padding = spec.width.unwrap_or(0).saturating_sub(len);
    if padding > MAX_WIDTH {
        return Err(cx.memory_error());
    }
    Ok(match spec.align {
        Align::Left => (0, padding),
        Align::Right | Align::AfterSign => (padding, 0),
        Align::Center => (padding / 2, padding - padding / 2),
    })
}

/// Text padded to the width.
pub fn pad(cx: &Cx, spec: &Spec, text: Obj<Str>) -> R<Value> {
    let (before, after) = paddings(cx, spec, text.len())?;
    if before + after == 0 {
        return Ok(text.value());
    }
    let mut padded = Builder::with_capacity(before + text.len() + after);
    padded.push_repeated(spec.fill, before);
    padded.push_text(text);
    padded.push_repeated(spec.fill, after);
    padded.finish(cx)
}

/// `str.__format__`: text cut to the precision and padded to the width.
pub fn format_text(cx: &Cx, text: Obj<Str>, spec: Units<'_>) -> R<Value> {
    let class_name: ClassName<'_> = &|| cx.type_name(text.value());
    let spec = parse(cx, spec, class_name, Defaults::TEXT)?;
    if let Some(kind) = spec.kind.filter(|&kind| kind != u32::from(b's')) {
        return Err(unknown_kind(cx, kind, class_name));
    }
    if spec.sign_given {
        let sign = if spec.sign == Sign::Space { "Space" } else { "Sign" };
        return Err(cx.value_error(&format!("{sign} not allowed in string format specifier")));
    }
    if spec.no_negative_zero {
        return Err(cx.value_error("Negative zero coercion (z) not allowed in string format specifier"));
    }
    if spec.alternate {
        return Err(cx.value_error("Alternate form (#) not allowed in string format specifier"));
    }
    if spec.align == Align::AfterSign {
        return Err(cx.value_error("'=' alignment not allowed in string format specifier"));
    }
    match spec.precision {
        Some(precision) if precision < text.len() => {
            let cut = text.units().part(0, precision).to_text(cx)?;
            pad(cx, &spec, cut)
        }
        _ => pad(cx, &spec, text),
    }
}

/// A number taken apart for [`number`]; everything is ASCII.
#[derive(Clone, Copy, Default, Debug)]
pub struct NumberParts<'a> {
    pub negative: bool,
    /// `0x` and the like.
    pub prefix: &'a str,
    /// The whole part, which grouping and zero padding apply to; empty for `inf` and `nan`.
    pub digits: &'a str,
    /// The decimal point where there is one, and the fraction's digits.
    pub point: bool,
    pub fraction: &'a str,
    /// What follows the digits: exponent, percent sign, `inf`.
    pub rest: &'a str,
}

/// Puts a number together: sign, prefix, grouped digits, fraction, rest, padded to the width.
pub fn number(cx: &Cx, spec: &Spec, parts: &NumberParts<'_>) -> R<Value> {
    let mut text = CompactString::default();
    let start = push_number(cx, &mut text, spec, parts)?;
    let (before, after) = paddings(cx, spec, text.len())?;
    if before + after == 0 {
        return Ok(str_::from_ascii(cx, text.as_bytes())?.value());
    }
    let (front, back) = match spec.align {
        Align::AfterSign => text.split_at(start),
        _ => ("", text.as_str()),
    };
    let mut padded = Builder::with_capacity(text.len() + before + after);
    padded.push_str(front);
    padded.push_repeated(spec.fill, before);
    padded.push_str(back);
    padded.push_repeated(spec.fill, after);
    padded.finish(cx)
}

/// Appends a number without the padding of the width, except for zeros among grouped digits. Answers where the digits begin, behind
/// sign and prefix.
pub(crate) fn push_number(
    cx: &Cx,
    text: &mut CompactString,
    spec: &Spec,
    parts: &NumberParts<'_>,
) -> R<usize> {
    match (parts.negative, spec.sign) {
        (true, _) => text.push('-'),
        (false, Sign::Plus) => text.push('+'),
        (false, Sign::Space) => text.push(' '),
        (false, Sign::Minus) => {}
    }
    text.push_str(parts.prefix);
    let start = text.len();
    let separator = spec.grouping.separator();
    let zero_padded = spec.fill == u32::from(b'0') && spec.align == Align::AfterSign;
    if !parts.digits.is_empty() {
        if zero_padded || separator.is_some() {
            let groups = parts.fraction.len().saturating_sub(1) / 3;
            let separators = if spec.fraction_grouping == Grouping::None { 0 } else { groups };
            let others =
                start + usize::from(parts.point) + parts.fraction.len() + separators + parts.rest.len();
            let wanted = if zero_padded { spec.width.unwrap_or(0).saturating_sub(others) } else { 0 };
            if wanted > MAX_WIDTH {
                return Err(cx.memory_error());
            }
            let in_fours = matches!(spec.kind.and_then(char::from_u32), Some('b' | 'o' | 'x' | 'X'));
            text.push_str(&grouped(parts.digits, separator, if in_fours { 4 } else { 3 }, wanted));
        } else {
            text.push_str(parts.digits);
        }
    }
    if parts.point {
        text.push('.');
    }
    match spec.fraction_grouping.separator() {
        None => text.push_str(parts.fraction),
        Some(separator) => {
            for (index, digit) in parts.fraction.chars().enumerate() {
                if index > 0 && index % 3 == 0 {
                    text.push(separator);
                }
                text.push(digit);
            }
        }
    }
    text.push_str(parts.rest);
    Ok(start)
}

/// Digits with separators between groups, zeros in front up to at least `wanted` characters (a separator never stands first, so that
/// there may be one more).
fn grouped(digits: &str, separator: Option<char>, group: usize, wanted: usize) -> String {
    let zeros = |count: usize| "0".repeat(count);
    let Some(separator) = separator else {
        return zeros(wanted.saturating_sub(digits.len())) + digits;
    };
    // `n` digits and their separators take n + (n - 1) / group characters; the estimate is never too large.
    let mut needed = wanted * group / (group + 1);
    while needed + needed.saturating_sub(1) / group < wanted {
        needed += 1;
    }
    let all = zeros(needed.saturating_sub(digits.len())) + digits;
    let mut text = String::with_capacity(all.len() + all.len() / group);
    for (index, digit) in all.chars().enumerate() {
        if index > 0 && (all.len() - index).is_multiple_of(group) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

//! Decimal digits of floats: shortest that reads back as the same number, or a given count correctly rounded; and their layout as text.
//!
//! Shortest digits come from zmij (Victor Zverovich's algorithm). Counted ones are rounded from the shortest where that is provably the
//! same ([`Digits::round`]) and come from the standard library, which is exact, where not. The layout rules are those of CPython's
//! `PyOS_double_to_string`.

use compact_str::{CompactString, format_compact};

/// Significant decimal digits of a finite number: `0.DIGITS * 10^point`.
#[derive(Debug, PartialEq, Eq)]
struct Digits {
    digits: CompactString,
    point: i32,
}

impl Digits {
    /// Reads digits and exponent from another formatter's text: `123.45`, `1.5e-7`.
    fn read(text: &str) -> Digits {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.parse().unwrap_or(0);
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits = CompactString::with_capacity(whole.len() + fraction.len());
        let significant = whole.trim_start_matches('0');
        let mut point = significant.len() as i32;
        digits.push_str(significant);
        if significant.is_empty() {
            let significant = fraction.trim_start_matches('0');
            point = significant.len() as i32 - fraction.len() as i32;
            digits.push_str(significant);
        } else {
            digits.push_str(fraction);
        }
        digits.truncate(digits.trim_end_matches('0').len());
        if digits.is_empty() {
            return Digits { digits: "0".into(), point: 1 };
        }
        Digits { digits, point: point + exponent }
    }

    /// The fewest digits that identify the number, which is finite and not negative.
    fn shortest(number: f64) -> Digits {
        Digits::read(zmij::Buffer::new().format_finite(number))
    }

    /// `count` significant digits, correctly rounded, trailing zeros cut off.
    fn counted(number: f64, count: usize) -> Digits {
        let mut digits = Digits::shortest(number);
        if digits.round(number, count as i32) {
            digits
        } else {
            Digits::read(&exponential(number, count - 1))
        }
    }

    /// Rounds the number's shortest digits to `count` of them (which may be negative), if the result is certainly that of rounding the
    /// number itself; else answers `false` and leaves the digits as they are.
    ///
    /// Certain are: *Fewer digits than the shortest form has*, unless what is cut off is exactly a half. For suppose the halfway point, which
    /// has `count + 1` digits, lay between number and shortest form: it would identify the number too, with as few digits and closer to
    /// it, or with fewer. *At least as many digits, but 15 at most, of a normal number*: it is nearer to its shortest form than half a unit
    /// of the 15th digit.
    fn round(&mut self, number: f64, count: i32) -> bool {
        const CERTAIN_DIGITS: usize = 15;
        let Ok(count) = usize::try_from(count) else {
            self.set_zero();
            return true;
        };
        let digits = self.digits.as_bytes();
        if count >= digits.len() {
            return count <= CERTAIN_DIGITS && number >= f64::MIN_POSITIVE || number == 0.0;
        }
        let up = match digits[count] {
            b'5' if digits.len() == count + 1 => return false,
            next => next >= b'5',
        };
        self.digits.truncate(count);
        if up {
            let nines = self.digits.len() - self.digits.trim_end_matches('9').len();
            self.digits.truncate(count - nines);
            match self.digits.pop() {
                Some(last) => self.digits.push(char::from(last as u8 + 1)),
                None => {
                    self.digits.push('1');
                    self.point += 1;
                }
            }
        } else {
            self.digits.truncate(self.digits.trim_end_matches('0').len());
            if self.digits.is_empty() {
                self.set_zero();
            }
        }
        true
    }

    fn set_zero(&mut self) {
        self.digits.clear();
        self.digits.push('0');
        self.point = 1;
    }
}

/// More digits than any double has.
const MAX_DIGITS: usize = 1100;

/// One digit, `precision` digits behind the point, `e` and an exponent as Rust writes it.
fn exponential(number: f64, precision: usize) -> CompactString {
    format_compact!("{number:.*e}", precision.min(MAX_DIGITS))
}

/// How the digits are counted and laid out: the letters of the format mini-language, lower case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    /// `e`: exponent always; precision counts digits behind the point.
    Exponent,
    /// `f`: exponent never.
    Fixed,
    /// `g`: precision counts significant digits.
    General,
    /// `repr`: shortest digits.
    Shortest,
}

/// Options of [`text`].
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Options {
    /// `#`: always a point, and for `g` trailing zeros.
    pub alternate: bool,
    /// At least one digit behind the point where there is no exponent.
    pub add_dot_zero: bool,
    /// What rounds to zero has no sign.
    pub no_negative_zero: bool,
}

/// A number's text, sign included (`-` only), lower case.
pub(crate) fn text(number: f64, style: Style, precision: usize, options: Options) -> CompactString {
    if number.is_nan() {
        return "nan".into();
    }
    let mut negative = number.is_sign_negative();
    let number = number.abs();
    if number.is_infinite() {
        return if negative { "-inf".into() } else { "inf".into() };
    }
    let body = match style {
        Style::Exponent => exponent_text(number, precision, options),
        Style::Fixed => fixed_text(number, precision, options),
        Style::General => general_text(number, precision.max(1), options),
        Style::Shortest => shortest_text(number, options),
    };
    if options.no_negative_zero
        && !body.split('e').next().unwrap_or("").bytes().any(|byte| (b'1'..=b'9').contains(&byte))
    {
        negative = false;
    }
    if negative { format_compact!("-{body}") } else { body }
}

/// Numbers that `repr` shows without exponent.
const PLAIN: std::ops::Range<f64> = 1e-4..1e16;

/// `repr(number)`.
pub fn repr(number: f64) -> CompactString {
    if number == 0.0 || PLAIN.contains(&number.abs()) {
        // Without exponent, zmij's layout is Python's.
        return zmij::Buffer::new().format_finite(number).into();
    }
    text(number, Style::Shortest, 0, Options { add_dot_zero: true, ..Options::default() })
}

fn push_zeros(text: &mut CompactString, count: usize) {
    const ZEROS: &str = "00000000000000000000000000000000";
    let mut missing = count;
    while missing > 0 {
        let some = missing.min(ZEROS.len());
        text.push_str(&ZEROS[..some]);
        missing -= some;
    }
}

fn push_exponent(text: &mut CompactString, exponent: i32) {
    let sign = if exponent < 0 { '-' } else { '+' };
    text.push_str(&format_compact!("e{sign}{:02}", exponent.unsigned_abs()));
}

fn exponent_text(number: f64, precision: usize, options: Options) -> CompactString {
    let mut text;
    let exponent;
    let mut digits = Digits::shortest(number);
    if digits.round(number, i32::try_from(precision).unwrap_or(i32::MAX).saturating_add(1)) {
        exponent = digits.point - 1;
        text = digits.digits;
        text.insert(1, '.');
        let missing = precision + 2 - text.len();
        push_zeros(&mut text, missing);
        text.truncate(if precision == 0 { 1 } else { precision + 2 });
    } else {
        text = exponential(number, precision);
        let at = text.find('e').unwrap_or(text.len());
        exponent = text[at..].trim_start_matches('e').parse().unwrap_or(0);
        text.truncate(at);
        push_zeros(&mut text, precision.saturating_sub(MAX_DIGITS));
    }
    if options.alternate && precision == 0 {
        text.push('.');
    }
    push_exponent(&mut text, exponent);
    text
}

fn fixed_text(number: f64, precision: usize, options: Options) -> CompactString {
    let mut digits = Digits::shortest(number);
    let kept = i32::try_from(precision).unwrap_or(i32::MAX).saturating_add(digits.point);
    let mut text = if digits.round(number, kept) {
        lay_out_fixed(&digits, precision)
    } else {
        let mut text = format_compact!("{number:.*}", precision.min(MAX_DIGITS));
        push_zeros(&mut text, precision.saturating_sub(MAX_DIGITS));
        text
    };
    if options.alternate && precision == 0 {
        text.push('.');
    }
    text
}

/// Lays digits out with exactly `precision` digits behind the point, which they do not exceed.
fn lay_out_fixed(digits: &Digits, precision: usize) -> CompactString {
    let all = &digits.digits;
    let mut text = CompactString::with_capacity(all.len() + precision + 4);
    let point = usize::try_from(digits.point).unwrap_or(0);
    let (whole, fraction) = all.split_at(point.min(all.len()));
    text.push_str(if point == 0 { "0" } else { whole });
    push_zeros(&mut text, point - whole.len());
    if precision > 0 {
        text.push('.');
        let leading = digits.point.min(0).unsigned_abs() as usize;
        push_zeros(&mut text, leading);
        text.push_str(fraction);
        push_zeros(&mut text, precision - leading - fraction.len());
    }
    text
}

fn general_text(number: f64, precision: usize, options: Options) -> CompactString {
    let digits = Digits::counted(number, precision.min(MAX_DIGITS));
    let most = i32::try_from(precision).unwrap_or(i32::MAX) - i32::from(options.add_dot_zero);
    let with_exponent = digits.point <= -4 || digits.point > most;
    let wanted = if options.alternate { precision } else { 0 };
    lay_out(&digits, with_exponent, wanted, options)
}

fn shortest_text(number: f64, options: Options) -> CompactString {
    let digits = Digits::shortest(number);
    let with_exponent = digits.point <= -4 || digits.point > 16;
    lay_out(&digits, with_exponent, 0, options)
}

/// Lays digits out around the point, padded with zeros to `wanted` significant digits.
fn lay_out(digits: &Digits, with_exponent: bool, wanted: usize, options: Options) -> CompactString {
    let point = if with_exponent { 1 } else { digits.point };
    let mut end = (wanted as i32).max(point);
    if !with_exponent && options.add_dot_zero {
        end = end.max(point + 1);
    }
    let mut all = digits.digits.clone();
    let missing = usize::try_from(end).unwrap_or(0).saturating_sub(all.len());
    push_zeros(&mut all, missing);
    let mut text = CompactString::with_capacity(all.len() + 8);
    match usize::try_from(point) {
        Ok(point) if point > 0 => {
            text.push_str(&all[..point]);
            text.push('.');
            text.push_str(&all[point..]);
        }
        _ => {
            text.push_str("0.");
            push_zeros(&mut text, point.unsigned_abs() as usize);
            text.push_str(&all);
        }
    }
    if text.ends_with('.') && !options.alternate {
        text.pop();
    }
    if with_exponent {
        push_exponent(&mut text, digits.point - 1);
    }
    text
}

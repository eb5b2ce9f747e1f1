//! Decimal digits of floats: shortest that reads back as the same number, or a given count correctly rounded; and their layout as text.
//!
//! Shortest digits come from zmij (Victor Zverovich's algorithm), counted ones from the standard library, which is exact. The layout rules are
//! those of CPython's `PyOS_double_to_string`.

/// Significant decimal digits of a finite number: `0.DIGITS * 10^point`.
#[derive(Debug, PartialEq, Eq)]
struct Digits {
    digits: String,
    point: i32,
}

impl Digits {
    /// Reads digits and exponent from another formatter's text: `123.45`, `1.5e-7`.
    fn read(text: &str) -> Digits {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let exponent: i32 = exponent.parse().unwrap_or(0);
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let zeros = all.len() - all.trim_start_matches('0').len();
        if zeros == all.len() {
            return Digits { digits: "0".into(), point: 1 };
        }
        Digits {
            digits: all[zeros..].trim_end_matches('0').into(),
            point: whole.len() as i32 - zeros as i32 + exponent,
        }
    }

    /// The fewest digits that identify the number, which is finite and not negative.
    fn shortest(number: f64) -> Digits {
        Digits::read(zmij::Buffer::new().format_finite(number))
    }

    /// `count` significant digits, correctly rounded, trailing zeros cut off.
    fn counted(number: f64, count: usize) -> Digits {
        Digits::read(&exponential(number, count - 1))
    }
}

/// More digits than any double has.
const MAX_DIGITS: usize = 1100;

/// One digit, `precision` digits behind the point, `e` and an exponent as Rust writes it.
fn exponential(number: f64, precision: usize) -> String {
    format!("{number:.*e}", precision.min(MAX_DIGITS))
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
pub(crate) fn text(number: f64, style: Style, precision: usize, options: Options) -> String {
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
    if negative { format!("-{body}") } else { body }
}

/// Numbers that `repr` shows without exponent.
const PLAIN: std::ops::Range<f64> = 1e-4..1e16;

/// `repr(number)`.
pub fn repr(number: f64) -> String {
    if number == 0.0 || PLAIN.contains(&number.abs()) {
        // Without exponent, zmij's layout is Python's.
        return zmij::Buffer::new().format_finite(number).into();
    }
    text(number, Style::Shortest, 0, Options { add_dot_zero: true, ..Options::default() })
}

fn push_exponent(text: &mut String, exponent: i32) {
    let sign = if exponent < 0 { '-' } else { '+' };
    text.push_str(&format!("e{sign}{:02}", exponent.unsigned_abs()));
}

fn exponent_text(number: f64, precision: usize, options: Options) -> String {
    let plain = exponential(number, precision);
    let (mantissa, exponent) = plain.split_once('e').unwrap_or((&plain, "0"));
    let mut text = mantissa.to_string();
    text.extend(std::iter::repeat_n('0', precision.saturating_sub(MAX_DIGITS)));
    if options.alternate && precision == 0 {
        text.push('.');
    }
    push_exponent(&mut text, exponent.parse().unwrap_or(0));
    text
}

fn fixed_text(number: f64, precision: usize, options: Options) -> String {
    let mut text = format!("{number:.*}", precision.min(MAX_DIGITS));
    text.extend(std::iter::repeat_n('0', precision.saturating_sub(MAX_DIGITS)));
    if options.alternate && precision == 0 {
        text.push('.');
    }
    text
}

fn general_text(number: f64, precision: usize, options: Options) -> String {
    let digits = Digits::counted(number, precision.min(MAX_DIGITS));
    let most = i32::try_from(precision).unwrap_or(i32::MAX) - i32::from(options.add_dot_zero);
    let with_exponent = digits.point <= -4 || digits.point > most;
    let wanted = if options.alternate { precision } else { 0 };
    lay_out(&digits, with_exponent, wanted, options)
}

fn shortest_text(number: f64, options: Options) -> String {
    let digits = Digits::shortest(number);
    let with_exponent = digits.point <= -4 || digits.point > 16;
    lay_out(&digits, with_exponent, 0, options)
}

/// Lays digits out around the point, padded with zeros to `wanted` significant digits.
fn lay_out(digits: &Digits, with_exponent: bool, wanted: usize, options: Options) -> String {
    let point = if with_exponent { 1 } else { digits.point };
    let mut end = (wanted as i32).max(point);
    if !with_exponent && options.add_dot_zero {
        end = end.max(point + 1);
    }
    let mut all = digits.digits.clone();
    let missing = usize::try_from(end).unwrap_or(0).saturating_sub(all.len());
    all.extend(std::iter::repeat_n('0', missing));
    let mut text = String::with_capacity(all.len() + 8);
    match usize::try_from(point) {
        Ok(point) if point > 0 => {
            text.push_str(&all[..point]);
            text.push('.');
            text.push_str(&all[point..]);
        }
        _ => {
            text.push_str("0.");
            text.extend(std::iter::repeat_n('0', point.unsigned_abs() as usize));
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

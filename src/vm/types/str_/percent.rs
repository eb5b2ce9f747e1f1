//! `text % arguments` and `bytes % arguments`: printf-like formatting.

use crate::names;
use compact_str::CompactString;

use crate::buffer::{bytes_like, bytes_like_optional};
use crate::context::{Cx, R};
use crate::exceptions;
use crate::object::Obj;
use crate::protocol;
use crate::types::byte_array::ByteArray;
use crate::types::bytes::{self, Bytes};
use crate::types::float::repr::Options;
use crate::types::int::{self, Int};
use crate::types::str_::{Builder, Str, Units};
use crate::types::tuple::Tuple;
use crate::types::{float, number};
use crate::value::Value;

/// Flags, width and precision of one conversion.
#[derive(Default)]
struct Spec {
    left: bool,
    plus: bool,
    space: bool,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

/// The arguments: a tuple's items one by one, or one value for everything.
struct Arguments<'a> {
    cx: &'a Cx,
    whole: Value,
    /// The value that keys look into, where the whole is a mapping.
    mapping: Option<Value>,
    items: Option<Obj<Tuple>>,
    taken: usize,
    /// The value found by a key, for the conversion behind it.
    keyed: Option<Value>,
    any_key: bool,
    kind: Kind,
}

/// What is being formatted: bytes are handled as the code points of their numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Bytes,
}

impl Arguments<'_> {
    fn next(&mut self) -> R<Value> {
        if let Some(value) = self.keyed.take() {
            return Ok(value);
        }
        let found = match self.items {
            Some(items) if !self.any_key => items.values().get(self.taken).copied(),
            None if self.taken == 0 && !self.any_key => Some(self.whole),
            _ => None,
        };
        self.taken += 1;
        found.ok_or_else(|| self.cx.type_error("not enough arguments for format string".into()))
    }

    fn all_taken(&self) -> bool {
        self.mapping.is_some() || self.any_key || self.taken >= self.items.map_or(1, |items| items.len())
    }
}

fn is_mapping(cx: &Cx, value: Value, kind: Kind) -> bool {
    (kind == Kind::Text || (value.cast::<Bytes>().is_none() && value.cast::<ByteArray>().is_none()))
        && value.cast::<Tuple>().is_none()
        && value.cast::<Str>().is_none()
        && cx.type_of(value).slots().getitem.is_some()
}

/// Formats `text` with `arguments`.
pub(super) fn format(cx: &Cx, text: Obj<Str>, arguments: Value) -> R<Value> {
    format_units(cx, text.units(), arguments, Kind::Text)?.finish(cx)
}

/// Formats bytes with `arguments`.
pub(crate) fn format_bytes(cx: &Cx, bytes: &[u8], arguments: Value) -> R<Value> {
    match format_units(cx, Units::One(bytes), arguments, Kind::Bytes)?.units() {
        Units::One(units) => bytes::from_slice(cx, units),
        _ => Err(cx.system_error("formatted bytes are wide")),
    }
}

fn format_units(cx: &Cx, units: Units<'_>, arguments: Value, kind: Kind) -> R<Builder> {
    let len = units.len();
    let mut args = Arguments {
        cx,
        whole: arguments,
        mapping: is_mapping(cx, arguments, kind).then_some(arguments),
        items: arguments.cast::<Tuple>(),
        taken: 0,
        keyed: None,
        any_key: false,
        kind,
    };
    let mut result = Builder::new();
    let mut at = 0;
    while at < len {
        let literal = at;
        while at < len && units.at(at) != '%' as u32 {
            at += 1;
        }
        result.push_units(units.part(literal, at));
        if at == len {
            break;
        }
        at = conversion(cx, units, at + 1, &mut args, &mut result)?;
    }
    if !args.all_taken() {
        let what = if kind == Kind::Bytes { "bytes" } else { "string" };
        return Err(cx.type_error(format!("not all arguments converted during {what} formatting")));
    }
    Ok(result)
}

fn character(units: Units<'_>, at: usize) -> Option<char> {
    (at < units.len()).then(|| char::from_u32(units.at(at)).unwrap_or('\u{fffd}'))
}

/// A conversion behind its percent sign; the place behind it.
fn conversion(
    cx: &Cx,
    units: Units<'_>,
    mut at: usize,
    args: &mut Arguments<'_>,
    result: &mut Builder,
) -> R<usize> {
    let incomplete = || cx.value_error("incomplete format");
    let start = at;
    if character(units, at) == Some('(') {
        at = look_up_key(cx, units, at + 1, args)?;
    }
    let mut spec = Spec::default();
    loop {
        match character(units, at) {
            Some('-') => spec.left = true,
            Some('+') => spec.plus = true,
            Some(' ') => spec.space = true,
            Some('#') => spec.alternate = true,
            Some('0') => spec.zero = true,
            _ => break,
        }
        at += 1;
    }
    if character(units, at) == Some('*') {
        let width = protocol::index::to_i64(cx, star(cx, args)?)?;
        spec.left |= width < 0;
        spec.width = width.unsigned_abs() as usize;
        at += 1;
    } else {
        (spec.width, at) = digits(cx, units, at, "width")?;
    }
    if character(units, at) == Some('.') {
        at += 1;
        if character(units, at) == Some('*') {
            let given = int::to_i64(int::to_exact(cx, star(cx, args)?)?);
            let precision = given.and_then(|given| i32::try_from(given).ok()).ok_or_else(|| {
                let message = "Python int too large to convert to C int";
                cx.error(exceptions::OVERFLOW_ERROR, message.into())
            })?;
            spec.precision = Some(precision.max(0) as usize);
            at += 1;
        } else {
            let (precision, next) = digits(cx, units, at, "precision")?;
            spec.precision = Some(precision);
            at = next;
        }
    }
    if matches!(character(units, at), Some('h' | 'l' | 'L')) {
        at += 1;
    }
    let kind = character(units, at).ok_or_else(incomplete)?;
    if kind == '%' && at == start {
        result.push_str("%");
        return Ok(at + 1);
    }
    let value = args.next()?;
    let digits = spec.precision.filter(|_| !matches!(kind, 's' | 'r' | 'a')).unwrap_or(0);
    cx.check_room(spec.width.saturating_add(digits))?;
    match kind {
        's' | 'b' if args.kind == Kind::Bytes => {
            let bytes = bytes_argument(cx, value)?;
            let len = spec.precision.unwrap_or(usize::MAX).min(bytes.len());
            spec.push_padded(result, Units::One(&bytes.as_slice()[..len]));
        }
        's' | 'r' | 'a' => {
            let text = match kind {
                'r' if args.kind == Kind::Bytes => protocol::ascii(cx, value)?,
                's' => protocol::str(cx, value)?,
                'r' => protocol::repr(cx, value)?,
                _ => protocol::ascii(cx, value)?,
            };
            if let Some(text) = text.cast::<Str>() {
                let units = text.units();
                spec.push_padded(
                    result,
                    units.part(0, spec.precision.unwrap_or(usize::MAX).min(units.len())),
                );
            }
        }
        'c' => {
            let point = match args.kind {
                Kind::Text => code_point(cx, value)?,
                Kind::Bytes => byte_number(cx, value)?,
            };
            spec.push_padded(result, Units::Four(&[point]));
        }
        'd' | 'i' | 'u' | 'x' | 'X' | 'o' => {
            let (prefix, text) = integer(cx, kind, value, &spec)?;
            let (negative, digits) = split_sign(&text);
            let zeros = spec.precision.unwrap_or(0).saturating_sub(digits.len());
            spec.push_number(result, negative, prefix, zeros, digits);
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let text = float(cx, kind, value, &spec, args.kind)?;
            let (negative, digits) = split_sign(&text);
            spec.push_number(result, negative, "", 0, digits);
        }
        _ => {
            let point = units.at(at);
            let shown = if (31..127).contains(&point) { kind } else { '?' };
            return Err(
                cx.value_error(&format!("unsupported format character '{shown}' ({point:#x}) at index {at}"))
            );
        }
    }
    Ok(at + 1)
}

/// Looks the key between parentheses up; the place behind them.
fn look_up_key(cx: &Cx, units: Units<'_>, start: usize, args: &mut Arguments<'_>) -> R<usize> {
    let Some(mapping) = args.mapping else { return Err(cx.type_error("format requires a mapping".into())) };
    let mut open = 1;
    let mut at = start;
    loop {
        match character(units, at) {
            None => return Err(cx.value_error("incomplete format key")),
            Some('(') => open += 1,
            Some(')') => open -= 1,
            Some(_) => {}
        }
        if open == 0 {
            break;
        }
        at += 1;
    }
    let key = match (args.kind, units.part(start, at)) {
        (Kind::Bytes, Units::One(key)) => bytes::from_slice(cx, key)?,
        (_, key) => key.to_text(cx)?.value(),
    };
    args.keyed = Some(protocol::item::get(cx, mapping, key)?);
    args.any_key = true;
    Ok(at + 1)
}

/// The argument of a `*`.
fn star(cx: &Cx, args: &mut Arguments<'_>) -> R<Value> {
    let value = args.next()?;
    if int::is_int(value) { Ok(value) } else { Err(cx.type_error("* wants int".into())) }
}

fn digits(cx: &Cx, units: Units<'_>, mut at: usize, what: &str) -> R<(usize, usize)> {
    let mut number = 0usize;
    while let Some(digit) = character(units, at).and_then(|c| c.to_digit(10)) {
        number = number
            .checked_mul(10)
            .and_then(|tens| tens.checked_add(digit as usize))
            .filter(|&number| number <= isize::MAX as usize)
            .ok_or_else(|| cx.value_error(&format!("{what} too big")))?;
        at += 1;
    }
    Ok((number, at))
}

/// What `%c` shows.
fn code_point(cx: &Cx, value: Value) -> R<u32> {
    if let Some(text) = value.cast::<Str>() {
        if text.len() == 1 {
            return Ok(text.code_point(0));
        }
        let len = text.len();
        return Err(
            cx.type_error(format!("%c requires an int or a unicode character, not a string of length {len}"))
        );
    }
    if !int::is_int(value) && cx.type_of(value).slots().index.is_none() {
        let shown = cx.full_type_name(value)?;
        return Err(cx.type_error(format!("%c requires an int or a unicode character, not {shown}")));
    }
    let number = protocol::index::to_value(cx, value)?;
    let point =
        int::to_i64(number).and_then(|number| u32::try_from(number).ok()).filter(|&point| point <= 0x10_ffff);
    point.ok_or_else(|| cx.error(exceptions::OVERFLOW_ERROR, "%c arg not in range(0x110000)".into()))
}

/// What `%s` shows in bytes.
fn bytes_argument(cx: &Cx, value: Value) -> R<Obj<Bytes>> {
    if let Some(bytes) = value.cast::<Bytes>() {
        return Ok(bytes);
    }
    if let Some(content) = bytes_like_optional(cx, value)? {
        let copy = bytes::from_slice(cx, &content)?;
        return copy.cast::<Bytes>().ok_or_else(|| cx.system_error("bytes expected"));
    }
    let made = crate::call::call_special(cx, value, names::get(names::__BYTES__), &[])?;
    made.and_then(|made| made.cast::<Bytes>()).ok_or_else(|| {
        let shown = cx.type_name(value);
        cx.type_error(format!(
            "%b requires a bytes-like object, or an object that implements __bytes__, not '{shown}'"
        ))
    })
}

/// What `%c` shows in bytes.
fn byte_number(cx: &Cx, value: Value) -> R<u32> {
    let refuse = |shown: String| {
        cx.type_error(format!("%c requires an integer in range(256) or a single byte, not {shown}"))
    };
    // Only these two, no other bytes-like object.
    let kind = if value.cast::<Bytes>().is_some() {
        Some("bytes")
    } else {
        value.cast::<ByteArray>().map(|_| "bytearray")
    };
    if let Some(kind) = kind {
        return match *bytes_like(cx, value)?.as_slice() {
            [byte] => Ok(byte.into()),
            ref more => Err(refuse(format!("a {kind} object of length {}", more.len()))),
        };
    }
    if !int::is_int(value) && cx.type_of(value).slots().index.is_none() {
        return Err(refuse(cx.full_type_name(value)?));
    }
    let number = protocol::index::to_value(cx, value)?;
    let byte = int::to_i64(number).and_then(|number| u8::try_from(number).ok());
    byte.map(u32::from).ok_or_else(|| cx.error(exceptions::OVERFLOW_ERROR, "%c arg not in range(256)".into()))
}

/// Whether there is a minus, and what follows it.
fn split_sign(text: &str) -> (bool, &str) {
    text.strip_prefix('-').map_or((false, text), |digits| (true, digits))
}

/// Prefix, and sign and digits, of an integer conversion.
fn integer(cx: &Cx, kind: char, value: Value, spec: &Spec) -> R<(&'static str, CompactString)> {
    let decimal = matches!(kind, 'd' | 'i' | 'u');
    let slots = cx.type_of(value).slots();
    let number = if int::is_int(value) {
        int::to_exact(cx, value)?
    } else if decimal && slots.int.is_some() {
        int::new::from_any(cx, value)?
    } else if slots.index.is_some() {
        protocol::index::to_value(cx, value)?
    } else {
        let wanted = if decimal { "a real number" } else { "an integer" };
        return Err(
            cx.type_error(format!("%{kind} format: {wanted} is required, not {}", cx.type_name(value)))
        );
    };
    let number = Int::of(number).ok_or_else(|| cx.system_error("int expected"))?;
    let mut text = match kind {
        'x' | 'X' => int::format::in_radix(cx, number, 16),
        'o' => int::format::in_radix(cx, number, 8),
        _ => int::format::decimal(cx, number)?,
    };
    if kind == 'X' {
        text.make_ascii_uppercase();
    }
    if !decimal && number.is_negative() {
        text.insert(0, '-');
    }
    let prefix = match kind {
        'x' if spec.alternate => "0x",
        'X' if spec.alternate => "0X",
        'o' if spec.alternate => "0o",
        _ => "",
    };
    Ok((prefix, text))
}

/// The text of a float conversion, without padding.
fn float(cx: &Cx, kind: char, value: Value, spec: &Spec, of: Kind) -> R<CompactString> {
    // Also of an instance of a derived class, whatever its `__float__` says.
    let number = match float::of(value) {
        Some(number) => number,
        None => {
            let class = crate::runtime::builtin_type(number::FLOAT);
            let slots = cx.type_of(value).slots();
            let refuse = || {
                let wanted =
                    if of == Kind::Bytes { "float argument required" } else { "must be real number" };
                cx.type_error(format!("{wanted}, not {}", cx.type_name(value)))
            };
            if slots.float.is_none() && slots.index.is_none() {
                return Err(refuse());
            }
            let converted = match crate::call::call_values(cx, class.value(), &[value]) {
                // For bytes, whatever goes wrong is said so.
                Err(_) if of == Kind::Bytes => return Err(refuse()),
                converted => converted?,
            };
            float::of(converted).ok_or_else(|| cx.system_error("float expected"))?
        }
    };
    let precision = float::format::checked_precision(cx, spec.precision)?;
    let Some((style, upper, _)) = float::format::style_of(Some(kind.into())) else {
        return Err(cx.system_error("not a kind of float"));
    };
    let options = Options { alternate: spec.alternate, ..Options::default() };
    let mut text = float::repr::text(number, style, precision, options);
    if upper {
        text.make_ascii_uppercase();
    }
    Ok(text)
}

impl Spec {
    fn push_padded(&self, result: &mut Builder, units: Units<'_>) {
        let padding = self.width.saturating_sub(units.len());
        if !self.left {
            result.push_repeated(' ' as u32, padding);
        }
        result.push_units(units);
        if self.left {
            result.push_repeated(' ' as u32, padding);
        }
    }

    /// Appends a number, with `zeros` before its digits and padded to the width.
    fn push_number(&self, result: &mut Builder, negative: bool, prefix: &str, zeros: usize, digits: &str) {
        let sign = match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (_, true, _) => "+",
            (_, _, true) => " ",
            _ => "",
        };
        let padding = self.width.saturating_sub(sign.len() + prefix.len() + zeros + digits.len());
        let (before, zeros, behind) = match (self.left, self.zero) {
            (true, _) => (0, zeros, padding),
            (_, true) => (0, zeros + padding, 0),
            _ => (padding, zeros, 0),
        };
        result.push_repeated(' ' as u32, before);
        result.push_str(sign);
        result.push_str(prefix);
        result.push_repeated('0' as u32, zeros);
        result.push_str(digits);
        result.push_repeated(' ' as u32, behind);
    }
}

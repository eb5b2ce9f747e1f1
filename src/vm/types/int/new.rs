//! `int(x)` and `int(text, base)`.

use crate::buffer::bytes_like_optional;
use crate::context::{Cx, R};
use crate::exceptions;
use crate::object::Obj;
use crate::protocol;
use crate::runtime;
use crate::types::byte_array::ByteArray;
use crate::types::bytes::Bytes;
use crate::types::int::decimal_digits::to_ascii;
use crate::types::int::{Int, arithmetic, is_int, new_instance, parse, to_exact, to_i64};
use crate::types::number;
use crate::types::str_::Str;
use crate::types::type_::Type;
use crate::value::Value;

/// The class argument of a numeric `__new__`: `base` (called `name`) or a class derived from it.
pub(crate) fn checked_class(cx: &Cx, class: Value, base: u32, name: &str) -> R<Obj<Type>> {
    let builtin = runtime::builtin_type(base);
    if class == builtin.value() {
        return Ok(builtin);
    }
    let Some(class) = class.cast::<Type>() else {
        let shown = cx.type_name(class);
        return Err(cx.type_error(format!("{name}.__new__(X): X is not a type object ({shown})")));
    };
    if !class.is_subclass_of(builtin) {
        let shown = class.name_text();
        return Err(cx.type_error(format!("{name}.__new__({shown}): {shown} is not a subtype of {name}")));
    }
    if class == runtime::builtin_type(number::BOOL) {
        let shown = class.name_text();
        return Err(cx.type_error(format!("{name}.__new__({shown}) is not safe, use {shown}.__new__()")));
    }
    Ok(class)
}

/// `int.__new__(type, x=0, /, base=10)`.
pub(super) fn int_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let class = checked_class(cx, args[0], number::INT, "int")?;
    let plain = match (args[1].bound(), args[2].bound()) {
        (None, None) => Value::small_int_unchecked(0),
        (None, Some(_)) => return Err(cx.type_error("int() missing string argument".into())),
        (Some(value), None) => from_any(cx, value)?,
        (Some(value), Some(base)) => from_text(cx, value, base)?,
    };
    if class == runtime::builtin_type(number::INT) { Ok(plain) } else { new_instance(cx, class, plain) }
}

/// `int(value)`: by `__int__`, `__index__`, or as text.
pub(crate) fn from_any(cx: &Cx, value: Value) -> R<Value> {
    if super::is_exact_int(value) {
        return Ok(value);
    }
    let slots = cx.type_of(value).slots();
    if let Some(slot) = slots.int {
        let result = slot(cx, value)?;
        if !is_int(result) {
            return Err(cx.type_error(format!("__int__ returned non-int (type {})", cx.type_name(result))));
        }
        if !super::is_exact_int(result) {
            exceptions::warn_of_strict_subclass(cx, "__int__ returned non-int", result, "int")?;
        }
        return to_exact(cx, result);
    }
    if slots.index.is_some() {
        return protocol::index::to_value(cx, value);
    }
    if let Some(parsed) = parse_value(cx, value, 10)? {
        return Ok(parsed);
    }
    let shown = cx.type_name(value);
    Err(cx.type_error(format!(
        "int() argument must be a string, a bytes-like object or a real number, not '{shown}'"
    )))
}

fn from_text(cx: &Cx, value: Value, base: Value) -> R<Value> {
    let base = to_i64(protocol::index::to_value(cx, base)?).and_then(|base| u32::try_from(base).ok());
    let Some(base @ (0 | 2..=36)) = base else {
        return Err(cx.value_error("int() base must be >= 2 and <= 36, or 0"));
    };
    if value.cast::<Str>().is_none() && value.cast::<Bytes>().is_none() && value.cast::<ByteArray>().is_none()
    {
        return Err(cx.type_error("int() can't convert non-string with explicit base".into()));
    }
    let parsed = parse_value(cx, value, base)?;
    parsed.ok_or_else(|| cx.system_error("text expected"))
}

/// Parses a str or bytes; `None` for other values.
fn parse_value(cx: &Cx, value: Value, base: u32) -> R<Option<Value>> {
    let parsed = if let Some(text) = value.cast::<Str>() {
        match text.as_ascii() {
            Some(text) => parse::parse(cx, text.as_bytes(), base)?,
            None => parse::parse(cx, &to_ascii(text.code_points()), base)?,
        }
    } else if let Some(content) = bytes_like_optional(cx, value)? {
        parse::parse(cx, &content, base)?
    } else {
        return Ok(None);
    };
    match parsed {
        Ok(number) => Ok(Some(number)),
        Err(malformed) => Err(parse::raise(cx, &malformed, base, &protocol::repr_string(cx, value)?)),
    }
}

/// `round(number, ndigits)` for an int; an absent or `None` count gives the number itself.
pub(super) fn round(cx: &Cx, number: Int, ndigits: Option<Value>) -> R<Value> {
    let Some(ndigits) = ndigits.filter(|ndigits| !ndigits.is_none()) else { return number.value(cx) };
    let ndigits = protocol::index::to_value(cx, ndigits)?;
    if !super::is_negative(ndigits) {
        return number.value(cx);
    }
    // More places than the number has digits: half of the unit is larger than the number.
    let digits = number.bit_length() / 3 + 2;
    let Some(places) = to_i64(ndigits).map(i64::unsigned_abs).filter(|&places| places <= digits) else {
        return Ok(Value::small_int_unchecked(0));
    };
    let unit = super::power::pow(cx, Int::Word(10), Int::Word(places as i64))?;
    let of = |value: Value| Int::of(value).unwrap_or(Int::Word(0));
    let (quotient, rest) = super::divmod(cx, number, of(unit))?;
    let odd = of(quotient).with_limbs(|_, limbs| limbs.first().is_some_and(|limb| limb & 1 == 1));
    let twice = arithmetic::add(cx, of(rest), of(rest))?;
    let order = of(twice).cmp(&of(unit));
    let rounded = if order.is_gt() || order.is_eq() && odd {
        arithmetic::sub(cx, of(unit), of(rest))?
    } else {
        arithmetic::neg(cx, of(rest))?
    };
    arithmetic::add(cx, number, of(rounded))
}

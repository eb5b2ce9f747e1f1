//! `str.maketrans` and `str.translate`.

use crate::context::{Cx, R};
use crate::exceptions;
use crate::object::Obj;
use crate::protocol;
use crate::types::dict::{self, Dict};
use crate::types::str_::{Builder, Str};
use crate::types::{int, number};
use crate::value::Value;

/// `str.maketrans(x[, y[, z]])`.
pub(super) fn make_table(cx: &Cx, x: Value, y: Option<Value>, z: Option<Value>) -> R<Value> {
    let table = dict::new(cx)?;
    let Some(y) = y else {
        let Some(given) = x.cast_exact::<Dict>(number::DICT) else {
            return Err(cx.type_error("if you give only one argument to maketrans it must be a dict".into()));
        };
        let mut position = 0;
        while let Some((next, key, value)) = given.next_from(position) {
            position = next;
            dict::set(cx, table, table_key(cx, key)?, value)?;
        }
        return Ok(table.value());
    };
    let text = |value: Value, index: usize| {
        value.cast::<Str>().ok_or_else(|| {
            cx.type_error(format!(
                "maketrans() argument {index} must be str, not {}",
                cx.shown_argument(value)
            ))
        })
    };
    let Some(from) = x.cast::<Str>() else {
        return Err(
            cx.type_error("first maketrans argument must be a string if there is a second argument".into())
        );
    };
    let to = text(y, 2)?;
    if from.len() != to.len() {
        return Err(cx.value_error("the first two maketrans arguments must have equal length"));
    }
    for (key, value) in from.units().points().zip(to.units().points()) {
        dict::set(
            cx,
            table,
            Value::small_int_unchecked(key.into()),
            Value::small_int_unchecked(value.into()),
        )?;
    }
    if let Some(z) = z {
        for key in text(z, 3)?.units().points() {
            dict::set(cx, table, Value::small_int_unchecked(key.into()), Value::NONE)?;
        }
    }
    Ok(table.value())
}

fn table_key(cx: &Cx, key: Value) -> R<Value> {
    if let Some(text) = key.cast::<Str>() {
        if text.len() != 1 {
            return Err(cx.value_error("string keys in translatetable must be of length 1"));
        }
        return Ok(Value::small_int_unchecked(text.code_point(0).into()));
    }
    if int::is_int(key) {
        return Ok(key);
    }
    Err(cx.type_error("keys in translate table mustbe strings or integers".into()))
}

/// `text.translate(table)`.
pub(super) fn translate(cx: &Cx, text: Obj<Str>, table: Value) -> R<Value> {
    let mut result = Builder::new();
    for (index, point) in text.units().points().enumerate() {
        if index % 1024 == 1023 {
            cx.poll()?;
        }
        let replacement = match protocol::item::get(cx, table, Value::small_int_unchecked(point.into())) {
            Ok(replacement) => replacement,
            Err(raised) if cx.matches(raised, exceptions::LOOKUP_ERROR) => {
                result.push_point(point);
                continue;
            }
            Err(raised) => return Err(raised),
        };
        if replacement.is_none() {
            continue;
        }
        if let Some(replacement) = replacement.cast::<Str>() {
            result.push_text(replacement);
        } else if int::is_int(replacement) {
            match int::to_i64(replacement)
                .and_then(|number| u32::try_from(number).ok())
                .filter(|&point| point <= 0x10_ffff)
            {
                Some(point) => result.push_point(point),
                None => return Err(cx.value_error("character mapping must be in range(0x110000)")),
            }
        } else {
            return Err(cx.type_error("character mapping must return integer, None or str".into()));
        }
    }
    result.finish(cx)
}

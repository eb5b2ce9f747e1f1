//! `UnicodeEncodeError`, `UnicodeDecodeError`, `UnicodeTranslateError`: what could not be converted, where, and why.
//!
//! The five parts are [`fields`] of the exception, so they are no instance attributes.

use crate::call::CallArgs;
use crate::context::{Cx, R, Raised};
use crate::exceptions::{self, UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, UNICODE_TRANSLATE_ERROR, fields};
use crate::protocol;
use crate::typedef::GetSetDef;
use crate::types::bytes::Bytes;
use crate::types::int;
use crate::types::str_::{self, Str};
use crate::types::tuple;
use crate::value::Value;

const ENCODING: usize = 0;
const OBJECT: usize = 1;
const START: usize = 2;
const END: usize = 3;
const REASON: usize = 4;
const PARTS: usize = 5;

/// Which conversion failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    Encode,
    Decode,
    Translate,
}

/// What an exception says, its places clipped to the object as error handlers see them.
pub struct Parts {
    pub failure: Failure,
    pub encoding: String,
    pub object: Value,
    pub start: usize,
    pub end: usize,
}

fn part(value: Value, index: usize) -> Value {
    let default = if matches!(index, START | END) { Value::small_int_unchecked(0) } else { Value::NONE };
    fields::get(value, index).bound().unwrap_or(default)
}

fn set_parts(cx: &Cx, value: Value, parts: &[Value; PARTS]) -> R<()> {
    parts.iter().enumerate().try_for_each(|(index, &part)| fields::set(cx, value, index, part))
}

/// The kind of failure an exception reports, if it is one of these.
pub fn failure_of(cx: &Cx, value: Value) -> Option<Failure> {
    let class = cx.type_of(value);
    [
        (UNICODE_ENCODE_ERROR, Failure::Encode),
        (UNICODE_DECODE_ERROR, Failure::Decode),
        (UNICODE_TRANSLATE_ERROR, Failure::Translate),
    ]
    .into_iter()
    .find(|(builtin, _)| class.is_subclass_of(crate::runtime::builtin_type(builtin.0)))
    .map(|(_, failure)| failure)
}

/// What a handler needs to know of an exception. `TypeError` where its object was taken away.
pub fn parts(cx: &Cx, value: Value, failure: Failure) -> R<Parts> {
    let object = part(value, OBJECT);
    let len = match failure {
        Failure::Decode => object.cast::<Bytes>().map(|object| object.len()),
        _ => object.cast::<Str>().map(|object| object.len()),
    };
    let Some(len) = len else {
        let wanted = if failure == Failure::Decode { "bytes" } else { "str" };
        let message = if object.is_none() {
            "UnicodeError 'object' attribute is not set".to_string()
        } else {
            format!("UnicodeError 'object' attribute must be a {wanted}")
        };
        return Err(cx.type_error(message));
    };
    let place = |index: usize| int::to_i64(part(value, index)).unwrap_or(0);
    // As the C functions clip them: a start beyond the end is the last item, an end is at least one.
    let start = place(START).clamp(0, (len as i64 - 1).max(0)) as usize;
    let end = place(END).clamp(1, (len as i64).max(1)).min(len as i64) as usize;
    Ok(Parts {
        failure,
        encoding: str_::to_rust(part(value, ENCODING)).unwrap_or_default(),
        object,
        start,
        end: end.max(start),
    })
}

/// A new exception: `encoding` is not kept for a translation.
pub fn new(
    cx: &Cx,
    failure: Failure,
    encoding: &str,
    object: Value,
    places: (usize, usize),
    reason: &str,
) -> R<Value> {
    let class = match failure {
        Failure::Encode => UNICODE_ENCODE_ERROR,
        Failure::Decode => UNICODE_DECODE_ERROR,
        Failure::Translate => UNICODE_TRANSLATE_ERROR,
    };
    let place = |place: usize| Value::small_int_unchecked(place as i64);
    let (name, reason) = (str_::from_str(cx, encoding)?, str_::from_str(cx, reason)?);
    let all = [name, object, place(places.0), place(places.1), reason];
    let args = tuple::from_slice(cx, if failure == Failure::Translate { &all[1..] } else { &all })?;
    let exception = exceptions::new_of(cx, crate::runtime::builtin_type(class.0), args)?;
    set_parts(cx, exception.value(), &all)?;
    Ok(exception.value())
}

/// Raises a new exception.
#[cold]
pub fn error(
    cx: &Cx,
    failure: Failure,
    encoding: &str,
    object: Value,
    places: (usize, usize),
    reason: &str,
) -> Raised {
    match new(cx, failure, encoding, object, places, reason) {
        Ok(exception) => exceptions::raise(cx, exception),
        Err(raised) => raised,
    }
}

/// Changes what is wrong and where; the exception is used for the next error of the same conversion.
pub fn update(cx: &Cx, exception: Value, places: (usize, usize), reason: &str) -> R<()> {
    fields::set(cx, exception, START, Value::small_int_unchecked(places.0 as i64))?;
    fields::set(cx, exception, END, Value::small_int_unchecked(places.1 as i64))?;
    fields::set(cx, exception, REASON, str_::from_str(cx, reason)?)
}

/// The object of an exception, which a handler may have replaced.
pub fn object_of(exception: Value) -> Value {
    part(exception, OBJECT)
}

/// `UnicodeEncodeError.__init__` and its kin.
pub(super) fn init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    super::types::exception_init(cx, value, args)?;
    let Some(failure) = failure_of(cx, value) else { return Ok(()) };
    let given = args.positional();
    let (first, wanted) = if failure == Failure::Translate { (OBJECT, 4) } else { (ENCODING, 5) };
    if given.len() != wanted {
        return Err(
            cx.type_error(format!("function takes exactly {wanted} arguments ({} given)", given.len()))
        );
    }
    let mut all = [Value::NONE; PARTS];
    for (index, &argument) in given.iter().enumerate() {
        let index_of_part = index + first;
        all[index_of_part] = match index_of_part {
            START | END => int::from_i64(cx, protocol::index::to_i64(cx, argument)?)?,
            OBJECT if failure == Failure::Decode => argument,
            _ if argument.cast::<Str>().is_some() => argument,
            _ => {
                let (place, shown) = (index + 1, cx.type_name(argument));
                return Err(cx.type_error(format!("argument {place} must be str, not {shown}")));
            }
        };
    }
    if failure == Failure::Decode {
        all[OBJECT] = crate::codecs::bytes_like(cx, all[OBJECT])?.value();
    }
    set_parts(cx, value, &all)
}

/// A code point as messages show it.
fn escaped(point: u32) -> String {
    match point {
        0..=0xff => format!("'\\x{point:02x}'"),
        0x100..=0xffff => format!("'\\u{point:04x}'"),
        _ => format!("'\\U{point:08x}'"),
    }
}

/// `str()` of these exceptions.
pub(super) fn show(cx: &Cx, value: Value) -> R<Value> {
    let Some(failure) = failure_of(cx, value) else { return str_::from_str(cx, "") };
    let object = part(value, OBJECT);
    if object.is_none() {
        return str_::from_str(cx, "");
    }
    let clip = |index: usize| int::to_i64(part(value, index)).unwrap_or(0);
    let (start, end) = (clip(START), clip(END));
    let one = usize::try_from(start).ok().filter(|_| end == start.wrapping_add(1));
    let reason = protocol::str_string(cx, part(value, REASON))?;
    let encoding = match failure {
        Failure::Translate => String::new(),
        _ => protocol::str_string(cx, part(value, ENCODING))?,
    };
    let unit = one.and_then(|at| match failure {
        Failure::Decode => object.cast::<Bytes>()?.as_slice().get(at).map(|&byte| u32::from(byte)),
        _ => {
            let text = object.cast::<Str>()?;
            (at < text.len()).then(|| text.code_point(at))
        }
    });
    let last = end.wrapping_sub(1);
    str_::from_string(
        cx,
        match (failure, unit) {
            (Failure::Encode, Some(point)) => format!(
                "'{encoding}' codec can't encode character {} in position {start}: {reason}",
                escaped(point)
            ),
            (Failure::Encode, None) => {
                format!("'{encoding}' codec can't encode characters in position {start}-{last}: {reason}")
            }
            (Failure::Decode, Some(byte)) => {
                format!("'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}")
            }
            (Failure::Decode, None) => {
                format!("'{encoding}' codec can't decode bytes in position {start}-{last}: {reason}")
            }
            (Failure::Translate, Some(point)) => {
                format!("can't translate character {} in position {start}: {reason}", escaped(point))
            }
            (Failure::Translate, None) => {
                format!("can't translate characters in position {start}-{last}: {reason}")
            }
        },
    )
}

fn set_object(cx: &Cx, value: Value, index: usize, new: Option<Value>) -> R<()> {
    fields::set(cx, value, index, new.unwrap_or(Value::NONE))
}

fn set_place(cx: &Cx, value: Value, index: usize, new: Option<Value>) -> R<()> {
    let Some(new) = new else { return Err(cx.type_error("can't delete numeric/char attribute".into())) };
    if !int::is_int(new) {
        return Err(cx.type_error("an integer is required".into()));
    }
    let number = int::from_i64(cx, protocol::index::to_i64(cx, new)?)?;
    fields::set(cx, value, index, number)
}

macro_rules! attributes {
    ($($index:ident $name:literal $doc:literal $set:ident;)*) => {
        [$(GetSetDef {
            name: $name,
            doc: $doc,
            get: |_, value| Ok(part(value, $index)),
            set: Some(|cx, value, new| $set(cx, value, $index, new)),
        },)*]
    };
}

static ALL_ATTRIBUTES: [GetSetDef; PARTS] = attributes! {
    ENCODING "encoding" "exception encoding" set_object;
    OBJECT "object" "exception object" set_object;
    START "start" "exception start" set_place;
    END "end" "exception end" set_place;
    REASON "reason" "exception reason" set_object;
};

/// The attributes; a translation error's encoding is `None`.
pub(super) static ATTRIBUTES: &[GetSetDef] = &ALL_ATTRIBUTES;

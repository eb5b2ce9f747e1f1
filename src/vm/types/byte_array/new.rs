//! `bytearray(...)`: from a size, text, bytes-like object or iterable of ints.

use crate::buffer;
use crate::call::CallArgs;
use crate::codecs;
use crate::context::{Cx, R};
use crate::exceptions;
use crate::object::Obj;
use crate::protocol;
use crate::signature::Signature;
use crate::types::byte_array::{ByteArray, edit, of_class};
use crate::types::bytes::Bytes;
use crate::types::bytes::shared::byte;
use crate::types::int;
use crate::types::str_::Str;
use crate::types::type_::Type;
use crate::value::Value;

pub(super) fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Type>() {
        Some(class) => Ok(of_class(cx, class, &[])?.value()),
        None => Err(cx.type_error("bytearray.__new__(X): X is not a type object".into())),
    }
}

static PARAMETERS: std::sync::LazyLock<Signature> =
    std::sync::LazyLock::new(|| Signature::parse("bytearray(source=b'', encoding='utf-8', errors='strict')"));

/// `bytearray.__init__`: whatever was there before goes.
pub(super) fn init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    let Some(array) = value.cast::<ByteArray>() else { return Err(cx.system_error("bytearray expected")) };
    let mut room = cx.scratch(PARAMETERS.parameters.len())?;
    PARAMETERS.bind(cx, args, room.as_mut_slice())?;
    let [source, encoding, errors] = [0, 1, 2].map(|index| room.as_slice()[index].bound());
    edit::replace(cx, array, &[], |len| Some((0, len)))?;
    let Some(source) = source else {
        return match (encoding, errors) {
            (None, None) => Ok(()),
            (Some(_), _) => Err(cx.type_error("encoding without a string argument".into())),
            (None, Some(_)) => Err(cx.type_error("errors without a string argument".into())),
        };
    };
    if let Some(text) = source.cast::<Str>() {
        let Some(encoding) = encoding else {
            return Err(cx.type_error("string argument without an encoding".into()));
        };
        let encoding = codecs::name_argument(cx, encoding, "bytearray", "encoding")?;
        let errors = codecs::name_argument(cx, room.as_slice()[2], "bytearray", "errors")?;
        let encoded = codecs::encode(cx, text, &codecs::encoding_text(encoding), errors)?;
        let encoded = encoded.cast::<Bytes>().ok_or_else(|| cx.system_error("bytes expected"))?;
        return edit::extend_slice(cx, array, encoded.as_slice());
    }
    if encoding.is_some() {
        return Err(cx.type_error("encoding without a string argument".into()));
    }
    if errors.is_some() {
        return Err(cx.type_error("errors without a string argument".into()));
    }
    if source.is_int() || cx.type_of(source).slots().index.is_some() {
        match protocol::index::to_value(cx, source) {
            Ok(number) => {
                let Some(count) = int::to_i64(number) else {
                    let shown = cx.type_name(source);
                    return Err(cx.error(
                        exceptions::OVERFLOW_ERROR,
                        format!("cannot fit '{shown}' into an index-sized integer"),
                    ));
                };
                return match usize::try_from(count) {
                    Ok(count) => edit::resize(cx, array, count),
                    Err(_) => Err(cx.value_error("negative count")),
                };
            }
            Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => {}
            Err(raised) => return Err(raised),
        }
    }
    if buffer::is_provider(cx, source) {
        return edit::extend_slice(cx, array, &buffer::gathered(cx, source)?);
    }
    let bytes =
        bytes_of_iterable(cx, source, |shown| format!("cannot convert '{shown}' object to bytearray"))?;
    edit::extend_slice(cx, array, &bytes)
}

/// Appends the ints of an iterable; `refusal` says what else is wrong with its type.
pub(super) fn extend_by_iteration(
    cx: &Cx,
    array: Obj<ByteArray>,
    iterable: Value,
    refusal: impl Fn(String) -> String,
) -> R<()> {
    let bytes = gathered(cx, iterable, refusal, protocol::iter::for_each_hinted)?;
    edit::extend_slice(cx, array, &bytes)
}

/// The ints of an iterable as bytes.
pub(super) fn bytes_of_iterable(cx: &Cx, iterable: Value, refusal: impl Fn(String) -> String) -> R<Vec<u8>> {
    gathered(cx, iterable, refusal, protocol::iter::for_each)
}

/// What calls a function with every item of an iterable.
type ForEach = fn(&Cx, Value, &mut dyn FnMut(&Cx, Value) -> R<()>) -> R<()>;

fn gathered(cx: &Cx, iterable: Value, refusal: impl Fn(String) -> String, for_each: ForEach) -> R<Vec<u8>> {
    let slots = cx.type_of(iterable).slots();
    if slots.iter.is_none() && slots.getitem.is_none() {
        return Err(cx.type_error(refusal(cx.type_name(iterable))));
    }
    let mut bytes = Vec::new();
    for_each(cx, iterable, &mut |cx, item| {
        bytes.push(byte(cx, item, "byte must be in range(0, 256)")?);
        Ok(())
    })?;
    Ok(bytes)
}

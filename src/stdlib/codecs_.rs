//! `_codecs`: the registry of codecs and error handlers, and the native codecs as functions.
//!
//! Everything is done in [`typhon_vm::codecs`]; here are arguments and results. The functions hold no state.

use typhon_vm::codecs::escape::{Invalid, InvalidEscape};
use typhon_vm::codecs::utf16::Order;
use typhon_vm::codecs::{self, Errors, charmap, errors, escape, single, utf7, utf8, utf16};
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::bytes::{self, Bytes};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::{int, tuple};
use typhon_vm::{Obj, Value, exceptions, protocol};

/// A str argument, by place.
fn text(cx: &Cx, value: Value, function: &str, argument: usize) -> R<Obj<Str>> {
    value.cast::<Str>().ok_or_else(|| {
        let shown = if value.is_none() { "None".into() } else { cx.type_name(value) };
        let place = if argument == 0 { "argument".into() } else { format!("argument {argument}") };
        cx.type_error(format!("{function}() {place} must be str, not {shown}"))
    })
}

/// The name of a handler: a str, `None` or absent.
fn handler(cx: &Cx, value: Value, function: &str) -> R<Option<Value>> {
    match value.bound().filter(|value| !value.is_none()) {
        None => Ok(None),
        Some(value) if value.cast::<Str>().is_some() => Ok(Some(value)),
        Some(value) => {
            let shown = cx.type_name(value);
            Err(cx.type_error(format!("{function}() argument 2 must be str or None, not {shown}")))
        }
    }
}

fn is_final(cx: &Cx, value: Value, default: bool) -> R<bool> {
    value.bound().map_or(Ok(default), |value| protocol::is_true(cx, value))
}

fn order(cx: &Cx, value: Value) -> R<Order> {
    Ok(Order::from_number(value.bound().map_or(Ok(0), |value| protocol::index::to_i64(cx, value))?))
}

fn pair(cx: &Cx, result: Value, count: usize) -> R<Value> {
    Ok(tuple::from_slice(cx, &[result, codecs::place(count)])?.value())
}

/// The bytes of a bytes-like object or of a str as UTF-8.
fn bytes_or_text(cx: &Cx, value: Value) -> R<Obj<Bytes>> {
    match value.cast::<Str>() {
        Some(text) => {
            let encoded = codecs::encode_native(cx, text, codecs::Native::Utf8, None)?;
            codecs::bytes_like(cx, encoded)
        }
        None => codecs::bytes_like(cx, value),
    }
}

/// Encodes text.
type Encode<'a> = &'a dyn Fn(&Cx, Obj<Str>, &mut Errors) -> R<Vec<u8>>;
/// Decodes a piece, the final one or not.
type Decode<'a> = &'a dyn Fn(&Cx, Obj<Bytes>, &mut Errors, bool) -> R<(Value, usize)>;

/// `X_encode(str, errors=None)`.
fn encoder(cx: &Cx, args: &[Value], function: &str, encode: Encode<'_>) -> R<Value> {
    let text = text(cx, args[0], function, 1)?;
    let mut errors = Errors::new(cx, handler(cx, args[1], function)?);
    let encoded = encode(cx, text, &mut errors)?;
    pair(cx, bytes::from_slice(cx, &encoded)?, text.len())
}

/// `X_decode(data, errors=None, final=False)`.
fn decoder(cx: &Cx, args: &[Value], function: &str, decode: Decode<'_>) -> R<Value> {
    let source = codecs::bytes_like(cx, args[0])?;
    let mut errors = Errors::new(cx, handler(cx, args[1], function)?);
    let (decoded, consumed) = decode(cx, source, &mut errors, is_final(cx, args[2], false)?)?;
    pair(cx, decoded, consumed)
}

/// `utf16::decode16` or `utf16::decode32`.
type DecodeWide = fn(&Cx, Obj<Bytes>, Order, &mut Errors, bool) -> R<utf16::Decoded>;

/// A decoder of UTF-16 or UTF-32 in one order.
fn decoder_of_units(cx: &Cx, args: &[Value], function: &str, decode: DecodeWide, order: Order) -> R<Value> {
    decoder(cx, args, function, &|cx, source, errors, is_final| {
        let decoded = decode(cx, source, order, errors, is_final)?;
        Ok((decoded.text, decoded.consumed))
    })
}

/// `utf_16_ex_decode` and `utf_32_ex_decode`: the order is given and answered.
fn decoder_with_order(cx: &Cx, args: &[Value], function: &str, decode: DecodeWide) -> R<Value> {
    let source = codecs::bytes_like(cx, args[0])?;
    let mut errors = Errors::new(cx, handler(cx, args[1], function)?);
    let (order, is_final) = (order(cx, args[2])?, is_final(cx, args[3], false)?);
    let decoded = decode(cx, source, order, &mut errors, is_final)?;
    let order = int::from_i64(cx, decoded.order.number())?;
    Ok(tuple::from_slice(cx, &[decoded.text, codecs::place(decoded.consumed), order])?.value())
}

/// Warns of an escape that means nothing.
fn warn_of(cx: &Cx, invalid: Invalid) -> R<()> {
    let Some((_, invalid)) = invalid else { return Ok(()) };
    let message = match invalid {
        InvalidEscape::Character(byte) => {
            format!("\"\\{}\" is an invalid escape sequence", char::from(byte))
        }
        InvalidEscape::Octal(number) => format!("\"\\{number:o}\" is an invalid octal escape sequence"),
    };
    exceptions::warn(cx, exceptions::DEPRECATION_WARNING, &message, 1)
}

fn lookup(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = text(cx, args[0], "lookup", 0)?;
    Ok(codecs::lookup(cx, &name.to_string_lossy())?.value())
}

/// `encode` and `decode` by any codec.
fn by_name(cx: &Cx, args: &[Value], encode: bool) -> R<Value> {
    let function = if encode { "encode" } else { "decode" };
    let name = codecs::encoding_text(codecs::name_argument(cx, args[1], function, "encoding")?);
    let errors = codecs::name_argument(cx, args[2], function, "errors")?;
    if encode {
        codecs::encode_object(cx, args[0], &name, errors)
    } else {
        codecs::decode_object(cx, args[0], &name, errors)
    }
}

fn escape_decode(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = bytes_or_text(cx, args[0])?;
    let errors = handler(cx, args[1], "escape_decode")?.and_then(str_::to_rust);
    let errors = errors.unwrap_or_else(|| "strict".into());
    let (decoded, invalid) = escape::unescape_bytes(cx, source.as_slice(), &errors)?;
    warn_of(cx, invalid)?;
    pair(cx, bytes::from_slice(cx, &decoded)?, source.len())
}

fn escape_encode(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(source) = args[0].cast::<Bytes>() else {
        let shown = cx.type_name(args[0]);
        return Err(cx.type_error(format!("escape_encode() argument 1 must be bytes, not {shown}")));
    };
    handler(cx, args[1], "escape_encode")?;
    pair(cx, bytes::from_slice(cx, &escape::escape_bytes(source.as_slice()))?, source.len())
}

fn unicode_escape_decode(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = bytes_or_text(cx, args[0])?;
    let mut errors = Errors::new(cx, handler(cx, args[1], "unicode_escape_decode")?);
    let decoded = escape::decode(cx, source, &mut errors, is_final(cx, args[2], true)?)?;
    warn_of(cx, decoded.invalid)?;
    pair(cx, decoded.text, decoded.consumed)
}

fn raw_unicode_escape_decode(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = bytes_or_text(cx, args[0])?;
    let mut errors = Errors::new(cx, handler(cx, args[1], "raw_unicode_escape_decode")?);
    let (decoded, consumed) = escape::decode_raw(cx, source, &mut errors, is_final(cx, args[2], true)?)?;
    pair(cx, decoded, consumed)
}

fn given_mapping(value: Value) -> Option<Value> {
    value.bound().filter(|mapping| !mapping.is_none())
}

fn charmap_decode(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = codecs::bytes_like(cx, args[0])?;
    let mut errors = Errors::new(cx, handler(cx, args[1], "charmap_decode")?);
    let decoded = match given_mapping(args[2]) {
        None => str_::from_latin1(cx, source.as_slice())?.value(),
        Some(mapping) => charmap::decode(cx, source, mapping, &mut errors)?,
    };
    pair(cx, decoded, source.len())
}

fn charmap_encode(cx: &Cx, args: &[Value]) -> R<Value> {
    let mapping = given_mapping(args[2]);
    encoder(cx, args, "charmap_encode", &|cx, text, errors| match mapping {
        None => single::encode(cx, text, single::Limit::Latin1, errors),
        Some(mapping) => charmap::encode(cx, text, mapping, errors),
    })
}

fn readbuffer_encode(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = bytes_or_text(cx, args[0])?;
    handler(cx, args[1], "readbuffer_encode")?;
    pair(cx, bytes::from_slice(cx, source.as_slice())?, source.len())
}

macro_rules! functions {
    ($($signature:literal $doc:literal |$cx:ident, $args:ident| $body:expr;)*) => {
        &[$(MethodDef::function($signature, $doc, |$cx, $args| $body),)*]
    };
}

static FUNCTIONS: &[MethodDef] = functions! {
    "register(search_function, /)" "Register a codec search function." |cx, args| {
        codecs::register(cx, args[0]).map(|()| Value::NONE)
    };
    "unregister(search_function, /)" "Unregister a codec search function and clear the registry's cache." |cx, args| {
        codecs::unregister(cx, args[0]).map(|()| Value::NONE)
    };
    "lookup(encoding, /)" "Looks up a codec tuple in the Python codec registry and returns a CodecInfo object." |cx, args| lookup(cx, args);
    "encode(obj, encoding='utf-8', errors='strict')" "Encodes obj using the codec registered for encoding." |cx, args| by_name(cx, args, true);
    "decode(obj, encoding='utf-8', errors='strict')" "Decodes obj using the codec registered for encoding." |cx, args| by_name(cx, args, false);
    "register_error(errors, handler, /)" "Register the specified error handler under the name errors." |cx, args| {
        text(cx, args[0], "register_error", 1)?;
        errors::register(cx, args[0], args[1]).map(|()| Value::NONE)
    };
    "_unregister_error(errors, /)" "Un-register the specified error handler for the error handling `errors'." |cx, args| {
        text(cx, args[0], "_unregister_error", 0)?;
        errors::unregister(cx, args[0]).map(Value::from_bool)
    };
    "lookup_error(name, /)" "Return the error handler for the specified error handling name." |cx, args| {
        text(cx, args[0], "lookup_error", 0)?;
        errors::lookup(cx, args[0])
    };
    "escape_encode(data, errors=None, /)" "" |cx, args| escape_encode(cx, args);
    "escape_decode(data, errors=None, /)" "" |cx, args| escape_decode(cx, args);
    "utf_8_encode(str, errors=None, /)" "" |cx, args| encoder(cx, args, "utf_8_encode", &utf8::encode);
    "utf_8_decode(data, errors=None, final=False, /)" "" |cx, args| decoder(cx, args, "utf_8_decode", &utf8::decode);
    "utf_7_encode(str, errors=None, /)" "" |cx, args| {
        encoder(cx, args, "utf_7_encode", &|_, text, _| Ok(utf7::encode(text)))
    };
    "utf_7_decode(data, errors=None, final=False, /)" "" |cx, args| decoder(cx, args, "utf_7_decode", &utf7::decode);
    "utf_16_encode(str, errors=None, byteorder=0, /)" "" |cx, args| {
        let order = order(cx, args[2])?;
        encoder(cx, args, "utf_16_encode", &|cx, text, errors| utf16::encode16(cx, text, order, errors))
    };
    "utf_16_le_encode(str, errors=None, /)" "" |cx, args| {
        encoder(cx, args, "utf_16_le_encode", &|cx, text, errors| utf16::encode16(cx, text, Order::Little, errors))
    };
    "utf_16_be_encode(str, errors=None, /)" "" |cx, args| {
        encoder(cx, args, "utf_16_be_encode", &|cx, text, errors| utf16::encode16(cx, text, Order::Big, errors))
    };
    "utf_16_decode(data, errors=None, final=False, /)" "" |cx, args| decoder_of_units(cx, args, "utf_16_decode", utf16::decode16, Order::Marked);
    "utf_16_le_decode(data, errors=None, final=False, /)" "" |cx, args| decoder_of_units(cx, args, "utf_16_le_decode", utf16::decode16, Order::Little);
    "utf_16_be_decode(data, errors=None, final=False, /)" "" |cx, args| decoder_of_units(cx, args, "utf_16_be_decode", utf16::decode16, Order::Big);
    "utf_16_ex_decode(data, errors=None, byteorder=0, final=False, /)" "" |cx, args| decoder_with_order(cx, args, "utf_16_ex_decode", utf16::decode16);
    "utf_32_encode(str, errors=None, byteorder=0, /)" "" |cx, args| {
        let order = order(cx, args[2])?;
        encoder(cx, args, "utf_32_encode", &|cx, text, errors| utf16::encode32(cx, text, order, errors))
    };
    "utf_32_le_encode(str, errors=None, /)" "" |cx, args| {
        encoder(cx, args, "utf_32_le_encode", &|cx, text, errors| utf16::encode32(cx, text, Order::Little, errors))
    };
    "utf_32_be_encode(str, errors=None, /)" "" |cx, args| {
        encoder(cx, args, "utf_32_be_encode", &|cx, text, errors| utf16::encode32(cx, text, Order::Big, errors))
    };
    "utf_32_decode(data, errors=None, final=False, /)" "" |cx, args| decoder_of_units(cx, args, "utf_32_decode", utf16::decode32, Order::Marked);
    "utf_32_le_decode(data, errors=None, final=False, /)" "" |cx, args| decoder_of_units(cx, args, "utf_32_le_decode", utf16::decode32, Order::Little);
    "utf_32_be_decode(data, errors=None, final=False, /)" "" |cx, args| decoder_of_units(cx, args, "utf_32_be_decode", utf16::decode32, Order::Big);
    "utf_32_ex_decode(data, errors=None, byteorder=0, final=False, /)" "" |cx, args| decoder_with_order(cx, args, "utf_32_ex_decode", utf16::decode32);
    "unicode_escape_encode(str, errors=None, /)" "" |cx, args| {
        encoder(cx, args, "unicode_escape_encode", &|_, text, _| Ok(escape::encode(text)))
    };
    "unicode_escape_decode(data, errors=None, final=True, /)" "" |cx, args| unicode_escape_decode(cx, args);
    "raw_unicode_escape_encode(str, errors=None, /)" "" |cx, args| {
        encoder(cx, args, "raw_unicode_escape_encode", &|_, text, _| Ok(escape::encode_raw(text)))
    };
    "raw_unicode_escape_decode(data, errors=None, final=True, /)" "" |cx, args| raw_unicode_escape_decode(cx, args);
    "latin_1_encode(str, errors=None, /)" "" |cx, args| {
        encoder(cx, args, "latin_1_encode", &|cx, text, errors| single::encode(cx, text, single::Limit::Latin1, errors))
    };
    "latin_1_decode(data, errors=None, /)" "" |cx, args| {
        let source = codecs::bytes_like(cx, args[0])?;
        handler(cx, args[1], "latin_1_decode")?;
        pair(cx, str_::from_latin1(cx, source.as_slice())?.value(), source.len())
    };
    "ascii_encode(str, errors=None, /)" "" |cx, args| {
        encoder(cx, args, "ascii_encode", &|cx, text, errors| single::encode(cx, text, single::Limit::Ascii, errors))
    };
    "ascii_decode(data, errors=None, /)" "" |cx, args| {
        let source = codecs::bytes_like(cx, args[0])?;
        let mut errors = Errors::new(cx, handler(cx, args[1], "ascii_decode")?);
        pair(cx, single::decode_ascii(cx, source, &mut errors)?, source.len())
    };
    "charmap_encode(str, errors=None, mapping=None, /)" "" |cx, args| charmap_encode(cx, args);
    "charmap_decode(data, errors=None, mapping=None, /)" "" |cx, args| charmap_decode(cx, args);
    "charmap_build(map, /)" "" |cx, args| charmap::build(cx, text(cx, args[0], "charmap_build", 0)?);
    "readbuffer_encode(data, errors=None, /)" "" |cx, args| readbuffer_encode(cx, args);
};

/// The module.
pub static CODECS: ModuleDef =
    ModuleDef { name: "_codecs", doc: "", functions: FUNCTIONS, init: |_, _| Ok(()) };

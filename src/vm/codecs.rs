//! Text to bytes and back: the codec registry, and `str.encode` and `bytes.decode` by any codec's name.
//!
//! | module | owns |
//! | --- | --- |
//! | [`errors`] | error handlers, builtin and registered, as conversions call them |
//! | [`utf8`], [`utf16`] (and 32), [`utf7`], [`single`], [`charmap`], [`escape`] | the native codecs, each with CPython's errors, places and reasons |
//!
//! Thread-safety: the registry is a list and two dicts, each safe by itself; two threads that look an unknown name up at once both ask the search
//! functions, and the first answer stays.

pub mod charmap;
pub mod errors;
pub mod escape;
pub mod single;
pub mod utf16;
pub mod utf7;
pub mod utf8;

use std::sync::atomic::{AtomicBool, Ordering};

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::object::Obj;
use crate::protocol;
use crate::runtime;
use crate::types::bytes::{self, Bytes};
use crate::types::dict::{self, Dict};
use crate::types::list::{self, List};
use crate::types::native_function;
use crate::types::str_::{self, Str, Units};
use crate::types::tuple::Tuple;
use crate::value::Value;

pub use errors::Errors;

/// Makes the registry; called once, at start-up.
pub(crate) fn start(cx: &Cx) -> R<()> {
    runtime::set_codec_searchers(list::new(cx)?.value());
    runtime::set_codec_cache(dict::new(cx)?.value());
    let handlers = dict::new(cx)?;
    for handler in errors::BUILTIN {
        let function = native_function::new(cx, &handler.function, Value::NONE, cx.intern("_codecs")?)?;
        dict::set(cx, handlers, cx.intern(handler.name)?, function.value())?;
    }
    runtime::set_codec_errors(handlers.value());
    Ok(())
}

/// The bytes of a bytes-like object, copied where it is mutable. `TypeError` for others.
pub fn bytes_like(cx: &Cx, value: Value) -> R<Obj<Bytes>> {
    if let Some(bytes) = value.cast::<Bytes>() {
        return Ok(bytes);
    }
    let copy = bytes::from_slice(cx, &crate::buffer::bytes_like(cx, value)?)?;
    copy.cast::<Bytes>().ok_or_else(|| cx.system_error("bytes expected"))
}

// --- the registry -----------------------------------------------------------------------------------------------

/// The library's `encodings` has been asked for.
static STARTED: AtomicBool = AtomicBool::new(false);

fn searchers(cx: &Cx) -> R<Obj<List>> {
    runtime::codec_searchers().cast::<List>().ok_or_else(|| cx.system_error("no codec registry"))
}

fn cache(cx: &Cx) -> R<Obj<Dict>> {
    runtime::codec_cache().cast::<Dict>().ok_or_else(|| cx.system_error("no codec registry"))
}

/// `codecs.register`.
pub fn register(cx: &Cx, search: Value) -> R<()> {
    if cx.type_of(search).slots().call.is_none() {
        return Err(cx.type_error("argument must be callable".into()));
    }
    import_encodings(cx)?;
    list::append(cx, searchers(cx)?, search)
}

/// `codecs.unregister`: what was found is forgotten too.
pub fn unregister(cx: &Cx, search: Value) -> R<()> {
    let known = searchers(cx)?;
    for index in 0..known.len() {
        if list::get(known, index) == Some(search) {
            dict::clear(cx, cache(cx)?)?;
            list::pop(cx, known, index as i64);
            break;
        }
    }
    Ok(())
}

/// Imports the package whose search function knows the library's codecs, once.
fn import_encodings(cx: &Cx) -> R<()> {
    if STARTED.swap(true, Ordering::AcqRel) {
        return Ok(());
    }
    match crate::import::import_absolute(cx, "encodings") {
        Ok(_) => Ok(()),
        // Without a library the native codecs remain.
        Err(raised) if cx.matches(raised, exceptions::IMPORT_ERROR) => {
            STARTED.store(false, Ordering::Release);
            Ok(())
        }
        Err(raised) => {
            STARTED.store(false, Ordering::Release);
            Err(raised)
        }
    }
}

/// An encoding's name as the registry knows it: lower case, runs of anything but letters, digits and dots as one underscore.
pub fn normalized(name: &str) -> String {
    let mut result = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap && !result.is_empty() {
                result.push('_');
            }
            gap = false;
            result.push(c.to_ascii_lowercase());
        } else {
            gap = true;
        }
    }
    result
}

#[cold]
fn unknown_encoding(cx: &Cx, name: &str) -> Raised {
    cx.error(exceptions::LOOKUP_ERROR, format!("unknown encoding: {name}"))
}

/// `codecs.lookup`: a tuple of encoder, decoder, stream reader, stream writer.
pub fn lookup(cx: &Cx, name: &str) -> R<Obj<Tuple>> {
    if name.contains('\0') {
        return Err(cx.value_error("embedded null character"));
    }
    import_encodings(cx)?;
    let normal = cx.intern(&normalized(name))?;
    if let Some(found) = dict::get(cx, cache(cx)?, normal)?.and_then(|found| found.cast::<Tuple>()) {
        return Ok(found);
    }
    let searchers = searchers(cx)?;
    if searchers.is_empty() && STARTED.load(Ordering::Relaxed) {
        let text = "no codec search functions registered: can't find encoding";
        return Err(cx.error(exceptions::LOOKUP_ERROR, text.into()));
    }
    let mut index = 0;
    while let Some(search) = list::get(searchers, index) {
        index += 1;
        let found = call::call_values(cx, search, &[normal])?;
        if found.is_none() {
            continue;
        }
        return match found.cast::<Tuple>().filter(|tuple| tuple.len() == 4) {
            Some(tuple) => {
                dict::set(cx, cache(cx)?, normal, tuple.value())?;
                Ok(tuple)
            }
            None => Err(cx.type_error("codec search functions must return 4-tuples".into())),
        };
    }
    Err(unknown_encoding(cx, name))
}

/// Calls an encoder or decoder of the registry and answers the first item of its result.
fn call_codec(
    cx: &Cx,
    codec: Value,
    object: Value,
    errors: Option<Value>,
    doing: &str,
    name: &str,
) -> R<Value> {
    let result = match errors {
        Some(errors) => call::call_values(cx, codec, &[object, errors]),
        None => call::call_values(cx, codec, &[object]),
    };
    let result = result.map_err(|raised| with_note(cx, raised, doing, name))?;
    match result.cast::<Tuple>().filter(|tuple| tuple.len() == 2) {
        Some(tuple) => Ok(tuple.get(0)),
        None => {
            let who = if doing == "encoding" { "encoder" } else { "decoder" };
            Err(cx.type_error(format!("{who} must return a tuple (object, integer)")))
        }
    }
}

/// Tells the exception which codec has failed.
fn with_note(cx: &Cx, raised: Raised, doing: &str, name: &str) -> Raised {
    let note = || {
        let text = str_::from_string(cx, format!("{doing} with '{name}' codec failed"))?;
        let add = protocol::attr::get(cx, raised.0, cx.intern("add_note")?)?;
        call::call_values(cx, add, &[text])
    };
    match note() {
        Ok(_) => raised,
        Err(other) => other,
    }
}

/// `codecs.encode` with any codec.
pub fn encode_object(cx: &Cx, object: Value, name: &str, errors: Option<Value>) -> R<Value> {
    call_codec(cx, lookup(cx, name)?.get(0), object, errors, "encoding", name)
}

/// `codecs.decode` with any codec.
pub fn decode_object(cx: &Cx, object: Value, name: &str, errors: Option<Value>) -> R<Value> {
    call_codec(cx, lookup(cx, name)?.get(1), object, errors, "decoding", name)
}

/// A codec that converts between text and bytes; `LookupError` for one that says it does not.
pub fn lookup_text(cx: &Cx, name: &str, alternative: Option<&str>) -> R<Obj<Tuple>> {
    let codec = lookup(cx, name)?;
    if cx.type_of(codec.value()) != runtime::builtin_type(crate::types::number::TUPLE)
        && let Some(is_text) =
            protocol::attr::get_optional(cx, codec.value(), cx.intern("_is_text_encoding")?)?
        && !protocol::is_true(cx, is_text)?
    {
        let rest = alternative
            .map_or(String::new(), |alternative| format!("; use {alternative} to handle arbitrary codecs"));
        let message = format!("'{name}' is not a text encoding{rest}");
        return Err(cx.error(exceptions::LOOKUP_ERROR, message));
    }
    Ok(codec)
}

// --- str.encode, bytes.decode -----------------------------------------------------------------------------------

/// The codecs that need no look-up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Native {
    Utf8,
    Utf16,
    Utf32,
    Ascii,
    Latin1,
}

impl Native {
    /// By the spellings that CPython short-cuts too.
    pub fn named(name: &str) -> Option<Native> {
        if name == "utf-8" {
            return Some(Native::Utf8);
        }
        if name.len() > 12 {
            return None;
        }
        match normalized(name).as_str() {
            "utf_8" | "utf8" => Some(Native::Utf8),
            "utf_16" => Some(Native::Utf16),
            "utf_32" => Some(Native::Utf32),
            "ascii" | "us_ascii" => Some(Native::Ascii),
            "latin_1" | "latin1" | "iso_8859_1" | "iso8859_1" => Some(Native::Latin1),
            _ => None,
        }
    }

    /// Further names of the library's alias table, for a program without one.
    fn alias(name: &str) -> Option<Native> {
        match normalized(name).as_str() {
            "u8" | "utf" | "cp65001" | "utf8_ucs2" | "utf8_ucs4" => Some(Native::Utf8),
            "646" | "ansi_x3.4_1968" | "iso646_us" | "iso_ir_6" => Some(Native::Ascii),
            "8859" | "l1" | "cp819" | "latin" | "iso8859" => Some(Native::Latin1),
            _ => None,
        }
    }
}

/// Text as bytes, as `str.encode` does. `errors` is a handler's name, or `None` for "strict".
pub fn encode(cx: &Cx, text: Obj<Str>, encoding: &str, errors: Option<Value>) -> R<Value> {
    let native = match Native::named(encoding) {
        Some(native) => native,
        None => match lookup_text(cx, encoding, Some("codecs.encode()")) {
            Ok(codec) => return encode_by(cx, codec, text, encoding, errors),
            Err(raised) => match Native::alias(encoding) {
                Some(native) if cx.matches(raised, exceptions::LOOKUP_ERROR) => native,
                _ => return Err(raised),
            },
        },
    };
    encode_native(cx, text, native, errors)
}

/// Text as bytes by a native codec.
pub fn encode_native(cx: &Cx, text: Obj<Str>, native: Native, errors: Option<Value>) -> R<Value> {
    if let (true, Native::Utf8 | Native::Ascii | Native::Latin1) = (text.is_ascii(), native) {
        return bytes::from_slice(cx, text.bytes());
    }
    let mut errors = Errors::new(cx, errors);
    let encoded = match native {
        Native::Utf8 => utf8::encode(cx, text, &mut errors)?,
        Native::Ascii => single::encode(cx, text, single::Limit::Ascii, &mut errors)?,
        Native::Latin1 => match text.units() {
            Units::One(units) => return bytes::from_slice(cx, units),
            _ => single::encode(cx, text, single::Limit::Latin1, &mut errors)?,
        },
        Native::Utf16 => utf16::encode16(cx, text, utf16::Order::Marked, &mut errors)?,
        Native::Utf32 => utf16::encode32(cx, text, utf16::Order::Marked, &mut errors)?,
    };
    bytes::from_slice(cx, &encoded)
}

fn encode_by(cx: &Cx, codec: Obj<Tuple>, text: Obj<Str>, name: &str, errors: Option<Value>) -> R<Value> {
    let result = call_codec(cx, codec.get(0), text.value(), errors, "encoding", name)?;
    if result.cast::<Bytes>().is_some() {
        return Ok(result);
    }
    let shown = cx.type_name(result);
    Err(cx.type_error(format!(
        "'{name}' encoder returned '{shown}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
    )))
}

/// Bytes as text, as `bytes.decode` does.
pub fn decode(cx: &Cx, source: Obj<Bytes>, encoding: &str, errors: Option<Value>) -> R<Value> {
    if source.as_slice().is_empty() {
        // Nothing is nothing in all encodings, be there such a one or not.
        return Ok(str_::empty().value());
    }
    let native = match Native::named(encoding) {
        Some(native) => native,
        None => match lookup_text(cx, encoding, Some("codecs.decode()")) {
            Ok(codec) => return decode_by(cx, codec, source, encoding, errors),
            Err(raised) => match Native::alias(encoding) {
                Some(native) if cx.matches(raised, exceptions::LOOKUP_ERROR) => native,
                _ => return Err(raised),
            },
        },
    };
    decode_native(cx, source, native, errors)
}

/// Bytes as text by a native codec; all of them.
pub fn decode_native(cx: &Cx, source: Obj<Bytes>, native: Native, errors: Option<Value>) -> R<Value> {
    let mut errors = Errors::new(cx, errors);
    Ok(match native {
        Native::Utf8 => utf8::decode(cx, source, &mut errors, true)?.0,
        Native::Ascii => single::decode_ascii(cx, source, &mut errors)?,
        Native::Latin1 => str_::from_latin1(cx, source.as_slice())?.value(),
        Native::Utf16 => utf16::decode16(cx, source, utf16::Order::Marked, &mut errors, true)?.text,
        Native::Utf32 => utf16::decode32(cx, source, utf16::Order::Marked, &mut errors, true)?.text,
    })
}

fn decode_by(cx: &Cx, codec: Obj<Tuple>, source: Obj<Bytes>, name: &str, errors: Option<Value>) -> R<Value> {
    let result = call_codec(cx, codec.get(1), source.value(), errors, "decoding", name)?;
    if result.cast::<Str>().is_some() {
        return Ok(result);
    }
    let shown = cx.type_name(result);
    Err(cx.type_error(format!(
        "'{name}' decoder returned '{shown}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
    )))
}

/// An argument that names an encoding or a handler: absent is `None`.
pub fn name_argument(cx: &Cx, value: Value, function: &str, what: &str) -> R<Option<Value>> {
    match value.bound() {
        None => Ok(None),
        Some(value) => match value.cast::<Str>() {
            Some(text) if text.units().points().any(|point| point == 0) => {
                Err(cx.value_error("embedded null character"))
            }
            Some(_) => Ok(Some(value)),
            None => {
                let shown = if value.is_none() { "None".into() } else { cx.type_name(value) };
                Err(cx.type_error(format!("{function}() argument '{what}' must be str, not {shown}")))
            }
        },
    }
}

/// The name of an encoding, `utf-8` where it is absent.
pub fn encoding_text(name: Option<Value>) -> String {
    name.and_then(str_::to_rust).unwrap_or_else(|| "utf-8".into())
}

/// A length or place as a value.
pub fn place(number: usize) -> Value {
    Value::small_int_unchecked(number as i64)
}

/// What a handler answered as a place: negative ones count from the end.
pub(crate) fn place_from(cx: &Cx, value: Value, len: usize) -> R<usize> {
    let given = protocol::index::to_i64(cx, value)?;
    let at = if given < 0 { given + len as i64 } else { given };
    usize::try_from(at).ok().filter(|&at| at <= len).ok_or_else(|| {
        let message = format!("position {at} from error handler out of bounds");
        cx.error(exceptions::INDEX_ERROR, message)
    })
}

//! Encoding and decoding, natively or by the registry's incremental codecs.

use typhon_vm::codecs::{self, Errors, single, utf8};
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::object::Obj;
use typhon_vm::types::bytes::{self, Bytes};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::{int, tuple};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, call, protocol};

use super::super::calls::{self, method};
use super::super::newline::{self, Lines};
use super::{Codec, Inside, READS, Text, WRITES, native_codec};

/// Chooses the codec of the encoding and errors in the slots, and makes its objects.
pub(super) fn choose(cx: &Cx, this: Obj<Text>, inside: &Inside<'_>) -> R<()> {
    let name = str_::to_rust(this.encoding.get()).unwrap_or_default();
    let errors = this.errors.get();
    let mode = inside.with(|state| state.mode);
    let codec = native_codec(&name).unwrap_or(Codec::Objects);
    let (mut encoder, mut decoder) = (Value::NONE, Value::NONE);
    if codec == Codec::Objects {
        let info = codecs::lookup_text(cx, &name, None)?.value();
        if this.bits.has(READS) {
            decoder = method(cx, info, "incrementaldecoder", &[errors])?;
            if mode.universal {
                let class = newline::DECODER_TYPE.class(cx)?.value();
                decoder = call::call_values(cx, class, &[decoder, Value::from_bool(mode.translate)])?;
            }
        }
        if this.bits.has(WRITES) {
            encoder = method(cx, info, "incrementalencoder", &[errors])?;
        }
    }
    cx.store(this.object(), &this.encoder, encoder);
    cx.store(this.object(), &this.decoder, decoder);
    inside.with(|state| {
        state.codec = codec;
        state.lines = Lines::new(mode.translate);
        state.partial.clear();
    });
    Ok(())
}

/// The handler's name, as conversions want it.
fn errors_of(cx: &Cx, this: Obj<Text>) -> Errors {
    Errors::new(cx, Some(this.errors.get()).filter(|errors| !errors.is_none()))
}

/// Appends the bytes of a text to `out`.
pub(super) fn encode(
    cx: &Cx,
    this: Obj<Text>,
    inside: &Inside<'_>,
    text: Obj<Str>,
    out: &mut Vec<u8>,
) -> R<()> {
    let codec = inside.with(|state| state.codec);
    if text.is_ascii() && codec != Codec::Objects {
        out.extend_from_slice(text.bytes());
        return Ok(());
    }
    match codec {
        Codec::Utf8 => utf8::encode_into(cx, text, &mut errors_of(cx, this), out),
        Codec::Ascii => {
            out.extend(single::encode(cx, text, single::Limit::Ascii, &mut errors_of(cx, this))?);
            Ok(())
        }
        Codec::Latin1 => {
            out.extend(single::encode(cx, text, single::Limit::Latin1, &mut errors_of(cx, this))?);
            Ok(())
        }
        Codec::Objects => {
            let encoded = method(cx, this.encoder.get(), "encode", &[text.value()])?;
            let Some(encoded) = encoded.cast::<Bytes>() else {
                let shown = cx.type_name(encoded);
                let text = format!("encoder should return a bytes object, not '{shown}'");
                return Err(cx.type_error(text));
            };
            out.extend_from_slice(encoded.as_slice());
            Ok(())
        }
    }
}

/// Tells the encoder whether what comes is the stream's beginning.
pub(super) fn reset_encoder(cx: &Cx, this: Obj<Text>, at_start: bool) -> R<()> {
    let encoder = this.encoder.get();
    if encoder.is_none() {
        return Ok(());
    }
    if at_start {
        method(cx, encoder, "reset", &[])?;
    } else {
        method(cx, encoder, "setstate", &[Value::small_int_unchecked(0)])?;
    }
    Ok(())
}

/// Decodes a piece.
pub(super) fn decode(
    cx: &Cx,
    this: Obj<Text>,
    inside: &Inside<'_>,
    input: Obj<Bytes>,
    is_final: bool,
) -> R<Obj<Str>> {
    let (codec, universal) = inside.with(|state| (state.codec, state.mode.universal));
    if codec == Codec::Objects {
        let answer = method(cx, this.decoder.get(), "decode", &[input.value(), Value::from_bool(is_final)])?;
        return newline::decoded_text(cx, answer);
    }
    let mut errors = errors_of(cx, this);
    let decoded = match codec {
        Codec::Latin1 => str_::from_latin1(cx, input.as_slice())?.value(),
        Codec::Ascii => single::decode_ascii(cx, input, &mut errors)?,
        _ => {
            let source = if inside.with(|state| state.partial.is_empty()) {
                input
            } else {
                let joined = inside.with(|state| [&state.partial, input.as_slice()].concat());
                codecs::bytes_like(cx, bytes::from_slice(cx, &joined)?)?
            };
            let (decoded, consumed) = utf8::decode(cx, source, &mut errors, is_final)?;
            inside.with(|state| {
                state.partial.clear();
                state.partial.extend_from_slice(source.as_slice().get(consumed..).unwrap_or_default());
            });
            decoded
        }
    };
    let text = newline::as_text(cx, decoded)?;
    if !universal {
        return Ok(text);
    }
    let translated = inside.with(|state| state.lines.process(cx, text, is_final))?;
    newline::as_text(cx, translated)
}

/// The decoder's state: bytes it holds, and flags.
pub(super) fn decoder_state(cx: &Cx, this: Obj<Text>, inside: &Inside<'_>) -> R<(Obj<Bytes>, i64)> {
    let decoder = this.decoder.get();
    if decoder.is_none() {
        let (held, flags) = inside
            .with(|state| (state.partial.clone(), i64::from(state.mode.universal && state.lines.pending)));
        return Ok((codecs::bytes_like(cx, bytes::from_slice(cx, &held)?)?, flags));
    }
    let state = method(cx, decoder, "getstate", &[])?;
    let (held, flags) = newline::state_parts(cx, state)?;
    let Some(held) = held.cast::<Bytes>() else {
        let shown = cx.type_name(held);
        let text = format!("illegal decoder state: the first item should be a bytes object, not '{shown}'");
        return Err(cx.type_error(text));
    };
    if !int::is_int(flags) {
        return Err(cx.type_error("illegal decoder state".into()));
    }
    Ok((held, protocol::index::to_i64(cx, flags)?))
}

pub(super) fn set_decoder_state(
    cx: &Cx,
    this: Obj<Text>,
    inside: &Inside<'_>,
    held: Obj<Bytes>,
    flags: i64,
) -> R<()> {
    let decoder = this.decoder.get();
    if decoder.is_none() {
        inside.with(|state| {
            state.partial = held.as_slice().to_vec();
            state.lines.pending = flags & 1 != 0;
        });
        return Ok(());
    }
    let state = tuple::from_slice(cx, &[held.value(), int::from_i64(cx, flags)?])?;
    method(cx, decoder, "setstate", &[state.value()]).map(|_| ())
}

pub(super) fn reset_decoder(cx: &Cx, this: Obj<Text>, inside: &Inside<'_>) -> R<()> {
    if !this.bits.has(READS) {
        return Ok(());
    }
    let decoder = this.decoder.get();
    if decoder.is_none() {
        inside.with(|state| {
            state.partial.clear();
            state.lines.reset();
        });
        return Ok(());
    }
    method(cx, decoder, "reset", &[]).map(|_| ())
}

/// The attribute `newlines`.
pub(super) fn newlines(cx: &Cx, this: Obj<Text>, inside: &Inside<'_>) -> R<Value> {
    if !this.bits.has(READS) {
        return Ok(Value::NONE);
    }
    let decoder = this.decoder.get();
    if decoder.is_none() {
        let (universal, lines) = inside.with(|state| (state.mode.universal, state.lines));
        return if universal { lines.seen(cx) } else { Ok(Value::NONE) };
    }
    Ok(calls::optional(cx, decoder, "newlines")?.unwrap_or(Value::NONE))
}

/// What a buffer's `read` has given.
pub(super) fn bytes_of(cx: &Cx, value: Value, function: &str) -> R<Obj<Bytes>> {
    codecs::bytes_like(cx, value).map_err(|raised| {
        if !cx.matches(raised, exceptions::TYPE_ERROR) {
            return raised;
        }
        let shown = cx.type_name(value);
        cx.type_error(format!(
            "underlying {function}() should have returned a bytes-like object, not '{shown}'"
        ))
    })
}

//! Writing text.

use typhon_vm::codecs;
use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::types::bytes;
use typhon_vm::types::str_::Str;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, protocol};

use super::super::buffered;
use super::super::calls::{method, unsupported};
use super::super::newline::{contains, replace_newlines};
use super::{
    Inside, LINE_BUFFERING, READS, SEEKABLE, TELLING, Text, WRITE_THROUGH, WRITES, codec, enter,
    forget_snapshot, open, set_decoded, this,
};

/// Gives what is pending to the buffer.
pub(super) fn write_out(cx: &Cx, buffer: Value, inside: &Inside<'_>) -> R<()> {
    let mut pending = inside.with(|state| std::mem::take(&mut state.pending));
    if pending.is_empty() {
        return Ok(());
    }
    let result = match buffered::exact_writer(cx, buffer) {
        Some(plain) => buffered::write_slice(cx, plain, &pending),
        None => {
            let piece = bytes::from_slice(cx, &pending)?;
            method(cx, buffer, "write", &[piece]).map(|_| ())
        }
    };
    // The memory is used again, unless somebody has written meanwhile.
    pending.clear();
    inside.with(|state| {
        if state.pending.capacity() == 0 {
            state.pending = pending;
        }
    });
    result
}

pub(super) fn write(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    super::buffer_of(cx, this)?;
    let Some(text) = args[1].cast::<Str>() else {
        return Err(cx.type_error(format!("write() argument must be str, not {}", cx.type_name(args[1]))));
    };
    write_text(cx, this, text)?;
    Ok(codecs::place(text.len()))
}

/// `write(text)`.
pub(in super::super) fn write_text(cx: &Cx, this: Obj<Text>, text: Obj<Str>) -> R<()> {
    let buffer = open(cx, this)?;
    if !this.bits.has(WRITES) {
        return Err(unsupported(cx, "not writable"));
    }
    let inside = enter(cx, &this)?;
    let by = inside.with(|state| state.mode.written());
    let mut text = text;
    let line_buffering = this.bits.has(LINE_BUFFERING);
    let flush = line_buffering && (contains(text.units(), 10) || contains(text.units(), 13));
    if let Some(by) = by {
        text = replace_newlines(cx, text, by)?;
    }
    let chunk = inside.with(|state| state.chunk);
    // A long text goes by itself, so that it is not copied behind others.
    while inside.with(|state| !state.pending.is_empty() && state.pending.len() + text.len() > chunk) {
        write_out(cx, buffer, &inside)?;
    }
    // Encoded before it is added: what cannot be encoded is not written in part.
    let mut encoded = Vec::new();
    if text.is_ascii() && inside.with(|state| state.codec != super::Codec::Objects) {
        inside.with(|state| state.pending.extend_from_slice(text.bytes()));
    } else {
        codec::encode(cx, this, &inside, text, &mut encoded)?;
        inside.with(|state| state.pending.extend_from_slice(&encoded));
    }
    let full = inside.with(|state| state.pending.len() >= chunk);
    if full || flush || this.bits.has(WRITE_THROUGH) {
        write_out(cx, buffer, &inside)?;
    }
    if flush {
        method(cx, buffer, "flush", &[])?;
    }
    if !this.snapshot.get().is_none() {
        set_decoded(cx, this, &inside, None);
        forget_snapshot(cx, this);
    }
    if this.bits.has(READS) {
        codec::reset_decoder(cx, this, &inside)?;
    }
    Ok(())
}

/// `flush()`.
pub(super) fn flush(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let buffer = open(cx, this)?;
    let inside = enter(cx, &this)?;
    this.bits.set(TELLING, this.bits.has(SEEKABLE));
    write_out(cx, buffer, &inside)?;
    method(cx, buffer, "flush", &[])
}

pub(super) fn truncate(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let buffer = super::buffer_of(cx, this)?;
    method(cx, args[0], "flush", &[])?;
    method(cx, buffer, "truncate", &[args[1].bound().unwrap_or(Value::NONE)])
}

/// The truth of an argument that may be `None` or absent: nothing then.
pub(super) fn optional_truth(cx: &Cx, value: Value) -> R<Option<bool>> {
    match value.bound().filter(|value| !value.is_none()) {
        None => Ok(None),
        Some(value) => protocol::is_true(cx, value).map(Some),
    }
}

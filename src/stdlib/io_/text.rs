//! `TextIOWrapper`: text over a buffered stream of bytes.
//!
//! | module | owns |
//! | --- | --- |
//! | `codec` | encoding and decoding: UTF-8, ASCII and Latin-1 natively, others by the registry's incremental codecs |
//! | `read`, `write` | the two directions |
//! | `place` | `tell` and `seek`: positions are cookies that hold a byte position and how to get a decoder to where it was |
//! | `methods` | construction, reconfiguration, end, the type |
//!
//! # Thread-safety
//! What is buffered in either direction lies behind the object's own parking lock, which a method holds from its first look to its last; so each
//! is atomic. Codecs written in Python, signal handlers and the buffer's methods may come back to the stream: the holder enters again, finds the
//! state whole, and what it writes stands before the rest.

mod codec;
mod methods;
mod place;
mod read;
mod write;

use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::payloads::{self, Taken};
use typhon_vm::typedef::Layout;
use typhon_vm::types::str_::Str;
use typhon_vm::types::type_::Type;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, codecs, finalization, instance};

use super::base;
use super::bits::Bits;
use super::calls;
use super::guarded::{Entered, Guarded};
use super::newline::{Lines, Mode};

pub(super) use methods::TEXT_TYPE;
pub(super) use write::write_text;

const READY: u32 = 1;
const DETACHED: u32 = 2;
const FINALIZING: u32 = 4;
const LINE_BUFFERING: u32 = 8;
const WRITE_THROUGH: u32 = 16;
const SEEKABLE: u32 = 32;
/// `tell` works: off while the stream is iterated.
const TELLING: u32 = 64;
const HAS_READ1: u32 = 128;
/// The buffer can be read, written.
const READS: u32 = 256;
const WRITES: u32 = 512;
/// The runtime keeps it open: its finalizer does nothing.
const KEPT_OPEN: u32 = 1024;

/// Codec of the state.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Codec {
    Utf8,
    Ascii,
    Latin1,
    /// By objects in the slots `encoder` and `decoder`.
    Objects,
}

struct State {
    codec: Codec,
    mode: Mode,
    /// Line ends read so far, where they are translated or recorded here.
    lines: Lines,
    /// Bytes of a character that is not whole, of the native decoder.
    partial: Vec<u8>,
    /// How many characters of `decoded` have been given out.
    decoded_at: usize,
    /// Decoder flags before the bytes of the snapshot.
    snapshot_flags: i64,
    /// Bytes that are encoded and not written yet.
    pending: Vec<u8>,
    chunk: usize,
    /// Bytes per character in the last chunk.
    ratio: f64,
}

const DEFAULT_CHUNK: usize = 8192;

impl Default for State {
    fn default() -> State {
        State {
            codec: Codec::Utf8,
            mode: Mode { universal: true, translate: true, ending: super::newline::Ending::Lf },
            lines: Lines::new(true),
            partial: Vec::new(),
            decoded_at: 0,
            snapshot_flags: 0,
            pending: Vec::new(),
            chunk: DEFAULT_CHUNK,
            ratio: 0.0,
        }
    }
}

/// A text stream.
#[repr(C)]
pub(super) struct Text {
    header: Header,
    buffer: Slot,
    encoding: Slot,
    errors: Slot,
    encoder: Slot,
    decoder: Slot,
    /// Text that is decoded and not given out whole, or `None`.
    decoded: Slot,
    /// The bytes that it was decoded from, or `None` where that is not known.
    snapshot: Slot,
    bits: Bits,
    guarded: Guarded<State>,
}

pub(super) static LAYOUT: Layout =
    Layout { take: Some(take), ..Layout::with_attributes("_io.TextIOWrapper", size_of::<Text>(), trace) };

// SAFETY: repr(C), header first, every slot traced, the rest guarded or atomic.
unsafe impl Payload for Text {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for objects of this layout only.
    let text = unsafe { Obj::<Text>::cast_unchecked(object) };
    for slot in [
        &text.buffer,
        &text.encoding,
        &text.errors,
        &text.encoder,
        &text.decoder,
        &text.decoded,
        &text.snapshot,
    ] {
        tracer.slot(slot);
    }
}

unsafe fn take(object: ObjRef) -> Taken {
    // SAFETY: called for dead objects of this layout, which nobody else reaches.
    let state = unsafe { Obj::<Text>::cast_unchecked(object).guarded.take_unsync() };
    Box::new((state.pending, state.partial))
}

type Inside<'a> = Entered<'a, State>;

/// Whether the stream's finalizer does nothing.
pub(super) fn is_kept_open(value: Value) -> bool {
    value.cast::<Text>().is_some_and(|text| text.bits.has(KEPT_OPEN))
}

/// Makes a stream's finalizer do nothing.
pub(super) fn keep_open(value: Value) {
    if let Some(text) = value.cast::<Text>() {
        text.bits.set(KEPT_OPEN, true);
    }
}

/// Makes an instance that `__init__` has not seen.
pub(super) fn make(cx: &Cx, class: Obj<Type>) -> R<Value> {
    let (shape, header) = instance::start(class);
    let none = || Slot::of(Value::NONE);
    let made = Text {
        header,
        buffer: none(),
        encoding: none(),
        errors: none(),
        encoder: none(),
        decoder: none(),
        decoded: none(),
        snapshot: none(),
        bits: Bits::new(0),
        guarded: Guarded::new(State::default()),
    };
    let made = cx.alloc_instance(shape, made)?;
    payloads::watch(cx, made.object(), 256);
    finalization::watch_new(cx, made.object());
    Ok(made.value())
}

/// The stream of an exact `TextIOWrapper`, whose methods nobody has replaced on its class.
pub(super) fn exact(cx: &Cx, value: Value) -> Option<Obj<Text>> {
    let text = value.cast::<Text>()?;
    (TEXT_TYPE.class(cx).ok()? == cx.type_of(value)).then_some(text)
}

fn this(cx: &Cx, value: Value) -> R<Obj<Text>> {
    value
        .cast::<Text>()
        .ok_or_else(|| cx.type_error(format!("expected TextIOWrapper, got '{}'", cx.type_name(value))))
}

/// The buffer of an initialised object.
fn buffer_of(cx: &Cx, this: Obj<Text>) -> R<Value> {
    if this.bits.has(READY) {
        return Ok(this.buffer.get());
    }
    Err(cx.value_error(if this.bits.has(DETACHED) {
        "underlying buffer has been detached"
    } else {
        "I/O operation on uninitialized object"
    }))
}

fn is_closed(cx: &Cx, buffer: Value) -> R<bool> {
    match super::buffered::closed_if_plain(cx, buffer) {
        Some(closed) => Ok(closed),
        None => calls::flag(cx, buffer, "closed"),
    }
}

/// The buffer of an open stream.
fn open(cx: &Cx, this: Obj<Text>) -> R<Value> {
    let buffer = buffer_of(cx, this)?;
    if is_closed(cx, buffer)? { Err(base::closed_error(cx)) } else { Ok(buffer) }
}

fn enter<'a>(cx: &'a Cx, this: &'a Obj<Text>) -> R<Inside<'a>> {
    this.guarded.enter(cx, this.value())
}

/// Replaces what is decoded; `None` for nothing.
fn set_decoded(cx: &Cx, this: Obj<Text>, inside: &Inside<'_>, text: Option<Obj<Str>>) {
    cx.store(this.object(), &this.decoded, text.map_or(Value::NONE, Obj::value));
    inside.with(|state| state.decoded_at = 0);
}

/// Forgets where reading could be resumed.
fn forget_snapshot(cx: &Cx, this: Obj<Text>) {
    cx.store(this.object(), &this.snapshot, Value::NONE);
}

/// Takes at most `count` characters of what is decoded.
fn take_decoded(cx: &Cx, this: Obj<Text>, inside: &Inside<'_>, count: Option<usize>) -> R<Option<Obj<Str>>> {
    let Some(text) = this.decoded.get().cast::<Str>() else { return Ok(None) };
    let start = inside.with(|state| state.decoded_at).min(text.len());
    let end = count.map_or(text.len(), |count| text.len().min(start.saturating_add(count)));
    inside.with(|state| state.decoded_at = end);
    if (start, end) == (0, text.len()) {
        return Ok(Some(text));
    }
    text.units().part(start, end).to_text(cx).map(Some)
}

/// Asks a method of the buffer.
fn forward(cx: &Cx, args: &[Value], name: &str) -> R<Value> {
    calls::method(cx, buffer_of(cx, this(cx, args[0])?)?, name, &[])
}

/// The native codec of an encoding's name.
fn native_codec(name: &str) -> Option<Codec> {
    match codecs::Native::named(name)? {
        codecs::Native::Utf8 => Some(Codec::Utf8),
        codecs::Native::Ascii => Some(Codec::Ascii),
        codecs::Native::Latin1 => Some(Codec::Latin1),
        codecs::Native::Utf16 | codecs::Native::Utf32 => None,
    }
}

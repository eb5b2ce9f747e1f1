//! `BufferedReader`, `BufferedWriter`, `BufferedRandom`: buffers before a raw stream, one layout for the three.
//!
//! Bytes read ahead and bytes not written yet are never there at once: who writes gives what was read ahead back to the raw stream (by seeking),
//! who reads writes out first.
//!
//! # Thread-safety
//! Buffers and position lie behind the object's own parking lock, which a method holds from its first look to its last, also while it waits in the
//! raw stream; so each method is atomic. A raw stream written in Python that calls back into its buffer gets a `RuntimeError`. The raw stream is
//! one slot, the rest atomic bits.

mod methods;
mod read;
mod write;

use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::payloads::{self, Taken};
use typhon_vm::protocol;
use typhon_vm::typedef::Layout;
use typhon_vm::types::bytes;
use typhon_vm::types::int;
use typhon_vm::types::type_::Type;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, finalization, instance};

use super::bits::Bits;
use super::buffers;
use super::calls::{self, method};
use super::file::{self, FileIo};
use super::guarded::{Entered, Guarded};

pub(super) use methods::chained;
pub(super) use methods::{RANDOM_TYPE, READER_TYPE, WRITER_TYPE};
pub(super) use read::read_once;
pub(super) use write::write_slice;

const READABLE: u32 = 1;
const WRITABLE: u32 = 2;
const READY: u32 = 4;
const DETACHED: u32 = 8;
const FINALIZING: u32 = 16;
/// A stream around this one closes it.
const OWNED: u32 = 32;
/// `close` has run.
const ENDED: u32 = 64;

#[derive(Default)]
struct State {
    read: Vec<u8>,
    /// How much of `read` has been given out.
    read_at: usize,
    write: Vec<u8>,
    /// Where the raw stream stands; -1: not known.
    raw_at: i64,
}

impl State {
    fn ahead(&self) -> usize {
        self.read.len() - self.read_at
    }

    fn forget_ahead(&mut self) {
        self.read.clear();
        self.read_at = 0;
    }

    /// The raw stream has read or written so many bytes.
    fn moved(&mut self, count: usize) {
        if self.raw_at >= 0 {
            self.raw_at = self.raw_at.saturating_add(count as i64);
        }
    }

    /// Gives out at most `size` bytes of what was read ahead.
    fn give(&mut self, size: usize) -> &[u8] {
        let start = self.read_at;
        self.read_at += size.min(self.ahead());
        &self.read[start..self.read_at]
    }
}

/// A raw stream with buffers.
#[repr(C)]
pub(super) struct Buffered {
    header: Header,
    raw: Slot,
    bits: Bits,
    size: AtomicUsize,
    guarded: Guarded<State>,
}

pub(super) static LAYOUT: Layout =
    Layout { take: Some(take), ..Layout::with_attributes("_io buffer", size_of::<Buffered>(), trace) };

// SAFETY: repr(C), header first, the slot is traced, the rest is guarded or atomic.
unsafe impl Payload for Buffered {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for objects of this layout only.
    tracer.slot(&unsafe { Obj::<Buffered>::cast_unchecked(object) }.raw);
}

unsafe fn take(object: ObjRef) -> Taken {
    // SAFETY: called for dead objects of this layout, which nobody else reaches.
    Box::new(unsafe { Obj::<Buffered>::cast_unchecked(object).guarded.take_unsync() })
}

type Inside<'a> = Entered<'a, State>;

impl Buffered {
    fn size(&self) -> usize {
        self.size.load(Ordering::Relaxed)
    }

    pub(super) fn set_owned(&self, owned: bool) {
        self.bits.set(OWNED, owned);
    }

    pub(super) fn is_owned(&self) -> bool {
        self.bits.has(OWNED)
    }
}

/// Makes an instance that `__init__` has not seen.
pub(super) fn make(cx: &Cx, class: Obj<Type>) -> R<Value> {
    let (shape, header) = instance::start(class);
    let made = Buffered {
        header,
        raw: Slot::of(Value::NONE),
        bits: Bits::new(0),
        size: AtomicUsize::new(super::DEFAULT_BUFFER_SIZE),
        guarded: Guarded::new(State { raw_at: -1, ..State::default() }),
    };
    let made = cx.alloc_instance(shape, made)?;
    payloads::watch(cx, made.object(), 256);
    finalization::watch_new(cx, made.object());
    Ok(made.value())
}

fn this(cx: &Cx, value: Value) -> R<Obj<Buffered>> {
    value
        .cast::<Buffered>()
        .ok_or_else(|| cx.type_error(format!("expected a buffered stream, got '{}'", cx.type_name(value))))
}

/// The raw stream of an initialised object.
fn raw_of(cx: &Cx, this: Obj<Buffered>) -> R<Value> {
    if this.bits.has(READY) {
        return Ok(this.raw.get());
    }
    Err(cx.value_error(if this.bits.has(DETACHED) {
        "raw stream has been detached"
    } else {
        "I/O operation on uninitialized object"
    }))
}

fn enter<'a>(cx: &'a Cx, this: &'a Obj<Buffered>) -> R<Inside<'a>> {
    let entered = this.guarded.enter(cx, this.value())?;
    if entered.is_nested() {
        let shown = protocol::repr_string(cx, this.value())?;
        return Err(cx.error(exceptions::RUNTIME_ERROR, format!("reentrant call inside {shown}")));
    }
    Ok(entered)
}

/// The raw stream, where it is a plain file.
fn plain(cx: &Cx, raw: Value) -> Option<Obj<FileIo>> {
    file::exact(cx, raw)
}

fn raw_is_closed(cx: &Cx, raw: Value) -> R<bool> {
    match plain(cx, raw) {
        Some(file) => Ok(file.is_closed()),
        None => calls::flag(cx, raw, "closed"),
    }
}

/// `ValueError` where the stream is closed. What was read ahead can be had still.
fn check_closed(cx: &Cx, this: Obj<Buffered>, raw: Value, inside: &Inside<'_>, message: &str) -> R<()> {
    if inside.with(|state| state.ahead()) > 0 && !this.bits.has(ENDED) {
        return Ok(());
    }
    if this.bits.has(ENDED) || raw_is_closed(cx, raw)? { Err(cx.value_error(message)) } else { Ok(()) }
}

// --- the raw stream -----------------------------------------------------------------------------------------------

/// Appends at most `size` bytes to `data`: how many, or nothing where none are there yet.
fn raw_read(cx: &Cx, raw: Value, inside: &Inside<'_>, data: &mut Vec<u8>, size: usize) -> R<Option<usize>> {
    let count = match plain(cx, raw) {
        Some(file) => file::read_into(cx, file, data, size)?,
        None => buffers::read_from(cx, raw, size, buffers::Reader::Buffer)?.map(|piece| {
            data.extend_from_slice(&piece);
            piece.len()
        }),
    };
    inside.with(|state| state.moved(count.unwrap_or(0)));
    Ok(count)
}

/// Reads at most once into lent memory from an offset on, as much as there is room for.
fn raw_read_to(
    cx: &Cx,
    raw: Value,
    inside: &Inside<'_>,
    room: &buffers::Room<'_>,
    offset: usize,
) -> R<Option<usize>> {
    let Some(file) = plain(cx, raw) else {
        let mut data = Vec::new();
        let count = raw_read(cx, raw, inside, &mut data, room.len() - offset)?;
        room.put_at(offset, &data);
        return Ok(count);
    };
    let count = file::read_to(cx, file, room, offset)?;
    inside.with(|state| state.moved(count.unwrap_or(0)));
    Ok(count)
}

/// Fills the empty read buffer; how much came, or nothing where none is there yet.
fn fill(cx: &Cx, this: Obj<Buffered>, raw: Value, inside: &Inside<'_>) -> R<Option<usize>> {
    let size = this.size();
    if let Some(file) = plain(cx, raw) {
        // The buffer's own memory is filled; it is not there meanwhile.
        let mut data = inside.with(|state| {
            state.read_at = 0;
            std::mem::take(&mut state.read)
        });
        data.clear();
        let result = file::read_into(cx, file, &mut data, size);
        inside.with(|state| {
            state.moved(data.len());
            state.read = data;
        });
        return result;
    }
    let mut data = Vec::new();
    let count = raw_read(cx, raw, inside, &mut data, size)?;
    if count.is_some() {
        inside.with(|state| {
            state.read_at = 0;
            state.read = data;
        });
    }
    Ok(count)
}

/// Writes once; how many bytes went, or nothing where none can yet.
fn raw_write(cx: &Cx, raw: Value, inside: &Inside<'_>, data: &[u8]) -> R<Option<usize>> {
    let count = match plain(cx, raw) {
        Some(file) => file::write_from(cx, file, data)?,
        None => {
            let piece = bytes::from_slice(cx, data)?;
            let answer = method(cx, raw, "write", &[piece])?;
            if answer.is_none() {
                None
            } else {
                let count = protocol::index::to_i64(cx, answer)?;
                let most = data.len();
                let count = usize::try_from(count).ok().filter(|&count| count <= most).ok_or_else(|| {
                    let text = format!(
                        "raw write() returned invalid length {count} (should have been between 0 and {most})"
                    );
                    cx.error(exceptions::OS_ERROR, text)
                })?;
                Some(count)
            }
        }
    };
    inside.with(|state| state.moved(count.unwrap_or(0)));
    Ok(count)
}

fn known_position(cx: &Cx, inside: &Inside<'_>, answer: Value) -> R<i64> {
    let at = calls::position(cx, answer)?;
    if at < 0 {
        let text = format!("Raw stream returned invalid position {at}");
        return Err(cx.error(exceptions::OS_ERROR, text));
    }
    inside.with(|state| state.raw_at = at);
    Ok(at)
}

fn raw_tell(cx: &Cx, raw: Value, inside: &Inside<'_>) -> R<i64> {
    inside.with(|state| state.raw_at = -1);
    let answer = match plain(cx, raw) {
        Some(file) => int::from_i64(cx, file::seek_to(cx, file, 0, 1)?)?,
        None => method(cx, raw, "tell", &[])?,
    };
    known_position(cx, inside, answer)
}

fn raw_seek(cx: &Cx, raw: Value, inside: &Inside<'_>, offset: i64, whence: i64) -> R<i64> {
    inside.with(|state| state.raw_at = -1);
    let answer = match plain(cx, raw) {
        Some(file) => int::from_i64(cx, file::seek_to(cx, file, offset, whence as i32)?)?,
        None => method(cx, raw, "seek", &[int::from_i64(cx, offset)?, int::from_i64(cx, whence)?])?,
    };
    known_position(cx, inside, answer)
}

/// Gives back to the raw stream what was read ahead.
fn rewind(cx: &Cx, raw: Value, inside: &Inside<'_>) -> R<()> {
    let ahead = inside.with(|state| state.ahead());
    if ahead > 0 {
        raw_seek(cx, raw, inside, -(ahead as i64), 1)?;
    }
    inside.with(State::forget_ahead);
    Ok(())
}

/// Whether an exception says that a non-blocking stream could not take all.
fn is_blocking(cx: &Cx, raised: Raised) -> bool {
    cx.matches(raised, exceptions::BLOCKING_IO_ERROR)
}

// --- for the streams around one ----------------------------------------------------------------------------------

/// Whether another stream closes this one.
pub(super) fn is_owned_value(value: Value) -> bool {
    value.cast::<Buffered>().is_some_and(|buffered| buffered.is_owned())
}

/// Says whether another stream closes this one, of whatever class.
pub(super) fn set_owned(value: Value, owned: bool) {
    if let Some(buffered) = value.cast::<Buffered>() {
        buffered.set_owned(owned);
    } else if let Some(file) = value.cast::<FileIo>() {
        file.set_owned(owned);
    }
}

/// Whether the buffered stream is closed, where that can be told without Python code.
pub(super) fn closed_if_plain(cx: &Cx, value: Value) -> Option<bool> {
    let buffered = value.cast::<Buffered>().filter(|_| methods::is_exact(cx, value))?;
    if !buffered.bits.has(READY) {
        return None;
    }
    Some(plain(cx, buffered.raw.get())?.is_closed())
}

/// The stream, where writing to it is what the buffered types do.
pub(super) fn exact_writer(cx: &Cx, value: Value) -> Option<Obj<Buffered>> {
    value.cast::<Buffered>().filter(|buffered| buffered.bits.has(WRITABLE) && methods::is_exact(cx, value))
}

/// The stream, where reading from it is what the buffered types do.
pub(super) fn exact_reader(cx: &Cx, value: Value) -> Option<Obj<Buffered>> {
    value.cast::<Buffered>().filter(|buffered| buffered.bits.has(READABLE) && methods::is_exact(cx, value))
}

//! The buffer protocol: one object lends another its bytes.
//!
//! A type that has bytes to lend fills the slot `buffer` of its table. [`acquire`] asks it for a [`Buffer`]: address, length, format, dimensions.
//! Whoever acquired one releases it; an object that can be resized counts what it has lent ([`Buffer::counter`]) and refuses to be resized meanwhile, so
//! the address stays good. Native modules take arguments by [`bytes_like`] and [`writable`], which release by themselves.
//!
//! # Who touches the bytes when
//! Bytes of a mutable object are read and written under the object lock of their [`Buffer::owner`], by its own methods and through every buffer it has lent.
//! The exception is the operating system, which reads and writes lent bytes without a lock, as if another process did: what it does at the
//! same time as a method is any interleaving of single bytes. A Rust slice over mutable bytes exists only under that lock, or while the program has one Python
//! thread and no Python code runs; otherwise bytes are copied out.
//!
//! # Life
//! A buffer's exporter and owner are ordinary references on the acquirer's native stack, or slots of the `memoryview` machinery
//! ([`crate::types::memory_view`]), whose dead objects give back what they had acquired.

use std::ops::Range;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_gc::CollectionKind;

use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::object::lock_object;
use crate::runtime::{self, Runtime};
use crate::typedef::NativeFn;
use crate::types::bytes::Bytes;
use crate::types::memory_view::dims::Dims;
use crate::types::memory_view::{item, python};
use crate::types::str_;
use crate::types::tuple::Array;
use crate::value::Value;

/// What an acquirer asks for: the numbers of `inspect.BufferFlags`.
pub mod request {
    pub const SIMPLE: u32 = 0;
    pub const WRITABLE: u32 = 1;
    pub const FORMAT: u32 = 4;
    pub const ND: u32 = 8;
    pub const STRIDES: u32 = 0x10 | ND;
    pub const C_CONTIGUOUS: u32 = 0x20 | STRIDES;
    pub const F_CONTIGUOUS: u32 = 0x40 | STRIDES;
    pub const ANY_CONTIGUOUS: u32 = 0x80 | STRIDES;
    pub const INDIRECT: u32 = 0x100 | STRIDES;
    pub const FULL_RO: u32 = INDIRECT | FORMAT;
}

/// Bytes that an object has lent.
#[derive(Clone, Copy)]
pub struct Buffer {
    /// The object that was asked: `memoryview.obj`.
    pub exporter: Value,
    /// The object whose lock guards the bytes.
    pub owner: Value,
    pub address: *mut u8,
    /// Bytes, of all items together.
    pub len: usize,
    pub readonly: bool,
    pub itemsize: usize,
    /// A str; `UNBOUND` stands for `B`.
    pub format: Value,
    pub dims: Dims,
    /// The exporter's count of what it has lent; lies in an object that `exporter` keeps alive.
    pub counter: Option<NonNull<AtomicUsize>>,
}

impl Buffer {
    /// Bytes in one piece. The caller has counted the export.
    pub fn flat(exporter: Value, bytes: (*mut u8, usize), readonly: bool) -> Buffer {
        Buffer {
            exporter,
            owner: exporter,
            address: bytes.0,
            len: bytes.1,
            readonly,
            itemsize: 1,
            format: Value::UNBOUND,
            dims: Dims::flat(bytes.1, 1),
            counter: None,
        }
    }

    /// The same with the count that releasing lowers.
    pub fn counted(mut self, counter: &AtomicUsize) -> Buffer {
        self.counter = Some(NonNull::from(counter));
        self
    }

    /// The same as items of more than one byte.
    pub fn of_items(mut self, itemsize: usize, format: Value) -> Buffer {
        (self.itemsize, self.format) = (itemsize, format);
        self.dims = Dims::flat(self.len / itemsize, itemsize);
        self
    }

    /// Gives the bytes back. Runs Python code where the exporter is an object of a Python class.
    pub fn release(&self, cx: &Cx) {
        if let Some(counter) = self.counter {
            // SAFETY: the count lies in an object that `exporter` keeps alive.
            unsafe { counter.as_ref() }.fetch_sub(1, Ordering::Release);
        } else if self.exporter != self.owner {
            python::after_release(cx, self.exporter);
        }
    }

    /// Whether the bytes stay as they are.
    fn is_immutable(&self) -> bool {
        self.owner.cast::<Bytes>().is_some()
    }

    /// Runs `body`, which runs no Python code and allocates no object, on the bytes, under the owner's lock.
    pub fn look<T>(&self, cx: &Cx, body: impl FnOnce(&[u8]) -> T) -> T {
        let _guard = self.owner.as_object().map(|owner| lock_object(cx, owner));
        // SAFETY: the bytes are lent, so they stay where they are; writers hold the owner's lock.
        body(unsafe { std::slice::from_raw_parts(self.address, self.len) })
    }

    /// Copies bytes out, under the owner's lock.
    pub fn copy_out(&self, cx: &Cx) -> Vec<u8> {
        self.look(cx, <[u8]>::to_vec)
    }

    /// The same buffer, of which only a range of the bytes is looked at; `None` where it has not so many.
    fn part(self, range: Range<usize>) -> Option<Buffer> {
        let len = range.end.checked_sub(range.start).filter(|_| range.end <= self.len)?;
        let part = Buffer::flat(self.exporter, (self.address.wrapping_add(range.start), len), self.readonly);
        Some(Buffer { owner: self.owner, counter: self.counter, ..part })
    }
}

// --- waiting for what garbage has borrowed ---------------------------------------------------------------------------

/// Whether an object has lent anything still, after collections have given back what garbage had borrowed. What looks like a reference on the native stack keeps
/// views alive, so methods and in-place operators are called through [`settled`]; assignments to items are not, which only clear the stack first.
#[inline(never)]
pub fn settle_exports(cx: &Cx, lent: &dyn Fn() -> bool) -> bool {
    for kind in [CollectionKind::Young, CollectionKind::Full] {
        if !lent() {
            break;
        }
        scrub();
        runtime::collect_kind(cx, kind);
    }
    lent()
}

/// Overwrites the unused native stack below: what earlier calls have left there is not to look like references to views that are garbage.
#[cold]
#[inline(never)]
pub(crate) fn scrub() {
    let mut junk = [0u64; 1024];
    std::hint::black_box(&mut junk);
}

/// A method that needs back what its object has lent, and what tells whether anything is.
#[derive(Clone, Copy)]
pub(crate) struct SettledCall {
    method: NativeFn,
    lent: fn(Value) -> bool,
}

/// Calls a method that moves or frees bytes which its object, the first argument, may have lent. Where they are lent the call is made later, between two
/// instructions, when collections have returned what garbage had borrowed: no native frame that has seen the garbage is left then.
#[inline]
pub fn settled(cx: &Cx, args: &[Value], lent: fn(Value) -> bool, method: NativeFn) -> R<Value> {
    if lent(args[0]) { settle_later(cx, args, SettledCall { method, lent }) } else { method(cx, args) }
}

#[cold]
#[inline(never)]
fn settle_later(cx: &Cx, args: &[Value], call: SettledCall) -> R<Value> {
    cx.deferred_args.set(Array::from_slice(cx, args)?.value());
    cx.deferred_call.set(Some(call));
    Ok(cx.defer(call_settled))
}

/// The deferred part: holds no values while it collects.
fn call_settled(cx: &Cx) -> R<Value> {
    let Some(call) = cx.deferred_call.take() else { return Err(cx.system_error("no call was deferred")) };
    let lent = || cx.deferred_args.get().cast::<Array>().is_some_and(|args| (call.lent)(args.get(0)));
    for kind in [CollectionKind::Young, CollectionKind::Full] {
        if !lent() {
            break;
        }
        scrub();
        runtime::collect_between_instructions(cx, kind);
    }
    let args = cx.deferred_args.replace(Value::UNBOUND).cast::<Array>();
    let args = args.ok_or_else(|| cx.system_error("arguments of a deferred call"))?;
    let mut values = cx.scratch(args.len())?;
    for (index, value) in values.as_mut_slice().iter_mut().enumerate() {
        *value = args.get(index);
    }
    (call.method)(cx, values.as_slice())
}

/// What a type with bytes to lend does: `request` is what the acquirer can cope with.
pub type BufferFn = fn(&Cx, Value, u32) -> R<Buffer>;

/// `__release_buffer__` with the memoryview that was got from `__buffer__`.
pub type ReleaseFn = fn(&Cx, Value, Value) -> R<()>;

/// Whether an object has bytes to lend.
pub fn is_provider(cx: &Cx, value: Value) -> bool {
    cx.type_of(value).slots().buffer.is_some()
}

/// `TypeError` for an object that has none.
#[cold]
pub fn not_bytes_like(cx: &Cx, value: Value) -> Raised {
    cx.type_error(format!("a bytes-like object is required, not '{}'", cx.type_name(value)))
}

/// `BufferError`.
#[cold]
pub fn buffer_error(cx: &Cx, text: &str) -> Raised {
    cx.error(exceptions::BUFFER_ERROR, text.into())
}

/// Acquires an object's bytes.
pub fn acquire(cx: &Cx, value: Value, request: u32) -> R<Buffer> {
    let Some(slot) = cx.type_of(value).slots().buffer else { return Err(not_bytes_like(cx, value)) };
    let mut buffer = slot(cx, value, request)?;
    if cx.type_of(value).is_heap() && buffer.exporter == value {
        buffer = python::rewrapped(cx, value, buffer, request)?;
    }
    if request & request::WRITABLE != 0 && buffer.readonly {
        buffer.release(cx);
        return Err(buffer_error(cx, "Object is not writable."));
    }
    Ok(buffer)
}

/// An argument's bytes, held until dropped. Lives on the native stack only (never in a `Vec` or `Box`: it holds values).
pub struct BytesLike<'a> {
    cx: &'a Cx,
    buffer: Buffer,
    copy: Option<Vec<u8>>,
}

impl BytesLike<'_> {
    /// The bytes as they were when they were acquired. Of a mutable object, while the program has one Python thread, the bytes themselves: do not
    /// hold the slice across Python code.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        match &self.copy {
            Some(copy) => copy,
            // SAFETY: the bytes are lent, so they stay where they are. They are immutable, or there is one Python thread, which does not run
            // Python code while the slice is held.
            None => unsafe { std::slice::from_raw_parts(self.buffer.address, self.buffer.len) },
        }
    }

    pub fn len(&self) -> usize {
        self.buffer.len
    }

    pub fn is_empty(&self) -> bool {
        self.buffer.len == 0
    }

    pub fn buffer(&self) -> &Buffer {
        &self.buffer
    }
}

impl std::ops::Deref for BytesLike<'_> {
    type Target = [u8];
    #[inline]
    fn deref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl Drop for BytesLike<'_> {
    fn drop(&mut self) {
        self.buffer.release(self.cx);
    }
}

/// An argument that may be any bytes-like object whose bytes lie in one piece; `TypeError` for others.
#[inline]
pub fn bytes_like(cx: &Cx, value: Value) -> R<BytesLike<'_>> {
    if let Some(bytes) = value.cast::<Bytes>() {
        return Ok(BytesLike { cx, buffer: of_bytes(value, &bytes), copy: None });
    }
    let buffer = acquire(cx, value, request::SIMPLE)?;
    Ok(held(cx, buffer))
}

/// What has been acquired, copied where others might write to it.
fn held(cx: &Cx, buffer: Buffer) -> BytesLike<'_> {
    let copy = (Runtime::is_shared() && !buffer.is_immutable()).then(|| buffer.copy_out(cx));
    BytesLike { cx, buffer, copy }
}

/// The same for bytes that are held while Python code runs, which may change them or start a thread: a mutable object's are copied.
pub fn bytes_like_fixed(cx: &Cx, value: Value) -> R<BytesLike<'_>> {
    let mut held = bytes_like(cx, value)?;
    if held.copy.is_none() && !held.buffer.is_immutable() {
        held.copy = Some(held.buffer.copy_out(cx));
    }
    Ok(held)
}

/// The same where other arguments are possible too: `None` for an object that has no bytes to lend.
pub fn bytes_like_optional(cx: &Cx, value: Value) -> R<Option<BytesLike<'_>>> {
    if is_provider(cx, value) { bytes_like(cx, value).map(Some) } else { Ok(None) }
}

/// Some of an argument's bytes: `range` says which, given how many there are. It may run Python code (an argument's `__index__`) while they are held.
pub fn bytes_like_part(
    cx: &Cx,
    value: Value,
    range: impl FnOnce(usize) -> R<Range<usize>>,
) -> R<BytesLike<'_>> {
    let buffer = match value.cast::<Bytes>() {
        Some(bytes) => of_bytes(value, &bytes),
        None => acquire(cx, value, request::SIMPLE)?,
    };
    let part = range(buffer.len)
        .and_then(|range| buffer.part(range).ok_or_else(|| cx.system_error("a range beyond a buffer's end")));
    match part {
        Ok(part) => Ok(held(cx, part)),
        Err(raised) => {
            buffer.release(cx);
            Err(raised)
        }
    }
}

/// Runs `body`, which runs no Python code and allocates no object, on an object's bytes where they lie.
pub fn look<T>(cx: &Cx, value: Value, body: impl FnOnce(&[u8]) -> T) -> R<T> {
    if let Some(bytes) = value.cast::<Bytes>() {
        return Ok(body(bytes.as_slice()));
    }
    let buffer = acquire(cx, value, request::SIMPLE)?;
    let result = buffer.look(cx, body);
    buffer.release(cx);
    Ok(result)
}

/// The bytes of an argument that need not lie in one piece, copied.
pub fn gathered(cx: &Cx, value: Value) -> R<Vec<u8>> {
    if let Some(bytes) = value.cast::<Bytes>() {
        return Ok(bytes.as_slice().to_vec());
    }
    let buffer = acquire(cx, value, request::FULL_RO)?;
    let bytes = item::gather_buffer(cx, &buffer);
    buffer.release(cx);
    bytes
}

/// The buffer of a bytes object.
pub(crate) fn of_bytes(value: Value, bytes: &Bytes) -> Buffer {
    let content = bytes.as_slice();
    Buffer::flat(value, (content.as_ptr().cast_mut(), content.len()), true)
}

/// An argument that is written to, held until dropped. Lives on the native stack only.
pub struct Writable<'a> {
    cx: &'a Cx,
    buffer: Buffer,
}

impl Writable<'_> {
    pub fn len(&self) -> usize {
        self.buffer.len
    }

    pub fn is_empty(&self) -> bool {
        self.buffer.len == 0
    }

    /// Where the bytes lie, for the operating system.
    pub fn address(&self) -> *mut u8 {
        self.buffer.address
    }

    /// Writes bytes at an offset, as far as there is room.
    pub fn write(&self, offset: usize, bytes: &[u8]) {
        self.with(|target| {
            let target = target.get_mut(offset..).unwrap_or_default();
            let count = bytes.len().min(target.len());
            target[..count].copy_from_slice(&bytes[..count]);
        });
    }

    /// Runs `body`, which runs no Python code and allocates no object, on the bytes, under the owner's lock.
    pub fn with<T>(&self, body: impl FnOnce(&mut [u8]) -> T) -> T {
        let _guard = self.buffer.owner.as_object().map(|owner| lock_object(self.cx, owner));
        // SAFETY: the bytes are lent, so they stay where they are; everyone else who touches them holds the owner's lock.
        body(unsafe { std::slice::from_raw_parts_mut(self.buffer.address, self.buffer.len) })
    }
}

impl Drop for Writable<'_> {
    fn drop(&mut self) {
        self.buffer.release(self.cx);
    }
}

/// An argument that must be a writable object whose bytes lie in one piece.
pub fn writable(cx: &Cx, value: Value) -> R<Writable<'_>> {
    Ok(Writable { cx, buffer: acquire(cx, value, request::WRITABLE)? })
}

/// The same for a function's argument, which `what` names in the `TypeError` (`"readinto() argument"`).
pub fn writable_argument<'a>(cx: &'a Cx, value: Value, what: &str) -> R<Writable<'a>> {
    match acquire(cx, value, request::WRITABLE) {
        Ok(buffer) => Ok(Writable { cx, buffer }),
        Err(_) => {
            let shown = cx.type_name(value);
            Err(cx.type_error(format!("{what} must be read-write bytes-like object, not {shown}")))
        }
    }
}

/// A buffer's format as text.
pub fn format_text(format: Value) -> String {
    str_::to_rust(format).unwrap_or_else(|| "B".into())
}

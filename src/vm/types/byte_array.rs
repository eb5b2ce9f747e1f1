//! `bytearray`: a growable run of bytes.
//!
//! A bytearray is `{offset, len, block}`: its bytes are `block[offset..offset + len]`. Deleting from the front moves the offset, so that a
//! bytearray serves as a queue.
//!
//! # Protocol
//! *Protects* offset, length, block and the bytes. *Everyone* who touches them holds the object lock (the length alone may be read without): the methods here,
//! and whoever was lent the bytes, by the rules of [`crate::buffer`]. No Python code runs under it, and blocks are allocated before it is taken.
//! *Lending* raises `exports` under the lock. While it is not zero neither length nor offset nor block change; whoever wants to change them gets
//! [`Refusal::Exported`]. Giving back lowers it without a lock. Memory views that are garbage still count: before `BufferError` is raised a collection
//! runs, after which they do not ([`edit`]).
//! *Blocks* that were replaced stay until the collector finds nobody with an address in them.

mod edit;
mod methods;
mod new;

use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::buffer::Buffer;
use crate::context::{Cx, R};
use crate::instance;
use crate::object::{Obj, ObjectGuard, Payload, lock_object};
use crate::runtime;
use crate::typedef::{Layout, trace_nothing};
use crate::types::type_::Type;
use crate::types::{internal, number};
use crate::value::{SlotExt, Value};

pub use edit::{append, extend_slice, replace, resize, rewrite, take_run};
pub use methods::BYTE_ARRAY;

/// A block of bytes that is written under the lock of the object it belongs to; its capacity never changes.
#[repr(C)]
pub struct ByteBlock {
    header: Header,
    capacity: usize,
}

/// Layout of blocks.
pub static BLOCK_LAYOUT: Layout = Layout::variable("block of bytes", block_bytes, trace_nothing);

// SAFETY: repr(C), header first, no references; the bytes behind it are written by the protocol of their owner.
unsafe impl Payload for ByteBlock {
    const LAYOUT: &'static Layout = &BLOCK_LAYOUT;
}

unsafe fn block_bytes(object: ObjRef) -> usize {
    // SAFETY: called for blocks only.
    let block = unsafe { Obj::<ByteBlock>::cast_unchecked(object) };
    (size_of::<ByteBlock>() + block.capacity).next_multiple_of(16)
}

/// Longest run of bytes that can be asked for.
pub const MAX_LEN: usize = isize::MAX as usize / 8;

impl ByteBlock {
    /// A block of zeros with room for at least `wanted` bytes; they begin at a multiple of 16.
    pub fn new(cx: &Cx, wanted: usize) -> R<Obj<ByteBlock>> {
        if wanted > MAX_LEN {
            return Err(cx.memory_error());
        }
        let capacity = wanted.next_multiple_of(16).max(16);
        let head = ByteBlock { header: Header::new(internal::BYTE_BLOCK, 0), capacity };
        cx.alloc_variable(size_of::<ByteBlock>() + capacity, head, |room| {
            // SAFETY: `capacity` bytes were allocated.
            unsafe { std::ptr::write_bytes(room, 0, capacity) }
        })
    }

    pub fn capacity(&self) -> usize {
        self.capacity
    }

    /// Where the bytes begin.
    pub fn address(&self) -> *mut u8 {
        std::ptr::from_ref(self).wrapping_add(1).cast::<u8>().cast_mut()
    }
}

/// A Python bytearray.
#[repr(C)]
pub struct ByteArray {
    header: Header,
    len: AtomicUsize,
    offset: AtomicUsize,
    exports: AtomicUsize,
    /// A [`ByteBlock`]; `UNBOUND` while there has never been a byte.
    block: Slot,
}

/// Layout of bytearrays.
pub static LAYOUT: Layout = Layout::fixed("bytearray", size_of::<ByteArray>(), trace);

// SAFETY: repr(C), header first, the one slot is traced, the rest is atomic.
unsafe impl Payload for ByteArray {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for bytearrays only.
    tracer.slot(&unsafe { Obj::<ByteArray>::cast_unchecked(object) }.block);
}

impl ByteArray {
    /// Number of bytes.
    pub fn len(&self) -> usize {
        self.len.load(Ordering::Acquire)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn block(&self) -> Option<Obj<ByteBlock>> {
        self.block.get().cast::<ByteBlock>()
    }

    fn capacity(&self) -> usize {
        self.block().map_or(0, |block| block.capacity)
    }

    fn offset(&self) -> usize {
        self.offset.load(Ordering::Relaxed)
    }

    /// Whether views of the bytes are alive.
    pub fn is_lent(&self) -> bool {
        self.exports() != 0
    }

    fn exports(&self) -> usize {
        self.exports.load(Ordering::Acquire)
    }

    /// Where the bytes lie. The caller holds the lock, or an export.
    fn address(&self) -> *mut u8 {
        match self.block() {
            Some(block) => block.address().wrapping_add(self.offset()),
            None => std::ptr::dangling_mut(),
        }
    }

    /// The bytes, for as long as the array's lock is held.
    fn bytes<'g>(&self, _held: &'g mut ObjectGuard<'_>) -> &'g mut [u8] {
        // SAFETY: the bytes lie in the block; everyone who touches them holds the lock, and this holder has lent its guard.
        unsafe { std::slice::from_raw_parts_mut(self.address(), self.len()) }
    }
}

/// A bytearray of a class derived from `bytearray`, or of `bytearray` itself, with the given bytes.
pub(crate) fn of_class(cx: &Cx, class: Obj<Type>, bytes: &[u8]) -> R<Obj<ByteArray>> {
    let array = zeroed_of_class(cx, class, bytes.len())?;
    // SAFETY: the array has so many bytes and nobody else has seen it.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), array.address(), bytes.len()) };
    Ok(array)
}

fn zeroed_of_class(cx: &Cx, class: Obj<Type>, count: usize) -> R<Obj<ByteArray>> {
    let block = if count == 0 { Value::UNBOUND } else { ByteBlock::new(cx, count)?.value() };
    let (shape, header) = instance::start(class);
    cx.alloc_instance(
        shape,
        ByteArray {
            header,
            len: AtomicUsize::new(count),
            offset: AtomicUsize::new(0),
            exports: AtomicUsize::new(0),
            block: Slot::of(block),
        },
    )
}

/// A bytearray of the given bytes, which lie outside the heap or in an object that does not change.
pub fn from_slice(cx: &Cx, bytes: &[u8]) -> R<Value> {
    Ok(of_class(cx, runtime::builtin_type(number::BYTE_ARRAY), bytes)?.value())
}

/// A bytearray of so many zeros.
pub fn zeroed(cx: &Cx, count: usize) -> R<Value> {
    Ok(zeroed_of_class(cx, runtime::builtin_type(number::BYTE_ARRAY), count)?.value())
}

/// Runs `body`, which runs no Python code and allocates no object, on the bytes.
#[inline]
pub fn with_bytes<T>(cx: &Cx, array: Obj<ByteArray>, body: impl FnOnce(&mut [u8]) -> T) -> T {
    let mut guard = lock_object(cx, array.object());
    body(array.bytes(&mut guard))
}

/// Lends the bytes.
pub fn lend(cx: &Cx, value: Value, _: u32) -> R<Buffer> {
    let Some(array) = value.cast::<ByteArray>() else { return Err(cx.system_error("bytearray expected")) };
    let _guard = lock_object(cx, array.object());
    array.exports.fetch_add(1, Ordering::Relaxed);
    let bytes = (array.address(), array.len());
    // The count lies in the object, which the buffer keeps alive.
    Ok(Buffer::flat(value, bytes, false).counted(&array.exports))
}

/// Bytes allocated for contents: more than there are, as if one stood for a final zero.
fn allocated(array: Obj<ByteArray>) -> usize {
    array.block().map_or(0, |block| block.capacity + 1)
}

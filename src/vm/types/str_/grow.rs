//! Growing concatenation: `s += x` in a loop costs time in proportion to what is added.
//!
//! The result of concatenating to what was itself a result keeps its units in a [`Block`] with room behind them; further concatenation to
//! the text that ends where the block's used part ends appends in place, and both strings share the block from its start.
//!
//! # Protocol
//! *Protects* the bytes of a block: those below a published string's end never change. *Participants*: threads that append to the same string.
//! *Claim*: the appender moves `used` from its string's end to the new end by compare-exchange; who succeeds owns the bytes between, writes
//! them, and then publishes a new str over them (whoever gets the str by an acquiring load sees the bytes). Who fails, because another
//! thread claimed them or the string does not end at `used`, copies into a block of its own. Nobody waits. No safepoint lies between claim and the new
//! string's completion, so a claimed range is never left unwritten below a string's end.

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use typhon_gc::{Header, ObjRef, Slot};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::typedef::{Layout, trace_nothing};
use crate::types::str_::compose::write_units;
use crate::types::str_::{ASCII_BIT, CONCATENATED_BIT, LEN_SHIFT, SHARED_BIT, Str};
use crate::types::{internal, number};
use crate::value::{SlotExt, Value};

/// Bytes that several strings share from the start on.
#[repr(C)]
pub(super) struct Block {
    header: Header,
    capacity: usize,
    used: AtomicUsize,
}

/// Layout of blocks.
pub static BLOCK_LAYOUT: Layout = Layout::variable("text block", block_bytes, trace_nothing);

// SAFETY: repr(C), header first, no references; the bytes behind it are written under the claim protocol.
unsafe impl Payload for Block {
    const LAYOUT: &'static Layout = &BLOCK_LAYOUT;
}

unsafe fn block_bytes(object: ObjRef) -> usize {
    // SAFETY: called for blocks only.
    (size_of::<Block>() + unsafe { Obj::<Block>::cast_unchecked(object) }.capacity).next_multiple_of(16)
}

/// Bytes of a result below which nothing is gained by a block.
const LEAST_BYTES: usize = 256;

impl Block {
    /// The bytes; those that no published string covers are not initialised.
    pub(super) fn data(&self) -> *const u8 {
        // SAFETY: one past the struct is where the bytes lie, in the same object.
        unsafe { std::ptr::from_ref(self).add(1).cast() }
    }

    fn new(cx: &Cx, capacity: usize, used: usize) -> R<Obj<Block>> {
        if capacity > isize::MAX as usize / 8 {
            return Err(cx.memory_error());
        }
        let head =
            Block { header: Header::new(internal::TEXT_BLOCK, 0), capacity, used: AtomicUsize::new(used) };
        cx.alloc_variable(size_of::<Block>() + capacity, head, |_| {})
    }
}

/// `one + other` in a block, where that pays; both are not empty.
pub(super) fn try_append(cx: &Cx, one: Obj<Str>, other: Obj<Str>) -> R<Option<Obj<Str>>> {
    let width = one.width();
    if other.width() > width || one.meta & (SHARED_BIT | CONCATENATED_BIT) == 0 {
        return Ok(None);
    }
    let (start, added) = (one.len() * width, other.len() * width);
    let end = start + added;
    if end < LEAST_BYTES {
        return Ok(None);
    }
    let block = match one.block().filter(|block| claim(block, start, end)) {
        Some(block) => block,
        None => {
            let block = Block::new(cx, end * 2, end)?;
            // SAFETY: the block is fresh and holds at least `end` bytes; `one` has `start` of them.
            unsafe { std::ptr::copy_nonoverlapping(one.bytes().as_ptr(), block.data().cast_mut(), start) };
            block
        }
    };
    // SAFETY: the bytes from `start` to `end` are this thread's own by the claim, or the block is fresh; the units of `other` are no
    // wider than `width`, and `other`'s bytes lie below any claimed range even where it shares the block.
    unsafe { write_units(block.data().cast_mut().add(start), width, other.units()) };
    let ascii = if one.is_ascii() && other.is_ascii() { ASCII_BIT } else { 0 };
    let meta = ((one.len() + other.len()) as u64) << LEN_SHIFT | SHARED_BIT | ascii | width as u64;
    let head = Str { header: Header::new(number::STR, 0), hash: AtomicI64::new(0), meta };
    let text = cx.alloc_variable(size_of::<Str>() + size_of::<Slot>(), head, |room| {
        // SAFETY: room for the one slot was allocated.
        unsafe { room.cast::<Slot>().write(Slot::of(Value::from_object(block.object()))) };
    })?;
    Ok(Some(text))
}

fn claim(block: &Block, start: usize, end: usize) -> bool {
    end <= block.capacity
        && block.used.compare_exchange(start, end, Ordering::AcqRel, Ordering::Acquire).is_ok()
}

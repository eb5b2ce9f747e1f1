//! `list`: a growable sequence whose readers of single elements never lock.
//!
//! A list is `{len, block}`; the block is an [`Array`] whose slots beyond `len` are `UNBOUND`.
//!
//! # Protocol
//! *Protects* length and block as one sequence. *Participants*: readers of one element (no lock), writers and readers that promise
//! a consistent whole (the list's object lock).
//! *Read*: load block (acquire), load len (acquire), check the index against both, load the item. An index below len but beyond the
//! block means that the list grew between the two loads; an `UNBOUND` item means that it shrank; both look again. So a reader is bounded by
//! `min(len, capacity of the block it loaded)` and only ever answers with what was an item of the list.
//! *Append* (locked): store the item, then raise len (release): who sees the length sees the item.
//! *Grow* (locked): copy into a larger block, publish it, then go on as in append. Replaced blocks stay as they were until the
//! collector finds them unreachable. Because stores take the lock too, no store is lost to a copy.
//! *Shrink* (locked): lower len, then unbind the slots. *Insert and delete in the middle* move items one word at a time; a reader meanwhile sees the
//! item that was there or its neighbour, as it would a moment earlier or later.
//! *Sort* takes the block away (the list is empty meanwhile) and puts it or a new one back.
//! *Allocation* happens before the lock is taken ([`lock_with_room`]); no Python code runs under it. *Stops*: every slot of a
//! block is always a valid word, so a collection may see any intermediate state.
//! *While the program has one Python thread* the lock is free of charge and runs of words move as a whole, later only to blocks that are new.

mod edit;
mod methods;
mod sort;

use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::instance;
use crate::object::{Obj, ObjectGuard, Payload, lock_object, lock_two};
use crate::protocol;
use crate::runtime::Runtime;
use crate::typedef::Layout;
use crate::types::slice::sequence;
use crate::types::tuple::{self, Array, Tuple};
use crate::types::type_::Type;
use crate::types::{dict, number, set};
use crate::value::{SlotExt, Value};

pub use edit::{clear, insert, pop, reverse, slice_to_list};
pub use methods::LIST;
pub use sort::sort;

/// A Python list.
#[repr(C)]
pub struct List {
    header: Header,
    len: AtomicUsize,
    block: Slot,
}

/// Layout of lists.
pub static LAYOUT: Layout = Layout::fixed("list", size_of::<List>(), trace);

// SAFETY: repr(C), header first, the one slot is traced, the length is atomic.
unsafe impl Payload for List {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for lists only.
    tracer.slot(&unsafe { Obj::<List>::cast_unchecked(object) }.block);
}

/// Fewest slots of a block that holds anything.
const MIN_CAPACITY: usize = 4;

impl List {
    /// Number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len.load(Ordering::Acquire)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline(always)]
    fn block(&self) -> Obj<Array> {
        let block = Value::from_bits(self.block.load());
        // SAFETY: a list has a block from its creation on, and nothing else is ever stored there.
        unsafe { Obj::of_value_unchecked(block) }
    }

    /// Lowers the length and unbinds the slots behind it. The caller holds the lock.
    fn truncate(&self, block: Obj<Array>, len: usize) {
        let old = self.len();
        self.len.store(len, Ordering::Release);
        for slot in &block.items()[len..old] {
            slot.init(Value::UNBOUND.bits());
        }
    }
}

fn of_block(cx: &Cx, len: usize, block: Obj<Array>) -> R<Obj<List>> {
    cx.alloc(List {
        header: Header::new(number::LIST, 0),
        len: AtomicUsize::new(len),
        block: Slot::of(block.value()),
    })
}

/// An empty list.
#[inline]
pub fn new(cx: &Cx) -> R<Obj<List>> {
    of_block(cx, 0, Array::empty())
}

/// An empty list of a class derived from `list`, or of `list` itself.
fn new_of_class(cx: &Cx, class: Obj<Type>) -> R<Obj<List>> {
    let (shape, header) = instance::start(class);
    cx.alloc_instance(
        shape,
        List { header, len: AtomicUsize::new(0), block: Slot::of(Array::empty().value()) },
    )
}

/// An empty list with room for `capacity` items.
pub fn with_capacity(cx: &Cx, capacity: usize) -> R<Obj<List>> {
    let block = if capacity == 0 { Array::empty() } else { Array::new(cx, capacity)? };
    of_block(cx, 0, block)
}

/// A list of the given items.
pub fn from_slice(cx: &Cx, items: &[Value]) -> R<Obj<List>> {
    let block = if items.is_empty() { Array::empty() } else { Array::from_slice(cx, items)? };
    of_block(cx, items.len(), block)
}

/// The item at an index; `None` where there is none.
#[inline]
pub fn get(list: Obj<List>, index: usize) -> Option<Value> {
    loop {
        let block = list.block();
        if index >= list.len() {
            return None;
        }
        if let Some(slot) = block.items().get(index) {
            let item = slot.get();
            if !item.is_unbound() {
                return Some(item);
            }
        }
        std::hint::spin_loop();
    }
}

/// The item at an index as Python counts, negative from the end; `None` where out of range or where a concurrent change wants
/// the slow path.
#[inline(always)]
pub fn get_index_fast(list: Obj<List>, index: i64) -> Option<Value> {
    let block = list.block();
    let len = list.len();
    let index = if index < 0 { index.wrapping_add(len as i64) } else { index } as usize;
    if index >= len {
        return None;
    }
    block.items().get(index)?.get().bound()
}

/// Calls `then` with the items of one moment. The list is locked meanwhile: no Python code, no allocation.
pub(crate) fn with_items<T>(cx: &Cx, list: Obj<List>, then: impl FnOnce(&[Slot]) -> T) -> T {
    let _guard = lock_object(cx, list.object());
    then(&list.block().items()[..list.len()])
}

/// Replaces the item at an index as Python counts; `false` where it is out of range.
#[inline(always)]
pub fn set_index_fast(cx: &Cx, list: Obj<List>, index: i64, value: Value) -> bool {
    let _guard = lock_object(cx, list.object());
    let len = list.len();
    let Some(index) = sequence::position(index, len) else { return false };
    let block = list.block();
    match block.items().get(index) {
        Some(slot) => {
            cx.store(block.object(), slot, value);
            true
        }
        None => false,
    }
}

/// Capacity to grow to for `wanted` items: half as much again, in whole granules.
fn grown_capacity(wanted: usize) -> usize {
    (wanted + (wanted >> 1) + 2).max(MIN_CAPACITY) & !1
}

/// Appends an item.
#[inline]
pub fn append(cx: &Cx, list: Obj<List>, value: Value) -> R<()> {
    {
        let _guard = lock_object(cx, list.object());
        if push_within(cx, list, value) {
            return Ok(());
        }
    }
    append_slow(cx, list, value)
}

/// Appends to a list that no other code has seen: no lock.
#[inline(always)]
pub fn append_private(cx: &Cx, list: Obj<List>, value: Value) -> R<()> {
    if push_within(cx, list, value) { Ok(()) } else { append_slow(cx, list, value) }
}

#[inline(always)]
fn push_within(cx: &Cx, list: Obj<List>, value: Value) -> bool {
    let block = list.block();
    let len = list.len.load(Ordering::Relaxed);
    let Some(slot) = block.items().get(len) else { return false };
    cx.store(block.object(), slot, value);
    list.len.store(len + 1, Ordering::Release);
    true
}

#[cold]
#[inline(never)]
fn append_slow(cx: &Cx, list: Obj<List>, value: Value) -> R<()> {
    let _guard = lock_with_room(cx, list, 1)?;
    push_within(cx, list, value);
    Ok(())
}

/// Locks a list whose block has room for `extra` more items.
pub(crate) fn lock_with_room(cx: &Cx, list: Obj<List>, extra: usize) -> R<ObjectGuard<'_>> {
    loop {
        let wanted = {
            let guard = lock_object(cx, list.object());
            let wanted = list.len().checked_add(extra).ok_or_else(|| cx.memory_error())?;
            if wanted <= list.block().len() {
                return Ok(guard);
            }
            wanted
        };
        let capacity = if list.is_empty() { (wanted + 1) & !1 } else { grown_capacity(wanted) };
        if !Runtime::is_contended() {
            // Nobody changes the list meanwhile, so the items are copied as the block is made.
            let (len, block) = (list.len(), list.block());
            let room = Array::with_items(cx, &block.items()[..len], capacity.max(MIN_CAPACITY))?;
            cx.store(list.object(), &list.block, room.value());
            continue;
        }
        let room = Array::new(cx, capacity.max(MIN_CAPACITY))?;
        let guard = lock_object(cx, list.object());
        let (len, block) = (list.len(), list.block());
        if len + extra <= block.len() {
            return Ok(guard);
        }
        if len + extra <= room.len() {
            copy_to_new(cx, block, 0, room, 0, len);
            cx.store(list.object(), &list.block, room.value());
            return Ok(guard);
        }
    }
}

/// A list whose lock is held: what is done through it is one step for all others. No Python code runs meanwhile.
pub struct LockedList<'a> {
    cx: &'a Cx,
    list: Obj<List>,
    _guard: ObjectGuard<'a>,
}

/// Locks a list.
pub fn lock(cx: &Cx, list: Obj<List>) -> LockedList<'_> {
    LockedList { cx, list, _guard: lock_object(cx, list.object()) }
}

/// Appends an item to a list and locks it, in one step.
pub fn append_and_lock(cx: &Cx, list: Obj<List>, value: Value) -> R<LockedList<'_>> {
    let guard = lock_with_room(cx, list, 1)?;
    push_within(cx, list, value);
    Ok(LockedList { cx, list, _guard: guard })
}

impl LockedList<'_> {
    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The item at an index.
    pub fn get(&self, index: usize) -> Option<Value> {
        if index < self.len() { self.list.block().get(index).bound() } else { None }
    }

    /// Replaces the item at an index; `false` where there is none.
    pub fn set(&self, index: usize, value: Value) -> bool {
        if index >= self.len() {
            return false;
        }
        let block = self.list.block();
        self.cx.store(block.object(), &block.items()[index], value);
        true
    }

    /// Removes the last item.
    pub fn pop(&self) -> Option<Value> {
        let last = self.len().checked_sub(1)?;
        let block = self.list.block();
        let item = block.get(last);
        self.list.truncate(block, last);
        Some(item)
    }
}

/// Copies a run of items to a block that nobody else sees, be it the same one. The caller excludes writers of the other.
fn copy_to_new(cx: &Cx, from: Obj<Array>, start: usize, to: Obj<Array>, at: usize, count: usize) {
    let source = &from.items()[start..start + count];
    let target = &to.items()[at..at + count];
    // SAFETY: both runs lie in live blocks. Nobody else reads or writes the one or writes the other, and a collector reads only inside a stop, so plain
    // word moves race with nothing.
    unsafe { std::ptr::copy(source.as_ptr().cast::<u64>(), target.as_ptr().cast::<u64>().cast_mut(), count) };
    cx.mutator().log_range(to.object(), target);
}

/// Copies a run of items between blocks, or within one as if through a third. The caller excludes other writers of both.
fn copy_slots(cx: &Cx, from: Obj<Array>, start: usize, to: Obj<Array>, at: usize, count: usize) {
    if !Runtime::is_contended() {
        // Nobody else looks at any block.
        return copy_to_new(cx, from, start, to, at, count);
    }
    let source = &from.items()[start..start + count];
    let target = &to.items()[at..at + count];
    if from == to && start < at {
        for (slot, item) in target.iter().zip(source).rev() {
            slot.init(item.load());
        }
    } else {
        for (slot, item) in target.iter().zip(source) {
            slot.init(item.load());
        }
    }
    cx.mutator().log_range(to.object(), target);
}

/// Writes values over a run of a block. The caller excludes other writers.
fn write_slots(cx: &Cx, to: Obj<Array>, at: usize, values: &[Value]) {
    let target = &to.items()[at..at + values.len()];
    for (slot, value) in target.iter().zip(values) {
        slot.init(value.bits());
    }
    cx.mutator().log_range(to.object(), target);
}

/// Appends values that nobody changes meanwhile (a tuple's, a window's).
pub fn extend_values(cx: &Cx, list: Obj<List>, values: &[Value]) -> R<()> {
    if values.is_empty() {
        return Ok(());
    }
    let _guard = lock_with_room(cx, list, values.len())?;
    let len = list.len();
    write_slots(cx, list.block(), len, values);
    list.len.store(len + values.len(), Ordering::Release);
    Ok(())
}

/// Appends the items of an iterable. From an exact list, tuple, set or dict in one step, both locked.
pub fn extend(cx: &Cx, list: Obj<List>, iterable: Value) -> R<()> {
    if extend_exact(cx, list, iterable)? {
        return Ok(());
    }
    let iterator = protocol::iter::get(cx, iterable)?;
    let hint = protocol::iter::length_hint(cx, iterable)?.unwrap_or(0);
    extend_from(cx, list, iterator, hint)
}

/// The items of an exact list, tuple, set or dict, appended in one step, both locked; false for other values.
pub(crate) fn extend_exact(cx: &Cx, list: Obj<List>, iterable: Value) -> R<bool> {
    if let Some(other) = iterable.cast_exact::<List>(number::LIST) {
        extend_list(cx, list, other)?;
    } else if let Some(items) = iterable.cast_exact::<Tuple>(number::TUPLE) {
        extend_values(cx, list, items.values())?;
    } else if let Some(items) = snapshot(cx, iterable)? {
        extend_values(cx, list, items.values())?;
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// Appends what an iterator gives. Only a builtin one is asked how much that is, which no Python code sees.
pub(crate) fn extend_unasked(cx: &Cx, list: Obj<List>, iterator: Value) -> R<()> {
    let hint = match cx.type_of(iterator).is_heap() {
        true => 0,
        false => protocol::iter::length_hint(cx, iterator)?.unwrap_or(0),
    };
    extend_from(cx, list, iterator, hint)
}

/// Appends what an iterator gives, probably as many items as the hint says.
pub(crate) fn extend_from(cx: &Cx, list: Obj<List>, iterator: Value, hint: usize) -> R<()> {
    if hint > 0 {
        // As CPython does: what could never be held is refused at once, but a hint that is beyond all numbers is not believed.
        if hint <= isize::MAX as usize - list.len() {
            cx.check_room(hint.saturating_mul(size_of::<Slot>()))?;
        }
        // One that is wrong must not fail what would fit.
        drop(lock_with_room(cx, list, hint.min(MAX_HINT))?);
    }
    while let Some(item) = protocol::iter::feed(cx, iterator, &mut |item| append(cx, list, item).is_ok())? {
        // There was no room: this time the error goes on.
        append(cx, list, item)?;
    }
    Ok(())
}

/// Most items that room is made for on the word of a length hint.
const MAX_HINT: usize = 1 << 20;

/// The items of an exact set, frozenset, dict or dict view, taken in one step; `None` for other values.
pub(crate) fn snapshot(cx: &Cx, iterable: Value) -> R<Option<Obj<Tuple>>> {
    if let Some(items) = set::exact(iterable) {
        return set::to_tuple(cx, items).map(Some);
    }
    dict::snapshot(cx, iterable)
}

fn extend_list(cx: &Cx, list: Obj<List>, other: Obj<List>) -> R<()> {
    loop {
        drop(lock_with_room(cx, list, other.len())?);
        let _guards = lock_two(cx, list.object(), other.object());
        let (len, count) = (list.len(), other.len());
        if len + count > list.block().len() {
            continue;
        }
        copy_slots(cx, other.block(), 0, list.block(), len, count);
        list.len.store(len + count, Ordering::Release);
        return Ok(());
    }
}

/// A tuple of the items as they are at one moment.
pub fn to_tuple(cx: &Cx, list: Obj<List>) -> R<Obj<Tuple>> {
    loop {
        let count = list.len();
        let items = tuple::with_len(cx, count)?;
        let _guard = lock_object(cx, list.object());
        if list.len() == count {
            for (slot, item) in items.items().iter().zip(list.block().items()) {
                slot.init(item.load());
            }
            cx.mutator().log_range(items.object(), items.items());
            return Ok(items);
        }
    }
}

/// A list of the items of any iterable.
pub fn from_iterable(cx: &Cx, iterable: Value) -> R<Obj<List>> {
    let list = new(cx)?;
    extend(cx, list, iterable)?;
    Ok(list)
}

/// Shortens a list to `len` items, if it is longer.
pub fn truncate(cx: &Cx, list: Obj<List>, len: usize) {
    let _guard = lock_object(cx, list.object());
    if len < list.len() {
        list.truncate(list.block(), len);
    }
}

//! `deque`: a ring of items in one block, with both ends open.
//!
//! # Thread-safety
//! *Protects* block, head, length and version as one sequence. *Participants*: everybody; each operation takes the deque's object lock, single reads
//! too, since a ring's index means nothing without its head. What runs Python code (`==`, `repr`) works on items read one by one or on
//! a copy taken in one step, and notices by the version that another changed the deque meanwhile. Blocks are allocated before the lock
//! is taken, checked under it, and never changed once replaced. Slots outside the ring are `UNBOUND`, so a stop may see any intermediate state.

mod iterators;
mod methods;

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::instance_of;
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, ObjectGuard, lock_object};
use typhon_vm::protocol::iter;
use typhon_vm::runtime::NativeType;
use typhon_vm::types::list::{self, List};
use typhon_vm::types::tuple::{self, Array, Tuple};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

pub(super) use iterators::{ITERATOR_TYPE, REVERSE_ITERATOR_TYPE};

object_struct! {
    /// A Python deque.
    pub(crate) struct Deque: "collections.deque", fixed {
        slots {
            block,
        }
        fields {
            /// Index in the block of the first item.
            head: AtomicUsize,
            len: AtomicUsize,
            /// Changes with every change but a replaced item.
            version: AtomicUsize,
            /// Most items it may hold; negative: any number.
            maxlen: AtomicI64,
        }
    }
}

pub(crate) static DEQUE_TYPE: NativeType = NativeType::new(&methods::DEQUE);

const MIN_CAPACITY: usize = 8;
/// Blocks larger than this shrink when only an eighth of them is used.
const SHRINK_CAPACITY: usize = 1024;

/// Which end an operation works on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Left,
    Right,
}

impl Deque {
    pub(crate) fn len(&self) -> usize {
        self.len.load(Ordering::Acquire)
    }

    fn version(&self) -> usize {
        self.version.load(Ordering::Acquire)
    }

    fn maxlen(&self) -> Option<usize> {
        usize::try_from(self.maxlen.load(Ordering::Acquire)).ok()
    }

    fn block(&self) -> Obj<Array> {
        self.block.get().cast::<Array>().unwrap_or_else(Array::empty)
    }

    // What follows is for holders of the lock.

    fn slot_index(&self, block: Obj<Array>, index: usize) -> usize {
        let at = self.head.load(Ordering::Relaxed) + index;
        if at >= block.len() { at - block.len() } else { at }
    }

    fn at(&self, index: usize) -> Value {
        let block = self.block();
        block.get(self.slot_index(block, index))
    }

    fn put(&self, cx: &Cx, index: usize, value: Value) {
        let block = self.block();
        cx.store(block.object(), &block.items()[self.slot_index(block, index)], value);
    }

    fn changed(&self) {
        self.version.fetch_add(1, Ordering::AcqRel);
    }

    /// Whether one more item fits into the block.
    pub(crate) fn has_room(&self) -> bool {
        self.len() < self.block().len()
    }

    /// Removes an object, compared by identity; whether it was there.
    pub(crate) fn remove_identical(&self, cx: &Cx, wanted: Value) -> bool {
        let Some(found) = (0..self.len()).find(|&index| self.at(index) == wanted) else { return false };
        for index in (0..found).rev() {
            self.put(cx, index + 1, self.at(index));
        }
        self.pop_within(End::Left);
        true
    }

    /// Adds an item at an end; there is room.
    pub(crate) fn push_within(&self, cx: &Cx, end: End, value: Value) {
        let (block, len) = (self.block(), self.len.load(Ordering::Relaxed));
        if end == End::Left {
            let head = self.head.load(Ordering::Relaxed);
            self.head.store(if head == 0 { block.len() - 1 } else { head - 1 }, Ordering::Relaxed);
        }
        self.len.store(len + 1, Ordering::Release);
        self.put(cx, if end == End::Left { 0 } else { len }, value);
        self.changed();
    }

    pub(crate) fn pop_within(&self, end: End) -> Option<Value> {
        let len = self.len.load(Ordering::Relaxed);
        if len == 0 {
            return None;
        }
        let block = self.block();
        let at = self.slot_index(block, if end == End::Left { 0 } else { len - 1 });
        let slot = &block.items()[at];
        let item = slot.get();
        slot.init(Value::UNBOUND.bits());
        if end == End::Left {
            self.head.store(if at + 1 == block.len() { 0 } else { at + 1 }, Ordering::Relaxed);
        }
        self.len.store(len - 1, Ordering::Release);
        self.changed();
        Some(item)
    }
}

/// An empty deque of a class.
pub(crate) fn new(cx: &Cx, class: Value, maxlen: Option<usize>) -> R<Obj<Deque>> {
    instance_of(cx, class, |header| Deque {
        header,
        block: Slot::of(Array::empty().value()),
        head: AtomicUsize::new(0),
        len: AtomicUsize::new(0),
        version: AtomicUsize::new(0),
        maxlen: AtomicI64::new(maxlen.map_or(-1, |maxlen| maxlen as i64)),
    })
}

/// Locks a deque whose block has room for `extra` more items, though no more than it may hold.
pub(crate) fn lock_with_room(cx: &Cx, this: Obj<Deque>, extra: usize) -> R<ObjectGuard<'_>> {
    loop {
        let wanted = {
            let guard = lock_object(cx, this.object());
            let wanted = this.len().checked_add(extra).ok_or_else(|| cx.memory_error())?;
            let wanted = this.maxlen().map_or(wanted, |maxlen| wanted.min(maxlen));
            if wanted <= this.block().len() {
                return Ok(guard);
            }
            wanted
        };
        let room = block_for(cx, wanted)?;
        let guard = lock_object(cx, this.object());
        let wanted = this.len().saturating_add(extra);
        if this.maxlen().map_or(wanted, |maxlen| wanted.min(maxlen)) <= room.len() {
            move_to(cx, this, room);
            return Ok(guard);
        }
    }
}

/// A block with room for so many items and some more.
pub(crate) fn block_for(cx: &Cx, wanted: usize) -> R<Obj<Array>> {
    Array::new(cx, (wanted + wanted / 2).next_multiple_of(2).max(MIN_CAPACITY))
}

/// Gives the deque another block. The caller holds the lock; the items fit.
pub(crate) fn move_to(cx: &Cx, this: Obj<Deque>, room: Obj<Array>) {
    for index in 0..this.len() {
        room.items()[index].init(this.at(index).bits());
    }
    cx.mutator().log_range(room.object(), room.items());
    cx.store(this.object(), &this.block, room.value());
    this.head.store(0, Ordering::Relaxed);
}

fn push(cx: &Cx, this: Obj<Deque>, end: End, value: Value) -> R<()> {
    let other = if end == End::Left { End::Right } else { End::Left };
    let _guard = lock_with_room(cx, this, 1)?;
    match this.maxlen() {
        Some(0) => return Ok(()),
        Some(maxlen) if this.len() >= maxlen => {
            this.pop_within(other);
        }
        _ => {}
    }
    this.push_within(cx, end, value);
    Ok(())
}

fn pop(cx: &Cx, this: Obj<Deque>, end: End) -> R<Value> {
    let (item, sparse) = {
        let _guard = lock_object(cx, this.object());
        let item = this.pop_within(end);
        let capacity = this.block().len();
        (item, capacity > SHRINK_CAPACITY && this.len() < capacity / 8)
    };
    if sparse {
        shrink(cx, this)?;
    }
    item.ok_or_else(|| cx.error(exceptions::INDEX_ERROR, "pop from an empty deque".into()))
}

#[cold]
fn shrink(cx: &Cx, this: Obj<Deque>) -> R<()> {
    let room = Array::new(cx, (this.len() * 2).max(MIN_CAPACITY))?;
    let _guard = lock_object(cx, this.object());
    if this.len() <= room.len() {
        move_to(cx, this, room);
    }
    Ok(())
}

fn clear(cx: &Cx, this: Obj<Deque>) {
    let _guard = lock_object(cx, this.object());
    clear_within(cx, this);
}

/// Empties a deque and sets how many items it may hold, which is negative for any number.
fn restart(cx: &Cx, this: Obj<Deque>, maxlen: i64) {
    let _guard = lock_object(cx, this.object());
    this.maxlen.store(maxlen, Ordering::Release);
    clear_within(cx, this);
}

/// The caller holds the lock.
fn clear_within(cx: &Cx, this: Obj<Deque>) {
    cx.store(this.object(), &this.block, Array::empty().value());
    this.head.store(0, Ordering::Relaxed);
    this.len.store(0, Ordering::Release);
    this.changed();
}

/// The items as they are at one moment.
fn snapshot(cx: &Cx, this: Obj<Deque>) -> R<Obj<Tuple>> {
    loop {
        let count = this.len();
        let items = tuple::with_len(cx, count)?;
        let _guard = lock_object(cx, this.object());
        if this.len() == count {
            for (index, slot) in items.items().iter().enumerate() {
                slot.init(this.at(index).bits());
            }
            cx.mutator().log_range(items.object(), items.items());
            return Ok(items);
        }
    }
}

/// Adds values, in one step, that nobody changes meanwhile.
fn extend_values(cx: &Cx, this: Obj<Deque>, end: End, values: &[Value]) -> R<()> {
    let other = if end == End::Left { End::Right } else { End::Left };
    let _guard = lock_with_room(cx, this, values.len())?;
    let maxlen = this.maxlen();
    let values = match maxlen {
        // Of more items than fit only the last ones stay.
        Some(maxlen) => &values[values.len().saturating_sub(maxlen)..],
        None => values,
    };
    for &value in values {
        if maxlen.is_some_and(|maxlen| this.len() >= maxlen) {
            this.pop_within(other);
        }
        this.push_within(cx, end, value);
    }
    Ok(())
}

/// Adds the items of an iterable; from an exact deque, tuple or list in one step.
fn extend(cx: &Cx, this: Obj<Deque>, end: End, iterable: Value) -> R<()> {
    let class = cx.type_of(iterable);
    if let Some(other) = iterable.cast::<Deque>()
        && class == DEQUE_TYPE.class(cx)?
    {
        return extend_values(cx, this, end, snapshot(cx, other)?.values());
    }
    let is_exact = |number| class == typhon_vm::runtime::builtin_type(number);
    // Of itself the items are taken first, whatever its class iterates over.
    let first = iterable == this.value();
    if first || is_exact(typhon_vm::types::number::TUPLE) || is_exact(typhon_vm::types::number::LIST) {
        return extend_values(cx, this, end, tuple::from_iterable(cx, iterable)?.values());
    }
    let iterator = iter::get(cx, iterable)?;
    while let Some(item) = iter::next(cx, iterator)? {
        push(cx, this, end, item)?;
        cx.poll()?;
    }
    Ok(())
}

/// Moves every item `count` places to the right.
fn rotate(cx: &Cx, this: Obj<Deque>, count: i64) {
    let _guard = lock_object(cx, this.object());
    let len = this.len();
    if len < 2 {
        return;
    }
    let count = count.rem_euclid(len as i64) as usize;
    let (steps, from, to) =
        if count <= len / 2 { (count, End::Right, End::Left) } else { (len - count, End::Left, End::Right) };
    for _ in 0..steps {
        if let Some(item) = this.pop_within(from) {
            this.push_within(cx, to, item);
        }
    }
}

/// Removes the item at an index below the length. The caller holds the lock.
fn remove_within(cx: &Cx, this: Obj<Deque>, index: usize) -> Option<Value> {
    let item = this.at(index);
    let len = this.len();
    if index < len / 2 {
        for at in (0..index).rev() {
            this.put(cx, at + 1, this.at(at));
        }
        this.pop_within(End::Left)?;
    } else {
        for at in index..len - 1 {
            this.put(cx, at, this.at(at + 1));
        }
        this.pop_within(End::Right)?;
    }
    Some(item)
}

/// Inserts before an index as Python counts, clipped to the ends.
fn insert(cx: &Cx, this: Obj<Deque>, index: i64, value: Value) -> R<()> {
    let guard = lock_with_room(cx, this, 1)?;
    let len = this.len();
    if this.maxlen().is_some_and(|maxlen| len >= maxlen) {
        drop(guard);
        return Err(cx.error(exceptions::INDEX_ERROR, "deque already at its maximum size".into()));
    }
    let at = if index < 0 { (index + len as i64).max(0) as usize } else { (index as usize).min(len) };
    if at < len - at {
        this.push_within(cx, End::Left, value);
        for place in 0..at {
            this.put(cx, place, this.at(place + 1));
        }
    } else {
        this.push_within(cx, End::Right, value);
        for place in (at..len).rev() {
            this.put(cx, place + 1, this.at(place));
        }
    }
    this.put(cx, at, value);
    Ok(())
}

fn reverse(cx: &Cx, this: Obj<Deque>) {
    let _guard = lock_object(cx, this.object());
    let len = this.len();
    for index in 0..len / 2 {
        let (one, other) = (this.at(index), this.at(len - 1 - index));
        this.put(cx, index, other);
        this.put(cx, len - 1 - index, one);
    }
    this.changed();
}

/// A list of the items, for what is shown or compared.
fn to_list(cx: &Cx, this: Obj<Deque>) -> R<Obj<List>> {
    list::from_slice(cx, snapshot(cx, this)?.values())
}

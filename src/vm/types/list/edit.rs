//! What changes a list's shape: insert, delete, slices, repetition. Each function takes effect under the list's lock; what may run
//! Python code or allocate has happened before.

use std::sync::atomic::Ordering;

use crate::context::{Cx, R};
use crate::object::{Obj, lock_object, lock_two};
use crate::protocol;
use crate::types::list::{List, copy_slots, copy_to_new, lock_with_room, new, of_block, write_slots};
use crate::types::slice::sequence;
use crate::types::slice::{Bounds, Selection};
use crate::types::tuple::{Array, Tuple};
use crate::value::{SlotExt, Value};

/// Blocks smaller than this are kept when a list shrinks.
const SHRINK_CAPACITY: usize = 64;

/// Inserts before an index as Python counts, clipped to the ends.
pub fn insert(cx: &Cx, list: Obj<List>, index: isize, value: Value) -> R<()> {
    let _guard = lock_with_room(cx, list, 1)?;
    let len = list.len();
    let at = if index < 0 { (index + len as isize).max(0) as usize } else { (index as usize).min(len) };
    let block = list.block();
    if at == len {
        cx.store(block.object(), &block.items()[at], value);
    } else {
        // The last item first, so that a reader who sees the new length finds every slot bound.
        copy_slots(cx, block, len - 1, block, len, 1);
        list.len.store(len + 1, Ordering::Release);
        copy_slots(cx, block, at, block, at + 1, len - 1 - at);
        cx.store(block.object(), &block.items()[at], value);
    }
    list.len.store(len + 1, Ordering::Release);
    Ok(())
}

/// Removes the item at an index as Python counts and answers it; `None` where there is none.
pub fn pop(cx: &Cx, list: Obj<List>, index: i64) -> Option<Value> {
    let _guard = lock_object(cx, list.object());
    let len = list.len();
    let at = sequence::position(index, len)?;
    let block = list.block();
    let item = block.items()[at].get();
    close_gap(cx, list, block, at, 1);
    Some(item)
}

/// Moves what lies behind a gap into it. The caller holds the lock.
fn close_gap(cx: &Cx, list: Obj<List>, block: Obj<Array>, at: usize, count: usize) {
    let len = list.len();
    copy_slots(cx, block, at + count, block, at, len - at - count);
    list.truncate(block, len - count);
}

/// Removes every item.
pub fn clear(cx: &Cx, list: Obj<List>) {
    let _guard = lock_object(cx, list.object());
    list.len.store(0, Ordering::Release);
    cx.store(list.object(), &list.block, Array::empty().value());
}

/// A new list of the selected items, as they are at one moment.
pub fn slice_to_list(cx: &Cx, list: Obj<List>, bounds: Bounds) -> R<Obj<List>> {
    loop {
        let count = bounds.fit(list.len()).count;
        if count == 0 {
            return new(cx);
        }
        let block = Array::new(cx, count)?;
        let result = of_block(cx, 0, block)?;
        {
            let _guard = lock_object(cx, list.object());
            let selection = bounds.fit(list.len());
            if selection.count != count {
                continue;
            }
            copy_selection(cx, list.block(), selection, block);
        }
        result.len.store(count, Ordering::Release);
        return Ok(result);
    }
}

/// Copies what is selected to a block that nobody else sees.
fn copy_selection(cx: &Cx, from: Obj<Array>, selection: Selection, to: Obj<Array>) {
    if selection.step == 1 {
        return copy_to_new(cx, from, selection.start as usize, to, 0, selection.count);
    }
    let target = &to.items()[..selection.count];
    for (n, slot) in target.iter().enumerate() {
        slot.init(from.items()[selection.position(n)].load());
    }
    cx.mutator().log_range(to.object(), target);
}

/// Deletes the selected items.
pub(super) fn delete_slice(cx: &Cx, list: Obj<List>, bounds: Bounds) {
    let _guard = lock_object(cx, list.object());
    let len = list.len();
    let selection = bounds.fit(len).ascending();
    if selection.count == 0 {
        return;
    }
    let block = list.block();
    if selection.step == 1 {
        close_gap(cx, list, block, selection.start as usize, selection.count);
        return;
    }
    let mut to = selection.start as usize;
    for n in 0..selection.count {
        let from = selection.position(n) + 1;
        let end = if n + 1 < selection.count { selection.position(n + 1) } else { len };
        copy_slots(cx, block, from, block, to, end - from);
        to += end - from;
    }
    list.truncate(block, to);
}

/// Puts values where a slice is: any number for step 1, as many as it selects for others.
pub(super) fn assign_slice(cx: &Cx, list: Obj<List>, bounds: Bounds, values: Obj<Tuple>) -> R<()> {
    let values = values.values();
    if bounds.step == 1 {
        return splice(cx, list, bounds, values);
    }
    let guard = lock_object(cx, list.object());
    let selection = bounds.fit(list.len());
    if selection.count != values.len() {
        drop(guard);
        return Err(cx.value_error(&format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            values.len(),
            selection.count
        )));
    }
    let block = list.block();
    for (n, &value) in values.iter().enumerate() {
        cx.store(block.object(), &block.items()[selection.position(n)], value);
    }
    Ok(())
}

fn splice(cx: &Cx, list: Obj<List>, bounds: Bounds, values: &[Value]) -> R<()> {
    let _guard = lock_with_room(cx, list, values.len())?;
    let len = list.len();
    let selection = bounds.fit(len);
    let (start, count) = (selection.start as usize, selection.count);
    let block = list.block();
    if values.len() <= count {
        write_slots(cx, block, start, values);
        close_gap(cx, list, block, start + values.len(), count - values.len());
        return Ok(());
    }
    // The list grows: bind the new tail, raise the length, then overwrite what lies before it.
    let grown = len + values.len() - count;
    let tail = len - start - count;
    copy_slots(cx, block, start + count, block, start + values.len(), tail);
    write_slots(cx, block, start, values);
    list.len.store(grown, Ordering::Release);
    Ok(())
}

/// `list * count` as a new list, taken at one moment.
pub(super) fn repeated(cx: &Cx, list: Obj<List>, count: usize) -> R<Obj<List>> {
    loop {
        let len = list.len();
        let total = len.checked_mul(count).ok_or_else(|| cx.memory_error())?;
        if total == 0 {
            return new(cx);
        }
        let block = Array::new(cx, total)?;
        let result = of_block(cx, 0, block)?;
        {
            let _guard = lock_object(cx, list.object());
            if list.len() != len {
                continue;
            }
            copy_to_new(cx, list.block(), 0, block, 0, len);
        }
        repeat_prefix(len, total, |at, count| copy_to_new(cx, block, 0, block, at, count));
        result.len.store(total, Ordering::Release);
        return Ok(result);
    }
}

/// Fills a block up to `total` with copies of its first `len` items, doubling: `copy` is called with a place and how many of the first to copy there.
fn repeat_prefix(len: usize, total: usize, copy: impl Fn(usize, usize)) {
    let mut filled = len;
    while filled < total {
        let count = filled.min(total - filled);
        copy(filled, count);
        filled += count;
    }
}

/// `list *= count`.
pub(super) fn repeat_in_place(cx: &Cx, list: Obj<List>, count: usize) -> R<()> {
    if count == 0 {
        clear(cx, list);
        return Ok(());
    }
    loop {
        let len = list.len();
        let extra = len.checked_mul(count - 1).ok_or_else(|| cx.memory_error())?;
        let _guard = lock_with_room(cx, list, extra)?;
        if list.len() != len {
            continue;
        }
        let block = list.block();
        repeat_prefix(len, len * count, |at, count| copy_slots(cx, block, 0, block, at, count));
        list.len.store(len * count, Ordering::Release);
        return Ok(());
    }
}

/// `one + other` as a new list, both taken at one moment.
pub(super) fn concatenated(cx: &Cx, one: Obj<List>, other: Obj<List>) -> R<Obj<List>> {
    loop {
        let (first, second) = (one.len(), other.len());
        let total = first + second;
        if total == 0 {
            return new(cx);
        }
        let block = Array::new(cx, total)?;
        let result = of_block(cx, 0, block)?;
        {
            let _guards = lock_two(cx, one.object(), other.object());
            if one.len() != first || other.len() != second {
                continue;
            }
            copy_to_new(cx, one.block(), 0, block, 0, first);
            copy_to_new(cx, other.block(), 0, block, first, second);
        }
        result.len.store(total, Ordering::Release);
        return Ok(result);
    }
}

/// Reverses the items in place.
pub fn reverse(cx: &Cx, list: Obj<List>) {
    let _guard = lock_object(cx, list.object());
    let len = list.len();
    let block = list.block();
    let items = &block.items()[..len];
    for index in 0..len / 2 {
        let (low, high) = (&items[index], &items[len - 1 - index]);
        let word = low.load();
        low.init(high.load());
        high.init(word);
    }
    cx.mutator().log_range(block.object(), items);
}

/// Gives back memory of a block that has become much too large.
pub(super) fn shrink(cx: &Cx, list: Obj<List>) -> R<()> {
    let (len, capacity) = (list.len(), list.block().len());
    if capacity < SHRINK_CAPACITY || len > capacity / 4 {
        return Ok(());
    }
    let room = Array::new(cx, capacity / 2)?;
    let _guard = lock_object(cx, list.object());
    let (len, block) = (list.len(), list.block());
    if block.len() == capacity && len <= capacity / 4 {
        copy_to_new(cx, block, 0, room, 0, len);
        cx.store(list.object(), &list.block, room.value());
    }
    Ok(())
}

/// How far a search for an item to remove has come.
pub(super) enum Removal {
    Done,
    Absent,
    /// It goes on from this index, after a safepoint.
    LooksOnFrom(usize),
    /// Only Python code can tell whether the item at this index is equal.
    NeedsCode(usize),
}

/// Removes the first item from `start` on that equals `wanted`, in one step with the search where that needs no Python code. The search of a list too
/// long for one locked section goes on in another: one that other threads shorten meanwhile may then hide an item from it.
pub(super) fn remove_plain(cx: &Cx, list: Obj<List>, wanted: Value, start: usize) -> Removal {
    let compares = |value: Value| cx.type_of(value).slots().compare.is_some();
    let wanted_compares = compares(wanted);
    let _guard = lock_object(cx, list.object());
    let (block, len) = (list.block(), list.len());
    let end = len.min(start.saturating_add(LOCKED_STEPS));
    for index in start..end {
        let item = block.get(index);
        match protocol::equal_plain(item, wanted) {
            Some(true) => {
                close_gap(cx, list, block, index, 1);
                return Removal::Done;
            }
            Some(false) => {}
            // Objects that say nothing about equality equal themselves alone.
            None if !wanted_compares && !compares(item) => {}
            None => return Removal::NeedsCode(index),
        }
    }
    if end < len { Removal::LooksOnFrom(end) } else { Removal::Absent }
}

/// Steps of a search under a list's lock: a hundred microseconds of ints, four hundred of objects.
const LOCKED_STEPS: usize = 1 << 15;

/// Removes the item at `index` if it is still `expected`.
pub(super) fn remove_if_same(cx: &Cx, list: Obj<List>, index: usize, expected: Value) -> bool {
    let _guard = lock_object(cx, list.object());
    let block = list.block();
    if index < list.len() && block.items()[index].get() == expected {
        close_gap(cx, list, block, index, 1);
        return true;
    }
    false
}

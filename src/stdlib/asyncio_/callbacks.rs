//! Whom a future calls when it is done: pairs of callback and context, in the order in which they were added.
//!
//! The first pair lies in the future itself, most futures having one; others lie in an array with room to grow. Thread-safety: all of it is read and
//! written under the future's lock, under which no memory is allocated and no Python code runs: arrays are made before, and comparisons done on a copy.

use std::sync::atomic::Ordering;

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::object::{Obj, lock_object};
use typhon_vm::protocol;
use typhon_vm::types::list;
use typhon_vm::types::tuple::{self, Array};
use typhon_vm::value::SlotExt;

use super::future::{Future, clear};

/// Pairs that a first array has room for.
const FIRST_ROOM: usize = 4;

/// The pairs of a future, taken out or copied.
pub(super) struct Callbacks {
    first: Option<(Value, Value)>,
    rest: Option<Obj<Array>>,
    count: usize,
}

impl Callbacks {
    fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.count
    }

    /// Calls `each` with callback and context of every pair.
    pub(super) fn for_each(&self, mut each: impl FnMut(Value, Value) -> R<()>) -> R<()> {
        if let Some((callback, context)) = self.first {
            each(callback, context)?;
        }
        let Some(rest) = self.rest else { return Ok(()) };
        for pair in 0..self.count {
            each(rest.get(2 * pair), rest.get(2 * pair + 1))?;
        }
        Ok(())
    }
}

fn count(this: Obj<Future>) -> usize {
    this.count.load(Ordering::Relaxed) as usize
}

fn set_count(this: Obj<Future>, count: usize) {
    this.count.store(count as u32, Ordering::Relaxed);
}

fn first(this: Obj<Future>) -> Option<(Value, Value)> {
    Some((this.callback.get().bound()?, this.context.get()))
}

fn clear_first(this: Obj<Future>) {
    clear(&this.callback);
    clear(&this.context);
}

/// Takes all pairs out. The caller holds the lock.
pub(super) fn take(this: Obj<Future>) -> Callbacks {
    let taken =
        Callbacks { first: first(this), rest: this.callbacks.get().cast::<Array>(), count: count(this) };
    if taken.first.is_some() {
        clear_first(this);
    }
    if taken.rest.is_some() {
        clear(&this.callbacks);
        set_count(this, 0);
    }
    taken
}

fn write(cx: &Cx, to: Obj<Array>, pair: usize, callback: Value, context: Value) {
    cx.store(to.object(), &to.items()[2 * pair], callback);
    cx.store(to.object(), &to.items()[2 * pair + 1], context);
}

/// Adds a pair while the future is pending; `false` where it is done.
pub(super) fn add(cx: &Cx, this: Obj<Future>, callback: Value, context: Value) -> R<bool> {
    let mut larger: Option<Obj<Array>> = None;
    loop {
        let wanted = {
            let _guard = lock_object(cx, this.object());
            if !this.is_pending() {
                return Ok(false);
            }
            let (array, used) = (this.callbacks.get().cast::<Array>(), count(this));
            if used == 0 && this.callback.get().is_unbound() {
                cx.store(this.object(), &this.callback, callback);
                cx.store(this.object(), &this.context, context);
                return Ok(true);
            }
            if let Some(array) = array.filter(|array| array.len() >= 2 * (used + 1)) {
                write(cx, array, used, callback, context);
                set_count(this, used + 1);
                return Ok(true);
            }
            if let Some(larger) = larger.filter(|larger| larger.len() >= 2 * (used + 1)) {
                for pair in 0..used {
                    if let Some(array) = array {
                        write(cx, larger, pair, array.get(2 * pair), array.get(2 * pair + 1));
                    }
                }
                write(cx, larger, used, callback, context);
                cx.store(this.object(), &this.callbacks, larger.value());
                set_count(this, used + 1);
                return Ok(true);
            }
            (2 * used).max(FIRST_ROOM)
        };
        larger = Some(Array::new(cx, 2 * wanted)?);
    }
}

/// The pairs as they are at one moment.
fn copy(cx: &Cx, this: Obj<Future>) -> R<Callbacks> {
    let mut room: Option<Obj<Array>> = None;
    loop {
        let wanted = {
            let _guard = lock_object(cx, this.object());
            let used = count(this);
            let Some(array) = this.callbacks.get().cast::<Array>().filter(|_| used > 0) else {
                return Ok(Callbacks { first: first(this), rest: None, count: 0 });
            };
            if let Some(room) = room.filter(|room| room.len() >= 2 * used) {
                for pair in 0..used {
                    write(cx, room, pair, array.get(2 * pair), array.get(2 * pair + 1));
                }
                return Ok(Callbacks { first: first(this), rest: Some(room), count: used });
            }
            used
        };
        room = Some(Array::new(cx, 2 * wanted)?);
    }
}

/// Removes every pair whose callback equals `wanted`; answers how many there were.
pub(super) fn remove(cx: &Cx, this: Obj<Future>, wanted: Value) -> R<usize> {
    let present = copy(cx, this)?;
    let matching = Array::new(cx, 2 * present.len())?;
    let mut found = 0;
    present.for_each(|callback, context| {
        if protocol::equal(cx, callback, wanted)? {
            write(cx, matching, found, callback, context);
            found += 1;
        }
        Ok(())
    })?;
    if found == 0 {
        return Ok(0);
    }
    // What has been removed meanwhile is passed over; the order of the others is that of the copy.
    let mut next = 0;
    let mut is_next = |callback: Value, context: Value| {
        let rest = next..found;
        let place = rest
            .into_iter()
            .find(|&pair| matching.get(2 * pair) == callback && matching.get(2 * pair + 1) == context);
        next = place.map_or(next, |place| place + 1);
        place.is_some()
    };
    let mut removed = 0;
    let _guard = lock_object(cx, this.object());
    if let Some((callback, context)) = first(this)
        && is_next(callback, context)
    {
        clear_first(this);
        removed += 1;
    }
    let Some(array) = this.callbacks.get().cast::<Array>() else { return Ok(removed) };
    let (used, mut kept) = (count(this), 0);
    for pair in 0..used {
        let (callback, context) = (array.get(2 * pair), array.get(2 * pair + 1));
        if is_next(callback, context) {
            removed += 1;
            continue;
        }
        if kept != pair {
            write(cx, array, kept, callback, context);
        }
        kept += 1;
    }
    for pair in kept..used {
        clear(&array.items()[2 * pair]);
        clear(&array.items()[2 * pair + 1]);
    }
    set_count(this, kept);
    Ok(removed)
}

/// `_callbacks`: a list of pairs, or `None`.
pub(super) fn listed(cx: &Cx, this: Obj<Future>) -> R<Value> {
    let present = copy(cx, this)?;
    if present.len() == 0 {
        return Ok(Value::NONE);
    }
    let listed = list::new(cx)?;
    present.for_each(|callback, context| {
        list::append(cx, listed, tuple::from_slice(cx, &[callback, context])?.value())
    })?;
    Ok(listed.value())
}

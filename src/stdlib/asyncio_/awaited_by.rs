//! Who awaits a future, for whoever wants to show it: nobody, one task or future, or a set of them.
//!
//! Thread-safety: the slot is changed by compare-exchange while it holds no set; a set, once there, stays, and is a set's own affair.

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::types::set::{self, Set};
use typhon_vm::value::SlotExt;

use super::future::Future;

/// Replaces what the slot holds; `false` where it holds something else by now.
fn replace(cx: &Cx, this: Obj<Future>, seen: Value, new: Value) -> bool {
    let replaced = this.awaited_by.compare_exchange(seen.bits(), new.bits()).is_ok();
    if replaced {
        cx.mutator().barrier(this.object(), &this.awaited_by);
    }
    replaced
}

pub(super) fn add(cx: &Cx, this: Obj<Future>, waiter: Value) -> R<()> {
    loop {
        let seen = this.awaited_by.get();
        if let Some(known) = seen.cast::<Set>() {
            return set::add(cx, known, waiter);
        }
        let new = match seen.bound() {
            None => waiter,
            Some(first) => {
                let both = set::new(cx)?;
                set::add(cx, both, waiter)?;
                set::add(cx, both, first)?;
                both.value()
            }
        };
        if replace(cx, this, seen, new) {
            return Ok(());
        }
    }
}

pub(super) fn discard(cx: &Cx, this: Obj<Future>, waiter: Value) -> R<()> {
    loop {
        let seen = this.awaited_by.get();
        if let Some(known) = seen.cast::<Set>() {
            return set::discard(cx, known, waiter).map(|_| ());
        }
        if seen != waiter || replace(cx, this, seen, Value::UNBOUND) {
            return Ok(());
        }
    }
}

/// `_asyncio_awaited_by`: a frozenset, or `None`.
pub(super) fn listed(cx: &Cx, this: Obj<Future>) -> R<Value> {
    let seen = this.awaited_by.get();
    let Some(first) = seen.bound() else { return Ok(Value::NONE) };
    let listed = set::new_frozen(cx)?;
    match seen.cast::<Set>() {
        Some(_) => set::update(cx, listed, seen)?,
        None => set::add(cx, listed, first)?,
    }
    Ok(listed.value())
}

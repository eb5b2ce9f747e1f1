//! Assignment to `__bases__` where a metaclass's `mro` says what order a class of the family has.
//!
//! The protocol is at the head of [`links`]. As in CPython the method is called when the class has its new bases already, and its bases their new
//! orders; what it raises takes back whatever nobody has changed since.

use std::collections::HashSet;

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::list::{self, List};
use crate::types::tuple::Tuple;
use crate::types::type_::links;
use crate::types::type_::rebase::{Moved, moved, renewed};
use crate::types::type_::{CHANGES, Type, mro};
use crate::value::Value;

/// Sets the bases of a class and asks for the orders that follow.
pub(super) fn set_bases(cx: &Cx, this: Obj<Type>, bases: Obj<Tuple>) -> R<()> {
    let seen = links::changes_of_others(cx);
    let Some(old) = exchange(cx, this, bases, None)? else { return Ok(()) };
    let done = list::new(cx)?;
    let reordered = reorder(cx, this, done);
    let restored = match reordered {
        Ok(()) => Ok(()),
        Err(_) => {
            take_back(cx, this, done, bases, old).and_then(|()| match links::has_changed_since(cx, seen) {
                // Others may have made orders from what is taken back.
                true => reorder(cx, this, list::new(cx)?),
                false => Ok(()),
            })
        }
    };
    let family = links::family(cx, this)?;
    let renewed = renewed(cx, this, family);
    reordered.and(restored).and(renewed)
}

/// Gives a class other bases, in place of `expected` if that is given. Answers what it had, or `None` where it had others than expected.
fn exchange(
    cx: &Cx,
    this: Obj<Type>,
    bases: Obj<Tuple>,
    expected: Option<Obj<Tuple>>,
) -> R<Option<Obj<Tuple>>> {
    loop {
        let seen = links::changes_of_others(cx);
        let Some(old) = this.bases().cast::<Tuple>() else {
            return Err(cx.system_error("class without bases"));
        };
        if expected.is_some_and(|expected| expected != old) {
            return Ok(None);
        }
        let Moved { best, lists } = match moved(cx, this, bases) {
            Ok(moved) => moved,
            // What was seen in the midst of another thread's change is no reason to refuse this one.
            Err(_) if links::has_changed_since(cx, seen) => continue,
            Err(raised) => return Err(raised),
        };
        let _changes = CHANGES.lock();
        if links::changes_of_others(cx) != seen || !lists.stand() {
            continue;
        }
        cx.store(this.object(), &this.bases, bases.value());
        cx.store(this.object(), &this.base, best.value());
        lists.publish(cx);
        links::count_change(cx);
        return Ok(Some(old));
    }
}

/// Gives every class of the family the order that it has now. Appends to `done`, three by three: a class, its order before, its new one.
fn reorder(cx: &Cx, this: Obj<Type>, done: Obj<List>) -> R<()> {
    loop {
        let seen = links::changes_of_others(cx);
        let first = done.len();
        match pass(cx, this, done, first) {
            _ if links::has_changed_since(cx, seen) => {}
            result => return result,
        }
    }
}

/// Goes through the family once, and through what has joined it meanwhile.
fn pass(cx: &Cx, this: Obj<Type>, done: Obj<List>, first: usize) -> R<()> {
    loop {
        let family = links::bases_first(cx, links::family(cx, this)?)?;
        let ordered: HashSet<u64> =
            (first..).step_by(3).map_while(|at| list::get(done, at)).map(Value::bits).collect();
        let mut is_complete = true;
        for class in links::members(&family).filter(|class| !ordered.contains(&class.value().bits())) {
            is_complete = false;
            reorder_one(cx, class, done)?;
        }
        if is_complete {
            return Ok(());
        }
    }
}

fn reorder_one(cx: &Cx, class: Obj<Type>, done: Obj<List>) -> R<()> {
    let old = class.mro_value();
    let order = mro::order_of(cx, class)?;
    for value in [class.value(), old, order.value()] {
        list::append(cx, done, value)?;
    }
    // What stays as it is must not count as a change: two threads whose `mro` lets the other go first would make each other begin anew for ever.
    if old.cast::<Tuple>().is_some_and(|old| old.values() == order.values()) {
        return Ok(());
    }
    let _changes = CHANGES.lock();
    // Else its `mro` has changed it, or another thread has.
    if class.mro_value() == old {
        links::publish_order(cx, class, order.value());
        links::count_change(cx);
    }
    Ok(())
}

/// Takes back the orders and the bases that are still as they were set.
fn take_back(cx: &Cx, this: Obj<Type>, done: Obj<List>, bases: Obj<Tuple>, old: Obj<Tuple>) -> R<()> {
    for at in (0..done.len()).step_by(3).rev() {
        let row = [at, at + 1, at + 2].map(|at| list::get(done, at));
        if let [Some(class), Some(before), Some(order)] = row
            && let Some(class) = class.cast::<Type>()
        {
            let _changes = CHANGES.lock();
            if class.mro_value() == order {
                links::publish_order(cx, class, before);
                links::count_change(cx);
            }
        }
    }
    exchange(cx, this, old, Some(bases)).map(|_| ())
}

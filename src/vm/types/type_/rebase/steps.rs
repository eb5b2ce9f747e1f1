//! Assignment to `__bases__` where a metaclass's `mro` says what order a class of the family has.
//!
//! The protocol is at the head of [`links`]. As in CPython the method is called when the class has its new bases already, and its bases their new
//! orders; what it raises takes back whatever nobody has changed since.

use std::collections::HashSet;

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::list::{self, List};
use crate::types::tuple::Tuple;
use crate::types::type_::links::{self, Times};
use crate::types::type_::rebase::{Moved, moved, renewed};
use crate::types::type_::{CHANGES, Type, mro};
use crate::value::Value;

/// The orders that a change has asked for so far.
struct Done {
    /// Two by two: a class, its order before.
    orders: Obj<List>,
    /// For each: when it was asked for, and the times of the order before.
    times: Vec<(u64, Times)>,
}

impl Done {
    fn new(cx: &Cx) -> R<Done> {
        Ok(Done { orders: list::new(cx)?, times: Vec::new() })
    }
}

/// What a change of bases finds.
struct Before {
    bases: Obj<Tuple>,
    /// The family before the change.
    family: Obj<Tuple>,
    /// For each of the family: when its order was asked for.
    asked: Vec<u64>,
}

/// Sets the bases of a class and asks for the orders that follow.
pub(super) fn set_bases(cx: &Cx, this: Obj<Type>, bases: Obj<Tuple>) -> R<()> {
    let Some(before) = exchange(cx, this, bases, None)? else { return Ok(()) };
    let mut done = Done::new(cx)?;
    // Others that ask meanwhile do not spare this thread a call: what its `mro` does and raises belongs to its own change.
    let asks = links::members(&before.family).map(|class| class.value().bits()).collect();
    let reordered = reorder(cx, this, asks, &mut done);
    let restored = match reordered {
        Ok(()) => Ok(()),
        Err(_) => take_back(cx, this, bases, &before, &done).and_then(|()| reorder_late(cx, this)),
    };
    let family = links::family(cx, this)?;
    let renewed = renewed(cx, this, family);
    reordered.and(restored).and(renewed)
}

/// Asks for the orders of a new class, and of what derives from it already, that were asked for before one of a base became another.
pub(in crate::types::type_) fn catch_up(cx: &Cx, this: Obj<Type>) -> R<()> {
    let reordered = reorder_late(cx, this);
    let family = links::family(cx, this)?;
    reordered.and(renewed(cx, this, family))
}

/// Gives a class other bases, in place of `expected` if that is given. Answers `None` where it had others than expected.
fn exchange(cx: &Cx, this: Obj<Type>, bases: Obj<Tuple>, expected: Option<Obj<Tuple>>) -> R<Option<Before>> {
    loop {
        let seen = links::changes_of_others(cx);
        let family = links::family(cx, this)?;
        let mut asked = Vec::with_capacity(family.len());
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
        asked.extend(links::members(&family).map(|class| links::times(class).0));
        return Ok(Some(Before { bases: old, family, asked }));
    }
}

/// Asks those of the family that are behind for their orders.
fn reorder_late(cx: &Cx, this: Obj<Type>) -> R<()> {
    reorder(cx, this, HashSet::new(), &mut Done::new(cx)?)
}

/// Asks those of the family that are in `asks` (bits of classes that the caller keeps alive) for their orders, once each, bases before subclasses, and
/// goes on until none is behind.
fn reorder(cx: &Cx, this: Obj<Type>, mut asks: HashSet<u64>, done: &mut Done) -> R<()> {
    loop {
        let family = links::bases_first(cx, links::family(cx, this)?)?;
        let mut is_complete = true;
        for class in links::members(&family) {
            if asks.remove(&class.value().bits()) || links::is_due(class) {
                is_complete = false;
                reorder_one(cx, class, done)?;
            }
        }
        if is_complete {
            return Ok(());
        }
    }
}

fn reorder_one(cx: &Cx, class: Obj<Type>, done: &mut Done) -> R<()> {
    let asked = links::tick();
    let order = mro::order_of(cx, class)?;
    let place = done.orders.len() as i64 + 1;
    list::extend_values(cx, done.orders, &[class.value(), Value::NONE])?;
    let (before, times) = {
        let _changes = CHANGES.lock();
        let before = (class.mro_value(), links::times(class));
        links::publish_order(cx, class, order, asked);
        before
    };
    list::set_index_fast(cx, done.orders, place, before);
    done.times.push((asked, times));
    Ok(())
}

/// Takes back the bases and the orders that are still as they were set. What is left to be asked for then is behind: what others have made from what
/// is taken back, and what this change has asked for in place of others.
fn take_back(cx: &Cx, this: Obj<Type>, bases: Obj<Tuple>, before: &Before, done: &Done) -> R<()> {
    let exchanged = exchange(cx, this, before.bases, Some(bases));
    let mut restored = Vec::with_capacity(done.times.len());
    let mut current = Vec::with_capacity(before.asked.len());
    let _changes = CHANGES.lock();
    for (at, &(asked, times)) in done.times.iter().enumerate().rev() {
        let class = list::get(done.orders, at * 2).and_then(|class| class.cast::<Type>());
        if let (Some(class), Some(order)) = (class, list::get(done.orders, at * 2 + 1))
            && links::times(class).0 == asked
        {
            links::restore_order(cx, class, order, times);
            restored.push(class);
        }
    }
    // As all was before, so what was not behind then is not now.
    let family = links::members(&before.family).zip(&before.asked);
    current.extend(family.filter(|&(class, &asked)| links::times(class).0 == asked).map(|(class, _)| class));
    if exchanged.as_ref().is_ok_and(|back| back.is_some()) && !current.contains(&this) {
        // Another thread has asked for its order while it had the other bases.
        links::set_times(this, (0, links::times(this).1));
    }
    current.retain(|&class| !links::is_behind(class));
    let now = links::tick();
    for class in restored {
        links::set_times(class, (links::times(class).0, now));
    }
    for class in current {
        links::set_times(class, (now, links::times(class).1));
    }
    exchanged.map(|_| ())
}

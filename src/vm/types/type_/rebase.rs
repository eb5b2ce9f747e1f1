//! Assignment to `__bases__`: a class and all its subclasses get a new method resolution order.
//!
//! The new orders of the whole family are computed first and then published together with the bases and the lists of subclasses (the protocol of
//! [`links`]), or nothing is; where a metaclass makes orders of its own they are published one by one ([`steps`]). While they are published the versions of the family are `CHANGING`, so no cache is filled from a half-changed
//! order; a reader on another thread sees the old or the new order of one class.

mod steps;

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::links::{self, Lists};
use crate::types::type_::methods::checked_new;
use crate::types::type_::{CHANGES, SLOT_CHANGES, Type, build, mro};
use crate::value::{SlotExt, Value};

pub(super) use steps::catch_up;

/// Sets (`None`: deletes, which is refused) the bases of `this`.
pub(super) fn set_bases(cx: &Cx, this: Obj<Type>, new: Option<Value>) -> R<()> {
    let name = this.name_text();
    let refuse = |text: String| Err(cx.type_error(text));
    let new = checked_new(cx, this, new, "__bases__")?;
    let Some(bases) = new.cast::<Tuple>() else {
        return refuse(format!("can only assign tuple to {name}.__bases__, not {}", cx.type_name(new)));
    };
    if bases.is_empty() {
        return refuse(format!("can only assign non-empty tuple to {name}.__bases__, not ()"));
    }
    let family = loop {
        let seen = links::changes_of_others(cx);
        let family = links::bases_first(cx, links::family(cx, this)?)?;
        if links::members(&family).any(|class| mro::is_custom(cx, class)) {
            return steps::set_bases(cx, this, bases);
        }
        let prepared = moved(cx, this, bases).and_then(|moved| Ok((moved, orders_of(cx, family, bases)?)));
        let (Moved { best, lists }, orders) = match prepared {
            Ok(prepared) => prepared,
            // What was seen in the midst of another thread's change is no reason to refuse this one.
            Err(_) if links::has_changed_since(cx, seen) => continue,
            Err(raised) => return Err(raised),
        };
        let _changes = CHANGES.lock();
        if links::changes_of_others(cx) != seen || !lists.stand() || !links::is_closed(family) {
            continue;
        }
        links::suspend(family);
        cx.store(this.object(), &this.bases, new);
        cx.store(this.object(), &this.base, best.value());
        lists.publish(cx);
        links::publish_orders(cx, family, orders);
        break family;
    };
    renewed(cx, this, family)
}

/// The family after its orders have changed: new versions and slots.
fn renewed(cx: &Cx, this: Obj<Type>, family: Obj<Tuple>) -> R<()> {
    SLOT_CHANGES.fetch_add(1, Ordering::AcqRel);
    let renewed = links::renew_all(cx, this, family, true);
    crate::interp::cache::forget_attribute_caches(cx);
    renewed
}

/// What goes with other bases, besides the orders.
struct Moved<'a> {
    /// The base whose layout the class extends.
    best: Obj<Type>,
    lists: Lists<'a>,
}

fn moved<'a>(cx: &'a Cx, this: Obj<Type>, bases: Obj<Tuple>) -> R<Moved<'a>> {
    let best = checked_base(cx, this, bases)?;
    let Some(old) = this.bases().cast::<Tuple>() else {
        return Err(cx.system_error("class without bases"));
    };
    let entry = links::entry_of(cx, this)?;
    let mut lists = Lists::new(cx, old.len() + bases.len())?;
    for &left in old.values().iter().filter(|base| !bases.values().contains(base)) {
        lists.change(cx, left, this, None)?;
    }
    for &joined in bases.values().iter().filter(|base| !old.values().contains(base)) {
        lists.change(cx, joined, this, Some(entry))?;
    }
    Ok(Moved { best, lists })
}

/// The base whose layout the class extends with new bases, if it may have them.
fn checked_base(cx: &Cx, this: Obj<Type>, bases: Obj<Tuple>) -> R<Obj<Type>> {
    let name = this.name_text();
    for &base in bases.values() {
        let Some(base) = base.cast::<Type>() else {
            let shown = cx.type_name(base);
            return Err(cx.type_error(format!("{name}.__bases__ must be tuple of classes, not '{shown}'")));
        };
        // The order lags behind the bases while a `mro` runs, and may leave classes out.
        if base.is_subclass_of(this) || derives(base, this) {
            return Err(cx.type_error("a __bases__ item causes an inheritance cycle".into()));
        }
    }
    let best = build::best_base(cx, bases.values())?;
    let Some(old_best) = this.base() else { return Err(cx.system_error("class without base")) };
    let fits = build::same_instances(best, old_best)
        && (this.instances_have_dict() || !best.instances_have_dict())
        && (this.instances_can_be_weak() || !best.instances_can_be_weak());
    if fits {
        return Ok(best);
    }
    Err(cx.type_error(format!(
        "__bases__ assignment: '{}' object layout differs from '{}'",
        cx.class_name(best),
        cx.class_name(old_best)
    )))
}

/// Whether a class derives from another by the bases, whatever the orders say.
fn derives(class: Obj<Type>, from: Obj<Type>) -> bool {
    let (mut next, mut known) = (vec![class], HashSet::new());
    while let Some(class) = next.pop() {
        if class == from {
            return true;
        }
        if known.insert(class.value().bits()) {
            let bases = class.bases().cast::<Tuple>();
            next.extend(bases.iter().flat_map(|bases| bases.values()).filter_map(|base| base.cast::<Type>()));
        }
    }
    false
}

/// The new orders of a family whose first member gets new bases, side by side with it.
fn orders_of(cx: &Cx, family: Obj<Tuple>, new_bases: Obj<Tuple>) -> R<Obj<Tuple>> {
    let orders = tuple::with_len(cx, family.len())?;
    for (index, class) in links::members(&family).enumerate() {
        let bases = if index == 0 { Some(new_bases) } else { class.bases().cast::<Tuple>() };
        let Some(bases) = bases else { return Err(cx.system_error("class without bases")) };
        // Bases stand before subclasses, so the new order of a base in the family is there already.
        let order = mro::linearize(cx, class, bases, |base| {
            let known = family.values()[..index].iter().position(|&member| member == base.value());
            known.map_or_else(|| base.mro(), |known| orders.items()[known].get().cast::<Tuple>())
        })?;
        cx.store(orders.object(), &orders.items()[index], order.value());
    }
    Ok(orders)
}

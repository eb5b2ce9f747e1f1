//! Assignment to `__bases__`: a class and all its subclasses get a new method resolution order.
//!
//! While the orders change the versions of the whole family are [`CHANGING`], so no cache is filled from a half-changed order; a reader on another
//! thread sees the old or the new order of one class. An order that cannot be made puts everything back.

use std::sync::atomic::Ordering;

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::tuple::{Array, Tuple};
use crate::types::type_::{CHANGES, CHANGING, NEXT_VERSION, Type, build, is_live, mro};
use crate::types::weakref;
use crate::value::{SlotExt, Value};

/// Sets (`None`: deletes, which is refused) the bases of `this`.
pub(super) fn set_bases(cx: &Cx, this: Obj<Type>, new: Option<Value>) -> R<()> {
    let name = this.name_text();
    let refuse = |text: String| Err(cx.type_error(text));
    let (Some(new), true) = (new, this.is_heap()) else {
        let verb = if new.is_some() { "set" } else { "delete" };
        return refuse(format!("cannot {verb} '__bases__' attribute of immutable type '{name}'"));
    };
    let Some(bases) = new.cast::<Tuple>() else {
        return refuse(format!("can only assign tuple to {name}.__bases__, not {}", cx.type_name(new)));
    };
    if bases.is_empty() {
        return refuse(format!("can only assign non-empty tuple to {name}.__bases__, not ()"));
    }
    for &base in bases.values() {
        let Some(base) = base.cast::<Type>() else {
            let shown = cx.type_name(base);
            return refuse(format!("{name}.__bases__ must be tuple of classes, not '{shown}'"));
        };
        if base.is_subclass_of(this) {
            return refuse("a __bases__ item causes an inheritance cycle".into());
        }
    }
    let best = build::best_base(cx, bases.values())?;
    let Some(old_best) = this.base() else { return Err(cx.system_error("class without base")) };
    let fits = std::ptr::eq(best.layout(), old_best.layout())
        && best.members() == old_best.members()
        && (this.instances_have_dict() || !best.instances_have_dict())
        && (this.instances_can_be_weak() || !best.instances_can_be_weak());
    if !fits {
        return refuse(format!(
            "__bases__ assignment: '{}' object layout differs from '{}'",
            best.name_text(),
            old_best.name_text()
        ));
    }
    let family = Type::family(this);
    for class in &family {
        class.version.store(CHANGING, Ordering::Release);
    }
    let old_bases = this.bases();
    cx.store(this.object(), &this.bases, new);
    cx.store(this.object(), &this.base, best.value());
    let result = reorder(cx, &family);
    if result.is_err() {
        cx.store(this.object(), &this.bases, old_bases);
        cx.store(this.object(), &this.base, old_best.value());
        reorder(cx, &family)?;
    } else {
        move_entry(cx, this, old_bases, bases)?;
    }
    for class in &family {
        Type::refresh_slots(*class, cx)?;
        class.version.store(NEXT_VERSION.fetch_add(1, Ordering::Relaxed), Ordering::Release);
    }
    crate::interp::cache::forget_attribute_caches(cx);
    result
}

/// Gives each class of a family, bases before subclasses, the order that its bases make.
fn reorder(cx: &Cx, family: &[Obj<Type>]) -> R<()> {
    for class in family {
        let Some(bases) = class.bases().cast::<Tuple>() else { return Err(cx.system_error("bases")) };
        let order = mro::linearize(cx, *class, bases)?;
        cx.store(class.object(), &class.mro, order.value());
    }
    Ok(())
}

/// The class leaves its old bases' lists of subclasses and enters the new ones'.
fn move_entry(cx: &Cx, this: Obj<Type>, old: Value, new: Obj<Tuple>) -> R<()> {
    let old = old.cast::<Tuple>();
    let old_values = old.as_ref().map_or(&[][..], |old| old.values());
    for base in old_values.iter().filter(|base| !new.values().contains(base)) {
        if let Some(base) = base.cast::<Type>() {
            leave(cx, base, this)?;
        }
    }
    for base in new.values().iter().filter(|base| !old_values.contains(base)) {
        if let Some(base) = base.cast::<Type>() {
            Type::add_subclass(base, cx, this)?;
        }
    }
    Ok(())
}

/// Takes `subclass` off a class's list by replacing it.
fn leave(cx: &Cx, base: Obj<Type>, subclass: Obj<Type>) -> R<()> {
    loop {
        let seen = base.subclasses.get();
        let Some(old) = seen.cast::<Array>() else { return Ok(()) };
        let stays = |entry: &Value| {
            is_live(*entry) && weakref::referent_of(*entry).unwrap_or(*entry) != subclass.value()
        };
        let count = old.items().iter().map(|slot| slot.get()).filter(|entry| stays(entry)).count();
        let array = Array::new(cx, count)?;
        let entries = old.items().iter().map(|slot| slot.get()).filter(|entry| stays(entry));
        for (slot, entry) in array.items().iter().zip(entries) {
            cx.store(array.object(), slot, entry);
        }
        let _changes = CHANGES.lock();
        if base.subclasses.get() == seen {
            cx.store(base.object(), &base.subclasses, array.value());
            return Ok(());
        }
    }
}

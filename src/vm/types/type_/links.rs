//! Which classes derive from which: orders of resolution and lists of subclasses.
//!
//! # Protocol
//! *Protects* `bases`, `base`, `mro` and `subclasses` of all classes as one graph. *Participants*: threads that make classes or assign `__bases__`;
//! readers load one word and take no lock. *A change* is computed without the lock, because it allocates, from what it remembers: the lists it
//! replaces, and the number of changes of orders by other threads ([`changes_of_others`]). Under `CHANGES` it then looks whether those still stand,
//! and publishes everything or begins anew. So no two threads close a circle of bases, no class keeps the order that a base had before, no entry of
//! a list is lost.
//! *Readers* may see one word of a class old and another new; what they cache is told apart by the version, which is `CHANGING` meanwhile. *Progress*:
//! who begins anew does so because another's change has succeeded. *A class made while a base changes* is entered in the base's list first and
//! computes its slots after that, and who changes a base renews its list's classes after the change: one of the two sees the other.
//!
//! *Orders by Python code*: where a metaclass has a `mro` of its own the order comes from a call of it, which sees the new bases and may itself make
//! classes and assign bases. It is not called again because others have changed something meanwhile: it might never end, and what it raises is
//! raised. So such a change is published step by step (`rebase`): bases and lists at once, which keeps both one graph without circles, then one order
//! after the other, each asked for by the thread that makes the change. Two times ([`tick`]) in each class tell what is to do besides. `asked`: when the order that it has was asked for; an answer loses
//! against one that was asked for later, which has seen everything that this one has. `ordered`: when its order became another. A class whose order was
//! asked for before a base's became another is *behind* ([`is_behind`]): whoever publishes an order goes on until nothing in the family is behind.
//! What joins a family is entered under the lock, so it is found there, or finds itself behind when it is entered, and is then asked once more.
//! That ends: an order that comes out as it was is no change, and what a thread's own `mro` changes is a change of its own, which has asked for
//! what follows from it. A class whose first order is being asked for has none, so that nothing is found on it, and no instances.
//! `tests/race/test_bases.py` looks for circles, lost subclasses, old orders and slots.
//!
//! Nothing but the garbage-collected heap and the window holds classes meanwhile: a subclass may die at any allocation.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::context::{Cx, R, Scratch};
use crate::object::Obj;
use crate::runtime::Runtime;
use crate::types::tuple::{self, Array, Tuple};
use crate::types::type_::{CHANGES, NEXT_VERSION, Type, mro, rebase};
use crate::types::{list, weakref};
use crate::value::{SlotExt, Value};

/// Number of changes of orders so far, of any class that others may know. Changes under `CHANGES`.
static ORDERS: AtomicU64 = AtomicU64::new(0);

/// How many changes of orders other threads have made.
pub(super) fn changes_of_others(cx: &Cx) -> u64 {
    ORDERS.load(Ordering::Acquire) - cx.order_changes.get()
}

/// Counts a change of orders. Under `CHANGES`, after it.
pub(super) fn count_change(cx: &Cx) {
    cx.order_changes.set(cx.order_changes.get() + 1);
    ORDERS.fetch_add(1, Ordering::Release);
}

/// The present time, as orders count it. Whoever asks for an order at a later time than one that was published at another sees that one: both are
/// read-modify-writes of one word.
pub(super) fn tick() -> u64 {
    NEXT_VERSION.fetch_add(1, Ordering::AcqRel)
}

/// The two times of a class's order: when it was asked for, when it became another.
pub(super) type Times = (u64, u64);

/// Under `CHANGES`.
pub(super) fn times(class: Obj<Type>) -> Times {
    (class.asked.load(Ordering::Relaxed), class.ordered.load(Ordering::Relaxed))
}

/// Under `CHANGES`.
pub(super) fn set_times(class: Obj<Type>, (asked, ordered): Times) {
    class.asked.store(asked, Ordering::Relaxed);
    class.ordered.store(ordered, Ordering::Relaxed);
}

/// Whether a class's order was asked for before that of a base became another. Under `CHANGES`.
pub(super) fn is_behind(class: Obj<Type>) -> bool {
    let (asked, _) = times(class);
    let bases = class.bases().cast::<Tuple>();
    let mut bases = bases.iter().flat_map(|bases| bases.values()).filter_map(|base| base.cast::<Type>());
    bases.any(|base| times(base).1 > asked)
}

/// Whether a class must be asked for its order because it [is behind](is_behind), for who does not hold `CHANGES`.
pub(super) fn is_due(class: Obj<Type>) -> bool {
    let _changes = CHANGES.lock();
    is_behind(class)
}

/// Gives a class the order that was asked for at a time, unless it has one that was asked for later. Under `CHANGES`.
pub(super) fn publish_order(cx: &Cx, class: Obj<Type>, order: Obj<Tuple>, asked: u64) {
    let (known, ordered) = times(class);
    if asked < known {
        return;
    }
    let old = class.mro();
    // What stays as it is must not count as a change: two threads whose `mro` lets the other go first would follow each other for ever.
    if old.is_some_and(|old| old.values() == order.values()) {
        return set_times(class, (asked, ordered));
    }
    exchange_order(cx, class, order.value(), |now| (asked, now));
    // Nobody has made an order from one that was not there.
    if old.is_some() {
        count_change(cx);
    }
}

/// Gives a class the order back that it had, and the times that belong to it. Under `CHANGES`.
pub(super) fn restore_order(cx: &Cx, class: Obj<Type>, order: Value, times: Times) {
    exchange_order(cx, class, order, |_| times);
    count_change(cx);
}

/// Gives a class another order, which caches must notice. Under `CHANGES`.
fn exchange_order(cx: &Cx, class: Obj<Type>, order: Value, times: impl FnOnce(u64) -> Times) {
    class.version.suspend();
    cx.store(class.object(), &class.mro, order);
    let now = tick();
    set_times(class, times(now));
    class.version.renew(now);
}

/// Gives a family the orders that were computed for it, whose versions are `CHANGING`. Under `CHANGES`, and nothing has changed since.
pub(super) fn publish_orders(cx: &Cx, family: Obj<Tuple>, orders: Obj<Tuple>) {
    for (class, order) in members(&family).zip(orders.items()) {
        cx.store(class.object(), &class.mro, order.get());
    }
    let now = tick();
    members(&family).for_each(|class| set_times(class, (now, now)));
    count_change(cx);
}

/// What a class's list of subclasses holds for one: builtin classes live for ever, and the first of them are older than the type of weak references.
pub(super) fn entry_of(cx: &Cx, subclass: Obj<Type>) -> R<Value> {
    if subclass.is_heap() { weakref::plain(cx, subclass.value()) } else { Ok(subclass.value()) }
}

/// The subclass that an entry names; `None` where it has died.
fn named_by(entry: Value) -> Option<Obj<Type>> {
    weakref::referent_of(entry).unwrap_or(entry).cast::<Type>()
}

/// The subclasses that a list names and that are alive.
pub(super) fn subclasses_in(list: Value) -> impl Iterator<Item = Obj<Type>> {
    let list = list.cast::<Array>();
    (0..list.map_or(0, |list| list.len())).filter_map(move |index| named_by(list?.items().get(index)?.get()))
}

/// Lists of subclasses that are to change together.
pub(super) struct Lists<'a> {
    /// For each: the class, its list as it was seen, the list that replaces it.
    room: Scratch<'a>,
    used: usize,
}

impl<'a> Lists<'a> {
    pub(super) fn new(cx: &'a Cx, most: usize) -> R<Lists<'a>> {
        Ok(Lists { room: cx.scratch(most * 3)?, used: 0 })
    }

    /// The list of `base` without `subclass` and without dead entries, and with `entry` at its end.
    pub(super) fn change(
        &mut self,
        cx: &Cx,
        base: Value,
        subclass: Obj<Type>,
        entry: Option<Value>,
    ) -> R<()> {
        let Some(class) = base.cast::<Type>() else {
            return Err(cx.type_error("bases must be types".into()));
        };
        let seen = class.subclasses.get();
        let room = &mut self.room.as_mut_slice()[self.used..self.used + 3];
        room[..2].copy_from_slice(&[base, seen]);
        let old = seen.cast::<Array>();
        let kept = || {
            let entries = old.iter().flat_map(|old| old.items()).map(|slot| slot.get());
            entries.filter(|&entry| named_by(entry).is_some_and(|known| known != subclass))
        };
        // Fewer may be left when the array is there: its last words then stay unbound, which name nothing.
        let list = Array::new(cx, kept().count() + usize::from(entry.is_some()))?;
        for (slot, entry) in list.items().iter().zip(kept().chain(entry)) {
            cx.store(list.object(), slot, entry);
        }
        room[2] = list.value();
        self.used += 3;
        Ok(())
    }

    fn each(&self) -> impl Iterator<Item = (Obj<Type>, Value, Value)> + '_ {
        let rows = self.room.as_slice()[..self.used].chunks_exact(3);
        rows.filter_map(|row| Some((row[0].cast::<Type>()?, row[1], row[2])))
    }

    /// Whether nobody has replaced one of the lists since. Under `CHANGES`.
    pub(super) fn stand(&self) -> bool {
        self.each().all(|(class, seen, _)| class.subclasses.get() == seen)
    }

    /// Under `CHANGES`.
    pub(super) fn publish(&self, cx: &Cx) {
        for (class, _, next) in self.each() {
            cx.store(class.object(), &class.subclasses, next);
        }
    }
}

/// Gives a class that is in no list yet its order; `custom` says whether its metaclass makes it. Answers what [`changes_of_others`] was before.
pub(super) fn order_new(cx: &Cx, class: Obj<Type>, custom: bool) -> R<u64> {
    let (seen, asked) = (changes_of_others(cx), tick());
    let order = mro::order_by(cx, class, custom)?;
    let _changes = CHANGES.lock();
    publish_order(cx, class, order, asked);
    Ok(seen)
}

/// Whether another thread has changed an order since [`changes_of_others`] was `seen`; one that is just being changed counts.
pub(super) fn has_changed_since(cx: &Cx, seen: u64) -> bool {
    let _changes = CHANGES.lock();
    changes_of_others(cx) != seen
}

/// Enters a class whose order was made when [`changes_of_others`] was `seen` in the lists of its bases.
pub(super) fn enter_new(cx: &Cx, class: Obj<Type>, custom: bool, mut seen: u64) -> R<()> {
    let entry = entry_of(cx, class)?;
    loop {
        let Some(bases) = class.bases().cast::<Tuple>() else {
            return Err(cx.system_error("class without bases"));
        };
        let mut lists = Lists::new(cx, bases.len())?;
        for &base in bases.values() {
            lists.change(cx, base, class, Some(entry))?;
        }
        let (is_entered, is_behind) = {
            let _changes = CHANGES.lock();
            // What the thread's own `mro` has changed was there when it answered.
            let is_behind = changes_of_others(cx) != seen && is_behind(class);
            let enters = (custom || !is_behind) && class.bases() == bases.value() && lists.stand();
            if enters {
                lists.publish(cx);
                if !is_behind {
                    set_times(class, (tick(), times(class).1));
                }
            }
            (enters, is_behind)
        };
        match (is_entered, is_behind) {
            (true, false) => return Ok(()),
            // From now on whoever changes a base finds the class.
            (true, true) => return rebase::catch_up(cx, class),
            (false, true) if !custom => seen = order_new(cx, class, custom)?,
            (false, _) => {}
        }
    }
}

/// The class and all that derive from it, the class first.
pub(super) fn family(cx: &Cx, this: Obj<Type>) -> R<Obj<Tuple>> {
    if this.subclasses().next().is_none() {
        return tuple::from_slice(cx, &[this.value()]);
    }
    let found = list::from_slice(cx, &[this.value()])?;
    let mut known = HashSet::from([this.value().bits()]);
    let mut next = 0;
    while let Some(class) = list::get(found, next).and_then(|class| class.cast::<Type>()) {
        for subclass in class.subclasses() {
            if known.insert(subclass.value().bits()) {
                list::append(cx, found, subclass.value())?;
            }
        }
        next += 1;
    }
    let mut room = cx.scratch(next)?;
    for (index, room) in room.as_mut_slice().iter_mut().enumerate() {
        *room = list::get(found, index).unwrap_or(this.value());
    }
    tuple::from_slice(cx, room.as_slice())
}

/// A family with bases before subclasses.
pub(super) fn bases_first(cx: &Cx, family: Obj<Tuple>) -> R<Obj<Tuple>> {
    let classes = family.values();
    let places: HashMap<u64, usize> =
        classes.iter().enumerate().map(|(at, class)| (class.bits(), at)).collect();
    // By place in the family: how many bases in it are still to come, and which classes have the class as a base.
    let mut missing = vec![0; classes.len()];
    let mut derived = vec![Vec::new(); classes.len()];
    for (at, class) in members(&family).enumerate().skip(1) {
        let bases = class.bases().cast::<Tuple>();
        for base in bases.iter().flat_map(|bases| bases.values()) {
            if let Some(&base) = places.get(&base.bits()) {
                missing[at] += 1;
                derived[base].push(at);
            }
        }
    }
    let mut order: Vec<usize> = (0..classes.len()).filter(|&at| missing[at] == 0).collect();
    let mut next = 0;
    while let Some(&base) = order.get(next) {
        for &at in &derived[base] {
            missing[at] -= 1;
            if missing[at] == 0 {
                order.push(at);
            }
        }
        next += 1;
    }
    // What is in a circle was seen in the midst of another thread's change, after which nothing of this stands.
    order.extend((0..classes.len()).filter(|&at| missing[at] > 0));
    let sorted = tuple::with_len(cx, classes.len())?;
    for (slot, &at) in sorted.items().iter().zip(&order) {
        cx.store(sorted.object(), slot, classes[at]);
    }
    Ok(sorted)
}

/// The classes in a family.
pub(super) fn members(family: &Tuple) -> impl Iterator<Item = Obj<Type>> + '_ {
    family.values().iter().filter_map(|class| class.cast::<Type>())
}

/// Whether a family has all the subclasses of its members. Under `CHANGES`.
pub(super) fn is_closed(family: Obj<Tuple>) -> bool {
    members(&family)
        .all(|class| class.subclasses().all(|subclass| family.values().contains(&subclass.value())))
}

/// Nobody caches what is found on these classes until they are [renewed](renew).
pub(super) fn suspend(family: Obj<Tuple>) {
    members(&family).for_each(|class| class.version.suspend());
}

/// Gives classes that have changed new versions, and new slots if the change bears on them. A class that gets no slots for want of memory has a
/// version all the same.
pub(super) fn renew(cx: &Cx, family: Obj<Tuple>, slots_change: bool) -> R<()> {
    let mut result = Ok(());
    for class in members(&family) {
        if slots_change {
            result = result.and(Type::refresh_slots(class, cx));
        }
        class.version.renew(NEXT_VERSION.fetch_add(1, Ordering::Relaxed));
    }
    result
}

/// As [`renew`], also for subclasses that another thread has made since the family was taken: they may have looked before the change.
pub(super) fn renew_all(cx: &Cx, this: Obj<Type>, family: Obj<Tuple>, slots_change: bool) -> R<()> {
    let mut renewed = renew(cx, family, slots_change);
    if Runtime::is_shared() {
        match self::family(cx, this) {
            Ok(now) if now.values() == family.values() => {}
            Ok(now) => renewed = renewed.and(renew(cx, now, slots_change)),
            Err(raised) => {
                // Nothing more can be made, but nobody is to believe what was cached before.
                renew_versions(this);
                renewed = renewed.and(Err(raised));
            }
        }
    }
    renewed
}

/// New versions for a class and all that derive from it, without an allocation in the heap: nothing is collected meanwhile.
fn renew_versions(this: Obj<Type>) {
    let (mut next, mut known) = (vec![this], HashSet::new());
    while let Some(class) = next.pop() {
        if known.insert(class.value().bits()) {
            class.version.renew(NEXT_VERSION.fetch_add(1, Ordering::Relaxed));
            next.extend(class.subclasses());
        }
    }
}

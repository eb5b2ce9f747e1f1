//! Mirrored objects: an attribute that is added, taken away or bound late, seen by attribute and by item.
//!
//! The steps are production's (`instance/mirror.rs`). What stands here in small: one name, whose slot is bound or not; the object's dict as one
//! word that says what item it has (the table has its own model, `dict.rs`); loom's mutexes for the locks of dict and object.

use loom::sync::atomic::{AtomicU32, Ordering};
use loom::sync::{Arc, Mutex};
use loom::thread;
use typhon_gc::Slot;

use crate::mirror::{appear, vanish};
use crate::value::{SlotExt, Value};

/// A deliberate bug.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// The slot of a new attribute is bound before the object has the shape that names it.
    BindsFirst,
    /// Growing stores the shape without a look at what it is.
    Overwrites,
    /// A new dict has no marker for what is predicted and unbound.
    SkipsUnbound,
}

/// The object's shapes: predicted, with the name but without a dict; mirrored, without and with the name; dictionary mode.
const PREDICTED: u32 = 1;
const BARE: u32 = 2;
const NAMED: u32 = 3;
const DICTIONARY: u32 = 4;

/// What the dict has under the name.
const NOTHING: u32 = 0;
const MARKER: u32 = 1;
const VALUE: u32 = 2;

struct Object {
    shape: AtomicU32,
    slot: Slot,
    item: AtomicU32,
    /// The item's own value.
    value: Slot,
    dict_lock: Mutex<()>,
    object_lock: Mutex<()>,
    fault: Fault,
}

fn number(slot: &Slot) -> Option<i64> {
    slot.get().bound().and_then(Value::as_small_int)
}

fn word(number: i64) -> u64 {
    Value::small_int_unchecked(number).bits()
}

impl Object {
    fn new(shape: u32, fault: Fault) -> Arc<Object> {
        let unbound = || Slot::of(Value::UNBOUND);
        Arc::new(Object {
            shape: AtomicU32::new(shape),
            slot: unbound(),
            item: AtomicU32::new(NOTHING),
            value: unbound(),
            dict_lock: Mutex::new(()),
            object_lock: Mutex::new(()),
            fault,
        })
    }

    /// `getattr(object, name)`.
    fn attribute(&self) -> Option<i64> {
        match self.shape.load(Ordering::Acquire) {
            BARE => None,
            DICTIONARY => self.item(),
            _ => number(&self.slot),
        }
    }

    /// `object.__dict__.get(name)`.
    fn item(&self) -> Option<i64> {
        match self.item.load(Ordering::Acquire) {
            MARKER => number(&self.slot),
            VALUE => number(&self.value),
            _ => None,
        }
    }

    /// Adds the name, which is not there.
    fn add(&self, value: i64) {
        let _held = self.dict_lock.lock().unwrap();
        if self.shape.load(Ordering::Acquire) == DICTIONARY {
            self.value.init(word(value));
            self.item.store(VALUE, Ordering::Release);
            return;
        }
        self.item.store(MARKER, Ordering::Release);
        let store = || self.slot.init(word(value));
        match self.fault {
            Fault::BindsFirst => {
                store();
                appear(&self.shape, BARE, NAMED, || ());
            }
            Fault::Overwrites => {
                self.shape.store(NAMED, Ordering::Release);
                store();
            }
            _ => {
                appear(&self.shape, BARE, NAMED, store);
            }
        }
    }

    /// Production stores. An exchange that does not see the store has taken the place before it in the order of the word's values, so the store comes
    /// last; loom, which does not keep that order, would let the exchange's value come last. So it is a swap here.
    fn leave(&self) {
        let _held = self.object_lock.lock().unwrap();
        self.shape.swap(DICTIONARY, Ordering::Release);
    }

    /// Takes the name away.
    fn remove(&self) {
        self.leave();
        let _held = self.dict_lock.lock().unwrap();
        match self.item.load(Ordering::Acquire) {
            MARKER => vanish(&self.slot, || self.item.store(NOTHING, Ordering::Release)),
            _ => self.item.store(NOTHING, Ordering::Release),
        }
    }

    /// `object.__dict__` of an object that has none: marks the name, predicted as it is, whether it is bound or not.
    fn mirror(&self) {
        let _held = self.object_lock.lock().unwrap();
        if self.fault != Fault::SkipsUnbound || number(&self.slot).is_some() {
            self.item.store(MARKER, Ordering::Release);
        }
        self.shape.store(NAMED, Ordering::Release);
    }
}

/// Who has seen a new attribute in one view sees it in the other.
pub(super) fn added_while_seen(fault: Fault) {
    loom::model(move || {
        let object = Object::new(BARE, fault);
        let seen = Arc::clone(&object);
        let reader = thread::spawn(move || {
            if seen.item().is_some() {
                assert_eq!(seen.attribute(), Some(7), "an item and no attribute");
            } else if seen.attribute().is_some() {
                assert_eq!(seen.item(), Some(7), "an attribute and no item");
            }
        });
        object.add(7);
        reader.join().unwrap();
        assert_eq!((object.attribute(), object.item()), (Some(7), Some(7)));
    });
}

/// An object that has left stays in dictionary mode, whoever grows it meanwhile, and nothing is lost.
pub(super) fn grown_while_left(fault: Fault) {
    loom::model(move || {
        let object = Object::new(BARE, fault);
        let other = Arc::clone(&object);
        let leaver = thread::spawn(move || other.leave());
        object.add(7);
        leaver.join().unwrap();
        assert_eq!(object.shape.load(Ordering::Acquire), DICTIONARY, "it came back");
        assert_eq!((object.attribute(), object.item()), (Some(7), Some(7)));
    });
}

/// An attribute is taken away and added anew: who has been told of the new one finds it in both views.
fn replaced_while_seen() {
    loom::model(|| {
        let object = Object::new(BARE, Fault::None);
        object.add(7);
        let seen = Arc::clone(&object);
        let reader = thread::spawn(move || {
            let (first, second) = (seen.item(), seen.attribute());
            assert!(first != Some(8) || second == Some(8), "{first:?} by item, then {second:?}");
            // In between there was nothing, in either view.
            assert!(first.is_some() || second != Some(7), "gone by item, there by attribute");
        });
        object.remove();
        object.add(8);
        reader.join().unwrap();
        assert_eq!((object.attribute(), object.item()), (Some(8), Some(8)));
    });
}

/// A predicted attribute is bound by a store that found the shape from before the dict: both views have it.
pub(super) fn mirrored_while_bound(fault: Fault) {
    loom::model(move || {
        let object = Object::new(PREDICTED, fault);
        let other = Arc::clone(&object);
        let binder = thread::spawn(move || {
            if other.shape.load(Ordering::Acquire) == PREDICTED {
                other.slot.init(word(5));
                return true;
            }
            false
        });
        object.mirror();
        if binder.join().unwrap() {
            assert_eq!((object.attribute(), object.item()), (Some(5), Some(5)));
        }
    });
}

#[test]
fn a_new_attribute_appears_in_both_views() {
    added_while_seen(Fault::None);
}

#[test]
fn who_has_left_stays() {
    grown_while_left(Fault::None);
}

#[test]
fn a_replaced_attribute_is_the_new_one_in_both_views() {
    replaced_while_seen();
}

#[test]
fn a_late_store_is_seen_in_both_views() {
    mirrored_while_bound(Fault::None);
}

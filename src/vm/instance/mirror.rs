//! The steps by which an attribute of a mirrored object comes and goes. The argument is at the head of [`crate::instance`]; this file knows neither the
//! heap nor who locks, so that `tests/loom.rs` compiles it as it is, over loom's atomics.

use typhon_gc::Slot;

use crate::sync::{AtomicU32, Ordering};
use crate::value::Value;

/// Shows a new attribute, whose marker the dict has already: the shape that names it, unless the object has another shape by now than was `seen`, and
/// then, by `store`, its value. The caller has the dict's lock. Answers whether the object has `grown`.
#[inline]
pub(crate) fn appear(shape: &AtomicU32, seen: u32, grown: u32, store: impl FnOnce()) -> bool {
    let grows = shape.compare_exchange(seen, grown, Ordering::Release, Ordering::Relaxed).is_ok();
    store();
    grows
}

/// Takes an attribute away: its slot is never used again, not even by the same name; then, by `bury`, its item goes. The caller has the dict's lock,
/// and the object is in dictionary mode.
#[inline]
pub(crate) fn vanish(slot: &Slot, bury: impl FnOnce()) {
    slot.init(Value::UNBOUND.bits());
    bury();
}

//! What objects own outside the heap, freed after the collection that found them dead.
//!
//! A layout with such a payload has a `take` function; its objects are watched from their allocation ([`watch`]). Inside the stop the payload is
//! only taken out; it is dropped when the mutators run again, on the collecting thread. A payload's `drop` touches no object.

use typhon_gc::{ObjRef, Watch};

use crate::context::Cx;
use crate::shape::Shape;
use crate::sync::Mutex;

/// Whatever is to be dropped.
pub type Taken = Box<dyn Send>;

static TAKEN: Mutex<Vec<Taken>> = Mutex::new(Vec::new());

/// Has the payload of a new object dropped when the object dies. `bytes`: about how much memory it holds.
pub fn watch(cx: &Cx, object: ObjRef, bytes: usize) {
    cx.mutator().watch(object, Watch::Drop);
    cx.mutator().count_external(bytes);
}

/// Takes a dead object's payload. Inside a stop.
///
/// # Safety
/// The object is watched, dead, and not swept yet.
pub(crate) unsafe fn take(object: ObjRef) {
    if let Some(take) = Shape::of(object).layout().take {
        // SAFETY: the shape's layout describes the object, and nobody will look at it again.
        TAKEN.lock().push(unsafe { take(object) });
    }
}

/// Drops what was taken.
pub(crate) fn drop_taken() {
    let taken = std::mem::take(&mut *TAKEN.lock());
    drop(taken);
}

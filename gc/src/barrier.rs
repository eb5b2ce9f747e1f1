//! The write barrier's protocol, and the log it writes.
//!
//! **Protects** the collector from missing a reference that was stored into an object it will not look at (again):
//! an old one in a young collection; one already scanned, once marking is concurrent.
//!
//! **Participants**: mutators storing into objects, each with a log of its own; the collector, which drains the
//! logs of mutators it holds.
//!
//! **States** of an object (`Header::state`): `OLD` (0), `NEW` (1), `LOGGED` (2) between collections, `LOGGED + e`
//! in marking epoch e ≥ 1; and `IMMORTAL`, which no threshold reaches. A store takes the slow path when
//! `state <= threshold`; the threshold is 0 between collections and 1 + e in epoch e. While all marking happens
//! inside one stop there are no epochs, and the threshold is 0.
//!
//! **Transitions**:
//! - mutator, slow path: state → logged, *then* push onto its own log. Large objects do the same with their `dirty`
//!   flag and keep their state (see `cards`).
//! - collector, draining: state → `OLD`, *then* scan.
//! - collector, marking an object: `NEW` → `OLD` before it scans it.
//!
//! So "logged" always implies an entry that has not been drained. A thread that finds an object logged by another
//! one and stores without logging relies on that entry, and rightly: its own next safepoint comes after its store,
//! the drain comes after every mutator's safepoint (handshake), and the other thread has pushed by then, since it
//! too passes no safepoint between its two steps.
//!
//! **Orderings**: the state is read and written relaxed, by plain byte moves; a fence per store would cost 5 ns.
//! Every store that an entry answers for, and the entry, happen before the drain by the release of `enter_safe` and
//! the acquire of the stopper. Two mutators may both see `OLD` and both log: the second entry finds the state reset
//! and is dropped.
//!
//! **Order of store and barrier** does not matter: no safepoint lies between them.
//!
//! **Rejected**: slot-granular logs (one barrier must also serve the retreating wavefront, and a slot's log has no
//! bound); card marking for all (a scan of the card table per young collection); filtering by the stored value
//! (two more loads in the common case to save one log entry per object and collection).
//!
//! Checked by `tests/loom.rs` over these types; by the verifier, which a dropped barrier does not pass.

use std::cell::RefCell;

use crate::header::{Header, IMMORTAL, LOGGED, OLD};
use crate::object::ObjRef;

/// One mutator's log, before it is published.
#[derive(Debug, Default)]
pub(crate) struct Log(RefCell<Vec<ObjRef>>);

impl Log {
    /// Whether a store into an object in `state` must be told to the collector.
    #[inline(always)]
    pub(crate) fn is_due(header: &Header, threshold: u8) -> bool {
        header.state() <= threshold
    }

    /// Logs an object of a block.
    pub(crate) fn record(&self, object: ObjRef) {
        object.header().set_state(LOGGED);
        self.push(object);
    }

    /// Logs a large object, whose dirty flag this thread has just set.
    pub(crate) fn push(&self, object: ObjRef) {
        self.0.borrow_mut().push(object);
    }

    /// Gives the entries away for publication.
    pub(crate) fn with_entries(&self, f: impl FnOnce(&mut Vec<ObjRef>)) {
        let mut entries = self.0.borrow_mut();
        if !entries.is_empty() {
            f(&mut entries);
        }
    }
}

/// Makes a drained object old again; true for the first entry of an object of a block, which is then scanned.
pub(crate) fn take_entry(object: ObjRef) -> bool {
    let state = object.header().state();
    debug_assert!(state != IMMORTAL, "immortal objects are never logged");
    if state < LOGGED {
        return false;
    }
    object.header().set_state(OLD);
    true
}

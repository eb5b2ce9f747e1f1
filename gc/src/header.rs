//! The first eight bytes of every object, and the barrier's view of it.
//!
//! The collector reads and writes `state` alone; `lock`, `flags` and `shape` are the embedder's. A header is
//! written whole only before its object is published, afterwards field by field: mixed-size atomics are not
//! allowed.

use crate::sync::{AtomicU8, AtomicU16, AtomicU32, Ordering};

/// Survived a collection, and nothing was stored into it since it was last scanned.
pub(crate) const OLD: u8 = 0;
/// Allocated since the last collection: the collector will scan it anyway.
pub(crate) const NEW: u8 = 1;
/// In a log: some thread has written to it between two collections. (`LOGGED + e`: in marking epoch `e`.)
pub(crate) const LOGGED: u8 = 2;
/// Not an object: the end of what has been allocated in a span.
pub(crate) const END_OF_SPAN: u8 = 0xFE;
/// Never logged; its references are roots that the embedder reports itself.
pub(crate) const IMMORTAL: u8 = 0xFF;

/// States up to this one take the barrier's slow path while no collection is marking.
pub(crate) const THRESHOLD_BETWEEN_COLLECTIONS: u8 = OLD;

/// The header word. Objects begin with it and are 16-byte aligned.
#[repr(C)]
#[derive(Debug)]
pub struct Header {
    state: AtomicU8,
    /// The object lock's byte (the embedder's).
    pub lock: AtomicU8,
    /// Flag bits (the embedder's), changed by `fetch_or` and `fetch_and` once published.
    pub flags: AtomicU16,
    /// Shape id (the embedder's).
    pub shape: AtomicU32,
}

#[cfg(not(loom))]
const _: () = assert!(size_of::<Header>() == 8 && align_of::<Header>() == 4);

/// Const outside models: loom's atomics cannot be built in constants.
macro_rules! constructors {
    ($($keyword:tt)?) => {
        /// The header of an object that is being allocated from a [`Mutator`](crate::Mutator).
        pub $($keyword)? fn new(shape: u32, flags: u16) -> Header {
            Header::with_state(NEW, shape, flags)
        }

        /// The header of an object outside the heap, or never freed: no barrier logs it. Its references into the
        /// heap, if it ever has any, must be reported by [`Host::scan_roots`](crate::Host::scan_roots) each time.
        pub $($keyword)? fn immortal(shape: u32, flags: u16) -> Header {
            Header::with_state(IMMORTAL, shape, flags)
        }

        /// What a span's walk stops at.
        pub(crate) $($keyword)? fn end_of_span() -> Header {
            Header::with_state(END_OF_SPAN, 0, 0)
        }

        $($keyword)? fn with_state(state: u8, shape: u32, flags: u16) -> Header {
            Header {
                state: AtomicU8::new(state),
                lock: AtomicU8::new(0),
                flags: AtomicU16::new(flags),
                shape: AtomicU32::new(shape),
            }
        }
    };
}

impl Header {
    #[cfg(not(loom))]
    constructors!(const);
    #[cfg(loom)]
    constructors!();

    #[inline(always)]
    pub(crate) fn state(&self) -> u8 {
        self.state.load(Ordering::Relaxed)
    }

    /// A plain byte store: why that suffices is argued in `barrier`.
    #[inline(always)]
    pub(crate) fn set_state(&self, state: u8) {
        self.state.store(state, Ordering::Relaxed);
    }
}

//! The memory fibers live in: big lazily committed mappings cut into equal entries.
//!
//! One entry, low addresses first:
//!
//! ```text
//!   entry ->  area below                the embedder's, grows down; usually absent but for the colour
//!             (colour: 0..15 cache lines, part of it)
//!             Fiber                     control block            <- FiberRef points here
//!             area                      the embedder's, grows up
//!             ---- page boundary
//!             guard                     one page, where the kernel has guards
//!             ---- page boundary  ----- lowest address of the native stack
//!             red zone                  room below stack_limit for native code that was checked above it
//!             ...                       native stack, grows down
//!             stack base
//!             (colour: 15..0 cache lines)
//!   entry + stride
//! ```
//! What a shallow fiber touches of both areas lies on the control block's page, and that page lies near the stack's base of the entry
//! below, so that they share page tables. Colours spread control blocks and stack tops over the sets of the first-level cache.
//!
//! Invariants: an all-zero control block is a valid free one; entries are never unmapped, as a [`FiberRef`]
//! may outlive its fiber, its scheduler even: at the end the pages are discarded, the addresses kept.
//! `live[i]` is 1 from creation to release of a fiber in entry `i`.
//!
//! [`FiberRef`]: crate::fiber::FiberRef

use std::io;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use typhon_os::memory::{self, Reservation};

use crate::fiber::Fiber;

const LINE_BYTES: usize = 64;
const COLOURS: usize = 16;
/// Of the area below, what shares the control block's page at least.
const SHARED_BELOW_BYTES: usize = 512;
/// Stack below `stack_limit` that native code may use between two checks.
const RED_ZONE_BYTES: usize = 64 << 10;
const MIN_STACK_BYTES: usize = 32 << 10;

/// Sizes of the embedder's two areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AreaBytes {
    pub(crate) below: usize,
    pub(crate) above: usize,
}

/// Sizes of the parts of an entry; those from its low end to guard and stack are page multiples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Geometry {
    /// From the entry to the control block of colour 0.
    below_bytes: usize,
    /// From the entry to the guard.
    low_bytes: usize,
    guard_bytes: usize,
    stack_bytes: usize,
}

/// Addresses of the parts of one entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// The control block.
    pub(crate) fiber: NonNull<Fiber>,
    pub(crate) area: usize,
    pub(crate) area_bytes: usize,
    /// Bytes of the area that ends at the control block.
    pub(crate) below_bytes: usize,
    pub(crate) stack_low: usize,
    pub(crate) stack_limit: usize,
    pub(crate) stack_base: usize,
}

impl Geometry {
    pub(crate) fn new(area: AreaBytes, stack_bytes: usize) -> Self {
        let page = memory::page_size();
        let control_bytes = COLOURS * LINE_BYTES + size_of::<Fiber>();
        let below_bytes = match area.below {
            0 => 0,
            below => below.next_multiple_of(page) + SHARED_BELOW_BYTES,
        };
        Self {
            below_bytes,
            low_bytes: area.above.saturating_add(below_bytes + control_bytes).next_multiple_of(page),
            guard_bytes: page,
            stack_bytes: stack_bytes.max(MIN_STACK_BYTES).next_multiple_of(page),
        }
    }

    pub(crate) fn stride(&self) -> usize {
        self.low_bytes + self.guard_bytes + self.stack_bytes
    }
}

/// One mapping full of entries.
pub(crate) struct Slab {
    range: Reservation,
    geometry: Geometry,
    /// Serial number of the first entry among all entries of the scheduler.
    first_serial: u64,
    live: Box<[AtomicU8]>,
}

/// Cleared when the kernel turns out to lack guards.
static GUARDS: AtomicBool = AtomicBool::new(true);

impl Slab {
    /// Reserves a slab of `entries` entries.
    pub(crate) fn reserve(geometry: Geometry, entries: usize, first_serial: u64) -> io::Result<Self> {
        let range = memory::reserve(geometry.stride() * entries, None)?;
        // SAFETY: our own fresh range. A kernel without huge pages refuses, which is as good.
        let _ = unsafe { memory::no_huge_pages(range.address(), range.len()) };
        let live = (0..entries).map(|_| AtomicU8::new(0)).collect();
        Ok(Self { range, geometry, first_serial, live })
    }

    pub(crate) fn entries(&self) -> usize {
        self.live.len()
    }

    pub(crate) fn serial(&self, index: usize) -> u64 {
        self.first_serial + index as u64
    }

    fn entry(&self, index: usize) -> usize {
        debug_assert!(index < self.live.len());
        self.range.address() + index * self.geometry.stride()
    }

    pub(crate) fn layout(&self, index: usize) -> Layout {
        let entry = self.entry(index);
        let colour = index % COLOURS * LINE_BYTES;
        let fiber = entry + self.geometry.below_bytes + colour;
        let area = fiber + size_of::<Fiber>();
        let stack_low = entry + self.geometry.low_bytes + self.geometry.guard_bytes;
        let red_zone = RED_ZONE_BYTES.min(self.geometry.stack_bytes / 4);
        Layout {
            fiber: NonNull::new(std::ptr::with_exposed_provenance_mut(fiber))
                .expect("a mapping is not at zero"),
            area,
            area_bytes: entry + self.geometry.low_bytes - area,
            below_bytes: fiber - entry,
            stack_low,
            stack_limit: stack_low + red_zone,
            stack_base: entry + self.geometry.stride() - colour,
        }
    }

    /// Guards an entry that is used for the first time.
    pub(crate) fn install_guard(&self, index: usize) {
        if GUARDS.load(Ordering::Relaxed) {
            let guard = self.entry(index) + self.geometry.low_bytes;
            // SAFETY: the guard page of our own entry, which nothing ever uses.
            if unsafe { memory::install_guard(guard, self.geometry.guard_bytes) }.is_err() {
                GUARDS.store(false, Ordering::Relaxed);
            }
        }
    }

    /// Gives back the pages of an entry in which no fiber lives; it reads zero afterwards, its guard stays.
    pub(crate) fn discard(&self, index: usize) {
        debug_assert!(!self.is_live(index));
        // SAFETY: no fiber lives there; the control block of zeros is a valid free one. A failure leaves the
        // memory as it is, which is as valid.
        let _ = unsafe { memory::discard(self.entry(index), self.geometry.stride()) };
    }

    pub(crate) fn set_live(&self, index: usize, live: bool) {
        self.live[index].store(u8::from(live), Ordering::Release);
    }

    pub(crate) fn is_live(&self, index: usize) -> bool {
        self.live[index].load(Ordering::Acquire) != 0
    }

    /// Gives all pages back for good.
    pub(crate) fn retire(&self) {
        for live in &self.live {
            live.store(0, Ordering::Release);
        }
        // SAFETY: the scheduler's threads are gone, so nothing runs on these stacks; zeros are free fibers.
        let _ = unsafe { memory::discard(self.range.address(), self.range.len()) };
    }
}

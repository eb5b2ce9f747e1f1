//! The heap: everything that belongs together, and the embedder's handle on it.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicUsize};

use crate::block::BlockKind;
use crate::config::Config;
use crate::crew::Crew;
use crate::cycle::CycleState;
use crate::geometry::{BLOCK_BYTES, PAGE_BYTES};
use crate::host::{CollectionKind, Host};

use crate::large::LargeSpace;
use crate::mutator::Mutator;
use crate::policy::Policy;
use crate::pool::BlockPool;
use crate::registry::Registry;
use crate::sabotage::Saboteur;
use crate::space::Space;
use crate::stats::{CollectionReport, Stats};
use crate::sync::{AtomicU64, Mutex, Ordering};

/// What mutators and collections share.
pub(crate) struct HeapInner {
    pub(crate) space: Space,
    pub(crate) host: Arc<dyn Host>,
    pub(crate) registry: Registry,
    pub(crate) policy: Policy,
    pub(crate) crew: Crew,
    pub(crate) saboteur: Saboteur,
    /// Held by whoever collects, or stops the world for another reason.
    pub(crate) cycle_lock: Mutex<CycleState>,
    pub(crate) large: Mutex<LargeSpace>,
    pub(crate) pool: Mutex<BlockPool>,
    pub(crate) stats: Mutex<Stats>,
    /// Collections completed, and one where the embedder's start has ended.
    pub(crate) cycle: AtomicU64,
    /// Bytes of large objects, for whoever does not hold their lock.
    pub(crate) large_bytes: AtomicUsize,
    pub(crate) verify: bool,
    pub(crate) poison: bool,
    pub(crate) young_trigger_bytes: usize,
    limit_bytes: usize,
    /// Whether small and medium objects may use the last part of what the limit allows, see [`RESERVE_FRACTION`].
    reserve_is_open: AtomicBool,
}

/// Part of the limit that is given out only after an allocation has been refused, and until a full collection has made room: handling the
/// refusal takes memory too, before the next safepoint can collect.
const RESERVE_FRACTION: usize = 32;
const MAX_RESERVE_BYTES: usize = 4 << 20;

impl HeapInner {
    /// How often all spans have ended: by collections and by the end of the embedder's start. A mutator that is held sees the latest when it runs again.
    pub(crate) fn cycle(&self) -> u64 {
        self.cycle.load(Ordering::Acquire)
    }

    /// A block with a hole for an object of `kind` and `bytes`. None at the limit or at the end of the range.
    pub(crate) fn take_block(&self, kind: BlockKind, bytes: usize) -> Option<u32> {
        let mut pool = self.pool.lock();
        let used = pool.in_use * BLOCK_BYTES + self.large_bytes.load(Relaxed);
        let limit = if self.reserve_is_open.load(Relaxed) { self.limit_bytes } else { self.ordinary_limit() };
        let may_grow = self.is_within_limit(used, BLOCK_BYTES, limit);
        pool.take(&self.space, kind, bytes, may_grow)
    }

    /// The address of a large object's memory.
    pub(crate) fn take_large(&self, bytes: usize) -> Option<usize> {
        let mut large = self.large.lock();
        let used = large.used_bytes() + self.pool.lock().in_use * BLOCK_BYTES;
        if !self.is_within_limit(used, bytes.checked_next_multiple_of(PAGE_BYTES)?, self.ordinary_limit()) {
            return None;
        }
        let address = large.allocate(&self.space, bytes)?;
        self.large_bytes.store(large.used_bytes(), Relaxed);
        Some(address)
    }

    /// Near the limit a full collection becomes due, though not before a thirty-second part of it has been handed
    /// out: a program that lives there shall not do nothing but collect.
    fn is_within_limit(&self, used: usize, bytes: usize, limit: usize) -> bool {
        if self.limit_bytes == usize::MAX {
            return true;
        }
        let near = used >= self.limit_bytes / 8 * 7;
        if near && self.policy.allocated() >= self.limit_bytes / 32 {
            self.policy.demand_full();
        }
        used.checked_add(bytes).is_some_and(|used| used <= limit)
    }

    /// The limit without the reserve.
    fn ordinary_limit(&self) -> usize {
        match self.limit_bytes {
            usize::MAX => usize::MAX,
            limit => {
                limit.saturating_sub((limit / RESERVE_FRACTION).clamp(2 * BLOCK_BYTES, MAX_RESERVE_BYTES))
            }
        }
    }

    /// An allocation was refused.
    pub(crate) fn open_reserve(&self) {
        self.reserve_is_open.store(true, Relaxed);
    }

    /// A full collection has ended with `used` bytes in use. Inside the stop.
    pub(crate) fn close_reserve(&self, used: usize) {
        if used < self.ordinary_limit() {
            self.reserve_is_open.store(false, Relaxed);
        }
    }
}

/// A heap. Cloning makes another handle on the same one; it goes when the last handle and mutator have gone.
#[derive(Clone)]
pub struct Heap {
    inner: Arc<HeapInner>,
}

impl Heap {
    /// Makes a heap for `host`. Fails only when the system grants no address space at all, or not the fixed
    /// address that was asked for.
    pub fn new(config: Config, host: Arc<dyn Host>) -> io::Result<Heap> {
        let inner = HeapInner {
            space: Space::reserve(&config)?,
            host,
            registry: Registry::default(),
            policy: Policy::new(&config),
            crew: Crew::new(config.marker_threads),
            saboteur: Saboteur::default(),
            cycle_lock: Mutex::default(),
            large: Mutex::default(),
            pool: Mutex::default(),
            stats: Mutex::default(),
            cycle: AtomicU64::new(0),
            large_bytes: AtomicUsize::new(0),
            verify: config.verify,
            poison: config.poison || config.zeal,
            young_trigger_bytes: config.young_trigger_bytes,
            limit_bytes: config.limit_bytes.unwrap_or(usize::MAX),
            reserve_is_open: AtomicBool::new(false),
        };
        Ok(Heap { inner: Arc::new(inner) })
    }

    /// Enters a new mutator. It is safe; the thread that will use it calls [`Mutator::leave_safe`] first. Waits
    /// while a stop is on, so the caller has no running mutator.
    pub fn register_mutator(&self) -> Box<Mutator> {
        Box::new(Mutator::new(Arc::clone(&self.inner)))
    }

    /// Collects from a thread that has no mutator, or whose mutator is safe.
    pub fn collect(&self, kind: CollectionKind) -> CollectionReport {
        self.inner.collect(kind)
    }

    /// Calls `f` while every mutator is safe. As for [`Heap::collect`]; see [`Mutator::stop_world`].
    pub fn stop_world<R>(&self, f: impl FnOnce() -> R) -> R {
        self.inner.stop_world(f)
    }

    /// Whether a word is an address in this heap's range; says nothing about an object being there.
    #[inline]
    pub fn contains(&self, word: u64) -> bool {
        usize::try_from(word).is_ok_and(|address| self.inner.space.offset(address).is_some())
    }

    /// The heap's first address and its length in bytes: what [`Heap::contains`] tests.
    pub fn range(&self) -> (usize, usize) {
        (self.inner.space.base(), self.inner.space.len())
    }

    /// What blocks and large objects may occupy together.
    pub fn limit_bytes(&self) -> Option<usize> {
        Some(self.inner.limit_bytes).filter(|&limit| limit != usize::MAX)
    }

    /// Makes young collections rarer (above 1) or more frequent than configured, within bounds.
    pub fn scale_young_trigger(&self, factor: f64) {
        self.inner.policy.scale_young_trigger(factor);
    }

    /// What has been handed out since the last collection, as a share of what makes the next one due.
    pub fn allocated_share(&self) -> f64 {
        self.inner.policy.allocated_share()
    }

    /// Totals since the heap was made.
    pub fn stats(&self) -> Stats {
        let inner = &*self.inner;
        let mut stats = *inner.stats.lock();
        {
            let large = inner.large.lock();
            (stats.large_objects, stats.large_bytes) = (large.count(), large.used_bytes());
            stats.free_large_bytes = large.committed_bytes();
        }
        let pool = inner.pool.lock();
        (stats.blocks_in_use, stats.free_blocks) = (pool.in_use, pool.free.len());
        stats
    }

    /// Switches a deliberate bug on, or all of them off.
    #[cfg(any(test, feature = "sabotage"))]
    pub fn sabotage(&self, bug: Option<crate::Sabotage>) {
        self.inner.saboteur.set(bug);
    }

    #[cfg(test)]
    pub(crate) fn inner(&self) -> &HeapInner {
        &self.inner
    }
}

impl fmt::Debug for HeapInner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeapInner")
            .field("base", &format_args!("{:#x}", self.space.base()))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Heap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

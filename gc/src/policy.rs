//! When a collection is due, and of which kind: allocation volume for young ones, growth for full ones.
//!
//! Where nearly everything dies young, a collection costs next to nothing (some 30 microseconds), and memory that is used again soon is still in the cache:
//! young collections come after a quarter of the volume then. Sets and dicts are filled in 14 % less time by that (AMD EPYC, 1 MiB of second-level cache).
//! Where more survives, seldom is better: fewer objects are alive by chance as the collection comes, to be kept until the next full one.

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicUsize, Ordering};

use crate::config::{Config, MIN_FULL_PER_YOUNG};
use crate::host::CollectionKind;

/// Bounds of a scaled young trigger.
const LEAST_TRIGGER_BYTES: usize = 1 << 20;
const MOST_TRIGGER_BYTES: usize = 1 << 30;

/// The part of the young trigger that does where nearly everything dies young, if it is not less than [`LEAST_TRIGGER_BYTES`].
const SOON_DIVISOR: usize = 4;
/// Nearly everything has died where less than one part in so many has survived ...
const FEW_SURVIVE: usize = 64;
/// ... and no longer does where more than one in so many has: of a smaller volume, more is alive by chance.
const MANY_SURVIVE: usize = 16;

/// What of [`Policy::due`]: nothing, whatever volume and growth say, a full one.
const NOTHING: u8 = 0;
const BY_VOLUME: u8 = 1;
const FULL: u8 = 2;

/// The counters the decisions rest on.
#[derive(Debug)]
pub(crate) struct Policy {
    /// What makes a young collection due: `young_trigger`, or a part of it.
    trigger: AtomicUsize,
    young_trigger: AtomicUsize,
    first_young_trigger: usize,
    growth_factor: f64,
    /// Every how many safepoints one collects whatever is due; 0 for none.
    zeal: AtomicU32,
    /// Safepoints passed under zeal.
    safepoints: AtomicU32,
    /// Bytes handed out since the last collection.
    allocated: AtomicUsize,
    /// Bytes that may be in use before the next collection is full.
    full_trigger: AtomicUsize,
    due: AtomicU8,
    cycles: AtomicUsize,
}

impl Policy {
    pub(crate) fn new(config: &Config) -> Policy {
        Policy {
            trigger: AtomicUsize::new(config.young_trigger_bytes.max(1)),
            young_trigger: AtomicUsize::new(config.young_trigger_bytes.max(1)),
            first_young_trigger: config.young_trigger_bytes.max(1),
            growth_factor: config.growth_factor.max(1.0),
            zeal: AtomicU32::new(config.zeal.into()),
            safepoints: AtomicU32::new(0),
            allocated: AtomicUsize::new(0),
            full_trigger: AtomicUsize::new(config.young_trigger_bytes.saturating_mul(MIN_FULL_PER_YOUNG)),
            due: AtomicU8::new(NOTHING),
            cycles: AtomicUsize::new(0),
        }
    }

    fn young_trigger(&self) -> usize {
        self.young_trigger.load(Ordering::Relaxed)
    }

    /// Makes young collections rarer (above 1) or more frequent than configured.
    #[expect(clippy::cast_precision_loss, reason = "a size times a factor")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive, and saturating")]
    pub(crate) fn scale_young_trigger(&self, factor: f64) {
        let scaled = (self.first_young_trigger as f64 * factor) as usize;
        let scaled = scaled.clamp(LEAST_TRIGGER_BYTES, MOST_TRIGGER_BYTES);
        self.young_trigger.store(scaled, Ordering::Relaxed);
        self.trigger.store(scaled, Ordering::Relaxed);
    }

    /// What has been handed out since the last collection, as a share of what makes the next one due.
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    pub(crate) fn allocated_share(&self) -> f64 {
        self.allocated() as f64 / self.trigger.load(Ordering::Relaxed) as f64
    }

    /// Counts a span or large object; true when the caller should ask itself for a safepoint.
    pub(crate) fn count(&self, bytes: usize) -> bool {
        let allocated = self.allocated.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if allocated < self.trigger.load(Ordering::Relaxed) {
            return self.is_due() || self.is_zealous();
        }
        self.due.fetch_max(BY_VOLUME, Ordering::Relaxed);
        true
    }

    /// Allocation failed: everything that can be freed is wanted.
    pub(crate) fn demand_full(&self) {
        self.due.fetch_max(FULL, Ordering::Relaxed);
    }

    /// Safepoints collect without need.
    pub(crate) fn is_zealous(&self) -> bool {
        self.zeal.load(Ordering::Relaxed) != 0
    }

    /// From now on one in so many safepoints collects.
    pub(crate) fn begin_zeal(&self, every: NonZeroU32) {
        self.zeal.store(every.get(), Ordering::Relaxed);
    }

    /// A mutator is at a safepoint: under zeal a collection may become due by that.
    pub(crate) fn pass_safepoint(&self) {
        let every = self.zeal.load(Ordering::Relaxed);
        if every != 0 && self.safepoints.fetch_add(1, Ordering::Relaxed).is_multiple_of(every) {
            self.due.fetch_max(BY_VOLUME, Ordering::Relaxed);
        }
    }

    /// A safepoint should collect.
    pub(crate) fn is_due(&self) -> bool {
        self.due.load(Ordering::Relaxed) != NOTHING
    }

    /// Bytes handed out since the last collection.
    pub(crate) fn allocated(&self) -> usize {
        self.allocated.load(Ordering::Relaxed)
    }

    /// The kind of a collection that nobody asked for by name. `used` is what was in use after the last one.
    pub(crate) fn kind(&self, used: usize) -> CollectionKind {
        let grown = used >= self.full_trigger.load(Ordering::Relaxed);
        let zealous = self.is_zealous() && self.cycles.load(Ordering::Relaxed) % 4 == 3;
        if grown || zealous || self.due.load(Ordering::Relaxed) == FULL {
            CollectionKind::Full
        } else {
            CollectionKind::Young
        }
    }

    /// Whether the verifier, where there is one, looks at the coming collection.
    pub(crate) fn is_verified(&self) -> bool {
        !self.is_zealous() || matches!(self.cycles.load(Ordering::Relaxed) % 8, 1 | 7)
    }

    /// A collection has ended with `used` bytes in use, `former` after the one before. Inside the stop.
    #[expect(clippy::cast_precision_loss, reason = "a size times a factor")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive, and saturating")]
    pub(crate) fn cycle_ended(&self, kind: CollectionKind, used: usize, former: usize) {
        self.cycles.fetch_add(1, Ordering::Relaxed);
        let allocated = self.allocated.swap(0, Ordering::Relaxed);
        self.due.store(NOTHING, Ordering::Relaxed);
        if kind == CollectionKind::Young {
            let survived = used.saturating_sub(former);
            if survived > allocated / MANY_SURVIVE {
                self.trigger.store(self.young_trigger(), Ordering::Relaxed);
            } else if survived < allocated / FEW_SURVIVE {
                let soon = (self.young_trigger() / SOON_DIVISOR).max(LEAST_TRIGGER_BYTES);
                self.trigger.store(soon.min(self.young_trigger()), Ordering::Relaxed);
            }
        } else {
            let grown = (used as f64 * self.growth_factor) as usize;
            let least = used.saturating_add(self.young_trigger().saturating_mul(MIN_FULL_PER_YOUNG));
            self.full_trigger.store(grown.max(least), Ordering::Relaxed);
        }
    }
}

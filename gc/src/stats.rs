//! Figures about a heap and about one collection.

use std::time::Duration;

use crate::host::CollectionKind;

/// What one collection did.
#[derive(Clone, Copy, Debug)]
pub struct CollectionReport {
    /// What it looked at.
    pub kind: CollectionKind,
    /// From the first request until every mutator was held.
    pub time_to_stop: Duration,
    /// From then until they were released.
    pub pause: Duration,
    /// The part of it spent marking from roots and logs.
    pub marking: Duration,
    /// Objects scanned; one that was in a log, or large, may count more than once.
    pub scanned_objects: usize,
    /// Bytes handed out since the collection before.
    pub allocated_bytes: usize,
    /// Bytes in use afterwards, in whole lines and pages.
    pub used_bytes: usize,
    /// Objects found unreachable, of every kind; where it was asked to count them.
    pub unreachable: Option<usize>,
}

/// Totals of one kind of collections.
#[derive(Clone, Copy, Debug, Default)]
pub struct KindStats {
    /// How many there were.
    pub collections: u64,
    /// Bytes handed out before them.
    pub allocated_bytes: u64,
    /// All their pauses together.
    pub total_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// The longest time mutators took to stop.
    pub longest_time_to_stop: Duration,
}

/// Totals of one heap since it was made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    /// Young collections.
    pub young: KindStats,
    /// Full collections.
    pub full: KindStats,
    /// Young collections since the last full one.
    pub young_since_full: u64,
    /// Bytes handed out to mutators before the last collection, in whole spans and large objects.
    pub allocated_bytes: u64,
    /// Bytes in use after the last collection, in whole lines and pages.
    pub used_bytes: usize,
    /// Blocks that hold objects or are being allocated into.
    pub blocks_in_use: usize,
    /// Empty blocks whose memory is still committed.
    pub free_blocks: usize,
    /// Large objects, dead ones included until they are swept.
    pub large_objects: usize,
    /// Bytes of large objects, in whole pages.
    pub large_bytes: usize,
    /// Free bytes of the large-object space whose memory is still committed.
    pub free_large_bytes: usize,
    /// The longest pause.
    pub longest_pause: Duration,
    /// Discrepancies the verifier has reported.
    pub complaints: u64,
}

impl Stats {
    pub(crate) fn add(&mut self, report: &CollectionReport) {
        let kind = match report.kind {
            CollectionKind::Young => {
                self.young_since_full += 1;
                &mut self.young
            }
            CollectionKind::Full => {
                self.young_since_full = 0;
                &mut self.full
            }
        };
        kind.collections += 1;
        kind.allocated_bytes += report.allocated_bytes as u64;
        kind.total_pause += report.pause;
        kind.longest_pause = kind.longest_pause.max(report.pause);
        kind.longest_time_to_stop = kind.longest_time_to_stop.max(report.time_to_stop);
        self.allocated_bytes += report.allocated_bytes as u64;
        self.used_bytes = report.used_bytes;
        self.longest_pause = self.longest_pause.max(report.pause);
    }
}

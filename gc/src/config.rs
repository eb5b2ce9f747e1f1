//! The settings of one heap.

/// Settings, fixed when the heap is made.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address space to reserve, in bytes. At most a quarter of the process's limit is taken, and half as much
    /// again and again while the system refuses.
    pub reserve_bytes: usize,
    /// A young collection is due when this many bytes have been allocated since the last collection.
    pub young_trigger_bytes: usize,
    /// A collection is full when the heap has grown by this factor since the last full one.
    pub growth_factor: f64,
    /// What blocks and large objects may occupy together; beyond it allocation fails.
    pub limit_bytes: Option<usize>,
    /// Collect at every safepoint, every fourth time in full. Freed memory is poisoned.
    pub zeal: bool,
    /// Trace again naively after each marking, and compare. Under zeal after one marking in four, a young and a full one by turns: it takes
    /// longer than the collections, and what it would find there is poisoned anyway.
    pub verify: bool,
    /// Fill freed memory with a pattern.
    pub poison: bool,
    /// Threads that mark inside a stop, the collecting one included. At least 1.
    pub marker_threads: usize,
    /// Where the heap shall lie, exactly (a multiple of 32 KiB), for runs that must be repeatable.
    pub fixed_address: Option<usize>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            reserve_bytes: 1 << 38,
            young_trigger_bytes: 16 << 20,
            growth_factor: 1.8,
            limit_bytes: None,
            zeal: false,
            verify: false,
            poison: cfg!(debug_assertions),
            marker_threads: typhon_os::cpu::available(),
            fixed_address: None,
        }
    }
}

/// A full collection is not due to growth before the heap is at least this multiple of the young trigger.
pub(crate) const MIN_FULL_PER_YOUNG: usize = 2;

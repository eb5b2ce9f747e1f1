//! What an embedder decides before a scheduler starts.

use std::time::Duration;

use crate::choices::Exploration;

/// Sizes, numbers and the seed of one scheduler. All sizes in bytes, rounded up to pages.
#[derive(Clone, Debug)]
pub struct Config {
    /// Worker threads, at least 1.
    pub workers: usize,
    /// Native stack of an ordinary fiber: address space, committed as it is touched.
    pub stack_bytes: usize,
    /// Native stack of the main fiber.
    pub main_stack_bytes: usize,
    /// The embedder's area of an ordinary fiber; at least this much is usable.
    pub area_bytes: usize,
    /// The embedder's area of the main fiber.
    pub main_area_bytes: usize,
    /// The embedder's second area of an ordinary fiber, which grows down from the control block; 0: none.
    pub below_bytes: usize,
    /// The same of the main fiber.
    pub main_below_bytes: usize,
    /// A fiber that has run this long while others wait is asked to yield.
    pub preempt_after: Duration,
    /// Seed of the random choices of ordinary workers (whom to rob first).
    pub seed: u64,
    /// A deterministic run: one worker, whatever `workers` says, a virtual clock, and all choices from one seed.
    pub exploration: Option<Exploration>,
}

impl Default for Config {
    /// As many workers as the process may use processors, 1 MiB and 64 MiB of stack, 256 KiB and 16 MiB of
    /// area, none below, 10 ms, seed 0.
    fn default() -> Self {
        Self {
            workers: typhon_os::cpu::available(),
            stack_bytes: 1 << 20,
            main_stack_bytes: 64 << 20,
            area_bytes: 256 << 10,
            main_area_bytes: 16 << 20,
            below_bytes: 0,
            main_below_bytes: 0,
            preempt_after: Duration::from_millis(10),
            seed: 0,
            exploration: None,
        }
    }
}

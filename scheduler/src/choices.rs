//! Every choice of a deterministic scheduler, from one seed.
//!
//! A deterministic scheduler has one worker and a virtual clock (`clock.rs`). What is left to chance in an ordinary run is decided
//! here and nowhere else: which ready fiber runs next ([`Choices::next`]), whether the running one is preempted at a
//! scheduling point ([`Choices::preempts`]), which waiter an unlock wakes ([`Choices::waiter`]). Deadlines that pass together
//! make their fibers ready together, so their order is the first of these. Equal seeds and an equal program give equal choices:
//! the source of random numbers is asked only here, in the order of the program's own steps.
//!
//! # Strategies
//! *Random walk*: at every scheduling point at which others are ready, one time in [`PREEMPT_ONE_IN`] the fiber yields; the next
//! is drawn evenly. *PCT* (Burckhardt, Kothari, Musuvathi, Nagarakatte: "A randomized scheduler with probabilistic guarantees
//! of finding bugs", 2010): every fiber gets a random priority, the highest ready one runs, and at `depth - 1` steps drawn
//! beforehand from the first `steps` the running fiber falls below all others. A bug of depth d among n fibers and k
//! steps is found with a probability of at least 1 / (n · k^(d-1)). A fiber that yields by itself falls below all others too:
//! otherwise one that waits in a loop for another would run for ever.
//!
//! A step is a choice between at least two possibilities; those with one are taken without being counted or recorded.
//!
//! # Trace
//! One line per step: its number, the kind of choice, what was chosen among how many, whom it concerns. Written as it
//! grows, by the one worker, on its own stack or a fiber's; a write that fails ends the trace, not the run.
//!
//! Thread-safety: one lock, in practice only the worker's; never held across a suspension.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;

use rand::rngs::SmallRng;
use rand::{Rng, RngExt, SeedableRng};

use crate::sync::Mutex;

/// How a deterministic scheduler explores the interleavings of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Even random choices.
    Random,
    /// Random priorities with `depth - 1` change points among the first `steps` steps.
    Pct {
        /// Ordering constraints a bug may need, at least 1.
        depth: u32,
        /// How many steps the program is thought to take.
        steps: u64,
    },
}

/// A deterministic run.
#[derive(Clone, Debug)]
pub struct Exploration {
    /// From which all choices follow.
    pub seed: u64,
    /// How they follow.
    pub strategy: Strategy,
    /// Where each choice is recorded, if anywhere.
    pub trace: Option<Arc<File>>,
}

/// Scheduling points per preemption of the random walk, on average.
const PREEMPT_ONE_IN: u32 = 4;
/// Bytes of trace collected before they are written.
const TRACE_BUFFER_BYTES: usize = 1 << 16;

/// The source of all choices of one deterministic scheduler.
pub(crate) struct Choices(Mutex<Inner>);

struct Inner {
    random: SmallRng,
    strategy: Strategy,
    steps: u64,
    /// PCT: steps at which the running fiber falls, ascending.
    changes: Vec<u64>,
    /// PCT: priorities of the fibers that were ever ready, by id, ascending by id.
    priorities: Vec<(u64, u64)>,
    /// PCT: what the next fiber to fall gets; falls itself.
    lowest: u64,
    trace: Option<Trace>,
}

struct Trace {
    file: Arc<File>,
    buffer: Vec<u8>,
}

/// Random priorities lie above this, those of fallen fibers below.
const INITIAL_PRIORITIES: u64 = 1 << 63;

impl Choices {
    pub(crate) fn new(exploration: &Exploration) -> Self {
        let mut random = SmallRng::seed_from_u64(exploration.seed);
        let mut changes = match exploration.strategy {
            Strategy::Random => Vec::new(),
            Strategy::Pct { depth, steps } => {
                (1..depth).map(|_| random.random_range(0..steps.max(1))).collect()
            }
        };
        changes.sort_unstable();
        Self(Mutex::new(Inner {
            random,
            strategy: exploration.strategy,
            steps: 0,
            changes,
            priorities: Vec::new(),
            lowest: INITIAL_PRIORITIES,
            trace: exploration.trace.clone().map(|file| Trace { file, buffer: Vec::new() }),
        }))
    }

    /// Which of the ready fibers, given by id in a fixed order, runs next. There is at least one.
    pub(crate) fn next(&self, ready: &[u64]) -> usize {
        let mut inner = self.0.lock();
        if ready.len() < 2 {
            return 0;
        }
        let chosen = match inner.strategy {
            Strategy::Random => inner.random.random_range(0..ready.len()),
            Strategy::Pct { .. } => inner.highest(ready),
        };
        inner.record("run", chosen, ready.len(), ready[chosen]);
        chosen
    }

    /// Whether the running fiber makes room at a scheduling point, while `ready` wait.
    pub(crate) fn preempts(&self, running: u64, ready: &[u64]) -> bool {
        if ready.is_empty() {
            return false;
        }
        let mut inner = self.0.lock();
        let preempts = match inner.strategy {
            Strategy::Random => inner.random.random_range(0..PREEMPT_ONE_IN) == 0,
            Strategy::Pct { .. } => {
                if inner.changes.first().is_some_and(|&change| change <= inner.steps) {
                    inner.changes.remove(0);
                    inner.fall(running);
                }
                let own = inner.priority(running);
                let highest = inner.highest(ready);
                inner.priority(ready[highest]) > own
            }
        };
        inner.record("preempt", usize::from(preempts), 2, running);
        preempts
    }

    /// Which of `count` waiters for a lock is woken; 0 is the first in line.
    pub(crate) fn waiter(&self, count: usize) -> usize {
        if count < 2 {
            return 0;
        }
        let mut inner = self.0.lock();
        let chosen = inner.random.random_range(0..count);
        inner.record("wake", chosen, count, 0);
        chosen
    }

    /// A fiber yields by itself.
    pub(crate) fn yields(&self, running: u64) {
        let mut inner = self.0.lock();
        if matches!(inner.strategy, Strategy::Pct { .. }) {
            inner.fall(running);
        }
    }

    /// A fiber has finished.
    pub(crate) fn forget(&self, fiber: u64) {
        self.0.lock().priorities.retain(|&(id, _)| id != fiber);
    }

    /// The run is over: writes what is left of the trace. Answers the number of steps.
    pub(crate) fn finish(&self) -> u64 {
        let mut inner = self.0.lock();
        if let Some(trace) = &mut inner.trace {
            trace.flush();
        }
        inner.steps
    }
}

impl Inner {
    fn record(&mut self, kind: &str, chosen: usize, count: usize, fiber: u64) {
        let step = self.steps;
        self.steps += 1;
        if let Some(trace) = &mut self.trace {
            // Writing into memory does not fail.
            let _ = writeln!(trace.buffer, "{step} {kind} {chosen}/{count} {fiber:#x}");
            if trace.buffer.len() >= TRACE_BUFFER_BYTES {
                trace.flush();
            }
        }
    }

    fn priority(&mut self, fiber: u64) -> u64 {
        match self.priorities.binary_search_by_key(&fiber, |&(id, _)| id) {
            Ok(place) => self.priorities[place].1,
            Err(place) => {
                let priority = INITIAL_PRIORITIES + (self.random.next_u64() >> 1);
                self.priorities.insert(place, (fiber, priority));
                priority
            }
        }
    }

    /// The ready fiber of the highest priority; the first among equals.
    fn highest(&mut self, ready: &[u64]) -> usize {
        let mut best = (0, 0);
        for (place, &fiber) in ready.iter().enumerate() {
            let priority = self.priority(fiber);
            if priority > best.1 {
                best = (place, priority);
            }
        }
        best.0
    }

    fn fall(&mut self, fiber: u64) {
        self.lowest -= 1;
        let lowest = self.lowest;
        match self.priorities.binary_search_by_key(&fiber, |&(id, _)| id) {
            Ok(place) => self.priorities[place].1 = lowest,
            Err(place) => self.priorities.insert(place, (fiber, lowest)),
        }
    }
}

impl Trace {
    fn flush(&mut self) {
        // A trace that cannot be written must not change the run.
        let _ = (&*self.file).write_all(&self.buffer);
        self.buffer.clear();
    }
}

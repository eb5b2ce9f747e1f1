//! What a worker has done so far: plain counts, written by the worker alone, readable by anybody.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// The counts of one worker.
        #[derive(Default)]
        pub(crate) struct Counters { $(pub(crate) $name: Count,)* }

        /// A copy of a worker's counts.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Counts { $($(#[$doc])* pub $name: u64,)* }

        impl Counts {
            /// Names and counts, in the order of declaration.
            pub fn fields(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($name), self.$name),)*]
            }

            /// Adds another worker's counts.
            pub fn add(&mut self, other: &Self) {
                $(self.$name += other.$name;)*
            }
        }

        impl Counters {
            /// The counts now; those of a running worker may belong to slightly different moments.
            pub(crate) fn snapshot(&self) -> Counts {
                Counts { $($name: self.$name.get(),)* }
            }
        }
    };
}

counters! {
    /// Fibers switched into.
    switches,
    /// Fibers that yielded.
    yields,
    /// Fibers that parked.
    parks,
    /// Fibers that finished.
    finished,
    /// Fibers created from this worker.
    created,
    /// Successful visits to another worker's queue or slot.
    steals,
    /// Visits to the global queue that brought something.
    injected,
    /// Times the embedder's poll hook was called.
    polls,
    /// Times the monitor asked for a preemption.
    preemptions,
    /// Times a worker stuck in a blocking section was handed to another OS thread.
    handoffs,
    /// Timers fired by this worker.
    timers,
    /// Times the OS thread went to sleep.
    sleeps,
}

/// One count. Only its worker adds, so a load and a store suffice.
#[derive(Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    #[inline]
    pub(crate) fn add(&self, by: u64) {
        self.0.store(self.0.load(Ordering::Relaxed) + by, Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

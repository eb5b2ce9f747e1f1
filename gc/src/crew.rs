//! The threads that help inside a stop: a rayon pool of the heap's own, made when first needed.
//!
//! The collecting thread always works itself and helpers join as they wake, so a short job never waits for them.

use std::sync::OnceLock;

/// A heap's helpers.
#[derive(Debug)]
pub(crate) struct Crew {
    threads: usize,
    pool: OnceLock<Option<rayon::ThreadPool>>,
}

/// Ends the process when dropped by unwinding: a collection that broke off half-way has left a heap that nobody may
/// touch, and its mutators stopped.
#[derive(Debug)]
pub(crate) struct AbortOnUnwind;

impl Drop for AbortOnUnwind {
    fn drop(&mut self) {
        if std::thread::panicking() {
            std::process::abort();
        }
    }
}

impl Crew {
    /// A crew of `threads`, the collecting one included.
    pub(crate) fn new(threads: usize) -> Crew {
        Crew { threads: threads.max(1), pool: OnceLock::new() }
    }

    /// How many may work at once.
    pub(crate) fn threads(&self) -> usize {
        self.threads
    }

    /// Calls `job` on every thread of the crew, this one first; returns when all calls have.
    pub(crate) fn run(&self, job: impl Fn() + Sync) {
        let helpers = self.threads - 1;
        let pool = || {
            let builder = rayon::ThreadPoolBuilder::new().num_threads(helpers);
            builder.thread_name(|index| format!("collector {index}")).build().ok()
        };
        // Without threads to be had the collecting one works alone.
        let Some(pool) = (helpers > 0).then(|| self.pool.get_or_init(pool).as_ref()).flatten() else {
            return job();
        };
        pool.in_place_scope(|scope| {
            for _ in 0..helpers {
                scope.spawn(|_| {
                    let _abort = AbortOnUnwind;
                    job();
                });
            }
            job();
        });
    }
}

//! The threads that help inside a stop: a rayon pool of the heap's own, made when first needed.
//!
//! The collecting thread always works itself and helpers join as they wake; a job never waits for one that has not
//! begun.

use std::sync::{Arc, OnceLock};

use crate::gate::Gate;

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

    /// Calls `job` on this thread, and on every other one of the crew that wakes before this call has returned;
    /// returns when all calls have. A panic in one of them ends the process.
    pub(crate) fn run(&self, job: impl Fn() + Sync) {
        let _abort = AbortOnUnwind;
        let helpers = self.threads - 1;
        let pool = || {
            let builder = rayon::ThreadPoolBuilder::new().num_threads(helpers);
            builder.thread_name(|index| format!("collector {index}")).build().ok()
        };
        // Without threads to be had the collecting one works alone.
        let Some(pool) = (helpers > 0).then(|| self.pool.get_or_init(pool).as_ref()).flatten() else {
            return job();
        };
        let borrowed: *const (dyn Fn() + Sync + '_) = &raw const job;
        // SAFETY: the lifetime is forgotten; `Errand` tells why nobody uses the job after it.
        let borrowed = unsafe {
            std::mem::transmute::<*const (dyn Fn() + Sync + '_), *const (dyn Fn() + Sync)>(borrowed)
        };
        let errand = Arc::new(Errand { gate: Gate::new(), job: borrowed });
        for _ in 0..helpers {
            let errand = Arc::clone(&errand);
            pool.spawn(move || errand.help());
        }
        job();
        errand.gate.close();
    }
}

/// A job lent to helpers, for as long as its gate is open.
struct Errand {
    gate: Gate,
    job: *const (dyn Fn() + Sync),
}

// SAFETY: the job is `Sync`, and the pointer is followed only inside the gate.
unsafe impl Send for Errand {}
// SAFETY: as above.
unsafe impl Sync for Errand {}

impl Errand {
    fn help(&self) {
        let _abort = AbortOnUnwind;
        if self.gate.enter() {
            // SAFETY: `Crew::run` keeps the job until it has closed the gate, which waits for this call to leave; it
            // never unwinds before that.
            unsafe { (*self.job)() };
            self.gate.leave();
        }
    }
}

//! What is left of a scheduler in the child of a `fork`: the fiber that forked, its worker, its OS thread.
//!
//! All other OS threads are gone: workers, spare ones, monitor and poller. Their workers sleep nowhere and are never woken; what is in their
//! queues, and all other fibers, are *orphans*: they belong to the parent, and a worker that comes upon one lets it lie. A new monitor
//! is started here, a poller when it is wanted, spare threads when a blocking section lasts.
//!
//! The caller has seen to it that no lock of the scheduler's was held by another thread: those are held for a few instructions only, so
//! that a fork between them is rare, but it is not excluded where other workers run.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::fiber::Fiber;
use crate::scheduler::Scheduler;
use crate::sync::Mutex;

/// The fibers that belong to the parent.
#[derive(Default)]
pub(crate) struct Orphans {
    any: AtomicBool,
    /// In order.
    ids: Mutex<Vec<u64>>,
}

impl Orphans {
    /// Whether a fiber belongs to the parent.
    pub(crate) fn contain(&self, id: u64) -> bool {
        self.any.load(Ordering::Relaxed) && self.ids.lock().binary_search(&id).is_ok()
    }
}

impl Scheduler {
    /// To be called by the fiber that forked, in the child, before anything else. Fails where the system gives no thread for a
    /// monitor: then nothing preempts, and signals are not told of.
    pub fn after_fork_in_child(&'static self, caller: &Fiber) -> io::Result<()> {
        let mut ids = Vec::new();
        self.for_each_fiber(&mut |fiber| {
            if fiber.id() != caller.id() {
                ids.push(fiber.id());
            }
        });
        ids.sort_unstable();
        *self.orphans.ids.lock() = ids;
        self.orphans.any.store(true, Ordering::Relaxed);
        // The new monitor must not hand on what the parent's threads were about to come back to.
        for worker in self.workers().iter().filter(|worker| !worker.is_here()) {
            if let Some(section) = worker.section.current() {
                let _ = worker.section.take(section);
            }
        }
        caller.worker().note_os_thread();
        self.idle.forget_others();
        self.reactor.forget();
        self.spares.forget();
        // Its word may say that the lost thread sleeps.
        self.monitor.stop();
        let monitor = thread::Builder::new().name("typhon-monitor".into());
        monitor.spawn(move || self.monitor.run(self)).map(|_| ())
    }
}

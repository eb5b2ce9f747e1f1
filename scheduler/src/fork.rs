//! What is left of a scheduler in the child of a `fork`: the fiber that forked, its worker, its OS thread.
//!
//! All other OS threads are gone: workers, spare ones, monitor and poller. Their workers sleep nowhere and are never woken; what is in their
//! queues, and all other fibers, are *orphans*: they belong to the parent, and a worker that comes upon one lets it lie. A new monitor
//! is started here, a poller when it is wanted, spare threads when a blocking section lasts.
//!
//! # Locks
//! What another thread holds at the fork stays held in the child for ever. The embedder has stopped all fibers at places where they hold no lock
//! of ours, but other threads run on: the monitor trims the pool, the poller queues fibers, workers without a fiber fall asleep, threads come
//! back from blocking sections. So who forks holds every lock that one of those takes ([`Scheduler::forking`]), as `pthread_atfork` would have it:
//! then what they guard is whole in the child, whose copies the thread that forked frees as it does the parent's. It takes them in the order of
//! their ranks (`sync.rs`); all others take one at a time or in that order, and wait for nothing but memory with one in hand. Locks that only
//! running fibers take are free (the choices', the one under which the reactor is made); those of the reactor's registrations are left to the parent
//! with the reactor.
//!
//! The global queue is no lock, but who takes from it waits for a thread that is about to put something into it. The child gets a new one;
//! what is in the old one are orphans. Deques and slots wait for nobody.
//!
//! Checked by `tests/runtime/fork.rs`.

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
    /// In the child of a `fork`: whether a fiber is one of the parent's, which nobody runs here.
    pub fn is_orphan(&self, fiber: &Fiber) -> bool {
        self.orphans.contain(fiber.id())
    }

    /// Calls `fork`, which forks and returns in both processes, while no other thread is in the middle of something that the child goes on with.
    /// For the calling fiber, while all other fibers stand at safepoints; in the child [`Self::after_fork_in_child`] follows.
    #[inline(never)] // it locks: see `Scheduler::queue`
    pub fn forking<T>(&self, fork: impl FnOnce() -> T) -> T {
        let _orphans = self.orphans.ids.lock();
        let _pool = self.pool.hold();
        let _timers: Vec<_> = self.workers().iter().map(|worker| worker.timers.hold()).collect();
        let _idle = self.idle.hold();
        let _spares = self.spares.hold();
        fork()
    }

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
        // The new monitor must not hand on what the parent's threads were about to come back to, nor take for running what they ran.
        for worker in self.workers().iter().filter(|worker| !worker.is_here()) {
            worker.forget_current();
            if let Some(section) = worker.section.current() {
                let _ = worker.section.take(section);
            }
        }
        caller.worker().note_os_thread();
        caller.restart_meter();
        self.forget_injected();
        self.idle.forget_others();
        self.reactor.forget();
        self.spares.forget();
        // Its word may say that the lost thread sleeps.
        self.monitor.stop();
        let monitor = thread::Builder::new().name("typhon-monitor".into());
        monitor.spawn(move || self.monitor.run(self)).map(|_| ())
    }
}

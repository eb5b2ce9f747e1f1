//! Submitting against falling asleep: with a fiber in a queue, never do all workers sleep.
//!
//! The queue is one counter behind a lock: crossbeam's deque has no loom mode and counts as one atomic step.

use loom::sync::Arc;
use loom::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use loom::thread;
use typhon_scheduler::idle::{Idle, IdleFault, NEVER, Outlook};

struct World {
    idle: Idle,
    queue: AtomicUsize,
    done: AtomicUsize,
    stop: AtomicBool,
    deadline: AtomicU64,
    /// Which worker sleeps until a deadline: what a model without time calls keeping it.
    kept: AtomicBool,
}

impl World {
    fn new(workers: usize) -> Arc<Self> {
        Self::with_fault(workers, IdleFault::None)
    }

    fn with_fault(workers: usize, fault: IdleFault) -> Arc<Self> {
        Arc::new(Self {
            idle: Idle::with_fault(workers, fault),
            queue: AtomicUsize::new(0),
            done: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            deadline: AtomicU64::new(NEVER),
            kept: AtomicBool::new(false),
        })
    }

    fn submit(&self) {
        // Relaxed on purpose: the protocol's fences must order it.
        self.queue.fetch_add(1, Ordering::Relaxed);
        self.idle.notify();
    }

    fn take(&self) -> bool {
        let mut queued = self.queue.load(Ordering::Relaxed);
        while queued > 0 {
            match self.queue.compare_exchange(queued, queued - 1, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(_) => return true,
                Err(seen) => queued = seen,
            }
        }
        false
    }

    /// A worker that ends when everything has been done. A lost wake-up is a deadlock, which loom reports.
    fn work(&self, me: usize, total: usize) {
        let mut searching = false;
        loop {
            if self.stop.load(Ordering::Acquire) {
                return;
            }
            if self.take() {
                if searching {
                    self.idle.found(|| self.queue.load(Ordering::Relaxed) > 0);
                    searching = false;
                }
                if self.done.fetch_add(1, Ordering::AcqRel) + 1 == total {
                    self.stop.store(true, Ordering::Release);
                    self.idle.wake_all();
                    return;
                }
                continue;
            }
            if !searching && self.idle.start_searching() {
                searching = true;
                continue; // searching is looking once more
            }
            self.idle.sleep(me, searching, self);
            searching = true;
        }
    }
}

impl Outlook for World {
    fn has_work(&self) -> bool {
        self.queue.load(Ordering::Relaxed) > 0 || self.stop.load(Ordering::Acquire)
    }

    fn next_deadline(&self) -> u64 {
        let deadline = self.deadline.load(Ordering::Relaxed);
        self.kept.store(deadline != NEVER, Ordering::Relaxed);
        deadline
    }

    fn now(&self) -> u64 {
        0
    }

    fn before_sleep(&self) {}

    fn after_sleep(&self) {}
}

fn bounded(preemptions: usize, model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.check(model);
}

/// One worker, one foreign submitter.
#[test]
fn a_submission_reaches_a_worker_falling_asleep() {
    one_worker(IdleFault::None);
}

pub(super) fn one_worker(fault: IdleFault) {
    bounded(4, move || {
        let world = World::with_fault(1, fault);
        let worker = {
            let world = Arc::clone(&world);
            thread::spawn(move || world.work(0, 2))
        };
        world.submit();
        world.submit();
        worker.join().unwrap();
        assert_eq!(world.done.load(Ordering::Relaxed), 2);
    });
}

/// Two workers and a submitter: the searcher's duties.
#[test]
fn a_searcher_answers_for_submissions_that_saw_it() {
    bounded(2, || {
        let world = World::new(2);
        let workers: Vec<_> = (0..2)
            .map(|me| {
                let world = Arc::clone(&world);
                thread::spawn(move || world.work(me, 2))
            })
            .collect();
        world.submit();
        world.submit();
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    });
}

/// The last searcher that finds something wakes another if more is there: else one fiber would wait, ready, for as
/// long as the other runs. Here the one that found something waits for the other fiber to be taken.
#[test]
fn what_a_finder_leaves_is_found_by_another() {
    two_finders(IdleFault::None);
}

pub(super) fn two_finders(fault: IdleFault) {
    bounded(2, move || {
        let world = World::with_fault(2, fault);
        let workers: Vec<_> = (0..2)
            .map(|me| {
                let world = Arc::clone(&world);
                thread::spawn(move || {
                    let mut searching = false;
                    while !world.take() {
                        if !searching && world.idle.start_searching() {
                            searching = true;
                            continue;
                        }
                        world.idle.sleep(me, searching, &*world);
                        searching = true;
                    }
                    if searching {
                        world.idle.found(|| world.queue.load(Ordering::Relaxed) > 0);
                    }
                    world.done.fetch_add(1, Ordering::AcqRel);
                    // Runs its one fiber for ever: nobody but the other worker can take the second.
                })
            })
            .collect();
        world.submit();
        world.submit();
        workers.into_iter().for_each(|worker| worker.join().unwrap());
        assert_eq!(world.done.load(Ordering::Relaxed), 2);
    });
}

/// A worker sets a deadline and runs on while another falls asleep: the deadline is kept.
#[test]
fn a_deadline_finds_a_timekeeper() {
    timekeeper(IdleFault::None);
}

pub(super) fn timekeeper(fault: IdleFault) {
    bounded(3, move || {
        let world = World::with_fault(2, fault);
        let sleeper = {
            let world = Arc::clone(&world);
            thread::spawn(move || {
                // Sleeps until it has a deadline to keep; a wake-up makes it look again.
                while !world.kept.load(Ordering::Relaxed) {
                    world.idle.sleep(1, false, &Once(&world));
                    world.idle.found(|| false);
                }
            })
        };
        world.deadline.store(5, Ordering::Relaxed);
        world.idle.ensure_timekeeper(5);
        // If nobody slept yet, the sleeper's own look comes later and finds the deadline.
        sleeper.join().unwrap();
    });
}

/// The world of a sleeper that does not really sleep once it has a deadline to keep (a model has no time).
struct Once<'a>(&'a World);

impl Outlook for Once<'_> {
    fn has_work(&self) -> bool {
        self.0.kept.load(Ordering::Relaxed)
    }

    fn next_deadline(&self) -> u64 {
        self.0.next_deadline()
    }

    fn now(&self) -> u64 {
        0
    }

    fn before_sleep(&self) {}

    fn after_sleep(&self) {}
}

/// A worker sets a deadline and falls asleep while another falls asleep too: one of them keeps the deadline.
#[test]
fn a_deadline_of_a_sleeper_is_kept() {
    two_sleepers(IdleFault::None);
}

pub(super) fn two_sleepers(fault: IdleFault) {
    bounded(3, move || {
        let world = World::with_fault(2, fault);
        let other = {
            let world = Arc::clone(&world);
            thread::spawn(move || sleep_until_due(&world, 0))
        };
        world.deadline.store(5, Ordering::Relaxed);
        sleep_until_due(&world, 1);
        other.join().unwrap();
    });
}

/// Sleeps until somebody kept the deadline. If nobody ever does, both sleep for ever, which loom reports as a deadlock.
fn sleep_until_due(world: &World, me: usize) {
    while !world.kept.load(Ordering::Acquire) {
        world.idle.sleep(me, false, &Punctual(world));
        world.idle.found(|| false);
    }
    world.idle.wake_all();
}

/// A world whose deadline comes as soon as a timekeeper looks at the clock: only the timekeeper does, and only with a deadline.
struct Punctual<'a>(&'a World);

impl Outlook for Punctual<'_> {
    fn has_work(&self) -> bool {
        self.0.kept.load(Ordering::Acquire)
    }

    fn next_deadline(&self) -> u64 {
        self.0.deadline.load(Ordering::Relaxed)
    }

    fn now(&self) -> u64 {
        self.0.kept.store(true, Ordering::Release);
        self.0.deadline.load(Ordering::Relaxed)
    }

    fn before_sleep(&self) {}

    fn after_sleep(&self) {}
}

/// A stop against two workers that fall asleep: both end, or loom reports a deadlock.
#[test]
fn a_stop_reaches_every_sleeper() {
    stop(IdleFault::None);
}

pub(super) fn stop(fault: IdleFault) {
    bounded(2, move || {
        let world = World::with_fault(2, fault);
        let workers: Vec<_> = (0..2)
            .map(|me| {
                let world = Arc::clone(&world);
                thread::spawn(move || {
                    while !world.stop.load(Ordering::Acquire) {
                        world.idle.sleep(me, false, &*world);
                        world.idle.found(|| false);
                    }
                })
            })
            .collect();
        world.stop.store(true, Ordering::SeqCst);
        world.idle.wake_all();
        workers.into_iter().for_each(|worker| worker.join().unwrap());
    });
}

//! The parking lock: exclusion, conservation, time-outs, fairness, hand-over between threads.

use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use typhon_os::time::monotonic_nanos;
use typhon_scheduler::{Fiber, RawLock, yield_now};

use super::embedder::{poll, run, spawn};

/// A counter that only the lock protects.
#[derive(Default)]
struct Guarded {
    lock: RawLock,
    value: UnsafeCell<u64>,
}

// SAFETY: `value` is touched under the lock only: which is what the tests try to refute.
unsafe impl Sync for Guarded {}

impl Guarded {
    fn add(&self) {
        // SAFETY: the caller holds the lock.
        unsafe { *self.value.get() += 1 };
    }
}

/// Many fibers count under one lock, and suspend under it now and then: nobody else counts meanwhile, and no count is lost.
fn counts_are_conserved(
    workers: usize,
    fibers: u64,
    rounds: u64,
    lock: fn(&RawLock, &Fiber),
    unlock: fn(&RawLock),
) {
    let guarded = Arc::new(Guarded::default());
    let total = Arc::clone(&guarded);
    run(workers, move |fiber| {
        let handles: Vec<_> = (0..fibers)
            .map(|number| {
                let guarded = Arc::clone(&guarded);
                spawn(fiber, move |fiber| {
                    for round in 0..rounds {
                        lock(&guarded.lock, fiber);
                        // SAFETY: the lock is held.
                        let before = unsafe { *guarded.value.get() };
                        if round % 100 == number {
                            yield_now(fiber);
                        }
                        // SAFETY: as above, also by who was suspended.
                        assert_eq!(unsafe { *guarded.value.get() }, before);
                        guarded.add();
                        unlock(&guarded.lock);
                        poll(fiber);
                    }
                })
            })
            .collect();
        for handle in handles {
            assert_eq!(handle.join(fiber), None);
        }
        assert!(!guarded.lock.is_locked());
    });
    // SAFETY: all fibers have ended.
    assert_eq!(unsafe { *total.value.get() }, fibers * rounds);
}

#[test]
fn counts_are_conserved_under_contention() {
    for (workers, fibers) in [(1, 4), (2, 2), (2, 16), (4, 64)] {
        counts_are_conserved(workers, fibers, 20_000, RawLock::lock, RawLock::unlock);
    }
}

/// On one worker nobody uses a lock beside the fiber that runs, but others come while it is suspended.
#[test]
fn counts_are_conserved_without_read_modify_writes() {
    counts_are_conserved(1, 8, 20_000, RawLock::lock_alone, RawLock::unlock_alone);
}

#[test]
fn time_outs_keep_the_count_and_the_clock() {
    let guarded = Arc::new(Guarded::default());
    let total = Arc::clone(&guarded);
    let taken = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&taken);
    let missed = Arc::new(AtomicU64::new(0));
    let refused = Arc::clone(&missed);
    run(3, move |fiber| {
        let handles: Vec<_> = (0..24_u64)
            .map(|number| {
                let (guarded, taken, missed) =
                    (Arc::clone(&guarded), Arc::clone(&taken), Arc::clone(&missed));
                spawn(fiber, move |fiber| {
                    for round in 0..300 {
                        let deadline = monotonic_nanos() + (number * 37 + round) % 100 * 1000;
                        if guarded.lock.lock_until(fiber, deadline) {
                            guarded.add();
                            if round % 8 == 0 {
                                let until = monotonic_nanos() + 20_000;
                                while monotonic_nanos() < until {}
                            }
                            guarded.lock.unlock();
                            taken.fetch_add(1, Ordering::Relaxed);
                        } else {
                            assert!(monotonic_nanos() >= deadline, "gave up too early");
                            missed.fetch_add(1, Ordering::Relaxed);
                        }
                        poll(fiber);
                    }
                })
            })
            .collect();
        for handle in handles {
            assert_eq!(handle.join(fiber), None);
        }
        assert!(guarded.lock.try_lock(), "free at the end");
        assert!(!guarded.lock.try_lock());
        let before = monotonic_nanos();
        assert!(!guarded.lock.lock_until(fiber, before + 5_000_000));
        assert!(monotonic_nanos() >= before + 5_000_000);
    });
    // SAFETY: all fibers have ended.
    assert_eq!(unsafe { *total.value.get() }, counted.load(Ordering::Relaxed));
    assert!(refused.load(Ordering::Relaxed) > 0, "the test must reach its own point");
}

#[test]
fn nobody_starves_beside_a_greedy_holder() {
    run(2, |fiber| {
        let lock = Arc::new(RawLock::new());
        let stop = Arc::new(AtomicBool::new(false));
        let (greedy_lock, greedy_stop) = (Arc::clone(&lock), Arc::clone(&stop));
        let greedy = spawn(fiber, move |fiber| {
            // Gives the lock up only to take it again at once.
            while !greedy_stop.load(Ordering::Relaxed) {
                greedy_lock.lock(fiber);
                let until = monotonic_nanos() + 50_000;
                while monotonic_nanos() < until {}
                greedy_lock.unlock();
                poll(fiber);
            }
        });
        for _ in 0..50 {
            let before = monotonic_nanos();
            lock.lock(fiber);
            lock.unlock();
            assert!(monotonic_nanos() - before < 2_000_000_000);
            yield_now(fiber);
        }
        stop.store(true, Ordering::Relaxed);
        assert_eq!(greedy.join(fiber), None);
    });
}

#[test]
fn waiters_are_served_in_order() {
    run(1, |fiber| {
        let lock = Arc::new(RawLock::new());
        let served = Arc::new(AtomicU64::new(0));
        lock.lock(fiber);
        let handles: Vec<_> = (0..100_u64)
            .map(|number| {
                let (lock, served) = (Arc::clone(&lock), Arc::clone(&served));
                let handle = spawn(fiber, move |fiber| {
                    lock.lock(fiber);
                    assert_eq!(served.fetch_add(1, Ordering::Relaxed), number);
                    lock.unlock();
                });
                yield_now(fiber); // on one worker: it is in the queue now
                handle
            })
            .collect();
        lock.unlock();
        for handle in handles {
            assert_eq!(handle.join(fiber), None);
        }
        assert_eq!(served.load(Ordering::Relaxed), 100);
    });
}

#[test]
fn another_fiber_may_unlock() {
    run(2, |fiber| {
        let lock = Arc::new(RawLock::new());
        for _ in 0..1000 {
            lock.lock(fiber);
            let theirs = Arc::clone(&lock);
            let helper = spawn(fiber, move |_| theirs.unlock());
            lock.lock(fiber);
            lock.unlock();
            assert_eq!(helper.join(fiber), None);
        }
    });
}

//! Permits, deadlines, and wake-ups that must not be lost.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use typhon_os::time::monotonic_nanos;
use typhon_scheduler::{park, park_until, unpark, yield_now};

use super::embedder::{poll, run, spawn};

#[test]
fn a_permit_comes_before_or_after_and_coalesces() {
    run(1, |fiber| {
        let me = fiber.reference();
        unpark(me);
        unpark(me);
        park(fiber); // returns at once
        assert!(!park_until(fiber, monotonic_nanos() + 1_000_000), "the second permit was the first");
        unpark(me);
        yield_now(fiber); // a yield consumes nothing
        assert!(park_until(fiber, monotonic_nanos() + 10_000_000_000));
        unpark(me);
        assert!(park_until(fiber, 0), "a permit counts even after the deadline");
        assert!(!park_until(fiber, 0));
    });
}

#[test]
fn wake_ups_between_workers_are_not_lost() {
    const ROUNDS: u64 = 30_000;
    for workers in [1, 2, 4] {
        run(workers, |fiber| {
            // A ring: each waits for its number and passes the next one on.
            let turn = Arc::new(AtomicU64::new(0));
            let ring: Arc<std::sync::OnceLock<Vec<_>>> = Arc::default();
            let handles: Vec<_> = (0..3_u64)
                .map(|number| {
                    let (turn, ring) = (Arc::clone(&turn), Arc::clone(&ring));
                    spawn(fiber, move |fiber| {
                        while ring.get().is_none() {
                            yield_now(fiber);
                        }
                        let next = ring.get().unwrap()[((number + 1) % 3) as usize];
                        for round in 0..ROUNDS {
                            while turn.load(Ordering::Acquire) != round * 3 + number {
                                if round % 2 == 0 {
                                    park(fiber);
                                } else {
                                    let in_time = park_until(fiber, monotonic_nanos() + 20_000_000_000);
                                    assert!(in_time, "a wake-up was lost");
                                }
                            }
                            turn.fetch_add(1, Ordering::AcqRel);
                            unpark(next);
                        }
                    })
                })
                .collect();
            ring.set(handles.iter().map(|handle| handle.fiber).collect()).unwrap();
            for handle in handles {
                assert_eq!(handle.join(fiber), None);
            }
        });
    }
}

#[test]
fn foreign_threads_wake_sleeping_workers() {
    run(2, |fiber| {
        let rounds = Arc::new(AtomicU64::new(0));
        let (me, seen) = (fiber.reference(), Arc::clone(&rounds));
        let thread = thread::spawn(move || {
            for round in 1..=300 {
                thread::sleep(Duration::from_micros(200)); // long enough for the workers to sleep
                seen.store(round, Ordering::Release);
                unpark(me);
                while seen.load(Ordering::Acquire) != 0 {
                    thread::yield_now();
                }
            }
        });
        for round in 1..=300 {
            while rounds.load(Ordering::Acquire) != round {
                park(fiber);
            }
            rounds.store(0, Ordering::Release);
        }
        thread.join().unwrap();
    });
}

#[test]
fn deadlines_fire_in_order_and_not_early() {
    run(2, |fiber| {
        let last = Arc::new(AtomicU64::new(0));
        let handles: Vec<_> = (0..400_u64)
            .map(|number| {
                let last = Arc::clone(&last);
                spawn(fiber, move |fiber| {
                    let deadline = monotonic_nanos() + number * 7919 % 400 * 50_000;
                    while !park_until(fiber, deadline) && monotonic_nanos() < deadline {}
                    let now = monotonic_nanos();
                    assert!(now >= deadline);
                    last.fetch_max(now - deadline, Ordering::Relaxed);
                })
            })
            .collect();
        for handle in handles {
            assert_eq!(handle.join(fiber), None);
        }
        // Generous: the machine is shared. A lost timer would be late for ever.
        assert!(last.load(Ordering::Relaxed) < 2_000_000_000);
    });
}

#[test]
fn a_busy_worker_does_not_delay_others_deadlines() {
    run(2, |fiber| {
        // One fiber computes without a pause; a sleeper's timer may have been set on the same worker.
        let busy = spawn(fiber, |fiber| {
            let until = monotonic_nanos() + 200_000_000;
            while monotonic_nanos() < until {
                poll(fiber);
            }
        });
        let mut worst = 0;
        for _ in 0..50 {
            let deadline = monotonic_nanos() + 1_000_000;
            assert!(!park_until(fiber, deadline));
            worst = worst.max(monotonic_nanos() - deadline);
        }
        assert_eq!(busy.join(fiber), None);
        assert!(worst < 1_000_000_000, "{worst} ns late");
    });
}

//! A fiber that computes does not keep others from running.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use typhon_os::time::monotonic_nanos;
use typhon_scheduler::{POLL_EMBEDDER_SHIFT, yield_now};

use super::embedder::{poll, run, spawn};

#[test]
fn computing_fibers_share_one_worker() {
    run(1, |fiber| {
        let counts: Arc<[AtomicU64; 4]> = Arc::default();
        let stop = Arc::new(AtomicBool::new(false));
        let handles: Vec<_> = (0..4)
            .map(|number| {
                let (counts, stop) = (Arc::clone(&counts), Arc::clone(&stop));
                spawn(fiber, move |fiber| {
                    while !stop.load(Ordering::Relaxed) {
                        counts[number].fetch_add(1, Ordering::Relaxed);
                        poll(fiber);
                    }
                })
            })
            .collect();
        let until = monotonic_nanos() + 400_000_000;
        while monotonic_nanos() < until {
            poll(fiber);
        }
        stop.store(true, Ordering::Relaxed);
        for handle in handles {
            assert_eq!(handle.join(fiber), None);
        }
        assert!(counts.iter().all(|count| count.load(Ordering::Relaxed) > 0), "{counts:?}");
        let counted = fiber.scheduler().counts();
        assert!(counted.preemptions >= 4, "{counted:?}");
    });
}

#[test]
fn nobody_is_interrupted_while_nobody_waits() {
    run(2, |fiber| {
        let until = monotonic_nanos() + 100_000_000;
        while monotonic_nanos() < until {
            poll(fiber);
        }
        assert_eq!(fiber.scheduler().counts().preemptions, 0);
    });
}

#[test]
fn a_woken_fiber_is_stolen_from_a_computing_worker() {
    run(2, |fiber| {
        for _ in 0..20 {
            let ran = Arc::new(AtomicBool::new(false));
            let theirs = Arc::clone(&ran);
            let other = spawn(fiber, move |_| theirs.store(true, Ordering::Release));
            // No poll: only a thief can run it.
            let give_up = monotonic_nanos() + 5_000_000_000;
            while !ran.load(Ordering::Acquire) {
                assert!(monotonic_nanos() < give_up, "left in the slot");
            }
            assert_eq!(other.join(fiber), None);
        }
    });
}

#[test]
fn the_worker_serves_the_embedders_bits_between_fibers() {
    let hooks = run(1, |fiber| {
        let bit = 1 << POLL_EMBEDDER_SHIFT;
        for _ in 0..10 {
            fiber.worker().request_poll(bit);
            yield_now(fiber);
            assert_eq!(fiber.worker().poll().load(Ordering::Relaxed) & bit, 0);
        }
    });
    assert_eq!(hooks.polls.load(Ordering::Relaxed), 10);
}

//! Interrupts reach a fiber wherever it is, end the waits that allow it, and disturb no other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use typhon_os::time::monotonic_nanos;
use typhon_scheduler::{POLL_INTERRUPT, RawLock, Waited, interrupt, sleep_until, yield_now};

use super::embedder::{run, spawn};

#[test]
fn sleeps_and_lock_waits_end() {
    run(2, |fiber| {
        let lock = Arc::new(RawLock::new());
        lock.lock(fiber);
        let sleeper = spawn(fiber, |fiber| {
            assert!(!sleep_until(fiber, monotonic_nanos() + 60_000_000_000));
            assert!(fiber.take_interrupt() && !fiber.take_interrupt());
            assert!(sleep_until(fiber, monotonic_nanos() + 1_000_000), "taken: the next sleep is whole");
        });
        let theirs = Arc::clone(&lock);
        let waiter = spawn(fiber, move |fiber| {
            assert_eq!(theirs.lock_interruptibly(fiber, None), Waited::Interrupted);
            assert!(fiber.take_interrupt());
            let soon = monotonic_nanos() + 2_000_000;
            assert_eq!(theirs.lock_interruptibly(fiber, Some(soon)), Waited::TimedOut);
            assert_eq!(theirs.lock_interruptibly(fiber, None), Waited::Ready);
            theirs.unlock();
        });
        let theirs = Arc::clone(&lock);
        let patient = spawn(fiber, move |fiber| {
            theirs.lock(fiber);
            assert!(fiber.take_interrupt(), "it waits on, and the interrupt stays");
            theirs.unlock();
        });
        assert!(sleep_until(fiber, monotonic_nanos() + 20_000_000));
        for target in [&sleeper, &waiter, &patient] {
            interrupt(target.fiber);
        }
        assert!(sleep_until(fiber, monotonic_nanos() + 20_000_000));
        lock.unlock();
        for handle in [sleeper, waiter, patient] {
            assert_eq!(handle.join(fiber), None);
        }
    });
}

#[test]
fn a_computing_fiber_is_told_on_whatever_worker() {
    run(2, |fiber| {
        let stop = Arc::new(AtomicBool::new(false));
        let theirs = Arc::clone(&stop);
        // Others migrate around it.
        let noise = spawn(fiber, move |fiber| {
            while !theirs.load(Ordering::Relaxed) {
                yield_now(fiber);
            }
        });
        let taken = Arc::new(AtomicU64::new(0));
        let theirs = Arc::clone(&taken);
        let busy = spawn(fiber, move |fiber| {
            while theirs.load(Ordering::Relaxed) < 200 {
                if fiber.worker().poll().load(Ordering::Relaxed) & POLL_INTERRUPT != 0 {
                    if fiber.take_interrupt() {
                        theirs.fetch_add(1, Ordering::Relaxed);
                    } else {
                        fiber.worker().clear_poll(POLL_INTERRUPT);
                    }
                    yield_now(fiber);
                }
            }
        });
        let (target, seen) = (busy.fiber, Arc::clone(&taken));
        let sender = thread::spawn(move || {
            for round in 0..200 {
                interrupt(target);
                let give_up = monotonic_nanos() + 20_000_000_000;
                while seen.load(Ordering::Relaxed) == round {
                    assert!(monotonic_nanos() < give_up, "interrupt {round} was lost");
                    thread::sleep(Duration::from_micros(20));
                }
            }
        });
        assert_eq!(busy.join(fiber), None);
        sender.join().unwrap();
        stop.store(true, Ordering::Relaxed);
        assert_eq!(noise.join(fiber), None);
    });
}

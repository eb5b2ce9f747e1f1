//! The end of the main fiber ends everything.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_os::time::monotonic_nanos;
use typhon_scheduler::{FiberRef, RawLock, park, park_until, unpark, yield_now};

use super::embedder::{poll, run, spawn};

#[test]
fn parked_ready_waiting_and_running_fibers_are_abandoned() {
    for _ in 0..20 {
        let mut parked: Vec<FiberRef> = Vec::new();
        let lock = Arc::new(RawLock::new());
        run(3, |fiber| {
            lock.lock(fiber);
            parked.extend((0..50).map(|_| spawn(fiber, park).fiber));
            for _ in 0..10 {
                let lock = Arc::clone(&lock);
                spawn(fiber, move |fiber| lock.lock(fiber));
                spawn(fiber, |fiber| {
                    park_until(fiber, monotonic_nanos() + 3_600_000_000_000);
                });
                spawn(fiber, |fiber| {
                    loop {
                        yield_now(fiber);
                    }
                });
            }
            // Computes for ever, but polls.
            spawn(fiber, |fiber| {
                loop {
                    poll(fiber);
                }
            });
            yield_now(fiber);
        });
        for fiber in parked {
            assert!(!fiber.is_alive());
            unpark(fiber); // a reference outlives its scheduler
        }
    }
}

#[test]
fn schedulers_live_side_by_side() {
    let threads: Vec<_> = (0..3)
        .map(|_| {
            std::thread::spawn(|| {
                let done = Arc::new(AtomicUsize::new(0));
                let counted = Arc::clone(&done);
                run(2, move |fiber| {
                    let handles: Vec<_> = (0..200)
                        .map(|_| {
                            let done = Arc::clone(&done);
                            spawn(fiber, move |_| {
                                done.fetch_add(1, Ordering::Relaxed);
                            })
                        })
                        .collect();
                    handles.iter().for_each(|handle| assert_eq!(handle.join(fiber), None));
                });
                assert_eq!(counted.load(Ordering::Relaxed), 200);
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

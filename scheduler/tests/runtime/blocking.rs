//! Long calls do not keep their worker: it goes on, on another OS thread.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use typhon_os::time::monotonic_nanos;
use typhon_scheduler::{Fiber, park_until, rejoin, yield_now};

use super::embedder::{poll, run, spawn};

/// Runs `call` as an embedder does.
fn blocking<T>(fiber: &Fiber, call: impl FnOnce() -> T) -> T {
    let section = fiber.worker().begin_blocking();
    let result = call();
    if !fiber.worker().end_blocking(section) {
        rejoin(fiber);
    }
    result
}

/// Not by luck, as when the monitor finds the worker in one call twice and takes that for a long one. On a machine with other work the system
/// makes short calls long ones: then it is tried again.
#[test]
fn who_makes_short_calls_one_after_the_other_is_preempted() {
    run(1, |fiber| {
        let preempted = || fiber.scheduler().counts().preemptions;
        let is_preempted = || {
            let before = preempted();
            (0..10).for_each(|_| make_short_calls(fiber));
            preempted() >= before + 5
        };
        assert!((0..10).any(|_| is_preempted()), "{:?}", fiber.scheduler().counts());
    });
}

/// Makes calls of 20 microseconds until another fiber has had its turn.
fn make_short_calls(fiber: &Fiber) {
    let ran = Arc::new(AtomicU64::new(0));
    let theirs = Arc::clone(&ran);
    let other = spawn(fiber, move |fiber| {
        park_until(fiber, monotonic_nanos() + 300_000);
        theirs.store(1, Ordering::Relaxed);
    });
    while ran.load(Ordering::Relaxed) == 0 {
        blocking(fiber, || {
            let end = monotonic_nanos() + 20_000;
            while monotonic_nanos() < end {}
        });
        poll(fiber);
    }
    assert_eq!(other.join(fiber), None);
}

/// Counted in turns, not in time: the machine may have other work.
#[test]
fn who_has_lost_its_worker_waits_for_one_turn_of_who_computes() {
    run(1, |fiber| {
        let stop = Arc::new(AtomicU64::new(0));
        let theirs = Arc::clone(&stop);
        let guest = spawn(fiber, move |fiber| {
            let scheduler = fiber.scheduler();
            let (mut lost, mut turns) = (0, 0);
            while lost < 3 {
                let section = fiber.worker().begin_blocking();
                std::thread::sleep(Duration::from_millis(20));
                let before = scheduler.counts().preemptions;
                if !fiber.worker().end_blocking(section) {
                    rejoin(fiber);
                    lost += 1;
                    turns += scheduler.counts().preemptions - before;
                }
            }
            theirs.store(1, Ordering::Relaxed);
            assert!(turns <= 6, "{turns} turns of the other one for three of its own");
        });
        while stop.load(Ordering::Relaxed) == 0 {
            poll(fiber);
        }
        assert_eq!(guest.join(fiber), None);
    });
}

#[test]
fn a_blocked_worker_runs_others_meanwhile() {
    for workers in [1, 2] {
        run(workers, |fiber| {
            let (mut here, mut there) = UnixStream::pair().unwrap();
            let reader = spawn(fiber, move |fiber| {
                let mut byte = [0];
                blocking(fiber, || here.read_exact(&mut byte)).unwrap();
                assert_eq!(byte, [7]);
                yield_now(fiber);
            });
            // As many readers as workers, and more, would stop everything.
            let sleepers: Vec<_> = (0..4)
                .map(|_| {
                    spawn(fiber, |fiber| blocking(fiber, || std::thread::sleep(Duration::from_millis(30))))
                })
                .collect();
            let deadline = monotonic_nanos() + 100_000_000;
            let mut turns = 0;
            while monotonic_nanos() < deadline {
                turns += 1;
                park_until(fiber, monotonic_nanos() + 1_000_000);
            }
            assert!(turns >= 4, "{turns} turns in 100 ms");
            assert!(fiber.scheduler().counts().handoffs >= 1, "{:?}", fiber.scheduler().counts());
            there.write_all(&[7]).unwrap();
            assert_eq!(reader.join(fiber), None);
            for sleeper in sleepers {
                assert_eq!(sleeper.join(fiber), None);
            }
        });
    }
}

#[test]
fn short_calls_are_not_handed_over() {
    run(2, |fiber| {
        for _ in 0..10_000 {
            blocking(fiber, || std::hint::black_box(1));
        }
        let counts = fiber.scheduler().counts();
        assert!(counts.handoffs <= 20, "{counts:?}");
    });
}

/// 64 fibers that wait in reads, two that compute: each of these has a worker of its own, so every reader has lost its.
#[test]
fn many_blocked_readers_leave_the_workers_free() {
    run(2, |fiber| {
        let mut writers = Vec::new();
        let readers: Vec<_> = (0..64)
            .map(|_| {
                let (mut here, there) = UnixStream::pair().unwrap();
                writers.push(there);
                spawn(fiber, move |fiber| {
                    blocking(fiber, || here.read_exact(&mut [0])).unwrap();
                })
            })
            .collect();
        let deadline = monotonic_nanos() + 10_000_000_000;
        let computing: Vec<_> = (0..2)
            .map(|_| {
                spawn(fiber, move |fiber| {
                    while fiber.scheduler().counts().handoffs < 64 && monotonic_nanos() < deadline {
                        poll(fiber);
                    }
                })
            })
            .collect();
        // The time it costs is a figure of `measure.rs`.
        computing.iter().for_each(|handle| assert_eq!(handle.join(fiber), None));
        let counts = fiber.scheduler().counts();
        assert_eq!(counts.handoffs, 64, "{counts:?}");
        assert!(fiber.scheduler().threads() >= 3, "{} threads", fiber.scheduler().threads());
        writers.iter_mut().for_each(|writer| writer.write_all(&[1]).unwrap());
        readers.iter().for_each(|reader| assert_eq!(reader.join(fiber), None));
    });
}

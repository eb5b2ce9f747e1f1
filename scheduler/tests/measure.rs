//! Figures for comparison on one machine, printed: `cargo test --release -p typhon-scheduler --test measure -- --nocapture`.
//!
//! Each also asserts a bound far from what it measures, so that a collapse is noticed.
#![cfg(not(loom))]
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

#[path = "runtime/embedder.rs"]
mod embedder;

use std::hint::black_box;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use typhon_os::memory::resident_bytes;
use typhon_os::time::monotonic_nanos;
use typhon_scheduler::{Fiber, RawLock, State, park, rejoin, sleep_until, unpark, yield_now};

use embedder::{poll, run, spawn};

/// Times `work`, which does `count` things; prints and answers nanoseconds each.
fn measure(name: &str, count: u64, work: impl FnOnce()) -> f64 {
    let begun = monotonic_nanos();
    work();
    let each = (monotonic_nanos() - begun) as f64 / count as f64;
    println!("{name:<44} {each:10.1} ns each, {:12.0} per second", 1e9 / each);
    each
}

fn create_and_join(fiber: &Fiber, count: u64) {
    let done = Arc::new(AtomicU64::new(0));
    for _ in 0..count {
        let theirs = Arc::clone(&done);
        let handle = spawn(fiber, move |_| {
            theirs.fetch_add(1, Ordering::Relaxed);
        });
        assert_eq!(handle.join(fiber), None);
    }
    assert_eq!(done.load(Ordering::Relaxed), count);
}

fn pairs(fiber: &Fiber, lock: &RawLock, count: u64) {
    for _ in 0..count {
        lock.lock(fiber);
        black_box(lock);
        lock.unlock();
        poll(fiber);
    }
}

fn ping_pong(fiber: &Fiber, count: u64) {
    let turn = Arc::new(AtomicU64::new(0));
    let (theirs, me) = (Arc::clone(&turn), fiber.reference());
    let other = spawn(fiber, move |fiber| {
        for round in 0..count {
            while theirs.load(Ordering::Acquire) != 2 * round + 1 {
                park(fiber);
            }
            theirs.store(2 * round + 2, Ordering::Release);
            unpark(me);
        }
    });
    for round in 0..count {
        turn.store(2 * round + 1, Ordering::Release);
        unpark(other.fiber);
        while turn.load(Ordering::Acquire) != 2 * round + 2 {
            park(fiber);
        }
    }
    assert_eq!(other.join(fiber), None);
}

/// A lock pair as an interpreter would do it: some work inside, some outside.
fn worked_pairs(fiber: &Fiber, lock: &RawLock, count: u64) {
    let work = |units: u64| (0..units).fold(0_u64, |sum, unit| black_box(sum ^ unit));
    for _ in 0..count {
        lock.lock(fiber);
        black_box(work(8));
        lock.unlock();
        black_box(work(16));
        poll(fiber);
    }
}

fn in_two_fibers(fiber: &Fiber, count: u64, work: fn(&Fiber, &RawLock, u64)) {
    let lock = Arc::new(RawLock::new());
    let handles: Vec<_> = (0..2)
        .map(|_| {
            let lock = Arc::clone(&lock);
            spawn(fiber, move |fiber| work(fiber, &lock, count / 2))
        })
        .collect();
    handles.iter().for_each(|handle| assert_eq!(handle.join(fiber), None));
}

fn parked_memory(fiber: &Fiber, count: usize) {
    let before = resident_bytes();
    let handles: Vec<_> = (0..count).map(|_| spawn(fiber, park)).collect();
    // SAFETY: alive until woken below.
    while handles.iter().any(|handle| unsafe { handle.fiber.fiber() }.state() != State::Parked) {
        yield_now(fiber);
    }
    println!("{count} parked fibers: {} bytes resident each", (resident_bytes() - before) / count);
    handles.iter().for_each(|handle| unpark(handle.fiber));
    handles.iter().for_each(|handle| assert_eq!(handle.join(fiber), None));
}

/// Two fibers that compute, alone and beside 64 that are stuck in reads.
fn beside_blocked_readers(fiber: &Fiber, count: u64) {
    let compute = |name: &str| {
        measure(name, count, || {
            let handles: Vec<_> = (0..2)
                .map(|_| {
                    spawn(fiber, move |fiber| {
                        for unit in 0..count / 2 {
                            black_box(unit);
                            poll(fiber);
                        }
                    })
                })
                .collect();
            handles.iter().for_each(|handle| assert_eq!(handle.join(fiber), None));
        })
    };
    compute("two fibers compute, warming up");
    let alone = compute("two fibers compute");
    let before = fiber.scheduler().counts().handoffs;
    let mut writers = Vec::new();
    let readers: Vec<_> = (0..64)
        .map(|_| {
            let (mut here, there) = UnixStream::pair().unwrap();
            writers.push(there);
            spawn(fiber, move |fiber| {
                let section = fiber.worker().begin_blocking();
                here.read_exact(&mut [0]).unwrap();
                if !fiber.worker().end_blocking(section) {
                    rejoin(fiber);
                }
            })
        })
        .collect();
    // Until all of them are stuck.
    assert!(sleep_until(fiber, fiber.scheduler().now() + 300_000_000));
    let beside = compute("two fibers compute beside 64 blocked readers");
    println!("  {:.2} x, {} hand-overs", beside / alone, fiber.scheduler().counts().handoffs - before);
    writers.iter_mut().for_each(|writer| writer.write_all(&[1]).unwrap());
    readers.iter().for_each(|reader| assert_eq!(reader.join(fiber), None));
}

#[test]
fn figures() {
    for workers in [1, 2] {
        println!("-- {workers} workers");
        run(workers, |fiber| {
            let scale = if cfg!(debug_assertions) { 20_000 } else { 1_000_000 };
            create_and_join(fiber, 1000);
            assert!(measure("create and join", scale, || create_and_join(fiber, scale)) < 100_000.0);
            let yields = measure("yield, alone", scale, || (0..scale).for_each(|_| yield_now(fiber)));
            assert!(yields < 20_000.0);
            assert!(measure("ping-pong round trip", scale, || ping_pong(fiber, scale)) < 100_000.0);
            let lock = RawLock::new();
            measure("lock pair, uncontended, with poll", 10 * scale, || pairs(fiber, &lock, 10 * scale));
            let before = fiber.scheduler().counts();
            measure("lock pair, two fibers", 10 * scale, || in_two_fibers(fiber, 10 * scale, pairs));
            let after = fiber.scheduler().counts();
            println!(
                "  in which {} parks, {} steals, {} sleeps",
                after.parks - before.parks,
                after.steals - before.steals,
                after.sleeps - before.sleeps
            );
            measure("  with work around it, one fiber", scale, || worked_pairs(fiber, &lock, scale));
            measure("  with work around it, two fibers", scale, || in_two_fibers(fiber, scale, worked_pairs));
            println!("{after:?}");
        });
    }
    let scale = if cfg!(debug_assertions) { 10_000_000 } else { 400_000_000 };
    run(2, |fiber| beside_blocked_readers(fiber, scale));
    run(2, |fiber| parked_memory(fiber, 20_000));
}

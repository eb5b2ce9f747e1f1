//! The scheduler through its public API: threads made and joined, switches, locks. For comparison on one machine only.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use typhon_benches::fibers;
use typhon_scheduler::{Fiber, RawLock, yield_now};

/// What is measured: a name, and the work for a number of rounds on the first fiber.
type Case = (&'static str, fn(&Fiber, u64));

fn create_and_join(fiber: &Fiber, rounds: u64) {
    for _ in 0..rounds {
        fibers::spawn(fiber, |_| ()).join(fiber);
    }
}

fn create_many_then_join(fiber: &Fiber, rounds: u64) {
    let mut left = rounds;
    while left > 0 {
        let handles: Vec<_> = (0..left.min(1000)).map(|_| fibers::spawn(fiber, |_| ())).collect();
        left -= handles.len() as u64;
        handles.iter().for_each(|handle| handle.join(fiber));
    }
}

fn yields(fiber: &Fiber, rounds: u64) {
    let other = fibers::spawn(fiber, move |fiber| (0..rounds / 2).for_each(|_| yield_now(fiber)));
    (0..rounds / 2).for_each(|_| yield_now(fiber));
    other.join(fiber);
}

fn lock_pairs(fiber: &Fiber, lock: &RawLock, rounds: u64) {
    for _ in 0..rounds {
        lock.lock(fiber);
        black_box(lock);
        lock.unlock();
        fibers::poll(fiber);
    }
}

fn uncontended_lock(fiber: &Fiber, rounds: u64) {
    lock_pairs(fiber, &RawLock::new(), rounds);
}

fn contended_lock(fiber: &Fiber, rounds: u64) {
    let lock = Arc::new(RawLock::new());
    let handles: Vec<_> = (0..2)
        .map(|_| {
            let lock = Arc::clone(&lock);
            fibers::spawn(fiber, move |fiber| lock_pairs(fiber, &lock, rounds / 2))
        })
        .collect();
    handles.iter().for_each(|handle| handle.join(fiber));
}

const CASES: [Case; 6] = [
    ("create and join", create_and_join),
    ("create a thousand, then join", create_many_then_join),
    ("yield between two", yields),
    ("ping-pong round trip", fibers::ping_pong),
    ("lock and unlock, alone", uncontended_lock),
    ("lock and unlock, two fibers", contended_lock),
];

fn scheduler(criterion: &mut Criterion) {
    for workers in [1, 2] {
        let mut group = criterion.benchmark_group(format!("{workers} workers"));
        for (name, work) in CASES {
            group.bench_function(name, |bencher| {
                bencher.iter_custom(|rounds| {
                    let mut took = Duration::ZERO;
                    fibers::run(workers, |fiber| {
                        // The first stacks are made and touched before the time counts.
                        work(fiber, 1000);
                        let begun = Instant::now();
                        work(fiber, rounds);
                        took = begun.elapsed();
                    });
                    took
                });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, scheduler);
criterion_main!(benches);

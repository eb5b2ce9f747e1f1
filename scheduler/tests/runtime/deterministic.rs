//! A deterministic scheduler: equal seeds, equal runs; planted bugs are found and found again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use typhon_scheduler::{
    Config, Exploration, Fiber, RawLock, Scheduler, Strategy, Waited, scheduling_point, sleep_until,
};

use super::embedder::{Embedder, config, spawn};

const SEEDS: u64 = 1000;
const PCT: Strategy = Strategy::Pct { depth: 3, steps: 60 };

/// Runs `main` under a seed; answers the trace.
fn explore(seed: u64, strategy: Strategy, main: impl FnOnce(&Fiber) + Send) -> Vec<u8> {
    let path =
        std::env::temp_dir().join(format!("typhon-trace-{}-{:p}", std::process::id(), &raw const seed));
    let trace = Arc::new(std::fs::File::create(&path).unwrap());
    let exploration = Exploration { seed, strategy, trace: Some(trace) };
    let config = Config { exploration: Some(exploration), ..config(4) };
    let embedder = Arc::new(Embedder::default());
    Scheduler::run(&config, Arc::clone(&embedder), main).unwrap();
    assert_eq!(embedder.started.load(Ordering::Relaxed), 1, "one worker");
    let trace = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    trace
}

/// Three fibers that read, reach a scheduling point, and write: an update may be lost.
fn lost_update(fiber: &Fiber) -> u64 {
    let count = Arc::new(AtomicU64::new(0));
    let handles: Vec<_> = (0..3)
        .map(|_| {
            let count = Arc::clone(&count);
            spawn(fiber, move |fiber| {
                scheduling_point(fiber);
                let seen = count.load(Ordering::Relaxed);
                scheduling_point(fiber);
                count.store(seen + 1, Ordering::Relaxed);
                scheduling_point(fiber);
            })
        })
        .collect();
    handles.iter().for_each(|handle| assert_eq!(handle.join(fiber), None));
    3 - count.load(Ordering::Relaxed)
}

/// Two fibers that take two locks in different orders; whether one of them waited in vain.
fn lock_order(fiber: &Fiber) -> u64 {
    let locks = Arc::new([RawLock::new(), RawLock::new()]);
    let stuck = Arc::new(AtomicU64::new(0));
    let handles: Vec<_> = [(0, 1), (1, 0)]
        .into_iter()
        .map(|(first, second)| {
            let (locks, stuck) = (Arc::clone(&locks), Arc::clone(&stuck));
            spawn(fiber, move |fiber| {
                scheduling_point(fiber);
                locks[first].lock(fiber);
                scheduling_point(fiber);
                // A deadline in virtual time: it passes when nothing can run, at once.
                let deadline = fiber.scheduler().now() + 3_600_000_000_000;
                match locks[second].lock_interruptibly(fiber, Some(deadline)) {
                    Waited::Ready => locks[second].unlock(),
                    _ => {
                        stuck.fetch_add(1, Ordering::Relaxed);
                    }
                }
                locks[first].unlock();
            })
        })
        .collect();
    handles.iter().for_each(|handle| assert_eq!(handle.join(fiber), None));
    stuck.load(Ordering::Relaxed)
}

/// The first seed with the bug, and that the run of the seed replays.
fn find(strategy: Strategy, program: fn(&Fiber) -> u64) {
    let run = |seed| {
        let mut failed = 0;
        let result = &mut failed;
        let trace = explore(seed, strategy, move |fiber| *result = program(fiber));
        (failed, trace)
    };
    let found = (0..SEEDS).find(|&seed| run(seed).0 != 0);
    let found = found.expect("the planted bug is found within a thousand seeds");
    let (first, again) = (run(found), run(found));
    assert!(first.0 != 0 && first == again, "seed {found} replays, trace and all");
}

#[test]
fn a_lost_update_is_found_by_both_strategies() {
    find(Strategy::Random, lost_update);
    find(PCT, lost_update);
}

#[test]
fn a_lock_order_bug_is_found_by_both_strategies() {
    find(Strategy::Random, lock_order);
    find(PCT, lock_order);
}

#[test]
fn different_seeds_differ() {
    let trace = |seed| explore(seed, Strategy::Random, |fiber| assert!(lost_update(fiber) < 3));
    let first = trace(0);
    assert!(!first.is_empty());
    assert!((1..20).any(|seed| trace(seed) != first));
}

#[test]
fn time_is_virtual() {
    let begun = std::time::Instant::now();
    explore(1, Strategy::Random, |fiber| {
        let before = fiber.scheduler().now();
        assert!(sleep_until(fiber, before + 3_600_000_000_000));
        let slept = fiber.scheduler().now() - before;
        assert!((3_600_000_000_000..3_600_001_000_000).contains(&slept), "{slept}");
    });
    assert!(begun.elapsed().as_secs() < 60);
}

//! Random graphs on several mutators, with collections forced while they change.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rand::rngs::SmallRng;
use rand::{Rng, RngExt, SeedableRng};

use super::mock::{Mock, Thread, assert_intact, object_of, slots_of, small_config};
use crate::{CollectionKind, Config, ObjRef};

/// A size in words beyond the fixed ones: mostly small, some medium, few large.
fn payload(random: &mut impl Rng) -> usize {
    match random.random_range(0..1000) {
        0..900 => random.random_range(0..12),
        900..970 => random.random_range(12..60),
        970..997 => random.random_range(60..1000),
        _ => random.random_range(1000..6000),
    }
}

/// Walks from a random root along random slots, checking what it meets.
fn walk(thread: &Thread<'_>, shared: &[crate::Slot], random: &mut impl Rng) -> Option<ObjRef> {
    let start = match random.random_range(0..3) {
        0 => &shared[random.random_range(0..shared.len())],
        _ => &thread.roots.slots[random.random_range(0..thread.roots.slots.len())],
    };
    let mut at = object_of(start.load())?;
    for _ in 0..random.random_range(0..12) {
        assert_intact(at);
        let slots = slots_of(at);
        if slots.is_empty() {
            break;
        }
        let Some(next) = object_of(slots[random.random_range(0..slots.len())].load()) else { break };
        at = next;
    }
    assert_intact(at);
    Some(at)
}

/// Builds, rewires and drops; polls after every step, at which nothing but its roots keeps anything alive.
pub(super) fn mutate(thread: &Thread<'_>, shared: &[crate::Slot], steps: usize, seed: u64, forced: usize) {
    let mut random = SmallRng::seed_from_u64(seed);
    for step in 0..steps {
        let slots = random.random_range(0..6);
        let object = thread.alloc(slots, payload(&mut random));
        for index in 0..slots {
            if random.random_bool(0.7) {
                let other = walk(thread, shared, &mut random);
                thread.store(object, index, other);
            }
        }
        // Hang it into what there is already.
        if let Some(holder) = walk(thread, shared, &mut random)
            && !slots_of(holder).is_empty()
        {
            thread.store(holder, random.random_range(0..slots_of(holder).len()), Some(object));
        }
        let root = random.random_range(0..thread.roots.slots.len());
        match random.random_range(0..8) {
            0 => thread.set_root(root, None),
            1 => shared[random.random_range(0..shared.len())].init(object.address() as u64),
            2..5 => thread.set_root(root, Some(object)),
            _ => {}
        }
        if random.random_range(0..64) == 0 {
            shared[random.random_range(0..shared.len())].init(0);
        }
        thread.safepoint();
        if step % forced == forced - 1 {
            let kind = if random.random_bool(0.7) { CollectionKind::Young } else { CollectionKind::Full };
            thread.collect(kind);
        }
        if random.random_range(0..50) == 0 {
            thread.mutator.enter_safe();
            std::thread::yield_now();
            thread.mutator.leave_safe();
        }
    }
}

fn check_graphs(config: Config, threads: usize, steps: usize, forced: usize, seed: u64) {
    let mock = Mock::new(config);
    let shared = mock.roots(32);
    std::thread::scope(|scope| {
        for index in 0..threads as u64 {
            let (mock, shared) = (&mock, &shared);
            scope.spawn(move || {
                let thread = mock.mutator();
                mutate(&thread, &shared.slots, steps, seed * 100 + index, forced);
                thread.roots.clear();
            });
        }
    });
    assert_eq!(mock.complaints(), [""; 0]);
    shared.clear();
    let report = mock.heap.collect(CollectionKind::Full);
    assert_eq!((report.scanned_objects, report.used_bytes), (0, 0));
    assert_eq!(mock.heap.stats().large_objects, 0);
}

#[test]
fn random_graphs_under_forced_collections() {
    for seed in 0..3 {
        check_graphs(small_config(), 3, 3000, 97, seed);
    }
}

#[test]
fn random_graphs_under_volume_alone() {
    check_graphs(
        Config { verify: false, young_trigger_bytes: 128 << 10, ..small_config() },
        4,
        20_000,
        usize::MAX,
        7,
    );
}

#[test]
fn random_graphs_under_zeal() {
    check_graphs(Config { zeal: true, ..small_config() }, 2, 400, usize::MAX, 11);
}

#[test]
fn heaps_of_one_process_do_not_mix() {
    std::thread::scope(|scope| {
        for seed in 20..23 {
            scope.spawn(move || check_graphs(small_config(), 2, 1000, 61, seed));
        }
    });
}

#[test]
fn parallel_marking_finds_what_marking_alone_finds() {
    let mut counts = Vec::new();
    for marker_threads in [1, 4] {
        let mock = Mock::new(Config { marker_threads, verify: marker_threads == 4, ..small_config() });
        let thread = mock.mutator();
        let mut random = SmallRng::seed_from_u64(5);
        // A broad graph with shared parts, well above what one thread marks before it calls others.
        let roots = mock.roots(1000);
        for index in 0..200_000 {
            let object = thread.alloc(3, index % 5);
            for slot in slots_of(object) {
                let other = roots.slots[random.random_range(0..1000)].load();
                slot.init(if random.random_bool(0.5) { other } else { 0 });
            }
            roots.slots[random.random_range(0..1000)].init(object.address() as u64);
        }
        let report = thread.collect(CollectionKind::Full);
        assert!(report.scanned_objects > 50_000, "{report:?}");
        counts.push((report.scanned_objects, report.used_bytes));
        // Again, with everything old, and with both bitmaps' parts exchanged.
        assert_eq!(thread.collect(CollectionKind::Full).scanned_objects, report.scanned_objects);
        assert_eq!(mock.complaints(), [""; 0]);
    }
    assert_eq!(counts[0], counts[1]);
}

#[test]
fn a_thread_that_blocks_holds_nobody_up() {
    let mock = Mock::new(small_config());
    let (done, collections) = (AtomicBool::new(false), AtomicUsize::new(0));
    let blocked = mock.mutator();
    blocked.set_root(0, Some(blocked.alloc(2, 2)));
    blocked.mutator.enter_safe();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let thread = mock.mutator();
                while !done.load(Ordering::Relaxed) {
                    assert_intact(thread.alloc(1, 3));
                    thread.collect(CollectionKind::Young);
                    if collections.fetch_add(1, Ordering::Relaxed) > 200 {
                        done.store(true, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    blocked.mutator.leave_safe();
    assert_intact(blocked.root(0).unwrap());
    assert_eq!(mock.complaints(), [""; 0]);
}

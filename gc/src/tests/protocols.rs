//! Mutators that come, go, block and stop each other.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::mock::{Mock, assert_intact, small_config};
use crate::{CollectionKind, Config, Heap};

#[test]
fn mutators_come_and_go_while_others_collect() {
    let mock = Mock::new(Config { verify: false, ..small_config() });
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..300 {
                mock.heap.collect(CollectionKind::Young);
            }
            done.store(true, Ordering::Relaxed);
        });
        scope.spawn(|| {
            let thread = mock.mutator();
            while !done.load(Ordering::Relaxed) {
                assert_intact(thread.alloc(1, 9));
                thread.safepoint();
            }
        });
        let mutator = mock.heap.register_mutator();
        while !done.load(Ordering::Relaxed) {
            mutator.leave_safe();
            assert!(!mutator.is_safe());
            mutator.enter_safe();
            // Waits while a stop is on, so there are not many.
            drop(mock.heap.register_mutator());
        }
    });
    assert_eq!(mock.complaints(), [""; 0]);
    // Allocation may have made some due besides.
    assert!(mock.heap.stats().young.collections >= 300);
}

#[test]
fn inside_a_stop_nobody_else_runs() {
    let mock = Mock::new(small_config());
    // Plain read-modify-write in two steps: any overlap loses counts.
    let (counter, total) = (AtomicU64::new(0), 3 * 400);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let thread = mock.mutator();
                for _ in 0..400 {
                    thread.mutator.stop_world(|| {
                        let seen = counter.load(Ordering::Relaxed);
                        std::hint::spin_loop();
                        counter.store(seen + 1, Ordering::Relaxed);
                    });
                    thread.safepoint();
                }
            });
        }
    });
    assert_eq!(counter.into_inner(), total);
}

#[test]
fn zeal_collects_at_every_safepoint_and_fully_every_fourth_time() {
    let mock = Mock::new(Config { zeal: true, ..small_config() });
    let thread = mock.mutator();
    thread.set_root(0, Some(thread.alloc(1, 1)));
    for _ in 0..12 {
        assert!(thread.safepoint());
    }
    let stats = mock.heap.stats();
    assert_eq!((stats.young.collections, stats.full.collections), (9, 3));
    assert_intact(thread.root(0).unwrap());
}

#[test]
fn a_scarce_address_space_shrinks_the_heap_instead_of_failing_it() {
    // More than any machine maps: the reservation is halved until it fits.
    let mock = Mock::new(Config { reserve_bytes: 1 << 46, ..small_config() });
    let (base, len) = mock.heap.range();
    assert!((1 << 24..1 << 46).contains(&len));
    assert!(base.is_multiple_of(crate::BLOCK_BYTES));
    let thread = mock.mutator();
    assert_intact(thread.alloc(0, 100_000));
}

#[test]
fn a_fixed_address_is_taken_or_refused() {
    let at = 0x0000_2A00_0000_0000;
    let config = Config { fixed_address: Some(at), ..small_config() };
    let mock = Mock::new(config.clone());
    assert_eq!(mock.heap.range().0, at);
    assert!(Heap::new(config, mock.host.clone()).is_err());
}

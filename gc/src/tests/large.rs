//! Large objects: their pages, their cards, their pieces.

use std::sync::atomic::Ordering;

use super::mock::{Mock, assert_intact, slots_of, small_config};
use crate::{CollectionKind, Config, MAX_MEDIUM_BYTES};

#[test]
fn large_objects_live_and_die() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    for round in 0..30 {
        let mut kept = Vec::new();
        for index in 0..20 {
            let object = thread.alloc(3, MAX_MEDIUM_BYTES / 8 + (index * 977 + round * 313) % 9000);
            assert!(object.address().is_multiple_of(4096));
            if index % 4 == 0 {
                slots_of(object)[2].init(thread.roots.slots[0].load());
                thread.set_root(0, Some(object));
                kept.push(object);
            }
        }
        thread.collect(if round % 2 == 0 { CollectionKind::Young } else { CollectionKind::Full });
        assert_eq!(mock.heap.stats().large_objects, kept.len());
        kept.into_iter().for_each(assert_intact);
        thread.set_root(0, None);
        thread.collect(CollectionKind::Full);
        assert_eq!(mock.heap.stats().large_bytes, 0);
        // The runs are joined again.
        let large = mock.heap.inner().large.lock();
        let runs = large.committed_runs();
        assert!(runs.windows(2).all(|pair| pair[0].0 + pair[0].1 < pair[1].0), "{runs:?}");
    }
    assert_eq!(mock.complaints(), [""; 0]);
}

#[test]
fn memory_of_dead_large_objects_is_used_again_and_a_peak_is_returned() {
    let mock = Mock::new(Config { young_trigger_bytes: 1 << 20, verify: false, ..small_config() });
    let thread = mock.mutator();
    let committed = |mock: &Mock| mock.heap.stats().free_large_bytes;
    let words = 8 * MAX_MEDIUM_BYTES / 8;
    let first = thread.alloc(0, words).address();
    thread.collect(CollectionKind::Young);
    let kept = committed(&mock);
    assert!(kept >= 8 * MAX_MEDIUM_BYTES, "{kept}");
    assert_eq!(thread.alloc(0, words).address(), first);
    assert_eq!(committed(&mock), 0);
    for _ in 0..1000 {
        thread.alloc(0, words);
    }
    thread.collect(CollectionKind::Full);
    assert!((1..=5 << 19).contains(&committed(&mock)), "{}", committed(&mock));
    assert_eq!(mock.heap.stats().large_objects, 0);
}

#[test]
fn a_store_into_a_large_object_costs_a_card() {
    let mock = Mock::new(Config { verify: false, ..small_config() });
    let thread = mock.mutator();
    let count = 1 << 20;
    let large = thread.alloc(count, 0);
    thread.set_root(0, Some(large));
    thread.collect(CollectionKind::Young);
    assert_eq!(mock.heap.stats().large_objects, 1);
    let indices = [0, 1, 77_777, 77_778, 500_000, count - 1];
    let mut young = Vec::new();
    for index in indices {
        let object = thread.alloc(1, 1);
        thread.store(large, index, Some(object));
        young.push(object);
    }
    mock.host.traced_slots.store(0, Ordering::Relaxed);
    let report = thread.collect(CollectionKind::Young);
    let looked_at = mock.host.traced_slots.load(Ordering::Relaxed);
    assert!(looked_at <= 5 * 64 + 6, "{looked_at} slots for {} stores: {report:?}", indices.len());
    young.iter().for_each(|&object| assert_intact(object));
    // The cards are clean now.
    assert_eq!(thread.collect(CollectionKind::Young).scanned_objects, 0);
    let pieces = count * 8 / (128 * 1024);
    let again = thread.alloc(0, 0);
    thread.store(large, 77_777, Some(again));
    assert_eq!(thread.collect(CollectionKind::Full).scanned_objects, 1 + pieces + indices.len());
    assert_intact(again);
}

#[test]
fn log_range_remembers_every_slot() {
    for slots in [600, 40_000] {
        let mock = Mock::new(small_config());
        let thread = mock.mutator();
        let holder = thread.alloc(slots, 0);
        thread.set_root(0, Some(holder));
        thread.collect(CollectionKind::Young);
        let young: Vec<_> = (0..200).map(|index| thread.alloc(0, index % 7)).collect();
        let range = &slots_of(holder)[slots / 3..slots / 3 + 200];
        for (slot, object) in range.iter().zip(&young) {
            slot.init(object.address() as u64);
        }
        thread.mutator.log_range(holder, range);
        thread.collect(CollectionKind::Young);
        young.into_iter().for_each(assert_intact);
        assert_eq!(mock.complaints(), [""; 0]);
    }
}

#[test]
fn a_large_object_is_scanned_in_pieces_by_several_threads() {
    let mock = Mock::new(Config { marker_threads: 3, ..small_config() });
    let thread = mock.mutator();
    let count = 300_000;
    let large = thread.alloc(count, 0);
    thread.set_root(0, Some(large));
    for slot in slots_of(large) {
        slot.init(thread.alloc(1, 0).address() as u64);
    }
    for _ in 0..2 {
        let report = thread.collect(CollectionKind::Full);
        let pieces = count * 8 / (128 * 1024);
        assert!((count + pieces..=count + pieces + 2).contains(&report.scanned_objects), "{report:?}");
        assert_eq!(mock.complaints(), [""; 0]);
    }
    slots_of(large)
        .iter()
        .step_by(1000)
        .for_each(|slot| assert_intact(super::mock::object_of(slot.load()).unwrap()));
}

#[test]
fn blocks_and_large_objects_share_a_short_range() {
    let mock = Mock::new(Config { reserve_bytes: 16 << 20, ..small_config() });
    let thread = mock.mutator();
    for _ in 0..5 {
        // Nearly all of it as one object, then as small ones, then again.
        let large = thread.alloc(1, (15 << 20) / 8);
        thread.set_root(0, Some(large));
        assert!(thread.mutator.alloc(4 << 20).is_err());
        thread.collect(CollectionKind::Full);
        assert_intact(large);
        thread.set_root(0, None);
        thread.collect(CollectionKind::Full);
    }
    for _ in 0..30 << 10 {
        assert_intact(thread.alloc(0, 60));
        thread.safepoint();
    }
    assert_eq!(mock.complaints(), [""; 0]);
}

//! Deliberate bugs are noticed.

use super::graphs::mutate;
use super::mock::{Mock, check, small_config};
use crate::{CollectionKind, Config, Sabotage};

#[test]
fn a_dropped_barrier_is_caught_by_the_verifier() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let old = thread.alloc(1, 0);
    thread.set_root(0, Some(old));
    thread.collect(CollectionKind::Young);
    mock.heap.sabotage(Some(Sabotage::DropBarrier));
    let young = thread.alloc(0, 2);
    thread.store(old, 0, Some(young));
    thread.collect(CollectionKind::Young);
    let complaints = mock.complaints();
    assert_eq!(complaints.len(), 1, "{complaints:?}");
    assert!(complaints[0].contains("is not marked"), "{complaints:?}");
    // Nor does it pass the canary: what was freed is poisoned.
    assert!(check(young).is_err());
}

#[test]
fn a_dropped_barrier_is_caught_in_large_objects_too() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let old = thread.alloc(5000, 0);
    thread.set_root(0, Some(old));
    thread.collect(CollectionKind::Young);
    mock.heap.sabotage(Some(Sabotage::DropBarrier));
    thread.store(old, 4999, Some(thread.alloc(0, 2)));
    thread.collect(CollectionKind::Young);
    assert_eq!(mock.complaints().len(), 1);
}

#[test]
fn a_dropped_barrier_does_not_survive_random_graphs() {
    let mock = Mock::new(small_config());
    let shared = mock.roots(32);
    mock.heap.sabotage(Some(Sabotage::DropBarrier));
    // The program itself may fall over what was freed too early; the verifier must have said so before.
    let run = std::panic::AssertUnwindSafe(|| {
        mutate(&mock.mutator(), &shared.slots, 2000, 3, 50);
    });
    let _ = std::panic::catch_unwind(run);
    assert!(
        mock.complaints().iter().any(|complaint| complaint.contains("is not marked")),
        "{:?}",
        mock.complaints()
    );
}

#[test]
fn a_missed_handshake_is_caught() {
    let mock = Mock::new(Config { verify: false, ..small_config() });
    let thread = mock.mutator();
    // It runs, and nobody waits for it. (On one OS thread: that it never arrives is certain.)
    let missed = mock.mutator();
    let unpublished = missed.alloc(0, 1);
    mock.heap.sabotage(Some(Sabotage::MissHandshake));
    thread.collect(CollectionKind::Young);
    assert_eq!(mock.complaints(), ["mutator 1 runs inside a stop"]);
    assert!(check(unpublished).is_err(), "its memory was swept under its hands");
    mock.heap.sabotage(None);
    missed.mutator.enter_safe();
    thread.collect(CollectionKind::Young);
    assert_eq!(mock.complaints().len(), 1);
    missed.mutator.leave_safe();
}

#[test]
fn a_planted_dangling_reference_is_caught() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let dead = thread.alloc(0, 1);
    let holder = thread.alloc(2, 1);
    thread.set_root(0, Some(holder));
    thread.collect(CollectionKind::Young);
    // No root and no slot knew of it; now one does again, and one points into the holder itself.
    let slots = super::mock::slots_of(holder);
    slots[0].init(dead.address() as u64);
    slots[1].init(holder.address() as u64 + 16);
    thread.collect(CollectionKind::Full);
    let complaints = mock.complaints();
    assert_eq!(
        complaints.iter().filter(|complaint| complaint.contains("no object")).count(),
        2,
        "{complaints:?}"
    );
}

#[test]
fn a_planted_missing_mark_is_caught() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let holder = thread.alloc(1, 1);
    thread.set_root(0, Some(holder));
    let young = thread.alloc(0, 1);
    thread.collect(CollectionKind::Young);
    let _ = young;
    // A mark that nothing explains shows in a full marking's count: an object kept alive for ever.
    let inner = mock.heap.inner();
    let offset = inner.space.offset(holder.address()).unwrap();
    let record = &inner.space.blocks[offset / crate::BLOCK_BYTES];
    record.bits[1 - inner.space.parity()].insert(offset / 16 + 64);
    thread.collect(CollectionKind::Full);
    assert!(mock.complaints()[0].contains("can be reached"), "{:?}", mock.complaints());
}

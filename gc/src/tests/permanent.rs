//! What the start has left: never freed, and what it leads to is found.

use std::sync::atomic::Ordering;

use super::mock::{Mock, Thread, WEAK_TABLE, assert_intact, slots_of, small_config};
use crate::{CollectionKind, ObjRef, Watch};

/// Makes objects of all sizes, the first of which leads to the others, and ends the start.
fn started(thread: &Thread<'_>) -> Vec<ObjRef> {
    let sizes = [0, 1, 7, 200, 900, 1500, 40_000];
    let objects: Vec<ObjRef> = sizes.iter().map(|&payload| thread.alloc(8, payload)).collect();
    for (slot, &object) in objects[1..].iter().enumerate() {
        thread.store(objects[0], slot, Some(object));
    }
    thread.set_root(0, Some(objects[0]));
    thread.mutator.end_start();
    objects
}

fn weak(mock: &Mock, objects: &[ObjRef]) {
    *mock.host.weak.lock() = objects.to_vec();
}

fn alive(mock: &Mock) -> Vec<ObjRef> {
    mock.host.weak.lock().clone()
}

#[test]
fn what_has_survived_is_never_freed() {
    for first in [CollectionKind::Young, CollectionKind::Full] {
        let mock = Mock::new(small_config());
        let thread = mock.mutator();
        let objects = started(&thread);
        thread.collect(first);
        thread.set_root(0, None);
        weak(&mock, &objects);
        for kind in [CollectionKind::Full, CollectionKind::Young, CollectionKind::Full, CollectionKind::Full]
        {
            thread.collect(kind);
            assert_eq!(alive(&mock), objects);
            // Whoever took their memory would fill all of it.
            for payload in [1, 20, 200, 900] {
                for _ in 0..400 {
                    thread.alloc(1, payload);
                }
            }
            objects.iter().for_each(|&object| assert_intact(object));
        }
        assert_eq!(mock.complaints(), [""; 0]);
    }
}

#[test]
fn what_dies_before_the_first_collection_is_freed_and_what_is_newer_is_ordinary() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let dead = thread.alloc(1, 4);
    let objects = started(&thread);
    let newer = thread.alloc(2, 4);
    thread.set_root(1, Some(newer));
    weak(&mock, &[dead, objects[1], newer]);
    thread.collect(CollectionKind::Young);
    assert_eq!(alive(&mock), [objects[1], newer]);
    thread.collect(CollectionKind::Full);
    thread.set_root(0, None);
    thread.set_root(1, None);
    thread.collect(CollectionKind::Full);
    assert_eq!(alive(&mock), [objects[1]]);
    assert_eq!(mock.complaints(), [""; 0]);
}

#[test]
fn what_permanent_objects_lead_to_lives_as_long_as_they_lead_there() {
    for large in [false, true] {
        let mock = Mock::new(small_config());
        let thread = mock.mutator();
        let objects = started(&thread);
        let holder = if large { objects[6] } else { objects[2] };
        // Before anything is permanent, while everything is, and in each stage after.
        for slot in 0..4 {
            let (part, behind) = (thread.alloc(1, 3), thread.alloc(0, 2));
            thread.store(part, 0, Some(behind));
            thread.store(holder, slot, Some(part));
            thread.collect(if slot == 1 { CollectionKind::Full } else { CollectionKind::Young });
            weak(&mock, &[part, behind]);
            for _ in 0..2 {
                thread.collect(CollectionKind::Full);
                assert_eq!(alive(&mock), [part, behind]);
            }
            assert_intact(behind);
            thread.store(holder, slot, None);
            thread.collect(CollectionKind::Full);
            assert_eq!(alive(&mock), []);
        }
        assert_eq!(mock.complaints(), [""; 0]);
    }
}

#[test]
fn entries_of_permanent_weak_tables_go_with_their_keys() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let table = thread.alloc(4, 0);
    table.header().flags.store(WEAK_TABLE, Ordering::Relaxed);
    thread.set_root(2, Some(table));
    started(&thread);
    for round in 0..3 {
        let (key, value) = (thread.alloc(0, 1), thread.alloc(0, 2));
        thread.store(table, 0, Some(key));
        thread.store(table, 1, Some(value));
        thread.set_root(3, Some(key));
        weak(&mock, &[key, value]);
        thread.collect(if round == 0 { CollectionKind::Young } else { CollectionKind::Full });
        // Nothing is stored between the two, the second of which no longer scans all.
        for _ in 0..2 {
            thread.collect(CollectionKind::Full);
            assert_eq!(alive(&mock), [key, value], "{round}");
        }
        thread.set_root(3, None);
        thread.collect(CollectionKind::Full);
        assert_eq!(alive(&mock), [], "{round}");
        thread.store(table, 0, None);
        thread.store(table, 1, None);
    }
    assert_eq!(mock.complaints(), [""; 0]);
}

#[test]
fn full_collections_look_at_what_is_not_permanent_only() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let many: Vec<ObjRef> = (0..10_000).map(|_| thread.alloc(1, 1)).collect();
    many.windows(2).for_each(|pair| thread.store(pair[0], 0, Some(pair[1])));
    thread.set_root(1, Some(many[0]));
    let objects = started(&thread);
    thread.collect(CollectionKind::Full);
    let part = thread.alloc(0, 3);
    thread.store(objects[3], 5, Some(part));
    thread.collect(CollectionKind::Young);
    mock.host.traced.store(0, Ordering::Relaxed);
    let report = thread.collect(CollectionKind::Full);
    assert_eq!(report.scanned_objects, 2, "the object that was stored into, and what was stored");
    assert_intact(part);
    assert_eq!(slots_of(objects[3])[5].load(), part.address() as u64);
    assert_eq!(mock.complaints(), [""; 0]);
}

#[test]
fn nothing_is_permanent_where_there_was_a_collection_before() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    thread.collect(CollectionKind::Young);
    let objects = started(&thread);
    thread.collect(CollectionKind::Full);
    thread.set_root(0, None);
    weak(&mock, &objects);
    thread.collect(CollectionKind::Full);
    assert_eq!(alive(&mock), []);
}

#[test]
fn permanent_objects_are_finalized_at_the_embedders_end_only() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let object = thread.alloc(1, 3);
    thread.mutator.watch(object, Watch::Finalize);
    thread.set_root(1, Some(object));
    started(&thread);
    thread.collect(CollectionKind::Full);
    thread.set_root(1, None);
    thread.collect(CollectionKind::Full);
    assert_eq!(*mock.host.due.lock(), []);
    let mut due = Vec::new();
    thread.mutator.take_finalizable(|all| due = all);
    assert_eq!(due, [object]);
}

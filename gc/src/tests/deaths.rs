//! What is told of objects that die: finalizers, payloads, weak tables; and looking at every object.

use std::sync::atomic::Ordering;

use super::mock::{Mock, Thread, WEAK_TABLE, assert_intact, slots_of, small_config, word_of};
use crate::{CollectionKind, Config, ObjRef, Slot, Watch};

fn watched(thread: &Thread<'_>, watch: Watch) -> ObjRef {
    let object = thread.alloc(1, 3);
    thread.mutator.watch(object, watch);
    object
}

#[test]
fn an_object_is_finalized_once_with_all_it_leads_to_intact() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    for kind in [CollectionKind::Young, CollectionKind::Full] {
        let (object, part) = (watched(&thread, Watch::Finalize), thread.alloc(0, 5));
        thread.store(object, 0, Some(part));
        *mock.host.strong.lock() = vec![object, part];
        thread.set_root(0, Some(object));
        thread.collect(kind);
        assert!(mock.host.due.lock().is_empty());
        assert_eq!(mock.host.strong.lock().len(), 2);
        thread.set_root(0, None);
        // It is old by now.
        thread.collect(CollectionKind::Full);
        assert_eq!(*mock.host.due.lock(), [object]);
        assert!(mock.host.strong.lock().is_empty(), "weak references are cleared before finalizers run");
        thread.collect(CollectionKind::Full);
        assert_intact(object);
        assert_intact(part);
        assert_eq!(*mock.host.due.lock(), [object]);
        *mock.host.weak.lock() = vec![object, part];
        mock.host.due.lock().clear();
        thread.collect(CollectionKind::Full);
        assert!(mock.host.weak.lock().is_empty() && mock.host.due.lock().is_empty());
    }
    assert_eq!(mock.complaints(), [""; 0]);
}

#[test]
fn a_young_collection_finalizes_young_objects_and_leaves_old_ones() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let old = watched(&thread, Watch::Finalize);
    thread.set_root(0, Some(old));
    thread.collect(CollectionKind::Young);
    thread.set_root(0, None);
    let young: Vec<ObjRef> = (0..3).map(|_| watched(&thread, Watch::Finalize)).collect();
    thread.collect(CollectionKind::Young);
    assert_eq!(*mock.host.due.lock(), young);
    thread.collect(CollectionKind::Full);
    assert_eq!(mock.host.due.lock()[3..], [old]);
}

#[test]
fn objects_that_finalize_each_other_are_all_due() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let (one, other) = (watched(&thread, Watch::Finalize), watched(&thread, Watch::Finalize));
    thread.store(one, 0, Some(other));
    thread.store(other, 0, Some(one));
    thread.collect(CollectionKind::Young);
    assert_eq!(*mock.host.due.lock(), [one, other]);
}

#[test]
fn owners_are_due_before_what_they_own() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let [part, alone, whole, last] = std::array::from_fn(|_| watched(&thread, Watch::Finalize));
    let between = thread.alloc(1, 0);
    thread.store(whole, 0, Some(between));
    thread.store(between, 0, Some(part));
    thread.collect(CollectionKind::Young);
    assert_eq!(*mock.host.due.lock(), [alone, whole, part, last]);
}

#[test]
fn payloads_are_taken_when_their_objects_go_and_not_before() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let holder = watched(&thread, Watch::Finalize);
    let object = watched(&thread, Watch::Drop);
    thread.store(holder, 0, Some(object));
    thread.collect(CollectionKind::Young);
    // The holder's finalizer may use it.
    assert!(mock.host.dropped.lock().is_empty());
    mock.host.due.lock().clear();
    let young = watched(&thread, Watch::Drop).address();
    thread.collect(CollectionKind::Young);
    assert_eq!(*mock.host.dropped.lock(), [young]);
    thread.collect(CollectionKind::Full);
    assert_eq!(mock.host.dropped.lock()[1..], [object.address()]);
    thread.collect(CollectionKind::Full);
    assert_eq!(mock.host.dropped.lock().len(), 2);
}

#[test]
fn a_mutator_that_has_gone_leaves_its_watches() {
    let mock = Mock::new(small_config());
    let object = watched(&mock.mutator(), Watch::Finalize);
    mock.heap.collect(CollectionKind::Young);
    assert_eq!(*mock.host.due.lock(), [object]);
}

#[test]
fn the_rest_can_be_taken_at_the_end() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let objects: Vec<ObjRef> = (0..3).map(|_| watched(&thread, Watch::Finalize)).collect();
    thread.set_root(0, Some(objects[0]));
    thread.set_root(1, Some(objects[1]));
    thread.set_root(2, Some(objects[2]));
    thread.collect(CollectionKind::Young);
    thread.store(objects[0], 0, Some(thread.alloc(0, 0)));
    let mut taken = Vec::new();
    thread.mutator.take_finalizable(|all| taken = all);
    assert_eq!(taken, objects);
    // What was logged before is not forgotten: the verifier would tell.
    thread.collect(CollectionKind::Young);
    (0..3).for_each(|index| thread.set_root(index, None));
    thread.collect(CollectionKind::Full);
    assert!(mock.host.due.lock().is_empty());
    assert_eq!(mock.complaints(), [""; 0]);
}

fn weak_table(thread: &Thread<'_>, entries: usize) -> ObjRef {
    let table = thread.alloc(2 * entries, 0);
    table.header().flags.store(WEAK_TABLE, Ordering::Relaxed);
    table
}

#[test]
fn an_ephemeron_keeps_its_value_for_its_key_alone() {
    for kind in [CollectionKind::Young, CollectionKind::Full] {
        for (threads, is_outside) in [(1, false), (2, false), (1, true), (2, true)] {
            let mock = Mock::new(Config { marker_threads: threads, ..small_config() });
            let thread = mock.mutator();
            let table = weak_table(&thread, 100);
            thread.set_root(0, Some(table));
            let keys: Vec<ObjRef> = (0..100).map(|_| thread.alloc(0, 0)).collect();
            // Entry i's value leads to the key of entry i - 1, and entry 99's key is alive: a chain, against the order of the entries.
            let values: Vec<ObjRef> = (0..100).map(|_| thread.alloc(1, 0)).collect();
            for index in 0..100 {
                if is_outside {
                    let entry = [keys[index], values[index]].map(|object| Slot::new(word_of(Some(object))));
                    mock.host.entries.lock().push(entry);
                } else {
                    thread.store(table, 2 * index, Some(keys[index]));
                    thread.store(table, 2 * index + 1, Some(values[index]));
                }
                if index % 10 != 0 {
                    thread.store(values[index], 0, Some(keys[index - 1]));
                }
            }
            thread.set_root(1, Some(keys[99]));
            *mock.host.strong.lock() = values.clone();
            thread.collect(kind);
            // From 99 down to 90, whose value leads nowhere.
            assert_eq!(*mock.host.strong.lock(), values[90..]);
            assert_eq!(mock.complaints(), [""; 0]);
        }
    }
}

#[test]
fn a_finalizer_brings_ephemerons_back() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let table = weak_table(&thread, 1);
    thread.set_root(0, Some(table));
    let (key, value) = (watched(&thread, Watch::Finalize), thread.alloc(0, 0));
    thread.store(table, 0, Some(key));
    thread.store(table, 1, Some(value));
    *mock.host.weak.lock() = vec![key, value];
    *mock.host.strong.lock() = vec![key, value];
    thread.collect(CollectionKind::Young);
    assert!(mock.host.strong.lock().is_empty());
    assert_eq!(mock.host.weak.lock().len(), 2);
    assert_intact(value);
}

#[test]
fn the_inspector_shows_what_is_alive() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let holder = thread.alloc(3, 0);
    let (small, medium, large) = (thread.alloc(0, 1), thread.alloc(0, 200), thread.alloc(0, 5000));
    thread.set_root(0, Some(holder));
    for (index, object) in [small, medium, large].into_iter().enumerate() {
        thread.store(holder, index, Some(object));
        thread.alloc(1, 7);
    }
    thread.mutator.inspect(|inspector| {
        let mut seen = Vec::new();
        inspector.for_each_object(&mut |object| seen.push(object));
        let mut expected = vec![holder, small, medium, large];
        expected.sort_unstable_by_key(|object| object.address());
        assert_eq!(seen, expected);
        let mut references = Vec::new();
        inspector.references(holder, &mut references);
        assert_eq!(references, [small, medium, large]);
    });
    assert_eq!(slots_of(holder).len(), 3);
}

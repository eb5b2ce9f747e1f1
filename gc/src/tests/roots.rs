//! Ambiguous words: which are accepted, and for which object.

use super::mock::{Mock, assert_intact, size_of, small_config};
use crate::{CollectionKind, Config, Header, ObjRef};

/// Collects with `word` as the only root; which of `objects` survive.
fn survivors(mock: &Mock, word: u64, kind: CollectionKind, objects: &[ObjRef]) -> Vec<ObjRef> {
    *mock.host.weak.lock() = objects.to_vec();
    *mock.host.stack.lock() = vec![7, word];
    mock.heap.collect(kind);
    assert_eq!(mock.complaints(), [""; 0]);
    mock.host.stack.lock().clear();
    mock.host.weak.lock().clone()
}

/// Words in an object's first line, at its end and beyond, before and after it has been swept.
fn check_pointers(payload: usize) {
    for kind in [CollectionKind::Young, CollectionKind::Full] {
        for old in [false, true] {
            for offset in [0, 1, 8, 15, 16, 40, -1_isize as usize, usize::MAX - 8] {
                let mock = Mock::new(small_config());
                let thread = mock.mutator();
                let objects: Vec<_> = (0..9).map(|_| thread.alloc(0, payload)).collect();
                let bytes = size_of(objects[4]);
                let keep_old: &[usize] = if old { &[1, 4, 5] } else { &[] };
                for (root, &index) in keep_old.iter().enumerate() {
                    thread.set_root(root, Some(objects[index]));
                }
                if old {
                    thread.collect(CollectionKind::Full);
                    thread.roots.clear();
                }
                thread.mutator.enter_safe();
                // Negative ones count from the end.
                let offset = if offset > bytes { bytes.wrapping_add(offset) } else { offset };
                let word = (objects[4].address() + offset) as u64;
                let left = survivors(&mock, word, kind, &[objects[4]]);
                assert_eq!(left, [objects[4]], "{payload} {kind:?} {old} {offset}");
                assert_intact(objects[4]);
                thread.mutator.leave_safe();
            }
        }
    }
}

#[test]
fn interior_addresses_of_small_objects() {
    check_pointers(2);
    check_pointers(27);
}

#[test]
fn interior_addresses_of_medium_objects() {
    check_pointers(90);
    check_pointers(900);
}

#[test]
fn interior_addresses_of_large_objects() {
    check_pointers(5000);
}

#[test]
fn one_past_the_end_counts_for_both_neighbours() {
    for kind in [CollectionKind::Young, CollectionKind::Full] {
        let mock = Mock::new(small_config());
        let thread = mock.mutator();
        let objects: Vec<_> = (0..5).map(|_| thread.alloc(0, 3)).collect();
        thread.mutator.enter_safe();
        let boundary = objects[2].address() as u64;
        assert_eq!(objects[1].address() + size_of(objects[1]), objects[2].address());
        assert_eq!(survivors(&mock, boundary, kind, &objects), objects[1..3]);
    }
}

#[test]
fn dead_objects_in_live_lines_are_never_accepted() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let objects: Vec<_> = (0..8).map(|_| thread.alloc(0, 1)).collect();
    thread.set_root(0, Some(objects[3]));
    thread.collect(CollectionKind::Young);
    // All eight lay in one line; the seven others are dead, and no root brings them back.
    for index in [0, 1, 2, 4, 5, 6, 7] {
        *mock.host.stack.lock() = vec![objects[index].address() as u64 + 8];
        thread.collect(CollectionKind::Young);
        assert_eq!(thread.collect(CollectionKind::Full).scanned_objects, 1);
    }
    assert_eq!(mock.complaints(), [""; 0]);
}

#[test]
fn words_beyond_a_cursor_in_holes_and_outside_are_refused() {
    let mock = Mock::new(Config { poison: false, ..small_config() });
    let thread = mock.mutator();
    let objects: Vec<_> = (0..3000).map(|_| thread.alloc(0, 13)).collect();
    for (root, index) in (0..10).map(|root| (root, root * 300)) {
        thread.set_root(root, Some(objects[index]));
    }
    thread.collect(CollectionKind::Full);
    // Bump a little into a hole, so that stale memory follows the cursor.
    let fresh = thread.alloc(0, 13);
    let (base, len) = mock.heap.range();
    for word in (0..400).map(|step| (fresh.address() + step * 56) as u64).skip(3).chain([
        base as u64 - 8,
        base as u64 + len as u64,
        base as u64 + len as u64 / 2,
        (base + len - 1) as u64,
        1,
        u64::MAX,
    ]) {
        mock.host.stack.lock().push(word);
    }
    let report = thread.collect(CollectionKind::Young);
    assert_eq!(report.scanned_objects, 0);
    assert_eq!(mock.complaints(), [""; 0]);
}

#[test]
fn objects_outside_the_heap_are_traced_when_logged_and_never_freed() {
    #[repr(C, align(16))]
    struct Outside(Header, [u64; 4]);
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let outside = Box::leak(Box::new(Outside(Header::immortal(0, 0), [0; 4])));
    // SAFETY: a header that is never freed.
    let outside = unsafe { ObjRef::from_ptr(std::ptr::NonNull::from(&mut *outside).cast()) };
    assert!(!mock.heap.contains(outside.address() as u64));
    mock.host.weak.lock().push(outside);
    // A reference to it is no heap word; a store into it logs nothing.
    let holder = thread.alloc(1, 0);
    thread.set_root(0, Some(holder));
    thread.store(holder, 0, Some(outside));
    thread.mutator.barrier(outside, &thread.roots.slots[0]);
    assert_eq!(thread.collect(CollectionKind::Full).scanned_objects, 1);
    assert_eq!(*mock.host.weak.lock(), [outside]);
    assert_eq!(mock.complaints(), [""; 0]);
}

#[test]
fn allocation_goes_on_where_a_stop_that_did_not_collect_left_it() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let first = thread.alloc(0, 1);
    thread.mutator.stop_world(|| assert!(thread.mutator.is_safe()));
    let second = thread.alloc(0, 1);
    assert_eq!(second.address(), first.address() + size_of(first));
    thread.set_root(0, Some(second));
    thread.collect(CollectionKind::Young);
    assert_intact(second);
}

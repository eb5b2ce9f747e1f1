//! Small and medium objects: survival, reuse of memory, generations, limits.

use super::mock::{Mock, assert_intact, size_of, slots_of, small_config};
use crate::{BLOCK_BYTES, CollectionKind, Config, LINE_BYTES, MAX_MEDIUM_BYTES, ObjRef};

#[test]
fn what_is_reachable_survives_and_the_rest_goes() {
    for kind in [CollectionKind::Young, CollectionKind::Full] {
        let mock = Mock::new(small_config());
        let thread = mock.mutator();
        let mut objects = Vec::new();
        for index in 0..5000 {
            // Sizes from 32 bytes to above a line.
            let object = thread.alloc(1, index % 40);
            if index % 10 == 0 {
                slots_of(object)[0].init(thread.roots.slots[0].load());
                thread.set_root(0, Some(object));
                objects.push(object);
            }
            mock.host.weak.lock().push(object);
        }
        let report = thread.collect(kind);
        assert_eq!(report.scanned_objects, objects.len());
        objects.iter().for_each(|&object| assert_intact(object));
        assert_eq!(*mock.host.weak.lock(), objects);
        thread.set_root(0, None);
        // Survivors are old now: only a full collection may free them.
        thread.collect(CollectionKind::Young);
        assert_eq!(mock.host.weak.lock().len(), objects.len());
        let report = thread.collect(CollectionKind::Full);
        assert_eq!((mock.host.weak.lock().len(), report.used_bytes), (0, 0));
        assert_eq!(mock.complaints(), [""; 0]);
        assert_eq!(mock.heap.stats().blocks_in_use, 0);
    }
}

#[test]
fn what_is_unreachable_can_be_counted() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let keep = |index: usize, object: ObjRef| thread.set_root(index, Some(object));
    keep(0, thread.alloc(1, 0));
    assert_eq!(thread.mutator.collect_counting().unreachable, Some(0));
    // Young ones of all sizes, in a cycle and alone; an old one; and one that is kept.
    let cycle: Vec<_> = (0..700).map(|_| thread.alloc(1, 3)).collect();
    cycle.iter().zip(cycle.iter().cycle().skip(1)).for_each(|(&one, &next)| thread.store(one, 0, Some(next)));
    (0..40).for_each(|_| _ = thread.alloc(0, 100));
    (0..3).for_each(|_| _ = thread.alloc(0, 10_000));
    keep(1, thread.alloc(2, 1));
    thread.set_root(0, None);
    assert_eq!(thread.collect(CollectionKind::Full).unreachable, None, "nobody asked");
    assert_eq!(thread.mutator.collect_counting().unreachable, Some(0));
    let dead = (0..500).map(|_| thread.alloc(1, 3)).chain((0..2).map(|_| thread.alloc(0, 10_000))).count();
    thread.set_root(1, None);
    assert_eq!(thread.mutator.collect_counting().unreachable, Some(dead + 1));
    assert_eq!(mock.complaints(), Vec::<String>::new());
}

#[test]
fn a_young_collection_scans_young_objects_and_the_log_only() {
    let mock = Mock::new(Config { verify: false, ..small_config() });
    let thread = mock.mutator();
    for _ in 0..2000 {
        let object = thread.alloc(1, 0);
        slots_of(object)[0].init(thread.roots.slots[0].load());
        thread.set_root(0, Some(object));
    }
    assert_eq!(thread.collect(CollectionKind::Young).scanned_objects, 2000);
    assert_eq!(thread.collect(CollectionKind::Young).scanned_objects, 0);
    let old = thread.root(0).unwrap();
    let young = thread.alloc(0, 0);
    let next = slots_of(old)[0].load();
    thread.store(old, 0, Some(young));
    thread.store(old, 0, Some(young));
    // The logged object and the young one, reached through it alone.
    assert_eq!(thread.collect(CollectionKind::Young).scanned_objects, 2);
    assert_intact(young);
    assert_eq!(thread.collect(CollectionKind::Young).scanned_objects, 0);
    thread.mutator.store(old, &slots_of(old)[0], next);
    assert_eq!(thread.collect(CollectionKind::Full).scanned_objects, 2000);
}

#[test]
fn a_log_survives_its_mutator() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let old = thread.alloc(1, 0);
    thread.set_root(0, Some(old));
    thread.collect(CollectionKind::Young);
    let young = {
        let other = mock.mutator();
        let young = other.alloc(0, 4);
        other.store(old, 0, Some(young));
        young
    };
    thread.collect(CollectionKind::Young);
    assert_intact(young);
    assert_eq!(mock.complaints(), [""; 0]);
}

#[test]
fn freed_lines_and_blocks_are_used_again() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    // Every fourth kilobyte of 64 blocks survives: all of them keep large holes.
    let (mut kept, count) = (Vec::new(), 64 * BLOCK_BYTES / 64);
    let roots = mock.roots(count);
    for index in 0..count {
        let object = thread.alloc(0, 5);
        assert_eq!(size_of(object), 64);
        if index / 16 % 4 == 0 {
            roots.slots[index].init(object.address() as u64);
            kept.push(object);
        }
    }
    let before = thread.collect(CollectionKind::Full);
    let blocks = mock.heap.stats().blocks_in_use;
    assert!((64..=66).contains(&blocks), "{blocks}");
    // The objects' four lines and the implicit fifth.
    assert!(before.used_bytes <= kept.len() / 16 * 5 * LINE_BYTES + blocks * LINE_BYTES);
    let mut fresh = 0;
    while mock.heap.stats().blocks_in_use <= blocks && fresh < count {
        thread.alloc(0, 5);
        fresh += 1;
    }
    // 11 of 16 lines are free.
    assert!(fresh >= count * 10 / 16, "{fresh} of {count} before the heap grew");
    kept.iter().for_each(|&object| assert_intact(object));
    thread.collect(CollectionKind::Young);
    kept.iter().for_each(|&object| assert_intact(object));
    roots.clear();
    thread.collect(CollectionKind::Full);
    assert_eq!(mock.heap.stats().blocks_in_use, 0);
    assert_eq!(mock.complaints(), [""; 0]);
}

#[test]
fn medium_objects_keep_all_their_lines() {
    let mock = Mock::new(small_config());
    let thread = mock.mutator();
    let roots = mock.roots(400);
    for round in 0..20 {
        for index in 0..400 {
            let payload = 30 + (index * 37 + round * 11) % (MAX_MEDIUM_BYTES / 8 - 40);
            let object = thread.alloc(2, payload);
            if (index + round) % 3 == 0 {
                roots.slots[index].init(object.address() as u64);
            }
        }
        thread.collect(if round % 2 == 0 { CollectionKind::Young } else { CollectionKind::Full });
        for slot in &roots.slots {
            super::mock::object_of(slot.load()).into_iter().for_each(assert_intact);
        }
    }
    assert_eq!(mock.complaints(), [""; 0]);
}

#[test]
fn volume_asks_for_young_collections_and_growth_for_full_ones() {
    let mock = Mock::new(Config { young_trigger_bytes: 256 << 10, ..small_config() });
    let thread = mock.mutator();
    for index in 0..200_000 {
        let object = thread.alloc(1, 0);
        // A list that grows to a quarter of what is allocated, begun anew ten times.
        if index % 20_000 == 0 {
            thread.set_root(0, None);
        }
        if index % 4 == 0 {
            slots_of(object)[0].init(thread.roots.slots[0].load());
            thread.set_root(0, Some(object));
        }
        thread.safepoint();
    }
    let stats = mock.heap.stats();
    assert!(stats.young.collections >= 10, "{stats:?}");
    assert!((1..=8).contains(&stats.full.collections), "{stats:?}");
    assert!(stats.used_bytes < 1 << 20, "{stats:?}");
    assert_eq!(mock.complaints(), [""; 0]);
}

#[test]
fn at_its_limit_the_heap_refuses_and_recovers() {
    let mock = Mock::new(Config { limit_bytes: Some(1 << 20), ..small_config() });
    let thread = mock.mutator();
    let mut count = 0;
    while thread.mutator.alloc(4096).map(|_| count += 1).is_ok() {
        // Never made objects: so there must be no walk before they are given up below.
        assert!(count <= 256);
    }
    assert!(count >= 200, "{count}");
    assert!(thread.mutator.alloc(100_000).is_err());
    // What handles the refusal gets the reserve, which ends too.
    assert!(thread.mutator.alloc(64).is_ok());
    let mut more = 0;
    while thread.mutator.alloc(4096).map(|_| more += 1).is_ok() {
        assert!(count + more <= 256);
    }
    assert!(thread.safepoint(), "a refusal asks for a collection");
    assert_eq!(mock.heap.stats().full.collections, 1);
    assert_intact(thread.alloc(0, 500));
    // A full collection that has made room keeps the reserve for the next refusal.
    let mut again = 0;
    while thread.mutator.alloc(4096).map(|_| again += 1).is_ok() {
        assert!(again <= 256);
    }
    assert!(thread.mutator.alloc(64).is_ok());
}

#[test]
fn memory_goes_back_after_a_peak() {
    let mock = Mock::new(Config { young_trigger_bytes: 64 << 10, verify: false, ..small_config() });
    let thread = mock.mutator();
    for _ in 0..100_000 {
        let object = thread.alloc(1, 4);
        slots_of(object)[0].init(thread.roots.slots[0].load());
        thread.set_root(0, Some(object));
    }
    thread.collect(CollectionKind::Full);
    assert!(mock.heap.stats().blocks_in_use > 150);
    thread.set_root(0, None);
    thread.collect(CollectionKind::Full);
    let stats = mock.heap.stats();
    assert_eq!(stats.blocks_in_use, 0);
    assert!(stats.free_blocks <= 8, "{stats:?}");
    // And is taken again.
    for _ in 0..100_000 {
        assert_intact(thread.alloc(1, 4));
    }
}

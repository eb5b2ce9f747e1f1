//! The table of entries that threads share: two keys that meet in one pair, looked up while they are noted, and a collection that frees one.
//!
//! The table is production's (`interp/cache/places.rs`). A running mutator holds a lock of its own, and a collection takes them all; what an
//! entry says is a cell that loom checks for exclusive access.

use loom::cell::UnsafeCell;
use loom::sync::{Arc, Mutex};
use loom::thread;

use crate::places::Places;
use crate::sync::Ordering;

/// A deliberate bug.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// An entry is noted before it is written.
    NotesFirst,
    /// A collection frees an entry and leaves its word.
    LeavesWords,
}

/// What a freed entry says.
const FREED: u64 = u64::MAX;

struct World {
    places: Places<1>,
    /// Held while a mutator runs.
    mutators: [Mutex<()>; 2],
    /// What each key's entry says: the key, once it is written.
    entries: [UnsafeCell<u64>; 2],
}

impl World {
    /// The key of the entry that a word names.
    fn key_of(&self, word: u64) -> Option<u64> {
        let entry = self.entries.get(usize::try_from(word.checked_sub(1)?).unwrap())?;
        Some(entry.with(|key| {
            // SAFETY: written before it was noted, and freed when no mutator runs, which loom checks.
            unsafe { *key }
        }))
    }

    fn write(&self, entry: u64, key: u64) {
        self.entries[entry as usize].with_mut(|cell| {
            // SAFETY: nobody knows the entry yet, or nobody runs; loom checks it.
            unsafe { *cell = key }
        });
    }

    fn note(&self, key: u64, fault: Fault) {
        let _running = self.mutators[0].lock().unwrap();
        if fault != Fault::NotesFirst {
            self.write(key, key);
        }
        self.places.note(key, key + 1, |word| self.key_of(word) == Some(key));
        if fault == Fault::NotesFirst {
            self.write(key, key);
        }
    }

    fn look_up(&self, key: u64) {
        let _running = self.mutators[1].lock().unwrap();
        let found = self.places.find(key, |word| {
            let of = self.key_of(word)?;
            assert_ne!(of, FREED, "a word outlived its entry");
            (of == key).then_some(word)
        });
        assert!(found.is_none_or(|word| word == key + 1));
    }

    /// A collection frees the entry of key 0, if it is in the table.
    fn collect(&self, fault: Fault) {
        let _stopped = self.mutators.each_ref().map(|mutator| mutator.lock().unwrap());
        let places: Vec<_> = self.places.words().filter(|place| place.load(Ordering::Relaxed) == 1).collect();
        if fault != Fault::LeavesWords {
            places.iter().for_each(|place| place.store(0, Ordering::Relaxed));
        }
        if !places.is_empty() {
            self.write(0, FREED);
        }
    }
}

/// Two keys of one pair are noted while another thread looks both up, and a collection frees the first.
pub(super) fn noted_while_looked_up(fault: Fault) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(move || {
        let world = Arc::new(World {
            places: Places::new(),
            mutators: [Mutex::new(()), Mutex::new(())],
            entries: [UnsafeCell::new(0), UnsafeCell::new(0)],
        });
        let start = |work: fn(&World, Fault)| {
            let world = Arc::clone(&world);
            thread::spawn(move || work(&world, fault))
        };
        let threads = [
            start(|world, fault| [0, 1].iter().for_each(|&key| world.note(key, fault))),
            start(|world, _| [0, 1].iter().for_each(|&key| world.look_up(key))),
        ];
        world.collect(fault);
        for thread in threads {
            thread.join().unwrap();
        }
        // The last that was noted is found.
        assert_eq!(world.places.find(1, |word| (world.key_of(word) == Some(1)).then_some(word)), Some(2));
    });
}

#[test]
fn two_keys_meet_while_they_are_looked_up() {
    noted_while_looked_up(Fault::None);
}

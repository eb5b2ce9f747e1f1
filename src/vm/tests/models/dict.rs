//! Dicts, and the tables that sets share with them: readers without a lock against inserts, overwrites, deletes and growth; two writers that both searched unlocked.
//!
//! Entries, index and the writers' check are production's (`types/hashed/steps.rs`). What stands here in small is what production does with
//! the heap and with cells: boxed tables instead of objects, loom's mutex instead of the object lock, which has its own model.
//!
//! loom 0.7 remembers of each word only the last access. A word that a reader and then the writer itself have loaded counts as the
//! writer's alone when it is stored, and the order in which the store comes before the reader's load is never tried. (Without
//! [`Turns`] the readers' models ran once and noticed no fault.) So every step first takes a turn at one more word, by a relaxed
//! read-modify-write, which orders nothing but lets loom switch threads there.
//!
//! Beside the faults of `faults.rs`, changes made by hand that these models noticed: the index's or `used`'s loads or stores relaxed, the
//! writers' check without the table, the check satisfied by a greater `used`. Not noticed, because nothing depends on it here: the order of
//! the two stores of a delete.

use std::convert::Infallible;

use loom::sync::Arc;
use loom::sync::Mutex;
use loom::sync::atomic::{AtomicI64, AtomicU8, AtomicU32, AtomicUsize, Ordering};
use loom::thread::{self, JoinHandle};
use typhon_gc::Slot;

use crate::steps::{Entry, Place, Probe, Sight, TableFault, Words};
use crate::value::{SlotExt, Value};

/// A deliberate bug: in the steps, or in the order in which a writer takes them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    In(TableFault),
    /// A writer that grows the table copies it before it has the lock.
    CopiesUnlocked,
    /// A writer that overwrites does so without the lock.
    StoresUnlocked,
    /// A writer of a first item does not look again whether the table is the empty one.
    ForgetsOthers,
}

/// What lies in entries that nobody has written.
const RUBBISH: i64 = 99;
/// Size of the index; keys that differ by it collide.
const PLACES: i64 = 4;

/// A word whose only purpose is that loom tries both orders of any two steps.
struct Turns(AtomicUsize);

impl Turns {
    fn take(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

struct Table {
    entries: Vec<Entry<Slot>>,
    used: AtomicU32,
    index: Vec<AtomicU8>,
    turns: Arc<Turns>,
    fault: Fault,
}

impl Table {
    fn new(capacity: usize, turns: &Arc<Turns>, fault: Fault) -> Table {
        let entry = |_| Entry {
            hash: AtomicI64::new(RUBBISH),
            key: Slot::of(word(RUBBISH)),
            value: Slot::of(word(RUBBISH)),
        };
        Table {
            entries: (0..capacity).map(entry).collect(),
            used: AtomicU32::new(0),
            index: (0..PLACES).map(|_| AtomicU8::new(0)).collect(),
            turns: Arc::clone(turns),
            fault,
        }
    }

    fn find(&self, key: i64) -> Probe {
        let Ok(probe) = self.probe(key, |entry| {
            let found = entry.key.get();
            assert!(found != word(RUBBISH), "an entry is found before it is written");
            Ok::<_, Infallible>(found == word(key))
        });
        probe
    }

    fn append(&self, place: usize, key: i64, value: i64) {
        assert!(self.append_at(place, key, word(key), word(value)).is_some());
    }

    fn live(&self) -> Vec<(i64, i64)> {
        let entries = &self.entries[..self.written()];
        entries
            .iter()
            .filter(|entry| !entry.is_buried())
            .map(|entry| (number(&entry.key), number(&entry.value)))
            .collect()
    }
}

impl Words for Table {
    type Part = Slot;

    fn capacity(&self) -> usize {
        self.entries.len()
    }

    fn entry(&self, number: usize) -> &Entry<Slot> {
        self.turns.take();
        &self.entries[number]
    }

    fn used(&self) -> &AtomicU32 {
        self.turns.take();
        &self.used
    }

    fn place(&self, place: usize) -> Place<'_> {
        self.turns.take();
        Place::Narrow(&self.index[place])
    }

    fn mask(&self) -> usize {
        PLACES as usize - 1
    }

    fn has(&self, fault: TableFault) -> bool {
        self.fault == Fault::In(fault)
    }
}

struct Dict {
    lock: Mutex<()>,
    /// Which of `tables` is the dict's.
    table: Slot,
    tables: [Table; 3],
    live: AtomicUsize,
    turns: Arc<Turns>,
    fault: Fault,
}

fn word(number: i64) -> Value {
    Value::small_int(number).unwrap()
}

fn number(slot: &Slot) -> i64 {
    slot.get().as_small_int().expect("an entry below `used` is live and holds an int")
}

impl Dict {
    /// A dict with `items` in a table for `capacity`. Two more tables stand by, one for each writer: `set`'s `spare`.
    fn new(capacity: usize, items: &[(i64, i64)], fault: Fault) -> Arc<Dict> {
        let turns = Arc::new(Turns(AtomicUsize::new(0)));
        let tables = [capacity, 3, 3].map(|capacity| Table::new(capacity, &turns, fault));
        let live = AtomicUsize::new(items.len());
        let dict = Dict { lock: Mutex::new(()), table: Slot::of(word(0)), tables, live, turns, fault };
        for &(key, value) in items {
            let table = dict.table();
            table.append(table.free_place(key), key, value);
        }
        Arc::new(dict)
    }

    fn table(&self) -> &Table {
        self.turns.take();
        &self.tables[number(&self.table) as usize]
    }

    fn count_more(&self, more: isize) {
        self.live.store(self.live.load(Ordering::Relaxed).wrapping_add_signed(more), Ordering::Release);
    }

    fn get(&self, key: i64) -> Option<i64> {
        let table = self.table();
        match table.find(key) {
            Probe::Found(index) => {
                table.entry(index).value.get().bound().map(|value| value.as_small_int().unwrap())
            }
            Probe::Absent(_) => None,
        }
    }

    fn set(&self, key: i64, value: i64, spare: usize) {
        loop {
            let table = self.table();
            let sight = Sight::take(table);
            let probe = table.find(key);
            let room = table.is_full().then_some(spare);
            if let (Fault::StoresUnlocked, Probe::Found(index)) = (self.fault, &probe) {
                table.entry(*index).value.init(word(value).bits());
                return;
            }
            if let (Fault::CopiesUnlocked, Some(room)) = (self.fault, room) {
                copy(table, &self.tables[room]);
            }
            let _guard = self.lock.lock().unwrap();
            if !sight.stands(table, self.table(), &probe) {
                continue;
            }
            match (probe, room) {
                (Probe::Found(index), _) => table.entry(index).value.init(word(value).bits()),
                (Probe::Absent(place), None) => {
                    table.append(place, key, value);
                    self.count_more(1);
                }
                (Probe::Absent(_), Some(spare)) => {
                    let room = &self.tables[spare];
                    if self.fault != Fault::CopiesUnlocked {
                        copy(table, room);
                    }
                    self.table.init(word(spare as i64).bits());
                    room.append(room.free_place(key), key, value);
                    self.count_more(1);
                }
            }
            return;
        }
    }

    /// As `set`, of a plain key where there is room: searched for under the lock.
    fn set_plain(&self, key: i64, value: i64) {
        let _guard = self.lock.lock().unwrap();
        let table = self.table();
        match table.find(key) {
            Probe::Found(index) => table.entry(index).value.init(word(value).bits()),
            Probe::Absent(place) => {
                table.append(place, key, value);
                self.count_more(1);
            }
        }
    }

    /// Sets a plain key of a dict that has the empty table still, which is `tables[0]`; whether it did.
    fn set_first(&self, key: i64, value: i64, spare: usize) -> bool {
        let room = &self.tables[spare];
        let _guard = self.lock.lock().unwrap();
        if number(&self.table) != 0 && self.fault != Fault::ForgetsOthers {
            return false;
        }
        room.append(room.free_place(key), key, value);
        self.table.init(word(spare as i64).bits());
        self.count_more(1);
        true
    }

    /// As [`Dict::set_first`], or as [`Dict::set`] where another writer was first.
    fn set_empty(&self, key: i64, value: i64, spare: usize) {
        if !self.set_first(key, value, spare) {
            self.set(key, value, spare);
        }
    }

    fn remove(&self, key: i64) -> Option<i64> {
        loop {
            let table = self.table();
            let sight = Sight::take(table);
            let probe = table.find(key);
            let _guard = self.lock.lock().unwrap();
            if !sight.stands(table, self.table(), &probe) {
                continue;
            }
            let Probe::Found(index) = probe else { return None };
            let old = number(&table.entry(index).value);
            table.entry(index).bury();
            self.count_more(-1);
            return Some(old);
        }
    }

    /// What a thread that alone is left finds: the items, in order; the index and the count must agree with them.
    fn items(&self) -> Vec<(i64, i64)> {
        let items = self.table().live();
        for &(key, value) in &items {
            assert_eq!(self.get(key), Some(value), "the entry of {key} is not the one the index leads to");
        }
        assert_eq!(self.live.load(Ordering::Acquire), items.len());
        items
    }
}

fn copy(from: &Table, to: &Table) {
    for (key, value) in from.live() {
        to.append(to.free_place(key), key, value);
    }
}

fn start<T: 'static>(dict: &Arc<Dict>, body: impl FnOnce(&Dict) -> T + 'static) -> JoinHandle<T> {
    let dict = Arc::clone(dict);
    thread::spawn(move || body(&dict))
}

fn bounded(model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(4);
    builder.max_branches = 20_000;
    builder.check(model);
}

/// Two writers insert the same key: one entry, one of the two values.
#[test]
fn two_writers_of_one_new_key() {
    one_new_key(Fault::None);
}

pub(super) fn one_new_key(fault: Fault) {
    bounded(move || {
        let dict = Dict::new(2, &[], fault);
        let other = start(&dict, |dict| dict.set(1, 10, 1));
        dict.set(1, 20, 2);
        other.join().unwrap();
        let items = dict.items();
        assert!(items == [(1, 10)] || items == [(1, 20)], "{items:?}");
    });
}

/// The same where one of them searches under the lock.
#[test]
fn a_writer_under_the_lock() {
    under_the_lock(Fault::None);
}

pub(super) fn under_the_lock(fault: Fault) {
    bounded(move || {
        let dict = Dict::new(2, &[], fault);
        let other = start(&dict, |dict| dict.set(1, 10, 1));
        dict.set_plain(1, 20);
        other.join().unwrap();
        let items = dict.items();
        assert!(items == [(1, 10)] || items == [(1, 20)], "{items:?}");
    });
}

/// Two writers that both found the dict empty, and a reader: no item is lost, and none is undone.
#[test]
fn two_first_items() {
    first_items(Fault::None);
}

pub(super) fn first_items(fault: Fault) {
    bounded(move || {
        let dict = Dict::new(0, &[], fault);
        let other = start(&dict, |dict| dict.set_empty(1, 10, 1));
        let reader = start(&dict, |dict| (dict.get(1), dict.get(1)));
        dict.set_empty(1 + PLACES, 20, 2);
        other.join().unwrap();
        assert!(matches!(reader.join().unwrap(), (None, None | Some(10)) | (Some(10), Some(10))));
        let mut items = dict.items();
        items.sort_unstable();
        assert_eq!(items, [(1, 10), (1 + PLACES, 20)]);
    });
}

/// Two writers insert keys that collide: neither takes the other's place.
#[test]
fn two_writers_of_two_new_keys() {
    two_new_keys(Fault::None);
}

pub(super) fn two_new_keys(fault: Fault) {
    bounded(move || {
        let dict = Dict::new(2, &[], fault);
        let other = start(&dict, |dict| dict.set(1, 10, 1));
        dict.set(1 + PLACES, 20, 2);
        other.join().unwrap();
        let mut items = dict.items();
        items.sort_unstable();
        assert_eq!(items, [(1, 10), (1 + PLACES, 20)]);
    });
}

/// A reader sees an insert whole or not at all, and not undone; a colliding key beside it stays.
#[test]
fn a_reader_and_an_insert() {
    insert_and_get(Fault::None);
}

pub(super) fn insert_and_get(fault: Fault) {
    bounded(move || {
        let dict = Dict::new(2, &[(1 + PLACES, 5)], fault);
        let writer = start(&dict, |dict| dict.set(1, 10, 1));
        let (first, second) = (dict.get(1), dict.get(1));
        assert!(
            matches!((first, second), (None, None | Some(10)) | (Some(10), Some(10))),
            "{first:?} {second:?}"
        );
        assert_eq!(dict.get(1 + PLACES), Some(5));
        writer.join().unwrap();
        assert_eq!(dict.items(), [(1 + PLACES, 5), (1, 10)]);
    });
}

/// A key takes a dead one's place of the index, in the middle of a chain: a reader never misses what lies behind, and sees the key whole or not at all.
#[test]
fn a_reader_and_a_grave() {
    reuse_a_grave(Fault::None);
}

pub(super) fn reuse_a_grave(fault: Fault) {
    bounded(move || {
        let dict = Dict::new(3, &[(1, 10), (1 + PLACES, 50)], fault);
        let writer = start(&dict, |dict| {
            assert_eq!(dict.remove(1), Some(10));
            dict.set(1 + 2 * PLACES, 90, 1);
        });
        let (first, behind, second) =
            (dict.get(1 + 2 * PLACES), dict.get(1 + PLACES), dict.get(1 + 2 * PLACES));
        assert_eq!(behind, Some(50));
        assert!(
            matches!((first, second), (None, None | Some(90)) | (Some(90), Some(90))),
            "{first:?} {second:?}"
        );
        writer.join().unwrap();
        assert_eq!(dict.items(), [(1 + PLACES, 50), (1 + 2 * PLACES, 90)]);
        // Two of the four places are taken, not three.
        let table = dict.table();
        assert_eq!(
            (0..PLACES as usize).filter(|&place| table.index[place].load(Ordering::Relaxed) > 0).count(),
            2
        );
    });
}

/// Two writers whose searches pass one dead key's place: only one of them takes it.
#[test]
fn two_writers_of_one_grave() {
    one_grave(Fault::None);
}

pub(super) fn one_grave(fault: Fault) {
    bounded(move || {
        let dict = Dict::new(3, &[(1, 10)], fault);
        assert_eq!(dict.remove(1), Some(10));
        let other = start(&dict, |dict| dict.set(1 + PLACES, 20, 1));
        dict.set(1 + 2 * PLACES, 30, 2);
        other.join().unwrap();
        let mut items = dict.items();
        items.sort_unstable();
        assert_eq!(items, [(1 + PLACES, 20), (1 + 2 * PLACES, 30)]);
    });
}

/// Every key met by iterating without the lock has a value, and looking it up finds it.
#[test]
fn an_iteration_and_an_insert() {
    insert_and_iterate(Fault::None);
}

pub(super) fn insert_and_iterate(fault: Fault) {
    bounded(move || {
        let dict = Dict::new(2, &[(2, 5)], fault);
        let writer = start(&dict, |dict| dict.set(1, 10, 1));
        for (key, value) in dict.table().live() {
            assert!([(2, 5), (1, 10)].contains(&(key, value)));
            assert_eq!(dict.get(key), Some(value));
        }
        writer.join().unwrap();
    });
}

/// One writer grows the table, one overwrites: neither store is lost, and a reader never misses the key.
#[test]
fn growth_against_an_overwrite() {
    grow_and_set(Fault::None);
}

pub(super) fn grow_and_set(fault: Fault) {
    bounded(move || {
        let dict = Dict::new(1, &[(1, 10)], fault);
        let writers = [start(&dict, |dict| dict.set(2, 5, 1)), start(&dict, |dict| dict.set(1, 20, 2))];
        let (first, second) = (dict.get(1), dict.get(1));
        assert!(
            matches!((first, second), (Some(10), Some(10 | 20)) | (Some(20), Some(20))),
            "{first:?} {second:?}"
        );
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        assert_eq!(dict.items(), [(1, 20), (2, 5)]);
    });
}

/// Two writers that both have to grow the table: both entries arrive.
#[test]
fn growth_against_growth() {
    bounded(|| {
        let dict = Dict::new(1, &[(1, 10)], Fault::None);
        let other = start(&dict, |dict| dict.set(2, 5, 1));
        dict.set(3, 6, 2);
        other.join().unwrap();
        let items = dict.items();
        assert!(items == [(1, 10), (2, 5), (3, 6)] || items == [(1, 10), (3, 6), (2, 5)], "{items:?}");
    });
}

/// A delete against a set of the same key: in either order, what came last stands; a reader sees only what was stored.
#[test]
fn a_delete_against_a_set() {
    delete_and_set(Fault::None);
}

pub(super) fn delete_and_set(fault: Fault) {
    bounded(move || {
        let dict = Dict::new(2, &[(1, 10)], fault);
        let deleter = start(&dict, |dict| dict.remove(1));
        let setter = start(&dict, |dict| dict.set(1, 20, 1));
        assert!(matches!(dict.get(1), None | Some(10 | 20)));
        let removed = deleter.join().unwrap();
        setter.join().unwrap();
        match removed {
            Some(10) => assert_eq!(dict.items(), [(1, 20)]),
            Some(20) => assert_eq!(dict.items(), []),
            other => panic!("{other:?} was never stored under the key"),
        }
    });
}

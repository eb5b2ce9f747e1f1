//! `set` and `frozenset`: insertion-ordered hash tables whose readers never lock.
//!
//! A set is `{table, live}`; the table holds entries (hash, key) in insertion order and an index of entry numbers ([`table`]).
//!
//! # Protocol
//! *Protects* the membership. *Participants*: readers (no lock), writers (the set's object lock).
//! *Add* (locked): write hash and key of the next free entry, raise `used` (release), publish the entry's number in the index (release). A reader
//! that loads the number (acquire) sees the entry. *Remove* (locked): the key becomes `TOMBSTONE`; the index keeps the number, so probe
//! chains stay whole. Entries are never reused within a table. *Full*: live entries are copied to a new table, which one store
//! publishes; readers of the old one see the state before.
//! *Version*: table, `used` and `live` together change with every change of the membership, because within a table `used` only grows and
//! `live` only falls without it. What ran Python code (`__eq__`) compares them under the lock before it takes effect, else restarts.
//! *Plain keys*, which are compared without Python code, are added in one step where the table has room: searched for under the lock, so that nothing is
//! left to check. *Allocation* happens before the lock is taken. *Stops*: a collection traces entries below `used`, whose words are always valid.
//! A frozenset is a set that nobody writes after its constructor; its hash is cached in one atomic word.

mod algebra;
mod methods;
mod table;

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::instance;
use crate::object::{Obj, Payload, lock_object};
use crate::protocol;
use crate::typedef::Layout;
use crate::types::str_::Str;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;
use crate::types::{dict, number};
use crate::value::{SlotExt, Value};

pub use methods::{FROZENSET, SET};
use table::Probe;
pub use table::TABLE_LAYOUT;
pub(crate) use table::Table;

/// A Python set or frozenset.
#[repr(C)]
pub struct Set {
    header: Header,
    table: Slot,
    live: AtomicUsize,
    /// Of a frozenset, -1 until computed.
    hash: AtomicI64,
}

/// Layout of sets.
pub static LAYOUT: Layout = Layout::fixed("set", size_of::<Set>(), trace);

// SAFETY: repr(C), header first, the one slot is traced, the other fields are atomic.
unsafe impl Payload for Set {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for sets only.
    tracer.slot(&unsafe { Obj::<Set>::cast_unchecked(object) }.table);
}

/// Header flag: a key that only a Python `__eq__` may compare with a str was added.
const FOREIGN_KEYS: u16 = 0x100;

impl Set {
    #[inline(always)]
    fn table(&self) -> Obj<Table> {
        let table = Value::from_bits(self.table.load());
        // SAFETY: a set has a table from its creation on, and nothing else is ever stored there.
        unsafe { Obj::cast_unchecked(table.as_object().unwrap_unchecked()) }
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.live.load(Ordering::Acquire)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at or behind a position in insertion order, and the next position. For iteration that tolerates changes.
    pub fn next_from(&self, position: usize) -> Option<(usize, Value)> {
        let table = self.table();
        table.next_from(position).map(|(index, key)| (index + 1, key))
    }

    fn has_foreign_keys(&self) -> bool {
        self.header.flags.load(Ordering::Relaxed) & FOREIGN_KEYS != 0
    }
}

/// What changes with every change of a set's membership.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Version {
    table: Obj<Table>,
    used: usize,
    live: usize,
}

fn version(set: Obj<Set>) -> Version {
    let table = set.table();
    Version { table, used: table.used(), live: set.len() }
}

fn create(cx: &Cx, kind: u32, table: Obj<Table>, live: usize) -> R<Obj<Set>> {
    let header = Header::new(kind, if live > 0 { FOREIGN_KEYS } else { 0 });
    cx.alloc(Set {
        header,
        table: Slot::of(table.value()),
        live: AtomicUsize::new(live),
        hash: AtomicI64::new(-1),
    })
}

/// An empty set.
pub fn new(cx: &Cx) -> R<Obj<Set>> {
    create(cx, number::SET, Table::with_room(cx, 0)?, 0)
}

/// An empty frozenset, to be filled before anyone else sees it.
pub fn new_frozen(cx: &Cx) -> R<Obj<Set>> {
    create(cx, number::FROZENSET, Table::with_room(cx, 0)?, 0)
}

/// An empty instance of a class derived from set or frozenset, or of one of them itself.
fn new_of_class(cx: &Cx, class: Obj<Type>) -> R<Obj<Set>> {
    let table = Table::with_room(cx, 0)?;
    let (shape, header) = instance::start(class);
    let set =
        Set { header, table: Slot::of(table.value()), live: AtomicUsize::new(0), hash: AtomicI64::new(-1) };
    cx.alloc_instance(shape, set)
}

/// A set over a table that nothing else uses.
fn of_table(cx: &Cx, kind: u32, table: Obj<Table>, live: usize) -> R<Obj<Set>> {
    create(cx, kind, table, live)
}

/// An exact set or frozenset.
pub fn exact(value: Value) -> Option<Obj<Set>> {
    value.cast_exact::<Set>(number::SET).or_else(|| value.cast_exact::<Set>(number::FROZENSET))
}

/// Whether a set is an instance of frozenset.
fn is_frozen(cx: &Cx, set: Obj<Set>) -> bool {
    cx.type_of(set.value()).is_subclass_of(crate::runtime::builtin_type(number::FROZENSET))
}

/// The hash of an element, with the error of sets.
fn hash_key(cx: &Cx, key: Value) -> R<i64> {
    dict::hash_key(cx, key, "a set element")
}

/// Whether an element is in the set.
pub fn contains(cx: &Cx, set: Obj<Set>, key: Value) -> R<bool> {
    let hash = hash_key(cx, key)?;
    contains_hashed(cx, set, key, hash)
}

fn contains_hashed(cx: &Cx, set: Obj<Set>, key: Value, hash: i64) -> R<bool> {
    let table = set.table();
    if let Some(text) = key.cast_exact::<Str>(number::STR) {
        let found = table.find_str(key, text, hash).is_found();
        if found || !set.has_foreign_keys() {
            return Ok(found);
        }
    }
    Ok(table.find(cx, key, hash)?.is_found())
}

/// Adds an element.
pub fn add(cx: &Cx, set: Obj<Set>, key: Value) -> R<()> {
    if add_plain(cx, set, key) {
        return Ok(());
    }
    let hash = hash_key(cx, key)?;
    add_hashed(cx, set, key, hash).map(|_| ())
}

/// Adds a plain key, where that takes neither Python code nor a larger table; false, and nothing done, in all other cases.
fn add_plain(cx: &Cx, set: Obj<Set>, key: Value) -> bool {
    let Some(hash) = protocol::plain_hash(key) else { return false };
    let _guard = lock_object(cx, set.object());
    let table = set.table();
    match table.find_plain(key, hash) {
        Ok(Probe::Found(_)) => true,
        Ok(Probe::Free(place)) if !table.is_full() => {
            Table::append_at(table, cx, place, hash, key);
            set.live.fetch_add(1, Ordering::Release);
            true
        }
        _ => false,
    }
}

fn find(cx: &Cx, set: Obj<Set>, table: Obj<Table>, key: Value, hash: i64) -> R<Probe> {
    if let Some(text) = key.cast_exact::<Str>(number::STR) {
        let found = table.find_str(key, text, hash);
        if found.is_found() || !set.has_foreign_keys() {
            return Ok(found);
        }
    }
    table.find(cx, key, hash)
}

fn add_hashed(cx: &Cx, set: Obj<Set>, key: Value, hash: i64) -> R<bool> {
    loop {
        let seen = version(set);
        let Probe::Free(place) = find(cx, set, seen.table, key, hash)? else { return Ok(false) };
        let room = if seen.table.is_full() { Some(Table::with_room(cx, seen.live)?) } else { None };
        let _guard = lock_object(cx, set.object());
        if version(set) != seen {
            continue;
        }
        let (table, place) = match room {
            Some(room) => {
                Table::copy_into(cx, seen.table, room);
                cx.store(set.object(), &set.table, room.value());
                (room, room.free_place(hash))
            }
            None => (seen.table, place),
        };
        if key.is_object() && key.cast_exact::<Str>(number::STR).is_none() {
            set.header.flags.fetch_or(FOREIGN_KEYS, Ordering::Relaxed);
        }
        Table::append_at(table, cx, place, hash, key);
        set.live.fetch_add(1, Ordering::Release);
        return Ok(true);
    }
}

/// Removes an element; whether it was there.
fn remove_hashed(cx: &Cx, set: Obj<Set>, key: Value, hash: i64) -> R<bool> {
    loop {
        let table = set.table();
        let Probe::Found(index) = find(cx, set, table, key, hash)? else { return Ok(false) };
        let found = table.key(index);
        let _guard = lock_object(cx, set.object());
        if set.table() != table || found == Value::TOMBSTONE || table.key(index) != found {
            continue;
        }
        table.bury(index);
        set.live.fetch_sub(1, Ordering::Release);
        return Ok(true);
    }
}

/// Removes and answers the oldest element.
fn pop(cx: &Cx, set: Obj<Set>) -> Option<Value> {
    let _guard = lock_object(cx, set.object());
    let table = set.table();
    let (index, key) = table.first()?;
    table.bury(index);
    set.live.fetch_sub(1, Ordering::Release);
    Some(key)
}

/// Removes an element if it is there.
pub fn discard(cx: &Cx, set: Obj<Set>, key: Value) -> R<bool> {
    let hash = hash_key(cx, key)?;
    remove_hashed(cx, set, key, hash)
}

/// Removes every element.
pub fn clear(cx: &Cx, set: Obj<Set>) -> R<()> {
    let table = Table::with_room(cx, 0)?;
    let _guard = lock_object(cx, set.object());
    replace_locked(cx, set, table, 0);
    Ok(())
}

/// Gives the set another table. The caller holds the lock.
fn replace_locked(cx: &Cx, set: Obj<Set>, table: Obj<Table>, live: usize) {
    cx.store(set.object(), &set.table, table.value());
    set.live.store(live, Ordering::Release);
    if live > 0 {
        set.header.flags.fetch_or(FOREIGN_KEYS, Ordering::Relaxed);
    }
}

/// A copy of the table as it is at one moment, without dead entries.
fn copy_table(cx: &Cx, set: Obj<Set>) -> R<(Obj<Table>, usize)> {
    loop {
        let live = set.len();
        let room = Table::with_room(cx, live)?;
        let _guard = lock_object(cx, set.object());
        if set.len() <= room.capacity() {
            let live = set.len();
            Table::copy_into(cx, set.table(), room);
            return Ok((room, live));
        }
    }
}

/// The elements as they are at one moment.
pub fn to_tuple(cx: &Cx, set: Obj<Set>) -> R<Obj<Tuple>> {
    loop {
        let count = set.len();
        let items = tuple::with_len(cx, count)?;
        let _guard = lock_object(cx, set.object());
        if set.len() != count {
            continue;
        }
        let (table, mut position) = (set.table(), 0);
        for slot in items.items() {
            let Some((index, key)) = table.next_from(position) else { break };
            slot.init(key.bits());
            position = index + 1;
        }
        cx.mutator().log_range(items.object(), items.items());
        return Ok(items);
    }
}

/// Adds the elements of an iterable; from a set in one step where no Python code is needed to compare.
pub fn update(cx: &Cx, set: Obj<Set>, iterable: Value) -> R<()> {
    if let Some(other) = iterable.cast::<Set>() {
        return algebra::update_from(cx, set, other);
    }
    if let Some(dict) = iterable.cast_exact::<dict::Dict>(number::DICT) {
        let mut position = 0;
        while let Some((next, key, hash)) = dict.next_hashed(position) {
            add_hashed(cx, set, key, hash)?;
            position = next;
        }
        return Ok(());
    }
    let iterator = protocol::iter::get(cx, iterable)?;
    while let Some(item) = protocol::iter::feed(cx, iterator, &mut |item| add_plain(cx, set, item))? {
        add(cx, set, item)?;
        cx.poll()?;
    }
    Ok(())
}

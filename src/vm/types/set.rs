//! `set` and `frozenset`: insertion-ordered hash tables whose readers never lock.
//!
//! A set is `{table, live}`, over a hash table whose protocol is argued in [`crate::types::hashed`]. What a set adds is its *version*: table, `used` and
//! `live`, read together under the lock, change with every change of the membership, because within a table `used` only grows and `live` only falls
//! without it. An operation on the whole set that runs Python code (`__eq__`) compares them under the lock before it takes effect, else restarts.
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
use crate::protocol::iter::{Feed, Run};
use crate::typedef::Layout;
use crate::types::hashed::Compared;
use crate::types::hashed::steps::{Probe, Sight, Words};
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;
use crate::types::{dict, number};
use crate::value::{SlotExt, Value};

pub use methods::{FROZENSET, SET};
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

impl Set {
    #[inline(always)]
    fn table(&self) -> Obj<Table> {
        let table = Value::from_bits(self.table.load());
        // SAFETY: a set has a table from its creation on, and nothing else is ever stored there.
        unsafe { Obj::of_value_unchecked(table) }
    }

    /// Counts elements added or removed. The caller holds the lock, so that no read-modify-write is needed.
    #[inline(always)]
    fn count_more(&self, more: isize) {
        self.live.store(self.live.load(Ordering::Relaxed).wrapping_add_signed(more), Ordering::Release);
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.live.load(Ordering::Acquire)
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at exactly this position, if it has not been taken out.
    #[inline(always)]
    pub(crate) fn item_at(&self, position: usize) -> Option<Value> {
        let table = self.table();
        table.entry_at(position).map(|entry| entry.key.get()).filter(|&key| key != Value::TOMBSTONE)
    }

    /// The element at or behind a position in insertion order, and the next position. For iteration that tolerates changes.
    pub fn next_from(&self, position: usize) -> Option<(usize, Value)> {
        let table = self.table();
        loop {
            let (index, entry) = table.next_from(position)?;
            // It may have been taken out since.
            match entry.key.get() {
                Value::TOMBSTONE => continue,
                key => return Some((index + 1, key)),
            }
        }
    }
}

/// What changes with every change of a set's membership.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Version {
    table: Obj<Table>,
    used: usize,
    live: usize,
}

/// The caller holds the lock, or the program has one Python thread.
fn version(set: Obj<Set>) -> Version {
    let table = set.table();
    Version { table, used: table.written(), live: set.len() }
}

/// A set or frozenset over a table that nothing else uses.
fn of_table(cx: &Cx, kind: u32, table: Obj<Table>, live: usize) -> R<Obj<Set>> {
    cx.alloc(Set {
        header: Header::new(kind, 0),
        table: Slot::of(table.value()),
        live: AtomicUsize::new(live),
        hash: AtomicI64::new(-1),
    })
}

/// An empty set.
pub fn new(cx: &Cx) -> R<Obj<Set>> {
    of_table(cx, number::SET, Table::empty(), 0)
}

/// An empty frozenset, to be filled before anyone else sees it.
pub fn new_frozen(cx: &Cx) -> R<Obj<Set>> {
    of_table(cx, number::FROZENSET, Table::empty(), 0)
}

/// An empty instance of a class derived from set or frozenset, or of one of them itself.
fn new_of_class(cx: &Cx, class: Obj<Type>) -> R<Obj<Set>> {
    let (shape, header) = instance::start(class);
    let table = Slot::of(Table::empty().value());
    cx.alloc_instance(shape, Set { header, table, live: AtomicUsize::new(0), hash: AtomicI64::new(-1) })
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
    Ok(matches!(set.table().find_any(cx, key, hash)?, Probe::Found(_)))
}

/// Adds an element.
#[inline]
pub fn add(cx: &Cx, set: Obj<Set>, key: Value) -> R<()> {
    if add_plain(cx, set, key) { Ok(()) } else { add_other(cx, set, key) }
}

/// Adds an element that [`add_plain`] has refused.
#[inline(never)]
pub(crate) fn add_other(cx: &Cx, set: Obj<Set>, key: Value) -> R<()> {
    let hash = hash_key(cx, key)?;
    add_hashed(cx, set, key, hash).map(|_| ())
}

/// Adds a key whose hash is known, where that takes neither Python code nor a larger table; false, and nothing done, in all other cases.
#[inline(always)]
pub(crate) fn add_plain(cx: &Cx, set: Obj<Set>, key: Value) -> bool {
    let Some(hash) = protocol::known_hash(key) else { return false };
    let _guard = lock_object(cx, set.object());
    put(cx, set, key, hash)
}

/// The same for a set that no other code has seen: no lock.
#[inline(always)]
pub(crate) fn add_private(cx: &Cx, set: Obj<Set>, key: Value) -> bool {
    protocol::known_hash(key).is_some_and(|hash| put(cx, set, key, hash))
}

/// The caller holds the lock, or nobody else sees the set.
#[inline(always)]
fn put(cx: &Cx, set: Obj<Set>, key: Value, hash: i64) -> bool {
    let table = set.table();
    table.has_or(key, hash, |place| {
        let is_done = Table::append_within(table, cx, place, hash, key, ());
        set.count_more(isize::from(is_done));
        is_done
    })
}

/// Sets of so many elements grow to four times the room, as CPython's do: a copy is not made as often, and the room that is not used then is small.
const GROWING_FAST: std::ops::Range<usize> = 5..20_000;

/// The size of table that follows a full one with so many live elements. The first table is followed by one of eight times the room, which is as large as
/// CPython's second.
fn grown_log_size(live: usize) -> u32 {
    let is_first = live == GROWING_FAST.start;
    Table::log_size_for(live) + u32::from(GROWING_FAST.contains(&live)) + u32::from(is_first)
}

fn add_hashed(cx: &Cx, set: Obj<Set>, key: Value, hash: i64) -> R<bool> {
    let mut compared = Compared::none();
    loop {
        let table = set.table();
        let sight = Sight::take(&*table);
        let probe = table.find_any_unknown(cx, key, hash, compared.known(table))?;
        let Probe::Absent(place) = probe else { return Ok(false) };
        let room = match table.is_full() {
            true => Some(Table::new(cx, grown_log_size(set.len()), 0)?),
            false => None,
        };
        let _guard = lock_object(cx, set.object());
        if !sight.stands(&*table, &set.table(), &probe) {
            compared.note(table, &sight, &probe);
            continue;
        }
        match room {
            // The table has been full all the time: others have only removed some since those were counted, of which the last one added may be missing.
            Some(room) => {
                let live = Table::copy_into(cx, table, room, Some(set.len()));
                Table::append(room, cx, hash, key, ());
                replace_locked(cx, set, room, live + 1);
            }
            None => {
                Table::append_at(table, cx, place, hash, key, ());
                set.count_more(1);
            }
        }
        return Ok(true);
    }
}

/// Removes an element; whether it was there.
fn remove_hashed(cx: &Cx, set: Obj<Set>, key: Value, hash: i64) -> R<bool> {
    loop {
        let table = set.table();
        let sight = Sight::take(&*table);
        let probe = table.find_any(cx, key, hash)?;
        let Probe::Found(index) = probe else { return Ok(false) };
        let _guard = lock_object(cx, set.object());
        if !sight.stands(&*table, &set.table(), &probe) {
            continue;
        }
        table.bury(index);
        set.count_more(-1);
        return Ok(true);
    }
}

/// Removes and answers the oldest element.
fn pop(cx: &Cx, set: Obj<Set>) -> Option<Value> {
    let _guard = lock_object(cx, set.object());
    let table = set.table();
    let (index, entry) = table.next_from(0)?;
    let key = entry.key.get();
    table.bury(index);
    set.count_more(-1);
    Some(key)
}

/// Removes an element if it is there.
pub fn discard(cx: &Cx, set: Obj<Set>, key: Value) -> R<bool> {
    let hash = hash_key(cx, key)?;
    remove_hashed(cx, set, key, hash)
}

/// Removes every element.
pub fn clear(cx: &Cx, set: Obj<Set>) {
    let _guard = lock_object(cx, set.object());
    replace_locked(cx, set, Table::empty(), 0);
}

/// Gives the set another table. The caller holds the lock.
fn replace_locked(cx: &Cx, set: Obj<Set>, table: Obj<Table>, live: usize) {
    cx.store(set.object(), &set.table, table.value());
    set.live.store(live, Ordering::Release);
}

/// A table with room for so many elements; the shared one for none.
fn table_for(cx: &Cx, count: usize) -> R<Obj<Table>> {
    if count == 0 { Ok(Table::empty()) } else { Table::new(cx, Table::least_log_size(count), 0) }
}

/// Copies what a set has into a table of [`table_for`]; `false` where that has too little room. The caller holds the set's lock.
fn copy_locked(cx: &Cx, set: Obj<Set>, room: Obj<Table>) -> bool {
    let (table, live) = (set.table(), set.len());
    if live > room.capacity() {
        return false;
    }
    if live > 0 {
        Table::copy_into(cx, table, room, Some(live));
    }
    true
}

/// A copy of the table as it is at one moment, without dead entries, and the set's version then.
fn copy_table(cx: &Cx, set: Obj<Set>) -> R<(Obj<Table>, Version)> {
    loop {
        let room = table_for(cx, set.len())?;
        let _guard = lock_object(cx, set.object());
        if copy_locked(cx, set, room) {
            return Ok((room, version(set)));
        }
    }
}

/// A set or frozenset of the elements that a set has at one moment.
fn copy(cx: &Cx, kind: u32, set: Obj<Set>) -> R<Obj<Set>> {
    let (table, version) = copy_table(cx, set)?;
    of_table(cx, kind, table, version.live)
}

/// Calls `each` with the elements as they are at one moment and their hashes.
pub(crate) fn for_each_hashed(cx: &Cx, set: Obj<Set>, each: &mut dyn FnMut(Value, i64) -> R<()>) -> R<()> {
    algebra::view(cx, set)?.all(cx, |key, hash| each(key, hash).map(|()| true)).map(|_| ())
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
            let Some((index, entry)) = table.next_from(position) else { break };
            slot.init(entry.key.load());
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
        dict::all_hashed(cx, dict, |key, hash| add_hashed(cx, set, key, hash).map(|_| true))?;
        return Ok(());
    }
    let mut items = Feed::of(cx, iterable)?;
    let Some(count) = items.count() else {
        while let Some(item) = items.until(cx, &mut |item| add_plain(cx, set, item))? {
            add_other(cx, set, item)?;
            cx.poll()?;
        }
        return Ok(());
    };
    let mut room = make_room(cx, set, count)?;
    let added = add_all(cx, set, &mut items, &mut room);
    if let Some(room) = room {
        give_back(cx, set, room);
    }
    added
}

/// Adds the items of a list or tuple. `room` is the table that was made for more than there were then.
fn add_all(cx: &Cx, set: Obj<Set>, items: &mut Feed, room: &mut Option<Obj<Table>>) -> R<()> {
    loop {
        match add_run(cx, set, items) {
            Run::More => {}
            Run::Refused(item) => {
                *room = make_more_room(cx, set, items).or(*room);
                add_other(cx, set, item)?;
            }
            Run::End => return Ok(()),
        }
        cx.poll()?;
    }
}

/// Adds some items of a list or tuple under one lock, until one takes Python code or a larger table. What each of them would need by itself is done once
/// for all.
fn add_run(cx: &Cx, set: Obj<Set>, items: &mut Feed) -> Run {
    let _guard = lock_object(cx, set.object());
    let table = set.table();
    let first = table.written();
    let ended = items.run(&mut |item| {
        protocol::known_hash(item).is_some_and(|hash| {
            table.has_or(item, hash, |place| table.append_at(place, hash, item, ()).is_some())
        })
    });
    Table::note_appended(table, cx, first);
    set.count_more((table.written() - first) as isize);
    ended
}

/// More elements than these, which may all be one, get their room when so many have come.
const MOST_AT_ONCE: usize = GROWING_FAST.end;

/// Gives a set that has the shared empty table one of its own with room for so many, and answers that.
fn make_room(cx: &Cx, set: Obj<Set>, count: usize) -> R<Option<Obj<Table>>> {
    if count == 0 || set.table() != Table::empty() {
        return Ok(None);
    }
    let room = table_for(cx, count.min(MOST_AT_ONCE))?;
    let _guard = lock_object(cx, set.object());
    if set.table() != Table::empty() {
        return Ok(None);
    }
    replace_locked(cx, set, room, 0);
    Ok(Some(room))
}

/// Where a full table is large, gives the set one, which is answered, for all that is to come, if as many of the items are new as have been: then it does not
/// grow again and again.
fn make_more_room(cx: &Cx, set: Obj<Set>, items: &Feed) -> Option<Obj<Table>> {
    let (table, live) = (set.table(), set.len());
    if live < MOST_AT_ONCE || !table.is_full() {
        return None;
    }
    let (count, left) = (items.count()?, items.left()?);
    let expected = left.saturating_mul(live) / (count - left).max(live);
    let log_size = Table::log_size_for(live + expected.min(live * 16));
    // Where memory is short, it grows by itself.
    if log_size <= grown_log_size(live) { None } else { move_to(cx, set, table, log_size).ok()? }
}

/// Moves the elements of a set to a smaller table where they need less than a quarter of the one that was made for more, and that can be had.
fn give_back(cx: &Cx, set: Obj<Set>, room: Obj<Table>) {
    let log_size = Table::log_size_for(set.len());
    if set.table() == room && log_size < room.log_size() - 1 {
        // Where memory is short, it keeps what it has.
        let _ = move_to(cx, set, room, log_size);
    }
}

/// Moves the elements of a set from its table to one of another size, which is answered; nothing, if it has another table or more elements by then.
fn move_to(cx: &Cx, set: Obj<Set>, from: Obj<Table>, log_size: u32) -> R<Option<Obj<Table>>> {
    let to = Table::new(cx, log_size, 0)?;
    let _guard = lock_object(cx, set.object());
    if set.table() != from || set.len() > to.capacity() {
        return Ok(None);
    }
    let live = Table::copy_into(cx, from, to, Some(set.len()));
    replace_locked(cx, set, to, live);
    Ok(Some(to))
}

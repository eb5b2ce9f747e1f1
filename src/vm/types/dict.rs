//! `dict`: insertion-ordered hash table whose readers never lock.
//!
//! A dict is `{table, live}`, over a hash table whose protocol is argued in [`crate::types::hashed`]. What a dict adds: *overwriting* is one barriered
//! store of the value, under the lock.
//!
//! **Cell tables** serve module globals: each value slot holds a [`Cell`], so that code can cache the cell and read a global with one load.
//! The cell alone says whether the name is bound; deleting empties the cell and keeps the entry, and a name that resolved to a builtin
//! has an empty placeholder. A dict turns into cells once, on first use as globals, under its lock.
//!
//! **Instance dicts** (`obj.__dict__`) work on their owner's storage: a value may be a marker that stands for one of the owner's inline slots,
//! which reads and stores go through; an item whose slot is unbound is absent. A deleted slot is dead for good. What else a writer of such a dict owes
//! its owner's shape is argued in [`crate::instance`].

mod merge;
mod methods;
mod order;
mod plain;
mod table;
mod views;

use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::exceptions;
use crate::instance::{self, mirror};
use crate::object::{Obj, Payload, lock_object, lock_two};
use crate::protocol;
use crate::runtime::Runtime;
use crate::shape::Shape;
use crate::typedef::Layout;
use crate::types::cell::{self, Cell};
use crate::types::hashed::steps::{Probe, Sight, Words};
use crate::types::hashed::{Compared, MIN_LOG_SIZE};
use crate::types::number;
use crate::types::str_::Str;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;
use crate::value::{SlotExt, Value};

pub(crate) use merge::copy_of;
pub use merge::{merge, update};
pub use methods::DICT;
pub use order::{move_to_end, pop_first, pop_last};
use plain::{find_plain, set_first, set_plain};
pub use table::TABLE_LAYOUT;
pub(crate) use table::Table;
pub(crate) use views::viewed;
pub use views::{DICT_ITEMS, DICT_KEYS, DICT_VALUES, VIEW_LAYOUT};

/// A Python dict.
#[repr(C)]
pub struct Dict {
    header: Header,
    table: Slot,
    /// Bound entries. In a cell table an upper bound, in an instance's dict without what was bound past it while it came to be (see [`Dict::len`]).
    live: AtomicUsize,
    /// How often an item was moved to an end, so that iterators notice.
    moves: AtomicUsize,
}

/// Layout of dicts.
pub static LAYOUT: Layout = Layout::fixed("dict", size_of::<Dict>(), trace_dict);

// SAFETY: repr(C), header first, the one slot is traced, the count is atomic.
unsafe impl Payload for Dict {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace_dict(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for dicts only.
    tracer.slot(&unsafe { Obj::<Dict>::cast_unchecked(object) }.table);
}

/// An empty dict.
pub fn new(cx: &Cx) -> R<Obj<Dict>> {
    cx.alloc(Dict::of_table(Header::new(number::DICT, 0), Table::empty()))
}

/// A dict that holds the attributes of an instance, each with its value or a marker, still without any; nobody else sees it yet. It has `room`
/// for that many.
pub(crate) fn for_instance(cx: &Cx, owner: ObjRef, room: usize) -> R<Obj<Dict>> {
    let dict = with_capacity(cx, room.max(1))?;
    let table = dict.table();
    cx.store(table.object(), &table.owner, Value::from_object(owner));
    Ok(dict)
}

/// The hash of an attribute's name, an exact str.
fn hash_of_name(name: Value) -> i64 {
    name.cast_exact::<Str>(number::STR).map_or(0, |text| text.hash())
}

/// Adds an attribute, a value or a marker, to what [`for_instance`] has made, before anybody else sees it.
pub(crate) fn add_attribute(cx: &Cx, dict: Obj<Dict>, name: Value, value: Value, is_bound: bool) {
    Table::append(dict.table(), cx, hash_of_name(name), name, value);
    dict.count_more(isize::from(is_bound));
}

/// A table without an owner that has a marker for each attribute of a shape.
pub(crate) fn mirror_table(cx: &Cx, shape: Obj<Shape>) -> R<Obj<Table>> {
    let table = Table::sized(cx, Table::least_log_size(shape.count() + 1), false)?;
    shape.for_each_name(&mut |index, name| {
        Table::append(table, cx, hash_of_name(name), name, Value::inline_marker(index));
    });
    Ok(table)
}

/// A dict that mirrors the slots of an instance, with a copy of its shape's table; nobody else sees it yet.
pub(crate) fn mirror(cx: &Cx, owner: ObjRef, shape: Obj<Shape>) -> R<Obj<Dict>> {
    let source = Shape::dict_table(shape, cx)?;
    let table = Table::copy_of(cx, source, Slot::of(Value::from_object(owner)))?;
    cx.alloc(Dict::of_table(Header::new(number::DICT, 0), table))
}

/// Notes how many of its slots are bound as [`mirror`]'s dict is shown to others.
pub(crate) fn set_bound(dict: Obj<Dict>, bound: usize) {
    dict.live.store(bound, Ordering::Relaxed);
}

/// An empty dict with room for `count` entries.
pub fn with_capacity(cx: &Cx, count: usize) -> R<Obj<Dict>> {
    if count == 0 {
        return new(cx);
    }
    let table = Table::sized(cx, Table::least_log_size(count), false)?;
    cx.alloc(Dict::of_table(Header::new(number::DICT, 0), table))
}

/// An empty dict of a class derived from `dict`, or of `dict` itself.
pub fn new_of_class(cx: &Cx, class: Obj<Type>) -> R<Obj<Dict>> {
    let (shape, header) = instance::start(class);
    cx.alloc_instance(shape, Dict::of_table(header, Table::empty()))
}

impl Dict {
    fn of_table(header: Header, table: Obj<Table>) -> Dict {
        let (live, moves) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Dict { header, table: Slot::of(table.value()), live, moves }
    }

    #[inline(always)]
    fn table(&self) -> Obj<Table> {
        let table = Value::from_bits(self.table.load());
        // SAFETY: a dict has a table from its creation on, and nothing else is ever stored there.
        unsafe { Obj::of_value_unchecked(table) }
    }

    /// Counts items added or removed. The caller holds the lock, so that no read-modify-write is needed, or nobody else sees the dict.
    #[inline(always)]
    fn count_more(&self, more: isize) {
        self.live.store(self.live.load(Ordering::Relaxed).wrapping_add_signed(more), Ordering::Release);
    }

    /// Number of items. Where they lie elsewhere, in cells or an instance's slots, they are counted: beside writers that may be none of the numbers
    /// there were.
    pub fn len(&self) -> usize {
        let table = self.table();
        if table.is_plain() {
            return self.live.load(Ordering::Acquire);
        }
        (0..table.written()).filter(|&index| !table.value_at(index).is_unbound()).count()
    }

    pub fn is_empty(&self) -> bool {
        let table = self.table();
        if table.is_plain() {
            return self.live.load(Ordering::Acquire) == 0;
        }
        (0..table.written()).all(|index| table.value_at(index).is_unbound())
    }

    /// The value of an exact-str key; never runs Python code.
    #[inline]
    pub fn get_str(&self, name: Value) -> Option<Value> {
        let text = name.cast_exact::<Str>(number::STR)?;
        let table = self.table();
        match table.find_str(name, text, text.hash()) {
            Probe::Found(index) => table.value_at(index).bound(),
            Probe::Absent(_) => None,
        }
    }

    /// The item at or behind a position in insertion order, and the next position. For iteration that tolerates changes.
    pub fn next_from(&self, position: usize) -> Option<(usize, Value, Value)> {
        let table = self.table();
        let used = table.written();
        (position.max(table.head.load(Ordering::Relaxed) as usize)..used).find_map(|index| {
            let key = table.entry(index).key.get();
            let value = table.value_at(index).bound()?;
            (key != Value::TOMBSTONE).then_some((index + 1, key, value))
        })
    }
}

impl Dict {
    /// The item at exactly this position, if it is live and its value stands in the table itself.
    #[inline(always)]
    pub(crate) fn plain_item(&self, position: usize) -> Option<(Value, Value)> {
        let table = self.table();
        let entry = table.entry_at(position)?;
        let (key, value) = (entry.key.get(), entry.value.get());
        let is_there = key != Value::TOMBSTONE && !value.is_unbound();
        (is_there && value.as_inline_marker().is_none() && !table.is_of_cells()).then_some((key, value))
    }

    /// As [`Dict::next_from`], with the key's hash instead of the value.
    pub(crate) fn next_hashed(&self, position: usize) -> Option<(usize, Value, i64)> {
        let table = self.table();
        let used = table.written();
        (position.max(table.head.load(Ordering::Relaxed) as usize)..used).find_map(|index| {
            let entry = table.entry(index);
            let key = entry.key.get();
            table.value_at(index).bound()?;
            (key != Value::TOMBSTONE).then_some((index + 1, key, entry.hash.load(Ordering::Relaxed)))
        })
    }

    /// The value of the entry at a position.
    fn value_at(&self, position: usize) -> Option<Value> {
        let table = self.table();
        if position < table.written() { table.value_at(position).bound() } else { None }
    }

    /// The item before a position in insertion order, and its own position.
    pub(crate) fn previous_from(&self, position: usize) -> Option<(usize, Value, Value)> {
        let table = self.table();
        let used = table.written();
        (0..position.min(used)).rev().find_map(|index| {
            let key = table.entry(index).key.get();
            let value = table.value_at(index).bound()?;
            (key != Value::TOMBSTONE).then_some((index, key, value))
        })
    }

    /// Takes over what the other dict knows about its keys.
    fn inherit_flags(&self, other: Obj<Dict>) {
        if has_foreign_keys(other) {
            self.header.flags.fetch_or(FOREIGN_KEYS, Ordering::Relaxed);
        }
    }

    /// The position behind the last item.
    pub(crate) fn end_position(&self) -> usize {
        self.table().written()
    }

    /// What iterators remember to notice that the size changed.
    pub(crate) fn size_mark(&self) -> usize {
        self.live.load(Ordering::Acquire)
    }

    /// No fewer than the items that a copy of the dict's present table would have.
    fn most_items(&self) -> usize {
        let table = self.table();
        if table.is_plain() { self.live.load(Ordering::Acquire) } else { table.written() }
    }

    /// What iterators remember: the size, and how often items were moved.
    pub(crate) fn iteration_mark(&self) -> usize {
        self.size_mark() ^ self.moves.load(Ordering::Acquire) << 40
    }

    /// Whether size and order are still what they were at `mark`. A table of cells is not asked: resolving a builtin adds a placeholder to it.
    pub(crate) fn has_iteration_mark(&self, mark: usize) -> bool {
        self.iteration_mark() == mark || self.is_of_cells()
    }

    /// Whether the items lie in cells, as a module's do.
    pub(crate) fn is_of_cells(&self) -> bool {
        self.table().is_of_cells()
    }
}

/// The hash of a key (`role`: "a dict key", "a set element"); what cannot be hashed is refused with CPython's words.
pub(crate) fn hash_key(cx: &Cx, key: Value, role: &str) -> R<i64> {
    match protocol::hash(cx, key) {
        Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => {
            let reason = protocol::str_string(cx, raised.0)?;
            Err(cx.type_error(format!("cannot use '{}' as {role} ({reason})", cx.type_name(key))))
        }
        result => result,
    }
}

fn hash_of(cx: &Cx, key: Value) -> R<i64> {
    hash_key(cx, key, "a dict key")
}

/// The value of any key.
#[inline]
pub fn get(cx: &Cx, dict: Obj<Dict>, key: Value) -> R<Option<Value>> {
    if let Some(hash) = protocol::plain_hash(key) {
        let table = dict.table();
        match find_plain(dict, &table, key, hash) {
            Some(Probe::Absent(_)) => return Ok(None),
            Some(Probe::Found(index)) if let Some(value) = table.value_at(index).bound() => {
                return Ok(Some(value));
            }
            _ => return get_hashed(cx, dict, key, hash),
        }
    }
    let hash = hash_of(cx, key)?;
    get_hashed(cx, dict, key, hash)
}

/// The value of a key whose hash is known.
pub fn get_hashed(cx: &Cx, dict: Obj<Dict>, key: Value, hash: i64) -> R<Option<Value>> {
    loop {
        let table = dict.table();
        match table.find(cx, key, hash)? {
            Probe::Absent(_) => return Ok(None),
            Probe::Found(index) => match table.value_at(index).bound() {
                Some(value) => return Ok(Some(value)),
                // Deleted: in the current table the key may have come back at a later entry.
                None if dict.table() == table
                    && !table.is_of_cells()
                    && table.entry(index).key.get() != Value::TOMBSTONE =>
                {
                    return Ok(None);
                }
                None if table.is_of_cells() => return Ok(None),
                None => {}
            },
        }
    }
}

/// What a writer does once it stands before its entry, under the lock.
enum Change<'a> {
    Set(Value),
    /// Sets only where the key is absent.
    SetDefault(Value),
    Remove,
    /// Sets only where the value is the first one.
    Swap(Value, Value),
    /// Removes only where the value is one that this answers for. It runs under the lock: no Python code, no allocation.
    RemoveIf(&'a dyn Fn(Value) -> bool),
}

/// Sets a key.
#[inline]
pub fn set(cx: &Cx, dict: Obj<Dict>, key: Value, value: Value) -> R<()> {
    if let Some(hash) = protocol::plain_hash(key) {
        let is_done = if dict.table() == Table::empty() {
            set_first(cx, dict, key, hash, value)?
        } else {
            set_plain(cx, dict, key, hash, value)
        };
        if is_done {
            return Ok(());
        }
    }
    let hash = hash_of(cx, key)?;
    change(cx, dict, key, hash, Change::Set(value)).map(|_| ())
}

/// Sets a key of a dict that no other code has seen: without its lock where the key is plain.
#[inline]
pub(crate) fn set_private(cx: &Cx, dict: Obj<Dict>, key: Value, value: Value) -> R<()> {
    if let Some(hash) = protocol::plain_hash(key) {
        if dict.table() == Table::empty() {
            let room = Table::sized(cx, MIN_LOG_SIZE, false)?;
            plain::put_first(cx, dict, room, key, hash, value);
            return Ok(());
        }
        if plain::put(cx, dict, key, hash, value) {
            return Ok(());
        }
    }
    set(cx, dict, key, value)
}

/// Sets a key whose hash is known.
pub fn set_hashed(cx: &Cx, dict: Obj<Dict>, key: Value, hash: i64, value: Value) -> R<()> {
    change(cx, dict, key, hash, Change::Set(value)).map(|_| ())
}

/// Sets a key unless it is there; the value it has afterwards.
pub fn set_default(cx: &Cx, dict: Obj<Dict>, key: Value, value: Value) -> R<Value> {
    let hash = hash_of(cx, key)?;
    Ok(change(cx, dict, key, hash, Change::SetDefault(value))?.unwrap_or(value))
}

/// Sets a key if its value is `expected` (`None`: if it is absent), in one step; whether it did.
pub fn compare_and_set(
    cx: &Cx,
    dict: Obj<Dict>,
    key: Value,
    hash: i64,
    expected: Option<Value>,
    new: Value,
) -> R<bool> {
    let step = match expected {
        None => Change::SetDefault(new),
        Some(expected) => Change::Swap(expected, new),
    };
    Ok(change(cx, dict, key, hash, step)? == expected)
}

/// Removes a key; the value it had.
pub fn remove(cx: &Cx, dict: Obj<Dict>, key: Value) -> R<Option<Value>> {
    let hash = hash_of(cx, key)?;
    change(cx, dict, key, hash, Change::Remove)
}

/// Removes a key if its value is one that `unwanted` answers for, without running Python code in between; the value it had.
pub fn remove_if(cx: &Cx, dict: Obj<Dict>, key: Value, unwanted: impl Fn(Value) -> bool) -> R<Option<Value>> {
    let hash = hash_of(cx, key)?;
    change(cx, dict, key, hash, Change::RemoveIf(&unwanted))
}

/// As [`remove_if`], for a key whose hash is known.
pub fn remove_if_hashed(
    cx: &Cx,
    dict: Obj<Dict>,
    key: Value,
    hash: i64,
    unwanted: impl Fn(Value) -> bool,
) -> R<Option<Value>> {
    change(cx, dict, key, hash, Change::RemoveIf(&unwanted))
}

/// The general writer: finds unlocked, locks, validates, changes. Answers the value there was.
fn change(cx: &Cx, dict: Obj<Dict>, key: Value, hash: i64, change: Change<'_>) -> R<Option<Value>> {
    let text = key.cast_exact::<Str>(number::STR);
    let mut compared = Compared::none();
    loop {
        let table = dict.table();
        let sight = Sight::take(&*table);
        let mut probe = match text {
            Some(text) => table.find_str(key, text, hash),
            None => Probe::Absent(0),
        };
        if matches!(probe, Probe::Absent(_)) && (text.is_none() || has_foreign_keys(dict)) {
            probe = table.find_unknown(cx, key, hash, compared.known(table))?;
        }
        let owner = table.owner.get().as_object();
        let mut grown = None;
        let fresh = match (&probe, &change) {
            (Probe::Absent(_), Change::Set(_) | Change::SetDefault(_)) => {
                if let Some(owner) = owner {
                    grown = instance::plan_growth(cx, owner, key)?;
                }
                let room = if table.is_full() {
                    Some(Table::sized(cx, grown_log_size(dict, table), table.is_of_cells())?)
                } else {
                    None
                };
                let cell = if table.is_of_cells() { Some(cell::new(cx, Value::UNBOUND)?) } else { None };
                Some((room, cell))
            }
            (Probe::Found(_), Change::Remove | Change::RemoveIf(_)) => {
                if let Some(owner) = owner {
                    instance::leave_mirror(cx, owner)?;
                }
                None
            }
            _ => None,
        };
        let guard = lock_object(cx, dict.object());
        if !sight.stands(&*table, &*dict.table(), &probe) {
            drop(guard);
            compared.note(table, &sight, &probe);
            continue;
        }
        match probe {
            Probe::Found(index) => {
                if let (Some(owner), Some(slot)) = (owner, table.absent_slot(index)) {
                    let (Change::Set(value) | Change::SetDefault(value)) = change else { return Ok(None) };
                    if instance::bind_next(cx, owner, slot, value) {
                        dict.count_more(1);
                        return Ok(None);
                    }
                    // It is bound out of order: it comes last.
                    let is_mirrored = Shape::of(owner).is_mirrored();
                    if !is_mirrored {
                        table.bury(index);
                    }
                    drop(guard);
                    if is_mirrored {
                        instance::leave_predicted_mirror(cx, owner)?;
                    }
                    continue;
                }
                return Ok(change_found(cx, dict, table, index, change));
            }
            Probe::Absent(place) => {
                let (Change::Set(value) | Change::SetDefault(value)) = change else { return Ok(None) };
                let Some((room, cell)) = fresh else { return Ok(None) };
                if let Some(owner) = owner
                    && instance::is_outdated(owner, grown.as_ref())
                {
                    continue;
                }
                let (table, place) = match room {
                    Some(room) => {
                        rebuild(cx, table, room);
                        cx.store(dict.object(), &dict.table, room.value());
                        (room, room.free_place(hash))
                    }
                    None => (table, place),
                };
                let stored = match (cell, &grown) {
                    (Some(cell), _) => {
                        cell.set(cx, value);
                        cell.value()
                    }
                    (None, Some(grown)) => grown.marker(),
                    (None, None) => value,
                };
                if text.is_none() && key.is_object() {
                    dict.object().header().flags.fetch_or(FOREIGN_KEYS, Ordering::Relaxed);
                }
                Table::append_at(table, cx, place, hash, key, stored);
                if let (Some(owner), Some(grown)) = (owner, grown) {
                    grown.complete(cx, owner, value);
                }
                dict.count_more(1);
                return Ok(None);
            }
        }
    }
}

/// Whether a str might be equal to a key that is no exact str. Cheap and conservative: only dicts that ever got such a key.
fn has_foreign_keys(dict: Obj<Dict>) -> bool {
    dict.object().header().flags.load(Ordering::Relaxed) & FOREIGN_KEYS != 0
}

/// Header flag: a heap object that is no exact str was inserted as a key, so a str may equal it by a Python `__eq__`.
const FOREIGN_KEYS: u16 = 0x100;

fn change_found(
    cx: &Cx,
    dict: Obj<Dict>,
    table: Obj<Table>,
    index: usize,
    change: Change<'_>,
) -> Option<Value> {
    let old = table.value_at(index).bound();
    let removes = match change {
        Change::RemoveIf(unwanted) => old.is_some_and(unwanted),
        Change::Remove => table.is_of_cells() || old.is_some(),
        _ => false,
    };
    match change {
        Change::Set(value) => store_value(cx, table, index, value),
        Change::SetDefault(value) if old.is_none() => store_value(cx, table, index, value),
        Change::SetDefault(_) => {}
        Change::Swap(expected, value) if old == Some(expected) => store_value(cx, table, index, value),
        Change::Swap(..) => {}
        _ if !removes => {}
        _ if table.is_of_cells() => store_value(cx, table, index, Value::UNBOUND),
        _ => {
            let entry = table.entry(index);
            match entry.value.get().as_inline_marker().and_then(|slot| table.owner_slot(slot)) {
                Some(slot) => mirror::vanish(slot, || table.bury(index)),
                None => table.bury(index),
            }
            dict.count_more(-1);
        }
    }
    old
}

fn store_value(cx: &Cx, table: Obj<Table>, index: usize, value: Value) {
    let slot = &table.entry(index).value;
    if let (Some(inline), Some(owner)) = (slot.get().as_inline_marker(), table.owner.get().as_object()) {
        if let Some(inline) = table.owner_slot(inline) {
            cx.store(owner, inline, value);
        }
    } else if !table.is_of_cells() {
        cx.store(table.object(), slot, value);
    } else if let Some(cell) = slot.get().cast_exact::<Cell>(number::CELL) {
        cell.set(cx, value);
    }
}

/// The size of the table that replaces a full one.
fn grown_log_size(dict: Obj<Dict>, table: Obj<Table>) -> u32 {
    Table::log_size_for(kept(dict, table))
}

/// How many entries a copy of the dict's table has.
fn kept(dict: Obj<Dict>, table: Obj<Table>) -> usize {
    if table.is_plain() {
        dict.live.load(Ordering::Acquire)
    } else {
        // Items that are absent keep their entries.
        table.entries()[..table.written()].iter().filter(|entry| !entry.is_buried()).count()
    }
}

/// Copies the live entries into a new table that nobody else sees. The dict's lock is held.
fn rebuild(cx: &Cx, from: Obj<Table>, to: Obj<Table>) {
    cx.store(to.object(), &to.owner, from.owner.get());
    Table::copy_into(cx, from, to, None);
}

/// The cell of a global name, created empty where the name is unbound. Turns the dict's table into cells on first use.
pub fn cell_of(cx: &Cx, dict: Obj<Dict>, name: Value) -> R<Obj<Cell>> {
    loop {
        let table = dict.table();
        leave_mirror(cx, table)?;
        if table.is_of_cells() {
            let Some(text) = name.cast_exact::<Str>(number::STR) else {
                return Err(cx.system_error("global name is not a str"));
            };
            if let Probe::Found(index) = table.find_str(name, text, text.hash())
                && let Some(cell) = table.entry(index).value.get().cast_exact::<Cell>(number::CELL)
            {
                return Ok(cell);
            }
            set_default(cx, dict, name, Value::UNBOUND)?;
            continue;
        }
        let used = table.written();
        let room = Table::sized(cx, Table::log_size_for(used), true)?;
        let cells = tuple::Array::new(cx, used)?;
        for slot in cells.items() {
            cx.store(cells.object(), slot, cell::new(cx, Value::UNBOUND)?.value());
        }
        let _guard = lock_object(cx, dict.object());
        if dict.table() != table || table.written() != used {
            continue;
        }
        for index in 0..used {
            let entry = table.entry(index);
            let key = entry.key.get();
            if key != Value::TOMBSTONE
                && let Some(cell) = cells.get(index).cast_exact::<Cell>(number::CELL)
            {
                cell.set(cx, table.value_at(index));
                Table::append(room, cx, entry.hash.load(Ordering::Relaxed), key, cell.value());
            }
        }
        cx.store(dict.object(), &dict.table, room.value());
    }
}

/// The instance whose dict it is, if it is one's, goes to dictionary mode, before a change that its shape could not tell.
fn leave_mirror(cx: &Cx, table: Obj<Table>) -> R<()> {
    table.owner.get().as_object().map_or(Ok(()), |owner| instance::leave_mirror(cx, owner))
}

/// Takes every item out.
pub fn clear(cx: &Cx, dict: Obj<Dict>) -> R<()> {
    leave_mirror(cx, dict.table())?;
    let _guard = lock_object(cx, dict.object());
    // Looked at under the lock: another thread may have turned the table into cells, or moved it, a moment ago.
    let table = dict.table();
    if table.is_of_cells() {
        for index in 0..table.written() {
            store_value(cx, table, index, Value::UNBOUND);
        }
        return Ok(());
    }
    for entry in &table.entries()[..table.written()] {
        if let Some(slot) = entry.value.get().as_inline_marker().and_then(|slot| table.owner_slot(slot)) {
            slot.init(Value::UNBOUND.bits());
        }
    }
    cx.store(dict.object(), &dict.table, Table::empty().value());
    dict.live.store(0, Ordering::Release);
    Ok(())
}

/// A shallow copy, atomic against writers.
pub fn copy(cx: &Cx, dict: Obj<Dict>) -> R<Obj<Dict>> {
    if dict.table() == Table::empty() {
        return new(cx);
    }
    loop {
        let room = Table::sized(cx, Table::least_log_size(dict.most_items()), false)?;
        let copy = new(cx)?;
        let live = {
            let _guard = lock_object(cx, dict.object());
            if dict.most_items() > room.capacity() {
                continue;
            }
            copy_live(cx, dict, room)
        };
        adopt(cx, copy, dict, room, live);
        return Ok(copy);
    }
}

/// Calls `visit` for each key and its hash, of one moment where other threads may write meanwhile, until that answers `false`; whether it never did.
pub(crate) fn all_hashed(cx: &Cx, dict: Obj<Dict>, mut visit: impl FnMut(Value, i64) -> R<bool>) -> R<bool> {
    let dict = if Runtime::is_shared() { copy(cx, dict)? } else { dict };
    let (mut position, mut steps) = (0, 0u32);
    while let Some((next, key, hash)) = dict.next_hashed(position) {
        if !visit(key, hash)? {
            return Ok(false);
        }
        (position, steps) = (next, steps + 1);
        if steps.is_multiple_of(1024) {
            cx.poll()?;
        }
    }
    Ok(true)
}

/// Copies of two dicts, taken at the same moment.
pub fn copy_two(cx: &Cx, one: Obj<Dict>, other: Obj<Dict>) -> R<(Obj<Dict>, Obj<Dict>)> {
    loop {
        let first = Table::sized(cx, Table::least_log_size(one.most_items()), false)?;
        let second = Table::sized(cx, Table::least_log_size(other.most_items()), false)?;
        let copies = (new(cx)?, new(cx)?);
        let counts = {
            let _guards = lock_two(cx, one.object(), other.object());
            if one.most_items() > first.capacity() || other.most_items() > second.capacity() {
                continue;
            }
            (copy_live(cx, one, first), copy_live(cx, other, second))
        };
        adopt(cx, copies.0, one, first, counts.0);
        adopt(cx, copies.1, other, second, counts.1);
        return Ok(copies);
    }
}

/// Copies the bound items into a table without cells that nobody else sees; how many there are. Writers of the dict are excluded.
fn copy_live(cx: &Cx, dict: Obj<Dict>, to: Obj<Table>) -> usize {
    let (from, mut live) = (dict.table(), 0);
    if from.is_plain() {
        return Table::copy_into(cx, from, to, Some(dict.live.load(Ordering::Relaxed)));
    }
    for index in 0..from.written() {
        let entry = from.entry(index);
        let (key, value) = (entry.key.get(), from.value_at(index));
        if key != Value::TOMBSTONE && !value.is_unbound() {
            Table::append(to, cx, entry.hash.load(Ordering::Relaxed), key, value);
            live += 1;
        }
    }
    live
}

/// Gives a dict a table copied from another one's.
fn adopt(cx: &Cx, dict: Obj<Dict>, source: Obj<Dict>, table: Obj<Table>, live: usize) {
    dict.inherit_flags(source);
    cx.store(dict.object(), &dict.table, table.value());
    dict.live.store(live, Ordering::Release);
}

/// The keys of two dicts, taken at the same moment.
pub fn keys_of_two(cx: &Cx, one: Obj<Dict>, other: Obj<Dict>) -> R<(Obj<Tuple>, Obj<Tuple>)> {
    let (one, other) = copy_two(cx, one, other)?;
    Ok((keys_of(cx, one)?, keys_of(cx, other)?))
}

/// The keys, as they are at one moment.
pub fn keys_of(cx: &Cx, dict: Obj<Dict>) -> R<Obj<Tuple>> {
    collect(cx, dict, Part::Keys)
}

/// What differs, in practice, once an item was added, removed or moved: entries are never used again within a table, so where size and moves are
/// equal the number of entries written tells, and where the table is another one its address.
pub fn state_mark(dict: Obj<Dict>) -> (usize, usize, Value) {
    let table = dict.table();
    (dict.iteration_mark(), table.written(), table.value())
}

/// Which part of the items [`collect`] takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Keys,
    Values,
}

/// All keys or all values, as they are at one moment.
pub(crate) fn collect(cx: &Cx, dict: Obj<Dict>, part: Part) -> R<Obj<Tuple>> {
    'again: loop {
        let count = dict.len();
        let items = tuple::with_len(cx, count)?;
        let _guard = lock_object(cx, dict.object());
        if dict.len() != count {
            continue;
        }
        let mut position = 0;
        for slot in items.items() {
            let Some((next, key, value)) = dict.next_from(position) else { continue 'again };
            slot.init(if part == Part::Keys { key } else { value }.bits());
            position = next;
        }
        cx.mutator().log_range(items.object(), items.items());
        return Ok(items);
    }
}

/// What iterating an exact dict or a view of one gives, as it is at one moment; `None` for other values.
pub(crate) fn snapshot(cx: &Cx, iterable: Value) -> R<Option<Obj<Tuple>>> {
    if let Some(dict) = iterable.cast_exact::<Dict>(number::DICT) {
        return collect(cx, dict, Part::Keys).map(Some);
    }
    views::snapshot(cx, iterable)
}

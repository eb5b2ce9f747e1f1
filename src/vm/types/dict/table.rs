//! The table of a dict: its layout, its size, and what is found and appended in it.
//!
//! Which word is written when, and by whom, is argued at the head of [`crate::types::dict`] and done in `steps`.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::instance;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{Layout, wanted_strides};
use crate::types::cell::Cell;
use crate::types::dict::steps::{Entry, Place, Probe, Words};
use crate::types::str_::{self, Str};
use crate::types::{internal, number};
use crate::value::{SlotExt, Value};

/// The table of a dict. What it was laid out for stands in its header's flags: the logarithm of the index size, and whether it is of cells.
#[repr(C)]
pub struct Table {
    pub(super) header: Header,
    pub(super) capacity: u32,
    /// Entries written so far, dead ones included.
    pub(super) used: AtomicU32,
    /// Every entry from this one on is dead; only the lock's holder uses it, to find the last item.
    pub(super) tail: AtomicU32,
    /// Every entry before this one is dead, for good; only the lock's holder raises it.
    pub(super) head: AtomicU32,
    /// The instance whose attributes the dict holds: values that are markers stand for its inline slots. Else unbound.
    pub(super) owner: Slot,
}

/// Header flag of a table whose values are cells.
const CELLS: u16 = 0x100;
/// Where the logarithm of the index size begins in a table's header flags.
const LOG_SIZE_SHIFT: u32 = 9;

#[repr(C, align(16))]
struct EmptyTable {
    table: Table,
    index: AtomicU8,
}

// The index lies where a table without entries has it.
const _: () = assert!(std::mem::offset_of!(EmptyTable, index) == size_of::<Table>());

static EMPTY: EmptyTable =
    EmptyTable { table: Table::head(Header::immortal(internal::DICT_TABLE, 0), 0), index: AtomicU8::new(0) };

/// Layout of tables.
pub static TABLE_LAYOUT: Layout = Layout::variable("dict table", table_bytes, trace_table);

// SAFETY: repr(C), header first; entries and index behind it are atomic.
unsafe impl Payload for Table {
    const LAYOUT: &'static Layout = &TABLE_LAYOUT;
}

unsafe fn table_bytes(object: ObjRef) -> usize {
    // SAFETY: called for tables only.
    let table = unsafe { Obj::<Table>::cast_unchecked(object) };
    Table::bytes(table.capacity(), table.log_size()).next_multiple_of(16)
}

unsafe fn trace_table(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for tables only.
    let table = unsafe { Obj::<Table>::cast_unchecked(object) };
    tracer.slot(&table.owner);
    let (entries, used) = (table.entries(), table.written());
    for entry in &entries[wanted_strides(tracer, entries.as_ptr() as usize, size_of::<Entry>(), used)] {
        tracer.slot(&entry.key);
        tracer.slot(&entry.value);
    }
}

pub(super) const MIN_LOG_SIZE: u32 = 3;

impl Table {
    pub(super) const fn index_width(capacity: usize) -> usize {
        if capacity < u8::MAX as usize {
            1
        } else if capacity < u16::MAX as usize {
            2
        } else {
            4
        }
    }

    pub(super) const fn bytes(capacity: usize, log_size: u32) -> usize {
        size_of::<Table>() + capacity * size_of::<Entry>() + (Table::index_width(capacity) << log_size)
    }

    pub(super) const fn head(header: Header, capacity: u32) -> Table {
        let (used, tail, head) = (AtomicU32::new(0), AtomicU32::new(0), AtomicU32::new(0));
        Table { header, capacity, used, tail, head, owner: Slot::new(Value::UNBOUND.bits()) }
    }

    /// The one table without entries, outside the heap: of dicts that never had an item, or have been cleared.
    pub(super) fn empty() -> Obj<Table> {
        // SAFETY: a static table of this layout with a free index of one place behind it; it is full, so nothing is ever stored into it.
        unsafe {
            Obj::cast_unchecked(crate::object::object_at((&raw const EMPTY).cast_mut().cast::<Header>()))
        }
    }

    pub(super) fn new(cx: &Cx, log_size: u32, cells: bool) -> R<Obj<Table>> {
        if log_size >= 32 {
            return Err(cx.memory_error());
        }
        let capacity = (1usize << log_size) * 2 / 3;
        let flags = (log_size as u16) << LOG_SIZE_SHIFT | if cells { CELLS } else { 0 };
        let head = Table::head(Header::new(internal::DICT_TABLE, flags), capacity as u32);
        let entry_words = capacity * size_of::<Entry>();
        let bytes = Table::bytes(capacity, log_size);
        cx.alloc_variable(bytes, head, |room| {
            // SAFETY: `bytes` covers head, entries and index. Entries beyond `used` are never read, so only the index is cleared.
            unsafe {
                std::ptr::write_bytes(room.add(entry_words), 0, bytes - size_of::<Table>() - entry_words)
            };
        })
    }

    /// Entries there is room for.
    #[inline(always)]
    pub(super) fn capacity(&self) -> usize {
        self.capacity as usize
    }

    /// Index size is `1 << log_size`.
    #[inline(always)]
    pub(super) fn log_size(&self) -> u32 {
        u32::from(self.header.flags.load(Ordering::Relaxed) >> LOG_SIZE_SHIFT)
    }

    #[inline(always)]
    pub(super) fn is_of_cells(&self) -> bool {
        self.header.flags.load(Ordering::Relaxed) & CELLS != 0
    }

    /// A table size whose capacity holds `count` entries and as many again before the next rebuild.
    pub(super) fn log_size_for(count: usize) -> u32 {
        let wanted = (count * 3).max(1 << MIN_LOG_SIZE);
        wanted.next_power_of_two().trailing_zeros()
    }

    /// The smallest table size whose capacity holds `count` entries.
    pub(super) fn least_log_size(count: usize) -> u32 {
        let wanted = (count * 3).div_ceil(2).max(1 << MIN_LOG_SIZE);
        wanted.next_power_of_two().trailing_zeros()
    }

    /// The value of an entry, through its cell where the table has cells.
    #[inline(always)]
    pub(super) fn value_at(&self, index: usize) -> Value {
        let value = self.entries()[index].value.get();
        if self.is_of_cells() {
            return value.cast_exact::<Cell>(number::CELL).map_or(Value::UNBOUND, Obj::get);
        }
        match value.as_inline_marker() {
            Some(slot) => self.owner_slot(slot).map_or(Value::UNBOUND, SlotExt::get),
            None => value,
        }
    }

    /// Whether all values lie in the table itself.
    #[inline(always)]
    pub(super) fn is_plain(&self) -> bool {
        !self.is_of_cells() && !self.owner.get().is_object()
    }

    /// The inline slot of the owner, by its number, that an entry stands for, if it stands for one and that is unbound.
    pub(super) fn absent_slot(&self, index: usize) -> Option<usize> {
        let slot = self.entries()[index].value.get().as_inline_marker()?;
        self.owner_slot(slot)?.get().is_unbound().then_some(slot)
    }

    /// The inline slot of the owner that a marker stands for.
    pub(super) fn owner_slot(&self, slot: usize) -> Option<&Slot> {
        instance::inline_slot(self.owner.get().as_object()?, slot)
    }

    /// Finds an exact str without running any Python code.
    #[inline]
    pub(super) fn find_str(&self, key: Value, text: Obj<Str>, hash: i64) -> Probe {
        let Ok(probe) = self.probe(hash, |entry| {
            let found = entry.key.get();
            let is_key = found == key
                || (entry.hash.load(Ordering::Relaxed) == hash
                    && found
                        .cast_exact::<Str>(number::STR)
                        .is_some_and(|other| str_::same_text(other, text)));
            Ok::<_, Infallible>(is_key)
        });
        probe
    }

    /// Finds any key; `==` may run Python code, so the caller validates what it does with the answer.
    pub(super) fn find(&self, cx: &Cx, key: Value, hash: i64) -> R<Probe> {
        self.probe(hash, |entry| {
            let found = entry.key.get();
            if found == key {
                return Ok(true);
            }
            let may_equal = found != Value::TOMBSTONE && entry.hash.load(Ordering::Relaxed) == hash;
            Ok(may_equal && protocol::equal(cx, found, key)?)
        })
    }

    /// Marks an entry as dead. The caller holds the dict's lock.
    pub(super) fn bury(&self, index: usize) {
        self.entries()[index].bury();
        if self.head.load(Ordering::Relaxed) as usize == index {
            let used = self.written();
            let is_dead = |&at: &usize| self.entries()[at].key.get() == Value::TOMBSTONE;
            let dead = (index + 1..used).take_while(is_dead).count();
            self.head.store((index + 1 + dead) as u32, Ordering::Relaxed);
        }
    }

    /// Appends an entry. The caller holds the dict's lock and has checked for room.
    pub(super) fn append(this: Obj<Table>, cx: &Cx, hash: i64, key: Value, value: Value) {
        let place = this.free_place(hash);
        Table::append_at(this, cx, place, hash, key, value);
    }

    /// As [`Table::append`], where a search for the key has ended at the free place of the index.
    #[inline]
    pub(super) fn append_at(this: Obj<Table>, cx: &Cx, place: usize, hash: i64, key: Value, value: Value) {
        let entry = Words::append_at(&*this, place, hash, key, value);
        cx.mutator().barrier(this.object(), &entry.key);
        cx.mutator().barrier(this.object(), &entry.value);
        this.tail.store(this.used.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

impl Words for Table {
    #[inline(always)]
    fn entries(&self) -> &[Entry] {
        // SAFETY: `capacity` entries follow the struct in the same object; their fields are atomic.
        unsafe {
            std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<Entry>(), self.capacity())
        }
    }

    #[inline(always)]
    fn used(&self) -> &AtomicU32 {
        &self.used
    }

    #[inline(always)]
    fn place(&self, place: usize) -> Place<'_> {
        // SAFETY: the index follows the entries in the same object; `place` is below the index size; the width is the one the table was
        // laid out with; entries are 24 bytes and the object 16-byte aligned, so every width is aligned.
        unsafe {
            let base = std::ptr::from_ref(self).add(1).cast::<Entry>().add(self.capacity());
            match Table::index_width(self.capacity()) {
                1 => Place::Narrow(&*base.cast::<AtomicU8>().add(place)),
                2 => Place::Medium(&*base.cast::<AtomicU16>().add(place)),
                _ => Place::Wide(&*base.cast::<AtomicU32>().add(place)),
            }
        }
    }

    #[inline(always)]
    fn mask(&self) -> usize {
        (1 << self.log_size()) - 1
    }
}

//! The table of a set: entries in insertion order and an index of their numbers. The protocol is argued in [`crate::types::set`].

use std::sync::atomic::{AtomicI64, AtomicU8, AtomicU16, AtomicU32, AtomicUsize, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{Layout, wanted_strides};
use crate::types::str_::{self, Str};
use crate::types::{internal, number};
use crate::value::{SlotExt, Value};

#[repr(C)]
struct Entry {
    hash: AtomicI64,
    key: Slot,
}

/// Entries, and the index behind them.
#[repr(C)]
pub(crate) struct Table {
    header: Header,
    capacity: usize,
    /// Entries written so far, dead ones included.
    used: AtomicUsize,
    /// No live entry lies before this one; only the lock's holder uses it.
    head: AtomicUsize,
    /// Index size is `1 << log_size`.
    log_size: u32,
}

/// Layout of tables.
pub static TABLE_LAYOUT: Layout = Layout::variable("set table", table_bytes, trace_table);

// SAFETY: repr(C), header first; entries and index behind it are atomic.
unsafe impl Payload for Table {
    const LAYOUT: &'static Layout = &TABLE_LAYOUT;
}

unsafe fn table_bytes(object: ObjRef) -> usize {
    // SAFETY: called for tables only.
    let table = unsafe { Obj::<Table>::cast_unchecked(object) };
    Table::bytes(table.capacity, table.log_size).next_multiple_of(16)
}

unsafe fn trace_table(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for tables only.
    let table = unsafe { Obj::<Table>::cast_unchecked(object) };
    let entries = table.entries();
    for entry in &entries[wanted_strides(tracer, entries.as_ptr() as usize, size_of::<Entry>(), table.used())]
    {
        tracer.slot(&entry.key);
    }
}

const PERTURB_SHIFT: u32 = 5;
const MIN_LOG_SIZE: u32 = 3;

impl Table {
    const fn index_width(capacity: usize) -> usize {
        if capacity < u8::MAX as usize {
            1
        } else if capacity < u16::MAX as usize {
            2
        } else {
            4
        }
    }

    const fn bytes(capacity: usize, log_size: u32) -> usize {
        size_of::<Table>() + capacity * size_of::<Entry>() + (Table::index_width(capacity) << log_size)
    }

    /// An empty table that holds `count` entries and about as many again.
    pub(super) fn with_room(cx: &Cx, count: usize) -> R<Obj<Table>> {
        let log_size = (count * 3).max(1 << MIN_LOG_SIZE).next_power_of_two().trailing_zeros();
        if log_size >= 32 {
            return Err(cx.memory_error());
        }
        let capacity = (1usize << log_size) * 2 / 3;
        let head = Table {
            header: Header::new(internal::SET_TABLE, 0),
            capacity,
            used: AtomicUsize::new(0),
            head: AtomicUsize::new(0),
            log_size,
        };
        let entry_bytes = capacity * size_of::<Entry>();
        let bytes = Table::bytes(capacity, log_size);
        cx.alloc_variable(bytes, head, |room| {
            // SAFETY: `bytes` covers head, entries and index. Entries beyond `used` are never read, so only the index is cleared.
            unsafe {
                std::ptr::write_bytes(room.add(entry_bytes), 0, bytes - size_of::<Table>() - entry_bytes)
            };
        })
    }

    #[inline(always)]
    fn entries(&self) -> &[Entry] {
        // SAFETY: `capacity` entries follow the struct in the same object; their fields are atomic.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<Entry>(), self.capacity) }
    }

    #[inline(always)]
    fn index_base(&self) -> *const u8 {
        // SAFETY: the index follows the entries in the same object.
        unsafe { std::ptr::from_ref(self).add(1).cast::<Entry>().add(self.capacity).cast() }
    }

    /// Entry number plus one at a place of the index; 0 where free.
    #[inline(always)]
    fn number_at(&self, place: usize) -> usize {
        let base = self.index_base();
        // SAFETY: `place` is below the index size; the width is the one the table was laid out with; head and entries are multiples of 8
        // bytes, so every width is aligned.
        unsafe {
            match Table::index_width(self.capacity) {
                1 => (*base.add(place).cast::<AtomicU8>()).load(Ordering::Acquire) as usize,
                2 => (*base.cast::<AtomicU16>().add(place)).load(Ordering::Acquire) as usize,
                _ => (*base.cast::<AtomicU32>().add(place)).load(Ordering::Acquire) as usize,
            }
        }
    }

    fn publish_number(&self, place: usize, number: usize) {
        let base = self.index_base();
        // SAFETY: as in `number_at`.
        unsafe {
            match Table::index_width(self.capacity) {
                1 => (*base.add(place).cast::<AtomicU8>()).store(number as u8, Ordering::Release),
                2 => (*base.cast::<AtomicU16>().add(place)).store(number as u16, Ordering::Release),
                _ => (*base.cast::<AtomicU32>().add(place)).store(number as u32, Ordering::Release),
            }
        }
    }

    pub(super) fn used(&self) -> usize {
        self.used.load(Ordering::Acquire)
    }

    pub(super) fn capacity(&self) -> usize {
        self.capacity
    }

    pub(super) fn is_full(&self) -> bool {
        self.used() == self.capacity
    }

    /// The key of an entry below `used`.
    pub(super) fn key(&self, index: usize) -> Value {
        self.entries()[index].key.get()
    }

    /// The hash of an entry below `used`.
    pub(super) fn hash(&self, index: usize) -> i64 {
        self.entries()[index].hash.load(Ordering::Relaxed)
    }

    /// The live entry at or behind a position.
    pub(super) fn next_from(&self, position: usize) -> Option<(usize, Value)> {
        (position..self.used()).find_map(|index| {
            let key = self.key(index);
            (key != Value::TOMBSTONE).then_some((index, key))
        })
    }

    /// The first live entry. The caller holds the set's lock.
    pub(super) fn first(&self) -> Option<(usize, Value)> {
        let found = self.next_from(self.head.load(Ordering::Relaxed));
        if let Some((index, _)) = found {
            self.head.store(index, Ordering::Relaxed);
        }
        found
    }

    /// Marks an entry as dead. The caller holds the set's lock.
    pub(super) fn bury(&self, index: usize) {
        self.entries()[index].key.init(Value::TOMBSTONE.bits());
    }

    /// Walks the probe sequence of a hash until `check` answers or a free place ends it.
    #[inline(always)]
    fn probe<E>(&self, hash: i64, mut check: impl FnMut(&Entry) -> Result<bool, E>) -> Result<Probe, E> {
        let mask = (1usize << self.log_size) - 1;
        let (mut place, mut perturb) = (hash as usize & mask, hash as u64);
        loop {
            let number = self.number_at(place);
            if number == 0 {
                return Ok(Probe::Free(place));
            }
            if check(&self.entries()[number - 1])? {
                return Ok(Probe::Found(number - 1));
            }
            perturb >>= PERTURB_SHIFT;
            place = (place.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1)) & mask;
        }
    }

    /// Finds an exact str among exact strs, without Python code.
    #[inline]
    pub(super) fn find_str(&self, key: Value, text: Obj<Str>, hash: i64) -> Probe {
        let found = self.probe(hash, |entry| {
            let other = entry.key.get();
            Ok::<bool, std::convert::Infallible>(
                other == key
                    || entry.hash.load(Ordering::Relaxed) == hash
                        && other
                            .cast_exact::<Str>(number::STR)
                            .is_some_and(|other| str_::same_text(other, text)),
            )
        });
        match found {
            Ok(found) => found,
            Err(never) => match never {},
        }
    }

    /// Finds any key; `==` may run Python code, so the caller validates what it does with the answer.
    pub(super) fn find(&self, cx: &Cx, key: Value, hash: i64) -> R<Probe> {
        self.probe(hash, |entry| {
            let other = entry.key.get();
            if other == key {
                return Ok(true);
            }
            if other == Value::TOMBSTONE || entry.hash.load(Ordering::Relaxed) != hash {
                return Ok(false);
            }
            protocol::equal(cx, other, key)
        })
    }

    /// Finds a key as far as no Python code is needed; `Err` where it would be.
    pub(super) fn find_plain(&self, key: Value, hash: i64) -> Result<Probe, NeedsPython> {
        self.probe(hash, |entry| {
            let other = entry.key.get();
            if other == key {
                return Ok(true);
            }
            if other == Value::TOMBSTONE || entry.hash.load(Ordering::Relaxed) != hash {
                return Ok(false);
            }
            if other.is_int() && key.is_int() {
                return Ok(false);
            }
            match (other.cast_exact::<Str>(number::STR), key.cast_exact::<Str>(number::STR)) {
                (Some(one), Some(other)) => Ok(str_::same_text(one, other)),
                (Some(_), None) if key.is_int() => Ok(false),
                (None, Some(_)) if other.is_int() => Ok(false),
                _ => Err(NeedsPython),
            }
        })
    }

    /// Appends an entry. The caller holds the set's lock, or nobody else sees the table, and has checked for room.
    pub(super) fn append(this: Obj<Table>, cx: &Cx, hash: i64, key: Value) {
        let place = this.free_place(hash);
        Table::append_at(this, cx, place, hash, key);
    }

    /// The free place that ends the probe sequence of a hash.
    pub(super) fn free_place(&self, hash: i64) -> usize {
        let mask = (1usize << self.log_size) - 1;
        let (mut place, mut perturb) = (hash as usize & mask, hash as u64);
        while self.number_at(place) != 0 {
            perturb >>= PERTURB_SHIFT;
            place = (place.wrapping_mul(5).wrapping_add(perturb as usize).wrapping_add(1)) & mask;
        }
        place
    }

    /// As [`Table::append`], where a search for the key has ended at the free place of the index.
    #[inline]
    pub(super) fn append_at(this: Obj<Table>, cx: &Cx, place: usize, hash: i64, key: Value) {
        let index = this.used.load(Ordering::Relaxed);
        let entry = &this.entries()[index];
        entry.hash.store(hash, Ordering::Relaxed);
        // The entry is not traced before `used` is raised, so its old words are overwritten first and then barriered.
        entry.key.init(key.bits());
        cx.mutator().barrier(this.object(), &entry.key);
        this.used.store(index + 1, Ordering::Release);
        this.publish_number(place, index + 1);
    }

    /// Copies the live entries into a table that nobody else sees. Writers of `from` are excluded.
    pub(super) fn copy_into(cx: &Cx, from: Obj<Table>, to: Obj<Table>) {
        for index in 0..from.used() {
            let key = from.key(index);
            if key != Value::TOMBSTONE {
                Table::append(to, cx, from.hash(index), key);
            }
        }
    }
}

/// Where a search ended.
#[derive(Clone, Copy)]
pub(super) enum Probe {
    /// Number of the entry.
    Found(usize),
    /// The free place of the index.
    Free(usize),
}

impl Probe {
    pub(super) fn is_found(self) -> bool {
        matches!(self, Probe::Found(_))
    }
}

/// Two keys can only be compared by running Python code.
pub(super) struct NeedsPython;

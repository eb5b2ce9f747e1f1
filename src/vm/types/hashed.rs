//! The hash tables of dicts and sets, whose readers never lock.
//!
//! A table is one heap object: entries (hash, key and, of a dict, value) in insertion order, then an index of entry numbers probed by hash. Readers load
//! the owner's table pointer once and work on that table; a table that was replaced stays as it was until the collector finds it unreachable, so no
//! epochs or counts are needed.
//!
//! # Protocol
//! The steps are in [`steps`]. *Protects* which keys there are. *Participants*: readers (no lock), writers (the owner's object lock).
//! *Insert* (locked): write hash, key, value of the next free entry, publish the entry's number in the index (release), raise `used` (release).
//! A reader that loads the number, or a `used` above it (acquire), sees the entry; one that met the key by `used` finds it by the index.
//! *Delete* (locked): the value becomes `UNBOUND`, then the key `TOMBSTONE`; the index keeps the number, so probe chains stay whole. Readers
//! load key, then value; an unbound value means deleted. *Graves* (places of the index whose entries are dead) are taken by the next keys whose searches
//! pass them: the place is never free in between, so chains stay whole for all others, and who has read the old number sees a dead entry, as if it had
//! come before. So a key that comes and goes does not make its own chain longer each time. *Full*: live entries are copied to a new table, which is published (release) with one
//! store; writers are excluded meanwhile, readers of the old table see the state before. Entries are never reused within a table.
//! *Writers search unlocked*, since comparing may run Python code: table and `used` are noted (acquire) before the search, and checked again under
//! the lock, or the matched entry's key; if one differs the operation restarts. (It compares what has come since: [`Compared`].) So it takes effect at its last step. That `used` is
//! raised last makes this enough: whoever notes it after an insert finds the new entry, whoever notes it before restarts. (Raised before the
//! number is published, as it once was, two writers could both insert one key; the model found it.)
//! *Plain keys*, which are compared without Python code, are set in one step where the table has room: searched for under the lock, so that nothing is
//! left to check.
//! *Empty* owners share one table without room, which is never written to; the first item comes with a table of the owner's own, in which it stands
//! before that is published. (But a set that is about to be filled from a list gets its room before.) Who finds the empty table again after others were the owner's finds the owner empty again, so nothing is mistaken.
//! *Allocation* happens before the lock is taken; what was allocated for a table that has changed meanwhile is dropped.
//! *Stops*: a collection may see any intermediate state; it traces entries below `used`, whose words are always valid.
//! *Checked* by `tests/loom.rs` (vm), which compiles `steps` over loom's atomics and must notice each `TableFault`, and by `tests/race/`.
//!
//! The probe sequence is CPython's (`perturb`), so that hash-order independent behaviour such as comparison counts stays close.

pub(crate) mod steps;

use std::convert::Infallible;
use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{Layout, wanted_strides};
use crate::types::number;
use crate::types::str_::{self, Str};
use crate::value::{SlotExt, Value};
use steps::{Entry, Part, Place, Probe, Sight, Words};

/// What tables of one kind of entries have of their own. The tables themselves are alike.
pub(crate) trait Kind: Part + Sized + 'static {
    /// Number of the tables' type.
    const NUMBER: u32;
    const LAYOUT: &'static Layout;
    /// What stands in a table's head besides.
    type Owner;
    /// That of a table that belongs to nothing.
    fn nobody() -> Self::Owner;
    /// The slot in it, if there is one.
    fn owner_slot(owner: &Self::Owner) -> Option<&Slot>;
    /// The one table without room, outside the heap.
    fn empty() -> &'static EmptyTable<Self>;
}

/// A hash table. How large its index is stands in its header's flags, above those of the kind: by how many bits a word of ones is shifted to be the mask.
#[repr(C)]
pub(crate) struct Table<V: Kind> {
    pub(super) header: Header,
    pub(super) capacity: u32,
    /// Entries written so far, dead ones included.
    pub(super) used: AtomicU32,
    /// Every entry from this one on is dead; only the lock's holder uses it, to find the last item.
    pub(super) tail: AtomicU32,
    /// Every entry before this one is dead, for good; only the lock's holder raises it.
    pub(super) head: AtomicU32,
    pub(super) owner: V::Owner,
}

/// Where the mask's shift begins in a table's header flags.
const SHIFT_OFFSET: u32 = 9;
pub(super) const MIN_LOG_SIZE: u32 = 3;

/// A table without entries: of owners that never had an item, or have been cleared.
#[repr(C, align(16))]
pub(crate) struct EmptyTable<V: Kind> {
    table: Table<V>,
    index: [AtomicU8; 1 << MIN_LOG_SIZE],
}

impl<V: Kind> EmptyTable<V> {
    /// With the owner of tables that belong to nothing.
    pub(super) const fn new(nobody: V::Owner) -> EmptyTable<V> {
        const { assert!(std::mem::offset_of!(EmptyTable<V>, index) == size_of::<Table<V>>()) };
        let header = Header::immortal(V::NUMBER, Table::<V>::flags_for(MIN_LOG_SIZE));
        EmptyTable {
            table: Table::head(header, 0, nobody),
            index: [const { AtomicU8::new(0) }; 1 << MIN_LOG_SIZE],
        }
    }
}

// SAFETY: repr(C), header first; index and entries behind it are atomic.
unsafe impl<V: Kind> Payload for Table<V> {
    const LAYOUT: &'static Layout = V::LAYOUT;
}

/// The layout of a kind of tables.
pub(super) const fn layout<V: Kind>(name: &'static str) -> Layout {
    Layout::variable(name, table_bytes::<V>, trace_table::<V>)
}

unsafe fn table_bytes<V: Kind>(object: ObjRef) -> usize {
    // SAFETY: called for tables of this kind only.
    let table = unsafe { Obj::<Table<V>>::cast_unchecked(object) };
    (size_of::<Table<V>>() + Table::<V>::room_bytes(table.capacity(), table.log_size())).next_multiple_of(16)
}

unsafe fn trace_table<V: Kind>(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for tables of this kind only.
    let table = unsafe { Obj::<Table<V>>::cast_unchecked(object) };
    V::owner_slot(&table.owner).into_iter().for_each(|slot| tracer.slot(slot));
    let (entries, used) = (table.entries(), table.written());
    for entry in &entries[wanted_strides(tracer, entries.as_ptr() as usize, size_of::<Entry<V>>(), used)] {
        tracer.slot(&entry.key);
        entry.value.slot().into_iter().for_each(|slot| tracer.slot(slot));
    }
}

/// The write barrier for entries that have been written.
fn log_entries<V: Kind>(cx: &Cx, table: Obj<Table<V>>, range: std::ops::Range<usize>) {
    let entries = &table.entries()[range];
    // SAFETY: entries are words, slots among them.
    let words = unsafe {
        std::slice::from_raw_parts(entries.as_ptr().cast::<Slot>(), size_of_val(entries) / size_of::<Slot>())
    };
    cx.mutator().log_range(table.object(), words);
}

/// Which entries a writer that has to search again has found to be other keys. They are not compared twice: an `==` that changes the container each time
/// would never come to an end.
pub(super) struct Compared<V: Kind> {
    table: Option<Obj<Table<V>>>,
    count: usize,
}

impl<V: Kind> Compared<V> {
    pub(super) fn none() -> Compared<V> {
        Compared { table: None, count: 0 }
    }

    /// How many of a table's first entries need not be compared.
    pub(super) fn known(&self, table: Obj<Table<V>>) -> usize {
        if self.table == Some(table) { self.count } else { 0 }
    }

    /// A search has ended like this that began at `sight`, and no longer holds.
    #[cold]
    pub(super) fn note(&mut self, table: Obj<Table<V>>, sight: &Sight, probe: &Probe) {
        if matches!(probe, Probe::Absent(_)) {
            *self = Compared { table: Some(table), count: sight.used() };
        }
    }
}

impl<V: Kind> Table<V> {
    const fn index_width(capacity: usize) -> usize {
        if capacity < u8::MAX as usize {
            1
        } else if capacity < u16::MAX as usize {
            2
        } else {
            4
        }
    }

    const fn index_bytes(capacity: usize, log_size: u32) -> usize {
        Self::index_width(capacity) << log_size
    }

    /// The bytes of the entries and of the index behind them.
    const fn room_bytes(capacity: usize, log_size: u32) -> usize {
        capacity * size_of::<Entry<V>>() + Self::index_bytes(capacity, log_size)
    }

    const fn flags_for(log_size: u32) -> u16 {
        ((u64::BITS - log_size) << SHIFT_OFFSET) as u16
    }

    pub(super) const fn head(header: Header, capacity: u32, owner: V::Owner) -> Table<V> {
        let (used, tail, head) = (AtomicU32::new(0), AtomicU32::new(0), AtomicU32::new(0));
        Table { header, capacity, used, tail, head, owner }
    }

    /// The one table without entries.
    pub(super) fn empty() -> Obj<Table<V>> {
        let table: *const EmptyTable<V> = V::empty();
        // SAFETY: a static table of this layout with a free index of one place behind it; it is full, so nothing is ever stored into it.
        unsafe { Obj::cast_unchecked(crate::object::object_at(table.cast_mut().cast::<Header>())) }
    }

    /// A table whose index has `1 << log_size` places; `flags` are the kind's own.
    pub(super) fn new(cx: &Cx, log_size: u32, flags: u16) -> R<Obj<Table<V>>> {
        if log_size >= 32 {
            return Err(cx.memory_error());
        }
        let capacity = (1usize << log_size) * 2 / 3;
        let header = Header::new(V::NUMBER, Self::flags_for(log_size) | flags);
        let head = Table::head(header, capacity as u32, V::nobody());
        cx.alloc_variable(size_of::<Self>() + Self::room_bytes(capacity, log_size), head, |room| {
            // SAFETY: the index lies behind all entries. Those beyond `used` are never read, so only the index is cleared.
            unsafe {
                let index = room.add(capacity * size_of::<Entry<V>>());
                std::ptr::write_bytes(index, 0, Self::index_bytes(capacity, log_size));
            };
        })
    }

    /// A table of the same size as another one, with its index and its entries, which nobody writes meanwhile.
    pub(super) fn copy_of(cx: &Cx, source: Obj<Self>, owner: V::Owner) -> R<Obj<Self>> {
        let used = source.written();
        let flags = source.header.flags.load(Ordering::Relaxed);
        let mut head = Table::head(Header::new(V::NUMBER, flags), source.capacity, owner);
        head.used = AtomicU32::new(used as u32);
        head.tail = AtomicU32::new(used as u32);
        let bytes = size_of::<Self>() + Self::room_bytes(source.capacity(), source.log_size());
        // SAFETY: the room is that of a table of the same size, which nobody else sees.
        cx.alloc_variable(bytes, head, |room| unsafe { source.copy_room(used, room) })
    }

    /// Copies the first entries and the index.
    ///
    /// # Safety
    /// `room` is what lies behind the head of a table of the same size that nobody else sees, and nobody writes this one.
    unsafe fn copy_room(&self, used: usize, room: *mut u8) {
        let from = self.entry_base().cast::<u8>();
        let index = self.capacity() * size_of::<Entry<V>>();
        // SAFETY: both have entries and index of one size there.
        unsafe {
            std::ptr::copy_nonoverlapping(from, room, used * size_of::<Entry<V>>());
            let bytes = Self::index_bytes(self.capacity(), self.log_size());
            std::ptr::copy_nonoverlapping(from.add(index), room.add(index), bytes);
        }
    }

    /// Index size is `1 << log_size`.
    pub(super) fn log_size(&self) -> u32 {
        self.mask().count_ones()
    }

    /// A table size whose capacity holds `count` entries and as many again before the next rebuild.
    pub(super) fn log_size_for(count: usize) -> u32 {
        let wanted = (count * 3).max(1 << MIN_LOG_SIZE);
        wanted.next_power_of_two().trailing_zeros()
    }

    /// A table size for `live` entries and `more` to come, some of which may be there already: all have room, and at least as many again as are live.
    pub(super) fn log_size_for_more(live: usize, more: usize) -> u32 {
        Self::log_size_for(live.max((live + more).div_ceil(2)))
    }

    /// The smallest table size whose capacity holds `count` entries.
    pub(super) fn least_log_size(count: usize) -> u32 {
        let wanted = (count * 3).div_ceil(2).max(1 << MIN_LOG_SIZE);
        wanted.next_power_of_two().trailing_zeros()
    }

    /// Finds an exact str among exact strs without running any Python code.
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
        self.find_unknown(cx, key, hash, 0)
    }

    /// The same where it is known that none of the first `known` entries is the key.
    pub(super) fn find_unknown(&self, cx: &Cx, key: Value, hash: i64, known: usize) -> R<Probe> {
        self.probe(hash, |entry| {
            let found = entry.key.get();
            if found == key {
                return Ok(true);
            }
            let may_equal = found != Value::TOMBSTONE && entry.hash.load(Ordering::Relaxed) == hash;
            Ok(may_equal && !self.is_known(entry, known) && protocol::equal(cx, found, key)?)
        })
    }

    /// Whether an entry is one of the first `known`.
    pub(super) fn is_known(&self, entry: &Entry<V>, known: usize) -> bool {
        let offset = std::ptr::from_ref(entry).addr() - self.entries().as_ptr().addr();
        offset < known * size_of::<Entry<V>>()
    }

    /// The live entry at or behind a position, and its number.
    #[inline]
    pub(super) fn next_from(&self, position: usize) -> Option<(usize, &Entry<V>)> {
        let first = position.max(self.head.load(Ordering::Relaxed) as usize);
        let written = self.entries().get(first..self.written())?;
        let offset = written.iter().position(|entry| !entry.is_buried())?;
        Some((first + offset, &written[offset]))
    }

    /// The entry with this number, dead or alive, if it is written.
    #[inline(always)]
    pub(super) fn entry_at(&self, number: usize) -> Option<&Entry<V>> {
        (number < self.written()).then(|| self.entry(number))
    }

    /// Marks an entry as dead. The caller holds the owner's lock.
    pub(super) fn bury(&self, index: usize) {
        self.entry(index).bury();
        if self.head.load(Ordering::Relaxed) as usize == index {
            let used = self.written();
            let is_dead = |&at: &usize| self.entry(at).is_buried();
            let dead = (index + 1..used).take_while(is_dead).count();
            self.head.store((index + 1 + dead) as u32, Ordering::Relaxed);
        }
    }

    /// Appends an entry. The caller holds the owner's lock, or nobody else sees the table, and has checked for room.
    #[inline]
    pub(super) fn append(this: Obj<Self>, cx: &Cx, hash: i64, key: Value, value: V::Given) {
        let place = this.free_place(hash);
        Table::append_at(this, cx, place, hash, key, value);
    }

    /// As [`Table::append`], where a search for the key has answered with the place of the index.
    #[inline]
    pub(super) fn append_at(this: Obj<Self>, cx: &Cx, place: usize, hash: i64, key: Value, value: V::Given) {
        let is_done = Table::append_within(this, cx, place, hash, key, value);
        assert!(is_done, "an entry for a full table");
    }

    /// The same; false, and nothing done, where there is no room.
    #[inline(always)]
    pub(super) fn append_within(
        this: Obj<Self>,
        cx: &Cx,
        place: usize,
        hash: i64,
        key: Value,
        value: V::Given,
    ) -> bool {
        let Some(entry) = Words::append_at(&*this, place, hash, key, value) else { return false };
        cx.mutator().barrier(this.object(), &entry.key);
        if let Some(slot) = entry.value.slot() {
            cx.mutator().barrier(this.object(), slot);
        }
        this.tail.store(this.used.load(Ordering::Relaxed), Ordering::Relaxed);
        true
    }

    /// What is due after [`Words::append_at`], for all entries from this one on at once. No safepoint has passed since.
    pub(super) fn note_appended(this: Obj<Self>, cx: &Cx, from: usize) {
        let used = this.written();
        this.tail.store(used as u32, Ordering::Relaxed);
        log_entries(cx, this, from..used);
    }

    /// Copies the live entries, which hold their values themselves, into a table that is empty, has room, and that nobody else sees. Answers how many
    /// there are; `live` is what the owner has counted, if it counts them. Writers of `from` are excluded.
    pub(super) fn copy_into(cx: &Cx, from: Obj<Self>, to: Obj<Self>, live: Option<usize>) -> usize {
        let used = from.written();
        let (source, target) = (&from.entries()[..used], to.entries());
        let mut count = 0;
        if live == Some(used) && from.capacity == to.capacity {
            count = used;
            // SAFETY: nobody writes the one meanwhile or sees the other, so that plain moves race with nothing.
            unsafe { from.copy_room(used, to.entry_base().cast_mut().cast()) };
        } else {
            for (entry, copy) in source.iter().filter(|entry| !entry.is_buried()).zip(target) {
                // SAFETY: as above; an entry is words, without anything to drop.
                unsafe { std::ptr::from_ref(copy).cast_mut().copy_from_nonoverlapping(entry, 1) };
                count += 1;
            }
            // SAFETY: as above; the widths are those that the index is laid out with.
            unsafe {
                match Self::index_width(to.capacity()) {
                    1 => to.enter_all(count, |number| number as u8),
                    2 => to.enter_all(count, |number| number as u16),
                    _ => to.enter_all(count, |number| number as u32),
                }
            }
        }
        to.used.store(count as u32, Ordering::Release);
        to.tail.store(count as u32, Ordering::Relaxed);
        log_entries(cx, to, 0..count);
        count
    }
}

impl<V: Kind> Table<V> {
    #[inline(always)]
    fn index_base(&self) -> *const u8 {
        // SAFETY: the index follows the entries in the same object.
        unsafe { self.entry_base().add(self.capacity()).cast() }
    }

    #[inline(always)]
    fn entry_base(&self) -> *const Entry<V> {
        // SAFETY: the entries follow the head in the same object.
        unsafe { std::ptr::from_ref(self).add(1).cast() }
    }

    /// All entries there is room for. Those that nobody has written yet may hold anything.
    pub(super) fn entries(&self) -> &[Entry<V>] {
        // SAFETY: `capacity` entries lie there; their fields are atomic.
        unsafe { std::slice::from_raw_parts(self.entry_base(), self.capacity()) }
    }

    /// Enters the first entries into the index, which is empty; `of` gives an entry's number the width of the places.
    ///
    /// # Safety
    /// Nobody else sees the table, and its index has places of this width.
    unsafe fn enter_all<N: Copy + Default + PartialEq>(&self, count: usize, of: impl Fn(usize) -> N) {
        let (entries, mask) = (self.entries(), self.mask());
        let index = self.index_base().cast::<N>().cast_mut();
        for (number, entry) in entries[..count].iter().enumerate() {
            let hash = entry.hash.load(Ordering::Relaxed);
            let (mut place, mut perturb) = (hash as usize & mask, hash as u64);
            // SAFETY: `place` is below the index size; nobody else sees it.
            while unsafe { index.add(place).read() } != N::default() {
                place = steps::next_place(place, &mut perturb, mask);
            }
            // SAFETY: as above.
            unsafe { index.add(place).write(of(number + 1)) };
        }
    }
}

impl<V: Kind> Words for Table<V> {
    type Part = V;

    #[inline(always)]
    fn capacity(&self) -> usize {
        self.capacity as usize
    }

    #[inline(always)]
    fn entry(&self, number: usize) -> &Entry<V> {
        debug_assert!(number < self.capacity());
        // SAFETY: `number` is below the capacity: it comes from the index, or is below `used`, into both of which only [`Words::append_at`] writes, which
        // checks it, and `copy_into`, for no more entries than there is room for.
        unsafe { &*self.entry_base().add(number) }
    }

    #[inline(always)]
    fn used(&self) -> &AtomicU32 {
        &self.used
    }

    #[inline(always)]
    fn place(&self, place: usize) -> Place<'_> {
        // SAFETY: `place` is below the index size; the width is the one the table was laid out with; head and entries are multiples of 8 bytes, so every width is aligned.
        unsafe {
            let base = self.index_base();
            match Self::index_width(self.capacity()) {
                1 => Place::Narrow(&*base.cast::<AtomicU8>().add(place)),
                2 => Place::Medium(&*base.cast::<AtomicU16>().add(place)),
                _ => Place::Wide(&*base.cast::<AtomicU32>().add(place)),
            }
        }
    }

    #[inline(always)]
    fn mask(&self) -> usize {
        let shift = self.header.flags.load(Ordering::Relaxed) >> SHIFT_OFFSET;
        u64::MAX.wrapping_shr(shift.into()) as usize
    }
}

//! The steps of the table protocol: which word of a table is written when, and what a writer checks under the lock.
//!
//! The argument is at the head of [`crate::types::hashed`]; this file holds every load and store of it that matters between threads. It
//! deliberately knows neither the heap nor how keys are compared nor who locks, so that `tests/loom.rs` compiles it as it is, over loom's
//! atomics.

use typhon_gc::Slot;

use crate::sync::{AtomicI64, AtomicU8, AtomicU16, AtomicU32, Ordering};
use crate::value::{SlotExt, Value};

/// What an entry holds besides its key: a dict's a slot, a set's nothing.
pub(crate) trait Part {
    type Given: Copy;
    /// Writes it into an entry. A barrier is due after that.
    fn put(&self, given: Self::Given);
    /// The slot that holds it.
    fn slot(&self) -> Option<&Slot>;
}

impl Part for Slot {
    type Given = Value;

    #[inline(always)]
    fn put(&self, given: Value) {
        self.init(given.bits());
    }

    #[inline(always)]
    fn slot(&self) -> Option<&Slot> {
        Some(self)
    }
}

impl Part for () {
    type Given = ();

    #[inline(always)]
    fn put(&self, (): ()) {}

    #[inline(always)]
    fn slot(&self) -> Option<&Slot> {
        None
    }
}

/// One item, or the grave of one. Written once by [`Words::append_at`]; afterwards only the value changes, and the key once, to a tombstone.
#[repr(C)]
pub(crate) struct Entry<V> {
    pub(crate) hash: AtomicI64,
    pub(crate) key: Slot,
    pub(crate) value: V,
}

impl<V: Part> Entry<V> {
    /// Takes the item out. The caller holds the owner's lock. Neither word is a heap reference, so no barrier is due.
    pub(crate) fn bury(&self) {
        if let Some(slot) = self.value.slot() {
            slot.init(Value::UNBOUND.bits());
        }
        self.key.init(Value::TOMBSTONE.bits());
    }

    /// Whether the item has been taken out.
    #[inline(always)]
    pub(crate) fn is_buried(&self) -> bool {
        self.key.get() == Value::TOMBSTONE
    }
}

/// One place of the index: an entry's number plus one, or 0 where free. As wide as the table's capacity asks for.
pub(crate) enum Place<'a> {
    Narrow(&'a AtomicU8),
    Medium(&'a AtomicU16),
    Wide(&'a AtomicU32),
}

impl Place<'_> {
    /// What is there; the entry it names is visible, complete, afterwards.
    #[inline(always)]
    fn number(self) -> usize {
        match self {
            Place::Narrow(place) => place.load(Ordering::Acquire) as usize,
            Place::Medium(place) => place.load(Ordering::Acquire) as usize,
            Place::Wide(place) => place.load(Ordering::Acquire) as usize,
        }
    }

    #[inline(always)]
    fn publish(self, number: usize) {
        match self {
            Place::Narrow(place) => place.store(number as u8, Ordering::Release),
            Place::Medium(place) => place.store(number as u16, Ordering::Release),
            Place::Wide(place) => place.store(number as u32, Ordering::Release),
        }
    }
}

/// Where a probe for a key ended.
pub(crate) enum Probe {
    Found(usize),
    /// A place of the index for the key: the first one passed whose entry is dead, else the free one that ended the search.
    Absent(usize),
}

/// What a writer saw of a table *before* it searched, without the lock.
pub(crate) struct Sight {
    used: usize,
}

impl Sight {
    pub(crate) fn take<T: Words>(table: &T) -> Sight {
        Sight { used: table.written() }
    }

    /// How many entries there were.
    pub(crate) fn used(&self) -> usize {
        self.used
    }

    /// Whether the answer of a search made since still holds, now that the caller has the lock: `current` is the owner's table still, and the entry found
    /// has not been taken out, or, where none was found, no entry has been added: a place found for the key is then still free, or its entry dead.
    #[inline]
    pub(crate) fn stands<T: Words>(&self, table: &T, current: &T, probe: &Probe) -> bool {
        std::ptr::eq(table, current)
            && match *probe {
                Probe::Found(index) => {
                    !table.entry(index).is_buried() || table.has(TableFault::IgnoresBurial)
                }
                Probe::Absent(_) => table.written() == self.used || table.has(TableFault::IgnoresUsed),
            }
    }
}

/// Deliberate bugs, which only models switch on; each must be noticed there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TableFault {
    /// The number stands in the index before the entry's words are written.
    PublishesFirst,
    /// `used` is raised before the number stands in the index.
    RaisesUsedFirst,
    /// A writer does not notice entries added since it searched.
    IgnoresUsed,
    /// A writer does not notice that the entry it found was taken out.
    IgnoresBurial,
}

const PERTURB_SHIFT: u32 = 5;

/// The place to look at after another one.
#[inline(always)]
pub(crate) fn next_place(place: usize, perturb: &mut u64, mask: usize) -> usize {
    *perturb >>= PERTURB_SHIFT;
    place.wrapping_mul(5).wrapping_add(*perturb as usize).wrapping_add(1) & mask
}

/// A table's words, wherever they lie, and the steps over them.
pub(crate) trait Words {
    type Part: Part;

    /// How many entries there is room for.
    fn capacity(&self) -> usize;
    /// The entry with a number, below the capacity: one that is written, or the next one, which may hold anything.
    fn entry(&self, number: usize) -> &Entry<Self::Part>;
    /// How many entries are written and stand in the index.
    fn used(&self) -> &AtomicU32;
    /// A place of the index, below `mask() + 1`.
    fn place(&self, place: usize) -> Place<'_>;
    /// Size of the index, a power of two, minus one. There are more places than entries.
    fn mask(&self) -> usize;

    /// Whether a model has switched a bug on.
    #[inline(always)]
    fn has(&self, _fault: TableFault) -> bool {
        false
    }

    /// The entries below this number are written, and a search made from now on finds them.
    #[inline(always)]
    fn written(&self) -> usize {
        self.used().load(Ordering::Acquire) as usize
    }

    fn is_full(&self) -> bool {
        self.written() == self.capacity()
    }

    /// Walks the places a hash may stand at until `is_key` accepts an entry or a free place ends the search. No lock is needed; buried
    /// entries are shown too. The sequence is CPython's.
    #[inline(always)]
    fn probe<E>(
        &self,
        hash: i64,
        mut is_key: impl FnMut(&Entry<Self::Part>) -> Result<bool, E>,
    ) -> Result<Probe, E> {
        let mask = self.mask();
        let (mut place, mut perturb) = (hash as usize & mask, hash as u64);
        let mut grave = None;
        loop {
            let number = self.place(place).number();
            if number == 0 {
                return Ok(Probe::Absent(grave.unwrap_or(place)));
            }
            let entry = self.entry(number - 1);
            if is_key(entry)? {
                return Ok(Probe::Found(number - 1));
            }
            if grave.is_none() && entry.is_buried() {
                grave = Some(place);
            }
            place = next_place(place, &mut perturb, mask);
        }
    }

    /// A place for a key with this hash that is not there. The caller holds the owner's lock, or nobody else sees the table.
    fn free_place(&self, hash: i64) -> usize {
        let Ok(Probe::Absent(place) | Probe::Found(place)) =
            self.probe(hash, |_| Ok::<_, std::convert::Infallible>(false));
        place
    }

    /// Adds an entry and answers it, for the write barrier that is due before the next safepoint; `None`, and nothing done, where the table is full. The
    /// caller holds the owner's lock; `place` is what a search for the key has answered.
    #[inline(always)]
    fn append_at(
        &self,
        place: usize,
        hash: i64,
        key: Value,
        value: <Self::Part as Part>::Given,
    ) -> Option<&Entry<Self::Part>> {
        let index = self.used().load(Ordering::Relaxed) as usize;
        if index >= self.capacity() {
            return None;
        }
        let entry = self.entry(index);
        if self.has(TableFault::PublishesFirst) {
            self.place(place).publish(index + 1);
        }
        if self.has(TableFault::RaisesUsedFirst) {
            self.used().store(index as u32 + 1, Ordering::Release);
        }
        entry.hash.store(hash, Ordering::Relaxed);
        entry.key.init(key.bits());
        entry.value.put(value);
        // The number first: a writer that reads the new `used` before it searches must find the entry, and so must a reader that
        // met the key while iterating.
        self.place(place).publish(index + 1);
        self.used().store(index as u32 + 1, Ordering::Release);
        Some(entry)
    }
}

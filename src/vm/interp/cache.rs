//! Inline caches: what a site's 64-bit cache word proves, and how it is invalidated.
//!
//! | word | meaning | proves, when compared |
//! | --- | --- | --- |
//! | 0 | empty | |
//! | `kind ‖ fills ‖ slot ‖ shape` (top bit set) | an inline attribute slot | the object's shape id equals `shape` |
//! | the same with the next bit set | a place in the array of attributes that found no inline slot | the same |
//! | address of a [`Cell`](crate::types::cell::Cell) | a module global | nothing to compare: executables belong to one globals dict |
//! | address of a [`CacheEntry`] | something found on a class | shape id equal and the class's version equal |
//!
//! *Slot words* depend on the shape alone; also those of members (`__slots__`). A class change that would make such a word wrong (a data descriptor,
//! `__getattribute__`, another attribute of a member's name, …) stops the workers and empties every site ([`forget_attribute_caches`]).
//! *Entries* are immutable and carry the class's version; a changed class has a fresh version. What they say of a value that is no descriptor
//! holds as long as its class has no `__get__`: when a class gets one, or an object another class that has, all sites are emptied as well. A site
//! holds its entry weakly: it goes with the class (or module) it speaks of.
//! *Sharing*: a site fills at most [`MAX_FILLS`] times and then stays as it is, so two threads running one function do not keep writing its
//! cache lines. Sites that see more classes than that share one table of attributes by shape and name ([`shared`]): any thread reads it without
//! a lock and replaces entries whole; its words are weak like the sites' own, and a collection empties those whose entries it found dead. Its entries for
//! slots carry the class's version as all others do, so they need no note. A second table of the kind remembers look-ups by class and name ([`lookup`]), for special methods and all that has no site. How versions tell what still holds is
//! argued in `types::type_::version`.

use std::sync::atomic::{AtomicU64, Ordering, fence};

use typhon_gc::{Header, Marked, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::interp::executable::Executable;
use crate::object::{Obj, Payload};
use crate::shape::Shape;
use crate::typedef::Layout;
use crate::types::str_::Str;
use crate::types::type_::{CHANGING, Type};
use crate::types::{internal, number};
use crate::value::{SlotExt, Value};

/// Times a site is filled before it stays as it is.
pub const MAX_FILLS: u64 = 8;

const SLOT_WORD: u64 = 1 << 63;
/// Of a slot word: the slot lies in the overflow array.
const OVERFLOW: u64 = 1 << 62;
const SHAPE: u64 = 0xffff_ffff;
const SLOT_SHIFT: u32 = 32;
const FILLS_SHIFT: u32 = 48;
const FILLS_MASK: u64 = 0xf;

/// An inline slot cached for a shape.
#[inline(always)]
pub fn slot_word(shape: u32, slot: usize, fills: u64) -> u64 {
    SLOT_WORD | fills << FILLS_SHIFT | (slot as u64) << SLOT_SHIFT | u64::from(shape)
}

/// Whether a word caches a slot of this shape; the slot's index then.
#[inline(always)]
pub fn slot_of(word: u64, shape: u32) -> Option<usize> {
    (word & (SLOT_WORD | OVERFLOW | SHAPE) == SLOT_WORD | u64::from(shape))
        .then_some((word >> SLOT_SHIFT & 0xffff) as usize)
}

/// Whether a word caches a place in the overflow array of objects of this shape; its index then.
#[inline(always)]
pub fn overflow_of(word: u64, shape: u32) -> Option<usize> {
    (word & (SLOT_WORD | OVERFLOW | SHAPE) == SLOT_WORD | OVERFLOW | u64::from(shape))
        .then_some((word >> SLOT_SHIFT & 0xffff) as usize)
}

/// Whether a word caches a place in objects of some shape.
#[inline(always)]
pub fn is_place(word: u64) -> bool {
    word & SLOT_WORD != 0
}

/// Something found on a class for receivers of one shape.
#[repr(C)]
pub struct CacheEntry {
    header: Header,
    pub shape: u32,
    pub kind: EntryKind,
    pub fills: u16,
    pub version: u64,
    pub class: Slot,
    pub value: Slot,
    /// The attribute's interned name, of entries in the shared tables; the class behind which a `super` looks; else unbound.
    key: Slot,
}

/// What an entry says to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u16)]
pub enum EntryKind {
    /// `value` is a function or native method: the receiver becomes the first argument.
    Method,
    /// `value` is the attribute itself.
    Value,
    /// `value` is the `__init__` that a call of the class runs after creating a plain instance; a Python function.
    Init,
    /// `value` is a Python function to call with the receiver (a property's getter).
    Getter,
    /// `value` is the attribute of the class that is itself the receiver, `class`.
    OnClass,
    /// `value` is the cell of a global of the module that is the receiver, `class`.
    OnModule,
    /// `value` is what `class` has under the name in `key`; unbound: nothing.
    Lookup,
    /// `value` is a function or native method that `class` has behind the class in `key`: what a `super` of both finds.
    Super,
    /// `value` is the word offset of the slot that holds the attribute, for loads and for stores. In the shared table.
    Slot,
}

/// What a look-up found, to be cached.
#[derive(Clone, Copy)]
pub struct Found {
    pub shape: u32,
    pub kind: EntryKind,
    pub class: Obj<Type>,
    /// The class's version, read before the look-up.
    pub version: u64,
    pub value: Value,
}

/// Layout of entries.
pub static ENTRY_LAYOUT: Layout = Layout::fixed("cache entry", size_of::<CacheEntry>(), trace);

// SAFETY: repr(C), header first, every slot traced; immutable.
unsafe impl Payload for CacheEntry {
    const LAYOUT: &'static Layout = &ENTRY_LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for entries only.
    let entry = unsafe { Obj::<CacheEntry>::cast_unchecked(object) };
    tracer.slot(&entry.class);
    tracer.slot(&entry.value);
    tracer.slot(&entry.key);
}

/// The entry a word points to.
#[inline(always)]
pub fn entry_of(word: u64) -> Option<Obj<CacheEntry>> {
    let object = Value::from_bits(word).as_object()?;
    // SAFETY: sites that use entries store nothing else that looks like an address.
    Some(unsafe { Obj::cast_unchecked(object) })
}

impl CacheEntry {
    /// The word offset that an entry for a slot holds.
    #[inline(always)]
    pub(crate) fn slot(&self) -> Option<usize> {
        self.value.get().as_small_int().map(|offset| offset as usize)
    }

    /// Whether the entry still speaks for objects of this shape.
    #[inline(always)]
    pub fn holds(&self, shape: u32) -> bool {
        // SAFETY: `class` was set to a class at creation; entries for modules are told apart by their kind before.
        let class: Obj<Type> =
            unsafe { Obj::of_value_unchecked(Value::from_bits(self.class.load_relaxed())) };
        self.shape == shape && self.version == class.version()
    }
}

/// The method cached for a `super` that follows the order of `start` behind `class`.
pub(crate) fn super_method(word: u64, start: Obj<Type>, class: Obj<Type>) -> Option<Value> {
    let entry = entry_of(word).filter(|entry| entry.kind == EntryKind::Super)?;
    let holds = entry.class.get() == start.value()
        && entry.key.get() == class.value()
        && entry.version == start.version();
    holds.then(|| entry.value.get())
}

/// The entry in a cache word that may also hold a cell.
pub(crate) fn weak_entry(word: Value) -> Option<Obj<CacheEntry>> {
    word.cast_exact::<CacheEntry>(internal::CACHE_ENTRY)
}

/// Number of times a site has been filled.
fn fills(word: u64) -> u64 {
    if word & SLOT_WORD != 0 {
        return word >> FILLS_SHIFT & FILLS_MASK;
    }
    entry_of(word).map_or(0, |entry| entry.fills.into())
}

/// Caches an inline slot at a site. `version` is that of the class, read before it was looked up that the class leaves the attribute to the slot.
///
/// Either a thread that changes the class sees the note made here and empties all sites, which waits for this thread's next safepoint, or the change
/// is seen here: each writes its own word (note, version) before it reads the other's, and both are sequentially consistent (partner:
/// [`Type::change`]).
pub fn fill_slot(site: &AtomicU64, shape: u32, slot: usize, class: Obj<Type>, version: u64) {
    fill_place(site, slot_word(shape, slot, 0), class, version);
}

/// Caches a place in the overflow array at a site, likewise.
pub fn fill_overflow(site: &AtomicU64, shape: u32, index: usize, class: Obj<Type>, version: u64) {
    if index <= 0xffff {
        fill_place(site, OVERFLOW | slot_word(shape, index, 0), class, version);
    }
}

fn fill_place(site: &AtomicU64, word: u64, class: Obj<Type>, version: u64) {
    let count = fills(site.load(Ordering::Relaxed)) + 1;
    if count <= MAX_FILLS && version != CHANGING && Shape::by_id((word & SHAPE) as u32).class() == class {
        class.note_cached_slot();
        // Partner: the fence in `Type::change`.
        fence(Ordering::SeqCst);
        if class.version() == version {
            site.store(word | count << FILLS_SHIFT, Ordering::Release);
        }
    }
}

/// Caches something found on a class at a site.
pub fn fill_entry(cx: &Cx, site: &AtomicU64, owner: Obj<Executable>, found: Found) -> R<()> {
    fill_entry_for(cx, site, owner, found, found.class.value())
}

/// As [`fill_entry`], for a receiver that stands in the entry in place of its class.
pub fn fill_entry_for(
    cx: &Cx,
    site: &AtomicU64,
    owner: Obj<Executable>,
    found: Found,
    holder: Value,
) -> R<()> {
    fill_keyed(cx, site, owner, found, holder, Value::UNBOUND)
}

/// Caches a method found behind a class in the order of `found.class`.
pub(crate) fn fill_super(
    cx: &Cx,
    site: &AtomicU64,
    owner: Obj<Executable>,
    found: Found,
    behind: Obj<Type>,
) -> R<()> {
    fill_keyed(cx, site, owner, found, found.class.value(), behind.value())
}

fn fill_keyed(
    cx: &Cx,
    site: &AtomicU64,
    owner: Obj<Executable>,
    found: Found,
    holder: Value,
    key: Value,
) -> R<()> {
    let count = fills(site.load(Ordering::Relaxed)) + 1;
    if count > MAX_FILLS || found.version == CHANGING || found.version != found.class.version() {
        return Ok(());
    }
    let entry = cx.alloc(CacheEntry {
        header: Header::new(internal::CACHE_ENTRY, 0),
        shape: found.shape,
        kind: found.kind,
        fills: count as u16,
        version: found.version,
        class: Slot::of(holder),
        value: Slot::of(found.value),
        key: Slot::of(key),
    })?;
    store_reference(cx, site, owner, entry.value());
    crate::host::note_filled(owner.object());
    Ok(())
}

/// Attributes by shape and name, for sites that see many classes: direct-mapped addresses of entries.
static ATTRIBUTES: [AtomicU64; ATTRIBUTE_PLACES] = [const { AtomicU64::new(0) }; ATTRIBUTE_PLACES];
const ATTRIBUTE_PLACES: usize = 4096;

fn attribute_place(shape: u32, name: Value) -> &'static AtomicU64 {
    let key = (name.bits() >> 4) ^ u64::from(shape).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    &ATTRIBUTES[(key ^ key >> 17) as usize % ATTRIBUTE_PLACES]
}

/// What receivers of a shape have under a name, if that was found lately and still holds.
#[inline]
pub fn shared(shape: u32, name: Value) -> Option<Obj<CacheEntry>> {
    let entry = entry_of(attribute_place(shape, name).load(Ordering::Acquire))?;
    (entry.key.get() == name && entry.holds(shape)).then_some(entry)
}

/// As [`shared`], if it is a method.
#[inline]
pub fn shared_method(shape: u32, name: Value) -> Option<Value> {
    shared(shape, name).filter(|entry| entry.kind == EntryKind::Method).map(|entry| entry.value.get())
}

/// As [`shared`], if it lies in a slot: its word offset.
#[inline]
pub fn shared_slot(shape: u32, name: Value) -> Option<usize> {
    shared(shape, name).filter(|entry| entry.kind == EntryKind::Slot)?.slot()
}

/// Notes what receivers of a shape have under an interned name.
pub fn share(cx: &Cx, name: Value, found: Found) -> R<()> {
    if found.version == CHANGING || found.version != found.class.version() {
        return Ok(());
    }
    let entry = cx.alloc(CacheEntry {
        header: Header::new(internal::CACHE_ENTRY, 0),
        shape: found.shape,
        kind: found.kind,
        fills: 0,
        version: found.version,
        class: Slot::of(found.class.value()),
        value: Slot::of(found.value),
        key: Slot::of(name),
    })?;
    attribute_place(found.shape, name).store(entry.value().bits(), Ordering::Release);
    Ok(())
}

/// Notes the slot that an attribute of receivers of a shape lies in, for a site that has been filled before and so sees several shapes. `class` leaves
/// loads and stores of it to the slot.
pub fn share_slot(
    cx: &Cx,
    site: &AtomicU64,
    name: Value,
    (shape, offset): (u32, usize),
    class: Obj<Type>,
    version: u64,
) -> R<()> {
    if site.load(Ordering::Relaxed) == 0 || Shape::by_id(shape).class() != class {
        return Ok(());
    }
    let Some(value) = Value::small_int(offset as i64) else { return Ok(()) };
    share(cx, name, Found { shape, kind: EntryKind::Slot, class, version, value })
}

/// Whether a site may still be filled.
pub fn is_open(site: &AtomicU64) -> bool {
    fills(site.load(Ordering::Relaxed)) < MAX_FILLS
}

/// What classes have under a name, or that they have nothing, by class and name: direct-mapped addresses of entries.
static LOOKUPS: [AtomicU64; LOOKUP_PLACES] = [const { AtomicU64::new(0) }; LOOKUP_PLACES];
const LOOKUP_PLACES: usize = 4096;

fn lookup_place(class: Obj<Type>, name: Value) -> &'static AtomicU64 {
    let key = (name.bits() >> 4) ^ (class.value().bits() >> 4).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    &LOOKUPS[(key ^ key >> 17) as usize % LOOKUP_PLACES]
}

/// As [`Type::lookup`], remembered in a table that all threads share.
#[inline]
pub fn lookup(cx: &Cx, class: Obj<Type>, name: Value) -> Option<Value> {
    if let Some(entry) = entry_of(lookup_place(class, name).load(Ordering::Acquire))
        && entry.key.get() == name
        && entry.class.get() == class.value()
        && entry.version == class.version()
    {
        return entry.value.get().bound();
    }
    lookup_slow(cx, class, name)
}

#[inline(never)]
fn lookup_slow(cx: &Cx, class: Obj<Type>, name: Value) -> Option<Value> {
    let (found, version) = class.observed(|| Type::lookup(class, name));
    let is_known_name = name.cast_exact::<Str>(number::STR).is_some_and(|name| name.is_interned());
    if let Some(version) = version.filter(|_| is_known_name) {
        let entry = cx.alloc(CacheEntry {
            header: Header::new(internal::CACHE_ENTRY, 0),
            shape: 0,
            kind: EntryKind::Lookup,
            fills: 0,
            version,
            class: Slot::of(class.value()),
            value: Slot::of(found.unwrap_or(Value::UNBOUND)),
            key: Slot::of(name),
        });
        // Where memory is short, the next look-up walks again.
        if let Ok(entry) = entry {
            lookup_place(class, name).store(entry.value().bits(), Ordering::Release);
        }
    }
    found
}

/// Empties the shared places whose entries are dead. Inside a stop, before the sweep. Nothing marks an entry that only the table names, so the table
/// is empty after a full collection, and after a young one but for entries that are old.
pub(crate) fn forget_dead_shared(marked: &Marked<'_>) {
    for place in ATTRIBUTES.iter().chain(&LOOKUPS) {
        let entry = entry_of(place.load(Ordering::Relaxed));
        if entry.is_some_and(|entry| !marked.is_marked(entry.object())) {
            place.store(0, Ordering::Relaxed);
        }
    }
}

/// Stores a heap reference into a cache word of `owner`, an executable.
pub(crate) fn store_reference(cx: &Cx, site: &AtomicU64, owner: Obj<Executable>, value: Value) {
    // The collector looks inside a stop, and none comes before the reference is stored.
    owner.refers.store(true, Ordering::Relaxed);
    // SAFETY: `Slot` is a transparent `AtomicU64`; the word lies in `owner`, which traces it.
    let slot: &Slot = unsafe { &*std::ptr::from_ref(site).cast::<Slot>() };
    cx.store(owner.object(), slot, value);
}

/// Empties the shared table of attributes. Called inside a stop.
pub(crate) fn clear_shared() {
    ATTRIBUTES.iter().for_each(|place| place.store(0, Ordering::Relaxed));
}

/// Empties the shared table of attributes and every site of every executable, inside a stop of all workers.
pub fn forget_attribute_caches(cx: &Cx) {
    crate::host::forget_attribute_caches(cx);
}

/// Empties the sites of one executable whose entries are dead. Inside a stop, before the sweep.
pub(crate) fn forget_dead_entries(executable: Obj<Executable>, marked: &Marked<'_>) {
    if !executable.refers.load(Ordering::Relaxed) {
        return;
    }
    for &offset in executable.code().cache_offsets() {
        let site = executable.cache(offset as usize);
        let entry = weak_entry(Value::from_bits(site.load(Ordering::Relaxed)));
        if entry.is_some_and(|entry| !marked.is_marked(entry.object())) {
            site.store(0, Ordering::Relaxed);
        }
    }
}

/// Empties the sites of one executable. Called inside a stop.
pub(crate) fn clear_sites(executable: Obj<Executable>) {
    for &offset in executable.code().cache_offsets() {
        executable.cache(offset as usize).store(0, Ordering::Relaxed);
    }
}

//! Inline caches: what a site's 64-bit cache word proves, and how it is invalidated.
//!
//! | word | meaning | proves, when compared |
//! | --- | --- | --- |
//! | 0 | empty | |
//! | `kind ‖ slot ‖ shape` (top bit set) | an inline attribute slot | the object's shape id equals `shape` |
//! | the same with the next bit set | a place in the array of attributes that found no inline slot | the same |
//! | address of a [`Cell`](crate::types::cell::Cell) | a module global | nothing to compare: executables belong to one globals dict |
//! | address of a [`CacheEntry`] | something found on a class | shape id equal and the class's version equal |
//!
//! *Slot words* depend on the shape alone; also those of members (`__slots__`). A class change that would make such a word wrong (a data descriptor,
//! `__getattribute__`, another attribute of a member's name, …) stops the workers and empties every site ([`forget_attribute_caches`]).
//! *Entries* are immutable and carry the class's version; a changed class has a fresh version. What they say of a value that is no descriptor
//! holds as long as its class has no `__get__`: when a class gets one, or an object another class that has, all sites are emptied as well. A site
//! holds its entry weakly: it goes with the class (or module) it speaks of, or when the class has changed.
//! *Filling*: an empty site is filled at once, one that knows another shape at one miss in [`MISSES_PER_FILL`], or in [`MISSES_PER_SHARED_FILL`]. So a site holds each of the shapes it sees
//! for a share of the time that is their share of the accesses (it leaves a frequent one seldom), and two threads running one function do not keep writing its
//! cache lines. What a site misses, it finds in a table of attributes by shape and name that all sites share ([`shared`]): any thread reads it without
//! a lock and replaces entries whole (`places.rs`); its words are weak like the sites' own, and a full collection empties it ([`scan_shared`]). Its entries
//! for slots carry the class's version as all others do, so they need no note. A second table of the kind remembers look-ups by class and name ([`lookup`]), for special methods and all that has no site. How versions tell what still holds is
//! argued in `types::type_::version`.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering, fence};

use typhon_gc::{CollectionKind, Header, Marked, ObjRef, Roots, Slot, Tracer};

mod places;

use places::Places;

use crate::context::{Cx, R};
use crate::interp::executable::Executable;
use crate::object::{Obj, Payload};
use crate::runtime::Runtime;
use crate::shape::Shape;
use crate::typedef::Layout;
use crate::types::str_::Str;
use crate::types::type_::{CHANGING, Type};
use crate::types::{internal, number};
use crate::value::{SlotExt, Value};

/// Misses of a thread until one fills the site again, where no other thread runs.
const MISSES_PER_FILL: u32 = 128;
/// The same where others do: a fill takes the site's cache line, and what else lies in it, from all who run that code. Of two threads that miss at
/// every other access one would lose a quarter of the time with 128, a tenth with 1024.
const MISSES_PER_SHARED_FILL: u32 = 1 << 16;

const SLOT_WORD: u64 = 1 << 63;
/// Of a slot word: the slot lies in the overflow array.
const OVERFLOW: u64 = 1 << 62;
const SHAPE: u64 = 0xffff_ffff;
const SLOT_SHIFT: u32 = 32;

/// An inline slot cached for a shape.
#[inline(always)]
pub fn slot_word(shape: u32, slot: usize) -> u64 {
    SLOT_WORD | (slot as u64) << SLOT_SHIFT | u64::from(shape)
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

    /// Whether the entry, which is none for a module, still speaks for objects of this shape.
    #[inline(always)]
    pub fn holds(&self, shape: u32) -> bool {
        // SAFETY: `class` was set to a class at creation; in entries for modules alone it is something else.
        let class: Obj<Type> =
            unsafe { Obj::of_value_unchecked(Value::from_bits(self.class.load_relaxed())) };
        self.shape == shape && self.version == class.version()
    }

    /// Whether the entry still speaks for anything. One that does not is no reason to keep what it names: its class may have that no more.
    pub(crate) fn is_current(&self) -> bool {
        self.kind == EntryKind::OnModule || self.holds(self.shape)
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

/// Whether a miss of a site fills it.
#[inline(always)]
pub fn is_due(cx: &Cx, site: &AtomicU64) -> bool {
    let misses = cx.misses.get().wrapping_add(1);
    cx.misses.set(misses);
    let is_turn = misses.is_multiple_of(MISSES_PER_FILL)
        && (!Runtime::is_contended() || misses.is_multiple_of(MISSES_PER_SHARED_FILL));
    is_turn || site.load(Ordering::Relaxed) == 0
}

/// Caches an inline slot at a site, if that is due. `version` is that of the class, read before it was looked up that the class leaves the attribute to the slot.
///
/// Either a thread that changes the class sees the note made here and empties all sites, which waits for this thread's next safepoint, or the change
/// is seen here: each writes its own word (note, version) before it reads the other's, and both are sequentially consistent (partner:
/// [`Type::change`]).
pub fn fill_slot(cx: &Cx, site: &AtomicU64, shape: u32, slot: usize, class: Obj<Type>, version: u64) {
    if is_due(cx, site) {
        fill_place(site, slot_word(shape, slot), class, version);
    }
}

/// Caches a place in the overflow array at a site, likewise.
pub fn fill_overflow(cx: &Cx, site: &AtomicU64, shape: u32, index: usize, class: Obj<Type>, version: u64) {
    if index <= 0xffff && is_due(cx, site) {
        fill_place(site, OVERFLOW | slot_word(shape, index), class, version);
    }
}

fn fill_place(site: &AtomicU64, word: u64, class: Obj<Type>, version: u64) {
    if version != CHANGING && Shape::by_id((word & SHAPE) as u32).class() == class {
        class.note_cached_slot();
        // Partner: the fence in `Type::change`.
        fence(Ordering::SeqCst);
        if class.version() == version {
            site.store(word, Ordering::Release);
        }
    }
}

/// Caches something found on a class at a site, if that is due.
pub fn fill_entry(cx: &Cx, site: &AtomicU64, owner: Obj<Executable>, found: Found) -> R<()> {
    if is_due(cx, site) { fill_entry_for(cx, site, owner, found, found.class.value()) } else { Ok(()) }
}

/// Caches something at a site that is due, for a receiver that stands in the entry in place of its class.
pub fn fill_entry_for(
    cx: &Cx,
    site: &AtomicU64,
    owner: Obj<Executable>,
    found: Found,
    holder: Value,
) -> R<()> {
    fill_keyed(cx, site, owner, found, holder, Value::UNBOUND)
}

/// Caches a method found behind a class in the order of `found.class`, if that is due.
pub(crate) fn fill_super(
    cx: &Cx,
    site: &AtomicU64,
    owner: Obj<Executable>,
    found: Found,
    behind: Obj<Type>,
) -> R<()> {
    if !is_due(cx, site) {
        return Ok(());
    }
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
    if found.version == CHANGING || found.version != found.class.version() {
        return Ok(());
    }
    let entry = cx.alloc(CacheEntry {
        header: Header::new(internal::CACHE_ENTRY, 0),
        shape: found.shape,
        kind: found.kind,
        version: found.version,
        class: Slot::of(holder),
        value: Slot::of(found.value),
        key: Slot::of(key),
    })?;
    store_entry(cx, site, owner, entry);
    Ok(())
}

fn store_entry(cx: &Cx, site: &AtomicU64, owner: Obj<Executable>, entry: Obj<CacheEntry>) {
    store_reference(cx, site, owner, entry.value());
    crate::host::note_filled(owner);
}

/// Attributes by shape and name, for sites that see many classes.
static ATTRIBUTES: Places<PAIRS> = Places::new();
/// What classes have under a name, or that they have nothing, by class and name.
static LOOKUPS: Places<PAIRS> = Places::new();
const PAIRS: usize = 2048;

fn hash_of(name: Value, owner: u64) -> u64 {
    (name.bits() >> 4) ^ owner.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// What receivers of a shape have under a name, if that was found lately and still holds.
#[inline]
pub fn shared(shape: u32, name: Value) -> Option<Obj<CacheEntry>> {
    ATTRIBUTES.find(hash_of(name, shape.into()), |word| {
        entry_of(word).filter(|entry| entry.key.get() == name && entry.holds(shape))
    })
}

/// Fills a site that has missed with what the shared table has for it, if it is due.
#[inline(always)]
pub fn refresh(cx: &Cx, site: &AtomicU64, owner: Obj<Executable>, entry: Obj<CacheEntry>) {
    if is_due(cx, site) {
        refill(cx, site, owner, entry);
    }
}

#[cold]
#[inline(never)]
fn refill(cx: &Cx, site: &AtomicU64, owner: Obj<Executable>, entry: Obj<CacheEntry>) {
    if entry.kind != EntryKind::Slot {
        store_entry(cx, site, owner, entry);
    } else if let (Some(slot), Some(class)) = (entry.slot(), entry.class.get().cast::<Type>()) {
        fill_place(site, slot_word(entry.shape, slot), class, entry.version);
    }
}

/// As [`shared`], if it is a method.
#[inline]
pub fn shared_method(shape: u32, name: Value) -> Option<Value> {
    shared(shape, name).filter(|entry| entry.kind == EntryKind::Method).map(|entry| entry.value.get())
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
        version: found.version,
        class: Slot::of(found.class.value()),
        value: Slot::of(found.value),
        key: Slot::of(name),
    })?;
    let is_of_key =
        |word| entry_of(word).is_some_and(|entry| entry.key.get() == name && entry.shape == found.shape);
    ATTRIBUTES.note(hash_of(name, found.shape.into()), entry.value().bits(), is_of_key);
    note_young();
    Ok(())
}

/// Whether a shared place has been filled since the last collection: else none holds a young entry.
static HAS_YOUNG: AtomicBool = AtomicBool::new(false);

/// Says so. No safepoint lies between filling a place and this, and collections look inside a stop.
fn note_young() {
    // Read first, so that its cache line stays shared.
    if !HAS_YOUNG.load(Ordering::Relaxed) {
        HAS_YOUNG.store(true, Ordering::Relaxed);
    }
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

fn lookup_hash(class: Obj<Type>, name: Value) -> u64 {
    hash_of(name, class.value().bits() >> 4)
}

/// As [`Type::lookup`], remembered in a table that all threads share.
#[inline]
pub fn lookup(cx: &Cx, class: Obj<Type>, name: Value) -> Option<Value> {
    let found = LOOKUPS.find(lookup_hash(class, name), |word| {
        entry_of(word).filter(|entry| {
            entry.key.get() == name && entry.class.get() == class.value() && entry.version == class.version()
        })
    });
    match found {
        Some(entry) => entry.value.get().bound(),
        None => lookup_slow(cx, class, name),
    }
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
            version,
            class: Slot::of(class.value()),
            value: Slot::of(found.unwrap_or(Value::UNBOUND)),
            key: Slot::of(name),
        });
        // Where memory is short, the next look-up walks again.
        if let Ok(entry) = entry {
            let is_of_key = |word| {
                entry_of(word)
                    .is_some_and(|entry| entry.key.get() == name && entry.class.get() == class.value())
            };
            LOOKUPS.note(lookup_hash(class, name), entry.value().bits(), is_of_key);
            note_young();
        }
    }
    found
}

fn shared_places() -> impl Iterator<Item = &'static AtomicU64> {
    ATTRIBUTES.words().chain(LOOKUPS.words())
}

/// Reports the entries of the shared tables to a young collection, each alive as long as its class is. A full one empties the tables, as they would keep
/// alive what a class has no more; to look through them took 0.1 ms more of one of 1.2 ms. Inside a stop.
pub(crate) fn scan_shared(kind: CollectionKind, roots: &mut Roots<'_>) {
    match kind {
        CollectionKind::Full => shared_places().for_each(|place| place.store(0, Ordering::Relaxed)),
        CollectionKind::Young if HAS_YOUNG.load(Ordering::Relaxed) => {
            for place in shared_places() {
                if let Some(entry) = entry_of(place.load(Ordering::Relaxed)) {
                    // SAFETY: `Slot` is a transparent `AtomicU64`, and the place's word is that of a live entry.
                    roots.ephemeron(&entry.class, unsafe { &*std::ptr::from_ref(place).cast::<Slot>() });
                }
            }
        }
        // Old entries do not die in a young collection.
        CollectionKind::Young => {}
    }
}

/// Empties the shared places whose entries are dead. Inside a stop, before the sweep.
pub(crate) fn forget_dead_shared(marked: &Marked<'_>) {
    if !HAS_YOUNG.load(Ordering::Relaxed) {
        return;
    }
    for place in shared_places() {
        let entry = entry_of(place.load(Ordering::Relaxed));
        if entry.is_some_and(|entry| !marked.is_marked(entry.object())) {
            place.store(0, Ordering::Relaxed);
        }
    }
    HAS_YOUNG.store(false, Ordering::Relaxed);
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
    ATTRIBUTES.words().for_each(|place| place.store(0, Ordering::Relaxed));
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

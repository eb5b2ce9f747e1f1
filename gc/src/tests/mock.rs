//! A host whose objects carry a canary and a checksum, and whose roots are plain arrays.
//!
//! An object: header, one word with its size and its number of slots, one with its canary (a function of address
//! and size), then the slots, then payload bytes derived from the canary.

use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use crate::sync::Mutex;
use crate::{
    CollectionKind, CollectionReport, Config, Header, Heap, Host, Marked, Mutator, MutatorId, ObjRef, Roots,
    Slot, Tracer,
};

/// Ids are never used twice.
const MUTATORS: usize = 1 << 18;
const SLOTS: usize = 2;
const FIXED_WORDS: usize = 3;
const SHAPE: u32 = 0x5EED;
/// Flag of objects whose slots are pairs of a weak key and a value.
pub(super) const WEAK_TABLE: u16 = 1;

/// The roots of one mutator or test.
#[derive(Debug)]
pub(super) struct RootSet {
    pub(super) slots: Vec<Slot>,
}

pub(super) struct MockHost {
    polls: Vec<AtomicBool>,
    roots: Mutex<Vec<Arc<RootSet>>>,
    /// Scanned as a native stack.
    pub(super) stack: Mutex<Vec<u64>>,
    pub(super) complaints: Mutex<Vec<String>>,
    /// Asked about after each marking.
    pub(super) weak: Mutex<Vec<ObjRef>>,
    /// Due to be finalized; roots until the test takes them.
    pub(super) due: Mutex<Vec<ObjRef>>,
    /// Addresses of objects whose payloads were taken.
    pub(super) dropped: Mutex<Vec<usize>>,
    /// Entries of a weak table outside the heap: key and value.
    pub(super) entries: Mutex<Vec<[Slot; 2]>>,
    /// Alive before anything is finalized.
    pub(super) strong: Mutex<Vec<ObjRef>>,
    pub(super) traced: AtomicUsize,
    /// Slots looked at.
    pub(super) traced_slots: AtomicUsize,
}

pub(super) struct Mock {
    pub(super) heap: Heap,
    pub(super) host: Arc<MockHost>,
}

pub(super) fn small_config() -> Config {
    Config {
        reserve_bytes: 1 << 30,
        young_trigger_bytes: 1 << 20,
        verify: true,
        poison: true,
        marker_threads: 2,
        ..Config::default()
    }
}

impl Mock {
    pub(super) fn new(config: Config) -> Mock {
        let host = Arc::new(MockHost {
            polls: (0..MUTATORS).map(|_| AtomicBool::new(false)).collect(),
            roots: Mutex::new(Vec::new()),
            stack: Mutex::new(Vec::new()),
            complaints: Mutex::new(Vec::new()),
            weak: Mutex::new(Vec::new()),
            due: Mutex::new(Vec::new()),
            dropped: Mutex::new(Vec::new()),
            entries: Mutex::new(Vec::new()),
            strong: Mutex::new(Vec::new()),
            traced: AtomicUsize::new(0),
            traced_slots: AtomicUsize::new(0),
        });
        let heap = Heap::new(config, Arc::clone(&host) as Arc<dyn Host>).unwrap();
        Mock { heap, host }
    }

    /// A running mutator and its roots.
    pub(super) fn mutator(&self) -> Thread<'_> {
        let roots = self.roots(16);
        let mutator = self.heap.register_mutator();
        mutator.leave_safe();
        Thread { mock: self, mutator, roots }
    }

    pub(super) fn roots(&self, count: usize) -> Arc<RootSet> {
        let roots = Arc::new(RootSet { slots: (0..count).map(|_| Slot::new(0)).collect() });
        self.host.roots.lock().push(Arc::clone(&roots));
        roots
    }

    pub(super) fn complaints(&self) -> Vec<String> {
        self.host.complaints.lock().clone()
    }
}

/// A mutator with roots of its own.
pub(super) struct Thread<'m> {
    pub(super) mock: &'m Mock,
    pub(super) mutator: Box<Mutator>,
    pub(super) roots: Arc<RootSet>,
}

impl Thread<'_> {
    /// An object with `slots` empty slots and `payload` words.
    pub(super) fn alloc(&self, slots: usize, payload: usize) -> ObjRef {
        let bytes = ((FIXED_WORDS + slots + payload) * 8).next_multiple_of(16);
        let memory = self.mutator.alloc(bytes).expect("the test's heap is large enough");
        init(memory, bytes, slots)
    }

    /// Polls.
    pub(super) fn safepoint(&self) -> bool {
        self.mock.host.polls[self.mutator.id().0 as usize].load(Ordering::Acquire) && self.mutator.safepoint()
    }

    pub(super) fn collect(&self, kind: CollectionKind) -> CollectionReport {
        self.mutator.collect(kind)
    }

    pub(super) fn store(&self, object: ObjRef, index: usize, value: Option<ObjRef>) {
        self.mutator.store(object, &slots_of(object)[index], word_of(value));
    }

    pub(super) fn set_root(&self, index: usize, value: Option<ObjRef>) {
        self.roots.slots[index].init(word_of(value));
    }

    pub(super) fn root(&self, index: usize) -> Option<ObjRef> {
        object_of(self.roots.slots[index].load())
    }
}

pub(super) fn word_of(value: Option<ObjRef>) -> u64 {
    value.map_or(0, |object| object.address() as u64)
}

pub(super) fn object_of(word: u64) -> Option<ObjRef> {
    // SAFETY: the tests' slots hold zero or a reference.
    (word != 0).then(|| unsafe { ObjRef::from_address(word as usize) })
}

fn words(object: ObjRef) -> *mut u64 {
    object.as_ptr().cast()
}

fn init(memory: NonNull<u8>, bytes: usize, slots: usize) -> ObjRef {
    let memory = memory.as_ptr().cast::<u64>();
    assert!(memory.is_aligned() && memory.addr().is_multiple_of(16));
    // SAFETY: fresh memory of that size, which nobody else sees yet.
    unsafe {
        memory.cast::<Header>().write(Header::new(SHAPE, 0));
        memory.add(1).write((bytes as u64) << 32 | slots as u64);
        memory.add(SLOTS).write(canary(memory.addr(), bytes));
        for index in 0..slots {
            memory.add(FIXED_WORDS + index).write(0);
        }
        for index in FIXED_WORDS + slots..bytes / 8 {
            memory.add(index).write(canary(memory.addr(), index));
        }
        ObjRef::from_address(memory.expose_provenance())
    }
}

fn canary(address: usize, salt: usize) -> u64 {
    // Never an address: the upper bits are set.
    (address as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_add(salt as u64) | 0xF << 60
}

/// Poisoned memory and the insides of objects, which planted bugs lead to, are told from objects.
fn is_object(object: ObjRef) -> bool {
    object.header().shape.load(Ordering::Relaxed) == SHAPE
}

pub(super) fn size_of(object: ObjRef) -> usize {
    if !is_object(object) {
        return 16;
    }
    // SAFETY: the tests' objects are live, or dead and not yet swept; atomic because a test's bug may race.
    (unsafe { AtomicU64::from_ptr(words(object).add(1)) }.load(Ordering::Relaxed) >> 32) as usize
}

pub(super) fn slots_of<'a>(object: ObjRef) -> &'a [Slot] {
    if !is_object(object) {
        return &[];
    }
    // SAFETY: as above; the slots follow the fixed words.
    unsafe {
        let count = AtomicU64::from_ptr(words(object).add(1)).load(Ordering::Relaxed) & 0xFFFF_FFFF;
        std::slice::from_raw_parts(words(object).add(FIXED_WORDS).cast::<Slot>(), count as usize)
    }
}

/// What is wrong with an object's contents.
pub(super) fn check(object: ObjRef) -> Result<(), String> {
    let bytes = size_of(object);
    // SAFETY: the words lie in the object if its size is right, which is checked first.
    let word =
        |index: usize| unsafe { AtomicU64::from_ptr(words(object).add(index)) }.load(Ordering::Relaxed);
    if object.header().shape.load(Ordering::Relaxed) != SHAPE
        || word(SLOTS) != canary(object.address(), bytes)
    {
        return Err(format!("{object:?}: {:#x} {:#x} {:#x}", word(0), word(1), word(SLOTS)));
    }
    let payload = FIXED_WORDS + slots_of(object).len()..bytes / 8;
    match payload.into_iter().find(|&index| word(index) != canary(object.address(), index)) {
        Some(index) => Err(format!("{object:?}: word {index} is {:#x}", word(index))),
        None => Ok(()),
    }
}

pub(super) fn assert_intact(object: ObjRef) {
    if let Err(damage) = check(object) {
        panic!("damaged: {damage}");
    }
}

impl Host for MockHost {
    unsafe fn size_of(&self, object: ObjRef) -> usize {
        size_of(object)
    }

    unsafe fn trace(&self, object: ObjRef, tracer: &mut Tracer<'_>) {
        self.traced.fetch_add(1, Ordering::Relaxed);
        let slots = slots_of(object);
        if object.header().flags.load(Ordering::Relaxed) & WEAK_TABLE != 0 {
            slots.chunks(2).for_each(|entry| tracer.ephemeron(&entry[0], &entry[1]));
            return;
        }
        let wanted = tracer.window().map_or(slots.len(), |window| window.len().div_ceil(8).min(slots.len()));
        self.traced_slots.fetch_add(wanted, Ordering::Relaxed);
        if (object.address() / 16).is_multiple_of(2) {
            tracer.slots(slots);
        } else {
            slots.iter().for_each(|slot| tracer.slot(slot));
        }
    }

    fn request_poll(&self, mutator: MutatorId) {
        self.polls[mutator.0 as usize].swap(true, Ordering::AcqRel);
    }

    fn clear_poll(&self, mutator: MutatorId) {
        self.polls[mutator.0 as usize].swap(false, Ordering::AcqRel);
    }

    fn scan_roots(&self, _: CollectionKind, roots: &mut Roots<'_>) {
        for set in &*self.roots.lock() {
            set.slots.iter().for_each(|slot| roots.slot(slot));
        }
        self.due.lock().iter().for_each(|object| roots.word(object.address() as u64));
        self.entries.lock().iter().for_each(|[key, value]| roots.ephemeron(key, value));
        let stack = self.stack.lock();
        let range = stack.as_ptr_range();
        // SAFETY: the vector's own words, under its lock.
        unsafe { roots.range(range.start.addr(), range.end.addr()) };
    }

    fn after_strong_mark(&self, marked: &Marked<'_>) {
        self.strong.lock().retain(|object| marked.is_marked(*object));
    }

    fn finalize(&self, due: &[ObjRef]) {
        self.due.lock().extend(due);
    }

    unsafe fn take_payload(&self, object: ObjRef) {
        assert_intact(object);
        self.dropped.lock().push(object.address());
    }

    fn after_mark(&self, marked: &Marked<'_>) {
        self.weak.lock().retain(|object| marked.is_marked(*object));
    }

    fn describe(&self, object: ObjRef) -> String {
        format!("{object:?} of {} bytes", size_of(object))
    }

    fn complain(&self, complaint: &str) {
        self.complaints.lock().push(complaint.to_owned());
    }
}

impl RootSet {
    pub(super) fn clear(&self) {
        self.slots.iter().for_each(|slot| slot.init(0));
    }
}

//! Which weak references name which object.
//!
//! The table lies outside the heap and holds addresses, not references: it keeps neither referents nor weak references alive.
//!
//! # Protocol
//! *Protects*: that a weak reference names its referent exactly as long as a strong path leads to that; that an object has one plain weak
//! reference, which all who ask for one share. *Participants*: mutators that make, read and list weak references; the collection.
//! *Making* (running mutator): the entry goes in under the shard's lock, which is never held across an allocation or a safepoint, so a stop
//! finds every shard unlocked. *Reading* (running mutator, no lock): loads the reference's slot; the value is on the reader's stack before its
//! next safepoint, so the collection that stops it there marks the referent. *Clearing* happens inside the stop, after everything that strong paths lead to is
//! marked and before finalizers bring anything back ([`clear_dead`]): slots are emptied, entries removed. So a reader gets the object or nothing, and after
//! it got nothing nobody ever gets the object through a weak reference again. *Forgetting* weak references that died themselves
//! waits until the marks are final ([`forget_dead`]), because a finalizer may bring one back, which must still be emptied when its referent
//! goes. *Young collections* look only at entries changed since the last one: an entry whose referent and references are all old cannot
//! change in them.
//! Modelled in `gc/tests/loom.rs` (reading against clearing).

use std::collections::BTreeMap;

use typhon_gc::{CollectionKind, Marked, ObjRef};

use crate::finalization;
use crate::object::Obj;
use crate::sync::{Guard, Mutex};
use crate::types::weakref::WeakRef;
use crate::value::Value;

const SHARDS: usize = 16;

/// The weak references to one object, as words.
#[derive(Default)]
struct Entry {
    /// The shared plain reference and the shared plain proxy.
    shared: [Option<u64>; 2],
    /// All others, the newest last.
    others: Vec<u64>,
}

struct Shard {
    entries: BTreeMap<usize, Entry>,
    /// Referents of weak references made since the last collection.
    touched: Vec<usize>,
}

static TABLE: [Mutex<Shard>; SHARDS] =
    [const { Mutex::new(Shard { entries: BTreeMap::new(), touched: Vec::new() }) }; SHARDS];

/// What a weak reference is shared as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// The one plain reference to its object.
    Reference = 0,
    /// The one plain proxy.
    Proxy = 1,
    /// Not shared: it has a callback, or a class of its own.
    None,
}

fn shard_of(referent: ObjRef) -> Guard<'static, Shard> {
    TABLE[(referent.address() >> 5) % SHARDS].lock()
}

fn reference(word: u64) -> Option<Obj<WeakRef>> {
    Value::from_bits(word).cast::<WeakRef>()
}

impl Entry {
    /// The references in the order in which they are listed: shared ones first, then the newest.
    fn words(&self) -> impl Iterator<Item = u64> + '_ {
        self.shared.iter().flatten().copied().chain(self.others.iter().rev().copied())
    }

    fn is_empty(&self) -> bool {
        self.others.is_empty() && self.shared == [None; 2]
    }
}

/// The shared reference of a kind, if there is one.
pub fn shared(referent: ObjRef, sharing: Sharing) -> Option<Value> {
    let shard = shard_of(referent);
    let entry = shard.entries.get(&referent.address())?;
    entry.shared.get(sharing as usize).copied().flatten().map(Value::from_bits)
}

/// Enters a new weak reference, of which nobody else knows. Answers the one to use: another thread may have made the shared one first.
pub fn enter(referent: ObjRef, made: Value, sharing: Sharing) -> Value {
    let mut shard = shard_of(referent);
    shard.touched.push(referent.address());
    let entry = shard.entries.entry(referent.address()).or_default();
    match entry.shared.get_mut(sharing as usize) {
        Some(Some(first)) => return Value::from_bits(*first),
        Some(place) => *place = Some(made.bits()),
        None => entry.others.push(made.bits()),
    }
    made
}

/// How many weak references an object has.
pub fn count(referent: ObjRef) -> usize {
    shard_of(referent).entries.get(&referent.address()).map_or(0, |entry| entry.words().count())
}

/// Calls `each` with an object's weak references, shared ones first, then the newest. It must not allocate.
pub fn for_each(referent: ObjRef, each: &mut dyn FnMut(Value)) {
    if let Some(entry) = shard_of(referent).entries.get(&referent.address()) {
        entry.words().for_each(|word| each(Value::from_bits(word)));
    }
}

fn object_at(address: usize) -> Option<ObjRef> {
    Value::from_bits(address as u64).as_object()
}

/// Empties the references to objects that no strong path leads to, and has their callbacks called if the references are alive themselves. Inside a stop.
pub(crate) fn clear_dead(marked: &Marked<'_>) {
    for shard in &TABLE {
        let mut shard = shard.lock();
        let Shard { entries, touched } = &mut *shard;
        let clear = |address: usize, entry: &Entry| {
            let dead = object_at(address).is_some_and(|object| !marked.is_marked(object));
            if dead {
                for weak in entry.words().filter_map(reference) {
                    weak.clear();
                    if weak.has_callback() && marked.is_marked(weak.object()) {
                        finalization::enqueue_callback(weak);
                    }
                }
            }
            dead
        };
        match marked.kind() {
            CollectionKind::Full => entries.retain(|&address, entry| !clear(address, entry)),
            CollectionKind::Young => {
                for address in touched {
                    if entries.get(address).is_some_and(|entry| clear(*address, entry)) {
                        entries.remove(address);
                    }
                }
            }
        }
    }
}

/// Forgets weak references that have died themselves. Inside a stop, when the marks are final.
pub(crate) fn forget_dead(marked: &Marked<'_>) {
    for shard in &TABLE {
        let mut shard = shard.lock();
        let Shard { entries, touched } = &mut *shard;
        let lives = |word: u64| Value::from_bits(word).as_object().is_some_and(|weak| marked.is_marked(weak));
        let prune = |entry: &mut Entry| {
            entry.others.retain(|&word| lives(word));
            entry.shared = entry.shared.map(|word| word.filter(|&word| lives(word)));
            entry.is_empty()
        };
        match marked.kind() {
            CollectionKind::Full => entries.retain(|_, entry| !prune(entry)),
            CollectionKind::Young => {
                for address in &*touched {
                    if entries.get_mut(address).is_some_and(prune) {
                        entries.remove(address);
                    }
                }
            }
        }
        touched.clear();
    }
}

//! Lists of living objects of a kind that keep none of them alive: for whoever asks what there is.
//!
//! # Protocol
//! *Protects*: that a list names every object that was entered, as long as that exists, and each once. *Participants*: threads that enter, remove
//! and list objects; the collection. The lists lie outside the heap and hold addresses, not references. *Parts*: a list has several, each under a lock of its
//! own that is never held across an allocation or a safepoint; an object lies in the part of the thread that entered it, so that threads which enter and
//! remove their own objects do not meet. *Place*: the object itself knows part and index ([`Place`], written under the part's lock only), so that
//! removing it costs no search: the last entry takes its place. *Listing* (running mutator): the values are on the lister's stack before its next
//! safepoint, so the collection that stops it there marks them. *Clearing* happens inside a stop, when no part is locked and the marks are final
//! ([`forget_dead`]): an object that a finalizer waits for, or has brought back, is still listed, as long as it is there at all. *Young
//! collections* look only at entries made since the last one: an older entry's object is old and survives them. Old entries stand before young
//! ones; removing an old one lets the last old one take its place, and the last of all that one's.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use typhon_gc::{CollectionKind, Marked, ObjRef};

use crate::context::Cx;
use crate::sync::Mutex;
use crate::value::Value;

const PARTS: usize = 16;

/// Where an object lies in its list: nowhere (0), or one more than its index, and the part in the low bits.
#[derive(Default)]
pub struct Place(AtomicU64);

impl Place {
    /// Of an object that is in no list.
    pub const fn new() -> Place {
        Place(AtomicU64::new(0))
    }

    fn set(&self, part: usize, index: usize) {
        self.0.store(((index + 1) * PARTS + part) as u64, Ordering::Relaxed);
    }

    /// Part and index.
    fn get(&self) -> Option<(usize, usize)> {
        let word = self.0.load(Ordering::Relaxed) as usize;
        (word != 0).then(|| (word % PARTS, word / PARTS - 1))
    }

    fn clear(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// Its lines of memory are its own: other threads use the next one.
#[repr(align(128))]
struct Part(Mutex<Entries>);

struct Entries {
    words: Vec<u64>,
    /// How many of them, the first ones, were there at the last collection.
    old: usize,
}

/// A list.
pub struct WeakList {
    parts: [Part; PARTS],
    /// An object's place. For objects that were entered only.
    place_of: for<'a> fn(&'a Value) -> Option<&'a Place>,
    known: AtomicBool,
}

/// Every list that has ever had an entry.
static LISTS: Mutex<Vec<&'static WeakList>> = Mutex::new(Vec::new());

impl WeakList {
    /// A list of objects whose places `place_of` tells.
    pub const fn new(place_of: for<'a> fn(&'a Value) -> Option<&'a Place>) -> WeakList {
        WeakList {
            parts: [const { Part(Mutex::new(Entries { words: Vec::new(), old: 0 })) }; PARTS],
            place_of,
            known: AtomicBool::new(false),
        }
    }

    /// Enters an object, unless it is in the list.
    pub fn enter(&'static self, cx: &Cx, object: Value) {
        if !self.known.load(Ordering::Acquire) {
            let mut lists = LISTS.lock();
            if !self.known.swap(true, Ordering::AcqRel) {
                lists.push(self);
            }
        }
        let Some(place) = (self.place_of)(&object) else { return };
        loop {
            // Of the thread that has entered it before, if one has: its lock guards the place.
            let part = place.get().map_or(cx.fiber().id() as usize % PARTS, |(part, _)| part);
            let mut entries = self.parts[part].0.lock();
            match place.get() {
                Some((now, _)) if now == part => return,
                Some(_) => continue,
                None => {}
            }
            // Two threads that enter one object at once may hold two parts: one of them is first.
            let new = ((entries.words.len() + 1) * PARTS + part) as u64;
            if place.0.compare_exchange(0, new, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
                entries.words.push(object.bits());
            }
            return;
        }
    }

    /// Removes an object, if it is in the list.
    pub fn remove(&self, object: Value) {
        let Some(place) = (self.place_of)(&object) else { return };
        while let Some((part, _)) = place.get() {
            let mut entries = self.parts[part].0.lock();
            match place.get() {
                Some((now, index)) if now == part => {
                    self.take_out(&mut entries, part, index);
                    place.clear();
                    return;
                }
                _ => {}
            }
        }
    }

    fn take_out(&self, entries: &mut Entries, part: usize, index: usize) {
        let mut hole = index;
        if hole < entries.old {
            entries.old -= 1;
            self.shift(entries, part, entries.old, hole);
            hole = entries.old;
        }
        self.shift(entries, part, entries.words.len() - 1, hole);
        entries.words.pop();
    }

    /// Puts the entry at `from` where `to` is.
    fn shift(&self, entries: &mut Entries, part: usize, from: usize, to: usize) {
        if from != to {
            let word = entries.words[from];
            entries.words[to] = word;
            if let Some(place) = (self.place_of)(&Value::from_bits(word)) {
                place.set(part, to);
            }
        }
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.parts.iter().map(|part| part.0.lock().words.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Calls `each` with every object. It must not allocate.
    pub fn for_each(&self, each: &mut dyn FnMut(Value)) {
        for part in &self.parts {
            part.0.lock().words.iter().for_each(|&word| each(Value::from_bits(word)));
        }
    }

    /// Removes the objects that go.
    fn forget_dead(&self, marked: &Marked<'_>) {
        for (number, part) in self.parts.iter().enumerate() {
            let mut entries = part.0.lock();
            let first = if marked.kind() == CollectionKind::Full { 0 } else { entries.old };
            let mut kept = first;
            for index in first..entries.words.len() {
                let word = entries.words[index];
                let object: Option<ObjRef> = Value::from_bits(word).as_object();
                if object.is_none_or(|object| !marked.is_marked(object)) {
                    continue;
                }
                if let Some(place) = (self.place_of)(&Value::from_bits(word)) {
                    place.set(number, kept);
                }
                entries.words[kept] = word;
                kept += 1;
            }
            entries.words.truncate(kept);
            entries.old = kept;
            if entries.words.capacity() > 1024 && entries.words.len() < entries.words.capacity() / 4 {
                let len = entries.words.len();
                entries.words.shrink_to(2 * len);
            }
        }
    }
}

/// Removes from all lists what has died. Inside a stop.
pub(crate) fn forget_dead(marked: &Marked<'_>) {
    for list in LISTS.lock().iter() {
        list.forget_dead(marked);
    }
}

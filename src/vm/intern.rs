//! The table of interned strings: equal interned strings are one word, so names compare by identity.
//!
//! The table is weak: it keeps no string alive, and a collection forgets those that nothing else reached. It lies outside the heap
//! and holds addresses, not references. *Lock*: one mutex per shard, rank `INTERN`, never held across an allocation or a
//! safepoint, so the collector's clearing (inside a stop) finds every shard unlocked.

use std::sync::OnceLock;

use typhon_gc::{CollectionKind, Marked};

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::sync::Mutex;
use crate::types::number;
use crate::types::str_::{self, Str};
use crate::value::Value;

const SHARDS: usize = 16;

#[derive(Default)]
struct Shard {
    /// Open addressing by hash. 0 is free, 1 was removed; else the string's address, under the hash's topmost bits: most strings with
    /// another hash are passed over without a look at them.
    places: Vec<u64>,
    used: usize,
    /// What has been interned since the last collection: all that a young one can find dead.
    fresh: Vec<u64>,
}

const REMOVED: u64 = 1;
/// The bits of a place that hold the address.
const ADDRESS: u64 = (1 << 48) - 1;

static SHARD_LOCKS: OnceLock<[Mutex<Shard>; SHARDS]> = OnceLock::new();

fn shards() -> &'static [Mutex<Shard>; SHARDS] {
    SHARD_LOCKS.get_or_init(|| std::array::from_fn(|_| Mutex::new(Shard::default())))
}

/// The shard of strings with a hash.
fn shard(hash: i64) -> &'static Mutex<Shard> {
    &shards()[hash as usize % SHARDS]
}

/// A place's word for a string.
fn word_of(text: Obj<Str>) -> u64 {
    debug_assert!(text.value().bits() & !ADDRESS == 0, "addresses of user space have 48 bits");
    text.hash() as u64 & !ADDRESS | text.value().bits()
}

fn text_at(word: u64) -> Option<Obj<Str>> {
    Value::from_bits(word & ADDRESS).cast_exact::<Str>(number::STR)
}

impl Shard {
    /// The string with a hash for which `is_same` holds, or the place for it.
    fn find(&self, hash: i64, is_same: impl Fn(Obj<Str>) -> bool) -> Result<Obj<Str>, usize> {
        let mask = self.places.len() - 1;
        let mut place = (hash >> 4) as usize & mask;
        let mut free = None;
        loop {
            match self.places[place] {
                0 => return Err(free.unwrap_or(place)),
                REMOVED => free = free.or(Some(place)),
                word if (word ^ hash as u64) & !ADDRESS != 0 => {}
                word => {
                    if let Some(known) = text_at(word).filter(|&known| is_same(known)) {
                        return Ok(known);
                    }
                }
            }
            place = (place + 1) & mask;
        }
    }

    /// Takes out a string that is interned.
    fn remove(&mut self, text: Obj<Str>) {
        let mask = self.places.len() - 1;
        let (mut place, wanted) = ((text.hash() >> 4) as usize & mask, word_of(text));
        while self.places[place] != 0 {
            if self.places[place] == wanted {
                self.places[place] = REMOVED;
                return;
            }
            place = (place + 1) & mask;
        }
    }

    fn make_room(&mut self) {
        if (self.used + 1) * 2 <= self.places.len() {
            return;
        }
        let old: Vec<u64> = self.places.iter().copied().filter(|&word| word > REMOVED).collect();
        let size = (old.len() * 4).next_power_of_two().max(256);
        self.places = vec![0; size];
        self.used = old.len();
        for word in old {
            let Some(text) = text_at(word) else { continue };
            let mut place = (text.hash() >> 4) as usize & (size - 1);
            while self.places[place] != 0 {
                place = (place + 1) & (size - 1);
            }
            self.places[place] = word;
        }
    }
}

/// The interned representative of a string (itself, where none was).
pub fn intern(text: Obj<Str>) -> Obj<Str> {
    if text.is_interned() {
        return text;
    }
    let mut shard = shard(text.hash()).lock();
    shard.make_room();
    match shard.find(text.hash(), |known| str_::same_text(known, text)) {
        Ok(known) => known,
        Err(place) => {
            text.mark_interned();
            shard.places[place] = word_of(text);
            shard.used += 1;
            shard.fresh.push(word_of(text));
            text
        }
    }
}

/// The interned string of this text, if there is one.
fn known(text: &str) -> Option<Obj<Str>> {
    // Strings of one character are immortal, and ASCII alone is in memory as it is here.
    if text.len() < 2 || !text.is_ascii() {
        return None;
    }
    let hash = str_::hash_bytes(text.as_bytes());
    let shard = shard(hash).lock();
    if shard.places.is_empty() {
        return None;
    }
    shard.find(hash, |known| known.as_ascii() == Some(text)).ok()
}

/// The interned string of a text of the compiler's. One that is known already is not made again.
pub fn of_text(cx: &Cx, text: &typhon_bytecode::Text) -> R<Obj<Str>> {
    match text.as_str().and_then(known) {
        Some(known) => Ok(known),
        None => Ok(intern(str_::from_text(cx, text)?)),
    }
}

/// Interned text. What is known already is not made again.
pub fn intern_str(cx: &Cx, text: &str) -> R<Value> {
    if let Some(known) = known(text) {
        return Ok(known.value());
    }
    let text = str_::from_str(cx, text)?;
    Ok(text.cast::<Str>().map_or(text, |text| intern(text).value()))
}

/// A name as attribute and global look-ups want it: interned where it is an exact str.
pub fn intern_value(name: Value) -> Value {
    name.cast_exact::<Str>(number::STR).map_or(name, |text| intern(text).value())
}

/// Number of interned strings.
pub fn count() -> usize {
    shards().iter().map(|shard| shard.lock().places.iter().filter(|&&word| word > REMOVED).count()).sum()
}

/// Forgets strings that a collection found dead. Inside a stop, before the sweep.
pub(crate) fn after_mark(marked: &Marked<'_>) {
    let is_dead = |word: u64| {
        Value::from_bits(word & ADDRESS).as_object().is_some_and(|object| !marked.is_marked(object))
    };
    for shard in shards() {
        let mut shard = shard.lock();
        let fresh = std::mem::take(&mut shard.fresh);
        match marked.kind() {
            CollectionKind::Full => {
                for word in shard.places.iter_mut().filter(|word| **word > REMOVED && is_dead(**word)) {
                    *word = REMOVED;
                }
            }
            CollectionKind::Young => {
                for text in fresh.into_iter().filter(|&word| is_dead(word)).filter_map(text_at) {
                    shard.remove(text);
                }
            }
        }
    }
}

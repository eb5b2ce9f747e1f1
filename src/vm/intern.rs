//! The table of interned strings: equal interned strings are one word, so names compare by identity.
//!
//! The table is weak: it keeps no string alive, and a collection forgets those that nothing else reached. It lies outside the heap
//! and holds addresses, not references. *Lock*: one mutex per shard, rank `INTERN`, never held across an allocation or a
//! safepoint, so the collector's clearing (inside a stop) finds every shard unlocked.

use std::sync::OnceLock;

use typhon_gc::Marked;

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::sync::Mutex;
use crate::types::number;
use crate::types::str_::{self, Str};
use crate::value::Value;

const SHARDS: usize = 16;

#[derive(Default)]
struct Shard {
    /// Open addressing by hash; 0 is free, 1 was removed.
    places: Vec<u64>,
    used: usize,
}

const REMOVED: u64 = 1;

static SHARD_LOCKS: OnceLock<[Mutex<Shard>; SHARDS]> = OnceLock::new();

fn shards() -> &'static [Mutex<Shard>; SHARDS] {
    SHARD_LOCKS.get_or_init(|| std::array::from_fn(|_| Mutex::new(Shard::default())))
}

impl Shard {
    fn at(&self, place: usize) -> Option<Obj<Str>> {
        let word = self.places[place];
        if word <= REMOVED {
            return None;
        }
        Value::from_bits(word).cast_exact::<Str>(number::STR)
    }

    fn find(&self, text: Obj<Str>) -> Result<Obj<Str>, usize> {
        let mask = self.places.len() - 1;
        let mut place = (text.hash() >> 4) as usize & mask;
        let mut free = None;
        loop {
            match self.at(place) {
                Some(known) if str_::same_text(known, text) => return Ok(known),
                Some(_) => {}
                None if self.places[place] == 0 => return Err(free.unwrap_or(place)),
                None => free = free.or(Some(place)),
            }
            place = (place + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let old: Vec<u64> = self.places.iter().copied().filter(|&word| word > REMOVED).collect();
        let size = (old.len() * 4).next_power_of_two().max(256);
        self.places = vec![0; size];
        self.used = old.len();
        for word in old {
            let Some(text) = Value::from_bits(word).cast_exact::<Str>(number::STR) else { continue };
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
    let mut shard = shards()[text.hash() as usize % SHARDS].lock();
    if (shard.used + 1) * 2 > shard.places.len() {
        shard.grow();
    }
    match shard.find(text) {
        Ok(known) => known,
        Err(place) => {
            text.mark_interned();
            shard.places[place] = text.value().bits();
            shard.used += 1;
            text
        }
    }
}

/// Interned text.
pub fn intern_str(cx: &Cx, text: &str) -> R<Value> {
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

/// Forgets strings that a collection found dead. Inside a stop.
pub(crate) fn after_mark(marked: &Marked<'_>) {
    for shard in shards() {
        for word in &mut shard.lock().places {
            if *word > REMOVED
                && let Some(object) = Value::from_bits(*word).as_object()
                && !marked.is_marked(object)
            {
                *word = REMOVED;
            }
        }
    }
}

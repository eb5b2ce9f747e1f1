//! Keys that are compared without Python code, exact strs and small ints, as most are: found at once, and set in one step.
//!
//! The argument is at the head of [`crate::types::dict`], under *plain keys*.

use std::sync::atomic::Ordering;

use crate::context::Cx;
use crate::object::{Obj, lock_object};
use crate::types::dict::steps::{Probe, Words};
use crate::types::dict::{Dict, Table, has_foreign_keys};
use crate::types::str_::Str;
use crate::types::{int, number};
use crate::value::{SlotExt, Value};

impl Table {
    /// Finds an exact str or a small int without running any Python code; `None` where only that could tell.
    #[inline(always)]
    pub(super) fn find_plain(&self, key: Value, hash: i64) -> Option<Probe> {
        if let Some(text) = key.cast_exact::<Str>(number::STR) {
            return Some(self.find_str(key, text, hash));
        }
        let probe = self.probe(hash, |entry| {
            let found = entry.key.get();
            if found == key {
                return Ok(true);
            }
            // A float, a bool or an object may be equal to an int.
            let differs = entry.hash.load(Ordering::Relaxed) != hash || found == Value::TOMBSTONE;
            if differs { Ok(false) } else { Err(()) }
        });
        probe.ok()
    }
}

/// The hash of a key that is compared without Python code: an exact str or a small int.
#[inline(always)]
pub(super) fn plain_hash(key: Value) -> Option<i64> {
    match key.cast_exact::<Str>(number::STR) {
        Some(text) => Some(text.hash()),
        None => key.as_small_int().map(int::hash_of_small),
    }
}

/// Sets a plain key of a table whose values lie in it, where there is room; false, and nothing done, in all other cases.
#[inline]
pub(super) fn set_plain(cx: &Cx, dict: Obj<Dict>, key: Value, hash: i64, value: Value) -> bool {
    let _guard = lock_object(cx, dict.object());
    let table = dict.table();
    if !table.is_plain() {
        return false;
    }
    match table.find_plain(key, hash) {
        Some(Probe::Found(index)) => {
            cx.store(table.object(), &table.entries()[index].value, value);
            true
        }
        Some(Probe::Absent(place)) if !(table.is_full() || key.is_object() && has_foreign_keys(dict)) => {
            Table::append_at(table, cx, place, hash, key, value);
            dict.live.fetch_add(1, Ordering::Release);
            true
        }
        _ => false,
    }
}

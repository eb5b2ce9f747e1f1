//! Plain keys, exact strs and small ints, as most are: compared without Python code, so found at once and set in one step.
//!
//! The argument is at the head of [`crate::types::hashed`], under *plain keys*.

use std::sync::atomic::Ordering;

use crate::context::{Cx, R};
use crate::object::{Obj, lock_object};
use crate::types::dict::{Dict, MIN_LOG_SIZE, Table, has_foreign_keys};
use crate::types::hashed::steps::{Probe, Words};
use crate::types::number;
use crate::types::str_::Str;
use crate::value::{SlotExt, Value};

/// Finds a plain key; `None` where only Python code could tell.
#[inline(always)]
pub(super) fn find_plain(dict: Obj<Dict>, table: &Table, key: Value, hash: i64) -> Option<Probe> {
    if let Some(text) = key.cast_exact::<Str>(number::STR) {
        // Keys that only a Python `__eq__` can compare with a str are skipped.
        let probe = table.find_str(key, text, hash);
        let is_certain = matches!(probe, Probe::Found(_)) || !has_foreign_keys(dict);
        return is_certain.then_some(probe);
    }
    let probe = table.probe(hash, |entry| {
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

/// Sets a plain key, not looked for before, of a dict that has the empty table still; false, and nothing done, where it has another by now. The item
/// stands in the new table before that is published, so readers see none or all of it.
#[inline(never)]
pub(super) fn set_first(cx: &Cx, dict: Obj<Dict>, key: Value, hash: i64, value: Value) -> R<bool> {
    let room = Table::sized(cx, MIN_LOG_SIZE, false)?;
    let _guard = lock_object(cx, dict.object());
    if dict.table() != Table::empty() {
        return Ok(false);
    }
    put_first(cx, dict, room, key, hash, value);
    Ok(true)
}

/// The caller holds the lock, or nobody else sees the dict; so below.
pub(super) fn put_first(cx: &Cx, dict: Obj<Dict>, room: Obj<Table>, key: Value, hash: i64, value: Value) {
    Table::append(room, cx, hash, key, value);
    cx.store(dict.object(), &dict.table, room.value());
    dict.count_more(1);
}

/// Sets a plain key of a table whose values lie in it, where there is room; false, and nothing done, in all other cases.
#[inline]
pub(super) fn set_plain(cx: &Cx, dict: Obj<Dict>, key: Value, hash: i64, value: Value) -> bool {
    let _guard = lock_object(cx, dict.object());
    put(cx, dict, key, hash, value)
}

#[inline(always)]
pub(super) fn put(cx: &Cx, dict: Obj<Dict>, key: Value, hash: i64, value: Value) -> bool {
    let table = dict.table();
    if !table.is_plain() {
        return false;
    }
    match find_plain(dict, &table, key, hash) {
        Some(Probe::Found(index)) => {
            cx.store(table.object(), &table.entry(index).value, value);
            true
        }
        Some(Probe::Absent(place)) => {
            let is_done = Table::append_within(table, cx, place, hash, key, value);
            dict.count_more(isize::from(is_done));
            is_done
        }
        None => false,
    }
}

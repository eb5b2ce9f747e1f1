//! Filling a dict from mappings and sequences of pairs.

use std::sync::atomic::Ordering;

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::interp::cache;
use crate::names;
use crate::object::{Obj, lock_two};
use crate::protocol;
use crate::types::dict::{self, Change, Dict, Table, change};
use crate::types::hashed::steps::{Probe, Words as _};
use crate::types::str_::Str;
use crate::types::tuple::{self, Tuple};
use crate::types::{list, number};
use crate::value::{SlotExt, Value};

/// Sets the items of a mapping (anything with `keys`) or of an iterable of pairs.
pub fn update(cx: &Cx, dict: Obj<Dict>, source: Value) -> R<()> {
    if let Some(other) = plain(cx, source) {
        return update_from(cx, dict, other);
    }
    match keys_of(cx, source)? {
        Some(keys) => each_key(cx, source, keys, &mut |key| {
            let value = protocol::item::get(cx, source, key)?;
            dict::set(cx, dict, key, value)
        }),
        None => update_from_pairs(cx, dict, source),
    }
}

/// Sets the items of a mapping; a key that is there already raises what `refuse` makes of it.
pub fn merge(cx: &Cx, dict: Obj<Dict>, mapping: Value, refuse: &dyn Fn(&Cx, Value) -> Raised) -> R<()> {
    let insert = |key, value| {
        let hash = dict::hash_of(cx, key)?;
        if change(cx, dict, key, hash, Change::SetDefault(value))?.is_some() {
            return Err(refuse(cx, key));
        }
        Ok(())
    };
    if let Some(other) = plain(cx, mapping) {
        // One moment's items where others may write meanwhile.
        let other = if crate::runtime::Runtime::is_shared() { dict::copy(cx, other)? } else { other };
        let mut position = 0;
        while let Some((next, key, value)) = other.next_from(position) {
            insert(key, value)?;
            position = next;
        }
        return Ok(());
    }
    match keys_of(cx, mapping)? {
        Some(keys) => {
            each_key(cx, mapping, keys, &mut |key| insert(key, protocol::item::get(cx, mapping, key)?))
        }
        None => Err(cx.type_error(format!("'{}' object is not a mapping", cx.type_name(mapping)))),
    }
}

/// A dict whose iteration is the builtin one, so that its table may be read directly.
fn plain(cx: &Cx, source: Value) -> Option<Obj<Dict>> {
    if let Some(dict) = source.cast_exact::<Dict>(number::DICT) {
        return Some(dict);
    }
    let dict = source.cast::<Dict>()?;
    let builtin = crate::runtime::builtin_type(number::DICT);
    let iter = names::get(names::__ITER__);
    let own = cache::lookup(cx, cx.type_of(source), iter) == cache::lookup(cx, builtin, iter);
    own.then_some(dict)
}

/// The result of `source.keys()`; `None` where it has no such method.
fn keys_of(cx: &Cx, source: Value) -> R<Option<Value>> {
    match protocol::attr::get_optional(cx, source, names::get(names::KEYS))? {
        Some(method) => call::call_values(cx, method, &[]).map(Some),
        None => Ok(None),
    }
}

/// Calls `each` with every key of what `source.keys()` has answered.
fn each_key(cx: &Cx, source: Value, keys: Value, each: &mut dyn FnMut(Value) -> R<()>) -> R<()> {
    let iterator = protocol::iter::get(cx, keys).map_err(|raised| {
        if !cx.matches(raised, exceptions::TYPE_ERROR) {
            return raised;
        }
        let (source, keys) = (cx.type_name(source), cx.type_name(keys));
        cx.type_error(format!("{source}.keys() returned a non-iterable (type {keys})"))
    })?;
    while let Some(key) = protocol::iter::next(cx, iterator)? {
        each(key)?;
        cx.poll()?;
    }
    Ok(())
}

/// A copy of a dict as its class says that it is iterated over.
pub(crate) fn copy_of(cx: &Cx, source: Obj<Dict>) -> R<Obj<Dict>> {
    if let Some(plain) = plain(cx, source.value()) {
        return dict::copy(cx, plain);
    }
    let copy = dict::new(cx)?;
    update(cx, copy, source.value())?;
    Ok(copy)
}

/// Sets the items of another dict.
pub(super) fn update_from(cx: &Cx, dict: Obj<Dict>, other: Obj<Dict>) -> R<()> {
    if dict == other {
        return Ok(());
    }
    if update_empty(cx, dict, other)? || update_at_once(cx, dict, other)? {
        return Ok(());
    }
    // One moment's items where others may write meanwhile.
    let other = if crate::runtime::Runtime::is_shared() { dict::copy(cx, other)? } else { other };
    let size = other.iteration_mark();
    let (mut position, mut steps) = (0, 0u32);
    while let Some((next, key, hash)) = other.next_hashed(position) {
        position = next;
        let Some(value) = other.value_at(next - 1) else { continue };
        dict::set_hashed(cx, dict, key, hash, value)?;
        if !other.has_iteration_mark(size) {
            return Err(cx.error(exceptions::RUNTIME_ERROR, "dict mutated during update".into()));
        }
        steps += 1;
        if steps.is_multiple_of(1024) {
            cx.poll()?;
        }
    }
    Ok(())
}

/// A new dict with the items of both, as they are at one moment.
pub(super) fn union(cx: &Cx, one: Obj<Dict>, other: Obj<Dict>) -> R<Obj<Dict>> {
    if one != other
        && crate::runtime::Runtime::is_shared()
        && let (Some(one), Some(other)) = (plain(cx, one.value()), plain(cx, other.value()))
    {
        let (result, other) = dict::copy_two(cx, one, other)?;
        update_from(cx, result, other)?;
        return Ok(result);
    }
    let result = copy_of(cx, one)?;
    update(cx, result, other.value())?;
    Ok(result)
}

/// Fills an empty dict with a copy of another one's items, both locked; `false` where it is not empty or its values do not lie in it.
fn update_empty(cx: &Cx, dict: Obj<Dict>, other: Obj<Dict>) -> R<bool> {
    loop {
        if dict.size_mark() != 0 || !dict.table().is_plain() {
            return Ok(false);
        }
        let source = other.table();
        let used = source.written();
        let room = Table::sized(cx, Table::least_log_size(other.most_items().min(used)), false)?;
        let _guards = lock_two(cx, dict.object(), other.object());
        if dict.size_mark() != 0 || !dict.table().is_plain() {
            return Ok(false);
        }
        if other.table() != source || other.most_items() > room.capacity() {
            continue;
        }
        let live = dict::copy_live(cx, other, room);
        dict::adopt(cx, dict, other, room, live);
        return Ok(true);
    }
}

/// Sets the items of another dict, both locked; `false` where a key's comparison might run Python code, or the values do not lie in the dict.
/// Readers of single items see each as it is set.
fn update_at_once(cx: &Cx, dict: Obj<Dict>, other: Obj<Dict>) -> R<bool> {
    loop {
        let (table, source) = (dict.table(), other.table());
        if !table.is_plain() || dict::has_foreign_keys(dict) || dict::has_foreign_keys(other) {
            return Ok(false);
        }
        let (live, more) = (dict.size_mark(), other.most_items());
        let room = if table.written() + more > table.capacity() {
            Some(Table::sized(cx, Table::log_size_for_more(live, more), false)?)
        } else {
            None
        };
        let _guards = lock_two(cx, dict.object(), other.object());
        let needed = other.most_items() + room.map_or(table.written(), |_| dict.size_mark());
        let has_changed = dict.table() != table || other.table() != source;
        let is_foreign = dict::has_foreign_keys(dict) || dict::has_foreign_keys(other);
        if has_changed || is_foreign || needed > room.unwrap_or(table).capacity() {
            continue;
        }
        let mut table = table;
        for index in 0..source.written() {
            let entry = source.entry(index);
            let (key, hash) = (entry.key.get(), entry.hash.load(Ordering::Relaxed));
            let Some(value) = source.value_at(index).bound() else { continue };
            if entry.is_buried() {
                continue;
            }
            // Keys are exact str or no heap objects at all: comparing them runs no Python code.
            let probe = match key.cast_exact::<Str>(number::STR) {
                Some(text) => table.find_str(key, text, hash),
                None => table.find(cx, key, hash)?,
            };
            match (probe, room) {
                (Probe::Found(index), _) => dict::store_value(cx, table, index, value),
                (Probe::Absent(_), Some(room)) if table.is_full() => {
                    dict::rebuild(cx, table, room);
                    cx.store(dict.object(), &dict.table, room.value());
                    table = room;
                    Table::append(table, cx, hash, key, value);
                    dict.count_more(1);
                }
                (Probe::Absent(place), _) => {
                    Table::append_at(table, cx, place, hash, key, value);
                    dict.count_more(1);
                }
            }
        }
        return Ok(true);
    }
}

/// Sets the items of an iterable of pairs.
fn update_from_pairs(cx: &Cx, dict: Obj<Dict>, pairs: Value) -> R<()> {
    let mut number = 0usize;
    protocol::iter::for_each(cx, pairs, &mut |cx, pair| {
        let items = pair_items(cx, pair).map_err(|raised| noted(cx, raised, number))?;
        let &[key, value] = items.values() else {
            return Err(cx.value_error(&format!(
                "dictionary update sequence element #{number} has length {}; 2 is required",
                items.len()
            )));
        };
        number += 1;
        dict::set(cx, dict, key, value)
    })
}

/// What was raised instead of a pair, with a note that says for which element, if it is a `TypeError`.
#[cold]
fn noted(cx: &Cx, raised: Raised, number: usize) -> Raised {
    if !cx.matches(raised, exceptions::TYPE_ERROR) {
        return raised;
    }
    let note = format!("Cannot convert dictionary update sequence element #{number} to a sequence");
    exceptions::with_note(cx, raised, note)
}

fn pair_items(cx: &Cx, pair: Value) -> R<Obj<Tuple>> {
    if let Some(pair) = pair.cast_exact::<Tuple>(number::TUPLE) {
        return Ok(pair);
    }
    match protocol::iter::get_optional(cx, pair)? {
        Some(iterator) => list::to_tuple(cx, list::from_iterable(cx, iterator)?),
        None => Err(cx.type_error("object is not iterable".into())),
    }
}

/// Sets the items of `dict(…)`'s and `update`'s arguments: at most one mapping or iterable, and keywords.
pub(super) fn update_from_arguments(
    cx: &Cx,
    dict: Obj<Dict>,
    args: &call::CallArgs<'_>,
    name: &str,
) -> R<()> {
    match args.positional() {
        [] => {}
        [source] => update(cx, dict, *source)?,
        more => return Err(cx.type_error(format!("{name} expected at most 1 argument, got {}", more.len()))),
    }
    for (key, value) in args.keywords() {
        dict::set(cx, dict, key, value)?;
    }
    Ok(())
}

/// A pair of values.
pub(super) fn pair(cx: &Cx, key: Value, value: Value) -> R<Value> {
    Ok(tuple::from_slice(cx, &[key, value])?.value())
}

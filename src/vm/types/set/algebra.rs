//! Union, intersection, difference and their kin.
//!
//! Operands that are sets are taken at one moment (*views*: copies once the program has several Python threads; the
//! tables themselves before, since entries are append-only and the walk stays safe whatever `__eq__` does). Results are built privately. In-place forms
//! whose keys need no Python code to compare happen under both locks; else they replace the table if the set is still in the version they started from,
//! or start again.

use std::sync::atomic::Ordering;

use crate::context::{Cx, R};
use crate::object::{Obj, lock_object, lock_two};
use crate::protocol;
use crate::runtime::Runtime;
use crate::types::hashed::steps::{Probe, Words};
use crate::types::set::{
    Set, Table, Version, add_hashed, copy_locked, copy_table, exact, hash_key, new, of_table, replace_locked,
    table_for, version,
};
use crate::types::{dict, number};
use crate::value::{SlotExt, Value};

/// Entries of a set as they were at one moment.
#[derive(Clone, Copy)]
pub(super) struct View {
    table: Obj<Table>,
    /// The set's, then.
    version: Version,
}

impl View {
    /// The caller holds the set's lock, and has copied its table, or the program has one Python thread.
    fn new(set: Obj<Set>, table: Obj<Table>) -> View {
        View { table, version: version(set) }
    }

    pub(super) fn len(&self) -> usize {
        self.version.live
    }

    /// Calls `visit` for each entry, until that answers `false`; whether it never did.
    #[inline(always)]
    pub(super) fn all(&self, cx: &Cx, mut visit: impl FnMut(Value, i64) -> R<bool>) -> R<bool> {
        for (index, key, hash) in live(self.table) {
            if !visit(key, hash)? {
                return Ok(false);
            }
            if index % 1024 == 1023 {
                cx.poll()?;
            }
        }
        Ok(true)
    }

    #[inline(always)]
    fn contains(&self, cx: &Cx, key: Value, hash: i64) -> R<bool> {
        Ok(matches!(self.table.find_any(cx, key, hash)?, Probe::Found(_)))
    }
}

/// A view of one set.
pub(super) fn view(cx: &Cx, set: Obj<Set>) -> R<View> {
    if !Runtime::is_shared() {
        return Ok(View::new(set, set.table()));
    }
    let (table, version) = copy_table(cx, set)?;
    Ok(View { table, version })
}

/// Views of two sets, both taken at the same moment.
pub(super) fn views(cx: &Cx, one: Obj<Set>, other: Obj<Set>) -> R<(View, View)> {
    if !Runtime::is_shared() {
        return Ok((view(cx, one)?, view(cx, other)?));
    }
    loop {
        let (first, second) = (table_for(cx, one.len())?, table_for(cx, other.len())?);
        let _guards = lock_two(cx, one.object(), other.object());
        if copy_locked(cx, one, first) && copy_locked(cx, other, second) {
            return Ok((View::new(one, first), View::new(other, second)));
        }
    }
}

/// A table that is being filled and that nobody else sees.
struct Fresh {
    table: Obj<Table>,
    len: usize,
}

impl Fresh {
    fn with_room(cx: &Cx, count: usize) -> R<Fresh> {
        Ok(Fresh { table: table_for(cx, count)?, len: 0 })
    }

    /// Adds a key that is not there.
    fn append(&mut self, cx: &Cx, key: Value, hash: i64) -> R<()> {
        if self.table.is_full() {
            let room = Table::new(cx, Table::log_size_for(self.len), 0)?;
            Table::copy_into(cx, self.table, room, Some(self.len));
            self.table = room;
        }
        Table::append(self.table, cx, hash, key, ());
        self.len += 1;
        Ok(())
    }

    /// Adds a key if it is not there.
    fn add(&mut self, cx: &Cx, key: Value, hash: i64) -> R<()> {
        match self.table.find_any(cx, key, hash)? {
            Probe::Found(_) => Ok(()),
            Probe::Absent(_) => self.append(cx, key, hash),
        }
    }
}

/// What an operation does with the elements of its operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Operation {
    Union,
    Intersection,
    /// The elements are the other operand's, whichever is larger: where it was no set.
    IntersectionOfOther,
    Difference,
    SymmetricDifference,
}

/// A set or frozenset, or a set made of any iterable's elements.
pub(super) fn operand(cx: &Cx, iterable: Value) -> R<Obj<Set>> {
    if let Some(set) = iterable.cast::<Set>() {
        return Ok(set);
    }
    let set = new(cx)?;
    super::update(cx, set, iterable)?;
    Ok(set)
}

/// As [`operand`], for intersections, which hash what they look for and not what they keep.
pub(super) fn sought(cx: &Cx, iterable: Value) -> R<Obj<Set>> {
    if let Some(set) = iterable.cast::<Set>() {
        return Ok(set);
    }
    let set = new(cx)?;
    protocol::iter::for_each(cx, iterable, &mut |cx, item| {
        let hash = protocol::hash(cx, item)?;
        add_hashed(cx, set, item, hash).map(|_| ())
    })?;
    Ok(set)
}

/// How to intersect with any iterable.
pub(super) fn intersection_with(iterable: Value) -> Operation {
    match iterable.cast::<Set>() {
        Some(_) => Operation::Intersection,
        None => Operation::IntersectionOfOther,
    }
}

/// The elements of `operation` on two views. What is kept of one operand differs from each other and is not looked for in the result.
fn collect(cx: &Cx, operation: Operation, one: View, other: View) -> R<Fresh> {
    match operation {
        Operation::Union => {
            let mut result = Fresh::with_room(cx, one.len() + other.len())?;
            if one.len() > 0 {
                result.len = Table::copy_into(cx, one.table, result.table, Some(one.len()));
            }
            other.all(cx, |key, hash| result.add(cx, key, hash).map(|()| true))?;
            Ok(result)
        }
        // As in CPython those of the smaller operand, of two equally large ones the second's.
        Operation::Intersection if other.len() <= one.len() => kept(cx, other, one, true),
        Operation::Intersection => kept(cx, one, other, true),
        Operation::IntersectionOfOther => kept(cx, other, one, true),
        Operation::Difference => kept(cx, one, other, false),
        Operation::SymmetricDifference => {
            let mut result = kept(cx, one, other, false)?;
            other.all(cx, |key, hash| {
                // Python code that compares may have moved it from the one operand to the other, so the result is asked as well.
                if !one.contains(cx, key, hash)? {
                    result.add(cx, key, hash)?;
                }
                Ok(true)
            })?;
            Ok(result)
        }
    }
}

/// The elements of a view that another one has, or those that it has not.
fn kept(cx: &Cx, of: View, by: View, wanted: bool) -> R<Fresh> {
    let mut result = Fresh::with_room(cx, 0)?;
    of.all(cx, |key, hash| {
        if by.contains(cx, key, hash)? == wanted {
            result.append(cx, key, hash)?;
        }
        Ok(true)
    })?;
    Ok(result)
}

/// `one operation other` as a new set or frozenset.
pub(super) fn combine(
    cx: &Cx,
    kind: u32,
    operation: Operation,
    one: Obj<Set>,
    other: Obj<Set>,
) -> R<Obj<Set>> {
    if one == other && matches!(operation, Operation::Union | Operation::Intersection) {
        return super::copy(cx, kind, one);
    }
    let (one, other) = views(cx, one, other)?;
    let result = collect(cx, operation, one, other)?;
    of_table(cx, kind, result.table, result.len)
}

/// `set operation= other`.
pub(super) fn combine_in_place(cx: &Cx, set: Obj<Set>, operation: Operation, other: Obj<Set>) -> R<()> {
    if set == other && matches!(operation, Operation::Difference | Operation::SymmetricDifference) {
        super::clear(cx, set);
        return Ok(());
    }
    if operation == Operation::Union {
        return update_from(cx, set, other);
    }
    if change_plain(cx, set, operation, other)? {
        return Ok(());
    }
    loop {
        let (one, other) = views(cx, set, other)?;
        let result = collect(cx, operation, one, other)?;
        let _guard = lock_object(cx, set.object());
        if version(set) == one.version {
            replace_locked(cx, set, result.table, result.len);
            return Ok(());
        }
    }
}

/// Adds the elements of another set.
pub(super) fn update_from(cx: &Cx, set: Obj<Set>, other: Obj<Set>) -> R<()> {
    if set == other || other.is_empty() || change_plain(cx, set, Operation::Union, other)? {
        return Ok(());
    }
    view(cx, other)?.all(cx, |key, hash| add_hashed(cx, set, key, hash).map(|_| true))?;
    Ok(())
}

/// Makes an in-place union or difference, symmetric or not, under both locks; `false`, with nothing changed but perhaps some elements of a union added or
/// of a difference removed, where keys need Python code, or memory is short, or the operation is another.
fn change_plain(cx: &Cx, set: Obj<Set>, operation: Operation, other: Obj<Set>) -> R<bool> {
    let adds = match operation {
        Operation::Union | Operation::SymmetricDifference => true,
        Operation::Difference => false,
        Operation::Intersection | Operation::IntersectionOfOther => return Ok(false),
    };
    loop {
        let table = set.table();
        let lacks_room = adds && table.written() + other.len() > table.capacity();
        let room = match lacks_room {
            true if set.is_empty() => Some(table_for(cx, other.len())?),
            true => Some(Table::new(cx, Table::log_size_for_more(set.len(), other.len()), 0)?),
            false => None,
        };
        let _guards = lock_two(cx, set.object(), other.object());
        let needed = other.len() + if room.is_some() { set.len() } else { table.written() };
        if set.table() != table || adds && needed > room.unwrap_or(table).capacity() {
            continue;
        }
        if let Some(room) = room
            && set.is_empty()
        {
            copy_locked(cx, other, room);
            replace_locked(cx, set, room, other.len());
            return Ok(true);
        }
        let source = other.table();
        if let Some(room) = room {
            copy_locked(cx, set, room);
        }
        let target = room.unwrap_or(table);
        let Changed { added, removed, is_complete } = match operation {
            Operation::Union => add_plain(cx, target, source),
            Operation::SymmetricDifference => exchange_plain(cx, target, source),
            // Through the smaller of the two.
            _ => remove_plain(target, source, other.len() > set.len()),
        };
        // Iterators go on in the table that they know where nothing has changed.
        if added + removed > 0 {
            replace_locked(cx, set, target, set.len() + added - removed);
        }
        return Ok(is_complete);
    }
}

/// What has been done to a table.
#[derive(Default)]
struct Changed {
    added: usize,
    removed: usize,
    /// Whether that is all, and no key was met that needs Python code.
    is_complete: bool,
}

/// Number, key and hash of each entry that is live when it is come to, of those that are there now.
#[inline(always)]
fn live(table: Obj<Table>) -> impl Iterator<Item = (usize, Value, i64)> {
    (0..table.written()).filter_map(move |index| {
        let entry = table.entry(index);
        let key = entry.key.get();
        (key != Value::TOMBSTONE).then(|| (index, key, entry.hash.load(Ordering::Relaxed)))
    })
}

/// Adds what another table has. The caller holds the locks of both and has made room; so below.
fn add_plain(cx: &Cx, table: Obj<Table>, other: Obj<Table>) -> Changed {
    let mut changed = Changed::default();
    for (_, key, hash) in live(other) {
        match table.find_plain(key, hash) {
            Ok(Probe::Absent(place)) => {
                Table::append_at(table, cx, place, hash, key, ());
                changed.added += 1;
            }
            Ok(Probe::Found(_)) => {}
            Err(_) => return changed,
        }
    }
    Changed { is_complete: true, ..changed }
}

/// Removes what another table has, which is looked for in the one or the other.
fn remove_plain(table: Obj<Table>, other: Obj<Table>, walks_own: bool) -> Changed {
    let mut changed = Changed::default();
    for (index, key, hash) in live(if walks_own { table } else { other }) {
        let found = match if walks_own { other } else { table }.find_plain(key, hash) {
            Ok(Probe::Found(found)) => found,
            Ok(Probe::Absent(_)) => continue,
            Err(_) => return changed,
        };
        table.bury(if walks_own { index } else { found });
        changed.removed += 1;
    }
    Changed { is_complete: true, ..changed }
}

/// Removes what another table has and adds what only that has; all of it, or nothing.
fn exchange_plain(cx: &Cx, table: Obj<Table>, other: Obj<Table>) -> Changed {
    let mut changed = Changed::default();
    // All are looked for first: what could not be taken back must not begin, and keys of one table differ from each other.
    let mut found = Vec::new();
    if found.try_reserve_exact(other.written()).is_err() {
        return changed;
    }
    for (_, key, hash) in live(other) {
        let Ok(probe) = table.find_plain(key, hash) else { return changed };
        found.push(probe);
    }
    for ((_, key, hash), probe) in live(other).zip(found) {
        match probe {
            Probe::Found(index) => {
                table.bury(index);
                changed.removed += 1;
            }
            Probe::Absent(_) => {
                Table::append(table, cx, hash, key, ());
                changed.added += 1;
            }
        }
    }
    Changed { is_complete: true, ..changed }
}

/// Whether every element of `one` is in `other`.
pub(super) fn is_subset(cx: &Cx, one: Obj<Set>, other: Obj<Set>) -> R<bool> {
    let (one, other) = views(cx, one, other)?;
    if one.len() > other.len() {
        return Ok(false);
    }
    one.all(cx, |key, hash| other.contains(cx, key, hash))
}

/// Whether two sets have the same elements.
pub(super) fn is_equal(cx: &Cx, one: Obj<Set>, other: Obj<Set>) -> R<bool> {
    let (one, other) = views(cx, one, other)?;
    Ok(one.len() == other.len() && one.all(cx, |key, hash| other.contains(cx, key, hash))?)
}

/// Whether two sets have no element in common.
pub(super) fn is_disjoint(cx: &Cx, one: Obj<Set>, other: Obj<Set>) -> R<bool> {
    let (mut one, mut other) = views(cx, one, other)?;
    if one.len() > other.len() {
        std::mem::swap(&mut one, &mut other);
    }
    one.all(cx, |key, hash| Ok(!other.contains(cx, key, hash)?))
}

/// Removes what an iterable gives.
pub(super) fn remove_all(cx: &Cx, set: Obj<Set>, iterable: Value) -> R<()> {
    if let Some(other) = iterable.cast::<Set>() {
        return combine_in_place(cx, set, Operation::Difference, other);
    }
    if let Some(dict) = iterable.cast_exact::<dict::Dict>(number::DICT) {
        dict::all_hashed(cx, dict, |key, hash| super::remove_hashed(cx, set, key, hash).map(|_| true))?;
        return Ok(());
    }
    protocol::iter::for_each(cx, iterable, &mut |cx, item| {
        let hash = hash_key(cx, item)?;
        super::remove_hashed(cx, set, item, hash).map(|_| ())
    })
}

/// Whether no element of an iterable is in the set.
pub(super) fn is_disjoint_from(cx: &Cx, set: Obj<Set>, iterable: Value) -> R<bool> {
    // A derived class may have an `__iter__` of its own.
    if let Some(other) = exact(iterable) {
        return is_disjoint(cx, set, other);
    }
    if let Some(dict) = iterable.cast_exact::<dict::Dict>(number::DICT) {
        return dict::all_hashed(cx, dict, |key, hash| Ok(!super::contains_hashed(cx, set, key, hash)?));
    }
    let iterator = protocol::iter::get(cx, iterable)?;
    while let Some(item) = protocol::iter::next(cx, iterator)? {
        if super::contains(cx, set, item)? {
            return Ok(false);
        }
        cx.poll()?;
    }
    Ok(true)
}

//! Union, intersection, difference and their kin.
//!
//! Operands that are sets are taken at one moment (*views*: copies once the program has several Python threads; the
//! tables themselves before, since entries are append-only and the walk stays safe whatever `__eq__` does). Results are built privately. In-place forms replace
//! the table if the set is still in the version they started from, else start again; a union of keys that need no Python code to
//! compare happens under both locks.

use crate::context::{Cx, R};
use crate::object::{Obj, lock_object, lock_two};
use crate::protocol;
use crate::runtime::Runtime;
use crate::types::set::table::{NeedsPython, Probe};
use crate::types::set::{
    Set, Table, Version, add_hashed, copy_table, exact, hash_key, new, replace_locked, version,
};
use crate::types::{dict, number};
use crate::value::Value;

/// Entries of a set as they were at one moment.
#[derive(Clone, Copy)]
pub(super) struct View {
    table: Obj<Table>,
    len: usize,
}

impl View {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The entry at or behind a position: position, key, hash.
    fn next(&self, position: usize) -> Option<(usize, Value, i64)> {
        self.table.next_from(position).map(|(index, key)| (index, key, self.table.hash(index)))
    }

    fn contains(&self, cx: &Cx, key: Value, hash: i64) -> R<bool> {
        Ok(self.table.find(cx, key, hash)?.is_found())
    }
}

/// A view of one set.
pub(super) fn view(cx: &Cx, set: Obj<Set>) -> R<View> {
    if !Runtime::is_shared() {
        return Ok(View { table: set.table(), len: set.len() });
    }
    let (table, len) = copy_table(cx, set)?;
    Ok(View { table, len })
}

/// Views of two sets, both taken at the same moment.
pub(super) fn views(cx: &Cx, one: Obj<Set>, other: Obj<Set>) -> R<(View, View)> {
    if !Runtime::is_shared() {
        return Ok((view(cx, one)?, view(cx, other)?));
    }
    loop {
        let (first, second) = (Table::with_room(cx, one.len())?, Table::with_room(cx, other.len())?);
        let _guards = lock_two(cx, one.object(), other.object());
        if one.len() > first.capacity() || other.len() > second.capacity() {
            continue;
        }
        Table::copy_into(cx, one.table(), first);
        Table::copy_into(cx, other.table(), second);
        return Ok((View { table: first, len: one.len() }, View { table: second, len: other.len() }));
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

/// Adds the elements of `operation` on two views to a private set.
fn collect(cx: &Cx, into: Obj<Set>, operation: Operation, one: View, other: View) -> R<()> {
    let keep = |key, hash, from_one: bool| -> R<bool> {
        Ok(match operation {
            Operation::Union => true,
            Operation::Intersection | Operation::IntersectionOfOther => other.contains(cx, key, hash)?,
            Operation::Difference => !other.contains(cx, key, hash)?,
            Operation::SymmetricDifference => !if from_one { other } else { one }.contains(cx, key, hash)?,
        })
    };
    let mut position = 0;
    while let Some((index, key, hash)) = one.next(position) {
        position = index + 1;
        if keep(key, hash, true)? {
            add_hashed(cx, into, key, hash)?;
        }
        poll(cx, position)?;
    }
    position = 0;
    while matches!(operation, Operation::Union | Operation::SymmetricDifference)
        && let Some((index, key, hash)) = other.next(position)
    {
        position = index + 1;
        if keep(key, hash, false)? {
            add_hashed(cx, into, key, hash)?;
        }
        poll(cx, position)?;
    }
    Ok(())
}

/// Which operand's elements an intersection gives, as in CPython: those of the smaller one, of two equally large ones the second's.
fn walks_other(operation: Operation, one: View, other: View) -> bool {
    match operation {
        Operation::Intersection => other.len() <= one.len(),
        Operation::IntersectionOfOther => true,
        _ => false,
    }
}

/// How to intersect with any iterable.
pub(super) fn intersection_with(iterable: Value) -> Operation {
    match iterable.cast::<Set>() {
        Some(_) => Operation::Intersection,
        None => Operation::IntersectionOfOther,
    }
}

fn poll(cx: &Cx, position: usize) -> R<()> {
    if position.is_multiple_of(1024) { cx.poll() } else { Ok(()) }
}

/// `one operation other` into a fresh set or frozenset.
pub(super) fn combine(
    cx: &Cx,
    into: Obj<Set>,
    operation: Operation,
    one: Obj<Set>,
    other: Obj<Set>,
) -> R<()> {
    let (one, mut other) = views(cx, one, other)?;
    let mut one = one;
    if operation == Operation::Union {
        // The first operand's elements are known to differ from each other.
        let room = Table::with_room(cx, one.len() + other.len())?;
        Table::copy_into(cx, one.table, room);
        replace_locked(cx, into, room, room.used());
        let mut position = 0;
        while let Some((index, key, hash)) = other.next(position) {
            position = index + 1;
            add_hashed(cx, into, key, hash)?;
            poll(cx, position)?;
        }
        return Ok(());
    }
    if walks_other(operation, one, other) {
        std::mem::swap(&mut one, &mut other);
    }
    collect(cx, into, operation, one, other)
}

/// `set operation= other`.
pub(super) fn combine_in_place(cx: &Cx, set: Obj<Set>, operation: Operation, other: Obj<Set>) -> R<()> {
    if operation == Operation::Union {
        return update_from(cx, set, other);
    }
    loop {
        let seen: Version = version(set);
        let result = new(cx)?;
        let (mut one, mut other) = views(cx, set, other)?;
        if walks_other(operation, one, other) {
            std::mem::swap(&mut one, &mut other);
        }
        collect(cx, result, operation, one, other)?;
        let _guard = lock_object(cx, set.object());
        if version(set) == seen {
            replace_locked(cx, set, result.table(), result.len());
            return Ok(());
        }
    }
}

/// Adds the elements of another set.
pub(super) fn update_from(cx: &Cx, set: Obj<Set>, other: Obj<Set>) -> R<()> {
    if set == other || other.is_empty() {
        return Ok(());
    }
    if merge_plain(cx, set, other)? {
        return Ok(());
    }
    let other = view(cx, other)?;
    let mut position = 0;
    while let Some((index, key, hash)) = other.next(position) {
        position = index + 1;
        add_hashed(cx, set, key, hash)?;
        poll(cx, position)?;
    }
    Ok(())
}

/// Merges under both locks; `false`, with nothing changed but perhaps some elements added, where keys need Python code.
fn merge_plain(cx: &Cx, set: Obj<Set>, other: Obj<Set>) -> R<bool> {
    loop {
        let (mine, theirs) = (set.len(), other.len());
        let room = Table::with_room(cx, mine + theirs)?;
        let _guards = lock_two(cx, set.object(), other.object());
        if set.len() + other.len() > room.capacity() {
            continue;
        }
        let (table, source) = (set.table(), other.table());
        let fits = table.used() + other.len() <= table.capacity();
        let target = if fits { table } else { room };
        if !fits {
            Table::copy_into(cx, table, room);
        }
        let mut added = 0;
        let mut outcome = true;
        let mut position = 0;
        while let Some((index, key)) = source.next_from(position) {
            position = index + 1;
            let hash = source.hash(index);
            match target.find_plain(key, hash) {
                Ok(Probe::Found(_)) => {}
                Ok(Probe::Free(place)) => {
                    Table::append_at(target, cx, place, hash, key);
                    added += 1;
                }
                Err(NeedsPython) => {
                    outcome = false;
                    break;
                }
            }
        }
        let live = set.len() + added;
        if added > 0 {
            replace_locked(cx, set, target, live);
        }
        return Ok(outcome);
    }
}

/// Whether every element of `one` is in `other`.
pub(super) fn is_subset(cx: &Cx, one: Obj<Set>, other: Obj<Set>) -> R<bool> {
    let (one, other) = views(cx, one, other)?;
    if one.len() > other.len() {
        return Ok(false);
    }
    all(cx, one, &|key, hash| other.contains(cx, key, hash))
}

/// Whether two sets have the same elements.
pub(super) fn is_equal(cx: &Cx, one: Obj<Set>, other: Obj<Set>) -> R<bool> {
    let (one, other) = views(cx, one, other)?;
    Ok(one.len() == other.len() && all(cx, one, &|key, hash| other.contains(cx, key, hash))?)
}

/// Whether two sets have no element in common.
pub(super) fn is_disjoint(cx: &Cx, one: Obj<Set>, other: Obj<Set>) -> R<bool> {
    let (mut one, mut other) = views(cx, one, other)?;
    if one.len() > other.len() {
        std::mem::swap(&mut one, &mut other);
    }
    all(cx, one, &|key, hash| Ok(!other.contains(cx, key, hash)?))
}

fn all(cx: &Cx, view: View, holds: &dyn Fn(Value, i64) -> R<bool>) -> R<bool> {
    let mut position = 0;
    while let Some((index, key, hash)) = view.next(position) {
        position = index + 1;
        if !holds(key, hash)? {
            return Ok(false);
        }
        poll(cx, position)?;
    }
    Ok(true)
}

/// Removes what an iterable gives.
pub(super) fn remove_all(cx: &Cx, set: Obj<Set>, iterable: Value) -> R<()> {
    if let Some(other) = iterable.cast::<Set>() {
        return combine_in_place(cx, set, Operation::Difference, other);
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
        let mut position = 0;
        while let Some((next, key, hash)) = dict.next_hashed(position) {
            if super::contains_hashed(cx, set, key, hash)? {
                return Ok(false);
            }
            position = next;
        }
        return Ok(true);
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

//! `list.sort`: stable and adaptive, by `<` only.
//!
//! The list's block is taken away first, so the list is empty for everybody while keys and comparisons run Python code; the sorted
//! items come back. Until then the block taken away keeps every item, and an array of their own the keys.
//!
//! Where the keys look as if they had runs, they go to a merge sort that makes use of them ([`merge`]). Others are *ranked* ([`rank`]: numbers and
//! strings, and tuples field by field) and sorted by rank, without Python code and by the standard library, and only where ranks are equal
//! the values are looked at. The library's sort may panic on orders that are not total, so no Python comparison ever reaches it. The merge sort, too,
//! goes by ranks where comparing values takes more than one step.

mod merge;
mod rank;

use std::collections::TryReserveError;
use std::sync::atomic::Ordering;

use self::rank::Scale;
use crate::call;
use crate::context::{Cx, R};
use crate::interp::returns;
use crate::names;
use crate::object::{Obj, lock_object};
use crate::protocol;
use crate::typedef::CompareOp;
use crate::types::int::Int;
use crate::types::list::List;
use crate::types::number;
use crate::types::str_::Str;
use crate::types::tuple::{Array, Tuple};
use crate::types::type_::Type;
use crate::value::{SlotExt, Value};

/// Steps of a loop between two safepoints: some ten microseconds.
const STEPS_PER_POLL: usize = 4096;
/// From how many items on their ranks are sorted while collections need not wait: a third of a millisecond.
const LONG_SORT: usize = 8192;
/// How many fields of tuples are ranked before whole tuples are compared.
const RANKED_FIELDS: usize = 8;
/// Up to how many items go back to the block that they came from: in one go, since no safepoint may find some of them in neither place.
const IN_PLACE: usize = 1 << 16;
/// At how many places of a list its order is looked at before the sort.
const SAMPLES: usize = 64;
/// At more than so many of them the order of neighbours changes where there are no runs; with random items it does at two of three.
const RANDOM_TURNS: usize = 8;

/// One item of a sort by rank: its place in the arrays and the rank of its key's field that is being sorted.
#[derive(Clone, Copy)]
struct Entry {
    rank: u64,
    number: usize,
}

/// Sorts in place. `key` is a callable or `None`. `ValueError` where the list was changed meanwhile (it is sorted all the same).
pub fn sort(cx: &Cx, list: Obj<List>, key: Value, reverse: bool) -> R<()> {
    let (taken, len) = {
        let _guard = lock_object(cx, list.object());
        let (block, len) = (list.block(), list.len());
        list.len.store(0, Ordering::Release);
        cx.store(list.object(), &list.block, Array::empty().value());
        (block, len)
    };
    let result = sorted_block(cx, taken, len, key, reverse);
    let (block, outcome) = match result {
        Ok(block) => (block, Ok(())),
        Err(raised) => (taken, Err(raised)),
    };
    let changed = {
        let _guard = lock_object(cx, list.object());
        let changed = !list.is_empty() || list.block() != Array::empty();
        cx.store(list.object(), &list.block, block.value());
        list.len.store(len, Ordering::Release);
        changed
    };
    if changed && outcome.is_ok() {
        return Err(cx.value_error("list modified during sort"));
    }
    outcome
}

fn sorted_block(cx: &Cx, taken: Obj<Array>, len: usize, key: Value, reverse: bool) -> R<Obj<Array>> {
    let keys = if key.is_none() {
        taken
    } else {
        let keys = Array::new(cx, len)?;
        for index in 0..len {
            let item = call::call_values(cx, key, &[taken.get(index)])?;
            cx.store(keys.object(), &keys.items()[index], item);
        }
        keys
    };
    if len < 2 {
        return Ok(taken);
    }
    let steps = Steps { cx, taken: 0 };
    if looks_random(cx, keys, len) {
        let mut entries = entries(cx, (0..len).map(|number| Entry { rank: 0, number }), reverse)?;
        ByRank { keys, tuples: is_tuple(keys.get(0)), steps }.sort(&mut entries, 0)?;
        return arranged(cx, taken, entries.iter().map(|entry| taken.get(entry.number)), reverse);
    }
    let run = ByRuns { taken, keys: (!key.is_none()).then_some(keys), len, reverse, steps };
    match Scale::of(cx, keys.get(0)) {
        Some(Scale::ExactNumbers) => run.sorted(|one, other| match (one.as_float(), other.as_float()) {
            (Some(one), Some(other)) => Ok(one < other),
            _ if one.both_ints(other) => Ok(one.int_order_key() < other.int_order_key()),
            _ => less(cx, one, other),
        }),
        Some(_) => run.sorted_by_rank(),
        None => {
            let class = cx.type_of(keys.get(0));
            if class.is_heap() {
                run.sorted(|one, other| less_in_class(cx, class, one, other))
            } else {
                run.sorted(|one, other| less(cx, one, other))
            }
        }
    }
}

/// `one < other` of values that most likely are of this class, whose `__lt__` may be written in Python and is then called at once.
fn less_in_class(cx: &Cx, class: Obj<Type>, one: Value, other: Value) -> R<bool> {
    // Of two values of one class the left one's method is asked first.
    if cx.type_of(one) == class
        && cx.type_of(other) == class
        && let Some(method) = returns::python_method_of(cx, class, names::__LT__)
    {
        let mut verdict = call::call_values(cx, method.value(), &[one, other])?;
        if verdict == Value::NOT_IMPLEMENTED {
            verdict = protocol::compare_after_left(cx, one, other, CompareOp::Lt)?;
        }
        return protocol::is_true(cx, verdict);
    }
    less(cx, one, other)
}

/// Whether the order of neighbours changes so often that there are no runs to make use of. Asked of a few places; keys that compare by Python code
/// are never asked.
fn looks_random(cx: &Cx, keys: Obj<Array>, len: usize) -> bool {
    let falls = |place: usize| less_plain(cx, keys.get(place + 1), keys.get(place));
    let turns = |place: usize| Some(falls(place)? != falls(place + 1)?);
    len >= SAMPLES
        && (0..SAMPLES).filter(|sample| turns(sample * (len - 2) / SAMPLES) == Some(true)).count()
            > RANDOM_TURNS
}

/// `one < other` where no Python code decides it.
fn less_plain(cx: &Cx, one: Value, other: Value) -> Option<bool> {
    protocol::compare_plain(one, other, CompareOp::Lt).or_else(|| {
        let scale = Scale::of(cx, one)?.widened(cx, other)?;
        Some(scale.order(one, other).is_lt())
    })
}

#[inline(never)]
fn less(cx: &Cx, one: Value, other: Value) -> R<bool> {
    let is_plain = |key: Value| {
        key.cast_exact::<Str>(number::STR).is_some() || is_tuple(key) || Int::of_plain(key).is_some()
    };
    if one == other && is_plain(one) {
        return Ok(false);
    }
    match protocol::compare_plain(one, other, CompareOp::Lt) {
        Some(less) => Ok(less),
        None => protocol::compare_bool(cx, one, other, CompareOp::Lt),
    }
}

/// A sort that makes use of runs.
struct ByRuns<'a> {
    taken: Obj<Array>,
    /// Where they are not the items themselves.
    keys: Option<Obj<Array>>,
    len: usize,
    reverse: bool,
    steps: Steps<'a>,
}

impl ByRuns<'_> {
    fn sorted(mut self, less: impl Fn(Value, Value) -> R<bool>) -> R<Obj<Array>> {
        let (cx, taken) = (self.steps.cx, self.taken);
        let Some(keys) = self.keys else {
            // The words stay in `taken`, too, where the collector finds them.
            let mut items = entries(cx, taken.items()[..self.len].iter().map(SlotExt::get), self.reverse)?;
            merge::sort(&mut items, |one, other| {
                self.steps.add(1)?;
                less(one, other)
            })?;
            if self.reverse {
                items.reverse();
            }
            if items.iter().zip(taken.items()).all(|(&item, slot)| slot.get() == item) {
                return Ok(taken);
            }
            if items.len() > IN_PLACE {
                return arranged(cx, taken, items.into_iter(), false);
            }
            // A reader that has the block still sees what is an item of the list before and after.
            for (slot, &item) in taken.items().iter().zip(&items) {
                slot.init(item.bits());
            }
            cx.mutator().log_range(taken.object(), &taken.items()[..items.len()]);
            return Ok(taken);
        };
        let mut numbers = entries(cx, 0..self.len, self.reverse)?;
        merge::sort(&mut numbers, |one, other| {
            self.steps.add(1)?;
            less(keys.get(one), keys.get(other))
        })?;
        arranged(cx, taken, numbers.iter().map(|&number| taken.get(number)), self.reverse)
    }

    /// The same for keys that most likely have ranks.
    fn sorted_by_rank(self) -> R<Obj<Array>> {
        let ByRuns { taken, len, reverse, .. } = self;
        let cx = self.steps.cx;
        let mut ranks =
            ByRank { keys: self.keys.unwrap_or(taken), tuples: false, steps: Steps { cx, taken: 0 } };
        let mut entries = entries(cx, (0..len).map(|number| Entry { rank: 0, number }), reverse)?;
        let Some(scale) = ranks.rank(&mut entries, 0)? else {
            return self.sorted(|one, other| less(cx, one, other));
        };
        merge::sort(&mut entries, |one, other| {
            ranks.steps.add(1)?;
            Ok(if one.rank == other.rank {
                ranks.order(one, other, 0, scale).is_lt()
            } else {
                one.rank < other.rank
            })
        })?;
        if !reverse && entries.iter().enumerate().all(|(place, entry)| entry.number == place) {
            return Ok(taken);
        }
        arranged(cx, taken, entries.iter().map(|entry| taken.get(entry.number)), reverse)
    }
}

/// What is sorted, in the order in which the sort begins: turning it round before and after keeps equal items in order where the result is to fall.
fn entries<T>(
    cx: &Cx,
    all: impl DoubleEndedIterator<Item = T> + ExactSizeIterator,
    reverse: bool,
) -> R<Vec<T>> {
    let mut entries = Vec::new();
    entries.try_reserve_exact(all.len()).map_err(|_| cx.memory_error())?;
    if reverse {
        entries.extend(all.rev());
    } else {
        entries.extend(all);
    }
    Ok(entries)
}

/// A block like `taken` with the items in their new order.
fn arranged(
    cx: &Cx,
    taken: Obj<Array>,
    items: impl DoubleEndedIterator<Item = Value>,
    reverse: bool,
) -> R<Obj<Array>> {
    let sorted = Array::new(cx, taken.len())?;
    if reverse {
        fill(cx, sorted, items.rev())?
    } else {
        fill(cx, sorted, items)?
    }
    Ok(sorted)
}

fn fill(cx: &Cx, block: Obj<Array>, mut items: impl Iterator<Item = Value>) -> R<()> {
    for slots in block.items().chunks(STEPS_PER_POLL) {
        for (slot, item) in slots.iter().zip(&mut items) {
            slot.init(item.bits());
        }
        cx.mutator().log_range(block.object(), slots);
        cx.poll()?;
    }
    Ok(())
}

/// Counts steps, for a safepoint from time to time.
struct Steps<'a> {
    cx: &'a Cx,
    /// Since the last safepoint.
    taken: usize,
}

impl Steps<'_> {
    #[inline]
    fn add(&mut self, steps: usize) -> R<()> {
        self.taken += steps;
        if self.taken < STEPS_PER_POLL {
            return Ok(());
        }
        self.taken = 0;
        self.cx.poll()
    }
}

fn is_tuple(key: Value) -> bool {
    key.cast_exact::<Tuple>(number::TUPLE).is_some()
}

/// A sort by ranks.
struct ByRank<'a> {
    keys: Obj<Array>,
    /// The first key is a tuple: keys are compared field by field where all of them are.
    tuples: bool,
    steps: Steps<'a>,
}

impl ByRank<'_> {
    /// Sorts entries whose keys are equal in the fields before `depth`; what is no tuple has one field.
    fn sort(&mut self, entries: &mut [Entry], depth: usize) -> R<()> {
        match self.rank(entries, depth)? {
            Some(scale) => self.sort_field(entries, depth, scale),
            None => self.sort_by_comparing(entries),
        }
    }

    /// Gives every entry the rank of this field; answers with the scale, or nothing where there is no scale for all.
    fn rank(&mut self, entries: &mut [Entry], depth: usize) -> R<Option<Scale>> {
        if depth >= RANKED_FIELDS {
            return Ok(None);
        }
        let mut scale =
            self.field(entries[0].number, depth).and_then(|field| Scale::of(self.steps.cx, field));
        while let Some(tried) = scale {
            let Some(misfit) = self.rank_by(entries, depth, tried)? else { break };
            scale = self.field(misfit.number, depth).and_then(|field| tried.widened(self.steps.cx, field));
        }
        Ok(scale)
    }

    /// Ranks by this scale; answers with the first entry for which it does not hold.
    fn rank_by(&mut self, entries: &mut [Entry], depth: usize, scale: Scale) -> R<Option<Entry>> {
        let mut last = (Value::UNBOUND, 0);
        for entries in entries.chunks_mut(STEPS_PER_POLL) {
            for entry in &mut *entries {
                let Some(field) = self.field(entry.number, depth) else { return Ok(Some(*entry)) };
                if field != last.0 {
                    let Some(rank) = scale.rank(self.steps.cx, field) else { return Ok(Some(*entry)) };
                    last = (field, rank);
                }
                entry.rank = last.1;
            }
            self.steps.add(entries.len())?;
        }
        Ok(None)
    }

    #[inline]
    fn field(&self, number: usize, depth: usize) -> Option<Value> {
        let key = self.keys.get(number);
        if self.tuples {
            key.cast_exact::<Tuple>(number::TUPLE)?.values().get(depth).copied()
        } else {
            (depth == 0).then_some(key)
        }
    }

    /// Sorts by the field, by whose values on this scale the entries are ranked, and by those behind it.
    fn sort_field(&mut self, entries: &mut [Entry], depth: usize, scale: Scale) -> R<()> {
        let sorted = if entries.len() < LONG_SORT {
            sort_by_rank(entries)
        } else {
            self.steps.cx.blocking(|| sort_by_rank(entries))
        };
        sorted.map_err(|_| self.steps.cx.memory_error())?;
        if scale.is_exact() && !self.tuples {
            return Ok(());
        }
        self.each_group(
            entries,
            |_, one, other| one.rank == other.rank,
            |this, group| {
                if scale.is_exact() {
                    return this.sort(group, depth + 1);
                }
                merge::sort(group, |one, other| {
                    this.steps.add(1)?;
                    Ok(this.order(one, other, depth, scale).is_lt())
                })?;
                if !this.tuples {
                    return Ok(());
                }
                let equal = |this: &Self, one, other| this.order(one, other, depth, scale).is_eq();
                this.each_group(group, equal, |this, group| this.sort(group, depth + 1))
            },
        )
    }

    /// Calls `each` with every stretch of more than one entry that are all `alike`.
    fn each_group(
        &mut self,
        mut entries: &mut [Entry],
        alike: impl Fn(&Self, Entry, Entry) -> bool,
        mut each: impl FnMut(&mut Self, &mut [Entry]) -> R<()>,
    ) -> R<()> {
        while let Some(&first) = entries.first() {
            let mut len = 1;
            while len < entries.len() && alike(self, first, entries[len]) {
                len += 1;
                self.steps.add(1)?;
            }
            let (group, rest) = entries.split_at_mut(len);
            self.steps.add(1)?;
            if len > 1 {
                each(self, group)?;
            }
            entries = rest;
        }
        Ok(())
    }

    /// The order of two keys by a field of this scale.
    fn order(&self, one: Entry, other: Entry, depth: usize, scale: Scale) -> std::cmp::Ordering {
        match (self.field(one.number, depth), self.field(other.number, depth)) {
            (Some(one), Some(other)) => scale.order(one, other),
            _ => std::cmp::Ordering::Equal,
        }
    }

    fn sort_by_comparing(&mut self, entries: &mut [Entry]) -> R<()> {
        merge::sort(entries, |one, other| {
            let (one, other) = (self.keys.get(one.number), self.keys.get(other.number));
            self.steps.add(1)?;
            less(self.steps.cx, one, other)
        })
    }
}

/// Sorts by rank; touches no object.
fn sort_by_rank(entries: &mut [Entry]) -> Result<(), TryReserveError> {
    if entries.len() >= LONG_SORT {
        // The library's sort ends the process where it finds no memory.
        Vec::<Entry>::new().try_reserve_exact(entries.len())?;
    }
    entries.sort_by_key(|entry| entry.rank);
    Ok(())
}

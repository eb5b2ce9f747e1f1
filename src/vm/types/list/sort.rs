//! `list.sort`: a stable, adaptive merge sort that asks `<` only.
//!
//! The list's block is taken away first, so the list is empty for everybody while keys and comparisons run Python code; the sorted
//! items come back as a new block. What is permuted are item *numbers*; items and keys stay in heap arrays.
//!
//! Runs are found and extended to a minimum by binary insertion, then merged by the powersort policy (Munro and Wild, "Nearly-Optimal
//! Mergesorts", ESA 2018), which CPython uses too. Keys that are all small ints, all floats without NaN or all str compare without
//! Python code and go to the standard library's stable sort. That one may panic on orders that are not total, so no Python
//! comparison ever reaches it.

use std::sync::atomic::Ordering;

use crate::call;
use crate::context::{Cx, R};
use crate::object::{Obj, lock_object};
use crate::protocol;
use crate::typedef::CompareOp;
use crate::types::list::List;
use crate::types::number;
use crate::types::str_::{self, Str};
use crate::types::tuple::Array;
use crate::value::Value;

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
    // Reversing before and after keeps equal items in order.
    let mut order: Vec<usize> = if reverse { (0..len).rev().collect() } else { (0..len).collect() };
    sort_numbers(cx, keys, &mut order)?;
    if reverse {
        order.reverse();
    }
    let sorted = Array::new(cx, taken.len())?;
    for (slot, &number) in sorted.items().iter().zip(&order) {
        slot.init(taken.items()[number].load());
    }
    cx.mutator().log_range(sorted.object(), sorted.items());
    Ok(sorted)
}

/// What all keys are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ints,
    Floats,
    Texts,
    Mixed,
}

fn kind_of(key: Value) -> Kind {
    if key.is_int() {
        Kind::Ints
    } else if key.as_float().is_some_and(|number| !number.is_nan()) {
        Kind::Floats
    } else if key.cast_exact::<Str>(number::STR).is_some() {
        Kind::Texts
    } else {
        Kind::Mixed
    }
}

fn sort_numbers(cx: &Cx, keys: Obj<Array>, order: &mut [usize]) -> R<()> {
    let kind = kind_of(keys.get(0));
    let uniform = kind != Kind::Mixed && order.iter().all(|&number| kind_of(keys.get(number)) == kind);
    match kind {
        Kind::Ints if uniform => {
            let mut pairs: Vec<(i64, usize)> =
                order.iter().map(|&number| (keys.get(number).int_order_key(), number)).collect();
            pairs.sort_by_key(|&(key, _)| key);
            order.iter_mut().zip(pairs).for_each(|(place, (_, number))| *place = number);
        }
        Kind::Floats if uniform => {
            let mut pairs: Vec<(f64, usize)> =
                order.iter().map(|&number| (keys.get(number).as_float_unchecked(), number)).collect();
            // Without NaNs the order is total but for signed zeros, which count as equal.
            pairs.sort_by(|one, other| one.0.partial_cmp(&other.0).unwrap_or(std::cmp::Ordering::Equal));
            order.iter_mut().zip(pairs).for_each(|(place, (_, number))| *place = number);
        }
        Kind::Texts if uniform => {
            let text = |number: usize| {
                let word = keys.get(number).as_object();
                // SAFETY: every key was found to be an exact str just above, and nothing else sees `keys`' slots change:
                // the block is either this sort's own or was taken from the list.
                unsafe { Obj::<Str>::cast_unchecked(word.unwrap_unchecked()) }
            };
            let narrow = order.iter().all(|&number| text(number).width() == 1);
            // The first bytes decide most comparisons without touching the strings.
            let mut pairs: Vec<(u64, usize)> =
                order.iter().map(|&number| (str_::order_prefix(&text(number), narrow), number)).collect();
            pairs.sort_by(|one, other| {
                one.0.cmp(&other.0).then_with(|| str_::order(&text(one.1), &text(other.1)))
            });
            order.iter_mut().zip(pairs).for_each(|(place, (_, number))| *place = number);
        }
        _ => {
            let mut steps = 0u32;
            Merge {
                less: &mut |one, other| {
                    steps += 1;
                    if steps.is_multiple_of(1024) {
                        cx.poll()?;
                    }
                    protocol::compare_bool(cx, keys.get(one), keys.get(other), CompareOp::Lt)
                },
                spare: Vec::new(),
            }
            .sort(order)?;
        }
    }
    Ok(())
}

/// A merge sort whose order may fail or contradict itself: it then ends with some permutation.
struct Merge<'a, E> {
    less: &'a mut dyn FnMut(usize, usize) -> Result<bool, E>,
    spare: Vec<usize>,
}

/// A sorted stretch and the power of the boundary in front of it.
struct Run {
    start: usize,
    len: usize,
    power: u32,
}

impl<E> Merge<'_, E> {
    fn sort(&mut self, order: &mut [usize]) -> Result<(), E> {
        let total = order.len();
        let least = minimum_run(total);
        let mut runs: Vec<Run> = Vec::new();
        let mut start = 0;
        while start < total {
            let mut len = self.natural_run(&mut order[start..])?;
            if len < least {
                let forced = least.min(total - start);
                self.insertion_sort(&mut order[start..start + forced], len)?;
                len = forced;
            }
            if let Some(last) = runs.last() {
                let power = boundary_power(last.start, last.len, len, total);
                while runs.last().is_some_and(|run| run.power > power) && runs.len() > 1 {
                    self.merge_last(order, &mut runs)?;
                }
                runs.push(Run { start, len, power });
            } else {
                runs.push(Run { start, len, power: 0 });
            }
            start += len;
        }
        while runs.len() > 1 {
            self.merge_last(order, &mut runs)?;
        }
        Ok(())
    }

    /// Length of the ascending run at the start; a strictly descending one is reversed.
    fn natural_run(&mut self, order: &mut [usize]) -> Result<usize, E> {
        if order.len() < 2 {
            return Ok(order.len());
        }
        let mut len = 2;
        if (self.less)(order[1], order[0])? {
            while len < order.len() && (self.less)(order[len], order[len - 1])? {
                len += 1;
            }
            order[..len].reverse();
        } else {
            while len < order.len() && !(self.less)(order[len], order[len - 1])? {
                len += 1;
            }
        }
        Ok(len)
    }

    /// Sorts by binary insertion; the first `sorted` are in order already.
    fn insertion_sort(&mut self, order: &mut [usize], sorted: usize) -> Result<(), E> {
        for place in sorted..order.len() {
            let number = order[place];
            let (mut low, mut high) = (0, place);
            while low < high {
                let middle = low + (high - low) / 2;
                if (self.less)(number, order[middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            order.copy_within(low..place, low + 1);
            order[low] = number;
        }
        Ok(())
    }

    fn merge_last(&mut self, order: &mut [usize], runs: &mut Vec<Run>) -> Result<(), E> {
        let (Some(second), Some(first)) = (runs.pop(), runs.last_mut()) else { return Ok(()) };
        let stretch = &mut order[first.start..first.start + first.len + second.len];
        let middle = first.len;
        first.len += second.len;
        self.merge(stretch, middle)
    }

    /// Merges the runs before and behind `middle`.
    fn merge(&mut self, order: &mut [usize], middle: usize) -> Result<(), E> {
        // What is in place already need not move: galloping over both ends makes sorted input cheap.
        let head = self.upper_bound(order[middle], &order[..middle])?;
        if head == middle {
            return Ok(());
        }
        let tail = middle + self.lower_bound(order[middle - 1], &order[middle..])?;
        let order = &mut order[head..tail];
        let middle = middle - head;
        let mut spare = std::mem::take(&mut self.spare);
        spare.clear();
        spare.extend_from_slice(&order[..middle]);
        let (mut left, mut right, mut to) = (0, middle, 0);
        let mut outcome = Ok(());
        while left < spare.len() && right < order.len() {
            match (self.less)(order[right], spare[left]) {
                Ok(true) => {
                    order[to] = order[right];
                    right += 1;
                }
                Ok(false) => {
                    order[to] = spare[left];
                    left += 1;
                }
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            }
            to += 1;
        }
        // What is left of the first run fits exactly before what is left of the second.
        order[to..to + spare.len() - left].copy_from_slice(&spare[left..]);
        self.spare = spare;
        outcome
    }

    /// How many of `run` are not greater than `number`, from the front.
    fn upper_bound(&mut self, number: usize, run: &[usize]) -> Result<usize, E> {
        let (mut low, mut high) = (0, run.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if (self.less)(number, run[middle])? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
    }

    /// How many of `run` are less than `number`, from the front.
    fn lower_bound(&mut self, number: usize, run: &[usize]) -> Result<usize, E> {
        let (mut low, mut high) = (0, run.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if (self.less)(run[middle], number)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(low)
    }
}

/// Shortest run worth merging: 32 to 64, so that the number of runs is near a power of two.
fn minimum_run(mut len: usize) -> usize {
    let mut rest = 0;
    while len >= 64 {
        rest |= len & 1;
        len >>= 1;
    }
    len + rest
}

/// Depth at which two neighbouring runs meet in the nearly-optimal merge tree.
fn boundary_power(start: usize, first: usize, second: usize, total: usize) -> u32 {
    let mut power = 0;
    let mut a = 2 * start + first;
    let mut b = a + first + second;
    loop {
        power += 1;
        if a >= total {
            a -= total;
            b -= total;
        } else if b >= total {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(keys: &[u32]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..keys.len()).collect();
        let mut less = |one: usize, other: usize| Ok::<bool, ()>(keys[one] < keys[other]);
        Merge { less: &mut less, spare: Vec::new() }.sort(&mut order).unwrap();
        order
    }

    fn check(keys: &[u32]) {
        let mut expected: Vec<usize> = (0..keys.len()).collect();
        expected.sort_by_key(|&number| keys[number]);
        assert_eq!(sorted(keys), expected);
    }

    #[test]
    fn sorts_stably_whatever_the_input() {
        let mut state = 12345u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_103_515_245).wrapping_add(12345);
            (state >> 8) % below
        };
        for len in [0usize, 1, 2, 3, 31, 32, 63, 64, 65, 100, 1000, 4096, 10_000] {
            for below in [1, 2, 10, 1_000_000] {
                check(&(0..len).map(|_| random(below)).collect::<Vec<_>>());
            }
            check(&(0..len as u32).collect::<Vec<_>>());
            check(&(0..len as u32).rev().collect::<Vec<_>>());
            check(&(0..len as u32).map(|n| n % 100).collect::<Vec<_>>());
        }
    }

    #[test]
    fn sorted_input_needs_one_comparison_per_item() {
        let mut count = 0;
        let mut order: Vec<usize> = (0..1000).collect();
        let mut less = |one: usize, other: usize| {
            count += 1;
            Ok::<bool, ()>(one < other)
        };
        Merge { less: &mut less, spare: Vec::new() }.sort(&mut order).unwrap();
        assert_eq!(count, 999);
    }

    #[test]
    fn a_failing_or_contradictory_order_leaves_a_permutation() {
        for fail_at in [1, 10, 100, 500, 2000] {
            let mut count = 0;
            let mut order: Vec<usize> = (0..500).collect();
            let mut less = |one: usize, other: usize| {
                count += 1;
                if count == fail_at { Err(()) } else { Ok((one * 7919 + other).is_multiple_of(3)) }
            };
            let _ = Merge { less: &mut less, spare: Vec::new() }.sort(&mut order);
            order.sort_unstable();
            assert_eq!(order, (0..500).collect::<Vec<_>>());
        }
    }
}

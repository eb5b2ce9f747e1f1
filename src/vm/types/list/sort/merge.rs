//! A stable, adaptive merge sort of items by an order that may fail or contradict itself: it then ends with some permutation.
//!
//! Runs are found and extended to a minimum by binary insertion, then merged by the powersort policy (Munro and Wild, "Nearly-Optimal
//! Mergesorts", ESA 2018). A merge in which one side keeps winning gallops: it looks for the end of the winning stretch in doubling steps
//! and moves the stretch as a whole (Peters, `Objects/listsort.txt` of CPython; McIlroy, "Optimistic Sorting and Information Theoretic
//! Complexity", SODA 1993), so that data nearly in order cost little more than one comparison per item.

use crate::context::{R, Raised};
use crate::runtime;

/// A run is much shorter than another if it is by this factor.
const FEW: usize = 16;
/// How many times in a row one side wins before a merge gallops, to begin with.
const GALLOP_AFTER: usize = 7;

/// Sorts `items`; `less` says whether its first argument must come before its second. After an error, which is its or a `MemoryError`, `items` is
/// some permutation.
pub(super) fn sort<T: Copy>(items: &mut [T], less: impl FnMut(T, T) -> R<bool>) -> R<()> {
    Merge { less, spare: Vec::new(), gallop_after: GALLOP_AFTER }.sort(items)
}

struct Merge<T, F> {
    less: F,
    /// What a merge has taken out of the way.
    spare: Vec<T>,
    /// Grows where galloping does not pay and shrinks where it does.
    gallop_after: usize,
}

/// A sorted stretch and the power of the boundary in front of it.
struct Run {
    start: usize,
    len: usize,
    power: u32,
}

/// How far a merge has come: what lies before `to` is merged, `left..` of what was set aside and `right..` of the items are still to come.
/// `to` plus what is left of the left side is always `right`.
struct Cursor {
    left: usize,
    right: usize,
    to: usize,
}

impl<T: Copy, F: FnMut(T, T) -> R<bool>> Merge<T, F> {
    fn sort(&mut self, items: &mut [T]) -> R<()> {
        let total = items.len();
        let least = minimum_run(total);
        let mut runs: Vec<Run> = Vec::new();
        let mut start = 0;
        while start < total {
            let mut len = self.natural_run(&mut items[start..])?;
            if len < least {
                let forced = least.min(total - start);
                self.insertion_sort(&mut items[start..start + forced], len)?;
                len = forced;
            }
            let power = match runs.last() {
                None => 0,
                Some(last) => boundary_power(last.start, last.len, len, total),
            };
            while runs.len() > 1 && runs.last().is_some_and(|run| run.power > power) {
                self.merge_last(items, &mut runs)?;
            }
            runs.push(Run { start, len, power });
            start += len;
        }
        while runs.len() > 1 {
            self.merge_last(items, &mut runs)?;
        }
        Ok(())
    }

    /// Length of the ascending run at the start; a strictly descending one is reversed.
    fn natural_run(&mut self, items: &mut [T]) -> R<usize> {
        if items.len() < 2 {
            return Ok(items.len());
        }
        let mut len = 2;
        if (self.less)(items[1], items[0])? {
            while len < items.len() && (self.less)(items[len], items[len - 1])? {
                len += 1;
            }
            items[..len].reverse();
        } else {
            while len < items.len() && !(self.less)(items[len], items[len - 1])? {
                len += 1;
            }
        }
        Ok(len)
    }

    /// Sorts by binary insertion; the first `sorted` are in order already.
    fn insertion_sort(&mut self, items: &mut [T], sorted: usize) -> R<()> {
        for place in sorted..items.len() {
            let item = items[place];
            let low = self.upper_bound(item, &items[..place])?;
            items.copy_within(low..place, low + 1);
            items[low] = item;
        }
        Ok(())
    }

    fn merge_last(&mut self, items: &mut [T], runs: &mut Vec<Run>) -> R<()> {
        let (Some(second), Some(first)) = (runs.pop(), runs.last_mut()) else { return Ok(()) };
        let stretch = &mut items[first.start..first.start + first.len + second.len];
        let middle = first.len;
        first.len += second.len;
        self.merge(stretch, middle)
    }

    /// Merges the runs before and behind `middle`.
    fn merge(&mut self, items: &mut [T], middle: usize) -> R<()> {
        // What is in place already need not move.
        let head = self.gallop_upper(items[middle], &items[..middle])?;
        if head == middle {
            return Ok(());
        }
        let tail = middle + self.lower_bound(items[middle - 1], &items[middle..])?;
        let items = &mut items[head..tail];
        let middle = middle - head;
        if items.len() - middle <= middle / FEW {
            return self.merge_few(items, middle);
        }
        let spare = self.set_aside(&items[..middle])?;
        let mut cursor = Cursor { left: 0, right: middle, to: 0 };
        let outcome = self.merge_set_aside(items, &spare, &mut cursor);
        // What is left of the first run fits exactly before what is left of the second.
        items[cursor.to..cursor.right].copy_from_slice(&spare[cursor.left..]);
        self.spare = spare;
        outcome
    }

    /// As [`Merge::merge`], where the second run is much the shorter: each of its items is put in its place from the back.
    fn merge_few(&mut self, items: &mut [T], middle: usize) -> R<()> {
        let few = self.set_aside(&items[middle..])?;
        let (mut left, mut end) = (middle, items.len());
        let mut outcome = Ok(());
        for (before, &item) in few.iter().enumerate().rev() {
            match self.upper_bound(item, &items[..left]) {
                Ok(place) => {
                    items.copy_within(place..left, place + before + 1);
                    (left, end) = (place, place + before);
                    items[end] = item;
                }
                Err(raised) => {
                    outcome = Err(raised);
                    // The gap holds as many as are left.
                    items[left..end].copy_from_slice(&few[..=before]);
                    break;
                }
            }
        }
        self.spare = few;
        outcome
    }

    /// A copy of a run, in the room kept for such; who is done with it gives the room back.
    fn set_aside(&mut self, run: &[T]) -> R<Vec<T>> {
        let mut spare = std::mem::take(&mut self.spare);
        spare.clear();
        if spare.try_reserve(run.len()).is_err() {
            return Err(Raised(runtime::memory_error()));
        }
        spare.extend_from_slice(run);
        Ok(spare)
    }

    /// Merges until one side is used up: `spare` is the first run, the second lies in `items` from the cursor's `right` on.
    fn merge_set_aside(&mut self, items: &mut [T], spare: &[T], at: &mut Cursor) -> R<()> {
        loop {
            // One by one, until one side has won often.
            let (mut left_wins, mut right_wins) = (0, 0);
            while left_wins.max(right_wins) < self.gallop_after {
                if at.left == spare.len() || at.right == items.len() {
                    return Ok(());
                }
                if (self.less)(items[at.right], spare[at.left])? {
                    items[at.to] = items[at.right];
                    at.right += 1;
                    (left_wins, right_wins) = (0, right_wins + 1);
                } else {
                    items[at.to] = spare[at.left];
                    at.left += 1;
                    (left_wins, right_wins) = (left_wins + 1, 0);
                }
                at.to += 1;
            }
            // Stretch by stretch, while they are long.
            loop {
                if at.left == spare.len() || at.right == items.len() {
                    return Ok(());
                }
                let from_left = self.gallop_upper(items[at.right], &spare[at.left..])?;
                items[at.to..at.to + from_left].copy_from_slice(&spare[at.left..at.left + from_left]);
                at.left += from_left;
                at.to += from_left;
                if at.left == spare.len() {
                    return Ok(());
                }
                let from_right = self.gallop_lower(spare[at.left], &items[at.right..])?;
                items.copy_within(at.right..at.right + from_right, at.to);
                at.right += from_right;
                at.to += from_right;
                if from_left.max(from_right) < GALLOP_AFTER {
                    self.gallop_after += 2;
                    break;
                }
                self.gallop_after = self.gallop_after.saturating_sub(1).max(1);
            }
        }
    }

    /// How many of `run` are not greater than `item`: looked for from the front in doubling steps.
    fn gallop_upper(&mut self, item: T, run: &[T]) -> R<usize> {
        let (mut low, mut step) = (0, 1);
        while low + step <= run.len() && !(self.less)(item, run[low + step - 1])? {
            low += step;
            step *= 2;
        }
        Ok(low + self.upper_bound(item, &run[low..run.len().min(low + step - 1)])?)
    }

    /// How many of `run` are less than `item`: looked for from the front in doubling steps.
    fn gallop_lower(&mut self, item: T, run: &[T]) -> R<usize> {
        let (mut low, mut step) = (0, 1);
        while low + step <= run.len() && (self.less)(run[low + step - 1], item)? {
            low += step;
            step *= 2;
        }
        Ok(low + self.lower_bound(item, &run[low..run.len().min(low + step - 1)])?)
    }

    /// How many of `run` are not greater than `item`.
    fn upper_bound(&mut self, item: T, run: &[T]) -> R<usize> {
        let (mut low, mut high) = (0, run.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if (self.less)(item, run[middle])? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(low)
    }

    /// How many of `run` are less than `item`.
    fn lower_bound(&mut self, item: T, run: &[T]) -> R<usize> {
        let (mut low, mut high) = (0, run.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if (self.less)(run[middle], item)? {
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
    use crate::value::Value;

    fn sorted(keys: &[u32]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..keys.len()).collect();
        let done = sort(&mut order, |one: usize, other: usize| Ok(keys[one] < keys[other]));
        assert!(done.is_ok());
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
            check(&(0..len as u32).map(|n| n % 2 * 1000 + n / 100).collect::<Vec<_>>());
            let mut nearly: Vec<u32> = (0..len as u32).collect();
            for _ in 0..len / 50 {
                nearly[random(len as u32) as usize] = random(len as u32);
            }
            check(&nearly);
        }
    }

    #[test]
    fn sorted_input_needs_one_comparison_per_item() {
        let mut count = 0;
        let mut order: Vec<usize> = (0..1000).collect();
        let done = sort(&mut order, |one: usize, other: usize| {
            count += 1;
            Ok(one < other)
        });
        assert!(done.is_ok());
        assert_eq!(count, 999);
    }

    #[test]
    fn interleaved_stretches_are_moved_as_a_whole() {
        // Two sorted halves whose items alternate in stretches of a thousand.
        let mut order: Vec<usize> = (0..20_000)
            .filter(|n| n / 1000 % 2 == 0)
            .chain((0..20_000).filter(|n| n / 1000 % 2 == 1))
            .collect();
        let mut count = 0;
        let done = sort(&mut order, |one: usize, other: usize| {
            count += 1;
            Ok(one < other)
        });
        assert!(done.is_ok() && order.is_sorted());
        // One to find the runs, and some twenty for each stretch.
        assert!(count < 20_000 + 20 * 30, "{count} comparisons");
    }

    #[test]
    fn a_failing_or_contradictory_order_leaves_a_permutation() {
        for fail_at in [1, 10, 100, 500, 2000] {
            let mut count = 0;
            let mut order: Vec<usize> = (0..500).collect();
            let _ = sort(&mut order, |one: usize, other: usize| {
                count += 1;
                if count == fail_at {
                    Err(Raised(Value::NONE))
                } else {
                    Ok((one * 7919 + other).is_multiple_of(3))
                }
            });
            order.sort_unstable();
            assert_eq!(order, (0..500).collect::<Vec<_>>());
        }
        // A long run and a short one, in which the order fails while they are merged.
        for fail_at in 500..600 {
            let mut count = 0;
            let mut order: Vec<usize> = (0..480).map(|n| n * 2).chain((0..20).map(|n| n * 37 + 1)).collect();
            let mut expected = order.clone();
            let done = sort(&mut order, |one: usize, other: usize| {
                count += 1;
                if count == fail_at { Err(Raised(Value::NONE)) } else { Ok(one < other) }
            });
            expected.sort_unstable();
            assert!(done.is_err() || order == expected);
            order.sort_unstable();
            assert_eq!(order, expected);
        }
    }
}

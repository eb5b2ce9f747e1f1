//! Free runs of pages, by address and by length.

use std::collections::{BTreeMap, BTreeSet};

/// Runs that nobody uses; no two of them touch.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    by_start: BTreeMap<u32, u32>,
    by_len: BTreeSet<(u32, u32)>,
    pages: usize,
}

impl Runs {
    /// Pages in all runs.
    pub(crate) fn pages(&self) -> usize {
        self.pages
    }

    /// Takes `pages` out of the best-fitting run; returns the first.
    pub(crate) fn take(&mut self, pages: u32) -> Option<u32> {
        let &(len, first) = self.by_len.range((pages, 0)..).next()?;
        self.remove(first, len);
        if len > pages {
            self.insert(first + pages, len - pages);
        }
        Some(first)
    }

    /// Takes the longest run: its first page and its length.
    pub(crate) fn take_longest(&mut self) -> Option<(u32, u32)> {
        let &(len, first) = self.by_len.last()?;
        self.remove(first, len);
        Some((first, len))
    }

    /// Adds a run, joining it with its neighbours; returns the joined one.
    pub(crate) fn give(&mut self, mut first: u32, mut len: u32) -> (u32, u32) {
        if let Some((&before, &before_len)) = self.by_start.range(..first).next_back()
            && before + before_len == first
        {
            self.remove(before, before_len);
            (first, len) = (before, before_len + len);
        }
        if let Some(&after_len) = self.by_start.get(&(first + len)) {
            self.remove(first + len, after_len);
            len += after_len;
        }
        self.insert(first, len);
        (first, len)
    }

    /// Cuts a run of `len` pages down to what lies from `from` on.
    pub(crate) fn cut_front(&mut self, first: u32, len: u32, from: u32) {
        self.remove(first, len);
        if first + len > from {
            self.insert(from, first + len - from);
        }
    }

    fn insert(&mut self, first: u32, len: u32) {
        self.by_start.insert(first, len);
        self.by_len.insert((len, first));
        self.pages += len as usize;
    }

    fn remove(&mut self, first: u32, len: u32) {
        self.by_start.remove(&first);
        self.by_len.remove(&(len, first));
        self.pages -= len as usize;
    }

    #[cfg(test)]
    pub(crate) fn all(&self) -> Vec<(u32, u32)> {
        self.by_start.iter().map(|(&first, &len)| (first, len)).collect()
    }
}

//! What [`Host::trace`](crate::Host::trace) reports an object's references to.

use std::ops::Range;
use std::sync::atomic::Ordering;

use crate::geometry::{block_of, granule_of};
use crate::slot::Slot;
use crate::space::Space;

/// Marks what it is told of, or, for the verifier, merely lists it.
///
/// A word that is no address in the heap is ignored, so every slot can be reported whatever it holds. Words in
/// slots are exact: a reference is the address of an object's header.
#[derive(Debug)]
pub struct Tracer<'h> {
    base: usize,
    len: usize,
    large: usize,
    space: &'h Space,
    /// Which of each record's two bitmaps takes the marks.
    index: usize,
    /// Other threads mark too.
    parallel: bool,
    /// List instead of marking.
    recording: bool,
    windowed: bool,
    window: Range<usize>,
    /// Keys that were not marked when their ephemeron was scanned, and the values that hang on them. When recording: all.
    pub(crate) ephemerons: Vec<(u64, u64)>,
    /// Marked and not yet scanned; see `mark` for what an item is. When recording: words found.
    pub(crate) stack: Vec<u64>,
}

impl<'h> Tracer<'h> {
    /// A tracer that marks in bitmap `index`.
    pub(crate) fn marking(space: &'h Space, index: usize, parallel: bool) -> Tracer<'h> {
        Tracer {
            base: space.base(),
            len: space.len(),
            large: space.large_offset(),
            space,
            index,
            parallel,
            recording: false,
            windowed: false,
            window: 0..0,
            ephemerons: Vec::new(),
            stack: Vec::new(),
        }
    }

    /// A tracer that pushes every heap word it is told of and marks nothing.
    pub(crate) fn recording(space: &'h Space) -> Tracer<'h> {
        Tracer { recording: true, ..Tracer::marking(space, 0, false) }
    }

    pub(crate) fn space(&self) -> &'h Space {
        self.space
    }

    /// The place of an object of the heap.
    #[inline(always)]
    pub(crate) fn offset(&self, address: usize) -> Option<usize> {
        let offset = address.wrapping_sub(self.base);
        (offset < self.len).then_some(offset)
    }

    /// Whether a large object lies at a place.
    #[inline(always)]
    pub(crate) fn is_large(&self, offset: usize) -> bool {
        offset >= self.large
    }

    pub(crate) fn mark_index(&self) -> usize {
        self.index
    }

    /// A slot of the object.
    #[inline(always)]
    pub fn slot(&mut self, slot: &Slot) {
        if self.windowed && !self.window.contains(&std::ptr::from_ref(slot).addr()) {
            return;
        }
        self.word(slot.load());
    }

    /// Consecutive slots of the object. For large objects prefer this to single slots: when only a part of the
    /// object is wanted, the rest is skipped at once.
    #[inline]
    pub fn slots(&mut self, slots: &[Slot]) {
        let mut wanted = slots;
        if self.windowed {
            let first = slots.as_ptr().addr();
            let index =
                |address: usize| address.saturating_sub(first).div_ceil(size_of::<Slot>()).min(slots.len());
            wanted = &slots[index(self.window.start)..index(self.window.end).max(index(self.window.start))];
        }
        for slot in wanted {
            self.word(slot.load());
        }
    }

    /// The part of the object that is wanted, as addresses, when it is not the whole: an object of strides may
    /// skip what lies outside. Reporting more is no error.
    #[inline]
    pub fn window(&self) -> Option<Range<usize>> {
        self.windowed.then(|| self.window.clone())
    }

    /// A reference the object implies without holding it in a slot (its shape's class, say).
    #[inline(always)]
    pub fn word(&mut self, word: u64) {
        #[expect(clippy::cast_possible_truncation, reason = "64-bit machines only")]
        let offset = self.offset(word as usize);
        if offset.is_some_and(|offset| self.recording || self.mark(offset)) {
            self.stack.push(word);
        }
    }

    /// An entry of a weak table: the value counts as referred to if, and only if, the key is reachable otherwise. The embedder removes entries
    /// whose keys are not marked in [`Host::after_strong_mark`](crate::Host::after_strong_mark) or later.
    pub fn ephemeron(&mut self, key: &Slot, value: &Slot) {
        if self.windowed && !self.window.contains(&std::ptr::from_ref(value).addr()) {
            return;
        }
        let (key, value) = (key.load(), value.load());
        if !self.recording && self.is_marked(key) {
            self.word(value);
        } else {
            self.ephemerons.push((key, value));
        }
    }

    /// Whether a word refers to something that is alive as far as is known: a marked object, or no object of the heap.
    pub(crate) fn is_marked(&self, word: u64) -> bool {
        #[expect(clippy::cast_possible_truncation, reason = "64-bit machines only")]
        let Some(offset) = self.offset(word as usize) else { return true };
        if self.is_large(offset) {
            return self.space.large_record(offset).marks[self.index].load(Ordering::Relaxed) != 0;
        }
        self.space.blocks[block_of(offset)].bits[self.index].contains(granule_of(offset))
    }

    /// Marks the object at `offset`; says whether this call did.
    #[inline(always)]
    fn mark(&self, offset: usize) -> bool {
        if self.is_large(offset) {
            return self.space.large_record(offset).mark(self.index);
        }
        let bits = &self.space.blocks[block_of(offset)].bits[self.index];
        if self.parallel { bits.insert(granule_of(offset)) } else { bits.insert_unsync(granule_of(offset)) }
    }

    /// Calls `trace` with only the slots in `window` (addresses) wanted.
    pub(crate) fn with_window(&mut self, window: Range<usize>, trace: impl FnOnce(&mut Self)) {
        self.windowed = true;
        self.window = window;
        trace(self);
        self.windowed = false;
    }
}

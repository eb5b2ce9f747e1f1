//! Where the embedder reports its roots.

use crate::geometry::GRANULE_BYTES;
use crate::host::{CollectionKind, Host};
use crate::resolve::Resolver;
use crate::slot::Slot;
use crate::space::Space;
use crate::tracer::Tracer;

/// Takes roots. Words of stacks and windows pass the same test, and none is trusted to be a reference; slots are.
pub struct Roots<'h> {
    tracer: Tracer<'h>,
    resolver: Resolver<'h>,
    base: usize,
    len: usize,
}

impl<'h> Roots<'h> {
    pub(crate) fn new(
        tracer: Tracer<'h>,
        space: &'h Space,
        host: &'h dyn Host,
        kind: CollectionKind,
    ) -> Roots<'h> {
        let resolver = Resolver::new(space, host, kind);
        Roots { tracer, resolver, base: space.base(), len: space.len() }
    }

    pub(crate) fn into_tracer(self) -> Tracer<'h> {
        self.tracer
    }

    /// A word that may be a reference to an object, or an address inside one.
    #[inline]
    pub fn word(&mut self, word: u64) {
        #[expect(clippy::cast_possible_truncation, reason = "64-bit machines only")]
        let address = word as usize;
        if address.wrapping_sub(self.base) < self.len {
            self.address(address);
        }
    }

    /// A slot outside the heap, or in an object that is never freed. Its word is exact: any word that is no address
    /// in the heap, or the address of an object's header.
    #[inline]
    pub fn slot(&mut self, slot: &Slot) {
        self.tracer.slot(slot);
    }

    /// An entry of a weak table outside the heap, as [`Tracer::ephemeron`]. Both words are exact.
    pub fn ephemeron(&mut self, key: &Slot, value: &Slot) {
        self.tracer.ephemeron(key, value);
    }

    /// Every aligned word in the memory from `low` up to `high`: a native stack, or anything else that may hold
    /// native pointers. An address one past an object's end counts for that object too.
    ///
    /// # Safety
    /// The memory is readable, and nobody writes to it meanwhile.
    pub unsafe fn range(&mut self, low: usize, high: usize) {
        let mut at = low.next_multiple_of(size_of::<usize>());
        while at + size_of::<usize>() <= high {
            // SAFETY: the caller vouches for the range; volatile, for its words are no values of this program.
            let word = unsafe { std::ptr::with_exposed_provenance::<usize>(at).read_volatile() };
            // One past the end of the last object may be one past the end of the heap.
            if word.wrapping_sub(self.base) <= self.len {
                self.address(word);
                if word.is_multiple_of(GRANULE_BYTES) {
                    self.address(word.wrapping_sub(1));
                }
            }
            at += size_of::<usize>();
        }
    }

    #[inline(never)]
    fn address(&mut self, address: usize) {
        if let Some(object) = self.resolver.object_around(address) {
            self.tracer.word(object.address() as u64);
        }
    }
}

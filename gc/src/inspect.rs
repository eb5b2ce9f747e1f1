//! Looking at every object: for debugging tools of the embedder.

use crate::block::BlockKind;
use crate::geometry::{GRANULE_BYTES, PAGE_BYTES};
use crate::heap::HeapInner;
use crate::host::Host;
use crate::object::ObjRef;
use crate::space::Space;
use crate::tracer::Tracer;

/// The heap right after a full collection, while every mutator is held: what it shows is alive.
pub struct Inspector<'h> {
    space: &'h Space,
    host: &'h dyn Host,
    heap: &'h HeapInner,
}

impl<'h> Inspector<'h> {
    pub(crate) fn new(heap: &'h HeapInner) -> Inspector<'h> {
        Inspector { space: &heap.space, host: &*heap.host, heap }
    }

    /// Calls `each` with every object, by ascending address.
    pub fn for_each_object(&self, each: &mut dyn FnMut(ObjRef)) {
        let starts = self.space.parity();
        for block in 0..self.space.frontiers.blocks() as usize {
            if self.space.kind(block) == BlockKind::Free {
                continue;
            }
            for granule in self.space.blocks[block].bits[starts].iter() {
                // SAFETY: a start bit right after a sweep is a live object.
                each(unsafe {
                    ObjRef::from_address(self.space.block_address(block) + granule * GRANULE_BYTES)
                });
            }
        }
        for first in self.heap.large.lock().objects() {
            // SAFETY: the large space lists live objects only.
            each(unsafe { ObjRef::from_address(self.space.base() + first as usize * PAGE_BYTES) });
        }
    }

    /// Appends the objects that `object` refers to, in the order it reports them, repetitions included.
    pub fn references(&self, object: ObjRef, into: &mut Vec<ObjRef>) {
        let mut tracer = Tracer::recording(self.space);
        // SAFETY: the embedder passes an object that is alive.
        unsafe { self.host.trace(object, &mut tracer) };
        #[expect(clippy::cast_possible_truncation, reason = "64-bit machines only")]
        // SAFETY: what a live object reports are objects.
        into.extend(tracer.stack.drain(..).map(|word| unsafe { ObjRef::from_address(word as usize) }));
    }
}

//! What the collector asks of its embedder: the only upcalls.

use std::fmt;

use crate::mark::Marked;
use crate::object::ObjRef;
use crate::roots::Roots;
use crate::tracer::Tracer;

/// Names one registered mutator; never used twice in one heap.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct MutatorId(pub u32);

/// How much a collection looks at.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum CollectionKind {
    /// Only what was allocated since the last collection can be freed.
    Young,
    /// Everything unreachable is freed.
    Full,
}

/// The heap's limit, or the address space, is used up.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct OutOfMemory;

impl fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the heap is full")
    }
}

impl std::error::Error for OutOfMemory {}

/// The embedder.
///
/// "Inside a stop" means: every registered mutator is safe, and stays so until the call has returned. Calls made
/// there must not allocate from the heap, wait for a mutator, or panic (a panic aborts the process).
pub trait Host: Send + Sync + 'static {
    /// The object's size in bytes as it was allocated, a multiple of 16. It follows from words that have not
    /// changed since the allocation. Called inside a stop, on several threads at once, for dead objects too as
    /// long as no collection has swept them.
    ///
    /// # Safety
    /// The caller passes an object whose memory has not been swept.
    unsafe fn size_of(&self, object: ObjRef) -> usize;

    /// Reports every reference the object holds, whatever moment of a mutation it was stopped in. Called inside a
    /// stop, on several threads at once.
    ///
    /// # Safety
    /// The caller passes a live object.
    unsafe fn trace(&self, object: ObjRef, tracer: &mut Tracer<'_>);

    /// Makes the mutator call [`Mutator::safepoint`](crate::Mutator::safepoint) soon: sets the collector's bit in
    /// its poll word, by an atomic read-modify-write with acquire and release. From any thread, at any time.
    fn request_poll(&self, mutator: MutatorId);

    /// Takes the request back, in the same manner.
    fn clear_poll(&self, mutator: MutatorId);

    /// Reports every root. Inside a stop, on the collecting thread; twice in one collection when it is verified.
    fn scan_roots(&self, kind: CollectionKind, roots: &mut Roots<'_>);

    /// Everything reachable is marked, and nothing else: the place to clear weak references. What is not marked may still be marked after this call,
    /// if an object to be finalized leads to it. Inside a stop, on the collecting thread.
    fn after_strong_mark(&self, marked: &Marked<'_>) {
        let _ = marked;
    }

    /// Whether a watched object that is not reachable any more, or whose turn has come at the embedder's end, is to be finalized after all, or may go like
    /// any other. Inside a stop, on the collecting thread.
    fn needs_finalizing(&self, object: ObjRef) -> bool {
        let _ = object;
        true
    }

    /// Whether objects refer to this one as something they share, not something of their own: a class, say. In which order objects are
    /// finalized does not depend on what it leads to. Inside a stop, on the collecting thread.
    fn is_common(&self, object: ObjRef) -> bool {
        let _ = object;
        false
    }

    /// Objects watched for [`Watch::Finalize`](crate::Watch) that are not reachable any more, owners before what they own, else in
    /// the order they were entered. They survive this collection; from now on the embedder's roots keep them until it has finalized them. Inside a
    /// stop, on the collecting thread.
    fn finalize(&self, due: &[ObjRef]) {
        let _ = due;
    }

    /// An object watched for [`Watch::Drop`](crate::Watch) is about to be swept. Takes what it owns outside the heap; freeing that is for
    /// [`Host::after_release`], when nobody waits for it any more. Inside a stop, on the collecting thread.
    ///
    /// # Safety
    /// The object has not been swept, and nobody will look at it again.
    unsafe fn take_payload(&self, object: ObjRef) {
        let _ = object;
    }

    /// The mutators go on again. On the collecting thread, which holds the cycle lock: nothing that collects or waits.
    fn after_release(&self) {}

    /// The marks are final: the place to clear weak tables. Inside a stop, on the collecting thread.
    fn after_mark(&self, marked: &Marked<'_>) {
        let _ = marked;
    }

    /// A line about an object, for complaints.
    fn describe(&self, object: ObjRef) -> String {
        format!("{object:?}")
    }

    /// The verifier found a collector or barrier bug. Inside a stop; the default ends the process.
    fn complain(&self, complaint: &str) {
        panic!("collector: {complaint}");
    }
}

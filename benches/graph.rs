//! A heap of plain nodes: header, one word with size and number of slots, the slots.
//!
//! Each [`Threads`] slot belongs to one mutator: its poll bit and its roots. Roots are read inside a stop only.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use typhon_gc::{
    CollectionKind, CollectionReport, Config, Header, Heap, Host, Mutator, MutatorId, ObjRef, Roots, Slot,
    Tracer,
};

/// Mutators of one heap.
const MAX_MUTATORS: usize = 16;
/// Roots of each.
pub const ROOTS: usize = 1 << 16;
const SHAPE: u32 = 1;

struct Thread {
    poll: AtomicBool,
    roots: Box<[Slot]>,
    /// Roots that have ever been used: the first so many, which a collection looks at.
    used: AtomicUsize,
}

struct Threads(Vec<Thread>);

/// A heap and its host.
pub struct Graph {
    heap: Heap,
    threads: Arc<Threads>,
}

/// One mutator with its roots. Used by one OS thread.
pub struct Worker<'g> {
    mutator: Box<Mutator>,
    thread: &'g Thread,
}

impl Graph {
    /// A heap with these settings; panics if the system has no address space for it.
    pub fn new(config: Config) -> Self {
        let thread = || Thread {
            poll: AtomicBool::new(false),
            roots: (0..ROOTS).map(|_| Slot::new(0)).collect(),
            used: AtomicUsize::new(0),
        };
        let threads = Arc::new(Threads((0..MAX_MUTATORS).map(|_| thread()).collect()));
        let heap = Heap::new(config, Arc::clone(&threads) as Arc<dyn Host>).expect("address space");
        Self { heap, threads }
    }

    /// Registers a mutator, which runs from now on.
    pub fn worker(&self) -> Worker<'_> {
        let mutator = self.heap.register_mutator();
        mutator.leave_safe();
        let thread = &self.threads.0[mutator.id().0 as usize];
        Worker { mutator, thread }
    }

    /// The heap, for its figures.
    pub fn heap(&self) -> &Heap {
        &self.heap
    }
}

impl Worker<'_> {
    /// A node of `bytes` bytes (a multiple of 16, at least 16), all the rest of it empty slots.
    #[inline]
    pub fn node(&self, bytes: usize) -> ObjRef {
        let memory = self.mutator.alloc(bytes).expect("memory").cast::<u64>();
        let slots = bytes / 8 - 2;
        // SAFETY: fresh memory of that size, seen by nobody else.
        unsafe {
            memory.cast::<Header>().write(Header::new(SHAPE, 0));
            memory.add(1).write((bytes as u64) << 32 | slots as u64);
            memory.add(2).write_bytes(0, slots);
            ObjRef::from_address(memory.as_ptr().expose_provenance())
        }
    }

    /// Stores a reference through the barrier.
    #[inline]
    pub fn link(&self, from: ObjRef, index: usize, to: ObjRef) {
        self.mutator.store(from, &slots(from)[index], to.address() as u64);
    }

    /// Empties a slot.
    pub fn clear(&self, from: ObjRef, index: usize) {
        self.mutator.store(from, &slots(from)[index], 0);
    }

    /// Keeps a node alive, and forgets what the root kept before.
    #[inline]
    pub fn keep(&self, root: usize, node: ObjRef) {
        self.thread.roots[root].init(node.address() as u64);
        if root >= self.thread.used.load(Ordering::Relaxed) {
            self.thread.used.store(root + 1, Ordering::Relaxed);
        }
    }

    /// What a root keeps.
    pub fn kept(&self, root: usize) -> Option<ObjRef> {
        let word = self.thread.roots[root].load();
        // SAFETY: roots hold zero or a node, which they keep alive.
        (word != 0).then(|| unsafe { ObjRef::from_address(word as usize) })
    }

    /// Polls; a collection may happen. Nodes that no root reaches are gone afterwards.
    #[inline]
    pub fn safepoint(&self) {
        if self.thread.poll.load(Ordering::Relaxed) {
            self.mutator.safepoint();
        }
    }

    /// Collects now.
    pub fn collect(&self, kind: CollectionKind) -> CollectionReport {
        self.mutator.collect(kind)
    }

    /// Roots a binary tree of that depth, made of 32-byte nodes; the number of its nodes.
    pub fn tree(&self, root: usize, depth: u32) -> usize {
        let node = self.subtree(depth);
        self.keep(root, node);
        (1 << (depth + 1)) - 1
    }

    /// Without safepoints, so that the nodes need no roots meanwhile.
    fn subtree(&self, depth: u32) -> ObjRef {
        let node = self.node(32);
        if depth > 0 {
            self.link(node, 0, self.subtree(depth - 1));
            self.link(node, 1, self.subtree(depth - 1));
        }
        node
    }
}

impl Drop for Worker<'_> {
    fn drop(&mut self) {
        self.mutator.enter_safe();
    }
}

fn word(object: ObjRef) -> u64 {
    // SAFETY: nodes have two fixed words, the second written before the node was seen.
    unsafe { object.as_ptr().cast::<u64>().add(1).read() }
}

fn slots<'a>(object: ObjRef) -> &'a [Slot] {
    // SAFETY: the node's word says how many slots follow; nodes are live while they are used.
    unsafe {
        std::slice::from_raw_parts(
            object.as_ptr().cast::<Slot>().add(2),
            (word(object) & 0xFFFF_FFFF) as usize,
        )
    }
}

impl Host for Threads {
    unsafe fn size_of(&self, object: ObjRef) -> usize {
        (word(object) >> 32) as usize
    }

    unsafe fn trace(&self, object: ObjRef, tracer: &mut Tracer<'_>) {
        tracer.slots(slots(object));
    }

    fn request_poll(&self, mutator: MutatorId) {
        self.0[mutator.0 as usize].poll.swap(true, Ordering::AcqRel);
    }

    fn clear_poll(&self, mutator: MutatorId) {
        self.0[mutator.0 as usize].poll.swap(false, Ordering::AcqRel);
    }

    fn scan_roots(&self, _: CollectionKind, roots: &mut Roots<'_>) {
        for thread in &self.0 {
            thread.roots[..thread.used.load(Ordering::Relaxed)].iter().for_each(|slot| roots.slot(slot));
        }
    }
}

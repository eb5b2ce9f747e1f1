//! The naive second tracer: everything reachable, found again without marks, and compared with them.
//!
//! It shares with the marking only the embedder's tracing and the resolving of ambiguous words. It reports
//! - a reference to something that is no object of the heap (freed memory, the inside of an object);
//! - a reachable object without a mark: it would have been freed;
//! - a reachable object whose state would keep the barrier from telling the collector about it;
//! - after a full marking, marks on what cannot be reached.

use std::collections::HashSet;

use crate::geometry::{BLOCK_BYTES, GRANULE_BYTES};
use crate::header::{IMMORTAL, OLD};
use crate::host::{CollectionKind, Host};
use crate::mark::Marked;
use crate::object::ObjRef;
use crate::permanent::Permanent;
use crate::resolve::Resolver;
use crate::roots::Roots;
use crate::space::Space;
use crate::tracer::Tracer;

/// More of one collection are not described.
const MAX_COMPLAINTS: usize = 8;

/// What can be reached, found without marks.
pub(crate) struct Verifier<'h> {
    space: &'h Space,
    host: &'h dyn Host,
    kind: CollectionKind,
    resolver: Resolver<'h>,
    seen: Seen,
    complaints: Vec<String>,
}

/// The objects that have been reached: a bit for each granule of the blocks, since zeal verifies at every safepoint, and a set of the
/// few large ones.
struct Seen {
    base: usize,
    granules: Vec<u64>,
    large: HashSet<ObjRef>,
    all: Vec<ObjRef>,
}

impl Seen {
    fn new(space: &Space) -> Seen {
        let granules = space.frontiers.blocks() as usize * BLOCK_BYTES / GRANULE_BYTES;
        Seen {
            base: space.base(),
            granules: vec![0; granules.div_ceil(64)],
            large: HashSet::new(),
            all: Vec::new(),
        }
    }

    /// Where the bit of what begins at an address in a block lies.
    fn place(&self, address: usize) -> (usize, u64) {
        let granule = address.wrapping_sub(self.base) / GRANULE_BYTES;
        (granule / 64, 1 << (granule % 64))
    }

    /// Whether an object in a block that begins at this address has been reached. Spares most words their resolving.
    fn contains_address(&self, address: usize) -> bool {
        let (word, bit) = self.place(address);
        address.is_multiple_of(GRANULE_BYTES) && self.granules.get(word).is_some_and(|word| word & bit != 0)
    }

    fn contains(&self, object: ObjRef) -> bool {
        self.contains_address(object.address()) || self.large.contains(&object)
    }

    /// Adds an object; whether it is new.
    fn insert(&mut self, object: ObjRef) -> bool {
        let (word, bit) = self.place(object.address());
        let is_new = match self.granules.get_mut(word) {
            Some(word) => std::mem::replace(word, *word | bit) & bit == 0,
            None => self.large.insert(object),
        };
        if is_new {
            self.all.push(object);
        }
        is_new
    }
}

impl<'h> Verifier<'h> {
    /// Traces everything, before the marking does: a reference to freed memory is described before anybody
    /// follows it. Inside the stop.
    pub(crate) fn trace(
        space: &'h Space,
        host: &'h dyn Host,
        kind: CollectionKind,
        permanent: &Permanent,
    ) -> Verifier<'h> {
        let resolver = Resolver::new(space, host, kind);
        let mut verifier =
            Verifier { space, host, kind, resolver, seen: Seen::new(space), complaints: Vec::new() };
        let mut roots = Roots::new(Tracer::recording(space), space, host, kind);
        host.scan_roots(kind, &mut roots);
        let mut tracer = roots.into_tracer();
        permanent.for_each(space, |object| tracer.word(object.address() as u64));
        let mut pending = Vec::new();
        verifier.visit_all(None, &mut tracer, &mut pending);
        let mut ephemerons = Vec::new();
        loop {
            while let Some(object) = pending.pop() {
                // SAFETY: reached through live objects only, and checked to be an object.
                unsafe { host.trace(object, &mut tracer) };
                verifier.visit_all(Some(object), &mut tracer, &mut pending);
            }
            ephemerons.append(&mut tracer.ephemerons);
            ephemerons.retain(|&(key, value)| {
                let waits = verifier.is_unseen(key);
                if !waits {
                    tracer.word(value);
                }
                waits
            });
            if tracer.stack.is_empty() {
                return verifier;
            }
            verifier.visit_all(None, &mut tracer, &mut pending);
        }
    }

    /// Whether a word is the address of an object that has not been reached.
    fn is_unseen(&self, word: u64) -> bool {
        #[expect(clippy::cast_possible_truncation, reason = "64-bit machines only")]
        let object = self.resolver.object_at(word as usize);
        object.is_some_and(|object| !self.seen.contains(object))
    }

    /// Looks at every word the tracer has recorded.
    fn visit_all(&mut self, holder: Option<ObjRef>, tracer: &mut Tracer<'_>, pending: &mut Vec<ObjRef>) {
        for word in tracer.stack.drain(..) {
            #[expect(clippy::cast_possible_truncation, reason = "64-bit machines only")]
            let address = word as usize;
            if self.seen.contains_address(address) {
                continue;
            }
            match self.resolver.object_at(address) {
                Some(object) if self.seen.insert(object) => pending.push(object),
                Some(_) => {}
                None => {
                    let host = self.host;
                    let holder =
                        || holder.map_or_else(|| "a root".to_owned(), |holder| host.describe(holder));
                    self.complain(|| format!("{} holds {word:#x}, which is no object", holder()));
                }
            }
        }
    }

    /// Compares with the marks in bitmap `index`, before any sweeping; returns all complaints. `large_marked`: how
    /// many large objects are marked.
    pub(crate) fn compare(mut self, index: usize, large_marked: usize) -> Vec<String> {
        let (space, host) = (self.space, self.host);
        let marked = Marked::new(space, self.kind, index);
        let seen = std::mem::take(&mut self.seen.all);
        for &object in &seen {
            let state = object.header().state();
            if !marked.is_marked(object) {
                self.complain(|| {
                    let holders = holders(space, host, &seen, object);
                    format!("{} can be reached and is not marked{holders}", host.describe(object))
                });
            } else if !matches!(state, OLD | IMMORTAL) {
                self.complain(|| format!("{} was not scanned: its state is {state}", host.describe(object)));
            }
        }
        let blocks = 0..space.frontiers.blocks();
        let in_blocks: usize = blocks.map(|block| space.blocks[block as usize].bits[index].len()).sum();
        let (marked, reached) = (in_blocks + large_marked, seen.len());
        if self.kind == CollectionKind::Full && marked != reached {
            self.complain(|| format!("{marked} objects are marked and {reached} can be reached"));
        }
        self.complaints
    }

    fn complain(&mut self, complaint: impl FnOnce() -> String) {
        if self.complaints.len() < MAX_COMPLAINTS {
            self.complaints.push(complaint());
        }
    }
}

/// Who refers to an object, for a complaint about it; nobody: roots.
fn holders(space: &Space, host: &dyn Host, seen: &[ObjRef], object: ObjRef) -> String {
    let mut tracer = Tracer::recording(space);
    let mut text = String::new();
    for &holder in seen {
        // SAFETY: it has been reached and not been swept.
        unsafe { host.trace(holder, &mut tracer) };
        tracer.ephemerons.clear();
        if tracer.stack.drain(..).any(|word| word == object.address() as u64) {
            text += ", held by ";
            text += &host.describe(holder);
        }
    }
    text
}

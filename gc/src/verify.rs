//! The naive second tracer: everything reachable, found again without marks, and compared with them.
//!
//! It shares with the marking only the embedder's tracing and the resolving of ambiguous words. It reports
//! - a reference to something that is no object of the heap (freed memory, the inside of an object);
//! - a reachable object without a mark: it would have been freed;
//! - a reachable object whose state would keep the barrier from telling the collector about it;
//! - after a full marking, marks on what cannot be reached.

use std::collections::HashSet;

use crate::header::{IMMORTAL, OLD};
use crate::host::{CollectionKind, Host};
use crate::mark::Marked;
use crate::object::ObjRef;
use crate::resolve::Resolver;
use crate::roots::Roots;
use crate::space::Space;
use crate::tracer::Tracer;

/// More of one collection are not described.
const MAX_COMPLAINTS: usize = 8;

/// Checks the marks of bitmap `index`, before any sweeping; returns complaints. Inside the stop.
pub(crate) fn verify(
    space: &Space,
    host: &dyn Host,
    kind: CollectionKind,
    index: usize,
    large_objects_marked: usize,
) -> Vec<String> {
    let mut verifier = Verifier {
        host,
        marked: Marked::new(space, index),
        resolver: Resolver::new(space, host, kind),
        seen: HashSet::new(),
        complaints: Vec::new(),
    };
    let mut roots = Roots::new(Tracer::recording(space), space, host, kind);
    host.scan_roots(kind, &mut roots);
    let mut tracer = roots.into_tracer();
    let mut pending = Vec::new();
    verifier.visit_all(None, &mut tracer, &mut pending);
    while let Some(object) = pending.pop() {
        // SAFETY: reached through live objects only, each checked to be an object.
        unsafe { host.trace(object, &mut tracer) };
        verifier.visit_all(Some(object), &mut tracer, &mut pending);
    }
    if kind == CollectionKind::Full {
        let in_blocks: usize =
            (0..space.frontiers.blocks()).map(|block| space.blocks[block as usize].bits[index].len()).sum();
        let (marked, reached) = (in_blocks + large_objects_marked, verifier.seen.len());
        if marked != reached {
            verifier.complain(|| format!("{marked} objects are marked and {reached} can be reached"));
        }
    }
    verifier.complaints
}

struct Verifier<'h> {
    host: &'h dyn Host,
    marked: Marked<'h>,
    resolver: Resolver<'h>,
    seen: HashSet<u64>,
    complaints: Vec<String>,
}

impl Verifier<'_> {
    /// Looks at every word the tracer has recorded.
    fn visit_all(&mut self, holder: Option<ObjRef>, tracer: &mut Tracer<'_>, pending: &mut Vec<ObjRef>) {
        for word in tracer.stack.drain(..) {
            if self.seen.contains(&word) {
                continue;
            }
            let host = self.host;
            let holder = || holder.map_or_else(|| "a root".to_owned(), |holder| host.describe(holder));
            #[expect(clippy::cast_possible_truncation, reason = "64-bit machines only")]
            let Some(object) = self.resolver.object_at(word as usize) else {
                self.complain(|| format!("{} holds {word:#x}, which is no object", holder()));
                continue;
            };
            self.seen.insert(word);
            if !self.marked.is_marked(object) {
                self.complain(|| {
                    format!("{}, reached from {}, is not marked", host.describe(object), holder())
                });
            } else if !matches!(object.header().state(), OLD | IMMORTAL) {
                let state = object.header().state();
                self.complain(|| format!("{} was not scanned: its state is {state}", host.describe(object)));
            }
            pending.push(object);
        }
    }

    fn complain(&mut self, complaint: impl FnOnce() -> String) {
        if self.complaints.len() < MAX_COMPLAINTS {
            self.complaints.push(complaint());
        }
    }
}

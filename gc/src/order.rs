//! Owners before what they own: the order in which dead objects are finalized.
//!
//! A wrapper's `__del__` still wants the thing it wraps: a buffered writer flushes into its file, which must not have been closed by a
//! finalizer of its own. CPython gets that order from reference counts. Here it is the reverse postorder of a depth-first search through
//! what dies together: whatever is reached from an object comes after it, unless it also leads back to it. Objects that do not reach
//! each other, and those of a cycle, keep the order in which they were entered (the search begins with the last).
//!
//! The search is sequential and inside the stop, so it is bounded: what it has not come to keeps its place in front.

use std::collections::HashSet;

use crate::host::Host;
use crate::object::ObjRef;
use crate::space::Space;
use crate::tracer::Tracer;

/// How many objects the search visits: a fraction of a millisecond.
const MAX_VISITED: usize = 4096;

enum Step {
    Enter(ObjRef),
    Leave(ObjRef),
}

/// Sorts objects that are to be finalized. `survives` says of an object that others hold it. Inside a stop.
pub(crate) fn owners_first(
    space: &Space,
    host: &dyn Host,
    due: &mut Vec<ObjRef>,
    survives: impl Fn(ObjRef) -> bool,
) {
    if due.len() < 2 {
        return;
    }
    let wanted: HashSet<ObjRef> = due.iter().copied().collect();
    let mut visited = HashSet::new();
    let mut left = Vec::new();
    let mut steps = Vec::new();
    let mut tracer = Tracer::recording(space);
    while visited.len() < MAX_VISITED
        && let Some(root) = due.pop()
    {
        steps.push(Step::Enter(root));
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(object) => left.push(object),
                Step::Enter(object) => {
                    if visited.len() >= MAX_VISITED && object != root || !visited.insert(object) {
                        continue;
                    }
                    if wanted.contains(&object) {
                        steps.push(Step::Leave(object));
                    }
                    if host.is_common(object) {
                        continue;
                    }
                    // SAFETY: reached from dead objects that have not been swept, in a stopped world.
                    unsafe { host.trace(object, &mut tracer) };
                    tracer.ephemerons.clear();
                    for word in tracer.stack.drain(..) {
                        #[expect(clippy::cast_possible_truncation, reason = "64-bit machines only")]
                        // SAFETY: words of slots in the heap are addresses of objects.
                        let child = unsafe { ObjRef::from_address(word as usize) };
                        if !survives(child) {
                            steps.push(Step::Enter(child));
                        }
                    }
                }
            }
        }
    }
    // A cut search may have left what still waits at its root.
    due.retain(|object| !visited.contains(object));
    due.extend(left.into_iter().rev());
}

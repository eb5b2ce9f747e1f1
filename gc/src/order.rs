//! Owners before what they own: the order in which dead objects are finalized.
//!
//! A wrapper's `__del__` still wants the thing it wraps: a buffered writer flushes into its file, which must not have been closed by a
//! finalizer of its own. CPython gets that order from reference counts. Here whatever is reached from an object comes after it, unless it
//! leads back to it; members of a cycle, and objects that do not reach each other, keep the order in which they were entered.
//!
//! Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972) finds the cycles, the innermost first. The search is
//! sequential and inside the stop, so it is bounded: what it has not come to keeps its place in front, and what large objects refer to it
//! does not follow.

use std::collections::HashMap;

use crate::host::Host;
use crate::object::ObjRef;
use crate::space::Space;
use crate::tracer::Tracer;

/// How many references the search looks at: a fraction of a millisecond.
const MAX_LOOKED_AT: usize = 1 << 14;

/// An object that has been emitted with its component.
const DONE: usize = usize::MAX;

enum Step {
    Enter(ObjRef),
    /// With the object's place on the list of open ones, and its parts.
    Leave(ObjRef, usize, Vec<ObjRef>),
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
    let entered: HashMap<ObjRef, usize> =
        due.iter().enumerate().map(|(index, &object)| (object, index)).collect();
    let mut tracer = Tracer::recording(space);
    let mut looked_at = 0;
    // The earliest object on `open` that each visited one is known to lead to.
    let mut lowest: HashMap<ObjRef, usize> = HashMap::new();
    let mut open = Vec::new();
    let mut steps = Vec::new();
    let mut sorted = Vec::new();
    // The last first, for the whole is turned round in the end.
    while looked_at < MAX_LOOKED_AT
        && let Some(root) = due.pop()
    {
        steps.push(Step::Enter(root));
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(object) => {
                    if lowest.contains_key(&object) {
                        continue;
                    }
                    let is_large =
                        space.offset(object.address()).is_some_and(|offset| offset >= space.large_offset());
                    if looked_at < MAX_LOOKED_AT && !is_large {
                        // SAFETY: a dead object that has not been swept, in a stopped world.
                        unsafe { host.trace(object, &mut tracer) };
                    }
                    tracer.ephemerons.clear();
                    looked_at += 1 + tracer.stack.len();
                    #[expect(clippy::cast_possible_truncation, reason = "64-bit machines only")]
                    // SAFETY: words of slots in the heap are addresses of objects.
                    let parts =
                        tracer.stack.drain(..).map(|word| unsafe { ObjRef::from_address(word as usize) });
                    let parts: Vec<ObjRef> =
                        parts.filter(|&part| !survives(part) && !host.is_common(part)).collect();
                    lowest.insert(object, open.len());
                    let entries = parts.clone().into_iter().map(Step::Enter);
                    steps.push(Step::Leave(object, open.len(), parts));
                    open.push(object);
                    steps.extend(entries);
                }
                Step::Leave(object, index, parts) => {
                    let reached = parts.iter().filter_map(|part| lowest.get(part).copied());
                    let low = reached.min().map_or(index, |low| low.min(index));
                    if low < index {
                        lowest.insert(object, low);
                        continue;
                    }
                    let cycle = open.split_off(index);
                    lowest.extend(cycle.iter().map(|&member| (member, DONE)));
                    let mut members: Vec<ObjRef> =
                        cycle.into_iter().filter(|member| entered.contains_key(member)).collect();
                    members.sort_unstable_by_key(|member| std::cmp::Reverse(entered[member]));
                    sorted.extend(members);
                }
            }
        }
    }
    due.retain(|object| !lowest.contains_key(object));
    due.extend(sorted.into_iter().rev());
}

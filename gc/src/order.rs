//! Owners before what they own: the order in which dead objects are finalized.
//!
//! A wrapper's `__del__` still wants the thing it wraps: a buffered writer flushes into its file, which must not have been closed by a
//! finalizer of its own. CPython gets that order from reference counts. Here whatever is reached from an object comes after it, unless it
//! leads back to it; members of a cycle, and objects that do not reach each other, keep the order in which they were entered.
//!
//! Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972) finds the cycles, the innermost first. The search is
//! sequential and inside the stop, so it is bounded: what it has not come to keeps its place in front.

use std::collections::HashMap;

use crate::host::Host;
use crate::object::ObjRef;
use crate::space::Space;
use crate::tracer::Tracer;

/// How many objects the search visits: a fraction of a millisecond.
const MAX_VISITED: usize = 4096;

/// An object that has been emitted with its component.
const DONE: usize = usize::MAX;

enum Step {
    Enter(ObjRef),
    Leave(ObjRef, usize),
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
    let mut parts_of = |object: ObjRef| {
        // SAFETY: a dead object that has not been swept, in a stopped world.
        unsafe { host.trace(object, &mut tracer) };
        tracer.ephemerons.clear();
        #[expect(clippy::cast_possible_truncation, reason = "64-bit machines only")]
        // SAFETY: words of slots in the heap are addresses of objects.
        let parts = tracer.stack.drain(..).map(|word| unsafe { ObjRef::from_address(word as usize) });
        parts.filter(|&part| !survives(part) && !host.is_common(part)).collect::<Vec<ObjRef>>()
    };
    // The earliest object on `open` that each visited one is known to lead to.
    let mut lowest: HashMap<ObjRef, usize> = HashMap::new();
    let mut open = Vec::new();
    let mut steps = Vec::new();
    let mut sorted = Vec::new();
    // The last first, for the whole is turned round in the end.
    while lowest.len() < MAX_VISITED
        && let Some(root) = due.pop()
    {
        steps.push(Step::Enter(root));
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(object) => {
                    if lowest.contains_key(&object) || lowest.len() >= MAX_VISITED {
                        continue;
                    }
                    lowest.insert(object, open.len());
                    steps.push(Step::Leave(object, open.len()));
                    open.push(object);
                    steps.extend(parts_of(object).into_iter().map(Step::Enter));
                }
                Step::Leave(object, index) => {
                    let reached = parts_of(object).into_iter().filter_map(|part| lowest.get(&part).copied());
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

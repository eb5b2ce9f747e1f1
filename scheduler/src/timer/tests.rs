//! The heap against a sorted list, over random arming, cancelling and firing.

use std::collections::BTreeSet;
use std::ptr::NonNull;

use super::{TimerNode, Timers, UNARMED};
use crate::chance::Chance;
use crate::fiber::{Fiber, FiberRef};
use crate::idle::NEVER;

/// A reference to nobody: a zeroed control block, which answers that its fiber is gone.
fn nobody() -> FiberRef {
    let block: Box<std::mem::MaybeUninit<Fiber>> = Box::new_zeroed();
    FiberRef::new(NonNull::from(Box::leak(block)).cast(), 1)
}

#[test]
fn the_heap_agrees_with_a_sorted_list() {
    let timers = Timers::new();
    let fiber = nobody();
    let nodes: Vec<TimerNode<FiberRef>> = (0..200).map(|_| TimerNode::new(fiber)).collect();
    let mut armed: BTreeSet<(u64, usize)> = BTreeSet::new();
    let mut chance = Chance::new(7, 0);
    let mut now = 0;
    for _ in 0..50_000 {
        let index = chance.below(nodes.len());
        let entry = armed.iter().copied().find(|&(_, armed)| armed == index);
        match (chance.below(4), entry) {
            (0, _) => {
                now += chance.below(50) as u64;
                timers.fire(now, |_| unreachable!("nobody is ready"));
                while armed.first().is_some_and(|&(deadline, _)| deadline <= now) {
                    let (_, fired) = armed.pop_first().unwrap();
                    assert_eq!(nodes[fired].position.get(), UNARMED);
                }
            }
            (_, Some(entry)) => {
                timers.cancel(&nodes[index]);
                timers.cancel(&nodes[index]); // nothing more happens
                armed.remove(&entry);
            }
            (_, None) => {
                let deadline = now + 1 + chance.below(1000) as u64;
                // SAFETY: the nodes stay in their vector.
                unsafe { timers.arm(&nodes[index], deadline) };
                armed.insert((deadline, index));
            }
        }
        assert_eq!(timers.next_deadline(), armed.first().map_or(NEVER, |&(deadline, _)| deadline));
        assert!(armed.iter().all(|&(_, index)| nodes[index].position.get() < armed.len()));
    }
}

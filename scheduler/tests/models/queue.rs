//! Slot, deque and global queue: every ready fiber leaves them exactly once, whoever takes it.
//!
//! The deques count as one atomic step each (they have no loom mode); what is modelled is the slot between its owner and a thief.

use std::ptr::NonNull;

use loom::sync::Arc;
use loom::sync::atomic::{AtomicU32, Ordering};
use loom::thread;
use typhon_scheduler::queue::{Fiber, QueueFault, Ready, Victim, split};
use typhon_scheduler::sync::deque::Injector;

const FIBERS: usize = 3;

struct World {
    victim: Victim,
    injector: Injector<Ready>,
    fibers: [Fiber; FIBERS],
    runs: [AtomicU32; FIBERS],
}

impl World {
    fn ready(&self, index: usize) -> Ready {
        Ready(NonNull::from(&self.fibers[index]))
    }

    fn run(&self, ready: Ready) {
        let index = self.fibers.iter().position(|fiber| NonNull::from(fiber) == ready.0).unwrap();
        assert_eq!(self.runs[index].fetch_add(1, Ordering::Relaxed), 0, "a fiber left the queues twice");
    }
}

#[test]
fn each_fiber_leaves_once() {
    owner_and_thief(QueueFault::None);
}

/// The owner fills its slot twice, which displaces one to the deque, and runs what it finds; a thief robs the deque, or what it has
/// seen in the slot; the global queue holds a third.
pub(super) fn owner_and_thief(fault: QueueFault) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(move || {
        let (mut local, victim) = split();
        let world = Arc::new(World {
            victim: victim.with_fault(fault),
            injector: Injector::new(),
            fibers: std::array::from_fn(|index| Fiber(index as u32)),
            runs: std::array::from_fn(|_| AtomicU32::new(0)),
        });
        world.injector.push(world.ready(2));
        let thief = {
            let world = Arc::clone(&world);
            thread::spawn(move || {
                let (mut local, own) = split();
                if let Some(ready) = local.rob(&world.victim) {
                    world.run(ready);
                }
                if let Some(seen) = world.victim.glimpse(0)
                    && let Some(ready) = world.victim.rob_slot(seen)
                {
                    world.run(ready);
                }
                if let Some(ready) = local.take_injected(&world.injector) {
                    world.run(ready);
                }
                while let Some(ready) = local.pop(&own) {
                    world.run(ready);
                }
            })
        };
        let _ = local.push_slot(&world.victim, world.ready(0));
        if let Some(ready) = local.pop(&world.victim) {
            world.run(ready);
        }
        let _ = local.push_slot(&world.victim, world.ready(1));
        thief.join().unwrap();
        while let Some(ready) = local.pop(&world.victim) {
            world.run(ready);
        }
        if let Some(ready) = local.take_injected(&world.injector) {
            world.run(ready);
        }
        for runs in &world.runs {
            assert_eq!(runs.load(Ordering::Relaxed), 1, "a fiber was lost");
        }
    });
}

/// One fiber displaces another before anybody takes either.
#[test]
fn what_the_slot_displaces_is_kept() {
    displaced(QueueFault::None);
}

pub(super) fn displaced(fault: QueueFault) {
    loom::model(move || {
        let (mut local, victim) = split();
        let victim = victim.with_fault(fault);
        let fibers = [Fiber(0), Fiber(1)];
        for fiber in &fibers {
            let _ = local.push_slot(&victim, Ready(NonNull::from(fiber)));
        }
        let taken = std::iter::from_fn(|| local.pop(&victim)).count();
        assert_eq!(taken, 2, "a fiber was lost");
    });
}

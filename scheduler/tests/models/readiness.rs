//! An event against somebody who tries and then waits: who goes to sleep is woken.

use loom::sync::Arc;
use loom::sync::atomic::{AtomicBool, Ordering};
use loom::thread;
use typhon_scheduler::readiness::{Direction, Readiness, ReadinessFault};

/// A descriptor: whether it is ready, whether its waiter was woken.
struct Descriptor {
    readiness: Readiness<usize>,
    ready: [AtomicBool; 2],
    woken: [AtomicBool; 2],
}

#[test]
fn who_waits_is_woken() {
    try_and_wait(ReadinessFault::None);
}

/// A reader and a writer try and wait; the poller reports the two directions one after the other.
pub(super) fn try_and_wait(fault: ReadinessFault) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(move || {
        let descriptor = Arc::new(Descriptor {
            readiness: Readiness::with_fault(fault),
            ready: [AtomicBool::new(false), AtomicBool::new(false)],
            woken: [AtomicBool::new(false), AtomicBool::new(false)],
        });
        let users = [Direction::Read, Direction::Write].map(|direction| {
            let descriptor = Arc::clone(&descriptor);
            thread::spawn(move || {
                let me = direction as usize;
                let seen = descriptor.readiness.look(direction);
                if descriptor.ready[me].load(Ordering::Acquire) {
                    return false;
                }
                descriptor.readiness.enter(direction, seen, me)
            })
        });
        for direction in [Direction::Read, Direction::Write] {
            let at = direction as usize;
            descriptor.ready[at].store(true, Ordering::Release);
            let mut woken = Vec::new();
            descriptor.readiness.event([at == 0, at == 1], &mut woken);
            for waiter in woken {
                assert_eq!(waiter, at, "woken by an event of its own direction");
                descriptor.woken[waiter].store(true, Ordering::Release);
            }
        }
        for (at, user) in users.into_iter().enumerate() {
            let sleeps = user.join().unwrap();
            assert!(!sleeps || descriptor.woken[at].load(Ordering::Acquire), "asleep, and no event to come");
        }
    });
}

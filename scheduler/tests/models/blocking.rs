//! The hand-over of a blocked worker: one thread has the worker at a time, and each knows whether it does.

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;
use typhon_scheduler::blocking::{BlockingFault, SectionWord};

/// A worker: its word, and what only the thread that has it may touch.
struct Worker {
    section: SectionWord,
    owned: UnsafeCell<u32>,
}

impl Worker {
    fn work(&self) {
        // SAFETY: the pointer is the cell's own; loom reports a second access at the same time, which is what the model looks for.
        self.owned.with_mut(|owned| unsafe { *owned += 1 });
    }
}

#[test]
fn one_thread_has_the_worker() {
    hand_over(BlockingFault::None);
}

/// The first thread goes through two sections; the monitor looks twice and hands over what it gets, to a thread that goes
/// through a section of its own.
pub(super) fn hand_over(fault: BlockingFault) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(move || {
        let worker = Arc::new(Worker { section: SectionWord::with_fault(fault), owned: UnsafeCell::new(0) });
        let blocked = {
            let worker = Arc::clone(&worker);
            thread::spawn(move || {
                for _ in 0..2 {
                    worker.work();
                    let section = worker.section.begin();
                    thread::yield_now();
                    if !worker.section.end(section) {
                        return false;
                    }
                }
                worker.work();
                true
            })
        };
        let monitor = {
            let worker = Arc::clone(&worker);
            thread::spawn(move || {
                let Some(seen) = worker.section.current() else { return false };
                if !worker.section.take(seen) {
                    return false;
                }
                // The spare: the thread that takes is the thread that goes on, as the seat adds nothing but order.
                worker.work();
                let section = worker.section.begin();
                thread::yield_now();
                assert!(worker.section.end(section), "nobody else takes it");
                worker.work();
                true
            })
        };
        let (kept, taken) = (blocked.join().unwrap(), monitor.join().unwrap());
        assert!(kept != taken, "exactly one of them has the worker");
    });
}

//! Cancelling against firing: after a cancel nothing of the timer is left, and a timer that fired did so before.

use loom::sync::Arc;
use loom::sync::atomic::{AtomicU32, Ordering};
use loom::thread;
use typhon_scheduler::timer::{Expiring, TimerFault, TimerNode, Timers};

/// A fiber as its timer sees it: how often it was told. Lives as long as the model.
#[derive(Clone, Copy)]
struct Told(*const AtomicU32);

// SAFETY: the counter is shared by an `Arc` that every thread of the model holds.
unsafe impl Send for Told {}

impl Expiring for Told {
    fn expire(self) -> bool {
        // SAFETY: as above.
        unsafe { (*self.0).fetch_add(1, Ordering::Relaxed) == 0 }
    }
}

#[test]
fn a_cancelled_timer_never_fires() {
    cancel_against_fire(TimerFault::None);
}

/// One fiber arms twice, cancels each time, and is told only between arming and cancelling.
pub(super) fn cancel_against_fire(fault: TimerFault) {
    loom::model(move || {
        let timers: Arc<Timers<Told>> = Arc::new(Timers::with_fault(fault));
        let told = Arc::new(AtomicU32::new(0));
        let firing = {
            let (timers, told) = (Arc::clone(&timers), Arc::clone(&told));
            thread::spawn(move || {
                timers.fire(10, |_| {});
                timers.fire(10, |_| {});
                drop(told);
            })
        };
        for deadline in [5, 7] {
            let node = TimerNode::new(Told(&raw const *told));
            // SAFETY: cancelled before the node goes away.
            unsafe { timers.arm(&node, deadline) };
            timers.cancel(&node);
            // What came, came before; from here on nothing may come until the next arming.
            told.store(0, Ordering::Relaxed);
            thread::yield_now();
            assert_eq!(told.load(Ordering::Relaxed), 0, "told after the cancel");
        }
        firing.join().unwrap();
        assert_eq!(told.load(Ordering::Relaxed), 0);
    });
}

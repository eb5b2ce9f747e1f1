//! Suspending the calling fiber and waking others.
//!
//! A wake-up is a permit: an [`unpark`] that comes before the [`park`] makes it return at once, and several
//! coalesce into one. Everything built on parking looks at its own condition in a loop, immediately before each
//! park: code between that look and the park that itself parks (a lock, say) may consume the permit.

use typhon_os::time::monotonic_nanos;

use crate::fiber::{Fiber, FiberRef, Reason, suspend};
use crate::state::Unpark;
use crate::timer::{TimerNode, Timers};

/// Lets others run; returns when the fiber's turn has come again, perhaps on another worker.
///
/// `fiber` is the calling fiber; anything else panics.
pub fn yield_now(fiber: &Fiber) {
    suspend(fiber, Reason::Yield);
}

/// Waits for a permit and consumes it.
///
/// `fiber` is the calling fiber; anything else panics.
pub fn park(fiber: &Fiber) {
    if fiber.state.take_permit() {
        return;
    }
    suspend(fiber, Reason::Park);
}

/// Waits for a permit until `deadline` (nanoseconds of the monotonic clock). True: a permit was consumed; false:
/// the time ran out and none had come.
///
/// `fiber` is the calling fiber; anything else panics.
pub fn park_until(fiber: &Fiber, deadline: u64) -> bool {
    if fiber.state.take_permit() {
        return true;
    }
    if deadline <= monotonic_nanos() {
        return false;
    }
    let node = TimerNode::new(fiber.reference());
    {
        let timer = Armed { timers: &fiber.worker().timers, node: &node };
        // SAFETY: `timer` cancels on the same heap before the node goes away.
        unsafe { timer.timers.arm(&node, deadline) };
        suspend(fiber, Reason::Park);
    }
    // It may have fired between the wake-up and the cancelling.
    fiber.state.clear_expired();
    !fiber.expired.get()
}

/// Cancels its timer whichever way the park is left.
struct Armed<'a> {
    timers: &'a Timers,
    node: &'a TimerNode,
}

impl Drop for Armed<'_> {
    fn drop(&mut self) {
        self.timers.cancel(self.node);
    }
}

/// Gives `target` a permit, making it ready if it is parked. Does nothing when it has finished. From any thread.
///
/// What the caller wrote before is visible to the fiber after its park.
pub fn unpark(target: FiberRef) {
    if target.notify() == Unpark::Schedule {
        // SAFETY: it is ready and we alone may queue it: it cannot finish before.
        unsafe { target.fiber() }.scheduler().queue(target);
    }
}

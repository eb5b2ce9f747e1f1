//! Suspending the calling fiber and waking others.
//!
//! A wake-up is a permit: an [`unpark`] that comes before the [`park`] makes it return at once, and several
//! coalesce into one. Everything built on parking looks at its own condition in a loop, immediately before each
//! park: code between that look and the park that itself parks (a lock, say) may consume the permit.

use crate::fiber::{Fiber, FiberRef, Reason, suspend};
use crate::state::{Interrupt, Unpark};
use crate::timer::{TimerNode, Timers};
use crate::worker::{POLL_INTERRUPT, leave_worker};

/// How a wait that has a time limit and can be interrupted ended.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// What was waited for is there.
    Ready,
    /// The time ran out first.
    TimedOut,
    /// The fiber was interrupted first; the interrupt is still to be taken.
    Interrupted,
}

/// Lets others run; returns when the fiber's turn has come again, perhaps on another worker.
///
/// `fiber` is the calling fiber; anything else panics.
pub fn yield_now(fiber: &Fiber) {
    if let Some(choices) = &fiber.scheduler().choices {
        choices.yields(fiber.id());
    }
    suspend(fiber, Reason::Yield);
}

/// What a fiber does at each safepoint while [`POLL_EXPLORE`](crate::POLL_EXPLORE) is set in its poll word: a deterministic
/// scheduler may have another run now.
///
/// `fiber` is the calling fiber; anything else panics.
pub fn scheduling_point(fiber: &Fiber) {
    if fiber.worker().preempts_here(fiber.id()) {
        suspend(fiber, Reason::Yield);
    }
}

/// Goes on as any worker's fiber after [`Worker::end_blocking`](crate::Worker::end_blocking) has said that the worker is gone.
///
/// `fiber` is the calling fiber; anything else panics.
pub fn rejoin(fiber: &Fiber) {
    leave_worker();
    suspend(fiber, Reason::Rejoin);
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

/// Waits for a permit until `deadline` (nanoseconds of [`Scheduler::now`](crate::Scheduler::now)). True: a permit was consumed; false:
/// the time ran out and none had come.
///
/// `fiber` is the calling fiber; anything else panics.
pub fn park_until(fiber: &Fiber, deadline: u64) -> bool {
    if fiber.state.take_permit() {
        return true;
    }
    if deadline <= fiber.scheduler().now() {
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

/// Sleeps until `deadline` (nanoseconds of [`Scheduler::now`](crate::Scheduler::now)), whatever permits come; false when an
/// interrupt ended the sleep, which is still to be taken.
pub fn sleep_until(fiber: &Fiber, deadline: u64) -> bool {
    loop {
        if fiber.is_interrupted() {
            return false;
        }
        if !park_until(fiber, deadline) && fiber.scheduler().now() >= deadline {
            return true;
        }
    }
}

/// Cancels its timer whichever way the park is left.
struct Armed<'a> {
    timers: &'a Timers<FiberRef>,
    node: &'a TimerNode<FiberRef>,
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

/// Interrupts `target`: it comes to a safepoint soon, where it takes the interrupt ([`Fiber::take_interrupt`]); a wait that may be
/// interrupted ends. Does nothing when it has finished. From any thread, but not from a signal handler.
pub fn interrupt(target: FiberRef) {
    match target.interrupt() {
        // SAFETY: it is ready and we alone may queue it: it cannot finish before.
        Interrupt::Schedule => unsafe { target.fiber() }.scheduler().queue(target),
        // A fiber that finishes meanwhile leaves the bit to whatever runs there next, which finds nothing to take.
        Interrupt::Poll => target.request_poll(POLL_INTERRUPT),
        Interrupt::Noted | Interrupt::Gone => {}
    }
}

//! Processor time by fiber.
//!
//! The system measures OS threads, which fibers share. Once somebody has asked, the thread's clock is read at each switch, and the difference is the
//! fiber's, also that of a blocking section whose thread has lost its worker meanwhile: the fiber ends it on that thread. Until then it costs one load
//! a switch. What a fiber had used before the first question is not known; the first one to ask says what it takes that for.

use std::sync::atomic::Ordering;

use typhon_os::thread::processor_nanos;

use crate::fiber::Fiber;
use crate::scheduler::Scheduler;

impl Fiber {
    /// Nanoseconds of processor time that this fiber has used; for its own code. `before` is what the very first question counts as used before
    /// it, of the nanoseconds that the OS thread has used.
    pub fn processor_nanos(&self, before: impl FnOnce(u64) -> u64) -> u64 {
        let now = processor_nanos();
        if self.used_since.get() == 0 {
            if !self.scheduler().metered.swap(true, Ordering::Relaxed) {
                self.used.set(before(now));
            }
            self.used_since.set(now.max(1));
        }
        self.used.get() + now.saturating_sub(self.used_since.get())
    }

    /// The calling fiber's OS thread has a new clock: in the child of a `fork`.
    pub(crate) fn restart_meter(&self) {
        self.used.set(0);
        if self.used_since.get() != 0 {
            self.used_since.set(processor_nanos().max(1));
        }
    }
}

impl Scheduler {
    /// The fiber is about to be switched in on the calling OS thread.
    #[inline]
    pub(crate) fn meter_in(&self, fiber: &Fiber) {
        if self.metered.load(Ordering::Relaxed) {
            fiber.used_since.set(processor_nanos().max(1));
        }
    }

    /// The fiber has been switched out on the same thread, and is not to be found by others yet.
    #[inline]
    pub(crate) fn meter_out(&self, fiber: &Fiber) {
        let since = fiber.used_since.replace(0);
        if since != 0 {
            fiber.used.set(fiber.used.get() + processor_nanos().saturating_sub(since));
        }
    }
}

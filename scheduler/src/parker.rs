//! Putting one OS thread to sleep until another wakes it: one permit, one word.
//!
//! States of the word: `EMPTY`, `NOTIFIED` (a permit is there), `ASLEEP`. `unpark` swaps in `NOTIFIED` with
//! release and makes the system call only when it found `ASLEEP`; `park` takes the permit with acquire, or
//! announces `ASLEEP` by compare-and-swap and lets the kernel compare once more. A permit set in between makes
//! that comparison fail, so no wake-up is lost. Only the owner parks; anybody unparks.

#![allow(unreachable_pub, reason = "public to the models of tests/loom.rs only")]

#[cfg(loom)]
pub use loom_side::Parker;
#[cfg(not(loom))]
pub use production::Parker;

#[cfg(not(loom))]
mod production {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use typhon_os::futex;

    const EMPTY: u32 = 0;
    const NOTIFIED: u32 = 1;
    const ASLEEP: u32 = 2;

    /// The place one OS thread sleeps at.
    #[derive(Default)]
    pub struct Parker(AtomicU32);

    impl Parker {
        /// A parker without a permit.
        pub const fn new() -> Self {
            Self(AtomicU32::new(EMPTY))
        }

        /// Takes the permit, sleeping until there is one, at most for `timeout`; false when the time ran out.
        pub fn park(&self, timeout: Option<Duration>) -> bool {
            if self.take() {
                return true;
            }
            if self.0.compare_exchange(EMPTY, ASLEEP, Ordering::Relaxed, Ordering::Relaxed).is_err() {
                return self.take();
            }
            loop {
                let in_time = futex::wait(&self.0, ASLEEP, timeout);
                if self.take() {
                    return true;
                }
                // With a time limit an interruption counts as its end: the caller computes the rest anew.
                if !in_time || timeout.is_some() {
                    return self.0.swap(EMPTY, Ordering::Acquire) == NOTIFIED;
                }
            }
        }

        /// Leaves the permit, waking the owner if it sleeps.
        pub fn unpark(&self) {
            if self.0.swap(NOTIFIED, Ordering::Release) == ASLEEP {
                futex::wake(&self.0, 1);
            }
        }

        fn take(&self) -> bool {
            self.0.compare_exchange(NOTIFIED, EMPTY, Ordering::Acquire, Ordering::Relaxed).is_ok()
        }
    }
}

#[cfg(loom)]
mod loom_side {
    use std::time::Duration;

    use loom::sync::{Condvar, Mutex};

    /// The same interface over loom's condition variable.
    pub struct Parker {
        permit: Mutex<bool>,
        changed: Condvar,
    }

    impl Default for Parker {
        fn default() -> Self {
            Self::new()
        }
    }

    impl Parker {
        /// A parker without a permit.
        pub fn new() -> Self {
            Self { permit: Mutex::new(false), changed: Condvar::new() }
        }

        /// Takes the permit; a model has no time, so a limit is ignored.
        pub fn park(&self, _timeout: Option<Duration>) -> bool {
            let mut permit = self.permit.lock().unwrap();
            while !*permit {
                permit = self.changed.wait(permit).unwrap();
            }
            *permit = false;
            true
        }

        /// Leaves the permit.
        pub fn unpark(&self) {
            *self.permit.lock().unwrap() = true;
            self.changed.notify_one();
        }
    }
}

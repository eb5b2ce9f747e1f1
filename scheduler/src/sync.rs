//! The words, locks and hints of this crate, exchanged for loom's under `cfg(loom)`.
//!
//! Outside loom: `std`'s atomics, a mutex without poisoning (a panic under one of these locks is a broken
//! invariant, and the next owner sees what it left), cells. No lock of this file is ever held across a
//! suspension of a fiber. Ranks, outermost first, so that no two are ever taken in the other order:
//! stacks (`Pool`) → timers (`Timers`) → sleepers (`Idle`).

#![allow(unreachable_pub, reason = "public to the models of tests/loom.rs only")]

/// Defines the deliberate faults of one protocol and asks for them: `fault_switch!(Fault { A, B })` makes an enum and a
/// `Faults` field type whose `has` is constantly false outside the models. A model with a fault must fail, which
/// `tests/models` asserts.
macro_rules! fault_switch {
    ($(#[$doc:meta])* $name:ident { $($(#[$fault_doc:meta])* $fault:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(not(loom), expect(dead_code, reason = "only models choose a fault"))]
        pub enum $name {
            /// The protocol as it is.
            None,
            $($(#[$fault_doc])* $fault,)*
        }

        /// Which fault a model has chosen; nothing in production.
        pub(crate) struct Faults {
            #[cfg(loom)]
            chosen: $name,
        }

        impl Faults {
            #[allow(dead_code, reason = "words in mapped memory are never constructed")]
            pub(crate) const NONE: Self = Self {
                #[cfg(loom)]
                chosen: $name::None,
            };

            #[cfg(loom)]
            pub(crate) fn of(chosen: $name) -> Self {
                Self { chosen }
            }

            #[inline(always)]
            pub(crate) fn has(&self, fault: $name) -> bool {
                #[cfg(loom)]
                return self.chosen == fault;
                #[cfg(not(loom))]
                {
                    let _ = fault;
                    false
                }
            }
        }
    };
}
pub(crate) use fault_switch;

#[cfg(loom)]
pub use loom_side::*;
#[cfg(not(loom))]
pub use production::*;

#[cfg(not(loom))]
mod production {
    pub use std::cell::Cell;
    pub use std::hint::spin_loop;
    pub use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence};

    /// A mutual exclusion lock that does not poison.
    #[expect(clippy::disallowed_types, reason = "this is the newtype the lint asks for")]
    #[derive(Default)]
    pub struct Mutex<T>(std::sync::Mutex<T>);

    #[expect(clippy::disallowed_types, reason = "this is the newtype the lint asks for")]
    impl<T> Mutex<T> {
        /// A free lock around `value`.
        pub const fn new(value: T) -> Self {
            Self(std::sync::Mutex::new(value))
        }

        /// Blocks the OS thread until the lock is free.
        pub fn lock(&self) -> std::sync::MutexGuard<'_, T> {
            self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
        }
    }

    /// Gives the rest of the time slice to whoever holds what is being spun for.
    pub fn yield_thread() {
        std::thread::yield_now();
    }
}

#[cfg(loom)]
mod loom_side {
    pub use loom::cell::Cell;
    pub use loom::hint::spin_loop;
    pub use loom::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence};

    /// loom's mutex under the production interface.
    pub struct Mutex<T>(loom::sync::Mutex<T>);

    impl<T> Mutex<T> {
        /// A free lock around `value`.
        pub fn new(value: T) -> Self {
            Self(loom::sync::Mutex::new(value))
        }

        /// Blocks the model thread until the lock is free.
        pub fn lock(&self) -> loom::sync::MutexGuard<'_, T> {
            self.0.lock().unwrap()
        }
    }

    /// Lets another model thread run.
    pub fn yield_thread() {
        loom::thread::yield_now();
    }
}

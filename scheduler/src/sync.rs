//! The words, locks and hints of this crate, exchanged for loom's under `cfg(loom)`.
//!
//! Outside loom: `std`'s atomics, a mutex without poisoning (a panic under one of these locks is a broken
//! invariant, and the next owner sees what it left), cells. No lock of this file is ever held across a
//! suspension of a fiber. Ranks, outermost first, so that no two are ever taken in the other order:
//! orphans (`Orphans`) → stacks (`Pool`: its list of classes, then theirs) → timers (`Timers`, worker by worker) → sleepers (`Idle`) → seats (`Spares`).
//! Only a fork takes several (`fork.rs`).

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
    pub use std::sync::atomic::{
        AtomicBool, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
    };

    pub use crossbeam::deque;
    pub use typhon_os::fence::{heavy as seldom_fence, light as frequent_fence};

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
    pub use loom::sync::atomic::{
        AtomicBool, AtomicPtr, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering, fence,
    };

    /// The asymmetric fences are full ones, both.
    pub fn frequent_fence() {
        fence(Ordering::SeqCst);
    }

    /// As above.
    pub fn seldom_fence() -> bool {
        fence(Ordering::SeqCst);
        true
    }

    /// crossbeam's deques, each operation one atomic step: they have no loom mode.
    pub mod deque {
        use std::collections::VecDeque;

        use loom::sync::{Arc, Mutex};

        /// What a theft brings.
        pub enum Steal<T> {
            /// Nothing was there.
            Empty,
            /// This, to be run now; more may have been moved.
            Success(T),
            /// To be tried again; never answered here.
            Retry,
        }

        /// The owner's end.
        pub struct Worker<T>(Arc<Mutex<VecDeque<T>>>);

        /// A thief's end.
        pub struct Stealer<T>(Arc<Mutex<VecDeque<T>>>);

        /// The queue of all.
        pub struct Injector<T>(Mutex<VecDeque<T>>);

        fn half<T>(from: &Mutex<VecDeque<T>>) -> VecDeque<T> {
            let mut from = from.lock().unwrap();
            let count = from.len().div_ceil(2);
            from.drain(..count).collect()
        }

        fn batch<T>(mut taken: VecDeque<T>, to: &Worker<T>) -> Steal<T> {
            match taken.pop_front() {
                None => Steal::Empty,
                Some(first) => {
                    to.0.lock().unwrap().append(&mut taken);
                    Steal::Success(first)
                }
            }
        }

        impl<T> Worker<T> {
            /// An empty deque, first in, first out.
            pub fn new_fifo() -> Self {
                Self(Arc::new(Mutex::new(VecDeque::new())))
            }

            /// The other end.
            pub fn stealer(&self) -> Stealer<T> {
                Stealer(Arc::clone(&self.0))
            }

            /// Puts one at the end.
            pub fn push(&self, item: T) {
                self.0.lock().unwrap().push_back(item);
            }

            /// Takes the first.
            pub fn pop(&self) -> Option<T> {
                self.0.lock().unwrap().pop_front()
            }

            /// Whether it is empty.
            pub fn is_empty(&self) -> bool {
                self.0.lock().unwrap().is_empty()
            }
        }

        impl<T> Stealer<T> {
            /// Moves half.
            pub fn steal_batch_and_pop(&self, to: &Worker<T>) -> Steal<T> {
                batch(half(&self.0), to)
            }

            /// Whether it is empty.
            pub fn is_empty(&self) -> bool {
                self.0.lock().unwrap().is_empty()
            }
        }

        impl<T> Injector<T> {
            /// An empty queue.
            #[expect(clippy::new_without_default, reason = "as crossbeam has it")]
            pub fn new() -> Self {
                Self(Mutex::new(VecDeque::new()))
            }

            /// Puts one at the end.
            pub fn push(&self, item: T) {
                self.0.lock().unwrap().push_back(item);
            }

            /// Moves some.
            pub fn steal_batch_and_pop(&self, to: &Worker<T>) -> Steal<T> {
                batch(half(&self.0), to)
            }
        }
    }

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

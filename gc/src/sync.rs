//! The crate's synchronisation types: atomics, a lock, a futex word; loom's under `cfg(loom)`.
//!
//! Locks are taken in this order, never the other way round: the cycle lock, the registry, the large-object
//! space, the block pool, the verdicts. No lock is held while the embedder runs except the cycle lock and the
//! registry, which a collection holds from its stop to its release.
//!
//! Locks do not poison: a panic inside the collector's critical sections aborts the process (see `cycle`), so
//! that nobody ever sees what such a panic left behind.

#[cfg(not(loom))]
pub(crate) use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, AtomicUsize, Ordering};

#[cfg(loom)]
pub(crate) use loom::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, AtomicUsize, Ordering};

#[cfg(not(loom))]
pub(crate) use std::sync::MutexGuard;

#[cfg(loom)]
pub(crate) use loom::sync::MutexGuard;

/// A lock that blocks its thread. A mutator takes one only while safe or for a bounded moment.
#[derive(Debug, Default)]
pub(crate) struct Mutex<T> {
    #[cfg(not(loom))]
    #[allow(clippy::disallowed_types, reason = "this is the newtype the rule asks for")]
    inner: std::sync::Mutex<T>,
    #[cfg(loom)]
    inner: loom::sync::Mutex<T>,
}

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Mutex<T> {
        Mutex {
            #[cfg(not(loom))]
            #[allow(clippy::disallowed_types, reason = "this is the newtype the rule asks for")]
            inner: std::sync::Mutex::new(value),
            #[cfg(loom)]
            inner: loom::sync::Mutex::new(value),
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        match self.inner.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}

/// A 32-bit atomic word on which threads may sleep.
#[derive(Debug)]
pub(crate) struct Futex {
    pub(crate) word: AtomicU32,
    #[cfg(loom)]
    sleepers: (loom::sync::Mutex<()>, loom::sync::Condvar),
}

impl Futex {
    pub(crate) fn new(value: u32) -> Futex {
        Futex {
            word: AtomicU32::new(value),
            #[cfg(loom)]
            sleepers: (loom::sync::Mutex::new(()), loom::sync::Condvar::new()),
        }
    }

    /// Sleeps while the word holds `expected`; may return early. The caller looks again.
    #[cfg(not(loom))]
    pub(crate) fn wait(&self, expected: u32) {
        typhon_os::futex::wait(&self.word, expected, None);
    }

    /// Wakes every thread asleep on the word. The word was changed before.
    #[cfg(not(loom))]
    pub(crate) fn wake_all(&self) {
        typhon_os::futex::wake(&self.word, u32::MAX);
    }

    /// As the kernel does it: comparing and falling asleep are one step against `wake_all`.
    #[cfg(loom)]
    pub(crate) fn wait(&self, expected: u32) {
        let guard =
            self.sleepers.0.lock().unwrap_or_else(|_| unreachable!("no model panics under this lock"));
        if self.word.load(Ordering::Relaxed) == expected {
            drop(self.sleepers.1.wait(guard));
        }
    }

    #[cfg(loom)]
    pub(crate) fn wake_all(&self) {
        drop(self.sleepers.0.lock());
        self.sleepers.1.notify_all();
    }
}

/// A cell whose accesses a model checks; who may touch it is argued where it is used.
#[cfg(loom)]
pub(crate) use loom::cell::UnsafeCell;

/// A cell with loom's interface.
#[cfg(not(loom))]
#[derive(Debug)]
pub(crate) struct UnsafeCell<T>(std::cell::UnsafeCell<T>);

#[cfg(not(loom))]
impl<T> UnsafeCell<T> {
    pub(crate) const fn new(value: T) -> UnsafeCell<T> {
        UnsafeCell(std::cell::UnsafeCell::new(value))
    }

    /// Calls `f` with a pointer to the content; writing through it is the caller's claim to make.
    #[inline(always)]
    pub(crate) fn with_mut<R>(&self, f: impl FnOnce(*mut T) -> R) -> R {
        f(self.0.get())
    }
}

/// A queue without a bound, for several threads on both sides.
#[cfg(not(loom))]
pub(crate) use crossbeam::queue::SegQueue as Queue;

/// Under loom each operation of the queue counts as one atomic step.
#[cfg(loom)]
#[derive(Debug)]
pub(crate) struct Queue<T>(loom::sync::Mutex<std::collections::VecDeque<T>>);

#[cfg(loom)]
impl<T> Queue<T> {
    pub(crate) fn new() -> Queue<T> {
        Queue(loom::sync::Mutex::default())
    }

    fn items(&self) -> MutexGuard<'_, std::collections::VecDeque<T>> {
        self.0.lock().unwrap_or_else(|_| unreachable!("no model panics under this lock"))
    }

    pub(crate) fn push(&self, item: T) {
        self.items().push_back(item);
    }

    pub(crate) fn pop(&self) -> Option<T> {
        self.items().pop_front()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items().is_empty()
    }
}

/// Lets others run between two looks at a word.
pub(crate) fn yield_now() {
    #[cfg(not(loom))]
    std::thread::yield_now();
    #[cfg(loom)]
    loom::thread::yield_now();
}

//! Plain Rust state of an object, guarded by a parking lock of the object's own.
//!
//! # Thread-safety
//! Whoever has entered is the only thread that touches the state. The lock parks the fiber, so it may be held across blocking calls and Python
//! code (a raw stream's methods), which may come back to the same object: the holder may enter again and is told so ([`Entered::is_nested`]). The
//! state itself is only lent to bodies that run no Python code ([`Entered::with`]), so it is never lent twice.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicU64, Ordering};

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::scheduler::RawLock;
use typhon_vm::threads;

/// State behind a lock.
pub(super) struct Guarded<T> {
    raw: RawLock,
    /// Identifier of the thread inside; 0: none.
    holder: AtomicU64,
    state: UnsafeCell<T>,
}

// SAFETY: the state is touched by the thread inside alone, or when the object is dead.
unsafe impl<T: Send> Sync for Guarded<T> {}

impl<T> Guarded<T> {
    pub(super) fn new(state: T) -> Guarded<T> {
        Guarded { raw: RawLock::new(), holder: AtomicU64::new(0), state: UnsafeCell::new(state) }
    }

    /// Waits for the lock of `object`, which this state belongs to. Raises what an interrupt's handler raises.
    pub(super) fn enter<'a>(&'a self, cx: &'a Cx, object: Value) -> R<Entered<'a, T>> {
        let me = threads::ident(cx.fiber().reference());
        // Nobody else writes the calling thread's identifier.
        if self.holder.load(Ordering::Relaxed) == me {
            return Ok(Entered { guarded: self, nested: true });
        }
        while !cx.lock_for(&self.raw, None, "stream", object, &self.holder)? {}
        self.holder.store(me, Ordering::Relaxed);
        Ok(Entered { guarded: self, nested: false })
    }

    /// The state of an object that nobody else knows any more, or yet.
    ///
    /// # Safety
    /// No other thread can reach the object.
    pub(super) unsafe fn take_unsync(&self) -> T
    where
        T: Default,
    {
        // SAFETY: as the caller promises.
        std::mem::take(unsafe { &mut *self.state.get() })
    }
}

/// The right to touch the state, until dropped.
pub(super) struct Entered<'a, T> {
    guarded: &'a Guarded<T>,
    nested: bool,
}

impl<T> Entered<'_, T> {
    /// Whether the calling thread was inside already.
    pub(super) fn is_nested(&self) -> bool {
        self.nested
    }

    /// Lends the state to a body that runs no Python code and does not come back here.
    #[inline]
    pub(super) fn with<U>(&self, body: impl FnOnce(&mut T) -> U) -> U {
        // SAFETY: this thread holds the lock, and the state is lent once: bodies do not enter again.
        body(unsafe { &mut *self.guarded.state.get() })
    }
}

impl<T> Drop for Entered<'_, T> {
    fn drop(&mut self) {
        if !self.nested {
            self.guarded.holder.store(0, Ordering::Relaxed);
            self.guarded.raw.unlock();
        }
    }
}

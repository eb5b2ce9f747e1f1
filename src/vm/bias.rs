//! The bias: one thread that needs no locks, because no other runs.
//!
//! Most programs with several Python threads run one of them most of the time: the others wait for a request, a queue, the clock. That one is
//! then *biased*: it leaves out object locks, claims without compare-and-exchange, and so costs what it would cost alone. Biased locking (Kawachiya
//! et al., OOPSLA 2002), for the whole heap at once instead of for each object.
//!
//! # What it protects
//! What object locks and the claims of generators and cursors protect: a *section* that looks at [`Bias::is_contended`] and finds it false runs as
//! if there were no other thread. Sections have no safepoint in them (rule (f) of the container protocols); what goes on across safepoints asks
//! [`Runtime::is_shared`](crate::runtime::Runtime::is_shared) instead, which never goes back.
//!
//! # Participants
//! The *holder*: the biased thread's fiber. All *other fibers*, each with the worker that is about to run it. The scheduler's monitor, which has
//! seen one worker run one fiber for long while the others slept, and asks that fiber's next safepoint to take the bias; that decides nothing.
//!
//! # Transitions
//! | what | who | where |
//! | --- | --- | --- |
//! | contend | the thread that starts the program's second one, the only one that runs | between two instructions |
//! | grant | the holder to be | at its safepoint, in a stop of the world that finds every other worker asleep, in a blocking section or between fibers |
//! | revoke | whoever is to run another fiber | before that touches an object, in a stop of the world |
//!
//! There are two ways to run Python code that do not begin at a safepoint of the running fiber itself: a worker resumes a fiber (the `resumed` hook), and a
//! blocking section ends ([`Cx::blocking`](crate::context::Cx::blocking)). Both revoke, and look again after their stop, as another grant may have been made
//! before their mutator runs again; once it runs, a stop waits for it, and finds its fiber running. (Who waits for an object's lock, in
//! [`Cx::while_safe`](crate::context::Cx::while_safe), is safe but counts as running: its worker has a fiber and is in no blocking section.)
//!
//! # Why it is enough
//! A stop of the world finds each running fiber at a safepoint, so in no section. A grant: nobody is in a section, and who could begin one without
//! revoking is the holder alone. A revocation: the holder is in no section, and its next one finds `contended` set. Both words are written in stops
//! only, but for `contend`, which changes something only when nobody else runs; the stop's handshake orders them, and all that sections did, before
//! whatever comes after it. So the loads in sections may be relaxed.
//!
//! *Fork*: the child has one thread; it stays as contended as it was until its monitor asks. *Deterministic runs* have no monitor's look, and so
//! no bias.
//!
//! Rejected: a bit in each object that only one thread has seen (stores into shared objects would have to look at what they store, and all that it
//! reaches), and biasing each object (a revocation per object is a handshake each).
//!
//! Checked by `tests/models/bias.rs`, which must notice each of its faults, and by `tests/race/test_bias.py`, which failed in
//! each of twelve runs without the one revocation, and in each of twelve without the other.

use crate::sync::{AtomicBool, AtomicU64, Ordering};

/// No fiber's number.
const NOBODY: u64 = u64::MAX;

/// Who is biased, if anybody is.
pub(crate) struct Bias {
    contended: AtomicBool,
    /// The fiber that is biased while `contended` is false; before the second thread nobody in particular.
    holder: AtomicU64,
}

impl Bias {
    /// That of a program with one Python thread.
    #[cfg(not(loom))]
    pub(crate) const fn new() -> Bias {
        Bias { contended: AtomicBool::new(false), holder: AtomicU64::new(NOBODY) }
    }

    /// The same in a model, whose atomics are made at run time.
    #[cfg(loom)]
    pub(crate) fn new() -> Bias {
        Bias { contended: AtomicBool::new(false), holder: AtomicU64::new(NOBODY) }
    }

    /// Whether another fiber than the calling one may run before the caller's next safepoint.
    #[inline(always)]
    pub(crate) fn is_contended(&self) -> bool {
        self.contended.load(Ordering::Relaxed)
    }

    /// A second thread is about to be started by the only one that runs, or by the holder; or everybody stands still.
    pub(crate) fn contend(&self) {
        self.contended.store(true, Ordering::Relaxed);
    }

    /// Makes a fiber the biased one. In a stop that has found no other to run.
    pub(crate) fn grant(&self, fiber: u64) {
        self.holder.store(fiber, Ordering::Relaxed);
        self.contended.store(false, Ordering::Relaxed);
    }

    /// Revokes the bias of any other fiber than the one that is to run now. `stop` has its argument called in a stop of the world, and answers when the
    /// caller's mutator runs again.
    #[inline(always)]
    pub(crate) fn enter(&self, fiber: u64, stop: impl FnMut(&dyn Fn())) {
        if self.is_of_other(fiber) {
            self.revoke(fiber, stop);
        }
    }

    #[cold]
    fn revoke(&self, fiber: u64, mut stop: impl FnMut(&dyn Fn())) {
        // Before the mutator ran again another grant may have been made.
        while self.is_of_other(fiber) {
            stop(&|| self.contend());
        }
    }

    /// Whether another fiber than this one is biased.
    #[inline(always)]
    pub(crate) fn is_of_other(&self, fiber: u64) -> bool {
        !self.is_contended() && ![NOBODY, fiber].contains(&self.holder.load(Ordering::Relaxed))
    }
}

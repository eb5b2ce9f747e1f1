//! What a Python thread waits for, as others may be told.
//!
//! Before a thread parks for a lock or for another thread's end it notes in its context what it is, since when, and where the
//! holder's identifier can be read; afterwards it takes the note back. The note is read by others only inside a stop, or by the
//! thread itself, so it is a plain cell.

use std::sync::atomic::{AtomicU64, Ordering};

use typhon_scheduler::{RawLock, Waited};

use crate::context::{Cx, R};
use crate::value::Value;

/// One wait.
#[derive(Clone, Copy)]
pub struct Wait {
    /// What it is called in reports: "lock", "RLock", "thread".
    pub kind: &'static str,
    /// The object; kept alive by the waiting thread's own frames.
    pub object: Value,
    /// Where the identifier of the thread that holds it is, 0 for none; lies in the object.
    pub(crate) holder: *const AtomicU64,
    /// When the wait began, in nanoseconds of the scheduler's clock.
    pub since: u64,
    /// Whether only the holder can end it.
    pub forever: bool,
}

impl Wait {
    /// The identifier of the thread that holds what is waited for; 0: nobody, or it is not known.
    ///
    /// The wait is the calling thread's own, or its thread stands still.
    pub(crate) fn holder(&self) -> u64 {
        // SAFETY: the word lies in the object, which the waiting thread keeps alive.
        unsafe { (*self.holder).load(Ordering::Relaxed) }
    }
}

impl Cx {
    /// Takes a raw lock that belongs to `object`, parking until `deadline` at most (nanoseconds of the scheduler's clock); whether it was
    /// taken. `holder` lies in `object`. Raises what the handler of an interrupt raises; the lock is not taken then.
    pub fn lock_for(
        &self,
        raw: &RawLock,
        deadline: Option<u64>,
        kind: &'static str,
        object: Value,
        holder: &AtomicU64,
    ) -> R<bool> {
        if raw.try_lock() {
            return Ok(true);
        }
        loop {
            let wait = Wait { kind, object, holder, since: self.now(), forever: deadline.is_none() };
            self.wait.set(Some(wait));
            if deadline.is_none()
                && let Err(raised) = self.check_deadlock()
            {
                self.wait.set(None);
                return Err(raised);
            }
            let waited = raw.lock_interruptibly(self.fiber(), deadline);
            self.wait.set(None);
            match waited {
                Waited::Ready => return Ok(true),
                Waited::TimedOut => return Ok(false),
                Waited::Interrupted => self.serve_interrupt()?,
            }
        }
    }
}

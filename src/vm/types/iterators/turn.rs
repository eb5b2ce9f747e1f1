//! Turns: what makes `next` of an iterator made of iterators one step.
//!
//! # Protocol
//! *Protects*: that the parts of one `zip` tuple, or the number and item of one `enumerate` pair, are taken at one moment, so that threads
//! sharing the iterator see the rows of a single thread, each once. *Who*: all callers of `next` on that iterator. *How*: one parking
//! lock in the iterator, held for a row. A waiter parks its fiber, so the holder may allocate, and thereby stop for the collector.
//! *Only where no Python code can run*: all sources are iterators of the runtime over its own containers. A source written in Python
//! could come back to the same iterator and wait for itself; there, as the language promises nothing, the row is taken without a turn.
//! *Order*: an iterator's sources are older than itself, so turns nest from younger to older and never in a circle.
//! While the program has one Python thread no turn is taken.

use typhon_scheduler::RawLock;

use crate::context::Cx;
use crate::object;
use crate::runtime::Runtime;
use crate::types::number;
use crate::value::Value;

/// The lock, and whether turns are taken at all.
pub struct Turn {
    lock: RawLock,
    exclusive: bool,
}

/// The turn of one thread; over when dropped.
pub struct TurnGuard<'a>(Option<&'a RawLock>);

impl Turn {
    /// For an iterator with these sources.
    pub fn of(sources: &[Value]) -> Turn {
        Turn { lock: RawLock::new(), exclusive: sources.iter().all(|&source| runs_no_python(source)) }
    }

    /// Whether turns are taken.
    pub fn is_exclusive(&self) -> bool {
        self.exclusive
    }

    /// Waits for the calling thread's turn, if turns are taken.
    #[inline]
    pub fn take(&self, cx: &Cx) -> TurnGuard<'_> {
        if !self.exclusive || !Runtime::is_shared() {
            return TurnGuard(None);
        }
        self.lock.lock(cx.fiber());
        TurnGuard(Some(&self.lock))
    }
}

impl Drop for TurnGuard<'_> {
    fn drop(&mut self) {
        if let Some(lock) = self.0 {
            lock.unlock();
        }
    }
}

fn runs_no_python(source: Value) -> bool {
    let Some(object) = source.as_object() else { return false };
    match object::shape_id(object) {
        number::LIST_ITERATOR..=number::SET_ITERATOR => true,
        number::ZIP => source.cast::<super::combine::Combined>().is_some_and(|zip| zip.turn.exclusive),
        number::ENUMERATE => {
            source.cast::<super::adapters::Enumerate>().is_some_and(|this| this.turn.exclusive)
        }
        _ => source.cast::<super::stateful::Stateful>().is_some_and(|this| this.turn.exclusive),
    }
}

const _: () =
    assert!(number::LIST_ITERATOR < number::SET_ITERATOR && number::SET_ITERATOR < number::SEQUENCE_ITERATOR);

//! Turns: what makes `next` of an iterator made of iterators one step.
//!
//! # Protocol
//! *Protects*: that the parts of one `zip` tuple, or the number and item of one `enumerate` pair, are taken at one moment, so that threads
//! sharing the iterator see the rows of a single thread, each once. *Who*: all callers of `next` on that iterator. *How*: one parking
//! lock in the iterator, held for a row. A waiter parks its fiber, so the holder may allocate, and thereby stop for the collector.
//! *Only where no Python code runs*: all sources are iterators of the runtime over its own containers. A source written in Python may wait for another
//! thread, which may wait for the turn; there, as the language promises nothing, the row is taken without one.
//! *Signals*: a long row passes safepoints but leaves interrupts to the next instruction ([`TurnGuard::poll`]), since their handlers are Python code too.
//! *Order*: an iterator's sources are older than itself, so turns nest from younger to older and never in a circle.
//! While the program has one Python thread no turn is taken; while one runs, it is taken without read-modify-writes ([`crate::bias`]). In the child of a `fork` a turn that another thread had stays taken.
//!
//! The lock is the scheduler's, with its model; `tests/lang/threads/turns.py` looks at signals and at what runs Python code.

use typhon_scheduler::RawLock;

use crate::context::{Cx, R};
use crate::object;
use crate::runtime::{self, Runtime};
use crate::types::number;
use crate::value::Value;

/// The lock, and whether turns are taken at all.
pub struct Turn {
    lock: RawLock,
    exclusive: bool,
}

/// The turn of one thread; over when dropped.
pub struct TurnGuard<'a>(Option<&'a Turn>);

impl Turn {
    /// For an iterator with these sources.
    pub fn of(sources: &[Value]) -> Turn {
        Turn::new(sources.iter().all(|&source| runs_no_python(source)))
    }

    /// For an iterator that iterates over such objects, one after the other.
    pub fn of_iterables(iterables: &[Value]) -> Turn {
        Turn::new(iterables.iter().all(|&iterable| runs_no_python(iterable) || iterates_natively(iterable)))
    }

    fn new(exclusive: bool) -> Turn {
        Turn { lock: RawLock::new(), exclusive }
    }

    /// Whether rows exclude each other: by turns, or because there is one Python thread.
    #[inline]
    pub fn is_exclusive(&self) -> bool {
        self.exclusive || !Runtime::is_shared()
    }

    /// Waits for the calling thread's turn, if turns are taken.
    #[inline]
    pub fn take(&self, cx: &Cx) -> TurnGuard<'_> {
        if !self.exclusive || !Runtime::is_shared() {
            return TurnGuard(None);
        }
        if Runtime::is_contended() {
            self.lock.lock(cx.fiber());
        } else {
            self.lock.lock_alone(cx.fiber());
        }
        TurnGuard(Some(self))
    }
}

impl TurnGuard<'_> {
    /// A safepoint inside a row.
    #[inline]
    pub fn poll(&self, cx: &Cx) -> R<()> {
        if self.0.is_none() {
            return cx.poll();
        }
        cx.poll_quietly();
        Ok(())
    }
}

impl Drop for TurnGuard<'_> {
    #[inline]
    fn drop(&mut self) {
        match self.0 {
            None => {}
            Some(turn) if Runtime::is_contended() => turn.lock.unlock(),
            Some(turn) => turn.lock.unlock_alone(),
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
        // A class derived from one of `itertools` may have a `__next__` of its own.
        _ => source
            .cast::<super::stateful::Stateful>()
            .is_some_and(|this| this.turn.exclusive && !runtime::type_of(source).is_heap()),
    }
}

/// Whether an object is a container of the runtime whose iterator runs no Python code.
fn iterates_natively(iterable: Value) -> bool {
    let class = runtime::type_of(iterable);
    ITERATED_NATIVELY.iter().any(|&number| class == runtime::builtin_type(number))
}

const ITERATED_NATIVELY: &[u32] = &[
    number::LIST,
    number::TUPLE,
    number::STR,
    number::BYTES,
    number::BYTE_ARRAY,
    number::DICT,
    number::DICT_KEYS,
    number::DICT_VALUES,
    number::DICT_ITEMS,
    number::SET,
    number::FROZENSET,
    number::RANGE,
];

const _: () =
    assert!(number::LIST_ITERATOR < number::SET_ITERATOR && number::SET_ITERATOR < number::SEQUENCE_ITERATOR);

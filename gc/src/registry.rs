//! The mutators of one heap, and what each shares with the collector.

use std::sync::Arc;

use crossbeam::utils::CachePadded;

use crate::handshake::StopWord;
use crate::host::MutatorId;
use crate::object::ObjRef;
use crate::sync::{Mutex, MutexGuard, UnsafeCell};

/// The part of a mutator the collector may touch, while the word says so.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) id: MutatorId,
    pub(crate) word: StopWord,
    /// The published log: the mutator's while it runs, the collector's while it is held.
    log: UnsafeCell<Vec<ObjRef>>,
}

// SAFETY: `log` is the one field that is not synchronised by itself; who may touch it when is fixed by the
// protocol of `word` (see `handshake`), whose transitions acquire and release it.
unsafe impl Sync for Shared {}

impl Shared {
    pub(crate) fn new(id: MutatorId) -> Shared {
        Shared { id, word: StopWord::new(), log: UnsafeCell::new(Vec::new()) }
    }

    /// Moves `entries` into the published log.
    ///
    /// # Safety
    /// The caller is the mutator, and runs.
    pub(crate) unsafe fn publish_log(&self, entries: &mut Vec<ObjRef>) {
        // SAFETY: while the mutator runs the log is its own.
        self.log.with_mut(|log| unsafe { (*log).append(entries) });
    }

    /// Takes the published log.
    ///
    /// # Safety
    /// The caller holds the mutator.
    pub(crate) unsafe fn take_log(&self) -> Vec<ObjRef> {
        // SAFETY: while the mutator is held the log is the stopper's.
        self.log.with_mut(|log| unsafe { std::mem::take(&mut *log) })
    }
}

/// All registered mutators. A stop holds the lock from its first request to its last release.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    list: Mutex<Registered>,
}

/// What the registry's lock protects.
#[derive(Debug, Default)]
pub(crate) struct Registered {
    pub(crate) mutators: Vec<Arc<CachePadded<Shared>>>,
    /// Log entries of mutators that have gone.
    pub(crate) orphans: Vec<ObjRef>,
    next_id: u32,
}

impl Registry {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Registered> {
        self.list.lock()
    }

    /// Enters a new mutator, safe. Waits while a stop is on.
    pub(crate) fn register(&self) -> Arc<CachePadded<Shared>> {
        let mut list = self.list.lock();
        let id = MutatorId(list.next_id);
        list.next_id += 1;
        let shared = Arc::new(CachePadded::new(Shared::new(id)));
        list.mutators.push(Arc::clone(&shared));
        shared
    }

    /// Removes a mutator, which is safe. Waits while a stop is on.
    pub(crate) fn unregister(&self, mutator: &Shared) {
        let mut list = self.list.lock();
        debug_assert!(mutator.word.is_safe());
        // SAFETY: it is safe and stays so, and whoever holds this lock is the only possible stopper.
        let mut log = unsafe { mutator.take_log() };
        list.orphans.append(&mut log);
        list.mutators.retain(|other| other.id != mutator.id);
    }
}

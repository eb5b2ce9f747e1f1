//! The mutators of one heap, and what each shares with the collector.

use std::sync::Arc;

use crossbeam::utils::CachePadded;

use crate::handshake::StopWord;
use crate::host::MutatorId;
use crate::object::ObjRef;
use crate::sync::{Mutex, MutexGuard, UnsafeCell};
use crate::watch::Watch;

/// The part of a mutator the collector may touch, while the word says so.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) id: MutatorId,
    pub(crate) word: StopWord,
    /// The mutator's while it runs, the collector's while it is held.
    published: UnsafeCell<Published>,
}

/// What a mutator has to tell the collector.
#[derive(Debug, Default)]
pub(crate) struct Published {
    /// Objects stored into.
    pub(crate) log: Vec<ObjRef>,
    /// Objects to be watched.
    pub(crate) watches: Vec<(ObjRef, Watch)>,
}

impl Published {
    pub(crate) fn append(&mut self, mut other: Published) {
        self.log.append(&mut other.log);
        self.watches.append(&mut other.watches);
    }
}

// SAFETY: `published` is the one field that is not synchronised by itself; who may touch it when is fixed by the
// protocol of `word` (see `handshake`), whose transitions acquire and release it.
unsafe impl Sync for Shared {}

impl Shared {
    pub(crate) fn new(id: MutatorId) -> Shared {
        Shared { id, word: StopWord::new(), published: UnsafeCell::new(Published::default()) }
    }

    /// Adds to what is published.
    ///
    /// # Safety
    /// The caller is the mutator, and runs.
    pub(crate) unsafe fn publish(&self, add: impl FnOnce(&mut Published)) {
        // SAFETY: while the mutator runs it is its own.
        self.published.with_mut(|published| add(unsafe { &mut *published }));
    }

    /// Takes what is published.
    ///
    /// # Safety
    /// The caller holds the mutator.
    pub(crate) unsafe fn take_published(&self) -> Published {
        // SAFETY: while the mutator is held it is the stopper's.
        self.published.with_mut(|published| unsafe { std::mem::take(&mut *published) })
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
    /// What mutators that have gone had published.
    pub(crate) orphans: Published,
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
        let published = unsafe { mutator.take_published() };
        list.orphans.append(published);
        list.mutators.retain(|other| other.id != mutator.id);
    }
}

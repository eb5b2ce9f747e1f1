//! Objects whose death somebody wants to know of.
//!
//! A mutator enters an object once ([`Watch`] says for what), usually right after allocating it; entries wait in the mutator and are
//! published with its log. The collector keeps them by generation: a young collection looks only at entries made since the
//! last one, because nothing older can have died in it. An entry is spent when its object is found dead: for a
//! finalizer that means at most one call per object, whatever the finalizer does with it.

use std::cell::RefCell;

use crate::object::ObjRef;

/// What is to happen when the object dies.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Watch {
    /// The embedder finalizes it: it, and what can be reached from it, survives this one collection.
    Finalize,
    /// The embedder frees what the object owns outside the heap; the object goes.
    Drop,
}

/// Entries of one mutator that the collector does not know yet.
#[derive(Debug, Default)]
pub(crate) struct NewWatches(RefCell<Vec<(ObjRef, Watch)>>);

impl NewWatches {
    pub(crate) fn push(&self, object: ObjRef, watch: Watch) {
        self.0.borrow_mut().push((object, watch));
    }

    /// Gives the entries away for publication.
    pub(crate) fn with_entries(&self, f: impl FnOnce(&mut Vec<(ObjRef, Watch)>)) {
        let mut entries = self.0.borrow_mut();
        if !entries.is_empty() {
            f(&mut entries);
        }
    }
}

/// All published entries, in the order they were made. Lives under the cycle lock.
#[derive(Debug, Default)]
pub(crate) struct Watched {
    finalize: Generations,
    drop: Generations,
}

#[derive(Debug, Default)]
struct Generations {
    /// Entered since the last collection.
    young: Vec<ObjRef>,
    old: Vec<ObjRef>,
}

impl Watched {
    pub(crate) fn enter(&mut self, entries: impl IntoIterator<Item = (ObjRef, Watch)>) {
        for (object, watch) in entries {
            self.of(watch).young.push(object);
        }
    }

    fn of(&mut self, watch: Watch) -> &mut Generations {
        match watch {
            Watch::Finalize => &mut self.finalize,
            Watch::Drop => &mut self.drop,
        }
    }

    /// Takes the entries out whose objects did not survive. `full`: look at all entries, not just the young ones.
    pub(crate) fn take_dead(
        &mut self,
        watch: Watch,
        full: bool,
        survives: impl Fn(ObjRef) -> bool,
    ) -> Vec<ObjRef> {
        let Generations { young, old } = self.of(watch);
        let mut dead = Vec::new();
        let mut keep = |object: ObjRef| survives(object) || (dead.push(object), false).1;
        if full {
            old.retain(|&object| keep(object));
        }
        old.extend(young.drain(..).filter(|&object| keep(object)));
        dead
    }

    /// Takes every entry for `watch`, in order: for the embedder's end.
    pub(crate) fn take_all(&mut self, watch: Watch) -> Vec<ObjRef> {
        let Generations { young, old } = self.of(watch);
        let mut all = std::mem::take(old);
        all.append(young);
        all
    }
}

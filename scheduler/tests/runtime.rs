//! The scheduler under load, over the public interface, with a small embedder that spawns closures.
#![cfg(not(loom))]

mod runtime {
    pub(crate) mod embedder;
    mod fibers;
    mod locking;
    mod migration;
    mod parking;
    mod preemption;
    mod shutdown;
}

//! The scheduler under load, over the public interface, with a small embedder that spawns closures.
#![cfg(not(loom))]

mod runtime {
    mod blocking;
    mod deterministic;
    pub(crate) mod embedder;
    mod fibers;
    mod fork;
    mod interrupts;
    mod locking;
    mod migration;
    mod parking;
    mod preemption;
    mod reactor;
    mod shutdown;
}

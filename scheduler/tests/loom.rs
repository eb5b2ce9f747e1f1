//! Models of the protocols, over the production types: every interleaving loom can reach within its bounds.
//!
//! `RUSTFLAGS="--cfg loom" cargo test -p typhon-scheduler --test loom --release`
//!
//! Each model says what it would find; `LOOM_MAX_PREEMPTIONS` bounds the longer ones (set here).
#![cfg(loom)]

mod models {
    mod blocking;
    mod byte_lock;
    mod faults;
    mod fiber_state;
    mod idle;
    mod lock;
    mod queue;
    mod readiness;
    mod timer;
}

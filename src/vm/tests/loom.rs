//! Models of the machine's protocols: every interleaving loom can reach within its bounds.
//!
//! `RUSTFLAGS="--cfg loom" cargo test -p typhon-vm --test loom --release`, with a target directory of its own. The protocols' files are
//! compiled into this test as they are, with loom's atomics behind `sync`; the rest of the machine is left out.
#![cfg(loom)]

#[path = "../bias.rs"]
mod bias;
#[path = "../instance/mirror.rs"]
mod mirror;
#[path = "../interp/cache/places.rs"]
mod places;
#[path = "../types/generator/state.rs"]
#[allow(dead_code, unreachable_pub, reason = "serves the whole machine; models use a part")]
mod state;
#[path = "../types/hashed/steps.rs"]
#[allow(dead_code, reason = "models have narrow indices only")]
mod steps;
#[path = "../value.rs"]
#[allow(dead_code, unreachable_pub, reason = "serves the whole machine; models use a part")]
mod value;
#[path = "../types/type_/version.rs"]
mod version;

/// What these name of the machine's `sync`.
mod sync {
    pub(crate) use loom::sync::atomic::{
        AtomicBool, AtomicI64, AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering,
    };
}

/// What `value` names of `object`.
mod object {
    use typhon_gc::{Header, ObjRef};

    /// # Safety
    /// Never called: the models' values are small ints.
    pub(crate) unsafe fn object_at(_header: *mut Header) -> ObjRef {
        unreachable!("a model without a heap")
    }
}

mod models {
    mod bias;
    mod dict;
    mod faults;
    mod generator;
    mod mirror;
    mod places;
    mod version;
}

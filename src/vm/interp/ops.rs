//! Handlers by family. Each takes the machine and the instruction and answers the next machine; what does not fit a few
//! comparisons is in a never-inlined slow path, which goes to `protocol/` or `types/`.

pub(crate) mod arith;
pub(crate) mod attr;
pub(crate) mod build;
pub(crate) mod call;
pub(crate) mod compare;
pub(crate) mod control;
pub(crate) mod exception;
pub(crate) mod generator;
pub(crate) mod import;
pub(crate) mod iterate;
pub(crate) mod name;
pub(crate) mod pattern;
pub(crate) mod typing;

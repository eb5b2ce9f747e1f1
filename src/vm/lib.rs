//! The virtual machine: values, objects, types, protocols, interpreter, exceptions, import.
//!
//! | module | owns |
//! | --- | --- |
//! | [`value`] | the value word |
//! | [`object`], [`shape`], [`instance`] | typed references and the object lock; shapes; attributes of instances |
//! | [`typedef`], [`declare`], [`signature`], [`dunder`], [`names`] | how types are declared; parameters; special methods; interned names |
//! | [`types`] | the builtin types, one file or folder each, in one ordered list |
//! | [`buffer`] | objects that lend others their bytes |
//! | [`protocol`] | the operations of the language on any object |
//! | [`interp`] | frames, dispatch, inline caches, unwinding |
//! | [`call`], [`exceptions`], [`import`], [`codecs`] | calls; exceptions; modules; text to bytes and back |
//! | [`context`], [`threads`], [`signals`] | one Python thread's context; starting threads; interrupting them |
//! | [`monitoring`] | telling debuggers, profilers and tracers what runs |
//! | [`waits`], [`dump`] | what threads wait for; reports on all threads, deadlocks |
//! | [`weak_table`], [`weak_list`], [`finalization`], [`payloads`] | what happens when objects die |
//! | [`runtime`], `host` | the process; where collector and scheduler meet |
//!
//! Everything that Python code can reach is safe under any interleaving of threads; each type's file argues how.
//!
//! Under `cfg(loom)` this crate is empty: its models (`tests/loom.rs`) compile the files of the protocols themselves.
#![cfg(not(loom))]

mod bias;
pub mod buffer;
pub mod call;
pub mod codecs;
pub mod context;
pub mod declare;
pub mod dump;
pub mod dunder;
pub mod exceptions;
pub mod finalization;
mod host;
pub mod import;
pub mod instance;
pub mod intern;
pub mod interp;
pub mod kept;
pub mod monitoring;
pub mod names;
pub mod object;
pub mod payloads;
pub mod protocol;
pub mod runtime;
pub mod shape;
pub mod signals;
pub mod signature;
mod sync;
pub mod threads;
pub mod typedef;
pub mod types;
pub mod value;
pub mod waits;
pub mod weak_list;
pub mod weak_table;

pub use context::{Cx, R, Raised};
pub use object::Obj;
pub use value::Value;

/// What native modules need of the layers below.
pub use typhon_gc as gc;
pub use typhon_scheduler as scheduler;

//! Native modules, one file or folder each, named after the Python module.
//!
//! A module is one [`ModuleDef`](typhon_vm::import::ModuleDef) at the end of its file and one line in [`MODULES`]. What a module does
//! not have yet is absent from it, not faked; README lists what is missing.

pub mod builtins;
pub mod codecs_;
pub mod compile;
mod constants;
pub mod errno;
pub mod gc;
pub mod posix;
pub mod signal_;
pub mod stat_;
pub mod stdio;
pub mod sys;
pub mod system;
pub mod thread_;
pub mod time;
pub mod typhon_;
pub mod typing_;
pub mod warn;
pub mod weakref_;

use typhon_vm::import::ModuleDef;

/// Every native module.
pub static MODULES: &[&ModuleDef] = &[
    &builtins::BUILTINS,
    &codecs_::CODECS,
    &errno::ERRNO,
    &gc::GC,
    &posix::POSIX,
    &signal_::SIGNAL,
    &stat_::STAT,
    &sys::SYS,
    &thread_::THREAD,
    &time::TIME,
    &typhon_::TYPHON,
    &typing_::TYPING,
    &weakref_::WEAKREF,
];

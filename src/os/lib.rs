//! The operating-system layer: memory, futexes, stacks, processors, clocks, files, output.
//!
//! Thin, typed calls over `libc`, each returning `io::Result` where the kernel can refuse. It knows no Python
//! type and no other crate of ours, keeps no state beyond cached facts about the machine, and starts no thread.
//!
//! | module | what it owns |
//! | --- | --- |
//! | [`memory`] | reserving, discarding and guarding address space; limits; what is resident |
//! | [`fence`] | fences of which one side pays |
//! | [`futex`] | sleeping on a word and waking its sleepers |
//! | [`stack`] | making every live word of the callers visible in memory |
//! | [`cpu`] | how many processors this process may use |
//! | [`time`] | the monotonic and the wall clock in nanoseconds |
//! | [`signal`] | what happens on signals, and which have come |
//! | [`thread`] | the calling OS thread's number and name |
//! | [`path`], [`descriptor`], [`extended`] | files by name and by descriptor; their extended attributes |
//! | [`poll`], [`socket`] | which descriptors are ready; sockets and names of hosts |
//! | [`users`], [`limits`], [`terminal`] | users and groups; limits and usage; terminals |
//! | [`spawn`] | starting programs, `fork` |
//! | [`transfer`], [`posix_spawn`] | moving bytes between files; the C library's way to start programs |
//! | [`process`], [`environment`], [`configuration`] | the process; its environment; the system's limits |
//! | [`file`] | whole-file reads, metadata, atomic replacement, directories |
//! | [`stream`] | the calls that file objects make on a descriptor |
//! | [`locale`] | the C library's locale |
//! | [`mapping`] | mapped files and memory |
//! | [`math`] | the real functions of the C library |
//! | [`random`] | random bytes |
//! | [`room`] | memory that a call fills |
//! | [`output`] | complete writes to a descriptor |

mod call;
pub mod configuration;
pub mod cpu;
pub mod descriptor;
pub mod environment;
pub mod extended;
pub mod fence;
pub mod file;
pub mod futex;
pub mod limits;
pub mod locale;
mod lock;
pub mod mapping;
pub mod math;
pub mod memory;
pub mod output;
pub mod path;
pub mod poll;
pub mod posix_spawn;
pub mod process;
pub mod random;
pub mod room;
pub mod signal;
pub mod socket;
pub mod spawn;
pub mod stack;
pub mod stream;
pub mod terminal;
pub mod thread;
pub mod time;
pub mod transfer;
pub mod users;

/// The C library's types and numbers, for whoever has to name them. Its functions are called in this crate only.
pub use libc;

#[cfg(test)]
mod tests;

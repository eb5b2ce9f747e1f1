//! The operating-system layer: memory, futexes, stacks, processors, clocks, files, output.
//!
//! Thin, typed calls over `libc`, each returning `io::Result` where the kernel can refuse. It knows no Python
//! type and no other crate of ours, keeps no state beyond cached facts about the machine, and starts no thread.
//!
//! | module | what it owns |
//! | --- | --- |
//! | [`memory`] | reserving, discarding and guarding address space; limits; what is resident |
//! | [`futex`] | sleeping on a word and waking its sleepers |
//! | [`stack`] | making every live word of the callers visible in memory |
//! | [`cpu`] | how many processors this process may use |
//! | [`time`] | the monotonic and the wall clock in nanoseconds |
//! | [`signal`] | what happens on signals, and which have come |
//! | [`thread`] | the calling OS thread's number and name |
//! | [`file`] | whole-file reads, metadata, atomic replacement, directories |
//! | [`output`] | complete writes to a descriptor |

pub mod cpu;
pub mod file;
pub mod futex;
pub mod memory;
pub mod output;
pub mod signal;
pub mod stack;
pub mod thread;
pub mod time;

#[cfg(test)]
mod tests;

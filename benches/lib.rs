//! What the benches share: the smallest embedders of the collector and of the scheduler.
//!
//! Their figures are for comparison on one machine only. The Python programs and the script that runs them on two
//! interpreters (`compare`) lie beside this.
//!
//! ```text
//! cargo bench -p typhon-benches --bench collector     allocation, barrier, collections
//! cargo bench -p typhon-benches --bench footprint     fragmentation, memory after a peak, pauses by heap size
//! cargo bench -p typhon-benches --bench pauses        a histogram of how long mutators stand still
//! cargo bench -p typhon-benches --bench scheduler     threads made and joined, switches, locks
//! benches/compare                                     programs on Typhon and a peer
//! ```

pub mod fibers;
pub mod graph;

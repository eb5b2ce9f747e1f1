//! The collector: generational, non-moving, conservative on stacks, precise in the heap.
//!
//! It knows nothing of Python and nothing of fibers. The embedder implements [`Host`] (how large an object is,
//! which slots it has, where the roots are) and drives one [`Mutator`] per worker. This version marks inside one
//! stop, in parallel; the barrier, the log, the handshake and the verifier are the ones concurrent marking needs.
//!
//! # Map
//! | file | owns |
//! | --- | --- |
//! | `header`, `slot`, `object` | the first word of every object, the reference field, the object's address |
//! | `geometry` | block, line, granule and page arithmetic |
//! | `space`, `side_table`, `frontiers` | the reserved range, its side tables, how it is divided |
//! | `block`, `bitmap`, `lines` | what is recorded about one block |
//! | `pool` | which blocks are free, recyclable, touched since the last cycle |
//! | `large`, `runs`, `cards` | the large-object space, its free runs, its 512-byte cards |
//! | `mutator` | bump allocation, the write barrier, safepoints |
//! | `barrier` | the barrier's protocol and its log |
//! | `handshake`, `registry` | how mutators are stopped and go on |
//! | `cycle` | the phases of one collection |
//! | `resolve`, `roots` | from an ambiguous word to its object |
//! | `mark`, `tracer`, `crew`, `gate`, `exchange` | the marking loop, alone and in parallel |
//! | `sweep`, `poison` | making dead memory available again |
//! | `watch`, `order` | objects to be finalized, in which order; objects whose payload is to be dropped |
//! | `permanent` | what the embedder's start has left, which is never collected |
//! | `inspect` | every object, for debugging |
//! | `verify` | the naive second tracer |
//! | `policy`, `config`, `stats`, `sabotage` | when to collect, settings, figures, deliberate bugs for tests |

mod barrier;
mod bitmap;
mod block;
mod cards;
mod config;
mod crew;
mod cycle;
mod exchange;
mod frontiers;
mod gate;
mod geometry;
mod handshake;
mod header;
mod heap;
mod host;
mod inspect;
mod large;
mod lines;
mod mark;
mod mutator;
mod object;
mod order;
mod permanent;
mod poison;
mod policy;
mod pool;
mod prefetch;
mod registry;
mod resolve;
mod roots;
mod runs;
mod sabotage;
mod side_table;
mod slot;
mod space;
mod stats;
mod sweep;
mod sync;
mod tracer;
mod verify;
mod watch;

#[cfg(all(test, not(loom)))]
mod tests;

pub use config::Config;
pub use geometry::{BLOCK_BYTES, GRANULE_BYTES, LINE_BYTES, MAX_MEDIUM_BYTES};
pub use header::Header;
pub use heap::Heap;
pub use host::{CollectionKind, Host, MutatorId, OutOfMemory};
pub use inspect::Inspector;
pub use mark::Marked;
pub use mutator::Mutator;
pub use object::ObjRef;
pub use roots::Roots;
pub use sabotage::Sabotage;
pub use slot::Slot;
pub use stats::{CollectionReport, KindStats, Stats};
pub use tracer::Tracer;
pub use watch::Watch;

//! Filling dead memory with a pattern, so that whoever still uses it is found out.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::geometry::{BLOCK_BYTES, GRANULE_BYTES};
use crate::host::Host;
use crate::object::ObjRef;
use crate::space::Space;

/// No address, no small integer, no float anybody computes with; as a header: a shape id nobody has.
pub(crate) const POISON: u64 = 0xDBDB_DBDB_DBDB_DBDB;

/// Poisons what lies between the marked objects of a block.
pub(crate) fn poison_block(space: &Space, host: &dyn Host, block: usize, index: usize) {
    let base = space.block_address(block);
    let mut dead_from = base;
    for granule in space.blocks[block].bits[index].iter() {
        let start = base + granule * GRANULE_BYTES;
        poison(dead_from..start);
        // SAFETY: a marked object.
        dead_from = start + unsafe { host.size_of(ObjRef::from_address(start)) };
    }
    poison(dead_from..base + BLOCK_BYTES);
}

/// Fills addresses of dead heap memory, whole granules.
pub(crate) fn poison(dead: Range<usize>) {
    for address in dead.step_by(size_of::<u64>()) {
        let word = std::ptr::with_exposed_provenance_mut::<u64>(address);
        // SAFETY: dead, aligned heap memory inside a stop; atomic, for a program with a bug may be reading it.
        unsafe { AtomicU64::from_ptr(word) }.store(POISON, Ordering::Relaxed);
    }
}

//! The one source of random choices of a worker, seeded.
//!
//! Every choice that could go either way (which victim is robbed first, later which fiber runs next) asks here,
//! so that a deterministic mode can take all of them over in one place. Owned by one worker, never shared.

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

/// A worker's seeded source of choices.
pub(crate) struct Chance(SmallRng);

impl Chance {
    /// The source of worker `index` under the scheduler's `seed`.
    pub(crate) fn new(seed: u64, index: usize) -> Self {
        let stream = (index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self(SmallRng::seed_from_u64(seed ^ stream))
    }

    /// A number below `bound`, which is not zero.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0.random_range(0..bound)
    }
}

//! Generators: two threads that enter one, and one that looks at its words while another runs it.
//!
//! The state byte is production's (`types/generator/state.rs`); a generator's words are one cell that loom checks for exclusive access.

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;

use crate::state::{CLOSED, Claim, GeneratorState, SUSPENDED};

/// A deliberate bug.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// A second thread claims as if there were only one.
    ClaimsUnshared,
    /// The words are written after the generator was let go.
    ReleasesEarly,
}

struct Shared {
    state: GeneratorState,
    words: UnsafeCell<u32>,
}

/// Enters the generator as often as it can be claimed, up to `times`; how many items it took.
fn enter(shared: &Shared, times: u32, limit: u32, fault: Fault) -> u32 {
    let mut taken = 0;
    for _ in 0..times {
        let Claim::Claimed(_) = shared.state.claim(fault != Fault::ClaimsUnshared) else { continue };
        let item = shared.words.with(|word| {
            // SAFETY: the claim makes this the only thread to touch the words, which loom checks.
            unsafe { *word }
        });
        let next = if item + 1 == limit { CLOSED } else { SUSPENDED };
        if fault == Fault::ReleasesEarly {
            shared.state.release(next);
        }
        shared.words.with_mut(|word| {
            // SAFETY: as above.
            unsafe { *word = item + 1 }
        });
        if fault != Fault::ReleasesEarly {
            shared.state.release(next);
        }
        taken += 1;
    }
    taken
}

/// Two threads share a generator of two items: each is taken at most once, and none after the end.
pub(super) fn two_threads(fault: Fault) {
    loom::model(move || {
        let shared = Arc::new(Shared { state: GeneratorState::running(), words: UnsafeCell::new(0) });
        shared.state.release(SUSPENDED);
        let other = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || enter(&shared, 2, 2, fault))
        };
        let here = enter(&shared, 2, 2, fault);
        let there = other.join().unwrap();
        assert!(here + there <= 2, "an item was taken twice");
        assert!(here + there >= 1, "nobody got in");
        let done = shared.words.with(|word| {
            // SAFETY: both threads have ended.
            unsafe { *word }
        });
        assert_eq!(done, here + there);
        assert_eq!(shared.state.claim(true) == Claim::Closed, done == 2);
    });
}

#[test]
fn a_generator_entered_by_two_threads_is_run_by_one() {
    two_threads(Fault::None);
}

//! Creating, joining, yielding, panicking; control blocks and areas.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use typhon_scheduler::{State, park, unpark, yield_now};

use super::embedder::{run, spawn, spawn_sized};

#[test]
fn main_runs_and_may_borrow() {
    for workers in 1..4 {
        let mut ran = 0;
        run(workers, |fiber| {
            assert_eq!(fiber.state(), State::Running);
            assert_ne!(fiber.id(), 0);
            ran += 1;
        });
        assert_eq!(ran, 1);
    }
}

#[test]
fn thousands_of_fibers_run_once_and_are_joined() {
    for workers in [1, 2, 4] {
        let sum = Arc::new(AtomicU64::new(0));
        let total = Arc::clone(&sum);
        let hooks = run(workers, move |fiber| {
            for _ in 0..3 {
                let handles: Vec<_> = (0..2000_u64)
                    .map(|number| {
                        let sum = Arc::clone(&sum);
                        spawn(fiber, move |fiber| {
                            for _ in 0..number % 5 {
                                yield_now(fiber);
                            }
                            sum.fetch_add(number, Ordering::Relaxed);
                        })
                    })
                    .collect();
                for handle in handles {
                    assert_eq!(handle.join(fiber), None);
                    assert!(!handle.fiber.is_alive());
                    unpark(handle.fiber); // no effect on whoever lives there now
                }
            }
        });
        assert_eq!(total.load(Ordering::Relaxed), 3 * (0..2000).sum::<u64>());
        assert_eq!(hooks.finished.load(Ordering::Relaxed), 6001);
    }
}

#[test]
fn fibers_spawn_trees_of_fibers() {
    fn tree(fiber: &typhon_scheduler::Fiber, depth: u32, leaves: Arc<AtomicUsize>) {
        if depth == 0 {
            leaves.fetch_add(1, Ordering::Relaxed);
            return;
        }
        let children = [(); 2].map(|()| {
            let leaves = Arc::clone(&leaves);
            spawn(fiber, move |fiber| tree(fiber, depth - 1, leaves))
        });
        for child in children {
            assert_eq!(child.join(fiber), None);
        }
    }
    let leaves = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&leaves);
    run(3, move |fiber| tree(fiber, 11, leaves));
    assert_eq!(counted.load(Ordering::Relaxed), 2048);
}

#[test]
fn a_panic_ends_its_fiber_only() {
    run(2, |fiber| {
        let quiet = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let bad = spawn(fiber, |fiber| {
            yield_now(fiber);
            panic!("expected");
        });
        let good = spawn(fiber, yield_now);
        assert_eq!(bad.join(fiber).as_deref(), Some("expected"));
        assert_eq!(good.join(fiber), None);
        std::panic::set_hook(quiet);
    });
}

#[test]
fn a_foreign_fiber_cannot_be_suspended() {
    run(1, |fiber| {
        let quiet = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let other = spawn(fiber, park);
        yield_now(fiber);
        let reference = other.fiber;
        // SAFETY: parked, and woken only below.
        let outcome = catch_unwind(AssertUnwindSafe(|| park(unsafe { reference.fiber() })));
        std::panic::set_hook(quiet);
        assert!(outcome.is_err());
        unpark(reference);
        assert_eq!(other.join(fiber), None);
    });
}

#[test]
fn areas_and_stacks_lie_apart_and_are_told_fresh() {
    run(2, |fiber| {
        let first = fiber.scheduler().create(|_| {}, None).unwrap();
        // SAFETY: not submitted.
        let block = unsafe { first.fiber() };
        let (area, bytes) = block.area();
        assert!(block.area_is_fresh());
        assert!(bytes >= 16 << 10);
        assert_eq!(area.addr() % 16, 0);
        assert_eq!(block.state(), State::New);
        assert_eq!(block.saved_sp(), None);
        assert!(area.addr() + bytes < block.stack_low());
        let (below_end, below_bytes) = block.area_below();
        assert!(below_bytes >= 8 << 10);
        assert!(below_end.addr() <= area.addr() && below_end.addr() % 64 == 0);
        assert!(block.stack_low() < block.stack_limit() && block.stack_limit() < block.stack_base());
        // SAFETY: the area is ours.
        unsafe {
            assert!(std::slice::from_raw_parts(area, bytes).iter().all(|&byte| byte == 0));
            area.write_bytes(0xaa, bytes);
            let below = below_end.sub(below_bytes);
            assert!(std::slice::from_raw_parts(below, below_bytes).iter().all(|&byte| byte == 0));
            below.write_bytes(0xaa, below_bytes);
        }
        let old = first.id();
        assert_eq!(block.state(), State::New, "neither area reaches into the control block");
        fiber.scheduler().discard(first);
        assert!(!first.is_alive());
        // Sooner or later the entry is used again, under another id and told dirty.
        let again = std::iter::repeat_with(|| fiber.scheduler().create(|_| {}, None).unwrap())
            // SAFETY: not submitted.
            .find(|again| unsafe { again.fiber() }.area().0 == area)
            .unwrap();
        assert_ne!(again.id(), old);
        // SAFETY: not submitted.
        assert!(!unsafe { again.fiber() }.area_is_fresh());
    });
}

#[test]
fn all_fibers_are_found_with_their_stacks() {
    run(2, |fiber| {
        let handles: Vec<_> = (0..500).map(|_| spawn(fiber, park)).collect();
        let big = spawn_sized(fiber.scheduler(), Some(3 << 20), park);
        while handles.iter().chain([&big]).any(|handle| {
            // SAFETY: alive until woken below.
            unsafe { handle.fiber.fiber() }.state() != State::Parked
        }) {
            yield_now(fiber);
        }
        let mut parked = 0;
        let mut running = 0;
        let mut seen = std::collections::HashSet::new();
        fiber.scheduler().for_each_fiber(&mut |found| {
            assert!(seen.insert(found.id()));
            match found.state() {
                State::Parked => {
                    parked += 1;
                    let sp = found.saved_sp().unwrap();
                    assert!(found.stack_low() < sp && sp < found.stack_base());
                    assert!(found.is_dirty());
                    found.clear_dirty();
                }
                State::Running => running += 1,
                state => panic!("{state:?}"),
            }
        });
        assert_eq!((parked, running), (501, 1));
        // SAFETY: alive until woken below.
        let stack = unsafe { big.fiber.fiber() };
        assert!(stack.stack_base() - stack.stack_low() >= 3 << 20);
        assert!(!stack.is_dirty());
        for handle in handles.iter().chain([&big]) {
            unpark(handle.fiber);
            handle.join(fiber);
        }
    });
}

#[test]
fn a_suspended_fibers_live_words_lie_above_its_saved_sp() {
    #[inline(never)]
    fn holds(fiber: &typhon_scheduler::Fiber, secret: usize) {
        // Live across the switch, in a callee-saved register if the compiler can.
        let mixed = std::hint::black_box(secret.wrapping_mul(3));
        park(fiber);
        assert_eq!(mixed, std::hint::black_box(secret.wrapping_mul(3)));
    }
    run(2, |fiber| {
        for round in 1..200_usize {
            let secret = round.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let holder = spawn(fiber, move |fiber| holds(fiber, secret));
            // SAFETY: alive until woken below.
            let block = unsafe { holder.fiber.fiber() };
            while block.state() != State::Parked {
                yield_now(fiber);
            }
            let words = block.saved_sp().unwrap()..block.stack_base();
            let found = words.step_by(8).any(|at| {
                // SAFETY: the live part of a parked fiber's stack, which nobody writes.
                unsafe { (at as *const usize).read_volatile() == secret.wrapping_mul(3) }
            });
            assert!(found, "round {round}");
            unpark(holder.fiber);
            holder.join(fiber);
        }
    });
}

/// Whoever may wait in the hook for a collection must have the stack found that is about to go on.
#[test]
fn a_stack_is_known_until_its_fiber_goes_on() {
    const FIBERS: u64 = 20;
    let hooks = run(2, |fiber| {
        let handles: Vec<_> = (0..FIBERS)
            .map(|_| {
                spawn(fiber, |fiber| {
                    for _ in 0..100 {
                        yield_now(fiber);
                    }
                })
            })
            .collect();
        for handle in handles {
            assert_eq!(handle.join(fiber), None);
        }
    });
    assert_eq!(hooks.unknown.load(Ordering::Relaxed), FIBERS + 1, "each fiber's first time, and main's");
}

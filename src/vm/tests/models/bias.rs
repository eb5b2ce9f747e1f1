//! The bias: a fiber that takes it while another comes and goes.
//!
//! The words are production's (`bias.rs`). A running mutator holds a lock of its own, and a stop of the world takes them all; what a section touches is
//! one cell that loom checks for exclusive access.

use loom::cell::UnsafeCell;
use loom::sync::atomic::{AtomicBool, Ordering};
use loom::sync::{Arc, Mutex, MutexGuard};
use loom::thread;

use crate::bias::Bias;

/// A deliberate bug.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// The bias is granted though another fiber runs.
    GrantsBlindly,
    /// Who has revoked it does not look again.
    LooksOnce,
    /// It is revoked without a stop.
    RevokesRunning,
}

struct World {
    bias: Bias,
    /// Held while a mutator runs, and by who stops it.
    mutators: [Mutex<()>; 2],
    /// Held by who stops the world.
    cycle: Mutex<()>,
    /// The object lock.
    lock: Mutex<()>,
    /// Whether each worker runs a fiber.
    runs: [AtomicBool; 2],
    object: UnsafeCell<u32>,
}

impl World {
    fn stop(&self, then: &dyn Fn()) {
        let _cycle = self.cycle.lock().unwrap();
        let _held = self.mutators.each_ref().map(|mutator| mutator.lock().unwrap());
        then();
    }

    /// The mutator of a worker runs.
    fn running(&self, worker: usize) -> Option<MutexGuard<'_, ()>> {
        Some(self.mutators[worker].lock().unwrap())
    }

    /// A change to an object, without a safepoint.
    fn section(&self) {
        let _guard = self.bias.is_contended().then(|| self.lock.lock().unwrap());
        self.object.with_mut(|object| {
            // SAFETY: the lock or the bias makes this the only thread here, which loom checks.
            unsafe { *object += 1 }
        });
    }

    /// A worker's fiber: it is resumed, changes the object, once more behind each safepoint, at which it may take the bias, and parks.
    fn run(&self, fiber: usize, safepoints: u32, fault: Fault) {
        let mut running = self.running(fiber);
        let stopped = |revoke: &dyn Fn()| {
            running = None;
            self.stop(revoke);
            running = self.running(fiber);
        };
        match fault {
            Fault::RevokesRunning => self.bias.enter(fiber as u64, |revoke| revoke()),
            Fault::LooksOnce if self.bias.is_of_other(fiber as u64) => {
                let mut stopped = stopped;
                stopped(&|| self.bias.contend());
            }
            Fault::LooksOnce => {}
            _ => self.bias.enter(fiber as u64, stopped),
        }
        self.runs[fiber].store(true, Ordering::Relaxed);
        self.section();
        for _ in 0..safepoints {
            running = None;
            self.stop(&|| {
                if fault == Fault::GrantsBlindly || !self.runs[1 - fiber].load(Ordering::Relaxed) {
                    self.bias.grant(fiber as u64);
                }
            });
            running = running.or_else(|| self.running(fiber));
            self.section();
        }
        self.runs[fiber].store(false, Ordering::Relaxed);
        drop(running);
    }
}

/// One fiber takes the bias at so many safepoints, while another one is resumed, which has safepoints as well.
pub(super) fn taken_while_resumed(safepoints: [u32; 2], fault: Fault) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(move || {
        let world = Arc::new(World {
            bias: Bias::new(),
            mutators: [Mutex::new(()), Mutex::new(())],
            cycle: Mutex::new(()),
            lock: Mutex::new(()),
            runs: [AtomicBool::new(false), AtomicBool::new(false)],
            object: UnsafeCell::new(0),
        });
        world.bias.contend();
        let other = {
            let world = Arc::clone(&world);
            thread::spawn(move || world.run(1, safepoints[1], fault))
        };
        world.run(0, safepoints[0], fault);
        other.join().unwrap();
        let changes = world.object.with(|object| {
            // SAFETY: both threads have ended.
            unsafe { *object }
        });
        assert_eq!(changes, 2 + safepoints[0] + safepoints[1]);
    });
}

#[test]
fn one_takes_it() {
    taken_while_resumed([1, 0], Fault::None);
}

#[test]
fn one_takes_it_again() {
    taken_while_resumed([2, 0], Fault::None);
}

#[test]
fn both_take_it() {
    taken_while_resumed([1, 1], Fault::None);
}

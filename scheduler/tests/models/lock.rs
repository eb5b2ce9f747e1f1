//! The parking lock: exclusion, no lost wake-up (a deadlock for loom), time-outs that leave nothing behind.

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;
use typhon_scheduler::lock::{LockFault, Parking, ParkingLock};
use typhon_scheduler::parker::Parker;

loom::thread_local! {
    /// The deadlines' clock, each model thread's own.
    static NOW: std::cell::Cell<u64> = std::cell::Cell::new(1);
}

/// A model thread that waits by sleeping at its own parker. With a deadline its park may end at once, unwoken.
struct Waiter {
    parker: Arc<Parker>,
}

impl Waiter {
    fn new() -> Self {
        Self { parker: Arc::new(Parker::new()) }
    }
}

impl Parking for Waiter {
    type Waker = Arc<Parker>;

    fn waker(&self) -> Arc<Parker> {
        Arc::clone(&self.parker)
    }

    fn park(&self, deadline: Option<u64>) -> bool {
        match deadline {
            None => self.parker.park(None),
            Some(_) => {
                thread::yield_now();
                false
            }
        }
    }

    fn may_spin(&self) -> bool {
        true
    }

    fn unpark(waker: Arc<Parker>) {
        waker.unpark();
    }

    fn now(_: &Arc<Parker>) -> u64 {
        NOW.with(std::cell::Cell::get)
    }
}

struct Guarded {
    lock: ParkingLock<Waiter>,
    value: UnsafeCell<u32>,
}

impl Guarded {
    fn new() -> Arc<Self> {
        Self::with_fault(LockFault::None)
    }

    fn with_fault(fault: LockFault) -> Arc<Self> {
        Arc::new(Self { lock: ParkingLock::with_fault(fault), value: UnsafeCell::new(0) })
    }

    fn add(&self) {
        // SAFETY: the pointer is the cell's own; loom reports a second access at the same time, which is what the model looks for.
        self.value.with_mut(|value| unsafe { *value += 1 });
    }

    fn value(&self) -> u32 {
        // SAFETY: the pointer is the cell's own; loom reports a second access at the same time, which is what the model looks for.
        self.value.with(|value| unsafe { *value })
    }

    fn lock_and_add(&self) {
        assert!(self.lock.lock(&Waiter::new(), None));
        self.add();
        self.lock.unlock();
    }
}

fn bounded(preemptions: usize, model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.max_branches = 20_000;
    builder.check(model);
}

#[test]
fn two_waiters_and_a_holder() {
    two_waiters(LockFault::None);
}

pub(super) fn two_waiters(fault: LockFault) {
    bounded(3, move || {
        let guarded = Guarded::with_fault(fault);
        assert!(guarded.lock.try_lock());
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let guarded = Arc::clone(&guarded);
                thread::spawn(move || guarded.lock_and_add())
            })
            .collect();
        guarded.add();
        guarded.lock.unlock();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!(guarded.value(), 3);
        assert!(!guarded.lock.is_locked());
    });
}

/// The holder comes back past a woken waiter, which has to queue again.
#[test]
fn a_barging_holder_and_a_waiter() {
    bounded(3, || {
        let guarded = Guarded::new();
        let thread = {
            let guarded = Arc::clone(&guarded);
            thread::spawn(move || guarded.lock_and_add())
        };
        guarded.lock_and_add();
        guarded.lock_and_add();
        thread.join().unwrap();
        assert_eq!(guarded.value(), 3);
    });
}

/// A waiter that has waited too long is given the lock.
#[test]
fn a_late_waiter_is_granted_the_lock() {
    bounded(3, || {
        let guarded = Guarded::new();
        assert!(guarded.lock.try_lock());
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let guarded = Arc::clone(&guarded);
                thread::spawn(move || guarded.lock_and_add())
            })
            .collect();
        NOW.with(|now| now.set(1_000_000_000));
        guarded.add();
        guarded.lock.unlock();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!(guarded.value(), 3);
    });
}

/// A time-out races with being chosen: either way nobody else is left asleep.
#[test]
fn a_time_out_against_an_unlock() {
    time_out(LockFault::None);
}

pub(super) fn time_out(fault: LockFault) {
    bounded(2, move || {
        let guarded = Guarded::with_fault(fault);
        assert!(guarded.lock.try_lock());
        let impatient = {
            let guarded = Arc::clone(&guarded);
            thread::spawn(move || {
                let taken = guarded.lock.lock(&Waiter::new(), Some(100));
                if taken {
                    guarded.add();
                    guarded.lock.unlock();
                }
                u32::from(taken)
            })
        };
        let patient = {
            let guarded = Arc::clone(&guarded);
            thread::spawn(move || guarded.lock_and_add())
        };
        guarded.add();
        guarded.lock.unlock();
        // Past the one that was chosen, who may then leave without the lock.
        if guarded.lock.try_lock() {
            guarded.lock.unlock();
        }
        let taken = impatient.join().unwrap();
        patient.join().unwrap();
        assert_eq!(guarded.value(), 2 + taken);
        assert!(guarded.lock.try_lock(), "free, and nothing left in its word that keeps it");
    });
}

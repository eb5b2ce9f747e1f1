//! A fiber resumes on another OS thread at every suspension point, and nothing it relies on is the old thread's.
//!
//! Meant for release builds above all: what it guards against is the optimiser keeping a thread-local address, or
//! a worker, across a switch.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use typhon_os::time::monotonic_nanos;
use typhon_scheduler::{Fiber, FiberRef, RawLock, current_worker, park, park_until, unpark, yield_now};

use super::embedder::{run, spawn};

/// A way to suspend: given a lock nobody else uses at that moment and the helper who wakes.
type Suspension = fn(&Fiber, &Shared);

struct Shared {
    lock: RawLock,
    /// Set by the traveller when it wants waking, taken by the helper.
    wants: AtomicBool,
    wants_lock: AtomicBool,
    held: AtomicBool,
    stop: AtomicBool,
}

fn by_yield(fiber: &Fiber, _: &Shared) {
    yield_now(fiber);
}

fn by_park(fiber: &Fiber, shared: &Shared) {
    shared.wants.store(true, Ordering::Release);
    while shared.wants.load(Ordering::Acquire) {
        park(fiber);
    }
}

fn by_deadline(fiber: &Fiber, _: &Shared) {
    park_until(fiber, monotonic_nanos() + 30_000);
}

fn by_unparked_deadline(fiber: &Fiber, shared: &Shared) {
    shared.wants.store(true, Ordering::Release);
    while shared.wants.load(Ordering::Acquire) {
        park_until(fiber, monotonic_nanos() + 50_000_000);
    }
}

fn contend(fiber: &Fiber, shared: &Shared) {
    while !shared.held.load(Ordering::Acquire) {
        shared.wants_lock.store(true, Ordering::Release);
        yield_now(fiber);
    }
}

fn by_lock(fiber: &Fiber, shared: &Shared) {
    contend(fiber, shared);
    shared.lock.lock(fiber);
    shared.lock.unlock();
}

fn by_timed_lock(fiber: &Fiber, shared: &Shared) {
    contend(fiber, shared);
    if shared.lock.lock_until(fiber, monotonic_nanos() + 20_000) {
        shared.lock.unlock();
    }
}

/// The OS thread, asked of the system each time.
fn thread_id() -> usize {
    // SAFETY: no arguments, no memory.
    usize::try_from(unsafe { libc::syscall(libc::SYS_gettid) }).unwrap()
}

/// Looks at everything that must be the current thread's, never inlined in one place and inlined in the next.
#[inline(always)]
fn check_here(fiber: &Fiber) -> usize {
    let here = current_worker().expect("fibers run on workers");
    assert!(std::ptr::eq(here, fiber.worker()), "the thread-local word and the fiber agree");
    assert!(std::ptr::eq(here.current_fiber().unwrap(), fiber));
    here.index()
}

/// Suspends in one way until the fiber has resumed on another thread often enough.
fn travel(fiber: &Fiber, name: &str, shared: &Shared, suspend: Suspension) {
    let mut migrations = 0;
    let mut rounds = 0_u64;
    let give_up = monotonic_nanos() + 20_000_000_000;
    while migrations < 50 {
        assert!(monotonic_nanos() < give_up, "{name}: {migrations} migrations in {rounds} suspensions");
        rounds += 1;
        // Values that live across the suspension, some in registers.
        let (worker, thread) = (check_here(fiber), thread_id());
        let mark = std::hint::black_box(rounds ^ 0x5555);
        suspend(fiber, shared);
        let (worker_after, thread_after) = (check_here(fiber), thread_id());
        assert_eq!(mark, std::hint::black_box(rounds ^ 0x5555));
        assert_eq!(worker == worker_after, thread == thread_after, "{name}: workers are threads");
        migrations += u32::from(thread != thread_after);
    }
}

/// Wakes the traveller and gets in its way, from whatever worker it is on; computes in between, so that the
/// traveller is stolen.
fn hinder(fiber: &Fiber, traveller: FiberRef, shared: &Shared) {
    let mut choice = fiber.id();
    while !shared.stop.load(Ordering::Acquire) {
        check_here(fiber);
        if shared.wants.swap(false, Ordering::AcqRel) {
            unpark(traveller);
        }
        if shared.wants_lock.swap(false, Ordering::AcqRel) {
            shared.lock.lock(fiber);
            shared.held.store(true, Ordering::Release);
            spin(20_000);
            shared.held.store(false, Ordering::Release);
            shared.lock.unlock();
        }
        // Computes while the traveller is ready on this worker, or leaves this worker free to rob another.
        choice = choice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        spin(choice >> 60 << 11);
        if choice >> 59 & 1 == 0 {
            park_until(fiber, monotonic_nanos() + 30_000);
        } else {
            yield_now(fiber);
        }
        assert!(check_here(fiber) < 3);
    }
}

fn spin(nanos: u64) {
    let until = monotonic_nanos() + nanos;
    while monotonic_nanos() < until {
        std::hint::spin_loop();
    }
}

#[test]
fn every_suspension_point_survives_migration() {
    let ways: [(&str, Suspension); 6] = [
        ("yield", by_yield),
        ("park", by_park),
        ("deadline", by_deadline),
        ("unparked deadline", by_unparked_deadline),
        ("lock", by_lock),
        ("timed lock", by_timed_lock),
    ];
    for (name, suspend) in ways {
        run(3, move |fiber| {
            let shared = Arc::new(Shared {
                lock: RawLock::new(),
                wants: AtomicBool::new(false),
                wants_lock: AtomicBool::new(false),
                held: AtomicBool::new(false),
                stop: AtomicBool::new(false),
            });
            let theirs = Arc::clone(&shared);
            let traveller = spawn(fiber, move |fiber| {
                travel(fiber, name, &theirs, suspend);
                theirs.stop.store(true, Ordering::Release);
            });
            let helpers: Vec<_> = (0..3)
                .map(|_| {
                    let (shared, traveller) = (Arc::clone(&shared), traveller.fiber);
                    spawn(fiber, move |fiber| hinder(fiber, traveller, &shared))
                })
                .collect();
            assert_eq!(traveller.join(fiber), None, "{name}");
            shared.stop.store(true, Ordering::Release);
            for helper in helpers {
                assert_eq!(helper.join(fiber), None);
            }
        });
    }
}

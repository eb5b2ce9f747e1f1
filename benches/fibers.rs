//! Fibers that run closures and can be joined.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use typhon_scheduler::{
    Config, Fiber, FiberRef, Hooks, POLL_PREEMPT, PanicPayload, Scheduler, Worker, park, unpark, yield_now,
};

type Call = Box<dyn FnOnce(&Fiber) + Send>;

/// What a fiber runs; its address lies in the first word of the fiber's area.
struct Task {
    call: Option<Call>,
    end: Arc<End>,
}

/// A fiber's end, awaited by at most one other.
struct End {
    done: AtomicBool,
    waiter: FiberRef,
}

/// A started fiber.
pub struct Handle {
    fiber: FiberRef,
    end: Arc<End>,
}

impl Handle {
    /// Parks the fiber that started it until it has ended.
    pub fn join(&self, fiber: &Fiber) {
        while !self.end.done.load(Ordering::Acquire) {
            park(fiber);
        }
    }
}

struct Embedder;

impl Hooks for Embedder {
    fn worker_started(&self, _: &Worker) {}

    fn worker_stopping(&self, _: &Worker) {}

    fn taken_over(&self, _: &Worker) {}

    fn idle_enter(&self, _: &Worker) {}

    fn idle_leave(&self, _: &Worker) {}

    fn worker_poll(&self, worker: &Worker) {
        worker.clear_poll(!POLL_PREEMPT);
    }

    fn resumed(&self, _: &Worker, _: &Fiber) {}

    fn finished(&self, _: &Worker, fiber: &Fiber, panic: Option<PanicPayload>) {
        assert!(panic.is_none(), "a fiber of a bench panicked");
        // SAFETY: `spawn` left a task's address there; the main fiber's fresh area reads zero.
        let task = unsafe { fiber.area().0.cast::<*mut Task>().read() };
        if !task.is_null() {
            // SAFETY: from `Box::into_raw`, taken back once.
            let task = unsafe { Box::from_raw(task) };
            let waiter = task.end.waiter;
            task.end.done.store(true, Ordering::Release);
            unpark(waiter);
        }
    }
}

fn entry(fiber: &Fiber) {
    // SAFETY: `spawn` left a task's address there, alive until `finished`.
    let task = unsafe { &mut **fiber.area().0.cast::<*mut Task>() };
    if let Some(call) = task.call.take() {
        call(fiber);
    }
}

/// Starts a fiber, which `fiber` alone may join.
pub fn spawn(fiber: &Fiber, call: impl FnOnce(&Fiber) + Send + 'static) -> Handle {
    let scheduler = fiber.scheduler();
    let created = scheduler.create(entry, None).expect("a fiber can be made");
    let end = Arc::new(End { done: AtomicBool::new(false), waiter: fiber.reference() });
    let task = Box::new(Task { call: Some(Box::new(call)), end: Arc::clone(&end) });
    // SAFETY: new and not submitted; the area is larger than a word and aligned.
    unsafe { created.fiber().area().0.cast::<*mut Task>().write(Box::into_raw(task)) };
    scheduler.submit(Some(fiber.worker()), created);
    Handle { fiber: created, end }
}

/// What an interpreter does at a safepoint.
#[inline]
pub fn poll(fiber: &Fiber) {
    if fiber.worker().poll().load(Ordering::Relaxed) & POLL_PREEMPT != 0 {
        yield_now(fiber);
    }
}

/// Runs `main` on the first fiber of a scheduler with so many workers.
pub fn run(workers: usize, main: impl FnOnce(&Fiber) + Send) {
    let config = Config { workers, stack_bytes: 64 << 10, area_bytes: 16 << 10, ..Config::default() };
    Scheduler::run(&config, Arc::new(Embedder), main).expect("a scheduler can be started");
}

/// Two fibers hand a turn to and fro so many times.
pub fn ping_pong(fiber: &Fiber, rounds: u64) {
    let turn = Arc::new(AtomicU64::new(0));
    let (theirs, me) = (Arc::clone(&turn), fiber.reference());
    let other = spawn(fiber, move |fiber| {
        for round in 0..rounds {
            while theirs.load(Ordering::Acquire) != 2 * round + 1 {
                park(fiber);
            }
            theirs.store(2 * round + 2, Ordering::Release);
            unpark(me);
        }
    });
    for round in 0..rounds {
        turn.store(2 * round + 1, Ordering::Release);
        unpark(other.fiber);
        while turn.load(Ordering::Acquire) != 2 * round + 2 {
            park(fiber);
        }
    }
    other.join(fiber);
}

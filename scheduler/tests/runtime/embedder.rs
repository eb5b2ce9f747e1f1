//! A small embedder: fibers that run closures, can be joined, and keep their start in the area.

#![allow(clippy::disallowed_types, reason = "no suspension under these locks, and the tests have no sync.rs")]

use std::any::Any;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use typhon_scheduler::{
    Config, Fiber, FiberRef, Hooks, POLL_PREEMPT, Scheduler, Worker, park, unpark, yield_now,
};

type Call = Box<dyn FnOnce(&Fiber) + Send>;

/// What a fiber runs and whom it tells at its end. Its address lies in the first word of the area.
struct Task {
    call: Option<Call>,
    end: Arc<End>,
}

/// The end of a fiber, awaited by at most one other.
#[derive(Default)]
pub(crate) struct End {
    done: AtomicBool,
    panic: Mutex<Option<String>>,
    waiter: Mutex<Option<FiberRef>>,
}

/// A spawned fiber.
pub(crate) struct Handle {
    #[allow(dead_code, reason = "not every test binary wakes fibers itself")]
    pub(crate) fiber: FiberRef,
    end: Arc<End>,
}

impl Handle {
    /// Parks until the fiber has ended; its panic message if it panicked.
    pub(crate) fn join(&self, fiber: &Fiber) -> Option<String> {
        *self.end.waiter.lock().unwrap() = Some(fiber.reference());
        while !self.end.done.load(Ordering::Acquire) {
            park(fiber);
        }
        self.end.panic.lock().unwrap().take()
    }
}

/// Counts the upcalls.
#[derive(Default)]
pub(crate) struct Embedder {
    pub(crate) started: AtomicU64,
    pub(crate) stopped: AtomicU64,
    pub(crate) polls: AtomicU64,
    pub(crate) finished: AtomicU64,
    /// Times a fiber was resumed whose stack a collector could not have found: once each, as it had none.
    pub(crate) unknown: AtomicU64,
    main_panic: Mutex<Option<String>>,
}

fn message(panic: Box<dyn Any + Send>) -> String {
    match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => panic.downcast_ref::<&str>().map_or_else(|| "?".to_string(), ToString::to_string),
    }
}

impl Hooks for Embedder {
    fn worker_started(&self, worker: &Worker) {
        self.started.fetch_add(1, Ordering::Relaxed);
        worker.set_embedder(std::ptr::from_ref(self).cast_mut().cast());
    }

    fn worker_stopping(&self, worker: &Worker) {
        assert!(worker.current_fiber().is_none());
        self.stopped.fetch_add(1, Ordering::Relaxed);
    }

    fn taken_over(&self, _: &Worker) {}

    fn idle_enter(&self, _: &Worker) {}

    fn idle_leave(&self, _: &Worker) {}

    fn worker_poll(&self, worker: &Worker) {
        self.polls.fetch_add(1, Ordering::Relaxed);
        worker.clear_poll(!POLL_PREEMPT);
    }

    fn resumed(&self, worker: &Worker, fiber: &Fiber) {
        assert_eq!(worker.embedder(), std::ptr::from_ref(self).cast_mut().cast());
        assert!(std::ptr::eq(fiber.worker(), worker));
        self.unknown.fetch_add(u64::from(fiber.saved_sp().is_none()), Ordering::Relaxed);
    }

    fn finished(&self, _: &Worker, fiber: &Fiber, panic: Option<Box<dyn Any + Send>>) {
        self.finished.fetch_add(1, Ordering::Relaxed);
        let (area, _) = fiber.area();
        // SAFETY: `spawn` left a task's address or nothing there; the main fiber's fresh area reads zero.
        let task = unsafe { area.cast::<*mut Task>().read() };
        if task.is_null() {
            *self.main_panic.lock().unwrap() = panic.map(message);
            return;
        }
        // SAFETY: from `Box::into_raw`, taken back once.
        let task = unsafe { Box::from_raw(task) };
        *task.end.panic.lock().unwrap() = panic.map(message);
        task.end.done.store(true, Ordering::Release);
        if let Some(waiter) = task.end.waiter.lock().unwrap().take() {
            unpark(waiter);
        }
    }
}

fn run_task(fiber: &Fiber) {
    // SAFETY: `spawn` left the address of a task there, alive until `finished`.
    let task = unsafe { &mut **fiber.area().0.cast::<*mut Task>() };
    task.call.take().unwrap()(fiber);
}

/// Starts a fiber on `fiber`'s scheduler.
pub(crate) fn spawn(fiber: &Fiber, call: impl FnOnce(&Fiber) + Send + 'static) -> Handle {
    spawn_sized(fiber.scheduler(), None, call)
}

pub(crate) fn spawn_sized(
    scheduler: &'static Scheduler,
    stack_bytes: Option<usize>,
    call: impl FnOnce(&Fiber) + Send + 'static,
) -> Handle {
    let end = Arc::new(End::default());
    let created = scheduler.create(run_task, stack_bytes).unwrap();
    let task = Box::new(Task { call: Some(Box::new(call)), end: Arc::clone(&end) });
    // SAFETY: new and not submitted; the area is larger than a word and aligned.
    unsafe { created.fiber().area().0.cast::<*mut Task>().write(Box::into_raw(task)) };
    scheduler.submit(None, created);
    Handle { fiber: created, end }
}

/// What an interpreter does at a safepoint.
#[allow(dead_code, reason = "not every test binary polls")]
pub(crate) fn poll(fiber: &Fiber) {
    if fiber.worker().poll().load(Ordering::Relaxed) & POLL_PREEMPT != 0 {
        yield_now(fiber);
    }
}

pub(crate) fn config(workers: usize) -> Config {
    Config {
        workers,
        stack_bytes: 256 << 10,
        main_stack_bytes: 8 << 20,
        area_bytes: 16 << 10,
        main_area_bytes: 64 << 10,
        below_bytes: 8 << 10,
        main_below_bytes: 8 << 10,
        preempt_after: Duration::from_millis(10),
        seed: 42,
        exploration: None,
    }
}

/// Runs `main` on a fresh scheduler; answers what the hooks counted.
pub(crate) fn run(workers: usize, main: impl FnOnce(&Fiber) + Send) -> Arc<Embedder> {
    let embedder = Arc::new(Embedder::default());
    Scheduler::run(&config(workers), Arc::clone(&embedder), main).unwrap();
    assert_eq!(*embedder.main_panic.lock().unwrap(), None, "main panicked");
    assert_eq!(embedder.started.load(Ordering::Relaxed), workers as u64);
    assert_eq!(embedder.stopped.load(Ordering::Relaxed), workers as u64);
    embedder
}

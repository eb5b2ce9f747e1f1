//! The OS threads that run workers: one per worker at first, more when some are stuck in blocking sections.
//!
//! A thread runs the worker it was given until that stops or is taken away from it (`blocking.rs`); then it waits at its
//! *seat* for another. Seats of waiting threads are in a list under a lock; who takes a seat off writes the worker into it and
//! wakes its thread, so a seat gets one worker for each time it is taken off.
//!
//! # Counting
//! `threads` counts the threads that exist, `out` those that have lost their worker and not come back. A thread that
//! comes back lowers `out` first and, when the scheduler stops, `threads` after. [`Spares::await_end`] returns when no
//! thread is left that could come back soon, and says whether any is out.

use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::parker::Parker;
use crate::scheduler::Scheduler;
use crate::sync::Mutex;
use crate::worker::{Ended, Worker};

/// How often a waiting stop looks again; wake-ups make it look at once.
const END_LOOK: Duration = Duration::from_millis(50);

/// Where a thread without a worker waits. Lives as long as the process, as its thread may.
pub(crate) struct Seat {
    parker: Parker,
    worker: AtomicPtr<Worker>,
}

/// All threads of one scheduler.
pub(crate) struct Spares {
    waiting: Mutex<Vec<&'static Seat>>,
    threads: AtomicUsize,
    out: AtomicUsize,
    end: Parker,
}

impl Spares {
    pub(crate) fn new() -> Self {
        Self {
            waiting: Mutex::default(),
            threads: AtomicUsize::new(0),
            out: AtomicUsize::new(0),
            end: Parker::new(),
        }
    }

    /// How many OS threads run workers or wait to.
    pub(crate) fn threads(&self) -> usize {
        self.threads.load(Ordering::Relaxed)
    }

    /// A seat whose thread waits: one that exists, or a new one. Nothing where the system gives no thread.
    pub(crate) fn seat(&self, scheduler: &'static Scheduler) -> Option<&'static Seat> {
        let waiting = self.waiting.lock().pop();
        if waiting.is_some() {
            return waiting;
        }
        let seat: &'static Seat =
            Box::leak(Box::new(Seat { parker: Parker::new(), worker: AtomicPtr::new(ptr::null_mut()) }));
        let number = self.threads.fetch_add(1, Ordering::AcqRel);
        let named = thread::Builder::new().name(format!("typhon-worker-{number}"));
        if named.spawn(move || seat.serve(scheduler)).is_err() {
            self.threads.fetch_sub(1, Ordering::AcqRel);
            return None;
        }
        Some(seat)
    }

    /// Gives a seat back that was not needed.
    pub(crate) fn put_back(&self, seat: &'static Seat) {
        self.waiting.lock().push(seat);
    }

    /// A thread has lost its worker.
    pub(crate) fn went_out(&self) {
        self.out.fetch_add(1, Ordering::AcqRel);
    }

    /// A thread that had lost its worker is back on its own stack.
    pub(crate) fn came_back(&self) {
        self.out.fetch_sub(1, Ordering::AcqRel);
    }

    /// No seat is taken or given back until the answer is dropped.
    pub(crate) fn hold(&self) -> impl Sized {
        self.waiting.lock()
    }

    /// After a `fork`, in the child: nobody waits any more.
    pub(crate) fn forget(&self) {
        self.waiting.lock().clear();
    }

    /// The scheduler stops: ends the waiting threads.
    pub(crate) fn dismiss(&self) {
        for seat in self.waiting.lock().drain(..) {
            seat.parker.unpark();
        }
    }

    /// Waits until all workers have ended and only threads that are out are left; false: there are some.
    pub(crate) fn await_end(&self, scheduler: &Scheduler) -> bool {
        loop {
            // Read in this order: a thread that comes back between lowers `out` first.
            let threads = self.threads.load(Ordering::Acquire);
            let out = self.out.load(Ordering::Acquire);
            if scheduler.all_ended() && threads <= out {
                return threads == 0;
            }
            if scheduler.all_ended() {
                self.dismiss();
            }
            self.end.park(Some(END_LOOK));
        }
    }

    /// Something changed that [`Self::await_end`] waits for.
    pub(crate) fn tell_end(&self) {
        self.end.unpark();
    }
}

impl Seat {
    /// Gives the waiting thread a worker. `taken`: out of a blocking section, it has been started before.
    pub(crate) fn give(&self, worker: &'static Worker) {
        self.worker.store(ptr::from_ref(worker).cast_mut(), Ordering::Release);
        self.parker.unpark();
    }

    /// The thread's life.
    fn serve(&'static self, scheduler: &'static Scheduler) {
        let spares = &scheduler.spares;
        loop {
            self.parker.park(None);
            // SAFETY: null or written by `give`; workers are never freed.
            let worker = unsafe { self.worker.swap(ptr::null_mut(), Ordering::Acquire).as_ref() };
            if let Some(worker) = worker
                && worker.run() == Ended::Lost
            {
                spares.came_back();
            }
            // Entered before the look at the flag, which is set before the list is emptied: one of both sees the other.
            if worker.is_some() {
                spares.put_back(self);
            }
            if scheduler.is_stopping() && scheduler.all_ended() {
                break;
            }
        }
        spares.threads.fetch_sub(1, Ordering::AcqRel);
        spares.tell_end();
    }
}

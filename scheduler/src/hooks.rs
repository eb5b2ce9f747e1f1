//! The only calls this crate makes into its embedder.

use std::any::Any;

use crate::fiber::Fiber;
use crate::worker::Worker;

/// What a fiber's panic carried.
pub type PanicPayload = Box<dyn Any + Send + 'static>;

/// The embedder's side. Every call but [`Self::rung`] and [`Self::alone`] comes on a worker's OS thread and its own (system) stack, never on a
/// fiber's, and with none of the scheduler's locks held; none may suspend a fiber or unwind.
///
/// Order on one worker: `worker_started`, then any number of `resumed … finished`, `worker_poll`, `taken_over` and
/// `idle_enter … idle_leave`, then `worker_stopping`.
pub trait Hooks: Send + Sync + 'static {
    /// The worker's thread has started and runs nothing yet. The embedder usually sets [`Worker::set_embedder`].
    fn worker_started(&self, worker: &Worker);

    /// The worker's loop has ended: it runs nothing any more, and its thread ends after the call.
    fn worker_stopping(&self, worker: &Worker);

    /// The worker's OS thread is stuck in a blocking section; the call comes on the thread that takes the worker over. What was
    /// declared for the worker before [`Worker::begin_blocking`] ends here. May block like `idle_leave`.
    fn taken_over(&self, worker: &Worker);

    /// Somebody has called [`Scheduler::ring`](crate::Scheduler::ring) since the last call, or that one answered true: it wants
    /// to be made again at the monitor's next tick. Comes on the monitor's thread, which is no worker's; short.
    fn rung(&self) -> bool {
        false
    }

    /// Of all workers only this one has run a fiber for a while, and always the same; the others sleep or are in blocking sections. Comes on the monitor's
    /// thread at each of its ticks while that is so; short. By the time of the call it may not be so any more.
    fn alone(&self, worker: &Worker) {
        let _ = worker;
    }

    /// In a deterministic run: no fiber is ready and no deadline is set, so only somebody outside the scheduler can make it go on. The
    /// embedder may make a fiber ready; if it does not the worker sleeps.
    fn stuck(&self, worker: &Worker) {
        let _ = worker;
    }

    /// The OS thread may now sleep for want of work, for any length of time, without polling. On return the
    /// embedder no longer waits for this worker.
    fn idle_enter(&self, worker: &Worker);

    /// The thread has woken. May block for as long as the embedder needs the worker to stand still; on return
    /// the worker runs again.
    fn idle_leave(&self, worker: &Worker);

    /// Between two fibers, or while looking for work, the worker found bits of the embedder in its poll word.
    /// The embedder serves and clears them; bits left set bring the next call.
    fn worker_poll(&self, worker: &Worker);

    /// Immediately before the worker switches into `fiber`, which nobody else touches now; its stack stands still, and [`Fiber::saved_sp`] says from
    /// where on. The embedder notes where the fiber's code finds its worker's things from now on. May block like `idle_leave`.
    fn resumed(&self, worker: &Worker, fiber: &Fiber);

    /// The fiber's entry has returned, or unwound with `panic`. It can no longer be woken; its area is still
    /// as it was and goes back to the pool after the call.
    fn finished(&self, worker: &Worker, fiber: &Fiber, panic: Option<PanicPayload>);
}

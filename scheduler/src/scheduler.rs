//! The scheduler: workers, the global queue, the pool of stacks, start and stop.
//!
//! # Start
//! [`Scheduler::run`] builds everything, starts the monitor and the workers, submits the main fiber and waits.
//!
//! # Stop
//! When the main fiber has finished: set `stopping`; wake all sleepers; ask every worker's fiber to yield. A worker
//! ends at its next turn, leaving what it had ready or parked where it is: abandoned fibers never run again, and
//! nothing on their stacks is dropped. A fiber that neither polls nor switches holds up the stop; one in a blocking section does
//! not (`blocking.rs`). Then their memory is given back, unless a thread is still in such a section: it stands on it.
//!
//! # Life
//! A scheduler, its workers and its address ranges are never freed: [`FiberRef`]s and worker pointers may be
//! left in the embedder's memory. A process has one; tests have many and can afford it.

use std::io;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use crossbeam::deque::Injector;

use crate::blocking::Section;
use crate::choices::Choices;
use crate::clock::Clock;
use crate::config::Config;
use crate::counters::Counts;
use crate::fiber::{Fiber, FiberRef};
use crate::fork::Orphans;
use crate::hooks::Hooks;
use crate::idle::{Idle, MAX_WORKERS, NEVER};
use crate::monitor::Monitor;
use crate::pool::{Pool, SpawnError};
use crate::queue::Ready;
use crate::reactor::Reactor;
use crate::slab::AreaBytes;
use crate::spares::Spares;
use crate::worker::{Worker, current_worker};

/// One set of workers and the fibers they run.
pub struct Scheduler {
    hooks: Arc<dyn Hooks>,
    workers: OnceLock<Box<[Worker]>>,
    /// Leaked; replaced in the child of a `fork`.
    injector: AtomicPtr<Injector<Ready>>,
    pub(crate) idle: Idle,
    pub(crate) pool: Pool,
    pub(crate) monitor: Monitor,
    pub(crate) preemptions: AtomicU64,
    pub(crate) spares: Spares,
    pub(crate) clock: Clock,
    pub(crate) choices: Option<Choices>,
    pub(crate) reactor: Reactor,
    pub(crate) orphans: Orphans,
    pub(crate) handoffs: AtomicU64,
    /// Whether fibers' processor time is measured (`meter.rs`).
    pub(crate) metered: AtomicBool,
    preempt_after: Duration,
    stopping: AtomicBool,
    /// Which workers have begun, by index.
    started: Box<[AtomicBool]>,
    ended: AtomicUsize,
    main_id: AtomicU64,
    main_entry: AtomicMain,
}

/// Where the main closure waits: a pointer into `run`'s frame.
type AtomicMain = AtomicPtr<MainCall<'static>>;

struct MainCall<'a> {
    call: Option<MainFunction<'a>>,
}

type MainFunction<'a> = Box<dyn FnOnce(&Fiber) + Send + 'a>;

impl Scheduler {
    /// Starts `config.workers` OS threads, runs `main` as a fiber with the big stack, beginning on worker 0, and
    /// returns when it has finished and all threads have ended. Fibers still alive then are abandoned.
    ///
    /// A panic of `main` goes to [`Hooks::finished`] like any other. Errors: the system refuses a thread or the
    /// main stack.
    pub fn run<H: Hooks>(config: &Config, hooks: Arc<H>, main: impl FnOnce(&Fiber) + Send) -> io::Result<()> {
        let scheduler = Self::build(config, hooks);
        let mut call = MainCall { call: Some(Box::new(main)) };
        // The lifetime is erased; the closure is called before `run` returns, or never (below).
        scheduler.main_entry.store(ptr::from_mut(&mut call).cast(), Ordering::Release);
        let main = scheduler
            .pool
            .create_main(
                AreaBytes { below: config.main_below_bytes, above: config.main_area_bytes },
                config.main_stack_bytes,
            )
            .map_err(|error| io::Error::new(io::ErrorKind::OutOfMemory, error))?;
        scheduler.main_id.store(main.id(), Ordering::Release);
        // SAFETY: just created and not submitted.
        unsafe { main.fiber() }.furnish(scheduler, run_main);
        // SAFETY: as above; worker 0 has not started, so its thread is nobody's and we stand in for it.
        unsafe { main.fiber() }.state.submit();
        scheduler.injector().push(Ready(main.pointer()));
        let (started, alone) = scheduler.run_threads();
        if alone {
            scheduler.pool.retire();
        }
        if let Some(choices) = &scheduler.choices {
            choices.finish();
        }
        started
    }

    fn build(config: &Config, hooks: Arc<dyn Hooks>) -> &'static Self {
        let deterministic = config.exploration.is_some();
        let count = if deterministic { 1 } else { config.workers.clamp(1, MAX_WORKERS) };
        let scheduler: &'static Self = Box::leak(Box::new(Self {
            hooks,
            workers: OnceLock::new(),
            injector: AtomicPtr::new(new_injector()),
            idle: Idle::new(count),
            pool: Pool::new(
                AreaBytes { below: config.below_bytes, above: config.area_bytes },
                config.stack_bytes,
            ),
            monitor: Monitor::new(),
            metered: AtomicBool::new(false),
            preemptions: AtomicU64::new(0),
            spares: Spares::new(),
            clock: if deterministic { Clock::virtual_time() } else { Clock::system() },
            choices: config.exploration.as_ref().map(Choices::new),
            reactor: Reactor::default(),
            orphans: Orphans::default(),
            handoffs: AtomicU64::new(0),
            preempt_after: config.preempt_after,
            started: (0..count).map(|_| AtomicBool::new(false)).collect(),
            ended: AtomicUsize::new(0),
            stopping: AtomicBool::new(false),
            main_id: AtomicU64::new(0),
            main_entry: AtomicMain::new(ptr::null_mut()),
        }));
        let workers = (0..count).map(|index| Worker::new(index, config.seed, scheduler)).collect();
        scheduler.workers.set(workers).unwrap_or_else(|_| unreachable!("set once"));
        scheduler
    }

    /// Starts all threads and waits for their end. When one cannot be started the others are stopped. Also says whether all
    /// threads are gone: one that is stuck in a blocking section is left behind.
    fn run_threads(&'static self) -> (io::Result<()>, bool) {
        let mut outcome = Ok(());
        // Worker 0 first: it finds the main fiber in the global queue before anybody is awake to race for it.
        for worker in self.workers() {
            match self.spares.seat(self) {
                Some(seat) if outcome.is_ok() => seat.give(worker),
                _ => {
                    outcome = Err(io::Error::last_os_error());
                    self.ended.fetch_add(1, Ordering::AcqRel);
                }
            }
        }
        let monitor =
            thread::Builder::new().name("typhon-monitor".into()).spawn(move || self.monitor.run(self));
        let monitor = monitor.map_err(|error| outcome = Err(error)).ok();
        if outcome.is_err() {
            self.stop();
        }
        let alone = self.spares.await_end(self);
        self.reactor.stop();
        if let Some(monitor) = monitor {
            self.monitor.stop();
            // A panic on the monitor's stack is a broken upcall; the thread has reported it.
            let _ = monitor.join();
        }
        (outcome, alone)
    }

    /// Makes a fiber that will run `entry`; it does not run before [`Self::submit`]. `stack_bytes` of nothing means
    /// the configured size.
    ///
    /// The embedder initialises the area before its next safepoint: the fiber is among [`Self::for_each_fiber`]'s.
    #[inline(never)]
    pub fn create(
        &'static self,
        entry: fn(&Fiber),
        stack_bytes: Option<usize>,
    ) -> Result<FiberRef, SpawnError> {
        let here = self.worker_here();
        let fiber = match here {
            // SAFETY: it is the calling thread's worker.
            Some(worker) => unsafe {
                worker.with_owned(|owned| self.pool.create(stack_bytes, Some(&mut owned.cache)))
            },
            None => self.pool.create(stack_bytes, None),
        }?;
        if let Some(worker) = here {
            worker.counters.created.add(1);
        }
        // SAFETY: just created and not submitted.
        unsafe { fiber.fiber() }.furnish(self, entry);
        Ok(fiber)
    }

    /// Makes a new fiber ready: it runs soon, on any worker. `from` is the caller's worker if it has one at hand.
    ///
    /// Panics when the fiber was submitted before.
    pub fn submit(&self, from: Option<&Worker>, fiber: FiberRef) {
        // SAFETY: a fiber that was never submitted cannot have finished; the state is checked below.
        let block = unsafe { fiber.fiber() };
        assert!(
            block.id() == fiber.id() && block.state() == crate::state::State::New,
            "a fiber is submitted once"
        );
        block.state.submit();
        debug_assert!(from.is_none_or(Worker::is_here), "`from` is the calling thread's worker");
        self.queue(fiber);
    }

    /// Takes back a fiber that was created and will not be submitted.
    pub fn discard(&self, fiber: FiberRef) {
        // SAFETY: as in `submit`.
        let block = unsafe { fiber.fiber() };
        assert!(
            block.id() == fiber.id() && block.state() == crate::state::State::New,
            "only a fiber that was never submitted can be discarded"
        );
        block.state.free();
        self.pool.release(block, None);
    }

    /// Puts a fiber that the caller has made `Ready` into a queue.
    ///
    /// Never inlined, like all that reaches libraries with thread-local state of their own (crossbeam's epochs, the
    /// standard library's panic count): its callers' frames live across suspensions, this one does not.
    #[inline(never)]
    pub(crate) fn queue(&self, fiber: FiberRef) {
        let ready = Ready(fiber.pointer());
        match self.worker_here() {
            // SAFETY: it is the calling thread's worker.
            Some(worker) => unsafe { worker.push_ready(ready) },
            None => {
                self.injector().push(ready);
                self.idle.notify();
            }
        }
    }

    /// Calls `f` for every fiber that is alive: new, ready, running or parked. To be called while no fiber is
    /// created or finishes (inside a collection stop); otherwise some may be missed or come as they finish.
    pub fn for_each_fiber(&self, f: &mut dyn FnMut(&Fiber)) {
        self.pool.for_each(f);
    }

    /// All workers, by index.
    pub fn workers(&self) -> &[Worker] {
        self.workers.get().expect("set before any thread starts")
    }

    /// How many workers sleep for want of work at this moment.
    pub fn idle_workers(&self) -> usize {
        self.idle.sleeping()
    }

    /// The sum of what all workers have done, and what the monitor has.
    pub fn counts(&self) -> Counts {
        let mut sum = Counts {
            preemptions: self.preemptions.load(Ordering::Relaxed),
            handoffs: self.handoffs.load(Ordering::Relaxed),
            ..Counts::default()
        };
        self.workers().iter().for_each(|worker| sum.add(&worker.counts()));
        sum
    }

    /// Nanoseconds of the clock that deadlines refer to: the system's monotonic one, or, in a deterministic run, a virtual one.
    #[inline]
    pub fn now(&self) -> u64 {
        self.clock.now()
    }

    /// Whether every choice comes from one seed.
    pub fn is_deterministic(&self) -> bool {
        self.choices.is_some()
    }

    /// OS threads that run workers, wait to, or are in blocking sections.
    pub fn threads(&self) -> usize {
        self.spares.threads()
    }

    /// Has [`Hooks::rung`] called soon, on a thread of the scheduler's own. May be called from a signal handler: it takes no lock
    /// and allocates nothing, but may change `errno`.
    pub fn ring(&self) {
        self.monitor.ring();
    }

    /// Which of several waiters for a lock is woken.
    #[inline]
    pub(crate) fn choose_waiter(&self, count: impl FnOnce() -> usize) -> usize {
        match &self.choices {
            None => 0,
            Some(choices) => choices.waiter(count()),
        }
    }

    /// Whether worker `index` has begun before; the first call says no.
    pub(crate) fn has_started(&self, index: usize) -> bool {
        self.started[index].swap(true, Ordering::AcqRel)
    }

    /// A worker has ended for good.
    pub(crate) fn worker_ended(&self) {
        self.ended.fetch_add(1, Ordering::AcqRel);
        self.monitor.stop();
        self.spares.tell_end();
    }

    /// Whether all workers have.
    pub(crate) fn all_ended(&self) -> bool {
        self.ended.load(Ordering::Acquire) == self.workers().len()
    }

    /// Takes a worker out of the blocking section that was seen, and has another OS thread go on with it.
    pub(crate) fn hand_over(&'static self, worker: &'static Worker, seen: Section) {
        let Some(seat) = self.spares.seat(self) else { return };
        // Before the thread can know, and come back.
        self.spares.went_out();
        if !worker.section.take(seen) {
            self.spares.came_back();
            return self.spares.put_back(seat);
        }
        self.handoffs.fetch_add(1, Ordering::Relaxed);
        seat.give(worker);
    }

    /// The global queue.
    pub(crate) fn injector(&self) -> &Injector<Ready> {
        // SAFETY: what `new_injector` has leaked; the load pairs with the store of whoever set it.
        unsafe { &*self.injector.load(Ordering::Acquire) }
    }

    /// After a `fork`, in the child: what is in the global queue is the parent's, and a thread that is gone may be about to add to it.
    pub(crate) fn forget_injected(&self) {
        self.injector.store(new_injector(), Ordering::Release);
    }

    pub(crate) fn hooks(&self) -> &dyn Hooks {
        &*self.hooks
    }

    pub(crate) fn preempt_after(&self) -> Duration {
        self.preempt_after
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    pub(crate) fn is_main(&self, fiber: &Fiber) -> bool {
        fiber.id() == self.main_id.load(Ordering::Relaxed)
    }

    /// Whether a queue that anybody may take from holds something.
    pub(crate) fn has_stealable(&self) -> bool {
        !self.injector().is_empty() || self.workers().iter().any(|worker| worker.victim.has_stealable())
    }

    /// The earliest deadline of all workers, or `NEVER`.
    pub(crate) fn next_deadline(&self) -> u64 {
        self.workers().iter().map(|worker| worker.timers.next_deadline()).min().unwrap_or(NEVER)
    }

    /// Ends all threads at their next turn.
    pub(crate) fn stop(&self) {
        // Before the wake-ups and the poll bits, whose finders look at it.
        self.stopping.store(true, Ordering::SeqCst);
        self.idle.wake_all();
        for worker in self.workers() {
            worker.request_poll(crate::worker::POLL_PREEMPT);
        }
        self.monitor.stop();
    }

    /// The calling OS thread's worker, if it is one of ours.
    fn worker_here(&self) -> Option<&'static Worker> {
        current_worker().filter(|worker| ptr::eq(worker.scheduler(), self))
    }
}

/// A global queue that lives as long as the process.
fn new_injector() -> *mut Injector<Ready> {
    Box::into_raw(Box::new(Injector::new()))
}

/// The main fiber's entry: calls the closure that waits in `run`'s frame.
fn run_main(fiber: &Fiber) {
    let call = fiber.scheduler().main_entry.swap(ptr::null_mut(), Ordering::AcqRel);
    // SAFETY: `run` waits in its frame until all threads have ended, and the swap gave the pointer to us alone.
    let main = unsafe { (*call).call.take() };
    main.expect("the main fiber starts once")(fiber);
}

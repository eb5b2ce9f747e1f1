//! The monitor: an OS thread of its own that notices what no worker can.
//!
//! At every tick it looks at each worker: one that has stayed in the same fiber for `preempt_after` while others
//! wait (in its queue, in the global one, or for a deadline that has passed) gets its poll bit; work that waits in
//! a slot, or a deadline that nobody looks after, while a worker sleeps, wakes that worker. A worker that has run one
//! fiber for long while all others sleep is made known to the embedder ([`Alone`]). Now and then it trims the stack pool. It runs no fiber, and its upcalls are short.
//!
//! A worker that is found in the same blocking section twice while something waits that it could run is handed to another OS thread
//! (`blocking.rs`). Whoever rings ([`Scheduler::ring`]) has it make the embedder's upcall: that is how signal handlers reach the
//! scheduler. An upcall that asks for it is made again at each tick, for which the monitor does not doze.
//!
//! When all workers sleep it *dozes*: first for as long as a trim may be due, then without a limit. A worker that leaves
//! its sleep wakes it. Both sides announce, fence and look (partners: `doze` and `worker_awake`), so one of them
//! sees the other: the monitor never dozes while a worker runs.

use std::sync::atomic::{AtomicBool, Ordering, fence};
use std::time::Duration;

use typhon_os::time::monotonic_nanos;

use crate::blocking::Section;
use crate::parker::Parker;
use crate::scheduler::Scheduler;
use crate::worker::{POLL_PREEMPT, Worker};

/// What the pool has not used for this long it gives back.
const TRIM_EVERY: Duration = Duration::from_millis(500);
/// The tick while a worker is in a blocking section and something waits for it.
const BLOCKED_TICK: Duration = Duration::from_micros(50);
/// The tick while the scheduler stops.
const STOPPING_TICK: Duration = Duration::from_millis(1);
/// Looks that find all workers asleep before the monitor dozes: whoever sleeps for a moment only shall not pay
/// for waking it.
const QUIET_TICKS: u32 = 4;

/// What workers and the scheduler see of the monitor's thread.
pub(crate) struct Monitor {
    parker: Parker,
    dozing: AtomicBool,
    rung: AtomicBool,
}

/// What the monitor remembers of one worker.
#[derive(Clone, Copy, Default)]
struct Stay {
    switches: u64,
    nanos: u64,
    section: Option<Section>,
}

/// How long one worker has been the only one to run anything, and that one fiber.
#[derive(Clone, Copy, Default)]
struct Alone {
    worker: usize,
    switches: u64,
    nanos: u64,
}

impl Alone {
    /// After so long the embedder is told.
    const LONG: Duration = Duration::from_millis(30);

    /// Looks at all workers, so long after the last time; the one that has run alone for long.
    fn look(&mut self, scheduler: &'static Scheduler, elapsed: u64) -> Option<&'static Worker> {
        let mut running = scheduler
            .workers()
            .iter()
            .filter(|worker| worker.current_fiber().is_some() && !worker.is_blocked());
        let only = running.next().filter(|_| running.next().is_none());
        let (worker, switches) =
            only.map_or((usize::MAX, 0), |worker| (worker.index(), worker.counters.switches.get()));
        let goes_on = only.is_some() && (worker, switches) == (self.worker, self.switches);
        *self = Alone { worker, switches, nanos: if goes_on { self.nanos + elapsed } else { 0 } };
        only.filter(|_| u128::from(self.nanos) >= Alone::LONG.as_nanos())
    }
}

/// What a look at a worker has found.
#[derive(Clone, Copy, Default)]
struct Look {
    /// Something waits for this worker, or it could steal it.
    waiting: bool,
    /// It waits while the worker is in a blocking section.
    blocked: bool,
}

impl Monitor {
    pub(crate) fn new() -> Self {
        Self { parker: Parker::new(), dozing: AtomicBool::new(false), rung: AtomicBool::new(false) }
    }

    /// A worker has left its sleep.
    pub(crate) fn worker_awake(&self) {
        // Partner: the fence in `doze`.
        fence(Ordering::SeqCst);
        if self.dozing.load(Ordering::Relaxed) && self.dozing.swap(false, Ordering::Relaxed) {
            self.parker.unpark();
        }
    }

    /// Wakes the monitor for good.
    pub(crate) fn stop(&self) {
        self.parker.unpark();
    }

    /// Has the embedder's upcall made soon. Safe in a signal handler.
    pub(crate) fn ring(&self) {
        self.rung.store(true, Ordering::Release);
        self.parker.unpark();
    }

    /// Sleeps until a worker wakes, at most for `limit`.
    fn doze(&self, scheduler: &Scheduler, limit: Option<Duration>) {
        self.dozing.store(true, Ordering::Relaxed);
        // Partner: the fence in `worker_awake`.
        fence(Ordering::SeqCst);
        if scheduler.idle_workers() == scheduler.workers().len() && !scheduler.is_stopping() {
            self.parker.park(limit);
        }
        self.dozing.store(false, Ordering::Relaxed);
    }

    /// The monitor's thread, until the scheduler stops.
    pub(crate) fn run(&self, scheduler: &'static Scheduler) {
        let limit = scheduler.preempt_after().max(Duration::from_micros(200));
        let busy_tick = limit / 4;
        let mut alone = Alone::default();
        let mut stays = vec![Stay::default(); scheduler.workers().len()];
        let mut quiet_ticks = 0;
        // Trims since the workers fell asleep: the second finds all that they left unused.
        let mut quiet_trims = 0;
        let mut before = monotonic_nanos();
        let mut trimmed = before;
        let mut tick = busy_tick;
        while !scheduler.all_ended() {
            if scheduler.is_stopping() {
                self.parker.park(Some(STOPPING_TICK));
                for worker in scheduler.workers() {
                    if let Some(section) = worker.section.current() {
                        scheduler.hand_over(worker, section);
                    }
                }
                continue;
            }
            if quiet_ticks < QUIET_TICKS {
                self.parker.park(Some(tick));
            } else {
                self.doze(scheduler, (quiet_trims < 2).then_some(TRIM_EVERY));
            }
            if self.rung.swap(false, Ordering::Acquire) && scheduler.hooks().rung() {
                self.rung.store(true, Ordering::Release);
                quiet_ticks = 0;
            }
            let now = monotonic_nanos();
            let mut looks = Look::default();
            if !scheduler.is_deterministic() {
                for (worker, stay) in scheduler.workers().iter().zip(&mut stays) {
                    let look = look_at(scheduler, worker, stay, now - before, limit);
                    looks.waiting |= look.waiting;
                    looks.blocked |= look.blocked;
                }
                if let Some(worker) = alone.look(scheduler, now - before) {
                    scheduler.hooks().alone(worker);
                }
            }
            before = now;
            tick = if looks.blocked {
                BLOCKED_TICK
            } else if looks.waiting {
                busy_tick
            } else {
                // Nothing waits: whoever runs may run on, and the next look can be later.
                (tick * 2).clamp(busy_tick, limit)
            };
            if scheduler.idle_workers() == scheduler.workers().len() {
                quiet_ticks += 1;
            } else {
                (quiet_ticks, quiet_trims) = (0, 0);
            }
            if u128::from(now - trimmed) >= TRIM_EVERY.as_nanos() {
                trimmed = now;
                scheduler.pool.trim();
                quiet_trims += u32::from(quiet_ticks > 0);
            }
        }
    }
}

/// One look at one worker.
fn look_at(
    scheduler: &'static Scheduler,
    worker: &'static Worker,
    stay: &mut Stay,
    elapsed: u64,
    limit: Duration,
) -> Look {
    let switches = worker.counters.switches.get();
    let same = worker.current_fiber().is_some() && switches == stay.switches;
    stay.nanos = if same { stay.nanos + elapsed } else { 0 };
    stay.switches = switches;
    worker.victim.forget_backoff();
    let overdue = worker.timers.next_deadline() <= monotonic_nanos();
    let queued = worker.victim.is_waiting();
    let waiting = queued || overdue || !scheduler.injector().is_empty();
    if waiting && scheduler.idle_workers() > 0 && (overdue || same) {
        scheduler.idle.notify();
    }
    let section = worker.section.current();
    let stays = stay.section == section;
    stay.section = section;
    if let Some(seen) = section {
        // What waits for another worker would be stolen by this one.
        let waiting = waiting || scheduler.has_stealable();
        if stays {
            stay.nanos = 0;
            if waiting && scheduler.idle_workers() == 0 {
                scheduler.hand_over(worker, seen);
            }
            return Look { waiting, blocked: waiting };
        }
    }
    // A fiber that is in another section at each look makes one short call after another: it is running, and has to share.
    // Who waits for a deadline waits for a moment, not for a share.
    let limit = if overdue { limit / 2 } else { limit };
    if waiting && same && u128::from(stay.nanos) >= limit.as_nanos() {
        stay.nanos = 0;
        scheduler.preemptions.fetch_add(1, Ordering::Relaxed);
        worker.request_poll(POLL_PREEMPT);
    }
    Look { waiting, blocked: waiting && section.is_some() }
}

//! A worker's loop: find a fiber, run it until it switches out, finish the switch.
//!
//! Every turn begins with the same poll word the fibers look at, so a worker that only switches is as prompt as
//! one that computes. The order in which work is found: every [`INJECTOR_TURNS`]th turn the global queue; then
//! the slot and the deque; then the global queue; then, if enough others are not at it already, a search through
//! the other workers; then sleep (`idle.rs`).
//!
//! A switch out is finished here, on the worker's stack, after the fiber's registers are saved: only then does
//! its state say ready or parked (`state.rs`).

use std::hint::spin_loop;
use std::ptr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use typhon_os::time::monotonic_nanos;

use super::current::set_current;
use super::{POLL_EXPLORE, POLL_FIBER, POLL_INTERRUPT, Worker};
use crate::fiber::{Exit, Fiber, FiberRef, Reason};
use crate::hooks::PanicPayload;
use crate::idle::{NEVER, Outlook};
use crate::queue::{Ready, SlotWatch};
use crate::reactor::Turn;
use crate::state::Park;

/// The global queue comes first at every such turn. Prime, so that it does not fall into step with anything.
const INJECTOR_TURNS: u32 = 61;
/// A search looks around for this long before the worker sleeps.
const SEARCH_NANOS: u64 = 20_000;
const PAUSES_PER_ROUND: u32 = 32;
/// In a deterministic run the reactor has its turn at every such step of a fiber that does not wait.
const REACTOR_STEPS: u32 = 256;
/// For so long a deterministic run in which nothing is ready waits for what others do to descriptors that it waits for; then it is stuck.
const WORLD_NANOS: u64 = 10_000_000_000;
/// After so long it looks whether anything else has become ready.
const WORLD_LOOK: Duration = Duration::from_millis(5);

/// Why an OS thread has ceased to run a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The scheduler stops, and the worker has ended.
    Stopped,
    /// The worker was taken away in a blocking section: another thread runs it.
    Lost,
}

impl Worker {
    /// Runs fibers on the calling OS thread until the scheduler stops, or the thread loses the worker in a blocking section.
    pub(crate) fn run(&'static self) -> Ended {
        set_current(Some(self));
        self.note_os_thread();
        let abort = AbortOnUnwind;
        let hooks = self.scheduler.hooks();
        if self.scheduler.has_started(self.index) {
            self.current.store(ptr::null_mut(), Ordering::Release);
            hooks.taken_over(self);
        } else {
            hooks.worker_started(self);
        }
        while let Some(ready) = self.next() {
            if self.scheduler.orphans.contain(ready.id()) {
                continue;
            }
            if self.execute(ready) == Ended::Lost {
                // `self` is another thread's now.
                std::mem::forget(abort);
                return Ended::Lost;
            }
        }
        hooks.worker_stopping(self);
        std::mem::forget(abort);
        set_current(None);
        self.scheduler.worker_ended();
        Ended::Stopped
    }

    /// The next fiber to run, or nothing when the scheduler stops.
    fn next(&self) -> Option<Ready> {
        let mut searching = false;
        loop {
            // The request was for the fiber that has switched out. Cleared before the stop flag is read: a stop
            // sets the flag, then this bit, so it is seen here or by the next fiber.
            if self.poll.load(Ordering::Relaxed) & POLL_FIBER != 0 {
                self.clear_poll(POLL_FIBER);
            }
            if self.scheduler.is_stopping() {
                return None;
            }
            self.serve_poll();
            let found = self.take_explored().or_else(|| self.take_local()).or_else(|| {
                searching = searching || self.scheduler.idle.start_searching();
                if searching { self.search() } else { None }
            });
            if let Some(ready) = found {
                self.leave_idleness(searching);
                return Some(ready);
            }
            if self.scheduler.choices.is_some() {
                if self.waits_for_the_world() {
                    continue;
                }
                self.scheduler.hooks().stuck(self);
                // What it made ready lies in our own queues, at which a worker that falls asleep does not look.
                if self.victim.is_waiting() {
                    continue;
                }
            }
            self.counters.sleeps.add(1);
            self.scheduler.idle.sleep(self.index, searching, self);
            self.scheduler.monitor.worker_awake();
            searching = true;
        }
    }

    fn serve_poll(&self) {
        if self.poll.load(Ordering::Relaxed) & !(POLL_FIBER | POLL_EXPLORE) != 0 {
            self.counters.polls.add(1);
            self.scheduler.hooks().worker_poll(self);
        }
    }

    /// In a deterministic scheduler: the ready fiber that it chooses. Where none is ready virtual time goes on to the next
    /// deadline.
    fn take_explored(&self) -> Option<Ready> {
        let choices = self.scheduler.choices.as_ref()?;
        loop {
            self.gather_explored();
            // SAFETY: the worker's loop runs on its own thread.
            let taken = unsafe {
                self.with_owned(|owned| {
                    if owned.explored.is_empty() {
                        return None;
                    }
                    let ids: Vec<u64> = owned.explored.iter().map(Ready::id).collect();
                    Some(owned.explored.remove(choices.next(&ids)))
                })
            };
            if taken.is_some() {
                return taken;
            }
            // What has happened already comes before time goes on.
            if self.scheduler.reactor.take_turn(Duration::ZERO) == Turn::Woke {
                continue;
            }
            match self.timers.next_deadline() {
                NEVER => return None,
                deadline => self.scheduler.clock.advance_to(deadline),
            }
        }
    }

    /// In a deterministic scheduler in which nothing is ready and no deadline is set: whether something comes from outside for a fiber that
    /// waits for a descriptor. Such a run is not the same every time.
    fn waits_for_the_world(&self) -> bool {
        let begun = monotonic_nanos();
        while monotonic_nanos() - begun < WORLD_NANOS {
            self.scheduler.hooks().idle_enter(self);
            let turn = self.scheduler.reactor.take_turn(WORLD_LOOK);
            self.scheduler.hooks().idle_leave(self);
            match turn {
                Turn::Idle => return false,
                Turn::Woke => return true,
                // Signals and threads of the embedder's own make fibers ready too.
                Turn::Quiet if self.has_work() || self.poll.load(Ordering::Relaxed) & !POLL_EXPLORE != 0 => {
                    return true;
                }
                Turn::Quiet => {}
            }
        }
        false
    }

    /// Moves whatever is ready, and what has become so by time, to the list that choices are made from.
    fn gather_explored(&self) {
        self.fire_timers(self);
        let injector = self.scheduler.injector();
        // SAFETY: the worker's own thread calls this, in its loop or in a fiber.
        unsafe {
            self.with_owned(|owned| {
                // The slot first: it may push what it displaces behind the deque's.
                while let Some(ready) = owned.local.pop(&self.victim) {
                    owned.explored.push(ready);
                }
                while let Some(ready) = owned.local.take_injected(injector) {
                    owned.explored.push(ready);
                    while let Some(ready) = owned.local.pop(&self.victim) {
                        owned.explored.push(ready);
                    }
                }
            });
        }
    }

    /// A scheduling point of the running fiber in a deterministic scheduler: time goes on a step; says whether another fiber
    /// shall run now.
    pub(crate) fn preempts_here(&self, running: u64) -> bool {
        let Some(choices) = &self.scheduler.choices else { return false };
        self.scheduler.clock.step();
        // SAFETY: the fiber that asks runs on this worker's thread.
        let turns = unsafe {
            self.with_owned(|owned| {
                owned.turns = owned.turns.wrapping_add(1);
                owned.turns
            })
        };
        if turns.is_multiple_of(REACTOR_STEPS) {
            self.scheduler.reactor.take_turn(Duration::ZERO);
        }
        self.gather_explored();
        // SAFETY: as above.
        unsafe {
            self.with_owned(|owned| {
                let ids: Vec<u64> = owned.explored.iter().map(Ready::id).collect();
                choices.preempts(running, &ids)
            })
        }
    }

    /// A fiber of this worker's own, or from the global queue.
    fn take_local(&self) -> Option<Ready> {
        self.fire_timers(self);
        let injector = self.scheduler.injector();
        // SAFETY: the worker's loop runs on its own thread.
        let (ready, injected) = unsafe {
            self.with_owned(|owned| {
                owned.turns = owned.turns.wrapping_add(1);
                let injected_first = owned.turns % INJECTOR_TURNS == 0 && !injector.is_empty();
                let first = if injected_first { owned.local.take_injected(injector) } else { None };
                match first.or_else(|| owned.local.pop(&self.victim)) {
                    Some(ready) => (Some(ready), injected_first),
                    None if injector.is_empty() => (None, false),
                    None => (owned.local.take_injected(injector), true),
                }
            })
        };
        if injected && ready.is_some() {
            self.counters.injected.add(1);
        }
        ready
    }

    /// Fires what is due on `of`, which may be another worker; the fibers become ours.
    fn fire_timers(&self, of: &Worker) {
        if of.timers.next_deadline() == NEVER {
            return;
        }
        of.timers.fire(self.scheduler.now(), |fiber| {
            self.counters.timers.add(1);
            // The first one next: it has waited for its turn as long as its deadline is past. The others at the end of the line, in
            // the order of the deadlines.
            // SAFETY: the worker's loop runs on its own thread.
            unsafe { self.with_owned(|owned| owned.local.push_due(&self.victim, Ready(fiber.pointer()))) };
            self.scheduler.idle.notify();
        });
    }

    /// Looks through the other workers for something to run.
    fn search(&self) -> Option<Ready> {
        let workers = self.scheduler.workers();
        let begun = monotonic_nanos();
        let mut watch = SlotWatch::default();
        loop {
            // SAFETY: the worker's loop runs on its own thread.
            let first = unsafe { self.with_owned(|owned| owned.chance.below(workers.len())) };
            let now = monotonic_nanos();
            for victim in (0..workers.len()).map(|step| &workers[(first + step) % workers.len()]) {
                if ptr::eq(victim, self) {
                    continue;
                }
                self.fire_timers(victim);
                // SAFETY: the worker's loop runs on its own thread.
                let robbed = unsafe { self.with_owned(|owned| owned.local.rob(&victim.victim)) };
                let robbed = robbed.or_else(|| {
                    let glimpse = victim.victim.glimpse(victim.counters.switches.get());
                    watch.look(victim.index, glimpse, now).and_then(|seen| victim.victim.rob_slot(seen))
                });
                if robbed.is_some() {
                    self.counters.steals.add(1);
                    return robbed;
                }
            }
            if let Some(ready) = self.take_local() {
                return Some(ready);
            }
            // What has just been seen in a slot may still turn out to need a thief.
            let limit = if watch.is_waiting() { 2 * SEARCH_NANOS } else { SEARCH_NANOS };
            if now - begun >= limit || self.scheduler.is_stopping() {
                break;
            }
            self.serve_poll();
            (0..PAUSES_PER_ROUND).for_each(|_| spin_loop());
        }
        if let Some(index) = watch.changed() {
            workers[index].victim.searched_in_vain();
        }
        None
    }

    /// The worker goes on to run a fiber: what it owes those who rely on its search or its clock.
    fn leave_idleness(&self, searching: bool) {
        let scheduler = self.scheduler;
        if searching {
            scheduler.idle.found(|| scheduler.has_stealable());
            scheduler.idle.ensure_timekeeper(scheduler.next_deadline());
            return;
        }
        let deadline = self.timers.next_deadline();
        // SAFETY: the worker's loop runs on its own thread.
        let news = unsafe { self.with_owned(|owned| std::mem::replace(&mut owned.kept_deadline, deadline)) };
        if news != deadline {
            scheduler.idle.ensure_timekeeper(deadline);
        }
    }

    /// Runs one fiber until it switches out, and finishes the switch; says whether the worker is still this thread's.
    fn execute(&self, ready: Ready) -> Ended {
        // SAFETY: control blocks stay mapped; this one is `Ready` and we took it out of its queue.
        let fiber = unsafe { ready.0.as_ref() };
        // Before the state says `Running`: who finds that, to interrupt the fiber, reads the worker's name (state.rs).
        fiber.enter(self);
        let interrupted = if fiber.parking.replace(false) {
            let wake = fiber.state.start_woken();
            fiber.expired.set(wake.expired && !wake.notified);
            wake.interrupted
        } else {
            fiber.state.start()
        };
        if interrupted {
            self.request_poll(POLL_INTERRUPT);
        }
        self.counters.switches.add(1);
        self.current.store(ready.0.as_ptr(), Ordering::Release);
        self.scheduler.hooks().resumed(self, fiber);
        self.scheduler.meter_in(fiber);
        // SAFETY: we have just made it `Running`.
        let exit = unsafe { fiber.resume() };
        self.scheduler.meter_out(fiber);
        if matches!(exit, Exit::Suspended(Reason::Rejoin)) {
            let reference = FiberRef::new(ready.0, fiber.id());
            fiber.state.yielded();
            // The thread is nobody's worker: it goes to the global queue.
            self.scheduler.queue(reference);
            return Ended::Lost;
        }
        self.current.store(ptr::null_mut(), Ordering::Release);
        match exit {
            Exit::Suspended(Reason::Yield | Reason::Rejoin) => self.finish_yield(ready),
            Exit::Suspended(Reason::Park) => {
                self.counters.parks.add(1);
                match fiber.state.park() {
                    // It may run elsewhere by now: not to be touched again.
                    Park::Parked => {}
                    // SAFETY: the worker's loop runs on its own thread.
                    Park::Schedule => unsafe { self.push_ready(ready) },
                }
            }
            Exit::Finished(panic) => self.finish_fiber(fiber, panic),
        }
        Ended::Stopped
    }

    fn finish_yield(&self, ready: Ready) {
        self.counters.yields.add(1);
        // SAFETY: still the fiber's worker; the block stays mapped.
        unsafe { ready.0.as_ref() }.state.yielded();
        let others = self.victim.is_waiting();
        let injector = self.scheduler.injector();
        if injector.is_empty() {
            // SAFETY: the worker's loop runs on its own thread.
            unsafe { self.with_owned(|owned| owned.local.push(ready)) };
        } else {
            // Behind those who wait there: they would wait for many turns of one that computes. (Go does the same with what it preempts.)
            injector.push(ready);
        }
        if others {
            self.scheduler.idle.notify();
        }
    }

    fn finish_fiber(&self, fiber: &Fiber, panic: Option<PanicPayload>) {
        self.counters.finished.add(1);
        fiber.state.finish();
        self.scheduler.hooks().finished(self, fiber, panic);
        let was_main = self.scheduler.is_main(fiber);
        if let Some(choices) = &self.scheduler.choices {
            choices.forget(fiber.id());
        }
        fiber.state.free();
        // SAFETY: the worker's loop runs on its own thread.
        unsafe { self.with_owned(|owned| self.scheduler.pool.release(fiber, Some(&mut owned.cache))) };
        if was_main {
            self.scheduler.stop();
        }
    }
}

/// A panic on a worker's own stack comes from an upcall that broke its contract, and the fibers of this worker would
/// wait for ever: the process ends instead.
struct AbortOnUnwind;

impl Drop for AbortOnUnwind {
    fn drop(&mut self) {
        std::process::abort();
    }
}

impl Outlook for Worker {
    fn has_work(&self) -> bool {
        self.scheduler.has_stealable() || self.scheduler.is_stopping()
    }

    fn next_deadline(&self) -> u64 {
        self.scheduler.next_deadline()
    }

    fn now(&self) -> u64 {
        self.scheduler.now()
    }

    fn before_sleep(&self) {
        self.scheduler.hooks().idle_enter(self);
    }

    fn after_sleep(&self) {
        self.scheduler.hooks().idle_leave(self);
    }
}

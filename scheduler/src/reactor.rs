//! Sockets, pipes and whatever else the system's poller watches, as things fibers park for.
//!
//! # What it protects
//! That a fiber that waits for a descriptor is woken when it may have become ready, and that a readiness that comes while
//! somebody finds the descriptor not ready is not taken for the old one.
//!
//! # Participants and words
//! *Users*, fibers that try an operation and wait when it would block; the *poller*, one OS thread that waits in the system's poller for
//! all descriptors (mio, edge-triggered) and is started with the first registration. Per descriptor one word, `tick << 2 | WRITABLE |
//! READABLE`, and a list of waiting fibers per direction under a lock.
//!
//! # Transitions
//! - *event* (the poller): sets bits and raises the tick in one read-modify-write (release), then takes the waiters of those directions
//!   off under the lock and unparks them.
//! - *try* (a user): loads the word (acquire), tries the operation; where that would block it *clears* its bit, but only while the tick is
//!   the one it loaded: else an event has come since, and it tries again.
//! - *wait*: under the lock looks at the bit and, if it is clear, enters the list; parks; whoever comes out without having been taken off
//!   (a deadline, an interrupt) leaves the list.
//!
//! # Why no wake-up is lost
//! Edge-triggered: the system reports once each time a descriptor becomes ready, after a user has found it not ready. If the event is
//! handled before the user clears, the tick differs and the bit stays. If after, the event sets the bit and then looks at the list:
//! either the waiter is in it, or it takes the lock later and sees the bit. A registration begins with both bits set, so that
//! the first try decides.
//!
//! # Stale tokens
//! A token holds the slot's generation; an event for a registration that is gone finds another generation and is dropped. The
//! events' entries are looked up under the table's lock, and a registration leaves the table before its descriptor is closed.
//!
//! # Stop
//! The poller is woken and ends; waiting fibers are abandoned like all others.
//!
//! # Rejected for now
//! Polling by idle workers: it saves a wake-up per event that comes while a worker sleeps, and costs a second way of sleeping and waking
//! in the idle protocol. It is to be measured when sockets are there.
//!
//! Checked by `tests/runtime/reactor.rs`. After tokio's `ScheduledIo`.

use std::io;
use std::os::fd::RawFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Registry, Token, Waker};

use crate::fiber::{Fiber, FiberRef};
use crate::park::{Waited, park, park_until, unpark};
use crate::scheduler::Scheduler;
use crate::sync::Mutex;

const READABLE: u64 = 1;
const WRITABLE: u64 = 2;
const TICK_ONE: u64 = 4;
/// Events taken from the system at once.
const BATCH: usize = 256;
const WAKE: Token = Token(usize::MAX);

/// What a fiber waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Something to read, a connection to accept, the end of the stream, an error.
    Read,
    /// Room to write, a connection made, an error.
    Write,
}

impl Direction {
    fn bit(self) -> u64 {
        match self {
            Self::Read => READABLE,
            Self::Write => WRITABLE,
        }
    }
}

/// One registered descriptor as users and the poller share it.
struct Shared {
    word: AtomicU64,
    waiting: Mutex<[Vec<FiberRef>; 2]>,
}

/// A descriptor that fibers can wait for. Dropping it ends the registration; the descriptor itself is the owner's to close, afterwards.
pub struct Watched {
    shared: Arc<Shared>,
    descriptor: RawFd,
    token: Token,
    reactor: &'static Inner,
}

/// What a try was based on.
#[derive(Clone, Copy, Debug)]
pub struct Seen(u64);

/// The reactor of one scheduler; made with the first registration, and anew in the child of a `fork`.
#[derive(Default)]
pub(crate) struct Reactor(Mutex<Option<&'static Inner>>);

struct Inner {
    registry: Registry,
    waker: Waker,
    table: Mutex<Table>,
    thread: Mutex<Option<thread::JoinHandle<()>>>,
}

#[derive(Default)]
struct Table {
    slots: Vec<Slot>,
    free: Vec<usize>,
}

#[derive(Default)]
struct Slot {
    generation: u32,
    shared: Option<Arc<Shared>>,
}

impl Table {
    fn insert(&mut self, shared: Arc<Shared>) -> Token {
        let index = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot::default());
            self.slots.len() - 1
        });
        self.slots[index].shared = Some(shared);
        Token(index | (self.slots[index].generation as usize) << 32)
    }

    fn find(&self, token: Token) -> Option<&Arc<Shared>> {
        let slot = self.slots.get(token.0 & 0xffff_ffff)?;
        slot.shared.as_ref().filter(|_| slot.generation as usize == token.0 >> 32)
    }

    fn remove(&mut self, token: Token) {
        let index = token.0 & 0xffff_ffff;
        let slot = &mut self.slots[index];
        slot.shared = None;
        // The highest generation stays free for the waker's token, which no slot may have.
        slot.generation = (slot.generation + 1) % (u32::MAX - 1);
        self.free.push(index);
    }
}

impl Reactor {
    /// The reactor, its poller running.
    fn inner(&self, scheduler: &'static Scheduler) -> io::Result<&'static Inner> {
        let mut known = self.0.lock();
        if let Some(inner) = *known {
            return Ok(inner);
        }
        let poll = Poll::new()?;
        let registry = poll.registry().try_clone()?;
        let waker = Waker::new(poll.registry(), WAKE)?;
        let inner: &'static Inner =
            Box::leak(Box::new(Inner { registry, waker, table: Mutex::default(), thread: Mutex::default() }));
        let poller = thread::Builder::new().name("typhon-poller".into());
        let poller = poller.spawn(move || inner.run(poll, scheduler))?;
        *inner.thread.lock() = Some(poller);
        *known = Some(inner);
        Ok(inner)
    }

    /// After a `fork`, in the child: what the parent watches is its own.
    pub(crate) fn forget(&self) {
        *self.0.lock() = None;
    }

    /// Ends the poller, if there is one.
    pub(crate) fn stop(&self) {
        let Some(inner) = *self.0.lock() else { return };
        // A poller that cannot be woken ends with the process.
        if inner.waker.wake().is_ok()
            && let Some(thread) = inner.thread.lock().take()
        {
            let _ = thread.join();
        }
    }
}

impl Inner {
    fn run(&self, mut poll: Poll, scheduler: &'static Scheduler) {
        let mut events = Events::with_capacity(BATCH);
        let mut woken = Vec::new();
        while !scheduler.is_stopping() {
            if let Err(error) = poll.poll(&mut events, None)
                && error.kind() != io::ErrorKind::Interrupted
            {
                // The poller itself is broken: nothing it watches can be waited for any more.
                return;
            }
            for event in &events {
                let closed = event.is_error() || event.is_read_closed() || event.is_write_closed();
                let mut bits = if event.is_readable() || closed { READABLE } else { 0 };
                if event.is_writable() || closed {
                    bits |= WRITABLE;
                }
                // Not under the table's lock: waking takes others.
                let shared = self.table.lock().find(event.token()).cloned();
                if let Some(shared) = shared {
                    shared.event(bits, &mut woken);
                    woken.drain(..).for_each(unpark);
                }
            }
        }
    }
}

impl Shared {
    fn event(&self, bits: u64, woken: &mut Vec<FiberRef>) {
        // Never fails: the closure always answers.
        let _ = self.word.fetch_update(Ordering::AcqRel, Ordering::Relaxed, |word| {
            Some(word.wrapping_add(TICK_ONE) | bits)
        });
        let mut waiting = self.waiting.lock();
        for direction in [Direction::Read, Direction::Write] {
            if bits & direction.bit() != 0 {
                woken.append(&mut waiting[direction as usize]);
            }
        }
    }
}

impl Watched {
    /// Has the scheduler's poller watch a descriptor, which is non-blocking and stays open until the answer has been dropped. Fails
    /// where the system cannot watch it (regular files, `EPERM`).
    pub fn new(scheduler: &'static Scheduler, descriptor: RawFd) -> io::Result<Self> {
        let reactor = scheduler.reactor.inner(scheduler)?;
        let shared =
            Arc::new(Shared { word: AtomicU64::new(READABLE | WRITABLE), waiting: Mutex::default() });
        let token = reactor.table.lock().insert(Arc::clone(&shared));
        let interest = Interest::READABLE | Interest::WRITABLE;
        match reactor.registry.register(&mut SourceFd(&descriptor), token, interest) {
            Ok(()) => Ok(Self { shared, descriptor, token, reactor }),
            Err(error) => {
                // Not by dropping one: that would end the registration that somebody else has of this descriptor.
                reactor.table.lock().remove(token);
                Err(error)
            }
        }
    }

    /// The descriptor.
    pub fn descriptor(&self) -> RawFd {
        self.descriptor
    }

    /// To be called before an operation is tried.
    pub fn look(&self) -> Seen {
        Seen(self.shared.word.load(Ordering::Acquire))
    }

    /// The operation tried after [`Self::look`] would have blocked.
    pub fn would_block(&self, direction: Direction, seen: Seen) {
        let same_tick = |word: u64| word / TICK_ONE == seen.0 / TICK_ONE;
        // Fails only where an event has come: then the bit is to stay.
        let _ = self.shared.word.fetch_update(Ordering::AcqRel, Ordering::Acquire, |word| {
            same_tick(word).then_some(word & !direction.bit())
        });
    }

    /// Parks the calling fiber until the descriptor may be ready, until `deadline` (nanoseconds of [`Scheduler::now`]), or until the fiber
    /// is interrupted.
    pub fn wait(&self, fiber: &Fiber, direction: Direction, deadline: Option<u64>) -> Waited {
        let me = fiber.reference();
        let waited = loop {
            {
                let mut waiting = self.shared.waiting.lock();
                if self.shared.word.load(Ordering::Acquire) & direction.bit() != 0 {
                    break Waited::Ready;
                }
                let list = &mut waiting[direction as usize];
                if !list.contains(&me) {
                    list.push(me);
                }
            }
            if fiber.is_interrupted() {
                break Waited::Interrupted;
            }
            match deadline {
                None => park(fiber),
                Some(deadline) => {
                    if !park_until(fiber, deadline) && fiber.scheduler().now() >= deadline {
                        break Waited::TimedOut;
                    }
                }
            }
        };
        if waited != Waited::Ready {
            self.shared.waiting.lock()[direction as usize].retain(|waiter| *waiter != me);
        }
        waited
    }

    /// Tries `operation` until it does not answer `WouldBlock`, waiting in between. `Err(TimedOut)` and `Err(Interrupted)` say that the
    /// wait ended so; an interrupt is still to be taken.
    pub fn complete<T>(
        &self,
        fiber: &Fiber,
        direction: Direction,
        deadline: Option<u64>,
        mut operation: impl FnMut() -> io::Result<T>,
    ) -> io::Result<T> {
        loop {
            let seen = self.look();
            match operation() {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                outcome => return outcome,
            }
            self.would_block(direction, seen);
            match self.wait(fiber, direction, deadline) {
                Waited::Ready => {}
                Waited::TimedOut => return Err(io::ErrorKind::TimedOut.into()),
                Waited::Interrupted => return Err(io::ErrorKind::Interrupted.into()),
            }
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // A descriptor that was never registered, or is closed already, cannot be taken out.
        let _ = self.reactor.registry.deregister(&mut SourceFd(&self.descriptor));
        self.reactor.table.lock().remove(self.token);
    }
}

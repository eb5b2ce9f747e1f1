//! Sockets, pipes and whatever else the system's poller watches, as things fibers park for.
//!
//! # What it protects
//! That a fiber that waits for a descriptor is woken when it may have become ready, and that a readiness that comes while
//! somebody finds the descriptor not ready is not taken for the old one. Not that who is woken finds it ready: users try again, and wait again.
//!
//! # Participants and words
//! *Users*, fibers that try an operation and wait when it would block; the *poller*, one OS thread that waits in the system's poller for
//! all descriptors (mio, edge-triggered) and is started with the first registration. What passes between them about one registration is
//! [`readiness`](crate::readiness)'s protocol, with its argument and model.
//!
//! A registration is all that is known of a number: it is shared by everybody who watches that number at the same time, and gone with
//! the last of them. It is in a shard by number, whose lock is held across the system call that changes the kernel's side. The kernel's side
//! is by number *and file*; its token is the number.
//!
//! # Why no wake-up is lost
//! Edge-triggered: the system reports once each time a descriptor becomes ready, so what comes after an operation was tried is an event.
//! Every user registers, the first anew and the others again, which has the system report anew what is ready: so for each user the
//! kernel has, from then on, the file that the number meant when it came, under a token that finds the registration which the user waits at.
//! Only the last user to leave takes something out: what its number means then.
//!
//! # Numbers that mean another file
//! A number may be given to another file while somebody waits for it, and to the first one again. The kernel then watches each of these
//! files for which a user came, as long as it is open, under the one token. Asked to change what it does not have it says `ENOENT`, asked
//! to add what it has `EEXIST`; then the other is asked for. So all of them wake all users of the number, as if each were meant: a user that waits
//! for another file tries once more, on what the number means now. What is left in the kernel after the last user goes with its file; its events
//! find no registration, or one of later users, who try once more.
//!
//! # Deterministic runs
//! There is no poller: when nothing else can run, before time goes on, and now and then while fibers run, the one worker asks the
//! system itself ([`Reactor::take_turn`]). So what a program does with its own pipes and sockets comes in the order of its own steps.
//!
//! # Stop
//! The poller is woken and ends; waiting fibers are abandoned like all others.
//!
//! # Rejected
//! Polling by idle workers: it saves a wake-up per event that comes while a worker sleeps, and costs a second way of sleeping and waking
//! in the idle protocol. Watching a duplicate of each descriptor: it cannot come to mean another file, but doubles what a server needs of them.
//! A registration of its own for each file that a number means, with a token of its own: the kernel keeps one token for a number and file, so that
//! who comes when the number means the first file again takes the events away from those who still wait for it.
//!
//! Checked by `tests/runtime/reactor.rs` and, from Python, `tests/race/test_sockets.py`.

use std::collections::HashMap;
use std::io;
use std::os::fd::RawFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::thread;
use std::time::Duration;

use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Registry, Token, Waker};

use typhon_os::libc;

use crate::fiber::{Fiber, FiberRef};
use crate::park::{Waited, park, park_until, unpark};
use crate::readiness::{Direction, Readiness, Seen};
use crate::scheduler::Scheduler;
use crate::sync::Mutex;

/// Events taken from the system at once.
const BATCH: usize = 256;
const WAKE: Token = Token(usize::MAX);
/// Locks over which the registrations are spread.
const SHARDS: usize = 64;
const INTEREST: Interest = Interest::READABLE.add(Interest::WRITABLE);

/// A descriptor that fibers can wait for. Dropping it ends the registration, if it was the last of this number.
pub struct Watched {
    readiness: Arc<Readiness<FiberRef>>,
    descriptor: RawFd,
    reactor: &'static Inner,
}

/// The reactor of one scheduler; made with the first registration, and anew in the child of a `fork`.
#[derive(Default)]
pub(crate) struct Reactor {
    /// Null, or leaked.
    inner: AtomicPtr<Inner>,
    making: Mutex<()>,
}

struct Inner {
    registry: Registry,
    waker: Waker,
    /// By number.
    shards: Vec<Mutex<Shard>>,
    thread: Mutex<Option<thread::JoinHandle<()>>>,
    /// In a deterministic run: what its worker asks.
    own: Mutex<Option<Poll>>,
}

/// What a deterministic run's worker finds when it asks the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Nothing is watched.
    Idle,
    /// Nothing was ready.
    Quiet,
    /// Some descriptor was ready; who waited for it is, too.
    Woke,
}

/// The registrations of its numbers.
type Shard = HashMap<RawFd, Registration>;

#[derive(Default)]
struct Registration {
    readiness: Arc<Readiness<FiberRef>>,
    /// At least one.
    users: usize,
}

impl Reactor {
    fn known(&self) -> Option<&'static Inner> {
        // SAFETY: null, or what `inner` has leaked; the load pairs with its store.
        unsafe { self.inner.load(Ordering::Acquire).as_ref() }
    }

    /// The reactor, its poller running.
    fn inner(&self, scheduler: &'static Scheduler) -> io::Result<&'static Inner> {
        match self.known() {
            Some(inner) => Ok(inner),
            None => self.make(scheduler),
        }
    }

    #[cold]
    fn make(&self, scheduler: &'static Scheduler) -> io::Result<&'static Inner> {
        let _making = self.making.lock();
        if let Some(inner) = self.known() {
            return Ok(inner);
        }
        let poll = Poll::new()?;
        let registry = poll.registry().try_clone()?;
        let waker = Waker::new(poll.registry(), WAKE)?;
        let inner = Box::leak(Box::new(Inner {
            registry,
            waker,
            shards: std::iter::repeat_with(Mutex::default).take(SHARDS).collect(),
            thread: Mutex::default(),
            own: Mutex::default(),
        }));
        let leaked = std::ptr::from_mut(inner);
        let inner: &'static Inner = inner;
        if scheduler.is_deterministic() {
            *inner.own.lock() = Some(poll);
            self.inner.store(leaked, Ordering::Release);
            return Ok(inner);
        }
        let poller = thread::Builder::new().name("typhon-poller".into());
        let poller = poller.spawn(move || inner.run(poll, scheduler))?;
        *inner.thread.lock() = Some(poller);
        self.inner.store(leaked, Ordering::Release);
        Ok(inner)
    }

    /// In a deterministic run, on its worker's thread: wakes those whose descriptors are ready, or become so within `patience`.
    pub(crate) fn take_turn(&self, patience: Duration) -> Turn {
        let Some(inner) = self.known() else { return Turn::Idle };
        if inner.shards.iter().all(|shard| shard.lock().is_empty()) {
            return Turn::Idle;
        }
        // Not under the lock: waking takes others. Nobody else wants it.
        let Some(mut poll) = inner.own.lock().take() else { return Turn::Idle };
        let mut events = Events::with_capacity(BATCH);
        // What goes wrong is as if nothing were ready.
        let _ = poll.poll(&mut events, Some(patience));
        *inner.own.lock() = Some(poll);
        inner.dispatch(&events, &mut Vec::new());
        if events.is_empty() { Turn::Quiet } else { Turn::Woke }
    }

    /// After a `fork`, in the child: what the parent watches is its own.
    pub(crate) fn forget(&self) {
        self.inner.store(std::ptr::null_mut(), Ordering::Release);
    }

    /// Ends the poller, if there is one.
    pub(crate) fn stop(&self) {
        let _making = self.making.lock();
        let Some(inner) = self.known() else { return };
        // A poller that cannot be woken ends with the process.
        if inner.waker.wake().is_ok()
            && let Some(thread) = inner.thread.lock().take()
        {
            let _ = thread.join();
        }
    }
}

impl Inner {
    fn shard(&self, descriptor: RawFd) -> &Mutex<Shard> {
        &self.shards[descriptor as usize % SHARDS]
    }

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
            self.dispatch(&events, &mut woken);
        }
    }

    /// Wakes who waits for what has happened.
    fn dispatch(&self, events: &Events, woken: &mut Vec<FiberRef>) {
        for event in events.iter().filter(|event| event.token() != WAKE) {
            let closed = event.is_error() || event.is_read_closed() || event.is_write_closed();
            let ready = [event.is_readable() || closed, event.is_writable() || closed];
            // Not under the shard's lock: waking takes others.
            let descriptor = event.token().0 as RawFd;
            let shard = self.shard(descriptor).lock();
            let readiness = shard.get(&descriptor).map(|known| Arc::clone(&known.readiness));
            drop(shard);
            if let Some(readiness) = readiness {
                readiness.event(ready, woken);
                woken.drain(..).for_each(unpark);
            }
        }
    }

    /// Registers a descriptor, or shares the registration that there is.
    fn register(&self, descriptor: RawFd) -> io::Result<Arc<Readiness<FiberRef>>> {
        if descriptor < 0 {
            return Err(io::Error::from_raw_os_error(libc::EBADF));
        }
        let mut shard = self.shard(descriptor).lock();
        self.tell_kernel(descriptor, shard.contains_key(&descriptor))?;
        let registration = shard.entry(descriptor).or_default();
        registration.users += 1;
        Ok(Arc::clone(&registration.readiness))
    }

    /// Has the kernel watch what a number means now, and report anew what is ready. `known`: whether it is likely to do so already.
    fn tell_kernel(&self, descriptor: RawFd, mut known: bool) -> io::Result<()> {
        // Not negative, so not the waker's.
        let token = Token(descriptor as usize);
        loop {
            let outcome = if known {
                self.registry.reregister(&mut SourceFd(&descriptor), token, INTEREST)
            } else {
                self.registry.register(&mut SourceFd(&descriptor), token, INTEREST)
            };
            match outcome {
                // Once more for each file that the number comes to mean between two of these calls.
                Err(error) if known && error.raw_os_error() == Some(libc::ENOENT) => known = false,
                Err(error) if !known && error.raw_os_error() == Some(libc::EEXIST) => known = true,
                outcome => return outcome,
            }
        }
    }

    /// One of a registration's users is gone.
    fn leave(&self, descriptor: RawFd) {
        let mut shard = self.shard(descriptor).lock();
        let Some(registration) = shard.get_mut(&descriptor) else { return };
        registration.users -= 1;
        if registration.users == 0 {
            shard.remove(&descriptor);
            // What is closed, or another file, cannot be taken out and need not be.
            let _ = self.registry.deregister(&mut SourceFd(&descriptor));
        }
    }
}

impl Watched {
    /// Has the scheduler's poller watch a descriptor. Fails where the system cannot watch it (regular files, `EPERM`).
    pub fn new(scheduler: &'static Scheduler, descriptor: RawFd) -> io::Result<Self> {
        let reactor = scheduler.reactor.inner(scheduler)?;
        let readiness = reactor.register(descriptor)?;
        Ok(Self { readiness, descriptor, reactor })
    }

    /// To be called before an operation is tried.
    pub fn look(&self, direction: Direction) -> Seen {
        self.readiness.look(direction)
    }

    /// An operation that was tried after [`Self::look`] would have blocked: parks the calling fiber until the descriptor may be ready, until `deadline`
    /// (nanoseconds of [`Scheduler::now`]), or until the fiber is interrupted.
    pub fn wait(&self, fiber: &Fiber, direction: Direction, seen: Seen, deadline: Option<u64>) -> Waited {
        let me = fiber.reference();
        let waited = loop {
            if !self.readiness.enter(direction, seen, me) {
                break Waited::Ready;
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
            self.readiness.leave(direction, &me);
        }
        waited
    }

    /// Tries `operation` until it does not answer `WouldBlock`, waiting in between. `Err(TimedOut)` and `Err(Interrupted)` say that the
    /// wait ended so, without an error number; an interrupt is still to be taken.
    pub fn complete<T>(
        &self,
        fiber: &Fiber,
        direction: Direction,
        deadline: Option<u64>,
        mut operation: impl FnMut() -> io::Result<T>,
    ) -> io::Result<T> {
        loop {
            let seen = self.look(direction);
            match operation() {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                outcome => return outcome,
            }
            match self.wait(fiber, direction, seen, deadline) {
                Waited::Ready => {}
                Waited::TimedOut => return Err(io::ErrorKind::TimedOut.into()),
                Waited::Interrupted => return Err(io::ErrorKind::Interrupted.into()),
            }
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.reactor.leave(self.descriptor);
    }
}

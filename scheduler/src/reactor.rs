//! Sockets, pipes and whatever else the system's poller watches, as things fibers park for.
//!
//! # What it protects
//! That a fiber that waits for a descriptor is woken when it may have become ready, and that a readiness that comes while
//! somebody finds the descriptor not ready is not taken for the old one.
//!
//! # Participants and words
//! *Users*, fibers that try an operation and wait when it would block; the *poller*, one OS thread that waits in the system's poller for
//! all descriptors (mio, edge-triggered) and is started with the first registration. What passes between them about one registration is
//! [`readiness`](crate::readiness)'s protocol, with its argument and model.
//!
//! A registration is shared by all who watch the same number at the same time. The registrations lie in shards by number; a shard's lock
//! is held across the system call that changes the kernel's side, so that both sides agree.
//!
//! # Why no wake-up is lost
//! Edge-triggered: the system reports once each time a descriptor becomes ready, so what comes after an operation was tried is an event.
//! Registering again (whoever shares a registration does so) has the system report anew what is ready.
//!
//! # Numbers that mean another file
//! A number may be closed, and given to another file, while somebody waits for it. Who comes next asks the system to change the
//! registration: for another file there is none, so a new one is made, and the old one stays with those who wait for it but is no longer
//! the number's: it does not end the new one. What is left of it in the kernel goes with the old file.
//!
//! # Stale tokens
//! A token holds the registration's generation; an event for a registration that is gone finds none and is dropped.
//!
//! # Stop
//! The poller is woken and ends; waiting fibers are abandoned like all others.
//!
//! # Rejected
//! Polling by idle workers: it saves a wake-up per event that comes while a worker sleeps, and costs a second way of sleeping and waking
//! in the idle protocol. Watching a duplicate of each descriptor: it cannot come to mean another file, but doubles what a server needs of them.
//!
//! Checked by `tests/runtime/reactor.rs` and, from Python, `tests/race/test_sockets.py`.

use std::collections::HashMap;
use std::io;
use std::os::fd::RawFd;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};
use std::thread;

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
    token: Token,
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
    generation: AtomicU32,
    thread: Mutex<Option<thread::JoinHandle<()>>>,
}

#[derive(Default)]
struct Shard {
    registrations: HashMap<Token, Registration>,
    /// Which of them is a number's.
    current: HashMap<RawFd, Token>,
}

struct Registration {
    readiness: Arc<Readiness<FiberRef>>,
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
            generation: AtomicU32::new(0),
            thread: Mutex::default(),
        }));
        let leaked = std::ptr::from_mut(inner);
        let inner: &'static Inner = inner;
        let poller = thread::Builder::new().name("typhon-poller".into());
        let poller = poller.spawn(move || inner.run(poll, scheduler))?;
        *inner.thread.lock() = Some(poller);
        self.inner.store(leaked, Ordering::Release);
        Ok(inner)
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

    /// A token for a new registration. Numbers are not negative, so none is the waker's.
    fn new_token(&self, descriptor: RawFd) -> Token {
        let generation = self.generation.fetch_add(1, Ordering::Relaxed);
        Token((generation as usize) << 32 | descriptor as usize)
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
            for event in events.iter().filter(|event| event.token() != WAKE) {
                let closed = event.is_error() || event.is_read_closed() || event.is_write_closed();
                let ready = [event.is_readable() || closed, event.is_writable() || closed];
                // Not under the shard's lock: waking takes others.
                let shard = self.shard((event.token().0 & 0xffff_ffff) as RawFd).lock();
                let readiness =
                    shard.registrations.get(&event.token()).map(|known| Arc::clone(&known.readiness));
                drop(shard);
                if let Some(readiness) = readiness {
                    readiness.event(ready, &mut woken);
                    woken.drain(..).for_each(unpark);
                }
            }
        }
    }

    /// Registers a descriptor, or shares the registration that there is.
    fn register(&self, descriptor: RawFd) -> io::Result<(Token, Arc<Readiness<FiberRef>>)> {
        if descriptor < 0 {
            return Err(io::Error::from_raw_os_error(libc::EBADF));
        }
        let mut shard = self.shard(descriptor).lock();
        let Shard { registrations, current } = &mut *shard;
        if let Some(&token) = current.get(&descriptor)
            && let Some(registration) = registrations.get_mut(&token)
        {
            match self.registry.reregister(&mut SourceFd(&descriptor), token, INTEREST) {
                Ok(()) => {
                    registration.users += 1;
                    return Ok((token, Arc::clone(&registration.readiness)));
                }
                // The number means another file now.
                Err(error) if error.raw_os_error() == Some(libc::ENOENT) => {}
                Err(error) => return Err(error),
            }
        }
        let token = self.new_token(descriptor);
        match self.registry.register(&mut SourceFd(&descriptor), token, INTEREST) {
            // The number was this file's before, was another's in between, and somebody waits for it since then.
            Err(error) if error.raw_os_error() == Some(libc::EEXIST) => {
                self.registry.reregister(&mut SourceFd(&descriptor), token, INTEREST)?;
            }
            outcome => outcome?,
        }
        let readiness = Arc::new(Readiness::new());
        registrations.insert(token, Registration { readiness: Arc::clone(&readiness), users: 1 });
        current.insert(descriptor, token);
        Ok((token, readiness))
    }

    /// One of a registration's users is gone.
    fn leave(&self, descriptor: RawFd, token: Token) {
        let mut shard = self.shard(descriptor).lock();
        let Some(registration) = shard.registrations.get_mut(&token) else { return };
        registration.users -= 1;
        if registration.users > 0 {
            return;
        }
        shard.registrations.remove(&token);
        if shard.current.get(&descriptor) == Some(&token) {
            shard.current.remove(&descriptor);
            // What is closed, or another file, cannot be taken out and need not be.
            let _ = self.registry.deregister(&mut SourceFd(&descriptor));
        }
    }
}

impl Watched {
    /// Has the scheduler's poller watch a descriptor. Fails where the system cannot watch it (regular files, `EPERM`).
    pub fn new(scheduler: &'static Scheduler, descriptor: RawFd) -> io::Result<Self> {
        let reactor = scheduler.reactor.inner(scheduler)?;
        let (token, readiness) = reactor.register(descriptor)?;
        Ok(Self { readiness, descriptor, token, reactor })
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
        self.reactor.leave(self.descriptor, self.token);
    }
}

//! Fibers, workers, parking: an M:N scheduler that knows no Python and no collector.
//!
//! An embedder implements [`Hooks`], calls [`Scheduler::run`] with its main function, and from there
//! [`Scheduler::create`]s and [`Scheduler::submit`]s fibers. A fiber's code gets its `&Fiber`, passes it on
//! explicitly, and suspends by [`yield_now`], [`park`], [`park_until`] and [`RawLock`]; it may go on on another OS
//! thread after each.
//!
//! | file | what it owns | protocol, model |
//! | --- | --- | --- |
//! | `scheduler.rs` | workers, global queue, start and stop | stop |
//! | `hooks.rs`, `config.rs` | the upcalls; sizes and numbers | |
//! | `state.rs` | a fiber's state word, all transitions | park/unpark, `tests/models/fiber_state.rs` |
//! | `fiber.rs`, `fiber/switch.rs` | control block, references; the switch | |
//! | `slab.rs`, `pool.rs` | stack memory and its reuse | |
//! | `park.rs` | suspending and waking | |
//! | `timer.rs` | deadlines | cancel against fire, `tests/models/timer.rs` |
//! | `byte_lock.rs` | a lock in one byte of the embedder's | sleeping at buckets, `tests/models/byte_lock.rs` |
//! | `lock.rs` | the parking lock | queue and hand-over, `tests/models/lock.rs` |
//! | `queue.rs` | slot, deque, robbing | `tests/models/queue.rs` |
//! | `idle.rs`, `parker.rs` | searching, sleeping, waking workers | `tests/models/idle.rs` |
//! | `worker.rs`, `worker/run.rs`, `worker/current.rs` | a worker, its loop; the one thread-local word | |
//! | `blocking.rs`, `spares.rs` | long calls: handing a worker to another OS thread; those threads | `tests/models/blocking.rs` |
//! | `fork.rs` | a `fork`: what is held around it, what is left in the child | locks, `tests/runtime/fork.rs` |
//! | `reactor.rs` | descriptors that fibers wait for | registrations, `tests/runtime/reactor.rs` |
//! | `readiness.rs` | events and who waits for them | ticks, `tests/models/readiness.rs` |
//! | `monitor.rs` | preemption, hand-over, trimming | doze |
//! | `choices.rs`, `clock.rs` | the deterministic run: every choice from one seed, virtual time | |
//! | `chance.rs`, `counters.rs`, `meter.rs` | whom to rob first; counts; processor time by fiber | |
//!
//! Under `cfg(loom)` only the protocols are compiled, public to their models.

#[cfg(not(loom))]
mod chance;
#[cfg(not(loom))]
mod choices;
#[cfg(not(loom))]
mod clock;
#[cfg(not(loom))]
mod config;
#[cfg(not(loom))]
mod counters;
#[cfg(not(loom))]
mod fiber;
#[cfg(not(loom))]
mod fork;
#[cfg(not(loom))]
mod hooks;
#[cfg(not(loom))]
mod meter;
#[cfg(not(loom))]
mod monitor;
#[cfg(not(loom))]
mod park;
#[cfg(not(loom))]
mod pool;
#[cfg(not(loom))]
mod reactor;
#[cfg(not(loom))]
mod scheduler;
#[cfg(not(loom))]
mod slab;
#[cfg(not(loom))]
mod spares;
#[cfg(not(loom))]
mod worker;

#[cfg(not(loom))]
mod blocking;
#[cfg(loom)]
pub mod blocking;
#[cfg(not(loom))]
mod byte_lock;
#[cfg(loom)]
pub mod byte_lock;
#[cfg(not(loom))]
mod idle;
#[cfg(loom)]
pub mod idle;
#[cfg(not(loom))]
mod lock;
#[cfg(loom)]
pub mod lock;
#[cfg(not(loom))]
mod parker;
#[cfg(loom)]
pub mod parker;
#[cfg(not(loom))]
mod queue;
#[cfg(loom)]
pub mod queue;
#[cfg(not(loom))]
mod readiness;
#[cfg(loom)]
pub mod readiness;
#[cfg(not(loom))]
mod state;
#[cfg(loom)]
pub mod state;
#[cfg(not(loom))]
mod sync;
#[cfg(loom)]
pub mod sync;
#[cfg(not(loom))]
mod timer;
#[cfg(loom)]
pub mod timer;

#[cfg(not(loom))]
pub use self::{
    blocking::Section,
    byte_lock::{Turn, WaitingRoom},
    choices::{Exploration, Strategy},
    config::Config,
    counters::Counts,
    fiber::{Fiber, FiberRef},
    hooks::{Hooks, PanicPayload},
    lock::RawLock,
    park::{Waited, interrupt, park, park_until, rejoin, scheduling_point, sleep_until, unpark, yield_now},
    pool::SpawnError,
    reactor::Watched,
    readiness::{Direction, Seen},
    scheduler::Scheduler,
    state::State,
    worker::{POLL_EMBEDDER_SHIFT, POLL_EXPLORE, POLL_INTERRUPT, POLL_PREEMPT, Worker, current_worker},
};

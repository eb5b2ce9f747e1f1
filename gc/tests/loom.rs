//! Models of the handshake and of the barrier with its log, over the production types.
//!
//! `RUSTFLAGS="--cfg loom" cargo test -p typhon-gc --test loom --release`, with a target directory of its own.
//! The protocol's modules are compiled into this test as they are, with loom's atomics behind `sync`.
#![cfg(loom)]
#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "the modules serve the whole crate; models use a part"
)]

#[path = "../src/barrier.rs"]
mod barrier;
#[path = "../src/exchange.rs"]
mod exchange;
#[path = "../src/gate.rs"]
mod gate;
#[path = "../src/handshake.rs"]
mod handshake;
#[path = "../src/header.rs"]
mod header;
#[path = "../src/object.rs"]
mod object;
#[path = "../src/registry.rs"]
mod registry;
#[path = "../src/slot.rs"]
mod slot;
#[path = "../src/sync.rs"]
mod sync;
#[path = "../src/watch.rs"]
mod watch;

/// What the modules name of `host`.
mod host {
    /// Names one mutator.
    #[derive(Copy, Clone, PartialEq, Eq, Debug)]
    pub struct MutatorId(pub u32);
}

use std::ptr::NonNull;

use loom::sync::Arc;
use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use loom::thread;

use barrier::{Log, take_entry};
use exchange::Exchange;
use gate::Gate;
use header::{Header, LOGGED, NEW, OLD, THRESHOLD_BETWEEN_COLLECTIONS};
use host::MutatorId;
use object::ObjRef;
use registry::{Registry, Shared};
use slot::Slot;
use sync::UnsafeCell;

/// A mutator's poll bit, as an embedder has it.
struct Poll(AtomicBool);

impl Poll {
    fn request(&self) {
        self.0.swap(true, Ordering::AcqRel);
    }

    fn clear(&self) {
        self.0.swap(false, Ordering::AcqRel);
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What a running mutator may touch, and a stopper while it holds the mutator. Loom fails a model in which two
/// accesses are not ordered.
struct Owned(UnsafeCell<u32>);

// SAFETY: who may touch it when is what the models check.
unsafe impl Sync for Owned {}
// SAFETY: as above.
unsafe impl Send for Owned {}

impl Owned {
    fn touch(&self) -> u32 {
        // SAFETY: loom checks that no two of these overlap.
        self.0.with_mut(|value| unsafe {
            *value += 1;
            *value
        })
    }
}

fn bounded(preemptions: usize, model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(preemptions);
    builder.check(model);
}

/// Two mutators block and run again, one stopper stops them twice. Nobody touches what another owns, nobody sleeps
/// for ever (loom reports deadlocks).
#[test]
fn a_stop_excludes_running_mutators_and_loses_no_wake_up() {
    stop_and_run(StopFault::None);
}

/// Faults of a stop that the model notices.
#[derive(Copy, Clone, PartialEq)]
enum StopFault {
    None,
    /// The stopper does not wait for a mutator to arrive.
    DoesNotWait,
    /// A mutator goes on without asking whether it may.
    RunsUnasked,
    /// The stopper lets nobody go on.
    DoesNotRelease,
}

fn stop_and_run(fault: StopFault) {
    bounded(3, move || {
        let mutators = Arc::new([0, 1].map(|id| (Shared::new(MutatorId(id)), Owned(UnsafeCell::new(0)))));
        let threads = [0, 1].map(|index| {
            let mutators = Arc::clone(&mutators);
            thread::spawn(move || {
                let (shared, owned) = &mutators[index];
                if fault == StopFault::RunsUnasked {
                    owned.touch();
                    return;
                }
                shared.word.leave_safe();
                owned.touch();
                shared.word.enter_safe();
            })
        });
        for _ in 0..2 {
            for (shared, _) in &*mutators {
                shared.word.ask();
            }
            for (shared, owned) in &*mutators {
                if fault != StopFault::DoesNotWait {
                    shared.word.wait_until_held();
                }
                owned.touch();
            }
            for (shared, _) in mutators.iter().filter(|_| fault != StopFault::DoesNotRelease) {
                shared.word.release();
            }
        }
        for thread in threads {
            thread.join().unwrap();
        }
        for (_, owned) in &*mutators {
            assert_eq!(owned.touch(), 4);
        }
    });
}

/// A rolling handshake: each mutator is served as it arrives, and goes on before the other has arrived.
#[test]
fn a_rolling_handshake_serves_every_mutator_once() {
    bounded(3, || {
        let mutators = Arc::new([0, 1].map(|id| (Shared::new(MutatorId(id)), Owned(UnsafeCell::new(0)))));
        let threads = [0, 1].map(|index| {
            let mutators = Arc::clone(&mutators);
            thread::spawn(move || {
                let (shared, owned) = &mutators[index];
                for _ in 0..2 {
                    shared.word.leave_safe();
                    owned.touch();
                    shared.word.enter_safe();
                }
            })
        });
        for (shared, _) in &*mutators {
            shared.word.ask();
        }
        for (shared, owned) in &*mutators {
            shared.word.wait_until_held();
            owned.touch();
            shared.word.release();
        }
        for thread in threads {
            thread.join().unwrap();
        }
        for (_, owned) in &*mutators {
            assert_eq!(owned.touch(), 4);
        }
    });
}

/// A mutator that stops only when its poll bit tells it to: the request is never lost between the stopper's two
/// steps and the mutator's two.
#[test]
fn a_poll_request_is_never_lost() {
    bounded(3, || {
        let shared = Arc::new((Shared::new(MutatorId(0)), Poll(AtomicBool::new(false))));
        shared.0.word.leave_safe();
        // Some earlier request, for another reason, makes the mutator poll at just the wrong moment.
        shared.1.request();
        let mutator = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                let (shared, poll) = &*shared;
                let mut stops = 0;
                while stops == 0 {
                    if poll.is_set() {
                        poll.clear();
                        if shared.word.is_asked() {
                            shared.word.enter_safe();
                            shared.word.leave_safe();
                            stops += 1;
                        }
                    } else {
                        thread::yield_now();
                    }
                }
                shared.word.enter_safe();
            })
        };
        let (word, poll) = (&shared.0.word, &shared.1);
        if !word.ask() {
            poll.request();
        }
        word.wait_until_held();
        poll.clear();
        word.release();
        mutator.join().unwrap();
    });
}

/// A mutator that leaves for good while another thread stops everybody: its log is not lost.
#[test]
fn a_leaving_mutator_hands_its_log_over() {
    bounded(3, || {
        let registry = Arc::new(Registry::default());
        let object = leak(OLD);
        let shared = registry.register();
        let leaver = {
            let registry = Arc::clone(&registry);
            thread::spawn(move || {
                shared.word.leave_safe();
                let log = Log::default();
                log.record(object);
                // SAFETY: it runs.
                log.with_entries(|entries| unsafe { shared.publish(|to| to.log.append(entries)) });
                shared.word.enter_safe();
                registry.unregister(&shared);
            })
        };
        let mut drained = stop_and_drain(&registry);
        leaver.join().unwrap();
        drained.extend(stop_and_drain(&registry));
        assert_eq!(drained, [object]);
        assert_eq!(object.header().state(), OLD);
    });
}

/// Stops everybody and drains all logs; the objects to scan.
fn stop_and_drain(registry: &Registry) -> Vec<ObjRef> {
    drain(registry, true)
}

fn drain(registry: &Registry, reset: bool) -> Vec<ObjRef> {
    let mut registered = registry.lock();
    for mutator in &registered.mutators {
        mutator.word.ask();
    }
    for mutator in &registered.mutators {
        mutator.word.wait_until_held();
    }
    let mut entries = std::mem::take(&mut registered.orphans).log;
    for mutator in &registered.mutators {
        // SAFETY: it is held.
        entries.append(&mut unsafe { mutator.take_published() }.log);
    }
    entries.retain(|&object| !reset || take_entry(object));
    for mutator in &registered.mutators {
        mutator.word.release();
    }
    entries
}

/// An object of one header; it outlives the model.
fn leak(state: u8) -> ObjRef {
    let header = Header::new(0, 0);
    header.set_state(state);
    // SAFETY: a header that is never freed.
    unsafe { ObjRef::from_ptr(NonNull::from(Box::leak(Box::new(header)))) }
}

/// Two mutators store into the same old object, each into its slot, while a collection drains in between. Every
/// store is followed by a drain that names the object, whoever logged it, and sees the value.
#[test]
fn every_store_into_an_old_object_is_answered_for() {
    stores_against_drains(BarrierFault::None);
}

/// Faults of the barrier that the model notices.
#[derive(Copy, Clone, PartialEq)]
enum BarrierFault {
    None,
    /// The store is told to nobody.
    Dropped,
    /// The mutator passes a safepoint between its look at the state and its store.
    SafepointBetween,
    /// The state is not reset when an entry is drained.
    NotReset,
}

fn stores_against_drains(fault: BarrierFault) {
    bounded(2, move || {
        let registry = Arc::new(Registry::default());
        let object = leak(OLD);
        let slots = Arc::new([Slot::new(0), Slot::new(0)]);
        let threads = [0, 1].map(|index| {
            let shared = registry.register();
            let slots = Arc::clone(&slots);
            thread::spawn(move || {
                let log = Log::default();
                shared.word.leave_safe();
                let due = || Log::is_due(object.header(), THRESHOLD_BETWEEN_COLLECTIONS);
                let early = due();
                if fault == BarrierFault::SafepointBetween {
                    shared.word.enter_safe();
                    shared.word.leave_safe();
                }
                slots[index].init(7);
                let logs = match fault {
                    BarrierFault::Dropped => false,
                    BarrierFault::SafepointBetween => early,
                    _ => due(),
                };
                if logs {
                    log.record(object);
                }
                // SAFETY: it runs.
                log.with_entries(|entries| unsafe { shared.publish(|to| to.log.append(entries)) });
                shared.word.enter_safe();
            })
        });
        // What a scan of the object has seen of each slot.
        let mut seen = [false; 2];
        let mut scan = |entries: Vec<ObjRef>| {
            assert!(entries.len() <= 1, "the second entry for one object is dropped");
            if !entries.is_empty() {
                for (seen, slot) in seen.iter_mut().zip(&*slots) {
                    *seen |= slot.load() == 7;
                }
            }
        };
        scan(drain(&registry, fault != BarrierFault::NotReset));
        for thread in threads {
            thread.join().unwrap();
        }
        scan(drain(&registry, fault != BarrierFault::NotReset));
        assert_eq!(seen, [true, true]);
        assert_eq!(object.header().state(), OLD);
        assert!(
            drain(&registry, fault != BarrierFault::NotReset).is_empty(),
            "logged implies an entry, and old none"
        );
    });
}

/// New objects are never logged, logged ones not again.
#[test]
fn the_threshold_separates_the_states() {
    loom::model(|| {
        for (state, due) in [(OLD, true), (NEW, false), (LOGGED, false), (LOGGED + 3, false), (0xFF, false)] {
            assert_eq!(Log::is_due(leak(state).header(), THRESHOLD_BETWEEN_COLLECTIONS), due);
        }
    });
}

/// Two markers scan a small tree, giving children away. Whatever the order, every item is scanned, once, when both
/// have ended; neither watches the queue for ever.
#[test]
fn markers_end_when_everything_is_scanned() {
    bounded(3, || {
        // Items 1 and 2 have a child each, 3 and 4, which is given away.
        let exchange = Arc::new(Exchange::new(2, &[1, 2]));
        let scanned = Arc::new(AtomicUsize::new(0));
        let marker = || {
            let (exchange, scanned) = (Arc::clone(&exchange), Arc::clone(&scanned));
            move || {
                exchange.enter();
                while let Some(batch) = exchange.next() {
                    for item in batch {
                        if item <= 2 {
                            exchange.give(vec![item + 2]);
                        }
                        scanned.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
        };
        let helper = thread::spawn(marker());
        marker()();
        helper.join().unwrap();
        assert_eq!(scanned.load(Ordering::Relaxed), 4);
        assert!(exchange.is_empty());
    });
}

/// Two helpers, late or not, and the owner of what they work on: after `close` it belongs to the owner alone.
#[test]
fn nobody_is_inside_a_closed_gate() {
    bounded(3, || {
        let lent = Arc::new((Gate::new(), [0, 1].map(|_| Owned(UnsafeCell::new(0)))));
        let helpers = [0, 1].map(|index| {
            let lent = Arc::clone(&lent);
            thread::spawn(move || {
                if lent.0.enter() {
                    lent.1[index].touch();
                    lent.0.leave();
                }
            })
        });
        lent.0.close();
        for owned in &lent.1 {
            assert!(owned.touch() <= 2);
        }
        for helper in helpers {
            helper.join().unwrap();
        }
    });
}

/// A weak reference's slot, its referent's mark, and what the mutator keeps on its stack.
struct Weak {
    slot: Slot,
    stack: Owned,
    held: Slot,
    swept: AtomicBool,
}

/// Faults of the weak read that the model notices.
#[derive(Copy, Clone, PartialEq)]
enum WeakFault {
    None,
    /// The reader says that it is safe before what it has read lies where the collector looks.
    SafeBeforeHeld,
    /// The collector clears what is not marked without waiting for the reader.
    ClearsWithoutStop,
}

/// A mutator reads a weak reference (the object has no other reference) while a collection marks from what mutators hold, clears and sweeps:
/// the reader has the object whole, or nothing; and after it got nothing, nobody gets it.
fn weak_read_against_clearing(fault: WeakFault) {
    bounded(3, move || {
        const OBJECT: u64 = 16;
        let weak = Arc::new((
            Shared::new(MutatorId(0)),
            Weak {
                slot: Slot::new(OBJECT),
                stack: Owned(UnsafeCell::new(0)),
                held: Slot::new(0),
                swept: AtomicBool::new(false),
            },
        ));
        let reader = {
            let weak = Arc::clone(&weak);
            thread::spawn(move || {
                let (shared, weak) = &*weak;
                for _ in 0..2 {
                    shared.word.leave_safe();
                    let read = weak.slot.load();
                    if fault == WeakFault::SafeBeforeHeld {
                        shared.word.enter_safe();
                        shared.word.leave_safe();
                    }
                    weak.stack.touch();
                    weak.held.init(read);
                    // The next safepoint, and the use of what was read behind it.
                    shared.word.enter_safe();
                    shared.word.leave_safe();
                    assert!(read == 0 || !weak.swept.load(Ordering::Relaxed), "used after it was freed");
                    weak.held.init(0);
                    shared.word.enter_safe();
                }
                shared.word.leave_safe();
                assert!(!weak.swept.load(Ordering::Relaxed) || weak.slot.load() == 0);
                shared.word.enter_safe();
            })
        };
        let (shared, weak) = &*weak;
        shared.word.ask();
        if fault != WeakFault::ClearsWithoutStop {
            shared.word.wait_until_held();
            weak.stack.touch();
        }
        if weak.held.load() != OBJECT {
            weak.slot.init(0);
            weak.swept.store(true, Ordering::Relaxed);
        }
        if fault == WeakFault::ClearsWithoutStop {
            shared.word.wait_until_held();
        }
        shared.word.release();
        reader.join().unwrap();
    });
}

#[test]
fn a_weak_read_gets_the_object_whole_or_nothing() {
    weak_read_against_clearing(WeakFault::None);
}

/// Deliberate faults, and the models that must notice them. A model that fails may end the process, so each runs in one of its own.
const FAULTS: [(&str, fn()); 8] = [
    ("a stopper that does not wait", || stop_and_run(StopFault::DoesNotWait)),
    ("a mutator that runs unasked", || stop_and_run(StopFault::RunsUnasked)),
    ("a stopper that releases nobody", || stop_and_run(StopFault::DoesNotRelease)),
    ("a dropped barrier", || stores_against_drains(BarrierFault::Dropped)),
    ("a safepoint inside the barrier", || stores_against_drains(BarrierFault::SafepointBetween)),
    ("a drain that does not reset", || stores_against_drains(BarrierFault::NotReset)),
    ("a weak read that is not held", || weak_read_against_clearing(WeakFault::SafeBeforeHeld)),
    ("a clearing beside the readers", || weak_read_against_clearing(WeakFault::ClearsWithoutStop)),
];

const CHOSEN: &str = "TYPHON_GC_FAULT";

/// Runs the model that the environment names; by itself nothing.
#[test]
fn the_chosen_fault() {
    let chosen = std::env::var(CHOSEN).unwrap_or_default();
    for (_, model) in FAULTS.iter().filter(|(name, _)| *name == chosen) {
        model();
    }
}

#[test]
fn every_fault_is_noticed() {
    let program = std::env::current_exe().unwrap();
    for (name, _) in FAULTS {
        let mut model = std::process::Command::new(&program);
        let outcome = model.args(["--exact", "the_chosen_fault"]).env(CHOSEN, name).output().unwrap();
        assert!(!outcome.status.success(), "not noticed: {name}");
    }
}

//! Parking against waking: no wake-up lost, no fiber in two places, no stale reference answered.

use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::sync::Mutex;
use loom::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use loom::thread;
use typhon_scheduler::state::{Interrupt, Park, State, StateFault, StateWord, Unpark, Wake};

const ID: u64 = 7;

/// One fiber, its run queue, and the registers a switch saves, which only the one who runs it may touch.
struct Fiber {
    state: StateWord,
    queue: Mutex<u32>,
    saved: UnsafeCell<u32>,
    condition: AtomicBool,
}

impl Fiber {
    fn running() -> Arc<Self> {
        Self::running_with(StateFault::None)
    }

    fn running_with(fault: StateFault) -> Arc<Self> {
        Arc::new(Self {
            state: StateWord::with_fault(ID, State::Running, fault),
            queue: Mutex::new(0),
            saved: UnsafeCell::new(0),
            condition: AtomicBool::new(false),
        })
    }

    fn schedule(&self) {
        let mut queue = self.queue.lock().unwrap();
        *queue += 1;
        assert_eq!(*queue, 1, "ready twice");
    }

    fn take(&self) -> bool {
        std::mem::take(&mut *self.queue.lock().unwrap()) == 1
    }

    fn touch_stack(&self) {
        // SAFETY: the pointer is the cell's own; loom reports a second access at the same time, which is what the model looks for.
        self.saved.with_mut(|saved| unsafe { *saved += 1 });
    }

    /// The worker's side of a park: the switch out has saved the registers.
    fn switch_out(&self) {
        self.touch_stack();
        if self.state.park() == Park::Schedule {
            self.schedule();
        }
    }

    fn resume(&self) -> Wake {
        let wake = self.state.start_woken();
        self.touch_stack();
        wake
    }

    fn wake(&self) {
        if self.state.unpark(ID) == Unpark::Schedule {
            self.schedule();
        }
    }
}

/// The worker that ran the fiber and another one compete for it while a third thread wakes it.
#[test]
fn park_against_unpark() {
    park_and_unpark(StateFault::None);
}

pub(super) fn park_and_unpark(fault: StateFault) {
    loom::model(move || {
        let fiber = Fiber::running_with(fault);
        let waker = {
            let fiber = Arc::clone(&fiber);
            thread::spawn(move || {
                fiber.condition.store(true, Ordering::Relaxed);
                fiber.wake();
            })
        };
        let resumed = Arc::new(AtomicUsize::new(0));
        let thief = {
            let (fiber, resumed) = (Arc::clone(&fiber), Arc::clone(&resumed));
            thread::spawn(move || {
                if fiber.take() {
                    assert!(fiber.resume().notified);
                    assert!(fiber.condition.load(Ordering::Relaxed), "the permit carries what was written");
                    resumed.fetch_add(1, Ordering::Relaxed);
                }
            })
        };
        if fiber.state.take_permit() {
            assert!(fiber.condition.load(Ordering::Relaxed));
            resumed.fetch_add(1, Ordering::Relaxed);
        } else {
            fiber.switch_out();
        }
        waker.join().unwrap();
        thief.join().unwrap();
        if fiber.take() {
            assert!(fiber.resume().notified);
            resumed.fetch_add(1, Ordering::Relaxed);
        }
        assert_eq!(resumed.load(Ordering::Relaxed), 1, "woken exactly once, never lost");
    });
}

/// Two wakers: one of them schedules, both have happened before the resume.
#[test]
fn two_unparks_coalesce_and_both_are_seen() {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(|| {
        let fiber = Fiber::running();
        let written: Arc<[AtomicUsize; 2]> = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
        let wakers: Vec<_> = (0..2)
            .map(|index| {
                let (fiber, written) = (Arc::clone(&fiber), Arc::clone(&written));
                thread::spawn(move || {
                    written[index].store(1, Ordering::Relaxed);
                    fiber.wake();
                })
            })
            .collect();
        fiber.switch_out();
        let mut seen = 0;
        for waker in wakers {
            if fiber.take() {
                fiber.resume();
                seen += 1;
                fiber.switch_out();
            }
            waker.join().unwrap();
        }
        if fiber.take() {
            fiber.resume();
            seen += 1;
        }
        assert!((1..=2).contains(&seen));
        assert_eq!(written.iter().map(|word| word.load(Ordering::Relaxed)).sum::<usize>(), 2);
    });
}

/// A deadline and a wake-up race: one resume, which knows of the wake-up if that came first.
#[test]
fn expiry_against_unpark() {
    loom::model(|| {
        let fiber = Fiber::running();
        let waker = {
            let fiber = Arc::clone(&fiber);
            thread::spawn(move || fiber.wake())
        };
        let timer = {
            let fiber = Arc::clone(&fiber);
            thread::spawn(move || {
                if fiber.state.expire(ID) == Unpark::Schedule {
                    fiber.schedule();
                }
            })
        };
        fiber.switch_out();
        let mut wake = None;
        if fiber.take() {
            wake = Some(fiber.resume());
        }
        timer.join().unwrap();
        waker.join().unwrap();
        let late = fiber.take().then(|| fiber.resume());
        assert!(wake.is_some() != late.is_some(), "resumed once");
        let wake = wake.or(late).unwrap();
        assert!(wake.notified || wake.expired);
        // After the fiber has cancelled its timer nothing of it is left, and the permit is where it belongs.
        fiber.state.clear_expired();
        assert_ne!(fiber.state.take_permit(), wake.notified, "the permit is consumed once, or still there");
    });
}

/// The fiber finishes and its block gets a new one while somebody still holds a reference to the old.
#[test]
fn a_stale_reference_wakes_nobody() {
    stale_reference(StateFault::None);
}

pub(super) fn stale_reference(fault: StateFault) {
    loom::model(move || {
        let fiber = Fiber::running_with(fault);
        let stale = {
            let fiber = Arc::clone(&fiber);
            thread::spawn(move || assert_ne!(fiber.state.unpark(ID), Unpark::Schedule))
        };
        fiber.state.finish();
        fiber.state.free();
        fiber.state.create(ID + 1);
        fiber.state.submit();
        fiber.state.start();
        assert_eq!(fiber.state.park(), Park::Parked, "no permit came over from the old fiber");
        stale.join().unwrap();
        assert_eq!(fiber.state.load().state(), State::Parked);
        assert_eq!(fiber.state.unpark(ID + 1), Unpark::Schedule);
    });
}

/// An interrupt against a fiber that looks, parks, and is started again: it is told in every case, by the permit that ends the
/// park, by the start, or by the poll word of the worker that its block names.
#[test]
fn an_interrupt_reaches_the_fiber() {
    interrupting(StateFault::None);
}

pub(super) fn interrupting(fault: StateFault) {
    loom::model(move || {
        let fiber = Fiber::running_with(fault);
        // The poll word of the worker that runs the fiber from the beginning; the one that resumes it starts with a clear one.
        let polled = Arc::new(AtomicBool::new(false));
        let sender = {
            let (fiber, polled) = (Arc::clone(&fiber), Arc::clone(&polled));
            thread::spawn(move || match fiber.state.interrupt(ID) {
                Interrupt::Schedule => fiber.schedule(),
                Interrupt::Poll => polled.store(true, Ordering::Relaxed),
                Interrupt::Noted => {}
                Interrupt::Gone => panic!("the fiber lives"),
            })
        };
        // An interruptible wait: look, then park; without an interrupt it would sleep for ever.
        let mut told = fiber.state.is_interrupted();
        if !told {
            fiber.switch_out();
            if !fiber.take() {
                sender.join().unwrap();
                assert!(fiber.take(), "parked for good though it was interrupted");
                told = fiber.resume().interrupted;
            } else {
                told = fiber.resume().interrupted;
                sender.join().unwrap();
            }
            // Started with the bit set, it is told by its start.
            assert_eq!(told, fiber.state.is_interrupted());
        } else {
            sender.join().unwrap();
        }
        assert!(told);
        assert!(fiber.state.take_interrupt() && !fiber.state.take_interrupt());
    });
}

/// The same against a fiber that yields: whoever starts it, or its worker's poll word, tells it.
#[test]
fn an_interrupt_reaches_a_fiber_that_yields() {
    yielding(StateFault::None);
}

pub(super) fn yielding(fault: StateFault) {
    loom::model(move || {
        let fiber = Fiber::running_with(fault);
        let polled = Arc::new(AtomicBool::new(false));
        let sender = {
            let (fiber, polled) = (Arc::clone(&fiber), Arc::clone(&polled));
            thread::spawn(move || {
                if fiber.state.interrupt(ID) == Interrupt::Poll {
                    polled.store(true, Ordering::Relaxed);
                }
            })
        };
        fiber.state.yielded();
        let told = fiber.state.start();
        sender.join().unwrap();
        assert!(told || polled.load(Ordering::Relaxed), "the fiber runs on untold");
    });
}

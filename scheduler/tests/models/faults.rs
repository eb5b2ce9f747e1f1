//! Each protocol with one deliberate fault: its model must fail, or it proves nothing.
//!
//! A failing model ends its process (loom panics again while it cleans up), so each runs in a child: this test binary
//! once more, with the fault's name in the environment.

use std::process::{Command, Stdio};

use typhon_scheduler::blocking::BlockingFault;
use typhon_scheduler::byte_lock::ByteLockFault;
use typhon_scheduler::idle::IdleFault;
use typhon_scheduler::lock::LockFault;
use typhon_scheduler::queue::QueueFault;
use typhon_scheduler::readiness::ReadinessFault;
use typhon_scheduler::state::StateFault;
use typhon_scheduler::timer::TimerFault;

use super::{blocking, byte_lock, fiber_state, idle, lock, queue, readiness, timer};

const CHOSEN: &str = "TYPHON_MODEL_FAULT";

const FAULTS: [(&str, fn()); 31] = [
    ("submit without a fence", || idle::one_worker(IdleFault::NoSubmitFence)),
    ("sleep without a last look", || idle::one_worker(IdleFault::NoLastLook)),
    ("found without a second wake-up", || idle::two_finders(IdleFault::NoSecondWake)),
    ("deadline without a timekeeper", || idle::timekeeper(IdleFault::NoTimekeeper)),
    ("asleep beside a timekeeper", || idle::two_sleepers(IdleFault::SleepsBesideTimekeeper)),
    ("slot taken in two steps", || queue::owner_and_thief(QueueFault::TakesInTwoSteps)),
    ("slot robbed blindly", || queue::owner_and_thief(QueueFault::RobsBlindly)),
    ("slot drops the displaced", || queue::displaced(QueueFault::DropsDisplaced)),
    ("stop wakes one", || idle::stop(IdleFault::StopWakesOne)),
    ("timer tells unlocked", || timer::cancel_against_fire(TimerFault::TellsUnlocked)),
    ("timer cancelled by looking", || timer::cancel_against_fire(TimerFault::CancelsByLooking)),
    ("park ignores the permit", || fiber_state::park_and_unpark(StateFault::ParkIgnoresPermit)),
    ("wake ignores the id", || fiber_state::stale_reference(StateFault::WakeIgnoresId)),
    ("start ignores the interrupt", || fiber_state::yielding(StateFault::StartIgnoresInterrupt)),
    ("interrupt without a permit", || fiber_state::interrupting(StateFault::InterruptWithoutPermit)),
    ("section ends blindly", || blocking::hand_over(BlockingFault::EndsBlindly)),
    ("sections of one number", || blocking::hand_over(BlockingFault::RepeatsNumbers)),
    ("list without its duty", || lock::two_waiters(LockFault::NoInheritedDuty)),
    ("woken bit stays", || lock::two_waiters(LockFault::WokenStays)),
    ("time-out in silence", || lock::time_out(LockFault::GivesUpSilently)),
    ("wake without a bump", || byte_lock::holder_and_waiter(ByteLockFault::WakesWithoutBump)),
    ("bump before the byte is free", || byte_lock::holder_and_waiter(ByteLockFault::BumpsBeforeFreeing)),
    ("number read late", || byte_lock::holder_and_waiter(ByteLockFault::ReadsNumberLate)),
    ("one of the bucket woken", || byte_lock::shared_bucket(ByteLockFault::WakesOne)),
    ("tick raised late", || readiness::try_and_wait(ReadinessFault::RaisesLate)),
    ("tick compared unlocked", || readiness::try_and_wait(ReadinessFault::ComparesUnlocked)),
    ("look before the byte is free", || byte_lock::holder_and_waiter(ByteLockFault::LooksBeforeFreeing)),
    ("byte freed without a fence", || byte_lock::holder_and_waiter(ByteLockFault::FreesWithoutFence)),
    ("byte freed without a full fence", || byte_lock::with_full_fences(ByteLockFault::FreesWithoutFence)),
    ("sleeper counted without a fence", || byte_lock::holder_and_waiter(ByteLockFault::CountsWithoutFence)),
    ("sleeper counted late", || byte_lock::holder_and_waiter(ByteLockFault::CountsLate)),
];

/// In the child: the chosen model. In the parent, where nothing is chosen: nothing.
#[test]
fn the_chosen_model() {
    let Ok(chosen) = std::env::var(CHOSEN) else { return };
    let (_, model) = FAULTS.iter().find(|(name, _)| *name == chosen).expect("a known fault");
    model();
}

#[test]
fn every_fault_is_noticed() {
    let unnoticed: Vec<_> = FAULTS
        .iter()
        .filter(|(name, _)| {
            Command::new(std::env::current_exe().unwrap())
                .args(["models::faults::the_chosen_model", "--exact"])
                .env(CHOSEN, name)
                .env("RUST_BACKTRACE", "0")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .unwrap()
                .success()
        })
        .map(|(name, _)| name)
        .collect();
    assert!(unnoticed.is_empty(), "{unnoticed:?}");
}

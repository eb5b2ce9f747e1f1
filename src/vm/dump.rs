//! Reports on all Python threads: what each does, what it waits for and who holds that, its Python stack; and cycles of waits.
//!
//! Everything is read inside a stop, in which all threads stand still at safepoints, so contexts and frames may be read though they
//! belong to others. Nothing is allocated in the heap meanwhile.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use typhon_scheduler::{Fiber, FiberRef, Scheduler, State};

use crate::context::{Cx, R};
use crate::exceptions;
use crate::host;
use crate::interp::frame::Frame;
use crate::sync::Mutex;
use crate::threads;
use crate::types::str_;
use crate::waits::Wait;

/// What happens when threads wait for each other in a circle.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(u8)]
pub enum Deadlock {
    /// They wait.
    #[default]
    Wait = 0,
    /// The one that closes the circle says so on standard error, and waits.
    Report = 1,
    /// It raises `RuntimeError`.
    Raise = 2,
}

static DEADLOCK: AtomicU8 = AtomicU8::new(0);
/// The main thread has been told that nothing can run, and has not been seen to run since.
static STUCK: AtomicBool = AtomicBool::new(false);

/// Sets what happens when threads wait for each other.
pub(crate) fn set_deadlock(deadlock: Deadlock) {
    DEADLOCK.store(deadlock as u8, Ordering::Relaxed);
}

/// A text about every Python thread but `cx`'s own where that is no Python thread (`own` says whether it is).
pub fn all_threads(cx: &Cx, own: bool) -> String {
    let scheduler = cx.fiber().scheduler();
    cx.at_safepoint(|mutator| {
        mutator.stop_world(|| {
            let mut text = String::new();
            scheduler.for_each_fiber(&mut |fiber| {
                if (own || !std::ptr::eq(fiber, cx.fiber())) && !scheduler.is_orphan(fiber) {
                    describe(&mut text, fiber, scheduler);
                }
            });
            text
        })
    })
}

/// Appends what is to be said about one thread. Its fiber stands still.
fn describe(text: &mut String, fiber: &Fiber, scheduler: &Scheduler) {
    let Some(cx) = host::context_of(fiber) else { return };
    // Writing into a String does not fail (here and below).
    let _ = write!(text, "Thread {}", title(fiber));
    let wait = cx.wait.get();
    let state = match fiber.state() {
        State::New | State::Ready => "ready".to_string(),
        State::Running if cx.blocked.get() => "in a blocking call".to_string(),
        State::Running => "running".to_string(),
        State::Parked => wait.map_or_else(|| "parked".to_string(), |wait| said(&wait, scheduler.now())),
        State::Free | State::Finished => return,
    };
    let _ = writeln!(text, ", {state} (most recent call first):");
    let mut record = cx.frame.get();
    loop {
        // SAFETY: records from the base to the innermost are initialised, and their fiber stands still.
        place(text, unsafe { &*record });
        if record == cx.frames {
            break;
        }
        record = Frame::caller(record);
    }
}

/// The Python stacks of all threads, or of the calling one, as CPython's `faulthandler` shows them.
pub fn stacks(cx: &Cx, all: bool) -> String {
    let mut text = String::new();
    if !all {
        text.push_str("Stack (most recent call first):\n");
        places(&mut text, cx);
        return text;
    }
    let scheduler = cx.fiber().scheduler();
    cx.at_safepoint(|mutator| {
        mutator.stop_world(|| {
            scheduler.for_each_fiber(&mut |fiber| {
                let Some(other) = host::context_of(fiber) else { return };
                let is_own = std::ptr::eq(fiber, cx.fiber());
                let is_printer = crate::signals::printer() == Some(fiber.reference());
                let is_gone =
                    matches!(fiber.state(), State::Free | State::Finished) || scheduler.is_orphan(fiber);
                if is_printer || is_gone {
                    return;
                }
                if !text.is_empty() {
                    text.push('\n');
                }
                let ident = threads::ident(fiber.reference());
                let name = threads::name(other).and_then(str_::to_rust);
                let name = name.map_or_else(String::new, |name| format!(" [{name}]"));
                let which = if is_own { "Current thread" } else { "Thread" };
                // Writing into a String does not fail.
                let _ = writeln!(text, "{which} 0x{ident:016x}{name} (most recent call first):");
                places(&mut text, other);
            });
        });
    });
    text
}

/// Appends the places of a thread's frames. It stands still.
fn places(text: &mut String, cx: &Cx) {
    let before = text.len();
    let mut record = cx.frame.get();
    loop {
        // SAFETY: records from the base to the innermost are initialised, and their fiber stands still.
        place(text, unsafe { &*record });
        if record == cx.frames {
            break;
        }
        record = Frame::caller(record);
    }
    if text.len() == before {
        text.push_str("  <no Python frame>\n");
    }
}

/// Stacks that are wanted, by somebody who cannot read them.
pub struct Demand {
    pub descriptor: i32,
    /// What is written before them.
    pub heading: String,
    /// Whether the process is to end then.
    pub exit: bool,
}

static DEMANDS: Mutex<Vec<Demand>> = Mutex::new(Vec::new());

/// Makes the thread that serves demands.
pub fn make_printer(cx: &Cx) -> std::io::Result<()> {
    crate::signals::make_printer(cx).map(|_| ())
}

/// Has the stacks of all threads written soon. From any OS thread, after [`make_printer`].
pub fn demand_stacks(demand: Demand) {
    DEMANDS.lock().push(demand);
    if let Some(printer) = crate::signals::printer() {
        typhon_scheduler::unpark(printer);
    }
}

/// A thread's number and, if it has one, its name.
fn title(fiber: &Fiber) -> String {
    let ident = threads::ident(fiber.reference());
    let name = host::context_of(fiber).and_then(threads::name).and_then(str_::to_rust);
    match name {
        Some(name) => format!("{ident} [{name}]"),
        None if crate::signals::main_thread() == Some(fiber.reference()) => format!("{ident} [MainThread]"),
        None => ident.to_string(),
    }
}

fn said(wait: &Wait, now: u64) -> String {
    let seconds = now.saturating_sub(wait.since) as f64 / 1e9;
    let mut said = format!("waiting for {}", wait.kind);
    if wait.object.is_object() {
        let _ = write!(said, " at {:#x}", wait.object.bits());
    }
    match wait.holder() {
        0 => {}
        holder if wait.kind == "thread" => said = format!("waiting for the end of thread {holder}"),
        holder => {
            let _ = write!(said, " held by thread {holder}");
        }
    }
    let _ = write!(said, " for {seconds:.3} s");
    said
}

fn place(text: &mut String, frame: &Frame) {
    let Some(executable) = frame.executable() else { return };
    let code = executable.code();
    let code = code.data();
    let line = code.position(executable.offset_of(frame.pc)).line;
    let file = code.filename.to_string_lossy();
    let _ = writeln!(text, "  File \"{file}\", line {line} in {}", code.qualname.to_string_lossy());
}

impl Cx {
    /// Called when this thread has noted that it is about to wait for ever: looks for a circle of such waits, if that was asked for.
    pub(crate) fn check_deadlock(&self) -> R<()> {
        let wanted = DEADLOCK.load(Ordering::Relaxed);
        if wanted == Deadlock::Wait as u8 {
            return Ok(());
        }
        let Some(circle) = circle(self) else { return Ok(()) };
        if wanted == Deadlock::Raise as u8 {
            return Err(self.error(exceptions::RUNTIME_ERROR, format!("deadlock: {circle}")));
        }
        let text = format!("typhon: deadlock: {circle}\n{}", all_threads(self, true));
        // Where standard error is gone nobody can be told.
        let _ = self.blocking(|| typhon_os::output::write_all(2, text.as_bytes()));
        Ok(())
    }
}

/// The circle of waits that the calling thread closes, in words. A thread that waits for a plain lock it holds itself is no circle
/// while there are other threads: that is how one waits to be told something, and any of them may release it.
fn circle(cx: &Cx) -> Option<String> {
    let scheduler = cx.fiber().scheduler();
    let own = threads::ident(cx.fiber().reference());
    cx.at_safepoint(|mutator| {
        mutator.stop_world(|| {
            let mut waits: HashMap<u64, (Wait, String)> = HashMap::new();
            scheduler.for_each_fiber(&mut |fiber| {
                let wait = host::context_of(fiber).and_then(|context| context.wait.get());
                if let Some(wait) = wait.filter(|wait| wait.forever && !scheduler.is_orphan(fiber)) {
                    waits.insert(threads::ident(fiber.reference()), (wait, title(fiber)));
                }
            });
            let mut said = Vec::new();
            let mut at = own;
            // Each thread waits for one thing, so a path that does not end runs into a circle; ours is one that comes back.
            while said.len() <= waits.len() {
                let (wait, title) = waits.get(&at)?;
                if wait.kind == "lock" && wait.holder() == at && threads::alive() > 0 {
                    return None;
                }
                let what = if wait.kind == "thread" {
                    "the end of".to_string()
                } else {
                    format!("{} at {:#x} held by", wait.kind, wait.object.bits())
                };
                at = wait.holder();
                said.push(format!("thread {title} waits for {what} thread {at}"));
                if at == own {
                    return Some(said.join(", "));
                }
            }
            None
        })
    })
}

/// On a worker's own stack in a deterministic run: nothing is ready, no deadline is set. The main thread is told; if it has been told
/// and nothing came of it the process ends.
pub(crate) fn stuck() {
    let main = crate::signals::main_thread();
    match main {
        Some(main) if !STUCK.swap(true, Ordering::AcqRel) => typhon_scheduler::interrupt(main),
        _ => {
            let _ = typhon_os::output::write_all(2, b"typhon: deadlock: no thread can run\n");
            std::process::exit(1);
        }
    }
}

/// Raises in the main thread what [`stuck`] has found, if it has.
pub(crate) fn raise_if_stuck(cx: &Cx) -> R<()> {
    if !STUCK.swap(false, Ordering::AcqRel) {
        return Ok(());
    }
    Err(cx.error(exceptions::RUNTIME_ERROR, "deadlock: no thread can run".into()))
}

/// Somebody wants to see all threads.
static DEMANDED: AtomicBool = AtomicBool::new(false);

/// Has the printer print. From any thread.
pub(crate) fn demand(printer: FiberRef) {
    DEMANDED.store(true, Ordering::Release);
    typhon_scheduler::unpark(printer);
}

/// The printer: no Python thread, it parks until it is told.
pub(crate) fn print_on_demand(fiber: &Fiber) {
    // SAFETY: the context was made when the fiber was.
    let cx = unsafe { Cx::of_fiber(fiber) };
    loop {
        while DEMANDED.swap(false, Ordering::AcqRel) {
            let text = all_threads(cx, false);
            // Where standard error is gone nobody can be told.
            let _ = cx.blocking(|| typhon_os::output::write_all(2, text.as_bytes()));
        }
        let demands = std::mem::take(&mut *DEMANDS.lock());
        for demand in demands {
            let text = demand.heading + &stacks(cx, true);
            // Where the file is gone nobody can be told.
            let _ = cx.blocking(|| typhon_os::output::write_all(demand.descriptor, text.as_bytes()));
            if demand.exit {
                typhon_os::process::exit_now(1);
            }
        }
        typhon_scheduler::park(fiber);
    }
}

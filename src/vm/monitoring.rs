//! Watching a program run: `sys.monitoring` (PEP 669), and over it `sys.settrace` and `sys.setprofile`.
//!
//! Off costs nothing: the interpreter looks at no flag. Where an event is wanted, the instruction's opcode in the executables concerned is
//! replaced by [`Op::Instrumented`](typhon_bytecode::Op), whose handler ([`hook`]) tells the tools and then has the original
//! instruction, which the immutable `Code` still holds, executed. Events that no instruction stands for (raising, unwinding) are looked
//! for where it is slow anyway, behind one test of [`wanted_anywhere`].
//!
//! # Protocol
//! *Protects*: which tools want which events, globally and per code object; the opcodes of all executables. *Participants*: threads that
//! set events, threads that run code meanwhile. *State*: `GLOBAL` (events per tool), each code's [`code::Watch`] (local events, disabled
//! places), each executable's `sites` (what its words are patched for). Whoever changes events stores them first and then patches every
//! executable it concerns, under `CHANGES`; a new executable is patched before anyone can run it, and it is entered in the list of executables
//! before it looks at the events, so it is patched by its maker or by the changer. A patch is one atomic store of one word whose
//! operands never change, so a thread that runs the code sees either instruction. A thread that sees the old opcode a little longer
//! misses an event that was asked for at that moment, nothing else. What a thread is doing about events (`Cx::watching`) is its own.
//! Callbacks lie in one array in the heap, read and written by single words.

pub(crate) mod code;
pub(crate) mod fire;
pub(crate) mod hook;
pub(crate) mod jump;
pub mod legacy;

use std::sync::atomic::{AtomicU32, Ordering};

use crate::context::{Cx, R};
use crate::host;
use crate::object::Obj;
use crate::runtime;
use crate::sync::Mutex;
use crate::types::code::PyCode;
use crate::types::tuple::Array;
use crate::value::{SlotExt, Value};

/// Tools; the last two are the runtime's own.
pub const TOOLS: usize = 8;
/// Tools that Python code may use.
pub const USER_TOOLS: usize = 6;
/// `sys.setprofile`.
pub(crate) const PROFILE: usize = 6;
/// `sys.settrace`.
pub(crate) const TRACE: usize = 7;

macro_rules! events {
    ($($constant:ident = $number:literal;)*) => {
        $(pub const $constant: u32 = 1 << $number;)*
        /// Names of the events, by number.
        pub const NAMES: [&str; EVENTS] = [$(stringify!($constant),)*];
    };
}

/// Number of events.
pub const EVENTS: usize = 19;
/// Events that can be set for one code object, and disabled at one place.
pub const LOCAL_EVENTS: usize = 11;

/// The events as bits, numbered as in CPython.
pub mod event {
    use super::EVENTS;

    events! {
        PY_START = 0;
        PY_RESUME = 1;
        PY_RETURN = 2;
        PY_YIELD = 3;
        CALL = 4;
        LINE = 5;
        INSTRUCTION = 6;
        JUMP = 7;
        BRANCH_LEFT = 8;
        BRANCH_RIGHT = 9;
        STOP_ITERATION = 10;
        RAISE = 11;
        EXCEPTION_HANDLED = 12;
        PY_UNWIND = 13;
        PY_THROW = 14;
        RERAISE = 15;
        C_RETURN = 16;
        C_RAISE = 17;
        BRANCH = 18;
    }
}

/// Global events per tool.
static GLOBAL: [AtomicU32; TOOLS] = [const { AtomicU32::new(0) }; TOOLS];
/// Events that any tool has ever wanted of a single code object: code that has not run yet cannot be asked.
static LOCAL: AtomicU32 = AtomicU32::new(0);
/// Events that any tool wants anywhere; local ones that were given up linger.
static ANYWHERE: AtomicU32 = AtomicU32::new(0);
/// Counts `restart_events`: places disabled before the last one are enabled again.
static RESTARTS: AtomicU32 = AtomicU32::new(0);
/// Held while events change and executables are patched. No safepoint inside.
static CHANGES: Mutex<()> = Mutex::new(());

/// Whether some tool wants one of these events somewhere.
#[inline(always)]
pub(crate) fn wanted_anywhere(events: u32) -> bool {
    ANYWHERE.load(Ordering::Relaxed) & events != 0
}

/// A tool's global events.
pub fn global_events(tool: usize) -> u32 {
    GLOBAL[tool].load(Ordering::Relaxed)
}

/// A tool's own events for a code object.
pub fn local_events(tool: usize, code: Obj<PyCode>) -> u32 {
    code.watch().map_or(0, |watch| watch.local[tool].load(Ordering::Relaxed))
}

/// What a tool wants to know of a code object.
pub(crate) fn tool_events(tool: usize, code: Obj<PyCode>) -> u32 {
    global_events(tool) | local_events(tool, code)
}

/// What any tool wants to know of a code object.
pub(crate) fn code_events(code: Obj<PyCode>) -> u32 {
    (0..TOOLS).fold(0, |events, tool| events | tool_events(tool, code))
}

/// Sets a tool's global events.
pub fn set_global_events(tool: usize, events: u32) {
    let _changing = CHANGES.lock();
    if GLOBAL[tool].swap(events, Ordering::AcqRel) == events {
        return;
    }
    let known = (0..TOOLS).fold(LOCAL.load(Ordering::Relaxed), |known, tool| known | global_events(tool));
    ANYWHERE.store(known, Ordering::Release);
    host::with_executables(|executables| executables.for_each(code::patch));
}

/// Sets a tool's events for one code object.
pub fn set_local_events(tool: usize, code: Obj<PyCode>, events: u32) {
    let _changing = CHANGES.lock();
    code.watch_or_new().local[tool].store(events, Ordering::Release);
    LOCAL.fetch_or(events, Ordering::Relaxed);
    ANYWHERE.fetch_or(events, Ordering::AcqRel);
    host::with_executables(|executables| {
        executables.filter(|executable| executable.code() == code).for_each(code::patch);
    });
}

/// Gives up every event of a tool for single code objects.
fn clear_local_events(tool: usize) {
    let _changing = CHANGES.lock();
    host::with_executables(|executables| {
        for executable in executables {
            if let Some(watch) = executable.code().watch() {
                watch.local[tool].store(0, Ordering::Release);
                code::patch(executable);
            }
        }
    });
}

/// Enables all places again that callbacks have disabled.
pub fn restart_events() {
    RESTARTS.fetch_add(1, Ordering::AcqRel);
}

/// Patches a new executable for the events that are wanted. It has been registered, so whoever changes events from here on patches it;
/// what was changed before is seen, since the register's lock orders the two.
pub(crate) fn note_new(executable: Obj<crate::interp::executable::Executable>) {
    if ANYWHERE.load(Ordering::Acquire) != 0 {
        let _changing = CHANGES.lock();
        code::patch(executable);
    }
}

/// Every name and callback: for each tool its name, then one word per event.
const WORDS_PER_TOOL: usize = EVENTS + 1;

fn table(cx: &Cx) -> R<Obj<Array>> {
    if let Some(table) = runtime::monitoring().cast::<Array>() {
        return Ok(table);
    }
    let table = Array::new(cx, USER_TOOLS * WORDS_PER_TOOL)?;
    runtime::set_monitoring(table.value());
    Ok(table)
}

fn word(tool: usize, index: usize) -> Value {
    match runtime::monitoring().cast::<Array>() {
        Some(table) => table.items()[tool * WORDS_PER_TOOL + index].get(),
        None => Value::UNBOUND,
    }
}

fn set_word(cx: &Cx, tool: usize, index: usize, value: Value) -> R<()> {
    let table = table(cx)?;
    cx.store(table.object(), &table.items()[tool * WORDS_PER_TOOL + index], value);
    Ok(())
}

/// The name under which a tool is in use.
pub fn tool_name(tool: usize) -> Option<Value> {
    word(tool, 0).bound()
}

/// Takes a tool into use, or gives it up.
pub fn set_tool_name(cx: &Cx, tool: usize, name: Option<Value>) -> R<()> {
    set_word(cx, tool, 0, name.unwrap_or(Value::UNBOUND))
}

/// A tool's callback for an event, by the event's number.
pub fn callback(tool: usize, event: usize) -> Option<Value> {
    word(tool, event + 1).bound()
}

/// Sets a tool's callback for an event.
pub fn set_callback(cx: &Cx, tool: usize, event: usize, callback: Option<Value>) -> R<()> {
    set_word(cx, tool, event + 1, callback.unwrap_or(Value::UNBOUND))
}

/// Gives up a tool's events and callbacks.
pub fn clear_tool(cx: &Cx, tool: usize) -> R<()> {
    set_global_events(tool, 0);
    clear_local_events(tool);
    for event in 0..EVENTS {
        set_callback(cx, tool, event, None)?;
    }
    Ok(())
}

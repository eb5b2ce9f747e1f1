//! `sys.settrace` and `sys.setprofile`: tools of their own, whose functions belong to one thread each.
//!
//! The events are set for the program while any thread has a function; a thread without one takes no notice of them.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use typhon_bytecode::{Insn, Op};

use crate::call;
use crate::context::{Cx, R};
use crate::exceptions::{self, Exception};
use crate::host;
use crate::interp::frame;
use crate::monitoring::fire::{Place, unwatched};
use crate::monitoring::{self, PROFILE, TRACE, event};
use crate::object::Obj;
use crate::runtime;
use crate::sync::Mutex;
use crate::types::frame_::{self, PyFrame};
use crate::types::native_function::{NativeFunction, NativeMethod};
use crate::types::tuple;
use crate::value::{SlotExt, Value};

/// Threads that have a trace function, a profile function.
static TRACERS: AtomicUsize = AtomicUsize::new(0);
static PROFILERS: AtomicUsize = AtomicUsize::new(0);
/// Held while the counts become events.
static UPDATING: Mutex<()> = Mutex::new(());
/// Some frame has asked for every instruction. Never taken back: nobody counts the frames that still do, which end and die unnoticed. What it costs
/// where none is left is time, and only while a thread traces.
static OPCODES: AtomicBool = AtomicBool::new(false);

const CALLS: u32 = event::PY_START | event::PY_RESUME | event::PY_THROW;
const RETURNS: u32 = event::PY_RETURN | event::PY_YIELD | event::PY_UNWIND;
const TRACED: u32 = CALLS | RETURNS | event::RAISE | event::LINE | event::STOP_ITERATION;
const PROFILED: u32 = CALLS | RETURNS | event::CALL;

/// Which of the two functions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Trace,
    Profile,
}

impl Kind {
    fn cell(self, cx: &Cx) -> &std::cell::Cell<Value> {
        match self {
            Kind::Trace => &cx.trace_function,
            Kind::Profile => &cx.profile_function,
        }
    }

    fn count(self) -> &'static AtomicUsize {
        match self {
            Kind::Trace => &TRACERS,
            Kind::Profile => &PROFILERS,
        }
    }
}

/// The calling thread's function, or `None`.
pub fn function(cx: &Cx, kind: Kind) -> Value {
    kind.cell(cx).get()
}

/// Sets the calling thread's function; `None` for none.
pub fn set_function(cx: &Cx, kind: Kind, function: Value) {
    replace(cx, kind, function);
    update();
}

/// Sets the function of every thread.
pub fn set_function_of_all(cx: &Cx, kind: Kind, function: Value) {
    host::for_each_context(cx, &mut |other| replace(other, kind, function));
    update();
}

/// The calling thread is about to end.
pub(crate) fn thread_ends(cx: &Cx) {
    for kind in [Kind::Trace, Kind::Profile] {
        if !function(cx, kind).is_none() {
            set_function(cx, kind, Value::NONE);
        }
    }
}

fn replace(cx: &Cx, kind: Kind, function: Value) {
    let before = kind.cell(cx).replace(function);
    match (before.is_none(), function.is_none()) {
        (true, false) => kind.count().fetch_add(1, Ordering::AcqRel),
        (false, true) => kind.count().fetch_sub(1, Ordering::AcqRel),
        _ => 0,
    };
}

/// Some frame asks for every instruction.
pub(crate) fn want_opcodes() {
    OPCODES.store(true, Ordering::Release);
    update();
}

fn update() {
    let _updating = UPDATING.lock();
    let opcodes = if OPCODES.load(Ordering::Acquire) { event::INSTRUCTION } else { 0 };
    let traced = if TRACERS.load(Ordering::Acquire) != 0 { TRACED | opcodes } else { 0 };
    let profiled = if PROFILERS.load(Ordering::Acquire) != 0 { PROFILED } else { 0 };
    monitoring::set_global_events(TRACE, traced);
    monitoring::set_global_events(PROFILE, profiled);
}

/// Tells the calling thread's function of an event in its innermost frame.
pub(crate) fn tell(cx: &Cx, tool: usize, event: u32, place: Place, values: &[Value]) -> R<()> {
    let kind = if tool == TRACE { Kind::Trace } else { Kind::Profile };
    if function(cx, kind).is_none() {
        return Ok(());
    }
    let record = frame::innermost(cx);
    // An event of a caller is told while the callee's record is gone already.
    if record.executable() != Some(place.executable) {
        return Ok(());
    }
    // A `for` loop makes no exception of an end without a value.
    let op = Insn(place.executable.data().words[place.offset as usize]).op();
    if event == event::STOP_ITERATION && op == Some(Op::ForIter) && values.iter().any(|&stop| is_bare(stop)) {
        return Ok(());
    }
    let frame = frame_::of_record(cx, record)?;
    let value = values.first().copied().unwrap_or(Value::NONE);
    match kind {
        Kind::Trace => trace(cx, frame, event, value),
        Kind::Profile => profile(cx, frame, event, values),
    }
}

/// Whether a `StopIteration` carries no value.
fn is_bare(stop: Value) -> bool {
    stop.cast::<Exception>().is_some_and(|stop| stop.detail.get().is_none())
}

fn trace(cx: &Cx, frame: Obj<PyFrame>, event: u32, value: Value) -> R<()> {
    let (name, argument) = match event {
        event::LINE if !frame.traces_lines() => return Ok(()),
        event::INSTRUCTION if !frame.traces_opcodes() => return Ok(()),
        event::LINE => ("line", Value::NONE),
        event::INSTRUCTION => ("opcode", Value::NONE),
        event::PY_UNWIND => ("return", Value::NONE),
        _ if event & CALLS != 0 => ("call", Value::NONE),
        _ if event & RETURNS != 0 => ("return", value),
        _ => {
            let parts = [cx.type_of(value).value(), value, exceptions::traceback_of(value)];
            ("exception", tuple::from_slice(cx, &parts)?.value())
        }
    };
    let function = if name == "call" { cx.trace_function.get() } else { frame.trace_function() };
    if function.is_none() {
        return Ok(());
    }
    match told(cx, function, frame, (event, name), argument) {
        Ok(answer) => {
            if !answer.is_none() {
                frame.set_trace_function(cx, answer);
            }
            Ok(())
        }
        Err(raised) => {
            set_function(cx, Kind::Trace, Value::NONE);
            frame.set_trace_function(cx, Value::NONE);
            Err(raised)
        }
    }
}

fn profile(cx: &Cx, frame: Obj<PyFrame>, event: u32, values: &[Value]) -> R<()> {
    let value = values.first().copied().unwrap_or(Value::NONE);
    let (name, argument) = match event {
        event::PY_UNWIND => ("return", Value::NONE),
        _ if event & CALLS != 0 => ("call", Value::NONE),
        _ if event & RETURNS != 0 => ("return", value),
        _ => {
            let first = values.get(1).copied().unwrap_or(Value::NONE);
            let Some(native) = native_callee(cx, value, first)? else { return Ok(()) };
            let name = match event {
                event::CALL => "c_call",
                event::C_RETURN => "c_return",
                _ => "c_exception",
            };
            (name, native)
        }
    };
    match told(cx, cx.profile_function.get(), frame, (event, name), argument) {
        Ok(_) => Ok(()),
        Err(raised) => {
            set_function(cx, Kind::Profile, Value::NONE);
            Err(raised)
        }
    }
}

/// The native function that a callee is, a method of a class bound to its first argument; nothing for other callees.
fn native_callee(cx: &Cx, callee: Value, first: Value) -> R<Option<Value>> {
    if callee.cast::<NativeFunction>().is_some() {
        return Ok(Some(callee));
    }
    if callee.cast::<NativeMethod>().is_none() || first == runtime::monitoring_missing() {
        return Ok(None);
    }
    crate::protocol::attr::bind(cx, callee, first, cx.type_of(first)).map(Some)
}

fn told(
    cx: &Cx,
    function: Value,
    frame: Obj<PyFrame>,
    (event, name): (u32, &str),
    argument: Value,
) -> R<Value> {
    let name = cx.intern(name)?;
    unwatched(cx, event, || call::call_values(cx, function, &[frame.value(), name, argument]))
}

/// A jump has led back to the line it comes from: a loop on one line, each round of which is traced.
pub(crate) fn jumped_back(cx: &Cx, from: Place, to: Place) -> R<()> {
    if from.line() != to.line() || to.line() == 0 {
        return Ok(());
    }
    line(cx, to)
}

/// Tells trace functions alone of a line.
pub(crate) fn line(cx: &Cx, place: Place) -> R<()> {
    if monitoring::global_events(TRACE) & event::LINE == 0 {
        return Ok(());
    }
    tell(cx, TRACE, event::LINE, place, &[])
}

/// Calls a function with events told as if nothing else were told of.
pub fn call_tracing(cx: &Cx, function: Value, values: &[Value]) -> R<Value> {
    let (depth, event) = (cx.unwatched.replace(0), cx.event.replace(0));
    let result = call::call_values(cx, function, values);
    cx.unwatched.set(depth);
    cx.event.set(event);
    result
}

//! Telling the tools of an event.

use typhon_bytecode::tables::WORD_BYTES;

use crate::call;
use crate::context::{Cx, R};
use crate::interp::executable::Executable;
use crate::interp::frame::{self, Frame};
use crate::monitoring::{self, LOCAL_EVENTS, TOOLS, USER_TOOLS, event, legacy};
use crate::object::Obj;
use crate::runtime;
use crate::value::Value;

/// Where an event happens.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) executable: Obj<Executable>,
    pub(crate) offset: u32,
}

impl Place {
    /// Where a frame stands.
    pub(crate) fn of(record: &Frame) -> Option<Place> {
        let executable = record.executable()?;
        Some(Place { executable, offset: executable.offset_of(record.pc) })
    }

    pub(crate) fn line(self) -> u32 {
        self.executable.data().position(self.offset).line
    }

    /// Bytes from the code's beginning, as in `f_lasti`.
    pub(crate) fn bytes(offset: u32) -> Value {
        Value::small_int_unchecked(i64::from(offset) * i64::from(WORD_BYTES))
    }
}

/// Runs `body`, which tells of an event in the innermost frame, with no events told on this thread.
pub(crate) fn unwatched<T>(cx: &Cx, event: u32, body: impl FnOnce() -> T) -> T {
    let (depth, outer) = (cx.unwatched.get(), cx.event.replace(event));
    let record = cx.event_record.replace(cx.frame.get());
    cx.unwatched.set(depth + 1);
    let result = body();
    cx.unwatched.set(depth);
    cx.event.set(outer);
    cx.event_record.set(record);
    result
}

/// Tells the tools that want to know. `values` stand behind code and offset in the callbacks' arguments; for `LINE` the line stands
/// in the offset's place.
pub(crate) fn fire(cx: &Cx, event: u32, place: Place, values: &[Value]) -> R<()> {
    if cx.unwatched.get() != 0 || !monitoring::wanted_anywhere(wish(event)) {
        return Ok(());
    }
    let code = place.executable.code();
    for tool in 0..TOOLS {
        if monitoring::tool_events(tool, code) & wish(event) == 0 {
            continue;
        }
        if tool < USER_TOOLS {
            tell(cx, tool, event, place, values)?;
        } else {
            legacy::tell(cx, tool, event, place, values)?;
        }
    }
    Ok(())
}

/// The event that must be set for an event to be told: native calls' ends come with their beginnings.
fn wish(event: u32) -> u32 {
    if event & (event::C_RETURN | event::C_RAISE) != 0 { event::CALL } else { event }
}

fn tell(cx: &Cx, tool: usize, event: u32, place: Place, values: &[Value]) -> R<()> {
    let number = event.trailing_zeros() as usize;
    let either = event & (event::BRANCH_LEFT | event::BRANCH_RIGHT) != 0;
    let callback = monitoring::callback(tool, number)
        .or_else(|| monitoring::callback(tool, event::BRANCH.trailing_zeros() as usize).filter(|_| either));
    let Some(callback) = callback else { return Ok(()) };
    let (code, data) = (place.executable.code(), place.executable.data());
    let is_local = number < LOCAL_EVENTS;
    if is_local && code.watch().is_some_and(|watch| watch.is_disabled(data, place.offset, tool, number)) {
        return Ok(());
    }
    let mut arguments = [Value::NONE; 5];
    arguments[0] = code.value();
    arguments[1] = if event == event::LINE {
        Value::small_int_unchecked(place.line().into())
    } else {
        Place::bytes(place.offset)
    };
    let count = 2 + values.len().min(3);
    arguments[2..count].copy_from_slice(&values[..count - 2]);
    let answer = unwatched(cx, event, || call::call_values(cx, callback, &arguments[..count]))?;
    if answer != runtime::monitoring_disable() {
        return Ok(());
    }
    if is_local {
        code.watch_or_new().disable(data, place.offset, tool, number);
        return Ok(());
    }
    monitoring::set_callback(cx, tool, number, None)?;
    let name = event::NAMES[number];
    Err(cx.value_error(&format!("Cannot disable {name} events. Callback removed.")))
}

/// Tells of an event in the innermost frame.
pub(crate) fn fire_here(cx: &Cx, event: u32, values: &[Value]) -> R<()> {
    if !monitoring::wanted_anywhere(wish(event)) {
        return Ok(());
    }
    match Place::of(frame::innermost(cx)) {
        Some(place) => fire(cx, event, place, values),
        None => Ok(()),
    }
}

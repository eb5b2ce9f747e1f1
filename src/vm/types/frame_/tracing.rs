//! What debuggers set on a frame: `f_trace`, `f_trace_lines`, `f_trace_opcodes`, and `f_lineno` to jump.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::context::{Cx, R};
use crate::interp::frame::Frame;
use crate::monitoring::{jump, legacy};
use crate::object::Obj;
use crate::protocol;
use crate::typedef::GetSetDef;
use crate::types::frame_::{PyFrame, this};
use crate::value::{SlotExt, Value};

impl PyFrame {
    /// `f_trace`, or `None`.
    pub(crate) fn trace_function(&self) -> Value {
        self.trace.get().bound().unwrap_or(Value::NONE)
    }

    pub(crate) fn traces_lines(&self) -> bool {
        self.trace_lines.load(Ordering::Relaxed)
    }

    pub(crate) fn traces_opcodes(&self) -> bool {
        self.trace_opcodes.load(Ordering::Relaxed)
    }
}

impl Obj<PyFrame> {
    /// Sets `f_trace`; `None` for none.
    pub(crate) fn set_trace_function(self, cx: &Cx, function: Value) {
        let kept = if function.is_none() { Value::UNBOUND } else { function };
        cx.store(self.object(), &self.trace, kept);
    }
}

fn set_function(cx: &Cx, value: Value, function: Option<Value>) -> R<()> {
    this(cx, value)?.set_trace_function(cx, function.unwrap_or(Value::NONE));
    Ok(())
}

fn truth(cx: &Cx, value: Option<Value>) -> R<bool> {
    match value {
        Some(value) if value.is_bool() => protocol::is_true(cx, value),
        Some(_) => Err(cx.type_error("attribute value type must be bool".into())),
        None => Err(cx.type_error("can't delete numeric/char attribute".into())),
    }
}

fn set_flag(cx: &Cx, value: Value, flag: Option<Value>, of: fn(&PyFrame) -> &AtomicBool) -> R<bool> {
    let flag = truth(cx, flag)?;
    of(&*this(cx, value)?).store(flag, Ordering::Relaxed);
    Ok(flag)
}

fn set_line(cx: &Cx, value: Value, line: Option<Value>) -> R<()> {
    let frame = this(cx, value)?;
    let Some(line) = line else {
        return Err(cx.error(
            crate::exceptions::ATTRIBUTE_ERROR,
            "attribute 'f_lineno' of 'frame' objects cannot be deleted".into(),
        ));
    };
    let record = frame.record(cx).map(|record| std::ptr::from_ref::<Frame>(record).cast_mut());
    jump::set_line(cx, frame, record, line)
}

pub(super) const LINE: GetSetDef = GetSetDef {
    name: "f_lineno",
    doc: "The line that is being run; a trace function may set it, to jump.",
    get: |cx, v| {
        let line = this(cx, v)?.line(cx);
        Ok(if line == 0 { Value::NONE } else { Value::small_int_unchecked(line.into()) })
    },
    set: Some(set_line),
};

pub(super) const FUNCTION: GetSetDef = GetSetDef {
    name: "f_trace",
    doc: "The function that traces this frame, or None.",
    get: |cx, v| Ok(this(cx, v)?.trace_function()),
    set: Some(set_function),
};

pub(super) const LINES: GetSetDef = GetSetDef {
    name: "f_trace_lines",
    doc: "",
    get: |cx, v| Ok(Value::from_bool(this(cx, v)?.traces_lines())),
    set: Some(|cx, v, flag| set_flag(cx, v, flag, |frame| &frame.trace_lines).map(|_| ())),
};

pub(super) const OPCODES: GetSetDef = GetSetDef {
    name: "f_trace_opcodes",
    doc: "Whether the trace function is called for every instruction.",
    get: |cx, v| Ok(Value::from_bool(this(cx, v)?.traces_opcodes())),
    set: Some(|cx, v, flag| {
        if set_flag(cx, v, flag, |frame| &frame.trace_opcodes)? {
            legacy::want_opcodes();
        }
        Ok(())
    }),
};

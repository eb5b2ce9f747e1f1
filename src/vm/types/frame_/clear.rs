//! `frame.clear()`: forgets the variables of a frame that has ended.

use crate::context::{Cx, R};
use crate::exceptions;
use crate::interp::resume;
use crate::typedef::MethodDef;
use crate::types::frame_::this;
use crate::types::generator::{CREATED, Claim, Generator, methods};
use crate::types::tuple::Array;
use crate::value::{SlotExt, Value};

fn refused(cx: &Cx, state: &str) -> R<Value> {
    Err(cx.error(exceptions::RUNTIME_ERROR, format!("cannot clear {state} frame")))
}

fn clear(cx: &Cx, args: &[Value]) -> R<Value> {
    let frame = this(cx, args[0])?;
    if let Some(generator) = frame.generator.get().cast::<Generator>() {
        match resume::claim(generator) {
            Claim::Running => return refused(cx, "an executing"),
            Claim::Closed => {}
            Claim::Claimed(CREATED) => {
                generator.state.release(CREATED);
                methods::close_generator(cx, generator)?;
            }
            Claim::Claimed(former) => {
                generator.state.release(former);
                return refused(cx, "a suspended");
            }
        }
    } else if frame.is_active() {
        return refused(cx, "an executing");
    }
    if let Some(locals) = frame.locals.get().cast::<Array>() {
        for slot in locals.items() {
            cx.store(locals.object(), slot, Value::UNBOUND);
        }
    }
    cx.store(frame.object(), &frame.extra, Value::UNBOUND);
    frame.set_trace_function(cx, Value::NONE);
    Ok(Value::NONE)
}

pub(super) static METHODS: [MethodDef; 1] =
    [MethodDef::new("clear($self, /)", "Clear all references held by the frame.", clear)];

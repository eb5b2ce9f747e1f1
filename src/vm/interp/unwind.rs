//! Unwinding: from a raised exception to its handler, frame by frame, building the traceback.

use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::interp::frame::{self, Action};
use crate::interp::{ops, resume};
use crate::monitoring::{self, event, hook};
use crate::types::async_generator::step as async_step;
use crate::types::frame_;

/// The next unwinding of the innermost frame adds no traceback entry for it: the exception passed through it before.
pub(crate) fn mark_reraise(cx: &Cx) {
    cx.reraising.set(true);
}

/// Finds the handler of a raised exception. On `Ok` the innermost frame stands at its handler; on `Err` the exception leaves the
/// interpreter towards native code, and the frame that native code had pushed is gone.
#[cold]
#[inline(never)]
pub(crate) fn unwind(cx: &Cx, mut raised: Raised) -> R<()> {
    let mut fresh = !cx.reraising.replace(false);
    loop {
        let record = frame::innermost(cx);
        let Some(executable) = record.executable() else { return Err(raised) };
        let offset = executable.offset_of(record.pc);
        if fresh {
            exceptions::add_traceback(cx, raised.0, record, offset);
        }
        if monitoring::wanted_anywhere(event::RAISE | event::RERAISE) {
            raised = hook::raised(cx, if fresh { event::RAISE } else { event::RERAISE }, raised);
        }
        fresh = true;
        if let Some(handler) = executable.data().handler(offset) {
            hook::leave(record, &executable, offset);
            // SAFETY: exception tables of verified code name registers and instructions of that code.
            unsafe {
                record.base.add(handler.register as usize).write(raised.0);
                record.pc = executable.entry().add(handler.handler as usize);
            }
            cx.top.set(record.window_end());
            if let Err(other) = hook::handled(cx, handler.handler, raised) {
                raised = other;
                continue;
            }
            return Ok(());
        }
        if record.has_object {
            hook::show_where_raised(record, executable, raised);
        }
        raised = hook::raised(cx, event::PY_UNWIND, raised);
        if record.has_object {
            frame_::detach(cx, record);
        }
        let action = record.action;
        if record.is_generator() {
            raised = resume::failed(cx, record, raised);
        }
        frame::pop(cx);
        match action {
            Action::Exit | Action::Feed => return Err(raised),
            Action::Next if cx.matches(raised, exceptions::STOP_ITERATION) => {
                // The loop has ended: the caller goes on behind its `ForIter`.
                let caller = frame::innermost(cx);
                // SAFETY: `ForIter` has two words and falls through to verified code.
                caller.pc = unsafe { caller.pc.add(2) };
                return Ok(());
            }
            Action::Store => raised = ops::attr::left_getter(cx, raised),
            Action::AsyncStep => async_step::failed(cx, raised),
            Action::Delegate | Action::Through => {
                resume::fill(frame::innermost(cx));
                raised = ops::generator::left_delegate(cx, raised);
            }
            _ => {}
        }
    }
}

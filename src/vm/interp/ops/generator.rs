//! Generators, coroutines and what drives them: making one, suspending, delegating.

use typhon_bytecode::{Insn, Op};

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::interp::cache;
use crate::interp::frame::{self, Action};
use crate::interp::machine::Machine;
use crate::interp::ops::attr;
use crate::interp::ops::call::{Left, return_value};
use crate::interp::resume;
use crate::interp::returns;
use crate::monitoring::hook;
use crate::names;
use crate::object::Obj;
use crate::protocol;
use crate::protocol::iter::{self, resumable, send_to_any};
use crate::typedef::Sent;
use crate::types::async_generator::{self, step};
use crate::types::generator::{self, Claim, Generator};
use crate::types::number;
use crate::value::Value;

#[inline(never)]
pub(crate) fn make(cx: &Cx, m: Machine) -> R<Left> {
    let made = resume::make(cx, m)?;
    return_value(cx, made)
}

#[inline(always)]
pub(crate) fn yield_(cx: &Cx, m: Machine, i: Insn) -> R<Left> {
    resume::yield_(cx, m, i)
}

/// Goes on after a `Send` or `Throw` whose iterator has answered natively: an item, or its result.
fn answered(m: Machine, i: Insn, answer: Sent) -> Machine {
    match answer {
        Sent::Item(value) => {
            m.set(i.a(), value);
            m.next(1)
        }
        Sent::Result(value) => {
            m.set(i.a(), value);
            // SAFETY: jumps of verified code land on instructions.
            unsafe { m.moved(1 + i.signed_cd() as isize) }
        }
    }
}

#[inline(never)]
pub(crate) fn send(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (sent, receiver) = (m.get(i.a()), m.get(i.b()));
    if let Some(this) = resumable(receiver) {
        let former = generator::methods::claim_to_send(cx, this, sent)?;
        let Some(former) = former else { return Ok(answered(m, i, Sent::Result(Value::NONE))) };
        resume::enter(cx, this, former, sent, Action::Delegate, i.a())?;
        return m.entered(cx, 1);
    }
    if let Some(step) = step::of(receiver)
        && step::push_send(cx, step, sent, i.a())?
    {
        return m.entered(cx, 1);
    }
    let answer = send_to_any(cx, receiver, sent)?;
    if let Sent::Result(value) = answer {
        hook::stopped(cx, value)?;
    }
    Ok(answered(m, i, answer))
}

#[inline(never)]
pub(crate) fn throw(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (exception, receiver) = (m.get(i.a()), m.get(i.b()));
    if cx.matches(Raised(exception), exceptions::GENERATOR_EXIT) {
        let closed = generator::methods::close_iterator(cx, receiver);
        return Err(raise_here(cx, closed.map_or_else(|raised| raised.0, |()| exception)));
    }
    if let Some(this) = resumable(receiver) {
        let Claim::Claimed(former) = resume::claim(this) else {
            return Err(generator::methods::refuse_throw(cx, this, exception));
        };
        let raised = resume::push_throw(cx, this, former, exception, Action::Delegate, i.a())?;
        frame_words(cx);
        return Err(raised);
    }
    let Some(method) = protocol::attr::get_optional(cx, receiver, names::get(names::THROW))? else {
        return Err(raise_here(cx, exception));
    };
    let answer = iter::answered(cx, call::call_values(cx, method, &[exception]));
    Ok(answered(m, i, answer.map_err(|raised| raise_here(cx, raised.0))?))
}

/// What an exception becomes that leaves a delegate's frame and goes on in this one. Where it was thrown in it is raised anew here, while what
/// comes of a `Send` was raised under this frame's handlers anyway.
#[cold]
pub(crate) fn left_delegate(cx: &Cx, raised: Raised) -> Raised {
    let record = frame::innermost(cx);
    match record.executable().and_then(|executable| executable.original(record.pc).op()) {
        Some(Op::Throw) => raise_here(cx, raised.0),
        _ => raised,
    }
}

/// The pushed frame returns behind an instruction of one word.
fn frame_words(cx: &Cx) {
    frame::innermost(cx).words = 1;
}

/// Raises an exception thrown into this frame here, as its own `raise` would.
fn raise_here(cx: &Cx, exception: Value) -> Raised {
    if cx.handled.get() == frame::innermost(cx).extra {
        Raised(exception)
    } else {
        exceptions::raise(cx, exception)
    }
}

#[inline(never)]
pub(crate) fn get_yield_from(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let source = m.get(i.b());
    let iterator = match source.cast::<Generator>() {
        Some(this) if Generator::is_coroutine(this) => {
            let flags = frame::innermost(cx).executable().map(|executable| executable.data().flags);
            let allowed =
                typhon_bytecode::CodeFlags::COROUTINE | typhon_bytecode::CodeFlags::ITERABLE_COROUTINE;
            if !flags.is_some_and(|flags| flags.has(allowed)) {
                return Err(cx.type_error(
                    "cannot 'yield from' a coroutine object in a non-coroutine generator".into(),
                ));
            }
            source
        }
        _ => returns::iterator(cx, source, i.a())?,
    };
    m.finish(cx, i.a(), 1, Ok(iterator))
}

#[inline(never)]
pub(crate) fn get_awaitable(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let source = m.get(i.b());
    let iterator = match awaitable_iterator(cx, source)? {
        Some(iterator) => iterator,
        None => {
            let shown = cx.type_name(source);
            return Err(cx.type_error(match i.d() {
                1 => format!(
                    "'async with' received an object from __aenter__ that does not implement __await__: {shown}"
                ),
                2 => format!(
                    "'async with' received an object from __aexit__ that does not implement __await__: {shown}"
                ),
                _ => format!("'{shown}' object can't be awaited"),
            }));
        }
    };
    if let Some(coroutine) = iterator.cast_exact::<Generator>(number::COROUTINE)
        && coroutine.state.peek() == generator::SUSPENDED
        && resume_is_awaited(coroutine)
    {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "coroutine is being awaited already".into()));
    }
    m.set(i.a(), iterator);
    Ok(m.next(1))
}

/// Whether a suspended coroutine waits for something, so that another frame awaits it already.
fn resume_is_awaited(coroutine: Obj<Generator>) -> bool {
    let Claim::Claimed(former) = resume::claim(coroutine) else { return false };
    let waits = resume::delegate_of(coroutine, former).is_some();
    coroutine.state.release(former);
    waits
}

/// The iterator that awaiting a value delegates to; `None` where it cannot be awaited.
pub(crate) fn awaitable_iterator(cx: &Cx, source: Value) -> R<Option<Value>> {
    if let Some(this) = source.cast::<Generator>()
        && Generator::is_awaitable(this)
    {
        return Ok(Some(source));
    }
    if step::of(source).is_some() {
        return Ok(Some(source));
    }
    let iterator = match attr::special_method(cx, source, names::get(names::__AWAIT__))? {
        Some(method) => call::call_values(cx, method, &[source])?,
        None => match call::call_async_special(cx, source, names::__AWAIT__)? {
            Some(iterator) => iterator,
            None => return Ok(None),
        },
    };
    if iterator.cast::<Generator>().is_some_and(Generator::is_awaitable) {
        return Err(cx.type_error("__await__() returned a coroutine".into()));
    }
    if cx.type_of(iterator).slots().next.is_none() {
        let shown = cx.type_name(iterator);
        return Err(cx.type_error(format!("__await__() returned non-iterator of type '{shown}'")));
    }
    Ok(Some(iterator))
}

#[inline(never)]
pub(crate) fn get_aiter(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let source = m.get(i.b());
    let Some(iterator) = call::call_async_special(cx, source, names::__AITER__)? else {
        let shown = cx.type_name(source);
        return Err(
            cx.type_error(format!("'async for' requires an object with __aiter__ method, got {shown}"))
        );
    };
    if cache::lookup(cx, cx.type_of(iterator), names::get(names::__ANEXT__)).is_none() {
        let shown = cx.type_name(iterator);
        return Err(cx.type_error(format!(
            "'async for' received an object from __aiter__ that does not implement __anext__: {shown}"
        )));
    }
    m.set(i.a(), iterator);
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn get_anext(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let source = m.get(i.b());
    if let Some(this) = source.cast_exact::<Generator>(number::ASYNC_GENERATOR) {
        let step = async_generator::anext(cx, this)?;
        m.set(i.a(), step);
        return Ok(m.next(1));
    }
    let Some(awaitable) = call::call_async_special(cx, source, names::__ANEXT__)? else {
        let shown = cx.type_name(source);
        return Err(
            cx.type_error(format!("'async for' requires an iterator with __anext__ method, got {shown}"))
        );
    };
    let iterator = match awaitable_iterator(cx, awaitable) {
        Ok(Some(iterator)) => iterator,
        refused => {
            let shown = cx.type_name(awaitable);
            let text = format!("'async for' received an invalid object from __anext__: {shown}");
            let cause =
                refused.err().unwrap_or_else(|| cx.type_error(format!("'{shown}' object can't be awaited")));
            let raised = cx.type_error(text);
            exceptions::set_cause(cx, raised.0, cause.0);
            return Err(raised);
        }
    };
    m.set(i.a(), iterator);
    Ok(m.next(1))
}

#[inline(always)]
pub(crate) fn is_stop_async(cx: &Cx, m: Machine, i: Insn) -> Machine {
    let ends = cx.matches(Raised(m.get(i.b())), exceptions::STOP_ASYNC_ITERATION);
    m.set(i.a(), Value::from_bool(ends));
    m.next(1)
}

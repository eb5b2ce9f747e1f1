//! The awaitables that drive asynchronous generators: `asend` (and `__anext__`), `athrow` (and `aclose`), and `anext(iterator, default)`.
//!
//! A step is in one of three states: not begun, begun, used up. Thread-safety: the state is one atomic byte; a step that two threads
//! drive at once meets the generator's claim, and one of them raises.

use std::sync::atomic::{AtomicU8, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::interp::frame::Action;
use crate::interp::machine::{Machine, insn_at};
use crate::interp::ops::generator::awaitable_iterator;
use crate::interp::resume::{self, Outcome};
use crate::names;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{Layout, MethodDef, SlotTable, TypeDef};
use crate::types::generator::{CLOSED, Generator, methods};
use crate::types::{iterators, number};
use crate::value::{SlotExt, Value};

const FRESH: u8 = 0;
const BEGUN: u8 = 1;
const USED: u8 = 2;

/// One step. `asend`: `first` is the value to send. `athrow`: the arguments; all unbound for `aclose`.
#[repr(C)]
pub(crate) struct Step {
    header: Header,
    state: AtomicU8,
    generator: Slot,
    first: Slot,
    second: Slot,
    third: Slot,
}

/// Layout of steps.
static LAYOUT: Layout = Layout::fixed("async generator step", size_of::<Step>(), trace);

// SAFETY: repr(C), header first, every slot traced, the state is atomic.
unsafe impl Payload for Step {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for steps only.
    let this = unsafe { Obj::<Step>::cast_unchecked(object) };
    for slot in [&this.generator, &this.first, &this.second, &this.third] {
        tracer.slot(slot);
    }
}

fn new(cx: &Cx, kind: u32, generator: Obj<Generator>, values: [Value; 3]) -> R<Value> {
    let [first, second, third] = values.map(Slot::of);
    let header = Header::new(kind, 0);
    let state = AtomicU8::new(FRESH);
    Ok(cx
        .alloc(Step { header, state, generator: Slot::of(generator.value()), first, second, third })?
        .value())
}

/// An `asend` step.
pub(super) fn asend(cx: &Cx, generator: Obj<Generator>, value: Value) -> R<Value> {
    new(cx, number::ASEND, generator, [value, Value::NONE, Value::NONE])
}

/// An `athrow` step; an `aclose` step where nothing is given.
pub(super) fn athrow(cx: &Cx, generator: Obj<Generator>, arguments: [Value; 3]) -> R<Value> {
    new(cx, number::ATHROW, generator, arguments)
}

/// The step in a value.
#[inline(always)]
pub(crate) fn of(value: Value) -> Option<Obj<Step>> {
    value.cast::<Step>()
}

impl Step {
    fn generator(&self) -> Obj<Generator> {
        // SAFETY: set at creation to a generator and never changed.
        unsafe { Obj::of_value_unchecked(self.generator.get()) }
    }

    fn state(&self) -> u8 {
        self.state.load(Ordering::Acquire)
    }

    fn set(&self, state: u8) {
        self.state.store(state, Ordering::Release);
    }

    /// Whether it is `aclose`'s.
    fn closes(&self) -> bool {
        self.first.get().is_unbound()
    }
}

fn is_asend(step: Obj<Step>) -> bool {
    crate::object::shape_id(step.object()) == number::ASEND
}

fn runtime_error(cx: &Cx, text: &str) -> Raised {
    cx.error(exceptions::RUNTIME_ERROR, text.into())
}

fn used_up(cx: &Cx, step: Obj<Step>) -> Raised {
    let what = if is_asend(step) { "__anext__()/asend()" } else { "aclose()/athrow()" };
    runtime_error(cx, &format!("cannot reuse already awaited {what}"))
}

/// Begins a step: no other may be under way.
fn begin(cx: &Cx, step: Obj<Step>, name: &str) -> R<()> {
    if step.generator().async_running.swap(true, Ordering::AcqRel) {
        step.set(USED);
        return Err(runtime_error(cx, &format!("{name}(): asynchronous generator is already running")));
    }
    step.set(BEGUN);
    Ok(())
}

fn end(step: Obj<Step>) {
    step.generator().async_running.store(false, Ordering::Release);
    step.set(USED);
}

/// The step that the innermost frame's `Send` or `Throw` drives has come to its end.
pub(crate) fn ended(cx: &Cx) {
    let m = Machine::reload(cx);
    // SAFETY: the frame stands at the instruction that drives the step.
    let i = unsafe { insn_at(m.pc()) };
    if let Some(step) = of(m.get(i.b())) {
        end(step);
    }
}

/// The same by an exception.
pub(crate) fn failed(cx: &Cx, raised: Raised) {
    let m = Machine::reload(cx);
    // SAFETY: as in `ended`.
    let i = unsafe { insn_at(m.pc()) };
    if let Some(step) = of(m.get(i.b())) {
        note_failure(cx, step, raised);
    }
}

fn note_failure(cx: &Cx, step: Obj<Step>, raised: Raised) {
    if cx.matches(raised, exceptions::STOP_ASYNC_ITERATION) || cx.matches(raised, exceptions::GENERATOR_EXIT)
    {
        step.generator().async_closed.store(true, Ordering::Release);
    }
    end(step);
}

/// Drives an `asend` step by pushing its generator's frame; false where the general way is needed.
pub(crate) fn push_send(cx: &Cx, step: Obj<Step>, sent: Value, destination: u16) -> R<bool> {
    if !is_asend(step) || step.state() == USED {
        return Ok(false);
    }
    let generator = step.generator();
    if generator.state.peek() >= crate::types::generator::RUNNING {
        return Ok(false);
    }
    let mut sent = sent;
    if step.state() == FRESH {
        begin(cx, step, "anext")?;
        if sent.is_none() {
            sent = step.first.get();
        }
    }
    match methods::claim_to_send(cx, generator, sent) {
        Ok(Some(former)) => {
            resume::push(cx, generator, former, sent, Action::AsyncStep, destination)?;
            Ok(true)
        }
        Ok(None) => {
            end(step);
            Err(cx.error_values(exceptions::STOP_ASYNC_ITERATION, &[]))
        }
        Err(raised) => {
            note_failure(cx, step, raised);
            Err(raised)
        }
    }
}

/// What a step's driver sees: an outcome of the generator, with its own `yield` as the step's result.
fn unwrap(cx: &Cx, step: Obj<Step>, outcome: R<Outcome>) -> R<Value> {
    match outcome {
        Ok(Outcome::Yielded(value)) => Ok(value),
        Ok(Outcome::Item(value)) => {
            end(step);
            Err(cx.stop_iteration(value))
        }
        Ok(Outcome::Returned(_)) => {
            step.generator().async_closed.store(true, Ordering::Release);
            end(step);
            Err(cx.error_values(exceptions::STOP_ASYNC_ITERATION, &[]))
        }
        Err(raised) => {
            note_failure(cx, step, raised);
            Err(raised)
        }
    }
}

/// The outcome of a step of `aclose`.
fn unwrap_close(cx: &Cx, step: Obj<Step>, outcome: R<Outcome>) -> R<Value> {
    match outcome {
        Ok(Outcome::Yielded(value)) => Ok(value),
        Ok(Outcome::Item(_)) => {
            end(step);
            Err(runtime_error(cx, "async generator ignored GeneratorExit"))
        }
        Ok(Outcome::Returned(_)) => {
            end(step);
            Err(cx.stop_iteration(Value::NONE))
        }
        Err(raised) => {
            end(step);
            if cx.matches(raised, exceptions::STOP_ASYNC_ITERATION)
                || cx.matches(raised, exceptions::GENERATOR_EXIT)
            {
                return Err(cx.stop_iteration(Value::NONE));
            }
            Err(raised)
        }
    }
}

fn finish(cx: &Cx, step: Obj<Step>, outcome: R<Outcome>) -> R<Value> {
    if !is_asend(step) && step.closes() { unwrap_close(cx, step, outcome) } else { unwrap(cx, step, outcome) }
}

fn step_send(cx: &Cx, value: Value, sent: Value) -> R<Value> {
    let Some(step) = of(value) else { return Err(cx.system_error("async generator step expected")) };
    if step.state() == USED {
        return Err(used_up(cx, step));
    }
    let generator = step.generator();
    if is_asend(step) {
        let mut sent = sent;
        if step.state() == FRESH {
            begin(cx, step, "anext")?;
            if sent.is_none() {
                sent = step.first.get();
            }
        }
        let outcome = methods::send_native(cx, generator, sent);
        return unwrap(cx, step, outcome);
    }
    if generator.state.peek() == CLOSED {
        step.set(USED);
        return Err(cx.stop_iteration(Value::NONE));
    }
    if step.state() == BEGUN {
        let outcome = methods::send_native(cx, generator, sent);
        return finish(cx, step, outcome);
    }
    let closes = step.closes();
    if !sent.is_none() {
        return Err(runtime_error(cx, "can't send non-None value to a just-started coroutine"));
    }
    begin(cx, step, if closes { "aclose" } else { "athrow" })?;
    if generator.async_closed.load(Ordering::Acquire) {
        end(step);
        return Err(cx.error_values(exceptions::STOP_ASYNC_ITERATION, &[]));
    }
    let exception = if closes {
        generator.async_closed.store(true, Ordering::Release);
        methods::generator_exit(cx)
    } else {
        methods::thrown(cx, step.first.get(), step.second.get(), step.third.get())
    };
    let outcome = exception.and_then(|exception| methods::throw_native(cx, generator, exception));
    finish(cx, step, outcome)
}

fn throw_into(cx: &Cx, step: Obj<Step>, exception: Value) -> R<Value> {
    if step.state() == USED {
        return Err(used_up(cx, step));
    }
    if step.state() == FRESH {
        begin(
            cx,
            step,
            if is_asend(step) {
                "anext"
            } else if step.closes() {
                "aclose"
            } else {
                "athrow"
            },
        )?;
    }
    let outcome = methods::throw_native(cx, step.generator(), exception);
    finish(cx, step, outcome)
}

fn step_throw(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(step) = of(args[0]) else { return Err(cx.system_error("async generator step expected")) };
    methods::warn_of_parts(cx, "throw", args[2])?;
    let exception = methods::thrown(cx, args[1], args[2], args[3])?;
    throw_into(cx, step, exception)
}

fn step_close(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(step) = of(args[0]) else { return Err(cx.system_error("async generator step expected")) };
    if step.state() == USED {
        return Ok(Value::NONE);
    }
    let exit = methods::generator_exit(cx)?;
    match throw_into(cx, step, exit) {
        Ok(_) => Err(runtime_error(cx, "coroutine ignored GeneratorExit")),
        Err(raised)
            if cx.matches(raised, exceptions::STOP_ITERATION)
                || cx.matches(raised, exceptions::STOP_ASYNC_ITERATION)
                || cx.matches(raised, exceptions::GENERATOR_EXIT) =>
        {
            Ok(Value::NONE)
        }
        Err(raised) => Err(raised),
    }
}

fn step_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    step_send(cx, value, Value::NONE).map(Some)
}

static METHODS: [MethodDef; 4] = [
    MethodDef::new("__await__($self, /)", "The awaitable itself.", |_, args| Ok(args[0])),
    MethodDef::new("send($self, object, /)", "Drive the step with a value.", |cx, args| {
        step_send(cx, args[0], args[1])
    }),
    MethodDef::new(
        "throw($self, type, value=<unrepresentable>, traceback=<unrepresentable>, /)",
        "Raise an exception where the step is suspended.",
        step_throw,
    ),
    MethodDef::new("close($self, /)", "Close the step.", step_close),
];

const STEP: TypeDef = TypeDef {
    layout: &LAYOUT,
    slots: SlotTable { iter: Some(iterators::iter_self), next: Some(step_next), ..SlotTable::NONE },
    methods: &METHODS,
    ..TypeDef::DEFAULT
};

/// The type of `asend`'s and `__anext__`'s steps.
pub static ASEND: TypeDef = TypeDef { name: "async_generator_asend", ..STEP };
/// The type of `athrow`'s and `aclose`'s steps.
pub static ATHROW: TypeDef = TypeDef { name: "async_generator_athrow", ..STEP };

// --- anext(iterator, default) -------------------------------------------------------------------------------------

/// The awaitable of `anext` with a default: `first` is what `__anext__` answered, `second` the default. Immutable.
pub fn anext_with_default(cx: &Cx, awaitable: Value, default: Value) -> R<Value> {
    let header = Header::new(number::ANEXT_AWAITABLE, 0);
    let unbound = || Slot::of(Value::UNBOUND);
    Ok(cx
        .alloc(Step {
            header,
            state: AtomicU8::new(FRESH),
            generator: unbound(),
            first: Slot::of(awaitable),
            second: Slot::of(default),
            third: unbound(),
        })?
        .value())
}

fn with_default(cx: &Cx, value: Value, drive: impl FnOnce(Value) -> R<Value>) -> R<Value> {
    let Some(this) = of(value) else { return Err(cx.system_error("anext awaitable expected")) };
    let awaitable = this.first.get();
    let Some(iterator) = awaitable_iterator(cx, awaitable)? else {
        let shown = cx.type_name(awaitable);
        return Err(cx.type_error(format!("'{shown}' object can't be awaited")));
    };
    // A coroutine is driven through its iterator.
    match drive(iterator) {
        Err(raised) if cx.matches(raised, exceptions::STOP_ASYNC_ITERATION) => {
            Err(cx.stop_iteration(this.second.get()))
        }
        result => result,
    }
}

fn call_method(cx: &Cx, receiver: Value, name: names::Name, values: &[Value]) -> R<Value> {
    let method = protocol::attr::get(cx, receiver, names::get(name))?;
    call::call_values(cx, method, values)
}

fn anext_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    with_default(cx, value, |iterator| match cx.type_of(iterator).slots().next {
        Some(next) => match next(cx, iterator)? {
            Some(item) => Ok(item),
            None => Err(cx.stop_iteration(Value::NONE)),
        },
        None => call_method(cx, iterator, names::SEND, &[Value::NONE]),
    })
    .map(Some)
}

static ANEXT_METHODS: [MethodDef; 4] = [
    MethodDef::new("__await__($self, /)", "The awaitable itself.", |_, args| Ok(args[0])),
    MethodDef::new("send($self, object, /)", "Drive the awaitable with a value.", |cx, args| {
        with_default(cx, args[0], |iterator| call_method(cx, iterator, names::SEND, &[args[1]]))
    }),
    MethodDef::new(
        "throw($self, type, value=<unrepresentable>, traceback=<unrepresentable>, /)",
        "Raise an exception where the awaitable is suspended.",
        |cx, args| {
            methods::warn_of_parts(cx, "throw", args[2])?;
            let exception = methods::thrown(cx, args[1], args[2], args[3])?;
            with_default(cx, args[0], |iterator| call_method(cx, iterator, names::THROW, &[exception]))
        },
    ),
    MethodDef::new("close($self, /)", "Close the awaitable.", |cx, args| {
        with_default(cx, args[0], |iterator| call_method(cx, iterator, names::CLOSE, &[]))
    }),
];

/// The type of `anext(iterator, default)`'s awaitable.
pub static ANEXT_AWAITABLE: TypeDef = TypeDef {
    name: "anext_awaitable",
    layout: &LAYOUT,
    slots: SlotTable { iter: Some(iterators::iter_self), next: Some(anext_next), ..SlotTable::NONE },
    methods: &ANEXT_METHODS,
    ..TypeDef::DEFAULT
};

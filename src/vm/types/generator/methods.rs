//! What generators and coroutines do as objects: `send`, `throw`, `close`, iteration, and the attributes that show their frame.

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::interp::frame::{self, Action};
use crate::interp::resume::{self, Outcome};
use crate::names;
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use crate::types::generator::{CLOSED, CREATED, Claim, Generator, LAYOUT, RUNNING, SUSPENDED, kind_text};
use crate::types::str_::{self, Str};
use crate::types::traceback::Traceback;
use crate::types::type_::Type;
use crate::types::{frame_, iterators};
use crate::value::{SlotExt, Value};

pub(crate) fn this(cx: &Cx, value: Value) -> R<Obj<Generator>> {
    value
        .cast::<Generator>()
        .ok_or_else(|| cx.type_error(format!("expected generator, got '{}'", cx.type_name(value))))
}

/// What entering a generator that runs already raises.
pub(crate) fn running_error(cx: &Cx, this: Obj<Generator>) -> Raised {
    cx.value_error(&format!("{} already executing", kind_text(this)))
}

fn reused(cx: &Cx) -> Raised {
    cx.error(exceptions::RUNTIME_ERROR, "cannot reuse already awaited coroutine".into())
}

/// Claims a generator that `sent` is to be sent to; its former state, or `None` where it has ended.
pub(crate) fn claim_to_send(cx: &Cx, this: Obj<Generator>, sent: Value) -> R<Option<u8>> {
    match resume::claim(this) {
        Claim::Claimed(CREATED) if !sent.is_none() => {
            this.state.release(CREATED);
            let what = kind_text(this);
            Err(cx.type_error(format!("can't send non-None value to a just-started {what}")))
        }
        Claim::Claimed(former) => Ok(Some(former)),
        Claim::Running => Err(running_error(cx, this)),
        Claim::Closed if Generator::is_coroutine(this) => Err(reused(cx)),
        Claim::Closed => Ok(None),
    }
}

/// What throwing into a generator that cannot be claimed raises.
pub(crate) fn refuse_throw(cx: &Cx, this: Obj<Generator>, exception: Value) -> Raised {
    if this.state.peek() != CLOSED {
        return running_error(cx, this);
    }
    if Generator::is_coroutine(this) { reused(cx) } else { Raised(exception) }
}

/// Resumes with a value, from native code.
pub(crate) fn send_native(cx: &Cx, this: Obj<Generator>, sent: Value) -> R<Outcome> {
    match claim_to_send(cx, this, sent)? {
        Some(former) => resume::resume(cx, this, former, sent),
        None => Ok(Outcome::Returned(Value::NONE)),
    }
}

/// Throws an exception object, from native code.
pub(crate) fn throw_native(cx: &Cx, this: Obj<Generator>, exception: Value) -> R<Outcome> {
    match resume::claim(this) {
        Claim::Claimed(former) => resume::throw(cx, this, former, exception),
        _ => Err(refuse_throw(cx, this, exception)),
    }
}

/// An outcome as `send` and `throw` answer it.
pub(crate) fn answer(cx: &Cx, outcome: Outcome) -> R<Value> {
    match outcome {
        Outcome::Yielded(value) | Outcome::Item(value) => Ok(value),
        Outcome::Returned(value) => Err(cx.stop_iteration(value)),
    }
}

fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    match send_native(cx, this(cx, value)?, Value::NONE)? {
        Outcome::Yielded(item) | Outcome::Item(item) => Ok(Some(item)),
        Outcome::Returned(result) if result.is_none() => Ok(None),
        Outcome::Returned(result) => Err(cx.stop_iteration(result)),
    }
}

fn send(cx: &Cx, args: &[Value]) -> R<Value> {
    let outcome = send_native(cx, this(cx, args[0])?, args[1])?;
    answer(cx, outcome)
}

/// `send` and `__next__` as frames: pushes the generator's and answers `PUSHED`.
fn push_send(cx: &Cx, args: &[Value], destination: u16) -> R<Option<Value>> {
    let (Some(this), sent) = (args[0].cast::<Generator>(), args.get(1).copied().unwrap_or(Value::NONE))
    else {
        return Ok(None);
    };
    push_next(cx, this, sent, destination).map(Some)
}

/// Pushes the frame of a generator for a call whose result goes to `destination`.
pub(crate) fn push_next(cx: &Cx, this: Obj<Generator>, sent: Value, destination: u16) -> R<Value> {
    match claim_to_send(cx, this, sent)? {
        Some(former) => {
            resume::push(cx, this, former, sent, Action::Resume, destination).map(|()| Value::PUSHED)
        }
        None => Err(cx.stop_iteration(Value::NONE)),
    }
}

/// `next(iterator)` as a frame, where the iterator is a generator.
pub fn push_builtin_next(cx: &Cx, args: &[Value], destination: u16) -> R<Option<Value>> {
    match args[0].cast_exact::<Generator>(crate::types::number::GENERATOR) {
        Some(this) if args.len() == 1 => push_next(cx, this, Value::NONE, destination).map(Some),
        _ => Ok(None),
    }
}

/// Warns of a call of `throw` or `athrow` with more than the exception; `value` is the second argument.
pub fn warn_of_parts(cx: &Cx, method: &str, value: Value) -> R<()> {
    if value.is_unbound() {
        return Ok(());
    }
    let text = format!(
        "the (type, exc, tb) signature of {method}() is deprecated, use the single-arg signature instead."
    );
    exceptions::warn(cx, exceptions::DEPRECATION_WARNING, &text, 1)
}

/// The exception object that `throw(type, value, traceback)` is to raise.
pub(crate) fn thrown(cx: &Cx, kind: Value, value: Value, traceback: Value) -> R<Value> {
    let is_traceback = |given: Value| given.is_none() || given.cast::<Traceback>().is_some();
    if !traceback.bound().is_none_or(is_traceback) {
        return Err(cx.type_error("throw() third argument must be a traceback object".into()));
    }
    match thrown_of_parts(cx, kind, value, traceback)? {
        Some(exception) => Ok(exception),
        None => {
            let shown = cx.type_name(kind);
            Err(cx.type_error(format!(
                "exceptions must be classes or instances deriving from BaseException, not {shown}"
            )))
        }
    }
}

/// The same of a traceback that is one; `None` where the first part is no exception.
pub fn thrown_of_parts(cx: &Cx, kind: Value, value: Value, traceback: Value) -> R<Option<Value>> {
    let (value, traceback) = (value.bound().unwrap_or(Value::NONE), traceback.bound().unwrap_or(Value::NONE));
    let base = crate::runtime::builtin_type(exceptions::BASE_EXCEPTION.0);
    let exception = if let Some(class) = kind.cast::<Type>().filter(|class| class.is_subclass_of(base)) {
        if protocol::is_instance(cx, value, class) {
            value
        } else if value.is_none() {
            exceptions::instantiate(cx, kind)?
        } else if let Some(arguments) = value.cast::<crate::types::tuple::Tuple>() {
            call::call_values(cx, kind, arguments.values())?
        } else {
            call::call_values(cx, kind, &[value])?
        }
    } else if protocol::is_instance(cx, kind, base) {
        if !value.is_none() {
            return Err(cx.type_error("instance exception may not have a separate value".into()));
        }
        kind
    } else {
        return Ok(None);
    };
    if let (Some(object), false) = (exception.cast::<exceptions::Exception>(), traceback.is_none()) {
        cx.store(object.object(), &object.traceback, traceback);
    }
    Ok(Some(exception))
}

fn throw(cx: &Cx, args: &[Value]) -> R<Value> {
    warn_of_parts(cx, "throw", args[2])?;
    let exception = thrown(cx, args[1], args[2], args[3])?;
    let outcome = throw_native(cx, this(cx, args[0])?, exception)?;
    answer(cx, outcome)
}

/// `GeneratorExit()`, to be thrown.
pub(crate) fn generator_exit(cx: &Cx) -> R<Value> {
    call::call_values(cx, exceptions::class_value(exceptions::GENERATOR_EXIT), &[])
}

/// `close()`: its result is what the body returns.
pub(crate) fn close_generator(cx: &Cx, this: Obj<Generator>) -> R<Value> {
    match resume::claim(this) {
        Claim::Closed => return Ok(Value::NONE),
        Claim::Running => return Err(running_error(cx, this)),
        Claim::Claimed(CREATED) => {
            this.note_resumed();
            this.state.release(CLOSED);
            return Ok(Value::NONE);
        }
        Claim::Claimed(former) => this.state.release(former),
    }
    // Raised where `close` is called, so its context is what the caller handles.
    let exit = exceptions::raise(cx, generator_exit(cx)?).0;
    match throw_native(cx, this, exit) {
        Ok(Outcome::Returned(value)) => Ok(value),
        Ok(_) => {
            let what = kind_text(this);
            Err(cx.error(exceptions::RUNTIME_ERROR, format!("{what} ignored GeneratorExit")))
        }
        Err(raised)
            if cx.matches(raised, exceptions::GENERATOR_EXIT)
                || cx.matches(raised, exceptions::STOP_ITERATION) =>
        {
            Ok(Value::NONE)
        }
        Err(raised) => Err(raised),
    }
}

/// Warns of a coroutine that nobody will ever await.
pub(crate) fn warn_never_awaited(cx: &Cx, this: Obj<Generator>) {
    let name = str_::to_rust(this.qualname.get()).unwrap_or_default();
    let library = crate::import::import_absolute(cx, "warnings").and_then(|warnings| {
        let warn = protocol::attr::get(cx, warnings, cx.intern("_warn_unawaited_coroutine")?)?;
        call::call_values(cx, warn, &[this.value()]).map(|_| ())
    });
    let result = match library {
        Err(raised)
            if cx.matches(raised, exceptions::IMPORT_ERROR)
                || cx.matches(raised, exceptions::ATTRIBUTE_ERROR) =>
        {
            let text = format!("coroutine '{name}' was never awaited");
            exceptions::warn(cx, exceptions::RUNTIME_WARNING, &text, 1)
        }
        other => other,
    };
    if let Err(raised) = result {
        exceptions::unraisable::report(
            cx,
            raised,
            "Exception ignored while finalizing coroutine",
            this.value(),
        );
    }
}

/// Closes what a frame delegates to: a generator, or anything with `close`. That looking for `close` fails keeps nothing from closing.
pub(crate) fn close_iterator(cx: &Cx, iterator: Value) -> R<()> {
    if let Some(this) = iterator.cast::<Generator>()
        && crate::object::shape_id(this.object()) != crate::types::number::ASYNC_GENERATOR
    {
        return close_generator(cx, this).map(|_| ());
    }
    match protocol::attr::get_optional(cx, iterator, names::get(names::CLOSE)) {
        Ok(Some(method)) => call::call_values(cx, method, &[]).map(|_| ()),
        Ok(None) => Ok(()),
        Err(raised) => {
            let doing = "Exception ignored while closing generator";
            exceptions::unraisable::report(cx, raised, doing, iterator);
            Ok(())
        }
    }
}

fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    close_generator(cx, this(cx, args[0])?)
}

/// `<generator object NAME at 0x…>`.
pub(crate) fn describe(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    let name = str_::to_rust(this.qualname.get()).unwrap_or_default();
    let kind = cx.type_of(value).name_text();
    str_::from_string(cx, format!("<{kind} object {name} at {:#x}>", value.bits()))
}

/// The frame object, or `None` where the body has ended.
pub(crate) fn frame_of(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    match resume::claim(this) {
        Claim::Closed => Ok(Value::NONE),
        Claim::Claimed(former) => {
            let known = this.frame.get();
            let frame = if known.is_unbound() { frame_::of_suspended(cx, this) } else { Ok(known) };
            if let Ok(frame) = frame {
                cx.store(this.object(), &this.frame, frame);
            }
            this.state.release(former);
            frame
        }
        Claim::Running => match this.frame.get().bound() {
            Some(known) => Ok(known),
            // Only its own thread can look at a running frame that has no object yet.
            None => frame::object_of_generator(cx, value),
        },
    }
}

/// What the body delegates to, or `None`.
pub(crate) fn delegate_of(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    let Claim::Claimed(former) = resume::claim(this) else { return Ok(Value::NONE) };
    let found = resume::delegate_of(this, former);
    this.state.release(former);
    Ok(found.unwrap_or(Value::NONE))
}

pub(crate) fn is_running(cx: &Cx, value: Value) -> R<Value> {
    Ok(Value::from_bool(this(cx, value)?.state.peek() == RUNNING))
}

pub(crate) fn is_suspended(cx: &Cx, value: Value) -> R<Value> {
    Ok(Value::from_bool(this(cx, value)?.state.peek() == SUSPENDED))
}

pub(crate) fn code_of(cx: &Cx, value: Value) -> R<Value> {
    Ok(this(cx, value)?.executable().code().value())
}

fn set_text(cx: &Cx, value: Value, new: Option<Value>, name: &str) -> R<()> {
    let this = this(cx, value)?;
    let Some(text) = new.filter(|text| text.cast::<Str>().is_some()) else {
        return Err(cx.type_error(format!("{name} must be set to a string object")));
    };
    let slot = if name == "__name__" { &this.name } else { &this.qualname };
    cx.store(this.object(), slot, text);
    Ok(())
}

/// `__name__`, which every kind has.
pub(crate) const NAME: GetSetDef = GetSetDef {
    name: "__name__",
    doc: "name of the generator",
    get: |cx, v| Ok(this(cx, v)?.name.get()),
    set: Some(|cx, v, new| set_text(cx, v, new, "__name__")),
};

/// `__qualname__`, which every kind has.
pub(crate) const QUALNAME: GetSetDef = GetSetDef {
    name: "__qualname__",
    doc: "qualified name of the generator",
    get: |cx, v| Ok(this(cx, v)?.qualname.get()),
    set: Some(|cx, v, new| set_text(cx, v, new, "__qualname__")),
};

pub(crate) const SEND: MethodDef =
    MethodDef::new("send($self, object, /)", "Resume with the value of the suspended expression.", send)
        .pushing(push_send);
pub(crate) const THROW: MethodDef = MethodDef::new(
    "throw($self, type, value=<unrepresentable>, traceback=<unrepresentable>, /)",
    "Raise an exception where the body is suspended.",
    throw,
);
pub(crate) const CLOSE: MethodDef =
    MethodDef::new("close($self, /)", "Raise GeneratorExit where the body is suspended.", close);

static GENERATOR_METHODS: [MethodDef; 3] = [SEND, THROW, CLOSE];

/// The type.
pub static GENERATOR: TypeDef = TypeDef {
    generic: true,
    name: "generator",
    layout: &LAYOUT,
    weak: true,
    slots: SlotTable {
        repr: Some(describe),
        hash: Some(|_, value| Ok(protocol::identity_hash(value))),
        iter: Some(iterators::iter_self),
        next: Some(next),
        ..SlotTable::NONE
    },
    methods: &GENERATOR_METHODS,
    getset: &[
        NAME,
        QUALNAME,
        GetSetDef { name: "gi_frame", doc: "", get: frame_of, set: None },
        GetSetDef { name: "gi_running", doc: "", get: is_running, set: None },
        GetSetDef { name: "gi_suspended", doc: "", get: is_suspended, set: None },
        GetSetDef { name: "gi_code", doc: "", get: code_of, set: None },
        GetSetDef {
            name: "gi_yieldfrom",
            doc: "object being iterated by yield from, or None",
            get: delegate_of,
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

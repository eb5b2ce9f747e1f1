//! `FutureIter`: what `await` of a future drives. It yields the future while that is pending, once, and answers its result when it is done.
//!
//! Thread-safety: one slot, emptied by `throw` and `close`; everything else is the future's.

use std::sync::atomic::Ordering;

use typhon_vm::call;
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{MethodDef, Sent, SlotTable, TypeDef};
use typhon_vm::types::traceback::Traceback;
use typhon_vm::types::tuple::Tuple;
use typhon_vm::types::type_::Type;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct, protocol};

use super::future::{self, Future};

object_struct! {
    /// The iterator.
    pub(super) struct FutureIter: "_asyncio.FutureIter", fixed {
        slots {
            /// Unbound once it has been closed.
            future,
        }
        fields {}
    }
}

/// `future.__await__()` and `iter(future)`.
pub(super) fn new(cx: &Cx, value: Value) -> R<Value> {
    future::alive(cx, value)?;
    let make = |header| FutureIter { header, future: Slot::of(value) };
    Ok(new_instance(cx, ITERATOR_TYPE.class(cx)?, make)?.value())
}

fn send(cx: &Cx, value: Value, _: Value) -> R<Sent> {
    let waited = receiver::<FutureIter>(cx, value)?.future.get();
    let Some(future) = Future::of(waited) else { return Ok(Sent::Result(Value::NONE)) };
    if !future.is_pending() {
        return future::result(cx, future).map(Sent::Result);
    }
    if future.blocking.swap(true, Ordering::AcqRel) {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "await wasn't used with future".into()));
    }
    Ok(Sent::Item(waited))
}

fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    match send(cx, value, Value::NONE)? {
        Sent::Item(item) => Ok(Some(item)),
        Sent::Result(result) if result.is_none() => Ok(None),
        Sent::Result(result) => Err(cx.stop_iteration(result)),
    }
}

fn close(cx: &Cx, value: Value) -> R<()> {
    future::clear(&receiver::<FutureIter>(cx, value)?.future);
    Ok(())
}

fn throw(cx: &Cx, args: &[Value]) -> R<Value> {
    let given = args[1].cast::<Tuple>();
    let given = given.as_ref().map_or(&[][..], |given| given.values());
    if !(1..=3).contains(&given.len()) {
        let (bound, number) =
            if given.is_empty() { ("least", "1 argument") } else { ("most", "3 arguments") };
        return Err(cx.type_error(format!("throw expected at {bound} {number}, got {}", given.len())));
    }
    if given.len() > 1 {
        let text =
            "the (type, exc, tb) signature of throw() is deprecated, use the single-arg signature instead.";
        exceptions::warn(cx, exceptions::DEPRECATION_WARNING, text, 1)?;
    }
    let part = |index: usize| given.get(index).copied().filter(|part| !part.is_none());
    let (kind, value, traceback) = (given[0], part(1), part(2));
    if traceback.is_some_and(|traceback| traceback.cast::<Traceback>().is_none()) {
        return Err(cx.type_error("throw() third argument must be a traceback".into()));
    }
    let base = exceptions::class_value(exceptions::BASE_EXCEPTION).cast::<Type>();
    let is_derived = |class: Obj<Type>| base.is_some_and(|base| class.is_subclass_of(base));
    let exception = if let Some(class) = kind.cast::<Type>().filter(|&class| is_derived(class)) {
        match value {
            Some(value) if protocol::is_instance(cx, value, class) => value,
            Some(value) => match value.cast::<Tuple>() {
                Some(arguments) => call::call_values(cx, kind, arguments.values())?,
                None => call::call_values(cx, kind, &[value])?,
            },
            None => exceptions::instantiate(cx, kind)?,
        }
    } else if is_derived(cx.type_of(kind)) {
        if value.is_some() {
            return Err(cx.type_error("instance exception may not have a separate value".into()));
        }
        kind
    } else {
        let text = "exceptions must be classes deriving BaseException or instances of such a class";
        return Err(cx.type_error(text.into()));
    };
    close(cx, args[0])?;
    if let Some(traceback) = traceback {
        exceptions::set_traceback(cx, exception, traceback);
    }
    Err(exceptions::raise(cx, exception))
}

static FUTURE_ITER: TypeDef = TypeDef {
    name: "FutureIter",
    module: "_asyncio",
    layout: FutureIter::LAYOUT,
    slots: SlotTable {
        iter: Some(|_, value| Ok(value)),
        next: Some(next),
        send: Some(send),
        ..SlotTable::NONE
    },
    methods: &[
        MethodDef::new("send($self, object, /)", "Ask again; what is sent does not matter.", |cx, args| {
            match send(cx, args[0], args[1])? {
                Sent::Item(item) => Ok(item),
                Sent::Result(result) => Err(cx.stop_iteration(result)),
            }
        }),
        MethodDef::new(
            "throw($self, /, *args)",
            "Raise an exception; the iterator is at its end then.",
            throw,
        ),
        MethodDef::new("close($self, /)", "End the iterator.", |cx, args| {
            close(cx, args[0]).map(|()| Value::NONE)
        }),
    ],
    ..TypeDef::DEFAULT
};

pub(super) static ITERATOR_TYPE: NativeType = NativeType::new(&FUTURE_ITER);

//! `FutureIter`: what `await` of a future drives. It yields the future while that is pending, once, and answers its result when it is done.
//!
//! Thread-safety: one slot, emptied by `throw` and `close`; everything else is the future's.

use std::sync::atomic::Ordering;

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::Payload;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{MethodDef, Sent, SlotTable, TypeDef};
use typhon_vm::types::generator;
use typhon_vm::types::traceback::Traceback;
use typhon_vm::types::tuple::Tuple;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

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
    let part = |index: usize| given.get(index).copied().unwrap_or(Value::UNBOUND);
    generator::warn_of_parts(cx, "throw", part(1))?;
    let traceback = part(2);
    if !traceback.is_unbound() && !traceback.is_none() && traceback.cast::<Traceback>().is_none() {
        return Err(cx.type_error("throw() third argument must be a traceback".into()));
    }
    let Some(exception) = generator::thrown_of_parts(cx, given[0], part(1), traceback)? else {
        let text = "exceptions must be classes deriving BaseException or instances of such a class";
        return Err(cx.type_error(text.into()));
    };
    close(cx, args[0])?;
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

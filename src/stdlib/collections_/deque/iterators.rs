//! `_deque_iterator` and `_deque_reverse_iterator`.
//!
//! Thread-safety: number and item are taken under the deque's lock, so threads sharing an iterator get each item once.

use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Payload, lock_object};
use typhon_vm::protocol::index;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{MethodDef, TypeDef};
use typhon_vm::types::iterators::{iterator_slots, length_hint_method};
use typhon_vm::types::{int, tuple};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

use super::Deque;

object_struct! {
    /// A deque and how many of its items have been given.
    struct Iterator: "_collections._deque_iterator", fixed {
        slots {
            deque,
        }
        fields {
            given: AtomicUsize,
            /// Length and version when the iteration began.
            len: AtomicUsize,
            version: AtomicUsize,
        }
    }
}

fn start(cx: &Cx, native: &NativeType, deque: Value, given: usize) -> R<Value> {
    let this = receiver::<Deque>(cx, deque)?;
    let (len, version) = {
        let _guard = lock_object(cx, this.object());
        (this.len(), this.version())
    };
    let made = new_instance(cx, native.class(cx)?, |header| Iterator {
        header,
        deque: Slot::of(deque),
        given: AtomicUsize::new(given.min(len)),
        len: AtomicUsize::new(len),
        version: AtomicUsize::new(version),
    })?;
    Ok(made.value())
}

pub(super) fn forward(cx: &Cx, deque: Value) -> R<Value> {
    start(cx, &ITERATOR_TYPE, deque, 0)
}

pub(super) fn backward(cx: &Cx, deque: Value) -> R<Value> {
    start(cx, &REVERSE_ITERATOR_TYPE, deque, 0)
}

fn step(cx: &Cx, value: Value, reversed: bool) -> R<Option<Value>> {
    let this = receiver::<Iterator>(cx, value)?;
    let deque = receiver::<Deque>(cx, this.deque.get())?;
    let guard = lock_object(cx, deque.object());
    let (given, len) = (this.given.load(Ordering::Relaxed), this.len.load(Ordering::Relaxed));
    // One that goes backwards looks first whether it has come to its end.
    if reversed && given >= len {
        return Ok(None);
    }
    if deque.version() != this.version.load(Ordering::Relaxed) {
        drop(guard);
        // Nothing more is to be expected of it.
        this.len.store(0, Ordering::Relaxed);
        return Err(cx.error(exceptions::RUNTIME_ERROR, "deque mutated during iteration".into()));
    }
    if given >= len {
        return Ok(None);
    }
    this.given.store(given + 1, Ordering::Relaxed);
    Ok(Some(deque.at(if reversed { len - 1 - given } else { given })))
}

fn left(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Iterator>(cx, args[0])?;
    let left = this.len.load(Ordering::Relaxed)
        - this.given.load(Ordering::Relaxed).min(this.len.load(Ordering::Relaxed));
    int::from_i64(cx, left as i64)
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Iterator>(cx, args[0])?;
    let given = int::from_i64(cx, this.given.load(Ordering::Relaxed) as i64)?;
    let arguments = tuple::from_slice(cx, &[this.deque.get(), given])?;
    Ok(tuple::from_slice(cx, &[cx.type_of(args[0]).value(), arguments.value()])?.value())
}

fn iterator_new(cx: &Cx, native: &NativeType, args: &[Value]) -> R<Value> {
    if args[1].cast::<Deque>().is_none() {
        let (name, shown) = (native.class(cx)?.name_text(), cx.type_name(args[1]));
        return Err(cx.type_error(format!("{name}() argument 1 must be collections.deque, not {shown}")));
    }
    let given = args[2].bound().map_or(Ok(0), |given| index::to_i64(cx, given))?;
    start(cx, native, args[1], given.max(0) as usize)
}

static FORWARD_NEW: MethodDef =
    MethodDef::function("_deque_iterator($type, iterable, index=0, /)", "", |cx, args| {
        iterator_new(cx, &ITERATOR_TYPE, args)
    });
static BACKWARD_NEW: MethodDef =
    MethodDef::function("_deque_reverse_iterator($type, iterable, index=0, /)", "", |cx, args| {
        iterator_new(cx, &REVERSE_ITERATOR_TYPE, args)
    });

static METHODS: &[MethodDef] = &[
    length_hint_method(left),
    MethodDef::new("__reduce__($self, /)", "Return state information for pickling.", reduce),
];

static FORWARD: TypeDef = TypeDef {
    name: "_deque_iterator",
    module: "collections",
    layout: Iterator::LAYOUT,
    slots: iterator_slots(|cx, value| step(cx, value, false)),
    new: Some(&FORWARD_NEW),
    methods: METHODS,
    ..TypeDef::DEFAULT
};

static BACKWARD: TypeDef = TypeDef {
    name: "_deque_reverse_iterator",
    module: "collections",
    layout: Iterator::LAYOUT,
    slots: iterator_slots(|cx, value| step(cx, value, true)),
    new: Some(&BACKWARD_NEW),
    methods: METHODS,
    ..TypeDef::DEFAULT
};

pub(in super::super) static ITERATOR_TYPE: NativeType = NativeType::new(&FORWARD);
pub(in super::super) static REVERSE_ITERATOR_TYPE: NativeType = NativeType::new(&BACKWARD);

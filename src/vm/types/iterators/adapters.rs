//! Iterators over anything with `__getitem__`, over a callable, backwards, and with a count: `iterator`, `callable_iterator`, `reversed`,
//! `enumerate`.
//!
//! Thread-safety: those that run Python code take the position only after it has answered, by compare-exchange; a thread that was
//! overtaken asks again. `enumerate` over the runtime's own iterators takes item and number in one [`Turn`]; over one written in Python,
//! two threads may exchange their numbers, but no number is given twice.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::exceptions;
use crate::instance;
use crate::names;
use crate::object::{Obj, Payload};
use crate::protocol::{self, binary::binary_op};
use crate::signature::Wording;
use crate::typedef::{BinaryOp, Layout, MethodDef, TypeDef};
use crate::types::iterators::pickle::{self, reduce_method, set_state_method};
use crate::types::iterators::turn::Turn;
use crate::types::iterators::{Cursor, END, ITERATOR, count, cursor, iterator_slots, length_hint_method};
use crate::types::object_::reduce::{builtin, remade};
use crate::types::str_::Str;
use crate::types::type_::Type;
use crate::types::{int, number, tuple};
use crate::value::{SlotExt, Value};

/// An iterator over an object with `__getitem__`: asks for 0, 1, … until `IndexError`.
pub fn sequence_iterator(cx: &Cx, sequence: Value) -> R<Value> {
    Cursor::create(cx, number::SEQUENCE_ITERATOR, sequence, 0, 0)
}

/// The item at an index; `None` where the sequence says that it is over.
fn item_or_end(cx: &Cx, sequence: Value, index: i64) -> R<Option<Value>> {
    let found = match cx.type_of(sequence).slots().item {
        Some(item) => item(cx, sequence, index),
        None => protocol::item::get(cx, sequence, int::from_i64(cx, index)?),
    };
    match found {
        Ok(item) => Ok(Some(item)),
        Err(raised)
            if cx.matches(raised, exceptions::INDEX_ERROR)
                || cx.matches(raised, exceptions::STOP_ITERATION) =>
        {
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn sequence_step(cx: &Cx, value: Value, by: i64) -> R<Option<Value>> {
    let cursor = cursor(cx, value)?;
    loop {
        let at = cursor.position();
        let sequence = cursor.source_value();
        if at == END {
            return Ok(None);
        }
        let Some(next) = at.checked_add(by) else {
            return Err(cx.error(exceptions::OVERFLOW_ERROR, "iter index too large".into()));
        };
        match item_or_end(cx, sequence, at)? {
            Some(item) if cursor.advance(at, next) => return Ok(Some(item)),
            Some(_) => {}
            None => {
                Cursor::finish(cursor, cx);
                return Ok(None);
            }
        }
    }
}

fn sequence_hint(cx: &Cx, args: &[Value]) -> R<Value> {
    let cursor = cursor(cx, args[0])?;
    let at = cursor.position();
    if at == END {
        return count(cx, 0);
    }
    if cx.type_of(cursor.source_value()).slots().len.is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    count(cx, protocol::len(cx, cursor.source_value())? as i64 - at)
}

/// `iterator`.
pub static SEQUENCE_ITERATOR: TypeDef = TypeDef {
    name: "iterator",
    slots: iterator_slots(|cx, value| sequence_step(cx, value, 1)),
    methods: &[
        length_hint_method(sequence_hint),
        reduce_method(pickle::forward),
        set_state_method(pickle::set_forward),
    ],
    ..ITERATOR
};

// --- reversed -----------------------------------------------------------------------------------------------------

fn reversed_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let sequence = args[1];
    let class = cx.type_of(sequence);
    if let Some(method) = Type::lookup(class, names::get(names::__REVERSED__)) {
        if method.is_none() {
            return Err(cx.type_error(format!("'{}' object is not reversible", cx.type_name(sequence))));
        }
        return call::call_bound(cx, sequence, class, method, &[]);
    }
    let slots = class.slots();
    if slots.getitem.is_none()
        || (slots.len.is_none() && !class.is_heap())
        || class.is_subclass_of(crate::runtime::builtin_type(number::DICT))
        || crate::types::weakref::is_proxy(sequence)
    {
        return Err(cx.type_error(format!("'{}' object is not reversible", cx.type_name(sequence))));
    }
    let len = protocol::len(cx, sequence)?;
    Cursor::of_class(cx, args[0], sequence, len as i64 - 1)
}

fn reversed_hint(cx: &Cx, args: &[Value]) -> R<Value> {
    count(cx, cursor(cx, args[0])?.position() + 1)
}

static REVERSED_NEW: MethodDef =
    MethodDef::function("reversed($type, sequence, /)", "Create and return a new object.", reversed_new)
        .worded(Wording::Unpacked);

/// `reversed`.
pub static REVERSED: TypeDef = TypeDef {
    name: "reversed",
    doc: "Return a reverse iterator over the values of the given sequence.",
    subclassable: true,
    slots: iterator_slots(|cx, value| sequence_step(cx, value, -1)),
    new: Some(&REVERSED_NEW),
    methods: &[
        length_hint_method(reversed_hint),
        reduce_method(pickle::reversed),
        set_state_method(pickle::set_backward),
    ],
    ..ITERATOR
};

// --- iter(callable, sentinel) -------------------------------------------------------------------------------------

/// Two values that an iterator works with.
#[repr(C)]
struct Pair {
    header: Header,
    first: Slot,
    second: Slot,
}

/// Layout of iterators made of two values.
pub static PAIR_LAYOUT: Layout = Layout::fixed("iterator with two values", size_of::<Pair>(), trace_pair);

// SAFETY: repr(C), header first, both slots traced.
unsafe impl Payload for Pair {
    const LAYOUT: &'static Layout = &PAIR_LAYOUT;
}

unsafe fn trace_pair(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for pairs only.
    let pair = unsafe { Obj::<Pair>::cast_unchecked(object) };
    tracer.slot(&pair.first);
    tracer.slot(&pair.second);
}

fn pair(cx: &Cx, value: Value) -> R<Obj<Pair>> {
    value.cast::<Pair>().ok_or_else(|| cx.system_error("iterator expected"))
}

/// `iter(callable, sentinel)`.
pub fn callable(cx: &Cx, function: Value, sentinel: Value) -> R<Value> {
    let header = Header::new(number::CALLABLE_ITERATOR, 0);
    Ok(cx.alloc(Pair { header, first: Slot::of(function), second: Slot::of(sentinel) })?.value())
}

fn callable_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = pair(cx, value)?;
    let (function, sentinel) = (this.first.get(), this.second.get());
    if function.is_unbound() {
        return Ok(None);
    }
    let end = || {
        cx.store(this.object(), &this.first, Value::UNBOUND);
        cx.store(this.object(), &this.second, Value::UNBOUND);
    };
    let result = match call::call_values(cx, function, &[]) {
        Ok(result) => result,
        Err(raised) if cx.matches(raised, exceptions::STOP_ITERATION) => {
            end();
            return Ok(None);
        }
        Err(raised) => return Err(raised),
    };
    if protocol::equal(cx, sentinel, result)? {
        end();
        return Ok(None);
    }
    Ok(Some(result))
}

fn callable_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = pair(cx, args[0])?;
    let iter = builtin(cx, "iter")?;
    match (this.first.get().bound(), this.second.get().bound()) {
        (Some(function), Some(sentinel)) => remade(cx, iter, &[function, sentinel], None),
        _ => remade(cx, iter, &[tuple::from_slice(cx, &[])?.value()], None),
    }
}

/// `callable_iterator`.
pub static CALLABLE_ITERATOR: TypeDef = TypeDef {
    name: "callable_iterator",
    layout: &PAIR_LAYOUT,
    slots: iterator_slots(callable_next),
    methods: &[reduce_method(callable_reduce)],
    ..TypeDef::DEFAULT
};

// --- enumerate ----------------------------------------------------------------------------------------------------

/// An iterator and the number of its next item.
#[repr(C)]
pub(crate) struct Enumerate {
    pair: Pair,
    pub(crate) turn: Turn,
}

/// Layout of `enumerate`.
pub static ENUMERATE_LAYOUT: Layout = Layout::fixed("enumerate", size_of::<Enumerate>(), trace_enumerate);

// SAFETY: repr(C), begins with a pair and so with a header, the pair's slots are traced, the turn is a lock.
unsafe impl Payload for Enumerate {
    const LAYOUT: &'static Layout = &ENUMERATE_LAYOUT;
}

unsafe fn trace_enumerate(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for these iterators only.
    let this = unsafe { Obj::<Enumerate>::cast_unchecked(object) };
    tracer.slot(&this.pair.first);
    tracer.slot(&this.pair.second);
}

fn enumerate_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let start = match args[2].bound() {
        None => Value::small_int_unchecked(0),
        Some(start) => protocol::index::to_value(cx, start)?,
    };
    let iterator = protocol::iter::get(cx, args[1])?;
    let Some(class) = args[0].cast::<Type>() else { return Err(cx.type_error("a type is expected".into())) };
    let (shape, header) = instance::start(class);
    let pair = Pair { header, first: Slot::of(iterator), second: Slot::of(start) };
    Ok(cx.alloc_instance(shape, Enumerate { pair, turn: Turn::of(&[iterator]) })?.value())
}

fn enumerate_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = value.cast::<Enumerate>().ok_or_else(|| cx.system_error("iterator expected"))?;
    let Some((number, item)) = enumerate_pair(cx, this)? else { return Ok(None) };
    Ok(Some(tuple::from_slice(cx, &[number, item])?.value()))
}

/// The next number and item.
pub(super) fn enumerate_pair(cx: &Cx, this: Obj<Enumerate>) -> R<Option<(Value, Value)>> {
    let _turn = this.turn.take(cx);
    let Some(item) = protocol::iter::next(cx, this.pair.first.get())? else { return Ok(None) };
    loop {
        let number = this.pair.second.get();
        let next = match number.int_add(Value::small_int_unchecked(1)) {
            Some(next) if number.is_int() => next,
            _ => binary_op(cx, BinaryOp::Add, number, Value::small_int_unchecked(1))?,
        };
        if this.turn.is_exclusive() {
            cx.store(this.object(), &this.pair.second, next);
            return Ok(Some((number, item)));
        }
        if this.pair.second.compare_exchange(number.bits(), next.bits()).is_ok() {
            cx.mutator().barrier(this.object(), &this.pair.second);
            return Ok(Some((number, item)));
        }
    }
}

fn enumerate_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = args[0].cast::<Enumerate>().ok_or_else(|| cx.system_error("iterator expected"))?;
    let parts = {
        let _turn = this.turn.take(cx);
        [this.pair.first.get(), this.pair.second.get()]
    };
    remade(cx, cx.type_of(args[0]).value(), &parts, None)
}

/// Calls with names, or with a wrong number of arguments: CPython looks at them in a way of its own.
fn enumerate_given(cx: &Cx, args: &CallArgs<'_>) -> R<Value> {
    let signature = ENUMERATE_NEW.parsed();
    let mut room = cx.scratch(signature.parameters.len())?;
    match signature.bind(cx, args, room.as_mut_slice()) {
        Ok(()) => enumerate_new(cx, room.as_slice()),
        Err(_) => Err(cx.type_error(enumerate_refused(args))),
    }
}

/// What is wrong with a call of `enumerate`.
fn enumerate_refused(args: &CallArgs<'_>) -> String {
    let given = args.positional().len().saturating_sub(1);
    let names: Vec<String> = args
        .keywords()
        .map(|(name, _)| name.cast::<Str>().map_or_else(String::new, |name| name.to_string_lossy()))
        .collect();
    let wanted: &[&str] = match (given + names.len(), names.first().map(String::as_str)) {
        (2, Some("start")) if names.len() == 2 => &["start", "iterable"],
        (1 | 2, Some(_)) => &["iterable", "start"][given.min(1)..],
        _ => &[],
    };
    match names.iter().zip(wanted).find(|(name, wanted)| name != *wanted) {
        Some((name, _)) => format!("'{name}' is an invalid keyword argument for enumerate()"),
        None if given == 0 => "enumerate() missing required argument 'iterable'".to_owned(),
        None => format!("enumerate() takes at most 2 arguments ({} given)", given + names.len()),
    }
}

static ENUMERATE_NEW: MethodDef = MethodDef::function(
    "enumerate($type, iterable, start=0)",
    "Create and return a new object.",
    enumerate_new,
)
.taking_given(0, enumerate_given);

/// `enumerate`.
pub static ENUMERATE: TypeDef = TypeDef {
    name: "enumerate",
    generic: true,
    doc: "Return an enumerate object.\n\n  iterable\n    an object supporting iteration\n\n\
          Yields pairs of a count (from start, which defaults to zero) and a value of the\niterable argument: (0, seq[0]), (1, seq[1]), ...",
    layout: &ENUMERATE_LAYOUT,
    subclassable: true,
    slots: iterator_slots(enumerate_next),
    new: Some(&ENUMERATE_NEW),
    methods: &[reduce_method(enumerate_reduce)],
    ..TypeDef::DEFAULT
};

//! `zip`, `map`, `filter`: iterators made of iterators.
//!
//! Thread-safety: immutable but for the iterators inside, which guard themselves. `zip` and `map` over the runtime's own iterators take each
//! row in one [`Turn`]; with iterators written in Python, two threads may get rows whose parts were taken at different moments,
//! but no item is given twice.

use std::sync::atomic::{AtomicBool, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call;
use crate::context::{Cx, R};
use crate::instance;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{Layout, MethodDef, TypeDef};
use crate::types::iterators::iterator_slots;
use crate::types::iterators::pickle::{reduce_method, set_state_method};
use crate::types::iterators::turn::Turn;
use crate::types::object_::reduce::remade;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;
use crate::value::{SlotExt, Value};

/// A function (or none) and the iterators it works on.
#[repr(C)]
pub(crate) struct Combined {
    header: Header,
    function: Slot,
    /// Tuple of iterators.
    iterators: Slot,
    /// Changed by `__setstate__`.
    strict: AtomicBool,
    pub(crate) turn: Turn,
}

/// Layout of these iterators.
pub static LAYOUT: Layout = Layout::fixed("combined iterator", size_of::<Combined>(), trace);

// SAFETY: repr(C), header first, both slots traced; immutable but for the turn, a lock.
unsafe impl Payload for Combined {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for these iterators only.
    let this = unsafe { Obj::<Combined>::cast_unchecked(object) };
    tracer.slot(&this.function);
    tracer.slot(&this.iterators);
}

fn create(cx: &Cx, class: Value, function: Value, iterators: Obj<Tuple>, strict: bool) -> R<Value> {
    let Some(class) = class.cast::<Type>() else { return Err(cx.type_error("a type is expected".into())) };
    let (shape, header) = instance::start(class);
    let turn = Turn::of(iterators.values());
    let (function, iterators) = (Slot::of(function), Slot::of(iterators.value()));
    let combined = Combined { header, function, iterators, strict: AtomicBool::new(strict), turn };
    Ok(cx.alloc_instance(shape, combined)?.value())
}

fn this(cx: &Cx, value: Value) -> R<(Obj<Combined>, Obj<Tuple>)> {
    let this = value.cast::<Combined>();
    let parts = this.and_then(|this| Some((this, this.iterators.get().cast::<Tuple>()?)));
    parts.ok_or_else(|| cx.system_error("iterator expected"))
}

fn iterators_of(cx: &Cx, iterables: &[Value]) -> R<Obj<Tuple>> {
    let iterators = tuple::with_len(cx, iterables.len())?;
    for (slot, &iterable) in iterators.items().iter().zip(iterables) {
        let iterator = protocol::iter::get(cx, iterable)?;
        cx.store(iterators.object(), slot, iterator);
    }
    Ok(iterators)
}

fn flag(cx: &Cx, value: Value) -> R<bool> {
    value.bound().map_or(Ok(false), |flag| protocol::is_true(cx, flag))
}

fn arguments(value: Value) -> Option<Obj<Tuple>> {
    value.cast::<Tuple>()
}

/// The next item of every iterator into `row`; `false` at the end. With `strict`, all must end together.
fn next_row(
    cx: &Cx,
    iterators: &[Value],
    strict: bool,
    name: &str,
    row: &mut dyn FnMut(usize, Value),
) -> R<bool> {
    for (index, &iterator) in iterators.iter().enumerate() {
        match protocol::iter::next(cx, iterator)? {
            Some(item) => row(index, item),
            None if strict => return all_ended(cx, iterators, index, name),
            None => return Ok(false),
        }
    }
    Ok(true)
}

#[cold]
fn all_ended(cx: &Cx, iterators: &[Value], ended: usize, name: &str) -> R<bool> {
    let against = |count: usize| if count == 1 { " 1".to_string() } else { format!("s 1-{count}") };
    if ended > 0 {
        return Err(cx.value_error(&format!(
            "{name}() argument {} is shorter than argument{}",
            ended + 1,
            against(ended)
        )));
    }
    for (index, &iterator) in iterators.iter().enumerate().skip(1) {
        if protocol::iter::next(cx, iterator)?.is_some() {
            return Err(cx.value_error(&format!(
                "{name}() argument {} is longer than argument{}",
                index + 1,
                against(index)
            )));
        }
    }
    Ok(false)
}

/// `(class, iterators)`, the function before the iterators for `map`, and `True` where strict.
fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let (this, iterators) = this(cx, args[0])?;
    let class = cx.type_of(args[0]);
    let is_map = class.is_subclass_of(crate::runtime::builtin_type(crate::types::number::MAP));
    let mut all = cx.scratch(iterators.len() + usize::from(is_map))?;
    let function = is_map.then(|| this.function.get());
    let items = function.into_iter().chain(iterators.values().iter().copied());
    for (place, item) in all.as_mut_slice().iter_mut().zip(items) {
        *place = item;
    }
    let state = this.strict.load(Ordering::Relaxed).then_some(Value::TRUE);
    remade(cx, class.value(), all.as_slice(), state)
}

/// The state is whether to be strict.
fn set_state(cx: &Cx, args: &[Value]) -> R<Value> {
    let strict = protocol::is_true(cx, args[1])?;
    this(cx, args[0])?.0.strict.store(strict, Ordering::Relaxed);
    Ok(Value::NONE)
}

fn filter_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let (this, iterators) = this(cx, args[0])?;
    remade(cx, cx.type_of(args[0]).value(), &[this.function.get(), iterators.get(0)], None)
}

// --- zip ------------------------------------------------------------------------------------------------------------

fn zip_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(iterables) = arguments(args[1]) else { return Err(cx.system_error("zip arguments")) };
    let strict = flag(cx, args[2])?;
    let iterators = iterators_of(cx, iterables.values())?;
    create(cx, args[0], Value::NONE, iterators, strict)
}

fn zip_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let (this, iterators) = this(cx, value)?;
    if iterators.is_empty() {
        return Ok(None);
    }
    let row = tuple::with_len(cx, iterators.len())?;
    let _turn = this.turn.take(cx);
    let store = &mut |index: usize, item| cx.store(row.object(), &row.items()[index], item);
    Ok(next_row(cx, iterators.values(), this.strict.load(Ordering::Relaxed), "zip", store)?
        .then_some(row.value()))
}

/// The next row of a `zip` of two, whose parts need no tuple then; `None` for others.
pub(super) fn zip_pair(cx: &Cx, this: Obj<Combined>) -> Option<R<Option<(Value, Value)>>> {
    let iterators = this.iterators.get().cast::<Tuple>().filter(|iterators| iterators.len() == 2)?;
    let _turn = this.turn.take(cx);
    let mut row = [Value::UNBOUND; 2];
    let is_strict = this.strict.load(Ordering::Relaxed);
    let is_full = next_row(cx, iterators.values(), is_strict, "zip", &mut |index, item| row[index] = item);
    Some(is_full.map(|is_full| is_full.then_some((row[0], row[1]))))
}

static ZIP_NEW: MethodDef = MethodDef::function(
    "zip($type, /, *iterables, strict=False)",
    "Create and return a new object.",
    zip_new,
);

/// `zip`.
pub static ZIP: TypeDef = TypeDef {
    name: "zip",
    doc: "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th \
          element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is \
          exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.",
    layout: &LAYOUT,
    subclassable: true,
    slots: iterator_slots(zip_next),
    new: Some(&ZIP_NEW),
    methods: &[reduce_method(reduce), set_state_method(set_state)],
    ..TypeDef::DEFAULT
};

// --- map ------------------------------------------------------------------------------------------------------------

fn map_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(given) = arguments(args[1]) else { return Err(cx.system_error("map arguments")) };
    let [function, iterables @ ..] = given.values() else {
        return Err(cx.type_error("map() must have at least two arguments.".into()));
    };
    if iterables.is_empty() {
        return Err(cx.type_error("map() must have at least two arguments.".into()));
    }
    let strict = flag(cx, args[2])?;
    let iterators = iterators_of(cx, iterables)?;
    create(cx, args[0], *function, iterators, strict)
}

fn map_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let (this, iterators) = this(cx, value)?;
    if let &[iterator] = iterators.values() {
        let Some(item) = protocol::iter::next(cx, iterator)? else { return Ok(None) };
        return call::call_values(cx, this.function.get(), &[item]).map(Some);
    }
    let mut row = cx.scratch(iterators.len())?;
    let values = row.as_mut_slice();
    let turn = this.turn.take(cx);
    if !next_row(cx, iterators.values(), this.strict.load(Ordering::Relaxed), "map", &mut |index, item| {
        values[index] = item
    })? {
        return Ok(None);
    }
    drop(turn);
    call::call_values(cx, this.function.get(), row.as_slice()).map(Some)
}

static MAP_NEW: MethodDef =
    MethodDef::function("map($type, /, *args, strict=False)", "Create and return a new object.", map_new);

/// `map`.
pub static MAP: TypeDef = TypeDef {
    name: "map",
    doc: "Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is \
          exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.",
    layout: &LAYOUT,
    parameters: Some("(function, iterable, /, *iterables, strict=False)"),
    subclassable: true,
    slots: iterator_slots(map_next),
    new: Some(&MAP_NEW),
    methods: &[reduce_method(reduce), set_state_method(set_state)],
    ..TypeDef::DEFAULT
};

// --- filter ---------------------------------------------------------------------------------------------------------

fn filter_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let iterators = iterators_of(cx, &args[2..3])?;
    create(cx, args[0], args[1], iterators, false)
}

fn filter_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let (this, iterators) = this(cx, value)?;
    let (function, iterator) = (this.function.get(), iterators.get(0));
    let truth_itself =
        function.is_none() || function == crate::runtime::builtin_type(crate::types::number::BOOL).value();
    while let Some(item) = protocol::iter::next(cx, iterator)? {
        let verdict = if truth_itself { item } else { call::call_values(cx, function, &[item])? };
        if protocol::is_true(cx, verdict)? {
            return Ok(Some(item));
        }
        cx.poll()?;
    }
    Ok(None)
}

static FILTER_NEW: MethodDef = MethodDef::function(
    "filter($type, function, iterable, /)",
    "Create and return a new object.",
    filter_new,
);

/// `filter`.
pub static FILTER: TypeDef = TypeDef {
    name: "filter",
    doc: "Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items \
          that are true.",
    layout: &LAYOUT,
    subclassable: true,
    slots: iterator_slots(filter_next),
    new: Some(&FILTER_NEW),
    methods: &[reduce_method(filter_reduce)],
    ..TypeDef::DEFAULT
};

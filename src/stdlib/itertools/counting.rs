//! `count`, `cycle`, `repeat`: iterators without end.
//!
//! Thread-safety: each number is given once, by compare-exchange; `cycle` takes turns (see [`super`]).

use std::sync::atomic::Ordering;

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::protocol::{self, binary::binary_op, iter};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{BinaryOp, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::iterators::stateful::{Start, store};
use typhon_vm::types::iterators::{iterator_slots, length_hint_method};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::{int, str_};
use typhon_vm::value::SlotExt;

use super::{iterator_type, size, this};

// --- count: `state` is the next number, `extra` the step ---------------------------------------------------------------

const ONE: Value = Value::small_int_unchecked(1);

fn count_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let start = args[1].bound().unwrap_or(Value::small_int_unchecked(0));
    let step = args[2].bound().unwrap_or(ONE);
    for number in [start, step] {
        let slots = cx.type_of(number).slots();
        let is_complex = number.cast::<typhon_vm::types::complex::Complex>().is_some();
        if slots.index.is_none() && slots.int.is_none() && slots.float.is_none() && !is_complex {
            return Err(cx.type_error("a number is required".into()));
        }
    }
    // Whoever iterates over it may hold a turn where adding runs no Python code.
    let is_plain = |number: Value| int::is_int(number) && !cx.type_of(number).is_heap();
    let plain = if is_plain(start) && is_plain(step) { Start::over(&[]) } else { Start::without_turns() };
    Start { state: start, extra: step, ..plain }.make(cx, args[0])
}

fn count_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let step = this.extra.get();
    loop {
        let number = this.state.get();
        let next = match number.int_add(step) {
            Some(next) if number.both_ints(step) => next,
            _ => binary_op(cx, BinaryOp::Add, number, step)?,
        };
        if this.state.compare_exchange(number.bits(), next.bits()).is_ok() {
            cx.mutator().barrier(this.object(), &this.state);
            return Ok(Some(number));
        }
    }
}

fn count_repr(cx: &Cx, value: Value) -> R<Value> {
    let counter = this(cx, value)?;
    let (number, step) = (protocol::repr_string(cx, counter.state.get())?, counter.extra.get());
    let name = cx.type_of(value).name_text();
    if int::is_int(step) && int::to_i64(step) == Some(1) {
        return str_::from_string(cx, format!("{name}({number})"));
    }
    str_::from_string(cx, format!("{name}({number}, {})", protocol::repr_string(cx, step)?))
}

static COUNT_NEW: MethodDef = MethodDef::function("count($type, start=0, step=1)", "", count_new);

static COUNT: TypeDef = TypeDef {
    slots: SlotTable { repr: Some(count_repr), ..iterator_slots(count_next) },
    ..iterator_type(
        "count",
        "Return a count object whose .__next__() method returns consecutive values.\n\nEquivalent to:\n    def count(firstval=0, \
         step=1):\n        x = firstval\n        while 1:\n            yield x\n            x += step",
        &COUNT_NEW,
        count_next,
    )
};

pub(super) static COUNT_TYPE: NativeType = NativeType::new(&COUNT);

// --- cycle: `state` is the list of what has come; when the source has ended, number 0 is the next position in it --------

fn cycle_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = iter::get(cx, args[1])?;
    let state = list::new(cx)?.value();
    Start { source, state, ..Start::over(&[source]) }.make(cx, args[0])
}

fn cycle_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let _turn = this.turn.take(cx);
    let saved = this.state.get().cast::<List>().ok_or_else(|| cx.system_error("cycle without a list"))?;
    if let Some(source) = this.source.get().bound() {
        if let Some(item) = iter::next(cx, source)? {
            list::append(cx, saved, item)?;
            return Ok(Some(item));
        }
        store(cx, this, |this| &this.source, Value::UNBOUND);
    }
    let position = &this.numbers[0];
    loop {
        let at = position.load(Ordering::Acquire);
        let Some(item) = list::get(saved, at as usize) else {
            if saved.is_empty() {
                return Ok(None);
            }
            let _ = position.compare_exchange(at, 0, Ordering::AcqRel, Ordering::Relaxed);
            continue;
        };
        if position.compare_exchange(at, at + 1, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
            return Ok(Some(item));
        }
    }
}

static CYCLE_NEW: MethodDef = MethodDef::function("cycle($type, iterable, /)", "", cycle_new);

static CYCLE: TypeDef = iterator_type(
    "cycle",
    "Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.",
    &CYCLE_NEW,
    cycle_next,
);

pub(super) static CYCLE_TYPE: NativeType = NativeType::new(&CYCLE);

// --- repeat: `state` is the object; number 0 how many times are left, negative for ever ---------------------------------

fn repeat_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let times = match args[2].bound() {
        None => -1,
        Some(times) => size(cx, times)?.max(0),
    };
    Start { state: args[1], numbers: [times, 0, 0, 0], ..Start::without_turns() }.make(cx, args[0])
}

fn repeat_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let left = &this.numbers[0];
    let taken = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| match left {
        0 => None,
        1.. => Some(left - 1),
        _ => Some(left),
    });
    Ok(taken.ok().map(|_| this.state.get()))
}

fn repeat_repr(cx: &Cx, value: Value) -> R<Value> {
    let repeater = this(cx, value)?;
    let (shown, left) =
        (protocol::repr_string(cx, repeater.state.get())?, repeater.numbers[0].load(Ordering::Relaxed));
    let name = cx.type_of(value).name_text();
    let count = if left < 0 { String::new() } else { format!(", {left}") };
    str_::from_string(cx, format!("{name}({shown}{count})"))
}

fn repeat_hint(cx: &Cx, args: &[Value]) -> R<Value> {
    match this(cx, args[0])?.numbers[0].load(Ordering::Relaxed) {
        left @ 0.. => int::from_i64(cx, left),
        _ => Err(cx.type_error("len() of unsized object".into())),
    }
}

static REPEAT_NEW: MethodDef =
    MethodDef::function("repeat($type, object, times=<unrepresentable>)", "", repeat_new);

static REPEAT: TypeDef = TypeDef {
    slots: SlotTable { repr: Some(repeat_repr), ..iterator_slots(repeat_next) },
    methods: &[length_hint_method(repeat_hint)],
    ..iterator_type(
        "repeat",
        "repeat(object [,times]) -> create an iterator which returns the object\nfor the specified number of times.  If not specified, \
         returns the object\nendlessly.",
        &REPEAT_NEW,
        repeat_next,
    )
};

pub(super) static REPEAT_TYPE: NativeType = NativeType::new(&REPEAT);

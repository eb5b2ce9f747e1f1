//! `compress`, `dropwhile`, `filterfalse`, `islice`, `starmap`, `takewhile`: some of the items, or what a function makes of them.
//!
//! Thread-safety: see [`super`].

use std::sync::atomic::Ordering;

use typhon_vm::call;
use typhon_vm::context::{Cx, R};
use typhon_vm::protocol::{self, iter};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{MethodDef, TypeDef};
use typhon_vm::types::iterators::stateful::{Start, store};
use typhon_vm::types::tuple;
use typhon_vm::types::{int, number};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, runtime};

use super::{iterator_type, this};

// --- compress: `state` gives the selectors -----------------------------------------------------------------------------------

fn compress_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = iter::get(cx, args[1])?;
    let state = iter::get(cx, args[2])?;
    // Selectors may be anything, whose truth may run Python code.
    Start { source, state, ..Start::without_turns() }.make(cx, args[0])
}

fn compress_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    while let Some(item) = iter::next(cx, this.source.get())? {
        let Some(selector) = iter::next(cx, this.state.get())? else { return Ok(None) };
        if protocol::is_true(cx, selector)? {
            return Ok(Some(item));
        }
        cx.poll()?;
    }
    Ok(None)
}

static COMPRESS_NEW: MethodDef = MethodDef::function("compress($type, data, selectors)", "", compress_new);

static COMPRESS: TypeDef = iterator_type(
    "compress",
    "Return data elements corresponding to true selector elements.\n\nForms a shorter iterator from selected data elements using the \
     selectors to\nchoose the data elements.",
    &COMPRESS_NEW,
    compress_next,
);

pub(super) static COMPRESS_TYPE: NativeType = NativeType::new(&COMPRESS);

// --- dropwhile, takewhile: number 0 is 1 once the predicate has failed --------------------------------------------------------

fn while_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = iter::get(cx, args[2])?;
    Start { source, function: args[1], ..Start::without_turns() }.make(cx, args[0])
}

fn drop_while_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    while let Some(item) = iter::next(cx, this.source.get())? {
        if this.numbers[0].load(Ordering::Acquire) != 0 {
            return Ok(Some(item));
        }
        let verdict = call::call_values(cx, this.function.get(), &[item])?;
        if !protocol::is_true(cx, verdict)? {
            this.numbers[0].store(1, Ordering::Release);
            return Ok(Some(item));
        }
        cx.poll()?;
    }
    Ok(None)
}

static DROP_WHILE_NEW: MethodDef =
    MethodDef::function("dropwhile($type, predicate, iterable, /)", "", while_new);

static DROP_WHILE: TypeDef = iterator_type(
    "dropwhile",
    "Drop items from the iterable while predicate(item) is true.\n\nAfterwards, return every element until the iterable is exhausted.",
    &DROP_WHILE_NEW,
    drop_while_next,
);

pub(super) static DROP_WHILE_TYPE: NativeType = NativeType::new(&DROP_WHILE);

fn take_while_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    if this.numbers[0].load(Ordering::Acquire) != 0 {
        return Ok(None);
    }
    let Some(item) = iter::next(cx, this.source.get())? else { return Ok(None) };
    let verdict = call::call_values(cx, this.function.get(), &[item])?;
    if protocol::is_true(cx, verdict)? {
        return Ok(Some(item));
    }
    this.numbers[0].store(1, Ordering::Release);
    Ok(None)
}

static TAKE_WHILE_NEW: MethodDef =
    MethodDef::function("takewhile($type, predicate, iterable, /)", "", while_new);

static TAKE_WHILE: TypeDef = iterator_type(
    "takewhile",
    "Return successive entries from an iterable as long as the predicate evaluates to true for each entry.",
    &TAKE_WHILE_NEW,
    take_while_next,
);

pub(super) static TAKE_WHILE_TYPE: NativeType = NativeType::new(&TAKE_WHILE);

// --- filterfalse ---------------------------------------------------------------------------------------------------------------

fn filter_false_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let function = this.function.get();
    let truth_itself = function.is_none() || function == runtime::builtin_type(number::BOOL).value();
    while let Some(item) = iter::next(cx, this.source.get())? {
        let verdict = if truth_itself { item } else { call::call_values(cx, function, &[item])? };
        if !protocol::is_true(cx, verdict)? {
            return Ok(Some(item));
        }
        cx.poll()?;
    }
    Ok(None)
}

static FILTER_FALSE_NEW: MethodDef =
    MethodDef::function("filterfalse($type, function, iterable, /)", "", while_new);

static FILTER_FALSE: TypeDef = iterator_type(
    "filterfalse",
    "Return those items of iterable for which function(item) is false.\n\nIf function is None, return the items that are false.",
    &FILTER_FALSE_NEW,
    filter_false_next,
);

pub(super) static FILTER_FALSE_TYPE: NativeType = NativeType::new(&FILTER_FALSE);

// --- starmap ---------------------------------------------------------------------------------------------------------------------

fn star_map_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let Some(item) = iter::next(cx, this.source.get())? else { return Ok(None) };
    let arguments = tuple::from_iterable(cx, item)?;
    call::call_values(cx, this.function.get(), arguments.values()).map(Some)
}

static STAR_MAP_NEW: MethodDef = MethodDef::function("starmap($type, function, iterable, /)", "", while_new);

static STAR_MAP: TypeDef = iterator_type(
    "starmap",
    "Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence.",
    &STAR_MAP_NEW,
    star_map_next,
);

pub(super) static STAR_MAP_TYPE: NativeType = NativeType::new(&STAR_MAP);

// --- islice: numbers are the items seen, the next one wanted, where to stop (-1: never), the step ------------------------------

const SEEN: usize = 0;
const WANTED: usize = 1;
const STOP: usize = 2;
const STEP: usize = 3;

/// An index; `None` gives the default.
fn islice_index(cx: &Cx, value: Value, default: i64, complaint: &str) -> R<i64> {
    if value.is_none() {
        return Ok(default);
    }
    let number = if cx.type_of(value).slots().index.is_some() {
        match protocol::index::to_value(cx, value) {
            Ok(number) => int::to_i64(number),
            Err(raised) if cx.matches(raised, exceptions::OVERFLOW_ERROR) => None,
            Err(raised) => return Err(raised),
        }
    } else {
        None
    };
    number.filter(|&number| number >= 0).ok_or_else(|| cx.value_error(complaint))
}

fn islice_new(cx: &Cx, args: &[Value]) -> R<Value> {
    const STOP_TEXT: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const INDEX_TEXT: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
    const STEP_TEXT: &str = "Step for islice() must be a positive integer or None.";
    let (start, stop, step) = match (args[3].bound(), args[4].bound()) {
        (None, _) => (0, islice_index(cx, args[2], -1, STOP_TEXT)?, 1),
        (Some(stop), step) => {
            let stop = islice_index(cx, stop, -1, STOP_TEXT)?;
            let start = islice_index(cx, args[2], 0, INDEX_TEXT)?;
            let step = islice_index(cx, step.unwrap_or(Value::NONE), 1, STEP_TEXT)?;
            (start, stop, step)
        }
    };
    if step < 1 {
        return Err(cx.value_error(STEP_TEXT));
    }
    let source = iter::get(cx, args[1])?;
    Start { source, numbers: [0, start, stop, step], ..Start::over(&[source]) }.make(cx, args[0])
}

fn islice_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let turn = this.turn.take(cx);
    let Some(source) = this.source.get().bound() else { return Ok(None) };
    let number = |index: usize| this.numbers[index].load(Ordering::Acquire);
    let (wanted, stop, step) = (number(WANTED), number(STOP), number(STEP));
    let end = || store(cx, this, |this| &this.source, Value::UNBOUND);
    while number(SEEN) < wanted {
        if iter::next(cx, source)?.is_none() {
            end();
            return Ok(None);
        }
        this.numbers[SEEN].fetch_add(1, Ordering::AcqRel);
        turn.poll(cx)?;
    }
    if stop != -1 && number(SEEN) >= stop {
        end();
        return Ok(None);
    }
    let Some(item) = iter::next(cx, source)? else {
        end();
        return Ok(None);
    };
    this.numbers[SEEN].fetch_add(1, Ordering::AcqRel);
    let next = wanted.saturating_add(step);
    this.numbers[WANTED].store(if stop != -1 { next.min(stop) } else { next }, Ordering::Release);
    Ok(Some(item))
}

static ISLICE_NEW: MethodDef = MethodDef::function(
    "islice($type, iterable, start, stop=<unrepresentable>, step=None, /)",
    "",
    islice_new,
);

static ISLICE: TypeDef = iterator_type(
    "islice",
    "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> islice object\n\nReturn an iterator whose next() \
     method returns selected values from an\niterable.  If start is specified, will skip all preceding elements;\notherwise, start \
     defaults to zero.  Step defaults to one.  If\nspecified as another value, step determines how many values are\nskipped between \
     successive calls.  Works like a slice() on a list\nbut returns an iterator.",
    &ISLICE_NEW,
    islice_next,
);

pub(super) static ISLICE_TYPE: NativeType = NativeType::new(&ISLICE);

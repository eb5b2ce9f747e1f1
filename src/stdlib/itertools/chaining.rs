//! `accumulate`, `batched`, `chain`, `pairwise`, `zip_longest`: items put together in another way.
//!
//! Thread-safety: see [`super`].

use std::sync::atomic::Ordering;

use typhon_vm::Value;
use typhon_vm::call;
use typhon_vm::context::{Cx, R};
use typhon_vm::protocol::{self, binary::binary_op, iter};
use typhon_vm::runtime::NativeType;
use typhon_vm::signature::Wording;
use typhon_vm::typedef::{BinaryOp, MethodDef, TypeDef};
use typhon_vm::types::iterators::Turn;
use typhon_vm::types::iterators::stateful::{Start, store};
use typhon_vm::types::list;
use typhon_vm::types::tuple::{self, Array, Tuple};
use typhon_vm::value::SlotExt;

use super::{iterator_type, size, this};

// --- accumulate: `state` is the total so far, `extra` what comes before the first item -------------------------------------

fn accumulate_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let given = |value: Value| value.bound().filter(|value| !value.is_none()).unwrap_or(Value::UNBOUND);
    let source = iter::get(cx, args[1])?;
    Start { source, function: given(args[2]), extra: given(args[3]), ..Start::without_turns() }
        .make(cx, args[0])
}

fn accumulate_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    if let Some(initial) = this.extra.get().bound()
        && this.extra.compare_exchange(initial.bits(), Value::UNBOUND.bits()).is_ok()
    {
        store(cx, this, |this| &this.state, initial);
        return Ok(Some(initial));
    }
    let Some(item) = iter::next(cx, this.source.get())? else { return Ok(None) };
    let total = match (this.state.get().bound(), this.function.get().bound()) {
        (None, _) => item,
        (Some(total), None) => binary_op(cx, BinaryOp::Add, total, item)?,
        (Some(total), Some(function)) => call::call_values(cx, function, &[total, item])?,
    };
    store(cx, this, |this| &this.state, total);
    Ok(Some(total))
}

static ACCUMULATE_NEW: MethodDef =
    MethodDef::function("accumulate($type, iterable, func=None, *, initial=None)", "", accumulate_new);

static ACCUMULATE: TypeDef =
    iterator_type("accumulate", "Return series of accumulated sums.", &ACCUMULATE_NEW, accumulate_next);

pub(super) static ACCUMULATE_TYPE: NativeType = NativeType::new(&ACCUMULATE);

// --- batched: number 0 is the size of a batch, number 1 whether the last one must be full ----------------------------------

fn batched_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let count = size(cx, args[2])?;
    if count < 1 {
        return Err(cx.value_error("n must be at least one"));
    }
    let strict = args[3].bound().map_or(Ok(false), |strict| protocol::is_true(cx, strict))?;
    let source = iter::get(cx, args[1])?;
    Start { source, numbers: [count, strict.into(), 0, 0], ..Start::over(&[source]) }.make(cx, args[0])
}

fn batched_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let Some(source) = this.source.get().bound() else { return Ok(None) };
    let count = this.numbers[0].load(Ordering::Relaxed) as usize;
    let strict = this.numbers[1].load(Ordering::Relaxed) != 0;
    let batch = list::with_capacity(cx, count.min(1 << 10))?;
    let turn = this.turn.take(cx);
    while batch.len() < count {
        let Some(item) = iter::next(cx, source)? else {
            store(cx, this, |this| &this.source, Value::UNBOUND);
            break;
        };
        list::append_private(cx, batch, item)?;
        if batch.len().is_multiple_of(1024) {
            turn.poll(cx)?;
        }
    }
    if batch.is_empty() {
        return Ok(None);
    }
    if strict && batch.len() < count {
        return Err(cx.value_error("batched(): incomplete batch"));
    }
    Ok(Some(list::to_tuple(cx, batch)?.value()))
}

static BATCHED_NEW: MethodDef =
    MethodDef::function("batched($type, iterable, n, *, strict=False)", "", batched_new);

static BATCHED: TypeDef = iterator_type(
    "batched",
    "Batch data into tuples of length n. The last batch may be shorter than n.\n\nLoops over the input iterable and accumulates data \
     into tuples\nup to size n.  The input is consumed lazily, just enough to\nfill a batch.  The result is yielded as soon as a batch \
     is full\nor when the input iterable is exhausted.\n\n    >>> for batch in batched('ABCDEFG', 3):\n    ...     print(batch)\n    \
     ...\n    ('A', 'B', 'C')\n    ('D', 'E', 'F')\n    ('G',)\n\nIf \"strict\" is True, raises a ValueError if the final batch is \
     shorter\nthan n.",
    &BATCHED_NEW,
    batched_next,
);

pub(super) static BATCHED_TYPE: NativeType = NativeType::new(&BATCHED);

// --- chain: `source` gives the iterables, `state` is the iterator at hand ---------------------------------------------------

fn chain_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let iterables = args[1].cast::<Tuple>().ok_or_else(|| cx.system_error("chain arguments"))?;
    let turn = Turn::of_iterables(iterables.values());
    Start { source: iter::get(cx, args[1])?, turn, ..Start::without_turns() }.make(cx, args[0])
}

fn chain_from_iterable(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = iter::get(cx, args[1])?;
    Start { source, ..Start::without_turns() }.make(cx, args[0])
}

fn chain_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let turn = this.turn.take(cx);
    while let Some(source) = this.source.get().bound() {
        let active = match this.state.get().bound() {
            Some(active) => active,
            None => {
                let iterable = match iter::next(cx, source) {
                    Ok(Some(iterable)) => iterable,
                    ended => {
                        store(cx, this, |this| &this.source, Value::UNBOUND);
                        return ended;
                    }
                };
                let active = match iter::get(cx, iterable) {
                    Ok(active) => active,
                    Err(raised) => {
                        store(cx, this, |this| &this.source, Value::UNBOUND);
                        return Err(raised);
                    }
                };
                store(cx, this, |this| &this.state, active);
                active
            }
        };
        if let Some(item) = iter::next(cx, active)? {
            return Ok(Some(item));
        }
        let _ = this.state.compare_exchange(active.bits(), Value::UNBOUND.bits());
        turn.poll(cx)?;
    }
    Ok(None)
}

static CHAIN_NEW: MethodDef = MethodDef::function("chain($type, /, *iterables)", "", chain_new);

static CHAIN: TypeDef = TypeDef {
    generic: true,
    methods: &[MethodDef::class(
        "from_iterable($type, iterable, /)",
        "Alternative chain() constructor taking a single iterable argument that evaluates lazily.",
        chain_from_iterable,
    )],
    ..iterator_type(
        "chain",
        "Return a chain object whose .__next__() method returns elements from the\nfirst iterable until it is exhausted, then elements \
         from the next\niterable, until all of the iterables are exhausted.",
        &CHAIN_NEW,
        chain_next,
    )
};

pub(super) static CHAIN_TYPE: NativeType = NativeType::new(&CHAIN);

// --- pairwise: `state` is the item before ------------------------------------------------------------------------------------

fn pairwise_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = iter::get(cx, args[1])?;
    Start { source, ..Start::over(&[source]) }.make(cx, args[0])
}

fn pairwise_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let _turn = this.turn.take(cx);
    let Some(source) = this.source.get().bound() else { return Ok(None) };
    let end = || {
        store(cx, this, |this| &this.source, Value::UNBOUND);
        store(cx, this, |this| &this.state, Value::UNBOUND);
    };
    let before = match this.state.get().bound() {
        Some(before) => before,
        None => {
            let Some(first) = iter::next(cx, source)? else {
                end();
                return Ok(None);
            };
            store(cx, this, |this| &this.state, first);
            // The source may have come back here.
            if this.source.get().is_unbound() {
                store(cx, this, |this| &this.state, Value::UNBOUND);
                return Ok(None);
            }
            first
        }
    };
    let Some(item) = iter::next(cx, source)? else {
        end();
        return Ok(None);
    };
    store(cx, this, |this| &this.state, item);
    Ok(Some(tuple::from_slice(cx, &[before, item])?.value()))
}

static PAIRWISE_NEW: MethodDef = MethodDef::function("pairwise($type, iterable, /)", "", pairwise_new);

static PAIRWISE: TypeDef = iterator_type(
    "pairwise",
    "Return an iterator of overlapping pairs taken from the input iterator.\n\n    s -> (s0,s1), (s1,s2), (s2, s3), ...",
    &PAIRWISE_NEW,
    pairwise_next,
);

pub(super) static PAIRWISE_TYPE: NativeType = NativeType::new(&PAIRWISE);

// --- zip_longest: `state` is an array of iterators, unbound where ended; `extra` the filler; number 0 how many are left ------

fn zip_longest_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let iterables = args[1].cast::<Tuple>().ok_or_else(|| cx.system_error("zip_longest arguments"))?;
    let iterators = Array::new(cx, iterables.len())?;
    for (slot, &iterable) in iterators.items().iter().zip(iterables.values()) {
        cx.store(iterators.object(), slot, iter::get(cx, iterable)?);
    }
    let sources = tuple::with_len(cx, iterables.len())?;
    for (slot, source) in sources.items().iter().zip(iterators.items()) {
        cx.store(sources.object(), slot, source.get());
    }
    let start = Start {
        state: iterators.value(),
        extra: args[2].bound().unwrap_or(Value::NONE),
        numbers: [iterables.len() as i64, 0, 0, 0],
        ..Start::over(sources.values())
    };
    start.make(cx, args[0])
}

fn zip_longest_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let left = &this.numbers[0];
    if left.load(Ordering::Acquire) <= 0 {
        return Ok(None);
    }
    let iterators = this.state.get().cast::<Array>().ok_or_else(|| cx.system_error("zip_longest state"))?;
    let row = tuple::with_len(cx, iterators.len())?;
    let _turn = this.turn.take(cx);
    for (slot, source) in row.items().iter().zip(iterators.items()) {
        let iterator = source.get();
        let item = match iterator.bound().map_or(Ok(None), |iterator| iter::next(cx, iterator)) {
            Ok(item) => item,
            Err(raised) => {
                left.store(0, Ordering::Release);
                return Err(raised);
            }
        };
        if item.is_none()
            && !iterator.is_unbound()
            && source.compare_exchange(iterator.bits(), Value::UNBOUND.bits()).is_ok()
            && left.fetch_sub(1, Ordering::AcqRel) <= 1
        {
            return Ok(None);
        }
        cx.store(row.object(), slot, item.unwrap_or(this.extra.get()));
    }
    Ok(Some(row.value()))
}

static ZIP_LONGEST_NEW: MethodDef =
    MethodDef::function("zip_longest($type, /, *iterables, fillvalue=None)", "", zip_longest_new)
        .worded(Wording::Reticent);

static ZIP_LONGEST: TypeDef = iterator_type(
    "zip_longest",
    "Return a zip_longest object whose .__next__() method returns a tuple where\nthe i-th element comes from the i-th iterable argument.  \
     The .__next__()\nmethod continues until the longest iterable in the argument sequence\nis exhausted and then it raises \
     StopIteration.  When the shorter iterables\nare exhausted, the fillvalue is substituted in their place.  The fillvalue\ndefaults \
     to None or can be specified by a keyword argument.",
    &ZIP_LONGEST_NEW,
    zip_longest_next,
);

pub(super) static ZIP_LONGEST_TYPE: NativeType = NativeType::new(&ZIP_LONGEST);

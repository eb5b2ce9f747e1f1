//! `product`, `permutations`, `combinations`, `combinations_with_replacement`.
//!
//! `state` is the pool (a tuple; of `product` one of tuples), `extra` an array of positions in it as small ints, unbound before the first result.
//! Number 0 is 1 at the end, number 1 the length of results.
//!
//! Thread-safety: no Python code runs after construction, so every step is exclusive.

use std::sync::atomic::Ordering;

use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{MethodDef, TypeDef};
use typhon_vm::types::int;
use typhon_vm::types::iterators::stateful::{Start, Stateful, store};
use typhon_vm::types::tuple::{self, Array, MAX_LEN, Tuple};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions};

use super::{iterator_type, size, this};

fn pool(cx: &Cx, iterable: Value) -> R<Obj<Tuple>> {
    // A list may change later, so its items are copied.
    tuple::from_iterable(cx, iterable)
}

fn length(cx: &Cx, value: Value) -> R<i64> {
    let length = size(cx, value)?;
    if length < 0 { Err(cx.value_error("r must be non-negative")) } else { Ok(length) }
}

fn start(cx: &Cx, class: Value, pool: Obj<Tuple>, length: i64, is_over: bool) -> R<Value> {
    let numbers = [is_over.into(), length, 0, 0];
    Start { state: pool.value(), numbers, ..Start::over(&[]) }.make(cx, class)
}

/// The parts of an iterator that is not at its end.
struct Step {
    this: Obj<Stateful>,
    pool: Obj<Tuple>,
    length: usize,
    /// Absent before the first result.
    positions: Option<Obj<Array>>,
}

impl Step {
    fn take(cx: &Cx, this: Obj<Stateful>) -> R<Option<Step>> {
        if this.numbers[0].load(Ordering::Acquire) != 0 {
            return Ok(None);
        }
        let pool =
            this.state.get().cast::<Tuple>().ok_or_else(|| cx.system_error("iterator without a pool"))?;
        let length = this.numbers[1].load(Ordering::Relaxed) as usize;
        Ok(Some(Step { this, pool, length, positions: this.extra.get().cast::<Array>() }))
    }

    /// Sets the positions that the first result is made of.
    fn begin(&self, cx: &Cx, count: usize, first: impl Fn(usize) -> usize) -> R<Obj<Array>> {
        if count > MAX_LEN {
            return Err(cx.memory_error());
        }
        let positions = Array::new(cx, count)?;
        for index in 0..count {
            put(positions, index, first(index));
        }
        store(cx, self.this, |this| &this.extra, positions.value());
        Ok(positions)
    }

    fn end(&self) -> R<Option<Value>> {
        self.this.numbers[0].store(1, Ordering::Release);
        Ok(None)
    }

    /// A tuple of the pool's items at the first `length` positions.
    fn result(&self, cx: &Cx, positions: Obj<Array>) -> R<Option<Value>> {
        let result = tuple::with_len(cx, self.length)?;
        for (index, slot) in result.items().iter().enumerate() {
            cx.store(result.object(), slot, self.pool.get(at(positions, index)));
        }
        Ok(Some(result.value()))
    }
}

fn at(positions: Obj<Array>, index: usize) -> usize {
    positions.get(index).as_small_int().unwrap_or(0) as usize
}

fn put(positions: Obj<Array>, index: usize, position: usize) {
    // A small int is no reference: no barrier.
    positions.items()[index].init(Value::small_int_unchecked(position as i64).bits());
}

// --- combinations --------------------------------------------------------------------------------------------------------------

fn combinations_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let pool = pool(cx, args[1])?;
    let length = length(cx, args[2])?;
    start(cx, args[0], pool, length, length as usize > pool.len())
}

fn combinations_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let _turn = this.turn.take(cx);
    let Some(step) = Step::take(cx, this)? else { return Ok(None) };
    let Some(positions) = step.positions else {
        let positions = step.begin(cx, step.length, |index| index)?;
        return step.result(cx, positions);
    };
    let spare = step.pool.len() - step.length;
    let Some(movable) = (0..step.length).rev().find(|&index| at(positions, index) != index + spare) else {
        return step.end();
    };
    let first = at(positions, movable) + 1;
    for index in movable..step.length {
        put(positions, index, first + index - movable);
    }
    step.result(cx, positions)
}

static COMBINATIONS_NEW: MethodDef =
    MethodDef::function("combinations($type, iterable, r)", "", combinations_new);

static COMBINATIONS: TypeDef = iterator_type(
    "combinations",
    "Return successive r-length combinations of elements in the iterable.\n\ncombinations(range(4), 3) --> (0,1,2), (0,1,3), (0,2,3), \
     (1,2,3)",
    &COMBINATIONS_NEW,
    combinations_next,
);

pub(super) static COMBINATIONS_TYPE: NativeType = NativeType::new(&COMBINATIONS);

// --- combinations_with_replacement ------------------------------------------------------------------------------------------------

fn with_replacement_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let pool = pool(cx, args[1])?;
    let length = length(cx, args[2])?;
    start(cx, args[0], pool, length, pool.is_empty() && length > 0)
}

fn with_replacement_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let _turn = this.turn.take(cx);
    let Some(step) = Step::take(cx, this)? else { return Ok(None) };
    let Some(positions) = step.positions else {
        let positions = step.begin(cx, step.length, |_| 0)?;
        return step.result(cx, positions);
    };
    let last = step.pool.len().saturating_sub(1);
    let Some(movable) = (0..step.length).rev().find(|&index| at(positions, index) != last) else {
        return step.end();
    };
    let next = at(positions, movable) + 1;
    for index in movable..step.length {
        put(positions, index, next);
    }
    step.result(cx, positions)
}

static WITH_REPLACEMENT_NEW: MethodDef =
    MethodDef::function("combinations_with_replacement($type, iterable, r)", "", with_replacement_new);

static WITH_REPLACEMENT: TypeDef = iterator_type(
    "combinations_with_replacement",
    "Return successive r-length combinations of elements in the iterable allowing individual elements to have successive \
     repeats.\n\ncombinations_with_replacement('ABC', 2) --> ('A','A'), ('A','B'), ('A','C'), ('B','B'), ('B','C'), ('C','C')",
    &WITH_REPLACEMENT_NEW,
    with_replacement_next,
);

pub(super) static WITH_REPLACEMENT_TYPE: NativeType = NativeType::new(&WITH_REPLACEMENT);

// --- permutations: behind the positions, the cycles ---------------------------------------------------------------------------------

fn permutations_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let pool = pool(cx, args[1])?;
    let length = match args[2].bound().filter(|length| !length.is_none()) {
        None => pool.len() as i64,
        Some(length) if !int::is_int(length) => return Err(cx.type_error("Expected int as r".into())),
        Some(given) => self::length(cx, given)?,
    };
    start(cx, args[0], pool, length, length as usize > pool.len())
}

fn permutations_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let _turn = this.turn.take(cx);
    let Some(step) = Step::take(cx, this)? else { return Ok(None) };
    let count = step.pool.len();
    let Some(positions) = step.positions else {
        let first = |index: usize| if index < count { index } else { count - (index - count) };
        let positions = step.begin(cx, count + step.length, first)?;
        return step.result(cx, positions);
    };
    for index in (0..step.length).rev() {
        let cycle = at(positions, count + index) - 1;
        if cycle > 0 {
            put(positions, count + index, cycle);
            let (one, other) = (at(positions, index), at(positions, count - cycle));
            put(positions, index, other);
            put(positions, count - cycle, one);
            return step.result(cx, positions);
        }
        // Rotates the rest by one.
        let first = at(positions, index);
        for place in index..count - 1 {
            put(positions, place, at(positions, place + 1));
        }
        put(positions, count - 1, first);
        put(positions, count + index, count - index);
    }
    step.end()
}

static PERMUTATIONS_NEW: MethodDef =
    MethodDef::function("permutations($type, iterable, r=None)", "", permutations_new);

static PERMUTATIONS: TypeDef = iterator_type(
    "permutations",
    "Return successive r-length permutations of elements in the iterable.\n\npermutations(range(3), 2) --> (0,1), (0,2), (1,0), (1,2), \
     (2,0), (2,1)",
    &PERMUTATIONS_NEW,
    permutations_next,
);

pub(super) static PERMUTATIONS_TYPE: NativeType = NativeType::new(&PERMUTATIONS);

// --- product --------------------------------------------------------------------------------------------------------------------------

fn product_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let repeat = match args[2].bound() {
        None => 1,
        Some(repeat) => size(cx, repeat)?,
    };
    if repeat < 0 {
        return Err(cx.value_error("repeat argument cannot be negative"));
    }
    let iterables = args[1].cast::<Tuple>().ok_or_else(|| cx.system_error("product arguments"))?;
    let count = if repeat == 0 { 0 } else { iterables.len() };
    let total = count.checked_mul(repeat as usize).filter(|&total| total <= isize::MAX as usize / 8);
    let Some(total) = total else {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "repeat argument too large".into()));
    };
    let pools = tuple::with_len(cx, total)?;
    for (slot, &iterable) in pools.items()[..count].iter().zip(iterables.values()) {
        cx.store(pools.object(), slot, pool(cx, iterable)?.value());
    }
    for index in count..total {
        cx.store(pools.object(), &pools.items()[index], pools.items()[index - count].get());
    }
    start(cx, args[0], pools, total as i64, false)
}

fn product_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = this(cx, value)?;
    let _turn = this.turn.take(cx);
    let Some(step) = Step::take(cx, this)? else { return Ok(None) };
    let pools = step.pool;
    let pool_at = |index: usize| {
        pools.get(index).cast::<Tuple>().ok_or_else(|| cx.system_error("product without a pool"))
    };
    let positions = match step.positions {
        None => {
            let positions = step.begin(cx, step.length, |_| 0)?;
            for index in 0..step.length {
                if pool_at(index)?.is_empty() {
                    return step.end();
                }
            }
            positions
        }
        Some(positions) => {
            let mut moved = false;
            for index in (0..step.length).rev() {
                let next = at(positions, index) + 1;
                if next < pool_at(index)?.len() {
                    put(positions, index, next);
                    moved = true;
                    break;
                }
                put(positions, index, 0);
            }
            if !moved {
                return step.end();
            }
            positions
        }
    };
    let result = tuple::with_len(cx, step.length)?;
    for (index, slot) in result.items().iter().enumerate() {
        cx.store(result.object(), slot, pool_at(index)?.get(at(positions, index)));
    }
    Ok(Some(result.value()))
}

static PRODUCT_NEW: MethodDef =
    MethodDef::function("product($type, /, *iterables, repeat=1)", "", product_new);

static PRODUCT: TypeDef = iterator_type(
    "product",
    "Cartesian product of input iterables.  Equivalent to nested for-loops.\n\nFor example, product(A, B) returns the same as:  ((x,y) \
     for x in A for y in B).\nThe leftmost iterators are in the outermost for-loop, so the output tuples\ncycle in a manner similar to \
     an odometer (with the rightmost element changing\non every iteration).\n\nTo compute the product of an iterable with itself, \
     specify the number\nof repetitions with the optional repeat keyword argument. For example,\nproduct(A, repeat=4) means the same as \
     product(A, A, A, A).\n\nproduct('ab', range(3)) --> ('a',0) ('a',1) ('a',2) ('b',0) ('b',1) ('b',2)\nproduct((0,1), (0,1), (0,1)) \
     --> (0,0,0) (0,0,1) (0,1,0) (0,1,1) (1,0,0) ...",
    &PRODUCT_NEW,
    product_next,
);

pub(super) static PRODUCT_TYPE: NativeType = NativeType::new(&PRODUCT);

//! Iterators over list, tuple, str, bytes and range.

use std::sync::atomic::{AtomicI64, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::protocol::{self, binary::binary_op};
use crate::runtime::Runtime;
use crate::typedef::{BinaryOp, CompareOp, Layout, TypeDef, trace_nothing};
use crate::types::byte_array::{self, ByteArray};
use crate::types::bytes::Bytes;
use crate::types::iterators::pickle::{self, reduce_method, set_state_method};
use crate::types::iterators::{Cursor, END, ITERATOR, count, cursor, iterator_slots, length_hint_method};
use crate::types::list::{self as lists, List};
use crate::types::object_::reduce::{builtin, remade};
use crate::types::str_::{self as texts, Str};
use crate::types::tuple::Tuple;
use crate::types::{int, number};
use crate::value::{SlotExt, Value};

/// An iterator over a list.
#[inline]
pub fn list(cx: &Cx, list: Obj<List>) -> R<Value> {
    Cursor::create(cx, number::LIST_ITERATOR, list.value(), 0, 0)
}

/// An iterator over a list from its end.
pub fn list_reversed(cx: &Cx, list: Obj<List>) -> R<Value> {
    Cursor::create(cx, number::LIST_REVERSE_ITERATOR, list.value(), list.len() as i64 - 1, 0)
}

/// An iterator over a tuple.
pub fn tuple(cx: &Cx, tuple: Obj<Tuple>) -> R<Value> {
    Cursor::create(cx, number::TUPLE_ITERATOR, tuple.value(), 0, 0)
}

/// An iterator over the characters of a str.
pub fn str(cx: &Cx, text: Obj<Str>) -> R<Value> {
    let kind = if text.is_ascii() { number::STR_ASCII_ITERATOR } else { number::STR_ITERATOR };
    Cursor::create(cx, kind, text.value(), 0, 0)
}

/// An iterator over the numbers of a bytes object.
pub fn bytes(cx: &Cx, bytes: Obj<Bytes>) -> R<Value> {
    Cursor::create(cx, number::BYTES_ITERATOR, bytes.value(), 0, 0)
}

/// An iterator over the numbers of a bytearray.
pub fn byte_array(cx: &Cx, array: Obj<ByteArray>) -> R<Value> {
    Cursor::create(cx, number::BYTE_ARRAY_ITERATOR, array.value(), 0, 0)
}

/// Takes the item at the cursor's position, whatever way it goes.
#[inline(always)]
fn step(
    cx: &Cx,
    value: Value,
    by: i64,
    item: impl Fn(Obj<Cursor>, usize) -> Option<Value>,
) -> R<Option<Value>> {
    Ok(take(cx, cursor(cx, value)?, by, item))
}

#[inline(always)]
fn take(
    cx: &Cx,
    cursor: Obj<Cursor>,
    by: i64,
    item: impl Fn(Obj<Cursor>, usize) -> Option<Value>,
) -> Option<Value> {
    loop {
        let at = cursor.position();
        if at == END {
            return None;
        }
        match item(cursor, at as usize) {
            Some(item) if cursor.advance(at, at + by) => return Some(item),
            Some(_) => {}
            None => {
                Cursor::finish(cursor, cx);
                return None;
            }
        }
    }
}

/// What the iterators of lists and tuples give next; `None` for others.
#[inline(always)]
pub(crate) fn next_of_sequence(cx: &Cx, iterator: Value) -> Option<Option<Value>> {
    if let Some(cursor) = iterator.cast_exact::<Cursor>(number::LIST_ITERATOR) {
        return Some(take(cx, cursor, 1, list_item));
    }
    let cursor = iterator.cast_exact::<Cursor>(number::TUPLE_ITERATOR)?;
    Some(take(cx, cursor, 1, tuple_item))
}

#[inline(always)]
fn list_item(cursor: Obj<Cursor>, at: usize) -> Option<Value> {
    lists::get(cursor.source::<List>()?, at)
}

#[inline(always)]
fn tuple_item(cursor: Obj<Cursor>, at: usize) -> Option<Value> {
    cursor.source::<Tuple>()?.values().get(at).copied()
}

fn list_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    step(cx, value, 1, list_item)
}

fn list_previous(cx: &Cx, value: Value) -> R<Option<Value>> {
    // Stepping below 0 lands on END.
    step(cx, value, -1, list_item)
}

fn tuple_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    step(cx, value, 1, tuple_item)
}

fn bytes_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    step(cx, value, 1, |cursor, at| {
        Some(Value::small_int_unchecked(cursor.source::<Bytes>()?.as_slice().get(at).copied()?.into()))
    })
}

fn byte_array_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    step(cx, value, 1, |cursor, at| {
        let byte = byte_array::with_bytes(cx, cursor.source::<ByteArray>()?, |bytes| bytes.get(at).copied())?;
        Some(Value::small_int_unchecked(byte.into()))
    })
}

fn str_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let cursor = cursor(cx, value)?;
    loop {
        let at = cursor.position();
        let Some(text) = cursor.source::<Str>().filter(|text| at != END && (at as usize) < text.len()) else {
            Cursor::finish(cursor, cx);
            return Ok(None);
        };
        if cursor.advance(at, at + 1) {
            return texts::of_point(cx, text.code_point(at as usize)).map(Some);
        }
    }
}

fn forward_hint(cx: &Cx, args: &[Value]) -> R<Value> {
    let cursor = cursor(cx, args[0])?;
    let at = cursor.position();
    if at == END {
        return count(cx, 0);
    }
    count(cx, own_len(cursor.source_value()) as i64 - at)
}

/// How many items a builtin sequence has, whatever a class derived from it says.
fn own_len(source: Value) -> usize {
    let len = source.cast::<List>().map(|list| list.len());
    len.or_else(|| source.cast::<Tuple>().map(|tuple| tuple.len()))
        .or_else(|| source.cast::<Str>().map(|text| text.len()))
        .or_else(|| source.cast::<Bytes>().map(|bytes| bytes.len()))
        .or_else(|| source.cast::<ByteArray>().map(|array| array.len()))
        .unwrap_or(0)
}

fn backward_hint(cx: &Cx, args: &[Value]) -> R<Value> {
    count(cx, cursor(cx, args[0])?.position() + 1)
}

/// `list_iterator`.
pub static LIST_ITERATOR: TypeDef = TypeDef {
    name: "list_iterator",
    slots: iterator_slots(list_next),
    methods: &[
        length_hint_method(forward_hint),
        reduce_method(pickle::forward),
        set_state_method(pickle::set_forward),
    ],
    ..ITERATOR
};
/// `list_reverseiterator`.
pub static LIST_REVERSE_ITERATOR: TypeDef = TypeDef {
    name: "list_reverseiterator",
    slots: iterator_slots(list_previous),
    methods: &[
        length_hint_method(backward_hint),
        reduce_method(pickle::backward),
        set_state_method(pickle::set_backward),
    ],
    ..ITERATOR
};
/// `tuple_iterator`.
pub static TUPLE_ITERATOR: TypeDef = TypeDef {
    name: "tuple_iterator",
    slots: iterator_slots(tuple_next),
    methods: &[
        length_hint_method(forward_hint),
        reduce_method(pickle::forward),
        set_state_method(pickle::set_forward),
    ],
    ..ITERATOR
};
/// `str_ascii_iterator`.
pub static STR_ASCII_ITERATOR: TypeDef = TypeDef {
    name: "str_ascii_iterator",
    slots: iterator_slots(str_next),
    methods: &[
        length_hint_method(forward_hint),
        reduce_method(pickle::forward),
        set_state_method(pickle::set_forward),
    ],
    ..ITERATOR
};
/// `str_iterator`.
pub static STR_ITERATOR: TypeDef = TypeDef {
    name: "str_iterator",
    slots: iterator_slots(str_next),
    methods: &[
        length_hint_method(forward_hint),
        reduce_method(pickle::forward),
        set_state_method(pickle::set_forward),
    ],
    ..ITERATOR
};
/// `bytes_iterator`.
pub static BYTES_ITERATOR: TypeDef = TypeDef {
    name: "bytes_iterator",
    slots: iterator_slots(bytes_next),
    methods: &[
        length_hint_method(forward_hint),
        reduce_method(pickle::forward),
        set_state_method(pickle::set_forward),
    ],
    ..ITERATOR
};
/// `bytearray_iterator`.
pub static BYTE_ARRAY_ITERATOR: TypeDef = TypeDef {
    name: "bytearray_iterator",
    slots: iterator_slots(byte_array_next),
    methods: &[
        length_hint_method(forward_hint),
        reduce_method(pickle::forward),
        set_state_method(pickle::set_forward),
    ],
    ..ITERATOR
};

/// An iterator over a range of machine ints.
#[repr(C)]
struct RangeIterator {
    header: Header,
    start: i64,
    step: i64,
    count: i64,
    taken: AtomicI64,
}

/// Layout of iterators over machine ints.
static RANGE_ITERATOR_LAYOUT: Layout =
    Layout::fixed("range iterator", size_of::<RangeIterator>(), trace_nothing);

// SAFETY: repr(C), header first, no references, only the atomic count changes.
unsafe impl Payload for RangeIterator {
    const LAYOUT: &'static Layout = &RANGE_ITERATOR_LAYOUT;
}

/// An iterator over ints of any size.
#[repr(C)]
struct LongRangeIterator {
    header: Header,
    start: Slot,
    step: Slot,
    count: Slot,
    taken: Slot,
}

/// Layout of iterators over big ints.
static LONG_RANGE_ITERATOR_LAYOUT: Layout =
    Layout::fixed("long range iterator", size_of::<LongRangeIterator>(), trace_long);

// SAFETY: repr(C), header first, every slot traced.
unsafe impl Payload for LongRangeIterator {
    const LAYOUT: &'static Layout = &LONG_RANGE_ITERATOR_LAYOUT;
}

unsafe fn trace_long(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for these iterators only.
    let this = unsafe { Obj::<LongRangeIterator>::cast_unchecked(object) };
    for slot in [&this.start, &this.step, &this.count, &this.taken] {
        tracer.slot(slot);
    }
}

/// An iterator over `count` ints from `start` by `step`, all exact ints.
pub fn range(cx: &Cx, start: Value, step: Value, count: Value) -> R<Value> {
    if let (Some(first), Some(by), Some(count)) =
        (start.as_small_int(), step.as_small_int(), count.as_small_int())
        && by.checked_mul(count).is_some_and(|span| span.checked_add(first).is_some())
    {
        let header = Header::new(number::RANGE_ITERATOR, 0);
        let taken = AtomicI64::new(0);
        return Ok(cx.alloc(RangeIterator { header, start: first, step: by, count, taken })?.value());
    }
    let header = Header::new(number::LONG_RANGE_ITERATOR, 0);
    let [start, step, count, taken] = [start, step, count, Value::small_int_unchecked(0)].map(Slot::of);
    Ok(cx.alloc(LongRangeIterator { header, start, step, count, taken })?.value())
}

fn range_iterator(cx: &Cx, value: Value) -> R<Obj<RangeIterator>> {
    value.cast::<RangeIterator>().ok_or_else(|| cx.system_error("range iterator expected"))
}

fn range_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = range_iterator(cx, value)?;
    loop {
        let taken = this.taken.load(Ordering::Acquire);
        if taken >= this.count {
            return Ok(None);
        }
        let won = if Runtime::is_contended() {
            this.taken.compare_exchange(taken, taken + 1, Ordering::AcqRel, Ordering::Acquire).is_ok()
        } else {
            this.taken.store(taken + 1, Ordering::Release);
            true
        };
        if won {
            return int::from_i64(cx, this.start + taken * this.step).map(Some);
        }
    }
}

fn range_hint(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = range_iterator(cx, args[0])?;
    count(cx, this.count - this.taken.load(Ordering::Acquire))
}

/// `iter(range(…))` over what is left.
fn rest_of_range(cx: &Cx, start: Value, stop: Value, step: Value) -> R<Value> {
    let class = crate::runtime::builtin_type(number::RANGE).value();
    let range = crate::call::call_values(cx, class, &[start, stop, step])?;
    remade(cx, builtin(cx, "iter")?, &[range], Some(Value::NONE))
}

fn range_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = range_iterator(cx, args[0])?;
    let taken = this.taken.load(Ordering::Acquire);
    let at = |count: i64| int::from_i64(cx, this.start + count * this.step);
    rest_of_range(cx, at(taken)?, at(this.count)?, int::from_i64(cx, this.step)?)
}

/// The state counts from where the iterator is.
fn range_set_state(cx: &Cx, args: &[Value]) -> R<Value> {
    let (this, by) = (range_iterator(cx, args[0])?, protocol::index::to_i64(cx, args[1])?.max(0));
    let moved = |taken: i64| Some(taken.saturating_add(by).min(this.count));
    // The closure always answers, so the exchange succeeds in the end.
    let _ = this.taken.fetch_update(Ordering::AcqRel, Ordering::Acquire, moved);
    Ok(Value::NONE)
}

fn long_range(cx: &Cx, value: Value) -> R<Obj<LongRangeIterator>> {
    value.cast::<LongRangeIterator>().ok_or_else(|| cx.system_error("range iterator expected"))
}

fn long_range_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = long_range(cx, value)?;
    loop {
        let taken = this.taken.get();
        if !protocol::compare_bool(cx, taken, this.count.get(), CompareOp::Lt)? {
            return Ok(None);
        }
        let next = binary_op(cx, BinaryOp::Add, taken, Value::small_int_unchecked(1))?;
        if this.taken.compare_exchange(taken.bits(), next.bits()).is_ok() {
            cx.mutator().barrier(this.object(), &this.taken);
            return long_range_at(cx, this, taken).map(Some);
        }
    }
}

fn long_range_hint(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = long_range(cx, args[0])?;
    binary_op(cx, BinaryOp::Sub, this.count.get(), this.taken.get())
}

fn long_range_at(cx: &Cx, this: Obj<LongRangeIterator>, count: Value) -> R<Value> {
    let offset = binary_op(cx, BinaryOp::Mul, count, this.step.get())?;
    binary_op(cx, BinaryOp::Add, this.start.get(), offset)
}

fn long_range_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = long_range(cx, args[0])?;
    let start = long_range_at(cx, this, this.taken.get())?;
    rest_of_range(cx, start, long_range_at(cx, this, this.count.get())?, this.step.get())
}

fn long_range_set_state(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = long_range(cx, args[0])?;
    if !int::is_int(args[1]) {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("state must be an int, not {shown}")));
    }
    let by =
        if int::is_negative(args[1]) { Value::small_int_unchecked(0) } else { int::to_exact(cx, args[1])? };
    loop {
        let taken = this.taken.get();
        let wanted = binary_op(cx, BinaryOp::Add, taken, by)?;
        let beyond = protocol::compare_bool(cx, wanted, this.count.get(), CompareOp::Gt)?;
        let moved = if beyond { this.count.get() } else { wanted };
        if this.taken.compare_exchange(taken.bits(), moved.bits()).is_ok() {
            cx.mutator().barrier(this.object(), &this.taken);
            return Ok(Value::NONE);
        }
    }
}

/// `range_iterator`.
pub static RANGE_ITERATOR: TypeDef = TypeDef {
    name: "range_iterator",
    layout: &RANGE_ITERATOR_LAYOUT,
    slots: iterator_slots(range_next),
    methods: &[
        length_hint_method(range_hint),
        reduce_method(range_reduce),
        set_state_method(range_set_state),
    ],
    ..TypeDef::DEFAULT
};
/// `longrange_iterator`.
pub static LONG_RANGE_ITERATOR: TypeDef = TypeDef {
    name: "longrange_iterator",
    layout: &LONG_RANGE_ITERATOR_LAYOUT,
    slots: iterator_slots(long_range_next),
    methods: &[
        length_hint_method(long_range_hint),
        reduce_method(long_range_reduce),
        set_state_method(long_range_set_state),
    ],
    ..TypeDef::DEFAULT
};

//! `range`: an arithmetic progression of ints of any size. Immutable.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::protocol::{self, binary::binary_op};
use crate::typedef::{BinaryOp, CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::slice::sequence::{self, index_error};
use crate::types::slice::{self, Slice};
use crate::types::{int, iterators, number, str_, tuple};
use crate::value::{SlotExt, Value};

/// A range; every field is an exact int.
#[repr(C)]
pub struct Range {
    header: Header,
    start: Slot,
    stop: Slot,
    step: Slot,
    length: Slot,
}

/// Layout of ranges.
pub static LAYOUT: Layout = Layout::fixed("range", size_of::<Range>(), trace);

// SAFETY: repr(C), header first, all slots traced and never written after publication.
unsafe impl Payload for Range {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for ranges only.
    let range = unsafe { Obj::<Range>::cast_unchecked(object) };
    for slot in [&range.start, &range.stop, &range.step, &range.length] {
        tracer.slot(slot);
    }
}

const ZERO: Value = Value::small_int_unchecked(0);
const ONE: Value = Value::small_int_unchecked(1);

fn add(cx: &Cx, one: Value, other: Value) -> R<Value> {
    binary_op(cx, BinaryOp::Add, one, other)
}
fn sub(cx: &Cx, one: Value, other: Value) -> R<Value> {
    binary_op(cx, BinaryOp::Sub, one, other)
}
fn mul(cx: &Cx, one: Value, other: Value) -> R<Value> {
    binary_op(cx, BinaryOp::Mul, one, other)
}
fn less(cx: &Cx, one: Value, other: Value) -> R<bool> {
    protocol::compare_bool(cx, one, other, CompareOp::Lt)
}

/// Number of items of a range of machine ints with a step that is not zero.
pub fn count_of(start: i64, stop: i64, step: i64) -> u64 {
    if step > 0 && start < stop {
        (stop.wrapping_sub(start) as u64 - 1) / step as u64 + 1
    } else if step < 0 && stop < start {
        (start.wrapping_sub(stop) as u64 - 1) / step.unsigned_abs() + 1
    } else {
        0
    }
}

fn length_of(cx: &Cx, start: Value, stop: Value, step: Value) -> R<Value> {
    if let (Some(start), Some(stop), Some(step)) =
        (start.as_small_int(), stop.as_small_int(), step.as_small_int())
    {
        return int::from_i64(cx, count_of(start, stop, step) as i64);
    }
    let (low, high, step) =
        if less(cx, step, ZERO)? { (stop, start, sub(cx, ZERO, step)?) } else { (start, stop, step) };
    if !less(cx, low, high)? {
        return Ok(ZERO);
    }
    let span = sub(cx, sub(cx, high, low)?, ONE)?;
    add(cx, binary_op(cx, BinaryOp::FloorDiv, span, step)?, ONE)
}

/// A range of exact ints; the step is not zero.
pub fn new(cx: &Cx, start: Value, stop: Value, step: Value) -> R<Value> {
    let length = length_of(cx, start, stop, step)?;
    let header = Header::new(number::RANGE, 0);
    let [start, stop, step, length] = [start, stop, step, length].map(Slot::of);
    Ok(cx.alloc(Range { header, start, stop, step, length })?.value())
}

/// A range of machine ints; the step is not zero.
pub fn new_small(cx: &Cx, start: i64, stop: i64, step: i64) -> R<Value> {
    new(cx, int::from_i64(cx, start)?, int::from_i64(cx, stop)?, int::from_i64(cx, step)?)
}

/// Start, stop and step of an exact range whose parts are all small ints.
#[inline(always)]
pub fn fast_parts(value: Value) -> Option<(i64, i64, i64)> {
    let range = value.cast_exact::<Range>(number::RANGE)?;
    let (start, stop, step) = (range.start.get(), range.stop.get(), range.step.get());
    if start.both_ints(stop) && step.is_int() {
        Some((start.as_int_unchecked(), stop.as_int_unchecked(), step.as_int_unchecked()))
    } else {
        None
    }
}

impl Range {
    pub fn start(&self) -> Value {
        self.start.get()
    }
    pub fn stop(&self) -> Value {
        self.stop.get()
    }
    pub fn step(&self) -> Value {
        self.step.get()
    }
    /// Number of items, an int of any size.
    pub fn length(&self) -> Value {
        self.length.get()
    }
}

fn this(cx: &Cx, value: Value) -> R<Obj<Range>> {
    value.cast::<Range>().ok_or_else(|| cx.system_error("range expected"))
}

fn range_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let integer = |value| protocol::index::to_value(cx, value);
    let (start, stop, step) = match args[2].bound() {
        None => (ZERO, integer(args[1])?, ONE),
        Some(stop) => (integer(args[1])?, integer(stop)?, args[3].bound().map_or(Ok(ONE), integer)?),
    };
    if step == ZERO {
        return Err(cx.value_error("range() arg 3 must not be zero"));
    }
    new(cx, start, stop, step)
}

fn range_repr(cx: &Cx, value: Value) -> R<Value> {
    let range = this(cx, value)?;
    let (start, stop) = (protocol::repr_string(cx, range.start())?, protocol::repr_string(cx, range.stop())?);
    if range.step() == ONE {
        return str_::from_string(cx, format!("range({start}, {stop})"));
    }
    let step = protocol::repr_string(cx, range.step())?;
    str_::from_string(cx, format!("range({start}, {stop}, {step})"))
}

fn range_len(cx: &Cx, value: Value) -> R<usize> {
    let length = this(cx, value)?.length();
    Ok(protocol::index::to_i64(cx, length)? as usize)
}

/// The item at a position known to be within the range.
fn item(cx: &Cx, range: Obj<Range>, position: Value) -> R<Value> {
    add(cx, range.start(), mul(cx, position, range.step())?)
}

fn range_getitem(cx: &Cx, value: Value, key: Value) -> R<Value> {
    let range = this(cx, value)?;
    if let Some(slice) = key.cast::<Slice>() {
        return sliced(cx, range, slice);
    }
    if !key.is_int() && cx.type_of(key).slots().index.is_none() {
        return Err(sequence::bad_index(cx, key, "range"));
    }
    let mut index = protocol::index::to_value(cx, key)?;
    if less(cx, index, ZERO)? {
        index = add(cx, index, range.length())?;
    }
    if less(cx, index, ZERO)? || !less(cx, index, range.length())? {
        return Err(index_error(cx, "range object index out of range"));
    }
    item(cx, range, index)
}

fn sliced(cx: &Cx, range: Obj<Range>, slice: Obj<Slice>) -> R<Value> {
    let (start, stop, step) = slice::exact_indices(cx, slice, range.length())?;
    let sub_start = item(cx, range, start)?;
    let sub_stop = item(cx, range, stop)?;
    new(cx, sub_start, sub_stop, mul(cx, range.step(), step)?)
}

/// What consecutive positions select from an exact range of small ints; `None` for other values.
pub(crate) fn slice(cx: &Cx, value: Value, bounds: slice::Bounds) -> R<Option<Value>> {
    let Some((start, stop, step)) = fast_parts(value) else { return Ok(None) };
    let Ok(length) = usize::try_from(count_of(start, stop, step)) else { return Ok(None) };
    let selection = bounds.fit(length);
    // Within the range or one step past it, which ranges of small ints stay far from the bounds of machine ints with.
    let at = |position: isize| start + position as i64 * step;
    new_small(cx, at(selection.start), at(selection.stop), step).map(Some)
}

/// The position of an int in the range.
fn position_of(cx: &Cx, range: Obj<Range>, value: Value) -> R<Option<Value>> {
    let (start, stop, step) = (range.start(), range.stop(), range.step());
    let inside = if less(cx, ZERO, step)? {
        !less(cx, value, start)? && less(cx, value, stop)?
    } else {
        less(cx, stop, value)? && !less(cx, start, value)?
    };
    if !inside {
        return Ok(None);
    }
    let offset = sub(cx, value, start)?;
    if binary_op(cx, BinaryOp::Mod, offset, step)? != ZERO {
        return Ok(None);
    }
    binary_op(cx, BinaryOp::FloorDiv, offset, step).map(Some)
}

/// Whether a value is an int or bool, whose membership is arithmetic.
fn exact_int(value: Value) -> Option<Value> {
    if value.is_bool() {
        return Some(if value == Value::TRUE { ONE } else { ZERO });
    }
    (value.is_int() || value.as_object().is_some_and(|_| int::is_exact_int(value))).then_some(value)
}

fn range_contains(cx: &Cx, value: Value, wanted: Value) -> R<bool> {
    match exact_int(wanted) {
        Some(wanted) => Ok(position_of(cx, this(cx, value)?, wanted)?.is_some()),
        None => protocol::item::contains_by_iteration(cx, value, wanted),
    }
}

fn range_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Range>(), right.cast::<Range>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let wanted = match op {
        CompareOp::Eq => true,
        CompareOp::Ne => false,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    let equal = one == other
        || protocol::equal(cx, one.length(), other.length())?
            && (one.length() == ZERO
                || protocol::equal(cx, one.start(), other.start())?
                    && (one.length() == ONE || protocol::equal(cx, one.step(), other.step())?));
    Ok(Value::from_bool(equal == wanted))
}

fn range_hash(cx: &Cx, value: Value) -> R<i64> {
    let range = this(cx, value)?;
    let start = if range.length() == ZERO { Value::NONE } else { range.start() };
    let step = if range.length() == ZERO || range.length() == ONE { Value::NONE } else { range.step() };
    tuple::hash_of(cx, &[range.length(), start, step])
}

fn range_iter(cx: &Cx, value: Value) -> R<Value> {
    let range = this(cx, value)?;
    iterators::range(cx, range.start(), range.step(), range.length())
}

fn reversed(cx: &Cx, args: &[Value]) -> R<Value> {
    let range = this(cx, args[0])?;
    let last = item(cx, range, sub(cx, range.length(), ONE)?)?;
    iterators::range(cx, last, sub(cx, ZERO, range.step())?, range.length())
}

fn count(cx: &Cx, args: &[Value]) -> R<Value> {
    let range = this(cx, args[0])?;
    if let Some(wanted) = exact_int(args[1]) {
        return Ok(Value::small_int_unchecked(position_of(cx, range, wanted)?.is_some().into()));
    }
    let mut count = 0;
    protocol::iter::for_each(cx, args[0], &mut |cx, item| {
        count += i64::from(protocol::equal(cx, item, args[1])?);
        Ok(())
    })?;
    Ok(Value::small_int_unchecked(count))
}

fn index(cx: &Cx, args: &[Value]) -> R<Value> {
    let range = this(cx, args[0])?;
    let found = match exact_int(args[1]) {
        Some(wanted) => position_of(cx, range, wanted)?,
        None => {
            let mut position = 0;
            let iterator = range_iter(cx, args[0])?;
            loop {
                match protocol::iter::next(cx, iterator)? {
                    None => return Err(cx.value_error("sequence.index(x): x not in sequence")),
                    Some(item) if protocol::equal(cx, item, args[1])? => {
                        break Some(Value::small_int_unchecked(position));
                    }
                    Some(_) => position += 1,
                }
            }
        }
    };
    match found {
        Some(position) => Ok(position),
        None => Err(cx.value_error("range.index(x): x not in range")),
    }
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let range = this(cx, args[0])?;
    let parts = tuple::from_slice(cx, &[range.start(), range.stop(), range.step()])?.value();
    Ok(tuple::from_slice(cx, &[cx.type_of(args[0]).value(), parts])?.value())
}

static NEW: MethodDef = MethodDef::function(
    "range($type, start, stop=None, step=1, /)",
    "Create and return a new object.",
    range_new,
);

/// The type.
pub static RANGE: TypeDef = TypeDef {
    name: "range",
    collection: Some(crate::typedef::Collection::Sequence),
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\n\
          Return an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.",
    layout: &LAYOUT,
    slots: SlotTable {
        repr: Some(range_repr),
        hash: Some(range_hash),
        compare: Some(range_compare),
        iter: Some(range_iter),
        len: Some(range_len),
        bool: Some(|cx, value| Ok(this(cx, value)?.length() != ZERO)),
        getitem: Some(range_getitem),
        contains: Some(range_contains),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("__reversed__($self, /)", "Return a reverse iterator.", reversed),
        MethodDef::new("__reduce__($self, /)", "", reduce),
        MethodDef::new(
            "count($self, object, /)",
            "rangeobject.count(value) -> integer -- return number of occurrences of value",
            count,
        ),
        MethodDef::new(
            "index($self, object, /)",
            "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present.",
            index,
        ),
    ],
    members: &[
        GetSetDef { name: "start", doc: "", get: |cx, value| Ok(this(cx, value)?.start()), set: None },
        GetSetDef { name: "stop", doc: "", get: |cx, value| Ok(this(cx, value)?.stop()), set: None },
        GetSetDef { name: "step", doc: "", get: |cx, value| Ok(this(cx, value)?.step()), set: None },
    ],
    ..TypeDef::DEFAULT
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_do_not_overflow() {
        assert_eq!(count_of(0, 10, 3), 4);
        assert_eq!(count_of(10, 0, -3), 4);
        assert_eq!(count_of(0, 0, 1), 0);
        assert_eq!(count_of(5, 0, 1), 0);
        assert_eq!(count_of(i64::MIN, i64::MAX, 1), u64::MAX);
        assert_eq!(count_of(i64::MAX, i64::MIN, i64::MIN), 2);
    }
}

//! `slice`, and the arithmetic of slices. Immutable.

pub mod sequence;

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::protocol::{self, binary::binary_op};
use crate::typedef::{BinaryOp, CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::{number, str_, tuple};
use crate::value::{SlotExt, Value};

/// `start:stop:step`, each `None` where it was left out.
#[repr(C)]
pub struct Slice {
    header: Header,
    start: Slot,
    stop: Slot,
    step: Slot,
}

/// Layout of slices.
pub static LAYOUT: Layout = Layout::fixed("slice", size_of::<Slice>(), trace);

// SAFETY: repr(C), header first, all three slots traced and never written after publication.
unsafe impl Payload for Slice {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for slices only.
    let slice = unsafe { Obj::<Slice>::cast_unchecked(object) };
    tracer.slot(&slice.start);
    tracer.slot(&slice.stop);
    tracer.slot(&slice.step);
}

/// A slice object.
pub fn new(cx: &Cx, start: Value, stop: Value, step: Value) -> R<Value> {
    let header = Header::new(number::SLICE, 0);
    Ok(cx
        .alloc(Slice { header, start: Slot::of(start), stop: Slot::of(stop), step: Slot::of(step) })?
        .value())
}

impl Slice {
    pub fn start(&self) -> Value {
        self.start.get()
    }
    pub fn stop(&self) -> Value {
        self.stop.get()
    }
    pub fn step(&self) -> Value {
        self.step.get()
    }
}

/// A slice whose parts are machine numbers, not yet fitted to a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub start: isize,
    pub stop: isize,
    pub step: isize,
}

/// The positions a slice selects from a sequence of a given length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    pub start: isize,
    pub stop: isize,
    pub step: isize,
    pub count: usize,
}

impl Bounds {
    /// Those of a slice without a step, whose parts are small ints or `None`.
    #[inline]
    pub(crate) fn of_plain(start: Value, stop: Value) -> Option<Bounds> {
        let part = |value: Value, absent: isize| {
            if value.is_none() { Some(absent) } else { value.as_small_int().map(|number| number as isize) }
        };
        Some(Bounds { start: part(start, 0)?, stop: part(stop, isize::MAX)?, step: 1 })
    }

    /// Fits the bounds to a length: CPython's `PySlice_AdjustIndices`.
    pub fn fit(self, len: usize) -> Selection {
        let len = len as isize;
        let fit = |at: isize| {
            if at < 0 {
                let at = at.saturating_add(len);
                if at >= 0 {
                    at
                } else if self.step < 0 {
                    -1
                } else {
                    0
                }
            } else if at >= len {
                if self.step < 0 { len - 1 } else { len }
            } else {
                at
            }
        };
        let (start, stop) = (fit(self.start), fit(self.stop));
        let count = if self.step < 0 {
            if stop < start { (start - stop - 1) / -self.step + 1 } else { 0 }
        } else if start < stop {
            (stop - start - 1) / self.step + 1
        } else {
            0
        };
        Selection { start, stop, step: self.step, count: count as usize }
    }
}

impl Selection {
    /// The `n`-th selected position, `n` below `count`.
    #[inline(always)]
    pub fn position(&self, n: usize) -> usize {
        (self.start + n as isize * self.step) as usize
    }

    /// The same positions in ascending order.
    pub fn ascending(self) -> Selection {
        if self.step > 0 || self.count == 0 {
            return self;
        }
        let start = self.start + (self.count as isize - 1) * self.step;
        Selection { start, stop: self.start + 1, step: -self.step, count: self.count }
    }
}

fn part(cx: &Cx, value: Value, absent: isize) -> R<isize> {
    if value.is_none() {
        return Ok(absent);
    }
    if let Some(number) = value.as_small_int() {
        return Ok(number as isize);
    }
    if cx.type_of(value).slots().index.is_none() {
        return Err(
            cx.type_error("slice indices must be integers or None or have an __index__ method".into())
        );
    }
    protocol::index::to_isize_clipped(cx, value)
}

/// The parts as machine numbers, clipped; runs `__index__`. `ValueError` where the step is zero.
pub fn unpack(cx: &Cx, slice: Obj<Slice>) -> R<Bounds> {
    let step = part(cx, slice.step.get(), 1)?;
    if step == 0 {
        return Err(cx.value_error("slice step cannot be zero"));
    }
    // The negated step must be a number too.
    let step = step.max(-isize::MAX);
    let (first, last) = if step < 0 { (isize::MAX, isize::MIN) } else { (0, isize::MAX) };
    Ok(Bounds { start: part(cx, slice.start.get(), first)?, stop: part(cx, slice.stop.get(), last)?, step })
}

/// `(start, stop, step, count)` of a slice for a sequence of `len` items.
pub fn indices(cx: &Cx, slice: Obj<Slice>, len: usize) -> R<(isize, isize, isize, usize)> {
    let fitted = unpack(cx, slice)?.fit(len);
    Ok((fitted.start, fitted.stop, fitted.step, fitted.count))
}

fn this(cx: &Cx, value: Value) -> R<Obj<Slice>> {
    value.cast::<Slice>().ok_or_else(|| cx.system_error("slice expected"))
}

fn slice_new(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[2].bound() {
        None => new(cx, Value::NONE, args[1], Value::NONE),
        Some(stop) => new(cx, args[1], stop, args[3].bound().unwrap_or(Value::NONE)),
    }
}

fn slice_repr(cx: &Cx, value: Value) -> R<Value> {
    let slice = this(cx, value)?;
    let mut text = str_::Builder::new();
    text.push_str("slice(");
    text.push_value(protocol::repr(cx, slice.start.get())?);
    text.push_str(", ");
    text.push_value(protocol::repr(cx, slice.stop.get())?);
    text.push_str(", ");
    text.push_value(protocol::repr(cx, slice.step.get())?);
    text.push_str(")");
    text.finish(cx)
}

fn as_tuple(cx: &Cx, slice: Obj<Slice>) -> R<Value> {
    Ok(tuple::from_slice(cx, &[slice.start.get(), slice.stop.get(), slice.step.get()])?.value())
}

fn slice_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Slice>(), right.cast::<Slice>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if one == other {
        return Ok(Value::from_bool(matches!(op, CompareOp::Eq | CompareOp::Le | CompareOp::Ge)));
    }
    protocol::compare(cx, as_tuple(cx, one)?, as_tuple(cx, other)?, op)
}

fn slice_hash(cx: &Cx, value: Value) -> R<i64> {
    let slice = this(cx, value)?;
    tuple::hash_of(cx, &[slice.start.get(), slice.stop.get(), slice.step.get()])
}

/// Start, stop and step for a sequence of `length` (a non-negative int of any size): CPython's `_PySlice_GetLongIndices`.
pub(crate) fn exact_indices(cx: &Cx, slice: Obj<Slice>, length: Value) -> R<(Value, Value, Value)> {
    let zero = Value::small_int_unchecked(0);
    let one = Value::small_int_unchecked(1);
    let step = match slice.step.get() {
        step if step.is_none() => one,
        step => index_part(cx, step)?,
    };
    if step == zero {
        return Err(cx.value_error("slice step cannot be zero"));
    }
    let backward = less(cx, step, zero)?;
    let (lower, upper) = if backward {
        (Value::small_int_unchecked(-1), binary_op(cx, BinaryOp::Sub, length, one)?)
    } else {
        (zero, length)
    };
    let bound = |value: Value, absent: Value| -> R<Value> {
        if value.is_none() {
            return Ok(absent);
        }
        let value = index_part(cx, value)?;
        if less(cx, value, zero)? {
            let value = binary_op(cx, BinaryOp::Add, value, length)?;
            Ok(if less(cx, value, lower)? { lower } else { value })
        } else {
            Ok(if less(cx, upper, value)? { upper } else { value })
        }
    };
    let start = bound(slice.start.get(), if backward { upper } else { lower })?;
    let stop = bound(slice.stop.get(), if backward { lower } else { upper })?;
    Ok((start, stop, step))
}

fn slice_indices(cx: &Cx, args: &[Value]) -> R<Value> {
    let slice = this(cx, args[0])?;
    let length = protocol::index::to_value(cx, args[1])?;
    if less(cx, length, Value::small_int_unchecked(0))? {
        return Err(cx.value_error("length should not be negative"));
    }
    let (start, stop, step) = exact_indices(cx, slice, length)?;
    Ok(tuple::from_slice(cx, &[start, stop, step])?.value())
}

fn less(cx: &Cx, one: Value, other: Value) -> R<bool> {
    protocol::compare_bool(cx, one, other, CompareOp::Lt)
}

fn index_part(cx: &Cx, value: Value) -> R<Value> {
    if !value.is_int() && cx.type_of(value).slots().index.is_none() {
        return Err(
            cx.type_error("slice indices must be integers or None or have an __index__ method".into())
        );
    }
    protocol::index::to_value(cx, value)
}

fn slice_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let parts = as_tuple(cx, this(cx, args[0])?)?;
    Ok(tuple::from_slice(cx, &[cx.type_of(args[0]).value(), parts])?.value())
}

static NEW: MethodDef = MethodDef::function(
    "slice($type, start, stop=None, step=None, /)",
    "Create and return a new object.",
    slice_new,
);

/// The type.
pub static SLICE: TypeDef = TypeDef {
    name: "slice",
    doc: "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
    layout: &LAYOUT,
    slots: SlotTable {
        repr: Some(slice_repr),
        compare: Some(slice_compare),
        hash: Some(slice_hash),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "indices($self, object, /)",
            "S.indices(len) -> (start, stop, stride)\n\nThe slice's parts for a sequence of length len, out-of-bounds \
             indices clipped as in ordinary slicing.",
            slice_indices,
        ),
        MethodDef::new("__reduce__($self, /)", "Return state information for pickling.", slice_reduce),
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
    fn bounds_fit_as_in_cpython() {
        let check = |start, stop, step, len, expected: (isize, isize, usize)| {
            let fitted = Bounds { start, stop, step }.fit(len);
            assert_eq!((fitted.start, fitted.stop, fitted.count), expected);
        };
        check(0, isize::MAX, 1, 5, (0, 5, 5));
        check(isize::MAX, isize::MIN, -1, 5, (4, -1, 5));
        check(-3, -1, 1, 5, (2, 4, 2));
        check(1, 100, 2, 6, (1, 6, 3));
        check(4, 1, 1, 5, (4, 1, 0));
        check(-100, 100, 3, 0, (0, 0, 0));
        let down = Bounds { start: isize::MAX, stop: isize::MIN, step: -2 }.fit(6);
        assert_eq!((down.start, down.count), (5, 3));
        let up = down.ascending();
        assert_eq!((up.start, up.stop, up.step, up.count), (1, 6, 2, 3));
    }
}

//! The methods and operators of `tuple`, and its type.

use std::sync::atomic::Ordering;

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{BinaryOp, CompareFn, CompareOp, MethodDef, SlotTable, TypeDef};
use crate::types::int::new::checked_class;
use crate::types::iterators;
use crate::types::number;
use crate::types::slice::sequence::{self, index_error};
use crate::types::slice::{self, Bounds, Slice};
use crate::types::str_;
use crate::types::tuple::{self, LAYOUT, MAX_LEN, Tuple};
use crate::value::Value;

fn this(cx: &Cx, value: Value) -> R<Obj<Tuple>> {
    value.cast::<Tuple>().ok_or_else(|| cx.system_error("tuple expected"))
}

fn tuple_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let class = checked_class(cx, args[0], number::TUPLE, "tuple")?;
    let items = match args[1].bound() {
        None => tuple::from_slice(cx, &[])?,
        Some(iterable) => tuple::from_iterable(cx, iterable)?,
    };
    if class == crate::runtime::builtin_type(number::TUPLE) {
        return Ok(items.value());
    }
    Ok(tuple::new_instance(cx, class, items.values())?.value())
}

fn tuple_repr(cx: &Cx, value: Value) -> R<Value> {
    let items = this(cx, value)?;
    if items.is_empty() {
        return str_::from_str(cx, "()");
    }
    let shown = protocol::without_recursion(cx, value, || {
        let mut text = str_::Builder::new();
        text.push_str("(");
        for (index, &item) in items.values().iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            text.push_value(protocol::repr(cx, item)?);
        }
        text.push_str(if items.len() == 1 { ",)" } else { ")" });
        text.finish(cx)
    })?;
    shown.map_or_else(|| str_::from_str(cx, "(...)"), Ok)
}

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

/// Hash of a run of values: xxHash's round per item, as CPython's tuples, so that equal tuples hash as there.
pub fn hash_of(cx: &Cx, values: &[Value]) -> R<i64> {
    let mut all = PRIME_5;
    for &value in values {
        let lane = protocol::hash(cx, value)? as u64;
        all = all.wrapping_add(lane.wrapping_mul(PRIME_2)).rotate_left(31).wrapping_mul(PRIME_1);
    }
    all = all.wrapping_add(values.len() as u64 ^ (PRIME_5 ^ 3_527_539));
    Ok(if all == u64::MAX { 1_546_275_796 } else { all as i64 })
}

fn tuple_hash(cx: &Cx, value: Value) -> R<i64> {
    let this = this(cx, value)?;
    if let Some(hash) = this.known_hash() {
        return Ok(hash);
    }
    cx.check_stack()?;
    let hash = hash_of(cx, this.values())?;
    this.hash.store(hash, Ordering::Relaxed);
    Ok(hash)
}

/// Whether a class's comparison is that of tuples.
pub(crate) fn compares_items(compare: CompareFn) -> bool {
    std::ptr::fn_addr_eq(compare, tuple_compare as CompareFn)
}

fn tuple_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Tuple>(), right.cast::<Tuple>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    for (&a, &b) in one.values().iter().zip(other.values()) {
        if !protocol::equal(cx, a, b)? {
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => protocol::compare(cx, a, b, op),
            };
        }
    }
    Ok(Value::from_bool(op.holds(one.len().cmp(&other.len()))))
}

/// The items that a slice selects.
pub(crate) fn sliced(cx: &Cx, items: Obj<Tuple>, bounds: Bounds) -> R<Value> {
    let selection = bounds.fit(items.len());
    if selection.step == 1 {
        let start = selection.start as usize;
        if selection.count == items.len() {
            return Ok(items.to_exact(cx)?.value());
        }
        return Ok(tuple::from_slice(cx, &items.values()[start..start + selection.count])?.value());
    }
    let picked = tuple::with_len(cx, selection.count)?;
    for (n, slot) in picked.items().iter().enumerate() {
        slot.init(items.get(selection.position(n)).bits());
    }
    Ok(picked.value())
}

fn tuple_getitem(cx: &Cx, value: Value, key: Value) -> R<Value> {
    let items = this(cx, value)?;
    if let Some(slice) = key.cast::<Slice>() {
        return sliced(cx, items, slice::unpack(cx, slice)?);
    }
    let index = sequence::index_number(cx, key, "tuple")?;
    match sequence::position(index, items.len()) {
        Some(position) => Ok(items.get(position)),
        None => Err(index_error(cx, "tuple index out of range")),
    }
}

fn find(cx: &Cx, items: &[Value], wanted: Value) -> R<Option<usize>> {
    for (index, &item) in items.iter().enumerate() {
        if protocol::equal(cx, item, wanted)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn tuple_contains(cx: &Cx, value: Value, item: Value) -> R<bool> {
    Ok(find(cx, this(cx, value)?.values(), item)?.is_some())
}

fn tuple_add(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let Some(one) = left.cast::<Tuple>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(other) = right.cast::<Tuple>() else {
        if sequence::may_reflect(cx, right, BinaryOp::Add) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        return Err(
            cx.type_error(format!("can only concatenate tuple (not \"{}\") to tuple", cx.type_name(right)))
        );
    };
    if one.is_empty() && other.is_exact() {
        return Ok(right);
    }
    if other.is_empty() && one.is_exact() {
        return Ok(left);
    }
    let both = tuple::with_len(cx, one.len() + other.len())?;
    for (slot, item) in both.items().iter().zip(one.values().iter().chain(other.values())) {
        slot.init(item.bits());
    }
    Ok(both.value())
}

fn tuple_mul(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (items, count) = match left.cast::<Tuple>() {
        Some(items) => (items, right),
        None => (this(cx, right)?, left),
    };
    let Some(count) = sequence::repeat_count(cx, count)? else { return Ok(Value::NOT_IMPLEMENTED) };
    if count == 1 && items.is_exact() {
        return Ok(items.value());
    }
    let total =
        items.len().checked_mul(count).filter(|&total| total <= MAX_LEN).ok_or_else(|| cx.memory_error())?;
    let repeated = tuple::with_len(cx, total)?;
    for (slot, item) in repeated.items().iter().zip(items.values().iter().cycle()) {
        slot.init(item.bits());
    }
    Ok(repeated.value())
}

fn count(cx: &Cx, args: &[Value]) -> R<Value> {
    let mut count = 0;
    for &item in this(cx, args[0])?.values() {
        count += i64::from(protocol::equal(cx, item, args[1])?);
    }
    Ok(Value::small_int_unchecked(count))
}

fn index(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = this(cx, args[0])?;
    let start = sequence::bound(cx, args[2], 0, false)?;
    let stop = sequence::bound(cx, args[3], isize::MAX, false)?;
    let (start, stop) = sequence::fit_bounds(start, stop, items.len());
    let found = if start < stop { find(cx, &items.values()[start..stop], args[1])? } else { None };
    match found {
        Some(index) => Ok(Value::small_int_unchecked((start + index) as i64)),
        None => Err(cx.value_error("tuple.index(x): x not in tuple")),
    }
}

fn get_new_args(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(tuple::from_slice(cx, &[this(cx, args[0])?.to_exact(cx)?.value()])?.value())
}

static NEW: MethodDef =
    MethodDef::function("tuple($type, iterable=(), /)", "Create and return a new object.", tuple_new);

/// The type.
pub static TUPLE: TypeDef = TypeDef {
    name: "tuple",
    generic: true,
    collection: Some(crate::typedef::Collection::Sequence),
    doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\n\
          If iterable is specified the tuple is initialized from iterable's items.\n\n\
          If the argument is a tuple, the return value is the same object.",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable {
        repr: Some(tuple_repr),
        hash: Some(tuple_hash),
        compare: Some(tuple_compare),
        iter: Some(|cx, value| iterators::tuple(cx, this(cx, value)?)),
        len: Some(|cx, value| Ok(this(cx, value)?.len())),
        getitem: Some(tuple_getitem),
        contains: Some(tuple_contains),
        binary: SlotTable::binary_slots(&[(BinaryOp::Add, tuple_add), (BinaryOp::Mul, tuple_mul)]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("count($self, value, /)", "Return number of occurrences of value.", count),
        MethodDef::new(
            "index($self, value, start=0, stop=sys.maxsize, /)",
            "Return first index of value.\n\nRaises ValueError if the value is not present.",
            index,
        ),
        MethodDef::new("__getnewargs__($self, /)", "", get_new_args),
    ],
    ..TypeDef::DEFAULT
};

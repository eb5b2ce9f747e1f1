//! The methods and operators of `set` and `frozenset`, and their types.

use std::sync::atomic::Ordering;

use crate::call::CallArgs;
use crate::context::{Cx, R};
use crate::exceptions;
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{BinaryOp, CompareOp, MethodDef, SlotTable, TypeDef};
use crate::types::object_;
use crate::types::set::algebra::{self, Operation};
use crate::types::set::{self, LAYOUT, Set};
use crate::types::tuple::Tuple;
use crate::types::type_::Type;
use crate::types::{iterators, list, number, str_};
use crate::value::Value;

fn this(cx: &Cx, value: Value) -> R<Obj<Set>> {
    value.cast::<Set>().ok_or_else(|| cx.system_error("set expected"))
}

/// What an operation on `like` gives: set or frozenset, never a derived class.
fn kind_of(cx: &Cx, like: Obj<Set>) -> u32 {
    if set::is_frozen(cx, like) { number::FROZENSET } else { number::SET }
}

// --- creation ---------------------------------------------------------------------------------------------------

fn set_new(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Type>() {
        Some(class) => Ok(set::new_of_class(cx, class)?.value()),
        None => {
            let shown = cx.type_name(args[0]);
            Err(cx.type_error(format!("set.__new__(X): X is not a type object ({shown})")))
        }
    }
}

fn set_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    let this = this(cx, value)?;
    args.no_keywords(cx, "set")?;
    let iterable = match args.values() {
        [] => None,
        [iterable] => Some(*iterable),
        more => return Err(cx.type_error(format!("set expected at most 1 argument, got {}", more.len()))),
    };
    if !this.is_empty() {
        set::clear(cx, this);
    }
    match iterable {
        Some(iterable) => set::update(cx, this, iterable),
        None => Ok(()),
    }
}

fn frozenset_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else { return Err(cx.type_error("a type is expected".into())) };
    let exact = class == crate::runtime::builtin_type(number::FROZENSET);
    let Some(iterable) = args[1].bound() else { return Ok(set::new_of_class(cx, class)?.value()) };
    if exact && iterable.cast_exact::<Set>(number::FROZENSET).is_some() {
        return Ok(iterable);
    }
    let made = set::new_of_class(cx, class)?;
    set::update(cx, made, iterable)?;
    Ok(made.value())
}

// --- slots ------------------------------------------------------------------------------------------------------

fn set_repr(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    let name = cx.type_name(value);
    if this.is_empty() {
        return str_::from_string(cx, format!("{name}()"));
    }
    let exact = value.cast_exact::<Set>(number::SET).is_some();
    let shown = protocol::without_recursion(cx, value, || {
        let mut text = str_::Builder::new();
        if !exact {
            text.push_str(&name);
            text.push_str("(");
        }
        text.push_str("{");
        for (index, &item) in set::to_tuple(cx, this)?.values().iter().enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            text.push_value(protocol::repr(cx, item)?);
        }
        text.push_str(if exact { "}" } else { "})" });
        text.finish(cx)
    })?;
    shown.map_or_else(|| str_::from_string(cx, format!("{name}(...)")), Ok)
}

fn set_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Set>(), right.cast::<Set>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let verdict = match op {
        CompareOp::Eq => algebra::is_equal(cx, one, other)?,
        CompareOp::Ne => !algebra::is_equal(cx, one, other)?,
        CompareOp::Le => algebra::is_subset(cx, one, other)?,
        CompareOp::Ge => algebra::is_subset(cx, other, one)?,
        CompareOp::Lt => one.len() < other.len() && algebra::is_subset(cx, one, other)?,
        CompareOp::Gt => other.len() < one.len() && algebra::is_subset(cx, other, one)?,
    };
    Ok(Value::from_bool(verdict))
}

/// An order-independent hash: CPython's `frozenset_hash`, so that equal sets hash as there.
fn frozenset_hash(cx: &Cx, value: Value) -> R<i64> {
    let this = this(cx, value)?;
    let known = this.hash.load(Ordering::Relaxed);
    if known != -1 {
        return Ok(known);
    }
    let shuffle = |bits: u64| ((bits ^ 89_869_747) ^ (bits << 16)).wrapping_mul(3_644_798_167);
    let mut hash = 0u64;
    for &item in set::to_tuple(cx, this)?.values() {
        hash ^= shuffle(protocol::hash(cx, item)? as u64);
    }
    hash ^= (this.len() as u64 + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    let hash = if hash == u64::MAX { 590_923_713 } else { hash as i64 };
    this.hash.store(hash, Ordering::Relaxed);
    Ok(hash)
}

/// An element to look for: a set stands for the frozenset of its elements.
fn lookup_key(cx: &Cx, key: Value) -> R<(Value, i64)> {
    match set::hash_key(cx, key) {
        Ok(hash) => Ok((key, hash)),
        Err(raised) => match key.cast::<Set>().filter(|_| cx.matches(raised, exceptions::TYPE_ERROR)) {
            Some(key) => {
                let frozen = set::new_frozen(cx)?;
                set::update(cx, frozen, key.value())?;
                Ok((frozen.value(), frozenset_hash(cx, frozen.value())?))
            }
            None => Err(raised),
        },
    }
}

fn set_contains(cx: &Cx, value: Value, key: Value) -> R<bool> {
    let this = this(cx, value)?;
    let (key, hash) = lookup_key(cx, key)?;
    set::contains_hashed(cx, this, key, hash)
}

fn binary(cx: &Cx, operation: Operation, left: Value, right: Value) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Set>(), right.cast::<Set>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(algebra::combine(cx, kind_of(cx, one), operation, one, other)?.value())
}

fn inplace(cx: &Cx, operation: Operation, left: Value, right: Value) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Set>(), right.cast::<Set>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    algebra::combine_in_place(cx, one, operation, other)?;
    Ok(left)
}

const BINARY: [Option<crate::typedef::BinaryFn>; crate::typedef::BINARY_OPS] = SlotTable::binary_slots(&[
    (BinaryOp::Or, |cx, left, right| binary(cx, Operation::Union, left, right)),
    (BinaryOp::And, |cx, left, right| binary(cx, Operation::Intersection, left, right)),
    (BinaryOp::Sub, |cx, left, right| binary(cx, Operation::Difference, left, right)),
    (BinaryOp::Xor, |cx, left, right| binary(cx, Operation::SymmetricDifference, left, right)),
]);

const INPLACE: [Option<crate::typedef::BinaryFn>; crate::typedef::BINARY_OPS] = SlotTable::binary_slots(&[
    (BinaryOp::Or, |cx, left, right| inplace(cx, Operation::Union, left, right)),
    (BinaryOp::And, |cx, left, right| inplace(cx, Operation::Intersection, left, right)),
    (BinaryOp::Sub, |cx, left, right| inplace(cx, Operation::Difference, left, right)),
    (BinaryOp::Xor, |cx, left, right| inplace(cx, Operation::SymmetricDifference, left, right)),
]);

const SLOTS: SlotTable = SlotTable {
    repr: Some(set_repr),
    compare: Some(set_compare),
    iter: Some(|cx, value| iterators::set(cx, this(cx, value)?)),
    len: Some(|cx, value| Ok(this(cx, value)?.len())),
    contains: Some(set_contains),
    binary: BINARY,
    ..SlotTable::NONE
};

// --- methods of both --------------------------------------------------------------------------------------------

fn others(cx: &Cx, value: Value) -> R<Obj<Tuple>> {
    value.cast::<Tuple>().ok_or_else(|| cx.system_error("arguments expected"))
}

fn copy(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    if args[0].cast_exact::<Set>(number::FROZENSET).is_some() {
        return Ok(args[0]);
    }
    Ok(set::copy(cx, kind_of(cx, this), this)?.value())
}

/// A mutable copy or, of a frozenset, a frozen one that is not shared yet.
fn fresh_copy(cx: &Cx, this: Obj<Set>) -> R<Obj<Set>> {
    set::copy(cx, kind_of(cx, this), this)
}

fn union(cx: &Cx, args: &[Value]) -> R<Value> {
    let result = fresh_copy(cx, this(cx, args[0])?)?;
    for &other in others(cx, args[1])?.values() {
        set::update(cx, result, other)?;
    }
    Ok(result.value())
}

fn intersection(cx: &Cx, args: &[Value]) -> R<Value> {
    let mut result = this(cx, args[0])?;
    let others = others(cx, args[1])?;
    if others.is_empty() {
        return Ok(fresh_copy(cx, result)?.value());
    }
    for &other in others.values() {
        let operation = algebra::intersection_with(other);
        let other = algebra::sought(cx, other)?;
        result = algebra::combine(cx, kind_of(cx, result), operation, result, other)?;
    }
    Ok(result.value())
}

fn difference(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let others = others(cx, args[1])?;
    let first = others.values().first().and_then(|first| first.cast::<Set>());
    let result = match first {
        Some(first) => algebra::combine(cx, kind_of(cx, this), Operation::Difference, this, first)?,
        None => fresh_copy(cx, this)?,
    };
    for &other in &others.values()[usize::from(first.is_some())..] {
        algebra::remove_all(cx, result, other)?;
    }
    Ok(result.value())
}

fn symmetric_difference(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let other = algebra::operand(cx, args[1])?;
    Ok(algebra::combine(cx, kind_of(cx, this), Operation::SymmetricDifference, this, other)?.value())
}

fn is_disjoint(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(algebra::is_disjoint_from(cx, this(cx, args[0])?, args[1])?))
}

fn is_subset(cx: &Cx, args: &[Value]) -> R<Value> {
    let other = algebra::operand(cx, args[1])?;
    Ok(Value::from_bool(algebra::is_subset(cx, this(cx, args[0])?, other)?))
}

fn is_superset(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    if let Some(other) = args[1].cast::<Set>() {
        return Ok(Value::from_bool(algebra::is_subset(cx, other, this)?));
    }
    let iterator = protocol::iter::get(cx, args[1])?;
    while let Some(item) = protocol::iter::next(cx, iterator)? {
        if !set::contains(cx, this, item)? {
            return Ok(Value::FALSE);
        }
        cx.poll()?;
    }
    Ok(Value::TRUE)
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    // As `list` does: a derived class may have an `__iter__` of its own.
    let items = match set::exact(args[0]) {
        Some(plain) => list::from_slice(cx, set::to_tuple(cx, plain)?.values())?.value(),
        None => {
            let class = crate::runtime::builtin_type(number::LIST).value();
            crate::call::call_values(cx, class, &[args[0]])?
        }
    };
    let state = object_::reduce::state(cx, args[0])?;
    object_::reduce::remade(cx, cx.type_of(args[0]).value(), &[items], Some(state))
}

// --- methods of sets alone --------------------------------------------------------------------------------------

fn add(cx: &Cx, args: &[Value]) -> R<Value> {
    set::add(cx, this(cx, args[0])?, args[1])?;
    Ok(Value::NONE)
}

fn discard(cx: &Cx, args: &[Value]) -> R<Value> {
    let (key, hash) = lookup_key(cx, args[1])?;
    set::remove_hashed(cx, this(cx, args[0])?, key, hash)?;
    Ok(Value::NONE)
}

fn remove(cx: &Cx, args: &[Value]) -> R<Value> {
    let (key, hash) = lookup_key(cx, args[1])?;
    if set::remove_hashed(cx, this(cx, args[0])?, key, hash)? {
        Ok(Value::NONE)
    } else {
        Err(cx.key_error(args[1]))
    }
}

fn pop(cx: &Cx, args: &[Value]) -> R<Value> {
    match set::pop(cx, this(cx, args[0])?) {
        Some(key) => Ok(key),
        None => Err(cx.error(exceptions::KEY_ERROR, "pop from an empty set".into())),
    }
}

fn clear(cx: &Cx, args: &[Value]) -> R<Value> {
    set::clear(cx, this(cx, args[0])?);
    Ok(Value::NONE)
}

fn update(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    for &other in others(cx, args[1])?.values() {
        set::update(cx, this, other)?;
    }
    Ok(Value::NONE)
}

fn intersection_update(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    for &other in others(cx, args[1])?.values() {
        let operation = algebra::intersection_with(other);
        algebra::combine_in_place(cx, this, operation, algebra::sought(cx, other)?)?;
    }
    Ok(Value::NONE)
}

fn difference_update(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    for &other in others(cx, args[1])?.values() {
        algebra::remove_all(cx, this, other)?;
    }
    Ok(Value::NONE)
}

fn symmetric_difference_update(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    algebra::combine_in_place(cx, this, Operation::SymmetricDifference, algebra::operand(cx, args[1])?)?;
    Ok(Value::NONE)
}

/// A method beside the slot, as in CPython.
const CONTAINS: MethodDef =
    MethodDef::new("__contains__($self, object, /)", "x.__contains__(y) <==> y in x.", |cx, args| {
        set_contains(cx, args[0], args[1]).map(Value::from_bool)
    });
const COPY: MethodDef = MethodDef::new("copy($self, /)", "Return a shallow copy of a set.", copy);
const UNION: MethodDef = MethodDef::new(
    "union($self, /, *others)",
    "Return a new set with elements from the set and all others.",
    union,
);
const INTERSECTION: MethodDef = MethodDef::new(
    "intersection($self, /, *others)",
    "Return a new set with elements common to the set and all others.",
    intersection,
);
const DIFFERENCE: MethodDef = MethodDef::new(
    "difference($self, /, *others)",
    "Return a new set with elements in the set that are not in the others.",
    difference,
);
const SYMMETRIC_DIFFERENCE: MethodDef = MethodDef::new(
    "symmetric_difference($self, other, /)",
    "Return a new set with elements in either the set or other but not both.",
    symmetric_difference,
);
const IS_DISJOINT: MethodDef = MethodDef::new(
    "isdisjoint($self, other, /)",
    "Return True if two sets have a null intersection.",
    is_disjoint,
);
const IS_SUBSET: MethodDef =
    MethodDef::new("issubset($self, other, /)", "Report whether another set contains this set.", is_subset);
const IS_SUPERSET: MethodDef = MethodDef::new(
    "issuperset($self, other, /)",
    "Report whether this set contains another set.",
    is_superset,
);
const REDUCE: MethodDef =
    MethodDef::new("__reduce__($self, /)", "Return state information for pickling.", reduce);

static NEW: MethodDef = MethodDef::any_new(set_new);
static FROZENSET_NEW: MethodDef =
    MethodDef::function("frozenset($type, iterable=(), /)", "Create and return a new object.", frozenset_new);

/// `set`.
pub static SET: TypeDef = TypeDef {
    name: "set",
    generic: true,
    doc: "Build an unordered collection of unique elements.",
    layout: &LAYOUT,
    weak: true,
    parameters: Some("(iterable=(), /)"),
    subclassable: true,
    unhashable: true,
    slots: SlotTable { init: Some(set_init), inplace: INPLACE, ..SLOTS },
    new: Some(&NEW),
    methods: &[
        CONTAINS,
        MethodDef::new(
            "add($self, object, /)",
            "Add an element to a set.\n\nThis has no effect if the element is already present.",
            add,
        ),
        MethodDef::new("clear($self, /)", "Remove all elements from this set.", clear),
        COPY,
        DIFFERENCE,
        MethodDef::new(
            "difference_update($self, /, *others)",
            "Update the set, removing elements found in others.",
            difference_update,
        ),
        MethodDef::new(
            "discard($self, object, /)",
            "Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\n\
             an exception when an element is missing from the set.",
            discard,
        ),
        INTERSECTION,
        MethodDef::new(
            "intersection_update($self, /, *others)",
            "Update the set, keeping only elements found in it and all others.",
            intersection_update,
        ),
        IS_DISJOINT,
        IS_SUBSET,
        IS_SUPERSET,
        MethodDef::new(
            "pop($self, /)",
            "Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty.",
            pop,
        ),
        REDUCE,
        object_::SIZE_OF,
        MethodDef::new(
            "remove($self, object, /)",
            "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError.",
            remove,
        ),
        SYMMETRIC_DIFFERENCE,
        MethodDef::new(
            "symmetric_difference_update($self, other, /)",
            "Update the set, keeping only elements found in either set, but not in both.",
            symmetric_difference_update,
        ),
        UNION,
        MethodDef::new(
            "update($self, /, *others)",
            "Update the set, adding elements from all others.",
            update,
        ),
    ],
    ..TypeDef::DEFAULT
};

/// `frozenset`.
pub static FROZENSET: TypeDef = TypeDef {
    name: "frozenset",
    generic: true,
    doc: "Build an immutable unordered collection of unique elements.",
    layout: &LAYOUT,
    weak: true,
    subclassable: true,
    slots: SlotTable { hash: Some(frozenset_hash), ..SLOTS },
    new: Some(&FROZENSET_NEW),
    methods: &[
        CONTAINS,
        COPY,
        DIFFERENCE,
        INTERSECTION,
        IS_DISJOINT,
        IS_SUBSET,
        IS_SUPERSET,
        REDUCE,
        object_::SIZE_OF,
        SYMMETRIC_DIFFERENCE,
        UNION,
    ],
    ..TypeDef::DEFAULT
};

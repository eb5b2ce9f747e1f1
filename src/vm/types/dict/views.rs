//! `dict_keys`, `dict_values`, `dict_items`: live views of a dict. Immutable themselves; they read the dict by its own protocol.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{BinaryOp, CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::dict::{self, Dict, Part};
use crate::types::set::{self, Set};
use crate::types::str_;
use crate::types::tuple::Tuple;
use crate::types::{iterators, mapping_proxy, number};
use crate::value::{SlotExt, Value};

/// Which view.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum View {
    Keys,
    Values,
    Items,
}

/// A view of a dict.
#[repr(C)]
struct DictView {
    header: Header,
    dict: Slot,
}

/// Layout of views.
pub static VIEW_LAYOUT: Layout = Layout::fixed("dict view", size_of::<DictView>(), trace);

// SAFETY: repr(C), header first, the one slot is traced and never written after publication.
unsafe impl Payload for DictView {
    const LAYOUT: &'static Layout = &VIEW_LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for views only.
    tracer.slot(&unsafe { Obj::<DictView>::cast_unchecked(object) }.dict);
}

/// A view of a dict.
pub(super) fn view(cx: &Cx, kind: View, dict: Obj<Dict>) -> R<Value> {
    let number = match kind {
        View::Keys => number::DICT_KEYS,
        View::Values => number::DICT_VALUES,
        View::Items => number::DICT_ITEMS,
    };
    Ok(cx.alloc(DictView { header: Header::new(number, 0), dict: Slot::of(dict.value()) })?.value())
}

fn dict_of(cx: &Cx, value: Value) -> R<Obj<Dict>> {
    let dict = value.cast::<DictView>().and_then(|view| view.dict.get().cast::<Dict>());
    dict.ok_or_else(|| cx.system_error("dict view expected"))
}

/// The exact dict that a value is a view of a kind of.
pub(crate) fn viewed(value: Value, kind: u32) -> Option<Obj<Dict>> {
    value.cast_exact::<DictView>(kind)?.dict.get().cast_exact::<Dict>(number::DICT)
}

/// What iterating a view of an exact dict gives, as it is at one moment; items are left to their iterator.
pub(super) fn snapshot(cx: &Cx, iterable: Value) -> R<Option<Obj<Tuple>>> {
    if let Some(dict) = viewed(iterable, number::DICT_KEYS) {
        return dict::collect(cx, dict, Part::Keys).map(Some);
    }
    if let Some(dict) = viewed(iterable, number::DICT_VALUES) {
        return dict::collect(cx, dict, Part::Values).map(Some);
    }
    Ok(None)
}

fn is_set_view(value: Value) -> bool {
    value.cast_exact::<DictView>(number::DICT_KEYS).is_some()
        || value.cast_exact::<DictView>(number::DICT_ITEMS).is_some()
}

fn view_repr(cx: &Cx, value: Value) -> R<Value> {
    let shown = protocol::without_recursion(cx, value, || {
        let mut text = str_::Builder::new();
        text.push_str(&cx.type_name(value));
        text.push_str("([");
        let mut first = true;
        protocol::iter::for_each(cx, value, &mut |cx, item| {
            if !first {
                text.push_str(", ");
            }
            first = false;
            text.push_value(protocol::repr(cx, item)?);
            Ok(())
        })?;
        text.push_str("])");
        text.finish(cx)
    })?;
    shown.map_or_else(|| str_::from_str(cx, "..."), Ok)
}

fn view_len(cx: &Cx, value: Value) -> R<usize> {
    Ok(dict_of(cx, value)?.len())
}

fn keys_contains(cx: &Cx, value: Value, key: Value) -> R<bool> {
    Ok(dict::get(cx, dict_of(cx, value)?, key)?.is_some())
}

fn items_contains(cx: &Cx, value: Value, item: Value) -> R<bool> {
    let Some(pair) = item.cast::<Tuple>() else { return Ok(false) };
    let &[key, wanted] = pair.values() else { return Ok(false) };
    match dict::get(cx, dict_of(cx, value)?, key)? {
        Some(found) => protocol::equal(cx, found, wanted),
        None => Ok(false),
    }
}

/// Whether every item of `one` is in `other`.
fn all_in(cx: &Cx, one: Value, other: Value) -> R<bool> {
    let iterator = protocol::iter::get(cx, one)?;
    while let Some(item) = protocol::iter::next(cx, iterator)? {
        if !protocol::item::contains(cx, other, item)? {
            return Ok(false);
        }
        cx.poll()?;
    }
    Ok(true)
}

fn view_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    if right.cast::<Set>().is_none() && !is_set_view(right) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (one, other) = (protocol::len(cx, left)?, protocol::len(cx, right)?);
    let verdict = match op {
        CompareOp::Eq => one == other && all_in(cx, left, right)?,
        CompareOp::Ne => !(one == other && all_in(cx, left, right)?),
        CompareOp::Lt => one < other && all_in(cx, left, right)?,
        CompareOp::Le => one <= other && all_in(cx, left, right)?,
        CompareOp::Gt => one > other && all_in(cx, right, left)?,
        CompareOp::Ge => one >= other && all_in(cx, right, left)?,
    };
    Ok(Value::from_bool(verdict))
}

/// A new set of an iterable's elements.
fn set_of(cx: &Cx, iterable: Value) -> R<Obj<Set>> {
    let set = set::new(cx)?;
    set::update(cx, set, iterable)?;
    Ok(set)
}

/// The set operations of views take any iterable on either side and give sets.
fn operation(cx: &Cx, op: BinaryOp, left: Value, right: Value) -> R<Value> {
    let (one, other) = (set_of(cx, left)?, set_of(cx, right)?);
    protocol::binary::binary_op(cx, op, one.value(), other.value())
}

fn is_disjoint(cx: &Cx, args: &[Value]) -> R<Value> {
    let iterator = protocol::iter::get(cx, args[1])?;
    while let Some(item) = protocol::iter::next(cx, iterator)? {
        if protocol::item::contains(cx, args[0], item)? {
            return Ok(Value::FALSE);
        }
        cx.poll()?;
    }
    Ok(Value::TRUE)
}

const SET_OPERATIONS: [Option<crate::typedef::BinaryFn>; crate::typedef::BINARY_OPS] =
    SlotTable::binary_slots(&[
        (BinaryOp::Or, |cx, left, right| operation(cx, BinaryOp::Or, left, right)),
        (BinaryOp::And, |cx, left, right| operation(cx, BinaryOp::And, left, right)),
        (BinaryOp::Sub, |cx, left, right| operation(cx, BinaryOp::Sub, left, right)),
        (BinaryOp::Xor, |cx, left, right| operation(cx, BinaryOp::Xor, left, right)),
    ]);

const fn is_disjoint_method() -> MethodDef {
    MethodDef::new(
        "isdisjoint($self, other, /)",
        "Return True if the view and the given iterable have a null intersection.",
        is_disjoint,
    )
}

const MAPPING: GetSetDef = GetSetDef {
    name: "mapping",
    doc: "dictionary that this view refers to",
    get: |cx, value| mapping_proxy::new(cx, dict_of(cx, value)?.value()),
    set: None,
};

/// `dict_keys`.
pub static DICT_KEYS: TypeDef = TypeDef {
    name: "dict_keys",
    layout: &VIEW_LAYOUT,
    unhashable: true,
    slots: SlotTable {
        repr: Some(view_repr),
        compare: Some(view_compare),
        iter: Some(|cx, value| iterators::dict_keys(cx, dict_of(cx, value)?)),
        len: Some(view_len),
        contains: Some(keys_contains),
        binary: SET_OPERATIONS,
        ..SlotTable::NONE
    },
    methods: &[
        is_disjoint_method(),
        MethodDef::new(
            "__reversed__($self, /)",
            "Return a reverse iterator over the dict keys.",
            |cx, args| iterators::dict_keys_reversed(cx, dict_of(cx, args[0])?),
        ),
    ],
    getset: &[MAPPING],
    ..TypeDef::DEFAULT
};

/// `dict_items`.
pub static DICT_ITEMS: TypeDef = TypeDef {
    name: "dict_items",
    layout: &VIEW_LAYOUT,
    unhashable: true,
    slots: SlotTable {
        repr: Some(view_repr),
        compare: Some(view_compare),
        iter: Some(|cx, value| iterators::dict_items(cx, dict_of(cx, value)?)),
        len: Some(view_len),
        contains: Some(items_contains),
        binary: SET_OPERATIONS,
        ..SlotTable::NONE
    },
    methods: &[
        is_disjoint_method(),
        MethodDef::new(
            "__reversed__($self, /)",
            "Return a reverse iterator over the dict items.",
            |cx, args| iterators::dict_items_reversed(cx, dict_of(cx, args[0])?),
        ),
    ],
    getset: &[MAPPING],
    ..TypeDef::DEFAULT
};

/// `dict_values`.
pub static DICT_VALUES: TypeDef = TypeDef {
    name: "dict_values",
    layout: &VIEW_LAYOUT,
    slots: SlotTable {
        repr: Some(view_repr),
        iter: Some(|cx, value| iterators::dict_values(cx, dict_of(cx, value)?)),
        len: Some(view_len),
        ..SlotTable::NONE
    },
    methods: &[MethodDef::new(
        "__reversed__($self, /)",
        "Return a reverse iterator over the dict values.",
        |cx, args| iterators::dict_values_reversed(cx, dict_of(cx, args[0])?),
    )],
    getset: &[MAPPING],
    ..TypeDef::DEFAULT
};

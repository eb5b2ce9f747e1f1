//! `mappingproxy`: a read-only view of a mapping, such as a class's namespace. Immutable; as thread-safe as the mapping behind it.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call;
use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{BinaryOp, CompareOp, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::dict::Dict;
use crate::types::list::List;
use crate::types::tuple::Tuple;
use crate::types::{number, str_};
use crate::value::{SlotExt, Value};

/// A read-only view.
#[repr(C)]
pub struct MappingProxy {
    header: Header,
    mapping: Slot,
}

/// Layout of read-only views.
pub static LAYOUT: Layout = Layout::fixed("mappingproxy", size_of::<MappingProxy>(), trace);

// SAFETY: repr(C), header first, the slot is traced; immutable.
unsafe impl Payload for MappingProxy {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for read-only views only.
    tracer.slot(&unsafe { Obj::<MappingProxy>::cast_unchecked(object) }.mapping);
}

/// A read-only view of a mapping.
pub fn new(cx: &Cx, mapping: Value) -> R<Value> {
    let header = Header::new(number::MAPPING_PROXY, 0);
    Ok(cx.alloc(MappingProxy { header, mapping: Slot::of(mapping) })?.value())
}

fn mapping(cx: &Cx, value: Value) -> R<Value> {
    match value.cast::<MappingProxy>() {
        Some(proxy) => Ok(proxy.mapping.get()),
        None => Err(cx.type_error(format!("expected mappingproxy, got '{}'", cx.type_name(value)))),
    }
}

/// Calls a method of the mapping.
fn forward(cx: &Cx, value: Value, name: &str, args: &[Value]) -> R<Value> {
    let method = protocol::attr::get(cx, mapping(cx, value)?, cx.intern(name)?)?;
    call::call_values(cx, method, args)
}

fn proxy_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let is_sequence = args[1].cast::<List>().is_some() || args[1].cast::<Tuple>().is_some();
    if args[1].cast::<Dict>().is_none() && (is_sequence || cx.type_of(args[1]).slots().getitem.is_none()) {
        return Err(cx.type_error(format!(
            "mappingproxy() argument must be a mapping, not {}",
            cx.type_name(args[1])
        )));
    }
    new(cx, args[1])
}

fn proxy_repr(cx: &Cx, value: Value) -> R<Value> {
    str_::from_string(cx, format!("mappingproxy({})", protocol::repr_string(cx, mapping(cx, value)?)?))
}

fn proxy_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    protocol::compare(cx, mapping(cx, left)?, right, op)
}

fn get(cx: &Cx, args: &[Value]) -> R<Value> {
    forward(cx, args[0], "get", &[args[1], args[2].bound().unwrap_or(Value::NONE)])
}

fn union(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let plain = |value: Value| value.cast::<MappingProxy>().map_or(value, |proxy| proxy.mapping.get());
    protocol::binary::binary_op(cx, BinaryOp::Or, plain(left), plain(right))
}

fn no_update(cx: &Cx, left: Value, _: Value) -> R<Value> {
    Err(cx.type_error(format!("'|=' is not supported by {}; use '|' instead", cx.type_name(left))))
}

static NEW: MethodDef =
    MethodDef::function("mappingproxy($type, /, mapping)", "A read-only view of a mapping.", proxy_new);

/// The type.
pub static MAPPING_PROXY: TypeDef = TypeDef {
    name: "mappingproxy",
    generic: true,
    collection: Some(crate::typedef::Collection::Mapping),
    doc: "A read-only view of a mapping.",
    layout: &LAYOUT,
    slots: SlotTable {
        repr: Some(proxy_repr),
        str: Some(|cx, value| protocol::str(cx, mapping(cx, value)?)),
        hash: Some(|cx, value| protocol::hash(cx, mapping(cx, value)?)),
        compare: Some(proxy_compare),
        len: Some(|cx, value| protocol::len(cx, mapping(cx, value)?)),
        getitem: Some(|cx, value, key| protocol::item::get(cx, mapping(cx, value)?, key)),
        contains: Some(|cx, value, key| protocol::item::contains(cx, mapping(cx, value)?, key)),
        iter: Some(|cx, value| protocol::iter::get(cx, mapping(cx, value)?)),
        binary: SlotTable::binary_slots(&[(BinaryOp::Or, union)]),
        inplace: SlotTable::binary_slots(&[(BinaryOp::Or, no_update)]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("get($self, key, default=None, /)", "The value of a key, or a default.", get),
        MethodDef::new("keys($self, /)", "The keys.", |cx, args| forward(cx, args[0], "keys", &[])),
        MethodDef::new("values($self, /)", "The values.", |cx, args| forward(cx, args[0], "values", &[])),
        MethodDef::new("items($self, /)", "The items.", |cx, args| forward(cx, args[0], "items", &[])),
        MethodDef::new("copy($self, /)", "A copy of the mapping.", |cx, args| {
            forward(cx, args[0], "copy", &[])
        }),
        MethodDef::new("__reversed__($self, /)", "The keys, last first.", |cx, args| {
            forward(cx, args[0], "__reversed__", &[])
        }),
    ],
    ..TypeDef::DEFAULT
};

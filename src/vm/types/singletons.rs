//! The types of `None`, `Ellipsis` and `NotImplemented`: constants of the value word, so there is nothing to share and nothing to
//! protect.

use crate::context::{Cx, R};
use crate::typedef::{CompareOp, MethodDef, SlotTable, TypeDef};
use crate::types::dict::Dict;
use crate::types::str_;
use crate::types::tuple::Tuple;
use crate::value::Value;

/// `None` equals itself; its hash is a constant, as CPython's since 3.12.
fn none_compare(_: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    match op {
        CompareOp::Eq if left == right => Ok(Value::TRUE),
        CompareOp::Ne if left == right => Ok(Value::FALSE),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

const NONE_HASH: i64 = 0xFCA8_6420;

/// Refuses all arguments of a constructor with CPython's text.
fn no_arguments(cx: &Cx, args: &[Value], name: &str) -> R<()> {
    let given = args[1].cast::<Tuple>().map_or(0, |rest| rest.len())
        + args[2].cast::<Dict>().map_or(0, |rest| rest.len());
    if given > 0 { Err(cx.type_error(format!("{name} takes no arguments"))) } else { Ok(()) }
}

static NEW_NONE: MethodDef = MethodDef::function("NoneType($type, /, *args, **kwargs)", "", |cx, args| {
    no_arguments(cx, args, "NoneType").map(|()| Value::NONE)
});
static NEW_ELLIPSIS: MethodDef =
    MethodDef::function("EllipsisType($type, /, *args, **kwargs)", "", |cx, args| {
        no_arguments(cx, args, "EllipsisType").map(|()| Value::ELLIPSIS)
    });
static NEW_NOT_IMPLEMENTED: MethodDef =
    MethodDef::function("NotImplementedType($type, /, *args, **kwargs)", "", |cx, args| {
        no_arguments(cx, args, "NotImplementedType").map(|()| Value::NOT_IMPLEMENTED)
    });

/// The type of `None`.
pub static NONE_TYPE: TypeDef = TypeDef {
    name: "NoneType",
    parameters: Some("()"),
    doc: "The type of the None singleton.",
    slots: SlotTable {
        repr: Some(|cx, _| str_::from_str(cx, "None")),
        bool: Some(|_, _| Ok(false)),
        hash: Some(|_, _| Ok(NONE_HASH)),
        compare: Some(none_compare),
        ..SlotTable::NONE
    },
    new: Some(&NEW_NONE),
    ..TypeDef::DEFAULT
};

/// The type of `Ellipsis`.
pub static ELLIPSIS_TYPE: TypeDef = TypeDef {
    name: "ellipsis",
    parameters: Some("()"),
    doc: "The type of the Ellipsis singleton.",
    slots: SlotTable { repr: Some(|cx, _| str_::from_str(cx, "Ellipsis")), ..SlotTable::NONE },
    new: Some(&NEW_ELLIPSIS),
    methods: &[MethodDef::new("__reduce__($self, /)", "", |cx, _| str_::from_str(cx, "Ellipsis"))],
    ..TypeDef::DEFAULT
};

/// The type of `NotImplemented`.
pub static NOT_IMPLEMENTED_TYPE: TypeDef = TypeDef {
    name: "NotImplementedType",
    parameters: Some("()"),
    doc: "The type of the NotImplemented singleton.",
    slots: SlotTable {
        repr: Some(|cx, _| str_::from_str(cx, "NotImplemented")),
        bool: Some(|cx, _| {
            Err(cx.type_error("NotImplemented should not be used in a boolean context".into()))
        }),
        ..SlotTable::NONE
    },
    new: Some(&NEW_NOT_IMPLEMENTED),
    methods: &[MethodDef::new("__reduce__($self, /)", "", |cx, _| str_::from_str(cx, "NotImplemented"))],
    ..TypeDef::DEFAULT
};

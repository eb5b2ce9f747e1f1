//! Proxies: objects that pass every operation on to what they refer to, as long as that is alive.

use super::{LAYOUT, WeakRef, create};
use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::exceptions;
use crate::names;
use crate::protocol;
use crate::protocol::binary::{UnaryOp, binary_op, inplace_op, unary};
use crate::runtime;
use crate::typedef::{BINARY_OPS, BinaryFn, BinaryOp, CompareOp, MethodDef, SlotTable, TypeDef};
use crate::types::{number, str_};
use crate::value::Value;
use crate::weak_table::Sharing;

/// `weakref.proxy(referent, callback)`.
pub fn new_proxy(cx: &Cx, referent: Value, callback: Option<Value>) -> R<Value> {
    let callable = cx.type_of(referent).slots().call.is_some();
    let class =
        runtime::builtin_type(if callable { number::WEAK_CALLABLE_PROXY } else { number::WEAK_PROXY });
    create(cx, class, referent, callback, Sharing::Proxy)
}

/// Whether a value stands for another.
pub(crate) fn is_proxy(value: Value) -> bool {
    let shape = value.as_object().map_or(0, crate::object::shape_id);
    shape == number::WEAK_PROXY || shape == number::WEAK_CALLABLE_PROXY
}

/// What a proxy stands for; any other value stands for itself.
fn target(cx: &Cx, value: Value) -> R<Value> {
    match value.cast::<WeakRef>().filter(|_| is_proxy(value)) {
        None => Ok(value),
        Some(proxy) => proxy.get().ok_or_else(|| {
            cx.error(exceptions::REFERENCE_ERROR, "weakly-referenced object no longer exists".into())
        }),
    }
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let proxy = value.bits();
    let Some(referent) = value.cast::<WeakRef>().and_then(|proxy| proxy.get()) else {
        return str_::from_string(cx, format!("<weakproxy at {proxy:#x}; dead>"));
    };
    let (class, address) = (cx.type_name(referent), referent.bits());
    str_::from_string(cx, format!("<weakproxy at {proxy:#x}; to '{class}' at {address:#x}>"))
}

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    protocol::compare(cx, target(cx, left)?, target(cx, right)?, op)
}

fn binary<const OP: usize>(cx: &Cx, left: Value, right: Value) -> R<Value> {
    binary_op(cx, BinaryOp::ALL[OP], target(cx, left)?, target(cx, right)?)
}

fn inplace<const OP: usize>(cx: &Cx, left: Value, right: Value) -> R<Value> {
    inplace_op(cx, BinaryOp::ALL[OP], target(cx, left)?, target(cx, right)?)
}

macro_rules! all_operators {
    ($function:ident) => {
        [
            Some($function::<0>),
            Some($function::<1>),
            Some($function::<2>),
            Some($function::<3>),
            Some($function::<4>),
            Some($function::<5>),
            Some($function::<6>),
            Some($function::<7>),
            Some($function::<8>),
            Some($function::<9>),
            Some($function::<10>),
            Some($function::<11>),
            Some($function::<12>),
        ]
    };
}

const BINARY: [Option<BinaryFn>; BINARY_OPS] = all_operators!(binary);
const INPLACE: [Option<BinaryFn>; BINARY_OPS] = all_operators!(inplace);

fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let target = target(cx, value)?;
    if cx.type_of(target).slots().next.is_none() {
        return Err(cx.type_error(format!(
            "Weakref proxy referenced a non-iterator '{}' object",
            cx.type_name(target)
        )));
    }
    protocol::iter::next(cx, target)
}

const SLOTS: SlotTable = SlotTable {
    repr: Some(repr),
    str: Some(|cx, value| protocol::str(cx, target(cx, value)?)),
    compare: Some(compare),
    getattr: Some(|cx, value, name| protocol::attr::get(cx, target(cx, value)?, name)),
    setattr: Some(|cx, value, name, new| protocol::attr::set(cx, target(cx, value)?, name, new)),
    iter: Some(|cx, value| protocol::iter::get(cx, target(cx, value)?)),
    next: Some(next),
    len: Some(|cx, value| protocol::len(cx, target(cx, value)?)),
    bool: Some(|cx, value| protocol::is_true(cx, target(cx, value)?)),
    getitem: Some(|cx, value, key| protocol::item::get(cx, target(cx, value)?, key)),
    setitem: Some(|cx, value, key, new| match new {
        Some(new) => protocol::item::set(cx, target(cx, value)?, key, new),
        None => protocol::item::delete(cx, target(cx, value)?, key),
    }),
    contains: Some(|cx, value, item| protocol::item::contains(cx, target(cx, value)?, item)),
    index: Some(|cx, value| protocol::index::to_value(cx, target(cx, value)?)),
    int: Some(|cx, value| to_number(cx, value, number::INT)),
    float: Some(|cx, value| to_number(cx, value, number::FLOAT)),
    neg: Some(|cx, value| unary(cx, UnaryOp::Neg, target(cx, value)?)),
    pos: Some(|cx, value| unary(cx, UnaryOp::Pos, target(cx, value)?)),
    invert: Some(|cx, value| unary(cx, UnaryOp::Invert, target(cx, value)?)),
    abs: Some(abs),
    binary: BINARY,
    inplace: INPLACE,
    ..SlotTable::NONE
};

fn to_number(cx: &Cx, value: Value, class: u32) -> R<Value> {
    call::call_values(cx, runtime::builtin_type(class).value(), &[target(cx, value)?])
}

fn abs(cx: &Cx, value: Value) -> R<Value> {
    let target = target(cx, value)?;
    match cx.type_of(target).slots().abs {
        Some(abs) => abs(cx, target),
        None => Err(cx.type_error(format!("bad operand type for abs(): '{}'", cx.type_name(target)))),
    }
}

fn call_target(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<Value> {
    call::call(cx, target(cx, value)?, args)
}

fn forward(cx: &Cx, args: &[Value], name: crate::names::Name) -> R<Value> {
    let method = protocol::attr::get(cx, target(cx, args[0])?, names::get(name))?;
    call::call_values(cx, method, &[])
}

/// `divmod(left, right)` of what both stand for.
fn divide(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (left, right) = (target(cx, left)?, target(cx, right)?);
    for (receiver, other, name) in [(left, right, "__divmod__"), (right, left, "__rdivmod__")] {
        if let Some(result) = call::call_special_optional(cx, receiver, cx.intern(name)?, &[other])?
            && result != Value::NOT_IMPLEMENTED
        {
            return Ok(result);
        }
    }
    let (left, right) = (cx.type_name(left), cx.type_name(right));
    Err(cx.type_error(format!("unsupported operand type(s) for divmod(): '{left}' and '{right}'")))
}

const DIVMOD: MethodDef =
    MethodDef::new("__divmod__($self, value, /)", "Return divmod(self, value).", |cx, args| {
        divide(cx, args[0], args[1])
    });
const RDIVMOD: MethodDef =
    MethodDef::new("__rdivmod__($self, value, /)", "Return divmod(value, self).", |cx, args| {
        divide(cx, args[1], args[0])
    });
const RADD: MethodDef = MethodDef::new("__radd__($self, value, /)", "Return value+self.", |cx, args| {
    binary_op(cx, BinaryOp::Add, args[1], target(cx, args[0])?)
});
const BYTES: MethodDef =
    MethodDef::new("__bytes__($self, /)", "", |cx, args| forward(cx, args, names::__BYTES__));
const REVERSED: MethodDef =
    MethodDef::new("__reversed__($self, /)", "", |cx, args| forward(cx, args, names::__REVERSED__));

/// `weakref.ProxyType`.
pub static PROXY: TypeDef = TypeDef {
    name: "ProxyType",
    module: "weakref",
    layout: &LAYOUT,
    unhashable: true,
    slots: SLOTS,
    methods: &[DIVMOD, RDIVMOD, RADD, BYTES, REVERSED],
    ..TypeDef::DEFAULT
};

/// `weakref.CallableProxyType`.
pub static CALLABLE_PROXY: TypeDef = TypeDef {
    name: "CallableProxyType",
    module: "weakref",
    layout: &LAYOUT,
    unhashable: true,
    slots: SlotTable { call: Some(call_target), ..SLOTS },
    // Neither `__bytes__` nor `__reversed__`.
    methods: &[DIVMOD, RDIVMOD, RADD],
    ..TypeDef::DEFAULT
};

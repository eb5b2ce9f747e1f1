//! `method`: a function bound to an instance. Immutable.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::typedef::{CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::object_::reduce::by_getattr;
use crate::types::type_::Type;
use crate::types::{number, str_};
use crate::value::{SlotExt, Value};
use crate::{names, protocol};

/// A bound method.
#[repr(C)]
pub struct BoundMethod {
    header: Header,
    function: Slot,
    receiver: Slot,
}

/// Layout of bound methods.
pub static LAYOUT: Layout = Layout::fixed("method", size_of::<BoundMethod>(), trace);

// SAFETY: repr(C), header first, both slots traced and never written after publication.
unsafe impl Payload for BoundMethod {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for bound methods only.
    let method = unsafe { Obj::<BoundMethod>::cast_unchecked(object) };
    tracer.slot(&method.function);
    tracer.slot(&method.receiver);
}

/// Binds a callable to a receiver.
pub fn new(cx: &Cx, function: Value, receiver: Value) -> R<Obj<BoundMethod>> {
    let header = Header::new(number::BOUND_METHOD, 0);
    cx.alloc(BoundMethod { header, function: Slot::of(function), receiver: Slot::of(receiver) })
}

/// The slot `get` of callables that bind to instances as functions do.
pub fn bind(cx: &Cx, this: Value, instance: Option<Value>, _: Obj<Type>) -> R<Value> {
    match instance.filter(|instance| !instance.is_none()) {
        Some(instance) => Ok(new(cx, this, instance)?.value()),
        None => Ok(this),
    }
}

impl BoundMethod {
    #[inline(always)]
    pub fn function(&self) -> Value {
        self.function.get()
    }
    #[inline(always)]
    pub fn receiver(&self) -> Value {
        self.receiver.get()
    }
}

fn this(value: Value) -> (Value, Value) {
    value
        .cast::<BoundMethod>()
        .map_or((Value::NONE, Value::NONE), |method| (method.function(), method.receiver()))
}

fn method_call(cx: &Cx, callee: Value, args: &CallArgs<'_>) -> R<Value> {
    let (function, receiver) = this(callee);
    call::with_first(cx, receiver, args, |args| call::call(cx, function, args))
}

fn method_repr(cx: &Cx, value: Value) -> R<Value> {
    let (function, receiver) = this(value);
    let mut name = protocol::attr::get_optional(cx, function, names::get(names::__QUALNAME__))?;
    if name.is_none() {
        name = protocol::attr::get_optional(cx, function, names::get(names::__NAME__))?;
    }
    let name = name.and_then(str_::to_rust).unwrap_or_else(|| "?".into());
    str_::from_string(cx, format!("<bound method {name} of {}>", protocol::repr_string(cx, receiver)?))
}

fn method_getattr(cx: &Cx, value: Value, name: Value) -> R<Value> {
    match protocol::attr::generic_get_optional(cx, value, name)? {
        Some(found) => Ok(found),
        None => protocol::attr::get(cx, this(value).0, name),
    }
}

fn method_compare(_: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    if right.cast::<BoundMethod>().is_none() || left.cast::<BoundMethod>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match op {
        CompareOp::Eq => Ok(Value::from_bool(this(left) == this(right))),
        CompareOp::Ne => Ok(Value::from_bool(this(left) != this(right))),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn method_hash(_: &Cx, value: Value) -> R<i64> {
    let (function, receiver) = this(value);
    Ok(protocol::identity_hash(function) ^ protocol::identity_hash(receiver))
}

fn method_new(cx: &Cx, args: &[Value]) -> R<Value> {
    if cx.type_of(args[1]).slots().call.is_none() {
        return Err(cx.type_error("first argument must be callable".into()));
    }
    if args[2].is_none() {
        return Err(cx.type_error("instance must not be None".into()));
    }
    Ok(new(cx, args[1], args[2])?.value())
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let (function, receiver) = this(args[0]);
    let name = protocol::attr::get(cx, function, names::get(names::__NAME__))?;
    by_getattr(cx, receiver, name)
}

static NEW: MethodDef = MethodDef::function("method($type, function, instance, /)", "", method_new);

/// The type.
pub static METHOD: TypeDef = TypeDef {
    name: "method",
    doc: "Create a bound instance method object.",
    layout: &LAYOUT,
    weak: true,
    slots: SlotTable {
        repr: Some(method_repr),
        call: Some(method_call),
        getattr: Some(method_getattr),
        compare: Some(method_compare),
        hash: Some(method_hash),
        // Bound for good.
        descr_get: Some(|_, value, _, _| Ok(value)),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[MethodDef::new("__reduce__($self, /)", "How to remake the method, for pickling.", reduce)],
    members: &[
        GetSetDef {
            name: "__func__",
            doc: "the function (or other callable) implementing a method",
            get: |_, value| Ok(this(value).0),
            set: None,
        },
        GetSetDef {
            name: "__self__",
            doc: "the instance to which a method is bound",
            get: |_, value| Ok(this(value).1),
            set: None,
        },
    ],
    getset: &[GetSetDef {
        name: "__doc__",
        doc: "",
        get: |cx, value| protocol::attr::get(cx, this(value).0, names::get(names::__DOC__)),
        set: None,
    }],
    ..TypeDef::DEFAULT
};

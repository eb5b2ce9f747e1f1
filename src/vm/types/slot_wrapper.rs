//! `wrapper_descriptor` and `method-wrapper`: a builtin type's slot as a method (`int.__add__`, `(1).__add__`). Immutable.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::dunder::Dunder;
use crate::names;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::int::avoid_minus_one;
use crate::types::object_::reduce::by_getattr;
use crate::types::type_::Type;
use crate::types::{getset, number, str_};
use crate::value::{SlotExt, Value};

/// A slot of a class as a method; bound where it has a receiver.
#[repr(C)]
pub struct SlotWrapper {
    header: Header,
    row: &'static Dunder,
    class: Slot,
    receiver: Slot,
}

/// Layout of slot wrappers.
pub static LAYOUT: Layout = Layout::fixed("slot wrapper", size_of::<SlotWrapper>(), trace);

// SAFETY: repr(C), header first, both slots traced; immutable.
unsafe impl Payload for SlotWrapper {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for slot wrappers only.
    let this = unsafe { Obj::<SlotWrapper>::cast_unchecked(object) };
    tracer.slot(&this.class);
    tracer.slot(&this.receiver);
}

impl SlotWrapper {
    /// Whether it takes the receiver as its first argument.
    pub(crate) fn is_unbound(&self) -> bool {
        self.receiver.get().is_unbound()
    }
}

/// The wrapper of a class's slot.
pub fn new(cx: &Cx, class: Obj<Type>, row: &'static Dunder) -> R<Obj<SlotWrapper>> {
    let header = Header::new(number::SLOT_WRAPPER, 0);
    cx.alloc(SlotWrapper { header, row, class: Slot::of(class.value()), receiver: Slot::of(Value::UNBOUND) })
}

fn this(cx: &Cx, value: Value) -> R<(Obj<SlotWrapper>, Obj<Type>)> {
    let found = value.cast::<SlotWrapper>().and_then(|this| Some((this, this.class.get().cast::<Type>()?)));
    found.ok_or_else(|| cx.type_error(format!("expected wrapper_descriptor, got '{}'", cx.type_name(value))))
}

fn call_unbound(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<Value> {
    let (this, class) = this(cx, value)?;
    let name = names::text(this.row.name);
    let Some(&receiver) = args.positional().first() else {
        return Err(cx.type_error(format!(
            "descriptor '{name}' of '{}' object needs an argument",
            cx.class_name(class)
        )));
    };
    if !cx.type_of(receiver).is_subclass_of(class) {
        return Err(cx.type_error(format!(
            "descriptor '{name}' requires a '{}' object but received a '{}'",
            cx.class_name(class),
            cx.type_name(receiver)
        )));
    }
    (this.row.invoke)(cx, &class.slots(), args)
}

fn call_bound(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<Value> {
    let (this, class) = this(cx, value)?;
    call::with_first(cx, this.receiver.get(), args, |args| (this.row.invoke)(cx, &class.slots(), args))
}

fn get(cx: &Cx, value: Value, instance: Option<Value>, _: Obj<Type>) -> R<Value> {
    let (this, class) = this(cx, value)?;
    let Some(instance) = instance else { return Ok(value) };
    if !cx.type_of(instance).is_subclass_of(class) {
        return Err(getset::inapplicable(cx, names::text(this.row.name), class, instance));
    }
    let header = Header::new(number::METHOD_WRAPPER, 0);
    let (row, class, receiver) = (this.row, Slot::of(class.value()), Slot::of(instance));
    Ok(cx.alloc(SlotWrapper { header, row, class, receiver })?.value())
}

fn repr_unbound(cx: &Cx, value: Value) -> R<Value> {
    let (this, class) = this(cx, value)?;
    str_::from_string(
        cx,
        format!("<slot wrapper '{}' of '{}' objects>", names::text(this.row.name), cx.class_name(class)),
    )
}

fn repr_bound(cx: &Cx, value: Value) -> R<Value> {
    let (this, _) = this(cx, value)?;
    let receiver = this.receiver.get();
    let (name, class) = (names::text(this.row.name), cx.type_name(receiver));
    str_::from_string(cx, format!("<method-wrapper '{name}' of {class} object at {:#x}>", receiver.bits()))
}

fn get_qualname(cx: &Cx, value: Value) -> R<Value> {
    let (this, class) = this(cx, value)?;
    str_::from_string(cx, class.qualified(names::text(this.row.name)))
}

/// A wrapper by its class, a bound one by its receiver.
fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let (this, class) = this(cx, args[0])?;
    let owner = this.receiver.get().bound().unwrap_or(class.value());
    by_getattr(cx, owner, names::get(this.row.name))
}

const REDUCE: MethodDef =
    MethodDef::new("__reduce__($self, /)", "How to find the method, for pickling.", reduce);

const OBJCLASS: GetSetDef =
    GetSetDef { name: "__objclass__", doc: "", get: |cx, v| Ok(this(cx, v)?.1.value()), set: None };
const TEXT_SIGNATURE: GetSetDef = GetSetDef {
    name: "__text_signature__",
    doc: "",
    get: |cx, v| str_::from_str(cx, this(cx, v)?.0.row.signature),
    set: None,
};

/// Two bound wrappers are equal where they are the same slot of the same object.
fn compare(_: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<SlotWrapper>(), right.cast::<SlotWrapper>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let same = std::ptr::eq(one.row, other.row) && one.receiver.get() == other.receiver.get();
    match op {
        CompareOp::Eq => Ok(Value::from_bool(same)),
        CompareOp::Ne => Ok(Value::from_bool(!same)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn hash(cx: &Cx, value: Value) -> R<i64> {
    let (this, _) = this(cx, value)?;
    let row = std::ptr::from_ref(this.row).addr() as i64;
    Ok(avoid_minus_one(protocol::identity_hash(this.receiver.get()) ^ row.rotate_right(4)))
}

static MEMBERS: &[GetSetDef] = &[
    GetSetDef { name: "__name__", doc: "", get: |cx, v| Ok(names::get(this(cx, v)?.0.row.name)), set: None },
    OBJCLASS,
];

static ATTRIBUTES: &[GetSetDef] = &[
    GetSetDef { name: "__qualname__", doc: "", get: get_qualname, set: None },
    GetSetDef {
        name: "__doc__",
        doc: "",
        get: |cx, v| str_::from_str(cx, this(cx, v)?.0.row.doc),
        set: None,
    },
    TEXT_SIGNATURE,
];

/// `wrapper_descriptor`.
pub static SLOT_WRAPPER: TypeDef = TypeDef {
    name: "wrapper_descriptor",
    layout: &LAYOUT,
    slots: SlotTable {
        call: Some(call_unbound),
        descr_get: Some(get),
        repr: Some(repr_unbound),
        ..SlotTable::NONE
    },
    methods: &[REDUCE],
    getset: ATTRIBUTES,
    members: MEMBERS,
    ..TypeDef::DEFAULT
};

/// `method-wrapper`.
pub static METHOD_WRAPPER: TypeDef = TypeDef {
    name: "method-wrapper",
    layout: &LAYOUT,
    slots: SlotTable {
        call: Some(call_bound),
        repr: Some(repr_bound),
        compare: Some(compare),
        hash: Some(hash),
        ..SlotTable::NONE
    },
    methods: &[REDUCE],
    getset: &[
        GetSetDef {
            name: "__name__",
            doc: "",
            get: |cx, v| Ok(names::get(this(cx, v)?.0.row.name)),
            set: None,
        },
        GetSetDef { name: "__qualname__", doc: "", get: get_qualname, set: None },
        GetSetDef {
            name: "__doc__",
            doc: "",
            get: |cx, v| str_::from_str(cx, this(cx, v)?.0.row.doc),
            set: None,
        },
        OBJCLASS,
        TEXT_SIGNATURE,
    ],
    members: &[GetSetDef {
        name: "__self__",
        doc: "",
        get: |cx, v| Ok(this(cx, v)?.0.receiver.get()),
        set: None,
    }],
    ..TypeDef::DEFAULT
};

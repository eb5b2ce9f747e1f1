//! `staticmethod` and `classmethod`. Thread-safety: the wrapped callable is one slot, `None` until `__init__` stores it; a reader sees the one or the other.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::instance;
use crate::names;
use crate::object::{Obj, Payload, flag};
use crate::protocol;
use crate::shape::Shape;
use crate::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::descriptor::is_abstract;
use crate::types::type_::Type;
use crate::types::{method, number, str_};
use crate::value::{SlotExt, Value};

/// A wrapper around a callable.
#[repr(C)]
pub struct Wrapper {
    header: Header,
    callable: Slot,
}

/// Layout of both wrappers; they have a `__dict__`.
pub static LAYOUT: Layout = Layout::with_attributes("function wrapper", size_of::<Wrapper>(), trace);

// SAFETY: repr(C), header first, the slot is traced.
unsafe impl Payload for Wrapper {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for wrappers only.
    tracer.slot(&unsafe { Obj::<Wrapper>::cast_unchecked(object) }.callable);
}

fn create(cx: &Cx, shape: Obj<Shape>, callable: Value) -> R<Obj<Wrapper>> {
    let header = Header::new(shape.id(), flag::HAS_ATTRIBUTES);
    cx.alloc_instance(shape, Wrapper { header, callable: Slot::of(callable) })
}

/// A static method.
pub fn new_static(cx: &Cx, callable: Value) -> R<Obj<Wrapper>> {
    create(cx, Shape::by_id(number::STATIC_METHOD), callable)
}

/// A class method.
pub fn new_class(cx: &Cx, callable: Value) -> R<Obj<Wrapper>> {
    create(cx, Shape::by_id(number::CLASS_METHOD), callable)
}

fn wrapped(cx: &Cx, value: Value) -> R<Value> {
    match value.cast::<Wrapper>() {
        Some(wrapper) => Ok(wrapper.callable.get()),
        None => Err(cx.type_error(format!("expected a function wrapper, got '{}'", cx.type_name(value)))),
    }
}

fn wrapper_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else { return Err(cx.type_error("type expected".into())) };
    Ok(create(cx, class.start_shape(), Value::NONE)?.value())
}

fn wrapper_init(cx: &Cx, value: Value, args: &CallArgs<'_>, name: &str) -> R<()> {
    args.no_keywords(cx, name)?;
    let &[callable] = args.values() else {
        let given = args.values().len();
        return Err(cx.type_error(format!("{name} expected 1 argument, got {given}")));
    };
    let Some(wrapper) = value.cast::<Wrapper>() else {
        return Err(cx.type_error(format!("expected a function wrapper, got '{}'", cx.type_name(value))));
    };
    cx.store(wrapper.object(), &wrapper.callable, callable);
    for name in [names::__MODULE__, names::__NAME__, names::__QUALNAME__, names::__DOC__] {
        if let Some(value) = protocol::attr::get_optional(cx, callable, names::get(name))? {
            instance::set(cx, wrapper.object(), names::get(name), value)?;
        }
    }
    Ok(())
}

fn static_get(cx: &Cx, this: Value, _: Option<Value>, _: Obj<Type>) -> R<Value> {
    wrapped(cx, this)
}

fn static_call(cx: &Cx, this: Value, args: &CallArgs<'_>) -> R<Value> {
    call::call(cx, wrapped(cx, this)?, args)
}

fn class_get(cx: &Cx, this: Value, _: Option<Value>, class: Obj<Type>) -> R<Value> {
    Ok(method::new(cx, wrapped(cx, this)?, class.value())?.value())
}

fn wrapper_repr(cx: &Cx, value: Value, name: &str) -> R<Value> {
    str_::from_string(cx, format!("<{name}({})>", protocol::repr_string(cx, wrapped(cx, value)?)?))
}

static NEW: MethodDef = MethodDef::any_new(wrapper_new);

/// An attribute of the wrapped function, remembered in the wrapper's `__dict__`.
fn of_wrapped(cx: &Cx, value: Value, name: &str) -> R<Value> {
    cx.check_stack()?;
    let (name, function) = (cx.intern(name)?, wrapped(cx, value)?);
    let known = value.as_object().and_then(|object| instance::get(object, name));
    match (known, value.as_object()) {
        (Some(known), _) => Ok(known),
        (None, Some(object)) => {
            let found = protocol::attr::get(cx, function, name)?;
            instance::set(cx, object, name, found)?;
            Ok(found)
        }
        (None, None) => protocol::attr::get(cx, function, name),
    }
}

fn set_of_wrapped(cx: &Cx, value: Value, name: &str, new: Option<Value>) -> R<()> {
    let name = cx.intern(name)?;
    let Some(object) = value.as_object() else { return Ok(()) };
    match new {
        Some(new) => instance::set(cx, object, name, new).map(|_| ()),
        None if instance::delete(cx, object, name)? => Ok(()),
        None => Err(protocol::attr::missing(cx, value, name)),
    }
}

static ATTRIBUTES: &[GetSetDef] = &[
    GetSetDef {
        name: "__annotations__",
        doc: "",
        get: |cx, value| of_wrapped(cx, value, "__annotations__"),
        set: Some(|cx, value, new| set_of_wrapped(cx, value, "__annotations__", new)),
    },
    GetSetDef {
        name: "__annotate__",
        doc: "",
        get: |cx, value| of_wrapped(cx, value, "__annotate__"),
        set: Some(|cx, value, new| set_of_wrapped(cx, value, "__annotate__", new)),
    },
    GetSetDef {
        name: "__isabstractmethod__",
        doc: "",
        get: |cx, value| Ok(Value::from_bool(is_abstract(cx, wrapped(cx, value)?)?)),
        set: None,
    },
];

static FIELDS: &[GetSetDef] = &[
    GetSetDef { name: "__func__", doc: "the wrapped callable", get: wrapped, set: None },
    GetSetDef { name: "__wrapped__", doc: "the wrapped callable", get: wrapped, set: None },
];

/// `staticmethod`.
pub static STATIC_METHOD: TypeDef = TypeDef {
    name: "staticmethod",
    doc: "A function that does not get the instance when it is called as a method.",
    layout: &LAYOUT,
    parameters: Some("(function, /)"),
    subclassable: true,
    generic: true,
    slots: SlotTable {
        descr_get: Some(static_get),
        call: Some(static_call),
        repr: Some(|cx, value| wrapper_repr(cx, value, "staticmethod")),
        init: Some(|cx, value, args| wrapper_init(cx, value, args, "staticmethod")),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    getset: ATTRIBUTES,
    members: FIELDS,
    ..TypeDef::DEFAULT
};

/// `classmethod`.
pub static CLASS_METHOD: TypeDef = TypeDef {
    name: "classmethod",
    doc: "A function that gets the class in place of the instance when it is called as a method.",
    layout: &LAYOUT,
    parameters: Some("(function, /)"),
    subclassable: true,
    generic: true,
    slots: SlotTable {
        descr_get: Some(class_get),
        repr: Some(|cx, value| wrapper_repr(cx, value, "classmethod")),
        init: Some(|cx, value, args| wrapper_init(cx, value, args, "classmethod")),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    getset: ATTRIBUTES,
    members: FIELDS,
    ..TypeDef::DEFAULT
};

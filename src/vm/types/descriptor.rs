//! `property`. Immutable but for its documentation.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::instance;
use crate::names;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::function::Function;
use crate::types::number;
use crate::types::type_::Type;
use crate::value::{SlotExt, Value};

/// A property.
#[repr(C)]
pub struct Property {
    header: Header,
    getter: Slot,
    setter: Slot,
    deleter: Slot,
    doc: Slot,
    name: Slot,
}

/// Layout of properties.
pub static LAYOUT: Layout = Layout::fixed("property", size_of::<Property>(), trace);

// SAFETY: repr(C), header first, every slot traced.
unsafe impl Payload for Property {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for properties only.
    let this = unsafe { Obj::<Property>::cast_unchecked(object) };
    for slot in [&this.getter, &this.setter, &this.deleter, &this.doc, &this.name] {
        tracer.slot(slot);
    }
}

impl Property {
    /// The getter, where it is a Python function that the interpreter can call as a frame.
    pub(crate) fn python_getter(&self) -> Option<Obj<Function>> {
        self.getter.get().cast_exact::<Function>(number::FUNCTION)
    }
}

fn this(cx: &Cx, value: Value) -> R<Obj<Property>> {
    value
        .cast::<Property>()
        .ok_or_else(|| cx.type_error(format!("expected property, got '{}'", cx.type_name(value))))
}

fn property_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else { return Err(cx.type_error("type expected".into())) };
    let given = |index: usize| args[index].bound().unwrap_or(Value::NONE);
    let mut doc = given(4);
    if doc.is_none() && !given(1).is_none() {
        doc = protocol::attr::get_optional(cx, given(1), names::get(names::__DOC__))?.unwrap_or(Value::NONE);
    }
    create(cx, class, [given(1), given(2), given(3)], doc, Value::NONE)
}

fn create(cx: &Cx, class: Obj<Type>, functions: [Value; 3], doc: Value, name: Value) -> R<Value> {
    let (shape, header) = instance::start(class);
    let [getter, setter, deleter] = functions.map(Slot::of);
    let (doc, name) = (Slot::of(doc), Slot::of(name));
    Ok(cx.alloc_instance(shape, Property { header, getter, setter, deleter, doc, name })?.value())
}

fn replaced(cx: &Cx, value: Value, which: usize, function: Value) -> R<Value> {
    let property = this(cx, value)?;
    let mut functions = [property.getter.get(), property.setter.get(), property.deleter.get()];
    functions[which] = function;
    let mut doc = property.doc.get();
    if which == 0 {
        doc = protocol::attr::get_optional(cx, function, names::get(names::__DOC__))?.unwrap_or(doc);
    }
    create(cx, cx.type_of(value), functions, doc, property.name.get())
}

fn refuse(cx: &Cx, value: Value, object: Value, what: &str) -> crate::context::Raised {
    let name = this(cx, value).map(|property| property.name.get()).unwrap_or(Value::NONE);
    let class = protocol::type_display_name(cx, cx.type_of(object));
    let class = class.rsplit('.').next().unwrap_or_default().to_string();
    let message = match protocol::repr_string(cx, name) {
        Ok(shown) if !name.is_none() => format!("property {shown} of '{class}' object has no {what}"),
        _ => format!("property of '{class}' object has no {what}"),
    };
    cx.error(crate::exceptions::ATTRIBUTE_ERROR, message)
}

fn property_get(cx: &Cx, value: Value, instance: Option<Value>, _: Obj<Type>) -> R<Value> {
    let Some(instance) = instance else { return Ok(value) };
    let getter = this(cx, value)?.getter.get();
    if getter.is_none() {
        return Err(refuse(cx, value, instance, "getter"));
    }
    call::call_values(cx, getter, &[instance])
}

fn property_set(cx: &Cx, value: Value, instance: Value, new: Option<Value>) -> R<()> {
    let property = this(cx, value)?;
    let (function, what) = match new {
        Some(_) => (property.setter.get(), "setter"),
        None => (property.deleter.get(), "deleter"),
    };
    if function.is_none() {
        return Err(refuse(cx, value, instance, what));
    }
    match new {
        Some(new) => call::call_values(cx, function, &[instance, new])?,
        None => call::call_values(cx, function, &[instance])?,
    };
    Ok(())
}

fn property_init(_: &Cx, _: Value, _: &CallArgs<'_>) -> R<()> {
    Ok(())
}

fn set_name(cx: &Cx, args: &[Value]) -> R<Value> {
    let property = this(cx, args[0])?;
    cx.store(property.object(), &property.name, args[2]);
    Ok(Value::NONE)
}

fn get_name(cx: &Cx, value: Value) -> R<Value> {
    let property = this(cx, value)?;
    let name = property.name.get();
    if !name.is_none() {
        return Ok(name);
    }
    let attribute = names::get(names::__NAME__);
    match protocol::attr::get_optional(cx, property.getter.get(), attribute)? {
        Some(name) if !property.getter.get().is_none() => Ok(name),
        _ => Err(protocol::attr::missing(cx, value, attribute)),
    }
}

static NEW: MethodDef = MethodDef::function(
    "__new__($type, /, fget=None, fset=None, fdel=None, doc=None)",
    "An attribute computed by functions.",
    property_new,
);

/// The type.
pub static PROPERTY: TypeDef = TypeDef {
    name: "property",
    doc: "An attribute whose reading, setting and deleting call functions.",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable {
        descr_get: Some(property_get),
        descr_set: Some(property_set),
        init: Some(property_init),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("getter($self, fget, /)", "The property with another getter.", |cx, a| {
            replaced(cx, a[0], 0, a[1])
        }),
        MethodDef::new("setter($self, fset, /)", "The property with another setter.", |cx, a| {
            replaced(cx, a[0], 1, a[1])
        }),
        MethodDef::new("deleter($self, fdel, /)", "The property with another deleter.", |cx, a| {
            replaced(cx, a[0], 2, a[1])
        }),
        MethodDef::new("__set_name__($self, owner, name, /)", "Remembers the attribute's name.", set_name),
    ],
    getset: &[
        GetSetDef { name: "fget", doc: "", get: |cx, v| Ok(this(cx, v)?.getter.get()), set: None },
        GetSetDef { name: "fset", doc: "", get: |cx, v| Ok(this(cx, v)?.setter.get()), set: None },
        GetSetDef { name: "fdel", doc: "", get: |cx, v| Ok(this(cx, v)?.deleter.get()), set: None },
        GetSetDef {
            name: "__doc__",
            doc: "",
            get: |cx, v| Ok(this(cx, v)?.doc.get()),
            set: Some(|cx, v, new| {
                let property = this(cx, v)?;
                cx.store(property.object(), &property.doc, new.unwrap_or(Value::NONE));
                Ok(())
            }),
        },
        GetSetDef { name: "__name__", doc: "", get: get_name, set: None },
    ],
    ..TypeDef::DEFAULT
};

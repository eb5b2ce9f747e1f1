//! `property`. Thread-safety: `__init__` and assignments store single slots; a reader sees each function whole.

use std::sync::atomic::{AtomicBool, Ordering};

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::instance;
use crate::names;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{DescrGetFn, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::function::Function;
use crate::types::type_::Type;
use crate::types::{getset, number, str_};
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
    /// Whether the documentation is the getter's.
    documented: AtomicBool,
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

fn this(cx: &Cx, value: Value) -> R<Obj<Property>> {
    value
        .cast::<Property>()
        .ok_or_else(|| cx.type_error(format!("expected property, got '{}'", cx.type_name(value))))
}

fn property_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else { return Err(cx.type_error("type expected".into())) };
    let (shape, header) = instance::start(class);
    let [getter, setter, deleter, doc] = [Value::NONE; 4].map(Slot::of);
    let name = Slot::of(Value::UNBOUND);
    let property =
        Property { header, getter, setter, deleter, doc, name, documented: AtomicBool::new(false) };
    Ok(cx.alloc_instance(shape, property)?.value())
}

static INIT: MethodDef =
    MethodDef::new("property($self, /, fget=None, fset=None, fdel=None, doc=None)", "", |_, _| {
        Ok(Value::NONE)
    });

fn property_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    call::bind_init(cx, &INIT, value, args, |bound| {
        let given = |index: usize| bound[index].bound().unwrap_or(Value::NONE);
        let property = this(cx, value)?;
        let object = property.object();
        for (slot, function) in [
            (&property.getter, given(1)),
            (&property.setter, given(2)),
            (&property.deleter, given(3)),
            (&property.doc, Value::NONE),
            (&property.name, Value::UNBOUND),
        ] {
            cx.store(object, slot, function);
        }
        let (getter, mut doc) = (given(1), given(4));
        let of_getter = doc.is_none() && !getter.is_none();
        if of_getter {
            doc =
                protocol::attr::get_optional(cx, getter, names::get(names::__DOC__))?.unwrap_or(Value::NONE);
        }
        let documented = of_getter && !doc.is_none();
        property.documented.store(documented, Ordering::Relaxed);
        let class = cx.type_of(value);
        if class == crate::runtime::builtin_type(number::PROPERTY) {
            cx.store(object, &property.doc, doc);
            return Ok(());
        }
        // A derived class has its own text in its namespace, which would hide the property's.
        match protocol::attr::set(cx, value, names::get(names::__DOC__), Some(doc)) {
            Err(raised) if !documented && cx.matches(raised, crate::exceptions::ATTRIBUTE_ERROR) => Ok(()),
            done => done,
        }
    })
}

/// The property with another function, made by its class.
fn replaced(cx: &Cx, value: Value, which: usize, function: Value) -> R<Value> {
    let property = this(cx, value)?;
    let mut functions = [property.getter.get(), property.setter.get(), property.deleter.get()];
    if !function.is_none() {
        functions[which] = function;
    }
    let [getter, setter, deleter] = functions;
    let from_getter = property.documented.load(Ordering::Relaxed) && !getter.is_none();
    let doc = if from_getter { Value::NONE } else { property.doc.get() };
    let made = call::call_values(cx, cx.type_of(value).value(), &[getter, setter, deleter, doc])?;
    if let Some(made) = made.cast::<Property>() {
        cx.store(made.object(), &made.name, property.name.get());
    }
    Ok(made)
}

fn refuse(cx: &Cx, value: Value, object: Value, what: &str) -> crate::context::Raised {
    // One that no class statement has named has its getter's name.
    let name = get_name(cx, value).unwrap_or(Value::NONE);
    let class = str_::to_rust(cx.type_of(object).qualname()).unwrap_or_default();
    let message = match protocol::repr_string(cx, name) {
        Ok(shown) if !name.is_none() => format!("property {shown} of '{class}' object has no {what}"),
        _ => format!("property of '{class}' object has no {what}"),
    };
    cx.error(crate::exceptions::ATTRIBUTE_ERROR, message)
}

/// The getter of a property, where it is a Python function that the interpreter can call as a frame and no derived class reads it otherwise; `get` is
/// the slot of the property's class.
pub(crate) fn python_getter(found: Value, get: DescrGetFn) -> Option<Obj<Function>> {
    let is_plain = std::ptr::fn_addr_eq(get, property_get as DescrGetFn);
    found.cast::<Property>().filter(|_| is_plain)?.getter.get().cast::<Function>()
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

/// Whether a function, or what wraps one, is marked by `abc.abstractmethod`.
pub(crate) fn is_abstract(cx: &Cx, function: Value) -> R<bool> {
    cx.check_stack()?;
    if function.is_none() {
        return Ok(false);
    }
    match protocol::attr::get_optional(cx, function, cx.intern("__isabstractmethod__")?)? {
        Some(mark) => protocol::is_true(cx, mark),
        None => Ok(false),
    }
}

fn set_name(cx: &Cx, args: &[Value]) -> R<Value> {
    let property = this(cx, args[0])?;
    cx.store(property.object(), &property.name, args[2]);
    Ok(Value::NONE)
}

fn get_name(cx: &Cx, value: Value) -> R<Value> {
    let property = this(cx, value)?;
    if let Some(name) = property.name.get().bound() {
        return Ok(name);
    }
    let attribute = names::get(names::__NAME__);
    match protocol::attr::get_optional(cx, property.getter.get(), attribute)? {
        Some(name) if !property.getter.get().is_none() => Ok(name),
        _ => Err(protocol::attr::missing(cx, value, attribute)),
    }
}

static NEW: MethodDef = MethodDef::any_new(property_new);

/// The type.
pub static PROPERTY: TypeDef = TypeDef {
    name: "property",
    doc: "An attribute whose reading, setting and deleting call functions.",
    layout: &LAYOUT,
    parameters: Some("(fget=None, fset=None, fdel=None, doc=None)"),
    subclassable: true,
    slots: SlotTable {
        descr_get: Some(property_get),
        descr_set: Some(property_set),
        init: Some(property_init),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("getter($self, object, /)", "The property with another getter.", |cx, a| {
            replaced(cx, a[0], 0, a[1])
        }),
        MethodDef::new("setter($self, object, /)", "The property with another setter.", |cx, a| {
            replaced(cx, a[0], 1, a[1])
        }),
        MethodDef::new("deleter($self, object, /)", "The property with another deleter.", |cx, a| {
            replaced(cx, a[0], 2, a[1])
        }),
        MethodDef::new("__set_name__($self, owner, name, /)", "Remembers the attribute's name.", set_name),
    ],
    getset: &[
        GetSetDef {
            name: "__name__",
            doc: "",
            get: get_name,
            set: Some(|cx, v, new| {
                let property = this(cx, v)?;
                cx.store(property.object(), &property.name, new.unwrap_or(Value::UNBOUND));
                Ok(())
            }),
        },
        GetSetDef {
            name: "__isabstractmethod__",
            doc: "",
            get: |cx, v| {
                let property = this(cx, v)?;
                for function in [property.getter.get(), property.setter.get(), property.deleter.get()] {
                    if is_abstract(cx, function)? {
                        return Ok(Value::TRUE);
                    }
                }
                Ok(Value::FALSE)
            },
            set: None,
        },
    ],
    members: &[
        GetSetDef { name: "fget", doc: "", get: |cx, v| Ok(this(cx, v)?.getter.get()), set: None },
        GetSetDef { name: "fset", doc: "", get: |cx, v| Ok(this(cx, v)?.setter.get()), set: None },
        GetSetDef { name: "fdel", doc: "", get: |cx, v| Ok(this(cx, v)?.deleter.get()), set: None },
        GetSetDef {
            name: "__doc__",
            doc: "",
            get: |cx, v| Ok(this(cx, v)?.doc.get()),
            set: Some(|cx, v, new| {
                let property = this(cx, v)?;
                getset::set_or_none(cx, property.object(), &property.doc, new)
            }),
        },
    ],
    ..TypeDef::DEFAULT
};

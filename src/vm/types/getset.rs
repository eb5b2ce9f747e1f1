//! `getset_descriptor`: a computed attribute of a builtin type. Immutable.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R, Raised};
use crate::object::{Obj, Payload};
use crate::typedef::{GetSetDef, Layout, SlotTable, TypeDef};
use crate::types::type_::Type;
use crate::types::{number, str_};
use crate::value::{SlotExt, Value};

/// A computed attribute.
#[repr(C)]
pub struct GetSet {
    header: Header,
    def: &'static GetSetDef,
    class: Slot,
}

/// Layout of computed attributes.
pub static LAYOUT: Layout = Layout::fixed("getset_descriptor", size_of::<GetSet>(), trace);

// SAFETY: repr(C), header first, the slot is traced; immutable.
unsafe impl Payload for GetSet {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for computed attributes only.
    tracer.slot(&unsafe { Obj::<GetSet>::cast_unchecked(object) }.class);
}

/// A computed attribute of a class.
pub fn new(cx: &Cx, class: Obj<Type>, def: &'static GetSetDef) -> R<Obj<GetSet>> {
    cx.alloc(GetSet { header: Header::new(number::GETSET, 0), def, class: Slot::of(class.value()) })
}

fn this(cx: &Cx, value: Value) -> R<(Obj<GetSet>, Obj<Type>)> {
    let found = value.cast::<GetSet>().and_then(|this| Some((this, this.class.get().cast::<Type>()?)));
    found.ok_or_else(|| cx.type_error(format!("expected getset_descriptor, got '{}'", cx.type_name(value))))
}

fn check(cx: &Cx, value: Value, instance: Value) -> R<&'static GetSetDef> {
    let (this, class) = this(cx, value)?;
    if cx.type_of(instance).is_subclass_of(class) {
        return Ok(this.def);
    }
    Err(inapplicable(cx, this.def.name, class, instance))
}

/// `TypeError` for a descriptor of one class that is asked for an object of another.
#[cold]
pub(crate) fn inapplicable(cx: &Cx, name: &str, class: Obj<Type>, object: Value) -> Raised {
    let (class, shown) = (cx.class_name(class), cx.type_name(object));
    cx.type_error(format!("descriptor '{name}' for '{class}' objects doesn't apply to a '{shown}' object"))
}

/// Sets a member of an object; a deleted one becomes `None`.
pub fn set_or_none(cx: &Cx, owner: ObjRef, slot: &Slot, new: Option<Value>) -> R<()> {
    cx.store(owner, slot, new.unwrap_or(Value::NONE));
    Ok(())
}

fn get(cx: &Cx, value: Value, instance: Option<Value>, _: Obj<Type>) -> R<Value> {
    match instance {
        Some(instance) => (check(cx, value, instance)?.get)(cx, instance),
        None => Ok(value),
    }
}

fn set(cx: &Cx, value: Value, instance: Value, new: Option<Value>) -> R<()> {
    let def = check(cx, value, instance)?;
    let (_, class) = this(cx, value)?;
    match def.set {
        Some(set) => set(cx, instance, new),
        None => {
            let message =
                format!("attribute '{}' of '{}' objects is not writable", def.name, cx.class_name(class));
            Err(cx.error(crate::exceptions::ATTRIBUTE_ERROR, message))
        }
    }
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let (this, class) = this(cx, value)?;
    str_::from_string(cx, format!("<attribute '{}' of '{}' objects>", this.def.name, cx.class_name(class)))
}

/// The type.
pub static GETSET: TypeDef = TypeDef {
    name: "getset_descriptor",
    layout: &LAYOUT,
    slots: SlotTable { descr_get: Some(get), descr_set: Some(set), repr: Some(repr), ..SlotTable::NONE },
    getset: &[
        GetSetDef {
            name: "__qualname__",
            doc: "",
            get: |cx, v| {
                let (this, class) = this(cx, v)?;
                str_::from_string(cx, class.qualified(this.def.name))
            },
            set: None,
        },
        GetSetDef {
            name: "__doc__",
            doc: "",
            get: |cx, v| match this(cx, v)?.0.def.doc {
                "" => Ok(Value::NONE),
                doc => str_::from_str(cx, doc),
            },
            set: None,
        },
    ],
    members: &[
        GetSetDef { name: "__name__", doc: "", get: |cx, v| cx.intern(this(cx, v)?.0.def.name), set: None },
        GetSetDef { name: "__objclass__", doc: "", get: |cx, v| Ok(this(cx, v)?.1.value()), set: None },
    ],
    ..TypeDef::DEFAULT
};

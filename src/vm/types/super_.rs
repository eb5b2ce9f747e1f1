//! `super`: attribute look-up that begins behind a class in the order of an object's class. Immutable.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call::CallArgs;
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::instance;
use crate::interp::frame;
use crate::names;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::signature::Wording;
use crate::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::cell::Cell;
use crate::types::type_::Type;
use crate::types::{number, str_};
use crate::value::{SlotExt, Value};

/// A `super` object.
#[repr(C)]
pub struct Super {
    header: Header,
    /// The class behind which look-up begins.
    class: Slot,
    /// The instance or class it is bound to; unbound where it is not.
    object: Slot,
    /// The class whose order is followed.
    start: Slot,
}

/// Layout of `super` objects.
pub static LAYOUT: Layout = Layout::fixed("super", size_of::<Super>(), trace);

// SAFETY: repr(C), header first, every slot traced; immutable.
unsafe impl Payload for Super {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for super objects only.
    let this = unsafe { Obj::<Super>::cast_unchecked(object) };
    for slot in [&this.class, &this.object, &this.start] {
        tracer.slot(slot);
    }
}

fn super_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let (class, object) = match (args[1].bound(), args[2].bound()) {
        (None, _) => from_caller(cx)?,
        (Some(class), object) => match class.cast::<Type>() {
            Some(class) => (class, object.unwrap_or(Value::NONE)),
            None => {
                let shown = cx.type_name(class);
                return Err(cx.type_error(format!("super() argument 1 must be a type, not {shown}")));
            }
        },
    };
    match args[0].cast::<Type>() {
        Some(of) => create(cx, of, class, object),
        None => Err(cx.type_error("super.__new__(X): X is not a type object".into())),
    }
}

/// `super()`, called by the innermost frame.
pub(crate) fn of_caller(cx: &Cx) -> R<Value> {
    let (class, object) = from_caller(cx)?;
    create(cx, crate::runtime::builtin_type(number::SUPER), class, object)
}

/// A plain `super` that is bound to an instance: the class behind which look-up begins, the instance, and the class whose order is followed.
pub(crate) fn instance_parts(value: Value) -> Option<(Obj<Type>, Value, Obj<Type>)> {
    let this = value.cast_exact::<Super>(number::SUPER)?;
    let (class, start) = (this.class.get().cast::<Type>()?, this.start.get().cast::<Type>()?);
    let object = this.object.get();
    (object != start.value()).then_some((class, object, start))
}

/// What the first class behind `class` in the order of `start` has under a name.
pub(crate) fn find_behind(start: Obj<Type>, class: Obj<Type>, name: Value) -> Option<Value> {
    if name == names::get(names::__CLASS__) {
        return None;
    }
    let mut behind = start.ancestors().skip_while(|ancestor| *ancestor != class).skip(1);
    behind.find_map(|ancestor| ancestor.namespace().get_str(name))
}

/// A `super`, or an instance of the class `of` derived from it.
fn create(cx: &Cx, of: Obj<Type>, class: Obj<Type>, object: Value) -> R<Value> {
    let (shape, header) = instance::start(of);
    if object.is_none() {
        let unbound = Slot::of(Value::UNBOUND);
        let made = Super {
            header,
            class: Slot::of(class.value()),
            object: unbound,
            start: Slot::of(Value::UNBOUND),
        };
        return Ok(cx.alloc_instance(shape, made)?.value());
    }
    let start = match object.cast::<Type>() {
        Some(object) if object.is_subclass_of(class) => object,
        _ if cx.type_of(object).is_subclass_of(class) => cx.type_of(object),
        _ if let Some(declared) = declared_class(cx, object)?.filter(|it| it.is_subclass_of(class)) => {
            declared
        }
        _ => return Err(unsuitable(cx, object, class)),
    };
    let (class, object, start) = (Slot::of(class.value()), Slot::of(object), Slot::of(start.value()));
    Ok(cx.alloc_instance(shape, Super { header, class, object, start })?.value())
}

/// `TypeError` for an object whose attributes cannot be looked up behind a class.
#[cold]
pub(crate) fn unsuitable(cx: &Cx, object: Value, class: Obj<Type>) -> Raised {
    let shown = match object.cast::<Type>() {
        Some(object) => format!("type {}", object.name_text()),
        None => format!("instance of {}", cx.type_name(object)),
    };
    let name = class.name_text();
    cx.type_error(format!("super(type, obj): obj ({shown}) is not an instance or subtype of type ({name})."))
}

/// The class that an object says it is of, as proxies do.
fn declared_class(cx: &Cx, object: Value) -> R<Option<Obj<Type>>> {
    let declared = protocol::attr::get_optional(cx, object, names::get(names::__CLASS__))?;
    Ok(declared.and_then(|class| class.cast::<Type>()))
}

/// `super()` without arguments: the class cell and the first argument of the calling method.
fn from_caller(cx: &Cx) -> R<(Obj<Type>, Value)> {
    let error = |text: &str| cx.error(exceptions::RUNTIME_ERROR, text.to_string());
    let record = frame::innermost(cx);
    let Some(executable) = record.executable() else { return Err(error("super(): no current frame")) };
    let code = executable.data();
    if code.arg_count == 0 {
        return Err(error("super(): no arguments"));
    }
    // SAFETY: register 0 is the first parameter, a named register of the caller's window.
    let mut first = unsafe { *record.base };
    if code.locals[0].is_cell {
        first = first.cast::<Cell>().map_or(first, Obj::<Cell>::get);
    }
    if first.is_unbound() {
        return Err(error("super(): arg[0] deleted"));
    }
    let class_name =
        code.locals.iter().position(|local| local.is_free && local.name.as_str() == Some("__class__"));
    let Some(register) = class_name else { return Err(error("super(): __class__ cell not found")) };
    // SAFETY: as above.
    let cell = unsafe { *record.base.add(register) };
    let class = cell.cast::<Cell>().map_or(Value::UNBOUND, Obj::<Cell>::get);
    match class.bound().map(|class| class.cast::<Type>()) {
        None => Err(error("super(): empty __class__ cell")),
        Some(None) => Err(error(&format!("super(): __class__ is not a type ({})", cx.type_name(class)))),
        Some(Some(class)) => Ok((class, first)),
    }
}

fn parts(cx: &Cx, value: Value) -> R<(Obj<Super>, Obj<Type>)> {
    let found = value.cast::<Super>().and_then(|this| Some((this, this.class.get().cast::<Type>()?)));
    found.ok_or_else(|| cx.type_error(format!("expected super, got '{}'", cx.type_name(value))))
}

fn super_getattr(cx: &Cx, value: Value, name: Value) -> R<Value> {
    let (this, class) = parts(cx, value)?;
    let start = this.start.get().cast::<Type>();
    if let Some(start) = start
        && let Some(found) = find_behind(start, class, name)
    {
        let object = this.object.get();
        let instance = (object != start.value()).then_some(object);
        return match cx.type_of(found).slots().descr_get {
            Some(get) => get(cx, found, instance, start),
            None => Ok(found),
        };
    }
    protocol::attr::generic_get(cx, value, name)
}

fn super_get(cx: &Cx, value: Value, instance: Option<Value>, _: Obj<Type>) -> R<Value> {
    let (this, class) = parts(cx, value)?;
    match instance {
        Some(instance) if this.object.get().is_unbound() => create(cx, cx.type_of(value), class, instance),
        _ => Ok(value),
    }
}

fn super_repr(cx: &Cx, value: Value) -> R<Value> {
    let (this, class) = parts(cx, value)?;
    let name = class.name_text();
    let text = match this.start.get().cast::<Type>() {
        Some(start) => format!("<super: <class '{name}'>, <{} object>>", start.name_text()),
        None => format!("<super: <class '{name}'>, NULL>"),
    };
    str_::from_string(cx, text)
}

fn super_init(_: &Cx, _: Value, _: &CallArgs<'_>) -> R<()> {
    Ok(())
}

static NEW: MethodDef = MethodDef::function(
    "super($type, type=<class>, object_or_type=None, /)",
    "Look attributes up behind a class.",
    super_new,
)
.worded(Wording::UnpackedAs("super()"));

/// The type.
pub static SUPER: TypeDef = TypeDef {
    name: "super",
    doc: "Looks attributes up in the classes behind a given one, in the order of an object's class.",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable {
        getattr: Some(super_getattr),
        descr_get: Some(super_get),
        repr: Some(super_repr),
        init: Some(super_init),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    members: &[
        GetSetDef {
            name: "__thisclass__",
            doc: "the class invoking super()",
            get: |cx, v| Ok(parts(cx, v)?.1.value()),
            set: None,
        },
        GetSetDef {
            name: "__self__",
            doc: "the instance invoking super(); may be None",
            get: |cx, v| Ok(parts(cx, v)?.0.object.get().bound().unwrap_or(Value::NONE)),
            set: None,
        },
        GetSetDef {
            name: "__self_class__",
            doc: "the type of the instance invoking super(); may be None",
            get: |cx, v| Ok(parts(cx, v)?.0.start.get().bound().unwrap_or(Value::NONE)),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

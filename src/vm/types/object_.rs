//! `object`: the base of every class, and the layout of plain instances.

pub(crate) mod reduce;

use typhon_gc::{Header, ObjRef, Tracer};

use crate::call::CallArgs;
use crate::context::{Cx, R};
use crate::instance;
use crate::interp::cache;
use crate::names;
use crate::object::Payload;
use crate::protocol;
use crate::typedef::{CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::dict::{self, Dict};
use crate::types::module::Module;
use crate::types::number;
use crate::types::str_::{self, Str};
use crate::types::type_::{self, Type};
use crate::value::Value;

/// A plain instance: its attribute words follow.
#[repr(C)]
pub struct Instance {
    header: Header,
}

/// Layout of plain instances.
pub static LAYOUT: Layout = Layout::fixed("object", size_of::<Instance>(), trace);

// SAFETY: repr(C), header first, nothing else.
unsafe impl Payload for Instance {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(_: ObjRef, _: &mut Tracer<'_>) {}

impl Instance {
    pub(crate) fn new(header: Header) -> Instance {
        Instance { header }
    }
}

/// Whether `__init__` or `__new__` of a class is not `object`'s own.
fn overrides(cx: &Cx, class: crate::object::Obj<Type>, name: crate::names::Name) -> bool {
    let (object, name) = (crate::runtime::builtin_type(number::OBJECT), names::get(name));
    cache::lookup(cx, class, name) != cache::lookup(cx, object, name)
}

fn object_new(cx: &Cx, args: &CallArgs<'_>) -> R<Value> {
    let [class, given @ ..] = args.values() else { return Err(cx.system_error("a type is expected")) };
    let Some(class) = class.cast::<Type>() else {
        let shown = cx.type_name(*class);
        return Err(cx.type_error(format!("object.__new__(X): X is not a type object ({shown})")));
    };
    if !given.is_empty() {
        if overrides(cx, class, names::__NEW__) {
            return Err(
                cx.type_error("object.__new__() takes exactly one argument (the type to instantiate)".into())
            );
        }
        if !overrides(cx, class, names::__INIT__) {
            return Err(cx.type_error(format!("{}() takes no arguments", class.name_text())));
        }
    }
    if class.is_abstract() {
        return Err(crate::types::type_::abstract_error(cx, class)?);
    }
    if !std::ptr::eq(class.layout(), &LAYOUT) {
        let name = class.name_text();
        return Err(cx.type_error(format!("cannot create '{name}' instances")));
    }
    let (shape, header) = instance::start(class);
    Ok(cx.alloc_instance(shape, Instance::new(header))?.value())
}

pub(crate) fn object_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    if args.values().is_empty() {
        return Ok(());
    }
    let class = cx.type_of(value);
    if overrides(cx, class, names::__INIT__) {
        return Err(
            cx.type_error("object.__init__() takes exactly one argument (the instance to initialize)".into())
        );
    }
    if !overrides(cx, class, names::__NEW__) {
        let name = class.name_text();
        return Err(cx.type_error(format!(
            "{name}.__init__() takes exactly one argument (the instance to initialize)"
        )));
    }
    Ok(())
}

/// `<module.Class object at 0x…>`
pub(crate) fn object_repr(cx: &Cx, value: Value) -> R<Value> {
    let name = protocol::type_display_name(cx, cx.type_of(value));
    str_::from_string(cx, format!("<{name} object at {:#x}>", value.bits()))
}

/// What an object without a `__repr__` is shown as: by the name of its class alone.
pub(crate) fn repr_by_name(cx: &Cx, value: Value) -> R<Value> {
    str_::from_string(cx, format!("<{} object at {:#x}>", cx.type_name(value), value.bits()))
}

fn object_str(cx: &Cx, value: Value) -> R<Value> {
    // What it answers is looked at by whoever asked for text.
    let slot = cx.type_of(value).slots().repr.unwrap_or(object_repr);
    slot(cx, value)
}

fn object_hash(_: &Cx, value: Value) -> R<i64> {
    Ok(protocol::identity_hash(value))
}

fn object_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    match op {
        CompareOp::Eq if left == right => Ok(Value::TRUE),
        CompareOp::Ne => {
            // The inverse of `__eq__`, unless that declines.
            let Some(slot) = cx.type_of(left).slots().compare else { return Ok(Value::NOT_IMPLEMENTED) };
            let equal = slot(cx, left, right, CompareOp::Eq)?;
            if equal == Value::NOT_IMPLEMENTED {
                return Ok(equal);
            }
            Ok(Value::from_bool(!protocol::is_true(cx, equal)?))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn format_method(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(specification) = args[1].cast::<Str>() else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("__format__() argument must be str, not {shown}")));
    };
    if !specification.is_empty() {
        let name = cx.type_name(args[0]);
        return Err(cx.type_error(format!("unsupported format string passed to {name}.__format__")));
    }
    protocol::str(cx, args[0])
}

fn init_subclass(_: &Cx, _: &[Value]) -> R<Value> {
    Ok(Value::NONE)
}

fn get_class(cx: &Cx, value: Value) -> R<Value> {
    Ok(cx.type_of(value).value())
}

fn dir_method(cx: &Cx, args: &[Value]) -> R<Value> {
    names_of(cx, args[0])
}

fn memory_size(cx: &Cx, args: &[Value]) -> R<Value> {
    let bytes = args[0].as_object().map_or(size_of::<Value>(), crate::object::bytes);
    crate::types::int::from_u64(cx, bytes as u64)
}

/// The names of a value's attributes: those of its `__dict__`, and of what it says its class is.
pub(crate) fn names_of(cx: &Cx, value: Value) -> R<Value> {
    let all = dict::new(cx)?;
    let own = value.as_object().filter(|_| !cx.type_of(value).is_heap());
    match own {
        // Without Python code in between the attributes are where they lie.
        Some(object) if value.cast::<Module>().is_none() => {
            dict::update(cx, all, instance::snapshot(cx, object)?.value())?;
        }
        _ => {
            let declared = protocol::attr::get_optional(cx, value, names::get(names::__DICT__))?;
            if let Some(declared) = declared.filter(|declared| declared.cast::<Dict>().is_some()) {
                dict::update(cx, all, declared)?;
            }
        }
    }
    if let Some(class) = protocol::attr::get_optional(cx, value, names::get(names::__CLASS__))? {
        type_::merge_class(cx, all, class)?;
    }
    let list = crate::types::list::new(cx)?;
    crate::types::list::extend(cx, list, all.value())?;
    Ok(list.value())
}

fn set_class(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let Some(new) = new else { return Err(cx.type_error("can't delete __class__ attribute".into())) };
    match new.cast::<Type>() {
        Some(class) => instance::set_class(cx, value, class),
        None => {
            let shown = cx.type_name(new);
            Err(cx.type_error(format!("__class__ must be set to a class, not '{shown}' object")))
        }
    }
}

/// `__sizeof__` of types whose objects are one block of memory.
pub(crate) const SIZE_OF: MethodDef =
    MethodDef::new("__sizeof__($self, /)", "Bytes that the object takes in memory.", memory_size);

static NEW: MethodDef = MethodDef::given_new(object_new);

/// The type.
pub static OBJECT: TypeDef = TypeDef {
    name: "object",
    module: "builtins",
    base: None,
    parameters: Some("()"),
    second_base: None,
    doc: "The base of the class hierarchy; an instance has no attributes of its own.",
    layout: &LAYOUT,
    hidden_words: 0,
    adds_dict: false,
    solid: false,
    subclassable: true,
    weak: false,
    collection: None,
    generic: false,
    class_values: &[],
    unhashable: false,
    changed: None,
    slots: SlotTable {
        repr: Some(object_repr),
        str: Some(object_str),
        hash: Some(object_hash),
        compare: Some(object_compare),
        getattr: Some(protocol::attr::generic_get),
        setattr: Some(protocol::attr::generic_set),
        init: Some(object_init),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "__format__($self, format_spec, /)",
            "Text of the object for an empty specification.",
            format_method,
        ),
        MethodDef::new("__dir__($self, /)", "Names of the object's attributes.", dir_method),
        SIZE_OF,
        MethodDef::new("__reduce__($self, /)", "How to remake the object, for pickling.", reduce::reduce),
        MethodDef::new(
            "__reduce_ex__($self, protocol, /)",
            "How to remake the object, for pickling by a protocol.",
            reduce::reduce_ex,
        ),
        MethodDef::new("__getstate__($self, /)", "The object's state, for pickling.", reduce::get_state),
        MethodDef::class(
            "__subclasshook__($type, object, /)",
            "Override to tell whether a class counts as derived from an abstract class.",
            |_, _| Ok(Value::NOT_IMPLEMENTED),
        ),
        MethodDef::class(
            "__init_subclass__($type, /)",
            "Called when a class is derived from this one.",
            init_subclass,
        ),
    ],
    getset: &[GetSetDef {
        name: "__class__",
        doc: "the object's class",
        get: get_class,
        set: Some(set_class),
    }],
    members: &[],
};

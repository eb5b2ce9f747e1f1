//! What classes do as objects: being called, attribute access, `type`'s own attributes.

use crate::call::{self, CallArgs};
use crate::codecs;
use crate::context::{Cx, R, Raised};
use crate::interp::cache;
use crate::names;
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{BinaryOp, GetSetDef, InitFn, MethodDef, SlotTable, TypeDef};
use crate::types::dict::{self, Dict};
use crate::types::function;
use crate::types::list;
use crate::types::native_function::NativeFunction;
use crate::types::object_::{self, object_init};
use crate::types::str_::{self, Str};
use crate::types::tuple::Tuple;
use crate::types::type_::{LAYOUT, Type, build, facts, mro};
use crate::value::Value;

pub(super) fn class(cx: &Cx, value: Value) -> R<Obj<Type>> {
    value.cast::<Type>().ok_or_else(|| cx.type_error(format!("expected type, got '{}'", cx.type_name(value))))
}

/// Calling a class: `type(x)`, or `__new__` and then `__init__`.
pub(crate) fn type_call(cx: &Cx, callee: Value, args: &CallArgs<'_>) -> R<Value> {
    let this = class(cx, callee)?;
    if this == crate::runtime::builtin_type(crate::types::number::TYPE)
        && args.keyword_count() == 0
        && args.values().len() == 1
    {
        return Ok(cx.type_of(args.values()[0]).value());
    }
    if this == crate::runtime::builtin_type(crate::types::number::TYPE)
        && !matches!(args.positional().len(), 1 | 3)
    {
        return Err(cx.type_error("type() takes 1 or 3 arguments".into()));
    }
    let instance = call_new(cx, this, args)?;
    let made = cx.type_of(instance);
    if made.is_subclass_of(this)
        && let Some(init) = made.slots().init
        // What `object.__init__` refuses, the `__new__` of a builtin class has refused.
        && !(made == this && !this.is_heap() && std::ptr::fn_addr_eq(init, object_init as InitFn))
    {
        init(cx, instance, args)?;
    }
    Ok(instance)
}

/// Calls a class's `__new__`.
pub(crate) fn call_new(cx: &Cx, this: Obj<Type>, args: &CallArgs<'_>) -> R<Value> {
    // A builtin type's own, which nobody can replace; what it refuses in other classes cannot arise.
    if !this.is_heap()
        && let Some(new) = this.def().and_then(|def| def.new)
    {
        if new.leaves_arguments() {
            return (new.function)(cx, &[this.value(), Value::UNBOUND, Value::UNBOUND]);
        }
        return call::with_first(cx, this.value(), args, |args| call::call_native(cx, new, args));
    }
    let Some(new) = cache::lookup(cx, this, names::get(names::__NEW__)) else {
        return Err(cx.type_error(format!("cannot create '{}' instances", this.name_text())));
    };
    if let Some(native) = new.cast::<NativeFunction>() {
        // A type without a `__new__` of its own would get its base's, which makes objects of the wrong layout.
        if !can_be_made(this) {
            return Err(
                cx.type_error(format!("cannot create '{}' instances", protocol::type_display_name(cx, this)))
            );
        }
        return call::with_first(cx, this.value(), args, |args| native.call(cx, args));
    }
    let function = protocol::attr::bind_to_class(cx, new, this)?;
    call::with_first(cx, this.value(), args, |args| call::call(cx, function, args))
}

fn type_repr(cx: &Cx, value: Value) -> R<Value> {
    let this = class(cx, value)?;
    str_::from_string(cx, format!("<class '{}'>", protocol::type_display_name(cx, this)))
}

/// Attributes of classes: data descriptors of the metaclass, then the class's own order, then the metaclass.
fn type_getattr(cx: &Cx, value: Value, name: Value) -> R<Value> {
    let this = class(cx, value)?;
    match getattr_optional(cx, this, name)? {
        Some(found) => Ok(found),
        None => Err(protocol::attr::missing(cx, value, name)),
    }
}

/// As [`type_getattr`], without an exception for a missing attribute.
pub(crate) fn getattr_optional(cx: &Cx, this: Obj<Type>, name: Value) -> R<Option<Value>> {
    let metaclass = cx.type_of(this.value());
    let meta_found = cache::lookup(cx, metaclass, name);
    if let Some(found) = meta_found {
        let slots = cx.type_of(found).slots();
        if let (Some(get), Some(_)) = (slots.descr_get, slots.descr_set) {
            return get(cx, found, Some(this.value()), metaclass).map(Some);
        }
    }
    if let Some(found) = cache::lookup(cx, this, name) {
        return match cx.type_of(found).slots().descr_get {
            Some(get) => get(cx, found, None, this).map(Some),
            None => Ok(Some(found)),
        };
    }
    match meta_found {
        Some(found) => match cx.type_of(found).slots().descr_get {
            Some(get) => get(cx, found, Some(this.value()), metaclass).map(Some),
            None => Ok(Some(found)),
        },
        None => Ok(None),
    }
}

fn type_setattr(cx: &Cx, value: Value, name: Value, new: Option<Value>) -> R<()> {
    let this = class(cx, value)?;
    if !this.is_heap() {
        let (shown, verb) = (str_::to_rust(name).unwrap_or_default(), "set");
        return Err(cx.type_error(format!(
            "cannot {verb} '{shown}' attribute of immutable type '{}'",
            protocol::type_display_name(cx, this)
        )));
    }
    if let Some(found) = Type::lookup(cx.type_of(value), name)
        && let Some(set) = cx.type_of(found).slots().descr_set
    {
        return set(cx, found, value, new);
    }
    if Type::change(this, cx, name, new)? { Ok(()) } else { Err(protocol::attr::missing(cx, value, name)) }
}

fn type_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[metaclass, rest, keywords] = args else { return Err(cx.system_error("type.__new__ arguments")) };
    let metaclass = class(cx, metaclass)?;
    let rest = rest.cast::<Tuple>();
    let values = rest.as_ref().map_or(&[][..], |rest| rest.values());
    if let ([value], true) = (values, metaclass == crate::runtime::builtin_type(crate::types::number::TYPE)) {
        return Ok(cx.type_of(*value).value());
    }
    let &[name, bases, namespace] = values else {
        return Err(
            cx.type_error(format!("type.__new__() takes exactly 3 arguments ({} given)", values.len()))
        );
    };
    let argument = |index: usize, wanted: &str, value: Value| {
        cx.type_error(format!(
            "type.__new__() argument {index} must be {wanted}, not {}",
            cx.type_name(value)
        ))
    };
    name.cast::<Str>().ok_or_else(|| argument(1, "str", name))?;
    check_name(cx, name)?;
    let bases = bases.cast::<Tuple>().ok_or_else(|| argument(2, "tuple", bases))?;
    let namespace = namespace.cast::<Dict>().ok_or_else(|| argument(3, "dict", namespace))?;
    for &base in bases.values() {
        if base.cast::<Type>().is_none()
            && protocol::attr::get_optional(cx, base, names::get(names::__MRO_ENTRIES__))?.is_some()
        {
            let text = "type() doesn't support MRO entry resolution; use types.new_class()";
            return Err(cx.type_error(text.into()));
        }
    }
    // The bases may ask for a more derived metaclass, whose `__new__` then makes the class.
    let winner = build::most_derived_metaclass(cx, metaclass, bases)?;
    let new_name = names::get(names::__NEW__);
    let own_new = crate::runtime::builtin_type(crate::types::number::TYPE).namespace().get_str(new_name);
    if winner != metaclass
        && let Some(new) = Type::lookup(winner, new_name).filter(|&new| Some(new) != own_new)
    {
        let function = protocol::attr::bind_to_class(cx, new, winner)?;
        let positional = [winner.value(), name, bases.value(), namespace.value()];
        return call::call_with_dict(cx, function, &positional, keywords);
    }
    let mut given = Vec::new();
    if let Some(keywords) = keywords.cast::<Dict>() {
        let mut position = 0;
        while let Some((next, key, _)) = keywords.next_from(position) {
            position = next;
            given.push(key.bits());
        }
    }
    let names_tuple = crate::types::tuple::with_len(cx, given.len())?;
    let mut room = cx.scratch(given.len())?;
    for (index, &key) in given.iter().enumerate() {
        let key = Value::from_bits(key);
        cx.store(names_tuple.object(), &names_tuple.items()[index], key);
        room.as_mut_slice()[index] =
            keywords.cast::<Dict>().and_then(|all| all.get_str(key)).unwrap_or(Value::NONE);
    }
    build::new_class(
        cx,
        winner,
        name,
        bases,
        namespace,
        &CallArgs::with_keywords(room.as_slice(), Some(names_tuple)),
    )
}

/// `type.__init__` accepts what `type.__new__` did.
fn type_init(cx: &Cx, _: Value, args: &CallArgs<'_>) -> R<()> {
    match args.positional().len() {
        1 if args.keyword_count() > 0 => {
            Err(cx.type_error("type.__init__() takes no keyword arguments".into()))
        }
        1 | 3 => Ok(()),
        _ => Err(cx.type_error("type.__init__() takes 1 or 3 arguments".into())),
    }
}

fn mro_method(cx: &Cx, args: &[Value]) -> R<Value> {
    let order = mro::native(cx, class(cx, args[0])?)?;
    Ok(list::from_slice(cx, order.values())?.value())
}

fn subclasses_method(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = class(cx, args[0])?;
    let result = list::from_slice(cx, &[])?;
    for subclass in this.subclasses() {
        list::append(cx, result, subclass.value())?;
    }
    Ok(result.value())
}

fn instance_check(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = class(cx, args[0])?;
    if protocol::is_instance(cx, args[1], this) {
        return Ok(Value::TRUE);
    }
    let declared = protocol::attr::get_optional(cx, args[1], names::get(names::__CLASS__))?;
    Ok(Value::from_bool(
        declared.and_then(|class| class.cast::<Type>()).is_some_and(|class| class.is_subclass_of(this)),
    ))
}

fn subclass_check(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = class(cx, args[0])?;
    let derives = protocol::class::derives(cx, args[1], this.value())?;
    Ok(Value::from_bool(derives == Some(true)))
}

fn prepare(cx: &Cx, _: &[Value]) -> R<Value> {
    Ok(dict::new(cx)?.value())
}

fn get_name(cx: &Cx, value: Value) -> R<Value> {
    Ok(class(cx, value)?.name())
}

fn check_name(cx: &Cx, name: Value) -> R<()> {
    if name.cast::<Str>().is_some_and(|name| name.code_points().any(|point| point == 0)) {
        return Err(cx.value_error("type name must not contain null characters"));
    }
    if let Some(text) = name.cast::<Str>().filter(|text| !text.is_ascii()) {
        // It must be such that C could read it.
        codecs::encode(cx, text, "utf-8", None)?;
    }
    Ok(())
}

/// A new value for one of a class's own attributes, if the class may change and the attribute is not being deleted.
pub(super) fn checked_new(cx: &Cx, this: Obj<Type>, new: Option<Value>, name: &str) -> R<Value> {
    match new {
        Some(new) if this.is_heap() => Ok(new),
        _ => {
            // As CPython words it, whatever the class is.
            let (verb, shown) = (if this.is_heap() { "delete" } else { "set" }, cx.class_name(this));
            Err(cx.type_error(format!("cannot {verb} '{name}' attribute of immutable type '{shown}'")))
        }
    }
}

fn set_name(cx: &Cx, value: Value, name: Option<Value>) -> R<()> {
    let this = class(cx, value)?;
    let name = checked_new(cx, this, name, "__name__")?;
    if name.cast::<Str>().is_none() {
        let shown = cx.type_name(name);
        return Err(
            cx.type_error(format!("can only assign string to {}.__name__, not '{shown}'", this.name_text()))
        );
    }
    check_name(cx, name)?;
    Type::set_name(this, cx, name);
    Ok(())
}

fn get_qualname(cx: &Cx, value: Value) -> R<Value> {
    Ok(class(cx, value)?.qualname())
}

fn set_qualname(cx: &Cx, value: Value, name: Option<Value>) -> R<()> {
    let this = class(cx, value)?;
    let owner = this.name_text();
    let name = checked_new(cx, this, name, "__qualname__")?;
    if name.cast::<Str>().is_none() {
        let shown = cx.type_name(name);
        return Err(cx.type_error(format!("can only assign string to {owner}.__qualname__, not '{shown}'")));
    }
    Type::set_qualname(this, cx, name);
    Ok(())
}

fn get_module(cx: &Cx, value: Value) -> R<Value> {
    let this = class(cx, value)?;
    match this.def() {
        Some(def) => cx.intern(def.module),
        None => {
            Ok(this.namespace().get_str(names::get(names::__MODULE__)).unwrap_or(names::get(names::BUILTINS)))
        }
    }
}

fn set_module(cx: &Cx, value: Value, name: Option<Value>) -> R<()> {
    let this = class(cx, value)?;
    let name = checked_new(cx, this, name, "__module__")?;
    Type::change(this, cx, names::get(names::__MODULE__), Some(name))?;
    // Its line was one of the former module's.
    Type::change(this, cx, cx.intern("__firstlineno__")?, None).map(|_| ())
}

fn get_doc(cx: &Cx, value: Value) -> R<Value> {
    let this = class(cx, value)?;
    if let Some(def) = this.def()
        && !def.doc.is_empty()
    {
        return str_::from_str(cx, def.doc);
    }
    let Some(found) = this.namespace().get_str(names::get(names::__DOC__)) else { return Ok(Value::NONE) };
    match cx.type_of(found).slots().descr_get {
        Some(get) => get(cx, found, None, this),
        None => Ok(found),
    }
}

/// The annotations of a heap class: what its annotation function answers, made once.
fn get_annotations(cx: &Cx, value: Value) -> R<Value> {
    let this = class(cx, value)?;
    let own = |name: &str| -> R<Option<Value>> { Ok(this.namespace().get_str(cx.intern(name)?)) };
    let name = cx.intern("__annotations__")?;
    if !this.is_heap() {
        return Err(protocol::attr::missing(cx, value, name));
    }
    for known in ["__annotations__", "__annotations_cache__"] {
        if let Some(found) = own(known)? {
            return Ok(found);
        }
    }
    let annotations = function::annotations_by(cx, get_annotate(cx, value)?)?;
    dict::set(cx, this.namespace(), cx.intern("__annotations_cache__")?, annotations)?;
    Ok(annotations)
}

fn set_annotations(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let this = class(cx, value)?;
    if !this.is_heap() {
        let name = this.name_text();
        return Err(
            cx.type_error(format!("cannot set '__annotations__' attribute of immutable type '{name}'"))
        );
    }
    let own = cx.intern("__annotations__")?;
    let name =
        if this.namespace().get_str(own).is_some() { own } else { cx.intern("__annotations_cache__")? };
    if !Type::change(this, cx, name, new)? {
        return Err(cx.error_value(crate::exceptions::ATTRIBUTE_ERROR, own));
    }
    Type::change(this, cx, cx.intern("__annotate_func__")?, Some(Value::NONE)).map(|_| ())
}

/// The annotation function of a heap class, or `None`.
fn get_annotate(cx: &Cx, value: Value) -> R<Value> {
    let this = class(cx, value)?;
    if !this.is_heap() {
        return Err(protocol::attr::missing(cx, value, names::get(names::__ANNOTATE__)));
    }
    let own = |name: Value| this.namespace().get_str(name);
    let found = match own(cx.intern("__annotate_func__")?) {
        Some(found) => Some(found),
        None => own(names::get(names::__ANNOTATE__)),
    };
    let Some(found) = found else { return Ok(Value::NONE) };
    match cx.type_of(found).slots().descr_get {
        Some(get) => get(cx, found, None, this),
        None => Ok(found),
    }
}

fn set_annotate(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let this = class(cx, value)?;
    if !this.is_heap() && new.is_some() {
        let name = this.name_text();
        return Err(cx.type_error(format!("cannot set '__annotate__' attribute of immutable type '{name}'")));
    }
    let new = function::checked_annotate(cx, new, "cannot delete __annotate__ attribute")?;
    Type::change(this, cx, cx.intern("__annotate_func__")?, Some(new))?;
    if !new.is_none() {
        for cached in ["__annotations_cache__", "__annotations__"] {
            let name = cx.intern(cached)?;
            if this.namespace().get_str(name).is_some() {
                Type::change(this, cx, name, None)?;
            }
        }
    }
    Ok(())
}

fn set_doc(cx: &Cx, value: Value, doc: Option<Value>) -> R<()> {
    let this = class(cx, value)?;
    let doc = checked_new(cx, this, doc, "__doc__")?;
    Type::change(this, cx, names::get(names::__DOC__), Some(doc)).map(|_| ())
}

static NEW: MethodDef = MethodDef::bound_new(type_new);

/// The type.
pub static TYPE: TypeDef = TypeDef {
    name: "type",
    doc: "With one argument the class of an object, with three a new class.",
    layout: &LAYOUT,
    weak: true,
    subclassable: true,
    slots: SlotTable {
        repr: Some(type_repr),
        call: Some(type_call),
        getattr: Some(type_getattr),
        setattr: Some(type_setattr),
        init: Some(type_init),
        binary: SlotTable::binary_slots(&[(BinaryOp::Or, crate::types::union_::or)]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "mro($self, /)",
            "The order in which the class and its bases are searched.",
            mro_method,
        ),
        MethodDef::new(
            "__subclasses__($self, /)",
            "The classes that derive from this one directly.",
            subclasses_method,
        ),
        MethodDef::new(
            "__instancecheck__($self, instance, /)",
            "Whether the object is an instance of the class.",
            instance_check,
        ),
        MethodDef::new(
            "__subclasscheck__($self, subclass, /)",
            "Whether the other class derives from the class.",
            subclass_check,
        ),
        MethodDef::class(
            "__prepare__($type, /, *args, **kwargs)",
            "The namespace in which a class body runs.",
            prepare,
        ),
        facts::DIR,
        object_::SIZE_OF,
    ],
    getset: &[
        facts::TEXT_SIGNATURE,
        GetSetDef { name: "__name__", doc: "", get: get_name, set: Some(set_name) },
        GetSetDef { name: "__qualname__", doc: "", get: get_qualname, set: Some(set_qualname) },
        GetSetDef { name: "__module__", doc: "", get: get_module, set: Some(set_module) },
        GetSetDef { name: "__doc__", doc: "", get: get_doc, set: Some(set_doc) },
        GetSetDef { name: "__annotations__", doc: "", get: get_annotations, set: Some(set_annotations) },
        GetSetDef { name: "__annotate__", doc: "", get: get_annotate, set: Some(set_annotate) },
        GetSetDef {
            name: "__type_params__",
            doc: "",
            get: |cx, value| {
                let this = class(cx, value)?;
                let own = this.namespace().get_str(cx.intern("__type_params__")?);
                match own.filter(|_| this.is_heap()) {
                    Some(parameters) => Ok(parameters),
                    None => Ok(crate::types::tuple::from_slice(cx, &[])?.value()),
                }
            },
            set: Some(|cx, value, new| {
                let this = class(cx, value)?;
                let new = checked_new(cx, this, new, "__type_params__")?;
                Type::change(this, cx, cx.intern("__type_params__")?, Some(new)).map(|_| ())
            }),
        },
        GetSetDef {
            name: "__dict__",
            doc: "",
            get: |cx, value| crate::types::mapping_proxy::new(cx, class(cx, value)?.namespace().value()),
            set: None,
        },
        GetSetDef {
            name: "__abstractmethods__",
            doc: "",
            get: get_abstract_methods,
            set: Some(set_abstract_methods),
        },
        GetSetDef {
            name: "__bases__",
            doc: "",
            get: |cx, value| Ok(class(cx, value)?.bases()),
            set: Some(|cx, value, new| super::rebase::set_bases(cx, class(cx, value)?, new)),
        },
        GetSetDef { name: "__mro__", doc: "", get: |cx, value| Ok(class(cx, value)?.mro_value()), set: None },
    ],
    members: &[
        facts::FLAGS,
        facts::BASIC_SIZE,
        facts::ITEM_SIZE,
        facts::DICT_OFFSET,
        facts::WEAK_OFFSET,
        GetSetDef {
            name: "__base__",
            doc: "",
            get: |cx, value| Ok(class(cx, value)?.base().map_or(Value::NONE, Obj::value)),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

/// Only a class's own; `type` shows none.
fn get_abstract_methods(cx: &Cx, value: Value) -> R<Value> {
    let this = class(cx, value)?;
    let name = cx.intern(ABSTRACT_METHODS)?;
    let own = this.namespace().get_str(name).filter(|_| this.is_heap());
    own.ok_or_else(|| cx.error_value(crate::exceptions::ATTRIBUTE_ERROR, name))
}

fn set_abstract_methods(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let this = class(cx, value)?;
    let name = cx.intern(ABSTRACT_METHODS)?;
    let is_abstract = new.map_or(Ok(false), |methods| protocol::is_true(cx, methods))?;
    // What is cached of a class that can be made is told apart by its version, so the class is abstract before the version changes.
    if is_abstract {
        this.set_abstract(true);
    }
    if !Type::change(this, cx, name, new)? {
        return Err(cx.error_value(crate::exceptions::ATTRIBUTE_ERROR, name));
    }
    if !is_abstract {
        this.set_abstract(false);
    }
    Ok(())
}

const ABSTRACT_METHODS: &str = "__abstractmethods__";

/// `TypeError` for an instance of a class with abstract methods.
#[cold]
pub(crate) fn abstract_error(cx: &Cx, this: Obj<Type>) -> R<Raised> {
    let methods = list::from_iterable(cx, get_abstract_methods(cx, this.value())?)?;
    list::sort(cx, methods, Value::NONE, false)?;
    let names = list::to_tuple(cx, methods)?;
    let names: Vec<String> =
        names.values().iter().map(|&name| str_::to_rust(name).unwrap_or_default()).collect();
    let plural = if names.len() == 1 { "" } else { "s" };
    Ok(cx.type_error(format!(
        "Can't instantiate abstract class {} without an implementation for abstract method{plural} '{}'",
        this.name_text(),
        names.join("', '")
    )))
}

/// Whether instances of a class are created by `object.__new__` alone.
pub(crate) fn uses_object_new(this: Obj<Type>) -> bool {
    let object = crate::runtime::builtin_type(crate::types::number::OBJECT);
    let name = names::get(names::__NEW__);
    !this.is_abstract() && Type::lookup(this, name) == object.namespace().get_str(name)
}

/// Whether calling a class makes instances.
pub(crate) fn can_be_made(this: Obj<Type>) -> bool {
    this.def().is_none_or(|def| def.new.is_some())
}

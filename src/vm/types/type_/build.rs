//! Making classes: filling builtin types' namespaces from their definitions, and `type(name, bases, namespace)`.

use std::collections::HashSet;

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::dunder;
use crate::exceptions;
use crate::instance;
use crate::names;
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{Binding, TypeDef};
use crate::types::cell::Cell;
use crate::types::dict::{self, Dict};
use crate::types::str_::{self, Str};
use crate::types::tuple::Tuple;
use crate::types::type_::{NewType, Type, members};
use crate::types::{class_method, generic_alias, getset, native_function, slot_wrapper, super_, weakref};
use crate::value::Value;

/// Fills a builtin type's namespace: slot wrappers, methods, attributes, `__new__`, `__doc__`, `__module__`.
pub(crate) fn fill_builtin(cx: &Cx, class: Obj<Type>, def: &'static TypeDef) -> R<()> {
    debug_assert!(names_are_distinct(def), "{} defines a name twice", def.name);
    let namespace = class.namespace();
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    for row in dunder::all() {
        // What is joined by `+` is no number: it has no reflected form.
        let joins = row.name == names::__RADD__ && def.slots.getitem.is_some();
        if (row.present)(&def.slots) && row.name != names::__GETATTR__ && !joins {
            dict::set(cx, namespace, names::get(row.name), slot_wrapper::new(cx, class, row)?.value())?;
        }
    }
    if let Some(new) = def.new {
        put("__new__", native_function::new_constructor(cx, new, class)?.value())?;
    }
    for method in def.methods {
        let value = match method.binding {
            Binding::Method => native_function::new_method(cx, method, class)?.value(),
            Binding::Class => native_function::new_class_method(cx, method, class)?.value(),
            Binding::Static => {
                let function = native_function::new(cx, method, Value::NONE, class.value())?;
                class_method::new_static(cx, function.value())?.value()
            }
        };
        put(method.name, value)?;
    }
    if def.generic {
        let method = &generic_alias::CLASS_GETITEM_DEF;
        put(method.name, native_function::new_class_method(cx, method, class)?.value())?;
    }
    for (name, make) in def.class_values {
        put(name, make(cx)?)?;
    }
    for attribute in def.getset {
        put(attribute.name, getset::new(cx, class, attribute)?.value())?;
    }
    for field in def.members {
        put(field.name, members::new_field(cx, class, field)?.value())?;
    }
    // Where the base has it already it is inherited.
    if (def.layout.attributes || def.adds_dict)
        && def.base.is_none_or(|base| !base.layout.attributes && !base.adds_dict)
    {
        put("__dict__", getset::new(cx, class, &instance::DICTIONARY)?.value())?;
    }
    if def.unhashable {
        put("__hash__", Value::NONE)?;
    }
    let doc = if def.doc.is_empty() { Value::NONE } else { str_::from_str(cx, def.doc)? };
    if namespace.get_str(names::get(names::__DOC__)).is_none() {
        put("__doc__", doc)?;
    }
    Ok(())
}

/// Whether a definition names every attribute once.
fn names_are_distinct(def: &TypeDef) -> bool {
    let mut known = HashSet::new();
    let methods = def.methods.iter().map(|method| method.name);
    let attributes = def.getset.iter().chain(def.members).map(|attribute| attribute.name);
    methods
        .chain(attributes)
        .chain(def.class_values.iter().map(|(name, _)| *name))
        .all(|name| known.insert(name))
}

/// `type.__new__(metaclass, name, bases, namespace, **keywords)`; the metaclass is the most derived one already.
pub(crate) fn new_class(
    cx: &Cx,
    metaclass: Obj<Type>,
    name: Value,
    bases: Obj<Tuple>,
    source: Obj<Dict>,
    args: &CallArgs<'_>,
) -> R<Value> {
    let object = crate::runtime::builtin_type(crate::types::number::OBJECT);
    let single = [object.value()];
    let base_values = if bases.is_empty() { &single[..] } else { bases.values() };
    let base = best_base(cx, base_values)?;
    let namespace = dict::copy_of(cx, source)?;
    let qualname = prepare_namespace(cx, namespace)?.unwrap_or(name);
    let slots = members::declared(cx, name, base, base_values, source)?;
    let new = NewType {
        metaclass,
        name,
        qualname,
        bases: base_values,
        base,
        namespace,
        has_attributes: slots.has_attributes,
        has_dict: slots.has_dict,
        is_weak: slots.is_weak,
        slot_names: slots.names,
    };
    let class = Type::create(cx, &new)?;
    if slots.has_dict && slots.has_attributes && Type::lookup(class, names::get(names::__DICT__)).is_none() {
        let attribute = getset::new(cx, class, &instance::HEAP_DICTIONARY)?;
        dict::set(cx, namespace, names::get(names::__DICT__), attribute.value())?;
    }
    if slots.is_weak && !base_values.iter().any(|base| weak_instances(*base)) {
        let attribute = getset::new(cx, class, &weakref::REFERENCES)?;
        dict::set(cx, namespace, cx.intern("__weakref__")?, attribute.value())?;
    }
    fill_cell(cx, namespace, "__classcell__", class.value())?;
    fill_cell(cx, namespace, "__classdictcell__", namespace.value())?;
    // Behind the cells, whose names `__slots__` may have.
    members::define(cx, class, base.members(), slots.names)?;
    if namespace.get_str(names::get(names::__DOC__)).is_none() {
        dict::set(cx, namespace, names::get(names::__DOC__), Value::NONE)?;
    }
    if has_other_keys(namespace) {
        let text = format!("non-string key in the __dict__ of class {}", class.name_text());
        exceptions::warn(cx, exceptions::RUNTIME_WARNING, &text, 1)?;
    }
    set_names(cx, class, source)?;
    init_subclass(cx, class, args)?;
    Ok(class.value())
}

/// Takes a cell of the class body's out of the namespace and fills it.
fn fill_cell(cx: &Cx, namespace: Obj<Dict>, name: &str, contents: Value) -> R<()> {
    let key = cx.intern(name)?;
    let Some(cell) = dict::remove(cx, namespace, key)? else { return Ok(()) };
    let Some(cell) = cell.cast::<Cell>() else {
        let shown = protocol::repr_string(cx, cx.type_of(cell).value())?;
        return Err(cx.type_error(format!("{name} must be a nonlocal cell, not {shown}")));
    };
    cell.set(cx, contents);
    Ok(())
}

pub(super) fn most_derived_metaclass(cx: &Cx, metaclass: Obj<Type>, bases: Obj<Tuple>) -> R<Obj<Type>> {
    let mut winner = metaclass;
    for &base in bases.values() {
        let meta = cx.type_of(base);
        if winner.is_subclass_of(meta) {
            continue;
        }
        if meta.is_subclass_of(winner) {
            winner = meta;
            continue;
        }
        return Err(cx.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases".into(),
        ));
    }
    Ok(winner)
}

fn weak_instances(base: Value) -> bool {
    base.cast::<Type>().is_some_and(|base| base.instances_can_be_weak())
}

/// The class in a chain of bases that says last what instances look like.
pub(super) fn solid(class: Obj<Type>) -> Obj<Type> {
    let mut at = class;
    while let Some(base) = at.base() {
        let is_solid = at.def().is_some_and(|def| def.solid);
        if is_solid || !std::ptr::eq(at.layout(), base.layout()) || at.members() != base.members() {
            break;
        }
        at = base;
    }
    at
}

/// Whether instances of one class can become the other's: the same class says what they look like, or two Python classes do that add
/// members of the same names to the same.
pub(crate) fn same_instances(one: Obj<Type>, other: Obj<Type>) -> bool {
    let (one, other) = (solid(one), solid(other));
    let beneath = |class: Obj<Type>| class.base().map(solid);
    one == other
        || one.is_heap()
            && other.is_heap()
            && beneath(one) == beneath(other)
            && one.members() == other.members()
            && one.slot_names() == other.slot_names()
}

/// The base whose layout the new class extends.
pub(super) fn best_base(cx: &Cx, bases: &[Value]) -> R<Obj<Type>> {
    let mut best: Option<Obj<Type>> = None;
    for &base in bases {
        let Some(class) = base.cast::<Type>() else {
            return Err(cx.type_error("bases must be types".into()));
        };
        best = match best {
            None => Some(class),
            Some(known) if solid(class).is_subclass_of(solid(known)) && solid(class) != solid(known) => {
                Some(class)
            }
            Some(known) if solid(known).is_subclass_of(solid(class)) => Some(known),
            Some(_) => return Err(cx.type_error("multiple bases have instance lay-out conflict".into())),
        };
    }
    for base in bases.iter().filter_map(|base| base.cast::<Type>()) {
        if !base.is_subclassable() {
            return Err(
                cx.type_error(format!("type '{}' is not an acceptable base type", cx.class_name(base)))
            );
        }
    }
    best.ok_or_else(|| cx.type_error("bases must be types".into()))
}

/// Completes the namespace and takes `__qualname__` out of it.
fn prepare_namespace(cx: &Cx, namespace: Obj<Dict>) -> R<Option<Value>> {
    let module = names::get(names::__MODULE__);
    if namespace.get_str(module).is_none()
        && let Some(globals) = crate::interp::frame::current_globals(cx)
        && let Some(found) = globals.get_str(names::get(names::__NAME__))
    {
        dict::set(cx, namespace, module, found)?;
    }
    let qualname = dict::remove(cx, namespace, names::get(names::__QUALNAME__))?;
    if let Some(text) = qualname.filter(|text| text.cast::<Str>().is_none()) {
        return Err(cx.type_error(format!("type __qualname__ must be a str, not {}", cx.type_name(text))));
    }
    // Implicit static and class methods.
    for (method, is_static) in [("__new__", true), ("__init_subclass__", false), ("__class_getitem__", false)]
    {
        let key = cx.intern(method)?;
        if let Some(function) =
            namespace.get_str(key).filter(|value| value.cast::<crate::types::function::Function>().is_some())
        {
            let wrapped = if is_static {
                class_method::new_static(cx, function)?
            } else {
                class_method::new_class(cx, function)?
            };
            dict::set(cx, namespace, key, wrapped.value())?;
        }
    }
    if namespace.get_str(names::get(names::__EQ__)).is_some()
        && namespace.get_str(names::get(names::__HASH__)).is_none()
    {
        dict::set(cx, namespace, names::get(names::__HASH__), Value::NONE)?;
    }
    Ok(qualname)
}

/// Whether a namespace has keys that are no attribute's name.
fn has_other_keys(namespace: Obj<Dict>) -> bool {
    let mut position = 0;
    while let Some((next, key, _)) = namespace.next_from(position) {
        if key.cast::<Str>().is_none() {
            return true;
        }
        position = next;
    }
    false
}

fn set_names(cx: &Cx, class: Obj<Type>, source: Obj<Dict>) -> R<()> {
    let mut position = 0;
    let snapshot = dict::copy(cx, source)?;
    while let Some((next, key, value)) = snapshot.next_from(position) {
        position = next;
        let done = call::call_special(cx, value, names::get(names::__SET_NAME__), &[class.value(), key]);
        if let Err(raised) = done {
            let (shown, key, owner) =
                (cx.type_name(value), protocol::repr_string(cx, key)?, class.name_text());
            let note = format!("Error calling __set_name__ on '{shown}' instance {key} in '{owner}'");
            return Err(exceptions::with_note(cx, raised, note));
        }
    }
    Ok(())
}

fn init_subclass(cx: &Cx, class: Obj<Type>, args: &CallArgs<'_>) -> R<()> {
    if !class.ancestors().any(|ancestor| ancestor == class) {
        // A metaclass's `mro` may leave the class itself out; then nothing is behind it.
        return Err(super_::unsuitable(cx, class.value(), class));
    }
    let hook = class
        .ancestors()
        .skip_while(|&ancestor| ancestor != class)
        .skip(1)
        .find_map(|ancestor| ancestor.namespace().get_str(names::get(names::__INIT_SUBCLASS__)));
    let Some(hook) = hook else { return Ok(()) };
    let bound = match cx.type_of(hook).slots().descr_get {
        Some(get) => get(cx, hook, None, class)?,
        None => hook,
    };
    // Only the keywords: the three positional arguments were `type`'s own.
    let first = args.values().len() - args.keyword_count();
    call::call(cx, bound, &CallArgs::with_keywords(&args.values()[first..], args.names()))?;
    Ok(())
}

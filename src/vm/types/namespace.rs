//! `types.SimpleNamespace`: an object whose attributes are given when it is made. All of it is in its `__dict__`, whose thread-safety
//! is that of every instance.

use typhon_gc::Header;

use crate::call::CallArgs;
use crate::context::{Cx, R};
use crate::object::{Obj, Payload, flag};
use crate::protocol::{self, attr};
use crate::typedef::{CompareOp, Layout, MethodDef, SlotTable, TypeDef, trace_nothing};
use crate::types::dict::{self, Dict};
use crate::types::str_::{self, Str};
use crate::types::type_::Type;
use crate::types::{number, tuple};
use crate::value::Value;
use crate::{call, names, runtime};

/// A namespace: attribute words only.
#[repr(C)]
pub struct Namespace {
    header: Header,
}

/// Layout of namespaces.
pub static LAYOUT: Layout = Layout::with_attributes("SimpleNamespace", size_of::<Namespace>(), trace_nothing);

// SAFETY: repr(C), header first, no further references.
unsafe impl Payload for Namespace {
    const LAYOUT: &'static Layout = &LAYOUT;
}

fn of_class(cx: &Cx, class: Obj<Type>) -> R<Obj<Namespace>> {
    let shape = class.start_shape();
    cx.alloc_instance(shape, Namespace { header: Header::new(shape.id(), flag::HAS_ATTRIBUTES) })
}

/// A namespace with the given attributes.
pub fn new(cx: &Cx, attributes: &[(&str, Value)]) -> R<Value> {
    let made = of_class(cx, runtime::builtin_type(number::NAMESPACE))?.value();
    for &(name, value) in attributes {
        attr::set(cx, made, cx.intern(name)?, Some(value))?;
    }
    Ok(made)
}

fn namespace_new(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Type>() {
        Some(class) => Ok(of_class(cx, class)?.value()),
        None => Err(cx.type_error("__new__() needs a class".into())),
    }
}

fn init(cx: &Cx, this: Value, args: &CallArgs<'_>) -> R<()> {
    let positional = args.positional();
    if positional.len() > 1 {
        let text = format!("SimpleNamespace expected at most 1 argument, got {}", positional.len());
        return Err(cx.type_error(text));
    }
    if let Some(&first) = positional.first() {
        let mapping = dict::new(cx)?;
        dict::update(cx, mapping, first)?;
        let mut position = 0;
        while let Some((next, key, value)) = mapping.next_from(position) {
            position = next;
            if key.cast::<Str>().is_none() {
                return Err(cx.type_error("keywords must be strings".into()));
            }
            attr::set(cx, this, crate::intern::intern_value(key), Some(value))?;
        }
    }
    for (name, value) in args.keywords() {
        attr::set(cx, this, name, Some(value))?;
    }
    Ok(())
}

fn attributes(cx: &Cx, value: Value) -> R<Obj<Dict>> {
    let found = attr::get(cx, value, names::get(names::__DICT__))?;
    found.cast::<Dict>().ok_or_else(|| cx.type_error("__dict__ is no dict".into()))
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let class = cx.type_of(value);
    let name = if class == runtime::builtin_type(number::NAMESPACE) {
        "namespace".into()
    } else {
        class.name_text()
    };
    let shown = protocol::without_recursion(cx, value, || {
        let mut text = str_::Builder::new();
        text.push_str(&format!("{name}("));
        let attributes = attributes(cx, value)?;
        let (mut position, mut first) = (0, true);
        while let Some((next, key, item)) = attributes.next_from(position) {
            position = next;
            if key.cast::<Str>().is_none_or(|key| key.is_empty()) {
                continue;
            }
            if !first {
                text.push_str(", ");
            }
            first = false;
            text.push_value(key);
            text.push_str("=");
            text.push_value(protocol::repr(cx, item)?);
        }
        text.push_str(")");
        text.finish(cx)
    })?;
    match shown {
        Some(shown) => Ok(shown),
        None => str_::from_string(cx, format!("{name}(...)")),
    }
}

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let class = runtime::builtin_type(number::NAMESPACE);
    if !protocol::is_instance(cx, left, class) || !protocol::is_instance(cx, right, class) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (left, right) = (attributes(cx, left)?.value(), attributes(cx, right)?.value());
    protocol::compare(cx, left, right, op)
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let empty = tuple::from_slice(cx, &[])?.value();
    let state = attributes(cx, args[0])?.value();
    Ok(tuple::from_slice(cx, &[cx.type_of(args[0]).value(), empty, state])?.value())
}

fn replace(cx: &Cx, args: &[Value]) -> R<Value> {
    let made = call::call_values(cx, cx.type_of(args[0]).value(), &[])?;
    for source in [Some(attributes(cx, args[0])?), args[1].cast::<Dict>()].into_iter().flatten() {
        let mut position = 0;
        while let Some((next, key, value)) = source.next_from(position) {
            position = next;
            attr::set(cx, made, key, Some(value))?;
        }
    }
    Ok(made)
}

static NEW: MethodDef = MethodDef::function("__new__($type, /, *args, **kwargs)", "", namespace_new);

/// The type.
pub static NAMESPACE: TypeDef = TypeDef {
    name: "SimpleNamespace",
    module: "types",
    doc: "A simple attribute-based namespace.",
    layout: &LAYOUT,
    subclassable: true,
    weak: false,
    unhashable: true,
    new: Some(&NEW),
    slots: SlotTable { repr: Some(repr), compare: Some(compare), init: Some(init), ..SlotTable::NONE },
    methods: &[
        MethodDef::new("__reduce__($self, /)", "Return state information for pickling", reduce),
        MethodDef::new(
            "__replace__($self, /, **changes)",
            "Return a copy of the namespace object with new values for the specified attributes.",
            replace,
        ),
    ],
    ..TypeDef::DEFAULT
};

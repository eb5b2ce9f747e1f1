//! `SimpleNamespace`: an object with the attributes it is given. As thread-safe as any instance's attributes.

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::instance_of;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, attr};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{CompareOp, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::list;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::tuple;
use typhon_vm::{Value, instance, object_struct};

object_struct! {
    struct Namespace: "types.SimpleNamespace", with_attributes {
        slots {}
        fields {}
    }
}

/// A namespace with the given attributes.
pub(crate) fn new(cx: &Cx, attributes: &[(&str, Value)]) -> R<Value> {
    let made = instance_of(cx, NAMESPACE_TYPE.class(cx)?.value(), |header| Namespace { header })?.value();
    for &(name, value) in attributes {
        attr::generic_set(cx, made, cx.intern(name)?, Some(value))?;
    }
    Ok(made)
}

fn attributes(cx: &Cx, value: Value) -> R<Obj<Dict>> {
    let object = value.as_object().ok_or_else(|| cx.system_error("namespace expected"))?;
    instance::snapshot(cx, object)
}

fn init(cx: &Cx, this: Value, args: &CallArgs<'_>) -> R<()> {
    let given = args.positional();
    if given.len() > 1 {
        let (name, count) = (cx.type_of(this).name_text(), given.len());
        return Err(cx.type_error(format!("{name} expected at most 1 argument, got {count}")));
    }
    if let Some(&source) = given.first() {
        let all = dict::new(cx)?;
        dict::update(cx, all, source)?;
        let mut position = 0;
        while let Some((next, name, value)) = all.next_from(position) {
            position = next;
            if name.cast::<Str>().is_none() {
                return Err(cx.type_error("keywords must be strings".into()));
            }
            attr::generic_set(cx, this, attr::checked_name(cx, name)?, Some(value))?;
        }
    }
    for (name, value) in args.keywords() {
        attr::generic_set(cx, this, attr::checked_name(cx, name)?, Some(value))?;
    }
    Ok(())
}

fn repr(cx: &Cx, this: Value) -> R<Value> {
    let class = cx.type_of(this);
    let name = if class.is_heap() { class.name_text() } else { "namespace".to_string() };
    let shown = protocol::without_recursion(cx, this, || {
        let (own, mut parts, mut position) = (attributes(cx, this)?, Vec::new(), 0);
        while let Some((next, key, value)) = own.next_from(position) {
            position = next;
            if let Some(key) = str_::to_rust(key).filter(|key| !key.is_empty()) {
                parts.push(format!("{key}={}", protocol::repr_string(cx, value)?));
            }
        }
        Ok(parts.join(", "))
    })?;
    str_::from_string(cx, format!("{name}({})", shown.unwrap_or_else(|| "...".into())))
}

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    if left.cast::<Namespace>().is_none() || right.cast::<Namespace>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    protocol::compare(cx, attributes(cx, left)?.value(), attributes(cx, right)?.value(), op)
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let empty = tuple::from_slice(cx, &[])?.value();
    let state = instance::dictionary(cx, args[0])?;
    Ok(tuple::from_slice(cx, &[cx.type_of(args[0]).value(), empty, state])?.value())
}

fn replace(cx: &Cx, args: &[Value]) -> R<Value> {
    let made = call::call_values(cx, cx.type_of(args[0]).value(), &[])?;
    let changes = dict::copy(cx, attributes(cx, args[0])?)?;
    dict::update(cx, changes, args[1])?;
    let names = list::from_iterable(cx, changes.value())?;
    for &name in list::to_tuple(cx, names)?.values() {
        attr::generic_set(cx, made, attr::checked_name(cx, name)?, dict::get(cx, changes, name)?)?;
    }
    Ok(made)
}

static NEW: MethodDef =
    MethodDef::any_new(|cx, args| Ok(instance_of(cx, args[0], |header| Namespace { header })?.value()));

static NAMESPACE: TypeDef = TypeDef {
    name: "SimpleNamespace",
    module: "types",
    doc: "A simple attribute-based namespace.",
    parameters: Some("(mapping_or_iterable=(), /, **kwargs)"),
    layout: Namespace::LAYOUT,
    subclassable: true,
    unhashable: true,
    slots: SlotTable { repr: Some(repr), compare: Some(compare), init: Some(init), ..SlotTable::NONE },
    new: Some(&NEW),
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

/// The type; `sys.implementation` is one too.
pub(crate) static NAMESPACE_TYPE: NativeType = NativeType::new(&NAMESPACE);

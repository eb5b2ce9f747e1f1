//! `_tuplegetter`: the attribute of a named tuple's field. Immutable but for its doc, one slot.

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{instance_of, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, index};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::types::{getset, int, str_};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

object_struct! {
    /// Where the field lies, and what it is for.
    struct TupleGetter: "collections._tuplegetter", fixed {
        slots {
            doc,
        }
        fields {
            index: i64,
        }
    }
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let index = index::to_i64(cx, args[1])?;
    Ok(instance_of(cx, args[0], |header| TupleGetter { header, doc: Slot::of(args[2]), index })?.value())
}

fn get(cx: &Cx, this: Value, instance: Option<Value>, _: Obj<Type>) -> R<Value> {
    let Some(instance) = instance else { return Ok(this) };
    let index = receiver::<TupleGetter>(cx, this)?.index;
    let Some(items) = instance.cast::<Tuple>() else {
        if instance.is_none() {
            return Ok(this);
        }
        let shown = cx.type_name(instance);
        return Err(cx.type_error(format!(
            "descriptor for index '{index}' for tuple subclasses doesn't apply to '{shown}' object"
        )));
    };
    let found = usize::try_from(index).ok().and_then(|index| items.values().get(index));
    found.copied().ok_or_else(|| cx.error(exceptions::INDEX_ERROR, "tuple index out of range".into()))
}

fn set(cx: &Cx, _: Value, _: Value, new: Option<Value>) -> R<()> {
    let text = if new.is_some() { "can't set attribute" } else { "can't delete attribute" };
    Err(cx.error(exceptions::ATTRIBUTE_ERROR, text.into()))
}

fn set_doc(cx: &Cx, this: Value, new: Option<Value>) -> R<()> {
    let this = receiver::<TupleGetter>(cx, this)?;
    getset::set_or_none(cx, this.object(), &this.doc, new)
}

fn repr(cx: &Cx, this: Value) -> R<Value> {
    let this = receiver::<TupleGetter>(cx, this)?;
    let doc = protocol::repr_string(cx, this.doc.get())?;
    str_::from_string(cx, format!("_tuplegetter({}, {doc})", this.index))
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<TupleGetter>(cx, args[0])?;
    let arguments = tuple::from_slice(cx, &[int::from_i64(cx, this.index)?, this.doc.get()])?;
    Ok(tuple::from_slice(cx, &[cx.type_of(args[0]).value(), arguments.value()])?.value())
}

static NEW: MethodDef = MethodDef::function("_tuplegetter($type, index, doc, /)", "", new);

static TUPLE_GETTER: TypeDef = TypeDef {
    name: "_tuplegetter",
    module: "collections",
    layout: TupleGetter::LAYOUT,
    slots: SlotTable { repr: Some(repr), descr_get: Some(get), descr_set: Some(set), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[MethodDef::new("__reduce__($self, /)", "", reduce)],
    getset: &[GetSetDef {
        name: "__doc__",
        doc: "",
        get: |cx, this| Ok(receiver::<TupleGetter>(cx, this)?.doc.get()),
        set: Some(set_doc),
    }],
    ..TypeDef::DEFAULT
};

pub(super) static TUPLE_GETTER_TYPE: NativeType = NativeType::new(&TUPLE_GETTER);

//! `cmp_to_key`: an object that compares by a function of two arguments. Immutable but for its `obj`, one slot.

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::Payload;
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{CompareOp, GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

object_struct! {
    /// The function, and the object it is asked about; unbound in what makes the keys.
    struct Key: "functools.KeyWrapper", fixed {
        slots {
            function,
            object,
        }
        fields {}
    }
}

fn make(cx: &Cx, function: Value, object: Value) -> R<Value> {
    let class = KEY_TYPE.class(cx)?;
    let make = |header| Key { header, function: Slot::of(function), object: Slot::of(object) };
    Ok(new_instance(cx, class, make)?.value())
}

/// `functools.cmp_to_key`.
pub(super) fn cmp_to_key(cx: &Cx, args: &[Value]) -> R<Value> {
    make(cx, args[0], Value::UNBOUND)
}

static CALL: MethodDef = MethodDef::new("K($self, obj)", "", |cx, args| {
    make(cx, receiver::<Key>(cx, args[0])?.function.get(), args[1])
});

fn call_key(cx: &Cx, this: Value, args: &CallArgs<'_>) -> R<Value> {
    call::with_first(cx, this, args, |args| call::call_native(cx, &CALL, args))
}

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let one = receiver::<Key>(cx, left)?;
    let Some(other) = right.cast::<Key>() else {
        return Err(cx.type_error("other argument must be K instance".into()));
    };
    let (Some(a), Some(b)) = (one.object.get().bound(), other.object.get().bound()) else {
        return Err(cx.error_value(exceptions::ATTRIBUTE_ERROR, cx.intern("object")?));
    };
    let order = call::call_values(cx, one.function.get(), &[a, b])?;
    protocol::compare(cx, order, Value::small_int_unchecked(0), op)
}

fn get_object(cx: &Cx, this: Value) -> R<Value> {
    let object = receiver::<Key>(cx, this)?.object.get();
    Ok(object.bound().unwrap_or(Value::NONE))
}

fn set_object(cx: &Cx, this: Value, new: Option<Value>) -> R<()> {
    let this = receiver::<Key>(cx, this)?;
    cx.store(this.object(), &this.object, new.unwrap_or(Value::UNBOUND));
    Ok(())
}

static KEY: TypeDef = TypeDef {
    name: "KeyWrapper",
    module: "functools",
    layout: Key::LAYOUT,
    unhashable: true,
    slots: SlotTable { call: Some(call_key), compare: Some(compare), ..SlotTable::NONE },
    getset: &[GetSetDef {
        name: "obj",
        doc: "Value wrapped by a key function.",
        get: get_object,
        set: Some(set_object),
    }],
    ..TypeDef::DEFAULT
};

pub(super) static KEY_TYPE: NativeType = NativeType::new(&KEY);

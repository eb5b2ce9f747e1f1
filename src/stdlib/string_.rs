//! `_string`: how `str.format` reads formats, for `string.Formatter`.
//!
//! Thread-safety: an iterator's position moves by compare-exchange, so each part is given once.

use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{MethodDef, TypeDef};
use typhon_vm::types::iterators::iterator_slots;
use typhon_vm::types::str_::{Str, format};
use typhon_vm::types::tuple;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, object_struct};

object_struct! {
    /// A text and how far it has been read.
    struct Reader: "format iterator", fixed {
        slots {
            text,
        }
        fields {
            position: AtomicUsize,
        }
    }
}

/// What is at a place, and the place behind it.
type Read = fn(&Cx, Obj<Str>, usize) -> R<Option<(Value, usize)>>;

fn reader(cx: &Cx, native: &NativeType, text: Obj<Str>, position: usize) -> R<Value> {
    let position = AtomicUsize::new(position);
    let make = |header| Reader { header, text: Slot::of(text.value()), position };
    Ok(new_instance(cx, native.class(cx)?, make)?.value())
}

fn step(cx: &Cx, value: Value, read: Read) -> R<Option<Value>> {
    let this = receiver::<Reader>(cx, value)?;
    let text = text_of(cx, this.text.get())?;
    loop {
        let at = this.position.load(Ordering::Acquire);
        let Some((found, next)) = read(cx, text, at)? else { return Ok(None) };
        if this.position.compare_exchange(at, next, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
            return Ok(Some(found));
        }
    }
}

fn text_of(cx: &Cx, value: Value) -> R<Obj<Str>> {
    value.cast::<Str>().ok_or_else(|| cx.type_error(format!("expected str, got {}", cx.type_name(value))))
}

fn formatter_parser(cx: &Cx, args: &[Value]) -> R<Value> {
    reader(cx, &FORMAT_TYPE, text_of(cx, args[0])?, 0)
}

fn formatter_field_name_split(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = text_of(cx, args[0])?;
    let (first, at) = format::first_part(cx, name)?;
    Ok(tuple::from_slice(cx, &[first, reader(cx, &NAME_TYPE, name, at)?])?.value())
}

static FORMAT: TypeDef = TypeDef {
    name: "formatteriterator",
    layout: Reader::LAYOUT,
    slots: iterator_slots(|cx, value| step(cx, value, format::parse_next)),
    ..TypeDef::DEFAULT
};
static FORMAT_TYPE: NativeType = NativeType::new(&FORMAT);

static NAME: TypeDef = TypeDef {
    name: "fieldnameiterator",
    layout: Reader::LAYOUT,
    slots: iterator_slots(|cx, value| step(cx, value, format::next_part)),
    ..TypeDef::DEFAULT
};
static NAME_TYPE: NativeType = NativeType::new(&NAME);

/// The module.
pub static STRING: ModuleDef = ModuleDef {
    name: "_string",
    doc: "string helper module",
    functions: &[
        MethodDef::function(
            "formatter_parser(object, /)",
            "parse the argument as a format string",
            formatter_parser,
        ),
        MethodDef::function(
            "formatter_field_name_split(object, /)",
            "split the argument as a field name",
            formatter_field_name_split,
        ),
    ],
    init: |cx, _| {
        FORMAT_TYPE.class(cx)?;
        NAME_TYPE.class(cx)?;
        Ok(())
    },
};

//! `Struct`, and the iterator of `iter_unpack`.

use std::sync::atomic::{AtomicUsize, Ordering};

use typhon_vm::buffer::{bytes_like, bytes_like_part};
use typhon_vm::call::CallArgs;
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{Owned, instance_of, new_instance, new_owner, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::int;
use typhon_vm::types::memory_view::{self, MemoryView};
use typhon_vm::types::str_;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

use super::format::{self, Format};
use super::{ERROR, pack, pack_into, rest, unpack, unpack_from};

object_struct! {
    /// A compiled format, with the text it was compiled from. Immutable.
    struct Compiled: "struct format", fixed {
        slots {
            text,
        }
        fields {}
        owns { format: Format }
    }
}

static COMPILED: TypeDef =
    TypeDef { name: "_compiled", module: "_struct", layout: Compiled::LAYOUT, ..TypeDef::DEFAULT };
static COMPILED_TYPE: NativeType = NativeType::new(&COMPILED);

fn compile(cx: &Cx, format: Value) -> R<Obj<Compiled>> {
    let text = format::text(cx, format)?;
    let (format, bytes) = (format::compile(cx, &text)?, 64 + text.len() * 32);
    let text = str_::from_latin1(cx, &text)?.value();
    let make = |header| Compiled { header, text: Slot::of(text), format: Owned::new(format) };
    new_owner(cx, COMPILED_TYPE.class(cx)?, bytes, make)
}

object_struct! {
    /// `struct.Struct`.
    struct Struct: "Struct", fixed {
        slots {
            /// Unbound until `__init__` has run.
            compiled,
        }
        fields {}
    }
}

pub(super) static STRUCT_TYPE: NativeType = NativeType::new(&STRUCT);

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let make = |header| Struct { header, compiled: Slot::of(Value::UNBOUND) };
    Ok(instance_of(cx, args[0], make)?.value())
}

static INIT: MethodDef = MethodDef::new("Struct($self, /, format)", "", |cx, args| {
    let this = receiver::<Struct>(cx, args[0])?;
    cx.store(this.object(), &this.compiled, compile(cx, args[1])?.value());
    Ok(Value::NONE)
});

fn init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    typhon_vm::call::with_first(cx, value, args, |args| typhon_vm::call::call_native(cx, &INIT, args))
        .map(|_| ())
}

fn compiled(cx: &Cx, value: Value) -> R<Obj<Compiled>> {
    let compiled = receiver::<Struct>(cx, value)?.compiled.get();
    compiled
        .cast::<Compiled>()
        .ok_or_else(|| cx.error(exceptions::RUNTIME_ERROR, "Struct object is not initialized".into()))
}

/// The format's text.
fn format_of(cx: &Cx, value: Value) -> R<Value> {
    Ok(compiled(cx, value)?.text.get())
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let format = protocol::repr_string(cx, format_of(cx, value)?)?;
    let name = cx.type_of(value).name_text();
    str_::from_string(cx, format!("{name}({format})"))
}

static NEW: MethodDef =
    MethodDef::function("__new__($type, *args, **kwargs)", "Create and return a new object.", new);

static STRUCT: TypeDef = TypeDef {
    name: "Struct",
    module: "_struct",
    doc: "Struct(fmt) --> compiled struct object",
    layout: Struct::LAYOUT,
    subclassable: true,
    weak: true,
    slots: SlotTable { repr: Some(repr), init: Some(init), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "iter_unpack($self, buffer, /)",
            "Return an iterator yielding tuples.\n\nTuples are unpacked from the given bytes source, like a repeated invocation\nof unpack_from().\n\nRequires that the bytes length be a multiple of the struct size.",
            |cx, args| iterate(cx, compiled(cx, args[0])?, args[1]),
        ),
        MethodDef::new(
            "pack($self, /, *values)",
            "Return a bytes object containing values packed according to the format.",
            |cx, args| pack(cx, &compiled(cx, args[0])?.format, rest(cx, args[1])?.values()),
        ),
        MethodDef::new(
            "pack_into($self, /, *values)",
            "Pack values and write them into a buffer at an offset.",
            |cx, args| pack_into(cx, &compiled(cx, args[0])?.format, rest(cx, args[1])?.values()),
        ),
        MethodDef::new(
            "unpack($self, buffer, /)",
            "Return a tuple containing unpacked values.\n\nUnpack according to the struct format string Struct.format. The buffer's size\nin bytes must be Struct.size.",
            |cx, args| unpack(cx, &compiled(cx, args[0])?.format, args[1]),
        ),
        MethodDef::new(
            "unpack_from($self, /, buffer, offset=0)",
            "Return a tuple containing unpacked values.\n\nValues are unpacked according to the struct format string Struct.format.",
            |cx, args| unpack_from(cx, &compiled(cx, args[0])?.format, args[1], args[2]),
        ),
        MethodDef::new(
            "__sizeof__($self, /)",
            "S.__sizeof__() -> size of S in memory, in bytes",
            |cx, args| {
                compiled(cx, args[0])?;
                Ok(Value::small_int_unchecked(size_of::<Struct>() as i64))
            },
        ),
    ],
    getset: &[
        GetSetDef { name: "format", doc: "struct format string", get: format_of, set: None },
        GetSetDef {
            name: "size",
            doc: "struct size in bytes",
            get: |cx, value| {
                let compiled = receiver::<Struct>(cx, value)?.compiled.get().cast::<Compiled>();
                int::from_i64(cx, compiled.map_or(-1, |compiled| compiled.format.size as i64))
            },
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

object_struct! {
    /// What `iter_unpack` answers.
    struct UnpackIterator: "unpack_iterator", fixed {
        slots {
            compiled,
            /// A memoryview, which holds the buffer.
            view,
        }
        fields {
            len: usize,
            /// Bytes that calls of `next` have claimed, and those that they are done with.
            position: AtomicUsize,
            done: AtomicUsize,
        }
    }
}

static ITERATOR_TYPE: NativeType = NativeType::new(&ITERATOR);

pub(super) fn iter_unpack(cx: &Cx, format: Value, source: Value) -> R<Value> {
    iterate(cx, compile(cx, format)?, source)
}

fn iterate(cx: &Cx, compiled: Obj<Compiled>, source: Value) -> R<Value> {
    let size = compiled.format.size;
    if size == 0 {
        return Err(ERROR.error(cx, "cannot iteratively unpack with a struct of length 0"));
    }
    // From here on the bytes stay as many as they are.
    let view = memory_view::new(cx, source)?;
    let len = bytes_like(cx, view.value()).map(|content| content.len());
    if !len.is_ok_and(|len| len.is_multiple_of(size)) {
        memory_view::release(cx, view)?;
        len?;
        return Err(
            ERROR.error(cx, &format!("iterative unpacking requires a buffer of a multiple of {size} bytes"))
        );
    }
    let len = len?;
    let made = new_instance(cx, ITERATOR_TYPE.class(cx)?, |header| UnpackIterator {
        header,
        compiled: Slot::of(compiled.value()),
        view: Slot::of(view.value()),
        len,
        position: AtomicUsize::new(0),
        done: AtomicUsize::new(0),
    })?;
    Ok(made.value())
}

/// The iterator, and its format.
fn iterator(cx: &Cx, value: Value) -> R<(Obj<UnpackIterator>, Obj<Compiled>)> {
    let this = receiver::<UnpackIterator>(cx, value)?;
    Ok((this, receiver::<Compiled>(cx, this.compiled.get())?))
}

fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let (this, compiled) = iterator(cx, value)?;
    let (view, size) = (this.view.get(), compiled.format.size);
    loop {
        let at = this.position.load(Ordering::Acquire);
        if at + size > this.len {
            // Once no other thread is reading what it has claimed, nothing more will be read: the buffer can go.
            if this.done.load(Ordering::Acquire) == at
                && let Some(view) = view.cast::<MemoryView>()
            {
                memory_view::release(cx, view)?;
            }
            return Ok(None);
        }
        let next = at + size;
        if this.position.compare_exchange(at, next, Ordering::AcqRel, Ordering::Acquire).is_ok() {
            let content = bytes_like_part(cx, view, |_| Ok(at..next))?;
            let item = compiled.format.unpack(cx, &content);
            drop(content);
            this.done.fetch_add(size, Ordering::Release);
            return item.map(Some);
        }
    }
}

static ITERATOR: TypeDef = TypeDef {
    name: "unpack_iterator",
    module: "_struct",
    layout: UnpackIterator::LAYOUT,
    slots: SlotTable { iter: Some(|_, value| Ok(value)), next: Some(next), ..SlotTable::NONE },
    methods: &[MethodDef::new("__length_hint__($self, /)", "", |cx, args| {
        let (this, compiled) = iterator(cx, args[0])?;
        let left = this.len.saturating_sub(this.position.load(Ordering::Acquire)) / compiled.format.size;
        Ok(Value::small_int_unchecked(left as i64))
    })],
    ..TypeDef::DEFAULT
};

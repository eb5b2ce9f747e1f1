//! `Struct`, and the iterator of `iter_unpack`.

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use typhon_vm::Value;
use typhon_vm::buffer::bytes_like;
use typhon_vm::call::CallArgs;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::instance;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::int;
use typhon_vm::types::memory_view::{self, MemoryView};
use typhon_vm::types::str_;
use typhon_vm::types::type_::Type;
use typhon_vm::value::SlotExt;

use super::format::{self, Format};
use super::{ERROR, pack, pack_into, rest, unpack, unpack_from};

/// A compiled format.
#[repr(C)]
struct Struct {
    header: Header,
    /// A str; unbound until `__init__` has run.
    format: Slot,
    size: AtomicI64,
}

static LAYOUT: Layout = Layout::fixed("Struct", size_of::<Struct>(), trace);

// SAFETY: repr(C), header first, the slot traced, the size atomic.
unsafe impl Payload for Struct {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for these objects only.
    tracer.slot(&unsafe { Obj::<Struct>::cast_unchecked(object) }.format);
}

pub(super) static STRUCT_TYPE: NativeType = NativeType::new(&STRUCT);

fn this(cx: &Cx, value: Value) -> R<Obj<Struct>> {
    value.cast::<Struct>().ok_or_else(|| cx.system_error("Struct expected"))
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else {
        return Err(cx.type_error("Struct.__new__(X): X is not a type object".into()));
    };
    let (shape, header) = instance::start(class);
    let made = Struct { header, format: Slot::of(Value::UNBOUND), size: AtomicI64::new(-1) };
    Ok(cx.alloc_instance(shape, made)?.value())
}

static INIT: MethodDef = MethodDef::new("Struct($self, /, format)", "", |cx, args| {
    let this = this(cx, args[0])?;
    let text = format::text(cx, args[1])?;
    let format = format::compile(cx, &text)?;
    this.size.store(format.size as i64, Ordering::Relaxed);
    cx.store(this.object(), &this.format, str_::from_latin1(cx, &text)?.value());
    Ok(Value::NONE)
});

fn init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    typhon_vm::call::with_first(cx, value, args, |args| typhon_vm::call::call_native(cx, &INIT, args))
        .map(|_| ())
}

/// The format's text.
fn format_of(cx: &Cx, value: Value) -> R<Value> {
    this(cx, value)?
        .format
        .get()
        .bound()
        .ok_or_else(|| cx.error(exceptions::RUNTIME_ERROR, "Struct object is not initialized".into()))
}

fn compiled(cx: &Cx, value: Value) -> R<Format> {
    format::compile(cx, &format::text(cx, format_of(cx, value)?)?)
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
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    slots: SlotTable { repr: Some(repr), init: Some(init), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "iter_unpack($self, buffer, /)",
            "Return an iterator yielding tuples.\n\nTuples are unpacked from the given bytes source, like a repeated invocation\nof unpack_from().\n\nRequires that the bytes length be a multiple of the struct size.",
            |cx, args| iter_unpack(cx, format_of(cx, args[0])?, &compiled(cx, args[0])?, args[1]),
        ),
        MethodDef::new(
            "pack($self, /, *values)",
            "Return a bytes object containing values packed according to the format.",
            |cx, args| pack(cx, &compiled(cx, args[0])?, rest(cx, args[1])?.values()),
        ),
        MethodDef::new(
            "pack_into($self, /, *values)",
            "Pack values and write them into a buffer at an offset.",
            |cx, args| pack_into(cx, &compiled(cx, args[0])?, rest(cx, args[1])?.values()),
        ),
        MethodDef::new(
            "unpack($self, buffer, /)",
            "Return a tuple containing unpacked values.\n\nUnpack according to the struct format string Struct.format. The buffer's size\nin bytes must be Struct.size.",
            |cx, args| unpack(cx, &compiled(cx, args[0])?, args[1]),
        ),
        MethodDef::new(
            "unpack_from($self, /, buffer, offset=0)",
            "Return a tuple containing unpacked values.\n\nValues are unpacked according to the struct format string Struct.format.",
            |cx, args| unpack_from(cx, &compiled(cx, args[0])?, args[1], args[2]),
        ),
        MethodDef::new("__sizeof__($self, /)", "S.__sizeof__() -> size of S in memory, in bytes", |_, _| {
            Ok(Value::small_int_unchecked(size_of::<Struct>() as i64))
        }),
    ],
    getset: &[
        GetSetDef { name: "format", doc: "struct format string", get: format_of, set: None },
        GetSetDef {
            name: "size",
            doc: "struct size in bytes",
            get: |cx, value| int::from_i64(cx, this(cx, value)?.size.load(Ordering::Relaxed)),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

/// What `iter_unpack` answers.
#[repr(C)]
struct UnpackIterator {
    header: Header,
    format: Slot,
    /// A memoryview, which holds the buffer.
    view: Slot,
    size: usize,
    len: usize,
    /// Bytes that calls of `next` have claimed, and those that they are done with.
    position: AtomicUsize,
    done: AtomicUsize,
}

static ITERATOR_LAYOUT: Layout =
    Layout::fixed("unpack_iterator", size_of::<UnpackIterator>(), trace_iterator);

// SAFETY: repr(C), header first, both slots traced and never written after publication, the counts atomic.
unsafe impl Payload for UnpackIterator {
    const LAYOUT: &'static Layout = &ITERATOR_LAYOUT;
}

unsafe fn trace_iterator(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for these objects only.
    let this = unsafe { Obj::<UnpackIterator>::cast_unchecked(object) };
    tracer.slot(&this.format);
    tracer.slot(&this.view);
}

static ITERATOR_TYPE: NativeType = NativeType::new(&ITERATOR);

pub(super) fn iter_unpack(cx: &Cx, format: Value, compiled: &Format, source: Value) -> R<Value> {
    if compiled.size == 0 {
        return Err(ERROR.error(cx, "cannot iteratively unpack with a struct of length 0"));
    }
    // From here on the bytes stay as many as they are.
    let view = memory_view::new(cx, source)?;
    let len = bytes_like(cx, view.value()).map(|content| content.len());
    if !len.is_ok_and(|len| len.is_multiple_of(compiled.size)) {
        memory_view::release(cx, view)?;
        len?;
        let size = compiled.size;
        return Err(
            ERROR.error(cx, &format!("iterative unpacking requires a buffer of a multiple of {size} bytes"))
        );
    }
    let made = UnpackIterator {
        header: Header::new(ITERATOR_TYPE.shape_id(cx)?, 0),
        format: Slot::of(format),
        view: Slot::of(view.value()),
        size: compiled.size,
        len: len?,
        position: AtomicUsize::new(0),
        done: AtomicUsize::new(0),
    };
    Ok(cx.alloc(made)?.value())
}

fn iterator(cx: &Cx, value: Value) -> R<Obj<UnpackIterator>> {
    value.cast::<UnpackIterator>().ok_or_else(|| cx.system_error("unpack_iterator expected"))
}

fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = iterator(cx, value)?;
    let view = this.view.get();
    loop {
        let at = this.position.load(Ordering::Acquire);
        if at + this.size > this.len {
            // Once no other thread is reading what it has claimed, nothing more will be read: the buffer can go.
            if this.done.load(Ordering::Acquire) == at
                && let Some(view) = view.cast::<MemoryView>()
            {
                memory_view::release(cx, view)?;
            }
            return Ok(None);
        }
        let next = at + this.size;
        if this.position.compare_exchange(at, next, Ordering::AcqRel, Ordering::Acquire).is_ok() {
            let format = format::compile(cx, &format::text(cx, this.format.get())?)?;
            let content = bytes_like(cx, view)?;
            let item = match content.get(at..next) {
                Some(content) => format.unpack(cx, content),
                None => Err(cx.system_error("a buffer that has become shorter")),
            };
            drop(content);
            this.done.fetch_add(this.size, Ordering::Release);
            return item.map(Some);
        }
    }
}

static ITERATOR: TypeDef = TypeDef {
    name: "unpack_iterator",
    module: "_struct",
    layout: &ITERATOR_LAYOUT,
    slots: SlotTable { iter: Some(|_, value| Ok(value)), next: Some(next), ..SlotTable::NONE },
    methods: &[MethodDef::new("__length_hint__($self, /)", "", |cx, args| {
        let this = iterator(cx, args[0])?;
        let left = this.len.saturating_sub(this.position.load(Ordering::Acquire)) / this.size;
        Ok(Value::small_int_unchecked(left as i64))
    })],
    ..TypeDef::DEFAULT
};

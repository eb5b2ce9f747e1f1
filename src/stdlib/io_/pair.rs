//! `BufferedRWPair`: a reader and a writer of two streams that belong together.
//!
//! Thread-safety: two slots, set by `__init__`; reader and writer guard themselves.

use typhon_vm::call::CallArgs;
use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::attr;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::type_::Type;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, call, instance, protocol};

use super::base;
use super::buffered;
use super::calls::{self, method};

/// Reader and writer.
#[repr(C)]
pub(super) struct Pair {
    header: Header,
    reader: Slot,
    writer: Slot,
}

pub(super) static LAYOUT: Layout = Layout::with_attributes("_io.BufferedRWPair", size_of::<Pair>(), trace);

// SAFETY: repr(C), header first, both slots traced.
unsafe impl Payload for Pair {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for pairs only.
    let pair = unsafe { Obj::<Pair>::cast_unchecked(object) };
    tracer.slot(&pair.reader);
    tracer.slot(&pair.writer);
}

pub(super) static PAIR_TYPE: NativeType = NativeType::new(&PAIR);

/// Makes an instance that `__init__` has not seen.
pub(super) fn make(cx: &Cx, class: Obj<Type>) -> R<Value> {
    let (shape, header) = instance::start(class);
    let pair = Pair { header, reader: Slot::of(Value::UNBOUND), writer: Slot::of(Value::UNBOUND) };
    Ok(cx.alloc_instance(shape, pair)?.value())
}

fn this(cx: &Cx, value: Value) -> R<Obj<Pair>> {
    value
        .cast::<Pair>()
        .ok_or_else(|| cx.type_error(format!("expected BufferedRWPair, got '{}'", cx.type_name(value))))
}

static INIT: MethodDef = MethodDef::function(
    "BufferedRWPair($self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)",
    "",
    |cx, args| {
        let pair = this(cx, args[0])?;
        base::check_readable(cx, args[1])?;
        base::check_writable(cx, args[2])?;
        for (slot, class, raw) in
            [(&pair.reader, &buffered::READER_TYPE, args[1]), (&pair.writer, &buffered::WRITER_TYPE, args[2])]
        {
            let class = class.class(cx)?.value();
            let made = match args[3].bound() {
                Some(size) => call::call_values(cx, class, &[raw, size])?,
                None => call::call_values(cx, class, &[raw])?,
            };
            cx.store(pair.object(), slot, made);
        }
        Ok(Value::NONE)
    },
);

fn half(cx: &Cx, value: Value, reader: bool) -> R<Value> {
    let pair = this(cx, value)?;
    let half = if reader { pair.reader.get() } else { pair.writer.get() };
    half.bound().ok_or_else(|| cx.value_error("I/O operation on uninitialized object"))
}

/// Calls a method of one half with the arguments given.
fn forward(cx: &Cx, args: &[Value], reader: bool, name: &str) -> R<Value> {
    let half = half(cx, args[0], reader)?;
    let given: &[Value] = match args[1..].iter().position(|value| value.is_unbound()) {
        Some(end) => &args[1..1 + end],
        None => &args[1..],
    };
    method(cx, half, name, given)
}

fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    let closed = half(cx, args[0], false).and_then(|writer| method(cx, writer, "close", &[]));
    let reader = half(cx, args[0], true).and_then(|reader| method(cx, reader, "close", &[]));
    buffered::chained(cx, closed, reader)
}

fn isatty(cx: &Cx, args: &[Value]) -> R<Value> {
    let writer = forward(cx, args, false, "isatty")?;
    if protocol::is_true(cx, writer)? { Ok(writer) } else { forward(cx, args, true, "isatty") }
}

static NEW: MethodDef = MethodDef::any_new(super::new);

static PAIR: TypeDef = TypeDef {
    name: "BufferedRWPair",
    parameters: Some("(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)"),
    module: "_io",
    base: Some(base::BUFFERED_BASE_DEF),
    doc: "A buffered reader and writer object together.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    slots: SlotTable {
        init: Some(|cx, value, args: &CallArgs<'_>| calls::init(cx, value, &INIT, args)),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("read($self, size=-1, /)", "", |cx, args| forward(cx, args, true, "read")),
        MethodDef::new("peek($self, size=0, /)", "", |cx, args| forward(cx, args, true, "peek")),
        MethodDef::new("read1($self, size=-1, /)", "", |cx, args| forward(cx, args, true, "read1")),
        MethodDef::new("readinto($self, buffer, /)", "", |cx, args| forward(cx, args, true, "readinto")),
        MethodDef::new("readinto1($self, buffer, /)", "", |cx, args| forward(cx, args, true, "readinto1")),
        MethodDef::new("write($self, buffer, /)", "", |cx, args| forward(cx, args, false, "write")),
        MethodDef::new("flush($self, /)", "", |cx, args| forward(cx, args, false, "flush")),
        MethodDef::new("readable($self, /)", "", |cx, args| forward(cx, args, true, "readable")),
        MethodDef::new("writable($self, /)", "", |cx, args| forward(cx, args, false, "writable")),
        MethodDef::new("close($self, /)", "", close),
        MethodDef::new("isatty($self, /)", "", isatty),
    ],
    getset: &[GetSetDef {
        name: "closed",
        doc: "",
        get: |cx, value| attr::get(cx, half(cx, value, false)?, cx.intern("closed")?),
        set: None,
    }],
    ..TypeDef::DEFAULT
};

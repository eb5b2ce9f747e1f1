//! `pickle.PickleBuffer`: an object's buffer that a pickle may leave out of its stream.
//!
//! Thread-safety: what is held is one slot, emptied by `release`; whoever has read it before goes on with what it has acquired.

use typhon_vm::buffer::{self, Buffer, request};
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{instance_of, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{MethodDef, SlotTable, TypeDef};
use typhon_vm::types::memory_view::dims::Dims;
use typhon_vm::types::memory_view::{self, MemoryView};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, object_struct};

object_struct! {
    struct PickleBuffer: "pickle.PickleBuffer", fixed {
        slots {
            /// What lends the bytes.
            base,
            /// A view that holds them; unbound once they are released.
            view,
        }
        fields {}
    }
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let base = args[1];
    if !buffer::is_provider(cx, base) {
        return Err(buffer::not_bytes_like(cx, base));
    }
    let view = memory_view::new(cx, base)?.value();
    let make = |header| PickleBuffer { header, base: Slot::of(base), view: Slot::of(view) };
    Ok(instance_of(cx, args[0], make)?.value())
}

fn lend(cx: &Cx, value: Value, flags: u32) -> R<Buffer> {
    let this = receiver::<PickleBuffer>(cx, value)?;
    if this.view.get().is_unbound() {
        return Err(cx.value_error("operation forbidden on released PickleBuffer object"));
    }
    buffer::acquire(cx, this.base.get(), flags)
}

/// The memory as it lies there: plain bytes, whatever the items and dimensions are.
fn raw(cx: &Cx, args: &[Value]) -> R<Value> {
    let mut lent = lend(cx, args[0], request::FULL_RO)?;
    if !lent.dims.is_c_contiguous(lent.itemsize) && !lent.dims.is_f_contiguous(lent.itemsize) {
        lent.release(cx);
        return Err(buffer::buffer_error(cx, "cannot extract raw buffer from non-contiguous buffer"));
    }
    (lent.itemsize, lent.format, lent.dims) = (1, Value::UNBOUND, Dims::flat(lent.len, 1));
    memory_view::from_buffer(cx, &lent).map(Obj::value)
}

fn release(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<PickleBuffer>(cx, args[0])?;
    if let Some(view) = this.view.get().cast::<MemoryView>() {
        cx.store(this.object(), &this.view, Value::UNBOUND);
        memory_view::release(cx, view)?;
    }
    Ok(Value::NONE)
}

static NEW: MethodDef = MethodDef::function("PickleBuffer($type, object, /)", "", new);

static PICKLE_BUFFER: TypeDef = TypeDef {
    name: "PickleBuffer",
    module: "pickle",
    doc: "Wrapper for potentially out-of-band buffers",
    layout: PickleBuffer::LAYOUT,
    weak: true,
    slots: SlotTable {
        hash: Some(|_, value| Ok(protocol::identity_hash(value))),
        buffer: Some(lend),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "raw($self, /)",
            "Return a memoryview of the raw memory underlying this buffer.\n\nWill raise BufferError is the buffer isn't contiguous.",
            raw,
        ),
        MethodDef::new(
            "release($self, /)",
            "Release the underlying buffer held by the PickleBuffer object.",
            release,
        ),
    ],
    ..TypeDef::DEFAULT
};

pub(crate) static PICKLE_BUFFER_TYPE: NativeType = NativeType::new(&PICKLE_BUFFER);

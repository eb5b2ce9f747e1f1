//! `array`: sequences of numbers of one machine type.
//!
//! Thread-safety: an array is a type code, which never changes, and a bytearray that holds its items; each method is one operation of that bytearray,
//! under its lock, and whoever was lent the array's bytes was lent the bytearray's. The numbers of bytes are always whole items.

mod item;
mod methods;
mod pickle;
mod store;

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::import::ModuleDef;
use typhon_vm::instance;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{Layout, MethodDef};
use typhon_vm::types::byte_array::{self, ByteArray};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::number;
use typhon_vm::types::str_;
use typhon_vm::types::type_::Type;
use typhon_vm::value::SlotExt;

use item::Code;

/// A Python array.
#[repr(C)]
struct Array {
    header: Header,
    code: Code,
    /// The bytearray with the items.
    store: Slot,
}

static LAYOUT: Layout = Layout::fixed("array", size_of::<Array>(), trace);

// SAFETY: repr(C), header first, the slot traced and never written after publication, the code constant.
unsafe impl Payload for Array {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for arrays only.
    tracer.slot(&unsafe { Obj::<Array>::cast_unchecked(object) }.store);
}

static ARRAY_TYPE: NativeType = NativeType::new(&methods::ARRAY);

/// The array in a value, with its bytearray.
#[derive(Clone, Copy)]
struct Items {
    code: Code,
    size: usize,
    store: Obj<ByteArray>,
}

impl Items {
    fn of(value: Value) -> Option<Items> {
        let array = value.cast::<Array>()?;
        let store = array.store.get().cast_exact::<ByteArray>(number::BYTE_ARRAY)?;
        Some(Items { code: array.code, size: array.code.size(), store })
    }

    fn this(cx: &Cx, value: Value) -> R<Items> {
        Items::of(value).ok_or_else(|| cx.system_error("array expected"))
    }

    /// Number of items.
    fn len(self) -> usize {
        self.store.len() >> self.code.log_size()
    }

    /// All bytes, copied.
    fn bytes(self, cx: &Cx) -> Vec<u8> {
        byte_array::with_bytes(cx, self.store, |bytes| bytes.to_vec())
    }

    /// The item at a position as a value; `None` beyond the end.
    fn get(self, cx: &Cx, position: usize) -> R<Option<Value>> {
        let found = byte_array::with_bytes(cx, self.store, |bytes| item::word(self.code, bytes, position));
        found.map(|word| item::value(cx, self.code, word)).transpose()
    }
}

/// An array of a class with the given bytes.
fn make(cx: &Cx, class: Obj<Type>, code: Code, bytes: &[u8]) -> R<Value> {
    let store = byte_array::from_slice(cx, bytes)?;
    let (shape, header) = instance::start(class);
    Ok(cx.alloc_instance(shape, Array { header, code, store: Slot::of(store) })?.value())
}

/// A plain array.
fn plain(cx: &Cx, code: Code, bytes: &[u8]) -> R<Value> {
    make(cx, ARRAY_TYPE.class(cx)?, code, bytes)
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let class = ARRAY_TYPE.class(cx)?.value();
    for name in ["array", "ArrayType"] {
        dict::set(cx, namespace, cx.intern(name)?, class)?;
    }
    dict::set(cx, namespace, cx.intern("typecodes")?, str_::from_str(cx, item::ALL)?)
}

/// The module.
pub static ARRAY_MODULE: ModuleDef = ModuleDef {
    name: "array",
    doc: "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.",
    functions: &[MethodDef::function(
        "_array_reconstructor(arraytype, typecode, mformat_code, items, /)",
        "Internal. Used for pickling support.",
        pickle::reconstruct,
    )],
    init,
};

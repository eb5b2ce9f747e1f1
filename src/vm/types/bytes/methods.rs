//! The operators of `bytes`, what only `bytes` does, and its type. The methods shared with `bytearray` are in `shared`.

use crate::buffer::{self, bytes_like_optional};
use crate::codecs;
use crate::context::{Cx, R};
use crate::exceptions;
use crate::names;
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{BinaryOp, CompareOp, MethodDef, SlotTable, TypeDef};
use crate::types::bytes::shared::{self, byte};
use crate::types::bytes::table::byte_methods;
use crate::types::bytes::{self, Bytes, LAYOUT, from_slice};
use crate::types::int::new::checked_class;
use crate::types::slice::sequence::{self, index_error};
use crate::types::slice::{self, Slice};
use crate::types::str_::{self, Str};
use crate::types::{int, iterators, tuple};
use crate::value::Value;

fn this(cx: &Cx, value: Value) -> R<Obj<Bytes>> {
    value.cast::<Bytes>().ok_or_else(|| cx.system_error("bytes expected"))
}

// --- creation ---------------------------------------------------------------------------------------------------

fn bytes_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let class = checked_class(cx, args[0], crate::types::number::BYTES, "bytes")?;
    let made = converted(cx, args)?;
    match made.cast::<Bytes>() {
        Some(plain) if class != crate::runtime::builtin_type(crate::types::number::BYTES) => {
            bytes::new_instance(cx, class, plain.as_slice())
        }
        _ => Ok(made),
    }
}

/// The bytes that the arguments of `bytes()` stand for; a result of `__bytes__` is passed as it is.
fn converted(cx: &Cx, args: &[Value]) -> R<Value> {
    let (source, encoding, errors) = (args[1].bound(), args[2].bound(), args[3].bound());
    if encoding.is_some() || errors.is_some() {
        return match source.and_then(|source| source.cast::<Str>()) {
            None => {
                let what = if encoding.is_some() { "encoding" } else { "errors" };
                Err(cx.type_error(format!("{what} without a string argument")))
            }
            Some(_) if encoding.is_none() => Err(cx.type_error("string argument without an encoding".into())),
            Some(source) => {
                let encoding = codecs::name_argument(cx, args[2], "bytes", "encoding")?;
                let errors = codecs::name_argument(cx, args[3], "bytes", "errors")?;
                codecs::encode(cx, source, &codecs::encoding_text(encoding), errors)
            }
        };
    }
    let Some(source) = source else { return from_slice(cx, &[]) };
    if source.cast_exact::<Bytes>(crate::types::number::BYTES).is_some() {
        return Ok(source);
    }
    if let Some(result) = own_bytes(cx, source)? {
        return Ok(result);
    }
    if source.cast::<Str>().is_some() {
        return Err(cx.type_error("string argument without an encoding".into()));
    }
    let slots = cx.type_of(source).slots();
    if source.is_int() || slots.index.is_some() {
        let number = protocol::index::to_value(cx, source)?;
        let Some(count) = int::to_i64(number) else {
            let shown = cx.type_name(source);
            return Err(cx.error(
                exceptions::OVERFLOW_ERROR,
                format!("cannot fit '{shown}' into an index-sized integer"),
            ));
        };
        return match usize::try_from(count) {
            Ok(count) => bytes::zeros(cx, count),
            Err(_) => Err(cx.value_error("negative count")),
        };
    }
    from_content(cx, source)
}

/// What an object's `__bytes__` returns; `None` where its class has none.
fn own_bytes(cx: &Cx, source: Value) -> R<Option<Value>> {
    match crate::call::call_special(cx, source, names::get(names::__BYTES__), &[])? {
        Some(result) if result.cast::<Bytes>().is_none() => {
            Err(cx.type_error(format!("__bytes__ returned non-bytes (type {})", cx.type_name(result))))
        }
        result => Ok(result),
    }
}

/// The bytes that an object is made of or converts itself to: as `bytes(source)`, which however takes an int for a length.
pub(crate) fn of_object(cx: &Cx, source: Value) -> R<Value> {
    if source.cast_exact::<Bytes>(crate::types::number::BYTES).is_some() {
        return Ok(source);
    }
    match own_bytes(cx, source)? {
        Some(result) => Ok(result),
        None => from_content(cx, source),
    }
}

/// The bytes in a buffer or of an iterable of ints below 256.
fn from_content(cx: &Cx, source: Value) -> R<Value> {
    if buffer::is_provider(cx, source) {
        return from_slice(cx, &buffer::gathered(cx, source)?);
    }
    let slots = cx.type_of(source).slots();
    if source.cast::<Str>().is_some() || slots.iter.is_none() && slots.getitem.is_none() {
        return Err(cx.type_error(format!("cannot convert '{}' object to bytes", cx.type_name(source))));
    }
    let mut made = Vec::new();
    protocol::iter::for_each_hinted(cx, source, &mut |cx, item| {
        made.push(byte(cx, item, "bytes must be in range(0, 256)")?);
        Ok(())
    })?;
    from_slice(cx, &made)
}

// --- slots ------------------------------------------------------------------------------------------------------

fn bytes_compare(_: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Bytes>(), right.cast::<Bytes>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::from_bool(op.holds(one.as_slice().cmp(other.as_slice()))))
}

fn bytes_getitem(cx: &Cx, value: Value, key: Value) -> R<Value> {
    let bytes = this(cx, value)?;
    let all = bytes.as_slice();
    if let Some(slice) = key.cast::<Slice>() {
        let selection = slice::unpack(cx, slice)?.fit(all.len());
        if selection.step == 1 {
            let start = selection.start as usize;
            if selection.count == all.len() {
                return bytes.to_exact(cx);
            }
            return from_slice(cx, &all[start..start + selection.count]);
        }
        return from_slice(cx, &(0..selection.count).map(|n| all[selection.position(n)]).collect::<Vec<_>>());
    }
    let index = sequence::index_number(cx, key, "byte")?;
    match sequence::position(index, all.len()) {
        Some(position) => Ok(Value::small_int_unchecked(all[position].into())),
        None => Err(index_error(cx, "index out of range")),
    }
}

fn bytes_add(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let Some(one) = left.cast::<Bytes>() else { return Ok(Value::NOT_IMPLEMENTED) };
    match bytes_like_optional(cx, right)? {
        Some(other) => from_slice(cx, &[one.as_slice(), &other].concat()),
        None if sequence::may_reflect(cx, right, BinaryOp::Add) => Ok(Value::NOT_IMPLEMENTED),
        None => Err(shared::no_concatenation(cx, left, right)),
    }
}

fn bytes_mul(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (bytes, count) = match left.cast::<Bytes>() {
        Some(bytes) => (bytes, right),
        None => (this(cx, right)?, left),
    };
    let Some(count) = sequence::repeat_count(cx, count)? else { return Ok(Value::NOT_IMPLEMENTED) };
    cx.check_room(bytes.len().saturating_mul(count))?;
    from_slice(cx, &bytes.as_slice().repeat(count))
}

fn from_hex(cx: &Cx, args: &[Value]) -> R<Value> {
    let made = from_slice(cx, &shared::from_hex(cx, args[1])?)?;
    if args[0] == crate::runtime::builtin_type(crate::types::number::BYTES).value() {
        return Ok(made);
    }
    crate::call::call_values(cx, args[0], &[made])
}

fn get_new_args(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(tuple::from_slice(cx, &[this(cx, args[0])?.to_exact(cx)?])?.value())
}

static NEW: MethodDef = MethodDef::function(
    "bytes($type, source=b'', encoding='utf-8', errors='strict')",
    "Create and return a new object.",
    bytes_new,
);

/// The type.
pub static BYTES: TypeDef = TypeDef {
    name: "bytes",
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n\
          bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter \
          initialized with null bytes\nbytes() -> empty bytes object",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable {
        repr: Some(|cx, value| str_::from_string(cx, bytes::repr_of(this(cx, value)?.as_slice()))),
        str: Some(|cx, value| str_::from_string(cx, bytes::repr_of(this(cx, value)?.as_slice()))),
        hash: Some(|cx, value| Ok(this(cx, value)?.hash())),
        compare: Some(bytes_compare),
        iter: Some(|cx, value| iterators::bytes(cx, this(cx, value)?)),
        len: Some(|cx, value| Ok(this(cx, value)?.len())),
        getitem: Some(bytes_getitem),
        contains: Some(shared::contains),
        binary: SlotTable::binary_slots(&[
            (BinaryOp::Add, bytes_add),
            (BinaryOp::Mul, bytes_mul),
            (BinaryOp::Mod, shared::format),
        ]),
        buffer: Some(|cx, value, _| Ok(buffer::of_bytes(value, &*this(cx, value)?))),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: byte_methods! {
        MethodDef::class(
            "fromhex($type, string, /)",
            "Create a bytes object from a string of hexadecimal numbers.\n\nExample: bytes.fromhex('B9 01EF') -> b'\\xb9\\x01\\xef'.",
            from_hex,
        ),
        MethodDef::new("__bytes__($self, /)", "Convert this value to exact type bytes.", |cx, args| {
            match args[0].cast_exact::<Bytes>(crate::types::number::BYTES) {
                Some(_) => Ok(args[0]),
                None => from_slice(cx, this(cx, args[0])?.as_slice()),
            }
        }),
        MethodDef::new("__getnewargs__($self, /)", "", get_new_args),
    },
    ..TypeDef::DEFAULT
};

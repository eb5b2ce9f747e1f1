//! `_struct`: values as the bytes of C structs and back.
//!
//! Thread-safety: a `Struct` is one slot with its compiled format, which never changes; `__init__` sets it. The module's functions compile their formats at
//! each use. An iterator's position is advanced by compare-and-exchange; it holds its buffer for as long as it lives.

mod format;
mod objects;

use typhon_vm::Value;
use typhon_vm::buffer::{bytes_like, bytes_like_part, writable_argument};
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::exceptions::declared::Declared;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::signature::Wording;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::bytes;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::int;
use typhon_vm::types::tuple::Tuple;

use format::Format;

/// `struct.error`.
static ERROR: Declared = Declared::new("struct", "error", &[exceptions::EXCEPTION], "");

/// The tuple of a `*args` parameter.
fn rest(cx: &Cx, args: Value) -> R<Obj<Tuple>> {
    args.cast::<Tuple>().ok_or_else(|| cx.system_error("tuple expected"))
}

fn compiled(cx: &Cx, format: Value) -> R<Format> {
    format::compile(cx, &format::text(cx, format)?)
}

fn pack(cx: &Cx, format: &Format, values: &[Value]) -> R<Value> {
    bytes::from_slice(cx, &format.pack(cx, values, "pack")?)
}

/// How messages about places speak.
struct Words {
    function: &'static str,
    doing: &'static str,
    too_little: &'static str,
}

const PACKING: Words = Words { function: "pack_into", doing: "packing", too_little: "no space to pack" };
const UNPACKING: Words =
    Words { function: "unpack_from", doing: "unpacking", too_little: "not enough data to unpack" };

/// Where so many bytes at an offset begin in a buffer of `len` bytes.
fn place(cx: &Cx, words: &Words, offset: i64, size: usize, len: usize) -> R<usize> {
    let (size, len) = (size as i64, len as i64);
    let Words { function, doing, too_little } = words;
    let start = if offset >= 0 {
        offset
    } else {
        if offset + size > 0 {
            return Err(ERROR.error(cx, &format!("{too_little} {size} bytes at offset {offset}")));
        }
        if offset + len < 0 {
            return Err(ERROR.error(cx, &format!("offset {offset} out of range for {len}-byte buffer")));
        }
        offset + len
    };
    if len - start < size {
        let wanted = size as u64 + start as u64;
        return Err(ERROR.error(cx, &format!(
            "{function} requires a buffer of at least {wanted} bytes for {doing} {size} bytes at offset {start} (actual buffer size is {len})"
        )));
    }
    Ok(start as usize)
}

/// `pack_into(buffer, offset, *values)`, the arguments in a row.
fn pack_into(cx: &Cx, format: &Format, args: &[Value]) -> R<Value> {
    if args.is_empty() {
        return Err(ERROR.error(cx, "pack_into expected buffer argument"));
    }
    if args.len() == 1 {
        return Err(ERROR.error(cx, "pack_into expected offset argument"));
    }
    if args.len() - 2 != format.count {
        format.pack(cx, &args[2..], "pack_into")?;
    }
    let target = writable_argument(cx, args[0], "argument")?;
    let offset = protocol::index::to_i64(cx, args[1])?;
    let start = place(cx, &PACKING, offset, format.size, target.len())?;
    target.write(start, &format.pack(cx, &args[2..], "pack_into")?);
    Ok(Value::NONE)
}

fn unpack(cx: &Cx, format: &Format, source: Value) -> R<Value> {
    let content = bytes_like(cx, source)?;
    if content.len() != format.size {
        return Err(ERROR.error(cx, &format!("unpack requires a buffer of {} bytes", format.size)));
    }
    format.unpack(cx, &content)
}

fn unpack_from(cx: &Cx, format: &Format, source: Value, offset: Value) -> R<Value> {
    let content = bytes_like_part(cx, source, |len| {
        let offset = offset.bound().map_or(Ok(0), |offset| protocol::index::to_i64(cx, offset))?;
        let start = place(cx, &UNPACKING, offset, format.size, len)?;
        Ok(start..start + format.size)
    })?;
    format.unpack(cx, &content)
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    dict::set(cx, namespace, cx.intern("Struct")?, objects::STRUCT_TYPE.class(cx)?.value())?;
    dict::set(cx, namespace, cx.intern("error")?, ERROR.class(cx)?)
}

/// The module.
pub static STRUCT: ModuleDef = ModuleDef {
    name: "_struct",
    doc: "Functions to convert between Python values and C structs.",
    functions: &[
        MethodDef::function("_clearcache()", "Clear the internal cache.", |_, _| Ok(Value::NONE)),
        MethodDef::function(
            "calcsize(format, /)",
            "Return size in bytes of the struct described by the format string.",
            |cx, args| int::from_i64(cx, compiled(cx, args[0])?.size as i64),
        ),
        MethodDef::function(
            "iter_unpack(format, buffer, /)",
            "Return an iterator yielding tuples unpacked from the given bytes.",
            |cx, args| objects::iter_unpack(cx, args[0], args[1]),
        ),
        MethodDef::function(
            "pack(format, /, *values)",
            "Return a bytes object containing values packed according to the format.",
            |cx, args| pack(cx, &compiled(cx, args[0])?, rest(cx, args[1])?.values()),
        )
        .worded(Wording::Missing("missing format argument")),
        MethodDef::function(
            "pack_into(format, /, *values)",
            "Pack values according to the format and write them into a buffer at an offset.",
            |cx, args| pack_into(cx, &compiled(cx, args[0])?, rest(cx, args[1])?.values()),
        )
        .worded(Wording::Missing("missing format argument")),
        MethodDef::function(
            "unpack(format, buffer, /)",
            "Return a tuple containing values unpacked according to the format string.",
            |cx, args| unpack(cx, &compiled(cx, args[0])?, args[1]),
        ),
        MethodDef::function(
            "unpack_from(format, /, buffer, offset=0)",
            "Return a tuple containing values unpacked according to the format string, from an offset.",
            |cx, args| unpack_from(cx, &compiled(cx, args[0])?, args[1], args[2]),
        ),
    ],
    init,
};

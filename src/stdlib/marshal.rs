//! `marshal`: values as bytes and back, for `.pyc` files.
//!
//! The format is CPython's, versions 0 to 5 (written as its documentation and the tests of the library describe it), but for code objects: behind their
//! tag stand length and form of [`typhon_bytecode::pyc`], and what is read is verified, so that no bytes can do harm.
//! What one call keeps lies in Python lists, which the collector sees; the values themselves may change under another thread, and then
//! some state of theirs is written.

use std::sync::Arc;
use typhon_vm::names;

use typhon_bytecode::{Code, pyc};
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::protocol::{attr, index};
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::bytes::{self, Bytes};
use typhon_vm::types::{code, dict};
use typhon_vm::{Value, call, exceptions, protocol};

mod read;
mod write;

/// The version written by default.
const VERSION: i64 = 5;

/// Values nest at most so deeply, in both directions.
const MAX_DEPTH: usize = 2000;

/// Bit of a tag: the value is entered into the table of references.
const REFERENCED: u8 = 0x80;

/// The tags of the format.
mod tag {
    pub(super) const NULL: u8 = b'0';
    pub(super) const NONE: u8 = b'N';
    pub(super) const FALSE: u8 = b'F';
    pub(super) const TRUE: u8 = b'T';
    pub(super) const STOP_ITERATION: u8 = b'S';
    pub(super) const ELLIPSIS: u8 = b'.';
    pub(super) const INT: u8 = b'i';
    pub(super) const INT64: u8 = b'I';
    pub(super) const FLOAT: u8 = b'f';
    pub(super) const BINARY_FLOAT: u8 = b'g';
    pub(super) const COMPLEX: u8 = b'x';
    pub(super) const BINARY_COMPLEX: u8 = b'y';
    pub(super) const LONG: u8 = b'l';
    pub(super) const BYTES: u8 = b's';
    pub(super) const INTERNED: u8 = b't';
    pub(super) const REFERENCE: u8 = b'r';
    pub(super) const TUPLE: u8 = b'(';
    pub(super) const SMALL_TUPLE: u8 = b')';
    pub(super) const LIST: u8 = b'[';
    pub(super) const DICT: u8 = b'{';
    pub(super) const CODE: u8 = b'c';
    pub(super) const TEXT: u8 = b'u';
    pub(super) const ASCII: u8 = b'a';
    pub(super) const ASCII_INTERNED: u8 = b'A';
    pub(super) const SHORT_ASCII: u8 = b'z';
    pub(super) const SHORT_ASCII_INTERNED: u8 = b'Z';
    pub(super) const SET: u8 = b'<';
    pub(super) const FROZEN_SET: u8 = b'>';
    pub(super) const SLICE: u8 = b':';
}

/// A code object as `marshal.dumps` writes it.
pub fn code_bytes(code: &Code) -> Vec<u8> {
    let mut out = vec![tag::CODE | REFERENCED];
    write::code(&mut out, code);
    out
}

/// The value that bytes hold and nothing else. Errors: those of `marshal.loads`, and where something stands behind the value.
pub fn loads_slice(cx: &Cx, source: &[u8]) -> R<Value> {
    read::Reader::of_slice(cx, source, true)?.only()
}

/// Decodes what stands behind a code object's tag.
fn decode_code(cx: &Cx, bytes: &[u8]) -> R<Value> {
    match cx.while_safe(|| pyc::decode(bytes)) {
        Ok(code) => Ok(code::new(cx, &Arc::new(code))?.value()),
        Err(error) => Err(cx.value_error(&format!("bad marshal data (code object: {error})"))),
    }
}

fn flag(cx: &Cx, value: Value) -> R<bool> {
    value.bound().map_or(Ok(true), |value| protocol::is_true(cx, value))
}

fn version(cx: &Cx, value: Value) -> R<i64> {
    value.bound().map_or(Ok(VERSION), |value| index::to_i64(cx, value))
}

fn dumps(cx: &Cx, args: &[Value]) -> R<Value> {
    let bytes = write::dumps(cx, args[0], version(cx, args[1])?, flag(cx, args[2])?)?;
    bytes::from_slice(cx, &bytes)
}

fn dump(cx: &Cx, args: &[Value]) -> R<Value> {
    let bytes = write::dumps(cx, args[0], version(cx, args[2])?, flag(cx, args[3])?)?;
    let write = attr::get(cx, args[1], names::get(names::WRITE))?;
    call::call_values(cx, write, &[bytes::from_slice(cx, &bytes)?])
}

fn loads(cx: &Cx, args: &[Value]) -> R<Value> {
    let allow_code = flag(cx, args[1])?;
    let source = typhon_vm::buffer::gathered(cx, args[0])?;
    read::Reader::of_slice(cx, &source, allow_code)?.whole()
}

fn load(cx: &Cx, args: &[Value]) -> R<Value> {
    let allow_code = flag(cx, args[1])?;
    // A file opened for text is told at once.
    let read = attr::get(cx, args[0], cx.intern("read")?)?;
    let probe = call::call_values(cx, read, &[Value::small_int_unchecked(0)])?;
    if probe.cast::<Bytes>().is_none() {
        let shown = cx.type_name(probe);
        return Err(cx.type_error(format!("file.read() returned not bytes but {shown}")));
    }
    read::Reader::of_file(cx, read, allow_code)?.whole()
}

/// The error for what cannot be written.
fn unmarshallable(cx: &Cx) -> typhon_vm::Raised {
    cx.error(exceptions::VALUE_ERROR, "unmarshallable object".into())
}

/// The module.
pub static MARSHAL: ModuleDef = ModuleDef {
    name: "marshal",
    doc: "Values as bytes in a Python-specific format, and back.",
    functions: &[
        MethodDef::function(
            "dump(value, file, version=version, /, *, allow_code=True)",
            "Write the value on the open file.",
            dump,
        ),
        MethodDef::function("load(file, /, *, allow_code=True)", "Read one value from the open file.", load),
        MethodDef::function(
            "dumps(value, version=version, /, *, allow_code=True)",
            "Return the bytes object that would be written to a file by dump(value, file).",
            dumps,
        ),
        MethodDef::function(
            "loads(bytes, /, *, allow_code=True)",
            "Convert the bytes-like object to a value.",
            loads,
        ),
    ],
    init: |cx, namespace| {
        dict::set(cx, namespace, cx.intern("version")?, Value::small_int_unchecked(VERSION))
    },
};

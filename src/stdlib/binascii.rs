//! `binascii`: bytes as text and back (hexadecimal, base 64, quoted-printable, uuencode), and checksums. Stateless.

mod quoted;
mod radix;

use typhon_vm::Value;
use typhon_vm::buffer::{BytesLike, bytes_like, bytes_like_optional};
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::exceptions::declared::Declared;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::bytes::HexForm;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::str_::Str;
use typhon_vm::types::{bytes, int};

use crate::guarded::outside;
use radix::Malformed;

static ERROR: Declared = Declared::new("binascii", "Error", &[exceptions::VALUE_ERROR], "");
static INCOMPLETE: Declared = Declared::new("binascii", "Incomplete", &[exceptions::EXCEPTION], "");

/// Text to decode: an ASCII str, or bytes.
enum Source<'a> {
    Text(Obj<Str>),
    Bytes(BytesLike<'a>),
}

impl Source<'_> {
    fn of(cx: &Cx, value: Value) -> R<Source<'_>> {
        if let Some(text) = value.cast::<Str>() {
            if !text.is_ascii() {
                return Err(cx.value_error("string argument should contain only ASCII characters"));
            }
            return Ok(Source::Text(text));
        }
        match bytes_like_optional(cx, value)? {
            Some(content) => Ok(Source::Bytes(content)),
            None => {
                let shown = cx.type_name(value);
                Err(cx.type_error(format!("argument should be bytes, buffer or ASCII string, not '{shown}'")))
            }
        }
    }

    fn as_slice(&self) -> &[u8] {
        match self {
            Source::Text(text) => text.bytes(),
            Source::Bytes(content) => content,
        }
    }
}

/// An optional flag.
fn flag(cx: &Cx, value: Value, default: bool) -> R<bool> {
    value.bound().map_or(Ok(default), |value| protocol::is_true(cx, value))
}

fn decoded(cx: &Cx, result: Result<Vec<u8>, Malformed>) -> R<Value> {
    match result {
        Ok(made) => bytes::from_slice(cx, &made),
        Err(Malformed(text)) => Err(ERROR.error(cx, &text)),
    }
}

fn to_hex(cx: &Cx, args: &[Value]) -> R<Value> {
    let (form, content) = HexForm::of(cx, args[0], args[1], args[2])?;
    cx.check_room(content.len().saturating_mul(3))?;
    bytes::from_slice(cx, &outside(cx, content.len(), || form.digits(&content)))
}

fn from_hex(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = Source::of(cx, args[0])?;
    let content = source.as_slice();
    decoded(cx, outside(cx, content.len(), || radix::from_hex(content)))
}

/// The low 32 bits of a checksum's start.
fn start_of(cx: &Cx, value: Value) -> R<u32> {
    let Some(value) = value.bound() else { return Ok(0) };
    let number = protocol::index::to_value(cx, value)?;
    if let Some(number) = int::to_i64(number) {
        return Ok(number as u32);
    }
    let mask = Value::small_int_unchecked(0xffff_ffff);
    let low = protocol::binary::binary_op(cx, typhon_vm::typedef::BinaryOp::And, number, mask)?;
    Ok(int::to_i64(low).unwrap_or(0) as u32)
}

/// `crc32(data, value=0)`, of `zlib` too.
pub(crate) fn crc32(cx: &Cx, args: &[Value]) -> R<Value> {
    let content = bytes_like(cx, args[0])?;
    let mut hasher = crc32fast::Hasher::new_with_initial(start_of(cx, args[1])?);
    outside(cx, content.len(), || hasher.update(&content));
    Ok(Value::small_int_unchecked(hasher.finalize().into()))
}

/// `adler32(data, value=1)`, for `zlib`.
pub(crate) fn adler32(cx: &Cx, args: &[Value]) -> R<Value> {
    let content = bytes_like(cx, args[0])?;
    let start = if args[1].is_unbound() { 1 } else { start_of(cx, args[1])? };
    Ok(Value::small_int_unchecked(outside(cx, content.len(), || radix::adler32(&content, start)).into()))
}

fn crc_hqx(cx: &Cx, args: &[Value]) -> R<Value> {
    let content = bytes_like(cx, args[0])?;
    let crc = start_of(cx, args[1])? as u16;
    Ok(Value::small_int_unchecked(outside(cx, content.len(), || radix::crc_hqx(&content, crc)).into()))
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    dict::set(cx, namespace, cx.intern("Error")?, ERROR.class(cx)?)?;
    dict::set(cx, namespace, cx.intern("Incomplete")?, INCOMPLETE.class(cx)?)
}

/// The module.
pub static BINASCII: ModuleDef = ModuleDef {
    name: "binascii",
    doc: "Conversion between binary data and ASCII",
    functions: &[
        MethodDef::function("a2b_uu(data, /)", "Decode a line of uuencoded data.", |cx, args| {
            let source = Source::of(cx, args[0])?;
            let content = source.as_slice();
            decoded(cx, outside(cx, content.len(), || radix::from_uu(content)))
        }),
        MethodDef::function("b2a_uu(data, /, *, backtick=False)", "Uuencode line of data.", |cx, args| {
            let backtick = flag(cx, args[1], false)?;
            let content = bytes_like(cx, args[0])?;
            decoded(cx, radix::to_uu(&content, backtick))
        }),
        MethodDef::function(
            "a2b_base64(data, /, *, strict_mode=False)",
            "Decode a line of base64 data.",
            |cx, args| {
                let strict = flag(cx, args[1], false)?;
                let source = Source::of(cx, args[0])?;
                let content = source.as_slice();
                decoded(cx, outside(cx, content.len(), || radix::from_base64(content, strict)))
            },
        ),
        MethodDef::function(
            "b2a_base64(data, /, *, newline=True)",
            "Base64-code line of data.",
            |cx, args| {
                let newline = flag(cx, args[1], true)?;
                let content = bytes_like(cx, args[0])?;
                cx.check_room(content.len() / 3 * 4)?;
                bytes::from_slice(cx, &outside(cx, content.len(), || radix::to_base64(&content, newline)))
            },
        ),
        MethodDef::function("a2b_hex(hexstr, /)", "Binary data of hexadecimal representation.", from_hex),
        MethodDef::function("unhexlify(hexstr, /)", "Binary data of hexadecimal representation.", from_hex),
        MethodDef::function(
            "b2a_hex(data, sep=<unrepresentable>, bytes_per_sep=1)",
            "Hexadecimal representation of binary data.",
            to_hex,
        ),
        MethodDef::function(
            "hexlify(data, sep=<unrepresentable>, bytes_per_sep=1)",
            "Hexadecimal representation of binary data.",
            to_hex,
        ),
        MethodDef::function(
            "a2b_qp(data, header=False)",
            "Decode a string of qp-encoded data.",
            |cx, args| {
                let header = flag(cx, args[1], false)?;
                let source = Source::of(cx, args[0])?;
                let content = source.as_slice();
                bytes::from_slice(cx, &outside(cx, content.len(), || quoted::decode(content, header)))
            },
        ),
        MethodDef::function(
            "b2a_qp(data, quotetabs=False, istext=True, header=False)",
            "Encode a string using quoted-printable encoding.",
            |cx, args| {
                let (tabs, text) = (flag(cx, args[1], false)?, flag(cx, args[2], true)?);
                let header = flag(cx, args[3], false)?;
                let content = bytes_like(cx, args[0])?;
                let encode = || quoted::encode(&content, tabs, text, header);
                bytes::from_slice(cx, &outside(cx, content.len(), encode))
            },
        ),
        MethodDef::function("crc_hqx(data, crc, /)", "Compute CRC-CCITT incrementally.", crc_hqx),
        MethodDef::function("crc32(data, crc=0, /)", "Compute CRC-32 incrementally.", crc32),
    ],
    init,
};

//! `zlib`: compression by deflate.
//!
//! Thread-safety: the objects' streams are [`Guarded`](crate::guarded); the functions keep no state.

mod objects;
mod stream;

use libz_rs_sys as z;

use typhon_vm::Value;
use typhon_vm::buffer::bytes_like;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::exceptions;
use typhon_vm::exceptions::declared::Declared;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::{bytes, str_};

use crate::guarded::outside;
use stream::{Stream, error_text};

static ERROR: Declared = Declared::new("zlib", "error", &[exceptions::EXCEPTION], "");

/// Base-two logarithm of the largest window.
const MAX_BITS: i32 = 15;
const DEFAULT_MEMORY_LEVEL: i32 = 8;
const DEFAULT_BUFFER_SIZE: i64 = 16 * 1024;

/// An optional C int.
fn int_argument(cx: &Cx, value: Value, default: i32) -> R<i32> {
    let Some(value) = value.bound() else { return Ok(default) };
    i32::try_from(protocol::index::to_i64(cx, value)?)
        .map_err(|_| cx.error(exceptions::OVERFLOW_ERROR, "Python int too large to convert to C int".into()))
}

/// The exception for the library's code.
#[cold]
fn failed(cx: &Cx, code: i32, text: &str) -> Raised {
    if code == z::Z_MEM_ERROR { cx.memory_error() } else { ERROR.error(cx, text) }
}

fn compress(cx: &Cx, args: &[Value]) -> R<Value> {
    let level = int_argument(cx, args[1], z::Z_DEFAULT_COMPRESSION)?;
    let bits = int_argument(cx, args[2], MAX_BITS)?;
    let content = bytes_like(cx, args[0])?;
    let mut stream =
        match Stream::deflate(level, z::Z_DEFLATED, bits, DEFAULT_MEMORY_LEVEL, z::Z_DEFAULT_STRATEGY) {
            Ok(stream) => stream,
            Err(z::Z_MEM_ERROR) => return Err(cx.memory_error()),
            Err(z::Z_STREAM_ERROR) => return Err(ERROR.error(cx, "Bad compression level")),
            Err(code) => return Err(ERROR.error(cx, &error_text(code, "while compressing data", None))),
        };
    let input = content.as_slice();
    let mut output = Vec::new();
    let (code, _) = outside(cx, input.len(), || stream.run(input, z::Z_FINISH, usize::MAX, &mut output));
    if code != z::Z_STREAM_END {
        return Err(failed(cx, code, &stream.error(code, "while compressing data")));
    }
    bytes::from_slice(cx, &output)
}

fn decompress(cx: &Cx, args: &[Value]) -> R<Value> {
    let bits = int_argument(cx, args[1], MAX_BITS)?;
    let size = args[2].bound().map_or(Ok(DEFAULT_BUFFER_SIZE), |size| protocol::index::to_i64(cx, size))?;
    if size < 0 {
        return Err(cx.value_error("bufsize must be non-negative"));
    }
    let content = bytes_like(cx, args[0])?;
    let mut stream = match Stream::inflate(bits) {
        Ok(stream) => stream,
        Err(z::Z_MEM_ERROR) => return Err(cx.memory_error()),
        Err(code) => {
            return Err(ERROR.error(cx, &error_text(code, "while preparing to decompress data", None)));
        }
    };
    let input = content.as_slice();
    let mut output = Vec::new();
    let (code, _) = outside(cx, input.len(), || stream.run(input, z::Z_SYNC_FLUSH, usize::MAX, &mut output));
    match code {
        z::Z_STREAM_END => bytes::from_slice(cx, &output),
        // All of it was used, and more was expected.
        z::Z_OK => Err(ERROR.error(cx, &error_text(z::Z_BUF_ERROR, "while decompressing data", None))),
        code => Err(failed(cx, code, &stream.error(code, "while decompressing data"))),
    }
}

/// Integer constants.
const NUMBERS: &[(&str, i32)] = &[
    ("DEFLATED", z::Z_DEFLATED),
    ("DEF_BUF_SIZE", DEFAULT_BUFFER_SIZE as i32),
    ("DEF_MEM_LEVEL", DEFAULT_MEMORY_LEVEL),
    ("MAX_WBITS", MAX_BITS),
    ("Z_BEST_COMPRESSION", z::Z_BEST_COMPRESSION),
    ("Z_BEST_SPEED", z::Z_BEST_SPEED),
    ("Z_BLOCK", z::Z_BLOCK),
    ("Z_DEFAULT_COMPRESSION", z::Z_DEFAULT_COMPRESSION),
    ("Z_DEFAULT_STRATEGY", z::Z_DEFAULT_STRATEGY),
    ("Z_FILTERED", z::Z_FILTERED),
    ("Z_FINISH", z::Z_FINISH),
    ("Z_FIXED", z::Z_FIXED),
    ("Z_FULL_FLUSH", z::Z_FULL_FLUSH),
    ("Z_HUFFMAN_ONLY", z::Z_HUFFMAN_ONLY),
    ("Z_NO_COMPRESSION", z::Z_NO_COMPRESSION),
    ("Z_NO_FLUSH", z::Z_NO_FLUSH),
    ("Z_PARTIAL_FLUSH", z::Z_PARTIAL_FLUSH),
    ("Z_RLE", z::Z_RLE),
    ("Z_SYNC_FLUSH", z::Z_SYNC_FLUSH),
    ("Z_TREES", z::Z_TREES),
];

/// The version of the C library whose interface is offered.
const VERSION: &str = "1.3.1";

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    for &(name, number) in NUMBERS {
        put(name, Value::small_int_unchecked(number.into()))?;
    }
    put("ZLIB_VERSION", str_::from_str(cx, VERSION)?)?;
    put("ZLIB_RUNTIME_VERSION", str_::from_str(cx, VERSION)?)?;
    put("__version__", str_::from_str(cx, "1.0")?)?;
    put("_ZlibDecompressor", objects::reader::TYPE.class(cx)?.value())?;
    put("error", ERROR.class(cx)?)
}

/// The module.
pub static ZLIB: ModuleDef = ModuleDef {
    name: "zlib",
    doc: "The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.",
    functions: &[
        MethodDef::function(
            "adler32(data, value=1, /)",
            "Compute an Adler-32 checksum of data.",
            crate::binascii::adler32,
        ),
        MethodDef::function(
            "compress(data, /, level=-1, wbits=15)",
            "Returns a bytes object containing compressed data.",
            compress,
        ),
        MethodDef::function(
            "compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)",
            "Return a compressor object.",
            objects::compressor,
        ),
        MethodDef::function(
            "crc32(data, value=0, /)",
            "Compute a CRC-32 checksum of data.",
            crate::binascii::crc32,
        ),
        MethodDef::function(
            "decompress(data, /, wbits=15, bufsize=16384)",
            "Returns a bytes object containing the uncompressed data.",
            decompress,
        ),
        MethodDef::function(
            "decompressobj(wbits=15, zdict=b'')",
            "Return a decompressor object.",
            objects::decompressor,
        ),
    ],
    init,
};

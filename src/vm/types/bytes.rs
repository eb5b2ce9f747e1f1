//! `bytes`: an immutable run of bytes. Thread-safety: everything but the cached hash is written before publication; the hash is
//! one atomic word that every thread computes to the same number.

mod methods;
pub(crate) mod shared;
pub(crate) mod table;
pub(crate) mod text;

use std::sync::atomic::{AtomicI64, Ordering};

use typhon_gc::{Header, ObjRef};

use crate::context::{Cx, R};
use crate::instance;
use crate::object::{Obj, Payload};
use crate::typedef::{Layout, trace_nothing};
use crate::types::type_::Type;
use crate::types::{number, str_};
use crate::value::Value;

pub use methods::BYTES;
pub(crate) use methods::of_object;
pub use shared::HexForm;

/// A bytes object; the bytes follow the struct.
#[repr(C)]
pub struct Bytes {
    header: Header,
    len: usize,
    /// 0 until computed.
    hash: AtomicI64,
}

/// Layout of bytes objects.
pub static LAYOUT: Layout = Layout::variable("bytes", object_bytes, trace_nothing);

// SAFETY: repr(C), header first, no references, only the atomic hash changes.
unsafe impl Payload for Bytes {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn object_bytes(object: ObjRef) -> usize {
    // SAFETY: called for bytes objects only.
    let bytes = unsafe { Obj::<Bytes>::cast_unchecked(object) };
    (size_of::<Bytes>() + bytes.len).next_multiple_of(16)
}

impl Bytes {
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes.
    #[inline(always)]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: `len` bytes follow the struct in the same object and never change.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast(), self.len) }
    }

    /// The hash, the same as that of an ASCII str with these bytes.
    pub fn hash(&self) -> i64 {
        match self.hash.load(Ordering::Relaxed) {
            0 => {
                let hash = str_::hash_bytes(self.as_slice());
                self.hash.store(hash, Ordering::Relaxed);
                hash
            }
            hash => hash,
        }
    }
}

fn allocate(cx: &Cx, len: usize, fill: impl FnOnce(*mut u8)) -> R<Obj<Bytes>> {
    if len > isize::MAX as usize / 8 {
        return Err(cx.memory_error());
    }
    let head = Bytes { header: Header::new(number::BYTES, 0), len, hash: AtomicI64::new(0) };
    cx.alloc_variable(size_of::<Bytes>() + len, head, fill)
}

/// A bytes object of the given bytes.
pub fn from_slice(cx: &Cx, bytes: &[u8]) -> R<Value> {
    let made = allocate(cx, bytes.len(), |room| {
        // SAFETY: `len` bytes were allocated; the source is no part of the fresh object.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), room, bytes.len()) };
    })?;
    Ok(made.value())
}

/// An instance of a class derived from `bytes`, or an exact bytes object.
pub(crate) fn new_instance(cx: &Cx, class: Obj<Type>, bytes: &[u8]) -> R<Value> {
    if class == crate::runtime::builtin_type(number::BYTES) {
        return from_slice(cx, bytes);
    }
    let (shape, header) = instance::start(class);
    let head = Bytes { header, len: bytes.len(), hash: AtomicI64::new(0) };
    let made = cx.alloc_variable_instance(shape, size_of::<Bytes>() + bytes.len(), head, |room| {
        // SAFETY: `len` bytes were allocated; the source is no part of the fresh object.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), room, bytes.len()) };
    })?;
    Ok(made.value())
}

impl Obj<Bytes> {
    /// Whether the class is `bytes` itself.
    pub fn is_exact(self) -> bool {
        crate::object::shape_id(self.object()) == number::BYTES
    }

    /// The same bytes as an exact bytes object.
    pub fn to_exact(self, cx: &Cx) -> R<Value> {
        if self.is_exact() { Ok(self.value()) } else { from_slice(cx, self.as_slice()) }
    }
}

/// A bytes object of `count` zeros.
fn zeros(cx: &Cx, count: usize) -> R<Value> {
    // SAFETY: `count` bytes were allocated.
    Ok(allocate(cx, count, |room| unsafe { std::ptr::write_bytes(room, 0, count) })?.value())
}

/// The bytes object of a value that is one; arguments that may be any bytes-like object go through [`crate::buffer`].
pub fn as_bytes(value: Value) -> Option<Obj<Bytes>> {
    value.cast::<Bytes>()
}

/// The literal of bytes.
pub fn repr_of(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut literal = String::with_capacity(bytes.len() + 3);
    literal.push('b');
    literal.push(quote);
    for &byte in bytes {
        match byte {
            b'\\' => literal.push_str("\\\\"),
            b'\t' => literal.push_str("\\t"),
            b'\n' => literal.push_str("\\n"),
            b'\r' => literal.push_str("\\r"),
            _ if char::from(byte) == quote => {
                literal.push('\\');
                literal.push(quote);
            }
            32..127 => literal.push(byte.into()),
            _ => literal.push_str(&format!("\\x{byte:02x}")),
        }
    }
    literal.push(quote);
    literal
}

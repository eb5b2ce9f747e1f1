//! `str`: immutable text in code units of 1, 2 or 4 bytes, the narrowest that holds its widest code point, so indexing is O(1) and lone
//! surrogates are representable. Interned strings of equal text are one word; so are strings of at most one code point below 256.
//! The units follow the head, or lie in a block that growing strings share ([`grow`]).
//!
//! Thread-safety: everything but the cached hash is written before publication; the hash is one atomic word that every thread
//! computes to the same number.

mod builder;
mod case;
mod compose;
pub mod format;
mod grow;
mod methods;
mod percent;
mod repr;
mod search;
mod split;
mod surrogate;
mod translate;
pub mod unicode;

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, Ordering};

use siphasher::sip::SipHasher13;
use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::instance;
use crate::object::{Obj, Payload, flag};
use crate::typedef::Layout;
use crate::types::number;
use crate::types::type_::Type;
use crate::value::{SlotExt, Value};

pub use builder::Builder;
pub use compose::{concat, join, of_point, order, order_prefix, repeat, substring};
pub use grow::BLOCK_LAYOUT;
pub use methods::STR;
pub(crate) use methods::sliced;
pub(crate) use percent::format_bytes;
pub use repr::repr_string;

/// A Python str; the code units follow the struct, or, where they are shared, a slot with their block.
#[repr(C)]
pub struct Str {
    header: Header,
    /// 0 until computed.
    hash: AtomicI64,
    /// Code points, shifted left by [`LEN_SHIFT`], over bits and the width.
    meta: u64,
}

const LEN_SHIFT: u32 = 6;
/// The units lie in a block.
const SHARED_BIT: u64 = 32;
/// The string is the result of a concatenation, so the next one to it is probably another step of a loop.
const CONCATENATED_BIT: u64 = 16;
const ASCII_BIT: u64 = 8;
const WIDTH_MASK: u64 = 7;

/// Layout of strings.
pub static LAYOUT: Layout = Layout::variable("str", str_bytes, trace_str);

// SAFETY: repr(C), header first, the block's slot is traced where there is one, only the atomic hash changes.
unsafe impl Payload for Str {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn str_bytes(object: ObjRef) -> usize {
    // SAFETY: called for strings only.
    let text = unsafe { Obj::<Str>::cast_unchecked(object) };
    let rest = if text.is_shared() { size_of::<Slot>() } else { text.len() * text.width() };
    (size_of::<Str>() + rest).next_multiple_of(16)
}

unsafe fn trace_str(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for strings only.
    let text = unsafe { Obj::<Str>::cast_unchecked(object) };
    if text.is_shared() {
        tracer.slot(text.block_slot());
    }
}

/// The code units of a string.
#[derive(Clone, Copy)]
pub enum Units<'a> {
    One(&'a [u8]),
    Two(&'a [u16]),
    Four(&'a [u32]),
}

impl<'a> Units<'a> {
    /// The units as bytes.
    pub fn raw(self) -> &'a [u8] {
        match self {
            Units::One(units) => units,
            // SAFETY: plain integers seen as bytes; the length in bytes is that of the slice.
            Units::Two(units) => unsafe {
                std::slice::from_raw_parts(units.as_ptr().cast(), units.len() * 2)
            },
            // SAFETY: as above.
            Units::Four(units) => unsafe {
                std::slice::from_raw_parts(units.as_ptr().cast(), units.len() * 4)
            },
        }
    }
}

impl Str {
    /// Number of code points.
    #[inline(always)]
    pub fn len(&self) -> usize {
        (self.meta >> LEN_SHIFT) as usize
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of a code unit: 1, 2 or 4.
    #[inline(always)]
    pub fn width(&self) -> usize {
        (self.meta & WIDTH_MASK) as usize
    }

    /// Whether every code point is below 128.
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.meta & ASCII_BIT != 0
    }

    pub fn is_interned(&self) -> bool {
        self.header.flags.load(Ordering::Relaxed) & flag::INTERNED != 0
    }

    #[inline(always)]
    fn is_shared(&self) -> bool {
        self.meta & SHARED_BIT != 0
    }

    /// The slot behind the struct, where `is_shared` holds.
    fn block_slot(&self) -> &Slot {
        // SAFETY: a shared string is allocated with one slot behind the struct.
        unsafe { &*std::ptr::from_ref(self).add(1).cast::<Slot>() }
    }

    fn block(&self) -> Option<Obj<grow::Block>> {
        if !self.is_shared() {
            return None;
        }
        let block = self.block_slot().get().as_object()?;
        // SAFETY: the slot of a shared string only ever holds its block.
        Some(unsafe { Obj::cast_unchecked(block) })
    }

    #[inline(always)]
    fn data(&self) -> *const u8 {
        if self.is_shared() {
            return self.block().map_or(std::ptr::null(), |block| block.data());
        }
        // SAFETY: one past the struct is where the units lie, in the same object.
        unsafe { std::ptr::from_ref(self).add(1).cast() }
    }

    /// The code units.
    #[inline(always)]
    pub fn units(&self) -> Units<'_> {
        // SAFETY: `len` units of the width follow the struct, aligned to 8, and never change.
        unsafe {
            match self.width() {
                1 => Units::One(std::slice::from_raw_parts(self.data(), self.len())),
                2 => Units::Two(std::slice::from_raw_parts(self.data().cast(), self.len())),
                _ => Units::Four(std::slice::from_raw_parts(self.data().cast(), self.len())),
            }
        }
    }

    /// The raw bytes of the code units.
    #[inline(always)]
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: as in `units`.
        unsafe { std::slice::from_raw_parts(self.data(), self.len() * self.width()) }
    }

    /// The text as UTF-8 without copying, where it is ASCII.
    pub fn as_ascii(&self) -> Option<&str> {
        // SAFETY: the ASCII bit is set only for bytes below 128.
        self.is_ascii().then(|| unsafe { std::str::from_utf8_unchecked(self.bytes()) })
    }

    /// The code point at an index below `len`.
    #[inline(always)]
    pub fn code_point(&self, index: usize) -> u32 {
        match self.units() {
            Units::One(units) => units[index].into(),
            Units::Two(units) => units[index].into(),
            Units::Four(units) => units[index],
        }
    }

    pub fn code_points(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.len()).map(|index| self.code_point(index))
    }

    /// The text for messages; surrogates are spelled as [`surrogate`] says.
    pub fn to_string_lossy(&self) -> String {
        match self.as_ascii() {
            Some(text) => text.to_string(),
            None => self.units().to_string_lossy(),
        }
    }

    pub fn equals_str(&self, other: &str) -> bool {
        match self.as_ascii() {
            Some(text) => text == other,
            None => self.code_points().eq(other.chars().map(u32::from)),
        }
    }

    /// The hash, computed once.
    #[inline(always)]
    pub fn hash(&self) -> i64 {
        match self.hash.load(Ordering::Relaxed) {
            0 => self.compute_hash(),
            hash => hash,
        }
    }

    #[cold]
    #[inline(never)]
    fn compute_hash(&self) -> i64 {
        let hash = hash_bytes(self.bytes());
        self.hash.store(hash, Ordering::Relaxed);
        hash
    }

    pub(crate) fn mark_interned(&self) {
        self.header.flags.fetch_or(flag::INTERNED, Ordering::Relaxed);
    }
}

static HASH_KEY: OnceLock<(u64, u64)> = OnceLock::new();

/// Sets the key of string hashing; the first call wins. Without one, hashing is keyed with zeros, as with `PYTHONHASHSEED=0`.
pub fn set_hash_key(key: (u64, u64)) {
    let _ = HASH_KEY.set(key);
}

/// Hash of str and bytes: SipHash-1-3 over the raw units, as CPython's; 0 for nothing, never -1.
pub fn hash_bytes(bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    let (k0, k1) = HASH_KEY.get().copied().unwrap_or_default();
    match SipHasher13::new_with_keys(k0, k1).hash(bytes) as i64 {
        -1 => -2,
        hash => hash,
    }
}

/// Whether two strings hold the same code points. The narrowest width is canonical, so equal text has equal bytes.
#[inline]
pub fn same_text(one: Obj<Str>, other: Obj<Str>) -> bool {
    (one.meta ^ other.meta) & !(SHARED_BIT | CONCATENATED_BIT) == 0 && one.bytes() == other.bytes()
}

/// A str of at most one code point below 256, outside the heap: there is one of each, so they count as interned.
#[repr(C, align(16))]
struct Immortal {
    head: Str,
    unit: [u8; 8],
}

const fn immortal(len: usize, unit: u8) -> Immortal {
    let ascii = if unit < 128 { ASCII_BIT } else { 0 };
    let meta = (len as u64) << LEN_SHIFT | 1 | ascii;
    let header = Header::immortal(number::STR, flag::INTERNED);
    Immortal { head: Str { header, hash: AtomicI64::new(0), meta }, unit: [unit, 0, 0, 0, 0, 0, 0, 0] }
}

static EMPTY: Immortal = immortal(0, 0);
static LATIN1: [Immortal; 256] = {
    let mut all = [const { immortal(1, 0) }; 256];
    let mut unit = 0;
    while unit < 256 {
        all[unit] = immortal(1, unit as u8);
        unit += 1;
    }
    all
};

fn of_immortal(text: &'static Immortal) -> Obj<Str> {
    // SAFETY: a static object of this layout that lives as long as the process.
    unsafe {
        Obj::cast_unchecked(crate::object::object_at(std::ptr::from_ref(text).cast_mut().cast::<Header>()))
    }
}

/// The empty str.
pub fn empty() -> Obj<Str> {
    of_immortal(&EMPTY)
}

/// The str of one code point below 256.
pub fn of_latin1(unit: u8) -> Obj<Str> {
    of_immortal(&LATIN1[unit as usize])
}

fn allocate(cx: &Cx, len: usize, width: usize, ascii: bool, fill: impl FnOnce(*mut u8)) -> R<Obj<Str>> {
    allocate_with(cx, len, width, if ascii { ASCII_BIT } else { 0 }, fill)
}

fn allocate_with(cx: &Cx, len: usize, width: usize, bits: u64, fill: impl FnOnce(*mut u8)) -> R<Obj<Str>> {
    if len > isize::MAX as usize / 8 {
        return Err(cx.memory_error());
    }
    let meta = (len as u64) << LEN_SHIFT | width as u64 | bits;
    let head = Str { header: Header::new(number::STR, 0), hash: AtomicI64::new(0), meta };
    cx.alloc_variable(size_of::<Str>() + len * width, head, fill)
}

/// An instance of a class derived from `str`, with the text of another string.
pub(crate) fn new_instance(cx: &Cx, class: Obj<Type>, text: Obj<Str>) -> R<Obj<Str>> {
    let (shape, header) = instance::start(class);
    let meta = text.meta & !(SHARED_BIT | CONCATENATED_BIT);
    let units = text.bytes();
    let head = Str { header, hash: AtomicI64::new(0), meta };
    cx.alloc_variable_instance(shape, size_of::<Str>() + units.len(), head, |room| {
        // SAFETY: as many bytes were allocated; the source is no part of the fresh object.
        unsafe { std::ptr::copy_nonoverlapping(units.as_ptr(), room, units.len()) };
    })
}

/// A string of bytes below 128.
pub(crate) fn from_ascii(cx: &Cx, bytes: &[u8]) -> R<Obj<Str>> {
    debug_assert!(bytes.is_ascii());
    match bytes {
        [] => Ok(empty()),
        [unit] => Ok(of_latin1(*unit)),
        _ => allocate(cx, bytes.len(), 1, true, |room| {
            // SAFETY: `len` bytes were allocated; the source is no part of the fresh object.
            unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), room, bytes.len()) };
        }),
    }
}

/// A copy of at least two bytes below 128, changed by `map`, which keeps them below 128.
fn from_ascii_mapped(cx: &Cx, bytes: &[u8], map: fn(&mut [u8])) -> R<Obj<Str>> {
    allocate(cx, bytes.len(), 1, true, |room| {
        // SAFETY: `len` bytes were allocated, and they are written before they are seen as a slice.
        let copied = unsafe {
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), room, bytes.len());
            std::slice::from_raw_parts_mut(room, bytes.len())
        };
        map(copied);
    })
}

/// A string of bytes that are known to be code points below 256.
pub fn from_latin1(cx: &Cx, bytes: &[u8]) -> R<Obj<Str>> {
    match bytes {
        [] => return Ok(empty()),
        [unit] => return Ok(of_latin1(*unit)),
        _ => {}
    }
    allocate(cx, bytes.len(), 1, bytes.is_ascii(), |room| {
        // SAFETY: `len` bytes were allocated; the source is no part of the fresh object.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), room, bytes.len()) };
    })
}

/// A string of 2-byte units; narrower where they all fit.
pub fn from_two(cx: &Cx, units: &[u16]) -> R<Obj<Str>> {
    let widest = units.iter().fold(0, |all, unit| all | unit);
    if widest < 256 {
        return from_latin1(cx, &units.iter().map(|&unit| unit as u8).collect::<Vec<_>>());
    }
    allocate(cx, units.len(), 2, false, |room| {
        // SAFETY: as above; the object is aligned to 8 behind the head.
        unsafe { std::ptr::copy_nonoverlapping(units.as_ptr(), room.cast(), units.len()) };
    })
}

/// A string of code points (all at most 0x10FFFF).
pub fn from_points(cx: &Cx, points: &[u32]) -> R<Obj<Str>> {
    let widest = points.iter().fold(0, |all, point| all | point);
    if widest < 0x1_0000 {
        return from_two(cx, &points.iter().map(|&point| point as u16).collect::<Vec<_>>());
    }
    allocate(cx, points.len(), 4, false, |room| {
        // SAFETY: as above.
        unsafe { std::ptr::copy_nonoverlapping(points.as_ptr(), room.cast(), points.len()) };
    })
}

/// A string of Rust text.
pub fn from_str(cx: &Cx, text: &str) -> R<Value> {
    if text.is_ascii() {
        return Ok(from_latin1(cx, text.as_bytes())?.value());
    }
    Ok(from_points(cx, &surrogate::points(text).collect::<Vec<_>>())?.value())
}

/// A string of owned Rust text.
pub fn from_string(cx: &Cx, text: String) -> R<Value> {
    from_str(cx, &text)
}

/// A string of compiled text.
pub fn from_text(cx: &Cx, text: &typhon_bytecode::Text) -> R<Obj<Str>> {
    match text.as_str() {
        Some(text) if text.is_ascii() => from_latin1(cx, text.as_bytes()),
        Some(text) => from_points(cx, &surrogate::points(text).collect::<Vec<_>>()),
        None => from_points(cx, &text.code_points().collect::<Vec<_>>()),
    }
}

/// The code points as plain data.
pub fn to_text(text: Obj<Str>) -> typhon_bytecode::Text {
    typhon_bytecode::Text::from_code_points(text.code_points()).unwrap_or_default()
}

/// The text of a str value for messages; `None` for other values.
pub fn to_rust(value: Value) -> Option<String> {
    value.cast::<Str>().map(|text| text.to_string_lossy())
}

//! `int`: exact whole numbers in three representations, always the smallest that holds the number.
//!
//! | numbers | representation |
//! | --- | --- |
//! | 49 bits | in the word ([`Value::small_int`]) |
//! | other `i64` | [`Int64`]: a 16-byte cell, shape [`crate::types::INT64`] |
//! | larger | [`BigInt`]: sign and 64-bit limbs, least significant first, the last one not zero; shape [`crate::types::BIG_INT`] |
//!
//! Instances of Python subclasses are [`IntInstance`]s, which hold a plain int. [`Int`] is what all arithmetic works on.
//! Sub-quadratic arithmetic, parsing and printing come from dashu-int; operands are copied into its buffers, so that
//! long computations can run where a collection need not wait for them ([`arithmetic`]).
//!
//! Thread-safety: every representation is immutable once published.

pub(crate) mod arithmetic;
mod bytes;
pub(crate) mod convert;
pub(crate) mod decimal_digits;
pub(crate) mod division;
pub mod format;
mod methods;
pub(crate) mod new;
pub(crate) mod parse;
mod power;
mod roots;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use dashu_int::{IBig, Sign, UBig};
use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::exceptions;
use crate::object::{Obj, Payload, flag, shape_id};
use crate::protocol;
use crate::typedef::{Layout, trace_nothing};
use crate::types;
use crate::types::type_::Type;
use crate::value::{SlotExt, Value};

pub use convert::{from_float, to_float};
pub use division::{divmod, true_divide};
pub use format::{DEFAULT_MAX_STR_DIGITS, decimal, in_radix, max_str_digits, set_max_str_digits};
pub use methods::INT;
pub use power::pow_mod;
pub use roots::{gcd, square_root};

/// An int of 50 to 64 bits.
#[repr(C)]
pub struct Int64 {
    header: Header,
    number: i64,
}

/// An int beyond `i64`; the limbs follow the struct.
#[repr(C)]
pub struct BigInt {
    header: Header,
    /// Number of limbs, shifted left by one, over the sign.
    meta: u64,
}

/// An instance of a Python subclass of `int`.
#[repr(C)]
pub struct IntInstance {
    header: Header,
    /// A plain int; never changes.
    number: Slot,
}

/// Layout of [`Int64`].
pub static INT64_LAYOUT: Layout = Layout::fixed("64-bit int", size_of::<Int64>(), trace_nothing);
/// Layout of [`BigInt`].
pub static BIG_INT_LAYOUT: Layout = Layout::variable("big int", big_bytes, trace_nothing);
/// Layout of subclass instances: the one of the type `int`, which has no direct heap instances itself.
pub static LAYOUT: Layout = Layout::fixed("int", size_of::<IntInstance>(), trace_instance);

// SAFETY: repr(C), header first, no references, immutable.
unsafe impl Payload for Int64 {
    const LAYOUT: &'static Layout = &INT64_LAYOUT;
}
// SAFETY: repr(C), header first, no references, immutable.
unsafe impl Payload for BigInt {
    const LAYOUT: &'static Layout = &BIG_INT_LAYOUT;
}
// SAFETY: repr(C), header first, the one slot is traced.
unsafe impl Payload for IntInstance {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn big_bytes(object: ObjRef) -> usize {
    // SAFETY: called for big ints only.
    let big = unsafe { Obj::<BigInt>::cast_unchecked(object) };
    (size_of::<BigInt>() + big.len() * 8).next_multiple_of(16)
}

unsafe fn trace_instance(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for subclass instances only.
    tracer.slot(&unsafe { Obj::<IntInstance>::cast_unchecked(object) }.number);
}

/// Longest big int: 2 GiB of limbs.
pub(crate) const MAX_LIMBS: usize = 1 << 28;

impl BigInt {
    fn len(&self) -> usize {
        (self.meta >> 1) as usize
    }

    /// The magnitude, least significant limb first; at least one limb, the last one not zero.
    pub fn limbs(&self) -> &[u64] {
        // SAFETY: `len` words follow the struct in the same object and never change.
        unsafe { std::slice::from_raw_parts(std::ptr::from_ref(self).add(1).cast::<u64>(), self.len()) }
    }

    pub fn is_negative(&self) -> bool {
        self.meta & 1 != 0
    }
}

/// A whole number as arithmetic sees it, whatever object it came from.
#[derive(Clone, Copy)]
pub enum Int {
    Word(i64),
    /// Beyond `i64`.
    Big(Obj<BigInt>),
}

impl Int {
    /// The number of an int, a bool or an instance of a subclass.
    #[inline]
    pub fn of(value: Value) -> Option<Int> {
        if let Some(plain) = Int::of_plain(value) {
            return Some(plain);
        }
        if value.is_bool() {
            return Some(Int::Word((value == Value::TRUE).into()));
        }
        value.cast::<IntInstance>().and_then(|instance| Int::of_plain(instance.number.get()))
    }

    /// As [`Int::of`], but of no bool and no instance of a subclass.
    #[inline(always)]
    pub fn of_plain(value: Value) -> Option<Int> {
        if let Some(small) = value.as_small_int() {
            return Some(Int::Word(small));
        }
        let object = value.as_object()?;
        match shape_id(object) {
            // SAFETY: the shape says which layout the object has.
            types::INT64 => Some(Int::Word(unsafe { Obj::<Int64>::cast_unchecked(object) }.number)),
            // SAFETY: as above.
            types::BIG_INT => Some(Int::Big(unsafe { Obj::cast_unchecked(object) })),
            _ => None,
        }
    }

    /// The plain int object of the number.
    pub fn value(self, cx: &Cx) -> R<Value> {
        match self {
            Int::Word(word) => from_i64(cx, word),
            Int::Big(big) => Ok(big.value()),
        }
    }

    pub fn is_zero(self) -> bool {
        matches!(self, Int::Word(0))
    }

    pub fn is_negative(self) -> bool {
        match self {
            Int::Word(word) => word < 0,
            Int::Big(big) => big.is_negative(),
        }
    }

    /// Calls `each` with the sign and the magnitude's limbs (none for zero).
    pub(crate) fn with_limbs<T>(self, each: impl FnOnce(bool, &[u64]) -> T) -> T {
        match self {
            Int::Word(0) => each(false, &[]),
            Int::Word(word) => each(word < 0, &[word.unsigned_abs()]),
            Int::Big(big) => each(big.is_negative(), big.limbs()),
        }
    }

    /// Bits of the magnitude.
    pub fn bit_length(self) -> u64 {
        self.with_limbs(|_, limbs| match limbs.last() {
            Some(last) => limbs.len() as u64 * 64 - u64::from(last.leading_zeros()),
            None => 0,
        })
    }

    /// A copy for the arithmetic library.
    pub(crate) fn to_ibig(self) -> IBig {
        match self {
            Int::Word(word) => IBig::from(word),
            Int::Big(big) => IBig::from_sign_words(sign(big.is_negative()), big.limbs()),
        }
    }

    /// A copy of the magnitude for the arithmetic library.
    pub(crate) fn to_ubig(self) -> UBig {
        self.with_limbs(|_, limbs| UBig::from_words(limbs))
    }
}

impl PartialEq for Int {
    fn eq(&self, other: &Int) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Int {}
impl PartialOrd for Int {
    fn partial_cmp(&self, other: &Int) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Int {
    fn cmp(&self, other: &Int) -> Ordering {
        match (*self, *other) {
            (Int::Word(left), Int::Word(right)) => left.cmp(&right),
            // A big int is farther from zero than any word.
            (Int::Word(_), Int::Big(right)) => {
                if right.is_negative() {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
            (Int::Big(left), Int::Word(_)) => {
                if left.is_negative() {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
            (Int::Big(left), Int::Big(right)) => match (left.is_negative(), right.is_negative()) {
                (false, true) => Ordering::Greater,
                (true, false) => Ordering::Less,
                (false, false) => compare_limbs(left.limbs(), right.limbs()),
                (true, true) => compare_limbs(right.limbs(), left.limbs()),
            },
        }
    }
}

/// Order of two magnitudes without leading zero limbs.
pub(crate) fn compare_limbs(left: &[u64], right: &[u64]) -> Ordering {
    if left.len() != right.len() {
        return left.len().cmp(&right.len());
    }
    let different = left.iter().zip(right).rev().find(|(left, right)| left != right);
    different.map_or(Ordering::Equal, |(left, right)| left.cmp(right))
}

pub(crate) fn sign(negative: bool) -> Sign {
    if negative { Sign::Negative } else { Sign::Positive }
}

// --- making ints ----------------------------------------------------------------------------------------------------------

/// An int of any `i64`.
#[inline]
pub fn from_i64(cx: &Cx, number: i64) -> R<Value> {
    match Value::small_int(number) {
        Some(small) => Ok(small),
        None => Ok(cx.alloc(Int64 { header: Header::new(types::INT64, 0), number })?.value()),
    }
}

/// An int of any `u64`.
pub fn from_u64(cx: &Cx, number: u64) -> R<Value> {
    match i64::try_from(number) {
        Ok(number) => from_i64(cx, number),
        Err(_) => allocate(cx, false, &[number]),
    }
}

/// An int of any `i128`.
pub fn from_i128(cx: &Cx, number: i128) -> R<Value> {
    match i64::try_from(number) {
        Ok(number) => from_i64(cx, number),
        Err(_) => {
            let magnitude = number.unsigned_abs();
            from_limbs(cx, number < 0, &[magnitude as u64, (magnitude >> 64) as u64])
        }
    }
}

/// An int of a magnitude's bytes, least significant first; leading zeros do no harm.
pub fn from_magnitude(cx: &Cx, negative: bool, bytes: &[u8]) -> R<Value> {
    let limbs: Vec<u64> = bytes
        .chunks(8)
        .map(|chunk| chunk.iter().rev().fold(0, |limb, &byte| limb << 8 | u64::from(byte)))
        .collect();
    from_limbs(cx, negative, &limbs)
}

/// An int of a magnitude's limbs, least significant first; leading zeros do no harm.
pub(crate) fn from_limbs(cx: &Cx, negative: bool, limbs: &[u64]) -> R<Value> {
    let len = limbs.iter().rposition(|&limb| limb != 0).map_or(0, |last| last + 1);
    match limbs[..len] {
        [] => Ok(Value::small_int_unchecked(0)),
        [limb] if limb <= i64::MAX as u64 => {
            from_i64(cx, if negative { -(limb as i64) } else { limb as i64 })
        }
        [limb] if negative && limb == i64::MIN.unsigned_abs() => from_i64(cx, i64::MIN),
        _ => allocate(cx, negative, &limbs[..len]),
    }
}

/// An int of the arithmetic library's result.
pub(crate) fn from_ibig(cx: &Cx, number: &IBig) -> R<Value> {
    let (sign, limbs) = number.as_sign_words();
    from_limbs(cx, sign == Sign::Negative, limbs)
}

/// Limbs that are normal and beyond `i64`.
fn allocate(cx: &Cx, negative: bool, limbs: &[u64]) -> R<Value> {
    if limbs.len() > MAX_LIMBS {
        return Err(cx.memory_error());
    }
    let meta = (limbs.len() as u64) << 1 | u64::from(negative);
    let head = BigInt { header: Header::new(types::BIG_INT, 0), meta };
    let big = cx.alloc_variable(size_of::<BigInt>() + limbs.len() * 8, head, |room| {
        let room = room.cast::<u64>();
        // A loop: most big ints have two limbs, for which a call of memcpy costs more than the copy.
        for (index, &limb) in limbs.iter().enumerate() {
            // SAFETY: room for the limbs was allocated; nobody else sees the object yet.
            unsafe { room.add(index).write(limb) };
        }
    })?;
    Ok(big.value())
}

/// An instance of a subclass of `int` that holds a plain int.
pub(crate) fn new_instance(cx: &Cx, class: Obj<Type>, plain: Value) -> R<Value> {
    let shape = class.start_shape();
    let flags = if shape.has_attributes() { flag::HAS_ATTRIBUTES } else { 0 };
    let payload = IntInstance { header: Header::new(shape.id(), flags), number: Slot::of(plain) };
    Ok(cx.alloc_instance(shape, payload)?.value())
}

// --- asking ints ----------------------------------------------------------------------------------------------------------

/// Whether the value is an int, a bool or an instance of a subclass.
#[inline]
pub fn is_int(value: Value) -> bool {
    value.is_int() || Int::of(value).is_some()
}

/// Whether the value's class is `int` itself.
#[inline]
pub fn is_exact_int(value: Value) -> bool {
    value.is_int()
        || value.as_object().is_some_and(|object| matches!(shape_id(object), types::INT64 | types::BIG_INT))
}

/// The number, where the value is an int (as for [`is_int`]) that fits.
#[inline]
pub fn to_i64(value: Value) -> Option<i64> {
    match Int::of(value)? {
        Int::Word(word) => Some(word),
        Int::Big(_) => None,
    }
}

/// The same for numbers of up to 127 bits.
pub fn to_i128(value: Value) -> Option<i128> {
    let number = Int::of(value)?;
    if number.bit_length() > 127 {
        return None;
    }
    let magnitude = number.with_limbs(|_, limbs| {
        limbs.iter().rev().fold(0u128, |sum, &limb| sum << 64 | u128::from(limb)) as i128
    });
    Some(if number.is_negative() { -magnitude } else { magnitude })
}

/// The bytes of an int's magnitude, least significant first; none for other values.
pub fn magnitude_bytes(value: Value) -> Vec<u8> {
    let limbs = Int::of(value).map(|number| {
        number.with_limbs(|_, limbs| limbs.iter().flat_map(|limb| limb.to_le_bytes()).collect())
    });
    limbs.unwrap_or_default()
}

/// The plain int of an int, a bool or an instance of a subclass; `SystemError` for other values.
pub fn to_exact(cx: &Cx, value: Value) -> R<Value> {
    if is_exact_int(value) {
        return Ok(value);
    }
    match Int::of(value) {
        Some(number) => number.value(cx),
        None => Err(cx.system_error("bad argument to internal function")),
    }
}

/// Whether the value is an int (as for [`is_int`]) below zero.
pub fn is_negative(value: Value) -> bool {
    Int::of(value).is_some_and(Int::is_negative)
}

/// Numeric hashes are taken modulo this Mersenne prime, so that equal numbers of all kinds have equal hashes.
pub const HASH_MODULUS: u64 = (1 << 61) - 1;

/// `-1` is not a hash.
pub(crate) const fn avoid_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// Hash of an int (as for [`is_int`]); 0 for other values.
pub fn hash(value: Value) -> i64 {
    Int::of(value).map_or(0, hash_number)
}

/// The hash of a small int, which is less than the modulus.
#[inline(always)]
pub(crate) fn hash_of_small(number: i64) -> i64 {
    avoid_minus_one(number)
}

pub(crate) fn hash_number(number: Int) -> i64 {
    let (negative, magnitude) = number.with_limbs(|negative, limbs| {
        // 2^64 = 8 modulo 2^61 - 1.
        let rest = limbs.iter().rev().fold(0u64, |rest, &limb| {
            let sum = (u128::from(rest) << 3) + u128::from(limb);
            ((sum & u128::from(HASH_MODULUS)) as u64 + (sum >> 61) as u64) % HASH_MODULUS
        });
        (negative, rest as i64)
    });
    avoid_minus_one(if negative { -magnitude } else { magnitude })
}

/// What a Python `__hash__` returned, as a hash. Errors: `TypeError` where it is no int.
pub fn hash_of_result(cx: &Cx, value: Value) -> R<i64> {
    match Int::of(value) {
        Some(Int::Word(word)) => Ok(avoid_minus_one(word)),
        Some(number) => Ok(hash_number(number)),
        None => Err(cx.type_error("__hash__ method should return an integer".into())),
    }
}

/// What a Python `__len__` returned, as a length. Errors: `TypeError` where it is no integer, `ValueError` where it is
/// negative, `OverflowError` where it is too large.
pub fn length_of_result(cx: &Cx, value: Value) -> R<usize> {
    let plain = if is_int(value) { value } else { protocol::index::to_value(cx, value)? };
    match Int::of(plain) {
        Some(number) if number.is_negative() => Err(cx.value_error("__len__() should return >= 0")),
        Some(Int::Word(word)) => Ok(word as usize),
        _ => Err(cx.error(exceptions::OVERFLOW_ERROR, "cannot fit 'int' into an index-sized integer".into())),
    }
}

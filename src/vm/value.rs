//! The value word: every Python value in 64 bits, never zero.
//!
//! | kind | encoding |
//! | --- | --- |
//! | heap reference | the 48-bit address as it is (16-byte aligned) |
//! | float | IEEE bits + 2^49; NaNs whose bits reach `0xFFFC…` are made canonical on entry |
//! | small int | top 15 bits set, 49-bit two's-complement payload |
//! | constants | small numbers below one page |
//!
//! Only this file knows the encoding (the interpreter's arithmetic goes through its inline functions), so it can be
//! exchanged. The layout follows JavaScriptCore's NaN boxing with the double-offset variant.
//!
//! A `Value` lives in a heap object, a window, a register or on a native stack, never in malloc memory: the collector
//! does not look there.

use typhon_gc::{Header, ObjRef, Slot};

/// One Python value. `Copy`; equality is identity of the word (so two equal strings may differ).
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Value(u64);

const INT_TAG: u64 = 0xFFFE_0000_0000_0000;
const FLOAT_OFFSET: u64 = 1 << 49;
/// Smallest double bit pattern that would collide with the int tag.
const FORGED_NAN: u64 = 0xFFFC_0000_0000_0000;
const FIRST_ADDRESS: u64 = 4096;
const ADDRESS_END: u64 = 1 << 48;
const INT_SHIFT: u32 = 15;
/// First of the internal constants that name an inline slot in a dictionary-mode attribute table.
const INLINE_BASE: u64 = 0x400;

/// Largest and smallest int held in the word itself.
pub const SMALL_INT_MAX: i64 = (1 << 48) - 1;
pub const SMALL_INT_MIN: i64 = -(1 << 48);

impl Value {
    pub const NONE: Value = Value(0x12);
    pub const FALSE: Value = Value(0x22);
    pub const TRUE: Value = Value(0x32);
    pub const ELLIPSIS: Value = Value(0x42);
    pub const NOT_IMPLEMENTED: Value = Value(0x52);
    /// No value: an unbound local, an absent argument, a free slot. Never seen by Python code.
    pub const UNBOUND: Value = Value(0x62);
    /// Key of a deleted dict or set entry. Never seen by Python code.
    pub const TOMBSTONE: Value = Value(0x72);

    /// Answer of an interpreter slow path that has pushed a frame instead of computing a value. Never stored anywhere.
    pub(crate) const PUSHED: Value = Value(0x82);
    /// Answer of a native function that left its work to [`Cx::defer`](crate::context::Cx::defer). Never stored anywhere.
    pub(crate) const DEFERRED: Value = Value(0x92);

    /// Whether this is no value but an answer that tells the interpreter what to do.
    #[inline(always)]
    pub(crate) const fn is_directive(self) -> bool {
        self.0 & !0x10 == Value::PUSHED.0
    }

    /// The word as stored in a slot or a window.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// A word that was a `Value`'s [`Value::bits`].
    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Value {
        Value(bits)
    }

    #[inline(always)]
    pub const fn from_bool(truth: bool) -> Value {
        Value(Value::FALSE.0 + ((truth as u64) << 4))
    }

    #[inline(always)]
    pub const fn is_unbound(self) -> bool {
        self.0 == Value::UNBOUND.0
    }
    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.0 == Value::NONE.0
    }
    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.0 & !0x10 == Value::FALSE.0
    }

    /// `self`, or nothing where unbound.
    #[inline(always)]
    pub fn bound(self) -> Option<Value> {
        (!self.is_unbound()).then_some(self)
    }

    // --- small ints -------------------------------------------------------------------------------------------

    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.0 >= INT_TAG
    }

    /// Whether both words are small ints, in one comparison.
    #[inline(always)]
    pub const fn both_ints(self, other: Value) -> bool {
        self.0 & other.0 >= INT_TAG
    }

    /// The payload, where `is_int` holds.
    #[inline(always)]
    pub const fn as_int_unchecked(self) -> i64 {
        ((self.0 << INT_SHIFT) as i64) >> INT_SHIFT
    }

    #[inline(always)]
    pub const fn as_small_int(self) -> Option<i64> {
        if self.is_int() { Some(self.as_int_unchecked()) } else { None }
    }

    /// A small int; `None` where the number needs more than 49 bits.
    #[inline(always)]
    pub const fn small_int(number: i64) -> Option<Value> {
        if number >= SMALL_INT_MIN && number <= SMALL_INT_MAX {
            Some(Value::small_int_unchecked(number))
        } else {
            None
        }
    }

    /// A small int whose number is known to fit in 49 bits (lengths, indices, code points).
    #[inline(always)]
    pub const fn small_int_unchecked(number: i64) -> Value {
        debug_assert!(matches!(number >> (64 - INT_SHIFT - 1), 0 | -1), "a small int of more than 49 bits");
        Value(number as u64 | INT_TAG)
    }

    /// Sum of two small ints; `None` on overflow of 49 bits.
    #[inline(always)]
    pub fn int_add(self, other: Value) -> Option<Value> {
        let (sum, overflow) = ((self.0 << INT_SHIFT) as i64).overflowing_add((other.0 << INT_SHIFT) as i64);
        (!overflow).then_some(Value((sum as u64 >> INT_SHIFT) | INT_TAG))
    }

    /// Difference of two small ints; `None` on overflow of 49 bits.
    #[inline(always)]
    pub fn int_sub(self, other: Value) -> Option<Value> {
        let (difference, overflow) =
            ((self.0 << INT_SHIFT) as i64).overflowing_sub((other.0 << INT_SHIFT) as i64);
        (!overflow).then_some(Value((difference as u64 >> INT_SHIFT) | INT_TAG))
    }

    /// Product of two small ints; `None` on overflow of 49 bits.
    #[inline(always)]
    pub fn int_mul(self, other: Value) -> Option<Value> {
        let (product, overflow) = ((self.0 << INT_SHIFT) as i64).overflowing_mul(other.as_int_unchecked());
        (!overflow).then_some(Value((product as u64 >> INT_SHIFT) | INT_TAG))
    }

    /// Order of two small ints by their words (payloads of equal tags compare as signed words).
    #[inline(always)]
    pub const fn int_order_key(self) -> i64 {
        (self.0 << INT_SHIFT) as i64
    }

    // --- floats -----------------------------------------------------------------------------------------------

    #[inline(always)]
    pub const fn is_float(self) -> bool {
        self.0.wrapping_sub(FLOAT_OFFSET) < FORGED_NAN
    }

    /// The number, where `is_float` holds.
    #[inline(always)]
    pub const fn as_float_unchecked(self) -> f64 {
        f64::from_bits(self.0.wrapping_sub(FLOAT_OFFSET))
    }

    #[inline(always)]
    pub const fn as_float(self) -> Option<f64> {
        if self.is_float() { Some(self.as_float_unchecked()) } else { None }
    }

    /// A float from anywhere: NaNs that would forge another kind lose their payload and keep their sign.
    #[inline(always)]
    pub const fn from_float(number: f64) -> Value {
        let bits = number.to_bits();
        if bits < FORGED_NAN {
            Value(bits + FLOAT_OFFSET)
        } else {
            Value(f64::NAN.to_bits() | 1 << 63).offset()
        }
    }

    const fn offset(self) -> Value {
        Value(self.0 + FLOAT_OFFSET)
    }

    /// A float that arithmetic produced from unboxed floats: hardware only quietens the payloads that came in, and those
    /// were below the forged range, so no test is needed.
    #[inline(always)]
    pub const fn from_float_arithmetic(number: f64) -> Value {
        Value(number.to_bits().wrapping_add(FLOAT_OFFSET))
    }

    // --- heap references --------------------------------------------------------------------------------------

    #[inline(always)]
    pub const fn is_object(self) -> bool {
        self.0.wrapping_sub(FIRST_ADDRESS) < ADDRESS_END - FIRST_ADDRESS
    }

    #[inline(always)]
    pub fn as_object(self) -> Option<ObjRef> {
        if self.is_object() {
            // SAFETY: a word in the address range is only ever made by `from_object`; the object it names is kept alive by
            // this word, which the collector finds wherever a `Value` may live.
            Some(unsafe { crate::object::object_at(self.0 as *mut Header) })
        } else {
            None
        }
    }

    #[inline(always)]
    pub fn from_object(object: ObjRef) -> Value {
        Value(object.address() as u64)
    }

    // --- internal constants ------------------------------------------------------------------------------------

    /// Stands for "inline slot `index`" in the attribute table of a dictionary-mode object.
    pub const fn inline_marker(index: usize) -> Value {
        Value(INLINE_BASE + index as u64)
    }

    /// The slot of an [`Value::inline_marker`].
    pub const fn as_inline_marker(self) -> Option<usize> {
        if self.0 >= INLINE_BASE && self.0 < FIRST_ADDRESS {
            Some((self.0 - INLINE_BASE) as usize)
        } else {
            None
        }
    }
}

/// Most inline slots an instance can have, so that every marker fits below a page.
pub const MAX_INLINE_SLOTS: usize = 256;
const _: () = assert!(INLINE_BASE as usize + MAX_INLINE_SLOTS < FIRST_ADDRESS as usize);

impl From<ObjRef> for Value {
    #[inline(always)]
    fn from(object: ObjRef) -> Value {
        Value::from_object(object)
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.as_small_int(), self.as_float()) {
            (Some(int), _) => write!(f, "{int}"),
            (_, Some(float)) => write!(f, "{float:?}"),
            _ => write!(f, "<{:#x}>", self.0),
        }
    }
}

/// Typed access to the collector's slots.
pub trait SlotExt {
    /// The value (acquire).
    fn get(&self) -> Value;
    /// A slot for an object that is being built.
    fn of(value: Value) -> Self;
}

impl SlotExt for Slot {
    #[inline(always)]
    fn get(&self) -> Value {
        Value(self.load())
    }
    #[inline(always)]
    fn of(value: Value) -> Slot {
        Slot::new(value.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_told_apart() {
        for number in [0, 1, -1, SMALL_INT_MAX, SMALL_INT_MIN] {
            let value = Value::small_int(number).unwrap();
            assert!(value.is_int() && !value.is_float() && !value.is_object());
            assert_eq!(value.as_small_int(), Some(number));
        }
        assert_eq!(Value::small_int(SMALL_INT_MAX + 1), None);
        assert_eq!(Value::small_int(SMALL_INT_MIN - 1), None);
        for bits in [
            0u64,
            1,
            1 << 63,
            0x7ff0 << 48,
            0xfff0 << 48,
            0x7ff8 << 48,
            0xfff8 << 48,
            u64::MAX,
            FORGED_NAN,
            FORGED_NAN - 1,
        ] {
            let number = f64::from_bits(bits);
            let value = Value::from_float(number);
            assert!(value.is_float() && !value.is_int() && !value.is_object(), "{bits:x}");
            assert_eq!(number.is_nan(), value.as_float().unwrap().is_nan());
            assert_eq!(number.is_sign_negative(), value.as_float().unwrap().is_sign_negative());
        }
        for constant in [
            Value::NONE,
            Value::TRUE,
            Value::FALSE,
            Value::UNBOUND,
            Value::TOMBSTONE,
            Value::inline_marker(255),
        ] {
            assert!(!constant.is_int() && !constant.is_float() && !constant.is_object());
        }
        assert_eq!(Value::from_bool(true), Value::TRUE);
        assert!(Value::TRUE.is_bool() && Value::FALSE.is_bool() && !Value::NONE.is_bool());
    }

    #[test]
    fn int_arithmetic_overflows_at_49_bits() {
        let (max, min, one) = (
            Value::small_int(SMALL_INT_MAX).unwrap(),
            Value::small_int(SMALL_INT_MIN).unwrap(),
            Value::small_int(1).unwrap(),
        );
        assert_eq!(max.int_add(one), None);
        assert_eq!(min.int_sub(one), None);
        assert_eq!(max.int_mul(Value::small_int(2).unwrap()), None);
        assert_eq!(min.int_add(max).and_then(Value::as_small_int), Some(-1));
        assert_eq!(
            Value::small_int(-3).unwrap().int_mul(Value::small_int(7).unwrap()).and_then(Value::as_small_int),
            Some(-21)
        );
    }
}

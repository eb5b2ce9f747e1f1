//! `complex`: a pair of doubles in a heap cell. Thread-safety: immutable.
//!
//! Mixed operations with real numbers treat the real operand as having no imaginary part at all (C11 Annex G), as CPython does
//! since 3.14.

mod arithmetic;
mod format;
mod methods;
mod new;

use typhon_gc::Header;

use crate::context::{Cx, R};
use crate::object::{Obj, Payload, flag};
use crate::typedef::{Layout, trace_nothing};
use crate::types::type_::Type;
use crate::types::{float, number};
use crate::value::Value;

pub(crate) use arithmetic::power;
pub use format::repr;
pub use methods::COMPLEX;
pub use new::to_parts;

/// A complex number, or an instance of a subclass.
#[repr(C)]
pub struct Complex {
    header: Header,
    real: f64,
    imag: f64,
}

/// Layout of complex numbers.
pub static LAYOUT: Layout = Layout::fixed("complex", size_of::<Complex>(), trace_nothing);

// SAFETY: repr(C), header first, no references, immutable.
unsafe impl Payload for Complex {
    const LAYOUT: &'static Layout = &LAYOUT;
}

/// Real and imaginary part.
pub type Parts = (f64, f64);

/// A complex number.
pub fn new(cx: &Cx, real: f64, imag: f64) -> R<Value> {
    Ok(cx.alloc(Complex { header: Header::new(number::COMPLEX, 0), real, imag })?.value())
}

/// An instance of a subclass.
fn new_instance(cx: &Cx, class: Obj<Type>, (real, imag): Parts) -> R<Value> {
    let shape = class.start_shape();
    let flags = if shape.has_attributes() { flag::HAS_ATTRIBUTES } else { 0 };
    Ok(cx.alloc_instance(shape, Complex { header: Header::new(shape.id(), flags), real, imag })?.value())
}

/// The parts of a complex number or of an instance of a subclass.
pub fn of(value: Value) -> Option<Parts> {
    value.cast::<Complex>().map(|number| (number.real, number.imag))
}

/// Hash of a complex number; equal to that of an equal real number.
pub fn hash(real: f64, imag: f64) -> i64 {
    const IMAG: i64 = 1_000_003;
    let combined = float::hash(real).wrapping_add(IMAG.wrapping_mul(float::hash(imag)));
    crate::types::int::avoid_minus_one(combined)
}

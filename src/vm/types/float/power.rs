//! Powers of floats: C99's special cases, Python's errors, complex results of negative bases.

use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::types::complex;
use crate::types::float::operand;
use crate::types::str_;
use crate::value::Value;

/// `OverflowError(34, 'Numerical result out of range')`: what C's `ERANGE` becomes.
#[cold]
pub(crate) fn out_of_range(cx: &Cx) -> Raised {
    match str_::from_str(cx, "Numerical result out of range") {
        Ok(text) => cx.error_values(exceptions::OVERFLOW_ERROR, &[Value::small_int_unchecked(34), text]),
        Err(raised) => raised,
    }
}

/// `base ** exponent`: a float, or a complex number for a negative base and a fractional exponent. Errors: `ZeroDivisionError`,
/// `OverflowError`.
pub(crate) fn pow(cx: &Cx, base: f64, exponent: f64) -> R<Value> {
    let finite = base.is_finite() && exponent.is_finite();
    if finite && base == 0.0 && exponent < 0.0 {
        return Err(cx.error(exceptions::ZERO_DIVISION_ERROR, "zero to a negative power".into()));
    }
    if base == 1.0 || exponent == 0.0 {
        return Ok(Value::from_float(1.0));
    }
    if finite && base < 0.0 && exponent != exponent.floor() {
        return complex::power(cx, (base, 0.0), (exponent, 0.0));
    }
    let result = base.powf(exponent);
    if finite && result.is_infinite() {
        return Err(out_of_range(cx));
    }
    Ok(Value::from_float(result))
}

/// The operator's slot.
pub(super) fn slot(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let Some(base) = operand(cx, left)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(exponent) = operand(cx, right)? else { return Ok(Value::NOT_IMPLEMENTED) };
    pow(cx, base, exponent)
}

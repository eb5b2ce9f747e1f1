//! `round(float, ndigits)`: correctly rounded at a decimal place, half to even.

use std::cmp::Ordering;

use dashu_int::UBig;
use dashu_int::ops::DivRem;

use crate::types::float::decompose;
use crate::types::int::convert::nearest_float;

/// Places beyond which every float stays as it is, or becomes zero.
const MOST_PLACES: i64 = 323;
const FEWEST_PLACES: i64 = -308;

/// Rounds at `places` digits behind the point (before it where negative). The result is infinite where it is too large; infinities and
/// NaNs stay as they are.
pub(super) fn round_at(number: f64, places: i64) -> f64 {
    if !number.is_finite() || places > MOST_PLACES {
        return number;
    }
    if places < FEWEST_PLACES {
        return 0.0 * number;
    }
    let magnitude = match usize::try_from(places) {
        Ok(places) => format!("{:.places$}", number.abs()).parse().unwrap_or(number.abs()),
        Err(_) => round_whole(number.abs(), places.unsigned_abs() as usize),
    };
    magnitude.copysign(number)
}

/// Rounds to a multiple of `10^zeros`.
fn round_whole(number: f64, zeros: usize) -> f64 {
    let (whole, has_fraction) = (number.trunc(), number.fract() != 0.0);
    let (mantissa, exponent) = decompose(whole);
    // A whole number's mantissa ends in zeros where the exponent is negative.
    let whole = if exponent >= 0 {
        UBig::from(mantissa) << exponent as usize
    } else {
        UBig::from(mantissa >> (-exponent).min(63))
    };
    let unit = UBig::from(10u8).pow(zeros);
    let (quotient, rest) = whole.div_rem(&unit);
    let order = (rest << 1usize).cmp(&unit);
    let odd = quotient.as_words().first().is_some_and(|word| word & 1 == 1);
    let up = match order {
        Ordering::Greater => true,
        Ordering::Equal => has_fraction || odd,
        Ordering::Less => false,
    };
    let rounded = if up { quotient + 1u8 } else { quotient } * unit;
    nearest_float(false, rounded.as_words())
}

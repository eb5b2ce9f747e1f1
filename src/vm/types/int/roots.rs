//! Greatest common divisor and integer square root of ints of any size.

use dashu_int::IBig;
use dashu_int::ops::{Gcd, SquareRoot};

use crate::context::{Cx, R};
use crate::types::int::arithmetic::{compute, limb_count};
use crate::types::int::{Int, from_ibig, from_u64};
use crate::value::Value;

/// The greatest common divisor of two numbers' magnitudes.
pub fn gcd(cx: &Cx, left: Int, right: Int) -> R<Value> {
    if let (Int::Word(left), Int::Word(right)) = (left, right) {
        let (mut a, mut b) = (left.unsigned_abs(), right.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        return from_u64(cx, a);
    }
    let size = limb_count(left) + limb_count(right);
    let (left, right) = (left.to_ubig(), right.to_ubig());
    // One of them has more than a word, so not both are zero.
    let divisor = compute(cx, size, || left.gcd(right));
    from_ibig(cx, &IBig::from(divisor))
}

/// The largest number whose square is not larger. The number is not negative.
pub fn square_root(cx: &Cx, number: Int) -> R<Value> {
    let size = limb_count(number);
    let number = number.to_ubig();
    let root = compute(cx, size, || number.sqrt());
    from_ibig(cx, &IBig::from(root))
}

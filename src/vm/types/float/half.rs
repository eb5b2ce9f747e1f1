//! IEEE 754 half precision, as `struct`, `memoryview` and `marshal` store floats of two bytes.

/// The double that a half stands for; NaNs keep sign and payload.
pub fn unpack(bits: u16) -> f64 {
    let sign = u64::from(bits >> 15) << 63;
    let (exponent, fraction) = (u64::from(bits >> 10 & 0x1f), u64::from(bits & 0x3ff));
    match exponent {
        0x1f => f64::from_bits(sign | 0x7ff << 52 | fraction << 42),
        0 => {
            let magnitude = fraction as f64 / f64::from(1 << 24);
            if sign == 0 { magnitude } else { -magnitude }
        }
        _ => f64::from_bits(sign | (exponent + 1023 - 15) << 52 | fraction << 42),
    }
}

/// The nearest half, ties to even; `None` where a finite number is too large.
pub fn pack(number: f64) -> Option<u16> {
    let bits = number.to_bits();
    let sign = ((bits >> 63) as u16) << 15;
    if number.is_nan() {
        let payload = (bits >> 42) as u16 & 0x3ff;
        return Some(sign | 0x7c00 | if payload == 0 { 0x200 } else { payload });
    }
    if number.is_infinite() {
        return Some(sign | 0x7c00);
    }
    let exponent = (bits >> 52 & 0x7ff) as i32 - 1023;
    if exponent < -25 {
        return Some(sign);
    }
    // The significand with its leading one, and how many of its bits a half does not keep: more below the normal range.
    let significand = bits & ((1 << 52) - 1) | 1 << 52;
    let dropped = if exponent < -14 { 42 + (-14 - exponent) } else { 42 } as u32;
    let kept = significand >> dropped;
    let rest = significand & ((1 << dropped) - 1);
    let half = 1 << (dropped - 1);
    let rounded = kept + u64::from(rest > half || rest == half && kept & 1 == 1);
    // A carry out of the fraction raises the exponent by itself.
    let biased = if exponent < -14 { rounded } else { rounded + ((exponent + 14) as u64) * 1024 };
    (biased < 0x7c00).then_some(sign | biased as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_survives() {
        for bits in 0..=u16::MAX {
            let number = unpack(bits);
            assert_eq!(pack(number), Some(bits), "{bits:x} {number}");
        }
        assert_eq!(pack(65519.99), Some(0x7bff));
        assert_eq!(pack(65520.0), None);
        assert_eq!(pack(2f64.powi(-25)), Some(0));
        assert_eq!(pack(2f64.powi(-25) * 1.0001), Some(1));
    }
}

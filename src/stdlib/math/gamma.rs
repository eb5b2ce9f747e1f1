//! Γ and log Γ by Lanczos' approximation with g = 6.024_680_040_776_73, n = 13 (coefficients from the Boost library's
//! `lanczos13m53`), in the order of operations that CPython uses, so that results agree to the last bit.

use typhon_os::math;

const N: usize = 13;
const G: f64 = 6.024_680_040_776_73;
const G_MINUS_HALF: f64 = 5.524_680_040_776_73;
const PI: f64 = std::f64::consts::PI;
const LOG_PI: f64 = 1.144_729_885_849_400_2;

const NUMERATOR: [f64; N] = [
    23_531_376_880.410_76,
    42_919_803_642.649_1,
    35_711_959_237.355_67,
    17_921_034_426.037_21,
    6_039_542_586.352_028,
    1_439_720_407.311_721_6,
    248_874_557.862_054_17,
    31_426_415.585_400_194,
    2_876_370.628_935_372_5,
    186_056.265_395_223_48,
    8_071.672_002_365_816,
    210.824_277_751_579_36,
    2.506_628_274_631_000_2,
];

const DENOMINATOR: [f64; N] = [
    0.0,
    39_916_800.0,
    120_543_840.0,
    150_917_976.0,
    105_258_076.0,
    45_995_730.0,
    13_339_535.0,
    2_637_558.0,
    357_423.0,
    32_670.0,
    1_925.0,
    66.0,
    1.0,
];

/// Γ of 1 to 23, which doubles hold exactly.
const SMALL: [f64; 23] = [
    1.0,
    1.0,
    2.0,
    6.0,
    24.0,
    120.0,
    720.0,
    5_040.0,
    40_320.0,
    362_880.0,
    3_628_800.0,
    39_916_800.0,
    479_001_600.0,
    6_227_020_800.0,
    87_178_291_200.0,
    1_307_674_368_000.0,
    20_922_789_888_000.0,
    355_687_428_096_000.0,
    6_402_373_705_728_000.0,
    121_645_100_408_832_000.0,
    2_432_902_008_176_640_000.0,
    51_090_942_171_709_440_000.0,
    1_124_000_727_777_607_680_000.0,
];

fn lanczos_sum(x: f64) -> f64 {
    let (mut numerator, mut denominator) = (0.0, 0.0);
    if x < 5.0 {
        for index in (0..N).rev() {
            numerator = numerator * x + NUMERATOR[index];
            denominator = denominator * x + DENOMINATOR[index];
        }
    } else {
        for index in 0..N {
            numerator = numerator / x + NUMERATOR[index];
            denominator = denominator / x + DENOMINATOR[index];
        }
    }
    numerator / denominator
}

/// sin(πx), exact where it is a small multiple of a half.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let r = match (2.0 * y).round() as i32 {
        0 => math::sin(PI * y),
        1 => math::cos(PI * (y - 0.5)),
        2 => math::sin(PI * (1.0 - y)),
        3 => -math::cos(PI * (y - 1.5)),
        _ => math::sin(PI * (y - 2.0)),
    };
    1f64.copysign(x) * r
}

/// What a function has to say besides its value.
pub(super) enum Outcome {
    Value(f64),
    Domain,
    Range,
}

/// Γ(x).
pub(super) fn gamma(x: f64) -> Outcome {
    if !x.is_finite() {
        return if x.is_nan() || x > 0.0 { Outcome::Value(x) } else { Outcome::Domain };
    }
    if x == 0.0 {
        return Outcome::Domain;
    }
    if x == x.floor() {
        if x < 0.0 {
            return Outcome::Domain;
        }
        if x <= SMALL.len() as f64 {
            return Outcome::Value(SMALL[x as usize - 1]);
        }
    }
    let size = x.abs();
    if size < 1e-20 {
        let result = 1.0 / x;
        return if result.is_infinite() { Outcome::Range } else { Outcome::Value(result) };
    }
    if size > 200.0 {
        return if x < 0.0 { Outcome::Value(0.0 / sin_pi(x)) } else { Outcome::Range };
    }
    let y = size + G_MINUS_HALF;
    // The rounding error of that sum.
    let z = if size > G_MINUS_HALF {
        let q = y - size;
        q - G_MINUS_HALF
    } else {
        let q = y - G_MINUS_HALF;
        q - size
    } * G
        / y;
    let result = if x < 0.0 {
        let mut result = -PI / sin_pi(size) / size * math::exp(y) / lanczos_sum(size);
        result -= z * result;
        if size < 140.0 {
            result / math::pow(y, size - 0.5)
        } else {
            let root = math::pow(y, size / 2.0 - 0.25);
            result / root / root
        }
    } else {
        let mut result = lanczos_sum(size) / math::exp(y);
        result += z * result;
        if size < 140.0 {
            result * math::pow(y, size - 0.5)
        } else {
            let root = math::pow(y, size / 2.0 - 0.25);
            result * root * root
        }
    };
    if result.is_infinite() { Outcome::Range } else { Outcome::Value(result) }
}

/// log |Γ(x)|.
pub(super) fn log_gamma(x: f64) -> Outcome {
    if !x.is_finite() {
        return Outcome::Value(if x.is_nan() { x } else { f64::INFINITY });
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Outcome::Domain } else { Outcome::Value(0.0) };
    }
    let size = x.abs();
    if size < 1e-20 {
        return Outcome::Value(-math::log(size));
    }
    let mut result = math::log(lanczos_sum(size)) - G;
    result += (size - 0.5) * (math::log(size + G - 0.5) - 1.0);
    if x < 0.0 {
        result = LOG_PI - math::log(sin_pi(size).abs()) - math::log(size) - result;
    }
    if result.is_infinite() { Outcome::Range } else { Outcome::Value(result) }
}

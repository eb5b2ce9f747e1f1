//! Unit tests of floats: exact parts, layouts, hexadecimal text, rounding. Whole-language behaviour is in `tests/props/numbers.py`.

use super::repr::{Options, Style, text};
use super::{compose, decompose, hash, hex, repr, round};

/// A fixed stream of bit patterns over all exponents.
fn patterns() -> impl Iterator<Item = f64> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        f64::from_bits(state & !(1 << 63))
    })
    .filter(|number| number.is_finite())
    .take(20_000)
}

#[test]
fn taking_apart_and_putting_together_is_exact() {
    for number in patterns().chain([0.0, 5e-324, f64::MIN_POSITIVE, f64::MAX, 1.0]) {
        let (mantissa, exponent) = decompose(number);
        assert_eq!(compose(mantissa, false, exponent), number);
        assert_eq!(compose(mantissa << 11, false, exponent - 11), number);
        // A sticky bit below half a unit changes nothing.
        assert_eq!(compose(mantissa << 11, true, exponent - 11), number);
    }
}

#[test]
fn compose_rounds_half_to_even_once() {
    let unit = 1u64 << 53;
    assert_eq!(compose(unit + 1, false, 0), unit as f64);
    assert_eq!(compose((unit + 1) << 2, true, -2), (unit + 2) as f64);
    assert_eq!(compose(unit + 3, false, 0), (unit + 4) as f64);
    assert_eq!(compose(1, false, -1075), 0.0);
    assert_eq!(compose(3, false, -1075), 1e-323);
    assert_eq!(compose((1 << 60) | 1, false, -1075 - 60), 5e-324);
    assert_eq!(compose(1 << 60, false, -1075 - 60), 0.0);
    assert_eq!(compose(u64::MAX, true, 960), f64::INFINITY);
    assert_eq!(compose(u64::MAX << 11, false, 960), f64::MAX);
}

#[test]
fn shortest_text_is_that_of_python() {
    for (number, expected) in [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (0.1, "0.1"),
        (1e15, "1000000000000000.0"),
        (1e16, "1e+16"),
        (123_456_789_012_345_680.0, "1.2345678901234568e+17"),
        (0.0001, "0.0001"),
        (0.00001, "1e-05"),
        (5e-324, "5e-324"),
        (f64::MAX, "1.7976931348623157e+308"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
        (-f64::NAN, "nan"),
    ] {
        assert_eq!(repr(number), expected);
    }
    for number in patterns() {
        assert_eq!(repr(number).parse(), Ok(number));
    }
}

#[test]
fn styles_lay_digits_out_as_python() {
    let check = |number, style, precision, options, expected: &str| {
        assert_eq!(text(number, style, precision, options), expected, "{number} {style:?} {precision}");
    };
    let plain = Options::default();
    let alternate = Options { alternate: true, ..plain };
    check(2.5, Style::Fixed, 0, plain, "2");
    check(2.5, Style::Fixed, 0, alternate, "2.");
    check(1234.5, Style::Exponent, 0, alternate, "1.e+03");
    check(1234.5, Style::Exponent, 3, plain, "1.234e+03");
    check(1e-5, Style::General, 6, plain, "1e-05");
    check(0.0001, Style::General, 6, plain, "0.0001");
    check(999_999.5, Style::General, 6, plain, "1e+06");
    check(1.0, Style::General, 6, alternate, "1.00000");
    check(0.001, Style::General, 3, alternate, "0.00100");
    check(0.0, Style::General, 4, alternate, "0.000");
    check(-0.04, Style::Fixed, 1, Options { no_negative_zero: true, ..plain }, "0.0");
    check(-0.06, Style::Fixed, 1, Options { no_negative_zero: true, ..plain }, "-0.1");
    check(123.0, Style::General, 3, Options { add_dot_zero: true, ..plain }, "1.23e+02");
}

#[test]
fn counted_digits_are_the_exact_ones() {
    let short = (0..20_000)
        .map(|step| f64::from(step) / 64.0)
        .chain((0..20_000).map(|step| f64::from(step) / 1000.0));
    for number in patterns().chain(short) {
        for precision in [0, 1, 2, 3, 6, 14, 15, 16, 17, 20] {
            let exponent = text(number, Style::Exponent, precision, Options::default());
            let expected = format!("{number:.precision$e}");
            let (mantissa, power) = exponent.split_once('e').unwrap();
            let power: i32 = power.parse().unwrap();
            assert_eq!(format!("{mantissa}e{power}"), expected);
            if number < 1e40 {
                assert_eq!(
                    text(number, Style::Fixed, precision, Options::default()),
                    format!("{number:.precision$}")
                );
            }
        }
    }
}

#[test]
fn hexadecimal_text_rounds_half_to_even() {
    let check = |text: &str, expected: Option<f64>| {
        assert_eq!(hex::from_hex(text.as_bytes()).ok(), expected, "{text}")
    };
    check("0x1.8p3", Some(12.0));
    check(" -.8P+0\n", Some(-0.5));
    check("0x1.00000000000008p0", Some(1.0));
    check("0x1.000000000000080000000000000000001p0", Some(1.000_000_000_000_000_2));
    check("0x1p-1075", Some(0.0));
    check("0x1.8p-1075", Some(5e-324));
    check("0x1p1024", None);
    check("0x0p99999999999999999999", Some(0.0));
    for malformed in ["", "0x", "0x.", "p1", "1p", "1p+", "1..", "0x1p1.0", "1_0", "+-1"] {
        check(malformed, None);
    }
    for number in patterns() {
        check(&hex::to_hex(number), Some(number));
    }
}

#[test]
fn rounding_at_a_place_is_correct() {
    let check =
        |number, places, expected| assert_eq!(round::round_at(number, places), expected, "{number} {places}");
    check(2.675, 2, 2.67);
    check(0.5, 0, 0.0);
    check(1.5, 0, 2.0);
    check(25.0, -1, 20.0);
    check(35.0, -1, 40.0);
    check(25.000_001, -1, 30.0);
    check(-15.0, -1, -20.0);
    check(4.0, -1, 0.0);
    check(1e308, -308, 1e308);
    check(1.7e308, -308, f64::INFINITY);
    check(1e22, -22, 1e22);
    check(5e-324, 400, 5e-324);
    check(1e300, -309, 0.0);
    assert!(round::round_at(-1.0, -309).is_sign_negative());
}

#[test]
fn hashes_are_those_of_equal_ints() {
    for number in [0i64, 1, -1, 2, -2, 1 << 40, -(1 << 52), (1 << 61) - 1, 1 << 61, -(1 << 62)] {
        let int = super::int::hash_number(super::Int::Word((number as f64) as i64));
        assert_eq!(hash(number as f64), int, "{number}");
    }
    assert_eq!(hash(1.5), 1_152_921_504_606_846_977);
    assert_eq!(hash(1e300), 1_224_995_262_755_759_164);
}

//! Unit tests of ints: what needs no heap. Whole-language behaviour is in `tests/props/numbers.py`.

use std::cmp::Ordering;

use super::convert::{compare_float, nearest_float};
use super::decimal_digits::{decimal_value, strip, to_ascii};
use super::parse::without_underscores;
use super::{HASH_MODULUS, Int, compare_limbs, hash_number};

#[test]
fn ints_and_floats_compare_without_rounding() {
    let check =
        |int, float, expected| assert_eq!(compare_float(Int::Word(int), float), expected, "{int} {float}");
    check(3, 3.0, Some(Ordering::Equal));
    check(3, 3.5, Some(Ordering::Less));
    check(-3, -3.5, Some(Ordering::Greater));
    check(0, -0.0, Some(Ordering::Equal));
    check((1 << 53) + 1, 9_007_199_254_740_992.0, Some(Ordering::Greater));
    check(i64::MAX, 9_223_372_036_854_775_808.0, Some(Ordering::Less));
    check(i64::MIN, -9_223_372_036_854_775_808.0, Some(Ordering::Equal));
    check(i64::MAX, f64::INFINITY, Some(Ordering::Less));
    check(i64::MIN, f64::NEG_INFINITY, Some(Ordering::Greater));
    check(0, f64::NAN, None);
}

#[test]
fn limbs_become_the_nearest_float() {
    let check = |limbs: &[u64], expected: f64| assert_eq!(nearest_float(false, limbs), expected, "{limbs:?}");
    check(&[], 0.0);
    check(&[1], 1.0);
    check(&[(1 << 53) + 1], 9_007_199_254_740_992.0);
    check(&[(1 << 53) + 3], 9_007_199_254_740_996.0);
    check(&[0, 1], 18_446_744_073_709_551_616.0);
    // Halfway, and a bit more than that in the lowest place.
    check(&[0, 1 << 63 | 1 << 10], 2f64.powi(127));
    check(&[1, 1 << 63 | 1 << 10], 2f64.powi(127) * (1.0 + f64::EPSILON));
    check(&[1, 0, 1 << 63 | 1 << 10], 2f64.powi(191) * (1.0 + f64::EPSILON));
    check(&[0, 0, 1 << 63 | 3 << 10], 2f64.powi(191) * (1.0 + 2.0 * f64::EPSILON));
    check(&[1 << 63, 1 << 52], 2f64.powi(116));
    check(&[1 << 63 | 1, 1 << 52], 2f64.powi(116) * (1.0 + f64::EPSILON));
    check(&[u64::MAX; 16], f64::INFINITY);
    check(&[1; 40], f64::INFINITY);
    assert_eq!(nearest_float(true, &[5]), -5.0);
}

#[test]
fn magnitudes_are_ordered_by_length_and_then_from_the_top() {
    assert_eq!(compare_limbs(&[5, 1], &[9]), Ordering::Greater);
    assert_eq!(compare_limbs(&[5, 1], &[4, 1]), Ordering::Greater);
    assert_eq!(compare_limbs(&[9, 1], &[0, 2]), Ordering::Less);
    assert_eq!(compare_limbs(&[9, 1], &[9, 1]), Ordering::Equal);
}

#[test]
fn hashes_are_residues() {
    let modulus = HASH_MODULUS as i64;
    for (number, expected) in [
        (0, 0),
        (1, 1),
        (-1, -2),
        (modulus, 0),
        (modulus + 1, 1),
        (-modulus - 1, -2),
        (i64::MAX, 3),
        (i64::MIN, -4),
    ] {
        assert_eq!(hash_number(Int::Word(number)), expected, "{number}");
    }
}

#[test]
fn numbers_are_read_in_any_script() {
    assert_eq!(decimal_value('0'.into()), Some(0));
    assert_eq!(decimal_value('٣'.into()), Some(3));
    assert_eq!(decimal_value('９'.into()), Some(9));
    assert_eq!(decimal_value('/'.into()), None);
    assert_eq!(decimal_value(':'.into()), None);
    assert_eq!(decimal_value('½'.into()), None);
    assert_eq!(to_ascii("\u{3000}١x½".chars().map(u32::from)), b" 1x?");
    assert_eq!(strip(b" \x0b12\n"), b"12");
    assert_eq!(strip(b"\x1c12"), b"\x1c12");
    assert_eq!(strip(b"  "), b"");
}

#[test]
fn underscores_stand_between_characters() {
    assert_eq!(without_underscores(b"1_2_3").as_deref(), Some(&b"123"[..]));
    for malformed in [&b""[..], b"_", b"_1", b"1_", b"1__2"] {
        assert_eq!(without_underscores(malformed), None);
    }
}

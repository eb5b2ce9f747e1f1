//! Every property of every code point against CPython 3.14: FNV-1a over the answers, computed there by
//! `fnv(int(chr(p).isalpha()) for p in range(0x110000))` and the like.

use super::*;

fn fnv(answers: impl Iterator<Item = u64>) -> u64 {
    answers.fold(0xcbf2_9ce4_8422_2325, |hash, answer| (hash ^ answer).wrapping_mul(0x100_0000_01b3))
}

fn check(name: &str, holds: impl Fn(u32) -> bool, expected: u64) {
    assert_eq!(fnv((0..0x11_0000).map(|point| u64::from(holds(point)))), expected, "{name}");
}

#[test]
fn properties_agree_with_cpython() {
    check("isalpha", is_alphabetic, 0xbb0a_f8ee_4691_2039);
    check("isdecimal", is_decimal, 0x4ce3_62bc_3ede_2561);
    check("isdigit", is_digit, 0x19bb_a7ed_4bdd_a12d);
    check("isnumeric", is_numeric, 0x6a56_c338_98a5_a1e5);
    check("isalnum", is_alphanumeric, 0x5c61_4670_e48e_c86e);
    check("isspace", is_space, 0x9108_38d6_e6c7_b908);
    check("isprintable", is_printable, 0x229d_768e_d25c_2559);
    check("islower", is_lower, 0xcf89_da72_7e4e_ed32);
    check("isupper", is_upper, 0x980a_02bc_d289_ce8f);
    check("isidentifier", is_identifier_start, 0xed2c_14cc_f393_8a36);
    check("('a' + c).isidentifier", is_identifier_continue, 0xd76f_49e2_9444_c821);
    check("istitle and not isupper", is_title, 0x2895_4b1e_3dd2_7a38);
    check("splitlines", is_line_break, 0xe67a_d091_77d8_fd5f);
    // ('a\u03a3' + c).lower()[1] == '\u03c3'
    check(
        "cased, not ignorable",
        |point| is_cased(point) && !is_case_ignorable(point),
        0x7dc1_7f26_6aa4_6c16,
    );
    // ('a\u03a3' + c + 'a').lower()[1] == '\u03c3'
    check("cased or ignorable", |point| is_cased(point) || is_case_ignorable(point), 0x0922_6787_6c76_8333);
}

fn check_mapping(name: &str, map: impl Fn(u32, &mut Vec<u32>), expected: u64) {
    let mut points = Vec::new();
    for point in 0..0x11_0000 {
        map(point, &mut points);
        points.push(0x11_0000);
    }
    assert_eq!(fnv(points.into_iter().map(u64::from)), expected, "{name}");
}

#[test]
fn mappings_agree_with_cpython() {
    check_mapping("lower", |point, points| points.extend(to_lower(point).as_slice()), 0x4af2_764e_3965_9ebd);
    check_mapping("upper", |point, points| points.extend(to_upper(point).as_slice()), 0xd59d_103b_4d9c_e955);
    check_mapping("title", |point, points| points.extend(to_title(point).as_slice()), 0xffbd_e5ac_5706_9305);
    check_mapping("casefold", push_folded, 0x224f_7cc4_183d_824c);
}

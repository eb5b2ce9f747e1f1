//! Case: `lower`, `upper`, `title`, `capitalize`, `swapcase`, `casefold`.

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::str_::unicode::{self, is_case_ignorable, is_cased, is_lower, is_upper, push_folded};
use crate::types::str_::{self, Str, Units};

fn ascii_map(cx: &Cx, text: Obj<Str>, map: fn(&mut [u8])) -> R<Obj<Str>> {
    let bytes = text.bytes();
    if let &[byte] = bytes {
        let mut one = [byte];
        map(&mut one);
        return Ok(str_::of_latin1(one[0]));
    }
    if bytes.is_empty() {
        return Ok(str_::empty());
    }
    str_::from_ascii_mapped(cx, bytes, map)
}

fn map_points(cx: &Cx, text: Obj<Str>, map: impl FnOnce(Units<'_>, &mut Vec<u32>)) -> R<Obj<Str>> {
    let mut points = Vec::with_capacity(text.len());
    map(text.units(), &mut points);
    str_::from_points(cx, &points)
}

/// The lower case of the code point at an index, with the final sigma where it stands at the end of a word.
fn push_lower(units: Units<'_>, index: usize, points: &mut Vec<u32>) {
    let point = units.at(index);
    if point == 0x3a3 {
        points.push(if is_final(units, index) { 0x3c2 } else { 0x3c3 });
    } else {
        points.extend(unicode::to_lower(point).as_slice());
    }
}

/// Whether a cased letter stands before and none behind, case-ignorable ones aside (Unicode's Final_Sigma).
fn is_final(units: Units<'_>, index: usize) -> bool {
    let before = (0..index).rev().map(|at| units.at(at)).find(|&point| !is_case_ignorable(point));
    let after = (index + 1..units.len()).map(|at| units.at(at)).find(|&point| !is_case_ignorable(point));
    before.is_some_and(is_cased) && !after.is_some_and(is_cased)
}

pub(super) fn lower(cx: &Cx, text: Obj<Str>) -> R<Obj<Str>> {
    if text.is_ascii() {
        return ascii_map(cx, text, <[u8]>::make_ascii_lowercase);
    }
    map_points(cx, text, |units, points| (0..units.len()).for_each(|index| push_lower(units, index, points)))
}

pub(super) fn upper(cx: &Cx, text: Obj<Str>) -> R<Obj<Str>> {
    if text.is_ascii() {
        return ascii_map(cx, text, <[u8]>::make_ascii_uppercase);
    }
    map_points(cx, text, |units, points| {
        units.points().for_each(|point| points.extend(unicode::to_upper(point).as_slice()));
    })
}

pub(super) fn fold(cx: &Cx, text: Obj<Str>) -> R<Obj<Str>> {
    if text.is_ascii() {
        return lower(cx, text);
    }
    map_points(cx, text, |units, points| units.points().for_each(|point| push_folded(point, points)))
}

pub(super) fn capitalize(cx: &Cx, text: Obj<Str>) -> R<Obj<Str>> {
    map_points(cx, text, |units, points| {
        for index in 0..units.len() {
            if index == 0 {
                points.extend(unicode::to_title(units.at(0)).as_slice());
            } else {
                push_lower(units, index, points);
            }
        }
    })
}

pub(super) fn title(cx: &Cx, text: Obj<Str>) -> R<Obj<Str>> {
    map_points(cx, text, |units, points| {
        let mut in_word = false;
        for index in 0..units.len() {
            let point = units.at(index);
            if in_word {
                push_lower(units, index, points);
            } else {
                points.extend(unicode::to_title(point).as_slice());
            }
            in_word = is_cased(point);
        }
    })
}

pub(super) fn swap_case(cx: &Cx, text: Obj<Str>) -> R<Obj<Str>> {
    map_points(cx, text, |units, points| {
        for index in 0..units.len() {
            let point = units.at(index);
            if is_upper(point) {
                push_lower(units, index, points);
            } else if is_lower(point) {
                points.extend(unicode::to_upper(point).as_slice());
            } else {
                points.push(point);
            }
        }
    })
}

/// Whether there are cased letters and all of them satisfy `wanted`.
pub(super) fn all_cased(text: Obj<Str>, wanted: fn(u32) -> bool, refused: fn(u32) -> bool) -> bool {
    let mut found = false;
    for point in text.units().points() {
        if refused(point) {
            return false;
        }
        found |= wanted(point);
    }
    found
}

/// `str.istitle`.
pub(super) fn is_title(text: Obj<Str>) -> bool {
    let (mut found, mut in_word) = (false, false);
    for point in text.units().points() {
        if is_upper(point) || unicode::is_title(point) {
            if in_word {
                return false;
            }
            (in_word, found) = (true, true);
        } else if is_lower(point) {
            if !in_word {
                return false;
            }
            found = true;
        } else {
            in_word = false;
        }
    }
    found
}

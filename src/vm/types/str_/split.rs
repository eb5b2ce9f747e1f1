//! Taking strings apart and putting them together: `split`, `rsplit`, `splitlines`, `partition`, `replace`, `strip`, `join`, `expandtabs`.

use crate::context::{Cx, R};
use crate::exceptions;
use crate::object::Obj;
use crate::protocol;
use crate::types::list::{self, List};
use crate::types::str_::compose::{assemble, join_with, with_replaced};
use crate::types::str_::search::{self, occurrences};
use crate::types::str_::unicode::{is_line_break, is_space};
use crate::types::str_::{self, Str, Units, substring};
use crate::types::tuple::{self, Tuple};
use crate::value::Value;

fn push(cx: &Cx, parts: Obj<List>, text: Obj<Str>, start: usize, end: usize) -> R<()> {
    list::append_private(cx, parts, substring(cx, text, start, end)?.value())
}

/// `split` at white space, at most `most` times.
pub(super) fn split_spaces(cx: &Cx, text: Obj<Str>, most: usize) -> R<Obj<List>> {
    match text.units() {
        Units::One(units) => split_spaces_of(cx, text, units, most),
        Units::Two(units) => split_spaces_of(cx, text, units, most),
        Units::Four(units) => split_spaces_of(cx, text, units, most),
    }
}

fn split_spaces_of<U: Copy + Into<u32>>(cx: &Cx, text: Obj<Str>, units: &[U], most: usize) -> R<Obj<List>> {
    let parts = list::new(cx)?;
    let space = |unit: &U| is_space((*unit).into());
    let (mut at, mut count) = (0, 0);
    loop {
        at += units[at..].iter().take_while(|unit| space(unit)).count();
        if at == units.len() {
            return Ok(parts);
        }
        if count == most {
            push(cx, parts, text, at, units.len())?;
            return Ok(parts);
        }
        let end = at + units[at..].iter().take_while(|unit| !space(unit)).count();
        push(cx, parts, text, at, end)?;
        at = end;
        count += 1;
    }
}

/// `rsplit` at white space.
pub(super) fn rsplit_spaces(cx: &Cx, text: Obj<Str>, most: usize) -> R<Obj<List>> {
    let parts = list::new(cx)?;
    let units = text.units();
    let (mut end, mut count) = (units.len(), 0);
    loop {
        while end > 0 && is_space(units.at(end - 1)) {
            end -= 1;
        }
        if end == 0 {
            break;
        }
        let stop = end;
        if count == most {
            push(cx, parts, text, 0, stop)?;
            break;
        }
        while end > 0 && !is_space(units.at(end - 1)) {
            end -= 1;
        }
        push(cx, parts, text, end, stop)?;
        count += 1;
    }
    list::reverse(cx, parts);
    Ok(parts)
}

/// `split` at a separator.
pub(super) fn split_at(cx: &Cx, text: Obj<Str>, separator: Obj<Str>, most: usize) -> R<Obj<List>> {
    let parts = list::new(cx)?;
    let mut from = 0;
    for at in occurrences(text.units(), separator.units(), false).take(most) {
        push(cx, parts, text, from, at)?;
        from = at + separator.len();
    }
    push(cx, parts, text, from, text.len())?;
    Ok(parts)
}

/// `rsplit` at a separator.
pub(super) fn rsplit_at(cx: &Cx, text: Obj<Str>, separator: Obj<Str>, most: usize) -> R<Obj<List>> {
    let parts = list::new(cx)?;
    let mut end = text.len();
    let mut count = 0;
    while count < most
        && let Some(at) = search::rfind(text.units().part(0, end), separator.units())
    {
        push(cx, parts, text, at + separator.len(), end)?;
        end = at;
        count += 1;
    }
    push(cx, parts, text, 0, end)?;
    list::reverse(cx, parts);
    Ok(parts)
}

/// `splitlines`.
pub(super) fn split_lines(cx: &Cx, text: Obj<Str>, keep_ends: bool) -> R<Obj<List>> {
    let parts = list::new(cx)?;
    let units = text.units();
    let len = units.len();
    let (mut start, mut at) = (0, 0);
    while at < len {
        let point = units.at(at);
        if !is_line_break(point) {
            at += 1;
            continue;
        }
        let next = if point == 0xd && at + 1 < len && units.at(at + 1) == 0xa { at + 2 } else { at + 1 };
        push(cx, parts, text, start, if keep_ends { next } else { at })?;
        (start, at) = (next, next);
    }
    if start < len {
        push(cx, parts, text, start, len)?;
    }
    Ok(parts)
}

/// `partition` and, from the end, `rpartition`.
pub(super) fn partition(cx: &Cx, text: Obj<Str>, separator: Obj<Str>, from_end: bool) -> R<Obj<Tuple>> {
    if separator.is_empty() {
        return Err(cx.value_error("empty separator"));
    }
    let found = if from_end {
        search::rfind(text.units(), separator.units())
    } else {
        search::find(text.units(), separator.units())
    };
    let empty = str_::empty().value();
    let parts = match found {
        Some(at) => [
            substring(cx, text, 0, at)?.value(),
            separator.value(),
            substring(cx, text, at + separator.len(), text.len())?.value(),
        ],
        None if from_end => [empty, empty, text.value()],
        None => [text.value(), empty, empty],
    };
    tuple::from_slice(cx, &parts)
}

/// From how many code points of a result on `replace` counts first how many there will be.
const COUNTED_GROWTH: usize = 1 << 20;

/// `replace`, at most `most` times.
pub(super) fn replace(cx: &Cx, text: Obj<Str>, old: Obj<Str>, new: Obj<Str>, most: usize) -> R<Obj<Str>> {
    if most == 0 || old.len() > text.len() {
        return text.to_exact(cx);
    }
    let units = text.units();
    let places = || occurrences(units, old.units(), false).take(most);
    let is_ascii = text.is_ascii() && new.is_ascii();
    let len_with =
        |count: usize| (text.len() - count * old.len()).saturating_add(count.saturating_mul(new.len()));
    let may_grow = new.len() > old.len()
        && len_with((text.len() / old.len().max(1)).min(most)).saturating_add(new.len()) > COUNTED_GROWTH;
    // Counted first where the most there can be were much, or the result can be written at once.
    if is_ascii || may_grow {
        let count = if most == usize::MAX { search::count(units, old.units()) } else { places().count() };
        let len = len_with(count);
        if count == 0 {
            return text.to_exact(cx);
        }
        if len > isize::MAX as usize {
            return Err(cx.error(exceptions::OVERFLOW_ERROR, "replace string is too long".into()));
        }
        if may_grow {
            cx.check_room(len)?;
        }
        if let (true, Units::One(ascii), Units::One(put)) = (is_ascii, units, new.units()) {
            return with_replaced(cx, ascii, (old.len(), put), places(), len);
        }
    }
    let mut result = str_::Builder::new();
    let (mut from, mut any) = (0, false);
    for at in places() {
        result.push_units(units.part(from, at));
        result.push_text(new);
        from = at + old.len();
        any = true;
    }
    if !any {
        return text.to_exact(cx);
    }
    result.push_units(units.part(from, units.len()));
    let result = result.finish(cx)?;
    result.cast::<Str>().ok_or_else(|| cx.system_error("str expected"))
}

/// Which ends `strip` works on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    Left,
    Right,
    Both,
}

/// `strip` of what `drop` says.
pub(super) fn strip(cx: &Cx, text: Obj<Str>, ends: Ends, drop: &dyn Fn(u32) -> bool) -> R<Obj<Str>> {
    let units = text.units();
    let (mut start, mut end) = (0, units.len());
    if ends != Ends::Right {
        while start < end && drop(units.at(start)) {
            start += 1;
        }
    }
    if ends != Ends::Left {
        while end > start && drop(units.at(end - 1)) {
            end -= 1;
        }
    }
    substring(cx, text, start, end)
}

/// `separator.join(iterable)`.
pub(super) fn join(cx: &Cx, separator: Obj<Str>, iterable: Value) -> R<Value> {
    let slots = cx.type_of(iterable).slots();
    if slots.iter.is_none() && slots.getitem.is_none() {
        return Err(cx.type_error("can only join an iterable".into()));
    }
    let items = tuple::from_iterable(cx, iterable)?;
    for (index, &item) in items.values().iter().enumerate() {
        if item.cast::<Str>().is_none() {
            return Err(cx.type_error(format!(
                "sequence item {index}: expected str instance, {} found",
                cx.type_name(item)
            )));
        }
    }
    if let &[only] = items.values()
        && only.cast::<Str>().is_some_and(Obj::<Str>::is_exact)
    {
        return Ok(only);
    }
    let joined = match separator.is_empty() {
        true => assemble(cx, items.values().iter().filter_map(|item| item.cast::<Str>()))?,
        false => join_with(cx, separator, items.values())?,
    };
    Ok(joined.value())
}

/// `expandtabs`.
pub(super) fn expand_tabs(cx: &Cx, text: Obj<Str>, size: i64) -> R<Value> {
    let tabs = text.units().points().filter(|&point| point == 0x9).count();
    cx.check_room(tabs.saturating_mul(size.max(0) as usize))?;
    let mut result = str_::Builder::new();
    let mut column = 0usize;
    for point in text.units().points() {
        match point {
            0x9 if size > 0 => {
                let size = size as usize;
                let spaces = size - column % size;
                result.push_repeated(0x20, spaces);
                column += spaces;
            }
            0x9 => {}
            _ => {
                column = if point == 0xa || point == 0xd { 0 } else { column + 1 };
                result.push_point(point);
            }
        }
    }
    result.finish(cx)
}

/// `center` and its kin: padding before and behind.
pub(super) fn pad(cx: &Cx, text: Obj<Str>, before: usize, after: usize, fill: u32) -> R<Value> {
    if before == 0 && after == 0 {
        return Ok(text.to_exact(cx)?.value());
    }
    if before
        .checked_add(after)
        .and_then(|sum| sum.checked_add(text.len()))
        .is_none_or(|len| len > isize::MAX as usize)
    {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "padded string is too long".into()));
    }
    cx.check_room(before + after)?;
    let mut result = str_::Builder::new();
    result.push_repeated(fill, before);
    result.push_text(text);
    result.push_repeated(fill, after);
    result.finish(cx)
}

/// `zfill`: zeros between sign and digits.
pub(super) fn zero_fill(cx: &Cx, text: Obj<Str>, width: usize) -> R<Value> {
    let missing = width.saturating_sub(text.len());
    if missing == 0 {
        return Ok(text.to_exact(cx)?.value());
    }
    let units = text.units();
    let signed = !units.is_empty() && matches!(units.at(0), 0x2b | 0x2d);
    cx.check_room(width)?;
    let mut result = str_::Builder::new();
    result.push_units(units.part(0, usize::from(signed)));
    result.push_repeated(0x30, missing);
    result.push_units(units.part(usize::from(signed), units.len()));
    result.finish(cx)
}

/// A separator argument: a str that is not empty, or nothing for white space.
pub(super) fn separator(cx: &Cx, value: Value) -> R<Option<Obj<Str>>> {
    if value.is_unbound() || value.is_none() {
        return Ok(None);
    }
    let Some(text) = value.cast::<Str>() else {
        return Err(cx.type_error(format!("must be str or None, not {}", cx.type_name(value))));
    };
    if text.is_empty() { Err(cx.value_error("empty separator")) } else { Ok(Some(text)) }
}

/// The argument of `maxsplit` and `count`: negative means no limit.
pub(super) fn limit(cx: &Cx, value: Value) -> R<usize> {
    match value.bound() {
        None => Ok(usize::MAX),
        Some(value) => Ok(usize::try_from(protocol::index::to_i64(cx, value)?).unwrap_or(usize::MAX)),
    }
}

/// Units as a set of code points to strip.
pub(super) fn contains(units: Units<'_>, point: u32) -> bool {
    units.points().any(|unit| unit == point)
}

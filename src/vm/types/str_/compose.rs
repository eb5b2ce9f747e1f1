//! Strings from strings: parts, joins, repetitions; and their order.

use std::cmp::Ordering;

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::str_::{self, ASCII_BIT, CONCATENATED_BIT, Str, Units, allocate_with, grow, surrogate};
use crate::value::Value;

impl<'a> Units<'a> {
    pub fn len(self) -> usize {
        match self {
            Units::One(units) => units.len(),
            Units::Two(units) => units.len(),
            Units::Four(units) => units.len(),
        }
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The units from `start` to before `end`, which lie within.
    pub fn part(self, start: usize, end: usize) -> Units<'a> {
        match self {
            Units::One(units) => Units::One(&units[start..end]),
            Units::Two(units) => Units::Two(&units[start..end]),
            Units::Four(units) => Units::Four(&units[start..end]),
        }
    }

    /// The code point at an index within.
    #[inline(always)]
    pub fn at(self, index: usize) -> u32 {
        match self {
            Units::One(units) => units[index].into(),
            Units::Two(units) => units[index].into(),
            Units::Four(units) => units[index],
        }
    }

    /// The code points.
    pub fn points(self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + 'a {
        (0..self.len()).map(move |index| self.at(index))
    }

    /// As Rust text, with [stand-ins](super::surrogate) for surrogates.
    pub fn to_string_lossy(self) -> String {
        let mut text = String::new();
        for point in self.points() {
            match char::from_u32(point) {
                Some(character) => text.push(character),
                None => surrogate::push(&mut text, point),
            }
        }
        text
    }

    /// A new str of these units.
    pub fn to_text(self, cx: &Cx) -> R<Obj<Str>> {
        match self {
            Units::One(units) => str_::from_latin1(cx, units),
            Units::Two(units) => str_::from_two(cx, units),
            Units::Four(units) => str_::from_points(cx, units),
        }
    }
}

/// The str of one code point.
pub fn of_point(cx: &Cx, point: u32) -> R<Value> {
    if point < 256 {
        return Ok(str_::of_latin1(point as u8).value());
    }
    Ok(str_::from_points(cx, &[point])?.value())
}

/// The code points from `start` to before `end` as a str; the whole of an exact str is itself.
pub fn substring(cx: &Cx, text: Obj<Str>, start: usize, end: usize) -> R<Obj<Str>> {
    let len = text.len();
    let (start, end) = (start.min(len), end.min(len));
    if start >= end {
        return Ok(str_::empty());
    }
    if start == 0 && end == len && text.is_exact() {
        return Ok(text);
    }
    if let Some(ascii) = text.as_ascii() {
        return str_::from_ascii(cx, &ascii.as_bytes()[start..end]);
    }
    text.units().part(start, end).to_text(cx)
}

impl Obj<Str> {
    /// Whether the class is `str` itself.
    pub fn is_exact(self) -> bool {
        crate::object::shape_id(self.object()) == crate::types::number::STR
    }

    /// The same text as an exact str.
    pub fn to_exact(self, cx: &Cx) -> R<Obj<Str>> {
        if self.is_exact() { Ok(self) } else { self.units().to_text(cx) }
    }
}

/// Writes units of one width as units of another, at least as wide.
///
/// # Safety
/// `to` has room for `from.len()` units of `width` bytes, aligned to it.
pub(super) unsafe fn write_units(to: *mut u8, width: usize, from: Units<'_>) {
    // SAFETY: as the caller promises; the target is fresh memory, so it does not overlap the source.
    unsafe {
        match (width, from) {
            (1, Units::One(&[unit])) => to.write(unit),
            (1, Units::One(units)) => std::ptr::copy_nonoverlapping(units.as_ptr(), to, units.len()),
            (2, Units::Two(units)) => std::ptr::copy_nonoverlapping(units.as_ptr(), to.cast(), units.len()),
            (4, Units::Four(units)) => std::ptr::copy_nonoverlapping(units.as_ptr(), to.cast(), units.len()),
            (2, Units::One(units)) => {
                let to = to.cast::<u16>();
                units.iter().enumerate().for_each(|(index, &unit)| to.add(index).write(unit.into()));
            }
            (_, from) => {
                let to = to.cast::<u32>();
                from.points().enumerate().for_each(|(index, point)| to.add(index).write(point));
            }
        }
    }
}

/// Writes pieces of a string one behind the other.
struct Pen {
    to: *mut u8,
    width: usize,
}

impl Pen {
    /// # Safety
    /// What is left of the room holds these units in units of the pen's width, which are at least as wide.
    unsafe fn put(&mut self, units: Units<'_>) {
        // SAFETY: as the caller promises.
        unsafe {
            write_units(self.to, self.width, units);
            self.to = self.to.add(units.len() * self.width);
        }
    }
}

/// Puts strings together in one allocation.
pub(super) fn assemble(cx: &Cx, pieces: impl Iterator<Item = Obj<Str>> + Clone) -> R<Obj<Str>> {
    let (mut len, mut width, mut ascii) = (0usize, 1, true);
    let mut single = None;
    let mut count = 0;
    for piece in pieces.clone().filter(|piece| !piece.is_empty()) {
        len = len.checked_add(piece.len()).ok_or_else(|| cx.memory_error())?;
        width = width.max(piece.width());
        ascii &= piece.is_ascii();
        single = Some(piece);
        count += 1;
    }
    match single {
        None => return Ok(str_::empty()),
        Some(piece) if count == 1 => return piece.to_exact(cx),
        Some(_) => {}
    }
    let bits = if ascii { ASCII_BIT } else { 0 } | if count == 2 { CONCATENATED_BIT } else { 0 };
    allocate_with(cx, len, width, bits, |room| {
        let mut pen = Pen { to: room, width };
        for piece in pieces {
            // SAFETY: room for the sum of the lengths was allocated, in units of the widest piece.
            unsafe { pen.put(piece.units()) };
        }
    })
}

/// The strings in `items`, all of which are, with a separator that is not empty between them.
pub(super) fn join_with(cx: &Cx, separator: Obj<Str>, items: &[Value]) -> R<Obj<Str>> {
    let texts = || items.iter().filter_map(|item| item.cast::<Str>());
    let mut len = separator.len().checked_mul(items.len().saturating_sub(1));
    let (mut width, mut ascii) =
        if items.len() > 1 { (separator.width(), separator.is_ascii()) } else { (1, true) };
    for text in texts() {
        len = len.and_then(|len| len.checked_add(text.len()));
        width = width.max(text.width());
        ascii &= text.is_ascii();
    }
    let len = len.ok_or_else(|| cx.memory_error())?;
    if len == 0 {
        return Ok(str_::empty());
    }
    allocate_with(cx, len, width, if ascii { ASCII_BIT } else { 0 }, |room| {
        let (mut pen, between) = (Pen { to: room, width }, separator.units());
        for (index, text) in texts().enumerate() {
            // SAFETY: room for the sum of the lengths was allocated, in units of the widest piece.
            unsafe {
                if index > 0 {
                    pen.put(between);
                }
                pen.put(text.units());
            }
        }
    })
}

/// An ASCII text with `new` in the ascending `places` at each of which `old_len` bytes are left out: `len` bytes in all.
pub(super) fn with_replaced(
    cx: &Cx,
    text: &[u8],
    (old_len, new): (usize, &[u8]),
    places: impl Iterator<Item = usize>,
    len: usize,
) -> R<Obj<Str>> {
    if len == 0 {
        return Ok(str_::empty());
    }
    allocate_with(cx, len, 1, ASCII_BIT, |room| {
        let (mut pen, mut left, mut from) = (Pen { to: room, width: 1 }, len, 0);
        let mut put = |piece: &[u8]| {
            left = left.checked_sub(piece.len()).expect("`len` is the sum of all pieces");
            // SAFETY: the piece was counted against the room.
            unsafe { pen.put(Units::One(piece)) };
        };
        for at in places {
            put(&text[from..at]);
            put(new);
            from = at + old_len;
        }
        put(&text[from..]);
        assert_eq!(left, 0, "`len` is the sum of all pieces");
    })
}

/// `a + b` for two strings.
pub fn concat(cx: &Cx, a: Value, b: Value) -> R<Value> {
    let (Some(one), Some(other)) = (a.cast::<Str>(), b.cast::<Str>()) else {
        return Err(cx.type_error(format!("can only concatenate str (not \"{}\") to str", cx.type_name(b))));
    };
    if !one.is_empty()
        && !other.is_empty()
        && let Some(grown) = grow::try_append(cx, one, other)?
    {
        return Ok(grown.value());
    }
    Ok(assemble(cx, [one, other].into_iter())?.value())
}

/// The strings in `values` one after the other; what is no str is skipped. A single one is given as it is.
pub fn join(cx: &Cx, values: &[Value]) -> R<Value> {
    if let [only] = values {
        return Ok(*only);
    }
    Ok(assemble(cx, values.iter().filter_map(|value| value.cast::<Str>()))?.value())
}

/// `text * count`.
pub fn repeat(cx: &Cx, text: Obj<Str>, count: usize) -> R<Obj<Str>> {
    if count == 1 {
        return text.to_exact(cx);
    }
    let total = text.len().checked_mul(count).ok_or_else(|| cx.memory_error())?;
    if total == 0 {
        return Ok(str_::empty());
    }
    let bytes = total.checked_mul(text.width()).ok_or_else(|| cx.memory_error())?;
    let bits = if text.is_ascii() { ASCII_BIT } else { 0 };
    allocate_with(cx, total, text.width(), bits, |room| {
        let piece = text.bytes();
        let mut filled = piece.len();
        // SAFETY: room for `bytes` bytes was allocated; each copy doubles what is filled and stays within.
        unsafe {
            std::ptr::copy_nonoverlapping(piece.as_ptr(), room, filled);
            while filled < bytes {
                let count = filled.min(bytes - filled);
                std::ptr::copy_nonoverlapping(room, room.add(filled), count);
                filled += count;
            }
        }
    })
}

/// A number whose order is that of the texts' beginnings: equal where only the rest can decide. `narrow`: every text in question
/// has units of one byte.
pub fn order_prefix(text: &Str, narrow: bool) -> u64 {
    match text.units() {
        Units::One(units) if narrow => {
            if let Some(first) = units.first_chunk() {
                return u64::from_be_bytes(*first);
            }
            if let (Some(first), Some(last)) = (units.first_chunk(), units.last_chunk()) {
                // Four to seven: of the last four, those that are among the first are shifted out.
                let (first, last) = (u32::from_be_bytes(*first), u32::from_be_bytes(*last));
                return u64::from(first) << 32 | u64::from(last.unbounded_shl(64 - 8 * units.len() as u32));
            }
            units.iter().zip([56, 48, 40]).fold(0, |prefix, (&unit, shift)| prefix | u64::from(unit) << shift)
        }
        units => {
            let mut prefix = 0;
            for (index, point) in units.points().take(4).enumerate() {
                prefix |= u64::from(point.min(0xffff)) << (48 - 16 * index);
                if point >= 0xffff {
                    // Where a point does not fit, what follows must not decide.
                    break;
                }
            }
            prefix
        }
    }
}

/// Order by code points.
pub fn order(one: &Str, other: &Str) -> Ordering {
    match (one.units(), other.units()) {
        (Units::One(a), Units::One(b)) => a.cmp(b),
        (Units::Two(a), Units::Two(b)) => a.cmp(b),
        (Units::Four(a), Units::Four(b)) => a.cmp(b),
        (a, b) => a.points().cmp(b.points()),
    }
}

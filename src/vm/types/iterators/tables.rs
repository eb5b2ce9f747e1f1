//! Iterators over dicts and sets.
//!
//! The position counts entries of the table, dead ones included; entries are append-only within a table, so positions stay meaningful
//! while the table does. A container whose size differs from the one at the start raises; a table that was rebuilt at equal size is
//! gone on with at the same position, as in CPython, where what is seen then is not defined either.
//!
//! Deleting a key and adding another leaves the size as it was, and what is added comes last: a loop that does so would never end. So iterators
//! over a dict also count, above the position in the cursor's word, and raise for one item more than there were.

use crate::context::{Cx, R};
use crate::exceptions;
use crate::object::Obj;
use crate::typedef::TypeDef;
use crate::types::dict::Dict;
use crate::types::iterators::pickle::{self, reduce_method};
use crate::types::iterators::{Cursor, END, ITERATOR, count, cursor, iterator_slots, length_hint_method};
use crate::types::set::{self, Set};
use crate::types::{dict, number, tuple};
use crate::value::Value;

/// Bits of a dict cursor's word that hold the position; above them stands how many items were given.
const POSITION_BITS: u32 = 40;
/// Dicts of more items are not counted.
const MAX_COUNTED: usize = (1 << (63 - POSITION_BITS)) - 1;

/// The word of an iterator that has seen a change: it goes on refusing, be the size what it was again.
const BROKEN: i64 = -2;

/// The position in a dict cursor's word.
fn place(word: i64) -> usize {
    (word & ((1 << POSITION_BITS) - 1)) as usize
}

/// What an iterator over a dict gives.
#[derive(Clone, Copy)]
enum Part {
    Key,
    Value,
    Item,
}

fn forward(cx: &Cx, kind: u32, dict: Obj<Dict>) -> R<Value> {
    Cursor::create(cx, kind, dict.value(), 0, dict.iteration_mark())
}

fn backward(cx: &Cx, kind: u32, dict: Obj<Dict>) -> R<Value> {
    Cursor::create(cx, kind, dict.value(), dict.end_position() as i64, dict.iteration_mark())
}

/// An iterator over a dict's keys.
pub fn dict_keys(cx: &Cx, dict: Obj<Dict>) -> R<Value> {
    forward(cx, number::DICT_KEY_ITERATOR, dict)
}
/// An iterator over a dict's values.
pub fn dict_values(cx: &Cx, dict: Obj<Dict>) -> R<Value> {
    forward(cx, number::DICT_VALUE_ITERATOR, dict)
}
/// An iterator over a dict's items.
pub fn dict_items(cx: &Cx, dict: Obj<Dict>) -> R<Value> {
    forward(cx, number::DICT_ITEM_ITERATOR, dict)
}
/// An iterator over a dict's keys, last first.
pub fn dict_keys_reversed(cx: &Cx, dict: Obj<Dict>) -> R<Value> {
    backward(cx, number::DICT_REVERSE_KEY_ITERATOR, dict)
}
/// An iterator over a dict's values, last first.
pub fn dict_values_reversed(cx: &Cx, dict: Obj<Dict>) -> R<Value> {
    backward(cx, number::DICT_REVERSE_VALUE_ITERATOR, dict)
}
/// An iterator over a dict's items, last first.
pub fn dict_items_reversed(cx: &Cx, dict: Obj<Dict>) -> R<Value> {
    backward(cx, number::DICT_REVERSE_ITEM_ITERATOR, dict)
}

/// An iterator over a set or frozenset.
pub fn set(cx: &Cx, set: Obj<Set>) -> R<Value> {
    Cursor::create(cx, number::SET_ITERATOR, set.value(), 0, set.len())
}

#[cold]
fn changed(cx: &Cx, what: &str) -> crate::context::Raised {
    cx.error(exceptions::RUNTIME_ERROR, format!("{what} during iteration"))
}

/// What is said of a dict that has been changed, by the nearest builtin class of it.
#[cold]
fn dict_changed(cx: &Cx, dict: Obj<Dict>) -> crate::context::Raised {
    let def = cx.type_of(dict.value()).ancestors().find_map(|class| class.def());
    changed(cx, def.and_then(|def| def.changed).unwrap_or("dictionary changed size"))
}

fn part_of(cx: &Cx, part: Part, key: Value, value: Value) -> R<Value> {
    match part {
        Part::Key => Ok(key),
        Part::Value => Ok(value),
        Part::Item => Ok(tuple::from_slice(cx, &[key, value])?.value()),
    }
}

/// Whether an iteration that has given so many items should have come to its end.
fn has_given_all(dict: Obj<Dict>, given: usize) -> bool {
    // The cells of a module's dict may become more.
    given >= dict.size_mark() && !dict.is_of_cells()
}

/// Bits of the position in a bare iteration over a dict; above them stands how many items were given.
const BARE_BITS: u32 = 24;
/// Bits of what a bare iteration gives, below the size that is expected.
const PART_BITS: u32 = 2;

/// Begins a *bare* iteration, which has no iterator object because nothing but one loop could reach that: over an exact dict, its views, an exact set.
/// Answers the container and what is to be handed to [`bare_step`] each time, with a position that is 0 first. `None` where it takes an object.
pub(crate) fn bare(source: Value) -> Option<(Value, i64)> {
    if let Some(set) = set::exact(source) {
        return Some((source, set.len() as i64));
    }
    let (dict, part) = match source.cast_exact::<Dict>(number::DICT) {
        Some(dict) => (dict, Part::Key),
        None => [
            (number::DICT_ITEMS, Part::Item),
            (number::DICT_VALUES, Part::Value),
            (number::DICT_KEYS, Part::Key),
        ]
        .into_iter()
        .find_map(|(kind, part)| Some((dict::viewed(source, kind)?, part)))?,
    };
    // Others take more bits than small ints have, or may become more.
    let mark = dict.iteration_mark();
    let fits = mark < 1 << (BARE_BITS - 1) && dict.end_position() < 1 << BARE_BITS && !dict.is_of_cells();
    fits.then(|| (dict.value(), (mark << PART_BITS) as i64 | part as i64))
}

/// What a step of a bare iteration finds.
pub(crate) enum Step {
    End,
    /// The next position, and an item.
    One(i64, Value),
    /// The next position, and an item that is a tuple of two.
    Pair(i64, Value, Value),
}

/// What a bare iteration over a dict gives of an item.
#[inline(always)]
fn given(what: i64, at: i64, key: Value, value: Value) -> Step {
    match what & ((1 << PART_BITS) - 1) {
        part if part == Part::Key as i64 => Step::One(at, key),
        part if part == Part::Value as i64 => Step::One(at, value),
        _ => Step::Pair(at, key, value),
    }
}

/// Whether a bare iteration gives tuples.
#[inline(always)]
pub(crate) fn gives_tuples(what: i64) -> bool {
    what & ((1 << PART_BITS) - 1) == Part::Item as i64
}

/// The position and the count in a bare iteration's word.
#[inline(always)]
fn bare_place(at: i64) -> (usize, usize) {
    (at as usize & ((1 << BARE_BITS) - 1), at as usize >> BARE_BITS)
}

/// As [`bare_step`], for the steps that nearly all are: at a live item of an unchanged container that holds its values itself. `None` where it is another.
#[inline(always)]
pub(crate) fn bare_plain_step(source: Value, at: i64, what: i64) -> Option<Step> {
    let Some(dict) = source.cast_exact::<Dict>(number::DICT) else {
        let set = set::exact(source).filter(|set| set.len() == what as usize)?;
        return set.item_at(at as usize).map(|key| Step::One(at + 1, key));
    };
    let (place, count) = bare_place(at);
    let mark = dict.iteration_mark();
    // Where the mark is what it was, it is the size: of a dict with moved items it has too many bits for `bare`.
    if mark != what as usize >> PART_BITS || count >= mark || place + 1 >= 1 << BARE_BITS {
        return None;
    }
    let (key, value) = dict.plain_item(place)?;
    Some(given(what, at + (1 << BARE_BITS | 1), key, value))
}

/// A step of an iteration that [`bare`] has begun. What it raises ends the iteration.
pub(crate) fn bare_step(cx: &Cx, source: Value, at: i64, what: i64) -> R<Step> {
    let Some(dict) = source.cast_exact::<Dict>(number::DICT) else {
        return bare_set_step(cx, source, at, what);
    };
    if !dict.has_iteration_mark(what as usize >> PART_BITS) {
        return Err(dict_changed(cx, dict));
    }
    let (place, count) = bare_place(at);
    let Some((next, key, value)) = dict.next_from(place) else { return Ok(Step::End) };
    // A position with too many bits comes of many keys added and removed.
    if has_given_all(dict, count) || next >= 1 << BARE_BITS {
        return Err(changed(cx, "dictionary keys changed"));
    }
    Ok(given(what, (next | (count + 1) << BARE_BITS) as i64, key, value))
}

fn bare_set_step(cx: &Cx, source: Value, at: i64, expected: i64) -> R<Step> {
    let Some(set) = source.cast::<Set>() else { return Err(cx.system_error("set expected")) };
    if set.len() != expected as usize {
        return Err(changed(cx, "Set changed size"));
    }
    Ok(set.next_from(at as usize).map_or(Step::End, |(next, key)| Step::One(next as i64, key)))
}

fn dict_step(cx: &Cx, value: Value, part: Part, backward: bool) -> R<Option<Value>> {
    let cursor = cursor(cx, value)?;
    loop {
        let at = cursor.position();
        let Some(dict) = cursor.source::<Dict>().filter(|_| at != END) else { return Ok(None) };
        if at == BROKEN || !dict.has_iteration_mark(cursor.expected) {
            cursor.advance(at, BROKEN);
            return Err(dict_changed(cx, dict));
        }
        let found = if backward { dict.previous_from(place(at)) } else { dict.next_from(place(at)) };
        let (given, counted) = (at >> POSITION_BITS, dict.size_mark() <= MAX_COUNTED);
        match found {
            Some(_) if counted && has_given_all(dict, given as usize) => {
                return Err(changed(cx, "dictionary keys changed"));
            }
            Some((next, key, item))
                if cursor.advance(at, next as i64 | (given + i64::from(counted)) << POSITION_BITS) =>
            {
                return part_of(cx, part, key, item).map(Some);
            }
            Some(_) => {}
            None => {
                Cursor::finish(cursor, cx);
                return Ok(None);
            }
        }
    }
}

fn set_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let cursor = cursor(cx, value)?;
    loop {
        let at = cursor.position();
        let Some(set) = cursor.source::<Set>().filter(|_| at != END) else { return Ok(None) };
        if at == BROKEN || set.len() != cursor.expected {
            cursor.advance(at, BROKEN);
            return Err(changed(cx, "Set changed size"));
        }
        match set.next_from(at as usize) {
            Some((next, key)) if cursor.advance(at, next as i64) => return Ok(Some(key)),
            Some(_) => {}
            None => {
                Cursor::finish(cursor, cx);
                return Ok(None);
            }
        }
    }
}

fn dict_hint(cx: &Cx, args: &[Value]) -> R<Value> {
    let cursor = cursor(cx, args[0])?;
    let at = cursor.position();
    let Some(dict) =
        cursor.source::<Dict>().filter(|dict| at >= 0 && dict.has_iteration_mark(cursor.expected))
    else {
        return count(cx, 0);
    };
    let mut left = 0;
    let mut from = place(at);
    while let Some((next, ..)) = dict.next_from(from) {
        left += 1;
        from = next;
    }
    count(cx, left)
}

fn dict_backward_hint(cx: &Cx, args: &[Value]) -> R<Value> {
    let cursor = cursor(cx, args[0])?;
    let at = cursor.position();
    let Some(dict) =
        cursor.source::<Dict>().filter(|dict| at >= 0 && dict.has_iteration_mark(cursor.expected))
    else {
        return count(cx, 0);
    };
    let mut left = 0;
    let mut from = place(at);
    while let Some((next, ..)) = dict.previous_from(from) {
        left += 1;
        from = next;
    }
    count(cx, left)
}

fn set_hint(cx: &Cx, args: &[Value]) -> R<Value> {
    let cursor = cursor(cx, args[0])?;
    let at = cursor.position();
    let Some(set) = cursor.source::<Set>().filter(|set| at >= 0 && set.len() == cursor.expected) else {
        return count(cx, 0);
    };
    let mut left = 0;
    let mut from = at as usize;
    while let Some((next, _)) = set.next_from(from) {
        left += 1;
        from = next;
    }
    count(cx, left)
}

macro_rules! dict_iterator {
    ($constant:ident $name:literal $part:ident $backward:literal $hint:ident) => {
        #[doc = concat!("`", $name, "`.")]
        pub static $constant: TypeDef = TypeDef {
            name: $name,
            slots: iterator_slots(|cx, value| dict_step(cx, value, Part::$part, $backward)),
            methods: &[length_hint_method($hint), reduce_method(pickle::table)],
            ..ITERATOR
        };
    };
}

dict_iterator!(DICT_KEY_ITERATOR "dict_keyiterator" Key false dict_hint);
dict_iterator!(DICT_VALUE_ITERATOR "dict_valueiterator" Value false dict_hint);
dict_iterator!(DICT_ITEM_ITERATOR "dict_itemiterator" Item false dict_hint);
dict_iterator!(DICT_REVERSE_KEY_ITERATOR "dict_reversekeyiterator" Key true dict_backward_hint);
dict_iterator!(DICT_REVERSE_VALUE_ITERATOR "dict_reversevalueiterator" Value true dict_backward_hint);
dict_iterator!(DICT_REVERSE_ITEM_ITERATOR "dict_reverseitemiterator" Item true dict_backward_hint);

/// `set_iterator`.
pub static SET_ITERATOR: TypeDef = TypeDef {
    name: "set_iterator",
    slots: iterator_slots(set_next),
    methods: &[length_hint_method(set_hint), reduce_method(pickle::table)],
    ..ITERATOR
};

//! "Did you mean": the name nearest to one that was not found.
//!
//! The distance is CPython's (Python/suggestions.c): moves cost 2, changes of case 1, at most a third of the letters may differ.

use crate::call;
use crate::context::{Cx, R};
use crate::exceptions;
use crate::import;
use crate::object::Obj;
use crate::protocol::{self, attr};
use crate::runtime;
use crate::types::dict::Dict;
use crate::types::list::{self, List};
use crate::types::module::Module;
use crate::types::str_::{self, Str};
use crate::types::traceback::Traceback;
use crate::value::Value;

const MAX_CANDIDATES: usize = 750;
const MAX_LENGTH: usize = 40;
const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

fn substitution(one: u8, other: u8) -> usize {
    if one == other {
        0
    } else if one.eq_ignore_ascii_case(&other) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// The cost of making one name the other; more than `most` where it costs more.
fn distance(one: &[u8], other: &[u8], most: usize) -> usize {
    let prefix = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[prefix..], &other[prefix..]);
    let suffix = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[..one.len() - suffix], &other[..other.len() - suffix]);
    if one.is_empty() || other.is_empty() {
        return (one.len() + other.len()) * MOVE_COST;
    }
    if one.len() > MAX_LENGTH || other.len() > MAX_LENGTH {
        return most + 1;
    }
    let (short, long) = if other.len() < one.len() { (other, one) } else { (one, other) };
    if (long.len() - short.len()) * MOVE_COST > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (1..=short.len()).map(|index| index * MOVE_COST).collect();
    let mut result = 0;
    for (round, &letter) in long.iter().enumerate() {
        let mut before = round * MOVE_COST;
        result = before;
        let mut least = usize::MAX;
        for (cell, &candidate) in row.iter_mut().zip(short) {
            let substituted = before + substitution(letter, candidate);
            before = *cell;
            result = substituted.min(result.min(before) + MOVE_COST);
            *cell = result;
            least = least.min(result);
        }
        if least > most {
            return most + 1;
        }
    }
    result
}

/// The candidate nearest to a name, if one is near enough.
pub fn nearest<'a>(candidates: impl ExactSizeIterator<Item = &'a str>, wanted: &str) -> Option<&'a str> {
    if candidates.len() >= MAX_CANDIDATES || wanted.len() > MAX_LENGTH {
        return None;
    }
    let mut best: Option<(&str, usize)> = None;
    for candidate in candidates {
        if candidate == wanted {
            // What is missing has been "found": suggesting it would not help.
            continue;
        }
        let most = (candidate.len() + wanted.len() + 3) * MOVE_COST / 6;
        let most = best.map_or(most, |(_, distance)| most.min(distance.saturating_sub(1)));
        let found = distance(wanted.as_bytes(), candidate.as_bytes(), most);
        if found <= most && best.is_none_or(|(_, known)| found < known) {
            best = Some((candidate, found));
        }
    }
    best.map(|(candidate, _)| candidate)
}

/// The message about a keyword argument that a function does not have, with the nearest one that it has.
pub fn unexpected_keyword<'a>(
    function: &str,
    given: &str,
    known: impl ExactSizeIterator<Item = &'a str>,
) -> String {
    let plain = format!("{function} got an unexpected keyword argument '{given}'");
    match nearest(known, given) {
        Some(found) => format!("{plain}. Did you mean '{found}'?"),
        None => plain,
    }
}

/// What stands behind the message of a failed look-up or import: `. Did you mean: 'x'?`, or nothing.
pub(crate) fn addition(cx: &Cx, exception: Value) -> String {
    try_addition(cx, exception).unwrap_or_default()
}

fn text_attribute(cx: &Cx, value: Value, name: &str) -> R<Option<String>> {
    Ok(attr::get_optional(cx, value, cx.intern(name)?)?.and_then(str_::to_rust))
}

fn try_addition(cx: &Cx, exception: Value) -> R<String> {
    let is = |class: exceptions::Class| protocol::is_instance(cx, exception, runtime::builtin_type(class.0));
    let (import, attribute, name) =
        (is(exceptions::IMPORT_ERROR), is(exceptions::ATTRIBUTE_ERROR), is(exceptions::NAME_ERROR));
    if !(import || attribute || name) {
        return Ok(String::new());
    }
    let which = if import { "name_from" } else { "name" };
    let Some(wanted) = text_attribute(cx, exception, which)? else { return Ok(String::new()) };
    let candidates = if import {
        let module = text_attribute(cx, exception, "name")?.unwrap_or_default();
        import::import_absolute(cx, &module).and_then(|module| attributes_of(cx, module, &wanted, true))
    } else if attribute {
        match attr::get_optional(cx, exception, cx.intern("obj")?)? {
            Some(object) => {
                let hides = !is_own_attribute(cx, exception, object);
                attributes_of(cx, object, &wanted, hides)
            }
            None => Ok(Vec::new()),
        }
    } else {
        match names_of_frame(cx, exception, &wanted) {
            Ok(Found::Attribute) => return Ok(format!(". Did you mean: 'self.{wanted}'?")),
            Ok(Found::Names(names)) => Ok(names),
            Err(raised) => Err(raised),
        }
    };
    let suggestion = candidates
        .ok()
        .and_then(|candidates| nearest(candidates.iter().map(String::as_str), &wanted).map(str::to_string));
    let mut added = suggestion.as_ref().map_or(String::new(), |found| format!(". Did you mean: '{found}'?"));
    if name && is_library_module(cx, &wanted)? {
        let begin = if suggestion.is_some() { " Or did" } else { ". Did" };
        added += &format!("{begin} you forget to import '{wanted}'?");
    }
    Ok(added)
}

fn is_library_module(cx: &Cx, name: &str) -> R<bool> {
    let Some(sys) = runtime::sys().cast::<Module>() else { return Ok(false) };
    match sys.dict().get_str(cx.intern("stdlib_module_names")?) {
        Some(known) => protocol::item::contains(cx, known, str_::from_str(cx, name)?),
        None => Ok(false),
    }
}

fn texts(items: Obj<List>) -> Vec<String> {
    let (mut found, mut index) = (Vec::new(), 0);
    while let Some(item) = list::get_index_fast(items, index) {
        index += 1;
        if item.cast::<Str>().is_some() {
            found.extend(str_::to_rust(item));
        }
    }
    found
}

/// What `dir` says of an object, sorted; without private names where those are hidden and none was asked for.
fn attributes_of(cx: &Cx, object: Value, wanted: &str, hides: bool) -> R<Vec<String>> {
    let Some(found) = call::call_special(cx, object, cx.intern("__dir__")?, &[])? else {
        return Ok(Vec::new());
    };
    let items = list::new(cx)?;
    list::extend(cx, items, found)?;
    let mut names = texts(items);
    if hides && !wanted.starts_with('_') {
        names.retain(|name| !name.starts_with('_'));
    }
    names.sort();
    Ok(names)
}

/// The frame in which an exception was raised.
fn raising_frame(exception: Value) -> Option<Value> {
    let mut entry = exceptions::traceback_of(exception).cast::<Traceback>()?;
    while let Some(next) = entry.next() {
        entry = next;
    }
    entry.frame().map(Obj::value)
}

fn frame_locals(cx: &Cx, frame: Value) -> R<Value> {
    let frame = frame.cast::<crate::types::frame_::PyFrame>();
    let frame = frame.ok_or_else(|| cx.system_error("frame expected"))?;
    crate::types::frame_::locals(cx, frame)
}

/// Whether an attribute was asked for by a method of the object itself.
fn is_own_attribute(cx: &Cx, exception: Value, object: Value) -> bool {
    let ask = || -> R<bool> {
        let Some(frame) = raising_frame(exception) else { return Ok(false) };
        let locals = frame_locals(cx, frame)?;
        Ok(locals.cast::<Dict>().and_then(|locals| locals.get_str(cx.intern("self").ok()?)) == Some(object))
    };
    ask().unwrap_or(false)
}

enum Found {
    Names(Vec<String>),
    /// The instance has an attribute of the name.
    Attribute,
}

fn names_of_frame(cx: &Cx, exception: Value, wanted: &str) -> R<Found> {
    let Some(frame) = raising_frame(exception) else { return Ok(Found::Names(Vec::new())) };
    let locals = frame_locals(cx, frame)?;
    let this = locals.cast::<Dict>().and_then(|locals| locals.get_str(cx.intern("self").ok()?));
    if let Some(this) = this
        && let Ok(Some(_)) = attr::get_optional(cx, this, cx.intern(wanted)?)
    {
        return Ok(Found::Attribute);
    }
    let mut found = Vec::new();
    let globals = attr::get(cx, frame, cx.intern("f_globals")?)?;
    let builtins = attr::get(cx, frame, cx.intern("f_builtins")?)?;
    for scope in [locals, globals, builtins] {
        let items = list::new(cx)?;
        list::extend(cx, items, scope)?;
        found.extend(texts(items));
    }
    Ok(Found::Names(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found() {
        let check = |candidates: &[&str], wanted: &str| {
            nearest(candidates.iter().copied(), wanted).map(str::to_string)
        };
        assert_eq!(check(&["append", "extend"], "apend").as_deref(), Some("append"));
        assert_eq!(check(&["Blech", "bluch"], "blech").as_deref(), Some("Blech"));
        assert_eq!(check(&["noise", "more_noise"], "bluch"), None);
        assert_eq!(check(&["blech"], "blech"), None);
    }
}

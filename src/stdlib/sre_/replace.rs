//! `sub` and `subn`.

use typhon_vm::Value;
use typhon_vm::call;
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::receiver;
use typhon_vm::object::Obj;
use typhon_vm::protocol::index;
use typhon_vm::types::list;

use super::found::{self, Match};
use super::pattern::{Pattern, Place, Range, for_each_match};
use super::subject::Subject;
use super::template::{self, Template};

/// What matches are replaced with.
#[derive(Clone, Copy)]
enum Replacement {
    Literal(Value),
    Template(Obj<Template>),
    Call(Value),
}

fn replacement(cx: &Cx, pattern: Obj<Pattern>, given: Value) -> R<Replacement> {
    if cx.type_of(given).slots().call.is_some() {
        return Ok(Replacement::Call(given));
    }
    // Text without a backslash says what it means.
    if let Ok(subject) = Subject::of(cx, given)
        && !subject.units().points().any(|point| point == '\\' as u32)
    {
        return Ok(Replacement::Literal(given));
    }
    let template = template::compiled(cx, pattern, given)?;
    Ok(match template.literal(cx)? {
        Some(literal) => Replacement::Literal(literal),
        None => Replacement::Template(template),
    })
}

/// The text with matches replaced, and how many were.
pub(super) fn replace(cx: &Cx, args: &[Value]) -> R<(Value, i64)> {
    let &[this, given, string, most] = args else { return Err(cx.system_error("sub arguments")) };
    let this = receiver::<Pattern>(cx, this)?;
    let most = most.bound().map_or(Ok(0), |most| index::to_i64(cx, most))?;
    let replacement = replacement(cx, this, given)?;
    let subject = this.subject(cx, string)?;
    let pieces = list::new(cx)?;
    let (mut last, mut count) = (0, 0);
    let whole = Range { start: 0, end: subject.len() };
    let mut each = |place: &Place| {
        if last < place.start {
            list::append(cx, pieces, subject.part(cx, last, place.start)?)?;
        }
        match replacement {
            Replacement::Literal(text) => list::append(cx, pieces, text)?,
            Replacement::Template(template) => {
                let matched = receiver::<Match>(cx, found::make(cx, this, string, whole, place)?)?;
                template::for_each_piece(cx, template, matched, &mut |piece| {
                    list::append(cx, pieces, piece)
                })?;
            }
            Replacement::Call(function) => {
                let matched = found::make(cx, this, string, whole, place)?;
                let text = call::call_values(cx, function, &[matched])?;
                if !text.is_none() {
                    list::append(cx, pieces, text)?;
                }
            }
        }
        last = place.end;
        count += 1;
        Ok(count != most)
    };
    if most >= 0 {
        for_each_match(cx, this, subject, whole, &mut each)?;
    }
    if last < subject.len() {
        list::append(cx, pieces, subject.part(cx, last, subject.len())?)?;
    }
    Ok((template::join(cx, subject, pieces)?, count))
}

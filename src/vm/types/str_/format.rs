//! `str.format` and `str.format_map`: fields in braces.
//!
//! The grammar is walked as CPython's `MarkupIterator` does, so that malformed text is refused at the same place with the same words.

use crate::context::{Cx, R};
use crate::exceptions;
use crate::intern;
use crate::object::Obj;
use crate::protocol;
use crate::types::dict::{self, Dict};
use crate::types::str_::{Builder, Str, Units};
use crate::types::tuple::Tuple;
use crate::value::Value;

/// How deep replacement fields may stand in specifications.
const MAX_DEPTH: u32 = 2;

/// Where field values come from.
#[derive(Clone, Copy)]
pub(super) enum Source {
    /// `format(*args, **kwargs)`; the keywords are a dict where there are any.
    Arguments(Obj<Tuple>, Option<Obj<Dict>>),
    /// `format_map(mapping)`.
    Mapping(Value),
}

/// Whether fields are numbered by themselves or by hand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Undecided,
    Automatic(i64),
    Manual,
}

struct Formatter<'a> {
    cx: &'a Cx,
    source: Source,
    numbering: Numbering,
}

/// A replacement field, by positions in the format.
struct Field {
    name: (usize, usize),
    conversion: Option<u32>,
    spec: (usize, usize),
    nested: bool,
}

/// Where a part of a field's name lies, whether it is an attribute, and the place behind it.
type Part = ((usize, usize), bool, usize);

fn is_end_of_name(point: u32) -> bool {
    point == '.' as u32 || point == '[' as u32
}

/// Literal text and the field behind it, by positions in the format.
struct Piece {
    literal: (usize, usize),
    field: Option<Field>,
    next: usize,
}

/// Formats `text`.
pub(super) fn format(cx: &Cx, text: Obj<Str>, source: Source) -> R<Value> {
    let mut formatter = Formatter { cx, source, numbering: Numbering::Undecided };
    let mut result = Builder::new();
    formatter.run(text.units(), MAX_DEPTH, &mut result)?;
    result.finish(cx)
}

const OPEN: u32 = '{' as u32;
const CLOSE: u32 = '}' as u32;

impl Formatter<'_> {
    fn fail<T>(&self, message: &str) -> R<T> {
        Err(self.cx.value_error(message))
    }

    fn run(&mut self, text: Units<'_>, depth: u32, result: &mut Builder) -> R<()> {
        if depth == 0 {
            return self.fail("Max string recursion exceeded");
        }
        let mut at = 0;
        while let Some(piece) = self.next_piece(text, at)? {
            at = piece.next;
            result.push_units(text.part(piece.literal.0, piece.literal.1));
            if let Some(field) = piece.field {
                self.render(text, &field, depth, result)?;
            }
        }
        Ok(())
    }

    /// What begins at `at`: literal text, to the next field or doubled brace, with that field.
    fn next_piece(&self, text: Units<'_>, start: usize) -> R<Option<Piece>> {
        let len = text.len();
        if start >= len {
            return Ok(None);
        }
        let mut at = start;
        while at < len && text.at(at) != OPEN && text.at(at) != CLOSE {
            at += 1;
        }
        if at == len {
            return Ok(Some(Piece { literal: (start, len), field: None, next: len }));
        }
        let brace = text.at(at);
        at += 1;
        let doubled = at < len && text.at(at) == brace;
        if brace == CLOSE && !doubled {
            return self.fail("Single '}' encountered in format string");
        }
        if brace == OPEN && at == len {
            return self.fail("Single '{' encountered in format string");
        }
        if doubled {
            return Ok(Some(Piece { literal: (start, at), field: None, next: at + 1 }));
        }
        let (field, next) = self.parse_field(text, at)?;
        Ok(Some(Piece { literal: (start, at - 1), field: Some(field), next }))
    }

    /// The field whose text begins at `at`, and the place behind its brace.
    fn parse_field(&self, text: Units<'_>, mut at: usize) -> R<(Field, usize)> {
        let len = text.len();
        let start = at;
        let mut end = 0;
        while at < len {
            end = text.at(at);
            at += 1;
            match char::from_u32(end) {
                Some('{') => return self.fail("unexpected '{' in field name"),
                Some('[') => {
                    while at < len && text.at(at) != ']' as u32 {
                        at += 1;
                    }
                }
                Some('}' | ':' | '!') => break,
                _ => {}
            }
        }
        if !matches!(char::from_u32(end), Some('}' | ':' | '!')) || at == start {
            return self.fail("expected '}' before end of string");
        }
        let mut field = Field { name: (start, at - 1), conversion: None, spec: (at, at), nested: false };
        if end == CLOSE {
            return Ok((field, at));
        }
        if end == '!' as u32 {
            if at == len {
                return self.fail("end of string while looking for conversion specifier");
            }
            field.conversion = Some(text.at(at));
            at += 1;
            if at < len {
                let next = text.at(at);
                at += 1;
                if next == CLOSE {
                    return Ok((field, at));
                }
                if next != ':' as u32 {
                    return self.fail("expected ':' after conversion specifier");
                }
            }
        }
        let spec = at;
        let mut open = 1;
        while at < len {
            match text.at(at) {
                OPEN => {
                    field.nested = true;
                    open += 1;
                }
                CLOSE => {
                    open -= 1;
                    if open == 0 {
                        field.spec = (spec, at);
                        return Ok((field, at + 1));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.fail("unmatched '{' in format spec")
    }

    fn render(&mut self, text: Units<'_>, field: &Field, depth: u32, result: &mut Builder) -> R<()> {
        let cx = self.cx;
        let mut value = self.field_value(text.part(field.name.0, field.name.1))?;
        match field.conversion.map(char::from_u32) {
            None => {}
            Some(Some('r')) => value = protocol::repr(cx, value)?,
            Some(Some('s')) => value = protocol::str(cx, value)?,
            Some(Some('a')) => value = protocol::ascii(cx, value)?,
            Some(Some(other @ '!'..='~')) => {
                return self.fail(&format!("Unknown conversion specifier {other}"));
            }
            Some(_) => {
                let point = field.conversion.unwrap_or_default();
                return self.fail(&format!("Unknown conversion specifier \\x{point:x}"));
            }
        }
        let spec = text.part(field.spec.0, field.spec.1);
        if spec.is_empty() && value.cast::<Str>().is_some_and(Obj::<Str>::is_exact) {
            result.push_value(value);
            return Ok(());
        }
        let mut expanded = Builder::new();
        let spec = if field.nested {
            self.run(spec, depth - 1, &mut expanded)?;
            expanded.units()
        } else {
            spec
        };
        let formatted = match protocol::format_exact(cx, value, spec)? {
            Some(formatted) => formatted,
            None => protocol::format(cx, value, spec.to_text(cx)?.value())?,
        };
        result.push_value(formatted);
        Ok(())
    }

    fn field_value(&mut self, name: Units<'_>) -> R<Value> {
        let cx = self.cx;
        let len = name.len();
        let mut at = (0..len).find(|&at| is_end_of_name(name.at(at))).unwrap_or(len);
        let first = name.part(0, at);
        let mut value = self.first_value(first)?;
        while let Some((part, is_attribute, next)) = self.next_part(name, at)? {
            at = next;
            let part = name.part(part.0, part.1);
            value = if is_attribute {
                protocol::attr::get(cx, value, intern::intern_value(part.to_text(cx)?.value()))?
            } else {
                protocol::item::get(cx, value, self.key(part)?)?
            };
        }
        Ok(value)
    }

    /// The attribute or index at `at` in a field's name: where its text lies, whether it is an attribute, and the place behind it.
    fn next_part(&self, name: Units<'_>, at: usize) -> R<Option<Part>> {
        let len = name.len();
        if at >= len {
            return Ok(None);
        }
        let start = at + 1;
        let (is_attribute, end) = match char::from_u32(name.at(at)) {
            Some('.') => (true, (start..len).find(|&at| is_end_of_name(name.at(at))).unwrap_or(len)),
            Some('[') => match (start..len).find(|&at| name.at(at) == ']' as u32) {
                Some(end) => (false, end),
                None => return self.fail("Missing ']' in format string"),
            },
            _ => return self.fail("Only '.' or '[' may follow ']' in format field specifier"),
        };
        if start == end {
            return self.fail("Empty attribute in format string");
        }
        Ok(Some(((start, end), is_attribute, if is_attribute { end } else { end + 1 })))
    }

    /// An index: a number where it is one, else text.
    fn key(&self, part: Units<'_>) -> R<Value> {
        Ok(match self.integer(part)? {
            Some(index) => Value::small_int_unchecked(index),
            None => part.to_text(self.cx)?.value(),
        })
    }

    /// A field name's number, where it is one.
    fn integer(&self, name: Units<'_>) -> R<Option<i64>> {
        let mut number = 0i64;
        for point in name.points() {
            let Some(digit) = crate::types::int::decimal_digits::decimal_value(point) else {
                return Ok(None);
            };
            match number.checked_mul(10).and_then(|tens| tens.checked_add(digit.into())) {
                Some(longer) if longer <= crate::value::SMALL_INT_MAX => number = longer,
                _ => return self.fail("Too many decimal digits in format string"),
            }
        }
        Ok((!name.is_empty()).then_some(number))
    }

    fn first_value(&mut self, name: Units<'_>) -> R<Value> {
        let cx = self.cx;
        let mut index = self.integer(name)?;
        if name.is_empty() || index.is_some() {
            self.numbering = match (self.numbering, name.is_empty()) {
                (Numbering::Undecided, true) => Numbering::Automatic(0),
                (Numbering::Undecided, false) | (Numbering::Manual, false) => Numbering::Manual,
                (Numbering::Automatic(next), true) => Numbering::Automatic(next),
                (Numbering::Manual, true) => {
                    return self
                        .fail("cannot switch from manual field specification to automatic field numbering");
                }
                (Numbering::Automatic(_), false) => {
                    return self
                        .fail("cannot switch from automatic field numbering to manual field specification");
                }
            };
            if let Numbering::Automatic(next) = self.numbering {
                index = Some(next);
                self.numbering = Numbering::Automatic(next + 1);
            }
        }
        match (self.source, index) {
            (Source::Arguments(args, _), Some(index)) => match args.values().get(index as usize) {
                Some(&value) => Ok(value),
                None => Err(cx.error(
                    exceptions::INDEX_ERROR,
                    format!("Replacement index {index} out of range for positional args tuple"),
                )),
            },
            (Source::Mapping(_), Some(_)) => self.fail("Format string contains positional fields"),
            (Source::Arguments(_, keywords), None) => {
                let key = name.to_text(cx)?.value();
                let found = match keywords {
                    Some(keywords) => dict::get(cx, keywords, key)?,
                    None => None,
                };
                found.ok_or_else(|| cx.key_error(key))
            }
            (Source::Mapping(mapping), None) => protocol::item::get(cx, mapping, name.to_text(cx)?.value()),
        }
    }
}

fn walker(cx: &Cx) -> Formatter<'_> {
    Formatter { cx, source: Source::Mapping(Value::NONE), numbering: Numbering::Undecided }
}

/// `(literal, field_name, format_spec, conversion)` of what begins at a place in a format, and the place behind it; for `string.Formatter`.
pub fn parse_next(cx: &Cx, text: Obj<Str>, at: usize) -> R<Option<(Value, usize)>> {
    let units = text.units();
    let Some(piece) = walker(cx).next_piece(units, at)? else { return Ok(None) };
    let part = |(start, end)| -> R<Value> { Ok(units.part(start, end).to_text(cx)?.value()) };
    let (name, spec, conversion) = match piece.field {
        None => (Value::NONE, Value::NONE, Value::NONE),
        Some(field) => {
            let conversion = match field.conversion {
                Some(point) => crate::types::str_::of_point(cx, point)?,
                None => Value::NONE,
            };
            (part(field.name)?, part(field.spec)?, conversion)
        }
    };
    let row = crate::types::tuple::from_slice(cx, &[part(piece.literal)?, name, spec, conversion])?;
    Ok(Some((row.value(), piece.next)))
}

/// The first part of a field's name, a number or a str, and the place behind it; for `string.Formatter`.
pub fn first_part(cx: &Cx, name: Obj<Str>) -> R<(Value, usize)> {
    let units = name.units();
    let at = (0..units.len()).find(|&at| is_end_of_name(units.at(at))).unwrap_or(units.len());
    Ok((walker(cx).key(units.part(0, at))?, at))
}

/// `(is_attribute, name)` of what stands at a place in a field's name, and the place behind it; for `string.Formatter`.
pub fn next_part(cx: &Cx, name: Obj<Str>, at: usize) -> R<Option<(Value, usize)>> {
    let (units, walker) = (name.units(), walker(cx));
    let Some(((start, end), is_attribute, next)) = walker.next_part(units, at)? else { return Ok(None) };
    let part = units.part(start, end);
    let part = if is_attribute { part.to_text(cx)?.value() } else { walker.key(part)? };
    let row = crate::types::tuple::from_slice(cx, &[Value::from_bool(is_attribute), part])?;
    Ok(Some((row.value(), next)))
}

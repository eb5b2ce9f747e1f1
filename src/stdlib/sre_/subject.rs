//! What is matched: a str in its own units, or the bytes of an object that has some.

use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::types::bytes::{self, Bytes};
use typhon_vm::types::str_::{self, Str, Units};
use typhon_vm::{Value, buffer};

/// The text behind a value. Keeps nothing alive: the value does.
#[derive(Clone, Copy)]
pub(super) enum Subject {
    Text(Obj<Str>),
    Bytes(Obj<Bytes>),
}

impl Subject {
    /// The text of a value; refuses what is neither.
    pub(super) fn of(cx: &Cx, value: Value) -> R<Subject> {
        if let Some(text) = value.cast::<Str>() {
            return Ok(Subject::Text(text));
        }
        if let Some(found) = bytes::as_bytes(value) {
            return Ok(Subject::Bytes(found));
        }
        // Bytes that may change are copied.
        let copy = match buffer::bytes_like_optional(cx, value)? {
            Some(lent) => bytes::from_slice(cx, lent.as_slice())?,
            None => Value::NONE,
        };
        copy.cast::<Bytes>().map(Subject::Bytes).ok_or_else(|| {
            cx.type_error(format!("expected string or bytes-like object, got '{}'", cx.type_name(value)))
        })
    }

    /// What the text lies in: the value it is of, or the copy.
    pub(super) fn value(self) -> Value {
        match self {
            Subject::Text(text) => text.value(),
            Subject::Bytes(found) => found.value(),
        }
    }

    pub(super) fn is_bytes(self) -> bool {
        matches!(self, Subject::Bytes(_))
    }

    pub(super) fn len(self) -> usize {
        match self {
            Subject::Text(text) => text.len(),
            Subject::Bytes(found) => found.len(),
        }
    }

    /// A part, as a new str or bytes object.
    pub(super) fn part(self, cx: &Cx, start: usize, end: usize) -> R<Value> {
        match self {
            Subject::Text(text) => {
                if start == 0 && end >= text.len() && text.is_exact() {
                    return Ok(text.value());
                }
                Ok(str_::substring(cx, text, start, end)?.value())
            }
            Subject::Bytes(found) if start == 0 && end >= found.len() && found.is_exact() => {
                Ok(found.value())
            }
            Subject::Bytes(found) => bytes::from_slice(cx, &found.as_slice()[start..end.max(start)]),
        }
    }

    pub(super) fn empty(self, cx: &Cx) -> R<Value> {
        self.part(cx, 0, 0)
    }

    /// The units as the engine wants them.
    pub(super) fn units(&self) -> Units<'_> {
        match self {
            Subject::Text(text) => text.units(),
            Subject::Bytes(found) => Units::One(found.as_slice()),
        }
    }
}

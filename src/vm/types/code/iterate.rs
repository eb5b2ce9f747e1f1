//! `co_lines`, `co_positions`, `co_branches`: what an instruction comes from, and where it may go on.
//!
//! Offsets count bytes of `co_code`. `co_positions` has an entry for every two bytes, as in CPython, whose programs divide offsets by two.
//! Thread-safety: cursors, as all iterators.

use typhon_bytecode::dis::branch_targets;
use typhon_bytecode::tables::{WORD_BYTES, WORD_UNITS};
use typhon_bytecode::{Code, Position};

use super::{PyCode, number_of};
use crate::context::{Cx, R};
use crate::typedef::TypeDef;
use crate::types::iterators::{Cursor, END, ITERATOR, cursor, iterator_slots};
use crate::types::{number, tuple};
use crate::value::Value;

/// What an iterator of lines goes over.
const LINES: usize = 0;
const BRANCHES: usize = 1;

/// `co_lines()`.
pub(super) fn lines(cx: &Cx, args: &[Value]) -> R<Value> {
    Cursor::create(cx, number::LINE_ITERATOR, args[0], 0, LINES)
}

/// `co_branches()`.
pub(super) fn branches(cx: &Cx, args: &[Value]) -> R<Value> {
    Cursor::create(cx, number::LINE_ITERATOR, args[0], 0, BRANCHES)
}

/// `co_positions()`.
pub(super) fn positions(cx: &Cx, args: &[Value]) -> R<Value> {
    Cursor::create(cx, number::POSITIONS_ITERATOR, args[0], 0, 0)
}

/// Takes what is at the cursor: the item and where the next one is.
fn step(
    cx: &Cx,
    value: Value,
    find: impl Fn(&Code, u32, usize) -> Option<([Option<u32>; 4], usize, u32)>,
) -> R<Option<Value>> {
    let cursor = cursor(cx, value)?;
    loop {
        let at = cursor.position();
        if at == END {
            return Ok(None);
        }
        let Some(code) = cursor.source::<PyCode>() else { return Ok(None) };
        let Some((parts, count, next)) = find(code.data(), at as u32, cursor.expected()) else {
            Cursor::finish(cursor, cx);
            return Ok(None);
        };
        if cursor.advance(at, i64::from(next)) {
            let item = tuple::with_len(cx, count)?;
            for (slot, part) in item.items().iter().zip(parts) {
                cx.store(item.object(), slot, part.map_or(Value::NONE, number_of));
            }
            return Ok(Some(item.value()));
        }
    }
}

/// The stretch of instructions of one line that begins at a word.
fn line_at(code: &Code, at: u32) -> Option<(Option<u32>, u32)> {
    let length = code.words.len() as u32;
    if at >= length {
        return None;
    }
    let line = code.position(at).line;
    let first = code.positions.partition_point(|&(start, _)| start <= at);
    let end = code.positions[first..].iter().find(|(_, position)| position.line != line);
    Some(((line != 0).then_some(line), end.map_or(length, |&(start, _)| start)))
}

fn line_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    step(cx, value, |code, at, kind| {
        if kind == LINES {
            let (line, end) = line_at(code, at)?;
            return Some(([Some(at * WORD_BYTES), Some(end * WORD_BYTES), line, None], 3, end));
        }
        let words = branch_targets(code, at)?;
        let [branch, next, target] = words.map(|word| Some(word * WORD_BYTES));
        Some(([branch, next, target, None], 3, words[1]))
    })
}

fn position_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    step(cx, value, |code, at, _| {
        let word = at / WORD_UNITS;
        if word as usize >= code.words.len() {
            return None;
        }
        let position = code.position(word);
        let parts = match position {
            Position { line: 0, .. } => [None; 4],
            Position { line, end_line, column, end_column } => {
                [Some(line), Some(end_line), Some(column), Some(end_column)]
            }
        };
        Some((parts, 4, at + 1))
    })
}

/// `co_lnotab`: pairs of byte and line differences, as before 3.10.
pub(super) fn line_differences(code: &Code) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut offset, mut line) = (0u32, i64::from(code.first_line));
    let mut at = 0;
    while let Some((found, end)) = line_at(code, at) {
        if let Some(found) = found.map(i64::from).filter(|&found| found != line) {
            let mut bytes = (at - offset) * WORD_BYTES;
            while bytes > 255 {
                out.extend([255, 0]);
                bytes -= 255;
            }
            let mut lines = found - line;
            while !(-128..=127).contains(&lines) {
                let part = lines.clamp(-128, 127);
                out.extend([bytes as u8, part as i8 as u8]);
                bytes = 0;
                lines -= part;
            }
            out.extend([bytes as u8, lines as i8 as u8]);
            (offset, line) = (at, found);
        }
        at = end;
    }
    out
}

/// The type of what `co_lines` and `co_branches` answer.
pub static LINE_ITERATOR: TypeDef =
    TypeDef { name: "line_iterator", slots: iterator_slots(line_next), ..ITERATOR };

/// The type of what `co_positions` answers.
pub static POSITIONS_ITERATOR: TypeDef =
    TypeDef { name: "positions_iterator", slots: iterator_slots(position_next), ..ITERATOR };

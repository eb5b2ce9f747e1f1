//! The tables of CPython's code objects (`co_linetable`, `co_exceptiontable`) from and to ours, and comparison of code objects by
//! what Python code calls equal.
//!
//! Offsets that Python code sees count bytes of `co_code`, in which an instruction or cache word takes eight; CPython's tables count units
//! of two bytes. Formats: InternalDocs/code_objects.md and InternalDocs/exception_handling.md of CPython 3.14.

use crate::code::{Code, Constant, ExceptionEntry, Position};

/// Bytes of `co_code` that one word takes.
pub const WORD_BYTES: u32 = 8;
/// CPython's code units in a word.
pub const WORD_UNITS: u32 = WORD_BYTES / 2;
/// An entry of the line table covers at most so many units.
const MAX_ENTRY_UNITS: u32 = 8;

/// Kinds of entries of the line table.
const SHORT_KINDS: u8 = 10;
const ONE_LINE_KINDS: std::ops::RangeInclusive<u8> = 10..=12;
const NO_COLUMNS: u8 = 13;
const LONG: u8 = 14;
const NOTHING: u8 = 15;

/// `co_linetable`.
pub fn line_table(code: &Code) -> Vec<u8> {
    let mut out = Vec::new();
    let mut line = i64::from(code.first_line);
    let length = code.words.len() as u32;
    let starts = code.positions.iter().map(|&(start, _)| start).chain([length]);
    let mut ranges: Vec<(u32, u32, Position)> = Vec::new();
    if code.positions.first().is_none_or(|&(start, _)| start > 0) {
        let end = code.positions.first().map_or(length, |&(start, _)| start);
        ranges.push((0, end, Position::default()));
    }
    for (&(start, position), end) in code.positions.iter().zip(starts.skip(1)) {
        ranges.push((start, end, position));
    }
    for (start, end, position) in ranges {
        let mut units = (end.saturating_sub(start)) * WORD_UNITS;
        while units > 0 {
            let taken = units.min(MAX_ENTRY_UNITS);
            units -= taken;
            let kind = if position.line == 0 { NOTHING } else { LONG };
            out.push(0x80 | kind << 3 | (taken - 1) as u8);
            if kind == LONG {
                signed(&mut out, i64::from(position.line) - line);
                line = i64::from(position.line);
                unsigned(&mut out, position.end_line.saturating_sub(position.line));
                unsigned(&mut out, position.column + 1);
                unsigned(&mut out, position.end_column + 1);
            }
        }
    }
    out
}

/// Positions from a line table; `None` where it is malformed. Entries that end within a word of ours end with the word.
pub fn positions(table: &[u8], first_line: u32) -> Option<Vec<(u32, Position)>> {
    let mut bytes = table.iter().copied();
    let mut line = i64::from(first_line);
    let mut unit = 0u32;
    let mut found: Vec<(u32, Position)> = Vec::new();
    while let Some(head) = bytes.next() {
        let (kind, length) = (head >> 3 & 0xf, u32::from(head & 7) + 1);
        if head & 0x80 == 0 {
            return None;
        }
        let mut position = Position::default();
        if kind != NOTHING {
            let mut end_line = 0;
            match kind {
                LONG => {
                    line += read_signed(&mut bytes)?;
                    end_line = read(&mut bytes)?;
                    position.column = read(&mut bytes)?.saturating_sub(1);
                    position.end_column = read(&mut bytes)?.saturating_sub(1);
                }
                NO_COLUMNS => line += read_signed(&mut bytes)?,
                _ if ONE_LINE_KINDS.contains(&kind) => {
                    line += i64::from(kind - SHORT_KINDS);
                    position.column = bytes.next()?.into();
                    position.end_column = bytes.next()?.into();
                }
                _ => {
                    let columns = u32::from(bytes.next()?);
                    position.column = u32::from(kind) << 3 | columns >> 4;
                    position.end_column = position.column + (columns & 15);
                }
            }
            position.line = u32::try_from(line).ok()?;
            position.end_line = position.line.checked_add(end_line)?;
        }
        let start = unit.div_ceil(WORD_UNITS);
        unit = unit.checked_add(length)?;
        match found.last_mut() {
            Some((_, last)) if *last == position => {}
            Some((at, last)) if *at == start => *last = position,
            _ => found.push((start, position)),
        }
    }
    Some(found)
}

/// `co_exceptiontable`. The depth of the stack is the register that receives the exception.
pub fn exception_table(code: &Code) -> Vec<u8> {
    let mut out = Vec::new();
    for entry in &code.exceptions {
        big_endian(&mut out, entry.start * WORD_UNITS, 0x80);
        big_endian(&mut out, entry.end.saturating_sub(entry.start) * WORD_UNITS, 0);
        big_endian(&mut out, entry.handler * WORD_UNITS, 0);
        big_endian(&mut out, u32::from(entry.register) << 1, 0);
    }
    out
}

/// Exception entries from such a table; `None` where it is malformed.
pub fn exception_entries(table: &[u8]) -> Option<Vec<ExceptionEntry>> {
    let mut bytes = table.iter().copied().peekable();
    let mut entries = Vec::new();
    while bytes.peek().is_some() {
        let mut number = || -> Option<u32> {
            let mut byte = bytes.next()?;
            let mut value = u32::from(byte & 0x3f);
            while byte & 0x40 != 0 {
                byte = bytes.next()?;
                value = value.checked_mul(64)? | u32::from(byte & 0x3f);
            }
            Some(value)
        };
        let (start, length, handler, depth) = (number()?, number()?, number()?, number()?);
        entries.push(ExceptionEntry {
            start: start / WORD_UNITS,
            end: start.checked_add(length)? / WORD_UNITS,
            handler: handler / WORD_UNITS,
            register: u16::try_from(depth >> 1).ok()?,
        });
    }
    Some(entries)
}

/// Six bits a byte, least significant first; `0x40` says that more follow.
fn unsigned(out: &mut Vec<u8>, mut value: u32) {
    while value >= 64 {
        out.push(0x40 | (value & 0x3f) as u8);
        value >>= 6;
    }
    out.push(value as u8);
}

fn signed(out: &mut Vec<u8>, value: i64) {
    let magnitude = value.unsigned_abs() as u32;
    unsigned(out, magnitude << 1 | u32::from(value < 0));
}

fn read(bytes: &mut impl Iterator<Item = u8>) -> Option<u32> {
    let (mut value, mut shift) = (0u32, 0);
    loop {
        let byte = bytes.next()?;
        value |= u32::from(byte & 0x3f).checked_shl(shift)?;
        if byte & 0x40 == 0 {
            return Some(value);
        }
        shift += 6;
    }
}

fn read_signed(bytes: &mut impl Iterator<Item = u8>) -> Option<i64> {
    let value = i64::from(read(bytes)?);
    Some(if value & 1 != 0 { -(value >> 1) } else { value >> 1 })
}

/// Six bits a byte, most significant first; `0x40` says that more follow.
fn big_endian(out: &mut Vec<u8>, value: u32, first: u8) {
    let mut mark = first;
    for shift in [30, 24, 18, 12, 6] {
        if value >> shift != 0 {
            out.push(mark | 0x40 | (value >> shift & 0x3f) as u8);
            mark = 0;
        }
    }
    out.push(mark | (value & 0x3f) as u8);
}

/// Whether `==` holds between two code objects: the file and the qualified name do not count.
pub fn equal(left: &Code, right: &Code) -> bool {
    left.name == right.name
        && left.arg_count == right.arg_count
        && left.positional_only == right.positional_only
        && left.keyword_only == right.keyword_only
        && left.flags == right.flags
        && left.first_line == right.first_line
        && left.words == right.words
        && left.names == right.names
        && left.locals == right.locals
        && left.registers == right.registers
        && left.positions == right.positions
        && left.exceptions == right.exceptions
        && all_equal(&left.constants, &right.constants)
}

fn all_equal(left: &[Constant], right: &[Constant]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| constants_equal(left, right))
}

/// Equal in type and value; `0.0` and `-0.0` differ.
fn constants_equal(left: &Constant, right: &Constant) -> bool {
    match (left, right) {
        (Constant::Float(left), Constant::Float(right)) => left.to_bits() == right.to_bits(),
        (
            Constant::Complex { real: left_real, imag: left_imag },
            Constant::Complex { real: right_real, imag: right_imag },
        ) => left_real.to_bits() == right_real.to_bits() && left_imag.to_bits() == right_imag.to_bits(),
        (Constant::Tuple(left), Constant::Tuple(right)) => all_equal(left, right),
        (Constant::FrozenSet(left), Constant::FrozenSet(right)) => {
            left.len() == right.len()
                && left.iter().all(|item| right.iter().any(|other| constants_equal(item, other)))
        }
        (Constant::Slice(left), Constant::Slice(right)) => all_equal(&left[..], &right[..]),
        (Constant::Code(left), Constant::Code(right)) => equal(left, right),
        (left, right) => left == right,
    }
}

#[cfg(test)]
mod tests;

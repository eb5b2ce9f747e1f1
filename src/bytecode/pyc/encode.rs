//! [`Code`] to bytes.
//!
//! The format, numbers being LEB128 unless said otherwise, signed ones zigzag:
//! - the table of texts: count, then each text as length and generalised UTF-8; later a text is its index,
//! - the outermost code object: name, qualified name, file name, first line, flags, counts of parameters, registers;
//!   locals (text and one byte of bits); instructions (count, then 8 bytes little endian each, zero cache words left out);
//!   constants (count, then a tag byte and contents each; nested code objects are constants); names; exception entries;
//!   positions (the number of bytes that follow; count, then differences to the one before),
//! - 8 bytes: SipHash-1-3 of everything before.

use std::collections::HashMap;

use crate::code::{Code, Constant, Position};
use crate::insn::Insn;
use crate::pyc::siphash::siphash13;
use crate::text::Text;

/// Key of the checksum: it protects from accidents, not from malice.
pub(crate) const CHECKSUM_KEY: [u64; 2] = [0x7479_7068_6f6e, 0x6279_7465];

pub(crate) const NONE: u8 = 0;
pub(crate) const ELLIPSIS: u8 = 1;
pub(crate) const FALSE: u8 = 2;
pub(crate) const TRUE: u8 = 3;
pub(crate) const INT: u8 = 4;
pub(crate) const BIG_INT: u8 = 5;
pub(crate) const NEGATIVE_BIG_INT: u8 = 6;
pub(crate) const FLOAT: u8 = 7;
pub(crate) const COMPLEX: u8 = 8;
pub(crate) const STR: u8 = 9;
pub(crate) const BYTES: u8 = 10;
pub(crate) const TUPLE: u8 = 11;
pub(crate) const FROZEN_SET: u8 = 12;
pub(crate) const SLICE: u8 = 13;
pub(crate) const CODE: u8 = 14;

/// The encoded form of a code object and everything in it.
pub fn encode(code: &Code) -> Vec<u8> {
    let mut encoder = Encoder { out: Vec::new(), texts: Vec::new(), index: HashMap::new() };
    encoder.code(code);
    let mut out = Vec::with_capacity(encoder.out.len() * 2);
    number(&mut out, encoder.texts.len() as u64);
    for text in &encoder.texts {
        number(&mut out, text.as_bytes().len() as u64);
        out.extend_from_slice(text.as_bytes());
    }
    out.extend_from_slice(&encoder.out);
    let checksum = siphash13(CHECKSUM_KEY, &out);
    out.extend_from_slice(&checksum.to_le_bytes());
    out
}

struct Encoder<'c> {
    out: Vec<u8>,
    texts: Vec<&'c Text>,
    index: HashMap<&'c Text, u64>,
}

fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63) as u64
}

impl<'c> Encoder<'c> {
    fn number(&mut self, value: impl Into<u64>) {
        number(&mut self.out, value.into());
    }

    fn count(&mut self, value: usize) {
        self.number(value as u64);
    }

    fn text(&mut self, text: &'c Text) {
        let next = self.texts.len() as u64;
        let index = *self.index.entry(text).or_insert(next);
        if index == next {
            self.texts.push(text);
        }
        self.number(index);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.out.extend_from_slice(bytes);
    }

    fn code(&mut self, code: &'c Code) {
        self.text(&code.name);
        self.text(&code.qualname);
        self.text(&code.filename);
        for value in [
            code.first_line,
            code.flags.0,
            code.arg_count,
            code.positional_only,
            code.keyword_only,
            code.registers,
        ] {
            self.number(value);
        }
        self.count(code.locals.len());
        for local in &code.locals {
            self.text(&local.name);
            let bits =
                u8::from(local.is_cell) | u8::from(local.is_free) << 1 | u8::from(local.is_parameter) << 2;
            self.out.push(bits);
        }
        self.instructions(&code.words);
        self.count(code.constants.len());
        for constant in &code.constants {
            self.constant(constant);
        }
        self.count(code.names.len());
        for name in &code.names {
            self.text(name);
        }
        self.count(code.exceptions.len());
        for entry in &code.exceptions {
            for value in [entry.start, entry.end, entry.handler, u32::from(entry.register)] {
                self.number(value);
            }
        }
        self.positions(&code.positions);
    }

    fn instructions(&mut self, words: &[u64]) {
        let mut instructions = Vec::with_capacity(words.len() * 8);
        let (mut count, mut offset) = (0u64, 0);
        while let Some(&word) = words.get(offset) {
            instructions.extend_from_slice(&word.to_le_bytes());
            count += 1;
            offset += Insn(word).op().map_or(1, |op| op.words());
        }
        self.number(count);
        self.out.extend_from_slice(&instructions);
    }

    fn positions(&mut self, positions: &[(u32, Position)]) {
        let before = std::mem::take(&mut self.out);
        self.count(positions.len());
        let (mut offset, mut line) = (0u32, 0u32);
        for &(start, position) in positions {
            self.number(start.wrapping_sub(offset));
            self.number(zigzag(i64::from(position.line) - i64::from(line)));
            self.number(zigzag(i64::from(position.end_line) - i64::from(position.line)));
            self.number(position.column);
            self.number(zigzag(i64::from(position.end_column) - i64::from(position.column)));
            (offset, line) = (start, position.line);
        }
        let encoded = std::mem::replace(&mut self.out, before);
        self.count(encoded.len());
        self.out.extend_from_slice(&encoded);
    }

    fn constant(&mut self, constant: &'c Constant) {
        let tag = match constant {
            Constant::None => NONE,
            Constant::Ellipsis => ELLIPSIS,
            Constant::Bool(false) => FALSE,
            Constant::Bool(true) => TRUE,
            Constant::Int(_) => INT,
            Constant::BigInt { negative: false, .. } => BIG_INT,
            Constant::BigInt { negative: true, .. } => NEGATIVE_BIG_INT,
            Constant::Float(_) => FLOAT,
            Constant::Complex { .. } => COMPLEX,
            Constant::Str(_) => STR,
            Constant::Bytes(_) => BYTES,
            Constant::Tuple(_) => TUPLE,
            Constant::FrozenSet(_) => FROZEN_SET,
            Constant::Slice(_) => SLICE,
            Constant::Code(_) => CODE,
        };
        self.out.push(tag);
        match constant {
            Constant::None | Constant::Ellipsis | Constant::Bool(_) => {}
            Constant::Int(value) => self.number(zigzag(*value)),
            Constant::BigInt { magnitude, .. } => self.bytes(magnitude),
            Constant::Float(value) => self.out.extend_from_slice(&value.to_bits().to_le_bytes()),
            Constant::Complex { real, imag } => {
                self.out.extend_from_slice(&real.to_bits().to_le_bytes());
                self.out.extend_from_slice(&imag.to_bits().to_le_bytes());
            }
            Constant::Str(text) => self.text(text),
            Constant::Bytes(bytes) => self.bytes(bytes),
            Constant::Tuple(items) | Constant::FrozenSet(items) => {
                self.count(items.len());
                items.iter().for_each(|item| self.constant(item));
            }
            Constant::Slice(parts) => parts.iter().for_each(|part| self.constant(part)),
            Constant::Code(code) => self.code(code),
        }
    }
}

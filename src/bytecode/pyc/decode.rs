//! Bytes to [`Code`], trusting nothing: counts are bounded by the bytes that are left, recursion by a constant, and the
//! result is verified.

use std::fmt;
use std::sync::Arc;

use crate::code::{Code, CodeFlags, Constant, ExceptionEntry, Local, Position};
use crate::insn::Insn;
use crate::positions::Positions;
use crate::pyc::encode as tag;
use crate::pyc::siphash::siphash13;
use crate::text::Text;
use crate::verify::{Flaw, verify};

/// Constants (tuples in tuples, code in code) nest at most so deeply.
const MAX_NESTING: usize = 400;

/// Why bytes are no code object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DecodeError {
    /// The checksum does not match: the bytes are damaged.
    Checksum,
    /// The bytes do not follow the format.
    Malformed(&'static str),
    /// The code object could not be run safely.
    Flaw(Flaw),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DecodeError::Checksum => f.write_str("checksum does not match"),
            DecodeError::Malformed(what) => write!(f, "malformed: {what}"),
            DecodeError::Flaw(flaw) => write!(f, "flawed: {flaw}"),
        }
    }
}

impl std::error::Error for DecodeError {}

type Result<T> = std::result::Result<T, DecodeError>;

fn malformed<T>(what: &'static str) -> Result<T> {
    Err(DecodeError::Malformed(what))
}

/// The code object that [`crate::pyc::encode`] wrote. The result has passed [`verify`].
///
/// # Errors
/// [`DecodeError`] for any other bytes. Never panics.
pub fn decode(bytes: &[u8]) -> Result<Code> {
    let Some((body, checksum)) = bytes.split_last_chunk::<8>() else { return Err(DecodeError::Checksum) };
    if siphash13(tag::CHECKSUM_KEY, body) != u64::from_le_bytes(*checksum) {
        return Err(DecodeError::Checksum);
    }
    decode_body(body)
}

/// [`decode`] without the checksum, which is to be cut off: what damage would have to get past is the rest.
///
/// # Errors
/// [`DecodeError`], but for the checksum. Never panics.
pub fn decode_body(body: &[u8]) -> Result<Code> {
    let code = decode_parts(body, None)?;
    verify(&code).map_err(DecodeError::Flaw)?;
    Ok(code)
}

/// The code object of bytes that this very program brings along, as if compiled from a file of another name. Neither the checksum is
/// looked at nor is the code verified.
///
/// # Errors
/// [`DecodeError::Malformed`] for bytes that [`crate::pyc::encode`] has not written.
pub fn decode_own(bytes: &[u8], filename: Text) -> Result<Code> {
    let Some((body, _)) = bytes.split_last_chunk::<8>() else { return Err(DecodeError::Checksum) };
    decode_parts(body, Some(filename))
}

fn decode_parts(body: &[u8], filename: Option<Text>) -> Result<Code> {
    let is_own = filename.is_some();
    let mut decoder = Decoder { rest: body, texts: Vec::new(), filename };
    let count = decoder.count()?;
    decoder.texts.reserve(count);
    for _ in 0..count {
        let bytes = decoder.bytes()?;
        let text = if is_own { Some(Text::from_own_bytes(bytes)) } else { Text::from_bytes(bytes) };
        let Some(text) = text else { return malformed("text") };
        decoder.texts.push(text);
    }
    let code = decoder.code(0)?;
    if !decoder.rest.is_empty() {
        return malformed("trailing bytes");
    }
    Ok(code)
}

/// The table of positions that [`crate::pyc::encode`] wrote.
pub(crate) fn decode_positions(bytes: &[u8]) -> Result<Box<[(u32, Position)]>> {
    let mut decoder = Decoder { rest: bytes, texts: Vec::new(), filename: None };
    let table = decoder.position_table()?;
    if decoder.rest.is_empty() { Ok(table) } else { malformed("trailing bytes") }
}

struct Decoder<'b> {
    rest: &'b [u8],
    texts: Vec<Text>,
    /// Stands for the file name that the bytes say.
    filename: Option<Text>,
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

impl<'b> Decoder<'b> {
    fn byte(&mut self) -> Result<u8> {
        match self.rest.split_first() {
            Some((&byte, rest)) => {
                self.rest = rest;
                Ok(byte)
            }
            None => malformed("end of data"),
        }
    }

    fn number(&mut self) -> Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                return malformed("number");
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        malformed("number")
    }

    fn number32(&mut self) -> Result<u32> {
        u32::try_from(self.number()?).or(malformed("number"))
    }

    /// A count of things that take at least one byte each.
    fn count(&mut self) -> Result<usize> {
        match usize::try_from(self.number()?) {
            Ok(count) if count <= self.rest.len() => Ok(count),
            _ => malformed("count"),
        }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        match self.rest.split_first_chunk::<N>() {
            Some((bytes, rest)) => {
                self.rest = rest;
                Ok(*bytes)
            }
            None => malformed("end of data"),
        }
    }

    fn bytes(&mut self) -> Result<&'b [u8]> {
        let count = self.count()?;
        let (bytes, rest) = self.rest.split_at(count);
        self.rest = rest;
        Ok(bytes)
    }

    fn text(&mut self) -> Result<Text> {
        let index = self.number()?;
        let found = usize::try_from(index).ok().and_then(|index| self.texts.get(index));
        found.cloned().ok_or(DecodeError::Malformed("index of a text"))
    }

    fn filename(&mut self) -> Result<Text> {
        let written = self.text()?;
        Ok(self.filename.clone().unwrap_or(written))
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T>) -> Result<Box<[T]>> {
        let count = self.count()?;
        let mut list = Vec::with_capacity(count);
        for _ in 0..count {
            list.push(item(self)?);
        }
        Ok(list.into())
    }

    fn code(&mut self, depth: usize) -> Result<Code> {
        if depth > MAX_NESTING {
            return malformed("nesting");
        }
        Ok(Code {
            name: self.text()?,
            qualname: self.text()?,
            filename: self.filename()?,
            first_line: self.number32()?,
            flags: CodeFlags(self.number32()?),
            arg_count: self.number32()?,
            positional_only: self.number32()?,
            keyword_only: self.number32()?,
            registers: self.number32()?,
            locals: self.list(|this| {
                let name = this.text()?;
                let bits = this.byte()?;
                if bits > 7 {
                    return malformed("kind of a local");
                }
                Ok(Local {
                    name,
                    is_cell: bits & 1 != 0,
                    is_free: bits & 2 != 0,
                    is_parameter: bits & 4 != 0,
                })
            })?,
            words: self.instructions()?,
            constants: self.list(|this| this.constant(depth + 1))?,
            names: self.list(Self::text)?,
            exceptions: self.list(|this| {
                Ok(ExceptionEntry {
                    start: this.number32()?,
                    end: this.number32()?,
                    handler: this.number32()?,
                    register: u16::try_from(this.number32()?).or(malformed("register"))?,
                })
            })?,
            positions: self.positions()?,
        })
    }

    fn instructions(&mut self) -> Result<Box<[u64]>> {
        let count = self.count()?;
        let mut words = Vec::with_capacity(count + count / 2);
        for _ in 0..count {
            let word = u64::from_le_bytes(self.array()?);
            words.push(word);
            let cache = Insn(word).op().map_or(0, |op| op.words() - 1);
            words.extend(std::iter::repeat_n(0, cache));
        }
        Ok(words.into())
    }

    fn positions(&mut self) -> Result<Positions> {
        let encoded = self.bytes()?;
        if self.filename.is_some() {
            return Ok(Positions::encoded(encoded));
        }
        decode_positions(encoded).map(|table| table.into_vec().into())
    }

    fn position_table(&mut self) -> Result<Box<[(u32, Position)]>> {
        let (mut offset, mut line) = (0u32, 0i64);
        self.list(|this| {
            let small = |value: i64| u32::try_from(value).or(malformed("position"));
            let step = this.number32()?;
            offset = offset.checked_add(step).ok_or(DecodeError::Malformed("position"))?;
            line = line.wrapping_add(unzigzag(this.number()?));
            let end_line = line.wrapping_add(unzigzag(this.number()?));
            let column = this.number32()?;
            let end_column = i64::from(column).wrapping_add(unzigzag(this.number()?));
            let position = Position {
                line: small(line)?,
                end_line: small(end_line)?,
                column,
                end_column: small(end_column)?,
            };
            Ok((offset, position))
        })
    }

    fn constant(&mut self, depth: usize) -> Result<Constant> {
        if depth > MAX_NESTING {
            return malformed("nesting");
        }
        Ok(match self.byte()? {
            tag::NONE => Constant::None,
            tag::ELLIPSIS => Constant::Ellipsis,
            tag::FALSE => Constant::Bool(false),
            tag::TRUE => Constant::Bool(true),
            tag::INT => Constant::Int(unzigzag(self.number()?)),
            kind @ (tag::BIG_INT | tag::NEGATIVE_BIG_INT) => {
                let magnitude = self.bytes()?;
                // What fits 64 bits is an `Int`, and the highest byte is not zero.
                if magnitude.len() < 8 || magnitude.last() == Some(&0) {
                    return malformed("int");
                }
                Constant::BigInt { negative: kind == tag::NEGATIVE_BIG_INT, magnitude: magnitude.into() }
            }
            tag::FLOAT => Constant::Float(f64::from_bits(u64::from_le_bytes(self.array()?))),
            tag::COMPLEX => Constant::Complex {
                real: f64::from_bits(u64::from_le_bytes(self.array()?)),
                imag: f64::from_bits(u64::from_le_bytes(self.array()?)),
            },
            tag::STR => Constant::Str(self.text()?),
            tag::BYTES => Constant::Bytes(self.bytes()?.into()),
            tag::TUPLE => Constant::Tuple(self.list(|this| this.constant(depth + 1))?),
            tag::FROZEN_SET => Constant::FrozenSet(self.list(|this| this.constant(depth + 1))?),
            tag::SLICE => Constant::Slice(Box::new([
                self.constant(depth + 1)?,
                self.constant(depth + 1)?,
                self.constant(depth + 1)?,
            ])),
            tag::CODE => Constant::Code(Arc::new(self.code(depth + 1)?)),
            _ => return malformed("tag of a constant"),
        })
    }
}

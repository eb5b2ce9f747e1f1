//! A growing text of any code points, surrogates included, in the narrowest units so far. It holds units, never values.

use smallvec::SmallVec;

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::str_::{self, Str, Units};
use crate::value::Value;

enum Buffer {
    /// Short text, which most is, needs no allocation of its own.
    One(SmallVec<[u8; 64]>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

/// Text under construction.
pub struct Builder(Buffer);

impl Default for Builder {
    fn default() -> Builder {
        Builder::new()
    }
}

impl Builder {
    pub fn new() -> Builder {
        Builder(Buffer::One(SmallVec::new()))
    }

    /// With room for as many code points below 256.
    pub fn with_capacity(len: usize) -> Builder {
        Builder(Buffer::One(SmallVec::with_capacity(len)))
    }

    /// Number of code points.
    pub fn len(&self) -> usize {
        match &self.0 {
            Buffer::One(units) => units.len(),
            Buffer::Two(units) => units.len(),
            Buffer::Four(units) => units.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn widen(&mut self, point: u32) {
        match &mut self.0 {
            Buffer::One(units) if point > 0xffff => {
                self.0 = Buffer::Four(units.iter().map(|&unit| unit.into()).collect())
            }
            Buffer::One(units) if point > 0xff => {
                self.0 = Buffer::Two(units.iter().map(|&unit| unit.into()).collect())
            }
            Buffer::Two(units) if point > 0xffff => {
                self.0 = Buffer::Four(units.iter().map(|&unit| unit.into()).collect())
            }
            _ => {}
        }
    }

    /// The code points so far.
    pub fn points(&self) -> impl Iterator<Item = u32> + '_ {
        self.units().points()
    }

    /// The units so far.
    pub fn units(&self) -> Units<'_> {
        match &self.0 {
            Buffer::One(units) => Units::One(units),
            Buffer::Two(units) => Units::Two(units),
            Buffer::Four(units) => Units::Four(units),
        }
    }

    /// Writes units over what stands from `at` on, zeros before it where that lies beyond the end.
    pub fn overwrite(&mut self, at: usize, units: Units<'_>) {
        if at > self.len() {
            self.push_repeated(0, at - self.len());
        }
        let overlap = (self.len() - at).min(units.len());
        let (over, rest) = (units.part(0, overlap), units.part(overlap, units.len()));
        self.widen(over.points().max().unwrap_or(0));
        match (&mut self.0, over) {
            (Buffer::One(to), Units::One(from)) => to[at..at + overlap].copy_from_slice(from),
            (Buffer::One(to), from) => {
                to[at..].iter_mut().zip(from.points()).for_each(|(to, point)| *to = point as u8);
            }
            (Buffer::Two(to), from) => {
                to[at..].iter_mut().zip(from.points()).for_each(|(to, point)| *to = point as u16);
            }
            (Buffer::Four(to), from) => {
                to[at..].iter_mut().zip(from.points()).for_each(|(to, point)| *to = point);
            }
        }
        self.push_units(rest);
    }

    /// Drops all but the first `len` code points.
    pub fn truncate(&mut self, len: usize) {
        match &mut self.0 {
            Buffer::One(units) => units.truncate(len),
            Buffer::Two(units) => units.truncate(len),
            Buffer::Four(units) => units.truncate(len),
        }
    }

    /// Appends a code point.
    #[inline]
    pub fn push_point(&mut self, point: u32) {
        if let (Buffer::One(units), Ok(unit)) = (&mut self.0, u8::try_from(point)) {
            units.push(unit);
            return;
        }
        self.widen(point);
        match &mut self.0 {
            Buffer::One(units) => units.push(point as u8),
            Buffer::Two(units) => units.push(point as u16),
            Buffer::Four(units) => units.push(point),
        }
    }

    /// Appends a code point several times.
    pub fn push_repeated(&mut self, point: u32, count: usize) {
        if count == 0 {
            return;
        }
        self.widen(point);
        match &mut self.0 {
            Buffer::One(units) => units.resize(units.len() + count, point as u8),
            Buffer::Two(units) => units.resize(units.len() + count, point as u16),
            Buffer::Four(units) => units.resize(units.len() + count, point),
        }
    }

    /// Appends Rust text.
    pub fn push_str(&mut self, text: &str) {
        match &mut self.0 {
            Buffer::One(units) if text.is_ascii() => units.extend_from_slice(text.as_bytes()),
            _ => text.chars().for_each(|character| self.push_point(character.into())),
        }
    }

    /// Appends a part of a str.
    pub fn push_units(&mut self, units: Units<'_>) {
        match (&mut self.0, units) {
            (Buffer::One(to), Units::One(from)) => to.extend_from_slice(from),
            (Buffer::Two(to), Units::One(from)) => to.extend(from.iter().map(|&unit| u16::from(unit))),
            (Buffer::Two(to), Units::Two(from)) => to.extend_from_slice(from),
            (Buffer::Four(to), Units::Four(from)) => to.extend_from_slice(from),
            (_, units) => units.points().for_each(|point| self.push_point(point)),
        }
    }

    /// Appends a str.
    pub fn push_text(&mut self, text: Obj<Str>) {
        self.push_units(text.units());
    }

    /// Appends a value known to be a str; nothing for others.
    pub fn push_value(&mut self, value: Value) {
        if let Some(text) = value.cast::<Str>() {
            self.push_text(text);
        }
    }

    /// The text as a str.
    pub fn finish(self, cx: &Cx) -> R<Value> {
        Ok(match self.0 {
            Buffer::One(units) => str_::from_latin1(cx, &units)?,
            Buffer::Two(units) => str_::from_two(cx, &units)?,
            Buffer::Four(units) => str_::from_points(cx, &units)?,
        }
        .value())
    }
}

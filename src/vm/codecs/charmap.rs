//! Codecs by a table: a string or mapping from bytes to text, a mapping or [`EncodingMap`] from text to bytes.
//!
//! Thread-safety: an `EncodingMap` is immutable.

use typhon_gc::Header;

use crate::codecs::errors::{Errors, Fix};
use crate::context::{Cx, R};
use crate::exceptions;
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::runtime::NativeType;
use crate::typedef::{Layout, MethodDef, TypeDef, trace_nothing};
use crate::types::bytes::Bytes;
use crate::types::dict;
use crate::types::int;
use crate::types::str_::{Builder, Str};
use crate::value::Value;

const NAME: &str = "charmap";
const REASON: &str = "character maps to <undefined>";
const ENTRIES: usize = 256;
/// Marks a byte that stands for nothing.
const UNDEFINED: u32 = 0xfffe;

/// Which byte a code point of the basic plane is written as.
#[repr(C)]
pub struct EncodingMap {
    header: Header,
    count: usize,
    /// Code point shifted left by 8, over the byte; sorted.
    entries: [u32; ENTRIES],
}

static LAYOUT: Layout = Layout::fixed("EncodingMap", size_of::<EncodingMap>(), trace_nothing);

// SAFETY: repr(C), header first, no references, immutable.
unsafe impl Payload for EncodingMap {
    const LAYOUT: &'static Layout = &LAYOUT;
}

static ENCODING_MAP_TYPE: NativeType = NativeType::new(&ENCODING_MAP);

static ENCODING_MAP: TypeDef = TypeDef {
    name: "EncodingMap",
    doc: "A table from code points to bytes.",
    layout: &LAYOUT,
    methods: &[MethodDef::new("size($self, /)", "Return the size (in bytes) of this object.", |_, _| {
        Ok(super::place(size_of::<EncodingMap>()))
    })],
    ..TypeDef::DEFAULT
};

impl EncodingMap {
    fn byte(&self, point: u32) -> Option<u8> {
        let entries = &self.entries[..self.count];
        let index = entries.partition_point(|entry| entry >> 8 < point);
        entries.get(index).filter(|entry| **entry >> 8 == point).map(|entry| *entry as u8)
    }
}

/// `_codecs.charmap_build`: the reverse of a decoding string of at most 256 code points.
pub fn build(cx: &Cx, decoding: Obj<Str>) -> R<Value> {
    let units = decoding.units();
    let len = units.len().min(ENTRIES);
    if len == 0 {
        return Err(cx.error(exceptions::TYPE_ERROR, "bad argument type for built-in operation".into()));
    }
    let simple = units.at(0) == 0 && (1..len).all(|at| matches!(units.at(at), 1..=0xffff));
    if !simple {
        let table = dict::new(cx)?;
        for at in 0..len {
            dict::set(cx, table, super::place(units.at(at) as usize), super::place(at))?;
        }
        return Ok(table.value());
    }
    let mut entries = [0; ENTRIES];
    let mut count = 0;
    for at in (0..len).filter(|&at| units.at(at) != UNDEFINED) {
        entries[count] = units.at(at) << 8 | at as u32;
        count += 1;
    }
    entries[..count].sort_unstable();
    // Of several bytes for one code point the last is written.
    let mut kept = 0;
    for index in 0..count {
        if index + 1 == count || entries[index] >> 8 != entries[index + 1] >> 8 {
            entries[kept] = entries[index];
            kept += 1;
        }
    }
    let header = Header::new(ENCODING_MAP_TYPE.shape_id(cx)?, 0);
    Ok(cx.alloc(EncodingMap { header, count: kept, entries })?.value())
}

/// What a mapping says about a key; nothing where it has none.
fn look_up(cx: &Cx, mapping: Value, key: u32) -> R<Option<Value>> {
    match protocol::item::get(cx, mapping, super::place(key as usize)) {
        Ok(found) => Ok(Some(found).filter(|found| !found.is_none())),
        Err(raised) if cx.matches(raised, exceptions::LOOKUP_ERROR) => Ok(None),
        Err(raised) => Err(raised),
    }
}

/// Bytes as text by a table.
pub fn decode(cx: &Cx, source: Obj<Bytes>, mapping: Value, errors: &mut Errors) -> R<Value> {
    let mut source = source;
    let mut text = Builder::new();
    let table = mapping.cast::<Str>();
    let mut at = 0;
    while at < source.len() {
        let byte = source.as_slice()[at];
        let known = match table {
            Some(table) => {
                let point = (usize::from(byte) < table.len()).then(|| table.code_point(byte.into()));
                let point = point.filter(|&point| point != UNDEFINED);
                point.map(|point| text.push_point(point)).is_some()
            }
            None => match look_up(cx, mapping, byte.into())? {
                None => false,
                Some(found) => push_mapped(cx, found, &mut text)?,
            },
        };
        if known {
            at += 1;
        } else {
            at = errors.decode(cx, &mut source, NAME, (at, at + 1), REASON, &mut text)?;
        }
        cx.poll()?;
    }
    text.finish(cx)
}

/// Appends what a mapping has for a byte; whether it has anything.
fn push_mapped(cx: &Cx, found: Value, text: &mut Builder) -> R<bool> {
    if int::is_int(found) {
        let point = int::to_i64(found).and_then(|point| u32::try_from(point).ok());
        let Some(point) = point.filter(|&point| point < 0x11_0000) else {
            return Err(cx.type_error("character mapping must be in range(0x110000)".into()));
        };
        if point == UNDEFINED {
            return Ok(false);
        }
        text.push_point(point);
        return Ok(true);
    }
    let Some(found) = found.cast::<Str>() else {
        return Err(cx.type_error("character mapping must return integer, None or str".into()));
    };
    if found.len() == 1 && found.code_point(0) == UNDEFINED {
        return Ok(false);
    }
    text.push_text(found);
    Ok(true)
}

/// Appends the bytes of a code point; whether it has any.
fn put(cx: &Cx, mapping: Value, map: Option<Obj<EncodingMap>>, point: u32, out: &mut Vec<u8>) -> R<bool> {
    if let Some(map) = map {
        return Ok(map.byte(point).map(|byte| out.push(byte)).is_some());
    }
    let Some(found) = look_up(cx, mapping, point)? else { return Ok(false) };
    if int::is_int(found) {
        let Some(byte) = int::to_i64(found).and_then(|byte| u8::try_from(byte).ok()) else {
            return Err(cx.type_error("character mapping must be in range(256)".into()));
        };
        out.push(byte);
    } else if let Some(bytes) = found.cast::<Bytes>() {
        out.extend_from_slice(bytes.as_slice());
    } else {
        let shown = cx.type_name(found);
        return Err(
            cx.type_error(format!("character mapping must return integer, bytes or None, not {shown}"))
        );
    }
    Ok(true)
}

/// Text as bytes by a table.
pub fn encode(cx: &Cx, text: Obj<Str>, mapping: Value, errors: &mut Errors) -> R<Vec<u8>> {
    let map = mapping.cast::<EncodingMap>();
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    let mut ignored = Vec::new();
    while at < text.len() {
        if put(cx, mapping, map, text.code_point(at), &mut out)? {
            at += 1;
            cx.poll()?;
            continue;
        }
        let mut end = at + 1;
        while end < text.len() {
            ignored.clear();
            if put(cx, mapping, map, text.code_point(end), &mut ignored)? {
                break;
            }
            end += 1;
            cx.poll()?;
        }
        let (fix, next) = errors.encode(cx, text, NAME, (at, end), REASON)?;
        let fixed: Builder = match fix {
            Fix::Bytes(fixed) => {
                out.extend_from_slice(&fixed);
                Builder::new()
            }
            Fix::Ascii(fixed) => {
                let mut builder = Builder::new();
                builder.push_str(&fixed);
                builder
            }
            Fix::Text(fixed) => {
                let mut builder = Builder::new();
                builder.push_text(fixed);
                builder
            }
        };
        for point in fixed.points() {
            if !put(cx, mapping, map, point, &mut out)? {
                return Err(errors.refuse(cx, text, NAME, (at, end), REASON));
            }
        }
        at = next;
    }
    Ok(out)
}

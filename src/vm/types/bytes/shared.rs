//! What `bytes` and `bytearray` have in common: the methods that read the bytes and answer new ones, of the receiver's own kind.
//!
//! Thread-safety: the receiver and other arguments are held by [`buffer`] meanwhile, after all Python code of the arguments (`__index__`) has run.

use memchr::memmem;

use crate::buffer::{self, BytesLike, bytes_like, bytes_like_fixed, bytes_like_optional, is_provider};
use crate::codecs;
use crate::context::{Cx, R, Raised};
use crate::protocol;
use crate::types::byte_array::{self, ByteArray};
use crate::types::bytes::text::{self, BadHex};
use crate::types::bytes::{Bytes, from_slice};
use crate::types::slice::sequence;
use crate::types::str_::{self, Str};
use crate::types::tuple::{self, Tuple};
use crate::types::{int, list, number};
use crate::value::Value;

/// The receiver's bytes.
pub(crate) fn this(cx: &Cx, value: Value) -> R<BytesLike<'_>> {
    bytes_like(cx, value)
}

fn integer(number: usize) -> Value {
    Value::small_int_unchecked(number as i64)
}

/// A byte's number.
pub(crate) fn byte(cx: &Cx, value: Value, message: &str) -> R<u8> {
    let number = protocol::index::to_value(cx, value)?;
    int::to_i64(number).and_then(|number| u8::try_from(number).ok()).ok_or_else(|| cx.value_error(message))
}

/// Bytes of the receiver's kind: `bytearray`, or else `bytes`.
pub(crate) fn make(cx: &Cx, receiver: Value, bytes: &[u8]) -> R<Value> {
    if receiver.cast::<ByteArray>().is_some() {
        byte_array::from_slice(cx, bytes)
    } else {
        from_slice(cx, bytes)
    }
}

/// `TypeError` of `+` with an object that has no bytes.
#[cold]
pub(crate) fn no_concatenation(cx: &Cx, left: Value, right: Value) -> Raised {
    cx.type_error(format!("can't concat {} to {}", cx.type_name(right), cx.type_name(left)))
}

/// A result that may be all of the receiver's bytes: then an exact `bytes` is its own copy.
fn part(cx: &Cx, receiver: Value, bytes: &[u8], all: usize) -> R<Value> {
    if bytes.len() == all && receiver.cast_exact::<Bytes>(number::BYTES).is_some() {
        return Ok(receiver);
    }
    make(cx, receiver, bytes)
}

/// An argument's bytes, copied: for use beyond Python code.
fn copied(cx: &Cx, value: Value) -> R<Vec<u8>> {
    Ok(bytes_like(cx, value)?.to_vec())
}

/// The same for an argument that may be absent or `None`.
fn copied_optional(cx: &Cx, value: Value) -> R<Option<Vec<u8>>> {
    value.bound().filter(|value| !value.is_none()).map(|value| copied(cx, value)).transpose()
}

// --- searching --------------------------------------------------------------------------------------------------

/// What a search looks for: bytes, or one byte as a number.
fn needle(cx: &Cx, value: Value) -> R<Vec<u8>> {
    if let Some(bytes) = bytes_like_optional(cx, value)? {
        return Ok(bytes.to_vec());
    }
    if !value.is_int() && cx.type_of(value).slots().index.is_none() {
        let shown = cx.type_name(value);
        return Err(cx.type_error(format!("argument should be integer or bytes-like object, not '{shown}'")));
    }
    Ok(vec![byte(cx, value, "byte must be in range(0, 256)")?])
}

/// The receiver's bytes, held while an argument is looked at: a bytearray cannot be resized meanwhile.
fn held_over(cx: &Cx, receiver: Value, argument: Value) -> R<BytesLike<'_>> {
    if cx.type_of(argument).is_heap() { bytes_like_fixed(cx, receiver) } else { this(cx, receiver) }
}

/// Start and stop arguments, not yet fitted to a length.
fn bounds(cx: &Cx, args: &[Value]) -> R<(isize, isize)> {
    Ok((sequence::bound(cx, args[2], 0, true)?, sequence::bound(cx, args[3], isize::MAX, true)?))
}

fn search(cx: &Cx, args: &[Value], from_end: bool) -> R<Option<usize>> {
    let (start, stop) = bounds(cx, args)?;
    let bytes = held_over(cx, args[0], args[1])?;
    let needle = needle(cx, args[1])?;
    let (start, stop) = sequence::fit_bounds(start, stop, bytes.len());
    if start > stop {
        return Ok(None);
    }
    let part = &bytes[start..stop];
    let found = if from_end { memmem::rfind(part, &needle) } else { memmem::find(part, &needle) };
    Ok(found.map(|at| at + start))
}

pub(crate) fn find(cx: &Cx, args: &[Value], from_end: bool) -> R<Value> {
    Ok(search(cx, args, from_end)?.map_or(Value::small_int_unchecked(-1), integer))
}

pub(crate) fn index(cx: &Cx, args: &[Value], from_end: bool) -> R<Value> {
    search(cx, args, from_end)?.map(integer).ok_or_else(|| cx.value_error("subsection not found"))
}

pub(crate) fn count(cx: &Cx, args: &[Value]) -> R<Value> {
    let (start, stop) = bounds(cx, args)?;
    let bytes = held_over(cx, args[0], args[1])?;
    let needle = needle(cx, args[1])?;
    let (start, stop) = sequence::fit_bounds(start, stop, bytes.len());
    Ok(integer(if start > stop { 0 } else { text::count(&bytes[start..stop], &needle) }))
}

pub(crate) fn contains(cx: &Cx, value: Value, item: Value) -> R<bool> {
    if is_provider(cx, item) {
        let needle = bytes_like_fixed(cx, item)?;
        return Ok(memmem::find(&this(cx, value)?, &needle).is_some());
    }
    if !item.is_int() && cx.type_of(item).slots().index.is_none() {
        return Err(buffer::not_bytes_like(cx, item));
    }
    // The bytes cannot change while the item says which number it is; where it cannot, it counts as no number.
    let number = match item.is_int() {
        true => Ok(item),
        false => {
            let _held = this(cx, value)?;
            protocol::index::to_value(cx, item)
        }
    };
    let Ok(number) = number else { return Err(buffer::not_bytes_like(cx, item)) };
    let wanted = byte(cx, number, "byte must be in range(0, 256)")?;
    Ok(memchr::memchr(wanted, &this(cx, value)?).is_some())
}

pub(crate) fn affix(cx: &Cx, args: &[Value], method: &str, at_end: bool) -> R<Value> {
    let (start, stop) = bounds(cx, args)?;
    // What is looked for comes first: asking for it may change the bytes.
    let matches = |affix: Value| {
        let affix = bytes_like_fixed(cx, affix)?;
        buffer::look(cx, args[0], |bytes| {
            let (start, stop) = sequence::fit_bounds(start, stop, bytes.len());
            bytes
                .get(start..stop)
                .is_some_and(|part| if at_end { part.ends_with(&affix) } else { part.starts_with(&affix) })
        })
    };
    if let Some(several) = args[1].cast::<Tuple>() {
        for &affix in several.values() {
            if matches(affix)? {
                return Ok(Value::TRUE);
            }
        }
        return Ok(Value::FALSE);
    }
    if !is_provider(cx, args[1]) {
        let shown = cx.type_name(args[1]);
        return Err(
            cx.type_error(format!("{method} first arg must be bytes or a tuple of bytes, not {shown}"))
        );
    }
    matches(args[1]).map(Value::from_bool)
}

// --- taking apart, putting together -----------------------------------------------------------------------------

fn to_list(cx: &Cx, receiver: Value, parts: &[&[u8]], all: usize) -> R<Value> {
    let result = list::with_capacity(cx, parts.len())?;
    for bytes in parts {
        list::append_private(cx, result, part(cx, receiver, bytes, all)?)?;
    }
    Ok(result.value())
}

pub(crate) fn split(cx: &Cx, args: &[Value], from_end: bool) -> R<Value> {
    let most = match args[2].bound() {
        None => usize::MAX,
        Some(most) => usize::try_from(protocol::index::to_i64(cx, most)?).unwrap_or(usize::MAX),
    };
    let separator = copied_optional(cx, args[1])?;
    let all = this(cx, args[0])?;
    let parts = match (separator.as_deref(), from_end) {
        (None, false) => text::split_spaces(&all, most),
        (None, true) => text::rsplit_spaces(&all, most),
        (Some([]), _) => return Err(cx.value_error("empty separator")),
        (Some(separator), false) => text::split_at(&all, separator, most),
        (Some(separator), true) => text::rsplit_at(&all, separator, most),
    };
    to_list(cx, args[0], &parts, all.len())
}

pub(crate) fn split_lines(cx: &Cx, args: &[Value]) -> R<Value> {
    let keep_ends = args[1].bound().map_or(Ok(false), |flag| protocol::is_true(cx, flag))?;
    let all = this(cx, args[0])?;
    to_list(cx, args[0], &text::split_lines(&all, keep_ends), all.len())
}

pub(crate) fn partition(cx: &Cx, args: &[Value], from_end: bool) -> R<Value> {
    let separator = copied(cx, args[1])?;
    let all = this(cx, args[0])?;
    if separator.is_empty() {
        return Err(cx.value_error("empty separator"));
    }
    let found = if from_end { memmem::rfind(&all, &separator) } else { memmem::find(&all, &separator) };
    let made = |bytes: &[u8]| part(cx, args[0], bytes, all.len());
    let parts = match found {
        Some(at) => {
            let middle =
                if args[0].cast::<Bytes>().is_some() { args[1] } else { make(cx, args[0], &separator)? };
            [made(&all[..at])?, middle, made(&all[at + separator.len()..])?]
        }
        None => {
            // Immutable bytes are given as they are, their class included.
            let whole = if args[0].cast::<Bytes>().is_some() { args[0] } else { made(&all)? };
            let (one, other) = (make(cx, args[0], &[])?, make(cx, args[0], &[])?);
            if from_end { [one, other, whole] } else { [whole, one, other] }
        }
    };
    Ok(tuple::from_slice(cx, &parts)?.value())
}

pub(crate) fn join(cx: &Cx, args: &[Value]) -> R<Value> {
    let slots = cx.type_of(args[1]).slots();
    if slots.iter.is_none() && slots.getitem.is_none() {
        return Err(cx.type_error("can only join an iterable".into()));
    }
    let items = tuple::from_iterable(cx, args[1])?;
    let separator = bytes_like_fixed(cx, args[0])?;
    if let [only] = items.values()
        && args[0].cast::<Bytes>().is_some()
        && only.cast_exact::<Bytes>(number::BYTES).is_some()
    {
        return Ok(*only);
    }
    let mut joined = Vec::new();
    for (index, &item) in items.values().iter().enumerate() {
        // Whatever keeps it from lending its bytes.
        let Ok(Some(part)) = bytes_like_optional(cx, item) else {
            let shown = cx.type_name(item);
            return Err(
                cx.type_error(format!("sequence item {index}: expected a bytes-like object, {shown} found"))
            );
        };
        cx.check_room(joined.len() + part.len())?;
        if index > 0 {
            joined.extend_from_slice(&separator);
        }
        joined.extend_from_slice(&part);
    }
    make(cx, args[0], &joined)
}

pub(crate) fn replace(cx: &Cx, args: &[Value]) -> R<Value> {
    let most = match args[3].bound() {
        None => usize::MAX,
        Some(most) => usize::try_from(protocol::index::to_i64(cx, most)?).unwrap_or(usize::MAX),
    };
    let (old, new) = (copied(cx, args[1])?, copied(cx, args[2])?);
    let all = this(cx, args[0])?;
    let places = text::count(&all, &old).min(most);
    if places == 0 {
        return part(cx, args[0], &all, all.len());
    }
    if new.len() > old.len() {
        let grown = (new.len() - old.len()).checked_mul(places).and_then(|more| more.checked_add(all.len()));
        if grown.is_none_or(|grown| grown > isize::MAX as usize) {
            return Err(cx.error(crate::exceptions::OVERFLOW_ERROR, "replace bytes are too long".into()));
        }
        cx.check_room(grown.unwrap_or(0))?;
    }
    make(cx, args[0], &text::replace(&all, &old, &new, most))
}

pub(crate) fn strip(cx: &Cx, args: &[Value], left: bool, right: bool) -> R<Value> {
    let characters = copied_optional(cx, args[1])?;
    let bytes = this(cx, args[0])?;
    let drop = |byte: &u8| match &characters {
        None => text::is_space(*byte),
        Some(characters) => characters.contains(byte),
    };
    let mut all = bytes.as_slice();
    if left {
        all = &all[all.iter().take_while(|byte| drop(byte)).count()..];
    }
    if right {
        all = &all[..all.len() - all.iter().rev().take_while(|byte| drop(byte)).count()];
    }
    part(cx, args[0], all, bytes.len())
}

pub(crate) fn remove_prefix(cx: &Cx, args: &[Value]) -> R<Value> {
    let prefix = copied(cx, args[1])?;
    let bytes = this(cx, args[0])?;
    part(cx, args[0], bytes.strip_prefix(&prefix[..]).unwrap_or(&bytes), bytes.len())
}

pub(crate) fn remove_suffix(cx: &Cx, args: &[Value]) -> R<Value> {
    let suffix = copied(cx, args[1])?;
    let bytes = this(cx, args[0])?;
    part(cx, args[0], bytes.strip_suffix(&suffix[..]).unwrap_or(&bytes), bytes.len())
}

pub(crate) fn pad(cx: &Cx, args: &[Value], method: &str, before: fn(usize, usize) -> usize) -> R<Value> {
    let width = protocol::index::to_i64(cx, args[1])?.max(0) as usize;
    let fill = match args[2].bound() {
        None => b' ',
        Some(fill) => {
            // Only these two, no other bytes-like object.
            let kind = if fill.cast::<Bytes>().is_some() {
                "a bytes object"
            } else if fill.cast::<ByteArray>().is_some() {
                "a bytearray object"
            } else {
                let shown = cx.type_name(fill);
                return Err(cx.type_error(format!(
                    "{method}() argument 2 must be a byte string of length 1, not {shown}"
                )));
            };
            match *bytes_like(cx, fill)?.as_slice() {
                [fill] => fill,
                ref more => {
                    return Err(cx.type_error(format!(
                        "{method}(): argument 2 must be a byte string of length 1, not {kind} of length {}",
                        more.len()
                    )));
                }
            }
        }
    };
    let bytes = this(cx, args[0])?;
    let missing = width.saturating_sub(bytes.len());
    if missing == 0 {
        return part(cx, args[0], &bytes, bytes.len());
    }
    cx.check_room(missing)?;
    let before = before(missing, width);
    let mut padded = vec![fill; before];
    padded.extend_from_slice(&bytes);
    padded.resize(bytes.len() + missing, fill);
    make(cx, args[0], &padded)
}

pub(crate) fn zero_fill(cx: &Cx, args: &[Value]) -> R<Value> {
    let width = protocol::index::to_i64(cx, args[1])?.max(0) as usize;
    let all = this(cx, args[0])?;
    if width <= all.len() {
        return part(cx, args[0], &all, all.len());
    }
    let signed = usize::from(matches!(all.first(), Some(b'+' | b'-')));
    cx.check_room(width)?;
    let zeros = vec![b'0'; width.saturating_sub(all.len())];
    make(cx, args[0], &[&all[..signed], &zeros, &all[signed..]].concat())
}

pub(crate) fn expand_tabs(cx: &Cx, args: &[Value]) -> R<Value> {
    let size = args[1].bound().map_or(Ok(8), |size| int_argument(cx, size))?.max(0) as usize;
    let bytes = this(cx, args[0])?;
    let tabs = memchr::memchr_iter(b'\t', &bytes).count();
    let room = tabs.saturating_mul(size);
    if room > isize::MAX as usize - bytes.len() {
        return Err(cx.error(crate::exceptions::OVERFLOW_ERROR, "result too long".into()));
    }
    cx.check_room(room)?;
    make(cx, args[0], &text::expand_tabs(&bytes, size))
}

/// An argument that is a C `int`.
fn int_argument(cx: &Cx, value: Value) -> R<i64> {
    let number = protocol::index::to_value(cx, value)?;
    let number = int::to_i64(number).filter(|number| i32::try_from(*number).is_ok());
    number.ok_or_else(|| {
        cx.error(crate::exceptions::OVERFLOW_ERROR, "Python int too large to convert to C int".into())
    })
}

// --- conversions ------------------------------------------------------------------------------------------------

pub(crate) fn decode(cx: &Cx, args: &[Value]) -> R<Value> {
    let encoding = codecs::name_argument(cx, args[1], "decode", "encoding")?;
    let errors = codecs::name_argument(cx, args[2], "decode", "errors")?;
    codecs::decode(cx, codecs::bytes_like(cx, args[0])?, &codecs::encoding_text(encoding), errors)
}

/// How `hex` methods write bytes: the arguments `sep` and `bytes_per_sep`. Parsing them may run anything.
#[derive(Clone, Copy)]
pub struct HexForm {
    separator: Option<u8>,
    group: i64,
}

impl HexForm {
    /// Digits without separators.
    pub const PLAIN: HexForm = HexForm { separator: None, group: 1 };

    /// `hold` gets the bytes, which are to be looked at afterwards only; it is called before the separator is measured, which they outlast.
    pub fn parse<T>(cx: &Cx, separator: Value, group: Value, hold: impl FnOnce() -> R<T>) -> R<(HexForm, T)> {
        let group = group.bound().map_or(Ok(1), |group| int_argument(cx, group))?;
        let held = hold()?;
        let separator = match separator.bound() {
            None => None,
            Some(separator) => {
                let refused = || cx.value_error("sep must be length 1.");
                if protocol::len(cx, separator)? != 1 {
                    return Err(refused());
                }
                // A derived class may have a `__len__` of its own, so what it said is not relied on.
                let unit = match (separator.cast::<Str>(), separator.cast::<Bytes>()) {
                    (Some(text), _) if text.len() != 1 => return Err(refused()),
                    (Some(text), _) => u8::try_from(text.code_point(0)).ok(),
                    (_, Some(bytes)) => match bytes.as_slice() {
                        &[unit] => Some(unit),
                        _ => return Err(refused()),
                    },
                    _ => return Err(cx.type_error("sep must be str or bytes.".into())),
                };
                let ascii = unit.filter(u8::is_ascii);
                Some(ascii.ok_or_else(|| cx.value_error("sep must be ASCII."))?)
            }
        };
        Ok((HexForm { separator, group }, held))
    }

    /// The same with the bytes of one object.
    pub fn of(cx: &Cx, receiver: Value, separator: Value, group: Value) -> R<(HexForm, BytesLike<'_>)> {
        HexForm::parse(cx, separator, group, || match separator.bound() {
            Some(separator) => held_over(cx, receiver, separator),
            None => this(cx, receiver),
        })
    }

    /// The digits of some bytes as a str.
    pub fn text(self, cx: &Cx, bytes: &[u8]) -> R<Value> {
        cx.check_room(bytes.len().saturating_mul(3))?;
        Ok(str_::from_latin1(cx, &self.digits(bytes))?.value())
    }

    /// The digits of some bytes. The caller has made sure of the room.
    pub fn digits(self, bytes: &[u8]) -> Vec<u8> {
        text::hex(bytes, self.separator, self.group)
    }
}

pub(crate) fn hex(cx: &Cx, args: &[Value]) -> R<Value> {
    let (form, bytes) = HexForm::of(cx, args[0], args[1], args[2])?;
    form.text(cx, &bytes)
}

/// The bytes that `fromhex` makes of its argument.
pub(crate) fn from_hex(cx: &Cx, source: Value) -> R<Vec<u8>> {
    let units: Vec<u8> = if let Some(text) = source.cast::<Str>() {
        // Of what is no ASCII, the place is told before anything else.
        if let Some(at) = text.code_points().position(|point| point > 127) {
            let message = format!("non-hexadecimal number found in fromhex() arg at position {at}");
            return Err(cx.value_error(&message));
        }
        text.code_points().map(|point| point as u8).collect()
    } else if let Some(bytes) = bytes_like_optional(cx, source)? {
        bytes.to_vec()
    } else {
        let shown = cx.type_name(source);
        return Err(cx.type_error(format!("fromhex() argument must be str or bytes-like, not {shown}")));
    };
    text::from_hex(&units).map_err(|bad| match bad {
        BadHex::NotADigit(at) => {
            cx.value_error(&format!("non-hexadecimal number found in fromhex() arg at position {at}"))
        }
        BadHex::OddCount => cx.value_error("fromhex() arg must contain an even number of hexadecimal digits"),
    })
}

pub(crate) fn make_translation(cx: &Cx, args: &[Value]) -> R<Value> {
    let (from, to) = (copied(cx, args[0])?, copied(cx, args[1])?);
    if from.len() != to.len() {
        return Err(cx.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (&from, &to) in from.iter().zip(&to) {
        table[usize::from(from)] = to;
    }
    from_slice(cx, &table)
}

pub(crate) fn translate(cx: &Cx, args: &[Value]) -> R<Value> {
    let table = copied_optional(cx, args[1])?;
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(cx.value_error("translation table must be 256 characters long"));
    }
    let deleted = args[2].bound().map(|deleted| copied(cx, deleted)).transpose()?.unwrap_or_default();
    let mut dropped = [false; 256];
    deleted.iter().for_each(|&byte| dropped[usize::from(byte)] = true);
    let bytes = this(cx, args[0])?;
    let kept = bytes.iter().filter(|&&byte| !dropped[usize::from(byte)]);
    let mapped: Vec<u8> =
        kept.map(|&byte| table.as_ref().map_or(byte, |table| table[usize::from(byte)])).collect();
    if mapped[..] == bytes[..] {
        return part(cx, args[0], &bytes, bytes.len());
    }
    make(cx, args[0], &mapped)
}

/// A copy with its bytes changed in place.
pub(crate) fn map(cx: &Cx, args: &[Value], map: fn(&mut [u8])) -> R<Value> {
    let mut mapped = this(cx, args[0])?.to_vec();
    map(&mut mapped);
    make(cx, args[0], &mapped)
}

pub(crate) fn title(cx: &Cx, args: &[Value]) -> R<Value> {
    let titled = text::title(&this(cx, args[0])?);
    make(cx, args[0], &titled)
}

pub(crate) fn capitalize(bytes: &mut [u8]) {
    if let Some((first, rest)) = bytes.split_first_mut() {
        first.make_ascii_uppercase();
        rest.make_ascii_lowercase();
    }
}

pub(crate) fn swap_case(bytes: &mut [u8]) {
    for byte in bytes {
        *byte = if byte.is_ascii_lowercase() { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() };
    }
}

/// Whether there are bytes and all are of a kind.
pub(crate) fn all(cx: &Cx, args: &[Value], holds: fn(&u8) -> bool) -> R<Value> {
    let bytes = this(cx, args[0])?;
    Ok(Value::from_bool(!bytes.is_empty() && bytes.iter().all(holds)))
}

/// Whether some byte is of one case and none of the other.
pub(crate) fn all_cased(
    cx: &Cx,
    args: &[Value],
    wanted: fn(&u8) -> bool,
    refused: fn(&u8) -> bool,
) -> R<Value> {
    let bytes = this(cx, args[0])?;
    Ok(Value::from_bool(bytes.iter().any(wanted) && !bytes.iter().any(refused)))
}

pub(crate) fn is_ascii(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(this(cx, args[0])?.is_ascii()))
}

pub(crate) fn is_title(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(text::is_title(&this(cx, args[0])?)))
}

/// `bytes % arguments` of either kind.
pub(crate) fn format(cx: &Cx, left: Value, right: Value) -> R<Value> {
    if left.cast::<Bytes>().is_none() && left.cast::<ByteArray>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let format = copied(cx, left)?;
    let formatted = str_::format_bytes(cx, &format, right)?;
    match formatted.cast::<Bytes>() {
        Some(bytes) if left.cast::<ByteArray>().is_some() => byte_array::from_slice(cx, bytes.as_slice()),
        _ => Ok(formatted),
    }
}

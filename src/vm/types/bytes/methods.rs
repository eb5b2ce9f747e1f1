//! The methods and operators of `bytes`, and its type.

use memchr::memmem;

use crate::codecs;
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{BinaryOp, CompareOp, MethodDef, SlotTable, TypeDef};
use crate::types::bytes::text::{self, BadHex};
use crate::types::bytes::{self, Bytes, LAYOUT, as_bytes, from_slice};
use crate::types::int::new::checked_class;
use crate::types::slice::sequence::{self, index_error};
use crate::types::slice::{self, Slice};
use crate::types::str_::{self, Str};
use crate::types::tuple::{self, Tuple};
use crate::types::{int, iterators, list};
use crate::value::Value;

fn this(cx: &Cx, value: Value) -> R<Obj<Bytes>> {
    value.cast::<Bytes>().ok_or_else(|| cx.system_error("bytes expected"))
}

fn integer(number: usize) -> Value {
    Value::small_int_unchecked(number as i64)
}

#[cold]
fn not_bytes_like(cx: &Cx, value: Value) -> Raised {
    cx.type_error(format!("a bytes-like object is required, not '{}'", cx.type_name(value)))
}

fn bytes_like(cx: &Cx, value: Value) -> R<Obj<Bytes>> {
    as_bytes(value).ok_or_else(|| not_bytes_like(cx, value))
}

/// A byte's number.
fn byte(cx: &Cx, value: Value, message: &str) -> R<u8> {
    let number = protocol::index::to_value(cx, value)?;
    int::to_i64(number).and_then(|number| u8::try_from(number).ok()).ok_or_else(|| cx.value_error(message))
}

// --- creation ---------------------------------------------------------------------------------------------------

fn bytes_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let class = checked_class(cx, args[0], crate::types::number::BYTES, "bytes")?;
    let made = converted(cx, args)?;
    match made.cast::<Bytes>() {
        Some(plain) if class != crate::runtime::builtin_type(crate::types::number::BYTES) => {
            bytes::new_instance(cx, class, plain.as_slice())
        }
        _ => Ok(made),
    }
}

/// The bytes that the arguments of `bytes()` stand for; a result of `__bytes__` is passed as it is.
fn converted(cx: &Cx, args: &[Value]) -> R<Value> {
    let (source, encoding, errors) = (args[1].bound(), args[2].bound(), args[3].bound());
    if encoding.is_some() || errors.is_some() {
        return match source.and_then(|source| source.cast::<Str>()) {
            None => Err(cx.type_error("encoding without a string argument".into())),
            Some(_) if encoding.is_none() => Err(cx.type_error("string argument without an encoding".into())),
            Some(source) => {
                let encoding = codecs::name_argument(cx, args[2], "bytes", "encoding")?;
                let errors = codecs::name_argument(cx, args[3], "bytes", "errors")?;
                codecs::encode(cx, source, &codecs::encoding_text(encoding), errors)
            }
        };
    }
    let Some(source) = source else { return from_slice(cx, &[]) };
    if source.cast_exact::<Bytes>(crate::types::number::BYTES).is_some() {
        return Ok(source);
    }
    if let Some(result) = crate::call::call_special(cx, source, cx.intern("__bytes__")?, &[])? {
        return match result.cast::<Bytes>() {
            Some(_) => Ok(result),
            None => {
                Err(cx.type_error(format!("__bytes__ returned non-bytes (type {})", cx.type_name(result))))
            }
        };
    }
    if source.cast::<Str>().is_some() {
        return Err(cx.type_error("string argument without an encoding".into()));
    }
    let slots = cx.type_of(source).slots();
    if source.is_int() || slots.index.is_some() {
        let number = protocol::index::to_value(cx, source)?;
        let Some(count) = int::to_i64(number) else {
            let shown = cx.type_name(source);
            return Err(cx.error(
                exceptions::OVERFLOW_ERROR,
                format!("cannot fit '{shown}' into an index-sized integer"),
            ));
        };
        return match usize::try_from(count) {
            Ok(count) => bytes::zeros(cx, count),
            Err(_) => Err(cx.value_error("negative count")),
        };
    }
    if slots.iter.is_none() && slots.getitem.is_none() {
        return Err(cx.type_error(format!("cannot convert '{}' object to bytes", cx.type_name(source))));
    }
    let mut made = Vec::new();
    protocol::iter::for_each(cx, source, &mut |cx, item| {
        made.push(byte(cx, item, "bytes must be in range(0, 256)")?);
        Ok(())
    })?;
    from_slice(cx, &made)
}

// --- slots ------------------------------------------------------------------------------------------------------

fn bytes_compare(_: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Bytes>(), right.cast::<Bytes>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::from_bool(op.holds(one.as_slice().cmp(other.as_slice()))))
}

fn bytes_getitem(cx: &Cx, value: Value, key: Value) -> R<Value> {
    let bytes = this(cx, value)?;
    let all = bytes.as_slice();
    if let Some(slice) = key.cast::<Slice>() {
        let selection = slice::unpack(cx, slice)?.fit(all.len());
        if selection.step == 1 {
            let start = selection.start as usize;
            if selection.count == all.len() {
                return bytes.to_exact(cx);
            }
            return from_slice(cx, &all[start..start + selection.count]);
        }
        return from_slice(cx, &(0..selection.count).map(|n| all[selection.position(n)]).collect::<Vec<_>>());
    }
    let index = sequence::index_number(cx, key, "byte")?;
    match sequence::position(index, all.len()) {
        Some(position) => Ok(Value::small_int_unchecked(all[position].into())),
        None => Err(index_error(cx, "index out of range")),
    }
}

fn bytes_contains(cx: &Cx, value: Value, item: Value) -> R<bool> {
    let all = this(cx, value)?;
    if let Some(needle) = as_bytes(item) {
        return Ok(memmem::find(all.as_slice(), needle.as_slice()).is_some());
    }
    if !item.is_int() && cx.type_of(item).slots().index.is_none() {
        return Err(not_bytes_like(cx, item));
    }
    let wanted = byte(cx, item, "byte must be in range(0, 256)")?;
    Ok(memchr::memchr(wanted, all.as_slice()).is_some())
}

fn bytes_add(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let Some(one) = left.cast::<Bytes>() else { return Ok(Value::NOT_IMPLEMENTED) };
    match as_bytes(right) {
        Some(other) => from_slice(cx, &[one.as_slice(), other.as_slice()].concat()),
        None if sequence::may_reflect(cx, right, BinaryOp::Add) => Ok(Value::NOT_IMPLEMENTED),
        None => Err(cx.type_error(format!("can't concat {} to bytes", cx.type_name(right)))),
    }
}

fn bytes_mul(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (bytes, count) = match left.cast::<Bytes>() {
        Some(bytes) => (bytes, right),
        None => (this(cx, right)?, left),
    };
    let Some(count) = sequence::repeat_count(cx, count)? else { return Ok(Value::NOT_IMPLEMENTED) };
    cx.check_room(bytes.len().saturating_mul(count))?;
    from_slice(cx, &bytes.as_slice().repeat(count))
}

fn bytes_mod(cx: &Cx, left: Value, right: Value) -> R<Value> {
    match left.cast::<Bytes>() {
        Some(format) => str_::format_bytes(cx, format.as_slice(), right),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

// --- searching --------------------------------------------------------------------------------------------------

/// What a search looks for: bytes, or one byte as a number.
fn needle(cx: &Cx, value: Value) -> R<Vec<u8>> {
    if let Some(bytes) = as_bytes(value) {
        return Ok(bytes.as_slice().to_vec());
    }
    if !value.is_int() && cx.type_of(value).slots().index.is_none() {
        let shown = cx.type_name(value);
        return Err(cx.type_error(format!("argument should be integer or bytes-like object, not '{shown}'")));
    }
    Ok(vec![byte(cx, value, "byte must be in range(0, 256)")?])
}

fn search(cx: &Cx, args: &[Value], from_end: bool) -> R<Option<usize>> {
    let bytes = this(cx, args[0])?;
    let needle = needle(cx, args[1])?;
    let (start, stop) = sequence::search_bounds(cx, args[2], args[3], bytes.len())?;
    if start > stop {
        return Ok(None);
    }
    let part = &bytes.as_slice()[start..stop];
    let found = if from_end { memmem::rfind(part, &needle) } else { memmem::find(part, &needle) };
    Ok(found.map(|at| at + start))
}

fn find_method(cx: &Cx, args: &[Value], from_end: bool) -> R<Value> {
    Ok(search(cx, args, from_end)?.map_or(Value::small_int_unchecked(-1), integer))
}

fn index_method(cx: &Cx, args: &[Value], from_end: bool) -> R<Value> {
    search(cx, args, from_end)?.map(integer).ok_or_else(|| cx.value_error("subsection not found"))
}

fn count(cx: &Cx, args: &[Value]) -> R<Value> {
    let bytes = this(cx, args[0])?;
    let needle = needle(cx, args[1])?;
    let (start, stop) = sequence::search_bounds(cx, args[2], args[3], bytes.len())?;
    Ok(integer(if start > stop { 0 } else { text::count(&bytes.as_slice()[start..stop], &needle) }))
}

fn affix(cx: &Cx, args: &[Value], method: &str, at_end: bool) -> R<Value> {
    let bytes = this(cx, args[0])?;
    let (start, stop) = sequence::search_bounds(cx, args[2], args[3], bytes.len())?;
    let matches = |affix: Obj<Bytes>| {
        start <= stop && {
            let part = &bytes.as_slice()[start..stop];
            if at_end { part.ends_with(affix.as_slice()) } else { part.starts_with(affix.as_slice()) }
        }
    };
    if let Some(affix) = as_bytes(args[1]) {
        return Ok(Value::from_bool(matches(affix)));
    }
    let Some(several) = args[1].cast::<Tuple>() else {
        let shown = cx.type_name(args[1]);
        return Err(
            cx.type_error(format!("{method} first arg must be bytes or a tuple of bytes, not {shown}"))
        );
    };
    for &affix in several.values() {
        if matches(bytes_like(cx, affix)?) {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

// --- taking apart, putting together -----------------------------------------------------------------------------

fn to_list(cx: &Cx, parts: &[&[u8]]) -> R<Value> {
    let result = list::with_capacity(cx, parts.len())?;
    for part in parts {
        list::append_private(cx, result, from_slice(cx, part)?)?;
    }
    Ok(result.value())
}

fn split_method(cx: &Cx, args: &[Value], from_end: bool) -> R<Value> {
    let bytes = this(cx, args[0])?;
    let separator = match args[1].bound().filter(|separator| !separator.is_none()) {
        None => None,
        Some(separator) => Some(bytes_like(cx, separator)?),
    };
    let most = match args[2].bound() {
        None => usize::MAX,
        Some(most) => usize::try_from(protocol::index::to_i64(cx, most)?).unwrap_or(usize::MAX),
    };
    let all = bytes.as_slice();
    let parts = match (separator, from_end) {
        (None, false) => text::split_spaces(all, most),
        (None, true) => text::rsplit_spaces(all, most),
        (Some(separator), _) if separator.is_empty() => return Err(cx.value_error("empty separator")),
        (Some(separator), false) => text::split_at(all, separator.as_slice(), most),
        (Some(separator), true) => text::rsplit_at(all, separator.as_slice(), most),
    };
    to_list(cx, &parts)
}

fn split_lines(cx: &Cx, args: &[Value]) -> R<Value> {
    let keep_ends = args[1].bound().map_or(Ok(false), |flag| protocol::is_true(cx, flag))?;
    to_list(cx, &text::split_lines(this(cx, args[0])?.as_slice(), keep_ends))
}

fn partition(cx: &Cx, args: &[Value], from_end: bool) -> R<Value> {
    let (bytes, separator) = (this(cx, args[0])?, bytes_like(cx, args[1])?);
    if separator.is_empty() {
        return Err(cx.value_error("empty separator"));
    }
    let all = bytes.as_slice();
    let found = if from_end {
        memmem::rfind(all, separator.as_slice())
    } else {
        memmem::find(all, separator.as_slice())
    };
    let empty = from_slice(cx, &[])?;
    let parts = match found {
        Some(at) => {
            [from_slice(cx, &all[..at])?, separator.value(), from_slice(cx, &all[at + separator.len()..])?]
        }
        None if from_end => [empty, empty, bytes.value()],
        None => [bytes.value(), empty, empty],
    };
    Ok(tuple::from_slice(cx, &parts)?.value())
}

fn join(cx: &Cx, args: &[Value]) -> R<Value> {
    let separator = this(cx, args[0])?;
    let slots = cx.type_of(args[1]).slots();
    if slots.iter.is_none() && slots.getitem.is_none() {
        return Err(cx.type_error("can only join an iterable".into()));
    }
    let items = tuple::from_iterable(cx, args[1])?;
    let mut joined = Vec::new();
    for (index, &item) in items.values().iter().enumerate() {
        let Some(part) = as_bytes(item) else {
            let shown = cx.type_name(item);
            return Err(
                cx.type_error(format!("sequence item {index}: expected a bytes-like object, {shown} found"))
            );
        };
        if index > 0 {
            joined.extend_from_slice(separator.as_slice());
        }
        joined.extend_from_slice(part.as_slice());
    }
    from_slice(cx, &joined)
}

fn replace(cx: &Cx, args: &[Value]) -> R<Value> {
    let (old, new) = (bytes_like(cx, args[1])?, bytes_like(cx, args[2])?);
    let most = match args[3].bound() {
        None => usize::MAX,
        Some(most) => usize::try_from(protocol::index::to_i64(cx, most)?).unwrap_or(usize::MAX),
    };
    from_slice(cx, &text::replace(this(cx, args[0])?.as_slice(), old.as_slice(), new.as_slice(), most))
}

fn strip(cx: &Cx, args: &[Value], left: bool, right: bool) -> R<Value> {
    let bytes = this(cx, args[0])?;
    let characters = match args[1].bound().filter(|characters| !characters.is_none()) {
        None => None,
        Some(characters) => Some(bytes_like(cx, characters)?),
    };
    let drop = |byte: &u8| match characters {
        None => text::is_space(*byte),
        Some(characters) => characters.as_slice().contains(byte),
    };
    let mut all = bytes.as_slice();
    if left {
        all = &all[all.iter().take_while(|byte| drop(byte)).count()..];
    }
    if right {
        all = &all[..all.len() - all.iter().rev().take_while(|byte| drop(byte)).count()];
    }
    if all.len() == bytes.len() { bytes.to_exact(cx) } else { from_slice(cx, all) }
}

fn remove_prefix(cx: &Cx, args: &[Value]) -> R<Value> {
    let (bytes, prefix) = (this(cx, args[0])?, bytes_like(cx, args[1])?);
    from_slice(cx, bytes.as_slice().strip_prefix(prefix.as_slice()).unwrap_or(bytes.as_slice()))
}

fn remove_suffix(cx: &Cx, args: &[Value]) -> R<Value> {
    let (bytes, suffix) = (this(cx, args[0])?, bytes_like(cx, args[1])?);
    from_slice(cx, bytes.as_slice().strip_suffix(suffix.as_slice()).unwrap_or(bytes.as_slice()))
}

fn pad(cx: &Cx, args: &[Value], method: &str, before: fn(usize, usize) -> usize) -> R<Value> {
    let bytes = this(cx, args[0])?;
    let width = protocol::index::to_i64(cx, args[1])?.max(0) as usize;
    let fill = match args[2].bound().map(|fill| (fill, as_bytes(fill))) {
        None => b' ',
        Some((_, Some(fill))) if fill.len() == 1 => fill.as_slice()[0],
        Some((_, Some(fill))) => {
            let len = fill.len();
            let message = "argument 2 must be a byte string of length 1, not a bytes object of length";
            return Err(cx.type_error(format!("{method}(): {message} {len}")));
        }
        Some((fill, None)) => {
            let shown = cx.type_name(fill);
            return Err(cx.type_error(format!(
                "{method}() argument 2 must be a byte string of length 1, not {shown}"
            )));
        }
    };
    let missing = width.saturating_sub(bytes.len());
    cx.check_room(missing)?;
    let before = before(missing, width);
    let mut padded = vec![fill; before];
    padded.extend_from_slice(bytes.as_slice());
    padded.resize(bytes.len() + missing, fill);
    from_slice(cx, &padded)
}

fn zero_fill(cx: &Cx, args: &[Value]) -> R<Value> {
    let bytes = this(cx, args[0])?;
    let width = protocol::index::to_i64(cx, args[1])?.max(0) as usize;
    let all = bytes.as_slice();
    let signed = usize::from(matches!(all.first(), Some(b'+' | b'-')));
    cx.check_room(width)?;
    let zeros = vec![b'0'; width.saturating_sub(all.len())];
    from_slice(cx, &[&all[..signed], &zeros, &all[signed..]].concat())
}

fn expand_tabs(cx: &Cx, args: &[Value]) -> R<Value> {
    let size = args[1].bound().map_or(Ok(8), |size| protocol::index::to_i64(cx, size))?;
    let (bytes, size) = (this(cx, args[0])?, size.max(0) as usize);
    let tabs = bytes.as_slice().iter().filter(|&&byte| byte == b'\t').count();
    cx.check_room(tabs.saturating_mul(size))?;
    from_slice(cx, &text::expand_tabs(bytes.as_slice(), size))
}

// --- conversions ------------------------------------------------------------------------------------------------

fn decode(cx: &Cx, args: &[Value]) -> R<Value> {
    let encoding = codecs::name_argument(cx, args[1], "decode", "encoding")?;
    let errors = codecs::name_argument(cx, args[2], "decode", "errors")?;
    codecs::decode(cx, this(cx, args[0])?, &codecs::encoding_text(encoding), errors)
}

fn hex(cx: &Cx, args: &[Value]) -> R<Value> {
    let separator = match args[1].bound() {
        None => None,
        Some(separator) => {
            if protocol::len(cx, separator)? != 1 {
                return Err(cx.value_error("sep must be length 1."));
            }
            let unit = match (separator.cast::<Str>(), as_bytes(separator)) {
                (Some(text), _) => u8::try_from(text.code_point(0)).ok().filter(u8::is_ascii),
                (_, Some(bytes)) => Some(bytes.as_slice()[0]).filter(u8::is_ascii),
                _ => return Err(cx.type_error("sep must be str or bytes.".into())),
            };
            Some(unit.ok_or_else(|| cx.value_error("sep must be ASCII."))?)
        }
    };
    let group = args[2].bound().map_or(Ok(1), |group| protocol::index::to_i64(cx, group))?;
    Ok(str_::from_latin1(cx, &text::hex(this(cx, args[0])?.as_slice(), separator, group))?.value())
}

fn from_hex(cx: &Cx, args: &[Value]) -> R<Value> {
    let units: Vec<u8> = if let Some(text) = args[1].cast::<Str>() {
        // Of what is no ASCII, the place is told before anything else.
        if let Some(at) = text.code_points().position(|point| point > 127) {
            let message = format!("non-hexadecimal number found in fromhex() arg at position {at}");
            return Err(cx.value_error(&message));
        }
        text.code_points().map(|point| point as u8).collect()
    } else if let Some(bytes) = as_bytes(args[1]) {
        bytes.as_slice().to_vec()
    } else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("fromhex() argument must be str or bytes-like, not {shown}")));
    };
    let made = match text::from_hex(&units) {
        Ok(made) => from_slice(cx, &made)?,
        Err(BadHex::NotADigit(at)) => {
            return Err(
                cx.value_error(&format!("non-hexadecimal number found in fromhex() arg at position {at}"))
            );
        }
        Err(BadHex::OddCount) => {
            return Err(cx.value_error("fromhex() arg must contain an even number of hexadecimal digits"));
        }
    };
    if args[0] == crate::runtime::builtin_type(crate::types::number::BYTES).value() {
        return Ok(made);
    }
    crate::call::call_values(cx, args[0], &[made])
}

fn make_translation(cx: &Cx, args: &[Value]) -> R<Value> {
    let (from, to) = (bytes_like(cx, args[0])?, bytes_like(cx, args[1])?);
    if from.len() != to.len() {
        return Err(cx.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    for (&from, &to) in from.as_slice().iter().zip(to.as_slice()) {
        table[usize::from(from)] = to;
    }
    from_slice(cx, &table)
}

fn translate(cx: &Cx, args: &[Value]) -> R<Value> {
    let bytes = this(cx, args[0])?;
    let table = if args[1].is_none() { None } else { Some(bytes_like(cx, args[1])?) };
    if table.is_some_and(|table| table.len() != 256) {
        return Err(cx.value_error("translation table must be 256 characters long"));
    }
    let deleted = match args[2].bound() {
        None => None,
        Some(deleted) => Some(bytes_like(cx, deleted)?),
    };
    let kept = bytes
        .as_slice()
        .iter()
        .filter(|byte| !deleted.is_some_and(|deleted| deleted.as_slice().contains(byte)));
    let mapped = kept.map(|&byte| table.map_or(byte, |table| table.as_slice()[usize::from(byte)]));
    from_slice(cx, &mapped.collect::<Vec<_>>())
}

fn map(cx: &Cx, args: &[Value], map: fn(&mut [u8])) -> R<Value> {
    let mut mapped = this(cx, args[0])?.as_slice().to_vec();
    map(&mut mapped);
    from_slice(cx, &mapped)
}

fn capitalize(bytes: &mut [u8]) {
    if let Some((first, rest)) = bytes.split_first_mut() {
        first.make_ascii_uppercase();
        rest.make_ascii_lowercase();
    }
}

fn swap_case(bytes: &mut [u8]) {
    for byte in bytes {
        *byte = if byte.is_ascii_lowercase() { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() };
    }
}

fn all(cx: &Cx, args: &[Value], holds: fn(&u8) -> bool) -> R<Value> {
    let bytes = this(cx, args[0])?;
    Ok(Value::from_bool(!bytes.is_empty() && bytes.as_slice().iter().all(holds)))
}

/// Whether some byte is of one case and none of the other.
fn all_cased(cx: &Cx, args: &[Value], wanted: fn(&u8) -> bool, refused: fn(&u8) -> bool) -> R<Value> {
    let bytes = this(cx, args[0])?;
    Ok(Value::from_bool(bytes.as_slice().iter().any(wanted) && !bytes.as_slice().iter().any(refused)))
}

fn get_new_args(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(tuple::from_slice(cx, &[this(cx, args[0])?.to_exact(cx)?])?.value())
}

static NEW: MethodDef = MethodDef::function(
    "bytes($type, source=b'', encoding='utf-8', errors='strict')",
    "Create and return a new object.",
    bytes_new,
);

/// The type.
pub static BYTES: TypeDef = TypeDef {
    name: "bytes",
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\n\
          bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter \
          initialized with null bytes\nbytes() -> empty bytes object",
    layout: &LAYOUT,
    subclassable: true,
    slots: SlotTable {
        repr: Some(|cx, value| str_::from_string(cx, bytes::repr_of(this(cx, value)?.as_slice()))),
        str: Some(|cx, value| str_::from_string(cx, bytes::repr_of(this(cx, value)?.as_slice()))),
        hash: Some(|cx, value| Ok(this(cx, value)?.hash())),
        compare: Some(bytes_compare),
        iter: Some(|cx, value| iterators::bytes(cx, this(cx, value)?)),
        len: Some(|cx, value| Ok(this(cx, value)?.len())),
        getitem: Some(bytes_getitem),
        contains: Some(bytes_contains),
        binary: SlotTable::binary_slots(&[
            (BinaryOp::Add, bytes_add),
            (BinaryOp::Mul, bytes_mul),
            (BinaryOp::Mod, bytes_mod),
        ]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "capitalize($self, /)",
            "Return a copy with only its first character capitalized (ASCII).",
            |cx, args| map(cx, args, capitalize),
        ),
        MethodDef::new(
            "center($self, width, fillchar=b' ', /)",
            "Return a centered copy of length width.",
            |cx, args| pad(cx, args, "center", |missing, width| missing / 2 + (missing & width & 1)),
        ),
        MethodDef::new(
            "count($self, sub, start=None, end=None, /)",
            "Return the number of non-overlapping occurrences of sub in B[start:end].",
            count,
        ),
        MethodDef::new(
            "decode($self, /, encoding='utf-8', errors='strict')",
            "Decode the bytes using the codec registered for encoding.",
            decode,
        ),
        MethodDef::new(
            "endswith($self, suffix, start=None, end=None, /)",
            "Return True if the bytes ends with the specified suffix (or one of a tuple of them), False otherwise.",
            |cx, args| affix(cx, args, "endswith", true),
        ),
        MethodDef::new(
            "expandtabs($self, /, tabsize=8)",
            "Return a copy where all tab characters are expanded using spaces.",
            expand_tabs,
        ),
        MethodDef::new(
            "find($self, sub, start=None, end=None, /)",
            "Return the lowest index in B[start:end] where sub is found, or -1.",
            |cx, args| find_method(cx, args, false),
        ),
        MethodDef::class(
            "fromhex($type, string, /)",
            "Create a bytes object from a string of hexadecimal numbers.\n\nExample: bytes.fromhex('B9 01EF') -> b'\\xb9\\x01\\xef'.",
            from_hex,
        ),
        MethodDef::new(
            "hex($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
            "Create a string of hexadecimal numbers from a bytes object.\n\nsep stands between groups of bytes_per_sep bytes, \
             counted from the right (from the left where negative).",
            hex,
        ),
        MethodDef::new(
            "index($self, sub, start=None, end=None, /)",
            "Return the lowest index in B[start:end] where sub is found.\n\nRaises ValueError when it is not found.",
            |cx, args| index_method(cx, args, false),
        ),
        MethodDef::new(
            "isalnum($self, /)",
            "Return True if all bytes are ASCII letters or digits and there is one.",
            |cx, args| all(cx, args, u8::is_ascii_alphanumeric),
        ),
        MethodDef::new(
            "isalpha($self, /)",
            "Return True if all bytes are ASCII letters and there is one.",
            |cx, args| all(cx, args, u8::is_ascii_alphabetic),
        ),
        MethodDef::new("isascii($self, /)", "Return True if all bytes are ASCII.", |cx, args| {
            Ok(Value::from_bool(this(cx, args[0])?.as_slice().is_ascii()))
        }),
        MethodDef::new(
            "isdigit($self, /)",
            "Return True if all bytes are ASCII digits and there is one.",
            |cx, args| all(cx, args, u8::is_ascii_digit),
        ),
        MethodDef::new(
            "islower($self, /)",
            "Return True if all cased bytes are lower case and there is one.",
            |cx, args| all_cased(cx, args, u8::is_ascii_lowercase, u8::is_ascii_uppercase),
        ),
        MethodDef::new(
            "isspace($self, /)",
            "Return True if all bytes are ASCII white space and there is one.",
            |cx, args| all(cx, args, |byte| text::is_space(*byte)),
        ),
        MethodDef::new(
            "istitle($self, /)",
            "Return True if words begin in upper case and go on in lower case.",
            |cx, args| Ok(Value::from_bool(text::is_title(this(cx, args[0])?.as_slice()))),
        ),
        MethodDef::new(
            "isupper($self, /)",
            "Return True if all cased bytes are upper case and there is one.",
            |cx, args| all_cased(cx, args, u8::is_ascii_uppercase, u8::is_ascii_lowercase),
        ),
        MethodDef::new(
            "join($self, iterable_of_bytes, /)",
            "Concatenate any number of bytes objects, with this one in between.",
            join,
        ),
        MethodDef::new(
            "ljust($self, width, fillchar=b' ', /)",
            "Return a left-justified copy of length width.",
            |cx, args| pad(cx, args, "ljust", |_, _| 0),
        ),
        MethodDef::new(
            "lower($self, /)",
            "Return a copy with all ASCII characters converted to lowercase.",
            |cx, args| map(cx, args, <[u8]>::make_ascii_lowercase),
        ),
        MethodDef::new(
            "lstrip($self, bytes=None, /)",
            "Strip leading bytes contained in the argument (or white space).",
            |cx, args| strip(cx, args, true, false),
        ),
        MethodDef::function(
            "maketrans(frm, to, /)",
            "Return a translation table usable for the bytes or bytearray translate method.",
            make_translation,
        ),
        MethodDef::new(
            "partition($self, sep, /)",
            "Split at the first occurrence of sep: the part before it, sep, the part after it.",
            |cx, args| partition(cx, args, false),
        ),
        MethodDef::new(
            "removeprefix($self, prefix, /)",
            "Return a bytes object with the given prefix removed if present.",
            remove_prefix,
        ),
        MethodDef::new(
            "removesuffix($self, suffix, /)",
            "Return a bytes object with the given suffix removed if present.",
            remove_suffix,
        ),
        MethodDef::new(
            "replace($self, old, new, count=-1, /)",
            "Return a copy with all occurrences of old replaced by new, at most count where that is not negative.",
            replace,
        ),
        MethodDef::new(
            "rfind($self, sub, start=None, end=None, /)",
            "Return the highest index in B[start:end] where sub is found, or -1.",
            |cx, args| find_method(cx, args, true),
        ),
        MethodDef::new(
            "rindex($self, sub, start=None, end=None, /)",
            "Return the highest index in B[start:end] where sub is found.\n\nRaises ValueError when it is not found.",
            |cx, args| index_method(cx, args, true),
        ),
        MethodDef::new(
            "rjust($self, width, fillchar=b' ', /)",
            "Return a right-justified copy of length width.",
            |cx, args| pad(cx, args, "rjust", |missing, _| missing),
        ),
        MethodDef::new(
            "rpartition($self, sep, /)",
            "Split at the last occurrence of sep: the part before it, sep, the part after it.",
            |cx, args| partition(cx, args, true),
        ),
        MethodDef::new(
            "rsplit($self, /, sep=None, maxsplit=-1)",
            "Return a list of the sections in the bytes, using sep (or white space) as the delimiter, from the end.",
            |cx, args| split_method(cx, args, true),
        ),
        MethodDef::new(
            "rstrip($self, bytes=None, /)",
            "Strip trailing bytes contained in the argument (or white space).",
            |cx, args| strip(cx, args, false, true),
        ),
        MethodDef::new(
            "split($self, /, sep=None, maxsplit=-1)",
            "Return a list of the sections in the bytes, using sep (or white space) as the delimiter.",
            |cx, args| split_method(cx, args, false),
        ),
        MethodDef::new(
            "splitlines($self, /, keepends=False)",
            "Return a list of the lines in the bytes.",
            split_lines,
        ),
        MethodDef::new(
            "startswith($self, prefix, start=None, end=None, /)",
            "Return True if the bytes starts with the specified prefix (or one of a tuple of them), False otherwise.",
            |cx, args| affix(cx, args, "startswith", false),
        ),
        MethodDef::new(
            "strip($self, bytes=None, /)",
            "Strip leading and trailing bytes contained in the argument (or white space).",
            |cx, args| strip(cx, args, true, true),
        ),
        MethodDef::new(
            "swapcase($self, /)",
            "Return a copy with the case of ASCII letters exchanged.",
            |cx, args| map(cx, args, swap_case),
        ),
        MethodDef::new(
            "title($self, /)",
            "Return a titlecased copy: ASCII words start in upper case.",
            |cx, args| from_slice(cx, &text::title(this(cx, args[0])?.as_slice())),
        ),
        MethodDef::new(
            "translate($self, table, /, delete=b'')",
            "Return a copy with each byte mapped by the table of 256 (None: itself), those in delete left out.",
            translate,
        ),
        MethodDef::new(
            "upper($self, /)",
            "Return a copy with all ASCII characters converted to uppercase.",
            |cx, args| map(cx, args, <[u8]>::make_ascii_uppercase),
        ),
        MethodDef::new(
            "zfill($self, width, /)",
            "Pad a numeric string with zeros on the left, to fill a field of the given width.",
            zero_fill,
        ),
        MethodDef::new("__getnewargs__($self, /)", "", get_new_args),
        MethodDef::new("__bytes__($self, /)", "Convert this value to exact type bytes.", |cx, args| {
            this(cx, args[0])?.to_exact(cx)
        }),
    ],
    ..TypeDef::DEFAULT
};

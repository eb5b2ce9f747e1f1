//! The operators and methods of arrays, and their type.

use std::sync::atomic::{AtomicUsize, Ordering};
use typhon_vm::names;

use typhon_vm::Value;
use typhon_vm::buffer::{Buffer, bytes_like};
use typhon_vm::call;
use typhon_vm::codecs;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{BinaryOp, Collection, CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::byte_array::{self, ByteArray};
use typhon_vm::types::bytes::{self, Bytes};
use typhon_vm::types::dict::Dict;
use typhon_vm::types::list::{self, List};
use typhon_vm::types::memory_view::python;
use typhon_vm::types::slice::sequence::{self, index_error};
use typhon_vm::types::slice::{self, Bounds, Slice};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::value::SlotExt;

use super::item::{self, Code};
use super::{ARRAY_TYPE, Array, Items, LAYOUT, make, pickle, plain, store};

fn number(number: usize) -> Value {
    Value::small_int_unchecked(number as i64)
}

// --- creation ---------------------------------------------------------------------------------------------------

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else {
        return Err(cx.type_error("array.__new__(X): X is not a type object".into()));
    };
    let given = args[1].cast::<Tuple>().ok_or_else(|| cx.system_error("tuple expected"))?;
    let has_keywords = args[2].cast::<Dict>().is_some_and(|keywords| !keywords.is_empty());
    if has_keywords && class == ARRAY_TYPE.class(cx)? {
        return Err(cx.type_error("array.array() takes no keyword arguments".into()));
    }
    let (code, initial) = match given.values() {
        [] => return Err(cx.type_error("array() takes at least 1 argument (0 given)".into())),
        [code] => (*code, None),
        [code, initial] => (*code, Some(*initial)),
        more => {
            return Err(cx.type_error(format!("array() takes at most 2 arguments ({} given)", more.len())));
        }
    };
    let Some(text) = code.cast::<Str>() else {
        let shown = cx.type_name(code);
        return Err(cx.type_error(format!("array() argument 1 must be a unicode character, not {shown}")));
    };
    if text.len() != 1 {
        let len = text.len();
        return Err(cx.type_error(format!(
            "array() argument 1 must be a unicode character, not a string of length {len}"
        )));
    }
    let code = Code::of(text.code_point(0));
    if code.is_some_and(|code| code.character() == b'u') {
        deprecated(cx)?;
    }
    if let (Some(code), Some(initial)) = (code, initial)
        && !code.is_text()
    {
        let shown = char::from(code.character());
        if initial.cast::<Str>().is_some() {
            return Err(
                cx.type_error(format!("cannot use a str to initialize an array with typecode '{shown}'"))
            );
        }
        if Items::of(initial).is_some_and(|items| items.code.is_text()) {
            return Err(cx.type_error(format!(
                "cannot use a unicode array to initialize an array with typecode '{shown}'"
            )));
        }
    }
    let Some(code) = code else {
        return Err(cx.value_error("bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)"));
    };
    let Some(initial) = initial else { return make(cx, class, code, &[]) };
    if let Some(other) = Items::of(initial) {
        if other.code == code {
            return make(cx, class, code, &other.bytes(cx));
        }
    } else if initial.cast::<Bytes>().is_some() || initial.cast::<ByteArray>().is_some() {
        let content = bytes_like(cx, initial)?;
        if !content.len().is_multiple_of(code.size()) {
            return Err(cx.value_error("bytes length not a multiple of item size"));
        }
        if code.is_text() {
            check_text(cx, &content)?;
        }
        return make(cx, class, code, &content);
    } else if let Some(text) = initial.cast::<Str>() {
        return make(cx, class, code, &text_bytes(&text));
    }
    let made = make(cx, class, code, &[])?;
    extend_by_iteration(cx, Items::this(cx, made)?, initial)?;
    Ok(made)
}

/// The warning about type code `u`.
fn deprecated(cx: &Cx) -> R<()> {
    let text = "The 'u' type code is deprecated and will be removed in Python 3.16";
    exceptions::warn(cx, exceptions::DEPRECATION_WARNING, text, 1)
}

fn text_bytes(text: &Str) -> Vec<u8> {
    text.code_points().flat_map(u32::to_ne_bytes).collect()
}

/// Refuses bytes that are no characters, as the codec does.
fn check_text(cx: &Cx, content: &[u8]) -> R<()> {
    let order = if cfg!(target_endian = "big") { "utf-32-be" } else { "utf-32-le" };
    let source = bytes::from_slice(cx, content)?;
    let source = source.cast::<Bytes>().ok_or_else(|| cx.system_error("bytes expected"))?;
    let pass = str_::from_str(cx, "surrogatepass")?;
    codecs::decode(cx, source, order, Some(pass)).map(|_| ())
}

fn extend_by_iteration(cx: &Cx, items: Items, iterable: Value) -> R<()> {
    protocol::iter::for_each(cx, iterable, &mut |cx, value| {
        let packed = item::pack(cx, items.code, value)?;
        store::append(cx, items, &packed[..items.size])
    })
}

// --- slots ------------------------------------------------------------------------------------------------------

pub(super) fn to_list(cx: &Cx, items: Items) -> R<Value> {
    let content = items.bytes(cx);
    let result = list::with_capacity(cx, content.len() / items.size)?;
    for chunk in content.chunks_exact(items.size) {
        list::append_private(cx, result, item::unpack(cx, items.code, chunk)?)?;
    }
    Ok(result.value())
}

fn to_text(cx: &Cx, items: Items) -> R<Value> {
    let content = items.bytes(cx);
    let points: Vec<u32> = content
        .chunks_exact(4)
        .map(|unit| u32::from_ne_bytes([unit[0], unit[1], unit[2], unit[3]]))
        .collect();
    if let Some(bad) = points.iter().find(|&&point| point > 0x10_ffff) {
        return Err(cx.value_error(&format!("character U+{bad:x} is not in range [U+0000; U+10ffff]")));
    }
    Ok(str_::from_points(cx, &points)?.value())
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let items = Items::this(cx, value)?;
    let (name, code) = (cx.type_of(value).name_text(), char::from(items.code.character()));
    if items.len() == 0 {
        return str_::from_string(cx, format!("{name}('{code}')"));
    }
    let content = if items.code.is_text() { to_text(cx, items)? } else { to_list(cx, items)? };
    let mut text = str_::Builder::new();
    text.push_str(&format!("{name}('{code}', "));
    text.push_value(protocol::repr(cx, content)?);
    text.push_str(")");
    text.finish(cx)
}

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (Items::of(left), Items::of(right)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if one.len() != other.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::from_bool(op == CompareOp::Ne));
    }
    let mut position = 0;
    loop {
        let (Some(a), Some(b)) = (one.get(cx, position)?, other.get(cx, position)?) else {
            return Ok(Value::from_bool(op.holds(one.len().cmp(&other.len()))));
        };
        if !protocol::compare_bool(cx, a, b, CompareOp::Eq)? {
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => protocol::compare(cx, a, b, op),
            };
        }
        position += 1;
        if position.is_multiple_of(1024) {
            cx.poll()?;
        }
    }
}

/// An index subscript.
fn index_of(cx: &Cx, key: Value) -> R<i64> {
    if !key.is_int() && cx.type_of(key).slots().index.is_none() {
        return Err(cx.type_error("array indices must be integers".into()));
    }
    protocol::index::to_index(cx, key)
}

fn getitem(cx: &Cx, value: Value, key: Value) -> R<Value> {
    let items = Items::this(cx, value)?;
    if let Some(index) = key.as_small_int() {
        let position = sequence::position(index, items.len());
        let found = position.and_then(|position| items.get(cx, position).transpose());
        return found.unwrap_or_else(|| Err(index_error(cx, "array index out of range")));
    }
    if let Some(slice) = key.cast::<Slice>() {
        let bounds = slice::unpack(cx, slice)?;
        let size = items.size;
        let chosen: Vec<u8> = byte_array::with_bytes(cx, items.store, |bytes| {
            let selection = bounds.fit(bytes.len() / size);
            if selection.step == 1 {
                let start = selection.start as usize * size;
                return bytes[start..start + selection.count * size].to_vec();
            }
            let at = |n| selection.position(n) * size;
            (0..selection.count).flat_map(|n| &bytes[at(n)..at(n) + size]).copied().collect()
        });
        return plain(cx, items.code, &chosen);
    }
    let index = index_of(cx, key)?;
    let found = match sequence::position(index, items.len()) {
        Some(position) => items.get(cx, position)?,
        None => None,
    };
    found.ok_or_else(|| index_error(cx, "array index out of range"))
}

fn setitem(cx: &Cx, value: Value, key: Value, new: Option<Value>) -> R<()> {
    let items = Items::this(cx, value)?;
    // What needs no conversion is stored at once.
    if let (Some(index), Some(word)) = (key.as_small_int(), new.and_then(|new| item::plain(items.code, new)))
    {
        let stored = byte_array::with_bytes(cx, items.store, |bytes| {
            let position = sequence::position(index, bytes.len() >> items.code.log_size())?;
            item::put(items.code, bytes, position, word)
        });
        return stored.ok_or_else(|| index_error(cx, "array assignment index out of range"));
    }
    if let Some(slice) = key.cast::<Slice>() {
        let bounds = slice::unpack(cx, slice)?;
        return match new {
            None => store::delete(cx, items, bounds),
            Some(new) => assign_slice(cx, items, bounds, new),
        };
    }
    let index = index_of(cx, key)?;
    let out_of_range = || index_error(cx, "array assignment index out of range");
    let Some(new) = new else {
        let taken = store::take(cx, items, |len| sequence::position(index, len))?;
        return taken.map(|_| ()).ok_or_else(out_of_range);
    };
    if sequence::position(index, items.len()).is_none() {
        return Err(out_of_range());
    }
    let packed = item::pack(cx, items.code, new)?;
    let size = items.size;
    // Where the conversion has shortened the array, there is nothing to store to.
    let stored = byte_array::with_bytes(cx, items.store, |bytes| {
        let position = sequence::position(index, bytes.len() / size)?;
        bytes[position * size..(position + 1) * size].copy_from_slice(&packed[..size]);
        Some(())
    });
    stored.ok_or_else(out_of_range)
}

fn assign_slice(cx: &Cx, items: Items, bounds: Bounds, new: Value) -> R<()> {
    let Some(other) = Items::of(new) else {
        let shown = cx.type_name(new);
        return Err(cx.type_error(format!("can only assign array (not \"{shown}\") to array slice")));
    };
    if other.code != items.code {
        return Err(cx.type_error("bad argument type for built-in operation".into()));
    }
    let content = other.bytes(cx);
    let size = items.size;
    if bounds.step == 1 {
        return store::replace(cx, items, &content, |len| {
            let selection = bounds.fit(len);
            Some((selection.start as usize, selection.count))
        })
        .map(|_| ());
    }
    if content.is_empty() {
        return store::delete(cx, items, bounds);
    }
    let given = content.len() / size;
    let wanted = byte_array::with_bytes(cx, items.store, |bytes| {
        let selection = bounds.fit(bytes.len() / size);
        if selection.count != given {
            return Some(selection.count);
        }
        for (n, chunk) in content.chunks_exact(size).enumerate() {
            let at = selection.position(n) * size;
            bytes[at..at + size].copy_from_slice(chunk);
        }
        None
    });
    match wanted {
        None => Ok(()),
        Some(count) => Err(cx.value_error(&format!(
            "attempt to assign array of size {given} to extended slice of size {count}"
        ))),
    }
}

fn add(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let Some(one) = Items::of(left) else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(other) = Items::of(right) else {
        if sequence::may_reflect(cx, right, BinaryOp::Add) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let shown = cx.type_name(right);
        return Err(cx.type_error(format!("can only append array (not \"{shown}\") to array")));
    };
    if one.code != other.code {
        return Err(cx.type_error("bad argument type for built-in operation".into()));
    }
    let mut joined = one.bytes(cx);
    joined.extend(other.bytes(cx));
    plain(cx, one.code, &joined)
}

fn mul(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (items, count) = match Items::of(left) {
        Some(items) => (items, right),
        None => (Items::this(cx, right)?, left),
    };
    let Some(count) = sequence::repeat_count(cx, count)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let content = items.bytes(cx);
    cx.check_room(content.len().saturating_mul(count))?;
    plain(cx, items.code, &content.repeat(count))
}

fn same_kind(cx: &Cx, items: Items, other: Items) -> R<()> {
    if items.code == other.code {
        return Ok(());
    }
    Err(cx.type_error("can only extend with array of same kind".into()))
}

fn iadd(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let items = Items::this(cx, left)?;
    let Some(other) = Items::of(right) else {
        let shown = cx.type_name(right);
        return Err(cx.type_error(format!("can only extend array with array (not \"{shown}\")")));
    };
    same_kind(cx, items, other)?;
    store::append(cx, items, &other.bytes(cx))?;
    Ok(left)
}

fn imul(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let Some(count) = sequence::repeat_count(cx, right)? else { return Ok(Value::NOT_IMPLEMENTED) };
    store::repeat(cx, Items::this(cx, left)?, count)?;
    Ok(left)
}

/// The first position from `start` on, below `stop`, of an item that equals a value.
fn find(cx: &Cx, items: Items, value: Value, start: usize, stop: usize) -> R<Option<usize>> {
    for position in start..stop {
        let Some(item) = items.get(cx, position)? else { return Ok(None) };
        if protocol::equal(cx, item, value)? {
            return Ok(Some(position));
        }
        if position.is_multiple_of(1024) {
            cx.poll()?;
        }
    }
    Ok(None)
}

fn lend(cx: &Cx, value: Value, flags: u32) -> R<Buffer> {
    let items = Items::this(cx, value)?;
    let mut buffer = byte_array::lend(cx, items.store.value(), flags)?;
    buffer.exporter = value;
    Ok(buffer.of_items(items.size, str_::of_latin1(items.code.format()).value()))
}

// --- methods ----------------------------------------------------------------------------------------------------

fn append(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    let packed = item::pack(cx, items.code, args[1])?;
    store::append(cx, items, &packed[..items.size])?;
    Ok(Value::NONE)
}

fn buffer_info(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    let address = byte_array::with_bytes(cx, items.store, |bytes| bytes.as_ptr() as u64);
    let address = typhon_vm::types::int::from_u64(cx, address)?;
    Ok(tuple::from_slice(cx, &[address, number(items.len())])?.value())
}

fn byteswap(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    byte_array::with_bytes(cx, items.store, |bytes| {
        bytes.chunks_exact_mut(items.size).for_each(<[u8]>::reverse);
    });
    Ok(Value::NONE)
}

fn extend(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    match Items::of(args[1]) {
        Some(other) => {
            same_kind(cx, items, other)?;
            store::append(cx, items, &other.bytes(cx))?;
        }
        None => extend_by_iteration(cx, items, args[1])?,
    }
    Ok(Value::NONE)
}

fn append_bytes(cx: &Cx, items: Items, content: &[u8]) -> R<()> {
    if !content.len().is_multiple_of(items.size) {
        return Err(cx.value_error("bytes length not a multiple of item size"));
    }
    store::append(cx, items, content)
}

fn from_bytes(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    let content = {
        let content = bytes_like(cx, args[1])?;
        if content.buffer().itemsize != 1 {
            return Err(cx.type_error("a bytes-like object is required".into()));
        }
        content.to_vec()
    };
    append_bytes(cx, items, &content)?;
    Ok(Value::NONE)
}

fn from_file(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    let count = protocol::index::to_i64(cx, args[2])?;
    let Ok(count) = usize::try_from(count) else { return Err(cx.value_error("negative count")) };
    let wanted = count.checked_mul(items.size).ok_or_else(|| cx.memory_error())?;
    let read = protocol::attr::get(cx, args[1], cx.intern("read")?)?;
    let got = call::call_values(cx, read, &[typhon_vm::types::int::from_i64(cx, wanted as i64)?])?;
    let Some(content) = got.cast::<Bytes>() else {
        return Err(cx.type_error("read() didn't return bytes".into()));
    };
    append_bytes(cx, items, content.as_slice())?;
    if content.len() != wanted {
        return Err(cx.error(exceptions::EOF_ERROR, "read() didn't return enough bytes".into()));
    }
    Ok(Value::NONE)
}

fn from_list(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    let Some(values) = args[1].cast::<List>() else {
        return Err(cx.type_error("arg must be list".into()));
    };
    let count = values.len();
    let mut packed = Vec::with_capacity(count * items.size);
    let mut position = 0;
    while let Some(value) = list::get(values, position) {
        packed.extend_from_slice(&item::pack(cx, items.code, value)?[..items.size]);
        position += 1;
        if values.len() != count {
            let text = "list changed size during iteration";
            return Err(cx.error(exceptions::RUNTIME_ERROR, text.into()));
        }
    }
    store::append(cx, items, &packed)?;
    Ok(Value::NONE)
}

fn only_text(cx: &Cx, items: Items, method: &str) -> R<()> {
    if items.code.is_text() {
        return Ok(());
    }
    Err(cx.value_error(&format!("{method}() may only be called on unicode type arrays ('u' or 'w')")))
}

fn from_unicode(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    let Some(text) = args[1].cast::<Str>() else {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("fromunicode() argument must be str, not {shown}")));
    };
    only_text(cx, items, "fromunicode")?;
    store::append(cx, items, &text_bytes(&text))?;
    Ok(Value::NONE)
}

fn to_unicode(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    only_text(cx, items, "tounicode")?;
    to_text(cx, items)
}

fn to_file(cx: &Cx, args: &[Value]) -> R<Value> {
    const BLOCK: usize = 64 * 1024;
    let items = Items::this(cx, args[0])?;
    let write = protocol::attr::get(cx, args[1], names::get(names::WRITE))?;
    let content = items.bytes(cx);
    for block in content.chunks(BLOCK) {
        call::call_values(cx, write, &[bytes::from_slice(cx, block)?])?;
    }
    Ok(Value::NONE)
}

fn insert(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    let index = protocol::index::to_i64(cx, args[1])? as isize;
    let packed = item::pack(cx, items.code, args[2])?;
    store::replace(cx, items, &packed[..items.size], |len| {
        let at = if index < 0 { index.saturating_add(len as isize).max(0) } else { index };
        Some(((at as usize).min(len), 0))
    })?;
    Ok(Value::NONE)
}

fn pop(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    let index = args[1].bound().map_or(Ok(-1), |index| protocol::index::to_i64(cx, index))?;
    match store::take(cx, items, |len| sequence::position(index, len))? {
        Some(taken) => item::unpack(cx, items.code, &taken),
        None if items.len() == 0 => Err(index_error(cx, "pop from empty array")),
        None => Err(index_error(cx, "pop index out of range")),
    }
}

fn index(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    let start = sequence::bound(cx, args[2], 0, false)?;
    let stop = sequence::bound(cx, args[3], isize::MAX, false)?;
    let (start, stop) = sequence::fit_bounds(start, stop, items.len());
    match find(cx, items, args[1], start, stop)? {
        Some(position) => Ok(number(position)),
        None => Err(cx.value_error("array.index(x): x not in array")),
    }
}

fn count(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    let (mut found, mut from) = (0, 0);
    while let Some(position) = find(cx, items, args[1], from, usize::MAX)? {
        (found, from) = (found + 1, position + 1);
    }
    Ok(number(found))
}

fn remove(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    let Some(position) = find(cx, items, args[1], 0, usize::MAX)? else {
        return Err(cx.value_error("array.remove(x): x not in array"));
    };
    store::take(cx, items, |len| (position < len).then_some(position))?;
    Ok(Value::NONE)
}

fn reverse(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    byte_array::with_bytes(cx, items.store, |bytes| {
        // All bytes, then the bytes of each item back.
        bytes.reverse();
        bytes.chunks_exact_mut(items.size).for_each(<[u8]>::reverse);
    });
    Ok(Value::NONE)
}

fn copy(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = Items::this(cx, args[0])?;
    plain(cx, items.code, &items.bytes(cx))
}

static NEW: MethodDef =
    MethodDef::function("__new__($type, *args, **kwargs)", "Create and return a new object.", new);

/// The type.
pub(super) static ARRAY: TypeDef = TypeDef {
    name: "array",
    module: "array",
    doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\n\
          initialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    generic: true,
    unhashable: true,
    collection: Some(Collection::Sequence),
    slots: SlotTable {
        repr: Some(repr),
        compare: Some(compare),
        len: Some(|cx, value| Ok(Items::this(cx, value)?.len())),
        iter: Some(iter),
        getitem: Some(getitem),
        setitem: Some(setitem),
        contains: Some(|cx, value, item| {
            Ok(find(cx, Items::this(cx, value)?, item, 0, usize::MAX)?.is_some())
        }),
        buffer: Some(lend),
        release_buffer: Some(python::release_native),
        binary: SlotTable::binary_slots(&[(BinaryOp::Add, add), (BinaryOp::Mul, mul)]),
        inplace: SlotTable::binary_slots(&[(BinaryOp::Add, iadd), (BinaryOp::Mul, imul)]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("append($self, v, /)", "Append new value v to the end of the array.", append),
        MethodDef::new(
            "buffer_info($self, /)",
            "Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents.",
            buffer_info,
        ),
        MethodDef::new("byteswap($self, /)", "Byteswap all items of the array.", byteswap),
        MethodDef::new("clear($self, /)", "Remove all items from the array.", |cx, args| {
            store::replace(cx, Items::this(cx, args[0])?, &[], |len| Some((0, len)))?;
            Ok(Value::NONE)
        }),
        MethodDef::new("count($self, v, /)", "Return number of occurrences of v in the array.", count),
        MethodDef::new("extend($self, bb, /)", "Append items to the end of the array.", extend),
        MethodDef::new(
            "frombytes($self, buffer, /)",
            "Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method.",
            from_bytes,
        ),
        MethodDef::new(
            "fromfile($self, f, n, /)",
            "Read n objects from the file object f and append them to the end of the array.",
            from_file,
        ),
        MethodDef::new("fromlist($self, list, /)", "Append items to array from list.", from_list),
        MethodDef::new(
            "fromunicode($self, ustr, /)",
            "Extends this array with data from the unicode string ustr.",
            from_unicode,
        ),
        MethodDef::new(
            "index($self, v, start=0, stop=sys.maxsize, /)",
            "Return index of first occurrence of v in the array.\n\nRaise ValueError if the value is not present.",
            index,
        ),
        MethodDef::new(
            "insert($self, i, v, /)",
            "Insert a new item v into the array before position i.",
            insert,
        ),
        MethodDef::new(
            "pop($self, i=-1, /)",
            "Return the i-th element and delete it from the array.\n\ni defaults to -1.",
            pop,
        ),
        MethodDef::new("remove($self, v, /)", "Remove the first occurrence of v in the array.", remove),
        MethodDef::new("reverse($self, /)", "Reverse the order of the items in the array.", reverse),
        MethodDef::new(
            "tobytes($self, /)",
            "Convert the array to an array of machine values and return the bytes representation.",
            |cx, args| bytes::from_slice(cx, &Items::this(cx, args[0])?.bytes(cx)),
        ),
        MethodDef::new(
            "tofile($self, f, /)",
            "Write all items (as machine values) to the file object f.",
            to_file,
        ),
        MethodDef::new(
            "tolist($self, /)",
            "Convert array to an ordinary list with the same items.",
            |cx, args| to_list(cx, Items::this(cx, args[0])?),
        ),
        MethodDef::new("tounicode($self, /)", "Convert the array to a unicode string.", to_unicode),
        MethodDef::new("__copy__($self, /)", "Return a copy of the array.", copy),
        MethodDef::new("__deepcopy__($self, unused, /)", "Return a copy of the array.", copy),
        MethodDef::new(
            "__reduce_ex__($self, value, /)",
            "Return state information for pickling.",
            pickle::reduce_ex,
        ),
        MethodDef::new("__sizeof__($self, /)", "Size of the array in memory, in bytes.", |cx, args| {
            Ok(number(size_of::<Array>() + Items::this(cx, args[0])?.store.len()))
        }),
    ],
    getset: &[
        GetSetDef {
            name: "typecode",
            doc: "the typecode character used to create the array",
            get: |cx, value| Ok(str_::of_latin1(Items::this(cx, value)?.code.character()).value()),
            set: None,
        },
        GetSetDef {
            name: "itemsize",
            doc: "the size, in bytes, of one array item",
            get: |cx, value| Ok(number(Items::this(cx, value)?.size)),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

// --- the iterator ---------------------------------------------------------------------------------------------------

/// An array and a position in it; the end is beyond every length.
#[repr(C)]
struct ArrayIterator {
    header: Header,
    array: Slot,
    position: AtomicUsize,
}

static ITERATOR_LAYOUT: Layout = Layout::fixed("arrayiterator", size_of::<ArrayIterator>(), trace_iterator);

// SAFETY: repr(C), header first, the slot traced, the position atomic.
unsafe impl Payload for ArrayIterator {
    const LAYOUT: &'static Layout = &ITERATOR_LAYOUT;
}

unsafe fn trace_iterator(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for these iterators only.
    tracer.slot(&unsafe { Obj::<ArrayIterator>::cast_unchecked(object) }.array);
}

static ITERATOR_TYPE: NativeType = NativeType::new(&ITERATOR);
/// Position of an iterator that has come to an end.
const END: usize = usize::MAX;

fn iter(cx: &Cx, value: Value) -> R<Value> {
    let header = Header::new(ITERATOR_TYPE.shape_id(cx)?, 0);
    let made = ArrayIterator { header, array: Slot::of(value), position: AtomicUsize::new(0) };
    Ok(cx.alloc(made)?.value())
}

fn iterator(cx: &Cx, value: Value) -> R<Obj<ArrayIterator>> {
    value.cast::<ArrayIterator>().ok_or_else(|| cx.system_error("arrayiterator expected"))
}

fn next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = iterator(cx, value)?;
    let items = Items::this(cx, this.array.get())?;
    loop {
        let at = this.position.load(Ordering::Acquire);
        if at == END {
            return Ok(None);
        }
        let Some(item) = items.get(cx, at)? else {
            this.position.store(END, Ordering::Release);
            return Ok(None);
        };
        if this.position.compare_exchange(at, at + 1, Ordering::AcqRel, Ordering::Acquire).is_ok() {
            return Ok(Some(item));
        }
    }
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = iterator(cx, args[0])?;
    let builtins = typhon_vm::import::import_absolute(cx, "builtins")?;
    let function = protocol::attr::get(cx, builtins, cx.intern("iter")?)?;
    let at = this.position.load(Ordering::Acquire);
    if at == END {
        let empty = tuple::from_slice(cx, &[])?.value();
        let arguments = tuple::from_slice(cx, &[empty])?.value();
        return Ok(tuple::from_slice(cx, &[function, arguments])?.value());
    }
    let arguments = tuple::from_slice(cx, &[this.array.get()])?.value();
    Ok(tuple::from_slice(cx, &[function, arguments, number(at)])?.value())
}

fn set_state(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = iterator(cx, args[0])?;
    let state = protocol::index::to_i64(cx, args[1])?.max(0) as usize;
    if this.position.load(Ordering::Acquire) != END {
        let len = Items::this(cx, this.array.get())?.len();
        this.position.store(state.min(len), Ordering::Release);
    }
    Ok(Value::NONE)
}

static ITERATOR: TypeDef = TypeDef {
    name: "arrayiterator",
    module: "array",
    layout: &ITERATOR_LAYOUT,
    slots: SlotTable { iter: Some(|_, value| Ok(value)), next: Some(next), ..SlotTable::NONE },
    methods: &[
        MethodDef::new("__reduce__($self, /)", "Return state information for pickling.", reduce),
        MethodDef::new("__setstate__($self, state, /)", "Set state information for unpickling.", set_state),
    ],
    ..TypeDef::DEFAULT
};

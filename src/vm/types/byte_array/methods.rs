//! The operators and mutating methods of `bytearray`, and its type. The methods shared with `bytes` are in `bytes/shared`.

use crate::buffer::{self, bytes_like, bytes_like_optional};
use crate::context::{Cx, R};
use crate::object::Obj;
use crate::protocol;
use crate::runtime;
use crate::typedef::{BinaryOp, CompareOp, MethodDef, SlotTable, TypeDef};
use crate::types::byte_array::{self, ByteArray, LAYOUT, edit, from_slice, lend, new, with_bytes};
use crate::types::bytes;
use crate::types::bytes::shared::{self, byte};
use crate::types::bytes::table::byte_methods;
use crate::types::slice::sequence::{self, index_error};
use crate::types::slice::{self, Slice};
use crate::types::str_::{self, Str};
use crate::types::{iterators, number, tuple};
use crate::value::Value;

const BYTE_RANGE: &str = "byte must be in range(0, 256)";

fn this(cx: &Cx, value: Value) -> R<Obj<ByteArray>> {
    value.cast::<ByteArray>().ok_or_else(|| cx.system_error("bytearray expected"))
}

fn copy_of(cx: &Cx, array: Obj<ByteArray>) -> Vec<u8> {
    with_bytes(cx, array, |bytes| bytes.to_vec())
}

// --- slots ------------------------------------------------------------------------------------------------------

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let content = bytes::repr_of(&copy_of(cx, this(cx, value)?));
    // Single quotes are escaped within double ones too, as in CPython.
    let content = if content.starts_with("b\"") { content.replace('\'', "\\'") } else { content };
    let name = cx.type_of(value).name_text();
    str_::from_string(cx, format!("{name}({content})"))
}

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let Some(one) = left.cast::<ByteArray>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let one = copy_of(cx, one);
    match bytes_like_optional(cx, right)? {
        Some(other) => Ok(Value::from_bool(op.holds(one[..].cmp(&other)))),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn getitem(cx: &Cx, value: Value, key: Value) -> R<Value> {
    let array = this(cx, value)?;
    if let Some(slice) = key.cast::<Slice>() {
        let bounds = slice::unpack(cx, slice)?;
        let chosen = with_bytes(cx, array, |bytes| {
            let selection = bounds.fit(bytes.len());
            if selection.step == 1 {
                let start = selection.start as usize;
                return bytes[start..start + selection.count].to_vec();
            }
            (0..selection.count).map(|n| bytes[selection.position(n)]).collect()
        });
        return from_slice(cx, &chosen);
    }
    let index = sequence::index_number(cx, key, "bytearray")?;
    let byte =
        with_bytes(cx, array, |bytes| sequence::position(index, bytes.len()).map(|position| bytes[position]));
    match byte {
        Some(byte) => Ok(Value::small_int_unchecked(byte.into())),
        None => Err(index_error(cx, "bytearray index out of range")),
    }
}

#[inline(never)]
fn setitem(cx: &Cx, value: Value, key: Value, item: Option<Value>) -> R<()> {
    let array = this(cx, value)?;
    if let Some(slice) = key.cast::<Slice>() {
        let bounds = slice::unpack(cx, slice)?;
        return match item {
            Some(item) => assign_slice(cx, array, bounds, item),
            None if bounds.step == 1 => edit::replace(cx, array, &[], |len| {
                let selection = bounds.fit(len);
                Some((selection.start as usize, selection.count))
            })
            .map(|_| ()),
            None => edit::delete_strided(cx, array, |len| bounds.fit(len)),
        };
    }
    let index = sequence::index_number(cx, key, "bytearray")?;
    let done = match item {
        Some(item) => {
            let byte = byte(cx, item, BYTE_RANGE)?;
            with_bytes(cx, array, |bytes| {
                sequence::position(index, bytes.len()).map(|position| bytes[position] = byte)
            })
            .is_some()
        }
        None => edit::take(cx, array, |len| sequence::position(index, len))?.is_some(),
    };
    if done { Ok(()) } else { Err(index_error(cx, "bytearray index out of range")) }
}

fn assign_slice(cx: &Cx, array: Obj<ByteArray>, bounds: slice::Bounds, item: Value) -> R<()> {
    let new = match bytes_like_optional(cx, item)? {
        Some(content) => content.to_vec(),
        None => {
            let slots = cx.type_of(item).slots();
            if slots.index.is_some()
                || slots.int.is_some()
                || slots.float.is_some()
                || item.cast::<Str>().is_some()
            {
                return Err(cx.type_error(
                    "can assign only bytes, buffers, or iterables of ints in range(0, 256)".into(),
                ));
            }
            new::bytes_of_iterable(cx, item, |shown| format!("cannot convert '{shown}' object to bytearray"))?
        }
    };
    if bounds.step == 1 {
        return edit::replace(cx, array, &new, |len| {
            let selection = bounds.fit(len);
            Some((selection.start as usize, selection.count))
        })
        .map(|_| ());
    }
    if new.is_empty() {
        return edit::delete_strided(cx, array, |len| bounds.fit(len));
    }
    let wanted = with_bytes(cx, array, |bytes| {
        let selection = bounds.fit(bytes.len());
        if selection.count != new.len() {
            return Some(selection.count);
        }
        for (n, &byte) in new.iter().enumerate() {
            bytes[selection.position(n)] = byte;
        }
        None
    });
    match wanted {
        None => Ok(()),
        Some(count) => Err(cx.value_error(&format!(
            "attempt to assign bytes of size {} to extended slice of size {count}",
            new.len()
        ))),
    }
}

fn add(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let Some(one) = left.cast::<ByteArray>() else { return Ok(Value::NOT_IMPLEMENTED) };
    match bytes_like_optional(cx, right)? {
        Some(other) => {
            let mut joined = copy_of(cx, one);
            joined.extend_from_slice(&other);
            from_slice(cx, &joined)
        }
        None if sequence::may_reflect(cx, right, BinaryOp::Add) => Ok(Value::NOT_IMPLEMENTED),
        None => Err(shared::no_concatenation(cx, left, right)),
    }
}

fn mul(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (array, count) = match left.cast::<ByteArray>() {
        Some(array) => (array, right),
        None => (this(cx, right)?, left),
    };
    let Some(count) = sequence::repeat_count(cx, count)? else { return Ok(Value::NOT_IMPLEMENTED) };
    cx.check_room(array.len().saturating_mul(count))?;
    let content = copy_of(cx, array);
    cx.check_room(content.len().saturating_mul(count))?;
    from_slice(cx, &content.repeat(count))
}

#[inline(never)]
fn iadd(cx: &Cx, args: &[Value]) -> R<Value> {
    let array = this(cx, args[0])?;
    match bytes_like_optional(cx, args[1])? {
        Some(other) => edit::extend_slice(cx, array, &other)?,
        None => return Err(shared::no_concatenation(cx, args[0], args[1])),
    }
    Ok(args[0])
}

#[inline(never)]
fn imul(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(count) = sequence::repeat_count(cx, args[1])? else { return Ok(Value::NOT_IMPLEMENTED) };
    edit::repeat(cx, this(cx, args[0])?, count)?;
    Ok(args[0])
}

// --- methods ----------------------------------------------------------------------------------------------------

#[inline(never)]
fn append(cx: &Cx, args: &[Value]) -> R<Value> {
    let byte = byte(cx, args[1], BYTE_RANGE)?;
    edit::append(cx, this(cx, args[0])?, byte)?;
    Ok(Value::NONE)
}

#[inline(never)]
fn extend(cx: &Cx, args: &[Value]) -> R<Value> {
    let array = this(cx, args[0])?;
    if let Some(other) = args[1].cast::<ByteArray>().filter(|&other| other == array) {
        let content = copy_of(cx, other);
        edit::extend_slice(cx, array, &content)?;
        return Ok(Value::NONE);
    }
    if let Some(content) = bytes_like_optional(cx, args[1])? {
        edit::extend_slice(cx, array, &content)?;
        return Ok(Value::NONE);
    }
    if args[1].cast::<Str>().is_some() {
        return Err(cx.type_error("expected iterable of integers; got: 'str'".into()));
    }
    new::extend_by_iteration(cx, array, args[1], |shown| format!("can't extend bytearray with {shown}"))?;
    Ok(Value::NONE)
}

#[inline(never)]
fn insert(cx: &Cx, args: &[Value]) -> R<Value> {
    let index = protocol::index::to_i64(cx, args[1])? as isize;
    let byte = byte(cx, args[2], BYTE_RANGE)?;
    edit::replace(cx, this(cx, args[0])?, &[byte], |len| {
        let at = if index < 0 { index.saturating_add(len as isize).max(0) } else { index };
        Some(((at as usize).min(len), 0))
    })?;
    Ok(Value::NONE)
}

#[inline(never)]
fn pop(cx: &Cx, args: &[Value]) -> R<Value> {
    let index = args[1].bound().map_or(Ok(-1), |index| protocol::index::to_i64(cx, index))?;
    let array = this(cx, args[0])?;
    match edit::take(cx, array, |len| sequence::position(index, len))? {
        Some(byte) => Ok(Value::small_int_unchecked(byte.into())),
        None if array.is_empty() => Err(index_error(cx, "pop from empty bytearray")),
        None => Err(index_error(cx, "pop index out of range")),
    }
}

#[inline(never)]
fn remove(cx: &Cx, args: &[Value]) -> R<Value> {
    let byte = byte(cx, args[1], BYTE_RANGE)?;
    if edit::remove_value(cx, this(cx, args[0])?, byte)? {
        return Ok(Value::NONE);
    }
    Err(cx.value_error("value not found in bytearray"))
}

#[inline(never)]
fn resize(cx: &Cx, args: &[Value]) -> R<Value> {
    let size = protocol::index::to_i64(cx, args[1])?;
    let Ok(len) = usize::try_from(size) else {
        return Err(cx.value_error(&format!("Can only resize to positive sizes, got {size}")));
    };
    edit::resize(cx, this(cx, args[0])?, len)?;
    Ok(Value::NONE)
}

fn from_hex(cx: &Cx, args: &[Value]) -> R<Value> {
    let made = from_slice(cx, &shared::from_hex(cx, args[1])?)?;
    if args[0] == runtime::builtin_type(number::BYTE_ARRAY).value() {
        return Ok(made);
    }
    crate::call::call_values(cx, args[0], &[made])
}

fn reduce(cx: &Cx, args: &[Value], protocol: i64) -> R<Value> {
    let array = this(cx, args[0])?;
    let content = copy_of(cx, array);
    let made = if protocol < 3 {
        // As text, which every protocol can hold.
        let text = str_::from_latin1(cx, &content)?.value();
        tuple::from_slice(cx, &[text, str_::from_str(cx, "latin-1")?])?
    } else if content.is_empty() {
        tuple::from_slice(cx, &[])?
    } else {
        tuple::from_slice(cx, &[bytes::from_slice(cx, &content)?])?
    };
    let state = match args[0].as_object().filter(|_| cx.type_of(args[0]).instances_have_dict()) {
        Some(object) => match crate::instance::snapshot(cx, object)? {
            state if state.is_empty() => Value::NONE,
            state => state.value(),
        },
        None => Value::NONE,
    };
    Ok(tuple::from_slice(cx, &[cx.type_of(args[0]).value(), made.value(), state])?.value())
}

fn reduce_ex(cx: &Cx, args: &[Value]) -> R<Value> {
    let protocol = args[1].bound().map_or(Ok(0), |protocol| protocol::index::to_i64(cx, protocol))?;
    reduce(cx, args, protocol)
}

#[inline(never)]
fn clear(cx: &Cx, args: &[Value]) -> R<Value> {
    edit::replace(cx, this(cx, args[0])?, &[], |len| Some((0, len)))?;
    Ok(Value::NONE)
}

/// A method that may change the number of bytes.
macro_rules! settled {
    ($method:ident) => {
        |cx, args| buffer::settled(cx, args, is_lent, $method)
    };
}

fn is_lent(value: Value) -> bool {
    value.cast::<ByteArray>().is_some_and(|array| array.is_lent())
}

static NEW: MethodDef =
    MethodDef::function("__new__($type, *args, **kwargs)", "Create and return a new object.", new::new);

/// The type.
pub static BYTE_ARRAY: TypeDef = TypeDef {
    name: "bytearray",
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n\
          bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the \
          parameter initialized with null bytes\nbytearray() -> empty bytes array",
    layout: &LAYOUT,
    subclassable: true,
    unhashable: true,
    slots: SlotTable {
        repr: Some(repr),
        str: Some(repr),
        compare: Some(compare),
        iter: Some(|cx, value| iterators::byte_array(cx, this(cx, value)?)),
        len: Some(|cx, value| Ok(this(cx, value)?.len())),
        getitem: Some(getitem),
        setitem: Some(|cx, value, key, item| {
            edit::begin(value);
            setitem(cx, value, key, item)
        }),
        contains: Some(shared::contains),
        init: Some(new::init),
        buffer: Some(lend),
        release_buffer: Some(crate::types::memory_view::python::release_native),
        binary: SlotTable::binary_slots(&[
            (BinaryOp::Add, add),
            (BinaryOp::Mul, mul),
            (BinaryOp::Mod, shared::format),
        ]),
        inplace: SlotTable::binary_slots(&[
            (BinaryOp::Add, |cx, left, right| buffer::settled(cx, &[left, right], is_lent, iadd)),
            (BinaryOp::Mul, |cx, left, right| {
                // A deferred call must not answer `NotImplemented`: the right operand would not be asked any more.
                if cx.type_of(right).slots().index.is_none() {
                    return imul(cx, &[left, right]);
                }
                buffer::settled(cx, &[left, right], is_lent, imul)
            }),
        ]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: byte_methods! {
        MethodDef::class(
            "fromhex($type, string, /)",
            "Create a bytearray object from a string of hexadecimal numbers.\n\nExample: bytearray.fromhex('B9 01EF') -> bytearray(b'\\xb9\\x01\\xef').",
            from_hex,
        ),
        MethodDef::new("append($self, item, /)", "Append a single item to the end of the bytearray.", settled!(append)),
        MethodDef::new(
            "extend($self, iterable_of_ints, /)",
            "Append all the items from the iterator or sequence to the end of the bytearray.",
            settled!(extend),
        ),
        MethodDef::new("insert($self, index, item, /)", "Insert a single item into the bytearray before the given index.", settled!(insert)),
        MethodDef::new("pop($self, index=-1, /)", "Remove and return a single item from B.", settled!(pop)),
        MethodDef::new("remove($self, value, /)", "Remove the first occurrence of a value in the bytearray.", settled!(remove)),
        MethodDef::new("clear($self, /)", "Remove all items from the bytearray.", settled!(clear)),
        MethodDef::new("copy($self, /)", "Return a copy of B.", |cx, args| {
            byte_array::from_slice(cx, &bytes_like(cx, args[0])?)
        }),
        MethodDef::new("reverse($self, /)", "Reverse the order of the values in B in place.", |cx, args| {
            with_bytes(cx, this(cx, args[0])?, <[u8]>::reverse);
            Ok(Value::NONE)
        }),
        MethodDef::new("resize($self, size, /)", "Resize the internal buffer of bytearray to len.", settled!(resize)),
        MethodDef::new("__alloc__($self, /)", "The number of bytes actually allocated.", |cx, args| {
            Ok(Value::small_int_unchecked(byte_array::allocated(this(cx, args[0])?) as i64))
        }),
        MethodDef::new("__sizeof__($self, /)", "The size of the bytearray object in memory, in bytes.", |cx, args| {
            let array = this(cx, args[0])?;
            Ok(Value::small_int_unchecked((size_of::<ByteArray>() + byte_array::allocated(array)) as i64))
        }),
        MethodDef::new("__reduce__($self, /)", "Return state information for pickling.", |cx, args| reduce(cx, args, 2)),
        MethodDef::new("__reduce_ex__($self, proto=0, /)", "Return state information for pickling.", reduce_ex),
    },
    ..TypeDef::DEFAULT
};

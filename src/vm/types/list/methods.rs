//! The methods and operators of `list`, and its type.

use crate::call::CallArgs;
use crate::context::{Cx, R};
use crate::exceptions;
use crate::interp::cache;
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{BinaryOp, CompareOp, MethodDef, SlotTable, TypeDef};
use crate::types::iterators;
use crate::types::list::edit::{self, Removal};
use crate::types::list::{self, LAYOUT, List};
use crate::types::number;
use crate::types::slice::sequence::{self, index_error};
use crate::types::slice::{self, Slice};
use crate::types::str_;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;
use crate::value::Value;

fn this(cx: &Cx, value: Value) -> R<Obj<List>> {
    value.cast::<List>().ok_or_else(|| cx.system_error("list expected"))
}

// --- creation ---------------------------------------------------------------------------------------------------

fn list_new(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Type>() {
        Some(class) => Ok(list::new_of_class(cx, class)?.value()),
        None => Err(cx.type_error("list.__new__(X): X is not a type object".into())),
    }
}

fn list_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    let list = this(cx, value)?;
    let class = cx.type_of(value);
    let of_list = crate::runtime::builtin_type(number::LIST);
    let new = crate::names::get(crate::names::__NEW__);
    // Keywords are for the `__new__` of a derived class.
    if class == of_list || cache::lookup(cx, class, new) == cache::lookup(cx, of_list, new) {
        args.no_keywords(cx, "list")?;
    }
    let iterable = match args.positional() {
        [] => None,
        [iterable] => Some(*iterable),
        more => return Err(cx.type_error(format!("list expected at most 1 argument, got {}", more.len()))),
    };
    if !list.is_empty() {
        edit::clear(cx, list);
    }
    match iterable {
        Some(iterable) => list::extend(cx, list, iterable),
        None => Ok(()),
    }
}

// --- slots ------------------------------------------------------------------------------------------------------

fn list_repr(cx: &Cx, value: Value) -> R<Value> {
    let list = this(cx, value)?;
    if list.is_empty() {
        return str_::from_str(cx, "[]");
    }
    let shown = protocol::without_recursion(cx, value, || {
        let mut text = str_::Builder::new();
        text.push_str("[");
        let mut index = 0;
        while let Some(item) = list::get(list, index) {
            if index > 0 {
                text.push_str(", ");
            }
            text.push_value(protocol::repr(cx, item)?);
            index += 1;
        }
        text.push_str("]");
        text.finish(cx)
    })?;
    shown.map_or_else(|| str_::from_str(cx, "[...]"), Ok)
}

fn list_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<List>(), right.cast::<List>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if one.len() != other.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::from_bool(op == CompareOp::Ne));
    }
    let mut index = 0;
    loop {
        let (Some(a), Some(b)) = (list::get(one, index), list::get(other, index)) else {
            return Ok(Value::from_bool(op.holds(one.len().cmp(&other.len()))));
        };
        if !protocol::equal(cx, a, b)? {
            // The comparison may have changed the lists.
            let (Some(a), Some(b)) = (list::get(one, index), list::get(other, index)) else { continue };
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => protocol::compare(cx, a, b, op),
            };
        }
        index += 1;
    }
}

fn list_getitem(cx: &Cx, value: Value, key: Value) -> R<Value> {
    let list = this(cx, value)?;
    if let Some(slice) = key.cast::<Slice>() {
        let bounds = slice::unpack(cx, slice)?;
        return Ok(edit::slice_to_list(cx, list, bounds)?.value());
    }
    let index = sequence::index_number(cx, key, "list")?;
    sequence::position(index, list.len())
        .and_then(|position| list::get(list, position))
        .ok_or_else(|| index_error(cx, "list index out of range"))
}

fn list_setitem(cx: &Cx, value: Value, key: Value, item: Option<Value>) -> R<()> {
    let list = this(cx, value)?;
    if let Some(slice) = key.cast::<Slice>() {
        let bounds = slice::unpack(cx, slice)?;
        return match item {
            None => {
                edit::delete_slice(cx, list, bounds);
                edit::shrink(cx, list)
            }
            Some(iterable) => {
                let values = slice_values(cx, iterable)?;
                edit::assign_slice(cx, list, bounds, values)
            }
        };
    }
    let index = sequence::index_number(cx, key, "list")?;
    let done = match item {
        Some(item) => list::set_index_fast(cx, list, index, item),
        None => edit::pop(cx, list, index).is_some(),
    };
    if done { Ok(()) } else { Err(index_error(cx, "list assignment index out of range")) }
}

fn slice_values(cx: &Cx, iterable: Value) -> R<Obj<Tuple>> {
    let slots = cx.type_of(iterable).slots();
    if slots.iter.is_none() && slots.getitem.is_none() {
        return Err(cx.type_error("must assign iterable to extended slice".into()));
    }
    tuple::from_iterable(cx, iterable)
}

fn list_contains(cx: &Cx, value: Value, item: Value) -> R<bool> {
    let list = this(cx, value)?;
    Ok(find(cx, list, item, 0, usize::MAX)?.is_some())
}

/// The first index in `start..stop` whose item equals `item`.
fn find(cx: &Cx, list: Obj<List>, item: Value, start: usize, stop: usize) -> R<Option<usize>> {
    let mut index = start;
    while index < stop
        && let Some(other) = list::get(list, index)
    {
        if protocol::equal(cx, other, item)? {
            return Ok(Some(index));
        }
        index += 1;
        if index.is_multiple_of(1024) {
            cx.poll()?;
        }
    }
    Ok(None)
}

fn list_add(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let Some(one) = left.cast::<List>() else { return Ok(Value::NOT_IMPLEMENTED) };
    match right.cast::<List>() {
        Some(other) => Ok(edit::concatenated(cx, one, other)?.value()),
        None if sequence::may_reflect(cx, right, BinaryOp::Add) => Ok(Value::NOT_IMPLEMENTED),
        None => {
            Err(cx.type_error(format!("can only concatenate list (not \"{}\") to list", cx.type_name(right))))
        }
    }
}

fn list_mul(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (list, count) = match left.cast::<List>() {
        Some(list) => (list, right),
        None => (this(cx, right)?, left),
    };
    match sequence::repeat_count(cx, count)? {
        Some(count) => Ok(edit::repeated(cx, list, count)?.value()),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn list_iadd(cx: &Cx, left: Value, right: Value) -> R<Value> {
    if let Some(result) = sequence::reflected(cx, left, right, BinaryOp::Add)? {
        return Ok(result);
    }
    list::extend(cx, this(cx, left)?, right)?;
    Ok(left)
}

fn list_imul(cx: &Cx, left: Value, right: Value) -> R<Value> {
    match sequence::repeat_count(cx, right)? {
        Some(count) => {
            edit::repeat_in_place(cx, this(cx, left)?, count)?;
            Ok(left)
        }
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

// --- methods ----------------------------------------------------------------------------------------------------

fn append(cx: &Cx, args: &[Value]) -> R<Value> {
    list::append(cx, this(cx, args[0])?, args[1])?;
    Ok(Value::NONE)
}

fn extend(cx: &Cx, args: &[Value]) -> R<Value> {
    list::extend(cx, this(cx, args[0])?, args[1])?;
    Ok(Value::NONE)
}

fn insert(cx: &Cx, args: &[Value]) -> R<Value> {
    let index = match args[1].as_small_int() {
        Some(index) => index as isize,
        None => insertion_index(cx, args[1])?,
    };
    edit::insert(cx, this(cx, args[0])?, index, args[2])?;
    Ok(Value::NONE)
}

/// An index argument: an int that fits a machine word.
fn insertion_index(cx: &Cx, value: Value) -> R<isize> {
    let number = protocol::index::to_value(cx, value)?;
    if let Some(number) = number.as_small_int() {
        return Ok(number as isize);
    }
    match protocol::index::to_isize_clipped(cx, number)? {
        isize::MAX | isize::MIN => {
            Err(cx.error(exceptions::OVERFLOW_ERROR, "Python int too large to convert to C ssize_t".into()))
        }
        number => Ok(number),
    }
}

fn pop(cx: &Cx, args: &[Value]) -> R<Value> {
    let list = this(cx, args[0])?;
    let index = match args[1].bound() {
        None => -1,
        Some(index) => insertion_index(cx, index)? as i64,
    };
    match edit::pop(cx, list, index) {
        Some(item) => {
            edit::shrink(cx, list)?;
            Ok(item)
        }
        None if list.is_empty() => Err(index_error(cx, "pop from empty list")),
        None => Err(index_error(cx, "pop index out of range")),
    }
}

fn remove(cx: &Cx, args: &[Value]) -> R<Value> {
    let list = this(cx, args[0])?;
    let mut from = 0;
    loop {
        match edit::remove_plain(cx, list, args[1], from) {
            Removal::Done => return Ok(Value::NONE),
            Removal::Absent => return Err(cx.value_error("list.remove(x): x not in list")),
            Removal::LooksOnFrom(next) => from = next,
            Removal::NeedsCode(next) => {
                from = next;
                break;
            }
        }
        cx.poll()?;
    }
    while let Some(index) = find(cx, list, args[1], from, usize::MAX)? {
        // Comparing may have let others in: what is removed is the item that was found, if it is still there.
        let Some(item) = list::get(list, index) else { break };
        if edit::remove_if_same(cx, list, index, item) {
            return Ok(Value::NONE);
        }
        from = 0;
    }
    Err(cx.value_error("list.remove(x): x not in list"))
}

fn index(cx: &Cx, args: &[Value]) -> R<Value> {
    let list = this(cx, args[0])?;
    let start = sequence::bound(cx, args[2], 0, false)?;
    let stop = sequence::bound(cx, args[3], isize::MAX, false)?;
    let len = list.len();
    let (start, _) = sequence::fit_bounds(start, 0, len);
    let stop = if stop < 0 { (stop + len as isize).max(0) } else { stop };
    match find(cx, list, args[1], start, stop as usize)? {
        Some(index) => Ok(Value::small_int_unchecked(index as i64)),
        None => Err(cx.value_error("list.index(x): x not in list")),
    }
}

fn count(cx: &Cx, args: &[Value]) -> R<Value> {
    let list = this(cx, args[0])?;
    let (mut count, mut from) = (0, 0);
    while let Some(index) = find(cx, list, args[1], from, usize::MAX)? {
        count += 1;
        from = index + 1;
    }
    Ok(Value::small_int_unchecked(count))
}

fn reverse(cx: &Cx, args: &[Value]) -> R<Value> {
    edit::reverse(cx, this(cx, args[0])?);
    Ok(Value::NONE)
}

fn sort(cx: &Cx, args: &[Value]) -> R<Value> {
    let reverse = match args[2].bound() {
        Some(flag) => protocol::is_true(cx, flag)?,
        None => false,
    };
    list::sort(cx, this(cx, args[0])?, args[1].bound().unwrap_or(Value::NONE), reverse)?;
    Ok(Value::NONE)
}

fn copy(cx: &Cx, args: &[Value]) -> R<Value> {
    let whole = slice::Bounds { start: 0, stop: isize::MAX, step: 1 };
    Ok(edit::slice_to_list(cx, this(cx, args[0])?, whole)?.value())
}

fn clear(cx: &Cx, args: &[Value]) -> R<Value> {
    edit::clear(cx, this(cx, args[0])?);
    Ok(Value::NONE)
}

fn reversed(cx: &Cx, args: &[Value]) -> R<Value> {
    iterators::list_reversed(cx, this(cx, args[0])?)
}

fn memory_size(cx: &Cx, args: &[Value]) -> R<Value> {
    let list = this(cx, args[0])?;
    let bytes = crate::object::bytes(list.object()) + list.block().len() * 8 + 16;
    Ok(Value::small_int_unchecked(bytes as i64))
}

static NEW: MethodDef = MethodDef::any_new(list_new);

/// The type.
pub static LIST: TypeDef = TypeDef {
    name: "list",
    generic: true,
    collection: Some(crate::typedef::Collection::Sequence),
    doc: "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\n\
          The argument must be an iterable if specified.",
    layout: &LAYOUT,
    parameters: Some("(iterable=(), /)"),
    subclassable: true,
    unhashable: true,
    slots: SlotTable {
        repr: Some(list_repr),
        compare: Some(list_compare),
        iter: Some(|cx, value| iterators::list(cx, this(cx, value)?)),
        len: Some(|cx, value| Ok(this(cx, value)?.len())),
        getitem: Some(list_getitem),
        setitem: Some(list_setitem),
        contains: Some(list_contains),
        binary: SlotTable::binary_slots(&[(BinaryOp::Add, list_add), (BinaryOp::Mul, list_mul)]),
        inplace: SlotTable::binary_slots(&[(BinaryOp::Add, list_iadd), (BinaryOp::Mul, list_imul)]),
        init: Some(list_init),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        // A method beside the slot, as in CPython.
        MethodDef::new("__getitem__($self, index, /)", "Return self[index].", |cx, args| {
            list_getitem(cx, args[0], args[1])
        }),
        MethodDef::new("append($self, object, /)", "Append object to the end of the list.", append),
        MethodDef::new("clear($self, /)", "Remove all items from list.", clear),
        MethodDef::new("copy($self, /)", "Return a shallow copy of the list.", copy),
        MethodDef::new("count($self, value, /)", "Return number of occurrences of value.", count),
        MethodDef::new(
            "extend($self, iterable, /)",
            "Extend list by appending elements from the iterable.",
            extend,
        ),
        MethodDef::new(
            "index($self, value, start=0, stop=sys.maxsize, /)",
            "Return first index of value.\n\nRaises ValueError if the value is not present.",
            index,
        ),
        MethodDef::new("insert($self, index, object, /)", "Insert object before index.", insert),
        MethodDef::new(
            "pop($self, index=-1, /)",
            "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.",
            pop,
        ),
        MethodDef::new(
            "remove($self, value, /)",
            "Remove first occurrence of value.\n\nRaises ValueError if the value is not present.",
            remove,
        ),
        MethodDef::new("reverse($self, /)", "Reverse *IN PLACE*.", reverse),
        MethodDef::new(
            "sort($self, /, *, key=None, reverse=False)",
            "Sort the list in ascending order and return None.\n\nThe sort is in place and stable: equal items keep their order. \
             With a key function, items\nare ordered by its results. The reverse flag sorts in descending order.",
            sort,
        ),
        MethodDef::new("__reversed__($self, /)", "Return a reverse iterator over the list.", reversed),
        MethodDef::new(
            "__sizeof__($self, /)",
            "Return the size of the list in memory, in bytes.",
            memory_size,
        ),
    ],
    ..TypeDef::DEFAULT
};

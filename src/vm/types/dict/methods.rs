//! The methods and operators of `dict`, and its type.

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::exceptions;
use crate::names;
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{BinaryOp, CompareOp, MethodDef, SlotTable, TypeDef};
use crate::types::dict::merge::{pair, union, update_from_arguments};
use crate::types::dict::views::{View, view};
use crate::types::dict::{self, Dict, LAYOUT, merge, pop_last};
use crate::types::type_::Type;
use crate::types::{iterators, number, set, str_};
use crate::value::Value;

fn this(cx: &Cx, value: Value) -> R<Obj<Dict>> {
    value.cast::<Dict>().ok_or_else(|| cx.system_error("dict expected"))
}

// --- creation ---------------------------------------------------------------------------------------------------

fn dict_new(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Type>() {
        Some(class) => Ok(dict::new_of_class(cx, class)?.value()),
        None => {
            let shown = cx.type_name(args[0]);
            Err(cx.type_error(format!("dict.__new__(X): X is not a type object ({shown})")))
        }
    }
}

fn dict_init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    update_from_arguments(cx, this(cx, value)?, args, "dict")
}

// --- slots ------------------------------------------------------------------------------------------------------

fn dict_repr(cx: &Cx, value: Value) -> R<Value> {
    let dict = this(cx, value)?;
    if dict.is_empty() {
        return str_::from_str(cx, "{}");
    }
    let shown = protocol::without_recursion(cx, value, || {
        let mut text = str_::Builder::new();
        text.push_str("{");
        let (mut position, mut first) = (0, true);
        while let Some((next, key, item)) = dict.next_from(position) {
            if !first {
                text.push_str(", ");
            }
            first = false;
            text.push_value(protocol::repr(cx, key)?);
            text.push_str(": ");
            text.push_value(protocol::repr(cx, item)?);
            position = next;
        }
        text.push_str("}");
        text.finish(cx)
    })?;
    shown.map_or_else(|| str_::from_str(cx, "{...}"), Ok)
}

fn dict_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Dict>(), right.cast::<Dict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let wanted = match op {
        CompareOp::Eq => true,
        CompareOp::Ne => false,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(Value::from_bool(is_equal(cx, one, other)? == wanted))
}

fn is_equal(cx: &Cx, one: Obj<Dict>, other: Obj<Dict>) -> R<bool> {
    if one.len() != other.len() {
        return Ok(false);
    }
    // One moment's items of both where others may write meanwhile.
    let (one, other) =
        if crate::runtime::Runtime::is_shared() { dict::copy_two(cx, one, other)? } else { (one, other) };
    if one.len() != other.len() {
        return Ok(false);
    }
    let mut position = 0;
    while let Some((next, key, hash)) = one.next_hashed(position) {
        let Some(item) = one.value_at(next - 1) else {
            position = next;
            continue;
        };
        match dict::get_hashed(cx, other, key, hash)? {
            Some(found) if protocol::equal(cx, item, found)? => position = next,
            _ => return Ok(false),
        }
    }
    Ok(true)
}

fn dict_getitem(cx: &Cx, value: Value, key: Value) -> R<Value> {
    let dict = this(cx, value)?;
    if let Some(found) = dict::get(cx, dict, key)? {
        return Ok(found);
    }
    if value.cast_exact::<Dict>(number::DICT).is_none()
        && let Some(result) = call::call_special(cx, value, names::get(names::__MISSING__), &[key])?
    {
        return Ok(result);
    }
    Err(cx.key_error(key))
}

fn dict_setitem(cx: &Cx, value: Value, key: Value, item: Option<Value>) -> R<()> {
    let dict = this(cx, value)?;
    match item {
        Some(item) => dict::set(cx, dict, key, item),
        None if dict::remove(cx, dict, key)?.is_some() => Ok(()),
        None => Err(cx.key_error(key)),
    }
}

fn dict_contains(cx: &Cx, value: Value, key: Value) -> R<bool> {
    Ok(dict::get(cx, this(cx, value)?, key)?.is_some())
}

fn dict_or(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Dict>(), right.cast::<Dict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(union(cx, one, other)?.value())
}

fn dict_ior(cx: &Cx, left: Value, right: Value) -> R<Value> {
    dict::update(cx, this(cx, left)?, right)?;
    Ok(left)
}

// --- methods ----------------------------------------------------------------------------------------------------

fn get(cx: &Cx, args: &[Value]) -> R<Value> {
    let found = dict::get(cx, this(cx, args[0])?, args[1])?;
    Ok(found.unwrap_or_else(|| args[2].bound().unwrap_or(Value::NONE)))
}

fn set_default(cx: &Cx, args: &[Value]) -> R<Value> {
    dict::set_default(cx, this(cx, args[0])?, args[1], args[2].bound().unwrap_or(Value::NONE))
}

fn pop(cx: &Cx, args: &[Value]) -> R<Value> {
    let dict = this(cx, args[0])?;
    // An empty dict does not ask for the key's hash.
    let found = if dict.is_empty() { None } else { dict::remove(cx, dict, args[1])? };
    found.or(args[2].bound()).ok_or_else(|| cx.key_error(args[1]))
}

fn pop_item(cx: &Cx, args: &[Value]) -> R<Value> {
    match pop_last(cx, this(cx, args[0])?)? {
        Some((key, value)) => pair(cx, key, value),
        None => Err(cx.error(exceptions::KEY_ERROR, "popitem(): dictionary is empty".into())),
    }
}

fn update(cx: &Cx, args: &[Value]) -> R<Value> {
    let dict = this(cx, args[0])?;
    let positional = args[1].cast::<crate::types::tuple::Tuple>();
    let values = positional.as_ref().map_or(&[][..], |values| values.values());
    update_from_arguments(cx, dict, &CallArgs::new(values), "update")?;
    if let Some(keywords) = args[2].cast::<Dict>() {
        merge::update_from(cx, dict, keywords)?;
    }
    Ok(Value::NONE)
}

fn clear(cx: &Cx, args: &[Value]) -> R<Value> {
    dict::clear(cx, this(cx, args[0])?)?;
    Ok(Value::NONE)
}

fn copy(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(dict::copy_of(cx, this(cx, args[0])?)?.value())
}

fn from_keys(cx: &Cx, args: &[Value]) -> R<Value> {
    let value = args[2].bound().unwrap_or(Value::NONE);
    let made = call::call_values(cx, args[0], &[])?;
    if let Some(dict) = made.cast_exact::<Dict>(number::DICT) {
        // Keys that have been hashed are not hashed again.
        if let Some(keys) = set::exact(args[1]) {
            set::for_each_hashed(cx, keys, &mut |key, hash| match protocol::plain_hash(key) {
                Some(_) => dict::set(cx, dict, key, value),
                None => dict::set_hashed(cx, dict, key, hash, value),
            })?;
        } else if let Some(keys) = crate::types::list::snapshot(cx, args[1])? {
            for &key in keys.values() {
                dict::set(cx, dict, key, value)?;
            }
        } else {
            protocol::iter::for_each(cx, args[1], &mut |cx, key| dict::set(cx, dict, key, value))?;
        }
        return Ok(made);
    }
    protocol::iter::for_each(cx, args[1], &mut |cx, key| protocol::item::set(cx, made, key, value))?;
    Ok(made)
}

fn reversed(cx: &Cx, args: &[Value]) -> R<Value> {
    iterators::dict_keys_reversed(cx, this(cx, args[0])?)
}

fn memory_size(cx: &Cx, args: &[Value]) -> R<Value> {
    let dict = this(cx, args[0])?;
    let table = dict.table();
    let bytes = crate::object::bytes(dict.object())
        + if table != dict::Table::empty() { crate::object::bytes(table.object()) } else { 0 };
    Ok(Value::small_int_unchecked(bytes as i64))
}

static NEW: MethodDef = MethodDef::any_new(dict_new);

/// The type.
pub static DICT: TypeDef = TypeDef {
    name: "dict",
    generic: true,
    collection: Some(crate::typedef::Collection::Mapping),
    doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\n\
          dict(iterable) -> new dictionary initialized as if via:\n    d = {}\n    for k, v in iterable:\n        d[k] = v\n\
          dict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  \
          dict(one=1, two=2)",
    layout: &LAYOUT,
    subclassable: true,
    unhashable: true,
    slots: SlotTable {
        repr: Some(dict_repr),
        compare: Some(dict_compare),
        iter: Some(|cx, value| iterators::dict_keys(cx, this(cx, value)?)),
        len: Some(|cx, value| Ok(this(cx, value)?.len())),
        getitem: Some(dict_getitem),
        setitem: Some(dict_setitem),
        contains: Some(dict_contains),
        binary: SlotTable::binary_slots(&[(BinaryOp::Or, dict_or)]),
        inplace: SlotTable::binary_slots(&[(BinaryOp::Or, dict_ior)]),
        init: Some(dict_init),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        // Methods beside the slots, as in CPython.
        MethodDef::new(
            "__contains__($self, key, /)",
            "True if the dictionary has the specified key, else False.",
            |cx, args| dict_contains(cx, args[0], args[1]).map(Value::from_bool),
        ),
        MethodDef::new("__getitem__($self, key, /)", "Return self[key].", |cx, args| {
            dict_getitem(cx, args[0], args[1])
        }),
        MethodDef::new("clear($self, /)", "Remove all items from the dict.", clear),
        MethodDef::new("copy($self, /)", "Return a shallow copy of the dict.", copy),
        MethodDef::class(
            "fromkeys($type, iterable, value=None, /)",
            "Create a new dictionary with keys from iterable and values set to value.",
            from_keys,
        ),
        MethodDef::new(
            "get($self, key, default=None, /)",
            "Return the value for key if key is in the dictionary, else default.",
            get,
        ),
        MethodDef::new(
            "items($self, /)",
            "Return a set-like object providing a view on the dict's items.",
            |cx, args| view(cx, View::Items, this(cx, args[0])?),
        ),
        MethodDef::new(
            "keys($self, /)",
            "Return a set-like object providing a view on the dict's keys.",
            |cx, args| view(cx, View::Keys, this(cx, args[0])?),
        ),
        MethodDef::new(
            "pop($self, key, default=<unrepresentable>, /)",
            "D.pop(k[,d]) -> v, remove specified key and return the corresponding value.\n\n\
             If the key is not found, return the default if given; otherwise,\nraise a KeyError.",
            pop,
        ),
        MethodDef::new(
            "popitem($self, /)",
            "Remove and return a (key, value) pair as a 2-tuple.\n\nPairs are returned in LIFO (last-in, first-out) order.\n\
             Raises KeyError if the dict is empty.",
            pop_item,
        ),
        MethodDef::new(
            "setdefault($self, key, default=None, /)",
            "Insert key with a value of default if key is not in the dictionary.\n\n\
             Return the value for key if key is in the dictionary, else default.",
            set_default,
        ),
        MethodDef::new(
            "update($self, /, *args, **kwargs)",
            "Update the dict from a mapping or an iterable of pairs, then from the keyword arguments.",
            update,
        ),
        MethodDef::new(
            "values($self, /)",
            "Return an object providing a view on the dict's values.",
            |cx, args| view(cx, View::Values, this(cx, args[0])?),
        ),
        MethodDef::new("__reversed__($self, /)", "Return a reverse iterator over the dict keys.", reversed),
        MethodDef::new("__sizeof__($self, /)", "Return the size of the dict in memory.", memory_size),
    ],
    ..TypeDef::DEFAULT
};

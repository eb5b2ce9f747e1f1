//! What single exception classes know besides their arguments: `OSError.errno`, `ImportError.name`, `SyntaxError.lineno`, the parts of `UnicodeError`s
//! and their like.
//!
//! The fields lie in an array that hangs from the exception's `detail` slot and is made when the first is set; one that never was reads as `None`.
//! Thread-safety: each field is one slot; of two threads that make the array, one's is kept.

use typhon_gc::ObjRef;

use crate::context::{Cx, R};
use crate::exceptions::{self, Exception};
use crate::instance;
use crate::protocol::{self, attr};
use crate::typedef::{GetSetDef, MethodDef};
use crate::types::dict::{self, Dict};
use crate::types::int;
use crate::types::tuple::{self, Array, Tuple};
use crate::value::{SlotExt, Value};

/// Room for the fields of any class.
const MOST: usize = 9;

pub(super) const ERRNO: usize = 0;
pub(super) const STRERROR: usize = 1;
pub(super) const FILENAME: usize = 2;
pub(super) const FILENAME2: usize = 3;
pub(super) const WRITTEN: usize = 4;
/// `ImportError`, `AttributeError` and `NameError` have their name in the same place.
pub(super) const NAME: usize = 0;
pub(super) const OBJ: usize = 1;
pub(super) const PATH: usize = 1;
pub(super) const NAME_FROM: usize = 2;
pub(super) const IMPORT_MSG: usize = 3;
/// `SyntaxError`: the message, then the details in the order of its second argument.
pub(super) const MSG: usize = 0;
pub(super) const SOURCE: usize = 1;
pub(super) const LINENO: usize = 2;
pub(super) const METADATA: usize = 7;
const PRINT_FILE_AND_LINE: usize = 8;

/// A field, unbound where it was never set.
pub(super) fn get(value: Value, index: usize) -> Value {
    let array = value.cast::<Exception>().and_then(|this| this.detail.get().cast::<Array>());
    array.filter(|array| array.len() == MOST).map_or(Value::UNBOUND, |array| array.get(index))
}

/// A field, `None` where it was never set.
pub(super) fn get_or_none(value: Value, index: usize) -> Value {
    get(value, index).bound().unwrap_or(Value::NONE)
}

/// Sets a field; unbound deletes it.
pub(super) fn set(cx: &Cx, value: Value, index: usize, new: Value) -> R<()> {
    let Some(this) = value.cast::<Exception>() else { return Ok(()) };
    let array = loop {
        let seen = this.detail.get();
        if let Some(array) = seen.cast::<Array>().filter(|array| array.len() == MOST) {
            break array;
        }
        // What was never set is unbound already.
        if new.is_unbound() {
            return Ok(());
        }
        let made = Array::new(cx, MOST)?;
        if this.detail.compare_exchange(seen.bits(), made.value().bits()).is_ok() {
            cx.mutator().barrier(this.object(), &this.detail);
            break made;
        }
    };
    cx.store(array.object(), &array.items()[index], new);
    Ok(())
}

fn get_field<const INDEX: usize>(_: &Cx, value: Value) -> R<Value> {
    Ok(get_or_none(value, INDEX))
}

fn set_field<const INDEX: usize>(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    set(cx, value, INDEX, new.unwrap_or(Value::UNBOUND))
}

const fn field<const INDEX: usize>(name: &'static str, doc: &'static str) -> GetSetDef {
    GetSetDef { name, doc, get: get_field::<INDEX>, set: Some(set_field::<INDEX>) }
}

pub(super) static OS_GETTERS: &[GetSetDef] = &[GetSetDef {
    name: "characters_written",
    doc: "",
    get: |cx, value| {
        let written = get(value, WRITTEN).bound();
        written.ok_or_else(|| cx.error(exceptions::ATTRIBUTE_ERROR, "characters_written".into()))
    },
    set: Some(|cx, value, new| match new {
        None if get(value, WRITTEN).is_unbound() => {
            Err(cx.error(exceptions::ATTRIBUTE_ERROR, "characters_written".into()))
        }
        None => set(cx, value, WRITTEN, Value::UNBOUND),
        Some(new) => {
            let count = protocol::index::to_i64(cx, new)?;
            set(cx, value, WRITTEN, int::from_i64(cx, count)?)
        }
    }),
}];

pub(super) static OS_ATTRIBUTES: &[GetSetDef] = &[
    field::<ERRNO>("errno", "the system's error number"),
    field::<STRERROR>("strerror", "the system's text for it"),
    field::<FILENAME>("filename", "the file it is about"),
    field::<FILENAME2>("filename2", "the second file it is about"),
];

pub(super) static IMPORT_ATTRIBUTES: &[GetSetDef] = &[
    field::<IMPORT_MSG>("msg", "exception message"),
    field::<NAME>("name", "module name"),
    field::<PATH>("path", "module path"),
    field::<NAME_FROM>("name_from", "name imported from module"),
];

pub(super) static ATTRIBUTE_ATTRIBUTES: &[GetSetDef] =
    &[field::<NAME>("name", "attribute name"), field::<OBJ>("obj", "object")];

pub(super) static NAME_ATTRIBUTES: &[GetSetDef] = &[field::<NAME>("name", "name")];

pub(super) static SYNTAX_ATTRIBUTES: &[GetSetDef] = &[
    field::<MSG>("msg", "the message"),
    field::<SOURCE>("filename", "the file's name"),
    field::<LINENO>("lineno", "the line"),
    field::<3>("offset", "the column"),
    field::<4>("text", "the line's text"),
    field::<5>("end_lineno", "the line where it ends"),
    field::<6>("end_offset", "the column where it ends"),
    field::<PRINT_FILE_AND_LINE>("print_file_and_line", "whether to show where it is"),
    field::<METADATA>("_metadata", "for the interpreter"),
];

// --- pickling -----------------------------------------------------------------------------------------------------------

/// The exception's `__dict__` as it is pickled; `None` where nobody has asked for it and it is empty.
fn attributes(cx: &Cx, value: Value) -> R<Option<Value>> {
    let shown = |&object: &ObjRef| instance::has_dictionary(object) || !instance::is_empty(object);
    match value.as_object().filter(shown) {
        Some(object) => instance::state(cx, object).map(Some),
        None => Ok(None),
    }
}

fn args_of(cx: &Cx, value: Value) -> R<Value> {
    match value.cast::<Exception>() {
        Some(this) => Ok(this.args.get()),
        None => Err(cx.system_error("exception expected")),
    }
}

fn reduced(cx: &Cx, value: Value, args: Value, state: Option<Value>) -> R<Value> {
    let class = cx.type_of(value).value();
    Ok(match state {
        Some(state) => tuple::from_slice(cx, &[class, args, state])?.value(),
        None => tuple::from_slice(cx, &[class, args])?.value(),
    })
}

/// A dict of the attributes and of the given fields that are set.
fn with_fields(cx: &Cx, value: Value, fields: &[(&str, Value)]) -> R<Option<Value>> {
    let state = attributes(cx, value)?;
    let set: Vec<_> = fields.iter().filter(|(_, field)| !field.is_unbound()).collect();
    if set.is_empty() {
        return Ok(state);
    }
    let all = match state.and_then(|state| state.cast::<Dict>()) {
        Some(state) => dict::copy(cx, state)?,
        None => dict::new(cx)?,
    };
    for (name, field) in set {
        dict::set(cx, all, cx.intern(name)?, *field)?;
    }
    Ok(Some(all.value()))
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    reduced(cx, args[0], args_of(cx, args[0])?, attributes(cx, args[0])?)
}

/// Sets an attribute for each item of the dict that `__reduce__` gave.
fn set_state(cx: &Cx, args: &[Value]) -> R<Value> {
    if args[1].is_none() {
        return Ok(Value::NONE);
    }
    let Some(state) = args[1].cast::<Dict>() else {
        return Err(cx.type_error("state is not a dictionary".into()));
    };
    let mut position = 0;
    while let Some((next, name, item)) = state.next_from(position) {
        position = next;
        attr::set(cx, args[0], attr::checked_name(cx, name)?, Some(item))?;
    }
    Ok(Value::NONE)
}

/// `OSError` drops the file names from its arguments, so they are put back.
fn os_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let value = args[0];
    let mut given = args_of(cx, value)?;
    let (first, second) = (get(value, FILENAME).bound(), get(value, FILENAME2).bound());
    if let (Some(pair), Some(first)) = (given.cast::<Tuple>().filter(|given| given.len() == 2), first) {
        let both = [pair.get(0), pair.get(1), first, Value::NONE, second.unwrap_or(Value::NONE)];
        let count = if second.is_some_and(|second| !second.is_none()) { 5 } else { 3 };
        given = tuple::from_slice(cx, &both[..count])?.value();
    }
    reduced(cx, value, given, attributes(cx, value)?)
}

fn import_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let value = args[0];
    let fields =
        [("name", get(value, NAME)), ("path", get(value, PATH)), ("name_from", get(value, NAME_FROM))];
    reduced(cx, value, args_of(cx, value)?, with_fields(cx, value, &fields)?)
}

fn attribute_state(cx: &Cx, args: &[Value]) -> R<Value> {
    let fields = [("name", get(args[0], NAME)), ("args", args_of(cx, args[0])?)];
    Ok(with_fields(cx, args[0], &fields)?.unwrap_or(Value::NONE))
}

fn attribute_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let state = attribute_state(cx, args)?;
    reduced(cx, args[0], args_of(cx, args[0])?, Some(state))
}

pub(super) const REDUCE: MethodDef = MethodDef::new("__reduce__($self, /)", "Helper for pickle.", reduce);
pub(super) const SET_STATE: MethodDef =
    MethodDef::new("__setstate__($self, state, /)", "Helper for pickle.", set_state);
pub(super) static OS_METHODS: &[MethodDef] =
    &[MethodDef::new("__reduce__($self, /)", "Helper for pickle.", os_reduce)];
pub(super) static IMPORT_METHODS: &[MethodDef] =
    &[MethodDef::new("__reduce__($self, /)", "Helper for pickle.", import_reduce)];
pub(super) static ATTRIBUTE_METHODS: &[MethodDef] = &[
    MethodDef::new("__reduce__($self, /)", "Helper for pickle.", attribute_reduce),
    MethodDef::new("__getstate__($self, /)", "Helper for pickle.", attribute_state),
];

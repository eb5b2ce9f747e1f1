//! What classes tell about themselves: `__flags__`, sizes, `__text_signature__`, `__dir__`.

use crate::context::{Cx, R};
use crate::names;
use crate::object::Obj;
use crate::protocol::attr;
use crate::signature;
use crate::typedef::{Collection, GetSetDef, MethodDef};
use crate::types::dict::{self, Dict};
use crate::types::type_::methods::class;
use crate::types::type_::{Type, can_be_made, has_items};
use crate::types::{int, list, number, str_};
use crate::value::Value;

/// CPython's bits, as far as Python code asks for them.
fn flags(cx: &Cx, value: Value) -> R<Value> {
    let this = class(cx, value)?;
    let derives = |kind: u32| this.is_subclass_of(crate::runtime::builtin_type(kind));
    let bits = [
        (3, this.is_heap() && this.instances_can_be_weak()),
        (4, this.is_heap() && this.instances_have_dict()),
        (5, Type::collection(this) == Some(Collection::Sequence)),
        (6, Type::collection(this) == Some(Collection::Mapping)),
        (7, !can_be_made(this)),
        (8, !this.is_heap()),
        // CPython makes this one as if by a class statement, which is what pickling asks for.
        (9, this.is_heap() || this == crate::runtime::builtin_type(number::GENERIC)),
        (10, this.is_subclassable()),
        (12, true),
        (14, this.is_heap()),
        (24, derives(number::INT)),
        (25, derives(number::LIST)),
        (26, derives(number::TUPLE)),
        (27, derives(number::BYTES)),
        (28, derives(number::STR)),
        (29, derives(number::DICT)),
        (30, derives(crate::exceptions::BASE_EXCEPTION.0)),
        (31, derives(number::TYPE)),
    ];
    let all = bits.iter().filter(|(_, set)| *set).fold(0u64, |all, (bit, _)| all | 1 << bit);
    int::from_u64(cx, all)
}

fn word(number: usize) -> Value {
    Value::small_int_unchecked(number as i64)
}

/// Bytes of the smallest object: a header and padding to a granule.
const SMALLEST: usize = 16;

/// Bytes of an instance, without what varies.
fn basic_size(cx: &Cx, value: Value) -> R<Value> {
    let this = class(cx, value)?;
    let members = this.members() * 8;
    let attributes = if this.instances_have_attributes() { crate::typedef::ATTRIBUTE_WORDS * 8 } else { 0 };
    let fixed = this.layout().fixed_bytes.max(SMALLEST);
    Ok(word(fixed + attributes + members))
}

fn item_size(cx: &Cx, value: Value) -> R<Value> {
    let this = class(cx, value)?;
    let is_bytes = this.is_subclass_of(crate::runtime::builtin_type(number::BYTES));
    Ok(word(match has_items(this) {
        true if is_bytes => 1,
        true => 8,
        false => 0,
    }))
}

/// Where the dict is: -1 where it is no word of its own, as in CPython.
fn dict_offset(cx: &Cx, value: Value) -> R<Value> {
    let has = class(cx, value)?.instances_have_dict();
    Ok(Value::small_int_unchecked(if has { -1 } else { 0 }))
}

fn weak_offset(cx: &Cx, value: Value) -> R<Value> {
    let has = class(cx, value)?.instances_can_be_weak();
    Ok(Value::small_int_unchecked(if has { -1 } else { 0 }))
}

/// The parameters of a builtin type, from the declaration of its `__new__` where that says more than "any".
fn text_signature(cx: &Cx, value: Value) -> R<Value> {
    let this = class(cx, value)?;
    let Some(def) = this.def() else { return Ok(Value::NONE) };
    if let Some(said) = def.parameters {
        return cx.intern(said);
    }
    let Some(new) = def.new else { return Ok(Value::NONE) };
    let declared = &new.signature[signature::name_of(new.signature).len()..];
    let rest = declared.strip_prefix("($type, ").unwrap_or(declared);
    let rest = rest.strip_prefix("/, ").unwrap_or(rest);
    match rest {
        "*args, **kwargs)" => Ok(Value::NONE),
        rest => str_::from_string(cx, format!("({rest}")),
    }
}

/// Adds the names of a class and of its bases, as their `__dict__` and `__bases__` say.
pub(crate) fn merge_class(cx: &Cx, all: Obj<Dict>, class: Value) -> R<()> {
    cx.check_stack()?;
    if let Some(class) = class.cast::<Type>() {
        for ancestor in class.ancestors() {
            dict::update(cx, all, ancestor.namespace().value())?;
        }
        return Ok(());
    }
    if let Some(own) = attr::get_optional(cx, class, names::get(names::__DICT__))? {
        dict::update(cx, all, own)?;
    }
    if let Some(bases) = attr::get_optional(cx, class, names::get(names::__BASES__))? {
        crate::protocol::iter::for_each(cx, bases, &mut |cx, base| merge_class(cx, all, base))?;
    }
    Ok(())
}

/// `type.__dir__`: names of the class and its bases, not of the metaclass.
fn dir(cx: &Cx, args: &[Value]) -> R<Value> {
    let all = dict::new(cx)?;
    merge_class(cx, all, class(cx, args[0])?.value())?;
    let names = list::new(cx)?;
    list::extend(cx, names, all.value())?;
    Ok(names.value())
}

pub(super) const DIR: MethodDef =
    MethodDef::new("__dir__($self, /)", "Specialized __dir__ implementation for types.", dir);

pub(super) const FLAGS: GetSetDef = GetSetDef { name: "__flags__", doc: "", get: flags, set: None };
pub(super) const BASIC_SIZE: GetSetDef =
    GetSetDef { name: "__basicsize__", doc: "", get: basic_size, set: None };
pub(super) const ITEM_SIZE: GetSetDef =
    GetSetDef { name: "__itemsize__", doc: "", get: item_size, set: None };
pub(super) const DICT_OFFSET: GetSetDef =
    GetSetDef { name: "__dictoffset__", doc: "", get: dict_offset, set: None };
pub(super) const WEAK_OFFSET: GetSetDef =
    GetSetDef { name: "__weakrefoffset__", doc: "", get: weak_offset, set: None };
pub(super) const TEXT_SIGNATURE: GetSetDef =
    GetSetDef { name: "__text_signature__", doc: "", get: text_signature, set: None };

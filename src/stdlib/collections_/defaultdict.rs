//! `defaultdict`: a dict that makes the values of missing keys. The factory is a word behind the dict's own.
//!
//! Thread-safety: a dict's; a value made for a missing key is set only where the key is still missing, so threads asking for
//! one key get one value.

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::gc::{ObjRef, Slot};
use typhon_vm::names;
use typhon_vm::object::Obj;
use typhon_vm::protocol::{self, attr, item};
use typhon_vm::runtime::{self, NativeType};
use typhon_vm::typedef::{BinaryOp, Collection, GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::{number, str_, tuple};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, instance};

fn word<'a>(cx: &Cx, value: Value) -> R<(ObjRef, &'a Slot)> {
    let object = value.as_object().filter(|_| value.cast::<Dict>().is_some());
    object
        .and_then(|object| Some((object, instance::hidden(object, 0)?)))
        .ok_or_else(|| cx.type_error(format!("expected defaultdict, got '{}'", cx.type_name(value))))
}

fn factory(cx: &Cx, value: Value) -> R<Value> {
    Ok(word(cx, value)?.1.get().bound().unwrap_or(Value::NONE))
}

fn set_factory(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let (object, slot) = word(cx, value)?;
    cx.store(object, slot, new.unwrap_or(Value::UNBOUND));
    Ok(())
}

fn init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    let rest = match args.positional() {
        [] => *args,
        [first, ..] => {
            if !first.is_none() && cx.type_of(*first).slots().call.is_none() {
                return Err(cx.type_error("first argument must be callable or None".into()));
            }
            set_factory(cx, value, Some(*first))?;
            CallArgs::with_keywords(&args.values()[1..], args.names())
        }
    };
    match runtime::builtin_type(number::DICT).slots().init {
        Some(init) => init(cx, value, &rest),
        None => Ok(()),
    }
}

fn missing(cx: &Cx, args: &[Value]) -> R<Value> {
    let (this, key) = (args[0], args[1]);
    let factory = factory(cx, this)?;
    if factory.is_none() {
        return Err(cx.key_error(key));
    }
    let made = call::call_values(cx, factory, &[])?;
    match this.cast::<Dict>() {
        Some(dict) if !cx.type_of(this).is_heap() => dict::set_default(cx, dict, key, made),
        _ => {
            item::set(cx, this, key, made)?;
            Ok(made)
        }
    }
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let factory = factory(cx, value)?;
    let base = match runtime::builtin_type(number::DICT).slots().repr {
        Some(repr) => str_::to_rust(repr(cx, value)?).unwrap_or_default(),
        None => String::new(),
    };
    let shown = protocol::without_recursion(cx, factory, || protocol::repr_string(cx, factory))?;
    let name = cx.type_of(value).name_text();
    str_::from_string(cx, format!("{name}({}, {base})", shown.unwrap_or_else(|| "...".into())))
}

/// A mapping of the same class with the same factory and the items of `source`.
fn like(cx: &Cx, value: Value, source: Value) -> R<Value> {
    call::call_values(cx, cx.type_of(value).value(), &[factory(cx, value)?, source])
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let factory = factory(cx, args[0])?;
    let given = if factory.is_none() { &[][..] } else { &[factory] };
    let items = call::call_values(cx, attr::get(cx, args[0], names::get(names::ITEMS))?, &[])?;
    let parts = [
        cx.type_of(args[0]).value(),
        tuple::from_slice(cx, given)?.value(),
        Value::NONE,
        Value::NONE,
        protocol::iter::get(cx, items)?,
    ];
    Ok(tuple::from_slice(cx, &parts)?.value())
}

fn union(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let is_ours =
        |value: Value| -> R<bool> { Ok(cx.type_of(value).is_subclass_of(DEFAULT_DICT_TYPE.class(cx)?)) };
    let (this, other) = if is_ours(left)? { (left, right) } else { (right, left) };
    if other.cast::<Dict>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let made = like(cx, this, left)?;
    let Some(result) = made.cast::<Dict>() else { return Ok(Value::NOT_IMPLEMENTED) };
    dict::update(cx, result, right)?;
    Ok(made)
}

static NEW: MethodDef = MethodDef::any_new(|cx, args| {
    let class = args[0].cast::<typhon_vm::types::type_::Type>();
    let class = class.ok_or_else(|| cx.type_error("a type is expected".into()))?;
    let made: Obj<Dict> = dict::new_of_class(cx, class)?;
    Ok(made.value())
});

static DEFAULT_DICT: TypeDef = TypeDef {
    name: "defaultdict",
    module: "collections",
    base: Some(&dict::DICT),
    doc: "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments \
          to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict compares equal to a dict with the same \
          items.\nAll remaining arguments are treated the same as if they were\npassed to the dict constructor, including keyword \
          arguments.",
    layout: &dict::LAYOUT,
    hidden_words: 1,
    subclassable: true,
    collection: Some(Collection::Mapping),
    generic: true,
    slots: SlotTable {
        repr: Some(repr),
        init: Some(init),
        binary: SlotTable::binary_slots(&[(BinaryOp::Or, union)]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "__missing__($self, object, /)",
            "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if self.default_factory is None: raise \
             KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value\n",
            missing,
        ),
        MethodDef::new("copy($self, /)", "D.copy() -> a shallow copy of D.", |cx, args| {
            like(cx, args[0], args[0])
        }),
        MethodDef::new("__copy__($self, /)", "D.copy() -> a shallow copy of D.", |cx, args| {
            like(cx, args[0], args[0])
        }),
        MethodDef::new("__reduce__($self, /)", "Return state information for pickling.", reduce),
    ],
    getset: &[GetSetDef {
        name: "default_factory",
        doc: "Factory for default value called by __missing__().",
        get: factory,
        set: Some(set_factory),
    }],
    ..TypeDef::DEFAULT
};

pub(super) static DEFAULT_DICT_TYPE: NativeType = NativeType::new(&DEFAULT_DICT);

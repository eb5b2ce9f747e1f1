//! `typing.TypeAliasType`: what a `type` statement makes (PEP 695). Its value is evaluated on demand, and stored with one word.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call;
use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{BinaryOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::str_::Str;
use crate::types::tuple::{self, Tuple};
use crate::types::{generic_alias, number, type_params, union_};
use crate::value::{SlotExt, Value};

/// A named type expression.
#[repr(C)]
pub struct TypeAlias {
    header: Header,
    name: Slot,
    /// Tuple, or `None` where there are none.
    type_params: Slot,
    evaluate: Slot,
    value: Slot,
    module: Slot,
}

/// Layout of aliases.
static LAYOUT: Layout = Layout::fixed("type alias", size_of::<TypeAlias>(), trace);

// SAFETY: repr(C), header first, every slot traced.
unsafe impl Payload for TypeAlias {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for aliases only.
    let this = unsafe { Obj::<TypeAlias>::cast_unchecked(object) };
    for slot in [&this.name, &this.type_params, &this.evaluate, &this.value, &this.module] {
        tracer.slot(slot);
    }
}

fn create(cx: &Cx, name: Value, type_params: Value, evaluate: Value, value: Value) -> R<Value> {
    let module = type_params::calling_module(cx);
    let header = Header::new(number::TYPE_ALIAS, 0);
    let [name, type_params, evaluate, value, module] =
        [name, type_params, evaluate, value, module].map(Slot::of);
    Ok(cx.alloc(TypeAlias { header, name, type_params, evaluate, value, module })?.value())
}

/// The alias of a `type` statement; its value is what the function answers.
pub(crate) fn new(cx: &Cx, name: Value, type_params: Value, evaluate: Value) -> R<Value> {
    create(cx, name, type_params, evaluate, Value::UNBOUND)
}

fn this(cx: &Cx, value: Value) -> R<Obj<TypeAlias>> {
    value.cast::<TypeAlias>().ok_or_else(|| cx.type_error("expected typing.TypeAliasType".into()))
}

fn value(cx: &Cx, alias: Value) -> R<Value> {
    let this = this(cx, alias)?;
    if let Some(known) = this.value.get().bound() {
        return Ok(known);
    }
    // 1 is annotationlib's Format.VALUE.
    let value = call::call_values(cx, this.evaluate.get(), &[Value::small_int_unchecked(1)])?;
    cx.store(this.object(), &this.value, value);
    Ok(value)
}

fn params(cx: &Cx, alias: Value) -> R<Obj<Tuple>> {
    match this(cx, alias)?.type_params.get().cast::<Tuple>() {
        Some(params) => Ok(params),
        None => tuple::from_slice(cx, &[]),
    }
}

fn parameters(cx: &Cx, alias: Value) -> R<Value> {
    type_params::unpacked_tuples(cx, params(cx, alias)?.value())
}

fn getitem(cx: &Cx, alias: Value, item: Value) -> R<Value> {
    if params(cx, alias)?.is_empty() {
        return Err(cx.type_error("Only generic type aliases are subscriptable".into()));
    }
    generic_alias::new(cx, alias, item)
}

fn alias_new(cx: &Cx, args: &[Value]) -> R<Value> {
    if args[1].cast::<Str>().is_none() {
        let shown = cx.type_name(args[1]);
        return Err(cx.type_error(format!("typealias() argument 'name' must be str, not {shown}")));
    }
    let type_params = args[3].bound().unwrap_or(Value::NONE);
    if !type_params.is_none() && type_params.cast::<Tuple>().is_none() {
        return Err(cx.type_error("type_params must be a tuple".into()));
    }
    let mut has_default = false;
    for &parameter in type_params.cast::<Tuple>().iter().flat_map(|given| given.values()) {
        let Some(defaults) = type_params::defaults(cx, parameter)? else {
            let shown = protocol::repr_string(cx, parameter)?;
            return Err(cx.type_error(format!("Expected a type param, got {shown}")));
        };
        if has_default && !defaults {
            let shown = protocol::repr_string(cx, parameter)?;
            let text = format!("non-default type parameter '{shown}' follows default type parameter");
            return Err(cx.type_error(text));
        }
        has_default |= defaults;
    }
    create(cx, args[1], type_params, Value::UNBOUND, args[2])
}

static NEW: MethodDef =
    MethodDef::function("typealias($type, name, value, *, type_params=())", "", alias_new);

static METHODS: [MethodDef; 1] =
    [MethodDef::new("__reduce__($self, /)", "", |cx, args| Ok(this(cx, args[0])?.name.get()))];

/// The type.
pub static TYPE_ALIAS: TypeDef = TypeDef {
    name: "TypeAliasType",
    module: "typing",
    doc: "Type alias.",
    layout: &LAYOUT,
    slots: SlotTable {
        repr: Some(|cx, v| protocol::str(cx, this(cx, v)?.name.get())),
        getitem: Some(getitem),
        iter: Some(type_params::unpack),
        binary: SlotTable::binary_slots(&[(BinaryOp::Or, union_::or)]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &METHODS,
    members: &[GetSetDef { name: "__name__", doc: "", get: |cx, v| Ok(this(cx, v)?.name.get()), set: None }],
    getset: &[
        GetSetDef { name: "__value__", doc: "", get: value, set: None },
        GetSetDef { name: "__type_params__", doc: "", get: |cx, v| Ok(params(cx, v)?.value()), set: None },
        GetSetDef { name: "__parameters__", doc: "", get: parameters, set: None },
        GetSetDef { name: "__module__", doc: "", get: |cx, v| Ok(this(cx, v)?.module.get()), set: None },
        GetSetDef {
            name: "evaluate_value",
            doc: "",
            get: |cx, v| {
                let this = this(cx, v)?;
                match this.evaluate.get().bound() {
                    Some(evaluate) => Ok(evaluate),
                    None => type_params::constant(cx, this.value.get()),
                }
            },
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

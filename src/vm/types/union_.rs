//! `typing.Union`: `int | str` (PEP 604). Immutable, but for `__parameters__`, which is worked out when first asked for.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::context::{Cx, R};
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::typedef::{BinaryOp, CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::generic_alias::{self, GenericAlias};
use crate::types::list::{self, List};
use crate::types::number;
use crate::types::set;
use crate::types::str_::{self, Str};
use crate::types::tuple::Tuple;
use crate::types::type_::Type;
use crate::types::type_alias::TypeAlias;
use crate::value::{SlotExt, Value};

/// Types of which a value may have any.
#[repr(C)]
pub struct Union {
    header: Header,
    args: Slot,
    parameters: Slot,
}

/// Layout of unions.
static LAYOUT: Layout = Layout::fixed("union", size_of::<Union>(), trace);

// SAFETY: repr(C), header first, both slots traced; immutable but for the parameters, one word.
unsafe impl Payload for Union {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for unions only.
    let this = unsafe { Obj::<Union>::cast_unchecked(object) };
    tracer.slot(&this.args);
    tracer.slot(&this.parameters);
}

fn none_type() -> Value {
    crate::runtime::builtin_type(number::NONE_TYPE).value()
}

/// Adds a member: unions are flattened, `None` is its type, equal members count once.
fn add(cx: &Cx, members: Obj<List>, member: Value) -> R<()> {
    if let Some(nested) = args(member) {
        return nested.values().iter().try_for_each(|&inner| add(cx, members, inner));
    }
    let member = if member.is_none() { none_type() } else { member };
    let mut index = 0;
    while let Some(known) = list::get(members, index) {
        if known == member || (cx.type_of(known) == cx.type_of(member) && protocol::equal(cx, known, member)?)
        {
            return Ok(());
        }
        index += 1;
    }
    list::append(cx, members, member)
}

/// The union of some members; the member itself where there is only one.
pub fn of(cx: &Cx, given: &[Value]) -> R<Value> {
    let members = list::new(cx)?;
    for &member in given {
        add(cx, members, member)?;
    }
    if let (1, Some(only)) = (members.len(), list::get(members, 0)) {
        return Ok(only);
    }
    let args = list::to_tuple(cx, members)?;
    let header = Header::new(number::UNION, 0);
    let [args, parameters] = [args.value(), Value::UNBOUND].map(Slot::of);
    Ok(cx.alloc(Union { header, args, parameters })?.value())
}

/// The members of a union.
pub fn args(value: Value) -> Option<Obj<Tuple>> {
    value.cast::<Union>()?.args.get().cast::<Tuple>()
}

/// Whether `|` makes a union of a value.
fn is_unionable(value: Value) -> bool {
    value.is_none()
        || value.cast::<Type>().is_some()
        || value.cast::<GenericAlias>().is_some()
        || value.cast::<Union>().is_some()
        || value.cast::<TypeAlias>().is_some()
}

/// `left | right` of types.
pub fn or(cx: &Cx, left: Value, right: Value) -> R<Value> {
    if is_unionable(left) && is_unionable(right) {
        of(cx, &[left, right])
    } else {
        Ok(Value::NOT_IMPLEMENTED)
    }
}

/// `left | right` where one is a type parameter: the other may be anything, text a forward reference included.
pub(crate) fn or_any(cx: &Cx, left: Value, right: Value) -> R<Value> {
    of(cx, &[reference(cx, left)?, reference(cx, right)?])
}

/// Text stands for a forward reference.
fn reference(cx: &Cx, value: Value) -> R<Value> {
    if value.cast::<Str>().is_none() {
        return Ok(value);
    }
    let module = crate::import::import_absolute(cx, "annotationlib")?;
    let class = protocol::attr::get(cx, module, cx.intern("ForwardRef")?)?;
    crate::call::call_values(cx, class, &[value])
}

fn this(cx: &Cx, value: Value) -> R<Obj<Union>> {
    value.cast::<Union>().ok_or_else(|| cx.type_error("expected typing.Union".into()))
}

fn members(cx: &Cx, value: Value) -> R<Obj<Tuple>> {
    args(value).ok_or_else(|| cx.type_error("expected typing.Union".into()))
}

fn union_repr(cx: &Cx, value: Value) -> R<Value> {
    let members = members(cx, value)?;
    let texts: R<Vec<String>> =
        members.values().iter().map(|&member| generic_alias::type_text(cx, member)).collect();
    str_::from_string(cx, texts?.join(" | "))
}

fn as_set(cx: &Cx, value: Value) -> R<Obj<set::Set>> {
    let result = set::new(cx)?;
    for &member in members(cx, value)?.values() {
        set::add(cx, result, member)?;
    }
    Ok(result)
}

fn union_hash(cx: &Cx, value: Value) -> R<i64> {
    // Whatever the order.
    let mut hash = 0x345_6789_i64;
    for &member in members(cx, value)?.values() {
        hash ^= protocol::hash(cx, member)?.wrapping_mul(0x9e37_79b1);
    }
    Ok(hash)
}

fn union_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (args(left), args(right)) else { return Ok(Value::NOT_IMPLEMENTED) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut equal = one.len() == other.len();
    if equal {
        let known = as_set(cx, right)?;
        for &member in one.values() {
            equal = equal && set::contains(cx, known, member)?;
        }
    }
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

fn parameters(cx: &Cx, value: Value) -> R<Obj<Tuple>> {
    let this = this(cx, value)?;
    generic_alias::kept_parameters(cx, this.object(), &this.parameters, members(cx, value)?)
}

fn union_getitem(cx: &Cx, value: Value, item: Value) -> R<Value> {
    let parameters = parameters(cx, value)?;
    let args = generic_alias::substitute(cx, value, members(cx, value)?, parameters, item)?;
    of(cx, args.values())
}

fn class_getitem(cx: &Cx, args: &[Value]) -> R<Value> {
    let list = list::new(cx)?;
    let single = [args[1]];
    let tuple = args[1].cast::<Tuple>();
    for &member in tuple.as_ref().map_or(&single[..], |tuple| tuple.values()) {
        list::append(cx, list, reference(cx, member)?)?;
    }
    if list.is_empty() {
        return Err(cx.type_error("Cannot take a Union of no types.".into()));
    }
    of(cx, crate::types::list::to_tuple(cx, list)?.values())
}

fn mro_entries(cx: &Cx, args: &[Value]) -> R<Value> {
    let shown = protocol::repr_string(cx, args[0])?;
    Err(cx.type_error(format!("Cannot subclass {shown}")))
}

static METHODS: [MethodDef; 2] = [
    MethodDef::class("__class_getitem__($type, object, /)", "The union of the types given.", class_getitem),
    MethodDef::new("__mro_entries__($self, object, /)", "", mro_entries),
];

/// The type.
pub static UNION: TypeDef = TypeDef {
    name: "Union",
    weak: true,
    module: "typing",
    doc: "Represent a union type\n\nE.g. for int | str",
    layout: &LAYOUT,
    slots: SlotTable {
        repr: Some(union_repr),
        hash: Some(union_hash),
        compare: Some(union_compare),
        getitem: Some(union_getitem),
        binary: SlotTable::binary_slots(&[(BinaryOp::Or, or)]),
        ..SlotTable::NONE
    },
    methods: &METHODS,
    getset: &[
        GetSetDef {
            name: "__parameters__",
            doc: "The type variables that stand among the members.",
            get: |cx, v| Ok(parameters(cx, v)?.value()),
            set: None,
        },
        GetSetDef { name: "__name__", doc: "The type's name.", get: |cx, _| cx.intern("Union"), set: None },
        GetSetDef {
            name: "__qualname__",
            doc: "The type's qualified name.",
            get: |cx, _| cx.intern("Union"),
            set: None,
        },
        GetSetDef { name: "__module__", doc: "", get: |cx, _| cx.intern("typing"), set: None },
        GetSetDef {
            name: "__origin__",
            doc: "The type of unions.",
            get: |cx, v| Ok(cx.type_of(v).value()),
            set: None,
        },
    ],
    members: &[GetSetDef { name: "__args__", doc: "", get: |cx, v| Ok(this(cx, v)?.args.get()), set: None }],
    ..TypeDef::DEFAULT
};

//! `typing.TypeVar`, `ParamSpec`, `TypeVarTuple`: type parameters (PEP 695, 696), with bounds and defaults evaluated on demand.
//!
//! Thread-safety: what is evaluated lazily is stored with one word; two threads that ask at once may both evaluate, and both see a
//! value that one of them stored.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call;
use crate::context::{Cx, R};
use crate::interp::frame;
use crate::names;
use crate::object::{Obj, Payload, flag};
use crate::protocol;
use crate::shape::Shape;
use crate::typedef::{BinaryOp, CallFn, CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::str_::{self, Str};
use crate::types::tuple::{self, Tuple};
use crate::types::{generic_alias, getset, number, union_};
use crate::value::{SlotExt, Value};

/// A type parameter of any kind. Unbound words: not given, or, beside an evaluator, not evaluated yet.
#[repr(C)]
pub struct TypeParam {
    header: Header,
    name: Slot,
    module: Slot,
    bound: Slot,
    evaluate_bound: Slot,
    constraints: Slot,
    evaluate_constraints: Slot,
    default: Slot,
    evaluate_default: Slot,
    variance: u8,
}

const COVARIANT: u8 = 1;
const CONTRAVARIANT: u8 = 2;
const INFERRED: u8 = 4;

/// Layout of type parameters; they have a `__dict__`.
static LAYOUT: Layout = Layout::with_attributes("type parameter", size_of::<TypeParam>(), trace);

// SAFETY: repr(C), header first, every slot traced, the rest immutable.
unsafe impl Payload for TypeParam {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for type parameters only.
    let this = unsafe { Obj::<TypeParam>::cast_unchecked(object) };
    for slot in [
        &this.name,
        &this.module,
        &this.bound,
        &this.evaluate_bound,
        &this.constraints,
        &this.evaluate_constraints,
        &this.default,
        &this.evaluate_default,
    ] {
        tracer.slot(slot);
    }
}

/// The `__name__` of the module whose code runs, or `None`.
pub(crate) fn calling_module(cx: &Cx) -> Value {
    frame::current_globals(cx)
        .and_then(|globals| globals.get_str(names::get(names::__NAME__)))
        .unwrap_or(Value::NONE)
}

/// What a parameter is made with; unbound where not given.
struct Parts {
    bound: Value,
    evaluate_bound: Value,
    constraints: Value,
    evaluate_constraints: Value,
    default: Value,
    variance: u8,
}

impl Parts {
    const NONE: Parts = Parts {
        bound: Value::UNBOUND,
        evaluate_bound: Value::UNBOUND,
        constraints: Value::UNBOUND,
        evaluate_constraints: Value::UNBOUND,
        default: Value::UNBOUND,
        variance: 0,
    };
}

fn create(cx: &Cx, kind: u32, name: Value, parts: &Parts, module: Value) -> R<Value> {
    let shape = Shape::by_id(kind);
    let made = cx.alloc_instance(
        shape,
        TypeParam {
            header: Header::new(kind, flag::HAS_ATTRIBUTES),
            name: Slot::of(name),
            module: Slot::of(module),
            bound: Slot::of(parts.bound),
            evaluate_bound: Slot::of(parts.evaluate_bound),
            constraints: Slot::of(parts.constraints),
            evaluate_constraints: Slot::of(parts.evaluate_constraints),
            default: Slot::of(parts.default),
            evaluate_default: Slot::of(Value::UNBOUND),
            variance: parts.variance,
        },
    )?;
    Ok(made.value())
}

/// The parameter that a type parameter list declares. `kind`: 0 a type variable, 1 one with a bound, 2 one with constraints, each
/// evaluated by `evaluator`; 3 a parameter specification, 4 a type variable tuple.
pub(crate) fn declare(cx: &Cx, kind: u8, name: Value, evaluator: Value) -> R<Value> {
    let parts = Parts { variance: INFERRED, ..Parts::NONE };
    let module = cx.intern("typing")?;
    match kind {
        1 => create(cx, number::TYPE_VAR, name, &Parts { evaluate_bound: evaluator, ..parts }, module),
        2 => create(cx, number::TYPE_VAR, name, &Parts { evaluate_constraints: evaluator, ..parts }, module),
        3 => create(cx, number::PARAM_SPEC, name, &parts, module),
        4 => create(cx, number::TYPE_VAR_TUPLE, name, &Parts::NONE, module),
        _ => create(cx, number::TYPE_VAR, name, &parts, module),
    }
}

/// Sets what evaluates a declared parameter's default.
pub(crate) fn set_default(cx: &Cx, parameter: Value, evaluator: Value) {
    if let Some(this) = parameter.cast::<TypeParam>() {
        cx.store(this.object(), &this.evaluate_default, evaluator);
    }
}

fn this(cx: &Cx, value: Value) -> R<Obj<TypeParam>> {
    value
        .cast::<TypeParam>()
        .ok_or_else(|| cx.type_error(format!("expected a type parameter, got '{}'", cx.type_name(value))))
}

/// A value that may have to be evaluated first.
fn evaluated(
    cx: &Cx,
    value: Value,
    slots: fn(&TypeParam) -> (&Slot, &Slot),
    absent: fn(&Cx) -> R<Value>,
) -> R<Value> {
    let this = this(cx, value)?;
    let (slot, evaluator) = slots(&this);
    if let Some(known) = slot.get().bound() {
        return Ok(known);
    }
    let Some(evaluate) = evaluator.get().bound() else { return absent(cx) };
    // 1 is annotationlib's Format.VALUE.
    let value = call::call_values(cx, evaluate, &[Value::small_int_unchecked(1)])?;
    cx.store(this.object(), slot, value);
    Ok(value)
}

/// What evaluates a value: the declared function, or one that answers the value given.
fn evaluator(cx: &Cx, value: Value, slots: fn(&TypeParam) -> (&Slot, &Slot)) -> R<Value> {
    let this = this(cx, value)?;
    let (slot, evaluator) = slots(&this);
    match (evaluator.get().bound(), slot.get().bound()) {
        (Some(evaluate), _) => Ok(evaluate),
        (None, Some(known)) => constant(cx, known),
        (None, None) => Ok(Value::NONE),
    }
}

fn bound_slots(this: &TypeParam) -> (&Slot, &Slot) {
    (&this.bound, &this.evaluate_bound)
}

fn constraint_slots(this: &TypeParam) -> (&Slot, &Slot) {
    (&this.constraints, &this.evaluate_constraints)
}

fn default_slots(this: &TypeParam) -> (&Slot, &Slot) {
    (&this.default, &this.evaluate_default)
}

fn none(_: &Cx) -> R<Value> {
    Ok(Value::NONE)
}

fn no_constraints(cx: &Cx) -> R<Value> {
    Ok(tuple::from_slice(cx, &[])?.value())
}

/// `typing.NoDefault`.
pub fn no_default(_: &Cx) -> R<Value> {
    Ok(crate::runtime::no_default())
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    let sign = match this.variance {
        COVARIANT => "+",
        CONTRAVARIANT => "-",
        INFERRED => "",
        _ if is_tuple(cx, value) => "",
        _ => "~",
    };
    str_::from_string(cx, format!("{sign}{}", str_::to_rust(this.name.get()).unwrap_or_default()))
}

fn has_default(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let given = this.default.get().bound().is_some_and(|default| no_default(cx).ok() != Some(default));
    Ok(Value::from_bool(given || !this.evaluate_default.get().is_unbound()))
}

/// Calls a function of `typing` that completes what the runtime leaves to it.
fn typing(cx: &Cx, function: &str, values: &[Value]) -> R<Value> {
    let module = crate::import::import_absolute(cx, "typing")?;
    let function = protocol::attr::get(cx, module, cx.intern(function)?)?;
    call::call_values(cx, function, values)
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(this(cx, args[0])?.name.get())
}

fn no_subclass(cx: &Cx, args: &[Value]) -> R<Value> {
    let class = cx.type_of(args[0]).name_text();
    Err(cx.type_error(format!("Cannot subclass an instance of {class}")))
}

fn truth_of(cx: &Cx, value: Value) -> R<bool> {
    value.bound().map_or(Ok(false), |value| protocol::is_true(cx, value))
}

fn variance_of(cx: &Cx, covariant: Value, contravariant: Value, inferred: Value) -> R<u8> {
    let flags = [truth_of(cx, covariant)?, truth_of(cx, contravariant)?, truth_of(cx, inferred)?];
    match flags {
        [true, true, _] => Err(cx.value_error("Bivariant types are not supported.")),
        [true, _, true] | [_, true, true] => {
            Err(cx.value_error("Variance cannot be specified with infer_variance."))
        }
        [covariant, contravariant, inferred] => Ok(u8::from(covariant) * COVARIANT
            + u8::from(contravariant) * CONTRAVARIANT
            + u8::from(inferred) * INFERRED),
    }
}

fn checked_name(cx: &Cx, name: Value, class: &str) -> R<Value> {
    if name.cast::<Str>().is_none() {
        let shown = cx.type_name(name);
        return Err(cx.type_error(format!("{class}() argument 'name' must be str, not {shown}")));
    }
    Ok(name)
}

fn checked_bound(cx: &Cx, bound: Value) -> R<Value> {
    match bound.bound().filter(|bound| !bound.is_none()) {
        Some(bound) => {
            let message = str_::from_str(cx, "Bound must be a type.")?;
            typing(cx, "_type_check", &[bound, message])
        }
        None => Ok(Value::UNBOUND),
    }
}

fn type_var_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[_, name, constraints, bound, default, covariant, contravariant, inferred] = args else {
        return Err(cx.system_error("TypeVar arguments"));
    };
    let name = checked_name(cx, name, "typevar")?;
    let variance = variance_of(cx, covariant, contravariant, inferred)?;
    let bound = checked_bound(cx, bound)?;
    let constraints = constraints.cast::<Tuple>();
    let constraints = match constraints.map_or(0, |constraints| constraints.len()) {
        0 => Value::UNBOUND,
        1 => return Err(cx.type_error("A single constraint is not allowed".into())),
        _ if !bound.is_unbound() => {
            return Err(cx.type_error("Constraints cannot be combined with bound=...".into()));
        }
        _ => constraints.map_or(Value::UNBOUND, Obj::value),
    };
    create(
        cx,
        number::TYPE_VAR,
        name,
        &Parts { bound, constraints, default, variance, ..Parts::NONE },
        calling_module(cx),
    )
}

fn param_spec_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[_, name, bound, default, covariant, contravariant, inferred] = args else {
        return Err(cx.system_error("ParamSpec arguments"));
    };
    let name = checked_name(cx, name, "paramspec")?;
    let variance = variance_of(cx, covariant, contravariant, inferred)?;
    let bound = checked_bound(cx, bound)?;
    create(
        cx,
        number::PARAM_SPEC,
        name,
        &Parts { bound, default, variance, ..Parts::NONE },
        calling_module(cx),
    )
}

fn type_var_tuple_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = checked_name(cx, args[1], "typevartuple")?;
    create(cx, number::TYPE_VAR_TUPLE, name, &Parts { default: args[2], ..Parts::NONE }, calling_module(cx))
}

/// `*Ts`: one item, `typing.Unpack[Ts]`.
pub(super) fn unpack(cx: &Cx, value: Value) -> R<Value> {
    let module = crate::import::import_absolute(cx, "typing")?;
    let unpack = protocol::attr::get(cx, module, cx.intern("Unpack")?)?;
    let item = protocol::item::get(cx, unpack, value)?;
    protocol::iter::get(cx, tuple::from_slice(cx, &[item])?.value())
}

/// Whether a type parameter stands for several types, whatever attributes it has been given.
fn is_tuple(cx: &Cx, parameter: Value) -> bool {
    cx.type_of(parameter) == crate::runtime::builtin_type(number::TYPE_VAR_TUPLE)
}

/// Whether a type parameter of any kind has a default; `None` for what is none.
pub(super) fn defaults(cx: &Cx, value: Value) -> R<Option<bool>> {
    match value.cast::<TypeParam>() {
        Some(_) => has_default(cx, &[value]).map(|has| Some(has == Value::TRUE)),
        None => Ok(None),
    }
}

/// A tuple of type parameters with `*Ts` for each type variable tuple in it.
pub(crate) fn unpacked_tuples(cx: &Cx, parameters: Value) -> R<Value> {
    let Some(parameters) = parameters.cast::<Tuple>() else { return Ok(parameters) };
    let items = crate::types::list::new(cx)?;
    for &parameter in parameters.values() {
        if is_tuple(cx, parameter) {
            crate::types::list::extend(cx, items, parameter)?;
        } else {
            crate::types::list::append(cx, items, parameter)?;
        }
    }
    Ok(crate::types::list::to_tuple(cx, items)?.value())
}

fn no_tuple_subst(cx: &Cx, _: &[Value]) -> R<Value> {
    Err(cx.type_error("Substitution of bare TypeVarTuple is not supported".into()))
}

static TYPE_VAR_NEW: MethodDef = MethodDef::function(
    "typevar($type, name, *constraints, bound=None, default=<unrepresentable>, covariant=False, contravariant=False, infer_variance=False)",
    "",
    type_var_new,
);
static PARAM_SPEC_NEW: MethodDef = MethodDef::function(
    "paramspec($type, name, *, bound=None, default=<unrepresentable>, covariant=False, contravariant=False, infer_variance=False)",
    "",
    param_spec_new,
);
static TYPE_VAR_TUPLE_NEW: MethodDef =
    MethodDef::function("typevartuple($type, name, *, default=<unrepresentable>)", "", type_var_tuple_new);

const HAS_DEFAULT: MethodDef = MethodDef::new("has_default($self, /)", "", has_default);
const REDUCE: MethodDef = MethodDef::new("__reduce__($self, /)", "", reduce);
const MRO_ENTRIES: MethodDef = MethodDef::new("__mro_entries__($self, object, /)", "", no_subclass);

/// The arguments of an alias, with the variable's default where that is the first one missing.
fn prepare_type_var(cx: &Cx, args: &[Value]) -> R<Value> {
    let [this, alias, given] = [args[0], args[1], args[2]];
    let parameters = protocol::attr::get(cx, alias, cx.intern("__parameters__")?)?;
    let parameters = tuple::from_iterable(cx, parameters)?;
    let Some(index) = parameters.values().iter().position(|&parameter| parameter == this) else {
        return Err(cx.value_error("sequence.index(x): x not in sequence"));
    };
    let count = protocol::len(cx, given)?;
    if index < count {
        return Ok(given);
    }
    if index == count && has_default(cx, &[this])? == Value::TRUE {
        let default = evaluated(cx, this, default_slots, no_default)?;
        let (given, more) = (tuple::from_iterable(cx, given)?, tuple::from_slice(cx, &[default])?);
        return protocol::binary::binary_op(cx, BinaryOp::Add, given.value(), more.value());
    }
    let shown = protocol::repr_string(cx, alias)?;
    let wanted = index + 1;
    Err(cx.type_error(format!("Too few arguments for {shown}; actual {count}, expected at least {wanted}")))
}

static TYPE_VAR_METHODS: [MethodDef; 5] = [
    HAS_DEFAULT,
    REDUCE,
    MRO_ENTRIES,
    MethodDef::new("__typing_subst__($self, arg, /)", "", |cx, args| typing(cx, "_typevar_subst", args)),
    MethodDef::new("__typing_prepare_subst__($self, alias, args, /)", "", prepare_type_var),
];

static PARAM_SPEC_METHODS: [MethodDef; 5] = [
    HAS_DEFAULT,
    REDUCE,
    MRO_ENTRIES,
    MethodDef::new("__typing_subst__($self, arg, /)", "", |cx, args| typing(cx, "_paramspec_subst", args)),
    MethodDef::new("__typing_prepare_subst__($self, alias, args, /)", "", |cx, args| {
        typing(cx, "_paramspec_prepare_subst", args)
    }),
];

static TYPE_VAR_TUPLE_METHODS: [MethodDef; 5] = [
    HAS_DEFAULT,
    REDUCE,
    MRO_ENTRIES,
    MethodDef::new("__typing_subst__($self, arg, /)", "", no_tuple_subst),
    MethodDef::new("__typing_prepare_subst__($self, alias, args, /)", "", |cx, args| {
        typing(cx, "_typevartuple_prepare_subst", args)
    }),
];

const NAME: GetSetDef =
    GetSetDef { name: "__name__", doc: "", get: |cx, v| Ok(this(cx, v)?.name.get()), set: None };
const MODULE: GetSetDef = GetSetDef {
    name: "__module__",
    doc: "",
    get: |cx, v| Ok(this(cx, v)?.module.get()),
    set: Some(|cx, v, new| {
        let this = this(cx, v)?;
        getset::set_or_none(cx, this.object(), &this.module, new)
    }),
};
const BOUND: GetSetDef =
    GetSetDef { name: "__bound__", doc: "", get: |cx, v| evaluated(cx, v, bound_slots, none), set: None };
const DEFAULT: GetSetDef = GetSetDef {
    name: "__default__",
    doc: "What stands for the parameter where nothing is given for it.",
    get: |cx, v| evaluated(cx, v, default_slots, no_default),
    set: None,
};
const EVALUATE_DEFAULT: GetSetDef =
    GetSetDef { name: "evaluate_default", doc: "", get: |cx, v| evaluator(cx, v, default_slots), set: None };

const fn variance(name: &'static str, get: crate::typedef::UnaryFn) -> GetSetDef {
    GetSetDef { name, doc: "", get, set: None }
}

const COVARIANT_GET: GetSetDef =
    variance("__covariant__", |cx, v| Ok(Value::from_bool(this(cx, v)?.variance & COVARIANT != 0)));
const CONTRAVARIANT_GET: GetSetDef =
    variance("__contravariant__", |cx, v| Ok(Value::from_bool(this(cx, v)?.variance & CONTRAVARIANT != 0)));
const INFERRED_GET: GetSetDef =
    variance("__infer_variance__", |cx, v| Ok(Value::from_bool(this(cx, v)?.variance & INFERRED != 0)));

/// What all kinds start from.
const PARAMETER: TypeDef = TypeDef {
    module: "typing",
    layout: &LAYOUT,
    slots: SlotTable {
        repr: Some(repr),
        hash: Some(|_, value| Ok(protocol::identity_hash(value))),
        binary: SlotTable::binary_slots(&[(BinaryOp::Or, union_::or_any)]),
        ..SlotTable::NONE
    },
    ..TypeDef::DEFAULT
};

/// `typing.TypeVar`.
pub static TYPE_VAR: TypeDef = TypeDef {
    name: "TypeVar",
    weak: true,
    doc: "Type variable.",
    new: Some(&TYPE_VAR_NEW),
    methods: &TYPE_VAR_METHODS,
    members: &[NAME, COVARIANT_GET, CONTRAVARIANT_GET, INFERRED_GET],
    getset: &[
        MODULE,
        BOUND,
        DEFAULT,
        EVALUATE_DEFAULT,
        GetSetDef {
            name: "__constraints__",
            doc: "",
            get: |cx, v| evaluated(cx, v, constraint_slots, no_constraints),
            set: None,
        },
        GetSetDef { name: "evaluate_bound", doc: "", get: |cx, v| evaluator(cx, v, bound_slots), set: None },
        GetSetDef {
            name: "evaluate_constraints",
            doc: "",
            get: |cx, v| evaluator(cx, v, constraint_slots),
            set: None,
        },
    ],
    ..PARAMETER
};

/// `typing.ParamSpec`.
pub static PARAM_SPEC: TypeDef = TypeDef {
    name: "ParamSpec",
    weak: true,
    doc: "Parameter specification variable.",
    new: Some(&PARAM_SPEC_NEW),
    methods: &PARAM_SPEC_METHODS,
    members: &[NAME, COVARIANT_GET, CONTRAVARIANT_GET, INFERRED_GET],
    getset: &[
        MODULE,
        BOUND,
        DEFAULT,
        EVALUATE_DEFAULT,
        GetSetDef {
            name: "args",
            doc: "Represents positional arguments.",
            get: |cx, v| single(cx, number::PARAM_SPEC_ARGS, v),
            set: None,
        },
        GetSetDef {
            name: "kwargs",
            doc: "Represents keyword arguments.",
            get: |cx, v| single(cx, number::PARAM_SPEC_KWARGS, v),
            set: None,
        },
    ],
    ..PARAMETER
};

/// `typing.TypeVarTuple`.
pub static TYPE_VAR_TUPLE: TypeDef = TypeDef {
    name: "TypeVarTuple",
    weak: true,
    doc: "Type variable tuple.",
    slots: SlotTable { iter: Some(unpack), binary: SlotTable::NONE.binary, ..PARAMETER.slots },
    new: Some(&TYPE_VAR_TUPLE_NEW),
    methods: &TYPE_VAR_TUPLE_METHODS,
    members: &[NAME],
    getset: &[MODULE, DEFAULT, EVALUATE_DEFAULT],
    ..PARAMETER
};

// --- objects of one value: P.args, P.kwargs, constant evaluators, NoDefault -----------------------------------------------

/// An object with one value. Immutable.
#[repr(C)]
pub(crate) struct Single {
    header: Header,
    value: Slot,
}

/// Layout of objects of one value.
static SINGLE_LAYOUT: Layout = Layout::fixed("object of one value", size_of::<Single>(), trace_single);

// SAFETY: repr(C), header first, the slot is traced; immutable.
unsafe impl Payload for Single {
    const LAYOUT: &'static Layout = &SINGLE_LAYOUT;
}

unsafe fn trace_single(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for these objects only.
    tracer.slot(&unsafe { Obj::<Single>::cast_unchecked(object) }.value);
}

fn single(cx: &Cx, kind: u32, value: Value) -> R<Value> {
    Ok(cx.alloc(Single { header: Header::new(kind, 0), value: Slot::of(value) })?.value())
}

fn value_of(value: Value) -> Value {
    value.cast::<Single>().map_or(Value::NONE, |single| single.value.get())
}

/// A callable that answers a value whatever the format.
pub(crate) fn constant(cx: &Cx, value: Value) -> R<Value> {
    single(cx, number::CONST_EVALUATOR, value)
}

fn component_repr(cx: &Cx, value: Value, suffix: &str) -> R<Value> {
    let origin = value_of(value);
    let name = match origin.cast::<TypeParam>() {
        Some(origin) => str_::to_rust(origin.name.get()).unwrap_or_default(),
        None => protocol::repr_string(cx, origin)?,
    };
    str_::from_string(cx, format!("{name}.{suffix}"))
}

fn component_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    if cx.type_of(left) != cx.type_of(right) || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = protocol::equal(cx, value_of(left), value_of(right))?;
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

static ARGS_NEW: MethodDef = MethodDef::function("paramspecargs($type, origin)", "", |cx, args| {
    single(cx, number::PARAM_SPEC_ARGS, args[1])
});
static KWARGS_NEW: MethodDef = MethodDef::function("paramspeckwargs($type, origin)", "", |cx, args| {
    single(cx, number::PARAM_SPEC_KWARGS, args[1])
});

const COMPONENT: TypeDef = TypeDef {
    module: "typing",
    layout: &SINGLE_LAYOUT,
    methods: &[MRO_ENTRIES],
    members: &[GetSetDef { name: "__origin__", doc: "", get: |_, v| Ok(value_of(v)), set: None }],
    ..TypeDef::DEFAULT
};

/// `typing.ParamSpecArgs`.
pub static PARAM_SPEC_ARGS: TypeDef = TypeDef {
    name: "ParamSpecArgs",
    weak: true,
    doc: "The args for a ParamSpec object.",
    slots: SlotTable {
        repr: Some(|cx, value| component_repr(cx, value, "args")),
        compare: Some(component_compare),
        ..SlotTable::NONE
    },
    unhashable: true,
    new: Some(&ARGS_NEW),
    ..COMPONENT
};

/// `typing.ParamSpecKwargs`.
pub static PARAM_SPEC_KWARGS: TypeDef = TypeDef {
    name: "ParamSpecKwargs",
    weak: true,
    doc: "The kwargs for a ParamSpec object.",
    slots: SlotTable {
        repr: Some(|cx, value| component_repr(cx, value, "kwargs")),
        compare: Some(component_compare),
        ..SlotTable::NONE
    },
    unhashable: true,
    new: Some(&KWARGS_NEW),
    ..COMPONENT
};

/// Answers the value, or for format 4 (`STRING`) its text.
const EVALUATE: CallFn = |cx, callee, args| {
    args.no_keywords(cx, "constevaluator.__call__")?;
    let value = value_of(callee);
    match args.positional() {
        [format] if protocol::index::to_i64(cx, *format)? == 4 => {
            let text = match value.cast::<Tuple>() {
                Some(items) => {
                    let texts: R<Vec<String>> =
                        items.values().iter().map(|&item| generic_alias::type_text(cx, item)).collect();
                    format!("({})", texts?.join(", "))
                }
                None => generic_alias::type_text(cx, value)?,
            };
            str_::from_string(cx, text)
        }
        [_] => Ok(value),
        given => Err(cx
            .type_error(format!("constevaluator.__call__ takes exactly 1 argument ({} given)", given.len()))),
    }
};

/// What evaluates to a value that was given.
pub static CONST_EVALUATOR: TypeDef = TypeDef {
    name: "_ConstEvaluator",
    module: "_typing",
    layout: &SINGLE_LAYOUT,
    slots: SlotTable {
        repr: Some(|cx, value| {
            let shown = protocol::repr_string(cx, value_of(value))?;
            str_::from_string(cx, format!("<constevaluator {shown}>"))
        }),
        call: Some(EVALUATE),
        ..SlotTable::NONE
    },
    ..TypeDef::DEFAULT
};

static NO_DEFAULT_NEW: MethodDef = MethodDef::given_new(|cx, args| {
    if args.values().len() > 1 {
        return Err(cx.type_error("NoDefaultType takes no arguments".into()));
    }
    no_default(cx)
});

/// The type of `typing.NoDefault`.
pub static NO_DEFAULT_TYPE: TypeDef = TypeDef {
    name: "NoDefaultType",
    module: "builtins",
    doc: "The type of the NoDefault singleton.",
    new: Some(&NO_DEFAULT_NEW),
    methods: &[MethodDef::new("__reduce__($self, /)", "", |cx, _| cx.intern("NoDefault"))],
    slots: SlotTable { repr: Some(|cx, _| str_::from_str(cx, "typing.NoDefault")), ..SlotTable::NONE },
    ..COMPONENT
};

/// The object itself, made once.
pub(crate) fn make_no_default(cx: &Cx) -> R<Value> {
    single(cx, number::NO_DEFAULT_TYPE, Value::NONE)
}

// --- Generic ------------------------------------------------------------------------------------------------------------

static GENERIC_METHODS: [MethodDef; 2] = [
    MethodDef::class("__class_getitem__($type, params, /)", "Parameterizes a generic class.", |cx, args| {
        typing(cx, "_generic_class_getitem", args)
    }),
    MethodDef::class(
        "__init_subclass__($type, /, *args, **kwargs)",
        "Function to initialize subclasses.",
        |cx, args| {
            let module = crate::import::import_absolute(cx, "typing")?;
            let function = protocol::attr::get(cx, module, cx.intern("_generic_init_subclass")?)?;
            generic_call(cx, function, args)
        },
    ),
];

fn generic_call(cx: &Cx, function: Value, args: &[Value]) -> R<Value> {
    let positional = args[1].cast::<Tuple>();
    let keywords = args[2].cast::<crate::types::dict::Dict>();
    let count = positional.map_or(0, |positional| positional.len());
    let named = keywords.map_or(0, |keywords| keywords.len());
    let names = tuple::with_len(cx, named)?;
    let mut room = cx.scratch(1 + count + named)?;
    let values = room.as_mut_slice();
    values[0] = args[0];
    if let Some(positional) = positional {
        values[1..=count].copy_from_slice(positional.values());
    }
    let (mut position, mut index) = (0, 0);
    while let Some((next, key, value)) = keywords.and_then(|keywords| keywords.next_from(position)) {
        position = next;
        cx.store(names.object(), &names.items()[index], key);
        values[1 + count + index] = value;
        index += 1;
    }
    call::call(cx, function, &call::CallArgs::with_keywords(room.as_slice(), Some(names)))
}

/// `typing.Generic`.
pub static GENERIC: TypeDef = TypeDef {
    name: "Generic",
    module: "typing",
    doc: "Abstract base class for generic types.",
    subclassable: true,
    methods: &GENERIC_METHODS,
    ..TypeDef::DEFAULT
};

//! `types.GenericAlias`: `list[int]` and its like (PEP 585). Immutable, but for `__parameters__`, which is worked out when first asked for.
//!
//! Substituting type parameters (`list[T][int]`) asks the arguments themselves: what has `__typing_subst__` is a parameter.

mod iter;

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call::{self, CallArgs};
use crate::context::{Cx, R};
use crate::exceptions;
use crate::instance;
use crate::object::{Obj, Payload};
use crate::protocol::{self, attr};
use crate::typedef::{BinaryOp, CompareOp, GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use crate::types::list::{self, List};
use crate::types::object_::reduce::{builtin, remade};
use crate::types::str_;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;
use crate::types::{number, union_};
use crate::value::{SlotExt, Value};

pub use iter::GENERIC_ALIAS_ITERATOR;

/// A generic class with arguments.
#[repr(C)]
pub struct GenericAlias {
    header: Header,
    origin: Slot,
    args: Slot,
    parameters: Slot,
    /// Whether it is `*tuple[...]`.
    starred: bool,
}

/// Layout of aliases.
static LAYOUT: Layout = Layout::fixed("generic alias", size_of::<GenericAlias>(), trace);

// SAFETY: repr(C), header first, every slot traced; immutable but for the parameters, one word.
unsafe impl Payload for GenericAlias {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for aliases only.
    let this = unsafe { Obj::<GenericAlias>::cast_unchecked(object) };
    for slot in [&this.origin, &this.args, &this.parameters] {
        tracer.slot(slot);
    }
}

/// `origin[args]`; `args` is a tuple of arguments or the only one.
pub fn new(cx: &Cx, origin: Value, args: Value) -> R<Value> {
    create(cx, alias_class(), origin, args, false)
}

fn alias_class() -> Obj<Type> {
    crate::runtime::builtin_type(number::GENERIC_ALIAS)
}

/// An alias of a class, `GenericAlias` or one derived from it.
fn create(cx: &Cx, class: Obj<Type>, origin: Value, args: Value, starred: bool) -> R<Value> {
    let args = match args.cast::<Tuple>() {
        Some(args) => args,
        None => tuple::from_slice(cx, &[args])?,
    };
    let (shape, header) = instance::start(class);
    let [origin, args, parameters] = [origin, args.value(), Value::UNBOUND].map(Slot::of);
    Ok(cx.alloc_instance(shape, GenericAlias { header, origin, args, parameters, starred })?.value())
}

fn this(cx: &Cx, value: Value) -> R<Obj<GenericAlias>> {
    value.cast::<GenericAlias>().ok_or_else(|| cx.type_error("expected types.GenericAlias".into()))
}

fn args_of(cx: &Cx, value: Value) -> R<Obj<Tuple>> {
    this(cx, value)?.args.get().cast::<Tuple>().ok_or_else(|| cx.system_error("tuple expected"))
}

fn optional(cx: &Cx, value: Value, name: &str) -> R<Option<Value>> {
    attr::get_optional(cx, value, cx.intern(name)?)
}

fn add_once(cx: &Cx, found: Obj<List>, parameter: Value) -> R<()> {
    let mut index = 0;
    while let Some(known) = list::get(found, index) {
        if known == parameter {
            return Ok(());
        }
        index += 1;
    }
    list::append(cx, found, parameter)
}

fn collect(cx: &Cx, found: Obj<List>, argument: Value) -> R<()> {
    // A list may contain itself.
    cx.check_stack()?;
    if argument.cast::<Type>().is_some() {
        return Ok(());
    }
    if let Some(nested) = argument.cast::<Tuple>() {
        return nested.values().iter().try_for_each(|&inner| collect(cx, found, inner));
    }
    if let Some(nested) = argument.cast::<List>() {
        let nested = list::to_tuple(cx, nested)?;
        return nested.values().iter().try_for_each(|&inner| collect(cx, found, inner));
    }
    if optional(cx, argument, "__typing_subst__")?.is_some() {
        return add_once(cx, found, argument);
    }
    if let Some(nested) = optional(cx, argument, "__parameters__")?.and_then(|nested| nested.cast::<Tuple>())
    {
        for &parameter in nested.values() {
            add_once(cx, found, parameter)?;
        }
    }
    Ok(())
}

/// The type parameters among arguments, each once, in order of appearance.
pub fn parameters_of(cx: &Cx, args: Obj<Tuple>) -> R<Obj<Tuple>> {
    let found = list::new(cx)?;
    for &argument in args.values() {
        collect(cx, found, argument)?;
    }
    list::to_tuple(cx, found)
}

/// The same where they are kept once they are known. Two threads that are the first get equal ones.
pub(crate) fn kept_parameters(cx: &Cx, owner: ObjRef, slot: &Slot, args: Obj<Tuple>) -> R<Obj<Tuple>> {
    if let Some(known) = slot.get().cast::<Tuple>() {
        return Ok(known);
    }
    let parameters = parameters_of(cx, args)?;
    cx.store(owner, slot, parameters.value());
    Ok(parameters)
}

fn parameters(cx: &Cx, value: Value) -> R<Obj<Tuple>> {
    let this = this(cx, value)?;
    kept_parameters(cx, this.object(), &this.parameters, args_of(cx, value)?)
}

fn position_of(parameters: Obj<Tuple>, wanted: Value) -> Option<usize> {
    parameters.values().iter().position(|&parameter| parameter == wanted)
}

fn is_unpacked_typevartuple(cx: &Cx, value: Value) -> R<bool> {
    if value.cast::<Type>().is_some() {
        return Ok(false);
    }
    match optional(cx, value, "__typing_is_unpacked_typevartuple__")? {
        Some(answer) => protocol::is_true(cx, answer),
        None => Ok(false),
    }
}

/// An argument of an argument with the parameters replaced: `T` in `dict[str, T]`.
fn substitute_nested(cx: &Cx, argument: Value, parameters: Obj<Tuple>, given: Obj<Tuple>) -> R<Value> {
    let Some(nested) = optional(cx, argument, "__parameters__")?.and_then(|nested| nested.cast::<Tuple>())
    else {
        return Ok(argument);
    };
    if nested.is_empty() {
        return Ok(argument);
    }
    let inner = list::new(cx)?;
    for &parameter in nested.values() {
        match position_of(parameters, parameter) {
            Some(index) => {
                let value = given.values().get(index).copied().unwrap_or(Value::NONE);
                match value.cast::<Tuple>() {
                    // A type variable tuple's arguments.
                    Some(many) if optional(cx, parameter, "__typing_prepare_subst__")?.is_some() => {
                        for &one in many.values() {
                            list::append(cx, inner, one)?;
                        }
                    }
                    _ => list::append(cx, inner, value)?,
                }
            }
            None => list::append(cx, inner, parameter)?,
        }
    }
    protocol::item::get(cx, argument, list::to_tuple(cx, inner)?.value())
}

/// The arguments of an alias with its parameters replaced by what stands in the brackets behind it.
pub fn substitute(
    cx: &Cx,
    this: Value,
    args: Obj<Tuple>,
    parameters: Obj<Tuple>,
    item: Value,
) -> R<Obj<Tuple>> {
    let shown = || protocol::repr_string(cx, this);
    if parameters.is_empty() {
        return Err(cx.type_error(format!("{} is not a generic class", shown()?)));
    }
    let mut item = unpacked(cx, item)?;
    for &parameter in parameters.values() {
        if let Some(prepare) = optional(cx, parameter, "__typing_prepare_subst__")? {
            let prepared = call::call_values(cx, prepare, &[this, item])?;
            item = match prepared.cast::<Tuple>() {
                Some(_) => prepared,
                None => tuple::from_slice(cx, &[prepared])?.value(),
            };
        }
    }
    let Some(given) = item.cast::<Tuple>() else { return Err(cx.system_error("tuple expected")) };
    let (wanted, got) = (parameters.len(), given.len());
    if wanted != got {
        let few = if got > wanted { "many" } else { "few" };
        return Err(
            cx.type_error(format!("Too {few} arguments for {}; actual {got}, expected {wanted}", shown()?))
        );
    }
    let result = list::new(cx)?;
    for &argument in args.values() {
        substitute_into(cx, result, argument, parameters, given)?;
    }
    list::to_tuple(cx, result)
}

fn substitute_into(
    cx: &Cx,
    result: Obj<List>,
    argument: Value,
    parameters: Obj<Tuple>,
    given: Obj<Tuple>,
) -> R<()> {
    cx.check_stack()?;
    if argument.cast::<Type>().is_some() {
        return list::append(cx, result, argument);
    }
    if let Some(nested) = argument.cast::<Tuple>() {
        let inner = list::new(cx)?;
        for &one in nested.values() {
            substitute_into(cx, inner, one, parameters, given)?;
        }
        return list::append(cx, result, list::to_tuple(cx, inner)?.value());
    }
    // The arguments of a `ParamSpec`.
    if let Some(nested) = argument.cast::<List>() {
        let inner = list::new(cx)?;
        for &one in list::to_tuple(cx, nested)?.values() {
            substitute_into(cx, inner, one, parameters, given)?;
        }
        return list::append(cx, result, inner.value());
    }
    let is_unpacked = is_unpacked_typevartuple(cx, argument)?;
    let value = match optional(cx, argument, "__typing_subst__")? {
        Some(hook) => match position_of(parameters, argument) {
            Some(index) => call::call_values(cx, hook, &[given.get(index)])?,
            None => argument,
        },
        None => substitute_nested(cx, argument, parameters, given)?,
    };
    match value.cast::<Tuple>() {
        Some(many) if is_unpacked => many.values().iter().try_for_each(|&one| list::append(cx, result, one)),
        _ => list::append(cx, result, value),
    }
}

/// What stands in brackets as a tuple, with `*tuple[int, str]` in it unpacked.
fn unpacked(cx: &Cx, item: Value) -> R<Value> {
    let items = match item.cast::<Tuple>() {
        Some(items) => items,
        None => tuple::from_slice(cx, &[item])?,
    };
    let result = list::new(cx)?;
    for &one in items.values() {
        let inner = match one.cast::<Type>() {
            Some(_) => None,
            None => {
                optional(cx, one, "__typing_unpacked_tuple_args__")?.and_then(|inner| inner.cast::<Tuple>())
            }
        };
        match inner {
            Some(inner) if inner.values().last() != Some(&Value::ELLIPSIS) => {
                for &part in inner.values() {
                    list::append(cx, result, part)?;
                }
            }
            _ => list::append(cx, result, one)?,
        }
    }
    Ok(list::to_tuple(cx, result)?.value())
}

/// A type as annotations show it: classes by name, everything else by its representation.
pub fn type_text(cx: &Cx, value: Value) -> R<String> {
    if value == Value::ELLIPSIS {
        return Ok("...".into());
    }
    if value.is_none() || value == crate::runtime::builtin_type(number::NONE_TYPE).value() {
        return Ok("None".into());
    }
    if value.cast::<GenericAlias>().is_none()
        && let (Some(qualname), Some(module)) =
            (optional(cx, value, "__qualname__")?, optional(cx, value, "__module__")?)
        && !(optional(cx, value, "__origin__")?.is_some() && optional(cx, value, "__args__")?.is_some())
        && !module.is_none()
    {
        let (qualname, module) = (protocol::str_string(cx, qualname)?, protocol::str_string(cx, module)?);
        return Ok(if module == "builtins" { qualname } else { format!("{module}.{qualname}") });
    }
    protocol::repr_string(cx, value)
}

/// An argument: a list is a `ParamSpec`'s types.
fn argument_text(cx: &Cx, value: Value) -> R<String> {
    let Some(items) = value.cast::<List>() else { return type_text(cx, value) };
    // Python code may take items away meanwhile.
    let text = |index| match list::get(items, index) {
        Some(item) => type_text(cx, item),
        None => Err(cx.error(exceptions::INDEX_ERROR, "list index out of range".into())),
    };
    let texts: R<Vec<String>> = (0..items.len()).map(text).collect();
    Ok(format!("[{}]", texts?.join(", ")))
}

fn alias_repr(cx: &Cx, value: Value) -> R<Value> {
    let (this, args) = (this(cx, value)?, args_of(cx, value)?);
    let texts: R<Vec<String>> = args.values().iter().map(|&argument| argument_text(cx, argument)).collect();
    let shown = if args.is_empty() { "()".to_string() } else { texts?.join(", ") };
    let star = if this.starred { "*" } else { "" };
    str_::from_string(cx, format!("{star}{}[{shown}]", type_text(cx, this.origin.get())?))
}

fn alias_hash(cx: &Cx, value: Value) -> R<i64> {
    let this = this(cx, value)?;
    Ok(protocol::hash(cx, this.origin.get())? ^ protocol::hash(cx, this.args.get())?)
}

fn alias_compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<GenericAlias>(), right.cast::<GenericAlias>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = one.starred == other.starred
        && protocol::equal(cx, one.origin.get(), other.origin.get())?
        && protocol::equal(cx, one.args.get(), other.args.get())?;
    Ok(Value::from_bool(equal == (op == CompareOp::Eq)))
}

fn alias_call(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<Value> {
    let made = call::call(cx, this(cx, value)?.origin.get(), args)?;
    match attr::set(cx, made, cx.intern("__orig_class__")?, Some(value)) {
        Err(raised)
            if !cx.matches(raised, exceptions::ATTRIBUTE_ERROR)
                && !cx.matches(raised, exceptions::TYPE_ERROR) =>
        {
            Err(raised)
        }
        _ => Ok(made),
    }
}

/// Attributes that the origin's must not stand for, though the alias has none.
const BLOCKED: [&str; 5] =
    ["__copy__", "__deepcopy__", "__bases__", "__instancecheck__", "__subclasscheck__"];

/// Attributes that are the alias's own; all others are the origin's.
const OWN: [&str; 9] = [
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
];

fn alias_getattr(cx: &Cx, value: Value, name: Value) -> R<Value> {
    let text = str_::to_rust(name).unwrap_or_default();
    if OWN.contains(&text.as_str()) || BLOCKED.contains(&text.as_str()) {
        return attr::generic_get(cx, value, name);
    }
    attr::get(cx, this(cx, value)?.origin.get(), name)
}

fn alias_getitem(cx: &Cx, value: Value, item: Value) -> R<Value> {
    let this = this(cx, value)?;
    let args = substitute(cx, value, args_of(cx, value)?, parameters(cx, value)?, item)?;
    create(cx, alias_class(), this.origin.get(), args.value(), this.starred)
}

/// The alias behind a `*`.
fn starred(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    create(cx, alias_class(), this.origin.get(), this.args.get(), true)
}

fn mro_entries(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(tuple::from_slice(cx, &[this(cx, args[0])?.origin.get()])?.value())
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    if this.starred {
        let plain = new(cx, this.origin.get(), this.args.get())?;
        return remade(cx, builtin(cx, "next")?, &[iter::new(cx, plain)?], None);
    }
    remade(cx, cx.type_of(args[0]).value(), &[this.origin.get(), this.args.get()], None)
}

fn no_check(cx: &Cx, function: &str) -> R<Value> {
    Err(cx.type_error(format!("{function}() argument 2 cannot be a parameterized generic")))
}

fn unpacked_args(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    let is_tuple = this.origin.get() == crate::runtime::builtin_type(number::TUPLE).value();
    Ok(if this.starred && is_tuple { this.args.get() } else { Value::NONE })
}

fn alias_new(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Type>() {
        Some(class) => create(cx, class, args[1], args[2], false),
        None => Err(cx.type_error("GenericAlias.__new__(X): X is not a type object".into())),
    }
}

/// Names of the origin's attributes and the alias's own.
fn dir(cx: &Cx, args: &[Value]) -> R<Value> {
    cx.check_stack()?;
    let origin = this(cx, args[0])?.origin.get();
    let found = call::call_special(cx, origin, cx.intern("__dir__")?, &[])?;
    let names = list::from_iterable(cx, found.unwrap_or(Value::NONE))?;
    for own in OWN {
        let name = cx.intern(own)?;
        if !protocol::item::contains(cx, names.value(), name)? {
            list::append(cx, names, name)?;
        }
    }
    Ok(names.value())
}

/// `__class_getitem__` of generic builtin classes.
pub(crate) static CLASS_GETITEM_DEF: MethodDef =
    MethodDef::class("__class_getitem__($type, object, /)", "See PEP 585", |cx, args| {
        new(cx, args[0], args[1])
    });

static NEW: MethodDef = MethodDef::function("GenericAlias($type, origin, args, /)", "", alias_new);

static METHODS: [MethodDef; 5] = [
    MethodDef::new("__dir__($self, /)", "", dir),
    MethodDef::new("__mro_entries__($self, object, /)", "The class to derive from instead.", mro_entries),
    MethodDef::new("__instancecheck__($self, object, /)", "", |cx, _| no_check(cx, "isinstance")),
    MethodDef::new("__subclasscheck__($self, object, /)", "", |cx, _| no_check(cx, "issubclass")),
    MethodDef::new("__reduce__($self, /)", "Return state information for pickling.", reduce),
];

/// The type.
pub static GENERIC_ALIAS: TypeDef = TypeDef {
    name: "GenericAlias",
    weak: true,
    module: "types",
    doc: "Represent a PEP 585 generic type",
    subclassable: true,
    layout: &LAYOUT,
    slots: SlotTable {
        repr: Some(alias_repr),
        hash: Some(alias_hash),
        compare: Some(alias_compare),
        call: Some(alias_call),
        getattr: Some(alias_getattr),
        getitem: Some(alias_getitem),
        iter: Some(iter::new),
        binary: SlotTable::binary_slots(&[(BinaryOp::Or, union_::or)]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &METHODS,
    getset: &[
        GetSetDef {
            name: "__parameters__",
            doc: "Type variables in the GenericAlias.",
            get: |cx, v| Ok(parameters(cx, v)?.value()),
            set: None,
        },
        GetSetDef { name: "__typing_unpacked_tuple_args__", doc: "", get: unpacked_args, set: None },
    ],
    members: &[
        GetSetDef { name: "__origin__", doc: "", get: |cx, v| Ok(this(cx, v)?.origin.get()), set: None },
        GetSetDef { name: "__args__", doc: "", get: |cx, v| Ok(this(cx, v)?.args.get()), set: None },
        GetSetDef {
            name: "__unpacked__",
            doc: "",
            get: |cx, v| Ok(Value::from_bool(this(cx, v)?.starred)),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

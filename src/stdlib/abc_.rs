//! `_abc`: what `abc.ABCMeta` is made of — registration of virtual subclasses, and the caches of `isinstance` and `issubclass` over them.
//!
//! A class made by `ABCMeta` carries one `_abc_data`: three sets of weak references to classes (registered, known subclasses, known
//! strangers). The strangers are right only as long as nothing is registered anywhere: they carry the number of the last registration they saw.
//!
//! Thread-safety: the sets lock themselves; a set once made stays for good, and is emptied rather than replaced. A thread that forgets the
//! strangers notes the new number first, so what another adds meanwhile under the old one is dropped or was right. Weak references that
//! died are swept out when a set has doubled since it was last swept.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::instance_of;
use typhon_vm::gc::Slot;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, attr};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{Collection, MethodDef, TypeDef};
use typhon_vm::types::set::{self, Set};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::types::{int, weakref};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, call, exceptions, names, object_struct};

/// Number of registrations so far, anywhere.
static REGISTRATIONS: AtomicU64 = AtomicU64::new(0);

object_struct! {
    /// The registry and caches of one class.
    struct AbcData: "_abc_data", fixed {
        slots {
            registered,
            subclasses,
            strangers,
        }
        fields {
            /// What [`REGISTRATIONS`] was when the strangers were last forgotten.
            seen: AtomicU64,
            /// Size of the largest set at which dead references are swept out.
            sweep_at: AtomicUsize,
        }
    }
}

const FIRST_SWEEP: usize = 64;

fn data_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let (registered, subclasses, strangers) = (set::new(cx)?, set::new(cx)?, set::new(cx)?);
    let made = instance_of(cx, args[0], |header| AbcData {
        header,
        registered: Slot::of(registered.value()),
        subclasses: Slot::of(subclasses.value()),
        strangers: Slot::of(strangers.value()),
        seen: AtomicU64::new(REGISTRATIONS.load(Ordering::Acquire)),
        sweep_at: AtomicUsize::new(FIRST_SWEEP),
    })?;
    Ok(made.value())
}

static DATA_NEW: MethodDef = MethodDef::function("__new__($type, /)", "", data_new);

static DATA: TypeDef = TypeDef {
    name: "_abc_data",
    module: "_abc",
    doc: "Internal state held by ABC machinery.",
    layout: AbcData::LAYOUT,
    new: Some(&DATA_NEW),
    ..TypeDef::DEFAULT
};

static DATA_TYPE: NativeType = NativeType::new(&DATA);

impl AbcData {
    fn set(&self, cx: &Cx, slot: fn(&AbcData) -> &Slot) -> R<Obj<Set>> {
        slot(self).get().cast::<Set>().ok_or_else(|| cx.system_error("_abc_data without a set"))
    }
}

const REGISTERED: fn(&AbcData) -> &Slot = |data| &data.registered;
const SUBCLASSES: fn(&AbcData) -> &Slot = |data| &data.subclasses;
const STRANGERS: fn(&AbcData) -> &Slot = |data| &data.strangers;

fn data_of(cx: &Cx, class: Value) -> R<Obj<AbcData>> {
    let data = attr::get(cx, class, names::get(names::ABC_IMPL))?;
    data.cast::<AbcData>().ok_or_else(|| cx.type_error("_abc_impl is set to a wrong type".into()))
}

fn contains(cx: &Cx, data: Obj<AbcData>, which: fn(&AbcData) -> &Slot, class: Value) -> R<bool> {
    let classes = data.set(cx, which)?;
    if classes.is_empty() {
        return Ok(false);
    }
    match weakref::plain(cx, class) {
        Ok(weak) => set::contains(cx, classes, weak),
        Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => Ok(false),
        Err(raised) => Err(raised),
    }
}

fn add(cx: &Cx, data: Obj<AbcData>, which: fn(&AbcData) -> &Slot, class: Value) -> R<()> {
    let classes = data.set(cx, which)?;
    if classes.len() >= data.sweep_at.load(Ordering::Relaxed) {
        sweep(cx, classes)?;
        data.sweep_at.store((classes.len() * 2).max(FIRST_SWEEP), Ordering::Relaxed);
    }
    set::add(cx, classes, weakref::plain(cx, class)?)
}

fn sweep(cx: &Cx, classes: Obj<Set>) -> R<()> {
    let entries = set::to_tuple(cx, classes)?;
    for &entry in entries.values() {
        if weakref::referent_of(entry).is_none() {
            set::discard(cx, classes, entry)?;
        }
    }
    Ok(())
}

fn is_abstract(cx: &Cx, value: Value) -> R<bool> {
    match attr::get_optional(cx, value, cx.intern("__isabstractmethod__")?)? {
        Some(flag) => protocol::is_true(cx, flag),
        None => Ok(false),
    }
}

fn compute_abstract_methods(cx: &Cx, class: Value) -> R<()> {
    let abstracts = set::new_frozen(cx)?;
    let own = class.cast::<Type>().map(|class| class.namespace());
    let own = own.ok_or_else(|| cx.type_error("a class is expected".into()))?;
    let mut position = 0;
    while let Some((next, name, value)) = own.next_from(position) {
        position = next;
        if is_abstract(cx, value)? {
            set::add(cx, abstracts, name)?;
        }
    }
    let bases = attr::get(cx, class, names::get(names::__BASES__))?;
    let bases = bases.cast::<Tuple>().ok_or_else(|| cx.type_error("__bases__ is not tuple".into()))?;
    let abstract_methods = cx.intern("__abstractmethods__")?;
    for &base in bases.values() {
        let Some(inherited) = attr::get_optional(cx, base, abstract_methods)? else { continue };
        protocol::iter::for_each(cx, inherited, &mut |cx, name| {
            let name = attr::checked_name(cx, name)?;
            match attr::get_optional(cx, class, name)? {
                Some(value) if is_abstract(cx, value)? => set::add(cx, abstracts, name),
                _ => Ok(()),
            }
        })?;
    }
    attr::set(cx, class, abstract_methods, Some(abstracts.value()))
}

fn abc_init(cx: &Cx, args: &[Value]) -> R<Value> {
    let class = args[0];
    compute_abstract_methods(cx, class)?;
    let data = call::call_values(cx, DATA_TYPE.class(cx)?.value(), &[])?;
    attr::set(cx, class, names::get(names::ABC_IMPL), Some(data))?;
    if let Some(this) = class.cast::<Type>()
        && let Some(flags) = this.namespace().get_str(cx.intern("__abc_tpflags__")?)
    {
        let flags = int::to_i64(flags).unwrap_or(0);
        match flags & (TPFLAG_SEQUENCE | TPFLAG_MAPPING) {
            TPFLAG_SEQUENCE => this.set_collection(Collection::Sequence),
            TPFLAG_MAPPING => this.set_collection(Collection::Mapping),
            0 => {}
            _ => {
                return Err(cx.type_error(
                    "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING".into(),
                ));
            }
        }
        attr::set(cx, class, cx.intern("__abc_tpflags__")?, None)?;
    }
    Ok(Value::NONE)
}

/// CPython's numbers in `__abc_tpflags__`.
const TPFLAG_SEQUENCE: i64 = 1 << 5;
const TPFLAG_MAPPING: i64 = 1 << 6;

fn register(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[class, subclass] = args else { return Err(cx.system_error("register")) };
    let Some(registered) = subclass.cast::<Type>() else {
        return Err(cx.type_error("Can only register classes".into()));
    };
    if protocol::is_subclass(cx, subclass, class)? {
        return Ok(subclass);
    }
    // `class` being derived from `subclass` would make the relation a circle.
    if protocol::is_subclass(cx, class, subclass)? {
        let text = "Refusing to create an inheritance cycle";
        return Err(cx.error(exceptions::RUNTIME_ERROR, text.into()));
    }
    add(cx, data_of(cx, class)?, REGISTERED, subclass)?;
    REGISTRATIONS.fetch_add(1, Ordering::AcqRel);
    if let Some(collection) = class.cast::<Type>().and_then(Type::collection) {
        registered.set_collection(collection);
    }
    Ok(subclass)
}

fn ask(cx: &Cx, class: Value, subclass: Value) -> R<bool> {
    let method = attr::get(cx, class, names::get(names::__SUBCLASSCHECK__))?;
    let answer = call::call_values(cx, method, &[subclass])?;
    protocol::is_true(cx, answer)
}

fn instance_check(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[class, instance] = args else { return Err(cx.system_error("instance check")) };
    let data = data_of(cx, class)?;
    let declared = attr::get(cx, instance, names::get(names::__CLASS__))?;
    if contains(cx, data, SUBCLASSES, declared)? {
        return Ok(Value::TRUE);
    }
    let actual = cx.type_of(instance).value();
    if actual == declared {
        if data.seen.load(Ordering::Acquire) == REGISTRATIONS.load(Ordering::Acquire)
            && contains(cx, data, STRANGERS, declared)?
        {
            return Ok(Value::FALSE);
        }
        return ask(cx, class, declared).map(Value::from_bool);
    }
    if ask(cx, class, declared)? {
        return Ok(Value::TRUE);
    }
    ask(cx, class, actual).map(Value::from_bool)
}

fn subclass_check(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[class, subclass] = args else { return Err(cx.system_error("subclass check")) };
    check_subclass(cx, class, subclass).map(Value::from_bool)
}

fn check_subclass(cx: &Cx, class: Value, subclass: Value) -> R<bool> {
    cx.check_stack()?;
    if subclass.cast::<Type>().is_none() {
        return Err(cx.type_error("issubclass() arg 1 must be a class".into()));
    }
    let data = data_of(cx, class)?;
    if contains(cx, data, SUBCLASSES, subclass)? {
        return Ok(true);
    }
    let registrations = REGISTRATIONS.load(Ordering::Acquire);
    if data.seen.load(Ordering::Acquire) < registrations {
        data.seen.store(registrations, Ordering::Release);
        set::clear(cx, data.set(cx, STRANGERS)?);
    } else if contains(cx, data, STRANGERS, subclass)? {
        return Ok(false);
    }
    let hook = attr::get(cx, class, names::get(names::__SUBCLASSHOOK__))?;
    let answer = call::call_values(cx, hook, &[subclass])?;
    if answer == Value::TRUE {
        add(cx, data, SUBCLASSES, subclass)?;
        return Ok(true);
    }
    if answer == Value::FALSE {
        add(cx, data, STRANGERS, subclass)?;
        return Ok(false);
    }
    if answer != Value::NOT_IMPLEMENTED {
        let text = "__subclasshook__ must return either False, True, or NotImplemented";
        return Err(cx.error(exceptions::ASSERTION_ERROR, text.into()));
    }
    let is_derived = subclass
        .cast::<Type>()
        .zip(class.cast::<Type>())
        .is_some_and(|(derived, base)| derived.is_subclass_of(base));
    if is_derived || is_registered(cx, data, subclass)? || is_below(cx, class, subclass)? {
        add(cx, data, SUBCLASSES, subclass)?;
        return Ok(true);
    }
    add(cx, data, STRANGERS, subclass)?;
    Ok(false)
}

/// Whether a class is registered, or derived from one that is.
fn is_registered(cx: &Cx, data: Obj<AbcData>, subclass: Value) -> R<bool> {
    if contains(cx, data, REGISTERED, subclass)? {
        return Ok(true);
    }
    let registered = set::to_tuple(cx, data.set(cx, REGISTERED)?)?;
    for &weak in registered.values() {
        if let Some(known) = weakref::referent_of(weak)
            && protocol::is_subclass(cx, subclass, known)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a class counts as derived from one of `class`'s own subclasses.
fn is_below(cx: &Cx, class: Value, subclass: Value) -> R<bool> {
    let method = attr::get(cx, class, names::get(names::__SUBCLASSES__))?;
    let subclasses = tuple::from_iterable(cx, call::call_values(cx, method, &[])?)?;
    for &known in subclasses.values() {
        if protocol::is_subclass(cx, subclass, known)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn reset_registry(cx: &Cx, args: &[Value]) -> R<Value> {
    set::clear(cx, data_of(cx, args[0])?.set(cx, REGISTERED)?);
    Ok(Value::NONE)
}

fn reset_caches(cx: &Cx, args: &[Value]) -> R<Value> {
    let data = data_of(cx, args[0])?;
    set::clear(cx, data.set(cx, SUBCLASSES)?);
    set::clear(cx, data.set(cx, STRANGERS)?);
    Ok(Value::NONE)
}

fn dump(cx: &Cx, args: &[Value]) -> R<Value> {
    let data = data_of(cx, args[0])?;
    let copy = |which| -> R<Value> {
        let copy = set::new(cx)?;
        set::update(cx, copy, data.set(cx, which)?.value())?;
        Ok(copy.value())
    };
    let seen = int::from_i64(cx, data.seen.load(Ordering::Acquire) as i64)?;
    Ok(tuple::from_slice(cx, &[copy(REGISTERED)?, copy(SUBCLASSES)?, copy(STRANGERS)?, seen])?.value())
}

fn cache_token(cx: &Cx, _: &[Value]) -> R<Value> {
    int::from_i64(cx, REGISTRATIONS.load(Ordering::Acquire) as i64)
}

/// The module.
pub static ABC: ModuleDef = ModuleDef {
    name: "_abc",
    doc: "Registries and caches of abstract base classes.",
    functions: &[
        MethodDef::function(
            "get_cache_token()",
            "A number that changes with every registration.",
            cache_token,
        ),
        MethodDef::function("_abc_init(self, /)", "Make a class abstract-aware.", abc_init),
        MethodDef::function("_reset_registry(self, /)", "Forget what was registered.", reset_registry),
        MethodDef::function("_reset_caches(self, /)", "Forget what was found out.", reset_caches),
        MethodDef::function("_get_dump(self, /)", "Copies of registry and caches.", dump),
        MethodDef::function("_abc_register(self, subclass, /)", "Register a virtual subclass.", register),
        MethodDef::function(
            "_abc_instancecheck(self, instance, /)",
            "Whether an object counts as an instance.",
            instance_check,
        ),
        MethodDef::function(
            "_abc_subclasscheck(self, subclass, /)",
            "Whether a class counts as a subclass.",
            subclass_check,
        ),
    ],
    init: |cx, _| {
        DATA_TYPE.class(cx)?;
        Ok(())
    },
};

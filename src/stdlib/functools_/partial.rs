//! `partial`: a callable with some of its arguments given, and `Placeholder`, which leaves a place among them open.
//!
//! Thread-safety: three slots that only `__setstate__` stores again; each call loads each once.

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{instance_of, new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::kept::Kept;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, attr};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::{method, str_};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, instance, names, object_struct};

object_struct! {
    /// A function and what it will be called with.
    struct Partial: "functools.partial", with_attributes {
        slots {
            function,
            /// A tuple.
            args,
            /// A dict.
            keywords,
        }
        fields {}
    }
}

// --- Placeholder --------------------------------------------------------------------------------------------------------

object_struct! {
    struct Placeholder: "functools._PlaceholderType", fixed {
        slots {}
        fields {}
    }
}

static PLACEHOLDER_VALUE: Kept = Kept::new();

/// The one object that stands for an open place.
pub(super) fn placeholder(cx: &Cx) -> R<Value> {
    PLACEHOLDER_VALUE.get_or_make(cx, || {
        Ok(new_instance(cx, PLACEHOLDER_TYPE.class(cx)?, |header| Placeholder { header })?.value())
    })
}

fn is_placeholder(value: Value) -> bool {
    Some(value) == PLACEHOLDER_VALUE.get()
}

static PLACEHOLDER_NEW: MethodDef = MethodDef::given_new(|cx, args| {
    if args.values().len() > 1 {
        Err(cx.type_error("PlaceholderType takes no arguments".into()))
    } else {
        placeholder(cx)
    }
});

static PLACEHOLDER: TypeDef = TypeDef {
    name: "_PlaceholderType",
    module: "functools",
    doc: "The type of the Placeholder singleton.\n\nUsed as a placeholder for partial arguments.",
    layout: Placeholder::LAYOUT,
    slots: SlotTable { repr: Some(|cx, _| cx.intern("Placeholder")), ..SlotTable::NONE },
    new: Some(&PLACEHOLDER_NEW),
    methods: &[MethodDef::new("__reduce__($self, /)", "", |cx, _| cx.intern("Placeholder"))],
    ..TypeDef::DEFAULT
};

pub(super) static PLACEHOLDER_TYPE: NativeType = NativeType::new(&PLACEHOLDER);

// --- partial ------------------------------------------------------------------------------------------------------------

/// The parts of a partial, as they are now.
struct Parts {
    function: Value,
    args: Obj<Tuple>,
    keywords: Obj<Dict>,
}

fn parts(cx: &Cx, value: Value) -> R<Parts> {
    let this = receiver::<Partial>(cx, value)?;
    let (args, keywords) = (this.args.get().cast::<Tuple>(), this.keywords.get().cast::<Dict>());
    match (args, keywords) {
        (Some(args), Some(keywords)) => Ok(Parts { function: this.function.get(), args, keywords }),
        _ => Err(cx.system_error("partial without arguments")),
    }
}

fn open_places(args: &[Value]) -> usize {
    args.iter().filter(|&&argument| is_placeholder(argument)).count()
}

fn refuse_trailing(cx: &Cx, args: &[Value]) -> R<()> {
    match args.last() {
        Some(&last) if is_placeholder(last) => {
            Err(cx.type_error("trailing Placeholders are not allowed".into()))
        }
        _ => Ok(()),
    }
}

/// Fills the open places of `args` from `given`, as far as it goes, and appends the rest.
fn merge(cx: &Cx, args: &[Value], given: &[Value]) -> R<Obj<Tuple>> {
    let taken = open_places(args).min(given.len());
    let merged = tuple::with_len(cx, args.len() + given.len() - taken)?;
    let mut fillers = given[..taken].iter();
    let filled = args.iter().map(|&argument| match is_placeholder(argument) {
        true => fillers.next().copied().unwrap_or(argument),
        false => argument,
    });
    for (slot, value) in merged.items().iter().zip(filled.chain(given[taken..].iter().copied())) {
        cx.store(merged.object(), slot, value);
    }
    Ok(merged)
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let given = args[1].cast::<Tuple>();
    let &[mut function, ref given @ ..] = given.as_ref().map_or(&[][..], |given| given.values()) else {
        return Err(cx.type_error("type 'partial' takes at least one argument".into()));
    };
    if cx.type_of(function).slots().call.is_none() {
        return Err(cx.type_error("the first argument must be callable".into()));
    }
    refuse_trailing(cx, given)?;
    let keywords = args[2].cast::<Dict>().ok_or_else(|| cx.system_error("partial keywords"))?;
    let mut position = 0;
    while let Some((next, _, value)) = keywords.next_from(position) {
        position = next;
        if is_placeholder(value) {
            return Err(cx.type_error("Placeholder cannot be passed as a keyword argument".into()));
        }
    }
    let (mut all_args, mut all_keywords) = (tuple::from_slice(cx, given)?, keywords);
    // A partial of a partial without attributes of its own is one of the inner one's function.
    if let Some(inner) = function.cast::<Partial>()
        && instance::snapshot(cx, inner.object())?.is_empty()
    {
        let inner = parts(cx, function)?;
        function = inner.function;
        all_args = merge(cx, inner.args.values(), given)?;
        if !inner.keywords.is_empty() {
            all_keywords = dict::copy(cx, inner.keywords)?;
            dict::update(cx, all_keywords, keywords.value())?;
        }
    }
    let made = instance_of(cx, args[0], |header| Partial {
        header,
        function: Slot::of(function),
        args: Slot::of(all_args.value()),
        keywords: Slot::of(all_keywords.value()),
    })?;
    Ok(made.value())
}

fn call_partial(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<Value> {
    let Parts { function, args: own, keywords } = parts(cx, value)?;
    let (own, given) = (own.values(), args.positional());
    let open = open_places(own);
    if given.len() < open {
        return Err(cx.type_error(format!(
            "missing positional arguments in 'partial' call; expected at least {open}, got {}",
            given.len()
        )));
    }
    let positional = own.len() + given.len() - open;
    let fill = |values: &mut [Value]| {
        let mut fillers = given[..open].iter();
        for (value, &argument) in values.iter_mut().zip(own) {
            *value = if is_placeholder(argument) { *fillers.next().unwrap_or(&argument) } else { argument };
        }
        values[own.len()..positional].copy_from_slice(&given[open..]);
    };
    let keyword_values = &args.values()[given.len()..];
    if keywords.is_empty() {
        let mut room = cx.scratch(positional + keyword_values.len())?;
        fill(room.as_mut_slice());
        room.as_mut_slice()[positional..].copy_from_slice(keyword_values);
        return call::call(cx, function, &CallArgs::with_keywords(room.as_slice(), args.names()));
    }
    let merged = dict::copy(cx, keywords)?;
    for (name, value) in args.keywords() {
        dict::set(cx, merged, name, value)?;
    }
    let names = tuple::from_iterable(cx, merged.value())?;
    let mut room = cx.scratch(positional + names.len())?;
    fill(room.as_mut_slice());
    for (index, &name) in names.values().iter().enumerate() {
        if name.cast::<str_::Str>().is_none() {
            return Err(cx.type_error("keywords must be strings".into()));
        }
        let value = dict::get(cx, merged, name)?.unwrap_or(Value::NONE);
        room.as_mut_slice()[positional + index] = value;
    }
    call::call(cx, function, &CallArgs::with_keywords(room.as_slice(), Some(names)))
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let shown = protocol::without_recursion(cx, value, || {
        let class = cx.type_of(value).value();
        let text_of = |name| -> R<String> {
            Ok(str_::to_rust(attr::get(cx, class, names::get(name))?).unwrap_or_default())
        };
        let Parts { function, args, keywords } = parts(cx, value)?;
        let (module, name) = (text_of(names::__MODULE__)?, text_of(names::__QUALNAME__)?);
        let mut text = format!("{module}.{name}({}", protocol::repr_string(cx, function)?);
        for &argument in args.values() {
            text += &format!(", {}", protocol::repr_string(cx, argument)?);
        }
        let mut position = 0;
        while let Some((next, name, given)) = keywords.next_from(position) {
            position = next;
            text += &format!(", {}={}", protocol::str_string(cx, name)?, protocol::repr_string(cx, given)?);
        }
        Ok(text + ")")
    })?;
    str_::from_string(cx, shown.unwrap_or_else(|| "...".into()))
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let Parts { function, args: own, keywords } = parts(cx, args[0])?;
    let attributes = match args[0].as_object() {
        Some(object) if !instance::snapshot(cx, object)?.is_empty() => instance::dictionary(cx, args[0])?,
        _ => Value::NONE,
    };
    let arguments = tuple::from_slice(cx, &[function])?.value();
    let state = tuple::from_slice(cx, &[function, own.value(), keywords.value(), attributes])?.value();
    Ok(tuple::from_slice(cx, &[cx.type_of(args[0]).value(), arguments, state])?.value())
}

fn set_state(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Partial>(cx, args[0])?;
    let state = args[1].cast::<Tuple>().filter(|state| state.len() == 4);
    let refuse = || cx.type_error("invalid partial state".into());
    let state = state.ok_or_else(refuse)?;
    let &[function, own, keywords, attributes] = state.values() else { return Err(refuse()) };
    let own_args = own.cast::<Tuple>().ok_or_else(refuse)?;
    let is_optional_dict = |value: Value| value.is_none() || value.cast::<Dict>().is_some();
    let is_callable = cx.type_of(function).slots().call.is_some();
    if !is_callable || !is_optional_dict(keywords) || !is_optional_dict(attributes) {
        return Err(refuse());
    }
    refuse_trailing(cx, own_args.values())?;
    let own_args = tuple::from_slice(cx, own_args.values())?;
    let keywords = match keywords.cast::<Dict>() {
        None => dict::new(cx)?,
        Some(keywords) if cx.type_of(keywords.value()).is_heap() => dict::copy(cx, keywords)?,
        Some(keywords) => keywords,
    };
    instance::set_dictionary(cx, args[0], (!attributes.is_none()).then_some(attributes))?;
    cx.store(this.object(), &this.function, function);
    cx.store(this.object(), &this.args, own_args.value());
    cx.store(this.object(), &this.keywords, keywords.value());
    Ok(Value::NONE)
}

static NEW: MethodDef = MethodDef::function("partial($type, /, *args, **keywords)", "", new);

static PARTIAL: TypeDef = TypeDef {
    name: "partial",
    parameters: Some("(func, /, *args, **keywords)"),
    module: "functools",
    doc: "Create a new function with partial application of the given arguments and keywords.",
    layout: Partial::LAYOUT,
    subclassable: true,
    weak: true,
    generic: true,
    slots: SlotTable {
        repr: Some(repr),
        call: Some(call_partial),
        descr_get: Some(method::bind),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("__reduce__($self, /)", "", reduce),
        MethodDef::new("__setstate__($self, object, /)", "", set_state),
    ],
    members: &[
        GetSetDef {
            name: "func",
            doc: "function object to use in future partial calls",
            get: |cx, value| Ok(parts(cx, value)?.function),
            set: None,
        },
        GetSetDef {
            name: "args",
            doc: "tuple of arguments to future partial calls",
            get: |cx, value| Ok(parts(cx, value)?.args.value()),
            set: None,
        },
        GetSetDef {
            name: "keywords",
            doc: "dictionary of keyword arguments to future partial calls",
            get: |cx, value| Ok(parts(cx, value)?.keywords.value()),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

pub(super) static PARTIAL_TYPE: NativeType = NativeType::new(&PARTIAL);

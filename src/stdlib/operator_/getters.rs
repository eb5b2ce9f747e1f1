//! `itemgetter`, `attrgetter`, `methodcaller`: callables made of what they ask for. Immutable.

use typhon_vm::call::{CallArgs, call_with_dict};
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{instance_of, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, attr, item};
use typhon_vm::runtime::NativeType;
use typhon_vm::signature::Wording;
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::dict::Dict;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, object_struct};

fn tuple_of(cx: &Cx, value: Value) -> R<Obj<Tuple>> {
    value.cast::<Tuple>().ok_or_else(|| cx.system_error("tuple expected"))
}

/// The only argument of a getter's call.
fn only<'a>(cx: &Cx, args: &CallArgs<'a>, name: &str) -> R<&'a Value> {
    args.no_keywords(cx, name)?;
    match args.values() {
        [one] => Ok(one),
        given => Err(cx.type_error(format!("{name} expected 1 argument, got {}", given.len()))),
    }
}

/// The results of one question, or a tuple of those of several.
fn collect(cx: &Cx, questions: &[Value], ask: impl Fn(Value) -> R<Value>) -> R<Value> {
    if let &[question] = questions {
        return ask(question);
    }
    let answers = tuple::with_len(cx, questions.len())?;
    for (slot, &question) in answers.items().iter().zip(questions) {
        cx.store(answers.object(), slot, ask(question)?);
    }
    Ok(answers.value())
}

/// `operator.itemgetter('a', 'b')`
fn shown(cx: &Cx, class: &str, given: &[Value]) -> R<Value> {
    let mut text = String::new();
    for (index, &value) in given.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        text.push_str(&protocol::repr_string(cx, value)?);
    }
    str_::from_string(cx, format!("operator.{class}({text})"))
}

// --- itemgetter -----------------------------------------------------------------------------------------------------

object_struct! {
    /// The keys to ask for.
    struct ItemGetter: "operator.itemgetter", fixed {
        slots {
            items,
        }
        fields {}
    }
}

fn item_new(cx: &Cx, args: &[Value]) -> R<Value> {
    // The first one is a parameter of its own only so that its absence has the right message.
    let rest = tuple_of(cx, args[2])?;
    let items = tuple::with_len(cx, rest.len() + 1)?;
    cx.store(items.object(), &items.items()[0], args[1]);
    for (slot, &item) in items.items()[1..].iter().zip(rest.values()) {
        cx.store(items.object(), slot, item);
    }
    Ok(instance_of(cx, args[0], |header| ItemGetter { header, items: Slot::of(items.value()) })?.value())
}

fn item_call(cx: &Cx, this: Value, args: &CallArgs<'_>) -> R<Value> {
    let object = *only(cx, args, "itemgetter")?;
    let items = tuple_of(cx, receiver::<ItemGetter>(cx, this)?.items.get())?;
    collect(cx, items.values(), |key| item::get(cx, object, key))
}

fn item_repr(cx: &Cx, this: Value) -> R<Value> {
    let items = tuple_of(cx, receiver::<ItemGetter>(cx, this)?.items.get())?;
    let text = protocol::without_recursion(cx, this, || shown(cx, "itemgetter", items.values()))?;
    text.map_or_else(|| str_::from_str(cx, "operator.itemgetter(...)"), Ok)
}

fn item_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let items = receiver::<ItemGetter>(cx, args[0])?.items.get();
    Ok(tuple::from_slice(cx, &[cx.type_of(args[0]).value(), items])?.value())
}

static ITEM_NEW: MethodDef =
    MethodDef::function("itemgetter($type, item, /, *items)", "", item_new).worded(Wording::FirstAlone);

/// What `inspect.signature` finds on an instance: how that is called.
const SIGNATURE: &[GetSetDef] = &[GetSetDef {
    name: "__text_signature__",
    doc: "",
    get: |cx, _| str_::from_str(cx, "(obj, /)"),
    set: None,
}];

static ITEM: TypeDef = TypeDef {
    name: "itemgetter",
    module: "operator",
    doc: "Return a callable object that fetches the given item(s) from its operand.\nAfter f = itemgetter(2), the call f(r) returns \
          r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    layout: ItemGetter::LAYOUT,
    slots: SlotTable { repr: Some(item_repr), call: Some(item_call), ..SlotTable::NONE },
    new: Some(&ITEM_NEW),
    methods: &[MethodDef::new("__reduce__($self, /)", "Return state information for pickling", item_reduce)],
    getset: SIGNATURE,
    ..TypeDef::DEFAULT
};

pub(super) static ITEM_GETTER: NativeType = NativeType::new(&ITEM);

// --- attrgetter -----------------------------------------------------------------------------------------------------

object_struct! {
    /// The names to ask for, and each as a tuple of its parts.
    struct AttributeGetter: "operator.attrgetter", fixed {
        slots {
            names,
            paths,
        }
        fields {}
    }
}

fn attribute_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let rest = tuple_of(cx, args[2])?;
    let names = tuple::with_len(cx, rest.len() + 1)?;
    let paths = tuple::with_len(cx, rest.len() + 1)?;
    for (index, &name) in std::iter::once(&args[1]).chain(rest.values()).enumerate() {
        let Some(text) = name.cast::<Str>() else {
            return Err(cx.type_error("attribute name must be a string".into()));
        };
        let dots: Vec<usize> = (0..text.len()).filter(|&at| text.code_point(at) == '.'.into()).collect();
        let path = tuple::with_len(cx, dots.len() + 1)?;
        let mut start = 0;
        for (slot, end) in path.items().iter().zip(dots.into_iter().chain([text.len()])) {
            let part = str_::substring(cx, text, start, end)?;
            cx.store(path.object(), slot, attr::checked_name(cx, part.into())?);
            start = end + 1;
        }
        cx.store(names.object(), &names.items()[index], name);
        cx.store(paths.object(), &paths.items()[index], path.value());
    }
    let made = instance_of(cx, args[0], |header| AttributeGetter {
        header,
        names: Slot::of(names.value()),
        paths: Slot::of(paths.value()),
    })?;
    Ok(made.value())
}

fn attribute_call(cx: &Cx, this: Value, args: &CallArgs<'_>) -> R<Value> {
    let object = *only(cx, args, "attrgetter")?;
    let paths = tuple_of(cx, receiver::<AttributeGetter>(cx, this)?.paths.get())?;
    collect(cx, paths.values(), |path| {
        let mut found = object;
        for &name in tuple_of(cx, path)?.values() {
            found = attr::get(cx, found, name)?;
        }
        Ok(found)
    })
}

fn attribute_repr(cx: &Cx, this: Value) -> R<Value> {
    let names = tuple_of(cx, receiver::<AttributeGetter>(cx, this)?.names.get())?;
    let text = protocol::without_recursion(cx, this, || shown(cx, "attrgetter", names.values()))?;
    text.map_or_else(|| str_::from_str(cx, "operator.attrgetter(...)"), Ok)
}

fn attribute_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let names = receiver::<AttributeGetter>(cx, args[0])?.names.get();
    Ok(tuple::from_slice(cx, &[cx.type_of(args[0]).value(), names])?.value())
}

static ATTRIBUTE_NEW: MethodDef =
    MethodDef::function("attrgetter($type, attr, /, *attrs)", "", attribute_new).worded(Wording::FirstAlone);

static ATTRIBUTE: TypeDef = TypeDef {
    name: "attrgetter",
    module: "operator",
    doc: "Return a callable object that fetches the given attribute(s) from its operand.\nAfter f = attrgetter('name'), the call f(r) \
          returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = \
          attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
    layout: AttributeGetter::LAYOUT,
    slots: SlotTable { repr: Some(attribute_repr), call: Some(attribute_call), ..SlotTable::NONE },
    new: Some(&ATTRIBUTE_NEW),
    methods: &[MethodDef::new(
        "__reduce__($self, /)",
        "Return state information for pickling",
        attribute_reduce,
    )],
    getset: SIGNATURE,
    ..TypeDef::DEFAULT
};

pub(super) static ATTRIBUTE_GETTER: NativeType = NativeType::new(&ATTRIBUTE);

// --- methodcaller ---------------------------------------------------------------------------------------------------

object_struct! {
    /// The method to call, and with what.
    struct MethodCaller: "operator.methodcaller", fixed {
        slots {
            name,
            args,
            keywords,
        }
        fields {}
    }
}

fn method_new(cx: &Cx, args: &[Value]) -> R<Value> {
    if args[1].cast::<Str>().is_none() {
        return Err(cx.type_error("method name must be a string".into()));
    }
    let name = attr::checked_name(cx, args[1])?;
    let made = instance_of(cx, args[0], |header| MethodCaller {
        header,
        name: Slot::of(name),
        args: Slot::of(args[2]),
        keywords: Slot::of(args[3]),
    })?;
    Ok(made.value())
}

fn method_call(cx: &Cx, this: Value, args: &CallArgs<'_>) -> R<Value> {
    let object = *only(cx, args, "methodcaller")?;
    let this = receiver::<MethodCaller>(cx, this)?;
    let method = attr::get_method(cx, object, this.name.get())?;
    call_with_dict(cx, method, tuple_of(cx, this.args.get())?.values(), this.keywords.get())
}

fn method_repr(cx: &Cx, value: Value) -> R<Value> {
    let this = receiver::<MethodCaller>(cx, value)?;
    let text = protocol::without_recursion(cx, value, || {
        let mut text = protocol::repr_string(cx, this.name.get())?;
        for &given in tuple_of(cx, this.args.get())?.values() {
            text += &format!(", {}", protocol::repr_string(cx, given)?);
        }
        if let Some(keywords) = this.keywords.get().cast::<Dict>() {
            let mut position = 0;
            while let Some((next, name, given)) = keywords.next_from(position) {
                position = next;
                text += &format!(
                    ", {}={}",
                    str_::to_rust(name).unwrap_or_default(),
                    protocol::repr_string(cx, given)?
                );
            }
        }
        Ok(text)
    })?;
    str_::from_string(cx, format!("operator.methodcaller({})", text.unwrap_or_else(|| "...".into())))
}

/// With keyword arguments, through `functools.partial`, which can hold them.
fn method_reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<MethodCaller>(cx, args[0])?;
    let class = cx.type_of(args[0]).value();
    let keywords = this.keywords.get().cast::<Dict>().filter(|keywords| !keywords.is_empty());
    let given = tuple_of(cx, this.args.get())?;
    let mut room = cx.scratch(given.len() + 2)?;
    let values = room.as_mut_slice();
    (values[0], values[1]) = (class, this.name.get());
    values[2..].copy_from_slice(given.values());
    let Some(keywords) = keywords else {
        let arguments = tuple::from_slice(cx, &room.as_slice()[1..])?;
        return Ok(tuple::from_slice(cx, &[class, arguments.value()])?.value());
    };
    let functools = typhon_vm::import::import_absolute(cx, "functools")?;
    let partial = attr::get(cx, functools, cx.intern("partial")?)?;
    let partial = call_with_dict(cx, partial, &room.as_slice()[..2], keywords.value())?;
    Ok(tuple::from_slice(cx, &[partial, given.value()])?.value())
}

static METHOD_NEW: MethodDef =
    MethodDef::function("methodcaller($type, name, /, *args, **kwargs)", "", method_new)
        .worded(Wording::Missing("methodcaller needs at least one argument, the method name"));

static METHOD: TypeDef = TypeDef {
    name: "methodcaller",
    module: "operator",
    doc: "Return a callable object that calls the given method on its operand.\nAfter f = methodcaller('name'), the call f(r) returns \
          r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
    layout: MethodCaller::LAYOUT,
    slots: SlotTable { repr: Some(method_repr), call: Some(method_call), ..SlotTable::NONE },
    new: Some(&METHOD_NEW),
    methods: &[MethodDef::new(
        "__reduce__($self, /)",
        "Return state information for pickling",
        method_reduce,
    )],
    getset: SIGNATURE,
    ..TypeDef::DEFAULT
};

pub(super) static METHOD_CALLER: NativeType = NativeType::new(&METHOD);

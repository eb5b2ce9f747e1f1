//! `OrderedDict`: a dict, which keeps its order anyway, with what changes the order, and equality that minds it.
//!
//! Thread-safety: a dict's; moving an item and taking the oldest one are single steps under the dict's lock.

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::object::Obj;
use typhon_vm::protocol::{self, attr, item, iter};
use typhon_vm::runtime::{self, NativeType};
use typhon_vm::typedef::{BinaryOp, Collection, CompareOp, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::types::{number, str_};
use typhon_vm::{Value, exceptions, names};

fn this(cx: &Cx, value: Value) -> R<Obj<Dict>> {
    value.cast::<Dict>().ok_or_else(|| {
        let shown = cx.type_name(value);
        cx.type_error(format!("expected OrderedDict, got '{shown}'"))
    })
}

fn is_ordered(cx: &Cx, value: Value) -> R<bool> {
    Ok(cx.type_of(value).is_subclass_of(ORDERED_DICT_TYPE.class(cx)?))
}

/// Sets the items of a mapping or of an iterable of pairs, then the keywords. Where a class has its own `__setitem__`, by that.
fn update_with(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    let target = this(cx, value)?;
    let class = cx.type_of(value);
    if args.positional().len() > 1 {
        let given = args.positional().len();
        return Err(cx.type_error(format!("expected at most 1 argument, got {given}")));
    }
    let setter = names::get(names::__SETITEM__);
    let is_plain = Type::lookup(class, setter) == Type::lookup(runtime::builtin_type(number::DICT), setter);
    if is_plain {
        match args.positional().first() {
            // A class of the runtime's own has no other items than its table says.
            Some(&source) if source.cast::<Dict>().is_some() && !cx.type_of(source).is_heap() => {
                dict::update(cx, target, source)?;
            }
            Some(&source) => absorb(cx, source, &|cx, key, given| dict::set(cx, target, key, given))?,
            None => {}
        }
        for (name, given) in args.keywords() {
            dict::set(cx, target, name, given)?;
        }
        return Ok(());
    }
    if let Some(&source) = args.positional().first() {
        absorb(cx, source, &|cx, key, given| item::set(cx, value, key, given))?;
    }
    for (name, given) in args.keywords() {
        item::set(cx, value, name, given)?;
    }
    Ok(())
}

/// Gives the items of a mapping, or of what counts as one, to `each`, as `MutableMapping.update` does.
fn absorb(cx: &Cx, source: Value, each: &dyn Fn(&Cx, Value, Value) -> R<()>) -> R<()> {
    if source.cast_exact::<Dict>(number::DICT).is_some() {
        let flat = dict::new(cx)?;
        dict::update(cx, flat, source)?;
        let mut position = 0;
        while let Some((next, key, given)) = flat.next_from(position) {
            position = next;
            each(cx, key, given)?;
        }
        return Ok(());
    }
    if let Some(keys) = attr::get_optional(cx, source, names::get(names::KEYS))? {
        let keys = call::call_values(cx, keys, &[])?;
        return protocol::iter::for_each(cx, keys, &mut |cx, key| each(cx, key, item::get(cx, source, key)?));
    }
    let pairs = match attr::get_optional(cx, source, names::get(names::ITEMS))? {
        Some(items) => call::call_values(cx, items, &[])?,
        None => source,
    };
    protocol::iter::for_each(cx, pairs, &mut |cx, pair| {
        let parts = protocol::iter::get(cx, pair)?;
        let next = |wanted: &str| {
            protocol::iter::next(cx, parts)?
                .ok_or_else(|| cx.value_error(&format!("need more than {wanted} to unpack")))
        };
        let key = next("0 values")?;
        let given = next("1 value")?;
        if protocol::iter::next(cx, parts)?.is_some() {
            return Err(cx.value_error("too many values to unpack (expected 2)"));
        }
        each(cx, key, given)
    })
}

fn update(cx: &Cx, args: &[Value]) -> R<Value> {
    let positional = args[1].cast::<Tuple>();
    let positional = positional.as_ref().map_or(&[][..], |args| args.values());
    if positional.len() > 1 {
        let given = positional.len();
        return Err(cx.type_error(format!("update() takes at most 1 positional argument ({given} given)")));
    }
    update_with(cx, args[0], &CallArgs::new(positional))?;
    if let Some(keywords) = args[2].cast::<Dict>().filter(|keywords| !keywords.is_empty()) {
        update_with(cx, args[0], &CallArgs::new(&[keywords.value()]))?;
    }
    Ok(Value::NONE)
}

fn pop_item(cx: &Cx, args: &[Value]) -> R<Value> {
    let last = args[1].bound().map_or(Ok(true), |last| protocol::is_true(cx, last))?;
    let target = this(cx, args[0])?;
    let found = if last { dict::pop_last(cx, target)? } else { dict::pop_first(cx, target)? };
    match found {
        Some((key, value)) => Ok(tuple::from_slice(cx, &[key, value])?.value()),
        None => Err(cx.error(exceptions::KEY_ERROR, "dictionary is empty".into())),
    }
}

fn pop(cx: &Cx, args: &[Value]) -> R<Value> {
    let found = dict::remove(cx, this(cx, args[0])?, args[1])?;
    found.or(args[2].bound()).ok_or_else(|| cx.key_error(args[1]))
}

fn set_default(cx: &Cx, args: &[Value]) -> R<Value> {
    let default = args[2].bound().unwrap_or(Value::NONE);
    let target = this(cx, args[0])?;
    if !cx.type_of(args[0]).is_heap() {
        return dict::set_default(cx, target, args[1], default);
    }
    if item::contains(cx, args[0], args[1])? {
        return item::get(cx, args[0], args[1]);
    }
    item::set(cx, args[0], args[1], default)?;
    Ok(default)
}

fn move_to_end(cx: &Cx, args: &[Value]) -> R<Value> {
    let last = args[2].bound().map_or(Ok(true), |last| protocol::is_true(cx, last))?;
    if dict::move_to_end(cx, this(cx, args[0])?, args[1], last)? {
        Ok(Value::NONE)
    } else {
        Err(cx.key_error(args[1]))
    }
}

/// A copy of one moment; where a class has its own way of getting or setting items, item by item in that way.
fn copy(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = this(cx, args[0])?;
    let class = cx.type_of(args[0]);
    let made = call::call_values(cx, class.value(), &[])?;
    let is_own = |name| Type::lookup(class, name) != Type::lookup(runtime::builtin_type(number::DICT), name);
    if !is_own(names::get(names::__GETITEM__)) && !is_own(names::get(names::__SETITEM__)) {
        update_with(cx, made, &CallArgs::new(&[args[0]]))?;
        return Ok(made);
    }
    let mark = dict::state_mark(source);
    for &key in dict::keys_of(cx, source)?.values() {
        let value = item::get(cx, args[0], key)?;
        item::set(cx, made, key, value)?;
        if dict::state_mark(source) != mark {
            return Err(mutated(cx));
        }
        cx.poll()?;
    }
    Ok(made)
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let target = this(cx, value)?;
    let name = cx.type_of(value).name_text();
    if target.is_empty() {
        return str_::from_string(cx, format!("{name}()"));
    }
    let shown = protocol::without_recursion(cx, value, || {
        let items = call::call_values(cx, attr::get(cx, value, names::get(names::ITEMS))?, &[])?;
        let mut parts = Vec::new();
        iter::for_each(cx, items, &mut |cx, pair| {
            let pair = tuple::from_iterable(cx, pair)?;
            let &[key, value] = pair.values() else { return Err(cx.value_error("items must be pairs")) };
            parts.push(format!("{}: {}", protocol::repr_string(cx, key)?, protocol::repr_string(cx, value)?));
            Ok(())
        })?;
        Ok(format!("{name}({{{}}})", parts.join(", ")))
    })?;
    str_::from_string(cx, shown.unwrap_or_else(|| "...".into()))
}

/// Whether the keys of both follow each other in one order, as they are at one moment. Where comparing them has run Python code and that
/// has changed one of the two, this raises.
fn is_in_equal_order(cx: &Cx, one: Obj<Dict>, other: Obj<Dict>) -> R<bool> {
    let marks = (dict::state_mark(one), dict::state_mark(other));
    let (first, second) = dict::keys_of_two(cx, one, other)?;
    for (&a, &b) in first.values().iter().zip(second.values()) {
        if a == b {
            continue;
        }
        if !protocol::equal(cx, a, b)? {
            return Ok(false);
        }
        // What other threads change meanwhile does not matter: the keys are those of one moment.
        let ran_code = cx.type_of(a).is_heap() || cx.type_of(b).is_heap();
        if ran_code && (dict::state_mark(one), dict::state_mark(other)) != marks {
            return Err(mutated(cx));
        }
        cx.poll()?;
    }
    Ok(first.len() == second.len())
}

fn mutated(cx: &Cx) -> Raised {
    cx.error(exceptions::RUNTIME_ERROR, "OrderedDict mutated during iteration".into())
}

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let Some(compare) = runtime::builtin_type(number::DICT).slots().compare else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let same = compare(cx, left, right, CompareOp::Eq)?;
    if same == Value::NOT_IMPLEMENTED {
        return Ok(same);
    }
    let mut same = protocol::is_true(cx, same)?;
    if same && is_ordered(cx, left)? && is_ordered(cx, right)? {
        same = is_in_equal_order(cx, this(cx, left)?, this(cx, right)?)?;
    }
    Ok(Value::from_bool(same == (op == CompareOp::Eq)))
}

fn union(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Dict>(), right.cast::<Dict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let class = cx.type_of(if is_ordered(cx, left)? { left } else { right });
    // The items of one moment, where no class has a way of its own to show them.
    let (left, right) = if one == other || cx.type_of(left).is_heap() || cx.type_of(right).is_heap() {
        (left, right)
    } else {
        let (one, other) = dict::copy_two(cx, one, other)?;
        (one.value(), other.value())
    };
    let made = call::call_values(cx, class.value(), &[left])?;
    update_with(cx, made, &CallArgs::new(&[right]))?;
    Ok(made)
}

fn union_in_place(cx: &Cx, left: Value, right: Value) -> R<Value> {
    update_with(cx, left, &CallArgs::new(&[right]))?;
    Ok(left)
}

fn from_keys(cx: &Cx, args: &[Value]) -> R<Value> {
    let value = args[2].bound().unwrap_or(Value::NONE);
    let made = call::call_values(cx, args[0], &[])?;
    iter::for_each(cx, args[1], &mut |cx, key| item::set(cx, made, key, value))?;
    Ok(made)
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let state = call::call_values(cx, attr::get(cx, args[0], names::get(names::__GETSTATE__))?, &[])?;
    let items = call::call_values(cx, attr::get(cx, args[0], names::get(names::ITEMS))?, &[])?;
    let class = cx.type_of(args[0]).value();
    let empty = tuple::from_slice(cx, &[])?.value();
    Ok(tuple::from_slice(cx, &[class, empty, state, Value::NONE, iter::get(cx, items)?])?.value())
}

static NEW: MethodDef = MethodDef::any_new(|cx, args| {
    let class = args[0].cast::<Type>().ok_or_else(|| cx.type_error("a type is expected".into()))?;
    Ok(dict::new_of_class(cx, class)?.value())
});

static ORDERED_DICT: TypeDef = TypeDef {
    name: "OrderedDict",
    module: "collections",
    base: Some(&dict::DICT),
    changed: Some("OrderedDict mutated"),
    doc: "Dictionary that remembers insertion order",
    layout: &dict::LAYOUT,
    adds_dict: true,
    solid: true,
    subclassable: true,
    weak: true,
    collection: Some(Collection::Mapping),
    unhashable: true,
    slots: SlotTable {
        repr: Some(repr),
        compare: Some(compare),
        init: Some(update_with),
        binary: SlotTable::binary_slots(&[(BinaryOp::Or, union)]),
        inplace: SlotTable::binary_slots(&[(BinaryOp::Or, union_in_place)]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::class(
            "fromkeys($type, /, iterable, value=None)",
            "Create a new ordered dictionary with keys from iterable and values set to value.",
            from_keys,
        ),
        MethodDef::new(
            "setdefault($self, /, key, default=None)",
            "Insert key with a value of default if key is not in the dictionary.\n\nReturn the value for key if key is in the dictionary, \
             else default.",
            set_default,
        ),
        MethodDef::new(
            "pop($self, /, key, default=<unrepresentable>)",
            "od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\nIf the key is not found, return the \
             default if given; otherwise,\nraise a KeyError.",
            pop,
        ),
        MethodDef::new(
            "popitem($self, /, last=True)",
            "Remove and return a (key, value) pair from the dictionary.\n\nPairs are returned in LIFO order if last is true or FIFO order if \
             false.",
            pop_item,
        ),
        MethodDef::new(
            "move_to_end($self, /, key, last=True)",
            "Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist.",
            move_to_end,
        ),
        MethodDef::new("update($self, /, *args, **kwargs)", "Update the dictionary.", update),
        MethodDef::new("copy($self, /)", "od.copy() -> a shallow copy of od", copy),
        MethodDef::new("__reduce__($self, /)", "Return state information for pickling", reduce),
    ],
    ..TypeDef::DEFAULT
};

pub(super) static ORDERED_DICT_TYPE: NativeType = NativeType::new(&ORDERED_DICT);

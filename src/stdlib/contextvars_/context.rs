//! `Context`: the values of context variables, for the thread that has entered it.
//!
//! Thread-safety: one slot with an immutable map. Only the thread in which the context is current stores it, and at most one has entered it (one
//! atomic flag); others may read or copy at any time.

use std::sync::atomic::{AtomicBool, Ordering};

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::signature::Wording;
use typhon_vm::typedef::{Collection, CompareOp, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::list;
use typhon_vm::types::tuple::Tuple;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

use super::map::Map;
use super::variable::Variable;

object_struct! {
    /// A context.
    pub(super) struct Context: "Context", fixed {
        slots {
            map,
        }
        fields {
            entered: AtomicBool,
        }
    }
}

fn make(cx: &Cx, map: Map) -> R<Obj<Context>> {
    new_instance(cx, CONTEXT_TYPE.class(cx)?, |header| Context {
        header,
        map: Slot::of(map.value()),
        entered: AtomicBool::new(false),
    })
}

/// The calling thread's context.
pub(super) fn current(cx: &Cx) -> R<Obj<Context>> {
    if let Some(current) = cx.context.get().cast::<Context>() {
        return Ok(current);
    }
    let made = make(cx, Map::of(Value::NONE))?;
    made.entered.store(true, Ordering::Relaxed);
    cx.context.set(made.value());
    Ok(made)
}

impl Context {
    pub(super) fn map(&self) -> Map {
        Map::of(self.map.get())
    }
}

/// Gives a context other values. It is the calling thread's current one.
pub(super) fn set_map(cx: &Cx, this: Obj<Context>, map: Map) {
    cx.store(this.object(), &this.map, map.value());
}

/// A context with the same values; no thread has entered it.
pub(super) fn copy(cx: &Cx, this: Obj<Context>) -> R<Value> {
    Ok(make(cx, this.map())?.value())
}

/// A context with the calling thread's values.
pub(crate) fn copy_current(cx: &Cx) -> R<Value> {
    copy(cx, current(cx)?)
}

/// Makes a context the calling thread's current one; answers the former, for [`leave`].
pub(crate) fn enter(cx: &Cx, context: Value) -> R<Value> {
    let Some(this) = context.cast::<Context>() else {
        return Err(cx.type_error("an instance of Context was expected".into()));
    };
    let outer = current(cx)?;
    if this.entered.swap(true, Ordering::Acquire) {
        let shown = protocol::repr_string(cx, context)?;
        let text = format!("cannot enter context: {shown} is already entered");
        return Err(cx.error(exceptions::RUNTIME_ERROR, text));
    }
    cx.context.set(context);
    Ok(outer.value())
}

/// Ends what [`enter`] began.
pub(crate) fn leave(cx: &Cx, context: Value, outer: Value) {
    cx.context.set(outer);
    if let Some(this) = context.cast::<Context>() {
        this.entered.store(false, Ordering::Release);
    }
}

/// `run` as it is called.
fn run_given(cx: &Cx, args: &CallArgs<'_>) -> R<Value> {
    let values = args.values();
    let outer = enter(cx, values[0])?;
    let result = call::call(cx, values[1], &CallArgs::with_keywords(&values[2..], args.names()));
    leave(cx, values[0], outer);
    result
}

fn run(cx: &Cx, args: &[Value]) -> R<Value> {
    let outer = enter(cx, args[0])?;
    let positional = args[2].cast::<Tuple>();
    let positional = positional.as_ref().map_or(&[][..], |args| args.values());
    let result = call::call_with_dict(cx, args[1], positional, args[3]);
    leave(cx, args[0], outer);
    result
}

fn key(cx: &Cx, key: Value) -> R<Value> {
    match key.cast::<Variable>() {
        Some(_) => Ok(key),
        None => Err(
            cx.type_error(format!("a ContextVar key was expected, got {}", protocol::repr_string(cx, key)?))
        ),
    }
}

fn get_item(cx: &Cx, this: Value, variable: Value) -> R<Value> {
    let found = receiver::<Context>(cx, this)?.map().get(key(cx, variable)?);
    found.ok_or_else(|| cx.key_error(variable))
}

fn contains(cx: &Cx, this: Value, variable: Value) -> R<bool> {
    Ok(receiver::<Context>(cx, this)?.map().get(key(cx, variable)?).is_some())
}

fn get(cx: &Cx, args: &[Value]) -> R<Value> {
    let found = receiver::<Context>(cx, args[0])?.map().get(key(cx, args[1])?);
    Ok(found.or(args[2].bound()).unwrap_or(Value::NONE))
}

/// An iterator over variables, values or pairs as they are now.
fn iterate(cx: &Cx, this: Value, part: fn(Obj<Tuple>) -> Value) -> R<Value> {
    let found = list::new(cx)?;
    receiver::<Context>(cx, this)?.map().for_each(&mut |leaf| list::append(cx, found, part(leaf)))?;
    protocol::iter::get(cx, found.value())
}

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Context>(), right.cast::<Context>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (one, other) = (one.map(), other.map());
    let mut same = one.len() == other.len();
    one.for_each(&mut |leaf| {
        same = same
            && match other.get(leaf.get(0)) {
                Some(value) => protocol::equal(cx, leaf.get(1), value)?,
                None => false,
            };
        Ok(())
    })?;
    Ok(Value::from_bool(same == (op == CompareOp::Eq)))
}

fn new(cx: &Cx, args: &CallArgs<'_>) -> R<Value> {
    if args.values().len() > 1 {
        return Err(cx.type_error("Context() does not accept any arguments".into()));
    }
    Ok(make(cx, Map::of(Value::NONE))?.value())
}

static NEW: MethodDef = MethodDef::given_new(new);

static CONTEXT: TypeDef = TypeDef {
    name: "Context",
    module: "_contextvars",
    layout: Context::LAYOUT,
    weak: true,
    collection: Some(Collection::Mapping),
    unhashable: true,
    slots: SlotTable {
        compare: Some(compare),
        iter: Some(|cx, this| iterate(cx, this, |leaf| leaf.get(0))),
        len: Some(|cx, this| Ok(receiver::<Context>(cx, this)?.map().len())),
        getitem: Some(get_item),
        contains: Some(contains),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "get($self, key, default=None, /)",
            "Return the value for `key` if `key` has the value in the context object.\n\nIf `key` does not exist, return `default`. If \
             `default` is not given,\nreturn None.",
            get,
        ),
        MethodDef::new(
            "items($self, /)",
            "Return all variables and their values in the context object.",
            |cx, args| iterate(cx, args[0], Obj::value),
        ),
        MethodDef::new(
            "keys($self, /)",
            "Return a list of all variables in the context object.",
            |cx, args| iterate(cx, args[0], |leaf| leaf.get(0)),
        ),
        MethodDef::new(
            "values($self, /)",
            "Return a list of all variables' values in the context object.",
            |cx, args| iterate(cx, args[0], |leaf| leaf.get(1)),
        ),
        MethodDef::new("copy($self, /)", "Return a shallow copy of the context object.", |cx, args| {
            copy(cx, receiver::<Context>(cx, args[0])?)
        }),
        MethodDef::new(
            "run($self, callable, /, *args, **kwargs)",
            "Call a function while the context is the current one.",
            run,
        )
        .worded(Wording::Missing("run() missing 1 required positional argument"))
        .taking_given(2, run_given),
    ],
    ..TypeDef::DEFAULT
};

pub(super) static CONTEXT_TYPE: NativeType = NativeType::new(&CONTEXT);

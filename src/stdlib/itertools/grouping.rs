//! `groupby`: runs of items with equal keys, and `_grouper`, one such run.
//!
//! Thread-safety: the item at hand is taken by compare-exchange, so it is given once; keys are compared by Python code, and no step is
//! exclusive. A group that is no longer the newest ends.

use typhon_vm::call;
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{instance_of, new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, iter};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{MethodDef, TypeDef};
use typhon_vm::types::iterators::iterator_slots;
use typhon_vm::types::tuple;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, object_struct};

object_struct! {
    /// The iteration over all groups.
    struct GroupBy: "itertools.groupby", fixed {
        slots {
            source,
            function,
            /// Key of the group given last; unbound before the first.
            target,
            /// Key and value of the item taken from the source last; unbound where none waits.
            key,
            item,
            /// The newest group.
            newest,
        }
        fields {}
    }
}

object_struct! {
    /// One group.
    struct Grouper: "itertools._grouper", fixed {
        slots {
            parent,
            target,
        }
        fields {}
    }
}

fn group_by_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let source = iter::get(cx, args[1])?;
    let function = args[2].bound().unwrap_or(Value::NONE);
    let unbound = || Slot::of(Value::UNBOUND);
    let made = instance_of(cx, args[0], |header| GroupBy {
        header,
        source: Slot::of(source),
        function: Slot::of(function),
        target: unbound(),
        key: unbound(),
        item: unbound(),
        newest: unbound(),
    })?;
    Ok(made.value())
}

/// Takes the next item and its key; `false` at the end.
fn step(cx: &Cx, this: Obj<GroupBy>) -> R<bool> {
    let Some(item) = iter::next(cx, this.source.get())? else { return Ok(false) };
    let function = this.function.get();
    let key = if function.is_none() { item } else { call::call_values(cx, function, &[item])? };
    cx.store(this.object(), &this.key, key);
    cx.store(this.object(), &this.item, item);
    Ok(true)
}

fn group_by_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = receiver::<GroupBy>(cx, value)?;
    cx.store(this.object(), &this.newest, Value::UNBOUND);
    let key = loop {
        let (key, target) = (this.key.get(), this.target.get());
        if !key.is_unbound() && (target.is_unbound() || !protocol::equal(cx, target, key)?) {
            break key;
        }
        if !step(cx, this)? {
            return Ok(None);
        }
        cx.poll()?;
    };
    cx.store(this.object(), &this.target, key);
    let group = new_instance(cx, GROUPER_TYPE.class(cx)?, |header| Grouper {
        header,
        parent: Slot::of(this.value()),
        target: Slot::of(key),
    })?;
    cx.store(this.object(), &this.newest, group.value());
    Ok(Some(tuple::from_slice(cx, &[key, group.value()])?.value()))
}

fn grouper_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let group = receiver::<Grouper>(cx, value)?;
    let parent = receiver::<GroupBy>(cx, group.parent.get())?;
    if parent.newest.get() != value {
        return Ok(None);
    }
    loop {
        if parent.item.get().is_unbound() && !step(cx, parent)? {
            return Ok(None);
        }
        let key = parent.key.get();
        if key.is_unbound() || !protocol::equal(cx, group.target.get(), key)? {
            return Ok(None);
        }
        let Some(item) = parent.item.get().bound() else { continue };
        if parent.item.compare_exchange(item.bits(), Value::UNBOUND.bits()).is_ok() {
            let _ = parent.key.compare_exchange(key.bits(), Value::UNBOUND.bits());
            return Ok(Some(item));
        }
    }
}

fn grouper_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let parent = args[1].cast::<GroupBy>().ok_or_else(|| {
        let shown = cx.type_name(args[1]);
        cx.type_error(format!("_grouper() argument 1 must be itertools.groupby, not {shown}"))
    })?;
    let group = instance_of(cx, args[0], |header| Grouper {
        header,
        parent: Slot::of(parent.value()),
        target: Slot::of(args[2]),
    })?;
    cx.store(parent.object(), &parent.newest, group.value());
    Ok(group.value())
}

static GROUP_BY_NEW: MethodDef = MethodDef::function("groupby($type, iterable, key=None)", "", group_by_new);

static GROUP_BY: TypeDef = TypeDef {
    name: "groupby",
    module: "itertools",
    doc: "make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups \
          according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function \
          is not specified or is None, the element itself\n    is used for grouping.",
    layout: GroupBy::LAYOUT,
    subclassable: true,
    slots: iterator_slots(group_by_next),
    new: Some(&GROUP_BY_NEW),
    ..TypeDef::DEFAULT
};

static GROUPER_NEW: MethodDef = MethodDef::function("_grouper($type, parent, tgtkey, /)", "", grouper_new);

static GROUPER: TypeDef = TypeDef {
    name: "_grouper",
    module: "itertools",
    layout: Grouper::LAYOUT,
    slots: iterator_slots(grouper_next),
    new: Some(&GROUPER_NEW),
    ..TypeDef::DEFAULT
};

pub(super) static GROUP_BY_TYPE: NativeType = NativeType::new(&GROUP_BY);
pub(super) static GROUPER_TYPE: NativeType = NativeType::new(&GROUPER);

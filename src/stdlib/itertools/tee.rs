//! `tee`: several iterators over one source, which asks it once for each item.
//!
//! Each tee stands at a node of a chain; a node holds an item and the node behind it, both unbound until some tee has asked for it.
//! What lies behind all tees is garbage.
//!
//! Thread-safety: a node's successor is bound before its item, and the item once, by compare-exchange: who asked the source in vain
//! for a node puts its item into the next free one, so none is lost. Over sources that run no Python code asking is exclusive; over others a
//! second thread, or the source itself, is refused (`RuntimeError`) while the source is being asked.

use std::sync::atomic::{AtomicBool, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{instance_of, new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{attr, iter};
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{MethodDef, TypeDef};
use typhon_vm::types::iterators::{Turn, iterator_slots};
use typhon_vm::types::tuple;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, call, exceptions, object_struct};

use super::size;

object_struct! {
    /// The source that sibling tees share.
    struct Source: "itertools tee source", fixed {
        slots {
            iterator,
        }
        fields {
            turn: Turn,
            asked: AtomicBool,
        }
    }
}

object_struct! {
    /// One item, or the place where one will be.
    struct Node: "itertools._tee_dataobject", fixed {
        slots {
            item,
            next,
        }
        fields {}
    }
}

object_struct! {
    /// One of the iterators.
    struct Tee: "itertools._tee", fixed {
        slots {
            source,
            /// The node of the next item.
            node,
        }
        fields {}
    }
}

fn new_node(cx: &Cx) -> R<Obj<Node>> {
    let class = NODE_TYPE.class(cx)?;
    let unbound = || Slot::of(Value::UNBOUND);
    new_instance(cx, class, |header| Node { header, item: unbound(), next: unbound() })
}

/// A tee over an iterable; over another tee, its copy.
fn of_iterable(cx: &Cx, class: Value, iterable: Value) -> R<Value> {
    let iterator = iter::get(cx, iterable)?;
    if let Some(other) = iterator.cast::<Tee>() {
        return at(cx, class, other.source.get(), other.node.get());
    }
    let turn = Turn::of(&[iterator]);
    let source = new_instance(cx, SOURCE_TYPE.class(cx)?, |header| Source {
        header,
        iterator: Slot::of(iterator),
        turn,
        asked: AtomicBool::new(false),
    })?;
    at(cx, class, source.value(), new_node(cx)?.value())
}

fn at(cx: &Cx, class: Value, source: Value, node: Value) -> R<Value> {
    let made = |header| Tee { header, source: Slot::of(source), node: Slot::of(node) };
    Ok(instance_of(cx, class, made)?.value())
}

/// Asks the source for one more item, and puts it at the first free node from `node` on. `false` at the end.
fn ask(cx: &Cx, source: Obj<Source>, node: Obj<Node>) -> R<bool> {
    let _turn = source.turn.take(cx);
    if !node.item.get().is_unbound() {
        return Ok(true);
    }
    if source.asked.swap(true, Ordering::Acquire) {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "cannot re-enter the tee iterator".into()));
    }
    let answer = iter::next(cx, source.iterator.get());
    source.asked.store(false, Ordering::Release);
    let Some(item) = answer? else { return Ok(false) };
    let mut node = node;
    loop {
        if node.next.get().is_unbound() {
            let next = new_node(cx)?.value();
            if node.next.compare_exchange(Value::UNBOUND.bits(), next.bits()).is_ok() {
                cx.mutator().barrier(node.object(), &node.next);
            }
        }
        if node.item.compare_exchange(Value::UNBOUND.bits(), item.bits()).is_ok() {
            cx.mutator().barrier(node.object(), &node.item);
            return Ok(true);
        }
        node = receiver::<Node>(cx, node.next.get())?;
    }
}

fn tee_next(cx: &Cx, value: Value) -> R<Option<Value>> {
    let this = receiver::<Tee>(cx, value)?;
    let source = receiver::<Source>(cx, this.source.get())?;
    loop {
        let node = receiver::<Node>(cx, this.node.get())?;
        let Some(item) = node.item.get().bound() else {
            if !ask(cx, source, node)? {
                return Ok(None);
            }
            continue;
        };
        if this.node.compare_exchange(node.value().bits(), node.next.get().bits()).is_ok() {
            cx.mutator().barrier(this.object(), &this.node);
            return Ok(Some(item));
        }
    }
}

fn tee_copy(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Tee>(cx, args[0])?;
    at(cx, cx.type_of(args[0]).value(), this.source.get(), this.node.get())
}

/// `itertools.tee`.
pub(super) fn tee(cx: &Cx, args: &[Value]) -> R<Value> {
    let count = args[1].bound().map_or(Ok(2), |count| size(cx, count))?;
    if count < 0 {
        return Err(cx.value_error("n must be >= 0"));
    }
    let all = tuple::with_len(cx, count as usize)?;
    if count == 0 {
        return Ok(all.value());
    }
    let iterator = iter::get(cx, args[0])?;
    let copy = cx.intern("__copy__")?;
    let has_copy = iterator.cast::<Tee>().is_none() && attr::get_optional(cx, iterator, copy)?.is_some();
    let first = if has_copy { iterator } else { of_iterable(cx, TEE_TYPE.class(cx)?.value(), iterator)? };
    for (index, slot) in all.items().iter().enumerate() {
        let each = match index {
            0 => first,
            _ => call::call_values(cx, attr::get(cx, first, copy)?, &[])?,
        };
        cx.store(all.object(), slot, each);
    }
    Ok(all.value())
}

static SOURCE: TypeDef =
    TypeDef { name: "_tee_source", module: "itertools", layout: Source::LAYOUT, ..TypeDef::DEFAULT };
static SOURCE_TYPE: NativeType = NativeType::new(&SOURCE);

static NODE: TypeDef = TypeDef {
    name: "_tee_dataobject",
    module: "itertools",
    doc: "teedataobject(iterable, values, next, /)\n--\n\nData container common to multiple tee objects.",
    layout: Node::LAYOUT,
    ..TypeDef::DEFAULT
};
pub(super) static NODE_TYPE: NativeType = NativeType::new(&NODE);

static TEE_NEW: MethodDef =
    MethodDef::function("_tee($type, iterable, /)", "", |cx, args| of_iterable(cx, args[0], args[1]));

static TEE: TypeDef = TypeDef {
    name: "_tee",
    module: "itertools",
    doc: "Iterator wrapped to make it copyable.",
    layout: Tee::LAYOUT,
    weak: true,
    slots: iterator_slots(tee_next),
    new: Some(&TEE_NEW),
    methods: &[MethodDef::new("__copy__($self, /)", "Returns an independent iterator.", tee_copy)],
    ..TypeDef::DEFAULT
};
pub(super) static TEE_TYPE: NativeType = NativeType::new(&TEE);

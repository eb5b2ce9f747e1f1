//! `_heapq`: lists as priority queues, smallest or largest first.
//!
//! Thread-safety: items are compared by Python code and moved one by one, so a list that another thread changes meanwhile stays a list but may
//! not stay a heap; what has left the list's bounds is noticed (`RuntimeError`), as in CPython.

use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::typedef::{CompareOp, MethodDef};
use typhon_vm::types::list::{self, List};
use typhon_vm::{Raised, Value};

/// Which of two items comes first: the smaller one, or the larger one.
#[derive(Clone, Copy)]
enum Order {
    Smallest,
    Largest,
}

impl Order {
    fn before(self, cx: &Cx, one: Value, other: Value) -> R<bool> {
        match self {
            Order::Smallest => protocol::compare_bool(cx, one, other, CompareOp::Lt),
            Order::Largest => protocol::compare_bool(cx, other, one, CompareOp::Lt),
        }
    }
}

/// The first of an operation's arguments; `name` is the operation's.
fn heap(cx: &Cx, args: &[Value], order: Order, name: &str) -> R<Obj<List>> {
    args[0].cast::<List>().ok_or_else(|| {
        let suffix = if let Order::Largest = order { "_max" } else { "" };
        let number = if args.len() > 1 { " 1" } else { "" };
        let shown = cx.type_name(args[0]);
        cx.type_error(format!("{name}{suffix}() argument{number} must be list, not {shown}"))
    })
}

fn changed(cx: &Cx) -> Raised {
    cx.error(exceptions::RUNTIME_ERROR, "list changed size during iteration".into())
}

fn at(cx: &Cx, heap: Obj<List>, index: usize) -> R<Value> {
    list::get(heap, index).ok_or_else(|| changed(cx))
}

fn put(cx: &Cx, heap: Obj<List>, index: usize, value: Value) -> R<()> {
    if list::set_index_fast(cx, heap, index as i64, value) { Ok(()) } else { Err(changed(cx)) }
}

/// Moves the item at `position` towards the root, but not above `start`, until its parent comes before it.
fn sift_down(cx: &Cx, heap: Obj<List>, start: usize, mut position: usize, order: Order) -> R<()> {
    let len = heap.len();
    if position >= len {
        return Err(cx.error(exceptions::INDEX_ERROR, "index out of range".into()));
    }
    let item = at(cx, heap, position)?;
    while position > start {
        let above = (position - 1) / 2;
        let parent = at(cx, heap, above)?;
        let moves = order.before(cx, item, parent)?;
        if heap.len() != len {
            return Err(changed(cx));
        }
        if !moves {
            break;
        }
        // Both are read anew: the comparison may have changed the list.
        let (parent, item) = (at(cx, heap, above)?, at(cx, heap, position)?);
        put(cx, heap, above, item)?;
        put(cx, heap, position, parent)?;
        position = above;
    }
    Ok(())
}

/// Moves the item at `position` down to a leaf along the children that come first, and from there up to its place.
fn sift_up(cx: &Cx, heap: Obj<List>, start: usize, order: Order) -> R<()> {
    let len = heap.len();
    if start >= len {
        return Err(cx.error(exceptions::INDEX_ERROR, "index out of range".into()));
    }
    let mut position = start;
    while position < len / 2 {
        let mut child = position * 2 + 1;
        if child + 1 < len {
            let (left, right) = (at(cx, heap, child)?, at(cx, heap, child + 1)?);
            let left_first = order.before(cx, left, right)?;
            if heap.len() != len {
                return Err(changed(cx));
            }
            child += usize::from(!left_first);
        }
        let (below, item) = (at(cx, heap, child)?, at(cx, heap, position)?);
        put(cx, heap, child, item)?;
        put(cx, heap, position, below)?;
        position = child;
    }
    sift_down(cx, heap, start, position, order)
}

fn push(cx: &Cx, args: &[Value], order: Order) -> R<Value> {
    let heap = heap(cx, args, order, "heappush")?;
    list::append(cx, heap, args[1])?;
    sift_down(cx, heap, 0, heap.len().saturating_sub(1), order)?;
    Ok(Value::NONE)
}

fn pop(cx: &Cx, args: &[Value], order: Order) -> R<Value> {
    let heap = heap(cx, args, order, "heappop")?;
    let Some(last) = list::pop(cx, heap, -1) else {
        return Err(cx.error(exceptions::INDEX_ERROR, "index out of range".into()));
    };
    if heap.is_empty() {
        return Ok(last);
    }
    let first = at(cx, heap, 0)?;
    put(cx, heap, 0, last)?;
    sift_up(cx, heap, 0, order)?;
    Ok(first)
}

fn replace(cx: &Cx, args: &[Value], order: Order) -> R<Value> {
    let heap = heap(cx, args, order, "heapreplace")?;
    let Some(first) = list::get(heap, 0) else {
        return Err(cx.error(exceptions::INDEX_ERROR, "index out of range".into()));
    };
    put(cx, heap, 0, args[1])?;
    sift_up(cx, heap, 0, order)?;
    Ok(first)
}

fn push_pop(cx: &Cx, args: &[Value], order: Order) -> R<Value> {
    let heap = heap(cx, args, order, "heappushpop")?;
    let Some(first) = list::get(heap, 0) else { return Ok(args[1]) };
    if !order.before(cx, first, args[1])? {
        return Ok(args[1]);
    }
    let Some(first) = list::get(heap, 0) else {
        return Err(cx.error(exceptions::INDEX_ERROR, "index out of range".into()));
    };
    put(cx, heap, 0, args[1])?;
    sift_up(cx, heap, 0, order)?;
    Ok(first)
}

fn heapify(cx: &Cx, args: &[Value], order: Order) -> R<Value> {
    let heap = heap(cx, args, order, "heapify")?;
    for position in (0..heap.len() / 2).rev() {
        sift_up(cx, heap, position, order)?;
        cx.poll()?;
    }
    Ok(Value::NONE)
}

/// The two functions of an operation: smallest first, largest first.
macro_rules! heap_functions {
    ($($name:literal $parameters:literal $doc:literal $function:ident)*) => {
        &[
            $(
                MethodDef::function(concat!($name, $parameters), $doc, |cx, args| $function(cx, args, Order::Smallest)),
                MethodDef::function(concat!($name, "_max", $parameters), concat!($doc, " Largest first."), |cx, args| {
                    $function(cx, args, Order::Largest)
                }),
            )*
        ]
    };
}

/// The module.
pub static HEAPQ: ModuleDef = ModuleDef {
    name: "_heapq",
    doc: "Heap queue algorithm (a.k.a. priority queue).",
    functions: heap_functions! {
        "heappush" "(heap, item, /)" "Push item onto heap, maintaining the heap invariant." push
        "heappop" "(heap, /)" "Pop the first item off the heap, maintaining the heap invariant." pop
        "heapreplace" "(heap, item, /)" "Pop and return the current first value, and add the new item." replace
        "heappushpop" "(heap, item, /)" "Push item on the heap, then pop and return the first item." push_pop
        "heapify" "(heap, /)" "Transform list into a heap, in-place, in O(len(heap)) time." heapify
    },
    init: |_, _| Ok(()),
};

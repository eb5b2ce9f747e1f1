//! `_heapq`: lists as priority queues, smallest or largest first.
//!
//! Thread-safety: each operation is one step under the list's lock as long as items compare without Python code ([`protocol::compare_plain`]). At the first
//! pair that does not, the lock is given back and the operation goes on from there, item by item: every item is in the list at each moment, so a list
//! that another thread changes meanwhile stays a list but may not stay a heap; what has left the list's bounds is noticed
//! (`RuntimeError`), as in CPython. `heapify` is a step for each item, which keeps what others have ordered.

use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::typedef::{CompareOp, MethodDef};
use typhon_vm::types::list::{self, List, LockedList};
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

    /// The same where no Python code is needed for it.
    fn before_plain(self, one: Value, other: Value) -> Option<bool> {
        match self {
            Order::Smallest => protocol::compare_plain(one, other, CompareOp::Lt),
            Order::Largest => protocol::compare_plain(other, one, CompareOp::Lt),
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

/// The list as an operation works on it: locked, or one access at a time.
trait Items {
    fn len(&self) -> usize;
    fn get(&self, index: usize) -> Option<Value>;
    fn put(&self, index: usize, value: Value) -> bool;
    /// Whether one item comes before another; nothing where that cannot be said here.
    fn before(&self, one: Value, other: Value, order: Order) -> R<Option<bool>>;
}

impl Items for LockedList<'_> {
    fn len(&self) -> usize {
        LockedList::len(self)
    }

    fn get(&self, index: usize) -> Option<Value> {
        LockedList::get(self, index)
    }

    fn put(&self, index: usize, value: Value) -> bool {
        self.set(index, value)
    }

    fn before(&self, one: Value, other: Value, order: Order) -> R<Option<bool>> {
        Ok(order.before_plain(one, other))
    }
}

struct Unlocked<'a> {
    cx: &'a Cx,
    heap: Obj<List>,
}

impl Items for Unlocked<'_> {
    fn len(&self) -> usize {
        self.heap.len()
    }

    fn get(&self, index: usize) -> Option<Value> {
        list::get(self.heap, index)
    }

    fn put(&self, index: usize, value: Value) -> bool {
        list::set_index_fast(self.cx, self.heap, index as i64, value)
    }

    fn before(&self, one: Value, other: Value, order: Order) -> R<Option<bool>> {
        order.before(self.cx, one, other).map(Some)
    }
}

/// An item on its way to its place.
struct Sift {
    /// Where the heap begins that is put in order.
    start: usize,
    position: usize,
    /// Number of items of the list, which must not change.
    len: usize,
    /// It goes down to a leaf, along the children that come first; then up, until its parent comes before it.
    descends: bool,
    order: Order,
}

impl Sift {
    /// For the last item, which has just been appended.
    fn up(len: usize, order: Order) -> Sift {
        Sift { start: 0, position: len.saturating_sub(1), len, descends: false, order }
    }

    /// For the item at `start`, which has just been put there.
    fn down(start: usize, len: usize, order: Order) -> Sift {
        Sift { start, position: start, len, descends: true, order }
    }

    /// Moves the item on; true: it has arrived, false: only Python code can tell where it goes next.
    fn advance(&mut self, cx: &Cx, items: &impl Items) -> R<bool> {
        let at = |index| items.get(index).ok_or_else(|| changed(cx));
        while self.descends {
            if self.position >= self.len / 2 {
                self.descends = false;
                break;
            }
            let mut child = self.position * 2 + 1;
            if child + 1 < self.len {
                let (left, right) = (at(child)?, at(child + 1)?);
                let Some(left_first) = items.before(left, right, self.order)? else { return Ok(false) };
                if items.len() != self.len {
                    return Err(changed(cx));
                }
                child += usize::from(!left_first);
            }
            self.exchange(cx, items, child)?;
        }
        while self.position > self.start {
            let above = (self.position - 1) / 2;
            let (item, parent) = (at(self.position)?, at(above)?);
            let Some(moves) = items.before(item, parent, self.order)? else { return Ok(false) };
            if items.len() != self.len {
                return Err(changed(cx));
            }
            if !moves {
                break;
            }
            self.exchange(cx, items, above)?;
        }
        Ok(true)
    }

    /// Exchanges the item with the one at an index. Both are read anew: the comparison may have changed the list.
    fn exchange(&mut self, cx: &Cx, items: &impl Items, index: usize) -> R<()> {
        let pair = items.get(index).zip(items.get(self.position));
        let (other, item) = pair.ok_or_else(|| changed(cx))?;
        if !items.put(index, item) || !items.put(self.position, other) {
            return Err(changed(cx));
        }
        self.position = index;
        Ok(())
    }

    /// Brings the item to its place: under the lock as far as that is known there, and from there on without.
    fn run(mut self, cx: &Cx, heap: Obj<List>, locked: LockedList<'_>) -> R<()> {
        let arrived = self.advance(cx, &locked)?;
        drop(locked);
        if !arrived {
            self.advance(cx, &Unlocked { cx, heap })?;
        }
        Ok(())
    }
}

fn out_of_range(cx: &Cx) -> Raised {
    cx.error(exceptions::INDEX_ERROR, "index out of range".into())
}

fn push(cx: &Cx, args: &[Value], order: Order) -> R<Value> {
    let heap = heap(cx, args, order, "heappush")?;
    let locked = list::append_and_lock(cx, heap, args[1])?;
    Sift::up(locked.len(), order).run(cx, heap, locked)?;
    Ok(Value::NONE)
}

fn pop(cx: &Cx, args: &[Value], order: Order) -> R<Value> {
    let heap = heap(cx, args, order, "heappop")?;
    let locked = list::lock(cx, heap);
    let Some(last) = locked.pop() else {
        drop(locked);
        return Err(out_of_range(cx));
    };
    match locked.get(0) {
        Some(_) => exchange_first(cx, heap, locked, last, order),
        None => Ok(last),
    }
}

/// Puts an item in place of the first one, which is answered, and orders the heap anew.
fn exchange_first(cx: &Cx, heap: Obj<List>, locked: LockedList<'_>, item: Value, order: Order) -> R<Value> {
    let Some(first) = locked.get(0) else {
        drop(locked);
        return Err(out_of_range(cx));
    };
    locked.set(0, item);
    Sift::down(0, locked.len(), order).run(cx, heap, locked)?;
    Ok(first)
}

fn replace(cx: &Cx, args: &[Value], order: Order) -> R<Value> {
    let heap = heap(cx, args, order, "heapreplace")?;
    exchange_first(cx, heap, list::lock(cx, heap), args[1], order)
}

fn push_pop(cx: &Cx, args: &[Value], order: Order) -> R<Value> {
    let heap = heap(cx, args, order, "heappushpop")?;
    let item = args[1];
    let locked = list::lock(cx, heap);
    let Some(first) = locked.get(0) else { return Ok(item) };
    match order.before_plain(first, item) {
        Some(true) => return exchange_first(cx, heap, locked, item, order),
        Some(false) => return Ok(item),
        None => drop(locked),
    }
    if !order.before(cx, first, item)? {
        return Ok(item);
    }
    exchange_first(cx, heap, list::lock(cx, heap), item, order)
}

fn heapify(cx: &Cx, args: &[Value], order: Order) -> R<Value> {
    let heap = heap(cx, args, order, "heapify")?;
    for position in (0..heap.len() / 2).rev() {
        let locked = list::lock(cx, heap);
        let len = locked.len();
        if position >= len {
            drop(locked);
            return Err(out_of_range(cx));
        }
        Sift::down(position, len, order).run(cx, heap, locked)?;
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

//! The methods and slots of `deque`.

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::receiver;
use typhon_vm::names;
use typhon_vm::object::{Obj, Payload, lock_object};
use typhon_vm::protocol::{self, attr, index};
use typhon_vm::typedef::{BinaryOp, Collection, CompareOp, GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::slice::sequence;
use typhon_vm::types::{int, str_, tuple};
use typhon_vm::{Value, exceptions};

use super::{
    Deque, End, clear, extend, extend_values, insert, iterators, new, pop, push, remove_within, restart,
    reverse, rotate, snapshot, to_list,
};

fn this(cx: &Cx, value: Value) -> R<Obj<Deque>> {
    receiver::<Deque>(cx, value)
}

fn none(_: ()) -> Value {
    Value::NONE
}

fn mutated(cx: &Cx) -> typhon_vm::Raised {
    cx.error(exceptions::RUNTIME_ERROR, "deque mutated during iteration".into())
}

static INIT: MethodDef =
    MethodDef::new("deque($self, iterable=<unrepresentable>, maxlen=None)", "", |cx, args| {
        let this = this(cx, args[0])?;
        let maxlen = match args[2].bound().filter(|maxlen| !maxlen.is_none()) {
            None => -1,
            Some(maxlen) if !int::is_int(maxlen) => {
                return Err(cx.type_error("an integer is required".into()));
            }
            Some(maxlen) => index::to_i64(cx, maxlen)?,
        };
        if maxlen < 0 && args[2].bound().is_some_and(|maxlen| !maxlen.is_none()) {
            return Err(cx.value_error("maxlen must be non-negative"));
        }
        restart(cx, this, maxlen);
        match args[1].bound() {
            Some(iterable) => extend(cx, this, End::Right, iterable).map(none),
            None => Ok(Value::NONE),
        }
    });

fn init(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<()> {
    call::with_first(cx, value, args, |args| call::call_native(cx, &INIT, args)).map(|_| ())
}

/// A deque of the same class and limit with the same items.
fn copied(cx: &Cx, value: Value) -> R<Value> {
    let original = this(cx, value)?;
    let class = cx.type_of(value);
    if !class.is_heap() {
        let copy = new(cx, class.value(), original.maxlen())?;
        extend_values(cx, copy, End::Right, snapshot(cx, original)?.values())?;
        return Ok(copy.value());
    }
    let made = match original.maxlen() {
        None => call::call_values(cx, class.value(), &[value])?,
        Some(maxlen) => call::call_values(cx, class.value(), &[value, int::from_i64(cx, maxlen as i64)?])?,
    };
    if made.cast::<Deque>().is_none() {
        return Err(cx.type_error(format!(
            "{}() must return a deque, not {}",
            class.name_text(),
            cx.type_name(made)
        )));
    }
    Ok(made)
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let this = this(cx, value)?;
    let shown = protocol::without_recursion(cx, value, || {
        let items = protocol::repr_string(cx, to_list(cx, this)?.value())?;
        let name = cx.type_of(value).name_text();
        Ok(match this.maxlen() {
            Some(maxlen) => format!("{name}({items}, maxlen={maxlen})"),
            None => format!("{name}({items})"),
        })
    })?;
    str_::from_string(cx, shown.unwrap_or_else(|| "[...]".into()))
}

fn compare(cx: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let (Some(one), Some(other)) = (left.cast::<Deque>(), right.cast::<Deque>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if matches!(op, CompareOp::Eq | CompareOp::Ne) && (left == right || one.len() != other.len()) {
        return Ok(Value::from_bool((left == right) == (op == CompareOp::Eq)));
    }
    let versions = (one.version(), other.version());
    let (one_items, other_items) = (snapshot(cx, one)?, snapshot(cx, other)?);
    for (&a, &b) in one_items.values().iter().zip(other_items.values()) {
        let same = protocol::equal(cx, a, b)?;
        if !same {
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => protocol::compare_bool(cx, a, b, op).map(Value::from_bool),
            };
        }
        if (one.version(), other.version()) != versions {
            return Err(mutated(cx));
        }
        cx.poll()?;
    }
    Ok(Value::from_bool(op.holds(one_items.len().cmp(&other_items.len()))))
}

/// A subscript as a number, which counts from the end where it is negative.
fn subscript(cx: &Cx, key: Value) -> R<i64> {
    if key.as_small_int().is_none() && cx.type_of(key).slots().index.is_none() {
        let shown = cx.type_name(key);
        return Err(cx.type_error(format!("sequence index must be integer, not '{shown}'")));
    }
    index::to_index(cx, key)
}

fn out_of_range(cx: &Cx) -> typhon_vm::Raised {
    sequence::index_error(cx, "deque index out of range")
}

fn get_item(cx: &Cx, value: Value, key: Value) -> R<Value> {
    let this = this(cx, value)?;
    let index = subscript(cx, key)?;
    let found = {
        let _guard = lock_object(cx, this.object());
        sequence::position(index, this.len()).map(|at| this.at(at))
    };
    found.ok_or_else(|| out_of_range(cx))
}

fn set_item(cx: &Cx, value: Value, key: Value, item: Option<Value>) -> R<()> {
    let this = this(cx, value)?;
    let index = subscript(cx, key)?;
    let done = {
        let _guard = lock_object(cx, this.object());
        let at = sequence::position(index, this.len());
        match (at, item) {
            (Some(at), Some(item)) => this.put(cx, at, item),
            (Some(at), None) => {
                remove_within(cx, this, at);
            }
            (None, _) => {}
        }
        at.is_some()
    };
    if done { Ok(()) } else { Err(out_of_range(cx)) }
}

/// Most items that are compared under one hold of the lock.
const HELD_FOR: usize = 1 << 14;

/// Calls `each` with the index of every item equal to a value, until it says that this is enough, and with whether the lock is held. `bounds`
/// makes bounds of the number of items. One step for all others, as long as items compare without Python code and are not very
/// many; after that it is noticed when the deque has changed.
fn search(
    cx: &Cx,
    this: Obj<Deque>,
    wanted: Value,
    bounds: impl FnOnce(usize) -> (usize, usize),
    each: &mut dyn FnMut(usize, bool) -> bool,
) -> R<()> {
    let ((mut at, stop), version) = {
        let _guard = lock_object(cx, this.object());
        let (start, stop) = bounds(this.len());
        let mut at = start;
        if compare_held(this, wanted, &mut at, stop, each) {
            return Ok(());
        }
        ((at, stop), this.version())
    };
    loop {
        let item = {
            let _guard = lock_object(cx, this.object());
            if this.version() != version {
                None
            } else if compare_held(this, wanted, &mut at, stop, each) {
                return Ok(());
            } else {
                Some(this.at(at))
            }
        };
        let Some(item) = item else { return Err(mutated(cx)) };
        let equal = protocol::equal(cx, item, wanted)?;
        if equal && !each(at, false) {
            return Ok(());
        }
        if this.version() != version {
            return Err(mutated(cx));
        }
        at += 1;
        cx.poll()?;
    }
}

/// The part of a search for holders of the lock: true, it is over; false, the item at `at`, which there is, is to be compared without it.
fn compare_held(
    this: Obj<Deque>,
    wanted: Value,
    at: &mut usize,
    stop: usize,
    each: &mut dyn FnMut(usize, bool) -> bool,
) -> bool {
    let stop = stop.min(this.len());
    let first = *at;
    while *at < stop && *at - first < HELD_FOR {
        match protocol::equal_plain(this.at(*at), wanted) {
            Some(true) if !each(*at, true) => return true,
            Some(_) => *at += 1,
            None => break,
        }
    }
    *at >= stop
}

fn contains(cx: &Cx, value: Value, wanted: Value) -> R<bool> {
    let mut found = false;
    search(cx, this(cx, value)?, wanted, |len| (0, len), &mut |_, _| {
        found = true;
        false
    })?;
    Ok(found)
}

fn count(cx: &Cx, args: &[Value]) -> R<Value> {
    let mut count = 0;
    search(cx, this(cx, args[0])?, args[1], |len| (0, len), &mut |_, _| {
        count += 1;
        true
    })?;
    int::from_i64(cx, count)
}

fn index_of(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let start = sequence::bound(cx, args[2], 0, false)?;
    let stop = sequence::bound(cx, args[3], isize::MAX, false)?;
    let mut found = None;
    search(cx, this, args[1], |len| sequence::fit_bounds(start, stop, len), &mut |at, _| {
        found = Some(at);
        false
    })?;
    match found {
        Some(at) => int::from_i64(cx, at as i64),
        None => Err(cx.value_error("deque.index(x): x not in deque")),
    }
}

fn remove(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let version = this.version();
    let moved = || cx.error(exceptions::INDEX_ERROR, "deque mutated during iteration".into());
    let (mut found, mut removed) = (None, false);
    let searched = search(cx, this, args[1], |len| (0, len), &mut |at, is_held| {
        found = Some(at);
        if is_held {
            remove_within(cx, this, at);
            removed = true;
        }
        false
    });
    if removed {
        return Ok(Value::NONE);
    }
    match searched {
        Err(raised) if this.version() != version && cx.matches(raised, exceptions::RUNTIME_ERROR) => {
            return Err(moved());
        }
        searched => searched?,
    }
    let Some(at) = found else { return Err(cx.value_error("deque.remove(x): x not in deque")) };
    let removed = {
        let _guard = lock_object(cx, this.object());
        (this.version() == version).then(|| remove_within(cx, this, at))
    };
    removed.map(|_| Value::NONE).ok_or_else(moved)
}

fn add(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let Some(one) = left.cast::<Deque>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(other) = right.cast::<Deque>() else {
        if sequence::may_reflect(cx, right, BinaryOp::Add) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let shown = cx.type_name(right);
        return Err(cx.type_error(format!("can only concatenate deque (not \"{shown}\") to deque")));
    };
    let result = copied(cx, one.value())?;
    extend(cx, this(cx, result)?, End::Right, other.value())?;
    Ok(result)
}

fn add_in_place(cx: &Cx, left: Value, right: Value) -> R<Value> {
    extend(cx, this(cx, left)?, End::Right, right)?;
    Ok(left)
}

fn repeat_in_place(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let this = this(cx, left)?;
    let Some(count) = sequence::repeat_count(cx, right)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let items = snapshot(cx, this)?;
    if count == 0 || items.is_empty() {
        clear(cx, this);
        return Ok(left);
    }
    // Only the last items stay in a deque with a limit.
    let rounds = this.maxlen().map_or(count, |maxlen| count.min(maxlen / items.len() + 2));
    if items.len().checked_mul(rounds).is_none_or(|total| total > tuple::MAX_LEN) {
        return Err(cx.memory_error());
    }
    if this.maxlen().is_none() {
        cx.check_room(items.len() * rounds * 8)?;
    }
    for _ in 1..rounds {
        extend_values(cx, this, End::Right, items.values())?;
        cx.poll()?;
    }
    Ok(left)
}

fn repeat(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let (deque, count) = if left.cast::<Deque>().is_some() { (left, right) } else { (right, left) };
    if sequence::repeat_count(cx, count)?.is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    repeat_in_place(cx, copied(cx, deque)?, count)
}

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    let get_state = attr::get(cx, args[0], names::get(names::__GETSTATE__))?;
    let state = call::call_values(cx, get_state, &[])?;
    let arguments = match this.maxlen() {
        None => tuple::from_slice(cx, &[])?,
        Some(maxlen) => {
            let empty = tuple::from_slice(cx, &[])?.value();
            tuple::from_slice(cx, &[empty, int::from_i64(cx, maxlen as i64)?])?
        }
    };
    let class = cx.type_of(args[0]).value();
    let iterator = protocol::iter::get(cx, args[0])?;
    Ok(tuple::from_slice(cx, &[class, arguments.value(), state, iterator])?.value())
}

static NEW: MethodDef = MethodDef::any_new(|cx, args| Ok(new(cx, args[0], None)?.value()));

pub(super) static DEQUE: TypeDef = TypeDef {
    name: "deque",
    module: "collections",
    doc: "A list-like sequence optimized for data accesses near its endpoints.",
    layout: Deque::LAYOUT,
    subclassable: true,
    weak: true,
    collection: Some(Collection::Sequence),
    generic: true,
    unhashable: true,
    slots: SlotTable {
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(iterators::forward),
        len: Some(|cx, value| Ok(this(cx, value)?.len())),
        getitem: Some(get_item),
        setitem: Some(set_item),
        contains: Some(contains),
        binary: SlotTable::binary_slots(&[(BinaryOp::Add, add), (BinaryOp::Mul, repeat)]),
        inplace: SlotTable::binary_slots(&[(BinaryOp::Add, add_in_place), (BinaryOp::Mul, repeat_in_place)]),
        init: Some(init),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "append($self, item, /)",
            "Add an element to the right side of the deque.",
            |cx, args| push(cx, this(cx, args[0])?, End::Right, args[1]).map(none),
        ),
        MethodDef::new(
            "appendleft($self, item, /)",
            "Add an element to the left side of the deque.",
            |cx, args| push(cx, this(cx, args[0])?, End::Left, args[1]).map(none),
        ),
        MethodDef::new("clear($self, /)", "Remove all elements from the deque.", |cx, args| {
            clear(cx, this(cx, args[0])?);
            Ok(Value::NONE)
        }),
        MethodDef::new("__copy__($self, /)", "Return a shallow copy of a deque.", |cx, args| {
            copied(cx, args[0])
        }),
        MethodDef::new("copy($self, /)", "Return a shallow copy of a deque.", |cx, args| copied(cx, args[0])),
        MethodDef::new("count($self, value, /)", "Return number of occurrences of value.", count),
        MethodDef::new(
            "extend($self, iterable, /)",
            "Extend the right side of the deque with elements from the iterable.",
            |cx, args| extend(cx, this(cx, args[0])?, End::Right, args[1]).map(none),
        ),
        MethodDef::new(
            "extendleft($self, iterable, /)",
            "Extend the left side of the deque with elements from the iterable.",
            |cx, args| extend(cx, this(cx, args[0])?, End::Left, args[1]).map(none),
        ),
        MethodDef::new(
            "index($self, value, start=0, stop=sys.maxsize, /)",
            "Return first index of value.\n\nRaises ValueError if the value is not present.",
            index_of,
        ),
        MethodDef::new("insert($self, index, value, /)", "Insert value before index.", |cx, args| {
            insert(cx, this(cx, args[0])?, index::to_i64(cx, args[1])?, args[2]).map(none)
        }),
        MethodDef::new("pop($self, /)", "Remove and return the rightmost element.", |cx, args| {
            pop(cx, this(cx, args[0])?, End::Right)
        }),
        MethodDef::new("popleft($self, /)", "Remove and return the leftmost element.", |cx, args| {
            pop(cx, this(cx, args[0])?, End::Left)
        }),
        MethodDef::new("__reduce__($self, /)", "Return state information for pickling.", reduce),
        MethodDef::new("remove($self, value, /)", "Remove first occurrence of value.", remove),
        MethodDef::new("__reversed__($self, /)", "Return a reverse iterator over the deque.", |cx, args| {
            iterators::backward(cx, args[0])
        }),
        MethodDef::new("reverse($self, /)", "Reverse *IN PLACE*.", |cx, args| {
            reverse(cx, this(cx, args[0])?);
            Ok(Value::NONE)
        }),
        MethodDef::new(
            "rotate($self, n=1, /)",
            "Rotate the deque n steps to the right.  If n is negative, rotates left.",
            |cx, args| {
                let count = args[1].bound().map_or(Ok(1), |count| index::to_i64(cx, count))?;
                rotate(cx, this(cx, args[0])?, count);
                Ok(Value::NONE)
            },
        ),
        MethodDef::new(
            "__sizeof__($self, /)",
            "Return the size of the deque in memory, in bytes.",
            |cx, args| {
                let block = this(cx, args[0])?.block();
                int::from_i64(cx, (size_of::<Deque>() + block.len() * 8) as i64)
            },
        ),
    ],
    getset: &[GetSetDef {
        name: "maxlen",
        doc: "maximum size of a deque or None if unbounded",
        get: |cx, value| match this(cx, value)?.maxlen() {
            Some(maxlen) => int::from_i64(cx, maxlen as i64),
            None => Ok(Value::NONE),
        },
        set: None,
    }],
    ..TypeDef::DEFAULT
};

//! `_bisect`: places in sorted sequences. Keeps nothing.

use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::protocol::{self, attr, index, item};
use typhon_vm::typedef::{Collection, CompareOp, MethodDef};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::{int, number};
use typhon_vm::{Value, call, names, runtime};

/// Where an item belongs among equal ones.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// The arguments `a, x, lo, hi, key`, and the place of `wanted` in `a`.
fn find(cx: &Cx, args: &[Value], wanted: Value, side: Side) -> R<usize> {
    let &[sequence, _, low, high, key] = args else { return Err(cx.system_error("bisect arguments")) };
    let mut low = low.bound().map_or(Ok(0), |low| index::to_i64(cx, low))?;
    if low < 0 {
        return Err(cx.value_error("lo must be non-negative"));
    }
    let mut high = match high.bound().filter(|high| !high.is_none()) {
        Some(high) => index::to_i64(cx, high)?,
        None => {
            check_sequence(cx, sequence)?;
            protocol::len(cx, sequence)? as i64
        }
    };
    check_items(cx, sequence)?;
    let key = key.bound().filter(|key| !key.is_none());
    while low < high {
        let middle = low + (high - low) / 2;
        let mut found = item::get(cx, sequence, int::from_i64(cx, middle)?)?;
        if let Some(key) = key {
            found = call::call_values(cx, key, &[found])?;
        }
        let goes_right = match side {
            Side::Left => protocol::compare_bool(cx, found, wanted, CompareOp::Lt)?,
            Side::Right => !protocol::compare_bool(cx, wanted, found, CompareOp::Lt)?,
        };
        if goes_right {
            low = middle + 1
        } else {
            high = middle
        }
        cx.poll()?;
    }
    Ok(low as usize)
}

/// Refuses what has items by keys: a mapping whose `__getitem__` is a builtin type's.
fn check_sequence(cx: &Cx, value: Value) -> R<()> {
    let class = cx.type_of(value);
    let own =
        class.ancestors().find(|class| class.namespace().get_str(names::get(names::__GETITEM__)).is_some());
    if own.and_then(|owner| owner.def()).is_some_and(|def| def.collection == Some(Collection::Mapping)) {
        return Err(cx.type_error(format!("{} is not a sequence", cx.type_name(value))));
    }
    Ok(())
}

fn check_items(cx: &Cx, value: Value) -> R<()> {
    if cx.type_of(value).slots().getitem.is_none() {
        return Err(cx.type_error(format!("'{}' object does not support indexing", cx.type_name(value))));
    }
    check_sequence(cx, value)
}

fn bisect(cx: &Cx, args: &[Value], side: Side) -> R<Value> {
    int::from_i64(cx, find(cx, args, args[1], side)? as i64)
}

fn insort(cx: &Cx, args: &[Value], side: Side) -> R<Value> {
    let (sequence, new) = (args[0], args[1]);
    let wanted = match args[4].bound().filter(|key| !key.is_none()) {
        Some(key) => call::call_values(cx, key, &[new])?,
        None => new,
    };
    let place = find(cx, args, wanted, side)?;
    match sequence.cast::<List>() {
        Some(list) if cx.type_of(sequence) == runtime::builtin_type(number::LIST) => {
            list::insert(cx, list, place as isize, new)?;
        }
        _ => {
            let insert = attr::get(cx, sequence, cx.intern("insert")?)?;
            call::call_values(cx, insert, &[int::from_i64(cx, place as i64)?, new])?;
        }
    }
    Ok(Value::NONE)
}

/// The module.
pub static BISECT: ModuleDef = ModuleDef {
    name: "_bisect",
    doc: "Bisection algorithms.",
    functions: &[
        MethodDef::function(
            "bisect_left(a, x, lo=0, hi=None, *, key=None)",
            "Return the index where to insert item x in list a, assuming a is sorted, before any equal ones.",
            |cx, args| bisect(cx, args, Side::Left),
        ),
        MethodDef::function(
            "bisect_right(a, x, lo=0, hi=None, *, key=None)",
            "Return the index where to insert item x in list a, assuming a is sorted, behind any equal ones.",
            |cx, args| bisect(cx, args, Side::Right),
        ),
        MethodDef::function(
            "insort_left(a, x, lo=0, hi=None, *, key=None)",
            "Insert item x in list a, and keep it sorted assuming a is sorted, before any equal ones.",
            |cx, args| insort(cx, args, Side::Left),
        ),
        MethodDef::function(
            "insort_right(a, x, lo=0, hi=None, *, key=None)",
            "Insert item x in list a, and keep it sorted assuming a is sorted, behind any equal ones.",
            |cx, args| insort(cx, args, Side::Right),
        ),
    ],
    init: |_, _| Ok(()),
};

//! Iteration and unpacking.
//!
//! The three registers of an iteration hold `[iterator, unbound, unbound]`, or, where nothing else can reach the iterator, its state without an
//! object: `[stop, next, step]` as ints for a range, `[source, index, unbound]` for an exact list or tuple, `[container, position, int]` for an exact dict,
//! its views, and an exact set.

use typhon_bytecode::{Insn, LAST_USE, Op};

use crate::context::{Cx, R};
use crate::interp::frame::Action;
use crate::interp::machine::{DecodeUnchecked, Machine};
use crate::interp::{resume, returns};
use crate::names;
use crate::object::{Obj, shape_id};
use crate::protocol;
use crate::types::generator::{self, Claim, Generator};
use crate::types::iterators::{self, Step};
use crate::types::list::{self, List};
use crate::types::tuple::{self, Tuple};
use crate::types::{number, range};
use crate::value::{SlotExt, Value};

#[inline(always)]
pub(crate) fn get_iter(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    get_iter_slow(cx, m, i)
}

#[inline(never)]
fn get_iter_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (state, source) = (i.a(), m.get(i.b()));
    let (first, second, third) = if let Some((start, stop, step)) = range::fast_parts(source) {
        // Past the end of 49 bits the loop must not step: ranges that could are left to the iterator object.
        let ints = (Value::small_int(stop), Value::small_int(start), Value::small_int(step));
        match ints {
            (Some(stop_word), Some(start_word), Some(step_word))
                if stop.checked_add(step).and_then(Value::small_int).is_some() =>
            {
                (stop_word, start_word, step_word)
            }
            _ => (protocol::iter::get(cx, source)?, Value::UNBOUND, Value::UNBOUND),
        }
    } else if source
        .as_object()
        .is_some_and(|object| matches!(shape_id(object), number::LIST | number::TUPLE))
    {
        (source, Value::small_int_unchecked(0), Value::UNBOUND)
    } else if let Some((container, what)) = iterators::bare(source) {
        (container, Value::small_int_unchecked(0), Value::small_int_unchecked(what))
    } else {
        let iterator = returns::iterator(cx, source, state)?;
        if iterator == Value::PUSHED {
            return m.entered(cx, 1);
        }
        (iterator, Value::UNBOUND, Value::UNBOUND)
    };
    m.set(state, first);
    m.set(state + 1, second);
    m.set(state + 2, third);
    Ok(m.next(1))
}

#[inline(always)]
pub(crate) fn for_iter(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let state = i.a();
    let (first, second) = (m.get(state), m.get(state + 1));
    if first.is_int() {
        let step = m.get(state + 2);
        let (next, stop) = (second.int_order_key(), first.int_order_key());
        if if step.int_order_key() > 0 { next >= stop } else { next <= stop } {
            return Ok(m.next(2));
        }
        m.set(i.b(), second);
        // `GetIter` made sure that one step past the stop is a small int.
        m.set(state + 1, Value::small_int_unchecked(second.as_int_unchecked() + step.as_int_unchecked()));
        return m.jump(cx, 2, i.signed_cd());
    }
    if second.is_int() {
        let index = second.as_int_unchecked();
        let item = if let Some(list) = first.cast_exact::<List>(number::LIST) {
            list::get_index_fast(list, index)
        } else if let Some(tuple) = first.cast_exact::<Tuple>(number::TUPLE) {
            tuple.values().get(index as usize).copied()
        } else {
            return next_in_table(cx, m, i);
        };
        if let Some(item) = item {
            m.set(i.b(), item);
            m.set(state + 1, Value::small_int_unchecked(index + 1));
            return m.jump(cx, 2, i.signed_cd());
        }
        return Ok(m.next(2));
    }
    if let Some(this) = first.cast_exact::<Generator>(number::GENERATOR) {
        return next_of_generator(cx, m, i, this);
    }
    next_slow(cx, m, i)
}

/// An iterator over the source as an object, for where the iteration's state is not private to a frame.
#[inline(never)]
pub(crate) fn get_iter_object(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let iterator = returns::iterator(cx, m.get(i.b()), i.a());
    m.finish(cx, i.a(), 1, iterator)
}

/// Resumes a generator for the loop that iterates over it.
#[inline(always)]
fn next_of_generator(cx: &Cx, m: Machine, i: Insn, this: Obj<Generator>) -> R<Machine> {
    m.save(cx);
    let former = match resume::claim(this) {
        Claim::Claimed(former) => former,
        Claim::Closed => return Ok(m.next(2)),
        Claim::Running => return Err(generator::methods::running_error(cx, this)),
    };
    resume::enter(cx, this, former, Value::NONE, Action::Next, i.b())?;
    m.entered(cx, 2)
}

/// The next item of a dict or set. What else is called here is called last, with the same arguments, which keeps the usual step short.
#[inline(never)]
fn next_in_table(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let (container, position, what) = table_state(m, i);
    if iterators::gives_tuples(what) && unpacking(m, i).is_none() {
        return next_tuple_of_table(cx, m, i);
    }
    match iterators::bare_plain_step(container, position, what) {
        Some(Step::One(next, item)) => {
            m.set(i.a() + 1, Value::small_int_unchecked(next));
            m.set(i.b(), item);
            m.jump(cx, 2, i.signed_cd())
        }
        Some(Step::Pair(next, key, value)) if let Some(unpack) = unpacking(m, i) => {
            m.set(i.a() + 1, Value::small_int_unchecked(next));
            unpacked(cx, m, i, unpack, (key, value))
        }
        _ => next_in_table_slow(cx, m, i),
    }
}

#[inline(always)]
fn table_state(m: Machine, i: Insn) -> (Value, i64, i64) {
    let state = i.a();
    (m.get(state), m.get(state + 1).as_int_unchecked(), m.get(state + 2).as_int_unchecked())
}

#[inline(never)]
fn next_tuple_of_table(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (container, position, what) = table_state(m, i);
    match iterators::bare_plain_step(container, position, what) {
        Some(Step::Pair(next, key, value)) => made(cx, m, i, next, (key, value)),
        _ => next_in_table_slow(cx, m, i),
    }
}

#[inline(never)]
fn next_in_table_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (container, position, what) = table_state(m, i);
    match iterators::bare_step(cx, container, position, what)? {
        Step::End => Ok(m.next(2)),
        Step::One(next, item) => {
            m.set(i.a() + 1, Value::small_int_unchecked(next));
            next_is(cx, m, i, Some(item))
        }
        Step::Pair(next, key, value) if let Some(unpack) = unpacking(m, i) => {
            m.set(i.a() + 1, Value::small_int_unchecked(next));
            unpacked(cx, m, i, unpack, (key, value))
        }
        Step::Pair(next, key, value) => made(cx, m, i, next, (key, value)),
    }
}

/// Goes on with a tuple of the pair that a table's step has found.
#[inline(always)]
fn made(cx: &Cx, m: Machine, i: Insn, next: i64, pair: (Value, Value)) -> R<Machine> {
    let item = tuple::from_slice(cx, &[pair.0, pair.1])?.value();
    m.set(i.a() + 1, Value::small_int_unchecked(next));
    next_is(cx, m, i, Some(item))
}

/// The instruction that unpacks a loop's item into two registers as the loop's body begins, if that is all that the item is for: then the item need not
/// be made.
#[inline(always)]
fn unpacking(m: Machine, i: Insn) -> Option<Insn> {
    let insn = m.behind_jump(2, i.signed_cd());
    let fits = insn.op_unchecked() == Op::UnpackSequence && insn.b() == i.b() && insn.c() == 2;
    (fits && insn.d() & LAST_USE != 0).then_some(insn)
}

/// Goes on behind the instruction that would unpack a pair.
#[inline(always)]
fn unpacked(cx: &Cx, m: Machine, i: Insn, unpack: Insn, pair: (Value, Value)) -> R<Machine> {
    m.set(unpack.a(), pair.0);
    m.set(unpack.a() + 1, pair.1);
    m.jump(cx, 2, i.signed_cd() + Op::words(Op::UnpackSequence) as i32)
}

#[inline(never)]
fn next_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let iterator = m.get(i.a());
    let class = cx.type_of(iterator);
    if class.is_heap() {
        return next_of_class(cx, m, i, iterator);
    }
    if iterators::gives_pairs(iterator) {
        return next_of_pairs(cx, m, i, iterator);
    }
    let item = protocol::iter::next_of(cx, iterator, class)?;
    next_is(cx, m, i, item)
}

#[inline(always)]
fn next_is(cx: &Cx, m: Machine, i: Insn, item: Option<Value>) -> R<Machine> {
    match item {
        Some(item) => {
            m.set(i.b(), item);
            m.jump(cx, 2, i.signed_cd())
        }
        None => Ok(m.next(2)),
    }
}

/// The next item of an iterator of a class that may be written in Python.
#[inline(never)]
fn next_of_class(cx: &Cx, m: Machine, i: Insn, iterator: Value) -> R<Machine> {
    if let Some(method) = returns::python_method(cx, iterator, names::__NEXT__) {
        returns::push(cx, method, &[iterator], Action::Next, i.b())?;
        return m.entered(cx, 2);
    }
    let item = protocol::iter::next(cx, iterator)?;
    next_is(cx, m, i, item)
}

/// The next item of an iterator that may give a pair in its parts.
#[inline(never)]
fn next_of_pairs(cx: &Cx, m: Machine, i: Insn, iterator: Value) -> R<Machine> {
    if let Some(unpack) = unpacking(m, i)
        && let Some(found) = iterators::next_pair(cx, iterator)
    {
        return match found? {
            Some(pair) => unpacked(cx, m, i, unpack, pair),
            None => Ok(m.next(2)),
        };
    }
    let item = protocol::iter::next(cx, iterator)?;
    next_is(cx, m, i, item)
}

#[inline(always)]
pub(crate) fn unpack(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let count = i.c() as usize;
    if let Some(tuple) = m.get(i.b()).cast_exact::<Tuple>(number::TUPLE)
        && tuple.len() == count
    {
        for (index, &value) in tuple.values().iter().enumerate() {
            m.set(i.a() + index as u16, value);
        }
        return Ok(m.next(1));
    }
    if let Some(list) = m.get(i.b()).cast_exact::<List>(number::LIST)
        && unpack_list(cx, m, i, list)
    {
        return Ok(m.next(1));
    }
    unpack_slow(cx, m, i)
}

/// The items of a list of the right length, all of one moment; false for another length.
#[inline(never)]
fn unpack_list(cx: &Cx, m: Machine, i: Insn, list: Obj<List>) -> bool {
    let count = i.c() as usize;
    list::with_items(cx, list, |items| {
        let fits = items.len() == count;
        if fits {
            for (index, item) in items.iter().enumerate() {
                m.set(i.a() + index as u16, item.get());
            }
        }
        fits
    })
}

#[inline(never)]
fn unpack_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (source, count) = (m.get(i.b()), i.c() as usize);
    let iterator = unpack_iterator(cx, source)?;
    let mut room = cx.scratch(count)?;
    for index in 0..count {
        match protocol::iter::next(cx, iterator)? {
            Some(item) => room.as_mut_slice()[index] = item,
            None => {
                return Err(
                    cx.value_error(&format!("not enough values to unpack (expected {count}, got {index})"))
                );
            }
        }
    }
    if protocol::iter::next(cx, iterator)?.is_some() {
        let sized = source
            .as_object()
            .is_some_and(|object| matches!(shape_id(object), number::LIST | number::TUPLE | number::DICT));
        let got = if sized { format!(", got {}", protocol::len(cx, source)?) } else { String::new() };
        return Err(cx.value_error(&format!("too many values to unpack (expected {count}{got})")));
    }
    for (index, &value) in room.as_slice().iter().enumerate() {
        m.set(i.a() + index as u16, value);
    }
    Ok(m.next(1))
}

fn unpack_iterator(cx: &Cx, source: Value) -> R<Value> {
    match protocol::iter::get_optional(cx, source)? {
        Some(iterator) => Ok(iterator),
        None => Err(cx.type_error(format!("cannot unpack non-iterable {} object", cx.type_name(source)))),
    }
}

#[inline(never)]
pub(crate) fn unpack_ex(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (before, after) = (i.c() as usize, i.d() as usize);
    // What nobody changes meanwhile has its items together.
    let source = m.get(i.b());
    let fixed = match source.cast_exact::<List>(number::LIST) {
        Some(list) => Some(list::to_tuple(cx, list)?),
        None => source.cast_exact::<Tuple>(number::TUPLE),
    };
    if let Some(items) = fixed.filter(|items| items.len() >= before + after) {
        let (first, others) = items.values().split_at(before);
        let (middle, last) = others.split_at(others.len() - after);
        let rest = list::from_slice(cx, middle)?.value();
        for (index, &value) in first.iter().chain([&rest]).chain(last).enumerate() {
            m.set(i.a() + index as u16, value);
        }
        return Ok(m.next(1));
    }
    let iterator = unpack_iterator(cx, source)?;
    let mut room = cx.scratch(before + 1)?;
    for index in 0..before {
        match protocol::iter::next(cx, iterator)? {
            Some(item) => room.as_mut_slice()[index] = item,
            None => {
                let least = before + after;
                return Err(cx.value_error(&format!(
                    "not enough values to unpack (expected at least {least}, got {index})"
                )));
            }
        }
    }
    let rest = list::new(cx)?;
    room.as_mut_slice()[before] = rest.value();
    list::extend(cx, rest, iterator)?;
    let have = rest.len();
    if have < after {
        let (least, got) = (before + after, before + have);
        return Err(
            cx.value_error(&format!("not enough values to unpack (expected at least {least}, got {got})"))
        );
    }
    let items = list::to_tuple(cx, rest)?;
    let (middle, last) = items.values().split_at(have - after);
    room.as_mut_slice()[before] = list::from_slice(cx, middle)?.value();
    for (index, &value) in room.as_slice().iter().chain(last).enumerate() {
        m.set(i.a() + index as u16, value);
    }
    Ok(m.next(1))
}

//! Iteration.

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::interp::resume::{self, Outcome};
use crate::interp::returns;
use crate::names;
use crate::object::{Obj, shape_id};
use crate::protocol::{attr, index};
use crate::typedef::Sent;
use crate::types::generator::{Generator, methods};
use crate::types::list::{self, List};
use crate::types::tuple::Tuple;
use crate::types::type_::Type;
use crate::types::{int, iterators, number};
use crate::value::Value;

/// What `__iter__` has returned, which must be an iterator.
pub(crate) fn checked(cx: &Cx, iterator: Value) -> R<Value> {
    match cx.type_of(iterator).slots().next {
        Some(_) => Ok(iterator),
        None => {
            let shown = cx.type_name(iterator);
            Err(cx.type_error(format!("iter() returned non-iterator of type '{shown}'")))
        }
    }
}

/// `iter(value)`; `None` where the value is not iterable.
pub fn get_optional(cx: &Cx, value: Value) -> R<Option<Value>> {
    let class = cx.type_of(value);
    if let Some(slot) = class.slots().iter {
        return checked(cx, slot(cx, value)?).map(Some);
    }
    if class.slots().getitem.is_some() && !is_mapping_only(class) {
        return iterators::sequence_iterator(cx, value).map(Some);
    }
    Ok(None)
}

fn is_mapping_only(class: Obj<Type>) -> bool {
    std::ptr::eq(class.layout(), &crate::types::dict::LAYOUT)
}

/// `iter(value)`.
pub fn get(cx: &Cx, value: Value) -> R<Value> {
    match get_optional(cx, value)? {
        Some(iterator) => Ok(iterator),
        None => Err(cx.type_error(format!("'{}' object is not iterable", cx.type_name(value)))),
    }
}

/// `next(iterator)`; `None` at the end.
#[inline]
pub fn next(cx: &Cx, iterator: Value) -> R<Option<Value>> {
    if let Some(item) = iterators::next_of_sequence(cx, iterator) {
        return Ok(item);
    }
    next_of(cx, iterator, cx.type_of(iterator))
}

/// The same, where the iterator's class is known.
#[inline(always)]
pub(crate) fn next_of(cx: &Cx, iterator: Value, class: Obj<Type>) -> R<Option<Value>> {
    match class.slots().next {
        Some(slot) => match slot(cx, iterator) {
            Err(raised) if cx.matches(raised, exceptions::STOP_ITERATION) => Ok(None),
            result => result,
        },
        None => Err(cx.type_error(format!("'{}' object is not an iterator", cx.type_name(iterator)))),
    }
}

/// What [`feed`] draws from: an iterator, or a list or tuple that is iterated over without one, as nothing else would see it.
pub struct Feed {
    source: Value,
    /// The next item's index, of a list or tuple.
    at: Option<usize>,
}

impl Feed {
    /// An iteration over any iterable.
    pub fn of(cx: &Cx, iterable: Value) -> R<Feed> {
        let has_items = iterable
            .as_object()
            .is_some_and(|object| matches!(shape_id(object), number::LIST | number::TUPLE));
        match has_items {
            true => Ok(Feed { source: iterable, at: Some(0) }),
            false => Ok(Feed { source: get(cx, iterable)?, at: None }),
        }
    }

    /// How many items there are just now, of a list or tuple.
    pub fn count(&self) -> Option<usize> {
        self.at?;
        let list = self.source.cast_exact::<List>(number::LIST).map(|list| list.len());
        list.or_else(|| Some(self.source.cast_exact::<Tuple>(number::TUPLE)?.len()))
    }

    /// How many of those are still to come.
    pub(crate) fn left(&self) -> Option<usize> {
        Some(self.count()?.saturating_sub(self.at?))
    }

    /// The next item.
    pub fn next(&mut self, cx: &Cx) -> R<Option<Value>> {
        self.until(cx, &mut |_| false)
    }

    /// Gives `take` some items of a list or tuple, until it refuses one. There is no safepoint in it. Of an iterator, which it does not ask, that is the end.
    #[inline(always)]
    pub(crate) fn run(&mut self, take: &mut impl FnMut(Value) -> bool) -> Run {
        let Some(at) = &mut self.at else { return Run::End };
        if let Some(list) = self.source.cast_exact::<List>(number::LIST) {
            return run(at, |at| list::get(list, at), take);
        }
        match self.source.cast_exact::<Tuple>(number::TUPLE) {
            Some(tuple) => run(at, |at| tuple.values().get(at).copied(), take),
            None => Run::End,
        }
    }

    /// As [`feed`].
    #[inline(always)]
    pub fn until(&mut self, cx: &Cx, take: &mut impl FnMut(Value) -> bool) -> R<Option<Value>> {
        if self.at.is_none() {
            return feed(cx, self.source, take);
        }
        loop {
            match self.run(take) {
                Run::More => cx.poll()?,
                Run::Refused(item) => return Ok(Some(item)),
                Run::End => return Ok(None),
            }
        }
    }
}

/// How a run of items has ended.
pub(crate) enum Run {
    /// It was long enough between two safepoints: there may be more items.
    More,
    /// With this item.
    Refused(Value),
    End,
}

/// Items of a run: some microseconds.
const RUN_ITEMS: usize = 256;

#[inline(always)]
fn run(at: &mut usize, item: impl Fn(usize) -> Option<Value>, take: &mut impl FnMut(Value) -> bool) -> Run {
    for _ in 0..RUN_ITEMS {
        let Some(item) = item(*at) else { return Run::End };
        *at += 1;
        if !take(item) {
            return Run::Refused(item);
        }
    }
    Run::More
}

/// Gives `take` item after item, until it refuses one: that is the answer, `None` at the end.
///
/// `take` calls no Python code and waits for nothing but an object's lock; what it would have to do so for it refuses. A generator goes on at once with what it has taken.
pub fn feed(cx: &Cx, iterator: Value, take: &mut dyn FnMut(Value) -> bool) -> R<Option<Value>> {
    if let Some(this) = iterator.cast_exact::<Generator>(number::GENERATOR) {
        return resume::feed(cx, this, take);
    }
    while let Some(item) = next(cx, iterator)? {
        if !take(item) {
            return Ok(Some(item));
        }
        cx.poll()?;
    }
    Ok(None)
}

/// Calls `each` with every item.
pub fn for_each(cx: &Cx, iterable: Value, each: &mut dyn FnMut(&Cx, Value) -> R<()>) -> R<()> {
    let iterator = get(cx, iterable)?;
    for_each_of(cx, iterator, each)
}

/// The same, for those who ask the iterable first how many items it has. They need no answer, but Python code sees that it is asked.
pub fn for_each_hinted(cx: &Cx, iterable: Value, each: &mut dyn FnMut(&Cx, Value) -> R<()>) -> R<()> {
    let iterator = get(cx, iterable)?;
    length_hint(cx, iterable)?;
    for_each_of(cx, iterator, each)
}

fn for_each_of(cx: &Cx, iterator: Value, each: &mut dyn FnMut(&Cx, Value) -> R<()>) -> R<()> {
    while let Some(item) = next(cx, iterator)? {
        each(cx, item)?;
        cx.poll()?;
    }
    Ok(())
}

/// How many items an iterable probably has; `None` where unknown, and where asking raises a `TypeError`.
pub fn length_hint(cx: &Cx, value: Value) -> R<Option<usize>> {
    if let Some(slot) = cx.type_of(value).slots().len {
        match slot(cx, value) {
            Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => {}
            answer => return answer.map(Some),
        }
    }
    let hint = match call::call_special(cx, value, names::get(names::__LENGTH_HINT__), &[]) {
        Ok(Some(hint)) if hint != Value::NOT_IMPLEMENTED => hint,
        Ok(_) => return Ok(None),
        Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => return Ok(None),
        Err(raised) => return Err(raised),
    };
    if !int::is_int(hint) {
        let shown = cx.type_name(hint);
        return Err(cx.type_error(format!("__length_hint__ must be an integer, not {shown}")));
    }
    usize::try_from(index::to_i64(cx, hint)?)
        .map(Some)
        .map_err(|_| cx.value_error("__length_hint__() should return >= 0"))
}

/// The generator or coroutine in a value (no asynchronous generator, which nothing can be sent to directly).
#[inline(always)]
pub(crate) fn resumable(value: Value) -> Option<Obj<Generator>> {
    value
        .cast_exact::<Generator>(number::COROUTINE)
        .or_else(|| value.cast_exact::<Generator>(number::GENERATOR))
}

fn departed(outcome: Outcome) -> Sent {
    match outcome {
        Outcome::Yielded(value) | Outcome::Item(value) => Sent::Item(value),
        Outcome::Returned(value) => Sent::Result(value),
    }
}

/// Sends a value to an iterator as `await` and `yield from` do.
pub fn send(cx: &Cx, iterator: Value, sent: Value) -> R<Sent> {
    match resumable(iterator) {
        Some(this) => methods::send_native(cx, this, sent).map(departed),
        None => send_to_any(cx, iterator, sent),
    }
}

/// Throws an exception into an iterator as `await` and `yield from` do.
pub fn throw(cx: &Cx, iterator: Value, exception: Value) -> R<Sent> {
    if let Some(this) = resumable(iterator) {
        return methods::throw_native(cx, this, exception).map(departed);
    }
    let method = attr::get(cx, iterator, names::get(names::THROW))?;
    answered(cx, call::call_values(cx, method, &[exception]))
}

/// Sends to an iterator that is no generator.
pub(crate) fn send_to_any(cx: &Cx, iterator: Value, sent: Value) -> R<Sent> {
    let slots = cx.type_of(iterator).slots();
    if let Some(send) = slots.send {
        return send(cx, iterator, sent);
    }
    if sent.is_none() && returns::python_method(cx, iterator, names::__NEXT__).is_some() {
        // Called as a method, because its `StopIteration` may carry a value.
        let result = call::call_special(cx, iterator, names::get(names::__NEXT__), &[]);
        return answered(cx, result.map(|item| item.unwrap_or(Value::NONE)));
    }
    match slots.next.filter(|_| sent.is_none()) {
        Some(next) => match next(cx, iterator) {
            Ok(Some(item)) => Ok(Sent::Item(item)),
            Ok(None) => Ok(Sent::Result(Value::NONE)),
            Err(raised) => stopped(cx, raised).map(Sent::Result),
        },
        None => {
            let method = attr::get(cx, iterator, names::get(names::SEND))?;
            answered(cx, call::call_values(cx, method, &[sent]))
        }
    }
}

/// The answer in the result of a method of the iterator protocol.
pub(crate) fn answered(cx: &Cx, result: R<Value>) -> R<Sent> {
    match result {
        Ok(item) => Ok(Sent::Item(item)),
        Err(raised) => stopped(cx, raised).map(Sent::Result),
    }
}

/// The value that a `StopIteration` carries; any other exception goes on.
fn stopped(cx: &Cx, raised: Raised) -> R<Value> {
    if cx.matches(raised, exceptions::STOP_ITERATION) {
        Ok(exceptions::exit_status(raised))
    } else {
        Err(raised)
    }
}

//! Subscripts and displays: list, tuple, dict, set, string, function.

use typhon_bytecode::Insn;

use crate::context::{Cx, R};
use crate::exceptions;
use crate::interp::frame::Action;
use crate::interp::machine::{self, Machine};
use crate::interp::returns;
use crate::names;
use crate::object::Obj;
use crate::protocol;
use crate::runtime::Runtime;
use crate::types::code::PyCode;
use crate::types::dict::{self, Dict};
use crate::types::function::{self, Function, Parts};
use crate::types::list::{self, List};
use crate::types::set::{self, Set};
use crate::types::slice::{self as slice_, Bounds};
use crate::types::str_::{self, Str};
use crate::types::tuple::{self, Tuple};
use crate::types::{number, range, template as template_};
use crate::value::Value;

#[inline(always)]
pub(crate) fn load_item(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let (container, key) = (m.get(i.b()), m.get(i.c()));
    if key.is_int()
        && let Some(list) = container.cast_exact::<List>(number::LIST)
        && let Some(item) = list::get_index_fast(list, key.as_int_unchecked())
    {
        m.set(i.a(), item);
        return Ok(m.next(2));
    }
    m.finish(cx, i.a(), 2, load_item_slow(cx, m, container, key, i.a()))
}

#[inline(never)]
fn load_item_slow(cx: &Cx, m: Machine, container: Value, key: Value, destination: u16) -> R<Value> {
    m.save(cx);
    if let Some(dict) = container.cast_exact::<Dict>(number::DICT) {
        return match dict::get(cx, dict, key)? {
            Some(value) => Ok(value),
            None => Err(cx.key_error(key)),
        };
    }
    if let (Some(tuple), Some(index)) = (container.cast_exact::<Tuple>(number::TUPLE), key.as_small_int())
        && let Some(&item) = usize::try_from(index).ok().and_then(|index| tuple.values().get(index))
    {
        return Ok(item);
    }
    if let Some(method) = returns::python_method(cx, container, names::__GETITEM__) {
        return returns::push(cx, method, &[container, key], Action::Store, destination);
    }
    protocol::item::get(cx, container, key)
}

#[inline(always)]
pub(crate) fn store_item(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let (container, key, value) = (m.get(i.a()), m.get(i.b()), m.get(i.c()));
    if key.is_int()
        && let Some(list) = container.cast_exact::<List>(number::LIST)
        && list::set_index_fast(cx, list, key.as_int_unchecked(), value)
    {
        return Ok(m.next(2));
    }
    store_item_slow(cx, m, container, key, value)
}

#[inline(never)]
fn store_item_slow(cx: &Cx, m: Machine, container: Value, key: Value, value: Value) -> R<Machine> {
    m.save(cx);
    if let Some(dict) = container.cast_exact::<Dict>(number::DICT) {
        dict::set(cx, dict, key, value)?;
        return Ok(m.next(2));
    }
    if let Some(method) = returns::python_method(cx, container, names::__SETITEM__) {
        returns::push(cx, method, &[container, key, value], Action::Discard, 0)?;
        return m.entered(cx, 2);
    }
    protocol::item::set(cx, container, key, value)?;
    Ok(m.next(2))
}

#[inline(never)]
pub(crate) fn delete_item(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    protocol::item::delete(cx, m.get(i.a()), m.get(i.b()))?;
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn slice(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let step = if i.d() == 3 { m.get(i.b() + 2) } else { Value::NONE };
    m.set(i.a(), slice_::new(cx, m.get(i.b()), m.get(i.b() + 1), step)?);
    Ok(m.next(1))
}

/// A slice without a step: of an exact list, tuple, str or range nothing is made but the result.
#[inline(never)]
pub(crate) fn load_slice(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (container, start, stop) = (m.get(i.b()), m.get(i.c()), m.get(i.c() + 1));
    if let Some(bounds) = Bounds::of_plain(start, stop)
        && let Some(part) = plain_slice(cx, container, bounds)?
    {
        m.set(i.a(), part);
        return Ok(m.next(1));
    }
    let slice = slice_::new(cx, start, stop, Value::NONE)?;
    m.finish(cx, i.a(), 1, load_item_slow(cx, m, container, slice, i.a()))
}

/// What consecutive positions select from an exact builtin sequence; `None` for other values.
fn plain_slice(cx: &Cx, container: Value, bounds: Bounds) -> R<Option<Value>> {
    if let Some(list) = container.cast_exact::<List>(number::LIST) {
        return Ok(Some(list::slice_to_list(cx, list, bounds)?.value()));
    }
    if let Some(text) = container.cast_exact::<Str>(number::STR) {
        return str_::sliced(cx, text, bounds).map(Some);
    }
    if let Some(items) = container.cast_exact::<Tuple>(number::TUPLE) {
        return tuple::sliced(cx, items, bounds).map(Some);
    }
    range::slice(cx, container, bounds)
}

#[inline(never)]
pub(crate) fn tuple(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    m.set(i.a(), tuple::from_slice(cx, m.run(i.b(), i.c() as usize))?.value());
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn list(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    m.set(i.a(), list::from_slice(cx, m.run(i.b(), i.c() as usize))?.value());
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn set(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let result = set::new(cx)?;
    for &item in m.run(i.b(), i.c() as usize) {
        set::add(cx, result, item)?;
    }
    m.set(i.a(), result.value());
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn dict(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let count = i.c() as usize;
    let result = dict::with_capacity(cx, count)?;
    for pair in m.run(i.b(), count * 2).chunks_exact(2) {
        dict::set_private(cx, result, pair[0], pair[1])?;
    }
    m.set(i.a(), result.value());
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn string(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    m.set(i.a(), str_::join(cx, m.run(i.b(), i.c() as usize))?);
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn format_value(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let value = match i.d() & 3 {
        1 => protocol::str(cx, m.get(i.b()))?,
        2 => protocol::repr(cx, m.get(i.b()))?,
        3 => protocol::ascii(cx, m.get(i.b()))?,
        _ => m.get(i.b()),
    };
    let result = if i.d() & 4 != 0 {
        protocol::format(cx, value, m.get(i.c()))?
    } else {
        protocol::format(cx, value, str_::empty().value())?
    };
    m.set(i.a(), result);
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn interpolation(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let run = m.run(i.b(), 3);
    let conversion = match i.d() & 3 {
        0 => Value::NONE,
        kind => cx.intern(["", "s", "r", "a"][kind as usize])?,
    };
    let specification = if i.d() & 4 != 0 { run[2] } else { str_::from_str(cx, "")? };
    m.set(i.a(), template_::interpolation(cx, run[0], run[1], conversion, specification)?);
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn show(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let hook = protocol::attr::get_optional(cx, crate::runtime::sys(), cx.intern("displayhook")?)?;
    let Some(hook) = hook else {
        return Err(cx.error(crate::exceptions::RUNTIME_ERROR, "lost sys.displayhook".into()));
    };
    crate::call::call_values(cx, hook, &[m.get(i.a())])?;
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn template(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    m.set(i.a(), template_::new(cx, m.get(i.b()), m.get(i.b() + 1))?);
    Ok(m.next(1))
}

fn list_in(cx: &Cx, m: Machine, register: u16) -> R<Obj<List>> {
    m.get(register).cast::<List>().ok_or_else(|| cx.system_error("list expected in a register"))
}

fn dict_in(cx: &Cx, m: Machine, register: u16) -> R<Obj<Dict>> {
    m.get(register).cast::<Dict>().ok_or_else(|| cx.system_error("dict expected in a register"))
}

fn set_in(cx: &Cx, m: Machine, register: u16) -> R<Obj<Set>> {
    m.get(register).cast::<Set>().ok_or_else(|| cx.system_error("set expected in a register"))
}

#[inline(always)]
pub(crate) fn list_append(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    if let Some(list) = m.get(i.a()).cast_exact::<List>(number::LIST) {
        list::append_private(cx, list, m.get(i.b()))?;
    }
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn set_add(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let set = m.get(i.a()).cast_exact::<Set>(number::SET);
    if set.is_some_and(|set| set::add_private(cx, set, m.get(i.b()))) {
        return Ok(m.next(1));
    }
    set_add_slow(cx, m, i)
}

#[inline(never)]
fn set_add_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    set::add_other(cx, set_in(cx, m, i.a())?, m.get(i.b()))?;
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn dict_insert(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    dict::set(cx, dict_in(cx, m, i.a())?, m.get(i.b()), m.get(i.c()))?;
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn list_extend(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (list, source) = (list_in(cx, m, i.a())?, m.get(i.b()));
    if list::extend_exact(cx, list, source)? {
        return Ok(m.next(1));
    }
    let Some(iterator) = protocol::iter::get_optional(cx, source)? else {
        let shown = cx.type_name(source);
        return Err(cx.type_error(if i.d() == 1 {
            format!("Value after * must be an iterable, not {shown}")
        } else {
            format!("'{shown}' object is not iterable")
        }));
    };
    let hint = protocol::iter::length_hint(cx, source)?.unwrap_or(0);
    list::extend_from(cx, list, iterator, hint)?;
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn set_update(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    set::update(cx, set_in(cx, m, i.a())?, m.get(i.b()))?;
    Ok(m.next(1))
}

fn is_mapping(cx: &Cx, value: Value) -> R<bool> {
    if value.cast::<Dict>().is_some() {
        return Ok(true);
    }
    Ok(protocol::attr::get_optional(cx, value, names::get(names::KEYS))?.is_some())
}

#[inline(never)]
pub(crate) fn dict_update(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (target, source) = (dict_in(cx, m, i.a())?, m.get(i.b()));
    if !is_mapping(cx, source)? {
        return Err(cx.type_error(format!("'{}' object is not a mapping", cx.type_name(source))));
    }
    dict::update(cx, target, source)?;
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn dict_merge(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (target, source, callee) = (dict_in(cx, m, i.a())?, m.get(i.b()), m.get(i.c()));
    // Keywords of a plain dict alone are a copy of it.
    if target.is_empty()
        && let Some(dict) = source.cast_exact::<Dict>(number::DICT)
    {
        m.set(i.a(), dict::copy(cx, dict)?.value());
        return Ok(m.next(1));
    }
    let callee_text = || protocol::callee_text(cx, callee);
    let repeated = |shown: String| match callee_text() {
        Err(raised) => raised,
        Ok(callee_text) => {
            cx.type_error(format!("{callee_text} got multiple values for keyword argument '{shown}'"))
        }
    };
    // That keywords are strings is seen to by the call.
    let refuse = |_: &Cx, key: Value| protocol::str_string(cx, key).map_or_else(|raised| raised, repeated);
    if !is_mapping(cx, source)? {
        let (callee_text, shown) = (callee_text()?, cx.type_name(source));
        return Err(cx.type_error(format!("{callee_text} argument after ** must be a mapping, not {shown}")));
    }
    // The items of one moment: of a plain dict that no other thread can change, else of a copy.
    let flat = match source.cast_exact::<Dict>(number::DICT) {
        Some(dict) if !Runtime::is_shared() => dict,
        Some(dict) => dict::copy(cx, dict)?,
        None => {
            let copy = dict::new(cx)?;
            if let Err(raised) = dict::merge(cx, copy, source, &refuse) {
                // CPython takes a `KeyError` of the mapping for its own about a key that is there already.
                return Err(
                    match exceptions::only_argument(raised)
                        .filter(|_| cx.matches(raised, exceptions::KEY_ERROR))
                    {
                        Some(key) => repeated(protocol::str_string(cx, key)?),
                        None => raised,
                    },
                );
            }
            copy
        }
    };
    let mut position = 0;
    while let Some((next, key, value)) = flat.next_from(position) {
        position = next;
        if dict::get(cx, target, key)?.is_some() {
            return Err(refuse(cx, key));
        }
        dict::set(cx, target, key, value)?;
    }
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn list_to_tuple(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    m.set(i.a(), list::to_tuple(cx, list_in(cx, m, i.b())?)?.value());
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn function(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let Some(code) = m.get(i.b()).cast::<PyCode>() else {
        return Err(cx.system_error("MakeFunction without code"));
    };
    let mut next = i.b();
    let mut part = |bit: u8| {
        if i.d() & bit == 0 {
            return Value::NONE;
        }
        next += 1;
        m.get(next)
    };
    let parts = Parts { defaults: part(1), keyword_defaults: part(2), annotate: part(4), closure: part(8) };
    let made: Obj<Function> = function::new(cx, code, machine::current(cx).globals(), parts)?;
    m.set(i.a(), made.value());
    Ok(m.next(1))
}

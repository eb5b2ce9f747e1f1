//! `match`: what the patterns ask of their subjects (PEP 634).

use typhon_bytecode::Insn;

use crate::context::{Cx, R};
use crate::exceptions;
use crate::interp::machine::Machine;
use crate::names;
use crate::object::Obj;
use crate::protocol;
use crate::typedef::Collection;
use crate::types::dict::{self, Dict};
use crate::types::list::{self, List};
use crate::types::str_::{self, Str};
use crate::types::tuple::Tuple;
use crate::types::type_::Type;
use crate::types::{number, set};
use crate::value::Value;

#[inline(always)]
pub(crate) fn kind(cx: &Cx, m: Machine, i: Insn) -> Machine {
    let wanted = if i.d() == 0 { Collection::Sequence } else { Collection::Mapping };
    let matches = Type::collection(cx.type_of(m.get(i.b()))) == Some(wanted);
    m.set(i.a(), Value::from_bool(matches));
    m.next(1)
}

#[inline(never)]
pub(crate) fn len(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    m.set(i.a(), Value::small_int_unchecked(protocol::len(cx, m.get(i.b()))? as i64));
    Ok(m.next(1))
}

fn tuple_in(cx: &Cx, m: Machine, register: u16) -> R<Obj<Tuple>> {
    m.get(register).cast::<Tuple>().ok_or_else(|| cx.system_error("tuple expected in a register"))
}

#[inline(never)]
pub(crate) fn keys(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (subject, keys) = (m.get(i.b()), tuple_in(cx, m, i.b() + 1)?);
    let found = values_of(cx, subject, keys)?;
    m.set(i.a(), found.map_or(Value::NONE, Obj::value));
    Ok(m.next(1))
}

/// The values of all keys of a mapping; `None` where one is missing. Looked up by `get`, so that a default factory is not asked.
fn values_of(cx: &Cx, subject: Value, keys: Obj<Tuple>) -> R<Option<Obj<Tuple>>> {
    let (seen, values) = (set::new(cx)?, list::new(cx)?);
    let plain = subject.cast_exact::<Dict>(number::DICT);
    let get = match plain {
        Some(_) => Value::NONE,
        None => protocol::attr::get(cx, subject, names::get(names::GET))?,
    };
    // What `get` answers for a missing key: an object of our own.
    let absent = list::new(cx)?.value();
    for &key in keys.values() {
        if set::contains(cx, seen, key)? {
            let shown = protocol::repr_string(cx, key)?;
            return Err(cx.value_error(&format!("mapping pattern checks duplicate key ({shown})")));
        }
        set::add(cx, seen, key)?;
        let value = match plain {
            Some(dict) => dict::get(cx, dict, key)?,
            None => Some(crate::call::call_values(cx, get, &[key, absent])?).filter(|&value| value != absent),
        };
        let Some(value) = value else { return Ok(None) };
        list::append(cx, values, value)?;
    }
    list::to_tuple(cx, values).map(Some)
}

#[inline(never)]
pub(crate) fn rest(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (subject, keys) = (m.get(i.b()), tuple_in(cx, m, i.b() + 1)?);
    let rest = dict::new(cx)?;
    dict::update(cx, rest, subject)?;
    for &key in keys.values() {
        dict::remove(cx, rest, key)?;
    }
    m.set(i.a(), rest.value());
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn class(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (subject, class, names) = (m.get(i.b()), m.get(i.b() + 1), tuple_in(cx, m, i.b() + 2)?);
    let found = attributes_of(cx, subject, class, i.c() as usize, names)?;
    m.set(i.a(), found.map_or(Value::NONE, Obj::value));
    Ok(m.next(1))
}

/// Classes whose instances match a single positional pattern by themselves.
const MATCH_SELF: [u32; 11] = [
    number::BOOL,
    number::BYTE_ARRAY,
    number::BYTES,
    number::DICT,
    number::FLOAT,
    number::FROZENSET,
    number::INT,
    number::LIST,
    number::SET,
    number::STR,
    number::TUPLE,
];

fn matches_itself(class: Obj<Type>) -> bool {
    class
        .ancestors()
        .any(|ancestor| MATCH_SELF.iter().any(|&number| crate::runtime::builtin_type(number) == ancestor))
}

fn attributes_of(
    cx: &Cx,
    subject: Value,
    class: Value,
    positional: usize,
    names: Obj<Tuple>,
) -> R<Option<Obj<Tuple>>> {
    let Some(class) = class.cast::<Type>() else {
        return Err(cx.type_error("called match pattern must be a class".into()));
    };
    if !protocol::is_instance_by_hook(cx, subject, class)? {
        return Ok(None);
    }
    let (attributes, seen) = (list::new(cx)?, set::new(cx)?);
    let shown = class.name_text();
    if positional > 0 {
        let declared = protocol::attr::get_optional(cx, class.value(), names::get(names::__MATCH_ARGS__))?;
        let allowed = match declared {
            Some(declared) => match declared.cast_exact::<Tuple>(number::TUPLE) {
                Some(declared) => declared.len(),
                None => {
                    let got = cx.type_name(declared);
                    return Err(cx.type_error(format!("{shown}.__match_args__ must be a tuple (got {got})")));
                }
            },
            None => usize::from(matches_itself(class)),
        };
        if positional > allowed {
            let plural = if allowed == 1 { "" } else { "s" };
            return Err(cx.type_error(format!(
                "{shown}() accepts {allowed} positional sub-pattern{plural} ({positional} given)"
            )));
        }
        match declared.and_then(|declared| declared.cast::<Tuple>()) {
            None => list::append(cx, attributes, subject)?,
            Some(declared) => {
                for &name in &declared.values()[..positional] {
                    if name.cast::<Str>().is_none() {
                        let got = cx.type_name(name);
                        return Err(
                            cx.type_error(format!("__match_args__ elements must be strings (got {got})"))
                        );
                    }
                    if !attribute(cx, subject, name, &shown, seen, attributes)? {
                        return Ok(None);
                    }
                }
            }
        }
    }
    for &name in names.values() {
        if !attribute(cx, subject, name, &shown, seen, attributes)? {
            return Ok(None);
        }
    }
    list::to_tuple(cx, attributes).map(Some)
}

/// Appends an attribute of the subject; false where it has none of that name.
fn attribute(
    cx: &Cx,
    subject: Value,
    name: Value,
    class: &str,
    seen: Obj<set::Set>,
    attributes: Obj<List>,
) -> R<bool> {
    if set::contains(cx, seen, name)? {
        let shown = str_::to_rust(protocol::repr(cx, name)?).unwrap_or_default();
        return Err(cx.type_error(format!("{class}() got multiple sub-patterns for attribute {shown}")));
    }
    set::add(cx, seen, name)?;
    match protocol::attr::get(cx, subject, name) {
        Ok(value) => list::append(cx, attributes, value).map(|()| true),
        Err(raised) if cx.matches(raised, exceptions::ATTRIBUTE_ERROR) => Ok(false),
        Err(raised) => Err(raised),
    }
}

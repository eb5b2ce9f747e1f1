//! Cells, globals, namespaces.

use std::sync::atomic::Ordering;

use typhon_bytecode::Insn;

use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::interp::cache;
use crate::interp::executable::Executable;
use crate::interp::frame;
use crate::interp::machine::{self, Machine};
use crate::interp::ops::control;
use crate::names;
use crate::object::Obj;
use crate::protocol;
use crate::types::cell::{self, Cell};
use crate::types::dict::{self, Dict};
use crate::types::function::Function;
use crate::types::number;
use crate::types::str_;
use crate::types::tuple::Tuple;
use crate::value::{SlotExt, Value};

#[inline(always)]
pub(crate) fn make_cell(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.set(i.a(), cell::new(cx, m.get(i.a()))?.value());
    Ok(m.next(1))
}

#[inline(always)]
pub(crate) fn copy_free(cx: &Cx, m: Machine, i: Insn) -> Machine {
    let function = frame::innermost(cx).function.cast::<Function>();
    if let Some(closure) =
        function.and_then(|function| function.closure.get().cast_exact::<Tuple>(number::TUPLE))
    {
        for (index, &cell) in closure.values().iter().enumerate().take(i.c() as usize) {
            m.set(i.a() + index as u16, cell);
        }
    }
    m.next(1)
}

#[inline(always)]
fn cell_in(m: Machine, register: u16) -> Obj<Cell> {
    // SAFETY: verified code names registers that its prologue has filled with cells.
    unsafe { Obj::of_value_unchecked(m.get(register)) }
}

#[inline(always)]
pub(crate) fn load_cell(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let value = cell_in(m, i.b()).get();
    if value.is_unbound() {
        return Err(empty_cell(cx, m, i.b()));
    }
    m.set(i.a(), value);
    Ok(m.next(1))
}

#[cold]
#[inline(never)]
fn empty_cell(cx: &Cx, m: Machine, register: u16) -> Raised {
    let executable = machine::current(cx);
    if !executable.data().locals.get(register as usize).is_some_and(|local| local.is_free) {
        return control::unbound_local(cx, m, register);
    }
    m.save(cx);
    let name = match executable.variable_name(cx, register) {
        Ok(name) => name,
        Err(raised) => return raised,
    };
    let shown = str_::to_rust(name).unwrap_or_default();
    let message = format!(
        "cannot access free variable '{shown}' where it is not associated with a value in enclosing scope"
    );
    cx.name_error(message, name)
}

#[inline(always)]
pub(crate) fn store_cell(cx: &Cx, m: Machine, i: Insn) -> Machine {
    cell_in(m, i.a()).set(cx, m.get(i.b()));
    m.next(1)
}

pub(crate) fn delete_cell(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let cell = cell_in(m, i.a());
    if cell.get().is_unbound() {
        return Err(empty_cell(cx, m, i.a()));
    }
    cell.set(cx, Value::UNBOUND);
    Ok(m.next(1))
}

/// The cell a site has cached.
#[inline(always)]
fn cached_cell(m: Machine) -> Option<Obj<Cell>> {
    let object = Value::from_bits(m.cache().load(Ordering::Acquire)).as_object()?;
    // SAFETY: global sites store nothing but cells.
    Some(unsafe { Obj::cast_unchecked(object) })
}

#[inline(always)]
pub(crate) fn load_global(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    if let Some(cell) = cached_cell(m) {
        let value = cell.get();
        if !value.is_unbound() {
            m.set(i.a(), value);
            return Ok(m.next(2));
        }
        if let Some(value) = builtin_behind(cell) {
            m.set(i.a(), value);
            return Ok(m.next(2));
        }
    }
    load_global_slow(cx, m, i)
}

/// The builtin that an unbound placeholder of the globals stands for.
#[inline(always)]
fn builtin_behind(cell: Obj<Cell>) -> Option<Value> {
    let object = cell.fallback.get().as_object()?;
    // SAFETY: the fallback of a placeholder is a cell of the builtins.
    unsafe { Obj::<Cell>::cast_unchecked(object) }.get().bound()
}

#[inline(never)]
fn load_global_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let executable = machine::current(cx);
    let name = executable.name(i.bc() as usize);
    let globals = executable.globals();
    if globals.value().cast_exact::<Dict>(number::DICT).is_none() {
        m.set(i.a(), global_in_mapping(cx, executable, name)?);
        return Ok(m.next(2));
    }
    let cell = dict::cell_of(cx, globals, name)?;
    let mut value = cell.get();
    if value.is_unbound() {
        let Some(builtins) = executable.builtins() else {
            m.set(i.a(), builtin(cx, executable, name)?.ok_or_else(|| undefined(cx, name))?);
            return Ok(m.next(2));
        };
        let Some(found) = builtins.get_str(name) else { return Err(undefined(cx, name)) };
        let behind = dict::cell_of(cx, builtins, name)?;
        cx.store(cell.object(), &cell.fallback, behind.value());
        value = found;
    }
    cache::store_reference(cx, m.cache(), executable, cell.value());
    m.set(i.a(), value);
    Ok(m.next(2))
}

/// A global where the globals are of a class derived from `dict`, which may answer as it likes (`__missing__`, as `annotationlib` uses it): asked
/// each time, before the builtins.
fn global_in_mapping(cx: &Cx, executable: Obj<Executable>, name: Value) -> R<Value> {
    if let Some(found) = get_in_mapping(cx, executable.globals().value(), name)? {
        return Ok(found);
    }
    builtin(cx, executable, name)?.ok_or_else(|| undefined(cx, name))
}

/// A builtin name. What holds them is a dict, unless the globals say otherwise.
pub(super) fn builtin(cx: &Cx, executable: Obj<Executable>, name: Value) -> R<Option<Value>> {
    match executable.builtins() {
        Some(builtins) => Ok(builtins.get_str(name)),
        None => get_in_mapping(cx, executable.builtins.get(), name),
    }
}

/// `NameError` for a global name.
#[cold]
pub(crate) fn undefined(cx: &Cx, name: Value) -> Raised {
    let shown = str_::to_rust(name).unwrap_or_default();
    cx.name_error(format!("name '{shown}' is not defined"), name)
}

#[inline(always)]
pub(crate) fn store_global(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    if let Some(cell) = cached_cell(m)
        && !cell.get().is_unbound()
    {
        cell.set(cx, m.get(i.a()));
        return Ok(m.next(2));
    }
    store_global_slow(cx, m, i)
}

#[inline(never)]
fn store_global_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let executable = machine::current(cx);
    let name = executable.name(i.bc() as usize);
    dict::set(cx, executable.globals(), name, m.get(i.a()))?;
    let cell = dict::cell_of(cx, executable.globals(), name)?;
    cache::store_reference(cx, m.cache(), executable, cell.value());
    Ok(m.next(2))
}

#[inline(never)]
pub(crate) fn delete_global(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let executable = machine::current(cx);
    let name = executable.name(i.bc() as usize);
    match dict::remove(cx, executable.globals(), name)? {
        Some(_) => Ok(m.next(1)),
        None => Err(undefined(cx, name)),
    }
}

#[inline(always)]
pub(crate) fn load_name(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    if frame::innermost(cx).namespace.is_unbound() { load_global(cx, m, i) } else { load_name_slow(cx, m, i) }
}

#[inline(never)]
fn load_name_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let namespace = frame::innermost(cx).namespace;
    let name = machine::current(cx).name(i.bc() as usize);
    if let Some(value) = get_in_mapping(cx, namespace, name)? {
        m.set(i.a(), value);
        return Ok(m.next(2));
    }
    load_global_slow(cx, m, i)
}

/// A name in a namespace that may be any mapping.
fn get_in_mapping(cx: &Cx, namespace: Value, name: Value) -> R<Option<Value>> {
    if let Some(dict) = namespace.cast_exact::<Dict>(number::DICT) {
        return dict::get(cx, dict, name);
    }
    match protocol::item::get(cx, namespace, name) {
        Ok(value) => Ok(Some(value)),
        Err(raised) if cx.matches(raised, exceptions::KEY_ERROR) => Ok(None),
        Err(raised) => Err(raised),
    }
}

#[inline(always)]
pub(crate) fn store_name(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    if frame::innermost(cx).namespace.is_unbound() {
        store_global(cx, m, i)
    } else {
        store_name_slow(cx, m, i)
    }
}

#[inline(never)]
fn store_name_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let namespace = frame::innermost(cx).namespace;
    let name = machine::current(cx).name(i.bc() as usize);
    match namespace.cast_exact::<Dict>(number::DICT) {
        Some(dict) => dict::set(cx, dict, name, m.get(i.a()))?,
        None => protocol::item::set(cx, namespace, name, m.get(i.a()))?,
    }
    Ok(m.next(2))
}

#[inline(never)]
pub(crate) fn delete_name(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let namespace = frame::innermost(cx).namespace;
    if namespace.is_unbound() {
        return delete_global(cx, m, i);
    }
    m.save(cx);
    let name = machine::current(cx).name(i.bc() as usize);
    match namespace.cast_exact::<Dict>(number::DICT) {
        Some(dict) => match dict::remove(cx, dict, name)? {
            Some(_) => Ok(m.next(1)),
            None => Err(undefined(cx, name)),
        },
        // Whatever the mapping raises.
        None => match protocol::item::delete(cx, namespace, name) {
            Ok(()) => Ok(m.next(1)),
            Err(_) => Err(undefined(cx, name)),
        },
    }
}

#[inline(never)]
pub(crate) fn load_name_or_cell(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let name = machine::current(cx).variable_name(cx, i.b())?;
    let found = get_in_mapping(cx, frame::innermost(cx).namespace, name)?;
    let value = found.or_else(|| cell_in(m, i.b()).get().bound());
    match value {
        Some(value) => {
            m.set(i.a(), value);
            Ok(m.next(1))
        }
        None => Err(empty_cell(cx, m, i.b())),
    }
}

#[inline(never)]
pub(crate) fn load_namespace(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let namespace = frame::innermost(cx).namespace;
    let value = namespace.bound().unwrap_or_else(|| machine::current(cx).globals().value());
    m.set(i.a(), value);
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn load_name_in(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let executable = machine::current(cx);
    let name = executable.name(i.cd() as usize);
    let mut found = get_in_mapping(cx, m.get(i.b()), name)?;
    if found.is_none() {
        found = get_in_mapping(cx, executable.globals().value(), name)?;
    }
    if found.is_none() {
        found = builtin(cx, executable, name)?;
    }
    match found {
        Some(value) => {
            m.set(i.a(), value);
            Ok(m.next(1))
        }
        None => Err(undefined(cx, name)),
    }
}

#[inline(never)]
pub(crate) fn load_cell_in(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let name = machine::current(cx).variable_name(cx, i.b())?;
    let found = get_in_mapping(cx, m.get(i.a()), name)?;
    match found.or_else(|| cell_in(m, i.b()).get().bound()) {
        Some(value) => {
            m.set(i.a(), value);
            Ok(m.next(1))
        }
        None => Err(empty_cell(cx, m, i.b())),
    }
}

#[inline(never)]
pub(crate) fn load_build_class(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    match builtin(cx, machine::current(cx), names::get(names::__BUILD_CLASS__))? {
        Some(value) => {
            m.set(i.a(), value);
            Ok(m.next(1))
        }
        None => Err(cx.name_error("__build_class__ not found".into(), names::get(names::__BUILD_CLASS__))),
    }
}

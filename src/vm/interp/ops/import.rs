//! `import`, by way of `builtins.__import__`.

use typhon_bytecode::Insn;

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::import;
use crate::interp::frame;
use crate::interp::machine::{self, Machine};
use crate::names;
use crate::protocol;
use crate::types::dict::{self, Dict};
use crate::types::list;
use crate::types::str_;
use crate::value::Value;

#[inline(never)]
pub(crate) fn name(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let executable = machine::current(cx);
    let name = executable.name(i.cd() as usize);
    let (level, from) = (m.get(i.b()), m.get(i.b() + 1));
    let hook = super::name::builtin(cx, executable, names::get(names::__IMPORT__))?;
    let Some(hook) = hook else {
        return Err(import::import_error(cx, "__import__ not found"));
    };
    let globals = executable.globals().value();
    let namespace = frame::innermost(cx).namespace.bound().unwrap_or(Value::NONE);
    m.set(i.a(), call::call_values(cx, hook, &[name, globals, namespace, from, level])?);
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn from(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let name = machine::current(cx).name(i.cd() as usize);
    m.set(i.a(), import::import_from(cx, m.get(i.b()), name)?);
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn star(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let module = m.get(i.a());
    let target =
        frame::innermost(cx).namespace.bound().unwrap_or_else(|| machine::current(cx).globals().value());
    let store = |name: Value, value: Value| match target.cast::<Dict>() {
        Some(target) => dict::set(cx, target, name, value),
        None => protocol::item::set(cx, target, name, value),
    };
    let all = protocol::attr::get_optional(cx, module, names::get(names::ALL))?;
    let (listed, public_only) = match all {
        Some(all) => (all, false),
        None => match protocol::attr::get_optional(cx, module, names::get(names::__DICT__))? {
            Some(dict) => (dict, true),
            None => {
                let text = "from-import-* object has no __dict__ and no __all__";
                return Err(import::import_error(cx, text));
            }
        },
    };
    // A module's own names are those of one moment; `__all__` is indexed until it has no more.
    let keys = list::new(cx)?;
    if public_only {
        list::extend(cx, keys, listed)?;
    }
    let mut index = 0;
    loop {
        let key = if public_only { list::get_index_fast(keys, index) } else { indexed(cx, listed, index)? };
        let Some(key) = key else { break };
        index += 1;
        let Some(text) = str_::to_rust(key) else {
            return Err(no_name(cx, module, key, public_only)?);
        };
        if public_only && text.starts_with('_') {
            continue;
        }
        let key = crate::intern::intern_value(key);
        let value = protocol::attr::get(cx, module, key)?;
        store(key, value)?;
    }
    Ok(m.next(1))
}

/// An item of `__all__`, by its index; `None` behind the last one.
fn indexed(cx: &Cx, all: Value, index: i64) -> R<Option<Value>> {
    let class = cx.type_of(all);
    if class.slots().getitem.is_none() {
        let shown = cx.type_name(all);
        return Err(cx.type_error(format!("'{shown}' object does not support indexing")));
    }
    if all.cast::<Dict>().is_some() && !class.is_heap() {
        return Err(cx.type_error(format!("{} is not a sequence", cx.type_name(all))));
    }
    match protocol::item::get(cx, all, Value::small_int_unchecked(index)) {
        Err(raised) if cx.matches(raised, exceptions::INDEX_ERROR) => Ok(None),
        item => item.map(Some),
    }
}

/// What `import *` raises for a name that is no text.
fn no_name(cx: &Cx, module: Value, key: Value, public_only: bool) -> R<Raised> {
    let module_name = protocol::attr::get(cx, module, names::get(names::__NAME__))?;
    let Some(module_name) = str_::to_rust(module_name) else {
        let shown = cx.type_name(module_name);
        return Ok(cx.type_error(format!("module __name__ must be a string, not {shown}")));
    };
    let (what, place) = if public_only { ("Key", "__dict__") } else { ("Item", "__all__") };
    let shown = cx.type_name(key);
    Ok(cx.type_error(format!("{what} in {module_name}.{place} must be str, not {shown}")))
}

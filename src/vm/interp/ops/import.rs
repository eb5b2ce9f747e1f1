//! `import`, by way of `builtins.__import__`.

use typhon_bytecode::Insn;

use crate::call;
use crate::context::{Cx, R};
use crate::exceptions;
use crate::import;
use crate::interp::frame;
use crate::interp::machine::{self, Machine};
use crate::names;
use crate::protocol;
use crate::types::dict;
use crate::types::str_;
use crate::value::Value;

#[inline(never)]
pub(crate) fn name(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let executable = machine::current(cx);
    let name = executable.name(i.cd() as usize);
    let (level, from) = (m.get(i.b()), m.get(i.b() + 1));
    let hook = executable.builtins().and_then(|builtins| builtins.get_str(names::get(names::__IMPORT__)));
    let Some(hook) = hook else {
        return Err(cx.error(exceptions::IMPORT_ERROR, "__import__ not found".into()));
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
    let store = |name: Value, value: Value| match target.cast::<dict::Dict>() {
        Some(target) => dict::set(cx, target, name, value),
        None => protocol::item::set(cx, target, name, value),
    };
    let all = protocol::attr::get_optional(cx, module, names::get(names::ALL))?;
    let (list, public_only) = match all {
        Some(all) => (all, false),
        None => match protocol::attr::get_optional(cx, module, names::get(names::__DICT__))? {
            Some(dict) => (dict, true),
            None => {
                let text = "from-import-* object has no __dict__ and no __all__";
                return Err(cx.error(exceptions::IMPORT_ERROR, text.into()));
            }
        },
    };
    let keys = crate::types::list::new(cx)?;
    crate::types::list::extend(cx, keys, list)?;
    let mut index = 0;
    while let Some(key) = crate::types::list::get_index_fast(keys, index) {
        index += 1;
        let Some(text) = str_::to_rust(key) else {
            let shown = cx.type_name(key);
            let place = if public_only { "Key in __dict__" } else { "Item in __all__" };
            return Err(cx.type_error(format!("{place} must be str, not {shown}")));
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

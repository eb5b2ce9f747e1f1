//! What becomes of one warning: registry, filters, action.

use std::sync::atomic::Ordering;
use typhon_vm::names;

use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions::{self, Exception};
use typhon_vm::protocol::{self, attr};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::int;
use typhon_vm::types::list::{self, List};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::{Obj, Value, call};

use super::{VERSION, locked, of_library, own, show};

/// A warning and where it is about.
pub struct Warning {
    /// Its text, or an instance of its category.
    pub message: Value,
    pub category: Value,
    pub filename: Value,
    pub line: i64,
    /// The module's name; `None`: from the file name.
    pub module: Value,
    /// The registry of the module; `None` for none.
    pub registry: Value,
    /// The source line, where it is known already.
    pub source_line: Value,
    /// What the warning is about, for `ResourceWarning`.
    pub source: Value,
}

/// Shows, ignores or raises a warning.
pub fn issue(cx: &Cx, warning: &Warning) -> R<()> {
    let registry = match warning.registry.is_none() {
        true => None,
        false => match warning.registry.cast::<Dict>() {
            Some(registry) => Some(registry),
            None => return Err(cx.type_error("'registry' must be a dict or None".into())),
        },
    };
    let (text, message) = match warning.message.cast::<Exception>() {
        Some(_) => (protocol::str(cx, warning.message)?, warning.message),
        None => (warning.message, call::call_values(cx, warning.category, &[warning.message])?),
    };
    let module = match warning.module.is_none() {
        true => module_of_file(cx, warning.filename)?,
        false => warning.module,
    };
    let line = int::from_i64(cx, warning.line)?;
    let key = tuple::from_slice(cx, &[text, warning.category, line])?.value();
    let (action, item) = match decided(cx, warning, registry, (text, module, line), key)? {
        Some(found) => found,
        None => return Ok(()),
    };
    let is = |name: &str| action.cast::<Str>().is_some_and(|action| action.equals_str(name));
    if is("error") {
        return Err(exceptions::raise(cx, message));
    }
    if is("ignore") {
        return Ok(());
    }
    if !is("always") && !is("all") {
        let known = locked(cx, || -> R<bool> {
            if let Some(registry) = registry {
                dict::set(cx, registry, key, Value::TRUE)?;
            }
            if is("once") {
                let once = match registry {
                    Some(registry) => Some(registry),
                    None => once_registry(cx)?,
                };
                return once.map_or(Ok(false), |once| noted(cx, once, text, warning.category));
            }
            if is("module") {
                return registry.map_or(Ok(false), |registry| noted(cx, registry, text, warning.category));
            }
            if !is("default") {
                let (action, item) = (protocol::repr_string(cx, action)?, protocol::repr_string(cx, item)?);
                let text = format!("Unrecognized action ({action}) in warnings.filters:\n {item}");
                return Err(cx.error(exceptions::RUNTIME_ERROR, text));
            }
            Ok(false)
        })?;
        if known {
            return Ok(());
        }
    }
    show::show(cx, warning, message, text, line)
}

/// The action for a warning that was not shown before, and the filter that says so.
fn decided(
    cx: &Cx,
    warning: &Warning,
    registry: Option<Obj<Dict>>,
    (text, module, line): (Value, Value, Value),
    key: Value,
) -> R<Option<(Value, Value)>> {
    locked(cx, || {
        if let Some(registry) = registry
            && is_known(cx, registry, key)?
        {
            return Ok(None);
        }
        filter(cx, warning, text, module, line).map(Some)
    })
}

/// A name for the module of a file: the file's without `.py`.
fn module_of_file(cx: &Cx, filename: Value) -> R<Value> {
    let name = str_::to_rust(filename).unwrap_or_default();
    if name.is_empty() {
        return cx.intern("<unknown>");
    }
    match name.strip_suffix(".py") {
        Some(stem) => str_::from_str(cx, stem),
        None => Ok(filename),
    }
}

/// Whether a warning stands in a registry, which is emptied first where the filters have changed since.
fn is_known(cx: &Cx, registry: Obj<Dict>, key: Value) -> R<bool> {
    let version = VERSION.load(Ordering::Relaxed);
    let name = cx.intern("version")?;
    if registry.get_str(name).and_then(int::to_i64) != Some(version) {
        dict::clear(cx, registry)?;
        dict::set(cx, registry, name, int::from_i64(cx, version)?)?;
        return Ok(false);
    }
    match dict::get(cx, registry, key)? {
        Some(flag) => protocol::is_true(cx, flag),
        None => Ok(false),
    }
}

/// Notes text and category whatever the line; whether they were noted before.
fn noted(cx: &Cx, registry: Obj<Dict>, text: Value, category: Value) -> R<bool> {
    let key = tuple::from_slice(cx, &[text, category])?.value();
    if is_known(cx, registry, key)? {
        return Ok(true);
    }
    dict::set(cx, registry, key, Value::TRUE)?;
    Ok(false)
}

fn once_registry(cx: &Cx) -> R<Option<Obj<Dict>>> {
    let found = match of_library(cx, "onceregistry", false)? {
        Some(found) => Some(found),
        None => own(cx, "_onceregistry")?,
    };
    match found {
        None => Ok(None),
        Some(found) => match found.cast::<Dict>() {
            Some(found) => Ok(Some(found)),
            None => {
                let shown = cx.type_name(found);
                Err(cx.type_error(format!("_warnings._onceregistry must be a dict, not '{shown}'")))
            }
        },
    }
}

/// Whether a filter's pattern fits: `None` fits all, a str what equals it, anything else by its `match`.
fn fits(cx: &Cx, pattern: Value, text: Value) -> R<bool> {
    if pattern.is_none() {
        return Ok(true);
    }
    if pattern.cast::<Str>().is_some_and(|pattern| cx.type_of(pattern.value()) == cx.type_of(text)) {
        return protocol::equal(cx, pattern, text);
    }
    let found = call::call_values(cx, attr::get(cx, pattern, cx.intern("match")?)?, &[text])?;
    protocol::is_true(cx, found)
}

/// The filters of the context, where there is one.
fn context_filters(cx: &Cx) -> R<Option<Obj<List>>> {
    let Some(variable) = own(cx, "_warnings_context")? else { return Ok(None) };
    let get = attr::get(cx, variable, names::get(names::GET))?;
    let context = call::call_values(cx, get, &[Value::NONE])?;
    if context.is_none() {
        return Ok(None);
    }
    match attr::get(cx, context, cx.intern("_filters")?)?.cast::<List>() {
        None => Err(cx.value_error("_filters of warnings._warnings_context must be a list")),
        filters => Ok(filters),
    }
}

/// The action of the first filter that fits: of the context's, where `catch_warnings` has made one, else of the module's.
fn filter(cx: &Cx, warning: &Warning, text: Value, module: Value, line: Value) -> R<(Value, Value)> {
    let (filters, name) = match context_filters(cx)? {
        Some(filters) => (filters, "warnings._warnings_context _filters"),
        None => {
            let filters = match of_library(cx, "filters", false)? {
                Some(filters) => Some(filters),
                None => own(cx, "filters")?,
            };
            let Some(filters) = filters.and_then(|filters| filters.cast::<List>()) else {
                return Err(cx.value_error("_warnings.filters must be a list"));
            };
            (filters, "_warnings.filters")
        }
    };
    if let Some(found) = search(cx, filters, name, warning, (text, module, line))? {
        return Ok(found);
    }
    let action = match of_library(cx, "defaultaction", false)? {
        Some(action) => Some(action),
        None => own(cx, "_defaultaction")?,
    };
    match action {
        Some(action) if action.cast::<Str>().is_some() => Ok((action, Value::NONE)),
        Some(action) => {
            let shown = cx.type_name(action);
            Err(cx.type_error(format!("_warnings.defaultaction must be a string, not '{shown}'")))
        }
        None => Err(cx.value_error("_warnings.defaultaction not found")),
    }
}

/// Whether a category is one that a filter means.
fn derives(cx: &Cx, category: Value, wanted: Value) -> R<bool> {
    match (category.cast::<Type>(), wanted.cast::<Type>()) {
        (Some(category), Some(wanted)) => Ok(category.is_subclass_of(wanted)),
        (_, None) if let Some(several) = wanted.cast::<Tuple>() => {
            several.values().iter().try_fold(false, |any, &one| Ok(any || derives(cx, category, one)?))
        }
        _ => Err(cx.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union".into())),
    }
}

fn search(
    cx: &Cx,
    filters: Obj<List>,
    name: &str,
    warning: &Warning,
    (text, module, line): (Value, Value, Value),
) -> R<Option<(Value, Value)>> {
    let mut index = 0;
    while let Some(item) = list::get(filters, index) {
        let parts = item.cast::<Tuple>().filter(|parts| parts.len() == 5);
        let Some(&[action, message, category, wanted, at]) = parts.as_ref().map(|parts| parts.values())
        else {
            return Err(cx.value_error(&format!("{name} item {index} isn't a 5-tuple")));
        };
        if action.cast::<Str>().is_none() {
            let shown = cx.type_name(action);
            return Err(cx.type_error(format!("action must be a string, not '{shown}'")));
        }
        let at_line = int::to_i64(at).unwrap_or(0);
        if fits(cx, message, text)?
            && derives(cx, warning.category, category)?
            && fits(cx, wanted, module)?
            && (at_line == 0 || Some(at_line) == int::to_i64(line))
        {
            return Ok(Some((action, item)));
        }
        index += 1;
    }
    Ok(None)
}

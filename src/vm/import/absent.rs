//! `from module import name`, and names that modules do not have: the errors say where the module came from, and whether it hides another of the same
//! name. The rules are those of CPython's `moduleobject.c` and `ceval.c`.

use std::sync::OnceLock;

use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::names;
use crate::object::Obj;
use crate::protocol::{self, attr};
use crate::runtime;
use crate::types::module::Module;
use crate::types::set::Set;
use crate::types::str_::{self, Str};
use crate::value::Value;

/// The entry that the program's start has put in front of `sys.path`.
static FIRST_PATH: OnceLock<String> = OnceLock::new();

/// Notes the entry that the program's start puts in front of `sys.path`: once, and not at all where that is thought unsafe.
pub fn set_first_path(entry: String) {
    let _ = FIRST_PATH.set(entry);
}

/// `from module import name`.
pub fn import_from(cx: &Cx, module: Value, name: Value) -> R<Value> {
    if let Some(found) = attr::get_optional(cx, module, name)? {
        return Ok(found);
    }
    let package = attr::get_optional(cx, module, names::get(names::__NAME__))?;
    let package = package.filter(|package| package.cast::<Str>().is_some());
    if let Some(package) = package.and_then(str_::to_rust) {
        // A submodule that is still being imported is not yet an attribute of its package.
        let full = cx.intern(&format!("{package}.{}", str_::to_rust(name).unwrap_or_default()))?;
        if let Some(found) = super::known_module(cx, full)? {
            return Ok(found);
        }
    }
    Err(missing(cx, module, package, name)?)
}

/// What is said of an attribute that a module does not have.
pub(crate) fn missing_attribute(cx: &Cx, module: Obj<Module>, name: Value) -> R<String> {
    let shown = str_::to_rust(name).unwrap_or_default();
    let Some(module_name) = module.name_text() else {
        return Ok(format!("module has no attribute '{shown}'"));
    };
    let plain = format!("module '{module_name}' has no attribute '{shown}'");
    let Some(spec) = module.dict().get_str(names::get(names::__SPEC__)).filter(|spec| !spec.is_none()) else {
        return Ok(plain);
    };
    let file = origin(cx, spec)?.and_then(str_::to_rust);
    let shadowing = match &file {
        Some(file) => Shadowing::of(cx, &module_name, file)?,
        None => Shadowing::Nothing,
    };
    let running = super::is_initializing(cx, module.value())?;
    let because = "(most likely due to a circular import)";
    Ok(match (file, shadowing) {
        (Some(file), Shadowing::Stdlib) => hides_library(&plain, &file, &format!("'{module_name}'")),
        (Some(file), Shadowing::Other) if running => may_hide(&plain, &file),
        (Some(file), _) if running => format!(
            "partially initialized module '{module_name}' from '{file}' has no attribute '{shown}' {because}"
        ),
        (None, _) if running => {
            format!("partially initialized module '{module_name}' has no attribute '{shown}' {because}")
        }
        _ if is_unfinished_submodule(cx, spec, name)? => {
            format!("cannot access submodule '{shown}' of module '{module_name}' {because}")
        }
        _ => plain,
    })
}

/// What is said of a file that stands in for a module of the library; the module's name is quoted.
fn hides_library(plain: &str, file: &str, module: &str) -> String {
    format!(
        "{plain} (consider renaming '{file}' since it has the same name as the standard library module named {module} and prevents importing that standard library module)"
    )
}

/// The same of one that may stand in for another library.
fn may_hide(plain: &str, file: &str) -> String {
    format!(
        "{plain} (consider renaming '{file}' if it has the same name as a library you intended to import)"
    )
}

/// Whether a submodule of that name is being imported (`ModuleSpec._uninitialized_submodules`).
fn is_unfinished_submodule(cx: &Cx, spec: Value, name: Value) -> R<bool> {
    match attr::get_optional(cx, spec, cx.intern("_uninitialized_submodules")?)? {
        Some(unfinished) => protocol::item::contains(cx, unfinished, name),
        None => Ok(false),
    }
}

/// The error for a name that is not there.
fn missing(cx: &Cx, module: Value, package: Option<Value>, name: Value) -> R<Raised> {
    let spec = attr::get_optional(cx, module, names::get(names::__SPEC__))?.filter(|spec| !spec.is_none());
    let place = match spec {
        Some(spec) => origin(cx, spec)?,
        None => None,
    };
    let place = match place {
        Some(place) => Some(place),
        None => attr::get_optional(cx, module, names::get(names::__FILE__))?
            .filter(|file| file.cast::<Str>().is_some()),
    };
    let shown = str_::to_rust(name).unwrap_or_default();
    let module_name = match package {
        Some(package) => protocol::repr_string(cx, package)?,
        None => "'<unknown module name>'".into(),
    };
    let file = place.and_then(str_::to_rust);
    let shadowing = match (package.and_then(str_::to_rust), &file) {
        (Some(package), Some(file)) => Shadowing::of(cx, &package, file)?,
        _ => Shadowing::Nothing,
    };
    let running = super::is_initializing(cx, module)?;
    let plain = format!("cannot import name '{shown}' from {module_name}");
    let text = match (&file, shadowing) {
        (Some(file), Shadowing::Stdlib) => hides_library(&plain, file, &module_name),
        (Some(file), Shadowing::Other) if running => may_hide(&plain, file),
        (Some(file), _) if running => format!(
            "cannot import name '{shown}' from partially initialized module {module_name} (most likely due to a circular import) ({file})"
        ),
        (None, _) if running => format!(
            "cannot import name '{shown}' from partially initialized module {module_name} (most likely due to a circular import) (unknown location)"
        ),
        (Some(file), _) => format!("{plain} ({file})"),
        (None, _) => format!("{plain} (unknown location)"),
    };
    let raised = cx.error(exceptions::IMPORT_ERROR, text);
    let raised = cx.annotate(raised, "name", package.unwrap_or(cx.intern("<unknown module name>")?));
    let raised = cx.annotate(raised, "name_from", name);
    Ok(match place {
        Some(place) => cx.annotate(raised, "path", place),
        None => raised,
    })
}

/// `spec.origin`, where the module has a location.
fn origin(cx: &Cx, spec: Value) -> R<Option<Value>> {
    let located = match attr::get_optional(cx, spec, cx.intern("has_location")?)? {
        Some(flag) => protocol::is_true(cx, flag)?,
        None => false,
    };
    if !located {
        return Ok(None);
    }
    let origin = attr::get_optional(cx, spec, cx.intern("origin")?)?;
    Ok(origin.filter(|origin| origin.cast::<Str>().is_some()))
}

/// Whether a module's file lies in the script's directory, where it may hide another of the same name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shadowing {
    Nothing,
    Other,
    Stdlib,
}

impl Shadowing {
    fn of(cx: &Cx, module: &str, file: &str) -> R<Shadowing> {
        let Some(first) = FIRST_PATH.get() else { return Ok(Shadowing::Nothing) };
        let Some((mut directory, last)) = file.rsplit_once('/') else { return Ok(Shadowing::Nothing) };
        // The file of a package lies one further down.
        if last == "__init__.py" {
            match directory.rsplit_once('/') {
                Some((parent, _)) => directory = parent,
                None => return Ok(Shadowing::Nothing),
            }
        }
        let is_first = if first.is_empty() {
            std::env::current_dir().is_ok_and(|current| current.as_os_str() == directory)
        } else {
            first == directory
        };
        if !is_first {
            return Ok(Shadowing::Nothing);
        }
        let sys = runtime::sys().cast::<Module>();
        let known = match sys.and_then(|sys| sys.dict().get_str(cx.intern("stdlib_module_names").ok()?)) {
            Some(names) if names.cast::<Set>().is_some() => {
                protocol::item::contains(cx, names, cx.intern(module)?)?
            }
            _ => false,
        };
        Ok(if known { Shadowing::Stdlib } else { Shadowing::Other })
    }
}

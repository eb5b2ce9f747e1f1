//! Import: native modules, `sys.modules`, and the statements' way to the library's own `importlib`.
//!
//! Finding and loading is `importlib._bootstrap`, which runs frozen from the library image (`stdlib/start.rs`). Here are the two things that must be
//! fast or be there before it: modules that are in `sys.modules` already, and native modules. *Once-only* is `importlib`'s affair: a lock
//! for each module, and the one lock here while finders are asked (`_imp.acquire_lock`), both of which park the fiber.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use typhon_bytecode::{Code, Text};
use typhon_scheduler::RawLock;

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::names;
use crate::object::Obj;
use crate::protocol::{self, attr};
use crate::runtime;
use crate::typedef::MethodDef;
use crate::types::dict::{self, Dict};
use crate::types::module::{self, Module};
use crate::types::native_function;
use crate::types::str_::{self, Str};
use crate::types::traceback::{self, Traceback};
use crate::value::Value;

mod absent;
pub(crate) use absent::missing_attribute;
pub use absent::{import_from, set_first_path};

/// Compiles source text; set at start-up, because the machine does not know the compiler.
pub type CompileFn = fn(&Cx, &[u8], &str) -> R<Arc<Code>>;

static COMPILER: OnceLock<CompileFn> = OnceLock::new();
static NATIVE: OnceLock<&'static [&'static ModuleDef]> = OnceLock::new();

/// A native module.
pub struct ModuleDef {
    pub name: &'static str,
    pub doc: &'static str,
    pub functions: &'static [MethodDef],
    /// Adds what is not a function: types, constants, state.
    pub init: fn(&Cx, Obj<Dict>) -> R<()>,
}

/// Sets the compiler.
pub fn set_compiler(compile: CompileFn) {
    let _ = COMPILER.set(compile);
}

/// Sets the native modules.
pub fn set_native_modules(modules: &'static [&'static ModuleDef]) {
    let _ = NATIVE.set(modules);
}

/// Names of the native modules.
pub fn native_names() -> impl Iterator<Item = &'static str> {
    NATIVE.get().into_iter().flat_map(|modules| modules.iter()).map(|def| def.name)
}

/// The native module of a name.
pub fn native(name: &str) -> Option<&'static ModuleDef> {
    NATIVE.get().and_then(|modules| modules.iter().copied().find(|def| def.name == name))
}

/// Compiles source text.
pub fn compile(cx: &Cx, source: &[u8], filename: &str) -> R<Arc<Code>> {
    match COMPILER.get() {
        Some(compile) => compile(cx, source, filename),
        None => Err(cx.system_error("no compiler")),
    }
}

// --- the lock while finders are asked ---------------------------------------------------------------------------------

static LOCK: RawLock = RawLock::new();
/// Fiber id plus one of the holder.
static OWNER: AtomicU64 = AtomicU64::new(0);
/// How often the holder has taken it; touched by the holder only.
static DEPTH: AtomicUsize = AtomicUsize::new(0);

/// Takes the import lock; the same Python thread may take it again.
pub fn acquire_lock(cx: &Cx) {
    if OWNER.load(Ordering::Relaxed) != cx.ident + 1 {
        LOCK.lock(cx.fiber());
        OWNER.store(cx.ident + 1, Ordering::Relaxed);
    }
    DEPTH.fetch_add(1, Ordering::Relaxed);
}

/// Gives the import lock back; false where this thread does not hold it.
pub fn release_lock(cx: &Cx) -> bool {
    if OWNER.load(Ordering::Relaxed) != cx.ident + 1 {
        return false;
    }
    if DEPTH.fetch_sub(1, Ordering::Relaxed) == 1 {
        OWNER.store(0, Ordering::Relaxed);
        LOCK.unlock();
    }
    true
}

/// Whether any thread holds the import lock.
pub fn is_locked() -> bool {
    OWNER.load(Ordering::Relaxed) != 0
}

// --- native modules -----------------------------------------------------------------------------------------------------

/// Makes a native module. It is in no table yet.
pub fn make_native(cx: &Cx, def: &'static ModuleDef) -> R<Obj<Module>> {
    let name = cx.intern(def.name)?;
    let module = module::new(cx, name, str_::from_str(cx, def.doc)?)?;
    let dict = module.dict();
    for function in def.functions {
        let made = native_function::new(cx, function, module.value(), name)?;
        dict::set(cx, dict, cx.intern(function.name)?, made.value())?;
    }
    (def.init)(cx, dict)?;
    Ok(module)
}

/// A native module before `importlib` runs: made and put into `sys.modules`.
pub fn load_native(cx: &Cx, name: &str) -> R<Value> {
    let key = cx.intern(name)?;
    if let Some(known) = modules(cx)?.get_str(key) {
        return Ok(known);
    }
    let Some(def) = native(name) else {
        let text = format!("no native module named '{name}'");
        return Err(cx.error(exceptions::IMPORT_ERROR, text));
    };
    let module = make_native(cx, def)?;
    dict::set(cx, modules(cx)?, key, module.value())?;
    Ok(module.value())
}

// --- sys.modules --------------------------------------------------------------------------------------------------------

/// The dict of modules as the machine knows it; `sys.modules` may have been replaced by another.
fn modules(cx: &Cx) -> R<Obj<Dict>> {
    runtime::modules()
        .cast::<Dict>()
        .ok_or_else(|| cx.error(exceptions::RUNTIME_ERROR, "unable to get sys.modules".into()))
}

/// An entry of `sys.modules`, whatever that is now.
fn known_module(cx: &Cx, name: Value) -> R<Option<Value>> {
    let current = match runtime::sys().cast::<Module>() {
        Some(sys) => sys.dict().get_str(names::get(names::MODULES)),
        None => Some(runtime::modules()),
    };
    let Some(current) = current else {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "unable to get sys.modules".into()));
    };
    match current.cast::<Dict>() {
        Some(modules) => Ok(modules.get_str(name)),
        None => match protocol::item::get(cx, current, name) {
            Err(raised) if cx.matches(raised, exceptions::KEY_ERROR) => Ok(None),
            found => found.map(Some),
        },
    }
}

/// The module of a name that is in `sys.modules`.
pub fn loaded(name: Value) -> Option<Value> {
    runtime::modules()
        .cast::<Dict>()
        .and_then(|modules| modules.get_str(name))
        .filter(|module| !module.is_none())
}

// --- __import__ ---------------------------------------------------------------------------------------------------------

/// `module.__spec__._initializing`, as far as there is one.
fn is_initializing(cx: &Cx, module: Value) -> R<bool> {
    let spec = match module.cast::<Module>() {
        Some(module) => module.dict().get_str(names::get(names::__SPEC__)),
        None => attr::get_optional(cx, module, names::get(names::__SPEC__))?,
    };
    let Some(spec) = spec.filter(|spec| !spec.is_none()) else { return Ok(false) };
    match attr::get_optional(cx, spec, names::get(names::_INITIALIZING))? {
        Some(flag) => protocol::is_true(cx, flag),
        None => Ok(false),
    }
}

fn importlib_call(cx: &Cx, function: &str, args: &[Value]) -> R<Value> {
    let importlib = runtime::importlib();
    if importlib.is_unbound() {
        return Err(import_error(cx, "importlib is not there yet"));
    }
    let function = attr::get(cx, importlib, cx.intern(function)?)?;
    call::call_values(cx, function, args)
}

/// `ImportError(text)`, with its `msg`.
pub(crate) fn import_error(cx: &Cx, text: &str) -> Raised {
    let made = str_::from_str(cx, text)
        .and_then(|text| call::call_values(cx, exceptions::class_value(exceptions::IMPORT_ERROR), &[text]));
    match made {
        Ok(error) => exceptions::raise(cx, error),
        Err(raised) => raised,
    }
}

/// The builtin `__import__`, which `importlib` calls for parents and submodules.
fn import_function(cx: &Cx) -> R<Value> {
    let builtins = runtime::builtins().cast::<Dict>();
    let found = builtins.and_then(|builtins| builtins.get_str(names::get(names::__IMPORT__)));
    found.ok_or_else(|| import_error(cx, "__import__ not found"))
}

/// `import a.b.c`: the module `a.b.c`, its parents imported first.
pub fn import_absolute(cx: &Cx, name: &str) -> R<Value> {
    let name = cx.intern(name)?;
    find_and_load(cx, name)
}

/// As [`import_absolute`], by an interned name.
pub(crate) fn find_and_load(cx: &Cx, name: Value) -> R<Value> {
    if let Some(known) = known_module(cx, name)?.filter(|module| !module.is_none()) {
        if !is_initializing(cx, known)? {
            return Ok(known);
        }
        importlib_call(cx, "_lock_unlock_module", &[name])?;
        // Whoever was initialising it may have failed and taken it away: then it is our turn.
        if let Some(known) = known_module(cx, name)?.filter(|module| !module.is_none()) {
            return Ok(known);
        }
    }
    if runtime::importlib().is_unbound() {
        // Before it runs, native modules may need each other.
        return load_native(cx, &str_::to_rust(name).unwrap_or_default());
    }
    let import = import_function(cx)?;
    importlib_call(cx, "_find_and_load", &[name, import]).map_err(|raised| without_importlib(cx, raised))
}

/// Takes `importlib`'s own entries out of a traceback: all of them from an `ImportError`, otherwise those between the importing and the
/// imported code, whose innermost is `_call_with_frames_removed`.
fn without_importlib(cx: &Cx, raised: Raised) -> Raised {
    let every = cx.matches(raised, exceptions::IMPORT_ERROR);
    // Where a chunk of importlib's entries hangs, and the last entry looked at; `None` is the exception itself.
    let (mut outer, mut previous): (Option<Obj<Traceback>>, Option<Obj<Traceback>>) = (None, None);
    let mut inside = false;
    let mut entry = exceptions::traceback_of(raised.0).cast::<Traceback>();
    while let Some(this) = entry {
        let next = this.next();
        let (own, innermost) = match this.frame().and_then(|frame| frame.executable()) {
            Some(executable) => {
                let code = executable.data();
                (is_importlib(&code.filename), code.name.as_str() == Some("_call_with_frames_removed"))
            }
            None => (false, false),
        };
        if own && !inside {
            outer = previous;
        }
        inside = own;
        if own && (every || innermost) {
            match outer {
                Some(outer) => traceback::link(cx, outer, next),
                None => exceptions::set_traceback(cx, raised.0, next.map_or(Value::NONE, Obj::value)),
            }
            previous = outer;
        } else {
            previous = Some(this);
        }
        entry = next;
    }
    raised
}

fn is_importlib(file: &Text) -> bool {
    matches!(file.as_str(), Some("<frozen importlib._bootstrap>" | "<frozen importlib._bootstrap_external>"))
}

/// `builtins.__import__(name, globals, locals, fromlist, level)`; `globals` may be unbound.
pub fn import(cx: &Cx, name: Value, globals: Value, from: Value, level: i64) -> R<Value> {
    let Some(text) = name.cast::<Str>() else {
        return Err(cx.type_error("module name must be a string".into()));
    };
    if level < 0 {
        return Err(cx.value_error("level must be >= 0"));
    }
    let absolute = if level > 0 {
        resolve_name(cx, text, globals, level)?
    } else if text.is_empty() {
        return Err(cx.value_error("Empty module name"));
    } else {
        name
    };
    let module = find_and_load(cx, absolute)?;
    if !from.is_none() && protocol::is_true(cx, from)? {
        if attr::get_optional(cx, module, names::get(names::__PATH__))?.is_none() {
            return Ok(module);
        }
        let import = import_function(cx)?;
        return importlib_call(cx, "_handle_fromlist", &[module, from, import]);
    }
    if level > 0 && text.is_empty() {
        return Ok(module);
    }
    let shown = text.to_string_lossy();
    let Some((front, _)) = shown.split_once('.') else { return Ok(module) };
    if level == 0 && front.is_empty() {
        return Err(cx.value_error("Empty module name"));
    }
    if level == 0 {
        // `import a.b` binds `a`.
        return find_and_load(cx, cx.intern(front)?);
    }
    // Relative ones bind the part that the first name adds.
    let full = str_::to_rust(absolute).unwrap_or_default();
    let cut = full.len().saturating_sub(shown.len() - front.len());
    let top = cx.intern(&full[..cut])?;
    match known_module(cx, top)? {
        Some(found) => Ok(found),
        None => {
            let shown = protocol::repr_string(cx, top)?;
            Err(cx.error(exceptions::KEY_ERROR, format!("{shown} not in sys.modules as expected")))
        }
    }
}

/// The absolute name of a relative one, by what the importing module says about itself.
fn resolve_name(cx: &Cx, name: Obj<Str>, globals: Value, level: i64) -> R<Value> {
    let Some(globals) = globals.cast::<Dict>() else {
        let text = if globals.is_unbound() { "'__name__' not in globals" } else { "globals must be a dict" };
        let class = if globals.is_unbound() { exceptions::KEY_ERROR } else { exceptions::TYPE_ERROR };
        return Err(cx.error(class, text.into()));
    };
    let package = package_of(cx, globals)?;
    if package.is_empty() {
        return Err(import_error(cx, "attempted relative import with no known parent package"));
    }
    let mut base = package.as_str();
    for _ in 1..level {
        match base.rsplit_once('.') {
            Some((parent, _)) => base = parent,
            None => {
                return Err(import_error(cx, "attempted relative import beyond top-level package"));
            }
        }
    }
    if name.is_empty() { cx.intern(base) } else { cx.intern(&format!("{base}.{}", name.to_string_lossy())) }
}

/// The package of a module's globals: `__package__`, else its spec's parent, else by `__name__` and `__path__`.
fn package_of(cx: &Cx, globals: Obj<Dict>) -> R<String> {
    let given = |name| globals.get_str(names::get(name)).filter(|value| !value.is_none());
    let parent = match given(names::__SPEC__) {
        Some(spec) => attr::get_optional(cx, spec, cx.intern("parent")?)?,
        None => None,
    };
    if let Some(package) = given(names::__PACKAGE__) {
        let Some(package) = package.cast::<Str>() else {
            return Err(cx.type_error("package must be a string".into()));
        };
        if let Some(parent) = parent
            && !protocol::equal(cx, package.value(), parent)?
        {
            let (own, other) =
                (protocol::repr_string(cx, package.value())?, protocol::repr_string(cx, parent)?);
            let text = format!("__package__ != __spec__.parent ({own} != {other})");
            exceptions::warn(cx, exceptions::DEPRECATION_WARNING, &text, 1)?;
        }
        return Ok(package.to_string_lossy());
    }
    if let Some(parent) = parent {
        return str_::to_rust(parent).ok_or_else(|| cx.type_error("__spec__.parent must be a string".into()));
    }
    let text = "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__";
    exceptions::warn(cx, exceptions::IMPORT_WARNING, text, 1)?;
    let Some(own) = globals.get_str(names::get(names::__NAME__)) else {
        return Err(cx.error(exceptions::KEY_ERROR, "'__name__' not in globals".into()));
    };
    let Some(own) = str_::to_rust(own) else {
        return Err(cx.type_error("__name__ must be a string".into()));
    };
    if globals.get_str(names::get(names::__PATH__)).is_some() {
        return Ok(own);
    }
    Ok(own.rsplit_once('.').map_or(String::new(), |(parent, _)| parent.into()))
}

//! Import: `sys.modules`, native modules, source files with their `.pyc` cache.
//!
//! The search is the language reference's for path entries that are directories; finders, loaders, namespace packages and zip files come
//! with the library's own `importlib`. *Once-only*: one re-entrant lock is held while a module is found and its body runs, so
//! another thread that imports it waits (its fiber parks) until it is complete. Cache files follow PEP 552 (timestamp and size) and PEP
//! 3147; a damaged or foreign one is ignored and rewritten.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use typhon_bytecode::{Code, pyc};
use typhon_scheduler::RawLock;

use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::interp;
use crate::names;
use crate::object::Obj;
use crate::protocol;
use crate::runtime;
use crate::sync::Mutex;
use crate::typedef::MethodDef;
use crate::types::code;
use crate::types::dict::{self, Dict};
use crate::types::list;
use crate::types::module::{self, Module};
use crate::types::native_function;
use crate::types::str_::{self, Str};
use crate::value::Value;

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

/// The module of a name that is in `sys.modules`.
pub fn loaded(name: Value) -> Option<Value> {
    runtime::modules()
        .cast::<Dict>()
        .and_then(|modules| modules.get_str(name))
        .filter(|module| !module.is_none())
}

/// Compiles source text.
pub fn compile(cx: &Cx, source: &[u8], filename: &str) -> R<Arc<Code>> {
    match COMPILER.get() {
        Some(compile) => compile(cx, source, filename),
        None => Err(cx.system_error("no compiler")),
    }
}

// --- the import lock ------------------------------------------------------------------------------------------------

static LOCK: RawLock = RawLock::new();
/// Fiber id plus one of the holder.
static OWNER: AtomicU64 = AtomicU64::new(0);
/// Modules whose bodies are running.
static LOADING: Mutex<Vec<String>> = Mutex::new(Vec::new());
static DEPTH: AtomicUsize = AtomicUsize::new(0);

/// Holds the import lock; re-entrant for the same Python thread.
struct ImportGuard;

impl ImportGuard {
    fn take(cx: &Cx) -> ImportGuard {
        if OWNER.load(Ordering::Relaxed) != cx.ident + 1 {
            LOCK.lock(cx.fiber());
            OWNER.store(cx.ident + 1, Ordering::Relaxed);
        }
        DEPTH.fetch_add(1, Ordering::Relaxed);
        ImportGuard
    }
}

impl Drop for ImportGuard {
    fn drop(&mut self) {
        if DEPTH.fetch_sub(1, Ordering::Relaxed) == 1 {
            OWNER.store(0, Ordering::Relaxed);
            LOCK.unlock();
        }
    }
}

// --- finding and loading -----------------------------------------------------------------------------------------------

fn modules(cx: &Cx) -> R<Obj<Dict>> {
    runtime::modules()
        .cast::<Dict>()
        .ok_or_else(|| cx.error(exceptions::RUNTIME_ERROR, "unable to get sys.modules".into()))
}

/// `import a.b.c`: the module `a.b.c`, its parents imported first.
pub fn import_absolute(cx: &Cx, name: &str) -> R<Value> {
    let key = cx.intern(name)?;
    if let Some(known) = modules(cx)?.get_str(key)
        && OWNER.load(Ordering::Relaxed) == 0
    {
        return found(cx, name, known);
    }
    let _guard = ImportGuard::take(cx);
    if let Some(known) = modules(cx)?.get_str(key) {
        return found(cx, name, known);
    }
    let parent = match name.rsplit_once('.') {
        Some((parent, _)) => Some(import_absolute(cx, parent)?),
        None => None,
    };
    // The parent's body may have imported it.
    if let Some(known) = modules(cx)?.get_str(key) {
        return found(cx, name, known);
    }
    let module = load(cx, name, key, parent)?;
    if let (Some(parent), Some((_, last))) = (parent, name.rsplit_once('.')) {
        protocol::attr::set(cx, parent, cx.intern(last)?, Some(module))?;
    }
    Ok(module)
}

fn found(cx: &Cx, name: &str, module: Value) -> R<Value> {
    if module.is_none() {
        let text = format!("import of {name} halted; None in sys.modules");
        return Err(not_found(cx, text, name));
    }
    Ok(module)
}

fn not_found(cx: &Cx, text: String, name: &str) -> Raised {
    let raised = cx.error(exceptions::MODULE_NOT_FOUND_ERROR, text);
    match cx.intern(name) {
        Ok(name) => cx.annotate(raised, "name", name),
        Err(other) => other,
    }
}

fn load(cx: &Cx, name: &str, key: Value, parent: Option<Value>) -> R<Value> {
    if parent.is_none()
        && let Some(def) = NATIVE.get().and_then(|modules| modules.iter().find(|def| def.name == name))
    {
        return load_native(cx, def, key);
    }
    let last = name.rsplit('.').next().unwrap_or(name);
    let path = match parent {
        None => match runtime::sys()
            .cast::<Module>()
            .and_then(|sys| sys.dict().get_str(names::get(names::PATH)))
        {
            Some(path) => path,
            None => {
                return Err(
                    cx.error(exceptions::RUNTIME_ERROR, "sys.path must be a list of directory names".into())
                );
            }
        },
        Some(parent) => match protocol::attr::get_optional(cx, parent, names::get(names::__PATH__))? {
            Some(path) => path,
            None => {
                let package = name.rsplit_once('.').map_or("", |(parent, _)| parent);
                return Err(not_found(
                    cx,
                    format!("No module named '{name}'; '{package}' is not a package"),
                    name,
                ));
            }
        },
    };
    let entries = list::new(cx)?;
    list::extend(cx, entries, path)?;
    let mut index = 0;
    while let Some(entry) = list::get_index_fast(entries, index) {
        index += 1;
        let Some(directory) = entry.cast::<Str>() else { continue };
        let directory = PathBuf::from(directory.to_string_lossy());
        let package = directory.join(last).join("__init__.py");
        if package.is_file() {
            return load_source(cx, name, key, &package, Some(&directory.join(last)));
        }
        let file = directory.join(format!("{last}.py"));
        if file.is_file() {
            return load_source(cx, name, key, &file, None);
        }
    }
    Err(not_found(cx, format!("No module named '{name}'"), name))
}

fn load_native(cx: &Cx, def: &'static ModuleDef, key: Value) -> R<Value> {
    let doc = str_::from_str(cx, def.doc)?;
    let module = module::new(cx, key, doc)?;
    let dict = module.dict();
    for function in def.functions {
        let made = native_function::new(cx, function, module.value(), key)?;
        dict::set(cx, dict, cx.intern(function.name)?, made.value())?;
    }
    (def.init)(cx, dict)?;
    dict::set(cx, modules(cx)?, key, module.value())?;
    Ok(module.value())
}

fn load_source(cx: &Cx, name: &str, key: Value, file: &Path, package: Option<&Path>) -> R<Value> {
    let module = module::new(cx, key, Value::NONE)?;
    let dict = module.dict();
    let shown = file.to_string_lossy();
    dict::set(cx, dict, names::get(names::__FILE__), str_::from_str(cx, &shown)?)?;
    dict::set(
        cx,
        dict,
        names::get(names::__CACHED__),
        str_::from_str(cx, &cache_path(file).to_string_lossy())?,
    )?;
    let package_name = match package {
        Some(directory) => {
            let path = list::from_slice(cx, &[str_::from_str(cx, &directory.to_string_lossy())?])?;
            dict::set(cx, dict, names::get(names::__PATH__), path.value())?;
            name
        }
        None => name.rsplit_once('.').map_or("", |(parent, _)| parent),
    };
    dict::set(cx, dict, names::get(names::__PACKAGE__), cx.intern(package_name)?)?;
    let compiled = code_of_file(cx, file)?;
    dict::set(cx, modules(cx)?, key, module.value())?;
    let code = code::new(cx, &compiled)?;
    LOADING.lock().push(name.to_string());
    let result = interp::run_code(cx, code, dict, None);
    LOADING.lock().pop();
    match result {
        // A module may have put something else in its place.
        Ok(_) => Ok(modules(cx)?.get_str(key).unwrap_or(module.value())),
        Err(raised) => {
            dict::remove(cx, modules(cx)?, key)?;
            Err(raised)
        }
    }
}

/// `__pycache__/name.typhon-314.pyc` beside a source file; with `-O` and `-OO` `.opt-1.pyc` and `.opt-2.pyc` (PEP 488).
pub fn cache_path(file: &Path) -> PathBuf {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let level = match runtime::optimize() {
        0 => String::new(),
        level => format!(".opt-{level}"),
    };
    file.with_file_name("__pycache__").join(format!("{stem}.{CACHE_TAG}{level}.pyc"))
}

/// `sys.implementation.cache_tag`.
pub const CACHE_TAG: &str = "typhon-314";

/// The compiled body of a source file, from its cache where that is valid. The cache is written where it can be.
fn code_of_file(cx: &Cx, file: &Path) -> R<Arc<Code>> {
    let shown = file.to_string_lossy();
    let stat =
        cx.blocking(|| typhon_os::file::stat(file)).map_err(|error| cx.os_error(&error, Some(&shown)))?;
    let header = pyc::Header::Timestamp { mtime: stat.modified_seconds as u32, size: stat.size as u32 };
    let cache = cache_path(file);
    if let Ok(bytes) = cx.blocking(|| typhon_os::file::read(&cache))
        && let Ok((known, body)) = pyc::Header::split(&bytes)
        && known == header
        && let Ok(code) = pyc::decode(body)
        && code.filename.to_string_lossy() == shown
        && typhon_bytecode::verify::verify(&code).is_ok()
    {
        return Ok(Arc::new(code));
    }
    let source =
        cx.blocking(|| typhon_os::file::read(file)).map_err(|error| cx.os_error(&error, Some(&shown)))?;
    let code = compile(cx, &source, &shown)?;
    if !dont_write_bytecode(cx)? {
        // A cache that cannot be written (read-only directory, full disk) only costs time.
        let directory = cache.parent().map(|directory| typhon_os::file::make_directory(directory, 0o777));
        if directory.is_some_and(|made| made.is_ok()) {
            let mut contents = header.to_bytes().to_vec();
            contents.extend(pyc::encode(&code));
            let _ = cx.blocking(|| typhon_os::file::write_atomically(&cache, &contents, 0o644));
        }
    }
    Ok(code)
}

fn dont_write_bytecode(cx: &Cx) -> R<bool> {
    let name = cx.intern("dont_write_bytecode")?;
    match runtime::sys().cast::<Module>().and_then(|sys| sys.dict().get_str(name)) {
        Some(flag) => protocol::is_true(cx, flag),
        None => Ok(false),
    }
}

/// `builtins.__import__(name, globals, locals, fromlist, level)`.
pub fn import(cx: &Cx, name: Value, globals: Value, from: Value, level: i64) -> R<Value> {
    let Some(text) = name.cast::<Str>() else {
        return Err(cx.type_error(format!("module name must be a string, not {}", cx.type_name(name))));
    };
    let name = text.to_string_lossy();
    if level < 0 {
        return Err(cx.value_error("level must be >= 0"));
    }
    let absolute = if level == 0 {
        if name.is_empty() {
            return Err(cx.value_error("Empty module name"));
        }
        name.clone()
    } else {
        resolve_relative(cx, &name, globals, level)?
    };
    let module = import_absolute(cx, &absolute)?;
    if protocol::is_true(cx, from)? {
        import_from_list(cx, module, &absolute, from)?;
        return Ok(module);
    }
    if name.is_empty() {
        return Ok(module);
    }
    // `import a.b` binds `a`; relative ones bind the part that the first name adds.
    let first = name.split('.').next().unwrap_or(&name);
    let top = if level == 0 {
        first.to_string()
    } else {
        absolute[..absolute.len() - name.len() + first.len()].to_string()
    };
    import_absolute(cx, &top)
}

fn resolve_relative(cx: &Cx, name: &str, globals: Value, level: i64) -> R<String> {
    let package = match globals.cast::<Dict>() {
        Some(globals) => {
            let declared = globals.get_str(names::get(names::__PACKAGE__)).and_then(str_::to_rust);
            let own =
                globals.get_str(names::get(names::__NAME__)).and_then(str_::to_rust).unwrap_or_default();
            let is_package = globals.get_str(names::get(names::__PATH__)).is_some();
            declared.unwrap_or_else(|| {
                if is_package {
                    own.clone()
                } else {
                    own.rsplit_once('.').map_or(String::new(), |(parent, _)| parent.into())
                }
            })
        }
        None => String::new(),
    };
    if package.is_empty() {
        let text = "attempted relative import with no known parent package";
        return Err(cx.error(exceptions::IMPORT_ERROR, text.into()));
    }
    let mut base = package.as_str();
    for _ in 1..level {
        match base.rsplit_once('.') {
            Some((parent, _)) => base = parent,
            None => {
                let text = "attempted relative import beyond top-level package";
                return Err(cx.error(exceptions::IMPORT_ERROR, text.into()));
            }
        }
    }
    Ok(if name.is_empty() { base.to_string() } else { format!("{base}.{name}") })
}

/// Imports the submodules that a `from package import …` names.
fn import_from_list(cx: &Cx, module: Value, name: &str, from: Value) -> R<()> {
    if protocol::attr::get_optional(cx, module, names::get(names::__PATH__))?.is_none() {
        return Ok(());
    }
    let items = list::new(cx)?;
    list::extend(cx, items, from)?;
    let mut index = 0;
    while let Some(item) = list::get_index_fast(items, index) {
        index += 1;
        let Some(text) = str_::to_rust(item) else {
            return Err(
                cx.type_error(format!("Item in ``from list'' must be str, not {}", cx.type_name(item)))
            );
        };
        if text == "*" {
            if let Some(all) = protocol::attr::get_optional(cx, module, names::get(names::ALL))? {
                import_from_list(cx, module, name, all)?;
            }
            continue;
        }
        if protocol::attr::get_optional(cx, module, crate::intern::intern_value(item))?.is_some() {
            continue;
        }
        let full = format!("{name}.{text}");
        match import_absolute(cx, &full) {
            Err(raised)
                if cx.matches(raised, exceptions::MODULE_NOT_FOUND_ERROR) && is_about(cx, raised, &full)? => {
            }
            result => {
                result?;
            }
        }
    }
    Ok(())
}

fn is_about(cx: &Cx, raised: Raised, name: &str) -> R<bool> {
    let found = protocol::attr::get_optional(cx, raised.0, names::get(names::NAME))?;
    Ok(found.and_then(str_::to_rust).is_some_and(|found| found == name))
}

/// `from module import name`.
pub fn import_from(cx: &Cx, module: Value, name: Value) -> R<Value> {
    if let Some(found) = protocol::attr::get_optional(cx, module, name)? {
        return Ok(found);
    }
    let package =
        protocol::attr::get_optional(cx, module, names::get(names::__NAME__))?.and_then(str_::to_rust);
    let shown = str_::to_rust(name).unwrap_or_default();
    let Some(package) = package else {
        return Err(cx.error(
            exceptions::IMPORT_ERROR,
            format!("cannot import name '{shown}' from '<unknown module name>' (unknown location)"),
        ));
    };
    if let Some(known) = modules(cx)?.get_str(cx.intern(&format!("{package}.{shown}"))?) {
        return Ok(known);
    }
    let file = protocol::attr::get_optional(cx, module, names::get(names::__FILE__))?.and_then(str_::to_rust);
    let running = LOADING.lock().contains(&package);
    let what = if running {
        format!("partially initialized module '{package}' (most likely due to a circular import)")
    } else {
        format!("'{package}'")
    };
    let place = file.unwrap_or_else(|| "unknown location".into());
    let raised =
        cx.error(exceptions::IMPORT_ERROR, format!("cannot import name '{shown}' from {what} ({place})"));
    let raised = cx.annotate(raised, "name", cx.intern(&package)?);
    Err(cx.annotate(raised, "name_from", name))
}

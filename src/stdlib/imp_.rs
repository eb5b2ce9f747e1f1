//! `_imp`: what `importlib` needs of the machine: native and frozen modules, the import lock, the format of `.pyc` files.
//!
//! Modules written for CPython's C interface cannot be loaded: `create_dynamic` raises `ImportError`, and there are no suffixes for them.

use std::sync::atomic::{AtomicI64, Ordering};
use typhon_vm::names;

use typhon_bytecode::pyc;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::import::{self, ModuleDef};
use typhon_vm::protocol::{attr, index};
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::bytes::Bytes;
use typhon_vm::types::code::{self, PyCode};
use typhon_vm::types::dict;
use typhon_vm::types::module::Module;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::{bytes, int, list, tuple};
use typhon_vm::{Obj, Value, exceptions, protocol};

use crate::library::{FROZEN, Frozen};
use crate::sys;

fn name(cx: &Cx, function: &str, value: Value) -> R<String> {
    match value.cast::<Str>() {
        Some(text) => Ok(text.to_string_lossy()),
        None => Err(cx.type_error(format!("{function}() argument must be str, not {}", cx.type_name(value)))),
    }
}

fn import_error(cx: &Cx, text: String, name: Value) -> Raised {
    let raised = cx.error(exceptions::IMPORT_ERROR, text);
    cx.annotate(raised, "name", name)
}

// --- frozen modules -------------------------------------------------------------------------------------------------

/// `_override_frozen_modules_for_tests`: negative hides all that start-up does not need.
static OVERRIDE: AtomicI64 = AtomicI64::new(0);

fn frozen(name: &str) -> Option<&'static Frozen> {
    let found = Frozen::of(name)?;
    let essential = name.starts_with("_frozen") || matches!(name, "zipimport" | "_typhon_library");
    (essential || OVERRIDE.load(Ordering::Relaxed) >= 0).then_some(found)
}

fn no_frozen(cx: &Cx, name: Value) -> Raised {
    match protocol::repr_string(cx, name) {
        Ok(shown) => {
            import_error(cx, format!("No such frozen object named {}", shown.trim_matches('\'')), name)
        }
        Err(raised) => raised,
    }
}

fn is_frozen(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(frozen(&name(cx, "is_frozen", args[0])?).is_some()))
}

fn is_frozen_package(cx: &Cx, args: &[Value]) -> R<Value> {
    match frozen(&name(cx, "is_frozen_package", args[0])?) {
        Some(found) => Ok(Value::from_bool(found.is_package())),
        None => Err(no_frozen(cx, args[0])),
    }
}

fn find_frozen(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(found) = frozen(&name(cx, "find_frozen", args[0])?) else { return Ok(Value::NONE) };
    let with_data = args[1].bound().map_or(Ok(false), |flag| protocol::is_true(cx, flag))?;
    let data = match with_data {
        true => bytes::from_slice(cx, &crate::marshal::code_bytes(&*found.code(cx)?))?,
        false => Value::NONE,
    };
    let origin = match found.origin() {
        Some(origin) => str_::from_str(cx, &origin)?,
        None => Value::NONE,
    };
    Ok(tuple::from_slice(cx, &[data, Value::from_bool(found.is_package()), origin])?.value())
}

fn get_frozen_object(cx: &Cx, args: &[Value]) -> R<Value> {
    let wanted = name(cx, "get_frozen_object", args[0])?;
    if let Some(data) = args[1].bound().filter(|data| !data.is_none()) {
        let Some(data) = data.cast::<Bytes>() else {
            let shown = cx.type_name(data);
            return Err(cx.type_error(format!("a bytes-like object is required, not '{shown}'")));
        };
        let invalid =
            |cx: &Cx| import_error(cx, format!("Frozen object named '{wanted}' is invalid"), args[0]);
        if data.is_empty() {
            return Err(invalid(cx));
        }
        let made = crate::marshal::loads_slice(cx, data.as_slice()).map_err(|_| invalid(cx))?;
        return match made.cast::<PyCode>() {
            Some(_) => Ok(made),
            None => Err(cx.type_error(format!("frozen object {wanted} is not a code object"))),
        };
    }
    match frozen(&wanted) {
        Some(found) => Ok(code::new(cx, &found.code(cx)?)?.value()),
        None => Err(no_frozen(cx, args[0])),
    }
}

fn init_frozen(cx: &Cx, args: &[Value]) -> R<Value> {
    match frozen(&name(cx, "init_frozen", args[0])?) {
        Some(found) => crate::start::run_frozen(cx, found),
        None => Ok(Value::NONE),
    }
}

fn frozen_names(cx: &Cx, _: &[Value]) -> R<Value> {
    let names = list::new(cx)?;
    for found in FROZEN {
        list::append(cx, names, cx.intern(found.name)?)?;
    }
    Ok(names.value())
}

fn override_frozen(cx: &Cx, args: &[Value]) -> R<Value> {
    OVERRIDE.store(index::to_i64(cx, args[0])?, Ordering::Relaxed);
    Ok(Value::NONE)
}

/// Every module may be used by every interpreter, of which there is one.
fn override_multi_interp(cx: &Cx, args: &[Value]) -> R<Value> {
    static CURRENT: AtomicI64 = AtomicI64::new(0);
    int::from_i64(cx, CURRENT.swap(index::to_i64(cx, args[0])?, Ordering::Relaxed))
}

// --- native modules -------------------------------------------------------------------------------------------------

fn is_builtin(cx: &Cx, args: &[Value]) -> R<Value> {
    let found = match name(cx, "is_builtin", args[0])?.as_str() {
        // These two are made once and never again.
        "sys" | "builtins" => -1,
        name if import::native(name).is_some() => 1,
        _ => 0,
    };
    Ok(Value::small_int_unchecked(found))
}

fn create_builtin(cx: &Cx, args: &[Value]) -> R<Value> {
    let wanted = attr::get(cx, args[0], names::get(names::NAME))?;
    let shown = name(cx, "create_builtin", wanted)?;
    let Some(def) = import::native(&shown) else { return Ok(Value::NONE) };
    if matches!(def.name, "sys" | "builtins") {
        return import::load_native(cx, def.name);
    }
    let module = import::make_native(cx, def)?;
    if def.name != shown {
        dict::set(cx, module.dict(), names::get(names::__NAME__), wanted)?;
    }
    Ok(module.value())
}

/// Modules are whole when they are made.
fn exec_builtin(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Module>() {
        Some(_) => Ok(Value::small_int_unchecked(0)),
        None => Err(cx.type_error(format!("expected module, got '{}'", cx.type_name(args[0])))),
    }
}

fn create_dynamic(cx: &Cx, args: &[Value]) -> R<Value> {
    let (wanted, origin) =
        (attr::get(cx, args[0], names::get(names::NAME))?, attr::get(cx, args[0], cx.intern("origin")?)?);
    let text = format!(
        "{}: modules for CPython's C interface cannot be loaded by Typhon",
        protocol::str_string(cx, origin)?
    );
    Err(cx.annotate(import_error(cx, text, wanted), "path", origin))
}

// --- the lock ---------------------------------------------------------------------------------------------------------

fn acquire_lock(cx: &Cx, _: &[Value]) -> R<Value> {
    import::acquire_lock(cx);
    Ok(Value::NONE)
}

fn release_lock(cx: &Cx, _: &[Value]) -> R<Value> {
    if import::release_lock(cx) {
        return Ok(Value::NONE);
    }
    Err(cx.error(exceptions::RUNTIME_ERROR, "not holding the import lock".into()))
}

// --- .pyc files -----------------------------------------------------------------------------------------------------

fn source_hash(cx: &Cx, args: &[Value]) -> R<Value> {
    let key = index::to_i64(cx, args[0])? as u64;
    bytes::from_slice(cx, &pyc::source_hash(key, &typhon_vm::buffer::gathered(cx, args[1])?))
}

fn fix_co_filename(cx: &Cx, args: &[Value]) -> R<Value> {
    let (Some(code), Some(path)) = (args[0].cast::<PyCode>(), args[1].cast::<Str>()) else {
        return Err(cx.type_error("_fix_co_filename() expects a code object and a str".into()));
    };
    let path = str_::to_text(path);
    if code.data().filename != path {
        code::set_filename(cx, code, &path);
    }
    Ok(Value::NONE)
}

fn init(cx: &Cx, namespace: Obj<dict::Dict>) -> R<()> {
    let token = u32::from_le_bytes(pyc::MAGIC);
    dict::set(cx, namespace, cx.intern("pyc_magic_number_token")?, Value::small_int_unchecked(token.into()))?;
    let mode = sys::config().check_hash_based_pycs;
    dict::set(cx, namespace, cx.intern("check_hash_based_pycs")?, cx.intern(mode)?)
}

/// The module.
pub static IMP: ModuleDef = ModuleDef {
    name: "_imp",
    doc: "(Extremely) low-level import machinery bits as used by importlib.",
    functions: &[
        MethodDef::function("extension_suffixes()", "Suffixes of modules in C: none.", |cx, _| {
            Ok(list::new(cx)?.value())
        }),
        MethodDef::function("lock_held()", "Whether the import lock is held.", |_, _| {
            Ok(Value::from_bool(import::is_locked()))
        }),
        MethodDef::function("acquire_lock()", "Take the import lock.", acquire_lock),
        MethodDef::function("release_lock()", "Give the import lock back.", release_lock),
        MethodDef::function(
            "find_frozen(name, /, *, withdata=False)",
            "What is frozen by a name.",
            find_frozen,
        ),
        MethodDef::function(
            "get_frozen_object(name, data=None, /)",
            "The code of a frozen module.",
            get_frozen_object,
        ),
        MethodDef::function(
            "is_frozen_package(name, /)",
            "Whether a frozen module is a package.",
            is_frozen_package,
        ),
        MethodDef::function("create_builtin(spec, /)", "Make a native module.", create_builtin),
        MethodDef::function("init_frozen(name, /)", "Make and run a frozen module.", init_frozen),
        MethodDef::function("is_builtin(name, /)", "Whether there is such a native module.", is_builtin),
        MethodDef::function("is_frozen(name, /)", "Whether there is such a frozen module.", is_frozen),
        MethodDef::function("_frozen_module_names()", "Names of all frozen modules.", frozen_names),
        MethodDef::function(
            "_override_frozen_modules_for_tests(override, /)",
            "Hide frozen modules.",
            override_frozen,
        ),
        MethodDef::function(
            "_override_multi_interp_extensions_check(override, /)",
            "Has no effect; answers what was set before.",
            override_multi_interp,
        ),
        MethodDef::function("create_dynamic(spec, file=None, /)", "Raise ImportError.", create_dynamic),
        MethodDef::function("exec_dynamic(mod, /)", "Initialise a module.", exec_builtin),
        MethodDef::function("exec_builtin(mod, /)", "Initialise a native module.", exec_builtin),
        MethodDef::function(
            "_fix_co_filename(code, path, /)",
            "Set a code object's file name.",
            fix_co_filename,
        ),
        MethodDef::function(
            "source_hash(key, source)",
            "The hash of a source, as in .pyc files.",
            source_hash,
        ),
    ],
    init,
};

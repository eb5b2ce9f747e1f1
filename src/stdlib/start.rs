//! Starting the import system: the frozen `importlib`, the importer of the library, zip files.

use typhon_vm::context::{Cx, R};
use typhon_vm::protocol::attr;
use typhon_vm::types::dict;
use typhon_vm::types::list::List;
use typhon_vm::types::{code, list, module, str_};
use typhon_vm::{Value, call, import, interp, names, runtime};

use crate::library::Frozen;

/// Makes and runs a frozen module; it is in `sys.modules` afterwards.
pub(crate) fn run_frozen(cx: &Cx, frozen: &'static Frozen) -> R<Value> {
    let name = cx.intern(frozen.name)?;
    let module = module::new(cx, name, Value::NONE)?;
    let namespace = module.dict();
    dict::set(cx, namespace, names::get(names::__BUILTINS__), runtime::builtins())?;
    if frozen.is_package() {
        dict::set(cx, namespace, names::get(names::__PATH__), list::new(cx)?.value())?;
    }
    if let Some(origin) = frozen.origin() {
        dict::set(cx, namespace, cx.intern("__origname__")?, str_::from_str(cx, &origin)?)?;
    }
    runtime::add_module(cx, name, module.value())?;
    let body = code::new(cx, &frozen.code(cx)?)?;
    interp::run_code(cx, body, namespace, None, Value::NONE)?;
    Ok(module.value())
}

fn frozen(cx: &Cx, name: &str) -> R<&'static Frozen> {
    Frozen::of(name).ok_or_else(|| cx.system_error("a frozen module is missing"))
}

fn call_method(cx: &Cx, object: Value, method: &str, args: &[Value]) -> R<Value> {
    call::call_values(cx, attr::get(cx, object, cx.intern(method)?)?, args)
}

/// Starts importing: afterwards `import` works for native and frozen modules, files, and the library.
pub fn importlib(cx: &Cx) -> R<()> {
    let imp = import::load_native(cx, "_imp")?;
    let bootstrap = run_frozen(cx, frozen(cx, "_frozen_importlib")?)?;
    runtime::set_importlib(bootstrap);
    call_method(cx, bootstrap, "_install", &[runtime::sys(), imp])?;
    call_method(cx, bootstrap, "_install_external_importers", &[])?;
    Ok(())
}

/// Puts the importers of the library and of zip files in front of those for directories.
pub fn path_hooks(cx: &Cx) -> R<()> {
    let library = import::import_absolute(cx, "_typhon_library")?;
    call_method(cx, library, "_install", &[])?;
    let hooks = attr::get(cx, runtime::sys(), cx.intern("path_hooks")?)?;
    let zip = import::import_absolute(cx, "zipimport")?;
    let importer = attr::get(cx, zip, cx.intern("zipimporter")?)?;
    match hooks.cast::<List>() {
        Some(hooks) => list::insert(cx, hooks, 0, importer),
        None => Ok(()),
    }
}

//! `sys`: the interpreter's own variables.

use std::sync::OnceLock;

use typhon_vm::context::{Cx, R};
use typhon_vm::import::{self, ModuleDef};
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::module::Module;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::{int, list, tuple};
use typhon_vm::{Value, exceptions, intern, interp, runtime};

use crate::io_::standard;

/// The Python version that is implemented.
pub const VERSION: (i64, i64, i64) = (3, 14, 0);

/// What the command line knows and `sys` shows.
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub argv: Vec<String>,
    pub path: Vec<String>,
    pub executable: String,
    pub dont_write_bytecode: bool,
}

static CONFIG: OnceLock<Config> = OnceLock::new();

/// Sets what the command line knows, before the module is first imported.
pub fn configure(config: Config) {
    let _ = CONFIG.set(config);
}

/// An attribute of the module `sys`, if it is there.
pub fn attribute(cx: &Cx, name: &str) -> R<Option<Value>> {
    let name = cx.intern(name)?;
    Ok(runtime::sys().cast::<Module>().and_then(|sys| sys.dict().get_str(name)))
}

fn exit(cx: &Cx, args: &[Value]) -> R<Value> {
    Err(match args[0].bound() {
        // A tuple becomes the exception's arguments.
        Some(status) => match status.cast::<tuple::Tuple>() {
            Some(arguments) => cx.error_values(exceptions::SYSTEM_EXIT, arguments.values()),
            None => cx.error_value(exceptions::SYSTEM_EXIT, status),
        },
        None => cx.error_values(exceptions::SYSTEM_EXIT, &[]),
    })
}

fn exception(cx: &Cx, _: &[Value]) -> R<Value> {
    Ok(cx.handled_exception())
}

fn exc_info(cx: &Cx, _: &[Value]) -> R<Value> {
    let handled = cx.handled_exception();
    let parts = if handled.is_none() {
        [Value::NONE; 3]
    } else {
        [cx.type_of(handled).value(), handled, exceptions::traceback_of(handled)]
    };
    Ok(tuple::from_slice(cx, &parts)?.value())
}

fn get_recursion_limit(cx: &Cx, _: &[Value]) -> R<Value> {
    int::from_i64(cx, cx.recursion_limit() as i64)
}

fn set_recursion_limit(cx: &Cx, args: &[Value]) -> R<Value> {
    let limit = protocol::index::to_i64(cx, args[0])?;
    if limit < 1 {
        return Err(cx.value_error("recursion limit must be greater or equal than 1"));
    }
    let limit = limit as usize;
    if limit <= cx.depth() {
        let (depth, text) = (cx.depth(), "the new limit is too low");
        let message =
            format!("cannot set the recursion limit to {limit} at the recursion depth {depth}: {text}");
        return Err(cx.error(exceptions::RECURSION_ERROR, message));
    }
    runtime::set_recursion_limit(cx, limit);
    Ok(Value::NONE)
}

fn intern_text(cx: &Cx, args: &[Value]) -> R<Value> {
    if args[0].cast::<Str>().is_none() {
        return Err(cx.type_error(format!("intern() argument must be str, not {}", cx.type_name(args[0]))));
    }
    Ok(intern::intern_value(args[0]))
}

fn get_frame(cx: &Cx, args: &[Value]) -> R<Value> {
    let depth = match args[0].bound() {
        Some(depth) => protocol::index::to_i64(cx, depth)?.max(0),
        None => 0,
    };
    match interp::frame::frame_object(cx, depth as usize)? {
        Some(frame) => Ok(frame),
        None => Err(cx.value_error("call stack is not deep enough")),
    }
}

fn display_hook(cx: &Cx, args: &[Value]) -> R<Value> {
    if args[0].is_none() {
        return Ok(Value::NONE);
    }
    let name = cx.intern("_")?;
    let builtins = runtime::builtins().cast::<Dict>();
    if let Some(builtins) = builtins {
        dict::set(cx, builtins, name, Value::NONE)?;
    }
    let stdout = match attribute(cx, "stdout")? {
        Some(stdout) if !stdout.is_none() => stdout,
        _ => return Err(cx.error(exceptions::RUNTIME_ERROR, "lost sys.stdout".into())),
    };
    let write = protocol::attr::get(cx, stdout, cx.intern("write")?)?;
    let text = protocol::repr(cx, args[0])?;
    typhon_vm::call::call_values(cx, write, &[text])?;
    typhon_vm::call::call_values(cx, write, &[str_::from_str(cx, "\n")?])?;
    if let Some(builtins) = builtins {
        dict::set(cx, builtins, name, args[0])?;
    }
    Ok(Value::NONE)
}

fn set_asyncgen_hooks(cx: &Cx, args: &[Value]) -> R<Value> {
    for (hook, name) in args.iter().zip(["firstiter", "finalizer"]) {
        if let Some(hook) = hook.bound()
            && !hook.is_none()
            && cx.type_of(hook).slots().call.is_none()
        {
            let shown = cx.type_name(hook);
            return Err(cx.type_error(format!("callable {name} expected, got {shown}")));
        }
    }
    for (cell, hook) in [&cx.async_first_iteration, &cx.async_finalizer].into_iter().zip(args) {
        cell.set(hook.bound().unwrap_or(cell.get()));
    }
    Ok(Value::NONE)
}

fn get_asyncgen_hooks(cx: &Cx, _: &[Value]) -> R<Value> {
    Ok(tuple::from_slice(cx, &[cx.async_first_iteration.get(), cx.async_finalizer.get()])?.value())
}

fn is_interned(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Str>() {
        Some(text) => Ok(Value::from_bool(text.is_interned())),
        None => {
            Err(cx.type_error(format!("_is_interned() argument must be str, not {}", cx.type_name(args[0]))))
        }
    }
}

fn strings(cx: &Cx, texts: &[String]) -> R<Value> {
    let result = list::new(cx)?;
    for text in texts {
        list::append(cx, result, str_::from_str(cx, text)?)?;
    }
    Ok(result.value())
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let config = CONFIG.get().cloned().unwrap_or_default();
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    put("argv", strings(cx, &config.argv)?)?;
    put("path", strings(cx, &config.path)?)?;
    put("executable", str_::from_str(cx, &config.executable)?)?;
    put("modules", runtime::modules())?;
    put("maxsize", int::from_i64(cx, i64::MAX)?)?;
    put("maxunicode", Value::small_int_unchecked(0x10_ffff))?;
    put("byteorder", cx.intern(if cfg!(target_endian = "little") { "little" } else { "big" })?)?;
    put("platform", cx.intern("linux")?)?;
    put("dont_write_bytecode", Value::from_bool(config.dont_write_bytecode))?;
    let (major, minor, micro) = VERSION;
    put(
        "version",
        str_::from_string(cx, format!("{major}.{minor}.{micro} (Typhon {})", env!("CARGO_PKG_VERSION")))?,
    )?;
    put("hexversion", Value::small_int_unchecked(major << 24 | minor << 16 | micro << 8 | 0xf0))?;
    put("copyright", str_::from_str(cx, "Copyright (c) 2026 The Typhon founders")?)?;
    let mut native: Vec<String> = import::native_names().map(str::to_string).collect();
    native.sort();
    let native_list = strings(cx, &native)?;
    let native_tuple = match native_list.cast::<list::List>() {
        Some(list) => list::to_tuple(cx, list)?.value(),
        None => native_list,
    };
    put("builtin_module_names", native_tuple)?;
    for (name, descriptor) in [("stdin", 0), ("stdout", 1), ("stderr", 2)] {
        let stream = standard::stream(cx, descriptor)?;
        put(name, stream)?;
        put(&format!("__{name}__"), stream)?;
    }
    crate::tracing::add(cx, namespace)?;
    crate::monitoring::add(cx, namespace)?;
    for name in ["displayhook", "excepthook", "unraisablehook"] {
        if let Some(hook) = namespace.get_str(cx.intern(name)?) {
            put(&format!("__{name}__"), hook)?;
        }
    }
    Ok(())
}

/// The module.
pub static SYS: ModuleDef = ModuleDef {
    name: "sys",
    doc: "The interpreter's variables and what concerns it.",
    functions: &[
        MethodDef::function("exit(status=None, /)", "Raise SystemExit.", exit),
        MethodDef::function("exception()", "The exception that is being handled.", exception),
        MethodDef::function(
            "exc_info()",
            "Type, value and traceback of the exception being handled.",
            exc_info,
        ),
        MethodDef::function(
            "getrecursionlimit()",
            "Nested calls after which RecursionError is raised.",
            get_recursion_limit,
        ),
        MethodDef::function(
            "setrecursionlimit(limit, /)",
            "Set the limit of nested calls.",
            set_recursion_limit,
        ),
        MethodDef::function("intern(string, /)", "The interned string of the same text.", intern_text),
        MethodDef::function("_is_interned(string, /)", "Whether the string is interned.", is_interned),
        MethodDef::function(
            "displayhook(object, /)",
            "Print an object to sys.stdout and also save it in builtins._",
            display_hook,
        ),
        MethodDef::function(
            "set_asyncgen_hooks(firstiter=<unrepresentable>, finalizer=<unrepresentable>)",
            "Set what this thread calls about asynchronous generators.",
            set_asyncgen_hooks,
        ),
        MethodDef::function(
            "get_asyncgen_hooks()",
            "What this thread calls about asynchronous generators.",
            get_asyncgen_hooks,
        ),
        MethodDef::function("_getframe(depth=0, /)", "A frame of the call stack.", get_frame),
        MethodDef::function(
            "excepthook(exctype, value, traceback, /)",
            "Handle an exception by displaying it with a traceback on sys.stderr.",
            exceptions::uncaught::default_hook,
        ),
        MethodDef::function(
            "unraisablehook(unraisable, /)",
            "Handle an unraisable exception.",
            exceptions::unraisable::default_hook,
        ),
    ],
    init,
};

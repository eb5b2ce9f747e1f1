//! `sys`: the interpreter's own variables.
//!
//! Tracing, profiling and `sys.monitoring` are the machine's and declared beside it; here is the rest. What CPython counts and we do not have
//! (references, blocks of its allocator) answers the number that is right for a value that lives for ever.

use std::sync::atomic::{AtomicI64, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::import::{self, ModuleDef};
use typhon_vm::object::Obj;
use typhon_vm::protocol::{attr, index};
use typhon_vm::signature::Wording;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::frame_;
use typhon_vm::types::module::{self, Module};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::type_::Type;
use typhon_vm::types::{float, int, list, set, tuple};
use typhon_vm::{Value, call, exceptions, intern, interp, names, runtime};

pub mod audit;
pub mod config;
pub mod hooks;
mod info;
mod names_;
mod size;

pub use config::{Config, Flags, config, configure};
pub use info::version_text;

/// The Python version that is implemented.
pub const VERSION: (i64, i64, i64) = (3, 14, 0);

/// `sys.implementation.cache_tag`.
pub const CACHE_TAG: &str = "typhon-314";

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
            None if status.is_none() => cx.error_values(exceptions::SYSTEM_EXIT, &[]),
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
    let limit = index::to_i64(cx, args[0])?;
    if limit > i64::from(i32::MAX) {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "Python int too large to convert to C int".into()));
    }
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
    match args[0].cast::<Str>() {
        Some(text) if text.is_exact() => Ok(intern::intern_value(args[0])),
        Some(_) => Err(cx.type_error(format!("can't intern {}", cx.type_name(args[0])))),
        None => {
            let shown = cx.type_name(args[0]);
            Err(cx.type_error(format!("intern() argument must be str, not {shown}")))
        }
    }
}

fn get_frame(cx: &Cx, args: &[Value]) -> R<Value> {
    let depth = match args[0].bound() {
        Some(depth) => index::to_i64(cx, depth)?.max(0),
        None => 0,
    };
    match interp::frame::frame_object(cx, depth as usize)? {
        Some(frame) => {
            audit::audit(cx, "sys._getframe", &[frame])?;
            Ok(frame)
        }
        None => Err(cx.value_error("call stack is not deep enough")),
    }
}

fn current_frames(cx: &Cx, _: &[Value]) -> R<Value> {
    audit::audit(cx, "sys._current_frames", &[])?;
    frame_::current_frames(cx).map(Obj::value)
}

fn current_exceptions(cx: &Cx, _: &[Value]) -> R<Value> {
    audit::audit(cx, "sys._current_exceptions", &[])?;
    frame_::current_exceptions(cx).map(Obj::value)
}

fn get_frame_module_name(cx: &Cx, args: &[Value]) -> R<Value> {
    let depth = match args[0].bound() {
        Some(depth) => index::to_i64(cx, depth)?.max(0),
        None => 0,
    };
    let Some(frame) = interp::frame::frame_object(cx, depth as usize)? else { return Ok(Value::NONE) };
    let globals = attr::get(cx, frame, cx.intern("f_globals")?)?;
    let name = globals.cast::<Dict>().and_then(|globals| globals.get_str(names::get(names::__NAME__)));
    Ok(name.unwrap_or(Value::NONE))
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
    info::async_generator_hooks(cx, cx.async_first_iteration.get(), cx.async_finalizer.get())
}

fn is_interned(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Str>() {
        Some(text) => Ok(Value::from_bool(text.is_interned())),
        None => {
            Err(cx.type_error(format!("_is_interned() argument must be str, not {}", cx.type_name(args[0]))))
        }
    }
}

/// Microseconds; what CPython's lock would be handed over after. Kept for programs that read back what they have set.
static SWITCH_INTERVAL: AtomicI64 = AtomicI64::new(5000);

fn get_switch_interval(_: &Cx, _: &[Value]) -> R<Value> {
    Ok(Value::from_float(SWITCH_INTERVAL.load(Ordering::Relaxed) as f64 / 1e6))
}

fn set_switch_interval(cx: &Cx, args: &[Value]) -> R<Value> {
    let seconds = float::to_f64(cx, args[0])?;
    if seconds.is_nan() || seconds <= 0.0 {
        return Err(cx.value_error("switch interval must be strictly positive"));
    }
    SWITCH_INTERVAL.store((seconds * 1e6).max(1.0) as i64, Ordering::Relaxed);
    Ok(Value::NONE)
}

fn get_int_max_str_digits(cx: &Cx, _: &[Value]) -> R<Value> {
    int::from_u64(cx, int::format::max_str_digits() as u64)
}

fn set_int_max_str_digits(cx: &Cx, args: &[Value]) -> R<Value> {
    let digits = index::to_i64(cx, args[0])?;
    if digits != 0 && digits < info::DIGITS_THRESHOLD {
        let text = format!("maxdigits must be 0 or larger than {}", info::DIGITS_THRESHOLD);
        return Err(cx.value_error(&text));
    }
    int::format::set_max_str_digits(digits as usize);
    Ok(Value::NONE)
}

/// What counts references answers for every value what CPython answers for immortal ones.
fn get_ref_count(_: &Cx, _: &[Value]) -> R<Value> {
    Ok(Value::small_int_unchecked(3 << 30))
}

fn zero(_: &Cx, _: &[Value]) -> R<Value> {
    Ok(Value::small_int_unchecked(0))
}

fn nothing(_: &Cx, _: &[Value]) -> R<Value> {
    Ok(Value::NONE)
}

fn clear_type_descriptors(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(class) = args[0].cast::<Type>() else {
        let shown = cx.type_name(args[0]);
        let text = format!("_clear_type_descriptors() argument must be type, not {shown}");
        return Err(cx.type_error(text));
    };
    if !class.is_heap() {
        return Err(cx.type_error("argument is immutable".into()));
    }
    for name in ["__dict__", "__weakref__"] {
        let key = cx.intern(name)?;
        Type::change(class, cx, key, None)?;
    }
    Ok(Value::NONE)
}

fn no(_: &Cx, _: &[Value]) -> R<Value> {
    Ok(Value::FALSE)
}

fn clear_type_cache(cx: &Cx, _: &[Value]) -> R<Value> {
    let text = "sys._clear_type_cache() is deprecated and may be removed in a future version of Python. Use sys._clear_internal_caches() instead.";
    exceptions::warn(cx, exceptions::DEPRECATION_WARNING, text, 1)?;
    Ok(Value::NONE)
}

fn is_finalizing(_: &Cx, _: &[Value]) -> R<Value> {
    Ok(Value::from_bool(runtime::is_finalizing()))
}

fn absent(cx: &Cx, what: &str) -> R<Value> {
    Err(cx.value_error(what))
}

fn remote_exec(cx: &Cx, _: &[Value]) -> R<Value> {
    Err(cx.error(exceptions::NOT_IMPLEMENTED_ERROR, "sys.remote_exec: Typhon has no remote debugging".into()))
}

static DL_OPEN_FLAGS: AtomicI64 = AtomicI64::new(2);

fn set_dlopen_flags(cx: &Cx, args: &[Value]) -> R<Value> {
    DL_OPEN_FLAGS.store(index::to_i64(cx, args[0])?, Ordering::Relaxed);
    Ok(Value::NONE)
}

fn cpu_count_config(cx: &Cx, _: &[Value]) -> R<Value> {
    int::from_i64(cx, config().cpu_count)
}

/// `sys._baserepl()`: statements from standard input, one after the other.
fn base_repl(cx: &Cx, _: &[Value]) -> R<Value> {
    let module = import::import_absolute(cx, "code")?;
    call::call_values(cx, attr::get(cx, module, cx.intern("interact")?)?, &[])
}

fn text(cx: &Cx, text: &typhon_bytecode::Text) -> R<Value> {
    Ok(str_::from_text(cx, text)?.value())
}

fn texts(cx: &Cx, texts: &[typhon_bytecode::Text]) -> R<Value> {
    let result = list::new(cx)?;
    for item in texts {
        list::append(cx, result, text(cx, item)?)?;
    }
    Ok(result.value())
}

fn names_tuple(cx: &Cx, names: &[&str]) -> R<Value> {
    let result = list::new(cx)?;
    for name in names {
        list::append(cx, result, cx.intern(name)?)?;
    }
    Ok(list::to_tuple(cx, result)?.value())
}

/// The version as one number.
fn hex_version() -> i64 {
    let (major, minor, micro) = VERSION;
    major << 24 | minor << 16 | micro << 8 | 0xf0
}

fn implementation(cx: &Cx) -> R<Value> {
    let version = info::version_info(cx, VERSION)?;
    crate::types_::namespace::new(
        cx,
        &[
            ("name", cx.intern("typhon")?),
            ("cache_tag", cx.intern(CACHE_TAG)?),
            ("version", version),
            ("hexversion", Value::small_int_unchecked(hex_version())),
            ("_multiarch", cx.intern(multiarch())?),
            ("supports_isolated_interpreters", Value::FALSE),
        ],
    )
}

const fn multiarch() -> &'static str {
    if cfg!(target_arch = "x86_64") { "x86_64-linux-gnu" } else { "aarch64-linux-gnu" }
}

fn xoptions(cx: &Cx) -> R<Value> {
    let result = dict::new(cx)?;
    for (name, value) in &config().xoptions {
        let value = value.as_ref().map_or(Ok(Value::TRUE), |value| text(cx, value))?;
        dict::set(cx, result, text(cx, name)?, value)?;
    }
    Ok(result.value())
}

fn jit_module(cx: &Cx) -> R<Value> {
    let name = cx.intern("sys._jit")?;
    let made = module::new(cx, name, str_::from_str(cx, "Whether machine code is made.")?)?;
    for def in JIT {
        let function = typhon_vm::types::native_function::new(cx, def, made.value(), name)?;
        dict::set(cx, made.dict(), cx.intern(def.name)?, function.value())?;
    }
    Ok(made.value())
}

static JIT: &[MethodDef] = &[
    MethodDef::function("is_available()", "Whether this build can make machine code.", no),
    MethodDef::function("is_enabled()", "Whether machine code is made.", no),
    MethodDef::function("is_active()", "Whether the calling frame runs machine code.", no),
];

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let config = config();
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    let optional = |value: &Option<typhon_bytecode::Text>| match value {
        Some(value) => text(cx, value),
        None => Ok(Value::NONE),
    };
    put("argv", texts(cx, &config.argv)?)?;
    put("orig_argv", texts(cx, &config.orig_argv)?)?;
    put("path", texts(cx, &config.path)?)?;
    put("warnoptions", texts(cx, &config.warnoptions)?)?;
    put("_xoptions", xoptions(cx)?)?;
    for (name, value) in [
        ("executable", &config.executable),
        ("_base_executable", &config.base_executable),
        ("prefix", &config.prefix),
        ("exec_prefix", &config.exec_prefix),
        ("base_prefix", &config.base_prefix),
        ("base_exec_prefix", &config.base_exec_prefix),
        ("_stdlib_dir", &config.stdlib_dir),
    ] {
        put(name, text(cx, value)?)?;
    }
    put("_home", optional(&config.home)?)?;
    put("pycache_prefix", optional(&config.pycache_prefix)?)?;
    put("platlibdir", cx.intern("lib")?)?;
    put("modules", runtime::modules())?;
    put("meta_path", list::new(cx)?.value())?;
    put("path_hooks", list::new(cx)?.value())?;
    put("path_importer_cache", dict::new(cx)?.value())?;
    put("maxsize", int::from_i64(cx, i64::MAX)?)?;
    put("maxunicode", Value::small_int_unchecked(0x10_ffff))?;
    put("byteorder", cx.intern(if cfg!(target_endian = "little") { "little" } else { "big" })?)?;
    put("platform", cx.intern("linux")?)?;
    put("abiflags", cx.intern("")?)?;
    put("api_version", Value::small_int_unchecked(1013))?;
    put("dont_write_bytecode", Value::from_bool(config.flags.dont_write_bytecode))?;
    put("float_repr_style", cx.intern("short")?)?;
    put("_framework", cx.intern("")?)?;
    put("_git", names_tuple(cx, &["Typhon", "", ""])?)?;
    put("version", str_::from_string(cx, info::version_text())?)?;
    put("hexversion", Value::small_int_unchecked(hex_version()))?;
    put("copyright", str_::from_str(cx, "Copyright (c) 2026 The Typhon founders")?)?;
    put("flags", info::flags(cx)?)?;
    // Has no name here, but is made while nobody else can.
    info::HOOKS.class(cx)?;
    put("version_info", info::version_info(cx, VERSION)?)?;
    put("float_info", info::float_info(cx)?)?;
    put("int_info", info::int_info(cx)?)?;
    put("hash_info", info::hash_info(cx)?)?;
    put("thread_info", info::thread_info(cx)?)?;
    put("implementation", implementation(cx)?)?;
    put("_jit", jit_module(cx)?)?;
    put("UnraisableHookArgs", runtime::builtin_type(typhon_vm::types::number::UNRAISABLE_ARGS).value())?;
    let mut native: Vec<&str> = import::native_names().collect();
    native.sort_unstable();
    put("builtin_module_names", names_tuple(cx, &native)?)?;
    let known = set::new_frozen(cx)?;
    for name in names_::STDLIB {
        set::add(cx, known, cx.intern(name)?)?;
    }
    crate::tracing::add(cx, namespace)?;
    crate::monitoring::add(cx, namespace)?;
    put("stdlib_module_names", known.value())?;
    for hook in ["displayhook", "excepthook", "breakpointhook", "unraisablehook"] {
        if let Some(hooked) = namespace.get_str(cx.intern(hook)?) {
            put(&format!("__{hook}__"), hooked)?;
        }
    }
    if config.flags.int_max_str_digits >= 0 {
        int::format::set_max_str_digits(config.flags.int_max_str_digits as usize);
    }
    Ok(())
}

fn default_encoding(cx: &Cx, _: &[Value]) -> R<Value> {
    cx.intern("utf-8")
}

fn size_of(cx: &Cx, args: &[Value]) -> R<Value> {
    size::of(cx, args[0], args[1].bound())
}

fn no_trampoline(cx: &Cx, _: &[Value]) -> R<Value> {
    absent(cx, "perf trampoline not available")
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
            hooks::display,
        ),
        MethodDef::function(
            "breakpointhook(*args, **kwargs)",
            "This hook function is called by built-in breakpoint().",
            hooks::breakpoint,
        ),
        MethodDef::function(
            "set_asyncgen_hooks(firstiter=<unrepresentable>, finalizer=<unrepresentable>)",
            "Set what this thread calls about asynchronous generators.",
            set_asyncgen_hooks,
        )
        .worded(Wording::Nameless),
        MethodDef::function(
            "get_asyncgen_hooks()",
            "What this thread calls about asynchronous generators.",
            get_asyncgen_hooks,
        ),
        MethodDef::function("_getframe(depth=0, /)", "The frame of a call, counted from within.", get_frame),
        MethodDef::function(
            "_current_frames()",
            "The innermost frame of every thread, as it was at the call, by the threads' identifiers.",
            current_frames,
        ),
        MethodDef::function(
            "_current_exceptions()",
            "The exception that each thread is handling, or None, by the threads' identifiers.",
            current_exceptions,
        ),
        MethodDef::function(
            "_getframemodulename(depth=0)",
            "The name of the module of a calling frame.",
            get_frame_module_name,
        ),
        MethodDef::function(
            "excepthook(exctype, value, traceback, /)",
            "Handle an exception by displaying it with a traceback on sys.stderr.",
            exceptions::uncaught::default_hook,
        ),
        MethodDef::function(
            "unraisablehook(unraisable, /)",
            "Print an exception that nobody can handle.",
            exceptions::unraisable::default_hook,
        ),
        MethodDef::function("addaudithook(hook)", "Adds a new audit hook callback.", audit::add),
        MethodDef::function(
            "audit(event, /, *args)",
            "Passes the event to any hooks that are attached.",
            audit::raise,
        ),
        MethodDef::function("getswitchinterval()", "The switch interval in seconds.", get_switch_interval),
        MethodDef::function(
            "setswitchinterval(interval, /)",
            "Set the switch interval.",
            set_switch_interval,
        ),
        MethodDef::function(
            "get_int_max_str_digits()",
            "Most digits of conversions between int and str.",
            get_int_max_str_digits,
        ),
        MethodDef::function(
            "set_int_max_str_digits(maxdigits)",
            "Set the most digits of conversions between int and str.",
            set_int_max_str_digits,
        ),
        MethodDef::function(
            "getrefcount(object, /)",
            "A large number: references are not counted.",
            get_ref_count,
        ),
        MethodDef::function(
            "getsizeof(object, default=<unrepresentable>)",
            "Size of an object in bytes.",
            size_of,
        ),
        MethodDef::function("getallocatedblocks()", "Zero: memory is not counted in blocks.", zero),
        MethodDef::function(
            "getunicodeinternedsize(*, _only_immortal=False)",
            "Number of interned strings.",
            |cx, _| int::from_u64(cx, intern::count() as u64),
        ),
        MethodDef::function("getdefaultencoding()", "The default encoding of str: utf-8.", default_encoding),
        MethodDef::function(
            "getfilesystemencoding()",
            "The encoding of file names: utf-8.",
            default_encoding,
        ),
        MethodDef::function(
            "getfilesystemencodeerrors()",
            "How file names that are no UTF-8 are decoded.",
            |cx, _| cx.intern("surrogateescape"),
        ),
        MethodDef::function("getdlopenflags()", "Flags that have no effect.", |cx, _| {
            int::from_i64(cx, DL_OPEN_FLAGS.load(Ordering::Relaxed))
        }),
        MethodDef::function("setdlopenflags(flags, /)", "Set flags that have no effect.", set_dlopen_flags),
        MethodDef::function("is_finalizing()", "Whether the program is at its end.", is_finalizing),
        MethodDef::function("_is_gil_enabled()", "False: there is no global lock.", no),
        MethodDef::function("_is_immortal(op, /)", "False: no object is counted.", no),
        MethodDef::function("_clear_internal_caches()", "Has no effect.", nothing),
        MethodDef::function("_clear_type_cache()", "Has no effect.", clear_type_cache),
        MethodDef::function(
            "_clear_type_descriptors(type, /)",
            "Remove the class's own descriptors of __dict__ and __weakref__.",
            clear_type_descriptors,
        ),
        MethodDef::function("_debugmallocstats()", "Has no effect.", nothing),
        MethodDef::function("_dump_tracelets(outpath, /)", "Raise NotImplementedError.", |cx, _| {
            Err(cx.error(exceptions::NOT_IMPLEMENTED_ERROR, "no JIT available".into()))
        }),
        MethodDef::function(
            "_get_cpu_count_config()",
            "The number of CPUs from -X cpu_count, or -1.",
            cpu_count_config,
        ),
        MethodDef::function("_baserepl()", "Run statements from standard input.", base_repl),
        MethodDef::function("is_stack_trampoline_active()", "False: there is none.", no),
        MethodDef::function("activate_stack_trampoline(backend, /)", "Raise ValueError.", no_trampoline),
        MethodDef::function("deactivate_stack_trampoline()", "Has no effect.", nothing),
        MethodDef::function("is_remote_debug_enabled()", "False: there is none.", no),
        MethodDef::function("remote_exec(pid, script)", "Raise NotImplementedError.", remote_exec),
    ],
    init,
};

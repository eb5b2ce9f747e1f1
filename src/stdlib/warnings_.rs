//! `_warnings`: what decides whether a warning is shown, ignored or raised.
//!
//! State is Python's own: the lists and dicts that `warnings` sees, the same ones however often the module is imported anew, and one number that
//! says when the filters have changed, by which registries notice that they are out of date. *Thread-safety*: reading filters and
//! registries takes the re-entrant lock that `warnings` takes for changing them (`_acquire_lock`); it parks the fiber.

use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions::Class;
use typhon_vm::import::{self, ModuleDef};
use typhon_vm::kept::Kept;
use typhon_vm::protocol::{attr, index};
use typhon_vm::scheduler::RawLock;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::number;
use typhon_vm::types::str_::Str;
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::types::type_::Type;
use typhon_vm::{Obj, Value, call, exceptions, names, runtime, threads};

mod decide;
mod place;
mod show;

pub use decide::{Warning, issue};

/// Changes with the filters.
static VERSION: AtomicI64 = AtomicI64::new(0);

static LOCK: RawLock = RawLock::new();
/// Identifier of the thread that holds the lock; 0 for none.
static OWNER: AtomicU64 = AtomicU64::new(0);
/// How often the holder has taken it; touched by the holder only.
static DEPTH: AtomicUsize = AtomicUsize::new(0);

fn acquire(cx: &Cx) {
    let own = threads::ident(cx.fiber().reference());
    if OWNER.load(Ordering::Relaxed) != own {
        LOCK.lock(cx.fiber());
        OWNER.store(own, Ordering::Relaxed);
    }
    DEPTH.fetch_add(1, Ordering::Relaxed);
}

fn release(cx: &Cx) -> bool {
    if OWNER.load(Ordering::Relaxed) != threads::ident(cx.fiber().reference()) {
        return false;
    }
    if DEPTH.fetch_sub(1, Ordering::Relaxed) == 1 {
        OWNER.store(0, Ordering::Relaxed);
        LOCK.unlock();
    }
    true
}

/// Runs `body` while this thread holds the lock.
fn locked<T>(cx: &Cx, body: impl FnOnce() -> T) -> T {
    acquire(cx);
    let result = body();
    release(cx);
    result
}

fn filters_mutated(cx: &Cx, _: &[Value]) -> R<Value> {
    if OWNER.load(Ordering::Relaxed) != threads::ident(cx.fiber().reference()) {
        let text = "warnings._lock is not held";
        return Err(cx.error(exceptions::RUNTIME_ERROR, text.into()));
    }
    VERSION.fetch_add(1, Ordering::Relaxed);
    Ok(Value::NONE)
}

/// The runtime's variables, which the module shows under these names: what holds where `warnings` has none of its own.
static STATE: Kept = Kept::new();

/// One of the runtime's variables.
fn own(cx: &Cx, name: &str) -> R<Option<Value>> {
    Ok(state(cx)?.get_str(cx.intern(name)?))
}

/// An attribute of the library's `warnings`, where that is imported; it is imported for `required` ones.
fn of_library(cx: &Cx, name: &str, required: bool) -> R<Option<Value>> {
    let key = cx.intern("warnings")?;
    let module = match import::loaded(key) {
        Some(module) => module,
        None if required && !runtime::importlib().is_unbound() => import::import_absolute(cx, "warnings")?,
        None => return Ok(None),
    };
    attr::get_optional(cx, module, cx.intern(name)?)
}

fn category_of(cx: &Cx, message: Value, category: Value) -> R<Value> {
    let base = runtime::builtin_type(exceptions::WARNING.0);
    let class = cx.type_of(message);
    if class.is_subclass_of(base) {
        return Ok(class.value());
    }
    if category.is_none() {
        return Ok(exceptions::class_value(exceptions::USER_WARNING));
    }
    if category.cast::<Type>().is_some_and(|class| class.is_subclass_of(base)) {
        return Ok(category);
    }
    Err(cx.type_error(format!("category must be a Warning subclass, not '{}'", cx.type_name(category))))
}

fn warn(cx: &Cx, args: &[Value]) -> R<Value> {
    let given = |index: usize| args[index].bound().unwrap_or(Value::NONE);
    let mut level = match args[2].bound() {
        Some(level) => index::to_i64(cx, level)?,
        None => 1,
    };
    let skipped = match args[4].bound() {
        None => None,
        Some(prefixes) => match prefixes.cast::<Tuple>() {
            Some(prefixes) => Some(prefixes),
            None => {
                let shown = cx.type_name(prefixes);
                let text = format!("warn() argument 'skip_file_prefixes' must be tuple, not {shown}");
                return Err(cx.type_error(text));
            }
        },
    };
    if skipped.is_some_and(|prefixes| !prefixes.is_empty()) {
        level = level.max(2);
    }
    let category = category_of(cx, given(0), given(1))?;
    warn_at(cx, given(0), category, level, skipped, given(3))?;
    Ok(Value::NONE)
}

fn warn_at(
    cx: &Cx,
    message: Value,
    category: Value,
    level: i64,
    skipped: Option<Obj<Tuple>>,
    source: Value,
) -> R<()> {
    let place = place::of_level(cx, level, skipped)?;
    issue(
        cx,
        &Warning {
            message,
            category,
            filename: place.filename,
            line: place.line,
            module: place.module,
            registry: place.registry,
            source_line: Value::NONE,
            source,
        },
    )
}

fn warn_explicit(cx: &Cx, args: &[Value]) -> R<Value> {
    let given = |index: usize| args[index].bound().unwrap_or(Value::NONE);
    if given(2).cast::<Str>().is_none() {
        let shown = cx.type_name(given(2));
        return Err(cx.type_error(format!("warn_explicit() argument 'filename' must be str, not {shown}")));
    }
    let line = index::to_i64(cx, given(3))?;
    let globals = given(6);
    let source_line = match globals.is_none() {
        true => Value::NONE,
        false => match globals.cast::<Dict>() {
            Some(globals) => source_line(cx, globals, line)?,
            None => {
                let shown = cx.type_name(globals);
                return Err(cx.type_error(format!("module_globals must be a dict, not '{shown}'")));
            }
        },
    };
    let category = match given(0).cast::<exceptions::Exception>() {
        Some(_) => cx.type_of(given(0)).value(),
        None => given(1),
    };
    let warning = Warning {
        message: given(0),
        category: category_of(cx, given(0), category)?,
        filename: given(2),
        line,
        module: given(4),
        registry: given(5),
        source_line,
        source: given(7),
    };
    issue(cx, &warning)?;
    Ok(Value::NONE)
}

/// A line of a module's source as its loader gives it, or `None`.
fn source_line(cx: &Cx, globals: Obj<Dict>, line: i64) -> R<Value> {
    let bless = attr::get(
        cx,
        import::import_absolute(cx, "_frozen_importlib_external")?,
        cx.intern("_bless_my_loader")?,
    )?;
    let loader = call::call_values(cx, bless, &[globals.value()])?;
    let Some(name) = globals.get_str(names::get(names::__NAME__)) else { return Ok(Value::NONE) };
    let Some(get_source) = attr::get_optional(cx, loader, cx.intern("get_source")?)? else {
        return Ok(Value::NONE);
    };
    let source = match call::call_values(cx, get_source, &[name]) {
        // The loader that `__main__` shows has not loaded it.
        Err(raised) if cx.matches(raised, exceptions::IMPORT_ERROR) => return Ok(Value::NONE),
        source => source?,
    };
    if source.is_none() {
        return Ok(Value::NONE);
    }
    if source.cast::<Str>().is_none() {
        return Err(cx.type_error(format!("must be str, not {}", cx.type_name(source))));
    }
    // That of str, whatever class the source is of.
    let split = attr::get(cx, runtime::builtin_type(number::STR).value(), cx.intern("splitlines")?)?;
    let lines = call::call_values(cx, split, &[source])?;
    let index = usize::try_from(line.saturating_sub(1)).ok();
    let lines = lines.cast::<List>();
    Ok(index.zip(lines).and_then(|(index, lines)| list::get(lines, index)).unwrap_or(Value::NONE))
}

fn acquire_lock(cx: &Cx, _: &[Value]) -> R<Value> {
    acquire(cx);
    Ok(Value::NONE)
}

fn release_lock(cx: &Cx, _: &[Value]) -> R<Value> {
    if release(cx) {
        return Ok(Value::NONE);
    }
    Err(cx.error(exceptions::RUNTIME_ERROR, "cannot release un-acquired lock".into()))
}

/// The filters that hold before `-W` and the program have added theirs: action, category, module.
const FILTERS: &[(&str, Class, Option<&str>)] = &[
    ("default", exceptions::DEPRECATION_WARNING, Some("__main__")),
    ("ignore", exceptions::DEPRECATION_WARNING, None),
    ("ignore", exceptions::PENDING_DEPRECATION_WARNING, None),
    ("ignore", exceptions::IMPORT_WARNING, None),
    ("ignore", exceptions::RESOURCE_WARNING, None),
];

fn state(cx: &Cx) -> R<Obj<Dict>> {
    let state = STATE.get_or_make(cx, || first_state(cx).map(Obj::value))?;
    state.cast::<Dict>().ok_or_else(|| cx.system_error("the state of warnings is no dict"))
}

fn first_state(cx: &Cx) -> R<Obj<Dict>> {
    let state = dict::new(cx)?;
    let put = |name: &str, value: Value| dict::set(cx, state, cx.intern(name)?, value);
    let filters = list::new(cx)?;
    for &(action, category, module) in FILTERS {
        let module = module.map_or(Ok(Value::NONE), |module| cx.intern(module))?;
        let zero = Value::small_int_unchecked(0);
        let class = exceptions::class_value(category);
        let filter = tuple::from_slice(cx, &[cx.intern(action)?, Value::NONE, class, module, zero])?;
        list::append(cx, filters, filter.value())?;
    }
    put("filters", filters.value())?;
    put("_onceregistry", dict::new(cx)?.value())?;
    put("_defaultaction", cx.intern("default")?)?;
    if import::native("_contextvars").is_some() {
        let module = import::load_native(cx, "_contextvars")?;
        let class = attr::get(cx, module, cx.intern("ContextVar")?)?;
        put("_warnings_context", call::call_values(cx, class, &[cx.intern("warnings_context")?])?)?;
    }
    Ok(state)
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let (state, mut position) = (state(cx)?, 0);
    while let Some((next, name, value)) = state.next_from(position) {
        position = next;
        dict::set(cx, namespace, name, value)?;
    }
    Ok(())
}

/// The module.
pub static WARNINGS: ModuleDef = ModuleDef {
    name: "_warnings",
    doc: "_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.",
    functions: &[
        MethodDef::function(
            "warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=())",
            "Issue a warning, or maybe ignore it or raise an exception.",
            warn,
        ),
        MethodDef::function(
            "warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None)",
            "Issue a warning, or maybe ignore it or raise an exception.",
            warn_explicit,
        ),
        MethodDef::function(
            "_filters_mutated_lock_held()",
            "Say that the filters have changed.",
            filters_mutated,
        ),
        MethodDef::function("_acquire_lock()", "Take the lock of filters and registries.", acquire_lock),
        MethodDef::function("_release_lock()", "Give the lock back.", release_lock),
    ],
    init,
};

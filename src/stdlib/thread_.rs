//! `_thread`: Python threads and locks on the scheduler's fibers.
//!
//! Thread-safety: a lock is one parking lock in the object; everything it waits for parks the fiber, never the worker.

use std::sync::atomic::{AtomicBool, Ordering};

use typhon_os::time::monotonic_nanos;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::gc::Header;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::scheduler::RawLock;
use typhon_vm::threads;
use typhon_vm::typedef::{Layout, MethodDef, SlotTable, TypeDef, trace_nothing};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::str_;
use typhon_vm::types::tuple::Tuple;
use typhon_vm::types::{float, int};
use typhon_vm::{Value, exceptions};

/// A lock that any thread may release.
#[repr(C)]
pub struct Lock {
    header: Header,
    raw: RawLock,
    /// What Python code sees: the raw lock's own state also counts waiters.
    held: AtomicBool,
}

static LAYOUT: Layout = Layout::fixed("lock", size_of::<Lock>(), trace_nothing);

// SAFETY: repr(C), header first, no references, the rest is atomic.
unsafe impl Payload for Lock {
    const LAYOUT: &'static Layout = &LAYOUT;
}

static LOCK_TYPE: NativeType = NativeType::new(&LOCK);

/// Longest wait that can be asked for, in seconds.
const TIMEOUT_MAX: f64 = 9_223_372_036.0;

fn new_lock(cx: &Cx) -> R<Value> {
    let header = Header::new(LOCK_TYPE.shape_id(cx)?, 0);
    Ok(cx.alloc(Lock { header, raw: RawLock::new(), held: AtomicBool::new(false) })?.value())
}

fn this(cx: &Cx, value: Value) -> R<Obj<Lock>> {
    value.cast::<Lock>().ok_or_else(|| cx.type_error(format!("expected lock, got '{}'", cx.type_name(value))))
}

fn acquire(cx: &Cx, args: &[Value]) -> R<Value> {
    let lock = this(cx, args[0])?;
    let blocking = match args[1].bound() {
        Some(blocking) => protocol::is_true(cx, blocking)?,
        None => true,
    };
    let timeout = match args[2].bound() {
        Some(timeout) => match int::to_i64(timeout) {
            Some(seconds) => seconds as f64,
            None => match timeout.as_float() {
                Some(seconds) => seconds,
                None if cx.type_of(timeout).slots().float.is_none()
                    && cx.type_of(timeout).slots().index.is_none() =>
                {
                    let shown = cx.type_name(timeout);
                    return Err(cx.type_error(format!(
                        "'{shown}' object cannot be interpreted as an integer or float"
                    )));
                }
                None => float::to_f64(cx, timeout)?,
            },
        },
        None => -1.0,
    };
    if timeout.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    if !blocking && timeout != -1.0 {
        return Err(cx.value_error("can't specify a timeout for a non-blocking call"));
    }
    if timeout < 0.0 && timeout != -1.0 {
        return Err(cx.value_error("timeout value must be a non-negative number"));
    }
    if timeout >= 9_223_372_036.854_775 {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "timestamp out of range for C PyTime_t".into()));
    }
    if timeout > TIMEOUT_MAX {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "timeout value is too large".into()));
    }
    let taken = if lock.raw.try_lock() {
        true
    } else if !blocking || timeout == 0.0 {
        false
    } else if timeout < 0.0 {
        lock.raw.lock(cx.fiber());
        true
    } else {
        lock.raw.lock_until(cx.fiber(), monotonic_nanos() + (timeout * 1e9) as u64)
    };
    if taken {
        lock.held.store(true, Ordering::Relaxed);
    }
    Ok(Value::from_bool(taken))
}

fn release(cx: &Cx, args: &[Value]) -> R<Value> {
    let lock = this(cx, args[0])?;
    // Whoever clears the flag releases: of two releasers of one acquisition the second gets the error.
    if !lock.held.swap(false, Ordering::Relaxed) {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "release unlocked lock".into()));
    }
    lock.raw.unlock();
    Ok(Value::NONE)
}

fn locked(cx: &Cx, args: &[Value]) -> R<Value> {
    Ok(Value::from_bool(this(cx, args[0])?.held.load(Ordering::Relaxed)))
}

fn enter(cx: &Cx, args: &[Value]) -> R<Value> {
    acquire(cx, &[args[0], Value::UNBOUND, Value::UNBOUND])
}

fn exit_lock(cx: &Cx, args: &[Value]) -> R<Value> {
    release(cx, args)
}

fn lock_repr(cx: &Cx, value: Value) -> R<Value> {
    let state = if this(cx, value)?.held.load(Ordering::Relaxed) { "locked" } else { "unlocked" };
    str_::from_string(cx, format!("<{state} _thread.lock object at {:#x}>", value.bits()))
}

fn lock_new(cx: &Cx, _: &[Value]) -> R<Value> {
    new_lock(cx)
}

static NEW: MethodDef = MethodDef::function("__new__($type, /)", "Make an unlocked lock.", lock_new);

static LOCK: TypeDef = TypeDef {
    name: "lock",
    module: "_thread",
    doc: "A lock: one thread holds it, others wait in order. Any thread may release it.",
    layout: &LAYOUT,
    weak: true,
    slots: SlotTable { repr: Some(lock_repr), init: Some(|_, _, _| Ok(())), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "acquire($self, /, blocking=True, timeout=-1)",
            "Take the lock; whether it was taken.",
            acquire,
        ),
        MethodDef::new(
            "acquire_lock($self, /, blocking=True, timeout=-1)",
            "Another name of acquire.",
            acquire,
        ),
        MethodDef::new("release($self, /)", "Give the lock back.", release),
        MethodDef::new("release_lock($self, /)", "Another name of release.", release),
        MethodDef::new("locked($self, /)", "Whether some thread holds the lock.", locked),
        MethodDef::new("locked_lock($self, /)", "Another name of locked.", locked),
        MethodDef::new("__enter__($self, /)", "Take the lock.", enter),
        MethodDef::new("__exit__($self, /, *exc_info)", "Give the lock back.", exit_lock),
    ],
    ..TypeDef::DEFAULT
};

fn start_new_thread(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[function, args, keywords] = args else { return Err(cx.system_error("start_new_thread arguments")) };
    if cx.type_of(function).slots().call.is_none() {
        return Err(cx.type_error("first arg must be callable".into()));
    }
    let Some(args) = args.cast::<Tuple>() else {
        return Err(cx.type_error("2nd arg must be a tuple".into()));
    };
    let keywords = match keywords.bound() {
        None => None,
        Some(keywords) => match keywords.cast::<Dict>() {
            Some(keywords) => Some(keywords),
            None => return Err(cx.type_error("optional 3rd arg must be a dictionary".into())),
        },
    };
    let fiber = threads::start(cx, function, args, keywords, function, ended)?;
    ident(cx, fiber.id())
}

/// An exception that leaves a thread's function is printed; `SystemExit` ends it silently.
fn ended(cx: &Cx, function: Value, result: Result<Value, Raised>) {
    let Err(raised) = result else { return };
    if cx.matches(raised, exceptions::SYSTEM_EXIT) {
        return;
    }
    let shown = protocol::repr_string(cx, function).unwrap_or_else(|_| "<unknown>".into());
    let text =
        format!("Exception ignored in thread started by {shown}:\n{}", exceptions::display::text(cx, raised));
    // Where standard error is gone nobody can be told.
    let _ = crate::stdio::write(cx, 2, text.as_bytes());
}

fn ident(cx: &Cx, id: u64) -> R<Value> {
    int::from_u64(cx, id + 1)
}

fn get_ident(cx: &Cx, _: &[Value]) -> R<Value> {
    ident(cx, cx.fiber().id())
}

fn exit(cx: &Cx, _: &[Value]) -> R<Value> {
    Err(cx.error_values(exceptions::SYSTEM_EXIT, &[]))
}

fn count(_: &Cx, _: &[Value]) -> R<Value> {
    Ok(Value::small_int_unchecked(threads::alive() as i64))
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    let lock = LOCK_TYPE.class(cx)?.value();
    put("lock", lock)?;
    put("LockType", lock)?;
    put("error", exceptions::class_value(exceptions::RUNTIME_ERROR))?;
    put("TIMEOUT_MAX", Value::from_float(TIMEOUT_MAX))
}

/// The module.
pub static THREAD: ModuleDef = ModuleDef {
    name: "_thread",
    doc: "Python threads and the locks they wait for.",
    functions: &[
        MethodDef::function(
            "start_new_thread(function, args, kwargs={}, /)",
            "Start a thread; answers its identifier.",
            start_new_thread,
        ),
        MethodDef::function(
            "start_new(function, args, kwargs={}, /)",
            "Another name of start_new_thread.",
            start_new_thread,
        ),
        MethodDef::function("allocate_lock()", "Make an unlocked lock.", lock_new),
        MethodDef::function("allocate()", "Another name of allocate_lock.", lock_new),
        MethodDef::function("get_ident()", "Identifier of the calling thread.", get_ident),
        MethodDef::function("exit()", "End the calling thread.", exit),
        MethodDef::function("exit_thread()", "Another name of exit.", exit),
        MethodDef::function("_count()", "Number of threads besides the main one.", count),
    ],
    init,
};

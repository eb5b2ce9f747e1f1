//! `_thread`: Python threads and what they wait for, on the scheduler's fibers.
//!
//! | file | what it owns |
//! | --- | --- |
//! | `thread_/lock.rs`, `thread_/rlock.rs` | `lock`, `RLock` |
//! | `thread_/handle.rs` | `_ThreadHandle`: joining |
//! | `thread_/local.rs` | `_local` |
//! | `thread_/hook.rs` | `_excepthook` |
//! | `thread_/timeout.rs` | how long a wait may last |
//!
//! Whatever waits here parks the fiber, never the worker, and ends for a signal's handler that raises.

mod handle;
mod hook;
mod local;
mod lock;
mod rlock;
pub(crate) mod timeout;

use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::threads::{self, Start};
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::int;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::tuple::Tuple;
use typhon_vm::{Value, exceptions, protocol, runtime, signals};

use crate::signal_;
use crate::sys::config::text_of_bytes;
use handle::Handle;

/// The least native stack that may be asked for, CPython's.
const MIN_STACK_BYTES: i64 = 53_248;
/// What a native stack has besides what was asked for: the reserves that code without a check may use.
const STACK_RESERVE_BYTES: usize = 192 << 10;
/// Bytes of a thread's name that the system would keep.
const MAX_NAME_BYTES: usize = 15;

fn callable(cx: &Cx, function: Value, message: &str) -> R<()> {
    if cx.type_of(function).slots().call.is_none() {
        return Err(cx.type_error(message.into()));
    }
    Ok(())
}

/// Nobody would wait for the thread.
const AT_END: &str = "can't create new thread at interpreter shutdown";

fn start_new_thread(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[function, args, keywords] = args else { return Err(cx.system_error("start_new_thread arguments")) };
    callable(cx, function, "first arg must be callable")?;
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
    runtime::refuse_at_end(cx, AT_END)?;
    let tokens = [function, Value::NONE];
    let fiber = threads::create(cx, &Start { function, args: Some(args), keywords, tokens, ended })?;
    threads::submit(cx, fiber);
    int::from_u64(cx, threads::ident(fiber))
}

fn start_joinable_thread(cx: &Cx, args: &[Value]) -> R<Value> {
    let function = args[0];
    callable(cx, function, "thread function must be callable")?;
    let handle = match args[1].bound().filter(|handle| !handle.is_none()) {
        None => handle::new(cx)?,
        Some(given) => match given.cast::<Handle>() {
            Some(handle) => handle,
            None => return Err(cx.type_error("'handle' must be a _ThreadHandle".into())),
        },
    };
    let daemon = match args[2].bound() {
        Some(daemon) => protocol::is_true(cx, daemon)?,
        None => true,
    };
    runtime::refuse_at_end(cx, AT_END)?;
    if !handle.begin(!daemon) {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "thread already started".into()));
    }
    let tokens = [function, handle.value()];
    match threads::create(cx, &Start { function, args: None, keywords: None, tokens, ended }) {
        Ok(fiber) => {
            if !daemon {
                threads::enter_non_daemon();
            }
            handle.started(threads::ident(fiber));
            threads::submit(cx, fiber);
            Ok(handle.value())
        }
        Err(raised) => {
            handle.failed();
            Err(raised)
        }
    }
}

/// An exception that leaves a thread's function is printed; `SystemExit` ends it silently. Then all are told that it has ended.
fn ended(cx: &Cx, [function, handle]: [Value; 2], result: Result<Value, Raised>) {
    if let Err(raised) = result
        && !cx.matches(raised, exceptions::SYSTEM_EXIT)
    {
        exceptions::unraisable::report(cx, raised, "Exception ignored in thread started by", function);
    }
    // A thread that has forked is the main one in the child, where nobody counts it.
    let is_counted = !signals::is_main(cx);
    if is_counted {
        threads::left();
    }
    if let Some(handle) = handle.cast::<Handle>() {
        if is_counted && handle.is_awaited() {
            threads::leave_non_daemon();
        }
        handle.finish();
    }
}

fn get_ident(cx: &Cx, _: &[Value]) -> R<Value> {
    int::from_u64(cx, threads::ident(cx.fiber().reference()))
}

fn get_main_thread_ident(cx: &Cx, _: &[Value]) -> R<Value> {
    int::from_u64(cx, signals::main_thread().map_or(0, threads::ident))
}

/// The number of the OS thread that runs the calling thread at this moment; a Python thread has none of its own.
fn get_native_id(cx: &Cx, _: &[Value]) -> R<Value> {
    int::from_u64(cx, typhon_os::thread::native_id())
}

fn exit(cx: &Cx, _: &[Value]) -> R<Value> {
    Err(cx.error_values(exceptions::SYSTEM_EXIT, &[]))
}

fn count(_: &Cx, _: &[Value]) -> R<Value> {
    Ok(Value::small_int_unchecked(threads::alive() as i64))
}

fn stack_size(cx: &Cx, args: &[Value]) -> R<Value> {
    let before = threads::stack_bytes().saturating_sub(STACK_RESERVE_BYTES) as i64;
    // As in CPython a call without a size sets the usual one.
    let size = match args[0].bound() {
        Some(size) => protocol::index::to_i64(cx, size)?,
        None => 0,
    };
    if size != 0 && size < MIN_STACK_BYTES {
        return Err(cx.value_error(&format!("size must be at least {MIN_STACK_BYTES} bytes")));
    }
    let bytes = usize::try_from(size).unwrap_or(0);
    threads::set_stack_bytes(if bytes == 0 { 0 } else { bytes.saturating_add(STACK_RESERVE_BYTES) });
    Ok(Value::small_int_unchecked(before))
}

fn interrupt_main(cx: &Cx, args: &[Value]) -> R<Value> {
    let signal = match args[0].bound() {
        Some(signal) => protocol::index::to_i64(cx, signal)?,
        None => 2,
    };
    signal_::simulate(cx, signal)?;
    Ok(Value::NONE)
}

fn set_name(cx: &Cx, args: &[Value]) -> R<Value> {
    if args[0].cast::<Str>().is_none() {
        let shown = cx.type_name(args[0]);
        return Err(cx.type_error(format!("set_name() argument 'name' must be str, not {shown}")));
    }
    threads::set_name(cx, args[0]);
    Ok(Value::NONE)
}

/// The name as the system would keep it: so many bytes of UTF-8, up to the first NUL.
fn get_name(cx: &Cx, _: &[Value]) -> R<Value> {
    let Some(name) = threads::name(cx).and_then(|name| name.cast::<Str>()) else {
        return Ok(str_::empty().value());
    };
    let whole: String = name.code_points().map(|point| char::from_u32(point).unwrap_or('?')).collect();
    let kept = whole.bytes().take_while(|&byte| byte != 0).take(MAX_NAME_BYTES).collect::<Vec<u8>>();
    Ok(str_::from_text(cx, &text_of_bytes(&kept))?.value())
}

fn shutdown(cx: &Cx, _: &[Value]) -> R<Value> {
    threads::await_non_daemons(cx)?;
    Ok(Value::NONE)
}

fn yes(_: &Cx, _: &[Value]) -> R<Value> {
    Ok(Value::TRUE)
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    let lock = lock::LOCK_TYPE.class(cx)?.value();
    put("lock", lock)?;
    put("LockType", lock)?;
    put("RLock", rlock::RLOCK_TYPE.class(cx)?.value())?;
    put("_ThreadHandle", handle::HANDLE_TYPE.class(cx)?.value())?;
    put("_local", local::LOCAL_TYPE.class(cx)?.value())?;
    put("_ExceptHookArgs", hook::HOOK_ARGS.class(cx)?.value())?;
    put("error", exceptions::class_value(exceptions::RUNTIME_ERROR))?;
    put("TIMEOUT_MAX", Value::from_float(timeout::MAX_SECONDS))?;
    put("_NAME_MAXLEN", Value::small_int_unchecked(MAX_NAME_BYTES as i64))
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
        MethodDef::function(
            "start_joinable_thread(function, handle=None, daemon=True)",
            "Start a thread; answers the handle by which it can be joined.",
            start_joinable_thread,
        ),
        MethodDef::function("daemon_threads_allowed()", "Always true.", yes),
        MethodDef::function("allocate_lock()", "Make an unlocked lock.", lock::new),
        MethodDef::function("allocate()", "Another name of allocate_lock.", lock::new),
        MethodDef::function("get_ident()", "Identifier of the calling thread.", get_ident),
        MethodDef::function(
            "_get_main_thread_ident()",
            "Identifier of the main thread.",
            get_main_thread_ident,
        ),
        MethodDef::function(
            "get_native_id()",
            "Number of the system's thread that runs the calling thread now.",
            get_native_id,
        ),
        MethodDef::function("_is_main_interpreter()", "Always true.", yes),
        MethodDef::function("exit()", "End the calling thread.", exit),
        MethodDef::function("exit_thread()", "Another name of exit.", exit),
        MethodDef::function(
            "interrupt_main(signum=SIGINT, /)",
            "Have the main thread behave as if the signal had come.",
            interrupt_main,
        ),
        MethodDef::function("_count()", "Number of threads besides the main one.", count),
        MethodDef::function(
            "stack_size(size=0, /)",
            "Set the bytes of native stack that new threads get; answers those they got before.",
            stack_size,
        ),
        MethodDef::function("_excepthook(args, /)", "Print what has left a thread.", hook::excepthook),
        MethodDef::function("_make_thread_handle(ident, /)", "A handle of a running thread.", handle::make),
        MethodDef::function("_shutdown()", "Wait for all threads that are no daemons.", shutdown),
        MethodDef::function("set_name(name)", "Name the calling thread.", set_name),
        MethodDef::function("_get_name()", "The calling thread's name, cut.", get_name),
    ],
    init,
};
